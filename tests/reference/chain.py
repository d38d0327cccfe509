"""Pieces of alignment → shared passages: joined, and rid of rivals.

A **piece** is a run of aligned tokens that moves forward in both texts. A passage may
consist of several: a clause was dropped, inserted or moved. Pieces are joined when the
stretch they span together is still mostly aligned, in both texts, in whatever order; but
never over more than a hundred tokens of the two texts' own.

Matches at the ends so thin that chance explains them are cut off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lineage.model import NormSpan
from lineage.prepare import Side
from reference.runs import Point, Run, overlap_of, points_of, runs_of


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
        inward: Tokens by which an end may move inward to a good border, giving up aligned
            ones.
    """

    skip_cost: float
    coverage: float
    ordered: bool
    inward: int


PAIR = Chaining(skip_cost=2.0, coverage=0.25, ordered=False, inward=10)
"""For two documents side by side: a reader wants to see all of a passage, however much of
it was changed. On planted reuse, 3.0 lost a tenth of the passages whose words were
replaced, and a coverage of 0.5 broke the shuffled ones in pieces."""

CORPUS = Chaining(skip_cost=3.0, coverage=0.5, ordered=True, inward=5)
"""For families: a wording wants clean borders. What one pair of documents lacks, the
other members of its family bring."""

_REACH = 16
"""Tokens between two aligned pairs of one piece, at most."""

_WIDEST_GAP = 100
"""Tokens that may stand between two pieces of one passage, in both texts together."""

_NEIGHBOURS = 12
"""Pieces on either side of a piece that it is tried to be joined with."""


class Piece(NamedTuple):
    """Aligned tokens of two texts, and the stretch they span.

    Attributes:
        runs: The runs of aligned tokens in the order of the left text.
        left: Stretch of the left text.
        right: Stretch of the right text.
        n: Tokens aligned.
        bits: Surprisal of the aligned tokens.
        score: The same, less what the tokens left out cost: what the piece is worth.
    """

    runs: tuple[Run, ...]
    left: NormSpan
    right: NormSpan
    n: int
    bits: float
    score: float


def make_piece(runs: Sequence[Run], left: Side, right: Side) -> Piece:
    """Return the piece of these runs, which follow each other in the left text."""
    bits = 0.0
    n_aligned = 0
    mine, yours = left.sums, right.sums
    first = last = runs[0][1]
    for x, y, n in runs:
        bits += min(mine[x + n] - mine[x], yours[y + n] - yours[y])
        n_aligned += n
        if y < first:
            first = y
        if y + n > last:
            last = y + n
    spans = NormSpan(runs[0][0], runs[-1][0] + runs[-1][2]), NormSpan(first, last)
    skipped = max((len(spans[0]) + len(spans[1])) / 2 - n_aligned, 0.0)
    return Piece(tuple(runs), *spans, n_aligned, bits, bits - skipped * _CHANGE_BITS)


