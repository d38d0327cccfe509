"""Documents that come and go → the passage pairs that come and go with them.

A new document is linked to the neighbours that it would have had from the start, by the
same plan, over the n-grams that it has. Where it comes between two old ones, these are no
longer neighbours there: the plan over the same n-grams as they were before tells where.
The passages of such a pair of old documents are found anew, so that there are those that
a computation from the start finds, as far as words are weighed alike.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.growing import (
    joined,
    missing_rows,
    named_segments,
    ranked_postings,
    rows_where,
)
from lineage.linking import find_links, least_piece_bits
from lineage.places import Link, Place, links_of
from lineage.prepare import texts_of
from lineage.seeding import MAX_GAP, Column, Columns, plan, postings
from lineage.upkeep.batch import Batch

Pairs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a batch changes in the passage pairs of a store.

    Attributes:
        added: The passage pairs that are new.
        dropped: Those that are no longer found; those of documents that go are not told.
        stays: Those of the pairs of documents looked at again that are found as before.
    """

    added: frozenset[Link]
    dropped: frozenset[Link]
    stays: frozenset[Link]


def relink(batch: Batch) -> Relinked:
    """Put the documents of a batch into the store, take others out, and link them.

    Args:
        batch: The change; its documents are kept afterwards, its passage pairs are not.
    """
    store = batch.store
    k = store.seed_length
    table = postings([side.codes for side in batch.fresh.values()], k)
    new = {**table, "doc": np.array([*batch.fresh, 0], np.int32)[table["doc"]]}
    hashes = new["h1"].astype(np.int64)
    if batch.gone:
        hashes = np.concatenate([hashes, store.grams_of(batch.gone)])
    old = store.grams(np.unique(hashes))
    stays = ~np.isin(old["doc"], np.array(sorted(batch.gone), np.int64))
    before = _planned(batch, old, k)
    after = _planned(batch, joined(rows_where(old, stays), new), k)
    store.drop_documents(batch.gone)
    store.put_documents(batch.fresh, k=k)

    lost, come = missing_rows(before, after), missing_rows(after, before)
    is_fresh = _has(come, batch.fresh)
    pairs = _moved_pairs(batch, lost, rows_where(come, ~is_fresh))
    known = store.links_of_pairs(pairs)
    again = _segments_of(batch, pairs, known, rows_where(come, ~is_fresh), k)
    found = _links(batch, joined(rows_where(come, is_fresh), again))
    return Relinked(frozenset(found - known), frozenset(known - found), frozenset(known & found))


def _planned(batch: Batch, rows: Columns, k: int) -> dict[str, Column]:
    """Return the segments of n-grams, their documents named by their numbers."""
    found = batch.means.run(plan(k), {"postings": ranked_postings(rows, batch.ranks)})
    return named_segments(found, {rank: number for number, rank in batch.ranks.items()})


def _has(rows: Columns, documents: Collection[int]) -> npt.NDArray[np.bool_]:
    numbers = np.array(sorted(documents), np.int64)
    return np.isin(rows["a"], numbers) | np.isin(rows["b"], numbers)


def _moved_pairs(batch: Batch, lost: Columns, come: Columns) -> Pairs:
    """Return the pairs of old documents whose passages may be others than before."""
    without_gone = rows_where(lost, ~_has(lost, batch.gone))
    pairs = [batch.store.pairs_with_links(without_gone)]
    if batch.gone:
        # Who stood on either side of what goes may find each other.
        pairs.append(np.stack([come["a"], come["b"]], axis=1).astype(np.int64))
    return np.unique(np.concatenate(pairs), axis=0)


def _segments_of(
    batch: Batch, pairs: Pairs, known: Collection[Link], come: Columns, k: int
) -> dict[str, Column]:
    """Return the segments of pairs of old documents, where they have passages or may have."""
    reach = MAX_GAP + k
    places = {Place(p.document, max(p.start - reach, 0), p.end + reach) for p, _, _ in known} | {
        Place(a, x, x + n)
        for a, x, n in zip(*(come[name].tolist() for name in ("a", "x", "length")), strict=True)
    }
    found = _planned(batch, batch.store.grams(batch.store.grams_at(places)), k)
    of_pairs = _keys(found["a"], found["b"])
    return rows_where(found, np.isin(of_pairs, _keys(pairs[:, 0], pairs[:, 1])))


def _keys(a: Column, b: Column) -> Pairs:
    return a.astype(np.int64) << 32 | b.astype(np.int64)


def _links(batch: Batch, segments: Columns) -> set[Link]:
    numbers, prepared = batch.lay_out({*segments["a"].tolist(), *segments["b"].tolist()})
    here = named_segments(segments, numbers.local)
    least = least_piece_bits(batch.n_tokens, batch.settings.min_bits)
    means = batch.means
    found = find_links(texts_of(prepared), here, least, means.tell, means.map_parts)
    return {*numbers.links_there(links_of(found))}
