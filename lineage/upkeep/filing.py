"""Families of a store, weighed, described and kept when a batch changes them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from lineage.cohesion import Weighings
from lineage.completing import find_missing, find_standing, with_missing
from lineage.described import FamilyTables, overlaps
from lineage.evidence import MOST_FOUND
from lineage.findings import directed
from lineage.groups import Groups
from lineage.growing import Numbering, numbering
from lineage.joining import Member, evidence_with, listed, short_streams, with_members
from lineage.members import Unaligned, realigned
from lineage.model import NormSpan, Unit
from lineage.native.searching import Streams, decoded_in_a_row
from lineage.native.tables import in_order_once
from lineage.places import Group, Place
from lineage.prepare import Prepared, Tokenized, codes_at, texts_of
from lineage.scripts import Scripts
from lineage.store import Store, StoredFamily, Widened
from lineage.store.schema import decoding
from lineage.upkeep.batch import Batch
from lineage.weighing import WeighedGroups, described, weigh, weigh_sentences


class StoredUsage:
    """What the documents of a store say, two tokens at a time.

    Args:
        store: The store, which must stay open.
        local: What its documents are called where they are left out.
    """

    def __init__(self, store: Store, local: Mapping[int, int]) -> None:
        self._store, self._local = store, local

    @property
    def known(self) -> npt.NDArray[np.uint64]:
        """Nothing: each question is one to the database."""
        return np.zeros(0, np.uint64)

    def is_said(self, pair: str, *, outside: Collection[int] = ()) -> bool:
        """Say whether a document has two tokens in a row, those ``outside`` not counted."""
        found = self._store.documents_with(pair)
        return any(self._local.get(number, -1) not in outside for number in found)


def file_families(
    batch: Batch,
    unit: Unit,
    before: Mapping[int, Group],
    standing: Mapping[Group, int | None],
    *,
    lost: Collection[int],
    wide: Mapping[int, StoredFamily] | None = None,
    grown: Mapping[int, Group] | None = None,
) -> None:
    """Keep families as they are after a change, and describe those of passages that count now.

    Some count in a collection of this size, and did not before.

    Args:
        batch: The change.
        unit: Whether they are of passages or of sentences.
        before: Families that were made again, as they are kept.
        standing: The families that stand in their place; those that did as they do are left
            alone.
        lost: Those that lost a member.
        wide: Families that only take in members, as they are kept.
        grown: The same as they are to be; those that are missing went.
    """
    new = _replaced(batch, before, standing, lost)
    anew = _widen(batch, unit, wide or {}, grown or {}, lost)
    if unit == "passage":
        anew |= batch.store.families({*batch.store.undescribed(batch.least)} - anew.keys())
    # What is described is looked for in all documents: once for all.
    _put_anew(batch, unit, anew, new)


def _replaced(
    batch: Batch,
    before: Mapping[int, Group],
    standing: Mapping[Group, int | None],
    lost: Collection[int],
) -> list[Group]:
    """Drop the families that do not stand as they did, and return the new ones in order."""
    number_of = {group: number for number, group in before.items() if number not in lost}
    new = [group for group in standing if group not in number_of]
    stays = {number_of[group] for group in standing if group in number_of}
    batch.store.drop_families({*before} - stays)
    return sorted(new, key=lambda group: _order(batch, group))


def _order(batch: Batch, group: Group) -> tuple[object, ...]:
    return tuple((batch.ranks[p.document], p.start, p.end) for p in group.members)


def _put(batch: Batch, unit: Unit, groups: Mapping[int, Group]) -> None:
    """Weigh families, and keep them."""
    if not groups:
        return
    settings, map_parts = batch.settings, batch.means.map_parts
    weighed_in = _weighed_passages if unit == "passage" else _weighed_sentences
    numbers, scripts, weighed = weighed_in(batch, [*groups.values()])
    listed = weighed.listed()
    passages, sentences = (listed, []) if unit == "passage" else ([], listed)
    told = directed(
        passages,
        sentences,
        scripts,
        dates=batch.dates,
        settings=settings,
        usage=StoredUsage(batch.store, numbers.local),
        known=_claims(batch),
        map_parts=map_parts,
    )
    families = weighed.told(told[0] or told[1]).one_by_one(groups.values())
    batch.store.put_families(unit, dict(zip(groups, families, strict=True)), batch.numbers)


def _claims(batch: Batch) -> Iterator[tuple[str, str]]:
    """Yield the pairs of documents that are known to be in this order; it is seldom asked."""
    ids = batch.ids
    for earlier, later in batch.store.claims():
        # What was told of documents that are gone says nothing of those that are there.
        if earlier in ids and later in ids:
            yield ids[earlier], ids[later]


_InScripts = tuple[Numbering, Scripts, WeighedGroups]
"""Families that were weighed, the documents that those which are listed stand in, and what these
are called in the store."""


def _weighed_passages(batch: Batch, groups: Sequence[Group]) -> _InScripts:
    """Return families of passages weighed.

    Most documents have none that is listed, and of these nothing is read but the tokens.
    """
    numbers, prepared = batch.lay_out_anew({p.document for g in groups for p in g.members})
    table = Groups.of([*map(numbers.group_here, groups)])
    found = weigh(
        table,
        [group.wording for group in groups],
        Weighings(prepared, texts_of(prepared)),
        least=batch.least,
        map_parts=batch.means.map_parts,
    )
    there, whole, marked = _completed(batch, numbers, prepared, found.marked)
    scripts = Scripts(whole, use_dates=batch.settings.use_dates)
    found = replace(found, marked=marked)
    return there, scripts, described(table, found, scripts=scripts, map_parts=batch.means.map_parts)


def _completed(
    batch: Batch, numbers: Numbering, prepared: Sequence[Tokenized], marked: Groups
) -> tuple[Numbering, list[Prepared], Groups]:
    """Return families as they are listed, with all places of the store that have their wording.

    Args:
        batch: The change.
        numbers: What the documents that they were made of are called.
        prepared: These documents.
        marked: The families.

    Returns:
        The families, the documents that they stand in, and what these are called.
    """
    wordings = codes_at(prepared, marked.models)
    every = numbering(batch.ids, batch.ranks)
    # All are in the order of dates.
    marked = marked.renumbered(np.array([every.local[n] for n in numbers.numbers]))
    missing = find_missing(marked, wordings, batch.streams(every.numbers), batch.means.map_parts)
    places = np.concatenate([marked.models, marked.members, missing.places])
    shown = in_order_once(places[:, 0])
    there, whole = batch.lay_out_whole_anew([every.numbers[n] for n in shown.tolist()])
    names = np.cumsum(np.bincount(shown, minlength=len(every.numbers))) - 1
    texts = Weighings(whole, texts_of(whole))
    marked, missing = marked.renumbered(names), missing.renumbered(names)
    return there, whole, with_missing(marked, wordings, missing, whole, texts)


def _weighed_sentences(batch: Batch, groups: Sequence[Group]) -> _InScripts:
    """Return families of sentences, which are all listed."""
    numbers, prepared = batch.lay_out_whole_anew({p.document for g in groups for p in g.members})
    table = Groups.of([*map(numbers.group_here, groups)])
    scripts = Scripts(prepared, use_dates=batch.settings.use_dates)
    wordings = [group.wording for group in groups]
    return numbers, scripts, weigh_sentences(table, wordings, scripts, batch.means.map_parts)


def _widen(
    batch: Batch,
    unit: Unit,
    wide: Mapping[int, StoredFamily],
    grown: Mapping[int, Group],
    lost: Collection[int],
) -> dict[int, StoredFamily]:
    """Keep wide families with the members that they took in; return those to describe anew.

    Who loses a member may lose the very wording that it is known by; and to describe a family
    anew takes less than to tell it of very many members one by one.
    """
    store = batch.store
    store.drop_families({*wide} - {*grown})
    fresh = {n: sorted({*group.members} - {*wide[n].group.members}) for n, group in grown.items()}
    told = {n: p for n, p in fresh.items() if p and n not in lost and len(p) <= MANY}
    described = _described_with(batch, unit, told)
    widened = {n: _widened(wide[n], grown[n], described.get(n)) for n in told}
    store.widen_families(widened, told)
    return {
        n: replace(wide[n], group=grown[n])
        for n, places in fresh.items()
        if n in lost or len(places) > MANY
    }


def _described_with(
    batch: Batch, unit: Unit, fresh: Mapping[int, Sequence[Place]]
) -> dict[int, FamilyTables]:
    """Return the descriptions of families that have one, with new members."""
    described = batch.store.described(fresh)
    having = {place.document for n in described for place in fresh[n]}
    numbers, prepared = batch.lay_out_whole(having)
    sides = dict(zip(numbers.numbers, prepared, strict=True))
    every = [(n, Member(p.document, sides[p.document], p)) for n in described for p in fresh[n]]
    members: list[Member | None] = [member for _, member in every]
    if unit == "passage":
        texts = [described[number].head.text for number, _ in every]
        members = listed(texts, [member for _, member in every])
    shown: dict[int, list[Member]] = {number: [] for number in described}
    for (number, found), member in zip(every, members, strict=True):
        if member is not None:
            # Whose whole clause overlaps another one is taken in without it.
            shown[number] += (member, found)
    streams = short_streams([described[n] for n, taken_in in shown.items() if taken_in])
    return {n: with_members(described[n], shown[n], batch.calendar, streams) for n in described}


def _widened(before: StoredFamily, after: Group, described: FamilyTables | None) -> Widened:
    """Return what is known of a family that has more members."""
    counts = [len(group.documents) for group in (before.group, after)]
    promise = evidence_with(before.promise, *(MOST_FOUND * n for n in counts))
    evidence = None if before.evidence is None else evidence_with(before.evidence, *counts)
    return Widened(promise, evidence, described)


MANY = 50
"""New members of a family from which it is described anew."""


def complete_families(batch: Batch) -> None:
    """Let families be described with all that new documents have of their wordings, and no more.

    Those described anew are. Others stand in new documents where no passage pair tells, or stood
    so in documents that are gone.
    """
    store = batch.store
    numbers, shown = store.shown()
    with decoding(store.path):
        wordings = decoded_in_a_row(Streams.in_a_row(shown))
    documents = [*batch.fresh, *batch.gone]
    found = find_standing(wordings, batch.streams(documents), batch.means.map_parts)
    there: dict[int, list[Place]] = defaultdict(list)
    for family, (document, start, end) in zip(
        numbers[found.families].tolist(), found.places.tolist(), strict=True
    ):
        there[family].append(Place(documents[document], start, end))
    known = store.described(there)
    gone = np.array([*batch.gone], np.int32)
    lost = {n for n, tables in known.items() if np.isin(tables.rows["document"], gone).any()}
    fresh = {
        n: places
        for n, tables in known.items()
        if n not in lost and (places := [p for p in there[n] if _is_free(batch, tables, p)])
    }
    described = _described_with(batch, "passage", fresh)
    kept = store.families(fresh)
    store.widen_families(
        {n: Widened(kept[n].promise, kept[n].evidence, described[n]) for n in fresh},
        dict.fromkeys(fresh, ()),
    )
    _put_anew(batch, "passage", store.families(lost), ())


def _is_free(batch: Batch, known: FamilyTables, place: Place) -> bool:
    """Say whether a place is in a new document, and no occurrence of a family overlaps it."""
    if place.document not in batch.fresh:
        return False
    span = batch.fresh[place.document].stream.raw_span(NormSpan(place.start, place.end))
    return not overlaps(known.rows, place.document, span)


def _put_anew(
    batch: Batch, unit: Unit, anew: Mapping[int, StoredFamily], new: Sequence[Group]
) -> None:
    """Describe families in place of what is kept of them, some after they were aligned.

    Args:
        batch: The change.
        unit: Whether they are of passages or of sentences.
        anew: The families, which keep their numbers.
        new: Others that are described, too.
    """
    first = batch.store.next_family()
    batch.store.drop_families(anew)
    ragged = {
        n: kept.group for n, kept in anew.items() if unit == "passage" and kept.evidence is None
    }
    groups, left = _aligned(batch, ragged)
    groups |= {n: kept.group for n, kept in anew.items() if n not in ragged}
    _put(batch, unit, groups | dict(enumerate([*new, *left], first)))


def _aligned(batch: Batch, ragged: Mapping[int, Group]) -> tuple[dict[int, Group], list[Group]]:
    """Return families that promised too little to be aligned, with their members aligned alike.

    Till then their places are those of passage pairs as they were found, of which two of one
    document may overlap. What is not like the others leaves, for a family of its own.

    Args:
        batch: The change.
        ragged: The families.

    Returns:
        The families, and those that leave one.
    """
    if not ragged:
        return {}, []
    numbers, prepared = batch.lay_out({p.document for g in ragged.values() for p in g.members})
    found = realigned(
        [Unaligned(numbers.group_here(group).members) for group in ragged.values()],
        prepared,
        texts=texts_of(prepared),
        resemblance=batch.settings.resemblance,
    )
    kept: dict[int, Group] = {}
    left: list[Group] = []
    for number, groups in zip(ragged, found, strict=True):
        several = (numbers.group_there(group) for group in groups if len(group.documents) > 1)
        if (first := next(several, None)) is not None:
            kept[number] = first
        left += several
    return kept, left
