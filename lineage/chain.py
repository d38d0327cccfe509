"""Pieces of alignment → shared passages: joined, rid of rivals, with clean borders.

A **piece** is a run of aligned tokens that moves forward in both texts. A passage may
consist of several: a clause was dropped, inserted or moved. Pieces are joined when the
stretch they span together is still mostly aligned, in both texts; so a gap is bridged by
what stands on both sides, in whatever order, and never by a constant.

Ends are trimmed twice: matches so thin that chance explains them are cut off, then each
end moves to the strongest border nearby, a sentence's or clause's before a word's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np

from lineage.model import NormSpan
from lineage.plane import Ints
from lineage.prepare import Side


@dataclass(frozen=True, slots=True)
class Chaining:
    """How strictly pieces are trimmed and joined.

    Attributes:
        skip_cost: Bits that a token costs that is left out between two aligned ones.
        coverage: Share that must be aligned of what a piece adds to another, in both
            texts together.
        ordered: Whether only pieces that follow each other in both texts are joined. Two
            formulae that stand side by side in another order are one passage of a pair
            of documents, but two wordings.
    """

    skip_cost: float
    coverage: float
    ordered: bool


PAIR = Chaining(skip_cost=2.0, coverage=0.25, ordered=False)
"""For two documents side by side: a reader wants to see all of a passage, however much of
it was changed. On planted reuse, 3.0 lost a tenth of the passages whose words were
replaced, and a coverage of 0.5 broke the shuffled ones in pieces."""

CORPUS = Chaining(skip_cost=3.0, coverage=0.5, ordered=True)
"""For families: a wording wants clean borders. What one pair of documents lacks, the
other members of its family bring."""

_REACH = 16
"""Tokens between two aligned pairs of one piece, at most."""

_NEIGHBOURS = 12
"""Pieces on either side of a piece that it is tried to be joined with."""


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Aligned tokens of two texts, and the stretch they span.

    Attributes:
        x: Aligned tokens of the left text, ascending.
        y: Their partners in the right text.
        left: Stretch of the left text.
        right: Stretch of the right text.
        bits: Surprisal of the aligned tokens.
        score: The same, less what the tokens left out cost: what the piece is worth.
    """

    x: Ints
    y: Ints
    left: NormSpan
    right: NormSpan
    bits: float
    score: float


def make_piece(x: Ints, y: Ints, left: Side, right: Side) -> Piece:
    """Return the piece of these aligned tokens; ``x`` ascends, ``y`` need not."""
    xs, ys = x.tolist(), y.tolist()
    bits = fsum(min(left.weights[i], right.weights[j]) for i, j in zip(xs, ys, strict=True))
    spans = NormSpan(xs[0], xs[-1] + 1), NormSpan(min(ys), max(ys) + 1)
    skipped = max((len(spans[0]) + len(spans[1])) / 2 - len(xs), 0.0)
    return Piece(x, y, *spans, bits, bits - skipped * _CHANGE_BITS)


def split_points(x: Ints, y: Ints) -> list[tuple[Ints, Ints]]:
    """Return the runs of points that move forward in both texts without a long gap.

    Args:
        x: Tokens of the left text, ascending.
        y: Their partners.
    """
    runs: list[list[tuple[int, int]]] = []
    open_runs: list[int] = []
    for point in zip(x.tolist(), y.tolist(), strict=True):
        best, best_step = -1, 2 * _REACH + 1
        open_runs = [run for run in open_runs if point[0] - runs[run][-1][0] <= _REACH]
        for run in open_runs:
            dx, dy = point[0] - runs[run][-1][0], point[1] - runs[run][-1][1]
            # A step along the diagonal is better than a shorter one beside it.
            if 0 < dx and 0 < dy <= _REACH and max(dx, dy) + abs(dx - dy) < best_step:
                best, best_step = run, max(dx, dy) + abs(dx - dy)
        if best < 0:
            best = len(runs)
            runs.append([])
            open_runs.append(best)
        runs[best].append(point)
    arrays = (np.array(run, dtype=np.int64) for run in runs)
    return [(points[:, 0], points[:, 1]) for points in arrays]


