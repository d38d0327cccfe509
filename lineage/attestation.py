"""Which documents say which two tokens in a row.

What is written elsewhere too is usage, and no slip of the pen, however odd it looks to a
dictionary. Two tokens in a row are the strictest measure: a slip hardly ever makes a pair
that somebody else writes, while what people do write is soon found in pairs. Pairs across
the border of a clause are no usage and are left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lineage.prepare import Prepared
from lineage.segment import Border

_CODE_BITS = np.uint64(21)
"""Bits of a code point."""

_DOCUMENT_BITS = np.uint64(22)
"""Bits that two of them leave of 64 for a document: for four million."""


class Usage(Protocol):
    """What can be asked of a corpus's usage, wherever it is kept."""

    def documents_with(self, pair: str, *, outside: Collection[int] = ()) -> int:
        """Return how many documents have two tokens in a row, those ``outside`` not counted."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Attestation:
    """All pairs of neighbouring tokens of a corpus, and the documents that have them.

    Attributes:
        codes: The pairs as numbers, in order, one for each document that has it.
        documents: The numbers of these documents.
    """

    codes: npt.NDArray[np.uint64]
    documents: npt.NDArray[np.int32]

    def documents_with(self, pair: str, *, outside: Collection[int] = ()) -> int:
        """Return how many documents have two tokens in a row.

        Args:
            pair: The two tokens.
            outside: Documents that do not count.
        """
        code = np.uint64(pair_code(pair))
        first, last = np.searchsorted(self.codes, (code, code + np.uint64(1)))
        return sum(int(number) not in outside for number in self.documents[first:last])


def attestation(prepared: Sequence[Prepared]) -> Attestation:
    """Return what the documents say, two tokens at a time."""
    found = [
        token_pairs(side) << _DOCUMENT_BITS | np.uint64(number)
        for number, side in enumerate(prepared)
    ]
    every = np.concatenate([np.zeros(0, np.uint64), *found])
    # Pair and document as one number: many times sooner in order than rows of two.
    every.sort()
    documents = every & ((np.uint64(1) << _DOCUMENT_BITS) - np.uint64(1))
    return Attestation(every >> _DOCUMENT_BITS, documents.astype(np.int32))


def token_pairs(side: Prepared) -> npt.NDArray[np.uint64]:
    """Return the pairs of neighbouring tokens of one document as numbers, in order."""
    codes = side.codes.astype(np.uint64)
    if len(codes) < 2:
        return np.zeros(0, np.uint64)
    stretches = _code(np.stack([codes[:-1], codes[1:]]))
    within = stretches[side.borders[1:-1] < Border.CLAUSE]
    # `np.unique` asks whether they are masked, and that question imports for some time.
    within.sort()
    is_new = np.ones(len(within), bool)
    np.not_equal(within[1:], within[:-1], out=is_new[1:])
    once: npt.NDArray[np.uint64] = within[is_new]
    return once


def pair_code(pair: str) -> int:
    """Return two tokens in a row as the number that `token_pairs` has for them."""
    return int(_code(np.array([[ord(token)] for token in pair], np.uint64))[0])


def _code(tokens: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return two rows of tokens as one row of numbers."""
    numbers: npt.NDArray[np.uint64] = tokens[0] << _CODE_BITS | tokens[1]
    return numbers
