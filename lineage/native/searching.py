"""Where some n-grams stand in all documents of a store."""

import ctypes
from collections.abc import Sequence

import numpy as np

from lineage.native.library import Found, Rows, call
from lineage.native.tables import POSTED, Tokens


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
