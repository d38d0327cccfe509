"""Which places of very many are touched by a few others."""

import numpy as np

from lineage.native.library import call
from lineage.native.tables import Ints, edges


def touched(documents: Ints, starts: Ints, ends: Ints, *, others: Ints, share: float) -> Ints:
    """Return the numbers of places that others overlap by a share of the shorter of the two.

    Args:
        documents: The document of each place; they may stand in any order.
        starts: The first token of each.
        ends: The end of each.
        others: Document, first token and end of each of the others, in this order.
        share: The share; of what does not overlap at all, none has it.
    """
    first = edges(np.bincount(others[:, 0]))
    found = np.empty(len(documents), np.int32)
    n = call(
        "touched", len(documents), documents, starts, ends, len(first) - 1, first, others, share,
        found,
    )  # fmt: skip
    return found[:n]
