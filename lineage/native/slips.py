"""Changes of wordings: which of them may be slips."""

import numpy as np
import numpy.typing as npt

from lineage.native.descriptions import Documents
from lineage.native.library import Found, Rows, call
from lineage.native.tables import Ints, Longs, Texts

LEFT_BROKEN, RIGHT_BROKEN, DOUBLED, LEFT_FAULT, RIGHT_FAULT = 1, 2, 4, 8, 16
"""What a change may be: a word that the left reading breaks, or the right one, or a word that one
doubles; and what it is: a fault that the left reading alone makes, or the right one."""

SLIP = np.dtype(
    [
        ("pair", np.int32),
        *((side, np.int32, 3) for side in ("left", "right")),
        *((f"around_{side}", np.int32, 2) for side in ("left", "right")),
        ("signs", np.int32),
    ]
)
"""A change that may be a slip: of which pair of versions, the places that differ, the tokens around
them up to the ends of their clauses, and what it may be, added up."""


def slips(
    texts: Texts,
    documents: Documents,
    first: Longs,
    pairs: Ints,
    *,
    first_bearers: Longs,
    bearers: Ints,
    said: npt.NDArray[np.uint64],
    excess: npt.NDArray[np.float64],
) -> tuple[Rows, Ints]:
    """Return the changes between versions of wordings that may be slips; mostly there are none.

    What it takes to make sure of them takes many times as long. Versions are aligned as
    rapidfuzz aligns them; changes with one equal token between are one.

    Args:
        texts: The documents.
        documents: The same as they are read.
        first: Where the pairs of each family begin.
        pairs: A row for each: document, first token and end of either version.
        first_bearers: Where the documents begin that have each family's wording; what they say
            shows nothing.
        bearers: The numbers of all these.
        said: Pairs of tokens and documents that have them, numbered as by
            `lineage.attestation`, in order: what shows that a reading is usual.
        excess: What `lineage.broken.excess_of` returned.

    Returns:
        Rows of `SLIP` in the order of the pairs, and how many tokens of each pair are equal.
    """
    found, equal = Found(SLIP), np.zeros(len(pairs), np.int32)
    n = call(
        "slips", texts.table, documents.table, len(documents.table), len(first) - 1, first, pairs,
        first_bearers, bearers, len(said), said, len(excess), excess, equal,
        found.reference,
    )  # fmt: skip
    return found.rows(n), equal
