"""What a store file consists of: its tables, its versions, and how it tells what is wrong.

Everything stands in one DuckDB file. Texts and names are kept as bytes (UTF-8 with lone
surrogates allowed), since documents hold characters that a database's text type refuses;
what is known of the tokens of a document is kept as arrays, as it is used.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lineage.errors import (
    EngineError,
    InputError,
    LineageError,
    OutputError,
    StoreBusyError,
    StoreError,
)
from lineage.settings import Machine

SCHEMA = 8
"""Version of the tables. A store with another one cannot be read."""

RULES = 5
"""Version of the rules by which documents become families. It is raised when a release
gives other families for the same documents; a store with another one is to be rebuilt."""

TABLES = """
CREATE TABLE facts (name VARCHAR, value VARCHAR);
CREATE TABLE documents (
    number INTEGER, id BLOB, date VARCHAR, digest BLOB, n_tokens INTEGER, n_sentences INTEGER,
    facts BLOB
);
CREATE TABLE contents (number INTEGER, part VARCHAR, data BLOB USING COMPRESSION uncompressed);
CREATE TABLE words (word BLOB, n BIGINT, n_documents BIGINT);
CREATE TABLE pairs (code BIGINT, doc INTEGER);
CREATE TABLE seeds (a INTEGER, b INTEGER, x INTEGER, y INTEGER, length INTEGER);
CREATE TABLE links (
    unit VARCHAR, a INTEGER, a_start INTEGER, a_end INTEGER,
    b INTEGER, b_start INTEGER, b_end INTEGER, likeness DOUBLE
);
CREATE TABLE families (
    number INTEGER, unit VARCHAR, wording BLOB, promise DOUBLE, evidence DOUBLE
);
CREATE TABLE descriptions (
    family INTEGER, wording BLOB, data BLOB USING COMPRESSION uncompressed
);
CREATE TABLE places (family INTEGER, doc INTEGER, first INTEGER, last INTEGER);
CREATE TABLE claims (family INTEGER, earlier INTEGER, later INTEGER);
"""
"""``number`` names a document or a family for good, whatever comes and goes.

``contents`` are the texts of the documents and what is known of their tokens, each part a
row of its own: a table of few rows is written anew as a whole when one more comes. They are
not compressed, since the database would unpack those of 2,048 rows to give those of one.
So are the ``descriptions`` of the families that are listed, beside what is small of them; their
``wording`` is the one that is shown.
``seeds`` are the links that passages were looked for around, those in a row on one diagonal of
one pair of documents in one row. ``pairs`` says which documents have which two tokens
in a row, ``claims`` which order of two documents the text of a family shows. ``words``
counts how often a word occurs, and in how many documents.
"""

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    # A file from elsewhere must not make the database fetch, load or read anything.
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}

_FULL = ("no space left", "file too large", "disk quota", "could not write", "failed to write")
_BUSY = ("conflicting lock", "could not set lock", "being used by another process")
_DAMAGED = ("corrupt", "checksum", "could not read enough bytes", "wal file")

_SHARE = 0.25
"""Share of the memory of a run that the database of a store may take; as much again goes to
the plans, and texts and arrays are held beside both."""


def config(
    machine: Machine, folder: str | None = None
) -> dict[str, str | bool | int | float | list[str]]:
    """Return how the database is to be opened.

    Args:
        machine: What it may take of the machine.
        folder: Where it writes what does not fit into memory; beside the file by itself.
    """
    chosen = dict(_CONFIG)
    if machine.threads:
        chosen["threads"] = str(machine.threads)
    if machine.memory_mb:
        chosen["memory_limit"] = f"{max(1, int(machine.memory_mb * _SHARE))}MiB"
    if folder is not None:
        chosen["temp_directory"] = folder
    return chosen


def write_at_once(connection: Any) -> None:
    """Let each commit write into the file itself, and the file alone.

    Else it writes to a log beside the file, from which the batch comes into the file when it is
    closed. Where the disk is full by then, nobody is told, and who copies or moves the file
    leaves the batch behind; and all is written twice.
    """
    connection.execute("SET auto_checkpoint_skip_wal_threshold = 0")
    connection.execute("SET checkpoint_threshold = '0B'")


def log_of(path: Path) -> Path:
    """Return where the database notes what is still to come into a file."""
    return path.with_name(f"{path.name}.wal")


@contextmanager
def told(path: Path, *, write: bool = True) -> Iterator[None]:
    """Turn what the database says of a file into an error that says what to do.

    Args:
        path: The file.
        write: Whether it was to be written, too.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise _explained(path, error, write=write) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
            raise OutputError(f"{path}: the disk is full") from error
        raise


def not_readable(path: Path) -> InputError:
    """Return the error that a store may not be read."""
    return InputError(str(path), "permission denied", "choose a store that you may read")


def _explained(path: Path, error: Exception, *, write: bool) -> LineageError:
    import duckdb

    message = str(error).lower()
    if any(sign in message for sign in _BUSY):
        return StoreBusyError(path.name)
    if any(sign in message for sign in _FULL):
        return OutputError(
            f"{path}: the disk is full; all is as it was before,"
            " make room and run the command again"
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return OutputError(f"{path}: there is not enough memory or disk for this batch")
    if "permission denied" in message and not write:
        return not_readable(path)
    if "permission denied" in message:
        return OutputError(f"{path}: permission denied; choose a place you may write to")
    if "read-only file system" in message:
        return OutputError(f"{path}: the disk is read-only; choose another place")
    if "not a valid duckdb" in message:
        return StoreError(str(path), "is no store", "name one that lineage add made")
    reason = " ".join(str(error).split())[:120]
    if _tells_of_damage(error):
        return StoreError(
            str(path), f"is damaged ({reason})", "delete it and make it anew with lineage add"
        )
    return EngineError(f"{path}: the database failed: {reason}; what it held before is still there")


def _tells_of_damage(error: Exception) -> bool:
    """Whether a store cannot be read as it is, not merely what was asked of it failed."""
    import duckdb

    kinds = (
        duckdb.SerializationException,
        duckdb.FatalException,
        duckdb.InternalException,
        # What is asked for is what every store has: then its tables are others.
        duckdb.CatalogException,
        duckdb.BinderException,
    )
    return isinstance(error, kinds) or any(sign in str(error).lower() for sign in _DAMAGED)


@contextmanager
def decoding(path: Path) -> Iterator[None]:
    """Turn what cannot be decoded into the error that the file is damaged."""
    try:
        yield
    except (ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise StoreError(
            str(path), f"is damaged ({reason[:120]})", "delete it and make it anew with lineage add"
        ) from error
