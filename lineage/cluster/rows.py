"""What runs a pure function over the rows of a table, on executors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from lineage.errors import InputError
from lineage.seeding import Columns

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

Row = Mapping[str, Any]

_AT_ONCE = 4096
"""Rows that are handed back at once."""


def mapped(
    frame: "DataFrame", function: Callable[[Row], Iterable[Row]], schema: "pyarrow.Schema"
) -> "DataFrame":
    """Return the rows that a function makes of each row of a table.

    Args:
        frame: The table.
        function: A pure function of a module, or a partial of one.
        schema: The columns of the rows it makes.
    """
    return _applied(frame, partial(_each, function=function, schema=schema), schema)


def unrolled(
    frame: "DataFrame", function: Callable[[Row], Columns], schema: "pyarrow.Schema"
) -> "DataFrame":
    """Return the rows that a function makes of each row of a table, as whole columns."""
    return _applied(frame, partial(_columns, function=function, schema=schema), schema)


def _applied(frame: "DataFrame", run: Any, schema: "pyarrow.Schema") -> "DataFrame":
    from pyspark.sql.pandas.types import from_arrow_schema

    return frame.mapInArrow(run, from_arrow_schema(schema))


def _each(
    batches: Iterable["pyarrow.RecordBatch"],
    *,
    function: Callable[[Row], Iterable[Row]],
    schema: "pyarrow.Schema",
) -> Iterator["pyarrow.RecordBatch"]:
    import pyarrow

    made: list[Row] = []
    for batch in batches:
        for n in range(batch.num_rows):
            for row in _rows(batch.slice(n, 1)):
                for result in function(row):
                    made.append(result)
                    if len(made) == _AT_ONCE:
                        yield pyarrow.RecordBatch.from_pylist(made, schema=schema)
                        made = []
    yield pyarrow.RecordBatch.from_pylist(made, schema=schema)


def _rows(batch: "pyarrow.RecordBatch") -> list[Row]:
    """Return rows with their texts.

    Raises:
        InputError: If one of their texts is none; Spark checks nobody's.
    """
    try:
        rows: list[Row] = batch.to_pylist()
    except UnicodeDecodeError as error:
        name = batch.column("id").cast("binary")[0].as_py().decode("utf-8", "replace")
        raise InputError(name, "holds what is not UTF-8", "mend it, or take it out") from error
    return rows


def _columns(
    batches: Iterable["pyarrow.RecordBatch"],
    *,
    function: Callable[[Row], Columns],
    schema: "pyarrow.Schema",
) -> Iterator["pyarrow.RecordBatch"]:
    import pyarrow

    for batch in batches:
        for n in range(batch.num_rows):
            columns = function(batch.slice(n, 1).to_pylist()[0])
            yield pyarrow.RecordBatch.from_arrays(
                [pyarrow.array(columns[field.name], field.type) for field in schema], schema=schema
            )
