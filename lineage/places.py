"""Places in a corpus: stretches of documents, how they lie to each other, what is where."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

import numpy as np

from lineage.align import Weighed, is_like, list_likeness, shares_surprisal
from lineage.native.library import Rows
from lineage.native.tables import LINK, Ints, Longs, edges

COINCIDE = 0.7
"""Intersection over union from which two stretches of a document are one occurrence."""

_RAGGED = 3
"""Tokens by which the ends of two stretches may differ, together, whatever their length."""

INSIDE = 0.8
"""Share of a stretch that must lie in another for it to be inside."""

LENGTH_RATIO = 0.5
"""Length of the shorter of two versions of one wording, as a share of the longer's."""


class Place(NamedTuple):
    """A stretch of one document, by the document's number."""

    document: int
    start: int
    end: int


class Link(NamedTuple):
    """A passage pair: two places, and how alike they are (0..1)."""

    left: Place
    right: Place
    likeness: float


def link_rows(links: Iterable[Link]) -> Rows:
    """Return passage pairs as rows of `LINK`."""
    return np.array([tuple(link) for link in links], LINK)


def links_of(rows: Rows) -> list[Link]:
    """Return rows of `LINK` as passage pairs."""
    sides = (map(Place._make, rows[side].tolist()) for side in ("left", "right"))
    return list(map(Link, *sides, rows["likeness"].tolist()))


def sides(links: Iterable[Link]) -> set[Place]:
    """Return the places of passage pairs."""
    return {place for link in links for place in (link.left, link.right)}


@dataclass(frozen=True, slots=True)
class Group:
    """A family before it is described.

    Attributes:
        wording: The wording that it is known by.
        members: Its members, in order.
        weights: Surprisal of each token of the wording, as numbers of 32 bits; empty where
            it is not known.
    """

    wording: str
    members: tuple[Place, ...]
    weights: bytes = field(default=b"", compare=False, repr=False)

    @property
    def documents(self) -> set[int]:
        """The documents that have a member."""
        return {place.document for place in self.members}

    def with_members(self, members: Iterable[Place]) -> "Group":
        """Return the same family with other members."""
        return Group(self.wording, tuple(members), self.weights)


def members_table(groups: Sequence[Group]) -> tuple[Longs, Ints]:
    """Return the members of families as `places_table` has them, a part for each family."""
    return places_table([group.members for group in groups])


def places_table(parts: Sequence[Sequence[Place]]) -> tuple[Longs, Ints]:
    """Return places as one table, and where each part of them begins.

    Returns:
        For each part the number of its first place, at last the number of all places; and
        document, first token and end of each place.
    """
    first = edges([len(part) for part in parts])
    # Number by number it takes a fifth of the time that it takes by tuples.
    numbers = chain.from_iterable(chain.from_iterable(parts))
    return first, np.fromiter(numbers, np.int32, 3 * int(first[-1])).reshape(-1, 3)


def coincidence(one: Place, two: Place) -> float:
    """Return the intersection over union of two places; 0 in different documents.

    Ends that differ by up to three tokens are one border that was found raggedly.
    """
    document, start, end = one
    other, first, last = two
    if document != other:
        return 0.0
    shared = min(end, last) - max(start, first)
    if shared <= 0:
        return 0.0
    if shared > _RAGGED and abs(start - first) + abs(end - last) <= _RAGGED:
        return 1.0
    return shared / (max(end, last) - min(start, first))


def least_likeness(length: int, resemblance: float) -> float:
    """Return the likeness that versions of one wording must have.

    Short wordings must be more alike: 发展决不能以牺牲安全为代价 and 发展决不能以牺牲人的生命为代价
    are two formulae, while a paragraph with a third of its words replaced is still the same.

    Args:
        length: Tokens of the longer wording.
        resemblance: Likeness that long wordings must have.
    """
    return min(1.0, resemblance + _SHORT_BONUS * max(0.0, 1 - length / _LONG))


_SHORT_BONUS = 0.2
_LONG = 40
"""What is added to the likeness that the shortest wordings must have, and the length in
tokens from which nothing is added."""


