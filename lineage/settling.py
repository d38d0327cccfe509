"""Families of a corpus, each with its members aligned, and none a fragment of another.

Each family is aligned by itself (`members`), around its own places and those of families
inside it. Then families whose members coincide are one, and a family that nearly always
stands inside another's places is a fragment of that one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lineage.groups import Groups, Numbers
from lineage.native.families import (
    Flags,
    Realigned,
    Shelf,
    coinciding,
    without_fragments,
)
from lineage.native.families import left_over as leave_over
from lineage.native.library import Rows
from lineage.native.tables import Bools, Texts
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another, work_on
from lineage.places import Place
from lineage.prepare import Side
from lineage.segment import Border


def settle(
    groups: Groups,
    texts: Texts,
    *,
    resemblance: float,
    is_hopeful: Bools,
    is_settled: Bools,
    grows: bool = True,
    map_parts: MapParts = one_after_another,
) -> Groups:
    """Return the families with their members aligned alike and fragments taken in.

    Longer wordings come first. Each looks for itself around its own members, and around
    the members of families that lie mostly inside it: where only a fragment had been
    aligned, the whole may stand. Families that then have too few places left outside a
    longer one are fragments of it, and go.

    Args:
        groups: The families.
        texts: The documents.
        resemblance: Likeness to its wording that a family's member must have.
        is_hopeful: Which families may come to be worth listing. Of the others only the
            places are kept, for longer wordings to find.
        is_settled: Families whose members have been aligned before; they are aligned again
            only if they find members in other documents.
        grows: Whether wordings take in what most members have beyond their ends.
        map_parts: Does the work that can be done in parts.
    """
    order = _longest_first(groups)
    ordered = groups.chosen(order)
    numbers = np.flatnonzero(is_hopeful[order])
    shelf = Shelf(ordered.first, ordered.members)
    state = _Settling(ordered, shelf, texts, resemblance, numbers, is_settled[order], grows)
    parts = in_parts(_works(ordered.chosen(numbers)), PLACES_A_PART)
    found = list(map_parts(_realigned_part, state, parts))
    return drop_fragments(join_coinciding(_after(ordered, numbers, parts, found)))


PLACES_A_PART = 1_000
"""Members of families, if they are short, that are aligned in one go, or described at least."""


def parts_of(groups: Groups) -> list[slice]:
    """Cut families in stretches that take about as long each to describe.

    Where one kernel ends and the next begins, threads wait for each other: of large collections
    the stretches are as long as keeps every core busy to the end.
    """
    weights = _works(groups)
    return in_parts(weights, max(PLACES_A_PART, sum(weights) // _STRETCHES))


def _works(groups: Groups) -> list[int]:
    """Return how much work each family is."""
    return list(map(work_on, groups.sizes.tolist(), groups.lengths.tolist()))


_STRETCHES = 64
"""Stretches that families are described in, about, where there are very many."""


@dataclass(frozen=True, slots=True, eq=False)
class _Settling:
    """What aligning the members of any family asks for.

    Attributes:
        groups: The families, in the order in which they were put on the shelf.
        numbers: Those that are asked for.
    """

    groups: Groups
    shelf: Shelf
    texts: Texts
    resemblance: float
    numbers: Numbers
    is_settled: Bools
    grows: bool


class _Found(NamedTuple):
    """What becomes of some families.

    Attributes:
        stays: Which of them stay as they are.
        realigned: The families that those that were aligned are then.
    """

    stays: Flags
    realigned: Realigned


@in_kernels
def _realigned_part(state: _Settling, part: slice) -> _Found:
    """Return what becomes of some families."""
    numbers = state.numbers[part]
    return _Found(
        *state.shelf.settled(
            state.texts,
            numbers.astype(np.int32),
            state.groups.lengths[numbers],
            state.is_settled[numbers].astype(np.uint8),
            resemblance=state.resemblance,
            grows=state.grows,
        )
    )


def _after(
    groups: Groups, numbers: Numbers, parts: Sequence[slice], found: Sequence[_Found]
) -> Groups:
    """Return what families are after their members were aligned.

    Args:
        groups: The families.
        numbers: Those that were asked for.
        parts: Which of these were asked for in one go.
        found: What became of each part.
    """
    stays = np.ones(len(groups), np.bool_)
    tables, came_of = [], []
    for part, (stay, (rows, members)) in zip(parts, found, strict=True):
        stays[numbers[part]] = stay
        tables.append(Groups(rows["model"], np.append(0, rows["end"]), members))
        came_of.append(numbers[part][rows["of"]])
    kept = np.flatnonzero(stays)
    tables.append(groups.chosen(kept))
    came_of.append(kept)
    order = np.argsort(np.concatenate(came_of), kind="stable")
    return Groups.one_after_another(tables).chosen(order)


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


def _longest_first(groups: Groups) -> Numbers:
    return groups.order(groups.lengths, groups.sizes)


def join_coinciding(groups: Groups) -> Groups:
    """Return the families, those made one whose members mostly coincide.

    The more widespread family's wording stays; members that only the other had join it.
    """
    ordered = groups.chosen(groups.order(groups.n_documents, groups.lengths))
    numbers, is_new = coinciding(ordered.first, ordered.members)
    return ordered.gathered(numbers, is_new.view(np.bool_))


def drop_fragments(groups: Groups) -> Groups:
    """Return the families, without those that stand nearly always inside one other's places."""
    ordered = groups.chosen(_longest_first(groups))
    return ordered.chosen(np.flatnonzero(without_fragments(ordered.first, ordered.members)))


