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

Numbers = npt.NDArray[np.uint64]


class Usage(Protocol):
    """What can be asked of a corpus's usage, wherever it is kept."""

    @property
    def known(self) -> Numbers:
        """What is known without asking, numbered and in order as that of an `Attestation`."""
        ...

    def is_said(self, pair: str, *, outside: Collection[int] = ()) -> bool:
        """Say whether a document has two tokens in a row, those ``outside`` not counted."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Attestation:
    """All pairs of neighbouring tokens of a corpus, and the documents that have them.

    Attributes:
        known: One number for each pair and document that has it, in order: the pair's, and in
            the last bits the document's.
    """

    known: Numbers

    def is_said(self, pair: str, *, outside: Collection[int] = ()) -> bool:
        """Say whether a document has two tokens in a row.

        Args:
            pair: The two tokens.
            outside: Documents that do not count.
        """
        code = pair_code(pair)
        ends = np.array((code, code + 1), np.uint64) << _DOCUMENT_BITS
        first, last = self.known.searchsorted(ends).tolist()
        # Of the pair and a document, the document alone is left.
        return any(int(each ^ ends[0]) not in outside for each in self.known[first:last])


def attestation(prepared: Sequence[Prepared]) -> Attestation:
    """Return what the documents say, two tokens at a time."""
    found = [
        token_pairs(side) << _DOCUMENT_BITS | np.uint64(number)
        for number, side in enumerate(prepared)
    ]
    known = np.concatenate([np.zeros(0, np.uint64), *found])
    # Pair and document as one number: many times sooner in order than rows of two.
    known.sort()
    return Attestation(known)


def token_pairs(side: Prepared) -> Numbers:
    """Return the pairs of neighbouring tokens of one document as numbers, in order."""
    codes = side.codes.astype(np.uint64)
    stretches = codes[:-1] << _CODE_BITS | codes[1:]
    within = stretches[side.borders[1:-1] < Border.CLAUSE]
    # `np.unique` asks whether they are masked, and that question imports for some time.
    within.sort()
    is_new = np.ones(len(within), bool)
    np.not_equal(within[1:], within[:-1], out=is_new[1:])
    once: Numbers = within[is_new]
    return once


def pair_code(pair: str) -> int:
    """Return two tokens in a row as the number that `token_pairs` has for them."""
    one, two = map(ord, pair)
    return one << int(_CODE_BITS) | two
