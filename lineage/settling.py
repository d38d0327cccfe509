"""Families of a corpus, each with its members aligned, and none a fragment of another.

Each family is aligned by itself (`members`), around its own places and those of families
inside it. Then families whose members coincide are one, and a family that nearly always
stands inside another's places is a fragment of that one.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.members import groups_of
from lineage.native.families import (
    Flags,
    Realigned,
    Shelf,
    coinciding,
    held,
    without_fragments,
)
from lineage.native.library import Rows
from lineage.native.tables import Texts
from lineage.parts import MapParts, in_parts, one_after_another
from lineage.places import Group, Place, members_table
from lineage.prepare import Prepared


def settle(
    groups: Iterable[Group],
    prepared: Sequence[Prepared],
    texts: Texts,
    *,
    resemblance: float,
    settled: Collection[Group] = (),
    hopeful: Callable[[Group], bool] | None = None,
    map_parts: MapParts = one_after_another,
) -> tuple[Group, ...]:
    """Return the families with their members aligned alike and fragments taken in.

    Longer wordings come first. Each looks for itself around its own members, and around
    the members of families that lie mostly inside it: where only a fragment had been
    aligned, the whole may stand. Families that then have too few places left outside a
    longer one are fragments of it, and go.

    Args:
        groups: The families.
        prepared: The documents.
        texts: The same as the kernels see them.
        resemblance: Likeness to its wording that a family's member must have.
        settled: Families whose members have been aligned before; they are aligned again
            only if they find members in other documents.
        hopeful: Says whether a family may come to be worth listing. Of the others only
            the places are kept, for longer wordings to find.
        map_parts: Does the work that can be done in parts.
    """
    ordered = _longest_first(groups)
    shelf = Shelf(*members_table(ordered))
    state = _Settling(ordered, shelf, prepared, texts, resemblance, frozenset(settled), hopeful)
    parts = parts_of(ordered)
    aligned: list[Group] = []
    for part, found in zip(parts, map_parts(_realigned_part, state, parts), strict=True):
        aligned.extend(_after(ordered[part], found, prepared))
    return drop_fragments(join_coinciding(aligned))


def parts_of(groups: Sequence[Group]) -> list[slice]:
    """Cut families in stretches of about as many members each."""
    return in_parts([len(group.members) for group in groups], _PLACES_A_PART)


_PLACES_A_PART = 1_000
"""Members of the families that are aligned or described in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class _Settling:
    """What aligning the members of any family asks for."""

    groups: Sequence[Group]
    shelf: Shelf
    prepared: Sequence[Prepared]
    texts: Texts
    resemblance: float
    settled: Collection[Group]
    hopeful: Callable[[Group], bool] | None


class _Found(NamedTuple):
    """What becomes of some families: arrays, which are sent sooner than families are.

    Attributes:
        asked: Which of them were aligned, or looked at whether they are to be.
        stays: Which of these stay as they are.
        realigned: The families that those that were aligned are then.
    """

    asked: list[int]
    stays: Flags
    realigned: Realigned


def _after(groups: Sequence[Group], found: _Found, prepared: Sequence[Prepared]) -> Iterator[Group]:
    """Yield what some families are after their members were aligned."""
    made = groups_of(found.realigned, len(found.asked), prepared)
    changed = {
        number: after
        for number, stay, after in zip(found.asked, found.stays.tolist(), made, strict=True)
        if not stay
    }
    for number, group in enumerate(groups):
        yield from changed.get(number, (group,))


def _realigned_part(state: _Settling, part: slice) -> _Found:
    """Return what becomes of some families."""
    groups = state.groups[part]
    asked = [n for n, group in enumerate(groups) if state.hopeful is None or state.hopeful(group)]
    stays, found = state.shelf.settled(
        state.texts,
        np.array(asked, np.int32) + np.int32(part.start),
        np.array([len(groups[n].wording) for n in asked], np.int32),
        np.array([groups[n] in state.settled for n in asked], np.uint8),
        resemblance=state.resemblance,
    )
    return _Found(asked, stays, found)


def where_more_may_stand(wording: str, places: Iterable[Place]) -> list[Place]:
    """Return those of the places of fragments around which a whole wording may stand.

    A law that two documents have word for word holds thousands of formulae that other
    laws have. Around one of these it needs no looking for: only where all that a document
    has of it is enough together, and there once.
    """
    by_document: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        by_document[place.document].append(place)
    least = _LEAST_OF_WORDING * len(wording)
    chosen = []
    for there in by_document.values():
        if sum(place.end - place.start for place in there) >= least:
            longest = sorted(there, key=lambda place: (place.start - place.end, place))
            chosen.extend(longest[: _FEW if len(wording) > _LONG else None])
    return chosen


_LEAST_OF_WORDING = 0.2
_LONG, _FEW = 200, 2
"""Share of a wording that its fragments in a document must come to; and from how many
tokens on a wording is looked for around the longest few only."""

RECRUIT_SHARE = 0.25
"""Share of a family's places inside another's at which the other looks around the rest."""

FRAGMENT_SHARE = 0.8
"""Share of a family's places inside another's at which it is a fragment of the other."""


def _longest_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda g: (-len(g.wording), -len(g.members), g.members))


def join_coinciding(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the families, those made one whose members mostly coincide.

    The more widespread family's wording stays; members that only the other had join it.
    """
    return tuple(
        replace(group, members=tuple(sorted(members)))
        for group, members in members_joined(groups).items()
    )


def members_joined(groups: Iterable[Group]) -> dict[Group, list[Place]]:
    """Return the families that stay if those become one whose members mostly coincide.

    Returns:
        The members that each of them has then; first those that it had.
    """
    ordered = sorted(groups, key=lambda g: (-len(g.documents), -len(g.wording), g.members))
    first, places = members_table(ordered)
    numbers, is_new = coinciding(first, places)
    fresh = iter(is_new.tolist())
    joined: dict[Group, list[Place]] = {}
    for group, number in zip(ordered, numbers.tolist(), strict=True):
        members = [place for place in group.members if next(fresh)]
        joined.setdefault(ordered[number], []).extend(members)
    return joined


def drop_fragments(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the families, without those that stand nearly always inside one other's places."""
    ordered = _longest_first(groups)
    stays = without_fragments(*members_table(ordered)).tolist()
    return tuple(group for group, stay in zip(ordered, stays, strict=True) if stay)


HOLDS = 0.3
"""Share of a passage's surprisal from which a family is its family, not a formula inside it.

Not of its tokens: half of many a sentence of a law is 构成犯罪的，依法追究刑事责任, and says
nothing of what else it says."""


def not_held(links: Rows, groups: Sequence[Group], texts: Texts) -> Rows:
    """Return the passage pairs of which no family holds the most, in both documents.

    Args:
        links: Rows of `LINK`.
        groups: The families.
        texts: The documents.
    """
    pairs = np.concatenate((links["left"], links["right"]), axis=1)
    is_left: npt.NDArray[np.bool_] = held(texts, *members_table(groups), pairs) == 0
    return links[is_left]
