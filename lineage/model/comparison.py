"""Two documents side by side."""

from dataclasses import dataclass
from typing import Any, Literal

from lineage.model.document import Document, Sentence, document_to_dict
from lineage.model.spans import Edit, RawSpan

Relation = Literal["same", "edited", "partial", "left only", "right only"]


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
        left_out: Pairs of places that have wording in common and were left out. Of what both
            texts repeat very often, each copy was held only against those that stand where it
            does; in long texts, words of little surprise were looked at only beside others.
    """

    left: Document
    right: Document
    passages: tuple[PassagePair, ...]
    sentences: tuple[SentencePair, ...]
    left_sentences: int
    right_sentences: int
    coverage: Coverage
    left_out: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as ``lineage compare --format json`` prints it."""
        return {
            "schema": "lineage/compare/1",
            "documents": [
                document_to_dict(self.left, sentences=self.left_sentences),
                document_to_dict(self.right, sentences=self.right_sentences),
            ],
            "coverage": self.coverage.to_dict(),
            "left_out": self.left_out,
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
