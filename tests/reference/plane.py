"""Local alignment in the plane of two texts, a row at a time with numpy.

Shared n-grams by their hashes, tiles of the plane beside them, then slabs of blocks of rows:
forward, and backward as the forward of the reversed plane. See `lineage.plane`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lineage.native.tables import Tokens
from lineage.normalize import WILDCARD
from lineage.plane import MATCH, Ints, Points
from reference.grams import gram_hashes, valid_grams

Scores = npt.NDArray[np.int16]
Mask = npt.NDArray[np.bool_]
_Tokens = npt.NDArray[np.int32]

TILE = 64
"""Tokens of a tile's side; also the least distance that is searched around a seed."""

MISMATCH = -9
GAP = 9
CAP = 300
_SEED_LENGTHS = (2, 3, 4, 6, 8, 12)
"""Tokens of a shared n-gram; a few rare words are worth a look, or many common ones in a row."""

_SLAB = 64
_OVERLAP = 4
"""Blocks that are kept in memory at once, and blocks that a slab looks beyond its ends:
with the cap, a score remembers about 150 tokens."""

_LEFT_PAD, _RIGHT_PAD = -2, -3
"""What stands beyond the ends of the texts: two codes that agree with nothing."""

RIVAL = 0.95
"""Share of the best score of its tokens that a pair must reach to be kept."""

ENOUGH = 10_000
"""Points that the pairs of a token sum up to, at most, where those of its partners do, too."""


