"""A family: the occurrences of one wording, where they came from and how they differ."""

from dataclasses import dataclass
from typing import Any, Literal

from lineage.model.spans import RawSpan

Kind = Literal["quotation", "slogan", "frame", "passage"]
SlotType = Literal["year", "number", "place", "placeholder", "free"]
DirectionSource = Literal["dates", "text"]
ClueKind = Literal["broken word", "doubled", "fault"]


class _Told:
    """A value that processes tell each other.

    What dataclasses do themselves takes four times as long, and families are most of what is
    told.
    """

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(map(self.__getattribute__, self.__slots__))


@dataclass(frozen=True, slots=True)
class Clue(_Told):
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
class Direction(_Told):
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


LEAST_SOURCE = 0.4
"""Likeness, in tokens, up to which no occurrence is called another's source."""

MOST_SOURCES = 100
"""Equally near sources that are named, at most; how many there are is always told."""


@dataclass(frozen=True, slots=True)
class Occurrence(_Told):
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
        reference: The wording that it is shown to differ from: that of the occurrence in
            ``source`` or, without a source, the family's; ``None`` if it is not known.
    """

    document: str
    span: RawSpan
    text: str
    similarity: float
    source: str | None = None
    sources: tuple[str, ...] = ()
    reference: str | None = None
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
class Witness(_Told):
    """The document with the earliest known date among a family's members."""

    document: str
    date: str

    def to_dict(self) -> dict[str, str]:
        return {"document": self.document, "date": self.date}


@dataclass(frozen=True, slots=True)
class Variant(_Told):
    """One wording of a family and the documents that have it, in order of id.

    Wordings that differ in punctuation, script or width only are one variant.
    """

    text: str
    documents: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "documents": list(self.documents)}


@dataclass(frozen=True, slots=True)
class Reading(_Told):
    """What stands in a slot of a template, and in how many occurrences.

    Readings that differ in punctuation, script or width only are one. The text is empty
    where occurrences have nothing there.
    """

    text: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "count": self.count}


@dataclass(frozen=True, slots=True)
class Slot(_Told):
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
class Family(_Told):
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

    @property
    def n_documents(self) -> int:
        """How many documents have the wording."""
        return len({occurrence.document for occurrence in self.occurrences})

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "template": self.template,
            "slots": [slot.to_dict() for slot in self.slots],
            "kind": self.kind,
            "rule": self.rule,
            "documents": self.n_documents,
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
