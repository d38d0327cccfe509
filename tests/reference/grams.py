"""The hashes of n-grams, those of a text at once; see `native/postings.c`."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from lineage.native.tables import Tokens
from lineage.normalize import WILDCARD

# Odd multipliers with well mixed bits (the constants of the SplitMix64 generator:
# G. L. Steele et al., "Fast Splittable Pseudorandom Number Generators", 2014).
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def gram_hashes(codes: Tokens, length: int) -> npt.NDArray[np.uint64]:
    """Return the hash of the ``length`` tokens that start at each position.

    Near the end fewer tokens are left; their hash says so.
    """
    return _put_together(_blocks(codes, length), length)


_Hashes = npt.NDArray[np.uint64]


def _blocks(codes: Tokens, longest: int) -> dict[int, _Hashes]:
    """Return the hashes of 1, 2, 4 … tokens that start at each position."""
    blocks = {1: _mixed(codes.astype(np.uint64))}
    size = 1
    while size * 2 <= longest:
        blocks[size * 2] = _join(blocks[size], blocks[size], size)
        size *= 2
    return blocks


def _put_together(blocks: Mapping[int, _Hashes], length: int) -> _Hashes:
    """Return the hash of a length from those of its binary digits."""
    size = done = 1 << (length.bit_length() - 1)
    hashes = blocks[size]
    while done < length:
        size //= 2
        if done + size <= length:
            hashes = _join(hashes, blocks[size], done)
            done += size
    return hashes


def _mixed(values: _Hashes) -> _Hashes:
    """Mix the bits of values, which are written over: memory takes longer than sums."""
    values += np.uint64(1)
    values *= _MIX
    values ^= values >> np.uint64(30)
    values *= _MIX_1
    values ^= values >> np.uint64(27)
    values *= _MIX_2
    values ^= values >> np.uint64(31)
    return values


def _join(first: _Hashes, second: _Hashes, offset: int) -> _Hashes:
    """Hash each block together with the one that starts ``offset`` tokens later."""
    joined = first * _MIX_1
    joined[: max(len(first) - offset, 0)] += second[offset:]
    return _mixed(joined)


def valid_grams(codes: Tokens, length: int) -> npt.NDArray[np.bool_]:
    """Return where ``length`` tokens start that hold no placeholder."""
    n = len(codes)
    bad = np.concatenate([[0], np.cumsum(codes == ord(WILDCARD))])
    valid = np.zeros(n, bool)
    if n >= length:
        valid[: n - length + 1] = bad[length:] == bad[: n - length + 1]
    return valid