def resemble(one: str, two: str, resemblance: float) -> bool:
    """Say whether two wordings are versions of one, neither merely a part of the other."""
    shorter, longer = sorted((len(one), len(two)))
    if shorter < LENGTH_RATIO * longer:
        return False
    return is_like(one, two, least_likeness(longer, resemblance))


def resemble_in_bits(one: Weighed, two: Weighed, least: float) -> bool:
    """Say whether two wordings that resemble each other also do by what their words tell.

    Args:
        one: A wording.
        two: Another.
        least: Share of the surprisal of both that must be in common.
    """
    # Lists that begin alike are alike by their members, and what these tell differs.
    return shares_surprisal(one, two, least) or bool(list_likeness(one.text, two.text))


_CELL = 64
"""Tokens of the stretches that places are looked up by."""


class PlaceIndex:
    """Which families, by their numbers, have places where."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Place]]] = defaultdict(list)

    @classmethod
    def of(cls, groups: Iterable[Group]) -> "PlaceIndex":
        """Return an index of families' places, the families numbered in their order."""
        index = cls()
        for number, group in enumerate(groups):
            index.add(number, group.members)
        return index

    def add(self, number: int, places: Iterable[Place]) -> None:
        """Take in places of a family, by its number."""
        for place in places:
            document, start, end = place
            for cell in range(start // _CELL, end // _CELL + 1):
                self._cells[document, cell].append((number, place))

    def _near(self, place: Place) -> Iterable[tuple[int, Place]]:
        """Return the places around one; those that reach far may come more than once."""
        document, start, end = place
        first, last = start // _CELL, end // _CELL
        if first == last:
            return self._cells.get((document, first), ())
        cells = range(first, last + 1)
        return [entry for cell in cells for entry in self._cells.get((document, cell), ())]

    def touches(self, place: Place, number: int) -> bool:
        """Say whether a place of that family overlaps this one."""
        return bool(self.touching(place, number))

    def touching(self, place: Place, number: int) -> list[Place]:
        """Return the places of that family which overlap this one, in order."""
        _, start, end = place
        there = {
            other
            for n, other in self._near(place)
            if n == number and other[1] < end and start < other[2]
        }
        return sorted(there)

    def is_touched(self, place: Place) -> bool:
        """Say whether a place of any family overlaps this one."""
        return any(o.start < place.end and place.start < o.end for _, o in self._near(place))

    def owners(self, place: Place) -> set[int]:
        """Return the families that have an occurrence where ``place`` is."""
        _, start, end = place
        return {
            n
            for n, other in self._near(place)
            if other[1] < end and start < other[2] and coincidence(place, other) >= COINCIDE
        }

    def covering(self, place: Place, share: float, sums: Sequence[float]) -> dict[int, Place]:
        """Return the families that have a place over at least that share of this one, by number.

        Each with where such places of it begin and end: from the first to the last, if several do.

        Args:
            place: The place.
            share: Share of the surprisal of its tokens.
            sums: Surprisal of all tokens before each of its document, and of all.
        """
        document, start, end = place
        least = share * (sums[end] - sums[start])
        found: dict[int, Place] = {}
        for n, (_, first, last) in self._near(place):
            if first >= end or start >= last:
                continue
            if sums[min(end, last)] - sums[max(start, first)] >= least:
                _, before, behind = found.get(n, (document, first, last))
                found[n] = Place(document, min(first, before), max(last, behind))
        return found

    def coinciding(self, places: Iterable[Place]) -> Counter[int]:
        """Count, for each family, how many of these places are occurrences of its own."""
        return Counter(number for place in places for number in self.owners(place))

    def inside(self, places: Iterable[Place]) -> Counter[int]:
        """Count each family's places that lie mostly inside these."""
        found = {
            (number, other)
            for place in places
            for number, other in self._near(place)
            if lies_in(other, place)
        }
        return Counter(number for number, _ in found)

    def holders(self, places: Iterable[Place]) -> Counter[int]:
        """Count, for each family, how many of these places lie mostly inside its own."""
        return Counter(
            number
            for place in places
            for number in {n for n, other in self._near(place) if lies_in(place, other)}
        )


def lies_in(inner: Place, outer: Place) -> bool:
    """Say whether a place lies in another one of its document for the most part."""
    _, start, end = inner
    _, first, last = outer
    return min(end, last) - max(start, first) >= INSIDE * (end - start)
