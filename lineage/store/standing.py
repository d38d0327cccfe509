"""Where the families of a store stand, in memory while a batch is carried out.

A batch asks half a dozen times which families stand at some places, and which places some
families have. To join a table of all places each time takes twice as long as to read it once
and to look through its columns, which need no order.
"""

from collections.abc import Collection
from itertools import pairwise

import numpy as np

from lineage.native.tables import Bools, Ints, Longs, in_order_once, row_order
from lineage.native.touching import touched
from lineage.places import Place, places_table
from lineage.seeding import Column, Columns
from lineage.store.bounds import named

_COLUMNS = ("family", "doc", "first", "last")
_GONE = -1


class Standing:
    """The places of all families.

    Args:
        columns: Family, document, first token and end of each place; they are changed here.

    Raises:
        ValueError: If one of these is no number of a family.
    """

    def __init__(self, columns: Columns) -> None:
        named(columns["family"])
        self._columns = {name: np.ascontiguousarray(columns[name], np.int32) for name in _COLUMNS}
        # Changes are carried out when something is asked: most come after the last question.
        self._gone: set[int] = set()
        self._come: list[dict[str, Ints]] = []
        # How many places each family has, if that was asked since the last change.
        self._sizes = np.zeros(0, np.int64)

    def put(self, columns: Columns) -> None:
        """Take in the places of more families, or more places of families."""
        self._come.append({name: columns[name].astype(np.int32) for name in _COLUMNS})

    def drop(self, families: Collection[int]) -> None:
        """Forget families."""
        self._gone |= {*families}
        stays = (~_is_of(there["family"], families) for there in self._come)
        self._come = [
            {name: column[is_kept] for name, column in there.items()}
            for there, is_kept in zip(self._come, stays, strict=True)
        ]

    def _now(self) -> list[Ints]:
        """Return family, document, first token and end of each place as they are now."""
        if self._gone or self._come:
            self._sizes = self._sizes[:0]
        if self._gone:
            family = self._columns["family"]
            family[_is_of(family, self._gone)] = _GONE
            self._gone = set()
        if self._come:
            every = [self._columns, *self._come]
            self._columns = {n: np.concatenate([there[n] for there in every]) for n in _COLUMNS}
            self._come = []
        return [self._columns[name] for name in _COLUMNS]

    def sizes(self, families: Column) -> list[int]:
        """Return how many places families have."""
        family, *_ = self._now()
        n = int(families.max(initial=0)) + 2
        if len(self._sizes) < n:
            # One number further, so that what is gone is counted before the first.
            self._sizes = np.bincount(family + 1, minlength=n)
        sizes: list[int] = self._sizes[families + 1].tolist()
        return sizes

    def most(self) -> int:
        """Return the highest number that a family has, which has a place; −1 without any."""
        family, *_ = self._now()
        return int(family.max(initial=_GONE))

    def touched_by(self, places: Collection[Place], share: float) -> Ints:
        """Return the families that overlap places by a share of the shorter of the two."""
        family, *_ = self._now()
        found = in_order_once(family[self._touched(places, share)])
        stands: Ints = found[found != _GONE]
        return stands

    def _touched(self, places: Collection[Place], share: float) -> Ints:
        """Return the rows that overlap places by a share of the shorter of the two."""
        _, *columns = self._now()
        _, others = places_table([sorted(places)])
        return touched(*columns, others=others, share=share)

    def members(
        self,
        families: Collection[int],
        documents: Collection[int] | None = None,
        *,
        near: Collection[Place] | None = None,
    ) -> dict[int, tuple[Place, ...]]:
        """Return the places of families in order, by their numbers.

        Args:
            families: The numbers.
            documents: Documents whose places are asked for; all without.
            near: Places that those which are asked for overlap; all without.
        """
        every = self._now()
        rows: Ints | Longs
        if near is None:
            rows = np.flatnonzero(_is_of(every[0], families))
        else:
            rows = self._touched(near, 0.0)
            rows = rows[_is_of(every[0][rows], families)]
        if documents is not None:
            rows = rows[_is_of(every[1][rows], documents)]
        found = [column[rows] for column in every]
        order = row_order(*found)
        family, *columns = (column[order] for column in found)
        places = [*map(Place._make, zip(*(column.tolist() for column in columns), strict=True))]
        first = np.flatnonzero(np.diff(family, prepend=_GONE))
        ends = pairwise([*first.tolist(), len(places)])
        return {
            n: tuple(places[a:b]) for n, (a, b) in zip(family[first].tolist(), ends, strict=True)
        }


def _is_of(column: Ints, numbers: Collection[int]) -> Bools:
    """Say of each number of a column whether it is among others."""
    # The last place, where what is gone leads, stays empty.
    is_of = np.zeros(max(int(column.max(initial=0)), max(numbers, default=0)) + 2, np.bool_)
    is_of[[*numbers]] = True
    # Twice as fast as to index by numbers of 32 bits.
    found: Bools = is_of.take(column)
    return found
