"""Corpora with many documents in one file: ``.jsonl``, one a line, and ``.csv``, one a row.

Both have the fields ``text``, and optionally ``id``, ``title``, ``date``, ``speaker`` and
``place``. A line that is no document is a failure of its own, and the rest goes on.
"""

import csv
import io
import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from lineage.model import Failure
from lineage.readers.decode import Decoded, decode_file
from lineage.readers.extract import Extract, Options, UnreadableError

_STATED = ("title", "date", "speaker", "place")
_DELIMITERS = ",\t;"
_OWN = frozenset(("family", "template", "salience", "occurrence", "similarity"))
"""Columns that together only a table of families has, written by this program."""


def read_jsonl(data: bytes, options: Options) -> Iterator[Extract | Failure]:
    """Yield the documents of a file with a JSON object on each line.

    Raises:
        UnreadableError: If the bytes are no text.
    """
    decoded = decode_file(data, options)
    lines = decoded.text.split("\n")
    notes = _Notes(decoded, lines)
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _document(
                    _json_fields(line),
                    number,
                    encoding=decoded.encoding,
                    notes=notes.of(number, number),
                )
            except ValueError as error:
                yield Failure(f"line {number}", str(error))


def read_csv(data: bytes, options: Options) -> Iterator[Extract | Failure]:
    """Yield the documents of a table whose first line names the columns.

    Raises:
        UnreadableError: If the bytes are no such table, or were written by this program.
    """
    decoded = decode_file(data, options)
    lines = decoded.text.split("\n")
    notes = _Notes(decoded, lines)
    # A cell holds a whole document; the module's own limit is for all tables at once.
    usual = csv.field_size_limit(options.limits.characters)
    try:
        delimiter = max(_DELIMITERS, key=lines[0].count)
        reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter, strict=True)
        columns = [column.strip().lower() for column in next(reader, [])]
        _check_columns(columns)
        before = reader.line_num
        for cells in reader:
            first, before = before + 1, reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(columns):
                yield Failure(
                    f"line {first}",
                    f"has {len(cells)} cells where the first line has {len(columns)}",
                )
                continue
            fields = dict(zip(columns, cells, strict=False))
            try:
                yield _document(
                    fields, first, encoding=decoded.encoding, notes=notes.of(first, before)
                )
            except ValueError as error:
                yield Failure(f"line {first}", str(error))
    except csv.Error as error:
        raise UnreadableError(f"is no CSV table: {error}, near line {reader.line_num}") from error
    finally:
        csv.field_size_limit(usual)


def _check_columns(columns: list[str]) -> None:
    if _OWN.issubset(columns):
        raise UnreadableError("it is a table that lineage wrote, not documents")
    if "text" in columns:
        return
    if not any(columns):
        raise UnreadableError("the file is empty")
    if "document" in columns and "date" in columns:
        raise UnreadableError("is a table of dates, it seems; hand it over with --dates")
    raise UnreadableError("has no column 'text'; its first line names the columns")


def _json_fields(line: str) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg} at column {error.colno}") from error
    except ValueError as error:
        raise ValueError(f"is no JSON that can be read ({error})") from error
    if not isinstance(found, dict):
        raise ValueError("is no JSON object")
    return {key.lower(): value for key, value in found.items()}


def _document(
    fields: Mapping[str, Any], number: int, *, encoding: str, notes: tuple[str, ...]
) -> Extract:
    text = fields.get("text")
    if not isinstance(text, str):
        raise ValueError("has no field 'text' with a text in it")
    name = _plain(fields.get("id")) or _plain(fields.get("document"))
    return Extract(
        text=text,
        id=name or str(number),
        is_named=bool(name),
        stated={key: value for key in _STATED if (value := _plain(fields.get(key)))},
        encoding=encoding,
        notes=notes,
    )


def _plain(value: object) -> str:
    """Return a field as one line of text; what is neither text nor number says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(str(value).split())


class _Notes:
    """What is to be said of the lines of a file in which bytes are wrong."""

    def __init__(self, decoded: Decoded, lines: list[str]) -> None:
        self._decoded = decoded
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._positions = [place.position for place in decoded.wrong]

    def of(self, first: int, last: int) -> tuple[str, ...]:
        """Return the notes on the lines from the first to the last, counted from one."""
        low, high = (
            bisect_left(self._positions, self._starts[min(line, len(self._starts) - 1)])
            for line in (first - 1, last)
        )
        note = self._decoded.note(low, high)
        return (note,) if note else ()
