"""Which wordings the plan of seeding links, in arrays.

Of the wordings of families only the pairs are asked for, not the segments: a kernel tells them
in a tenth of the time that the plan takes.
"""

from dataclasses import dataclass

import numpy as np

from lineage.native.passages import neighbours
from lineage.native.tables import Ints, Longs
from lineage.parts import MapParts, in_kernels, one_after_another
from lineage.seeding import Columns


@dataclass(frozen=True, slots=True, eq=False)
class _Postings:
    """Postings in the order of their documents and places, and in how many parts they are cut."""

    h1: Longs
    h2: Longs
    h4: Longs
    documents: Ints
    n_parts: int


def linked_documents(table: Columns, map_parts: MapParts = one_after_another) -> tuple[Ints, Longs]:
    """Return the pairs of documents that the plan links, in order, and by how many links each.

    Args:
        table: Postings in the order of their documents and places.
        map_parts: Does the work that can be done in parts.
    """
    h1, h2, h4 = (np.ascontiguousarray(table[name], np.int64) for name in ("h1", "h2", "h4"))
    documents = np.ascontiguousarray(table["doc"], np.int32)
    n_parts = _PARTS if len(h1) > _FEW else 1
    state = _Postings(h1, h2, h4, documents, n_parts)
    found = list(map_parts(_linked_by, state, range(n_parts)))
    pairs, times = _summed(*map(np.concatenate, zip(*found, strict=True)))
    return np.stack((pairs >> 32, pairs & (2**32 - 1)), axis=1).astype(np.int32), times


_FEW = 300_000
"""Postings whose links are found before threads have begun."""

_PARTS = 8
"""Parts that more are cut in, by their n-grams: only equal ones are linked. A power of two."""


@in_kernels
def _linked_by(state: _Postings, part: int) -> tuple[Longs, Longs]:
    """Return what documents the n-grams of one part link, a pair as one number, and how often."""
    rows = np.flatnonzero(state.h1 & state.n_parts - 1 == part)
    order = rows[np.argsort(state.h1[rows])]
    found = neighbours(order, state.h1, state.h2, state.h4, state.documents)
    pairs = found["one"].astype(np.int64) << 32 | found["other"]
    return _summed(pairs, np.ones(len(pairs), np.int64))


def _summed(keys: Longs, times: Longs) -> tuple[Longs, Longs]:
    """Return the different keys in order, and the sum of what is said of each."""
    order = np.argsort(keys)
    keys = keys[order]
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[first], np.add.reduceat(times[order], first) if len(first) else times
