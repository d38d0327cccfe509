"""Passage pairs that come and go → the families of a store, settled where these touch them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

import numpy as np

from lineage.copied import find_sentence_links
from lineage.corpus import group_links, group_sentences, sentence_resemblance
from lineage.evidence import hopeful_bits
from lineage.families import WORDING_SEED, share_enough
from lineage.groups import Groups
from lineage.growing import NEAR, Numbering, is_held, left_out, reconcile
from lineage.native.searching import Streams
from lineage.native.tables import code_points
from lineage.neighbours import Ordered
from lineage.places import Group, Link, Place, PlaceIndex, link_rows, links_of, resemble, sides
from lineage.prepare import texts_of
from lineage.rivals import without_outdone_beside
from lineage.settling import left_over
from lineage.store import StoredFamily, records
from lineage.upkeep.batch import Batch
from lineage.upkeep.filing import file_families
from lineage.upkeep.relinking import Relinked
from lineage.widening import merged, take_in, take_in_sentences

FEW = 5_000
"""Passage pairs that may hang together with a change for all of them to be grouped again."""

WIDE = 5
"""Members from which a family only takes in new ones. With 24, adding a law to 430 took half as
much again, and was no nearer to a run from the start: eight laws more, pair F1 0.81 both times."""

_WITHIN = 0.3
"""Share of the tokens of either side of a passage pair that a narrow family must have for the
pair to be among those it is made again of; the store counts no surprisal."""


def regroup_passages(batch: Batch, relinked: Relinked, lost: Collection[int]) -> None:
    """Settle the families that passage pairs touch which come or go, or that lose a member.

    Wide families take in what they have a claim to. Narrow ones are made again where that
    leaves passage pairs over.

    Args:
        batch: The change; its documents are in the store.
        relinked: The passage pairs.
        lost: The families that documents which go had a part in.
    """
    store, links = batch.store, sorted(relinked.added)
    store.drop_links("passage", relinked.dropped)
    store.put_links("passage", links)
    lost_here = store.numbers_of("passage", lost)
    losing = {n: _without_gone(batch, kept) for n, kept in store.families(lost_here).items()}
    places_lost = {place for kept in losing.values() for place in kept.group.members}
    if _make_again(batch, sides(relinked.added | relinked.dropped) | places_lost, lost_here):
        return
    widespread = {n: kept for n, kept in losing.items() if _stays_wide(kept.group)}
    taken, left = _taken_in(batch, widespread, links, narrow=losing.keys() - widespread.keys())
    widespread |= store.families(taken.keys() - widespread.keys())
    grown = merged(_with_taken({n: kept.group for n, kept in widespread.items()}, taken))
    over = sides(left)
    sizes = store.families_at("passage", over | sides(relinked.dropped), NEAR)
    few = {n for n, size in sizes.items() if size < WIDE} | _alike(batch, over)
    narrow = {n: kept.group for n, kept in losing.items() if n not in widespread}
    narrow |= {n: kept.group for n, kept in store.families(few - losing.keys()).items()}
    held = store.links_within("passage", narrow, _WITHIN)
    made = _grouped(batch, sorted({*held, *left}))
    small, standing = _stand(batch, narrow, made, grown)
    file_families(
        batch, "passage", narrow | small, standing, lost=lost_here, wide=widespread, grown=grown
    )


def _stand(
    batch: Batch, narrow: Mapping[int, Group], made: Sequence[Group], grown: Mapping[int, Group]
) -> tuple[dict[int, Group], dict[Group, int | None]]:
    """Return the narrow families around those made again, and which of all of them stand.

    Args:
        batch: The change.
        narrow: The families that were made again.
        made: What was made of them.
        grown: The wide families that took in members.
    """
    store, old = batch.store, narrow.values()
    places = {place for group in (*made, *old) for place in group.members}
    near = store.families_at("passage", places, NEAR)
    around = {n: size for n, size in near.items() if n not in narrow and n not in grown}
    found = store.families({n for n, size in around.items() if size < WIDE})
    small = {n: kept.group for n, kept in found.items()}
    # Only what lies where these do is held against wide families.
    here = {place.document for place in places}
    held = places | {p for g in small.values() for p in g.members if p.document in here}
    large = store.families(around.keys() - small.keys(), near=held)
    beside = [kept.group for kept in large.values()]
    beside += [_within(group, here) for group in grown.values()]
    made = _left_by(batch, made, beside)
    wide = PlaceIndex.of(beside)
    # Most families are asked for twice.
    held_by_wide = cache(partial(is_held, wide=wide))
    standing = reconcile(small, made, held_by_wide)
    # A member may have been found around a fragment of the wording, and no passage pair of
    # its own says so: such a family goes on as it was, together with what was made of it.
    if rest := left_out(old, standing, wide):
        standing = reconcile(small, [*made, *rest], held_by_wide)
    return small, standing


def _make_again(batch: Batch, places: Collection[Place], losing: Collection[int]) -> bool:
    """Make all families again that hang together with some places, unless they are many.

    Args:
        batch: The change.
        places: The places, those that are left of families that lose members among them.
        losing: These families; of some, no place is left.
    """
    store = batch.store
    seen = {*places}
    fresh = {*places}
    links: set[Link] = set()
    before = store.families(losing)
    while fresh:
        # From place to place over passage pairs, and over the members of families.
        found = store.links_at(fresh, FEW)
        if found is None or len(links | found) > FEW:
            return False
        links |= found
        near = {place for link in found for place in link[:2]}
        sizes = store.families_at("passage", near | fresh, 0.0)
        # Members hang together by as many pairs as there are of them, but for one, at least.
        if sum(sizes.values()) - len(sizes) > FEW:
            return False
        before |= store.families(sizes.keys() - before.keys())
        members = {p for n in sizes for p in before[n].group.members}
        fresh = {p for p in near | members if p.document not in batch.gone} - seen
        seen |= fresh
    groups = {n: kept.group for n, kept in before.items()}
    lost = {n for n, g in groups.items() if any(p.document in batch.gone for p in g.members)}
    made = _grouped(batch, sorted(links))
    file_families(batch, "passage", groups, dict.fromkeys(made), lost=lost)
    return True


def _stays_wide(group: Group) -> bool:
    """Whether what is left of a family is wide; what one document repeats is no family."""
    return len(group.members) >= WIDE and len(group.documents) > 1


def _without_gone(batch: Batch, kept: StoredFamily) -> StoredFamily:
    """Return a family with those of its members that are still there."""
    left = (p for p in kept.group.members if p.document not in batch.gone)
    return replace(kept, group=kept.group.with_members(left))


def _within(group: Group, documents: Collection[int]) -> Group:
    """Return a family with those of its members that lie in some documents."""
    return group.with_members(p for p in group.members if p.document in documents)


def _members_in(numbers: Numbering, groups: Mapping[int, Group]) -> dict[int, Group]:
    """Return families with those of their members that lie in some documents."""
    return {
        number: group.with_members(
            numbers.here(p) for p in group.members if p.document in numbers.local
        )
        for number, group in groups.items()
    }


def _taken_in(
    batch: Batch,
    losing: Mapping[int, StoredFamily],
    links: Sequence[Link],
    *,
    narrow: Collection[int],
) -> tuple[dict[int, list[Place]], list[Link]]:
    """Return what wide families take in, and what they leave over of the passage pairs.

    Args:
        batch: The change.
        losing: Wide families that lost members, without these.
        links: The new passage pairs.
        narrow: Families that lost so many members that they are wide in the store alone.
    """
    touched = batch.store.families_at("passage", sides(links), NEAR)
    wide = {n for n, size in touched.items() if size >= WIDE} - losing.keys() - {*narrow}
    numbers, prepared = batch.lay_out({place.document for place in sides(links)})
    stored = {**batch.store.families(wide, numbers.numbers), **losing}
    part = _members_in(numbers, {n: kept.group for n, kept in stored.items()})
    here = numbers.links_here(links)
    taken = take_in(part, here, prepared, resemblance=batch.settings.resemblance)
    grown = list(_with_taken(part, taken).values())
    over = left_over(
        link_rows(here),
        Groups.of(grown),
        texts_of(prepared),
        least=hopeful_bits(batch.least),
    )
    whole = {*links_of(over.whole)}
    return (
        {number: [*map(numbers.there, places)] for number, places in taken.items()},
        [link for link, local in zip(links, here, strict=True) if local in whole]
        + numbers.links_there(links_of(over.rests)),
    )


def _with_taken(
    wide: Mapping[int, Group], taken: Mapping[int, Sequence[Place]]
) -> dict[int, Group]:
    """Return wide families with the members that they have taken in."""
    return {
        number: group.with_members(sorted((*group.members, *taken.get(number, ()))))
        for number, group in wide.items()
    }


def _grouped(batch: Batch, links: Sequence[Link]) -> list[Group]:
    """Return the families of passage pairs."""
    if not links:
        return []
    numbers, prepared = batch.lay_out_anew({place.document for place in sides(links)})
    groups = group_links(
        link_rows(numbers.links_here(links)),
        prepared,
        texts_of(prepared),
        batch.settings,
        batch.means.map_parts,
        least=batch.least,
    )
    return [numbers.group_there(group) for group in groups.listed(prepared)]


def _left_by(batch: Batch, made: Sequence[Group], wide: Iterable[Group]) -> list[Group]:
    """Return narrow families without what wide ones have a better claim to."""
    numbers, prepared = batch.lay_out({p.document for group in made for p in group.members})
    beside = [*_members_in(numbers, dict(enumerate(wide))).values()]
    left = without_outdone_beside([*map(numbers.group_here, made)], beside, prepared)
    return [numbers.group_there(group) for group in left]


def _alike(batch: Batch, places: Collection[Place]) -> set[int]:
    """Return the narrow families whose wording resembles that of new places."""
    numbers, prepared = batch.lay_out({place.document for place in places})
    wordings = sorted({prepared[numbers.local[p.document]].tokens[p.start : p.end] for p in places})
    families, known = batch.store.wordings()
    # Old families first, then the new places.
    streams = Streams.in_a_row([*known, *map(records.tokens_bytes, wordings)])
    is_new = np.arange(len(streams)) >= len(families)
    ordered = Ordered.shared_with(streams, [*map(code_points, wordings)], WORDING_SEED, is_new)
    linked, times = ordered.documents_linked_over(len(families))
    narrow = batch.store.smaller({*families[linked[:, 0]].tolist()}, WIDE)
    at_narrow = np.searchsorted(families, narrow).tolist()
    told = {at: records.tokens_of(known[at]) for at in at_narrow}
    least = batch.settings.resemblance
    return {
        int(families[at])
        for (at, new), n_links in zip(linked.tolist(), times.tolist(), strict=True)
        if at in told
        and share_enough(n_links, min(len(told[at]), len(wordings[new - len(families)])))
        and resemble(told[at], wordings[new - len(families)], least)
    }


def regroup_sentences(batch: Batch, relinked: Relinked, lost: Collection[int]) -> None:
    """Settle the families of sentences, as `regroup_passages` does those of passages."""
    store = batch.store
    links = _sentence_links(batch, relinked.added)
    dropped = _sentences_dropped(batch, relinked)
    store.drop_links("sentence", dropped)
    touched = {*store.families_at("sentence", sides(links | dropped), 1.0)}
    lost_here = store.numbers_of("sentence", lost)
    stored = {n: _without_gone(batch, k) for n, k in store.families(touched | lost_here).items()}
    widespread = {n: kept for n, kept in stored.items() if _stays_wide(kept.group)}
    grown = _sentences_taken_in(batch, {n: k.group for n, k in widespread.items()}, links)
    taken = {place for group in grown.values() for place in group.members}
    before = {n: kept.group for n, kept in stored.items() if n not in widespread}
    held = store.links_within("sentence", before, 1.0)
    left = {link for link in links if taken.isdisjoint(link[:2])}
    made = _grouped_sentences(batch, sorted({*held, *left}))
    standing: dict[Group, int | None] = dict.fromkeys(made)
    file_families(batch, "sentence", before, standing, lost=lost_here, wide=widespread, grown=grown)
    store.put_links("sentence", sorted(links - {*held}))


def _sentences_taken_in(
    batch: Batch, wide: Mapping[int, Group], links: Collection[Link]
) -> dict[int, Group]:
    """Return wide families of sentences with their new members."""
    numbers, prepared = batch.lay_out({place.document for place in sides(links)})
    taken = take_in_sentences(
        _members_in(numbers, wide),
        numbers.links_here(links),
        prepared,
        resemblance=sentence_resemblance(batch.settings),
    )
    return _with_taken(wide, {n: [*map(numbers.there, new)] for n, new in taken.items()})


def _sentences_dropped(batch: Batch, relinked: Relinked) -> set[Link]:
    """Return the pairs of sentences that no passage pair which is found covers any more."""
    dropped = _sentence_links(batch, relinked.dropped)
    documents = {(link.left.document, link.right.document) for link in dropped}
    stays = {
        link for link in relinked.stays if (link.left.document, link.right.document) in documents
    }
    return dropped - _sentence_links(batch, stays)


def _sentence_links(batch: Batch, links: Collection[Link]) -> set[Link]:
    numbers, prepared = batch.lay_out({place.document for place in sides(links)})
    here = sorted(numbers.links_here(links))
    found = find_sentence_links(prepared, link_rows(here), batch.means.map_parts)
    return {*numbers.links_there(links_of(found))}


def _grouped_sentences(batch: Batch, links: Sequence[Link]) -> list[Group]:
    numbers, prepared = batch.lay_out({place.document for place in sides(links)})
    groups = group_sentences(link_rows(numbers.links_here(links)), prepared, batch.settings)
    return [numbers.group_there(group) for group in groups.listed(prepared)]
