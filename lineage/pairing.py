"""Families → what two documents of a corpus share, passage by passage.

A corpus is searched once, as a whole; what two of its documents share follows from its
families. Searching every pair of documents again finds somewhat more, costs seconds for
each pair of long reports, and gives figures that disagree with the rest of the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from lineage.align import likeness
from lineage.model import Family, Occurrence, RawSpan

Places = tuple[RawSpan, RawSpan]
"""Where a shared passage stands left and right."""


class FamilyIndex:
    """The families of a corpus, found by the documents that have them.

    What two documents share is worked out when it is asked for: of a large collection
    nobody asks for all pairs.
    """

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = tuple(families)
        self._of: dict[str, dict[int, list[Occurrence]]] = defaultdict(dict)
        self._sorted: dict[str, list[tuple[int, int, int]]] = {}
        for number, family in enumerate(self._families):
            for occurrence in family.occurrences:
                self._of[occurrence.document].setdefault(number, []).append(occurrence)

    def shared(self, left: str, right: str) -> tuple[Family, ...]:
        """Return the families that both documents have, in the order of the corpus."""
        return tuple(self._families[number] for number in sorted(self._both(left, right)))

    def characters(self, document: str, other: str) -> int:
        """Return how many characters of one document stand in wording another has too."""
        theirs = self._of.get(other, {})
        total = reached = 0
        # Asked of every two documents: the spans of each are sorted once, not for each other.
        for start, end, number in self._in_order(document):
            if end > reached and number in theirs:
                total += end - max(start, reached)
                reached = end
        return total

    def _in_order(self, document: str) -> list[tuple[int, int, int]]:
        known = self._sorted.get(document)
        if known is None:
            known = self._sorted[document] = sorted(
                (each.span.start, each.span.end, number)
                for number, those in self._of.get(document, {}).items()
                for each in those
            )
        return known

    def _both(self, left: str, right: str) -> Set[int]:
        return self._of.get(left, {}).keys() & self._of.get(right, {}).keys()

    def places(self, left: str, right: str) -> dict[Places, Family]:
        """Return where each shared passage stands left and right, and its family.

        Each occurrence has a place; where one document has a wording more often than the
        other, several lead to the same counterpart. A pair that lies inside another on
        both sides says nothing more and is left out.
        """
        found: dict[Places, Family] = {}
        for number in sorted(self._both(left, right)):
            family = self._families[number]
            sides = [sorted(self._of[name][number], key=lambda o: o.span) for name in (left, right)]
            for one, other in _counterparts(*sides):
                if len(one.span) and len(other.span):
                    found.setdefault((one.span, other.span), family)
        # Of those that begin together the longest comes first; what holds another on the
        # left ends no sooner, and of those all were seen before.
        kept: list[tuple[Places, tuple[int, int, int]]] = []
        for place in sorted(found, key=lambda p: (p[0].start, -p[0].end, p[1].start, -p[1].end)):
            (left_end, start, end) = (place[0].end, place[1].start, place[1].end)
            if not any(
                ends >= left_end and begins <= start and end <= stops
                for _, (ends, begins, stops) in kept
            ):
                kept.append((place, (left_end, start, end)))
        return {place: found[place] for place in sorted(place for place, _ in kept)}


def _counterparts(
    left: Sequence[Occurrence], right: Sequence[Occurrence]
) -> Iterable[tuple[Occurrence, Occurrence]]:
    """Yield each occurrence of the side that has more with its likest one of the other.

    What of the other side is the likest of none comes with its own likest: none is left out.
    """
    if len(left) == len(right) == 1:
        yield left[0], right[0]
    elif len(left) < len(right):
        for one, other in _counterparts(right, left):
            yield other, one
    else:
        chosen = [_likest(one, place, right) for place, one in enumerate(left)]
        yield from ((one, right[best]) for one, best in zip(left, chosen, strict=True))
        for place in sorted(set(range(len(right))) - set(chosen)):
            yield left[_likest(right[place], place, left)], right[place]


def _likest(one: Occurrence, place: int, others: Sequence[Occurrence]) -> int:
    """Return which of the others is likest; of equally like ones, that in the same place."""
    return max(
        range(len(others)),
        key=lambda n: (likeness(one.text, others[n].text), -abs(n - place), -n),
    )
