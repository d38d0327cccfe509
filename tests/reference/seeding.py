"""The postings of documents, a document and a column at a time."""

from collections.abc import Sequence

import numpy as np

from lineage.native.tables import Tokens
from lineage.seeding import Column
from reference.grams import gram_hashes, valid_grams


def postings(streams: Sequence[Tokens], k: int) -> dict[str, Column]:
    """Return the columns of the table that the plan of seeding reads."""
    columns: dict[str, list[Column]] = {
        "h1": [np.zeros(0, np.int64)],
        "h2": [np.zeros(0, np.int64)],
        "h4": [np.zeros(0, np.int64)],
        "doc": [np.zeros(0, np.int32)],
        "pos": [np.zeros(0, np.int32)],
    }
    for number, codes in enumerate(streams):
        pos = np.flatnonzero(valid_grams(codes, k)).astype(np.int32)
        # Nothing stands behind a document for as long as a continuation reaches.
        continued = np.concatenate((codes, np.zeros(4 * k, np.uint32)))
        for name, length in (("h1", k), ("h2", 2 * k), ("h4", 4 * k)):
            columns[name].append(gram_hashes(continued, length)[pos].view(np.int64))
        columns["doc"].append(np.full(len(pos), number, np.int32))
        columns["pos"].append(pos)
    return {name: np.concatenate(parts) for name, parts in columns.items()}
