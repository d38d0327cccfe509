"""Which documents of a family have no known order, without a look at every pair.

A date is a span of days: 2024 is as long as its year, an unknown one as long as time. Two
documents are in order when the one span ends before the other begins. Sorted by where
they begin, the spans that are open to one another stand in a row behind each of them, so
that counting them takes a search and naming them takes as long as there are any. A
wording that thousands of undated documents have would still be millions of pairs of which
none says anything; there each document is tied to the nearest ones alone, by date and by
how its wording reads.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lineage.dates import date_range
from lineage.model import Family, Occurrence

Numbers = npt.NDArray[np.int64]

MOST_TIES = 2_000_000
"""Pairs of occurrences without an order that a corpus may have, all families together.

For 143 reports of one year with 7,000 families they are all there."""


class DateOrder:
    """The dates of a corpus as spans.

    Attributes:
        names: The documents, in order of id.
        number: The place of each in this order.
    """

    def __init__(self, dates: Mapping[str, str | None]) -> None:
        self.names = sorted(dates)
        self.number = {name: place for place, name in enumerate(self.names)}
        spans = [_span(dates[name]) for name in self.names]
        days = sorted({day for span in spans for day in span})
        code = {day: place for place, day in enumerate(days)}
        self._first = np.array([code[first] for first, _ in spans], np.int64)
        self._last = np.array([code[last] for _, last in spans], np.int64)

    def n_open(self, documents: Numbers) -> Numbers:
        """Return with how many of the others each document has no known order."""
        first, last = self._first[documents], self._last[documents]
        n_before = np.searchsorted(np.sort(last), first, "left")
        n_after = len(documents) - np.searchsorted(np.sort(first), last, "right")
        open_with: Numbers = len(documents) - 1 - n_before - n_after
        return open_with

    def followers(self, documents: Numbers) -> tuple[Numbers, Numbers]:
        """Return an order of the documents, and how many of the next ones each is open to."""
        order = np.argsort(self._first[documents], kind="stable")
        return order, self._n_next(documents[order])

    def nearest(self, members: Sequence[Occurrence], documents: Numbers) -> tuple[Numbers, Numbers]:
        """Return the same with those side by side whose wording reads alike."""
        first = self._first[documents]
        order = np.array(
            sorted(
                range(len(members)),
                key=lambda place: (first[place], members[place].text, documents[place]),
            ),
            np.int64,
        )
        return order, self._n_next(documents[order])

    def _n_next(self, documents: Numbers) -> Numbers:
        ends = np.searchsorted(self._first[documents], self._last[documents], "right")
        n_next: Numbers = ends - np.arange(1, len(documents) + 1)
        return n_next


def _span(date: str | None) -> tuple[str, str]:
    # Every day is written with digits, and lies between these two.
    return date_range(date) if date else ("", "~")


def bearers(family: Family) -> list[Occurrence]:
    """Return the first occurrence of each document, in order of id."""
    first: dict[str, Occurrence] = {}
    for occurrence in family.occurrences:
        first.setdefault(occurrence.document, occurrence)
    return [first[name] for name in sorted(first)]


def most_each(n_next: Iterable[Numbers], *, most: int = MOST_TIES) -> int | None:
    """Return to how many others each occurrence may be tied; ``None`` for all of them.

    Args:
        n_next: What `DateOrder.followers` gives, for each family.
        most: Ties that there may be in all.
    """
    counts = [each for each in n_next if len(each)]
    every = np.concatenate(counts) if counts else np.zeros(0, np.int64)
    if int(every.sum()) <= most:
        return None
    low, high = 1, int(every.max())
    while low < high:
        middle = (low + high + 1) // 2
        if int(np.minimum(every, middle).sum()) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def ties(order: Numbers, n_next: Numbers) -> tuple[Numbers, Numbers]:
    """Return the pairs of members that have no order, by their places.

    Args:
        order: The members, in an order in which those that are open stand in a row.
        n_next: With how many of the next ones each is tied.

    Example:
        >>> [each.tolist() for each in ties(np.array([2, 0, 1]), np.array([2, 1, 0]))]
        [[2, 2, 0], [0, 1, 1]]
    """
    starts = np.repeat(np.arange(len(order)), n_next)
    steps = np.arange(len(starts)) - np.repeat(np.cumsum(n_next) - n_next, n_next) + 1
    return order[starts], order[starts + steps]
