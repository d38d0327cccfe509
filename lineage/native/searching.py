"""Where some n-grams stand in all documents of a store."""

import ctypes
from collections.abc import Sequence

import numpy as np

from lineage.native.library import Found, Rows, call
from lineage.native.tables import LINKED, POSTED, Longs, Tokens


class Streams:
    """Documents as they are kept: streams of tokens in UTF-8."""

    def __init__(self, streams: Sequence[bytes]) -> None:
        """Note where streams lie; they are kept as long as this is."""
        self.at = (ctypes.c_char_p * len(streams))(*streams)
        self.lengths = np.array([*map(len, streams)], np.int64)


def find_postings(streams: Streams, grams: Tokens) -> Rows:
    """Return the postings of n-grams, as rows of `POSTED`, in hierarchical order.

    Args:
        streams: The documents.
        grams: The tokens of each n-gram, each once.
    """
    found = Found(POSTED)
    n = call(
        "find_postings", len(streams.lengths), streams.at, streams.lengths, len(grams),
        grams, grams.shape[1], found.reference,
    )  # fmt: skip
    return found.rows(n)


def linked_between(
    streams: Streams, grams: Tokens, least: Longs, most: Longs, *, pairs: Longs
) -> Rows:
    """Return the postings by which the plan links some pairs of documents, as rows of `LINKED`.

    Args:
        streams: The documents, in the order of their dates.
        grams: The tokens of the n-grams that are looked at, each once.
        least: Of each, the smallest hash with a continuation of the postings that are.
        most: The greatest.
        pairs: The pairs in order, each the smaller document times 2 ** 32 and the other.
    """
    is_wanted = np.zeros(len(streams.lengths), np.uint8)
    is_wanted[np.concatenate([pairs >> 32, pairs & (2**32 - 1)])] = 1
    found = Found(LINKED)
    n = call(
        "linked_between", len(streams.lengths), streams.at, streams.lengths, len(grams),
        grams, grams.shape[1], least, most, is_wanted, len(pairs), pairs, found.reference,
    )  # fmt: skip
    return found.rows(n)
