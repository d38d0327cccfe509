"""Paths → documents.

``paths`` finds the files and gives them ids, ``decode`` turns bytes into text,
``metadata`` finds out title and date, ``plain`` makes a document of them. A file that
cannot be read is a ``Failure``, and the rest goes on; only what the user asked for by
mistake is an error.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lineage.errors import InputError
from lineage.model import Document, Failure
from lineage.readers.decode import DecodeError, codec_name
from lineage.readers.metadata import read_table, table_key
from lineage.readers.paths import list_sources, name_sources, readable_name
from lineage.readers.plain import read_source

__all__ = ["Reading", "read_files", "read_paths"]

_UNKNOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        documents: In order of id.
        failures: Documents that could not be read, in order of name.
        notes: What the user should know of the rest, a line each.
        skipped: Names of files inside folders that are no documents.
    """

    documents: tuple[Document, ...]
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


def read_paths(
    paths: Iterable[str | Path],
    *,
    encoding: str | None = None,
    dates: str | Path | None = None,
    use_dates: bool = True,
) -> Reading:
    """Return the documents that files and folders hold; folders are read in depth.

    Args:
        paths: Files and folders; their order changes nothing.
        encoding: The encoding of all the files; else it is found out for each.
        dates: A CSV file with the columns ``document,date[,title,speaker,place]``.
        use_dates: Whether the dates of the documents are of interest.

    Raises:
        InputError: If a path does not exist, if there is no document that can be read,
            if ``dates`` is not such a table, or ``encoding`` none.
    """
    given = tuple(paths)
    encoding = _checked(encoding)
    table = read_table(dates) if dates is not None else {}
    listing = list_sources(given, ignored=dates)
    documents: list[Document] = []
    failures = [*listing.failures]
    for source in listing.sources:
        row = table.get(table_key(source.id))
        try:
            documents.append(
                read_source(
                    source,
                    encoding=encoding,
                    metadata=(row,) if row else (),
                    use_dates=use_dates,
                )
            )
        except InputError as error:
            failures.append(Failure(error.name, error.reason))
    failures.sort(key=lambda failure: (failure.name, failure.reason))
    if not documents:
        raise _nothing_read(given, failures)
    known = {table_key(source.id) for source in listing.sources}
    return Reading(
        documents=tuple(documents),
        failures=tuple(failures),
        notes=(
            *_empty_notes(documents),
            *_table_notes(dates, [key for key in table if key not in known]),
        ),
        skipped=listing.skipped,
    )


def read_files(
    paths: Iterable[str | Path],
    *,
    encoding: str | None = None,
    dates: str | Path | None = None,
    use_dates: bool = True,
) -> Reading:
    """Return one document for each of some files, in the order in which they are named.

    Args:
        paths: Files, no folders; one may be named twice.
        encoding: The encoding of all the files; else it is found out for each.
        dates: A CSV file with the columns ``document,date[,title,speaker,place]``; it may
            be about other documents, too.
        use_dates: Whether the dates of the documents are of interest.

    Raises:
        InputError: If one of the files cannot be read, if ``dates`` is not such a table,
            or ``encoding`` none.
    """
    encoding = _checked(encoding)
    table = read_table(dates) if dates is not None else {}
    documents = []
    for source in name_sources(paths):
        row = table.get(table_key(source.id))
        metadata = (row,) if row else ()
        documents.append(
            read_source(source, encoding=encoding, metadata=metadata, use_dates=use_dates)
        )
    return Reading(documents=tuple(documents), notes=tuple(_empty_notes(documents)))


def _checked(encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return codec_name(encoding)
    except DecodeError as error:
        raise InputError(
            "--encoding", str(error), "write utf-8, utf-16, gb18030 or big5, for instance"
        ) from error


def _nothing_read(paths: tuple[str | Path, ...], failures: list[Failure]) -> InputError:
    if len(failures) == 1:
        return InputError(failures[0].name, failures[0].reason)
    if failures:
        name, reason = failures[0].name, failures[0].reason
        return InputError(
            f"{len(failures)} documents", f"none of them can be read; the first is {name}: {reason}"
        )
    return InputError(
        ", ".join(map(readable_name, paths)) or "no path",
        "holds no documents",
        "name a folder with .txt or .md files",
    )


def _empty_notes(documents: Iterable[Document]) -> list[str]:
    return [
        f"{document.id}: {note}"
        for document in documents
        for note in document.provenance.notes
        if note == "holds no text"
    ]


def _table_notes(dates: str | Path | None, unknown: list[str]) -> list[str]:
    if dates is None or not unknown:
        return []
    shown = ", ".join(unknown[:_UNKNOWN_ROWS]) + (", …" if len(unknown) > _UNKNOWN_ROWS else "")
    rows = "row is" if len(unknown) == 1 else "rows are"
    return [
        f"{readable_name(dates)}: {len(unknown)} {rows} about no document that was read: {shown}"
    ]
