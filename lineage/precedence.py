"""Which documents are later than which, by their dates and by what was claimed of them.

A way from a document to a later one is a row of claims and of dates: one's last day before
another's first. To walk all such ways for each new claim takes as long as there are documents,
and where half of them are copies of the others there are many claims. But no way needs more than
one step by dates: as there are no circles, the days in between lie between the first of them and
the last. So of each document it is kept what its claims say of days, and only claims are walked.
"""

from collections import defaultdict
from collections.abc import Mapping

from lineage.dates import date_range

_BEFORE_ALL, _BEHIND_ALL = "", "~"
"""Every day is written with digits, and lies between these two."""


class Precedence:
    """The order of documents, as far as it is known; what is added must make no circles.

    Args:
        dates: The date of each document, if it has one.
    """

    def __init__(self, dates: Mapping[str, str | None]) -> None:
        ranges = {name: date_range(date) for name, date in dates.items() if date}
        self._later: dict[str, dict[str, None]] = defaultdict(dict)
        self._earlier: dict[str, dict[str, None]] = defaultdict(dict)
        # The latest first day of a document and of what is claimed to be earlier; and the
        # earliest last day of a document and of what is claimed to be later.
        self._first = dict.fromkeys(dates, _BEFORE_ALL) | {n: r[0] for n, r in ranges.items()}
        self._last = dict.fromkeys(dates, _BEHIND_ALL) | {n: r[1] for n, r in ranges.items()}

    def add(self, earlier: str, later: str) -> None:
        """Take in that one document is earlier than another."""
        self._later[earlier][later] = self._earlier[later][earlier] = None
        first, last = self._first[earlier], self._last[later]
        pending = [later]
        while pending:
            if self._first[name := pending.pop()] < first:
                self._first[name] = first
                pending += self._later.get(name, ())
        pending = [earlier]
        while pending:
            if self._last[name := pending.pop()] > last:
                self._last[name] = last
                pending += self._earlier.get(name, ())

    def is_later(self, document: str, than: str) -> bool:
        """Say whether a document is known to be later than another, or is the same one."""
        if document == than or self._last[than] < self._first[document]:
            return True
        if document not in self._earlier:
            return False
        reached, pending = {than}, [than]
        while pending:
            for other in self._later.get(pending.pop(), ()):
                if other == document:
                    return True
                if other not in reached:
                    reached.add(other)
                    pending.append(other)
        return False
