"""Spans of texts, and the steps of an alignment between two.

``RawSpan`` counts in a document's text as it was read, ``NormSpan`` in its token stream;
they are separate types so that mixing them up is a type error.
"""

from dataclasses import dataclass
from typing import Any, Literal

from lineage.errors import SpanError

Operation = Literal["equal", "replace", "insert", "delete"]


_set = object.__setattr__


@dataclass(frozen=True, slots=True, order=True, init=False)
class _Span:
    start: int
    end: int

    # Millions are made: written out, this takes two thirds of the time.
    def __init__(self, start: int, end: int) -> None:
        if not 0 <= start <= end:
            raise SpanError(f"a span cannot reach from {start} to {end}")
        _set(self, "start", start)
        _set(self, "end", end)

    def __len__(self) -> int:
        return self.end - self.start

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.start, self.end)


@dataclass(frozen=True, slots=True, order=True, init=False)
class RawSpan(_Span):
    """A half-open span of a document's text, in code points."""

    def cut(self, text: str) -> str:
        """Return the characters of ``text`` inside the span."""
        if self.end > len(text):
            raise SpanError(f"{self} reaches past {len(text)} characters")
        return text[self.start : self.end]

    def to_dict(self) -> dict[str, int]:
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True, order=True, init=False)
class NormSpan(_Span):
    """A half-open span of a document's token stream, in tokens."""


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
