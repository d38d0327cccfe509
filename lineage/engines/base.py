"""What every engine can do."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

from lineage.seeding import Columns

Part = TypeVar("Part")
Result = TypeVar("Result")


class Engine(Protocol):
    """Runs a plan's SQL over tables of columns. It knows nothing of texts."""

    def run(self, sql: str, tables: Mapping[str, Columns]) -> Columns:
        """Return the columns of the result of ``sql`` over the named tables."""
        ...

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
        """Return what a function makes of each part, in the order of the parts.

        Args:
            function: A pure function of a module, so that other processes find it by name.
            parts: Values that can be pickled.
        """
        ...
