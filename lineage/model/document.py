"""A document as it was read, its sentences, and what could not be read."""

from dataclasses import dataclass, field
from typing import Any, Literal

from lineage.errors import InputError
from lineage.model.spans import RawSpan

DateSource = Literal["metadata", "filename", "text"]

_MAY_BE_NONE = ("date", "speaker", "place")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document came from and how it was read.

    Attributes:
        format: Kind of file, such as ``txt`` or ``md``; ``memory`` for a text that
            was handed over.
        encoding: Name of the encoding it was decoded with; empty for ``memory`` and for
            formats that have none to choose.
        sha256: Hexadecimal digest of the bytes as read; empty for ``memory``.
        notes: What a reader of the report should know, a line each.
        reader: Who read it: ``lineage`` itself, or the library or package that did.
    """

    format: str = "memory"
    encoding: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = ()
    reader: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One input text.

    Attributes:
        id: Its name in every output; unique within a corpus.
        text: The text as read; all raw offsets count in it.
        title: Its title, or empty when none was found.
        date: ISO date as far as it is known: ``2023``, ``2023-01`` or ``2023-01-05``; an empty
            one is none.
        date_source: Where the date was read; ``None`` when it was handed over with
            the text or is unknown.
        date_evidence: The words the date was read from.
        speaker: Who spoke, if known.
        place: Where, if known.
        provenance: How it was read.

    Raises:
        InputError: If what is to be text is something else.
    """

    id: str
    text: str
    title: str = ""
    date: str | None = None
    date_source: DateSource | None = None
    date_evidence: str = ""
    speaker: str | None = None
    place: str | None = None
    provenance: Provenance = field(default_factory=Provenance)

    def __post_init__(self) -> None:
        for name in ("id", "text", "title", *_MAY_BE_NONE):
            value = getattr(self, name)
            if not isinstance(value, str) and (name not in _MAY_BE_NONE or value is not None):
                reason = f"its {name} is {type(value).__name__}, not str"
                remedy = "write it as '2023-01-05'" if name == "date" else ""
                raise InputError(str(self.id), reason, remedy)
        if self.date == "":
            object.__setattr__(self, "date", None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its position in the document's sequence, and its raw span."""

    index: int
    span: RawSpan

    def to_dict(self) -> dict[str, int]:
        return {"index": self.index, **self.span.to_dict()}


def document_to_dict(document: Document, *, sentences: int) -> dict[str, Any]:
    """Return a document as the JSON outputs describe it, without its text."""
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "date_source": document.date_source,
        "characters": len(document.text),
        "sentences": sentences,
        "format": document.provenance.format,
        "encoding": document.provenance.encoding,
        "reader": document.provenance.reader,
    }
