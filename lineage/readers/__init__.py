"""Paths → documents.

``paths`` finds the files and gives them ids, ``registry`` says who reads which format,
``loading`` opens a file, has it read and makes documents of what was found, ``metadata``
finds out title and date. Formats that are more than text are read in a process of their
own (``isolation``, ``worker``). A file that cannot be read is a ``Failure``, and the rest
goes on; only what the user asked for by mistake is an error.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lineage.errors import InputError
from lineage.model import Document, Failure
from lineage.parts import Progress
from lineage.readers.decode import DecodeError, codec_name
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.readers.isolation import Isolation
from lineage.readers.loading import Loaded, Loader, told_apart, unread_part
from lineage.readers.metadata import read_table, table_key
from lineage.readers.office import Office
from lineage.readers.paths import Source, list_sources, name_sources, readable_name
from lineage.settings import Limits

__all__ = ["Extract", "Options", "Reading", "UnreadableError", "read_files", "read_paths"]

_TOLD = ("holds no text", "bytes that are wrong", "the date ")
"""How the notes on a document begin that are told at once; the report has all."""

_MOST_NAMED = 5
"""Rows of a table about no document, and files of no kind that is read, that are named at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        documents: In order of id.
        failures: Documents that could not be read, in order of file and of place in it.
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
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Return the documents that files and folders hold; folders are read in depth.

    Args:
        paths: Files and folders; their order changes nothing.
        encoding: The encoding of all the files; else it is found out for each.
        dates: A CSV file with the columns ``document,date[,title,speaker,place]``.
        use_dates: Whether the dates of the documents are of interest.
        limits: How much one file may ask for.
        progress: Told the stage, ``reading``, and the share of the files that is read.

    Raises:
        InputError: If a path does not exist, if there is no document that can be read,
            if ``dates`` is not such a table, or ``encoding`` none.
    """
    given = tuple(paths)
    options = Options(limits or Limits(), _checked(encoding))
    table = read_table(dates) if dates is not None else {}
    listing = list_sources(given, ignored=dates)
    loaded: list[Loaded] = []
    failed = [(failure.name, failure) for failure in listing.failures]
    with Isolation(options) as isolation, Office(options.limits) as office:
        loader = Loader(options, isolation, office, table=table, use_dates=use_dates)
        for number, source in enumerate(listing.sources):
            if progress is not None:
                progress("reading", number / len(listing.sources))
            for found in loader.load(source):
                if isinstance(found, Failure):
                    failed.append((source.id, found))
                else:
                    loaded.append(found)
    # Those of one file stay in the order of its lines.
    failures = tuple(failure for _, failure in sorted(failed, key=lambda entry: entry[0]))
    if not loaded:
        raise _nothing_read(given, failures)
    documents = tuple(sorted(_with_distinct_ids(loaded), key=lambda document: document.id))
    known = {
        table_key(name) for entry in loaded for name in (entry.name, entry.full_id, entry.source.id)
    }
    known.update(table_key(source.id) for source in listing.sources)
    return Reading(
        documents=documents,
        failures=failures,
        notes=(
            *_notes(documents),
            *_kind_notes(listing.unknown),
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
    limits: Limits | None = None,
) -> Reading:
    """Return one document for each of some files, in the order in which they are named.

    Args:
        paths: Files, no folders; one may be named twice. Where a file holds several
            documents, ``corpus.jsonl#7`` is one of them.
        encoding: The encoding of all the files; else it is found out for each.
        dates: A CSV file with the columns ``document,date[,title,speaker,place]``; it may
            be about other documents, too.
        use_dates: Whether the dates of the documents are of interest.
        limits: How much one file may ask for.

    Raises:
        InputError: If one of the files cannot be read, if ``dates`` is not such a table,
            or ``encoding`` none.
    """
    options = Options(limits or Limits(), _checked(encoding))
    table = read_table(dates) if dates is not None else {}
    with Isolation(options) as isolation, Office(options.limits) as office:
        loader = Loader(options, isolation, office, table=table, use_dates=use_dates)
        documents = _with_distinct_ids(
            _only_document(loader, source) for source in name_sources(paths)
        )
    return Reading(documents=documents, notes=tuple(_notes(documents)))


def _only_document(loader: Loader, source: Source) -> Loaded:
    """Return the document of a file, or the one among several that is meant."""
    others = []
    failures = []
    for found in loader.load(source):
        if isinstance(found, Failure):
            failures.append(found)
        elif source.part and found.full_id != f"{source.id}#{source.part}":
            others.append(found)
        elif source.part:
            return found
        else:
            others.append(found)
    if not source.part and len(others) == 1 and not failures:
        return others[0]
    if not others and failures:
        raise InputError(failures[0].name, failures[0].reason)
    if failures and failures[-1].name == unread_part(source.id, len(others)) and source.part:
        # It may stand in the rest.
        raise InputError(failures[-1].name, failures[-1].reason)
    if source.part:
        raise InputError(source.id, f"has no document {source.part!r}")
    first = others[0].full_id
    count = len(others) + len(failures)
    raise InputError(
        source.id, f"holds {count} documents", f"name the one that is meant: {first}, for instance"
    )


def _with_distinct_ids(loaded: Iterable[Loaded]) -> tuple[Document, ...]:
    """Return documents in the order given; ids that several have say the file, too.

    A document that comes more than once has one id.
    """
    entries = [*loaded]
    by_place = {(entry.source.id, entry.full_id): entry for entry in entries}
    times = Counter(entry.name for entry in by_place.values())
    names = (
        entry.full_id if times[entry.name] > 1 else entry.document.id for entry in by_place.values()
    )
    ids = dict(zip(by_place, told_apart(names, times), strict=True))
    return tuple(
        replace(entry.document, id=ids[entry.source.id, entry.full_id]) for entry in entries
    )


def _checked(encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return codec_name(encoding)
    except DecodeError as error:
        raise InputError(
            "--encoding", str(error), "write utf-8, utf-16, gb18030 or big5, for instance"
        ) from error


def _nothing_read(paths: tuple[str | Path, ...], failures: Sequence[Failure]) -> InputError:
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
        "name a folder with .txt, .docx, .pdf or .html files",
    )


def _notes(documents: Iterable[Document]) -> list[str]:
    return [
        f"{document.id}: {note}"
        for document in documents
        for note in document.provenance.notes
        if note.startswith(_TOLD)
    ]


def _table_notes(dates: str | Path | None, unknown: Sequence[str]) -> list[str]:
    if dates is None or not unknown:
        return []
    rows = "row is" if len(unknown) == 1 else "rows are"
    return [
        f"{readable_name(dates)}: {len(unknown)} {rows} about no document that was read: "
        f"{_first_of(unknown)}"
    ]


def _kind_notes(unknown: Sequence[str]) -> list[str]:
    if not unknown:
        return []
    files = "file was" if len(unknown) == 1 else "files were"
    return [f"{len(unknown)} {files} skipped, of no kind that is read: {_first_of(unknown)}"]


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
