"""Making a store, and changing it: the stages of both in their order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from lineage.findings import Findings, find_all
from lineage.model import Document, Unit
from lineage.places import links_of
from lineage.prepare import Prepared, cut_documents, prepare_cut
from lineage.seeding import postings, rows_plan, seed_length, segments_of
from lineage.store import Entry, Store
from lineage.upkeep.batch import Batch, Means, word_changes
from lineage.upkeep.filing import complete_families
from lineage.upkeep.regrouping import regroup_passages, regroup_sentences
from lineage.upkeep.relinking import relink
from lineage.weighing import WeighedGroups
from lineage.words import count_words, word_bits

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What a batch did to a store.

    Attributes:
        added: Ids of the documents that are new.
        changed: Ids of those that were there with another text or other facts.
        unchanged: How many were there as they are.
        removed: Ids of those that were taken out.
        documents: How many there are now.
        drift: How much of the store came or went since it was last computed from the
            start, as a share of what it is now.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    documents: int = 0
    drift: float = 0.0


def fill(store: Store, documents: Sequence[Document], means: Means) -> None:
    """Make a store anew from documents, in the order of their dates; nothing else stays."""
    settings, tell = store.settings, means.tell
    tell("words", 0.0)
    cut = cut_documents(documents, means.map_parts)
    counts = count_words(each.words for each in cut)
    prepared = prepare_cut(cut, word_bits(counts), means.map_parts)
    tell("seeding", 0.0)
    k = seed_length(sum(len(side.codes) for side in prepared))
    table = postings([side.codes for side in prepared], k, means.map_parts)
    seeds = means.run(rows_plan(), {"postings": table})
    segments = segments_of(seeds, k)
    found = find_all(prepared, segments, settings, tell, means.map_parts, means.aside)
    tell("storing", 0.0)
    store.clear()
    store.count_change()
    store.set_fact("k", k)
    store.set_fact("changed", 0)
    for start in range(0, len(prepared), _AT_ONCE):
        part = dict(islice(enumerate(prepared), start, start + _AT_ONCE))
        store.put_documents(part)
    store.add_words(word_changes([each.words for each in cut], []))
    store.put_seeds(seeds)
    _put_findings(store, found, prepared)


def _put_findings(store: Store, found: Findings, prepared: Sequence[Prepared]) -> None:
    numbers = {side.document.id: n for n, side in enumerate(prepared)}
    store.put_links("passage", links_of(found.links))
    store.put_links("sentence", links_of(found.sentence_links))
    first = 0
    of_units: tuple[tuple[Unit, WeighedGroups], ...] = (
        ("passage", found.passages),
        ("sentence", found.sentences),
    )
    for unit, weighed in of_units:
        families = weighed.one_by_one(weighed.groups.listed(prepared))
        store.put_families(unit, dict(enumerate(families, first)), numbers)
        first += len(weighed.groups)


def change(
    store: Store,
    entries: Sequence[Entry],
    documents: Sequence[Document],
    *,
    gone: Collection[int],
    means: Means,
) -> bool:
    """Put new documents into a store and take others out.

    Args:
        store: The store, in a transaction.
        entries: What is known of its documents.
        documents: The new ones.
        gone: Numbers of those to take out.
        means: What it is done with.

    Returns:
        Whether that was done. It is not where a collection of this size has n-grams of
        another length: then all is to be computed from the start.
    """
    batch = Batch(store, entries, documents, gone=gone, means=means)
    if seed_length(batch.n_tokens) != store.seed_length:
        return False
    means.tell("seeding", 0.0)
    store.count_change()
    store.add_drift(batch.n_fresh + batch.n_gone)
    lost = store.families_of_documents(batch.gone) if batch.gone else []
    relinked = relink(batch)
    means.tell("families", 0.0)
    regroup_passages(batch, relinked, lost)
    regroup_sentences(batch, relinked, lost)
    complete_families(batch)
    return True
