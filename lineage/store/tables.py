"""How the tables of a store are asked and written to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage.seeding import Column, Columns
from lineage.store.schema import told


class Tables:
    """Some tables of an open store.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, connection: Any) -> None:
        self.path = path
        self._connection = connection

    def _select(self, sql: str, **tables: Columns) -> list[tuple[Any, ...]]:
        with told(self.path), self._with(tables):
            rows: list[tuple[Any, ...]] = self._connection.execute(sql).fetchall()
            return rows

    def _columns(self, sql: str, **tables: Columns) -> dict[str, Column]:
        with told(self.path), self._with(tables):
            return dict(self._connection.execute(sql).fetchnumpy())

    def _execute(self, sql: str, **tables: Columns) -> None:
        with told(self.path), self._with(tables):
            self._connection.execute(sql)

    @contextmanager
    def _with(self, tables: Mapping[str, Columns]) -> Iterator[None]:
        for name, columns in tables.items():
            self._connection.register(name, dict(columns))
        try:
            yield
        finally:
            for name in tables:
                self._connection.unregister(name)


def number_column(numbers: Collection[int]) -> dict[str, Column]:
    """Return numbers in order, as a table to join with."""
    return {"number": np.array(sorted(numbers), np.int32)}


def objects(values: Iterable[object]) -> npt.NDArray[np.object_]:
    """Return values as a column of Python objects."""
    listed: Sequence[object] = list(values)
    column = np.empty(len(listed), object)
    column[:] = listed
    return column
