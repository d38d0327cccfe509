"""Families → what two documents of a corpus share, passage by passage.

A corpus is searched once, as a whole; what two of its documents share follows from its
families. Searching every pair of documents again finds somewhat more, costs seconds for
each pair of long reports, and gives figures that disagree with the rest of the report.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from lineage.align import likeness
from lineage.model import Family, Occurrence, RawSpan

Place = tuple[RawSpan, RawSpan]


class FamilyIndex:
    """The families of a corpus, found by the documents that have them."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = tuple(families)
        self._of: dict[str, set[int]] = defaultdict(set)
        for number, family in enumerate(self._families):
            for occurrence in family.occurrences:
                self._of[occurrence.document].add(number)

    def shared(self, left: str, right: str) -> tuple[Family, ...]:
        """Return the families that both documents have, in the order of the corpus."""
        both = self._of.get(left, set()) & self._of.get(right, set())
        return tuple(self._families[number] for number in sorted(both))

    def places(self, left: str, right: str) -> dict[Place, Family]:
        """Return where each shared passage stands left and right, and its family.

        Each occurrence has a place; where one document has a wording more often than the
        other, several lead to the same counterpart. A pair that lies inside another on
        both sides says nothing more and is left out.
        """
        found: dict[Place, Family] = {}
        for family in self.shared(left, right):
            sides = _of(family, left), _of(family, right)
            for one, other in _counterparts(*sides):
                if len(one.span) and len(other.span):
                    found.setdefault((one.span, other.span), family)
        # Of those that begin together the longest comes first; what holds another on the
        # left ends no sooner, and of those all were seen before.
        kept: list[tuple[Place, tuple[int, int, int]]] = []
        for place in sorted(found, key=lambda p: (p[0].start, -p[0].end, p[1].start, -p[1].end)):
            (left_end, start, end) = (place[0].end, place[1].start, place[1].end)
            if not any(
                ends >= left_end and begins <= start and end <= stops
                for _, (ends, begins, stops) in kept
            ):
                kept.append((place, (left_end, start, end)))
        return {place: found[place] for place in sorted(place for place, _ in kept)}


def shared_characters(families: Iterable[Family]) -> Mapping[tuple[str, str], int]:
    """Return how many characters of one document stand in wording another has too.

    The key names the document whose characters are counted, then the other one. Both
    directions are there, whoever was first.
    """
    # Numbers in place of spans: a collection of 143 reports has a million of them here.
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for family in families:
        own: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for occurrence in family.occurrences:
            own[occurrence.document].append((occurrence.span.start, occurrence.span.end))
        for document, each in own.items():
            for other in own:
                if other != document:
                    spans[document, other] += each
    return {key: _covered(each) for key, each in sorted(spans.items())}


def _covered(spans: list[tuple[int, int]]) -> int:
    """Return how many characters the spans cover, each counted once."""
    total = reached = 0
    for start, end in sorted(spans):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total


def _of(family: Family, document: str) -> list[Occurrence]:
    return sorted(
        (each for each in family.occurrences if each.document == document), key=lambda o: o.span
    )


def _counterparts(
    left: Sequence[Occurrence], right: Sequence[Occurrence]
) -> Iterable[tuple[Occurrence, Occurrence]]:
    """Yield each occurrence of the side that has more with its likest one of the other."""
    if len(left) == len(right) == 1:
        yield left[0], right[0]
    elif len(left) < len(right):
        for one, other in _counterparts(right, left):
            yield other, one
    else:
        for place, one in enumerate(left):
            # Of equally like ones, the one in the same place of the order.
            best = max(
                range(len(right)),
                key=lambda n: (likeness(one.text, right[n].text), -abs(n - place), -n),
            )
            yield one, right[best]
