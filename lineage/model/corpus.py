"""What an analysis found of a corpus as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lineage.model.document import Document, Failure
from lineage.model.family import DirectionSource, Family
from lineage.model.spans import RawSpan

Unit = Literal["passage", "sentence"]
Sort = Literal["documents", "characters", "salience"]


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
