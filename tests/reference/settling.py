"""Families with their members aligned, and none a fragment of another; see `lineage.settling`."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from lineage.groups import Groups
from lineage.parts import MapParts, one_after_another
from lineage.places import Group, Link, Place, PlaceIndex
from lineage.placing import tokens_at
from lineage.prepare import Prepared
from lineage.settling import (
    FRAGMENT_SHARE,
    HOLDS,
    RECRUIT_SHARE,
    REST_LIKENESS,
    ends_left,
    parts_of,
    where_more_may_stand,
)
from reference.members import realigned


def settle(
    groups: Iterable[Group],
    prepared: Sequence[Prepared],
    *,
    resemblance: float,
    settled: Collection[Group] = (),
    hopeful: Callable[[Group], bool] | None = None,
    grows: bool = True,
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
        resemblance: Likeness to its wording that a family's member must have.
        settled: Families whose members have been aligned before; they are aligned again
            only if they find members in other documents.
        hopeful: Says whether a family may come to be worth listing. Of the others only
            the places are kept, for longer wordings to find.
        grows: Whether wordings take in what most members have beyond their ends.
        map_parts: Does the work that can be done in parts.
    """
    ordered = _longest_first(groups)
    state = _Settling(
        ordered, PlaceIndex.of(ordered), prepared, resemblance, frozenset(settled), hopeful, grows
    )
    parts = parts_of(Groups.of(ordered))
    aligned = [
        group
        for part, results in zip(parts, map_parts(_realigned_part, state, parts), strict=True)
        for before, after in zip(ordered[part], results, strict=True)
        for group in (after if after is not None else (before,))
    ]
    return drop_fragments(join_coinciding(aligned))


@dataclass(frozen=True, slots=True, eq=False)
class _Settling:
    """What aligning the members of any family asks for."""

    groups: Sequence[Group]
    index: PlaceIndex
    prepared: Sequence[Prepared]
    resemblance: float
    settled: Collection[Group]
    hopeful: Callable[[Group], bool] | None
    grows: bool


def _realigned_part(state: _Settling, part: slice) -> list[tuple[Group, ...] | None]:
    """Return what becomes of each of some families; ``None`` where nothing changes."""
    return [
        _settled(number, group, state)
        for number, group in enumerate(state.groups[part], part.start)
    ]


def _settled(number: int, group: Group, state: _Settling) -> tuple[Group, ...] | None:
    if state.hopeful is not None and not state.hopeful(group):
        return None
    inside = state.index.inside(group.members)
    others = where_more_may_stand(
        group.wording,
        (
            place
            for other, n in sorted(inside.items())
            if other != number and n >= RECRUIT_SHARE * len(state.groups[other].members)
            for place in state.groups[other].members
        ),
    )
    if group in state.settled and group.documents.issuperset(place.document for place in others):
        return None
    return tuple(
        realigned(
            group,
            state.prepared,
            resemblance=state.resemblance,
            others=others,
            grows=state.grows,
        )
    )


def _longest_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda g: (-len(g.wording), -len(g.members), g.members))


def join_coinciding(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the families, those made one whose members mostly coincide."""
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
    index = PlaceIndex()
    kept: list[Group] = []
    joined: dict[Group, list[Place]] = {}
    for group in ordered:
        times = index.coinciding(group.members)
        best = max(times, key=lambda n: (times[n], -n), default=-1)
        if best >= 0 and 2 * times[best] > len(group.members):
            number = best
            fresh = [p for p in group.members if not index.touches(p, number)]
        else:
            number, fresh = len(kept), list(group.members)
            kept.append(group)
        joined.setdefault(kept[number], []).extend(fresh)
        index.add(number, fresh)
    return joined


def drop_fragments(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Return the families, without those that stand nearly always inside one other's places."""
    ordered = _longest_first(groups)
    index = PlaceIndex()
    kept: list[Group] = []
    for group in ordered:
        if len(group.documents) < 2:
            continue
        holders = index.holders(group.members)
        if holders and max(holders.values()) >= FRAGMENT_SHARE * len(group.members):
            continue
        index.add(len(kept), group.members)
        kept.append(group)
    return tuple(kept)


def left_over(
    links: Iterable[Link], groups: Iterable[Group], prepared: Sequence[Prepared], least: float
) -> tuple[list[Link], list[Link]]:
    """Return the passage pairs of which no family holds the most, and what is left of others."""
    index = PlaceIndex.of(groups)
    whole, rests = [], []
    for link in links:
        sides = [prepared[place.document].side for place in link[:2]]
        reaches = [
            index.covering(place, HOLDS, side.sums)
            for place, side in zip(link[:2], sides, strict=True)
        ]
        both = reaches[0].keys() & reaches[1].keys()
        if not both:
            whole.append(link)
            continue
        ends = [
            ends_left(place, _hull([reach[n] for n in both]), side, least=least)
            for place, reach, side in zip(link[:2], reaches, sides, strict=True)
        ]
        for left, right in zip(*ends, strict=True):
            if left is None or right is None:
                continue
            alike = Indel.normalized_similarity(
                tokens_at(prepared, left), tokens_at(prepared, right)
            )
            if alike >= REST_LIKENESS:
                rests.append(Link(left, right, alike))
    return whole, rests


def _hull(places: Sequence[Place]) -> Place:
    documents, starts, ends = zip(*places, strict=True)
    return Place(documents[0], min(starts), max(ends))
