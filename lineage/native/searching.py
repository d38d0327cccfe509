"""The tokens of documents as a store keeps them, and where some n-grams stand in all of them."""

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np

from lineage.native.library import Found, Rows, call
from lineage.native.tables import POSTED, Bools, InARow, Longs, Tokens, edges, ranges


class Streams:
    """Documents as they are kept: streams of tokens in UTF-16, or in UTF-32 and one byte more."""

    def __init__(self, streams: Sequence[bytes]) -> None:
        """Note where streams lie; they are kept as long as this is."""
        self._row: ctypes.c_char_p | None = None
        self.at: Any = (ctypes.c_char_p * len(streams))(*streams)
        self.lengths = np.fromiter(map(len, streams), np.int64, len(streams))

    @classmethod
    def in_a_row(cls, streams: Sequence[bytes]) -> "Streams":
        """Return documents put in a row: of very many short ones, it is told sooner where they lie.

        The row is kept as long as what is returned.
        """
        row = b"".join(streams)
        made = cls(())
        made._row = ctypes.c_char_p(row)
        first = ctypes.cast(made._row, ctypes.c_void_p).value or 0
        made.lengths = np.fromiter(map(len, streams), np.int64, len(streams))
        made.at = (first + edges(made.lengths)[:-1]).astype(np.uintp)
        return made


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
    tokens, sizes = np.empty(first[-1], np.uint32), np.empty(len(streams.lengths), np.int64)
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
        "find_postings", len(streams.lengths), streams.at, streams.lengths, around, len(grams),
        grams, grams.shape[1], found.reference,
    )  # fmt: skip
    return found.rows(n)