def split_points(points: Iterable[Point]) -> list[list[Run]]:
    """Return the runs of points that move forward in both texts without a long gap.

    Args:
        points: Left tokens, ascending, with their partners in the right text.
    """
    paths: list[list[Point]] = []
    # Paths by where in the right text they have come to, in bands as wide as a step may be:
    # of a wording that is there a thousand times, each point is near one of them.
    bands: dict[int, list[int]] = {}
    for x, y in points:
        best, best_step = -1, (2 * _REACH + 1, 0)
        for band in range((y - _REACH) // _REACH, (y - 1) // _REACH + 1):
            near = bands.get(band, ())
            passed = False
            for path in near:
                end = paths[path][-1]
                dx, dy = x - end[0], y - end[1]
                passed = passed or dx > _REACH
                # A step along the diagonal is better than a shorter one beside it.
                step = (max(dx, dy) + abs(dx - dy), path)
                if 0 < dx <= _REACH and 0 < dy <= _REACH and step < best_step:
                    best, best_step = path, step
            if passed:
                bands[band] = [path for path in near if x - paths[path][-1][0] <= _REACH]
        if best < 0:
            best = len(paths)
            paths.append([])
        elif (before := paths[best][-1][1] // _REACH) != y // _REACH:
            bands[before].remove(best)
        if not paths[best] or paths[best][-1][1] // _REACH != y // _REACH:
            bands.setdefault(y // _REACH, []).append(best)
        paths[best].append((x, y))
    return [runs_of(path) for path in paths]


def trim_thin_ends(
    runs: Sequence[Run], left: Side, right: Side, *, chaining: Chaining = PAIR
) -> Sequence[Run]:
    """Cut off the ends of a piece that are too thinly aligned to be more than chance.

    Every aligned pair earns its surprisal, every token left out between two runs costs;
    the best-earning stretch is kept. Common characters earn little, so a scatter of
    的 and 和 beside a passage does not lengthen it.
    """
    if len(runs) == 1:
        return runs
    mine, yours = left.earned, right.earned
    total = lowest = best = 0.0
    first = begin = last = 0
    done_x, done_y, _ = runs[0]
    for number, (x, y, n) in enumerate(runs):
        total -= ((x - done_x) + (y - done_y)) / 2 * chaining.skip_cost
        # The stretch earns most if it begins where all before it earned least.
        if total < lowest:
            lowest, begin = total, number
        done_x, done_y = x + n, y + n
        total += min(mine[done_x] - mine[x], yours[done_y] - yours[y])
        if total - lowest > best:
            best, first, last = total - lowest, begin, number
    return runs[first : last + 1]


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
            one = work[index]
            for other in range(index + 1, min(len(work), index + 1 + _NEIGHBOURS)):
                two = work[other]
                if not _belong_together(one, two, chaining):
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


def _belong_together(one: Piece, two: Piece, chaining: Chaining) -> bool:
    """Say whether two pieces are near, and the smaller one aligns enough of what it adds."""
    left, right, other_left, other_right = one.left, one.right, two.left, two.right
    # Written out: this is asked of every two neighbours.
    over_left, over_right = other_left.end - left.end, other_right.end - right.end
    under_left, under_right = left.start - other_left.start, right.start - other_right.start
    if chaining.ordered and (over_left <= 0 or over_right <= 0 or under_right >= 0):
        return False
    if _between(left, other_left) + _between(right, other_right) > _WIDEST_GAP:
        return False
    n = two.n
    if one.n < n:
        n = one.n
        over_left, over_right = -over_left, -over_right
        under_left, under_right = -under_left, -under_right
    added = 0
    if over_left > 0:
        added += over_left
    if under_left > 0:
        added += under_left
    if over_right > 0:
        added += over_right
    if under_right > 0:
        added += under_right
    return 2 * n >= chaining.coverage * added


def _between(one: NormSpan, two: NormSpan) -> int:
    """Return how many tokens stand between two stretches."""
    return max(two.start - one.end, one.start - two.end, 0)


def _adds_up(whole: Piece, one: Piece, two: Piece) -> bool:
    """Say whether at least half of the smaller piece aligns other tokens, in both texts."""
    small, large = sorted((one.n, two.n))
    return 2 * (whole.n - large) >= small


def _merge(one: Piece, two: Piece, left: Side, right: Side) -> Piece:
    if _overlap(one.left, two.left) or _overlap(one.right, two.right):
        # A token that two pieces align is counted once, in either text.
        by_right: dict[int, int] = {}
        for x, y in points_of((*one.runs, *two.runs)):
            by_right.setdefault(y, x)
        by_left: dict[int, int] = {}
        for y in sorted(by_right):
            by_left.setdefault(by_right[y], y)
        return make_piece(runs_of(sorted(by_left.items())), left, right)
    return make_piece(sorted((*one.runs, *two.runs)), left, right)


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
        rival = _rival(piece, kept)
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
"""Share of a better piece's score from which a piece is another place as good."""

_CLEARLY_MORE = 1.5
"""How many times the bits of a rival a piece must explain of what both claim, to oust it."""


def _rival(piece: Piece, kept: Iterable[Piece]) -> Piece | None:
    """Return the first of the better pieces that claims more than half of a piece's stretch.

    One that is not clearly better must claim it in both texts: else it is another place.
    """
    left, left_end = piece.left.start, piece.left.end
    right, right_end = piece.right.start, piece.right.end
    half_left, half_right = (left_end - left) / 2, (right_end - right) / 2
    for better in kept:
        # Written out: this is asked of every two pieces, and most lie far apart.
        start, end = better.left.start, better.left.end
        inside = (end if end < left_end else left_end) - (start if start > left else left)
        start, end = better.right.start, better.right.end
        beside = (end if end < right_end else right_end) - (start if start > right else right)
        claims_left, claims_right = inside > half_left, beside > half_right
        if claims_left and claims_right:
            return better
        if (claims_left or claims_right) and piece.score < _EQUALLY_GOOD * better.score:
            return better
    return None


def _explains_more(piece: Piece, rival: Piece, left: Side, right: Side) -> bool:
    """Say whether a piece explains clearly more of the stretch that two pieces claim."""
    if _overlap(piece.left, rival.left) and _overlap(piece.right, rival.right):
        return False
    if _overlap(piece.left, rival.left):
        claimed = _claimed(piece.left, rival.left)
        ours, theirs = (_bits_inside(p.runs, 0, left, claimed) for p in (piece, rival))
    else:
        claimed = _claimed(piece.right, rival.right)
        ours, theirs = (_bits_inside(p.runs, 1, right, claimed) for p in (piece, rival))
    return ours > _CLEARLY_MORE * theirs


def _claimed(one: NormSpan, two: NormSpan) -> tuple[int, int]:
    return max(one.start, two.start), min(one.end, two.end)


def _bits_inside(runs: Sequence[Run], axis: int, side: Side, stretch: tuple[int, int]) -> float:
    return sum(
        side.sums[part[axis] + part[2]] - side.sums[part[axis]]
        for part in overlap_of(runs, axis, *stretch)
    )


def _rest(
    piece: Piece, winner: Piece, left: Side, right: Side, least: float, chaining: Chaining
) -> list[Piece]:
    """Return what is left of a piece outside the stretches of another."""
    free = (
        (x, y)
        for x, y in points_of(piece.runs)
        if not (
            winner.left.start <= x < winner.left.end or winner.right.start <= y < winner.right.end
        )
    )
    rest = []
    for runs in split_points(free):
        part = make_piece(trim_thin_ends(runs, left, right, chaining=chaining), left, right)
        if part.score >= least:
            rest.append(part)
    return rest


def _overlap(one: NormSpan, two: NormSpan) -> int:
    start, end = _claimed(one, two)
    return max(0, end - start)
