"""The tokens of documents as a store keeps them, and where some n-grams stand in all of them."""

import ctypes
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineage.native.library import Found, Rows, address, call
from lineage.native.tables import POSTED, Bools, InARow, Longs, Tokens, edges, ranges


class Streams:
    """Documents as they are kept: streams of tokens in UTF-16, or in UTF-32 and one byte more.

    Attributes:
        at: Where each lies.
        lengths: How many bytes each has.
    """

    def __init__(self, at: npt.NDArray[np.uintp], lengths: Longs, kept: object) -> None:
        """Note where streams lie.

        Args:
            at: Where each lies.
            lengths: How many bytes each has.
            kept: What is to be kept as long as this is.
        """
        self.at, self.lengths, self._kept = at, lengths, kept

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.lengths)

    def __getitem__(self, part: slice) -> "Streams":
        """Return those of a part."""
        return Streams(self.at[part], self.lengths[part], self._kept)

    @classmethod
    def of(cls, streams: Sequence[bytes]) -> "Streams":
        """Return documents where they lie."""
        at = (ctypes.c_char_p * len(streams))(*streams)
        lengths = np.fromiter(map(len, streams), np.int64, len(streams))
        addresses = ctypes.cast(at, ctypes.POINTER(ctypes.c_size_t))
        return cls(np.ctypeslib.as_array(addresses, (len(streams),)), lengths, at)

    @classmethod
    def in_a_row(cls, streams: Sequence[bytes]) -> "Streams":
        """Return documents put in a row: of very many short ones, that takes less."""
        row = ctypes.c_char_p(b"".join(streams))
        first = ctypes.cast(row, ctypes.c_void_p).value or 0
        lengths = np.fromiter(map(len, streams), np.int64, len(streams))
        return cls((first + edges(lengths)[:-1]).astype(np.uintp), lengths, row)

    @classmethod
    def of_tokens(cls, documents: Sequence[Tokens]) -> "Streams":
        """Return documents that are tokens already."""
        at = np.array([*map(address, documents)], np.uintp)
        return cls(at, _in_utf_32(np.array([*map(len, documents)], np.int64)), documents)

    @classmethod
    def of_row(cls, row: InARow) -> "Streams":
        """Return the same of what stands in a row."""
        first, tokens = row
        return cls(
            (address(tokens) + 4 * first[:-1]).astype(np.uintp), _in_utf_32(np.diff(first)), row
        )


def _in_utf_32(n_tokens: Longs) -> Longs:
    """Return how many bytes streams in UTF-32 are said to have; the last is not read."""
    return 4 * n_tokens + 1


def decoded(streams: Streams) -> list[Tokens]:
    """Return the tokens of documents.

    Raises:
        ValueError: If one is no stream of tokens.
    """
    tokens, first, sizes = _decoded(streams)
    return [tokens[at : at + n] for at, n in zip(first.tolist(), sizes.tolist(), strict=True)]


def decoded_in_a_row(streams: Streams) -> InARow:
    """Return the same in a row.

    Raises:
        ValueError: If one is no stream of tokens.
    """
    tokens, first, sizes = _decoded(streams)
    # Most take all the room that they are given.
    spare = ranges(first + sizes, np.diff(first, append=len(tokens)) - sizes)
    return InARow(edges(sizes), np.delete(tokens, spare))


def _decoded(streams: Streams) -> tuple[Tokens, Longs, Longs]:
    """Return tokens, where those of each stream begin, and how many it has."""
    # A token takes two bytes at least.
    first = edges(streams.lengths // 2)
    tokens, sizes = np.empty(first[-1], np.uint32), np.empty(len(streams), np.int64)
    call("decode", len(sizes), streams.at, streams.lengths, first, tokens, sizes)
    if (sizes < 0).any():
        raise ValueError("a stream holds what is no token")
    return tokens, first[:-1], sizes


def find_postings(streams: Streams, grams: Tokens, around: Bools | None = None) -> Rows:
    """Return the postings of n-grams, as rows of `POSTED`, in hierarchical order.

    Args:
        streams: The documents.
        grams: The tokens of each n-gram, each once.
        around: For each document, whether the postings around its own are asked for: as many
            as tell what these are linked to, and what is linked to another one without them.
            Without it, all are.
    """
    found = Found(POSTED)
    n = call(
        "find_postings", len(streams), streams.at, streams.lengths, around, len(grams),
        grams, grams.shape[1], found.reference,
    )  # fmt: skip
    return found.rows(n)
