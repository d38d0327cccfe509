"""Which documents say which two tokens in a row.

What is written elsewhere too is usage, and no slip of the pen, however odd it looks to a
dictionary. Two tokens in a row are the strictest measure: a slip hardly ever makes a pair
that somebody else writes, while what people do write is soon found in pairs. Pairs across
the border of a clause are no usage and are left out.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lineage.native.tables import in_order_once
from lineage.native.wordings import pairs_in_a_row
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another
from lineage.prepare import Prepared

_CODE_BITS = 21
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


def attestation(
    prepared: Sequence[Prepared], map_parts: MapParts = one_after_another
) -> Attestation:
    """Return what the documents say, two tokens at a time.

    Args:
        prepared: The documents.
        map_parts: Does the work that can be done in parts.
    """
    parts = in_parts([len(side.codes) for side in prepared], _TOKENS_A_PART)
    found = chain.from_iterable(map_parts(_pairs_of, prepared, parts))
    known = np.concatenate([np.zeros(0, np.uint64), *found])
    # Pair and document as one number: many times sooner in order than rows of two.
    known.sort()
    return Attestation(known)


_TOKENS_A_PART = 200_000
"""Tokens of the documents that are read in one go."""


@in_kernels
def _pairs_of(prepared: Sequence[Prepared], part: slice) -> list[Numbers]:
    return [_once(side, number) for number, side in enumerate(prepared[part], part.start)]


def token_pairs(side: Prepared) -> Numbers:
    """Return the pairs of neighbouring tokens of one document as numbers, in order."""
    return _once(side, 0) >> _DOCUMENT_BITS


def _once(side: Prepared, document: int) -> Numbers:
    """Return the pairs of a document as an `Attestation` has them."""
    return in_order_once(pairs_in_a_row(side.codes, side.borders, document))


def pair_code(pair: str) -> int:
    """Return two tokens in a row as the number that `token_pairs` has for them."""
    one, two = map(ord, pair)
    return one << _CODE_BITS | two
