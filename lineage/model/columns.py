"""Many values at once, made of columns.

Frozen values are made one field at a time, which for millions of them is most of what telling
families takes. Here the loops over values are the interpreter's own: half the time. Nothing is
checked on the way, so this is for columns that kernels, or values of the same kind, gave.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import fields
from itertools import repeat
from typing import Any, TypeVar

Value = TypeVar("Value")


def from_columns(kind: type[Value], *columns: Sequence[Any]) -> list[Value]:
    """Return values of a dataclass with slots.

    Args:
        kind: The dataclass.
        columns: For each of its fields, in order, what each value has there; all equally long.

    Example:
        >>> from lineage.model import Reading
        >>> from_columns(Reading, ["2024", ""], [3, 1])
        [Reading(text='2024', count=3), Reading(text='', count=1)]
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    lengths = set(map(len, columns))
    if len(columns) != len(names) or len(lengths) != 1:
        raise ValueError(kind, len(columns), *sorted(lengths))
    values = list(map(object.__new__, repeat(kind, *lengths)))
    for name, column in zip(names, columns, strict=True):
        deque(map(getattr(kind, name).__set__, values, column), maxlen=0)
    return values
