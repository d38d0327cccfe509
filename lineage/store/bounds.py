"""What the numbers of a place must be for it to lie in a document.

The kernels believe the numbers that they are given, and read and write where these lead. A
store that was damaged, or made to do harm, may hold any: so what is read of it is held against
the documents before anything else is done. By whole columns, that takes an eighth of the time
that reading them takes.
"""

from typing import cast

import numpy as np
import numpy.typing as npt

from lineage.seeding import Column

Numbers = npt.NDArray[np.signedinteger]


class Bounds:
    """How many tokens the documents of a store have.

    Args:
        numbers: Numbers of the documents; of one that comes twice, the last is meant.
        n_tokens: The length of each.

    Raises:
        ValueError: If one cannot be the number of a document.
    """

    def __init__(self, numbers: Column, n_tokens: Column) -> None:
        self._numbers, self._n_tokens = named(numbers), checked(n_tokens)
        # At the end is what numbers lead to that are too large: there is no such document.
        self._lengths = np.full(int(self._numbers.max(initial=-1)) + 2, -1, np.int32)
        self._lengths[self._numbers] = self._n_tokens

    def with_documents(self, numbers: Column, n_tokens: Column) -> "Bounds":
        """Return the same with more documents."""
        every = (self._numbers, numbers), (self._n_tokens, n_tokens)
        return Bounds(*map(np.concatenate, every))

    def without_lengths(self) -> "Bounds":
        """Return the same for what counts in characters, which may be any number of them."""
        return Bounds(self._numbers, np.full(len(self._numbers), np.iinfo(np.int32).max))

    def check_lengths(self, numbers: Numbers, n_tokens: Numbers) -> None:
        """Raise `ValueError` unless documents have so many tokens."""
        if (self._lengths.take(numbers, mode="clip") != n_tokens).any():
            raise ValueError("its columns of tokens differ in length")

    def check_numbers(self, numbers: Numbers) -> None:
        """Raise `ValueError` unless each is the number of a document."""
        if (self._lengths.take(checked(numbers), mode="clip") < 0).any():
            raise ValueError("a document is not there")

    def check_places(self, documents: Column, starts: Column, ends: Column) -> None:
        """Raise `ValueError` unless every place lies in its document, and holds a token.

        Args:
            documents: The number of the document of each.
            starts: Its first token.
            ends: The one after its last.
        """
        numbers, first, behind = map(checked, (documents, starts, ends))
        lengths = self._lengths.take(numbers, mode="clip")
        if (first >= behind).any() or (behind > lengths).any():
            raise ValueError("a place lies outside its document")


def checked(column: Column) -> Numbers:
    """Return numbers of which none is missing or below zero.

    Raises:
        ValueError: If one is.
    """
    is_whole = column.dtype.kind == "i" and not isinstance(column, np.ma.MaskedArray)
    if not is_whole or cast("Numbers", column).min(initial=0) < 0:
        raise ValueError("a number is missing or below zero")
    return cast("Numbers", column)


_MOST = 1 << 27
"""Numbers of documents and of families there may be: as many as come and go in years, and so few
that a table of all numbers there are fits into memory."""


def named(column: Column) -> Numbers:
    """Return the numbers of documents or of families.

    Raises:
        ValueError: If one is missing, below zero, or so high that none can have it.
    """
    numbers = checked(column)
    if numbers.max(initial=0) >= _MOST:
        raise ValueError("a number is too high")
    return numbers
