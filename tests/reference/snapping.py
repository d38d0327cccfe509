"""Shared passages → their ends at good borders nearby, a sentence's or clause's before a word's."""

from lineage.model import NormSpan
from lineage.prepare import Side
from reference.chain import PAIR, Chaining, Piece

_OUTWARD = 2
"""Tokens an end may move outward, taking in others than the aligned ones."""

_WORTH = (-9.0, 0.0, 3.0, 4.0)
"""What a border inside a word, at a word, a clause and a sentence is worth, in tokens."""


def snap_ends(
    piece: Piece, left: Side, right: Side, *, chaining: Chaining = PAIR
) -> tuple[NormSpan, NormSpan]:
    """Return the stretches of a piece with their ends moved to good borders nearby."""
    return snapped(piece, 0, left, chaining), snapped(piece, 1, right, chaining)


def n_held(piece: Piece, left: NormSpan, right: NormSpan) -> int:
    """Return how many tokens that a piece aligns lie in both of two stretches."""
    return sum(
        left.start <= x + k < left.end and right.start <= y + k < right.end
        for x, y, n in piece.runs
        for k in range(n)
    )


def snapped(piece: Piece, axis: int, side: Side, chaining: Chaining) -> NormSpan:
    """Return a piece's left (axis 0) or right (1) stretch with its ends at good borders."""
    whole = piece.right if axis else piece.left
    first, end = whole.start, whole.end
    outermost = max(first - _OUTWARD, 0), min(end + _OUTWARD, len(side.marks) - 1)
    inward = chaining.inward
    innermost = min(first + inward, end - 1), max(end - inward, first + 1)
    start = _best_border(piece, axis, side.marks, first, outermost[0], innermost[0])
    last = _best_border(piece, axis, side.marks, end, outermost[1], innermost[1])
    return NormSpan(start, last) if start < last else whole


def _best_border(
    piece: Piece, axis: int, marks: bytes, at: int, outermost: int, innermost: int
) -> int:
    """Return the place where an end of a stretch stands best; of equally good ones the outermost.

    Args:
        piece: The piece.
        axis: 0 for the left text, 1 for the right.
        marks: The borders of that text.
        at: Where the end stands.
        outermost: The place farthest outside that it may move to.
        innermost: The place farthest inside.
    """
    # Most ends stand at the best border nearby.
    if max(marks[min(outermost, innermost) : max(outermost, innermost) + 1]) <= marks[at]:
        return at
    whole = piece.right if axis else piece.left
    step = 1 if outermost < innermost else -1
    found, best = at, _WORTH[marks[at]]
    for place in range(outermost, innermost + step, step):
        if _WORTH[marks[place]] <= best:
            continue
        # Moving inward gives up aligned tokens, moving outward takes in others.
        if whole.start <= place <= whole.end:
            given_up = _aligned_in(piece, axis, min(at, place), max(at, place))
        else:
            given_up = abs(place - at)
        worth = _WORTH[marks[place]] - given_up
        if worth > best:
            found, best = place, worth
    return found


def _aligned_in(piece: Piece, axis: int, start: int, end: int) -> int:
    """Return how many aligned tokens lie in a stretch of the left (axis 0) or right (1) text."""
    n = 0
    for run in piece.runs:
        a = run[axis]
        b = a + run[2]
        if a < end and b > start:
            n += (b if b < end else end) - (a if a > start else start)
    return n
