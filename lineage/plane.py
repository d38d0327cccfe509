"""Local alignment in the plane of two whole texts, forward and backward.

For every pair of equal tokens: how good is the best alignment that runs through it? The
score of the best alignment that ends there is computed from the upper left, that of the
best one that starts there from the lower right; their sum answers the question. A pair
that is (nearly) the best choice for its left and for its right token is kept. What is
kept lies along the shared passages and nowhere else, whatever was changed, dropped,
inserted or moved between them; rivals for one stretch are settled by the same sum.

Scores are the usual ones of local alignment (T. F. Smith and M. S. Waterman,
"Identification of Common Molecular Subsequences", 1981), with a **cap**: no score grows
beyond it, so an alignment that has fallen by the cap is over, however long it was. That
is the X-drop rule (Z. Zhang et al., "A greedy algorithm for aligning DNA sequences",
2000) in a form that takes no decisions, so that many pairs are computed at once.

Why not extension from seeds with rapidfuzz, as for a corpus: on planted Chinese reuse it
lost the passages with a third of the characters changed and most clauses in another
order; the plane found 97 % of all planted characters.

Only tiles of the plane near a shared n-gram that is worth a look are computed: a third of them,
of two reports. What is worth a look grows with the texts (`seed_bits`), for around n-grams of 12
bits lie a seventh to a third of all tiles, however long the texts are. One bit for each doubling
of the pairs of places is what chance asks for; of laws, the tiles to look at still grow with the
length to the power 1.5 then, since language repeats itself. With two bits they do to the power
1.1 from 100,000 to 400,000 characters, and 1.5 from there to a million, where laws of provinces
say the same. Of 80 planted pairs, the texts of either side put in one of 500,000 characters,
nothing is lost that way, and from 28 bits on, some of what has a third of its characters changed.

What both texts repeat has the square of its copies. Pairs of a token are kept until their
scores sum up to some twenty whole alignments (10,000 points), or more if they are few on the
other side; of more, those that stand where they would if the copies of both texts were counted
off together. Of pairs of city reports and laws, the fullest token comes to 2,400 points, and of
ten of them in a row to 5,300, so that texts feel nothing of it unless they repeat a sentence
more than sixteen times, both of them, or a phrase of four tokens 250 times. In long texts the
tiles around them would be too many already, those around a line that stands 1,000 times in both
nearly all: there n-grams that both have more than 64 times are worth a look only where they stand
in that order, or go on to be one that is rarer. It takes 7 of 50 s then; of laws, with 400,000
characters on either side, three passages of 866 are not found, with 16 copies six. In texts of
ordinary length it is 256 times, which none of 200 pairs of reports, speeches and laws comes to
(with 64, one n-gram in 54 of them stands where nothing is looked at, to 28 of them, and no passage
is another); a thousand copies of a sentence take half the time then and a third of the memory.

The plane is computed in C (`native/plane.c`, the tiles in `native/tiles.c`), a diagonal at a
time: the pairs of a diagonal are independent of each other, and one instruction computes
eight of them. Two reports of 20,000 characters take 0.16 s. In numpy, a row at a time with
a running maximum for the gaps in it, it was 3.4 s, and all scores of 4,096 left tokens
were in memory.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.measures import chance_bits
from lineage.native import passages
from lineage.native.tables import Tokens

Ints = npt.NDArray[np.int64]

MATCH = 10
"""Points for two equal tokens, as in `native/plane.c`."""

CAP = 300
"""Points that no alignment counts beyond, on either side of a pair, as there."""

SEED_BITS = 12.0
"""Surprisal that makes a shared n-gram worth a look in two texts of ordinary length."""

_ORDINARY = 32.0
_FOR_EACH_DOUBLING = 2.0
"""Bits that name a pair of places of two texts of 65,536 tokens, the longest of ordinary length,
and what each doubling of the pairs adds to the surprisal that makes an n-gram worth a look."""

_MOST_COPIES, _OF_LONG = 256, 64
"""Copies of an n-gram that each is held against where both texts have more: in texts of ordinary
length, and in longer ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Pairs of equal tokens along the shared passages, in order of x, then y.

    Attributes:
        x: Token of the left text.
        y: Token of the right text.
        score: Score of the best local alignment through the pair, in alignment points.
        n_left_out: Pairs that were left out as copies too many.
        n_passed_over: Shared n-grams that stand where nothing was looked at.
    """

    x: Ints
    y: Ints
    score: Ints
    n_left_out: int = 0
    n_passed_over: int = 0

    def pairs(self) -> npt.NDArray[np.int32]:
        """Return the tokens of the pairs, as two columns."""
        return np.stack((self.x, self.y), axis=1).astype(np.int32)


def seed_bits(n_left: int, n_right: int) -> float:
    """Return the surprisal that makes an n-gram that two texts share worth a look.

    Args:
        n_left: Tokens of the one text.
        n_right: Tokens of the other.

    Example:
        >>> seed_bits(20_000, 20_000), seed_bits(2**20, 2**20)
        (12.0, 28.0)
    """
    return SEED_BITS + _FOR_EACH_DOUBLING * max(0.0, chance_bits(n_left, n_right) - _ORDINARY)


def most_copies(n_left: int, n_right: int) -> int:
    """Return against how many of its copies each is held of what two texts repeat.

    Args:
        n_left: Tokens of the one text.
        n_right: Tokens of the other.

    Example:
        >>> most_copies(20_000, 20_000), most_copies(2**20, 2**20)
        (256, 64)
    """
    return _MOST_COPIES if chance_bits(n_left, n_right) <= _ORDINARY else _OF_LONG


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
    rows, n_left_out, n_passed_over = passages.aligned_points(
        left,
        right,
        left_bits=left_bits,
        right_bits=right_bits,
        threshold=threshold,
        least_bits=seed_bits if least_bits is None else least_bits,
        seed_bits=seed_bits,
        most_copies=most_copies,
    )
    x, y, score = (rows[name].astype(np.int64) for name in ("x", "y", "score"))
    return Points(x, y, score, n_left_out, n_passed_over)