def trim_thin_ends(
    x: Ints, y: Ints, left: Side, right: Side, *, chaining: Chaining = PAIR
) -> tuple[Ints, Ints]:
    """Cut off the ends of a run that are too thinly aligned to be more than chance.

    Every aligned pair earns its surprisal, every token left out between two pairs costs;
    the best-earning stretch is kept. Common characters earn little, so a scatter of
    的 and 和 beside a passage does not lengthen it.
    """
    total = lowest = 0.0
    first = begin = last = 0
    best = 0.0
    before_x, before_y = int(x[0]) - 1, int(y[0]) - 1
    for n, (i, j) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        total -= ((i - before_x) + (j - before_y) - 2) / 2 * chaining.skip_cost
        # The stretch earns most if it begins where all before it earned least.
        if total < lowest or n == 0:
            lowest, begin = total, n
        total += min(max(min(left.weights[i], right.weights[j]), _LEAST_EARNED), _MOST_EARNED)
        if total - lowest > best:
            best, first, last = total - lowest, begin, n
        before_x, before_y = i, j
    return x[first : last + 1], y[first : last + 1]


_LEAST_EARNED = 1.0
_MOST_EARNED = 8.0
"""Bits that a pair earns at least and at most."""

_CHANGE_BITS = 1.5
"""Bits that it takes to say what was changed, for each token left out: changes can be
placed in many ways, which makes a chance agreement likelier."""


def join_pieces(
    pieces: Iterable[Piece], left: Side, right: Side, *, chaining: Chaining = PAIR
) -> list[Piece]:
    """Return the pieces of one pair of documents, joined where they belong together."""
    work = sorted(pieces, key=lambda piece: (piece.left, piece.right))
    joined = True
    while joined:
        joined = False
        index = 0
        while index < len(work):
            for other in range(index + 1, min(len(work), index + 1 + _NEIGHBOURS)):
                if chaining.ordered and not _follows(work[other], work[index]):
                    continue
                one, two = work[index], work[other]
                if not _belong_together(one, two, chaining.coverage):
                    continue
                whole = _merge(one, two, left, right)
                # Two counterparts of one stretch are rivals, not neighbours.
                if not _adds_up(whole, one, two):
                    continue
                work[index] = whole
                del work[other]
                joined = True
                break
            else:
                index += 1
    return work


def _follows(later: Piece, earlier: Piece) -> bool:
    return (
        later.left.end > earlier.left.end
        and later.right.start > earlier.right.start
        and later.right.end > earlier.right.end
    )


def _belong_together(one: Piece, two: Piece, coverage: float) -> bool:
    """Say whether the smaller piece brings enough aligned tokens for the stretch it adds."""
    large, small = (one, two) if len(one.x) >= len(two.x) else (two, one)
    left, right, add_left, add_right = large.left, large.right, small.left, small.right
    # Written out: this is asked of every two neighbours.
    added = (
        max(add_left.end - left.end, 0)
        + max(left.start - add_left.start, 0)
        + max(add_right.end - right.end, 0)
        + max(right.start - add_right.start, 0)
    )
    return 2 * len(small.x) >= coverage * added


def _adds_up(whole: Piece, one: Piece, two: Piece) -> bool:
    """Say whether at least half of the smaller piece aligns other tokens, in both texts."""
    small, large = sorted((len(one.x), len(two.x)))
    return 2 * (len(whole.x) - large) >= small


def _merge(one: Piece, two: Piece, left: Side, right: Side) -> Piece:
    x, y = np.concatenate([one.x, two.x]), np.concatenate([one.y, two.y])
    # A token that two pieces align is counted once, in either text.
    _, first = np.unique(y, return_index=True)
    x, y = x[first], y[first]
    _, first = np.unique(x, return_index=True)
    return make_piece(x[first], y[first], left, right)


def settle_rivals(
    pieces: Iterable[Piece],
    left: Side,
    right: Side,
    least: float,
    *,
    chaining: Chaining = PAIR,
) -> list[Piece]:
    """Return the pieces without those whose stretch a better one explains already.

    Two equally good counterparts of one stretch both stay: the wording stands twice in
    the other text. A long loose piece that runs over a short exact one gives way there,
    and keeps what is left of it.

    Args:
        pieces: The pieces of one pair of documents.
        left: The left text.
        right: The right text.
        least: Score that a piece must have, in bits.
        chaining: How strictly what is left of a piece is trimmed.
    """
    waiting = sorted(pieces, key=_rank)
    kept: list[Piece] = []
    while waiting:
        piece = waiting.pop(0)
        rival = next((better for better in kept if _outdone(piece, better)), None)
        if rival is None:
            kept.append(piece)
        elif _explains_more(piece, rival, left, right):
            kept.remove(rival)
            kept.append(piece)
            waiting = sorted(
                [*waiting, *_rest(rival, piece, left, right, least, chaining)], key=_rank
            )
    return sorted(kept, key=lambda piece: (piece.left, piece.right))


