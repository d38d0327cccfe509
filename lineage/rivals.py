"""Families that claim one stretch of a document: it is left to the one whose wording it is.

守住不发生规模性返贫底线 is as like 守住不发生系统性风险的底线 as a member must be, and it is
word for word another family's. Who reads the families side by side sees at once where it
belongs, and that the other one joins two formulae. So what two families have at one place
stays with the one that it is more like, if the difference is plain.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from lineage.align import likeness
from lineage.native.families import rivals
from lineage.places import Group, Place
from lineage.placing import tokens_at
from lineage.prepare import Prepared

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


def outdone(
    claims: Sequence[Claim], text_at: Callable[[Place], str], *, beside: Sequence[Claim] = ()
) -> Iterator[Claim]:
    """Yield the claims to a stretch of a document that another family's claim is better than.

    Args:
        claims: All that the families have in some documents.
        text_at: Returns the tokens of a place in them.
        beside: What further families have there, which are not asked about.
    """
    every = [*claims, *beside]
    alike: dict[int, float] = {}

    def likeness_of(number: int) -> float:
        if number not in alike:
            alike[number] = likeness(text_at(every[number].place), every[number].wording)
        return alike[number]

    places = np.array([claim.place for claim in every], np.int32).reshape(-1, 3)
    _, families = np.unique([claim.number for claim in every], return_inverse=True)
    found = rivals(places, families.astype(np.int32))
    others: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(found["one"].tolist(), found["other"].tolist(), strict=True):
        if one < len(claims):
            others[one].append(other)
    for one, there in others.items():
        least = likeness_of(one) + _PLAINLY
        if least <= 1 and any(likeness_of(other) >= least for other in there):
            yield claims[one]


def without_outdone(
    groups: Iterable[Group], prepared: Sequence[Prepared], *, beside: Iterable[Group] = ()
) -> tuple[Group, ...]:
    """Return the families without what another one has a better claim to.

    A family that would be left with one document stays as it is: what the two have in
    common would be told nowhere else.

    Args:
        groups: The families.
        prepared: The documents.
        beside: Further families, which stay as they are.
    """
    groups = tuple(groups)
    claims, further = _claims(enumerate(groups)), _claims(enumerate(beside, len(groups)))
    lost: dict[int, set[Place]] = defaultdict(set)
    for claim in outdone(claims, partial(tokens_at, prepared), beside=further):
        lost[claim.number].add(claim.place)
    return tuple(without(group, lost[n]) if n in lost else group for n, group in enumerate(groups))


def _claims(groups: Iterable[tuple[int, Group]]) -> list[Claim]:
    """Return what families claim."""
    return [
        Claim(number, place, group.wording) for number, group in groups for place in group.members
    ]


def without(group: Group, lost: Collection[Place]) -> Group:
    """Return a family without some members, if it is in several documents without them."""
    kept = replace(group, members=tuple(place for place in group.members if place not in lost))
    return kept if len(kept.documents) > 1 else group
