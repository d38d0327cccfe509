"""Runs of equal tokens: what an alignment of two texts is made of.

A run is three numbers, its first token on the left, its first token on the right and its
length. Most passages are a handful of runs, so looking at runs instead of tokens makes
many small steps several times faster; the surprisal of a run is the difference of two
running sums.
"""

from rapidfuzz.distance import Levenshtein

Run = tuple[int, int, int]
"""First left token, first right token, number of tokens."""


def matching_runs(left: str, right: str, x: int = 0, y: int = 0) -> list[Run]:
    """Return the runs of equal tokens of a Levenshtein alignment, in order.

    Args:
        left: Token stream of the left stretch.
        right: Token stream of the right stretch.
        x: Number of the left stretch's first token.
        y: Number of the right stretch's first token.

    Example:
        >>> matching_runs("重于山", "重于泰山")
        [(0, 0, 2), (2, 3, 1)]
    """
    if left == right:
        return [(x, y, len(left))] if left else []
    blocks = Levenshtein.editops(left, right).as_matching_blocks()
    # The last block is empty and stands at the ends. Taken apart as a tuple, a block takes
    # three times as long.
    return [(x + block.a, y + block.b, block.size) for block in blocks if block.size]
