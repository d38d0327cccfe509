"""Overlapping spans of a text, cut into stretches that do not overlap.

Occurrences of different families nest and overlap, and HTML elements cannot. So a text
is cut at every place where a span begins or ends; each stretch knows which spans cover
it, and every character stands in exactly one stretch. One sweep over the sorted ends
does it, in the number of ends times the depth of the overlaps.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from lineage.align import align
from lineage.model import Edit, RawSpan

K = TypeVar("K")

# One line with the characters that end it; the last line may have none.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[K]):
    """A piece of text that the same spans cover from its first to its last character.

    Attributes:
        span: Where it stands.
        covers: Keys of the spans around it, in the order they were given.
        begins: Those of them that begin here.
        ends: Those of them that end here.
    """

    span: RawSpan
    covers: tuple[K, ...]
    begins: tuple[K, ...]
    ends: tuple[K, ...]


def stretches(
    length: int, spans: Sequence[tuple[RawSpan, K]], *, cuts: Iterable[int] = ()
) -> Iterator[Stretch[K]]:
    """Yield a text of ``length`` characters in pieces, in order and without gaps.

    Args:
        length: Characters of the text.
        spans: Spans of it, each with a key. Empty ones are passed over.
        cuts: Further offsets at which a stretch has to end, such as ends of lines.
    """
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for place, (span, _) in enumerate(spans):
        if span.start < span.end:
            opening.setdefault(span.start, []).append(place)
            closing.setdefault(span.end, []).append(place)
    borders = sorted({0, length, *opening, *closing, *cuts})
    open_now: list[int] = []
    for start, end in pairwise(borders):
        ended = set(closing.get(start, ()))
        open_now = sorted([p for p in open_now if p not in ended] + opening.get(start, []))
        yield Stretch(
            RawSpan(start, end),
            tuple(spans[p][1] for p in open_now),
            tuple(spans[p][1] for p in open_now if spans[p][0].start == start),
            tuple(spans[p][1] for p in open_now if spans[p][0].end == end),
        )


def lines(text: str) -> list[RawSpan]:
    r"""Return the lines of ``text``, each with the characters that end it.

    Example:
        >>> lines("一\r\n二")
        [RawSpan(start=0, end=3), RawSpan(start=3, end=4)]
    """
    return [RawSpan(*match.span()) for match in _LINE.finditer(text)]


def changes(before: str, after: str, edits: Sequence[Edit]) -> list[tuple[str, str]]:
    """Return ``after`` with what was added to and left out of ``before``, in pieces.

    Each piece is ``("equal" | "insert" | "delete", text)``. The pieces that are not
    deletions, put together, are ``after``, whatever the steps leave out.
    """
    pieces: list[tuple[str, str]] = []
    done = 0
    for edit in edits:
        pieces.append(("equal", after[done : edit.right.start]))
        if edit.operation == "equal":
            pieces.append(("equal", edit.right.cut(after)))
        else:
            pieces.append(("delete", edit.left.cut(before)))
            pieces.append(("insert", edit.right.cut(after)))
        done = edit.right.end
    pieces.append(("equal", after[done:]))
    return [piece for piece in pieces if piece[1]]


# Equal characters between two changes that say nothing by themselves.
_CHANCE = 1


def differences(before: str, after: str) -> tuple[Edit, ...]:
    """Return the steps from one wording to another, character by character.

    A single character that happens to be equal between two changes belongs to the change:
    two wordings that share nothing else would look like confetti.

    Example:
        >>> [(e.operation, e.left.start, e.right.end) for e in differences("重于山", "重于泰山")]
        [('equal', 0, 2), ('insert', 2, 3), ('equal', 2, 4)]
    """
    edits: list[Edit] = []
    steps = align(before, after)
    for place, step in enumerate(steps):
        left = RawSpan(step.left_start, step.left_end)
        right = RawSpan(step.right_start, step.right_end)
        inside = 0 < place < len(steps) - 1 and len(left) <= _CHANCE
        if step.operation == "equal" and not inside:
            edits.append(Edit("equal", left, right))
        elif edits and edits[-1].operation != "equal":
            last = edits.pop()
            edits.append(
                Edit(
                    "replace",
                    RawSpan(last.left.start, left.end),
                    RawSpan(last.right.start, right.end),
                )
            )
        else:
            edits.append(Edit(step.operation, left, right))
    return tuple(edits)
