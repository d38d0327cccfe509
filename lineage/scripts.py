"""Documents as they are read: where their characters and tokens lie, and when they were written."""

from collections.abc import Sequence
from datetime import date as day
from threading import Lock

import numpy as np

from lineage.dates import date_key, date_range
from lineage.native.descriptions import Documents
from lineage.native.tables import Ints, code_points, in_order_once
from lineage.prepare import Prepared, texts_of


class Scripts:
    """Documents as the kernels read them; laid out where they are asked for.

    Args:
        prepared: The documents.
        use_dates: Whether dates may give a direction.

    Attributes:
        prepared: The documents.
        texts: The same as they are aligned.
        laid_out: The same as they are read, those that were asked for.
        by_id: The numbers of the documents in the order of their ids.
        ranks: The place of each in that order.
    """

    def __init__(self, prepared: Sequence[Prepared], *, use_dates: bool = True) -> None:
        self.prepared = prepared
        self.texts = texts_of(prepared)
        dates = [side.document.date if use_dates else None for side in prepared]
        names = [side.document.id for side in prepared]
        order = sorted(range(len(dates)), key=lambda n: (*date_key(dates[n]), names[n]))
        turns = np.empty(len(dates), np.int32)
        turns[order] = np.arange(len(dates))
        self.laid_out = Documents(
            np.array([_days(date) for date in dates], np.int32).reshape(-1, 2), turns
        )
        self.by_id = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        self.ranks = np.empty_like(self.by_id)
        self.ranks[self.by_id] = np.arange(len(names))
        self._is_there = np.zeros(len(dates), np.bool_)
        self._lock = Lock()

    def having(self, places: Ints) -> Documents:
        """Return the documents, those laid out that have some places."""
        there = places[:, 0]
        with self._lock:
            for number in in_order_once(there[~self._is_there[there]]).tolist():
                side = self.prepared[number]
                characters = code_points(side.document.text)
                self.laid_out.lie(number, characters, side.stream.starts, side.stream.ends)
                self._is_there[number] = True
        return self.laid_out


def _days(date: str | None) -> tuple[int, int]:
    """Return the first and the last day that a date may mean, as numbers."""
    if not date:
        return -1, -1
    first, last = (day.fromisoformat(each).toordinal() for each in date_range(date))
    return first, last