HOLDS = 0.3
"""Share of a passage's surprisal from which a family is its family, not a formula inside it.

Not of its tokens: half of many a sentence of a law is 构成犯罪的，依法追究刑事责任, and says
nothing of what else it says."""


class LeftOver(NamedTuple):
    """What families leave over of passage pairs, as rows of `LINK`.

    Attributes:
        whole: Those of which no family holds the most, in both documents.
        rests: What lies before and behind the families that hold the most of another.
    """

    whole: Rows
    rests: Rows


def left_over(links: Rows, groups: Groups, texts: Texts, *, least: float) -> LeftOver:
    """Return what families leave over of passage pairs.

    A passage that was copied together with its neighbour, by one document alone, is in the
    neighbour's family by half: the other half is a passage pair of its own, and else would be in
    no family. It ends beside the family, or where a clause ends up to five tokens further. It is
    worth making a family of if it tells enough, and its sides are alike (0.7): what two documents
    have beside a wording they share may have been aligned for the wording's sake. Of 480
    passages copied with known edits, 5.6 characters in a hundred were in no family without such
    rests, and 0.9 with them.

    Args:
        links: Rows of `LINK`.
        groups: The families.
        texts: The documents.
        least: Bits that a rest must have.
    """
    is_held, rests = leave_over(texts, groups.first, groups.members, links, least=least)
    return LeftOver(links[is_held == 0], rests)


def ends_left(place: Place, held: Place, side: Side, *, least: float) -> tuple[Place | None, ...]:
    """Return what families leave of one side of a passage pair, before them and behind.

    ``None`` stands for what is too little.

    Args:
        place: The side.
        held: Where the families in it begin and end that hold the most of the pair.
        side: The document.
        least: Bits that a rest must have.
    """
    document, start, end = place
    before = (start, _cut_at(side, held.start, start)) if held.start > start else (start, start)
    behind = (_cut_at(side, held.end, end), end) if held.end < end else (end, end)
    return tuple(
        Place(document, first, last)
        if first < last and side.sums[last] - side.sums[first] >= least
        else None
        for first, last in (before, behind)
    )


def _cut_at(side: Side, at: int, other: int) -> int:
    """Return where a rest begins or ends beside a family: where a clause does, if one is near."""
    step = 1 if other > at else -1
    there = range(at, at + step * (min(_FAR, abs(other - at)) + 1), step)
    return next((n for n in there if side.borders[n] >= Border.CLAUSE), at)


_FAR = 5
"""Tokens by which a rest may be shorter to end where a clause ends."""

REST_LIKENESS = 0.7
"""How alike the sides of a rest must be. With 0.6 or 0.8 as much is found of planted passages;
of the ends in reports of cities 0.834 are those of clauses both times, with 0.7 0.836."""
