"""What kernels are given and give back: documents, and tables of places and families."""

from array import array
from collections.abc import Sequence
from copy import copy
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int32]
Bits = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

RUN = np.dtype([("x", np.int32), ("y", np.int32), ("length", np.int32)])
"""Equal tokens in a row: the first one left and right, and how many."""

LINK = np.dtype([("left", np.int32, 3), ("right", np.int32, 3), ("likeness", np.float64)])
"""A passage pair: document, first token and end on either side, and how alike they are."""

FAMILY = np.dtype([("of", np.int32), ("model", np.int32, 3), ("end", np.int64)])
"""A family whose members were aligned: of which given one it came, the place of its wording, and
after the last of its members, counted over all."""

PIECE = np.dtype(
    [(name, np.int32, 2) for name in ("left", "right", "snapped_left", "snapped_right")]
    + [("n", np.int32), ("n_held", np.int32), ("bits", np.float64), ("score", np.float64)]
)
"""A piece of alignment; see `lineage.chain.Piece`."""

POINT = np.dtype([(name, np.int32) for name in ("x", "y", "score")])
"""Two equal tokens, and the score of the best local alignment that runs through them."""

COHESIVE = np.dtype(
    [
        (name, np.int32)
        for name in ("n_members", "n_documents", "n_at_clauses", "document", "start", "end")
    ]
    + [("last", np.int64)],
    align=True,
)
"""A family as it is listed: what there is of it with whole clauses (see
`lineage.evidence.Clauses`), a place that has its wording, and after the last of its members,
counted over all."""

PAIR = np.dtype([("one", np.int32), ("other", np.int32)])
"""The numbers of two documents, or of two places."""

POSTED = np.dtype([(name, np.int32) for name in ("gram", "doc", "pos")])
"""A posting: the number of its n-gram, the document and the place."""

NESTED = np.dtype([("inner", np.int32), ("outer", np.int32)])
"""The number of what is part of another, and that of the other."""

HELD = np.dtype([(name, np.int32) for name in ("wording", "text", "at")])
"""The numbers of a wording and of a text that holds it, and the token that it begins with there."""

PLACE = np.dtype([("at", np.int32, 3)])

_TEXT = np.dtype(
    [(name, np.uintp) for name in ("tokens", "bits", "sums", "earned", "borders")]
    + [("length", np.int64)],
    align=True,
)


def code_points(text: str) -> Tokens:
    """Return the code points of a text; the tokens of a stream are code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def edges(sizes: npt.ArrayLike) -> Longs:
    """Return where stretches of some sizes begin that stand in a row, and where the last ends.

    Example:
        >>> edges([2, 0, 1]).tolist()
        [0, 2, 2, 3]
    """
    found = np.zeros(np.size(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


class InARow(NamedTuple):
    """Several streams of tokens in a row.

    Attributes:
        first: Where each begins, and where the last ends.
        tokens: The tokens of all.
    """

    first: Longs
    tokens: Tokens


def in_a_row(streams: Sequence[Tokens]) -> InARow:
    """Return streams of tokens in a row."""
    row = np.concatenate((np.zeros(0, np.uint32), *streams), dtype=np.uint32)
    return InARow(edges([*map(len, streams)]), row)


def ranges(first: Ints | Longs, sizes: Ints | Longs) -> Longs:
    """Return the numbers from each given one on, of each as many as its size says, in a row.

    Example:
        >>> ranges(np.array([7, 2, 0]), np.array([2, 0, 3])).tolist()
        [7, 8, 0, 1, 2]
    """
    begins = edges(sizes)
    found: Longs = np.repeat(first - begins[:-1], sizes) + np.arange(begins[-1])
    return found


_Number = TypeVar("_Number", bound=np.integer[Any])


def in_order_once(numbers: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    """Put numbers in order where they stand, and return each once.

    Ten times as fast as `numpy.unique`, which takes a table of hashes, and asks whether the
    numbers are masked, a question that imports for some time.

    Example:
        >>> in_order_once(np.array([5, 1, 5])).tolist()
        [1, 5]
    """
    numbers.sort()
    is_first = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_first[1:])
    return numbers[is_first]


def told_apart(numbers: npt.NDArray[_Number]) -> tuple[npt.NDArray[_Number], Longs]:
    """Return numbers in order and each once, and the place of each given one among these.

    As `numpy.unique` does, of few numbers in a third of the time.

    Example:
        >>> [found.tolist() for found in told_apart(np.array([5, 1, 5]))]
        [[1, 5], [1, 0, 1]]
    """
    order = numbers.argsort()
    ordered = numbers[order]
    is_first = np.ones(len(numbers), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    places = np.empty(len(numbers), np.int64)
    places[order] = is_first.cumsum() - 1
    return ordered[is_first], places


def first_of_each(rows: Ints | Longs) -> Bools:
    """Return which of rows in order are other than the one before.

    Example:
        >>> first_of_each(np.array([[1, 5], [1, 5], [1, 9]])).tolist()
        [True, False, True]
    """
    is_first = np.ones(len(rows), np.bool_)
    is_first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return is_first


def row_order(*columns: Ints | Longs) -> npt.NDArray[np.intp]:
    """Return the order of rows sorted by columns of numbers from 0 on, by the first one first.

    Rows that are alike in all columns may stand in any order.

    Example:
        >>> row_order(np.array([1, 0, 1]), np.array([5, 9, 2])).tolist()
        [1, 2, 0]
    """
    keys = sort_keys(*columns)
    return np.argsort(keys[0]) if len(keys) == 1 else np.lexsort(keys[::-1])


def sort_keys(*columns: Ints | Longs) -> list[npt.NDArray[np.uint64]]:
    """Return numbers that are sorted as columns of numbers from 0 on are, as few as can be.

    Columns are put in one number as long as there is room: one is sorted ten times as fast as
    two.
    """
    keys: list[npt.NDArray[np.uint64]] = []
    room = 0
    for column in columns:
        n_bits = int(column.max(initial=0)).bit_length()
        if keys and n_bits <= room:
            keys[-1] <<= np.uint64(n_bits)
            keys[-1] |= column.astype(np.uint64)
            room -= n_bits
        else:
            keys.append(column.astype(np.uint64))
            room = 64 - n_bits
    return keys


class Text(NamedTuple):
    """What the kernels read of one document.

    Attributes:
        tokens: Code of each token.
        bits: Surprisal of each.
        sums: Surprisal of all tokens before each, and of all.
        earned: The same of what they earn in an alignment.
        borders: Strength of the border before each token, and after the last.
    """

    tokens: Tokens
    bits: Bits
    sums: "array[float]"
    earned: "array[float]"
    borders: npt.NDArray[np.uint8]


class Texts:
    """Documents as the kernels see them: where their arrays lie."""

    def __init__(self, texts: Sequence[Text]) -> None:
        """Note where the arrays of texts lie; these are kept as long as this is."""
        self._texts = texts
        self._weights: list[array[float]] = []
        self.table = np.array(
            [
                (
                    *(each.ctypes.data for each in (text.tokens, text.bits)),
                    *(each.buffer_info()[0] for each in (text.sums, text.earned)),
                    text.borders.ctypes.data,
                    len(text.tokens),
                )
                for text in texts
            ],
            _TEXT,
        )

    def copy(self) -> "Texts":
        """Return the same texts, to be weighed otherwise."""
        copied = copy(self)
        copied.table = self.table.copy()
        return copied

    def weigh(self, number: int, sums: "array[float]") -> None:
        """Put other sums in place of those of a text's surprisal."""
        self.table["sums"][number] = sums.buffer_info()[0]
        self._weights.append(sums)
