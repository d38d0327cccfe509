"""The frozen values that every other module speaks in.

Offsets are half-open and count code points. ``RawSpan`` counts in a document's text as
it was read, ``NormSpan`` in its token stream; they are separate types so that mixing
them up is a type error. Everything shown to a user is a raw span; everything compared
is a span of tokens.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lineage.errors import SpanError

DateSource = Literal["metadata", "filename", "text"]
Operation = Literal["equal", "replace", "insert", "delete"]
Relation = Literal["same", "edited", "partial", "left only", "right only"]
Kind = Literal["quotation", "slogan", "frame", "passage"]
Unit = Literal["passage", "sentence"]
Sort = Literal["documents", "characters", "salience"]
SlotType = Literal["year", "number", "place", "placeholder", "free"]
DirectionSource = Literal["dates", "text"]
ClueKind = Literal["broken word", "doubled", "fault"]


def _check_span(start: int, end: int) -> None:
    if not 0 <= start <= end:
        raise SpanError(f"a span cannot reach from {start} to {end}")


@dataclass(frozen=True, slots=True, order=True)
class RawSpan:
    """A half-open span of a document's text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start

    def cut(self, text: str) -> str:
        """Return the characters of ``text`` inside the span."""
        if self.end > len(text):
            raise SpanError(f"{self} reaches past {len(text)} characters")
        return text[self.start : self.end]

    def to_dict(self) -> dict[str, int]:
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True, order=True)
class NormSpan:
    """A half-open span of a document's token stream, in tokens."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start


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
        date: ISO date as far as it is known: ``2023``, ``2023-01`` or ``2023-01-05``.
        date_source: Where the date was read; ``None`` when it was handed over with
            the text or is unknown.
        date_evidence: The words the date was read from.
        speaker: Who spoke, if known.
        place: Where, if known.
        provenance: How it was read.
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


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of an alignment: what stands left and right at one place.

    ``left`` and ``right`` are raw spans of the two texts; one of them is empty for an
    insertion or a deletion. The steps of one alignment follow each other without gaps
    on both sides.
    """

    operation: Operation
    left: RawSpan
    right: RawSpan

    def to_dict(self) -> dict[str, Any]:
        return {
            "operation": self.operation,
            "left": self.left.to_dict(),
            "right": self.right.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class PassagePair:
    """A stretch of one document and its counterpart in another.

    Attributes:
        left: Span in the left document.
        right: Span in the right document.
        similarity: Share of the tokens of both sides that are aligned with an equal
            one (0..1); placeholders stand for anything and do not count.
        bits: Surprisal of the shared words.
        edits: The alignment; ``equal`` steps may differ in punctuation only.
    """

    left: RawSpan
    right: RawSpan
    similarity: float
    bits: float
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its position in the document's sequence, and its raw span."""

    index: int
    span: RawSpan

    def to_dict(self) -> dict[str, int]:
        return {"index": self.index, **self.span.to_dict()}


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence and its counterpart; one side is missing when it has none."""

    left: Sentence | None
    right: Sentence | None
    similarity: float
    relation: Relation

    def to_dict(self) -> dict[str, Any]:
        return {
            "left": self.left.to_dict() if self.left else None,
            "right": self.right.to_dict() if self.right else None,
            "similarity": round(self.similarity, 4),
            "relation": self.relation,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of each text's characters that lie inside a shared passage (0..1)."""

    left: float
    right: float

    def to_dict(self) -> dict[str, float]:
        return {"left": round(self.left, 4), "right": round(self.right, 4)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side.

    Attributes:
        left: The first document.
        right: The second document.
        passages: Shared passages in the order of the left text.
        sentences: Every sentence of both texts, aligned where it has a counterpart;
            in the order of the left text, sentences of the right text that have none
            standing where they belong.
        left_sentences: Number of sentences of the left text.
        right_sentences: Number of sentences of the right text.
        coverage: How much of each text is shared.
    """

    left: Document
    right: Document
    passages: tuple[PassagePair, ...]
    sentences: tuple[SentencePair, ...]
    left_sentences: int
    right_sentences: int
    coverage: Coverage

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as ``lineage compare --format json`` prints it."""
        return {
            "schema": "lineage/compare/1",
            "documents": [
                document_to_dict(self.left, sentences=self.left_sentences),
                document_to_dict(self.right, sentences=self.right_sentences),
            ],
            "coverage": self.coverage.to_dict(),
            "passages": [
                {
                    "left": {**pair.left.to_dict(), "text": pair.left.cut(self.left.text)},
                    "right": {**pair.right.to_dict(), "text": pair.right.cut(self.right.text)},
                    "similarity": round(pair.similarity, 4),
                    "bits": round(pair.bits, 1),
                    "edits": [edit.to_dict() for edit in pair.edits],
                }
                for pair in self.passages
            ],
            "sentences": [pair.to_dict() for pair in self.sentences],
        }


@dataclass(frozen=True, slots=True)
class Clue:
    """A sign that one reading of a place is a corruption of another.

    Attributes:
        kind: What kind of sign: ``broken word``, ``doubled`` or ``fault`` (a bracket
            without its partner, a number left out of a count).
        document: Id of the document with the corrupt reading.
        span: Where it stands there.
        text: The corrupt reading, with the punctuation around it; it may be empty.
        against: Id of a document with the sound reading.
        instead_of: The sound reading.
    """

    kind: ClueKind
    document: str
    span: RawSpan
    text: str
    against: str
    instead_of: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "document": self.document,
            **self.span.to_dict(),
            "text": self.text,
            "against": self.against,
            "instead_of": self.instead_of,
        }


@dataclass(frozen=True, slots=True)
class Direction:
    """How it is known that an occurrence is younger than its sources.

    Attributes:
        by: ``dates``, or ``text`` where the wording itself shows it.
        confidence: Probability (0..1) of what the text shows; ``None`` for dates.
        evidence: The signs, the strongest first; none for dates.
    """

    by: DirectionSource
    confidence: float | None = None
    evidence: tuple[Clue, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        if self.by == "dates":
            return {"by": self.by}
        return {
            "by": self.by,
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "evidence": [clue.to_dict() for clue in self.evidence],
        }


MOST_SOURCES = 100
"""Equally near sources that are named, at most; how many there are is always told."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One span of one document that belongs to a family.

    Attributes:
        document: Id of the document.
        span: Where it stands.
        text: The characters there.
        similarity: Likeness (0..1) to the family's wording.
        source: Id of the document it was most likely taken from; ``None`` for the
            earliest witness and where the order is not known.
        sources: The documents whose wording is equally near; of more than 100 the earliest.
            By dates, ``source`` is the first; by the text alone they have no order, and
            ``source`` is ``None`` if they are several.
        n_sources: How many such documents there are.
        direction: How it is known that the sources are older; ``None`` without any.
        edits: How it came from its reference: ``left`` counts in the reference's
            ``text``, ``right`` in this occurrence's ``text``. The reference is the
            occurrence in ``source`` or, without a source, the family's wording.
    """

    document: str
    span: RawSpan
    text: str
    similarity: float
    source: str | None = None
    sources: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    direction: Direction | None = None
    n_sources: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {
            "document": self.document,
            **self.span.to_dict(),
            "text": self.text,
            "similarity": round(self.similarity, 4),
            "source": self.source,
            "sources": list(self.sources),
            "n_sources": self.n_sources,
            "direction": self.direction.to_dict() if self.direction else None,
        }


@dataclass(frozen=True, slots=True)
class Witness:
    """The document with the earliest known date among a family's members."""

    document: str
    date: str

    def to_dict(self) -> dict[str, str]:
        return {"document": self.document, "date": self.date}


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a family and the documents that have it, in order of id.

    Wordings that differ in punctuation, script or width only are one variant.
    """

    text: str
    documents: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "documents": list(self.documents)}


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a slot of a template, and in how many occurrences.

    Readings that differ in punctuation, script or width only are one. The text is empty
    where occurrences have nothing there.
    """

    text: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "count": self.count}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a family's wording at which its occurrences differ.

    Attributes:
        type: What is filled in: ``year``, ``number``, ``place`` (a place or a unit such
            as an office), ``placeholder``, or ``free`` for anything else.
        start: Offset in the family's ``text`` at which it starts.
        end: Where it ends; the same as ``start`` where the wording has nothing.
        readings: All that stands there, the most frequent first. Their counts add up to
            the number of occurrences.
    """

    type: SlotType
    start: int
    end: int
    readings: tuple[Reading, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "start": self.start,
            "end": self.end,
            "readings": [reading.to_dict() for reading in self.readings],
        }


@dataclass(frozen=True, slots=True)
class Family:
    """The occurrences of one wording.

    Attributes:
        id: Short digest of the content; it does not depend on other families.
        text: The most typical wording, quoted from one occurrence.
        template: The same with what varies written as a slot in brackets: ``〔year〕``,
            ``〔number〕``, ``〔place〕``, ``〔placeholder〕``, and ``〔…〕`` for a free one.
        kind: ``quotation``, ``slogan``, ``frame`` or ``passage``.
        rule: The rule that decided the kind, in words.
        occurrences: In the order of date, document and offset; undated ones last.
        earliest: The earliest witness; ``None`` when no member has a date, or when
            the dates do not say which is first.
        variants: The different wordings, the most widespread first.
        bits: Surprisal of the wording.
        salience: How telling it is; what families are ranked by.
        part_of: Ids of the families whose longer wording holds this one, the shortest
            of them first.
        slots: The slots of the template, in its order.
        fixedness: Mean likeness of the occurrences to the wording (0..1).
        wholeness: How far the occurrences are clauses of their own (0..1): 1 when all
            begin and end where a clause does, a quarter when none does either.
    """

    id: str
    text: str
    template: str
    kind: Kind
    rule: str
    occurrences: tuple[Occurrence, ...]
    earliest: Witness | None
    variants: tuple[Variant, ...]
    bits: float
    salience: float
    part_of: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    fixedness: float = 1.0
    wholeness: float = 1.0

    @property
    def characters(self) -> int:
        """Characters of all occurrences together."""
        return sum(len(occurrence.span) for occurrence in self.occurrences)

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that have the wording, each once, in order of id."""
        return tuple(sorted({occurrence.document for occurrence in self.occurrences}))

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "template": self.template,
            "slots": [slot.to_dict() for slot in self.slots],
            "kind": self.kind,
            "rule": self.rule,
            "documents": len(self.documents),
            "characters": self.characters,
            "occurrences": [occurrence.to_dict() for occurrence in self.occurrences],
            "earliest": self.earliest.to_dict() if self.earliest else None,
            "variants": [variant.to_dict() for variant in self.variants],
            "bits": round(self.bits, 1),
            "fixedness": round(self.fixedness, 4),
            "wholeness": round(self.wholeness, 4),
            "salience": round(self.salience, 2),
            "part_of": list(self.part_of),
        }


