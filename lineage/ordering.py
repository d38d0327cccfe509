"""Which documents of a family have no known order, without a look at every pair.

A date is a span of days: 2024 is as long as its year, an unknown one as long as time. Two
documents are in order when the one span ends before the other begins. Sorted by where
they begin, the spans that are open to one another stand in a row behind each of them, so
that counting them takes a search and naming them takes as long as there are any. A
wording that thousands of undated documents have would still be millions of pairs of which
none says anything; there each document is tied to the nearest ones alone, by date and by
how its wording reads.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lineage.dates import date_range
from lineage.model import Occurrence

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
        self._n_days = len(days)
        self._first = np.array([code[first] for first, _ in spans], np.int64)
        self._last = np.array([code[last] for _, last in spans], np.int64)

    def n_open(self, documents: Numbers, families: Numbers) -> Numbers:
        """Return with how many of the others of its family each document has no known order.

        Args:
            documents: The documents of each family, by their numbers.
            families: The family of each, in order.
        """
        first, last = self._ends(documents, families)
        n_before = np.searchsorted(np.sort(last), first, "left")
        n_up_to = np.searchsorted(np.sort(first), last, "right")
        # Families that come before are before both, and those behind are behind both.
        open_with: Numbers = n_up_to - n_before - 1
        return open_with

    def followers(self, documents: Numbers, families: Numbers) -> tuple[Numbers, Numbers]:
        """Return an order of the documents, and how many of the next ones each is open to.

        Args:
            documents: The documents of each family, by their numbers.
            families: The family of each, in order.
        """
        first, last = self._ends(documents, families)
        order = np.argsort(first, kind="stable")
        return order, _n_next(first[order], last[order])

    def _ends(self, documents: Numbers, families: Numbers) -> tuple[Numbers, Numbers]:
        """Return where the span of each begins and ends, each family with a time of its own."""
        before = families * self._n_days
        return before + self._first[documents], before + self._last[documents]

    def nearest(self, members: Sequence[Occurrence], documents: Numbers) -> tuple[Numbers, Numbers]:
        """Return what `followers` does of one family, side by side those whose wording is alike."""
        first = self._first[documents]
        order = np.array(
            sorted(
                range(len(members)),
                key=lambda place: (first[place], members[place].text, documents[place]),
            ),
            np.int64,
        )
        return order, _n_next(first[order], self._last[documents[order]])


def _n_next(first: Numbers, last: Numbers) -> Numbers:
    """Return how many of the next ones begin before each ends, of spans in order."""
    n_next: Numbers = np.searchsorted(first, last, "right") - np.arange(1, len(first) + 1)
    return n_next


def _span(date: str | None) -> tuple[str, str]:
    # Every day is written with digits, and lies between these two.
    return date_range(date) if date else ("", "~")


def most_each(n_next: Numbers, sizes: Numbers, *, most: int = MOST_TIES) -> int | None:
    """Return to how many others each document may be tied; ``None`` for all of them.

    Args:
        n_next: What `DateOrder.followers` gives.
        sizes: How often each has the wording, which is as many ties of occurrences.
        most: Ties of occurrences that there may be in all.
    """
    if int((n_next * sizes).sum()) <= most:
        return None
    low, high = 1, int(n_next.max())
    while low < high:
        middle = (low + high + 1) // 2
        if int((np.minimum(n_next, middle) * sizes).sum()) <= most:
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
