"""Runs of equal tokens: what an alignment of two texts is made of.

A run is three numbers, its first token on the left, its first token on the right and its
length. Most passages are a handful of runs, so looking at runs instead of tokens makes
the many small steps of a corpus several times faster; the surprisal of a run is the
difference of two running sums.
"""

from collections.abc import Iterable, Iterator, Sequence

from lineage.runs import Run, matching_runs

__all__ = ["Point", "Run", "matching_runs", "n_aligned", "overlap_of", "points_of", "runs_of"]

Point = tuple[int, int]
"""A left token and the right token it is aligned with."""


def runs_of(points: Iterable[Point]) -> list[Run]:
    """Return points, ordered by their left tokens, as runs.

    Example:
        >>> runs_of([(0, 5), (1, 6), (4, 8)])
        [(0, 5, 2), (4, 8, 1)]
    """
    runs: list[Run] = []
    x = y = n = 0
    for i, j in points:
        if n and i == x + n and j == y + n:
            n += 1
            continue
        if n:
            runs.append((x, y, n))
        x, y, n = i, j, 1
    if n:
        runs.append((x, y, n))
    return runs


def points_of(runs: Iterable[Run]) -> Iterator[Point]:
    """Yield the points of runs.

    Example:
        >>> list(points_of([(0, 5, 2), (4, 8, 1)]))
        [(0, 5), (1, 6), (4, 8)]
    """
    for x, y, n in runs:
        for k in range(n):
            yield x + k, y + k


def n_aligned(runs: Iterable[Run]) -> int:
    """Return the number of tokens that runs align."""
    return sum(n for _, _, n in runs)


def overlap_of(runs: Sequence[Run], axis: int, start: int, end: int) -> Iterator[Run]:
    """Yield the parts of runs whose left (axis 0) or right (1) tokens lie in a stretch."""
    for x, y, n in runs:
        at = y if axis else x
        low, high = max(start - at, 0), min(end - at, n)
        if low < high:
            yield x + low, y + low, high - low
