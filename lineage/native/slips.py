"""Changes of a wording: which of them may be slips."""

import numpy as np
import numpy.typing as npt

from lineage.native.descriptions import Documents
from lineage.native.library import call
from lineage.native.tables import Bools, Ints, Texts

Signs = npt.NDArray[np.uint8]

BROKEN, DOUBLED, FAULT = 1, 2, 4
"""What a change may be: a word that was broken or doubled, or a fault that was made."""


def suspected(
    texts: Texts,
    documents: Documents,
    changes: Ints,
    *,
    said: npt.NDArray[np.uint64],
    has_wording: Bools,
) -> Signs:
    """Return which signs of a slip each change may be, added up; mostly none.

    What it takes to make sure of them takes many times as long.

    Args:
        texts: The documents.
        documents: The same as they are read.
        changes: A row for each: the document, the first token and the end of either reading.
        said: Pairs of tokens and documents that have them, numbered as by
            `lineage.attestation`, in order: what shows that a reading is usual.
        has_wording: Whether each document has the wording; then it shows nothing.
    """
    signs = np.zeros(len(changes), np.uint8)
    call(
        "suspect", texts.table, documents.table, len(changes), changes, len(said), said,
        has_wording, signs,
    )  # fmt: skip
    return signs
