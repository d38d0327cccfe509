"""Documents that come and go → the passage pairs that come and go with them.

A new document is linked to the neighbours that it would have had from the start, by the
rule of the plan, over the n-grams that it has. Where it comes between two old ones, these
are no longer neighbours there. The passages of such a pair of old documents are found anew,
so that there are those that a computation from the start finds, as far as words are weighed
alike. The links that they are found by are kept in the store: looking for them in all documents
took a tenth of the time of a change.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.growing import joined, named_segments
from lineage.linking import find_links, least_piece_bits, promising
from lineage.neighbours import Ordered, without_links
from lineage.places import Link, links_of
from lineage.prepare import texts_of
from lineage.seeding import MAX_GAP, SEGMENT, Column, Columns, segments_of
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


@dataclass(frozen=True, slots=True)
class _Moved:
    """The links of the plan that a batch changes, those in a row together.

    Attributes:
        fresh: Those that new documents have.
        lost: What old documents no longer have.
        come: What old documents have instead.
    """

    fresh: Columns
    lost: Columns
    come: Columns


def relink(batch: Batch) -> Relinked:
    """Put the documents of a batch into the store, take others out, and link them.

    Args:
        batch: The change; its documents are kept afterwards, its passage pairs are not.
    """
    store = batch.store
    k = store.seed_length
    moved = _moved(batch, k)
    store.drop_documents(batch.gone)
    store.put_documents(batch.fresh)

    pairs = store.pairs_with_links(_widened(segments_of(moved.lost, k), k))
    if batch.gone:
        # Who stood on either side of what goes may find each other.
        pairs = np.unique(np.concatenate([pairs, _pairs_of(moved.come)]), axis=0)
    known = store.links_of_pairs(pairs)
    again = _kept_seeds(batch, moved, pairs)
    found = _links(batch, segments_of(joined(moved.fresh, again), k))
    return Relinked(frozenset(found - known), frozenset(known - found), frozenset(known & found))


def _moved(batch: Batch, k: int) -> _Moved:
    """Return what documents that come and go change in the order of their n-grams."""
    asked = [*(side.codes for side in batch.fresh.values()), *batch.codes_of(batch.gone).values()]
    around = np.zeros(len(batch.ranks), np.bool_)
    around[[batch.ranks[number] for number in (*batch.fresh, *batch.gone)]] = True
    in_order = sorted(batch.ranks, key=batch.ranks.__getitem__)
    ordered = Ordered.shared_with(batch.streams(in_order), asked, k, around)
    is_fresh, is_gone = (_is_of(ordered, batch, numbers) for numbers in (batch.fresh, batch.gone))
    before, after = ordered.neighbours(~is_fresh), ordered.neighbours(~is_gone)
    changed = before != after
    lost = changed & (before >= 0) & ~is_gone & ~is_gone[before]
    come = changed & (after >= 0)
    with_fresh = come & (is_fresh | is_fresh[after])
    return _Moved(
        _named(batch, ordered.links(after, with_fresh)),
        _named(batch, ordered.links(before, lost)),
        _named(batch, ordered.links(after, come & ~with_fresh)),
    )


def _is_of(ordered: Ordered, batch: Batch, numbers: Collection[int]) -> npt.NDArray[np.bool_]:
    return np.isin(ordered.doc, np.array([batch.ranks[number] for number in numbers], np.int64))


def _named(batch: Batch, links: Columns) -> dict[str, Column]:
    """Return links, their documents named by their numbers."""
    return named_segments(links, {rank: number for number, rank in batch.ranks.items()})


def _widened(segments: Columns, k: int) -> dict[str, Column]:
    """Return segments with as much around them as may lie between two parts of a passage."""
    reach = MAX_GAP + k
    moved = {name: segments[name] - reach for name in "xy"}
    return {**segments, **moved, "length": segments["length"] + 2 * reach}


def _kept_seeds(batch: Batch, moved: _Moved, pairs: Pairs) -> dict[str, Column]:
    """Keep the links that there are now, and return those of some pairs of old documents."""
    store, lost = batch.store, moved.lost
    stored = store.seeds_of_pairs(np.unique(np.concatenate([pairs, _pairs_of(lost)]), axis=0))
    touched, left = without_links(stored, lost)
    store.drop_seeds(stored["number"][touched])
    store.put_seeds(joined(left, moved.come, moved.fresh))
    stays = {name: np.delete(stored[name], touched) for name in SEGMENT}
    now = joined(stays, left, moved.come)
    is_asked = np.isin(_keys(_pairs_of(now)), _keys(pairs))
    return {name: column[is_asked] for name, column in now.items()}


def _pairs_of(rows: Columns) -> Pairs:
    return np.stack([rows["a"], rows["b"]], axis=1).astype(np.int64)


def _keys(pairs: Pairs) -> Pairs:
    """Return a number for each pair of documents."""
    keys: Pairs = pairs[:, 0] << 32 | pairs[:, 1]
    return keys


def _links(batch: Batch, segments: Columns) -> set[Link]:
    least = least_piece_bits(batch.n_tokens, batch.settings.min_bits)
    segments = _promising(batch, segments, least)
    numbers, prepared = batch.lay_out({*segments["a"].tolist(), *segments["b"].tolist()})
    here = named_segments(segments, numbers.local)
    means = batch.means
    found = find_links(texts_of(prepared), here, least, means.tell, means.map_parts)
    return {*numbers.links_there(links_of(found))}


def _promising(batch: Batch, segments: Columns, least_bits: float) -> dict[str, Column]:
    """Return the segments that may come to a passage."""
    numbers, texts = batch.lay_out_left({*segments["a"].tolist()}, {*segments["b"].tolist()})
    here = named_segments(segments, numbers.local)
    kept = promising(texts, here, least_bits)
    names = dict(enumerate(numbers.numbers))
    return named_segments({name: column[kept] for name, column in here.items()}, names)
