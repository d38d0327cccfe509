"""Families that claim one stretch of a document: it is left to the one whose wording it is.

守住不发生规模性返贫底线 is as like 守住不发生系统性风险的底线 as a member must be, and it is
word for word another family's. Who reads the families side by side sees at once where it
belongs, and that the other one joins two formulae. So what two families have at one place
stays with the one that it is more like, if the difference is plain.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from lineage.groups import Groups
from lineage.native.families import rivals
from lineage.native.tables import Bools, Ints, in_order_once
from lineage.native.wordings import likenesses
from lineage.parts import in_parts
from lineage.places import Group, Place
from lineage.placing import tokens_at
from lineage.prepare import Tokenized, token_row

_PLAINLY = 0.1
"""How much more like one of two wordings a stretch must be for the other to lose it."""


class Claim(NamedTuple):
    """A family's member in some document.

    Attributes:
        number: The number of the family.
        place: Where the member is.
        wording: The wording of the family.
    """

    number: int
    place: Place
    wording: str


def outdone(claims: Sequence[Claim], text_at: Callable[[Place], str]) -> Iterator[Claim]:
    """Yield the claims to a stretch of a document that another family's claim is better than.

    Args:
        claims: All that the families have in some documents.
        text_at: Returns the tokens of a place in them.
    """
    places = np.array([claim.place for claim in claims], np.int32).reshape(-1, 3)
    _, families = np.unique([claim.number for claim in claims], return_inverse=True)

    def wordings(number: int) -> tuple[str, str]:
        return text_at(claims[number].place), claims[number].wording

    numbers = _outdone(places, families.astype(np.int32), wordings, len(claims))
    yield from map(claims.__getitem__, numbers.tolist())


def _outdone(
    places: Ints, families: Ints, wordings: Callable[[int], tuple[str, str]], n_asked: int
) -> Ints:
    """Return the numbers of places that another family has a better claim to, in order.

    Args:
        places: What the families have.
        families: The number of the family of each.
        wordings: Returns the tokens of the place of a number, and the wording of its family.
        n_asked: How many of the places are asked about, the first ones.
    """
    found = rivals(places, families)
    found = found[found["one"] < n_asked]
    alike = np.zeros(len(places))

    def compare(numbers: Ints) -> None:
        lengths = places[numbers, 2] - places[numbers, 1]
        for part in in_parts(lengths.tolist(), _TOKENS_AT_ONCE):
            ones, others = zip(*map(wordings, numbers[part].tolist()), strict=True)
            alike[numbers[part]] = likenesses(*token_row(ones), *token_row(others))

    compare(in_order_once(found["one"].copy()))
    # Most have nearly the wording, and none is plainly more like another one.
    found = found[alike[found["one"]] + _PLAINLY <= 1]
    others = in_order_once(found["other"].copy())
    compare(others[alike[others] == 0])
    is_outdone = alike[found["other"]] >= alike[found["one"]] + _PLAINLY
    return in_order_once(found["one"][is_outdone])


_TOKENS_AT_ONCE = 1_000_000
"""Tokens of places that are compared with wordings in one go, at least."""


def without_outdone(groups: Groups, prepared: Sequence[Tokenized]) -> Groups:
    """Return the families without what another one has a better claim to.

    A family that would be left with one document stays as it is: what the two have in
    common would be told nowhere else.

    Args:
        groups: The families.
        prepared: The documents.
    """

    def wording_of(family: int) -> str:
        return tokens_at(prepared, Place(*groups.models[family].tolist()))

    return groups.without(_is_outdone(groups, wording_of, prepared, len(groups)))


def without_outdone_beside(
    groups: Sequence[Group], beside: Sequence[Group], prepared: Sequence[Tokenized]
) -> tuple[Group, ...]:
    """Return what `without_outdone` leaves of families where there are further ones.

    Args:
        groups: The families.
        beside: The further ones, which stay as they are.
        prepared: The documents.
    """
    every = (*groups, *beside)
    table = Groups.of(every)
    is_outdone = _is_outdone(table, lambda number: every[number].wording, prepared, len(groups))
    return table.without(is_outdone).among(every)[: len(groups)]


def _is_outdone(
    groups: Groups, wording_of: Callable[[int], str], prepared: Sequence[Tokenized], n_asked: int
) -> Bools:
    """Say of members whether another family has a better claim to each; of the first families."""
    family_of = np.repeat(np.arange(len(groups), dtype=np.int32), groups.sizes)
    wording = cache(wording_of)

    def wordings(member: int) -> tuple[str, str]:
        place = Place(*groups.members[member].tolist())
        return tokens_at(prepared, place), wording(int(family_of[member]))

    found = np.zeros(len(groups.members), np.bool_)
    found[_outdone(groups.members, family_of, wordings, int(groups.first[n_asked]))] = True
    return found
