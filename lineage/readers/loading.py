"""One file → its documents: opens it within its limits, has it read, describes what was found."""

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lineage.errors import InputError, LimitError, LineageError
from lineage.folding import without_halves
from lineage.model import Document, Failure, Provenance
from lineage.normalize import find_insertions
from lineage.numbered import are_numbered
from lineage.readers.decode import decode_file
from lineage.readers.extract import (
    Extract,
    Options,
    UnreadableError,
    check_length,
    one_line,
)
from lineage.readers.isolation import Isolation
from lineage.readers.metadata import Metadata, describe, split_front_matter, stated_date, table_key
from lineage.readers.office import Office
from lineage.readers.paths import Source, explain, readable_name
from lineage.readers.registry import OFFICE_FORMATS, TEXT_FORMATS, reader_name, sniffed

_LONGEST_ID = _LONGEST_TITLE = 300
"""Characters of ids and titles; what is longer is a text in the wrong place."""

_NEVER_EMPTY = ("docx", "pdf")
"""Formats in which a document without text is a file with something in it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, and where it is from.

    Attributes:
        document: The document; its id is the one that its file gives it, and gives no other.
        source: The file.
        name: What its file calls it, it alone or not; else ``full_id``.
        full_id: An id that says the file, too, and that no other document of it has:
            ``corpus.jsonl#7``.
    """

    document: Document
    source: Source
    name: str
    full_id: str


@dataclass(frozen=True, slots=True)
class _Mark:
    """What tells a document apart in its file; empty words when the file is one document."""

    words: str
    is_name: bool
    """Whether no other document of the file is called so."""


class Loader:
    """Reads files one after the other.

    Args:
        options: What readers are told.
        isolation: Where readers of complicated formats run.
        office: What turns old formats into new ones.
        table: What a table says of documents, by `table_key`.
        use_dates: Whether dates of documents are of interest.
    """

    def __init__(
        self,
        options: Options,
        isolation: Isolation,
        office: Office,
        *,
        table: Mapping[str, Metadata],
        use_dates: bool,
    ) -> None:
        self._options = options
        self._isolation = isolation
        self._office = office
        self._table = table
        self._use_dates = use_dates

    def load(self, source: Source) -> Iterator[Loaded | Failure]:
        """Yield the documents of a file, and failures for what cannot be read in it.

        The last failure may be that of all the rest.
        """
        n_read = 0
        try:
            data = read_bytes(source, self._options)
            format = sniffed(data, source.format)
            digest = hashlib.sha256(data).hexdigest()
            extracts, error = _until_error(self._extracts(data, format))
            is_numbered = are_numbered(
                each.id for each in extracts if isinstance(each, Extract) and each.is_named
            )
            marks = _marks(each for each in extracts if isinstance(each, Extract))
            for found in extracts:
                if isinstance(found, Failure):
                    yield Failure(one_line(f"{source.id}, {found.name}"), one_line(found.reason))
                else:
                    provenance = Provenance(
                        format=format,
                        encoding=found.encoding,
                        reader=reader_name(format),
                        sha256=digest,
                    )
                    n_read += 1
                    yield self._loaded(
                        found, source, provenance, mark=next(marks), is_numbered=is_numbered
                    )
            if error is not None:
                raise error
            if not extracts:
                yield Failure(source.id, "holds no documents")
        except InputError as error:
            yield Failure(error.name, error.reason)
        except LineageError as error:
            yield Failure(unread_part(source.id, n_read), str(error))

    def _extracts(self, data: bytes, format: str) -> Iterator[Extract | Failure]:
        if format in OFFICE_FORMATS:
            data, format = self._office.to_docx(data, format), "docx"
        if not data and format in _NEVER_EMPTY:
            raise UnreadableError("the file is empty")
        if format not in TEXT_FORMATS:
            yield from self._isolation.read(data, format)
            return
        decoded = decode_file(data, self._options)
        check_length(len(decoded.text), self._options.limits.characters)
        note = decoded.note()
        yield Extract(decoded.text, encoding=decoded.encoding, notes=(note,) if note else ())

    def _loaded(
        self,
        extract: Extract,
        source: Source,
        provenance: Provenance,
        *,
        mark: _Mark,
        is_numbered: bool,
    ) -> Loaded:
        """Return a document.

        Args:
            extract: What was read of it.
            source: The file.
            provenance: How it was read.
            mark: What tells it apart in its file.
            is_numbered: Whether the documents of the file are named by numbers in a row.
        """
        text, notes = extract.text, [*map(one_line, extract.notes)]
        name = one_line(extract.id)
        known = []
        if provenance.format == "md":
            front_matter, text = split_front_matter(text)
            known.append(front_matter)
            if len(text) < len(extract.text):
                notes.append("front matter is read as metadata and is no part of the text")
        known.append(_metadata(extract.stated))
        if (whole := without_halves(text)) != text:
            text = whole
            notes.append("halves of characters are read as U+FFFD")
        if not text.strip():
            notes.append("holds no text")
        full_id = f"{source.id}#{mark.words}" if mark.words else source.id
        is_named = bool(name) and extract.is_named and len(name) <= _LONGEST_ID
        rows = (self._table.get(table_key(key)) for key in (full_id, name))
        metadata = [*filter(None, rows), *known]
        if self._use_dates and not any(entry.date for entry in metadata):
            # Another date may be found, and nobody would know that it is not the stated one.
            notes.extend(
                f"the date {_title(entry.evidence)!r} cannot be read and is left out"
                for entry in known
                if entry.evidence
            )
        description = describe(
            text,
            find_insertions(text),
            name=_name(extract, source),
            is_numbered=is_numbered if extract.id else source.is_numbered,
            metadata=metadata,
            use_dates=self._use_dates,
        )
        document = Document(
            id=name if is_named and mark.is_name else full_id,
            text=text,
            title=_title(description.title or one_line(extract.properties.get("title", ""))),
            date=description.date,
            date_source=description.date_source,
            date_evidence=description.date_evidence,
            speaker=description.speaker,
            place=description.place,
            provenance=replace(provenance, notes=tuple(notes)),
        )
        return Loaded(document, source, name if is_named else full_id, full_id)