@dataclass(frozen=True, slots=True)
class Profile:
    """What the analysis says of one document as a whole.

    The three shares are of the document's characters and add up to 1.

    Attributes:
        document: Id of the document.
        characters: Length of its text in code points.
        sentences: Number of its sentences.
        taken: Share inside passages that an earlier document has, by dates or as the
            text shows.
        elsewhere: Share inside passages that other documents have too, where the
            order is not known.
        new: The rest: wording found in no other document, and wording whose
            earliest witness this document is.
        coverage: Share inside any shared passage, whoever had it first.
        inserted: Spans of lines and markers that resellers added; they stay in the
            text and are left out of the comparison.
    """

    document: str
    characters: int
    sentences: int
    taken: float
    elsewhere: float
    new: float
    coverage: float
    inserted: tuple[RawSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Reuse:
    """How much wording two documents share; the weight of a ``reuse`` edge.

    Attributes:
        source: Id of the earlier document or, when the order is not known, of the
            one whose id comes first.
        target: Id of the other.
        directed: Whether it is known who was first.
        characters: Characters of ``target`` inside the shared passages; in very large
            corpora, of wording that thousands have without an order, only where it ties
            nearest neighbours.
        passages: Number of families behind it.
        similarity: Mean likeness of the shared passages, weighted by characters.
        families: Ids of these families, the longest shared wording first.
        by: How the order is known: by ``dates``, or as the ``text`` shows; ``None`` if it
            is not.
        confidence: Probability (0..1) of what the text shows; ``None`` for dates.
    """

    source: str
    target: str
    directed: bool
    characters: int
    passages: int
    similarity: float
    families: tuple[str, ...]
    by: DirectionSource | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A document whose text another one has as well, nearly word for word.

    Attributes:
        document: The document.
        resemblance: Likeness (0..1) to the one that its text is known by.
    """

    document: Document
    resemblance: float

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.document.id,
            "title": self.document.title,
            "date": self.document.date,
            "date_source": self.document.date_source,
            "characters": len(self.document.text),
            "format": self.document.provenance.format,
            "resemblance": round(self.resemblance, 4),
        }


@dataclass(frozen=True, slots=True)
class Editions:
    """One text in several documents.

    Attributes:
        document: Id of the document that the text is known by: the earliest dated one.
        others: The others, in the order of their dates.
    """

    document: str
    others: tuple[Edition, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"document": self.document, "others": [other.to_dict() for other in self.others]}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything an analysis found, as one value: what graphs and reports are made of.

    Attributes:
        documents: In order of id.
        profiles: One for each document, in the same order.
        families: Passage families, the most salient first.
        sentence_families: The same for whole sentences.
        reuse: Weighted relations between documents, in order of source and target.
        failures: Documents that could not be read.
        settings: The settings of the run, by name.
        version: The version of the library.
        editions: Texts that are there in several documents. Where each is counted once,
            the others are named here alone.
    """

    documents: tuple[Document, ...]
    profiles: tuple[Profile, ...]
    families: tuple[Family, ...]
    sentence_families: tuple[Family, ...]
    reuse: tuple[Reuse, ...]
    failures: tuple[Failure, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    version: str = ""
    editions: tuple[Editions, ...] = ()


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