def _rank(piece: Piece) -> tuple[float, NormSpan, NormSpan]:
    return -piece.score, piece.left, piece.right


_EQUALLY_GOOD = 0.9
_CLEARLY_MORE = 1.5


def _outdone(piece: Piece, better: Piece) -> bool:
    shared_left = 2 * _overlap(piece.left, better.left) > len(piece.left)
    shared_right = 2 * _overlap(piece.right, better.right) > len(piece.right)
    if piece.score >= _EQUALLY_GOOD * better.score:
        # Equally good, and another place in at least one text.
        return shared_left and shared_right
    return shared_left or shared_right


def _explains_more(piece: Piece, rival: Piece, left: Side, right: Side) -> bool:
    """Say whether a piece explains clearly more of the stretch that two pieces claim."""
    if _overlap(piece.left, rival.left) and _overlap(piece.right, rival.right):
        return False
    if _overlap(piece.left, rival.left):
        start, end = _shared(piece.left, rival.left)
        ours, theirs = (_bits_inside(p.x, left, start, end) for p in (piece, rival))
    else:
        start, end = _shared(piece.right, rival.right)
        ours, theirs = (_bits_inside(p.y, right, start, end) for p in (piece, rival))
    return ours > _CLEARLY_MORE * theirs


def _shared(one: NormSpan, two: NormSpan) -> tuple[int, int]:
    return max(one.start, two.start), min(one.end, two.end)


def _bits_inside(tokens: Ints, side: Side, start: int, end: int) -> float:
    return fsum(side.weights[token] for token in tokens.tolist() if start <= token < end)


def _rest(
    piece: Piece, winner: Piece, left: Side, right: Side, least: float, chaining: Chaining
) -> list[Piece]:
    """Return what is left of a piece outside the stretches of another."""
    free = ~(
        ((piece.x >= winner.left.start) & (piece.x < winner.left.end))
        | ((piece.y >= winner.right.start) & (piece.y < winner.right.end))
    )
    rest = []
    for x, y in split_points(piece.x[free], piece.y[free]):
        part = make_piece(*trim_thin_ends(x, y, left, right, chaining=chaining), left, right)
        if part.score >= least:
            rest.append(part)
    return rest


def _overlap(one: NormSpan, two: NormSpan) -> int:
    return max(0, min(one.end, two.end) - max(one.start, two.start))


_INWARD, _OUTWARD = 5, 2
"""Tokens an end may move inward, giving up aligned ones, and outward, taking in others."""

_WORTH = (-9.0, 0.0, 3.0, 4.0)
"""What a border inside a word, at a word, a clause and a sentence is worth, in tokens."""


def snap_ends(piece: Piece, left: Side, right: Side) -> tuple[NormSpan, NormSpan]:
    """Return the stretches of a piece with their ends moved to good borders nearby."""
    return snapped(piece.x.tolist(), left), snapped(sorted(piece.y.tolist()), right)


def snapped(tokens: Sequence[int], side: Side) -> NormSpan:
    """Return the stretch of some ascending tokens with its ends at good borders nearby."""
    first, last = tokens[0], tokens[-1]
    start, best = first, _WORTH[side.marks[first]]
    given_up = 0
    for place in range(max(first - _OUTWARD, 0), min(first + _INWARD, last) + 1):
        # Moving inward gives up aligned tokens, moving outward takes in others.
        while tokens[given_up] < place:
            given_up += 1
        worth = _WORTH[side.marks[place]] - given_up - max(first - place, 0)
        if worth > best:
            start, best = place, worth
    end, best = last + 1, _WORTH[side.marks[last + 1]]
    given_up = 0
    n = len(side.marks) - 1
    for place in range(min(last + 1 + _OUTWARD, n), max(last + 1 - _INWARD, first + 1) - 1, -1):
        while tokens[-1 - given_up] >= place:
            given_up += 1
        worth = _WORTH[side.marks[place]] - given_up - max(place - last - 1, 0)
        if worth > best:
            end, best = place, worth
    return NormSpan(start, end) if start < end else NormSpan(first, last + 1)
