"""What none that was written holds is damage, whoever asks for it; it never goes further."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lineage import StoreError, keeping
from lineage.store import open_store
from lineage.store.descriptions import described_of, family_record
from lineage.store.sound import (
    blobs,
    check_kinds,
    check_known,
    check_numbers,
    check_size,
    check_spans,
)

_HEAD = 24
"""Bytes of a family's record before its occurrences, of which each takes:"""
_ROW = 44


def change(path: Path, table: str, column: str, changed: Callable[[bytes], bytes]) -> None:
    """Change what the first row of a table has in a column."""
    with open_store(path, write=True) as opened, opened.transaction():
        ((row, data),) = opened._select(f"SELECT rowid, {column} FROM {table} LIMIT 1")
        opened._connection.execute(
            f"UPDATE {table} SET {column} = ? WHERE rowid = ?", [changed(data), row]
        )


def with_value(data: bytes, at: int, value: object) -> bytes:
    """Return JSON, which may stand behind something else, with another value at a place."""
    begin = data.index(b'["')
    values: list[Any] = json.loads(data[begin:])
    values[at] = value
    return data[:begin] + json.dumps(values).encode()


def with_number(data: bytes, at: int, number: int) -> bytes:
    return data[:at] + number.to_bytes(4, "little", signed=True) + data[at + 4 :]


def assert_damaged(path: Path) -> None:
    with pytest.raises(StoreError, match=r"is damaged \([^\n]*\); delete it and make it anew"):
        keeping.load(path)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        *[(0, "another.txt"), (1, []), (2, "99"), (2, 7), (3, 1), (4, None), (5, {}), (6, [])],
        *[(7, None), (7, ["txt", "", "", [1], ""])],
    ],
)
def test_what_no_document_says_of_itself_is_damage(store: Path, at: int, value: object) -> None:
    change(store, "documents", "facts", lambda data: with_value(data, at, value))

    assert_damaged(store)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        *[(0, None), (1, 7), (2, []), (3, "novel"), (4, {}), (5, ["nobody.txt", "2020"])],
        *[(5, ["0.txt", None]), (5, ["0.txt", "99"]), (6, "1"), (7, None), (7, 10**400)],
        *[(8, [["free", 0, 10**9, []]]), (8, [["free", 2, 1, []]]), (8, [["wide", 0, 1, []]])],
        *[(8, [["free", 0, 1, [["x", -1]]]]), (8, [["free", 0, 1, [[None, 1]]]])],
        *[
            (9, float("nan")),
            (10, float("inf")),
            (11, []),
            (11, [1]),
            (12, [["hearsay", None, []]]),
        ],
        (12, [["text", 0.9, [["fault", "nobody.txt", 0, 1, "x", "0.txt", "y"]]]]),
    ],
)
def test_what_no_family_says_of_itself_is_damage(store: Path, at: int, value: object) -> None:
    change(store, "descriptions", "data", lambda data: with_value(data, at, value))

    assert_damaged(store)


@pytest.mark.parametrize(
    ("at", "number"),
    [
        *[(at, number) for at in range(0, _HEAD, 4) for number in (-1, 2**31 - 1)],
        # Document, start, end, wording, source, sources, how many, reference, direction.
        *[(_HEAD + 8, 99), (_HEAD + 8, -1), (_HEAD + 12, -1), (_HEAD + 12, 10**9)],
        *[(_HEAD + 16, 0), (_HEAD + 16, 10**9), (_HEAD + 20, -1), (_HEAD + 20, 10**6)],
        *[(_HEAD + 24, 99), (_HEAD + 28, 10**6), (_HEAD + 28, -2), (_HEAD + 32, -1)],
        *[(_HEAD + 36, 10**6), (_HEAD + 36, -2), (_HEAD + 40, 10**6), (_HEAD + 40, -2)],
        # The upper half of a likeness.
        *[(_HEAD + 4, 2**31 - 1), (_HEAD + 4, -1)],
    ],
)
def test_numbers_of_a_family_that_lead_nowhere_are_damage(
    store: Path, at: int, number: int
) -> None:
    change(store, "descriptions", "data", lambda data: with_number(data, at, number))

    assert_damaged(store)


@pytest.mark.parametrize("which", [1, -1])
@pytest.mark.parametrize("number", [-1, 0, 99])
def test_lists_of_a_family_that_are_none_are_damage(store: Path, which: int, number: int) -> None:
    def changed(data: bytes) -> bytes:
        n_rows, *lengths = np.frombuffer(data, "<i4", 6).tolist()
        first = _HEAD + n_rows * _ROW
        # The length of the first list of documents that have a variant, or the last of these.
        before = sum(lengths[:2]) if which == 1 else sum(lengths[:4]) - 1
        return with_number(data, first + 4 * before, number if number or which == 1 else 99)

    change(store, "descriptions", "data", changed)

    assert_damaged(store)


def test_a_record_that_is_sound_is_read_as_it_was(store: Path) -> None:
    with open_store(store) as opened:
        rows = opened._select("SELECT data FROM descriptions")

    assert rows
    for (data,) in rows:
        assert family_record(described_of(data)) == data


@pytest.mark.parametrize("part", ["text", "places", "inserted", "sentences", "bits"])
@pytest.mark.parametrize("data", ["", "\\xFF" * 8, "\\xFF\\x7F" * 6])
def test_contents_of_another_document_are_damage(store: Path, part: str, data: str) -> None:
    with open_store(store, write=True) as opened, opened.transaction():
        opened._execute(f"UPDATE contents SET data = '{data}'::BLOB WHERE part = '{part}'")
    # Nothing was inserted into them, and so it may stay.
    if (part, data) == ("inserted", ""):
        return

    with (
        open_store(store) as opened,
        pytest.raises(StoreError, match=r"is damaged \([^\n]*\); delete it"),
    ):
        opened.prepared([0])


def test_checks_let_through_what_is_sound() -> None:
    check_kinds(str, "", "天")
    check_known(None, (None, "x"))
    check_numbers(0, -1.5, 10**6)
    check_spans(np.array([0, 0, 4]), np.array([2, 0, 5]), 5)
    check_spans(np.zeros(0, np.int32), np.zeros(0, np.int32), 0)

    assert check_size(0) == 0


@pytest.mark.parametrize("value", [None, True, -1, 1.0, 10**400, "1"])
def test_what_counts_nothing_is_told(value: object) -> None:
    with pytest.raises(ValueError, match="there cannot be"):
        check_size(value)


@pytest.mark.parametrize("ends", [(2, 1, 5), (2, 4, 6), (0, 4, 5)])
def test_spans_that_are_none_are_told(ends: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="do not stand in order"):
        check_spans(np.array([1, 2, 4]), np.array(ends), 5)


@pytest.mark.parametrize(
    "column",
    [
        np.ma.MaskedArray(np.array([b"a", b"b"], object), [False, True]),
        np.array(["a", "b"], object),
        np.array([1, 2]),
    ],
)
def test_a_column_of_no_bytes_is_told(column: np.ndarray) -> None:
    with pytest.raises(ValueError, match="missing, or of another kind"):
        blobs(column)


def test_a_column_of_bytes_is_let_through() -> None:
    for values in ([], [b"a", b""]):
        assert blobs(np.array(values, object)).tolist() == values
