"""Segments of a corpus → those that may come to a passage.

Most n-grams that two documents share stand there by chance, or are a phrase that everybody
uses. Extending each of them takes ten times as long as a look at what stands beside it:
the tokens that agree on the same diagonal or on one of its neighbours, weighed as the
extension weighs them. A segment is kept if it may reach most of the bits that a passage
must have. Measured on 438 laws and speeches: of the segments a third is left, and of the
occurrences of families that are listed 99.2 in a hundred keep one.

As BLAST does before it aligns with gaps: S. F. Altschul et al., "Gapped BLAST and
PSI-BLAST", 1997.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.normalize import WILDCARD
from lineage.prepare import EARNED, Prepared

_REACH = 24
"""Tokens on either side that are looked at."""

_SHIFT = 3
"""How far the two texts may be out of step there."""

_CHANGE = 2.0
_STEP = 3.0
"""Bits that a token that differs costs, and a token that the texts are out of step by: less
than extension asks, since what stands further on may make good for it."""

_SHARE = 0.8
"""Share of the bits of a passage that a segment must promise."""

_AT_ONCE = 2**15

_Codes = npt.NDArray[np.uint32]
_Floats = npt.NDArray[np.float32]
_Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Screen:
    """The tokens of a corpus, one document after another, with room between.

    Attributes:
        left: Codes of the tokens; 0 where nothing can agree.
        right: The same, with 1 in place of 0.
        earned: What a token earns that agrees, in bits.
        sums: Surprisal of all tokens before each.
        starts: Where each document starts.
    """

    left: _Codes
    right: _Codes
    earned: _Floats
    sums: npt.NDArray[np.float64]
    starts: _Numbers


def make_screen(prepared: Sequence[Prepared]) -> Screen:
    """Return what `promising` looks at."""
    room = _REACH + _SHIFT
    lengths = [len(side.codes) for side in prepared]
    starts = np.cumsum([room, *(n + room for n in lengths)])
    left = np.zeros(starts[-1], np.uint32)
    bits = np.zeros(starts[-1], np.float32)
    for side, start in zip(prepared, starts.tolist(), strict=False):
        left[start : start + len(side.codes)] = side.codes
        bits[start : start + len(side.codes)] = side.bits
    left[left == ord(WILDCARD)] = 0
    sums = np.zeros(len(bits) + 1)
    np.cumsum(bits, dtype=np.float64, out=sums[1:])
    return Screen(left, np.maximum(left, 1), bits.clip(*EARNED), sums, starts[:-1])


def promising(
    screen: Screen,
    documents: tuple[_Numbers, _Numbers],
    places: tuple[_Numbers, _Numbers],
    lengths: _Numbers,
    least_bits: float,
) -> npt.NDArray[np.bool_]:
    """Return which segments may come to a passage.

    Args:
        screen: The corpus.
        documents: Number of the left and the right document of each segment.
        places: First left and first right token of each.
        lengths: Tokens of each.
        least_bits: Bits that a passage must have.
    """
    x, y = (screen.starts[d] + p for d, p in zip(documents, places, strict=True))
    bits = screen.sums[x + lengths] - screen.sums[x]
    least = _SHARE * least_bits
    for first in range(0, len(x), _AT_ONCE):
        rows = first + np.flatnonzero(bits[first : first + _AT_ONCE] < least)
        after, before = x[rows] + lengths[rows], y[rows] + lengths[rows]
        bits[rows] += _beside(screen, after, before, 1)
        bits[rows] += _beside(screen, x[rows] - 1, y[rows] - 1, -1)
    kept: npt.NDArray[np.bool_] = bits >= least
    return kept


def _beside(screen: Screen, x: _Numbers, y: _Numbers, step: int) -> _Floats:
    """Return the most that agrees beside each pair of places, in bits."""
    reach = step * np.arange(_REACH + _SHIFT)
    left = screen.left[x[:, None] + reach]
    right = screen.right[y[:, None] + reach]
    earned = screen.earned[x[:, None] + reach]
    best = np.zeros(len(x), np.float32)
    for shift in range(-_SHIFT, _SHIFT + 1):
        on_left, on_right = max(shift, 0), max(-shift, 0)
        mine = slice(on_left, on_left + _REACH)
        agrees = left[:, mine] == right[:, on_right : on_right + _REACH]
        gained = np.where(agrees, earned[:, mine], np.float32(-_CHANGE))
        np.cumsum(gained, axis=1, out=gained)
        np.maximum(best, gained.max(axis=1) - np.float32(_STEP * abs(shift)), out=best)
    return best
