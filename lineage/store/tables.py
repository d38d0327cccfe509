"""How the tables of a store are asked and written to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage.seeding import Column, Columns
from lineage.store.bounds import Bounds, named
from lineage.store.schema import decoding, told


class Tables:
    """Some tables of an open store.

    Attributes:
        path: The file.
    """

    _known: Bounds | None = None

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self._connection = connection

    @property
    def _bounds(self) -> Bounds:
        """The lengths of all documents, read when they are first asked for.

        Those that are taken out since then are among them: families have places there till
        they are settled.
        """
        if self._known is None:
            found = self._columns("SELECT number, n_tokens FROM documents")
            with decoding(self.path):
                self._known = Bounds(found["number"], found["n_tokens"])
        return self._known

    def _check_places(self, *columns: tuple[Column, Column, Column]) -> None:
        """Check that places lie in their documents: document, first token and end of each.

        Raises:
            StoreError: If one does not; then the file is damaged.
        """
        bounds = self._bounds
        with decoding(self.path):
            for documents, starts, ends in columns:
                bounds.check_places(documents, starts, ends)

    def _select(self, sql: str, **tables: Columns) -> list[tuple[Any, ...]]:
        with self._asked(sql, tables) as answer:
            rows: list[tuple[Any, ...]] = answer.fetchall()
            return rows

    def _numbers(self, sql: str, **tables: Columns) -> list[int]:
        """Return a column of numbers of documents or families.

        Raises:
            StoreError: If one is missing; then the file is damaged.
        """
        (column,) = self._columns(sql, **tables).values()
        with decoding(self.path):
            numbers: list[int] = named(column).tolist()
            return numbers

    def _columns(self, sql: str, **tables: Columns) -> dict[str, Column]:
        with self._asked(sql, tables) as answer:
            return dict(answer.fetchnumpy())

    def _execute(self, sql: str, **tables: Columns) -> None:
        with self._asked(sql, tables):
            return

    @contextmanager
    def _asked(self, sql: str, tables: Mapping[str, Columns]) -> Iterator[Any]:
        """Carry out a statement that names tables, and give the answer."""
        short = {name: columns for name, columns in tables.items() if _is_short(columns)}
        long = tables.keys() - short.keys()
        with told(self.path):
            for name in long:
                self._connection.register(name, dict(tables[name]))
            try:
                yield self._connection.execute(_heads(short) + sql, _values(short))
            finally:
                for name in long:
                    self._connection.unregister(name)


_SHORT = 1_500
"""Numbers up to which a table is told in the statement itself. To make a view of it takes half a
millisecond, as long as a short statement, of which there are a hundred for one document."""


def _is_short(columns: Columns) -> bool:
    sizes = [len(column) for column in columns.values() if column.dtype.kind == "i"]
    return len(sizes) == len(columns) and 0 < sum(sizes) <= _SHORT


def _heads(tables: Mapping[str, Columns]) -> str:
    """Return what begins a statement that tells tables itself."""
    if not tables:
        return ""
    told_columns = (
        (name, ", ".join(f"unnest(${name}_{column}) AS {column}" for column in columns))
        for name, columns in tables.items()
    )
    return f"WITH {', '.join(f'{name} AS (SELECT {columns})' for name, columns in told_columns)} "


def _values(tables: Mapping[str, Columns]) -> dict[str, list[int]]:
    return {
        f"{name}_{column}": values.tolist()
        for name, columns in tables.items()
        for column, values in columns.items()
    }


def number_column(numbers: Collection[int]) -> dict[str, Column]:
    """Return numbers in order, as a table to join with."""
    return {"number": np.array(sorted(numbers), np.int32)}


def objects(values: Iterable[object]) -> npt.NDArray[np.object_]:
    """Return values as a column of Python objects."""
    listed: Sequence[object] = list(values)
    column = np.empty(len(listed), object)
    column[:] = listed
    return column
