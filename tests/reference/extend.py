"""Segments of a corpus → pieces of alignment, by extension with an X-drop rule.

A segment is grown to both sides over changes. rapidfuzz aligns a window of 64 tokens of
either text; the steps are followed outwards and scored in bits (a match earns its surprisal,
a changed token costs 6), growth stops where the score has fallen 70 below its best, and the
best place is the end. A window that ends well is followed by another, so
the cost is linear in what is found.

Why not the whole plane, as for a single pair: a corpus has hundreds of thousands of
segments, and this takes about 30 µs for each.

Reference: Z. Zhang et al., "A greedy algorithm for aligning DNA sequences", 2000.
"""

from collections import defaultdict
from collections.abc import Iterable

from lineage.align import WILD_REACH
from lineage.normalize import WILDCARD
from lineage.prepare import Side
from reference.runs import Run, matching_runs

WINDOW = 64
"""Tokens of each text that are aligned at once."""

CHANGE = 6.0
"""Bits that a changed token costs."""

X_DROP = 70.0
"""Bits by which the score may fall below its best."""


def extend_segments(left: str, right: str, segments: Iterable[Run], side: Side) -> list[list[Run]]:
    """Return the extensions of the segments of one pair, longest segments first.

    Args:
        left: Token stream of the left text.
        right: Token stream of the right text.
        segments: First left token, first right token and length of each.
        side: Surprisal of the left tokens.

    Returns:
        The runs of equal tokens of each extension, in order.
    """
    found: list[list[Run]] = []
    # What extensions have aligned, by diagonal: segments there add nothing new.
    been: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for x, y, length in sorted(segments, key=lambda segment: (-segment[2], segment)):
        if any(start <= x < end for start, end in been.get(y - x, ())):
            continue
        runs = _grown_back(left, right, side, x, y)
        # The segment itself may bridge a changed token or two.
        runs += _equal_runs(left, right, x, y, length)
        runs += _grown(left, right, side, x + length, y + length)
        if not runs:
            continue
        for i, j, n in runs:
            been[j - i].append((i, i + n))
        found.append(runs)
    return found


def _equal_runs(left: str, right: str, x: int, y: int, length: int) -> list[Run]:
    """Return the runs of equal tokens on the diagonal of a segment."""
    one, two = left[x : x + length], right[y : y + length]
    if one == two and WILDCARD not in one:
        return [(x, y, length)]
    runs: list[Run] = []
    begun = -1
    for k, (a, b) in enumerate(zip(one, two, strict=True)):
        if a == b and a != WILDCARD:
            if begun < 0:
                begun = k
        elif begun >= 0:
            runs.append((x + begun, y + begun, k - begun))
            begun = -1
    if begun >= 0:
        runs.append((x + begun, y + begun, length - begun))
    return runs


def _grown(left: str, right: str, side: Side, x: int, y: int) -> list[Run]:
    """Return the runs of equal tokens that extending forward from two places adds."""
    earned = side.earned
    score = best = 0.0
    runs: list[Run] = []
    while True:
        one, two = left[x : x + WINDOW], right[y : y + WINDOW]
        n_best, best_x, best_y = len(runs), x, y
        done_x = done_y = 0
        ended = not one or not two
        for i, j, n in () if ended else matching_runs(one, two):
            score -= _cost(one[done_x:i], two[done_y:j])
            if score < best - X_DROP:
                ended = True
                break
            done_x, done_y = i + n, j + n
            score += earned[x + done_x] - earned[x + i]
            runs.append((x + i, y + j, n))
            if score > best:
                best, best_x, best_y, n_best = score, x + done_x, y + done_y, len(runs)
        del runs[n_best:]
        if ended or best_x == x:
            return runs
        # The window's last changes are only its own ends; the next begins before them.
        score, x, y = best, best_x, best_y


def _grown_back(left: str, right: str, side: Side, x: int, y: int) -> list[Run]:
    """Return the runs of equal tokens that extending backward from two places adds."""
    earned = side.earned
    score = best = 0.0
    runs: list[Run] = []
    while True:
        # Read from the end, so that changes lie as they would in a text read backwards.
        one = left[max(x - WINDOW, 0) : x][::-1]
        two = right[max(y - WINDOW, 0) : y][::-1]
        n_best, best_x, best_y = len(runs), x, y
        done_x = done_y = 0
        ended = not one or not two
        for i, j, n in () if ended else matching_runs(one, two):
            score -= _cost(one[done_x:i], two[done_y:j])
            if score < best - X_DROP:
                ended = True
                break
            done_x, done_y = i + n, j + n
            score += earned[x - i] - earned[x - done_x]
            runs.append((x - done_x, y - done_y, n))
            if score > best:
                best, best_x, best_y, n_best = score, x - done_x, y - done_y, len(runs)
        del runs[n_best:]
        if ended or best_x == x:
            return runs[::-1]
        score, x, y = best, best_x, best_y


def _cost(left: str, right: str) -> float:
    n = max(len(left), len(right))
    if n and (WILDCARD in left or WILDCARD in right):
        n = max(0, n - WILD_REACH)
    return CHANGE * n
