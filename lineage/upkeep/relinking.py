"""Documents that come and go → the passage pairs that come and go with them.

A new document is linked to the neighbours that it would have had from the start, by the
rule of the plan, over the n-grams that it has. Where it comes between two old ones, these
are no longer neighbours there. The passages of such a pair of old documents are found anew,
so that there are those that a computation from the start finds, as far as words are weighed
alike; over no more postings than lie between the two in the order of the plan.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.growing import joined, named_segments
from lineage.linking import find_links, least_piece_bits
from lineage.neighbours import (
    Ordered,
    postings_between,
    segments_between,
)
from lineage.places import Link, Place, links_of, sides
from lineage.prepare import texts_of
from lineage.seeding import MAX_GAP, Column, Columns
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
    """The segments that a batch changes.

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

    pairs = store.pairs_with_links(_widened(moved.lost, k))
    if batch.gone:
        # Who stood on either side of what goes may find each other.
        come = np.stack([moved.come["a"], moved.come["b"]], axis=1).astype(np.int64)
        pairs = np.unique(np.concatenate([pairs, come]), axis=0)
    known = store.links_of_pairs(pairs)
    again = _segments_of(batch, pairs, known, moved.come, k)
    found = _links(batch, joined(moved.fresh, again))
    return Relinked(frozenset(found - known), frozenset(known - found), frozenset(known & found))


def _moved(batch: Batch, k: int) -> _Moved:
    """Return what documents that come and go change in the order of their n-grams."""
    asked = [*(side.codes for side in batch.fresh.values()), *batch.codes_of(batch.gone).values()]
    ordered = Ordered.shared_with(batch.streams(), asked, k)
    is_fresh, is_gone = (_is_of(ordered, batch, numbers) for numbers in (batch.fresh, batch.gone))
    before, after = ordered.neighbours(~is_fresh), ordered.neighbours(~is_gone)
    changed = before != after
    lost = changed & (before >= 0) & ~is_gone & ~is_gone[before]
    come = changed & (after >= 0)
    with_fresh = come & (is_fresh | is_fresh[after])
    return _Moved(
        _named(batch, ordered.segments(after, with_fresh, k)),
        _named(batch, ordered.segments(before, lost, k)),
        _named(batch, ordered.segments(after, come & ~with_fresh, k)),
    )


def _is_of(ordered: Ordered, batch: Batch, numbers: Collection[int]) -> npt.NDArray[np.bool_]:
    return np.isin(ordered.doc, np.array([batch.ranks[number] for number in numbers], np.int64))


def _named(batch: Batch, segments: Columns) -> dict[str, Column]:
    """Return segments, their documents named by their numbers."""
    return named_segments(segments, {rank: number for number, rank in batch.ranks.items()})


def _widened(segments: Columns, k: int) -> dict[str, Column]:
    """Return segments with as much around them as may lie between two parts of a passage."""
    reach = MAX_GAP + k
    moved = {name: segments[name] - reach for name in "xy"}
    return {**segments, **moved, "length": segments["length"] + 2 * reach}


def _segments_of(
    batch: Batch, pairs: Pairs, known: Collection[Link], come: Columns, k: int
) -> dict[str, Column]:
    """Return the segments of pairs of old documents, where they have passages or may have."""
    reach = MAX_GAP + k
    places = {Place(p.document, max(p.start - reach, 0), p.end + reach) for p in sides(known)}
    places |= {
        Place(document, at, at + n)
        for names in (("a", "x", "length"), ("b", "y", "length"))
        for document, at, n in zip(*(come[name].tolist() for name in names), strict=True)
    }
    between = postings_between(
        np.array(sorted(places), np.int64).reshape(-1, 3),
        batch.codes_of({place.document for place in places}),
        pairs=pairs,
        k=k,
    )
    ranks = np.array([[batch.ranks[n] for n in pair] for pair in pairs.tolist()], np.int64)
    streams = batch.streams(without=batch.gone)
    return _named(batch, segments_between(streams, between, ranks.reshape(-1, 2), k))


def _links(batch: Batch, segments: Columns) -> set[Link]:
    numbers, prepared = batch.lay_out({*segments["a"].tolist(), *segments["b"].tolist()})
    here = named_segments(segments, numbers.local)
    least = least_piece_bits(batch.n_tokens, batch.settings.min_bits)
    means = batch.means
    found = find_links(texts_of(prepared), here, least, means.tell, means.map_parts)
    return {*numbers.links_there(links_of(found))}