def aligned_points(
    left: Tokens,
    right: Tokens,
    *,
    left_bits: npt.NDArray[np.float32],
    right_bits: npt.NDArray[np.float32],
    threshold: int,
    seed_bits: float,
    least_bits: float | None = None,
    most_copies: int | None = None,
) -> Points:
    """Return the pairs of tokens that good local alignments run through.

    Args:
        left: Token codes of the left text.
        right: Token codes of the right text.
        left_bits: Surprisal of each left token.
        right_bits: Surprisal of each right token.
        threshold: Score an alignment must reach, in points (10 for a match).
        seed_bits: Surprisal that a shared n-gram must have to be worth a look.
        least_bits: Surprisal from which those that are not are counted; ``None`` for no count.
        most_copies: Copies of an n-gram that each is held against where both texts have more,
            those that stand where it does; ``None`` for all.
    """
    bits = left_bits, right_bits
    worth = _seeds(left, right, *bits, least=seed_bits, most_copies=most_copies)
    tiles = _active_tiles(left, right, worth)
    n_passed_over = 0
    if least_bits is not None or most_copies is not None:
        counted = seed_bits if least_bits is None else least_bits
        seeds = _seeds(left, right, *bits, least=counted)
        n_passed_over = sum(not tiles[x // TILE, y // TILE] for x, y in seeds)
    plane = _Plane(_padded(left, _LEFT_PAD), _padded(right, _RIGHT_PAD), tiles)
    found = [
        points
        for first in range(0, len(tiles), _SLAB)
        for points in _good_points(plane, first, min(first + _SLAB, len(tiles)), threshold)
    ]
    if not found:
        empty = np.zeros(0, np.int64)
        return Points(empty, empty, empty, n_passed_over=n_passed_over)
    x, y, score = (np.concatenate(part) for part in zip(*found, strict=True))
    rivals = np.maximum(_best_of_each(x, score), _best_of_each(y, score))
    kept = score >= RIVAL * rivals
    order = np.lexsort((y[kept], x[kept]))
    points = _in_order(x[kept][order], y[kept][order], score[kept][order])
    return replace(points, n_passed_over=n_passed_over)


def _in_order(x: Ints, y: Ints, score: Ints) -> Points:
    """Return the points without copies too many of what both texts repeat."""
    rows, columns = Counter(x.tolist()), Counter(y.tolist())
    before: tuple[Counter[int], Counter[int]] = Counter(), Counter()
    kept = np.ones(len(x), bool)
    for n, (left, right, points) in enumerate(
        zip(*(a.tolist() for a in (x, y, score)), strict=True)
    ):
        most = ENOUGH // points
        in_row, in_column = before[0][left], before[1][right]
        if min(rows[left], columns[right]) > most:
            kept[n] = in_row in _around(in_column, rows[left], most) or in_column in _around(
                in_row, columns[right], most
            )
        before[0][left] += 1
        before[1][right] += 1
    return Points(x[kept], y[kept], score[kept], int((~kept).sum()))


def _around(wanted: int, n: int, most: int) -> range:
    """Return some of n places, those around the one that is wanted."""
    first = min(max(wanted - most // 2, 0), n - most)
    return range(first, first + most)


def _best_of_each(tokens: Ints, scores: Ints) -> Ints:
    """Return, for each pair, the best score of all pairs with its token."""
    best = np.zeros(tokens.max(initial=-1) + 1, np.int64)
    np.maximum.at(best, tokens, scores)
    return best[tokens]


def _seeds(
    left: Tokens,
    right: Tokens,
    left_bits: npt.NDArray[np.float32],
    right_bits: npt.NDArray[np.float32],
    *,
    least: float,
    most_copies: int | None = None,
) -> set[tuple[int, int]]:
    """Return the places at which the two texts share an n-gram of enough surprisal."""
    left_sum, right_sum = (
        np.concatenate([[0.0], np.cumsum(b, dtype=float)]) for b in (left_bits, right_bits)
    )
    seeds: set[tuple[int, int]] = set()
    for length in _SEED_LENGTHS:
        x, y = shared_grams(left, right, length)
        worth = np.minimum(left_sum[x + length] - left_sum[x], right_sum[y + length] - right_sum[y])
        good = worth >= least
        if most_copies is not None:
            good &= _few_or_in_order(x, y, most_copies)
        seeds.update(zip(x[good].tolist(), y[good].tolist(), strict=True))
    return seeds


def _few_or_in_order(x: Ints, y: Ints, most: int) -> Mask:
    """Return, for all pairs of places that share an n-gram, whether they are to be looked at."""
    copies: tuple[dict[int, list[int]], dict[int, list[int]]] = defaultdict(list), defaultdict(list)
    pairs = sorted(zip(x.tolist(), y.tolist(), strict=True))
    for i, j in pairs:
        copies[1][i].append(j)
        copies[0][j].append(i)
    kept = {
        (i, j)
        for i, j in pairs
        if min(len(copies[0][j]), len(copies[1][i])) <= most
        or copies[1][i].index(j) in _around(copies[0][j].index(i), len(copies[1][i]), most)
        or copies[0][j].index(i) in _around(copies[1][i].index(j), len(copies[0][j]), most)
    }
    return np.array([pair in kept for pair in zip(x.tolist(), y.tolist(), strict=True)], bool)


def _active_tiles(
    left: Tokens, right: Tokens, seeds: Iterable[tuple[int, int]]
) -> npt.NDArray[np.bool_]:
    """Return which tiles lie at or beside a seed."""
    shape = (-(-len(left) // TILE), -(-len(right) // TILE))
    tiles = np.zeros(shape, bool)
    for x, y in seeds:
        tiles[x // TILE, y // TILE] = True
    padded = np.pad(tiles, 1)
    spread = np.zeros(shape, bool)
    for dx in range(3):
        for dy in range(3):
            spread |= padded[dx : dx + shape[0], dy : dy + shape[1]]
    return spread


def shared_grams(
    left: Tokens, right: Tokens, length: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return all pairs of positions at which the two texts share an n-gram."""
    left_at, right_at = (np.flatnonzero(valid_grams(codes, length)) for codes in (left, right))
    left_hash = gram_hashes(left, length)[left_at]
    right_hash = gram_hashes(right, length)[right_at]
    order = np.argsort(right_hash, kind="stable")
    sorted_hash = right_hash[order]
    first = np.searchsorted(sorted_hash, left_hash, side="left")
    counts = np.searchsorted(sorted_hash, left_hash, side="right") - first
    x = np.repeat(left_at, counts)
    within = np.arange(len(x)) - np.repeat(np.cumsum(counts) - counts, counts)
    y = right_at[order[np.repeat(first, counts) + within]]
    return x, y


def _padded(codes: Tokens, pad: int) -> _Tokens:
    """Return the codes, filled up to whole tiles with tokens that nothing equals."""
    padded = np.full(-(-len(codes) // TILE) * TILE, pad, np.int32)
    padded[: len(codes)] = codes
    return padded


@dataclass(frozen=True, slots=True, eq=False)
class _Plane:
    """Two texts in whole tiles, and the tiles to compute."""

    left: _Tokens
    right: _Tokens
    tiles: npt.NDArray[np.bool_]

    def reversed(self) -> "_Plane":
        return _Plane(self.left[::-1], self.right[::-1], self.tiles[::-1, ::-1])

    def columns(self, block: int) -> Ints:
        """Return the right tokens to look at for one block of left tokens.

        Each run of neighbouring tiles is led by −1: a column that is always 0, where
        alignments may begin and none continues.
        """
        active = np.flatnonzero(self.tiles[block])
        runs = np.split(active, np.flatnonzero(np.diff(active) > 1) + 1)
        head = np.array([-1])
        parts = [
            np.concatenate([head, np.arange(run[0] * TILE, (run[-1] + 1) * TILE)])
            for run in runs
            if len(run)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def equals(self, block: int, columns: Ints) -> tuple[Mask, Mask | None]:
        """Return which left tokens of a block agree with which column's.

        Returns:
            Where the tokens are equal, and where either is a placeholder: one agrees with
            anything, at no cost and for no gain. ``None`` if there is none.
        """
        left = self.left[block * TILE : (block + 1) * TILE, None]
        right = np.where(columns < 0, np.int32(_RIGHT_PAD), self.right[columns])
        equal = left == right
        wild_left, wild_right = left == ord(WILDCARD), right == ord(WILDCARD)
        if not (wild_left.any() or wild_right.any()):
            return equal, None
        wild = wild_left | wild_right
        return equal & ~wild, wild


def _good_points(
    plane: _Plane, first: int, last: int, threshold: int
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield, for the blocks of a slab, the pairs that a good enough alignment runs through.

    Yields:
        Left tokens, right tokens and scores of the pairs.
    """
    begin, end = max(first - _OVERLAP, 0), min(last + _OVERLAP, len(plane.tiles))
    forward = {block: (columns, best) for block, columns, best in _best_ending(plane, begin, end)}
    n_blocks = len(plane.tiles)
    for mirror, places, backward in _best_ending(
        plane.reversed(), n_blocks - end, n_blocks - begin
    ):
        block = n_blocks - 1 - mirror
        if not first <= block < last:
            continue
        columns, best = forward[block]
        real = columns >= 0
        columns, sums = columns[real], best[:, real]
        sums += backward[::-1, places >= 0][:, ::-1]
        # Both halves say that the tokens are equal, and both count the pair itself.
        x, y = np.nonzero(sums >= np.int16(2 * _EQUAL + threshold + MATCH))
        yield block * TILE + x, columns[y], sums[x, y].astype(np.int64) - (2 * _EQUAL + MATCH)


_EQUAL = 1024
"""What is added to the score of a pair of equal tokens, to know it: more than two scores."""


def _best_ending(plane: _Plane, begin: int, end: int) -> Iterator[tuple[int, Ints, Scores]]:
    """Yield, block by block, the score of the best local alignment ending in each cell.

    Yields:
        The block's number, its columns, and one row of scores a left token; those of equal
        tokens are greater by `_EQUAL`.
    """
    last_row = np.zeros(len(plane.right) + 1, np.int32)
    for block in range(begin, end):
        columns = plane.columns(block)
        if not len(columns):
            last_row[:] = 0
            continue
        # A gap costs by its length: on a slope that rises by the cost of a token, going on
        # along a row costs nothing. The step at each head keeps gaps within their run.
        slope = (np.arange(len(columns)) * GAP + np.cumsum(columns < 0) * CAP).astype(np.int32)
        ceiling = slope + np.int32(CAP)
        gap = np.full(len(columns), GAP, np.int32)
        equal, wild = plane.equals(block, columns)
        rises = equal * np.int32(MATCH - MISMATCH) + np.int32(MISMATCH + GAP)
        if wild is not None:
            rises[wild] = GAP
        rows = np.empty(rises.shape, np.int32)
        beside = np.empty(len(columns), np.int32)
        above = last_row[columns] + slope
        for here, rise in zip(rows, rises, strict=True):
            here[0] = slope[0]
            np.add(above[:-1], rise[1:], out=here[1:])
            np.minimum(here, ceiling, out=here)
            np.subtract(above, gap, out=beside)
            np.maximum(here, beside, out=here)
            np.maximum(here, slope, out=here)
            np.maximum.accumulate(here, out=here)
            above = here
        rows -= slope
        last_row[:] = 0
        last_row[columns] = rows[-1]
        rows += equal * np.int32(_EQUAL)
        yield block, columns, rows.astype(np.int16)