def _marks(extracts: Iterable[Extract]) -> Iterator[_Mark]:
    """Yield what tells each document of a file apart; no two have the same."""
    names = [one_line(each.id) for each in extracts]
    if len(names) > 1:
        names = [name or str(number) for number, name in enumerate(names, 1)]
    times = Counter(names)
    for name, free in zip(names, told_apart(names, times), strict=True):
        yield _Mark(free, is_name=times[name] == 1)


def told_apart(names: Iterable[str], others: Container[str]) -> Iterator[str]:
    """Yield names of which no two are the same, numbering those that come again.

    Args:
        names: The names.
        others: Names that a number must not lead to.

    Example:
        >>> [*told_apart(["a", "a", "b", "a"], {"a (2)"})]
        ['a', 'a (3)', 'b', 'a (4)']
    """
    number: Counter[str] = Counter()
    taken: set[str] = set()
    for name in names:
        free = name
        while free in taken or (free != name and free in others):
            number[name] += 1
            free = f"{name} ({number[name] + 1})"
        taken.add(free)
        yield free


def unread_part(file: str, n_read: int) -> str:
    """Return what of a file is not read, when so many of its documents are."""
    if not n_read:
        return file
    return f"{file} after its first {f'{n_read} documents' if n_read > 1 else 'document'}"


def _until_error(
    extracts: Iterable[Extract | Failure],
) -> tuple[list[Extract | Failure], LineageError | None]:
    """Return what can be read of a file, and what went wrong behind that, if anything did."""
    found = []
    try:
        for each in extracts:
            found.append(each)  # noqa: PERF402 (what was read before an error is kept)
    except LineageError as error:
        return found, error
    return found, None


def read_bytes(source: Source, options: Options) -> bytes:
    """Return the bytes of a regular file that is no larger than allowed.

    Raises:
        InputError: If it cannot be opened or is none.
        LimitError: If it is larger.
    """
    most = options.limits.file_bytes
    try:
        # What was a file when the folder was listed may be a pipe by now: do not wait for it.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(source.path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise InputError(source.id, "is not a regular file")
            data = stream.read(most + 1)
    except OSError as error:
        raise InputError(source.id, explain(error)) from error
    if len(data) > most:
        raise LimitError("file_mb", options.limits.file_mb, "it is larger than files may be")
    return data


def _name(extract: Extract, source: Source) -> str:
    """Return the name in which a date may stand; a corpus says nothing of its documents."""
    if not extract.id:
        return readable_name(source.path.name)
    return extract.id if extract.is_named else ""


def _title(words: str) -> str:
    """Return a title; what is longer than any is cut."""
    return words if len(words) <= _LONGEST_TITLE else words[: _LONGEST_TITLE - 1] + "…"


def _metadata(stated: Mapping[str, str]) -> Metadata:
    words = one_line(stated.get("date", ""))
    date = stated_date(words)
    return Metadata(
        date=date,
        title=one_line(stated.get("title", "")),
        speaker=one_line(stated.get("speaker", "")),
        place=one_line(stated.get("place", "")),
        evidence=words,
    )
