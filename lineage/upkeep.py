"""A store and documents that come and go → the store as it is afterwards.

What is computed is decided by `growing` and by the stages that `analyze` runs, too; what
is read and written is the store's. Everything that a batch changes is one transaction.

Two things of the whole collection are not told anew to every old document when a new one
comes: how surprising words are (a new document is weighed by the words of all, the old
ones keep what they had), and who links whom among old documents, where one that came
between them is now the nearer neighbour of both: the old links go where all that hangs
together with a change is made again, and stay where that would be too much. `rebuild`
brings both up to date. What depends on the size of the collection alone is always so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from lineage.corpus import (
    RunPlan,
    Weighed,
    find_sentence_links,
    group_links,
    group_sentences,
    weigh_all,
    weigh_sentences,
)
from lineage.dates import date_key
from lineage.evidence import MOST_FOUND, least_evidence
from lineage.families import WORDING_SEED
from lineage.findings import Findings, directed, find_all
from lineage.growing import (
    NEAR,
    Numbering,
    fresh_segments,
    joined,
    named_segments,
    numbering,
    ranked_postings,
    reconcile,
    rows_where,
    supported,
    take_in,
)
from lineage.joining import evidence_with, with_member
from lineage.linking import find_links, least_piece_bits
from lineage.model import Document, Unit
from lineage.parts import Progress
from lineage.places import Group, Link, Place, resemble
from lineage.prepare import Prepared, cut_documents, prepare_cut, token_codes
from lineage.seeding import Column, Columns, plan, postings, seed_length
from lineage.settings import Settings
from lineage.settling import HOLDS, not_held
from lineage.store import Entry, Store, StoredFamily
from lineage.words import WordCut, count_words, word_bits

FEW = 5_000
"""Passage pairs that may hang together with a change for all of them to be grouped again."""

WIDE = 24
"""Members from which a family only takes in new ones."""

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


def fill(store: Store, documents: Sequence[Document], run: RunPlan, tell: Progress) -> None:
    """Make a store anew from documents, in the order of their dates; nothing else stays."""
    settings = store.settings
    tell("words", 0.0)
    cut = cut_documents(documents)
    counts = count_words(each.words for each in cut)
    prepared = prepare_cut(cut, word_bits(counts))
    found = find_all(prepared, run, settings, tell)
    tell("storing", 0.0)
    k = seed_length(sum(len(side.codes) for side in prepared))
    store.clear()
    store.set_fact("k", k)
    store.set_fact("changed", 0)
    for start in range(0, len(prepared), _AT_ONCE):
        part = dict(islice(enumerate(prepared), start, start + _AT_ONCE))
        store.put_documents(part, k=k)
    store.add_words(_word_changes([each.words for each in cut], []))
    _put_findings(store, found, prepared)


def _put_findings(store: Store, found: Findings, prepared: Sequence[Prepared]) -> None:
    numbers = {side.document.id: n for n, side in enumerate(prepared)}
    store.put_links("passage", found.links)
    store.put_links("sentence", found.sentence_links)
    _put_families(store, "passage", dict(enumerate(found.passages)), numbers)
    after = len(found.passages)
    _put_families(store, "sentence", dict(enumerate(found.sentences, after)), numbers)


def _put_families(
    store: Store, unit: Unit, families: Mapping[int, Weighed], documents: Mapping[str, int]
) -> None:
    wordings = None
    if unit == "passage":
        table = postings([token_codes(w.group.wording) for w in families.values()], WORDING_SEED)
        wordings = {**table, "doc": np.array([*families, 0], np.int32)[table["doc"]]}
    store.put_families(unit, families, documents, wordings)


def change(
    store: Store,
    documents: Sequence[Document],
    *,
    gone: Collection[int],
    run: RunPlan,
    tell: Progress,
) -> None:
    """Put new documents into a store and take others out.

    Args:
        store: The store, in a transaction.
        documents: The new ones.
        gone: Numbers of those to take out.
        run: Runs a plan over tables.
        tell: Told of each stage as it goes on.
    """
    batch = _Batch(store, documents, gone=frozenset(gone), run=run, tell=tell)
    batch.carry_out()


class _Batch:
    """One change of a store, while it is being made."""

    def __init__(
        self,
        store: Store,
        documents: Sequence[Document],
        *,
        gone: frozenset[int],
        run: RunPlan,
        tell: Progress,
    ) -> None:
        self._store, self._run, self._tell = store, run, tell
        self._settings: Settings = store.settings
        self._gone = gone
        entries = store.entries()
        self._n_gone = sum(entry.n_tokens for entry in entries if entry.number in gone)
        self._kept = [entry for entry in entries if entry.number not in gone]
        first = max((entry.number for entry in entries), default=-1) + 1
        tell("words", 0.0)
        fresh = self._prepare(documents)
        self._fresh = dict(enumerate(fresh, first))
        self._n_tokens = sum(e.n_tokens for e in self._kept) + sum(len(s.codes) for s in fresh)
        self._ranks = _ranks(entries, self._fresh)
        self._known = dict(self._fresh)

    def carry_out(self) -> None:
        """Make the change."""
        store = self._store
        self._tell("seeding", 0.0)
        store.add_drift(sum(len(side.codes) for side in self._fresh.values()) + self._n_gone)
        k = self._seed_length()
        segments = self._segments(k)
        lost = store.families_of_documents(self._gone) if self._gone else []
        store.drop_documents(self._gone)
        store.put_documents(self._fresh, k=k)
        numbers, prepared = self._lay_out({*_numbers_in(segments)})
        least_bits = least_piece_bits(self._n_tokens, self._settings.min_bits)
        here = named_segments(segments, numbers.local)
        links = list(find_links(prepared, here, least_bits, self._tell))
        self._tell("families", 0.0)
        sentence_links = numbers.links_there(find_sentence_links(prepared, links))
        self._regroup_passages(numbers.links_there(links), lost)
        self._regroup_sentences(sentence_links, lost)
        self._describe_what_counts_now()

    # Documents

    def _prepare(self, documents: Sequence[Document]) -> tuple[Prepared, ...]:
        """Return the new documents prepared, their words weighed by those of all."""
        cut = cut_documents(documents)
        old = cut_documents(list(self._store.documents(self._gone).values()))
        changes = _word_changes([each.words for each in cut], [each.words for each in old])
        self._store.add_words(changes)
        words = {word for each in cut for word in each.words.words}
        counts, total, n_words = self._store.word_counts(words)
        return prepare_cut(cut, word_bits(counts, total=total, n_words=n_words))

    def _lay_out(self, numbers: Collection[int]) -> tuple[Numbering, list[Prepared]]:
        """Return documents of the store in the order of their dates, prepared."""
        missing = [number for number in numbers if number not in self._known]
        if missing:
            self._known.update(self._store.prepared(missing))
        order = numbering(numbers, self._ranks)
        return order, [self._known[number] for number in order.numbers]

    def _seed_length(self) -> int:
        """Return the length of the n-grams, and make them anew if it is another than before."""
        k = seed_length(self._n_tokens)
        if k == self._store.seed_length:
            return k
        self._store.drop_grams()
        every = [*(entry.number for entry in self._kept), *self._gone]
        for start in range(0, len(every), _AT_ONCE):
            self._store.put_grams(self._store.prepared(every[start : start + _AT_ONCE]), k=k)
        self._store.set_fact("k", k)
        return k

    def _segments(self, k: int) -> dict[str, Column]:
        """Return the segments that the change brings, by the numbers of the documents."""
        table = postings([side.codes for side in self._fresh.values()], k)
        new = {**table, "doc": np.array([*self._fresh, 0], np.int32)[table["doc"]]}
        hashes = new["h1"].astype(np.int64)
        if self._gone:
            hashes = np.concatenate([hashes, self._store.grams_of(self._gone)])
        old = self._store.grams(np.unique(hashes))
        stays = ~np.isin(old["doc"], np.array(sorted(self._gone), np.int64))
        after = self._planned(joined(rows_where(old, stays), new), k)
        before = self._planned(old, k) if self._gone else None
        fresh = {self._ranks[number] for number in self._fresh}
        by_rank = fresh_segments(after, before, fresh)
        return named_segments(by_rank, {rank: number for number, rank in self._ranks.items()})

    def _planned(self, rows: Columns, k: int) -> Columns:
        return self._run(plan(k), {"postings": ranked_postings(rows, self._ranks)})

    # Families of passages

    def _regroup_passages(self, links: Sequence[Link], lost: Collection[int]) -> None:
        """Settle the families that new passages touch, and those that lost a member."""
        store = self._store
        places = {place for link in links for place in link[:2]}
        lost_here = store.numbers_of("passage", lost)
        store.put_links("passage", links)
        places_lost = {
            place
            for kept in store.families(lost_here).values()
            for place in self._without_gone(kept).group.members
        }
        if self._make_again(places | places_lost):
            return
        sizes = {
            **dict.fromkeys(lost_here, 0),
            **self._alike(places),
            **store.families_at("passage", places, NEAR),
        }
        stored = {n: self._without_gone(kept) for n, kept in store.families(sizes).items()}
        widespread = {n: kept for n, kept in stored.items() if len(kept.group.members) >= WIDE}
        narrow = {n: kept.group for n, kept in stored.items() if n not in widespread}
        grown = self._taken_in({n: kept.group for n, kept in widespread.items()}, links)
        left = self._not_held(links, grown)
        held = store.links_within("passage", narrow, HOLDS)
        made = self._grouped(sorted({*held, *left}))
        old = narrow.values()
        near = store.families_at(
            "passage", {p for group in (*made, *old) for p in group.members}, NEAR
        )
        around = {n: kept.group for n, kept in store.families({*near} - {*stored}).items()}
        large = {n: group for n, group in around.items() if len(group.members) >= WIDE}
        small = {n: group for n, group in around.items() if n not in large}
        standing = reconcile(small, made, [*large.values(), *grown.values()])
        self._replace("passage", narrow | small, standing, lost_here - {*widespread})
        self._widen(widespread, grown, lost_here)

    def _make_again(self, places: Collection[Place]) -> bool:
        """Make all families again that hang together with some places, unless they are many."""
        store = self._store
        seen = {*places}
        fresh = {*places}
        links: set[Link] = set()
        before: dict[int, StoredFamily] = {}
        while fresh:
            # From place to place over passage pairs, and over the members of families.
            found = store.links_at(fresh)
            links.update(found)
            if len(links) > FEW:
                return False
            near = {place for link in found for place in link[:2]}
            families = {*store.families_at("passage", near | fresh, 0.0)} - before.keys()
            before |= store.families(families)
            members = {p for n in families for p in before[n].group.members}
            fresh = {p for p in near | members if p.document not in self._gone} - seen
            seen |= fresh
        groups = {n: kept.group for n, kept in before.items()}
        lost = {n for n, g in groups.items() if any(p.document in self._gone for p in g.members)}
        supported = self._supported(links)
        store.drop_links(links - supported)
        made = self._grouped(sorted(supported))
        self._replace("passage", groups, dict.fromkeys(made), lost)
        return True

    def _supported(self, links: Collection[Link]) -> set[Link]:
        """Return the passage pairs that the plan would still find.

        Where a new document stands between two old ones, both are linked to it and no
        longer to each other.
        """
        k = self._store.seed_length
        rows = self._store.grams(self._store.grams_at({link.left for link in links}))
        segments = named_segments(
            self._planned(rows, k), {rank: number for number, rank in self._ranks.items()}
        )
        return supported(links, segments)

    def _without_gone(self, kept: StoredFamily) -> StoredFamily:
        """Return a family with those of its members that are still there."""
        members = tuple(p for p in kept.group.members if p.document not in self._gone)
        return replace(kept, group=Group(kept.group.wording, members))

    def _widen(
        self,
        wide: Mapping[int, StoredFamily],
        grown: Mapping[int, Group],
        lost: Collection[int],
    ) -> None:
        """Keep wide families with the members that they took in."""
        changed = {n for n in wide if n not in lost and grown[n] != wide[n].group}
        described = self._store.described(changed, self._ids)
        dates = self._dates
        for number in sorted(changed):
            before, after = wide[number], grown[number]
            new = sorted({*after.members} - {*before.group.members})
            family = described.get(number)
            if family is not None:
                for place in new:
                    family = with_member(family, self._known[place.document], place, dates)
            counts = [len(group.documents) for group in (before.group, after)]
            promise = evidence_with(before.promise, *(MOST_FOUND * n for n in counts))
            evidence = before.evidence
            if evidence is not None:
                evidence = evidence_with(evidence, *counts)
            self._store.widen_family(
                number, Weighed(after, promise, evidence, family), new, self._numbers
            )
        # Who loses a member may lose the very wording that it is known by.
        anew = {n: grown[n] for n in sorted({*wide} & {*lost})}
        self._store.drop_families(anew)
        self._put("passage", anew)

    def _not_held(self, links: Sequence[Link], wide: Mapping[int, Group]) -> list[Link]:
        """Return the passage pairs of which no wide family holds the most."""
        numbers, prepared = self._lay_out({p.document for link in links for p in link[:2]})
        here = numbers.links_here(links)
        left = {*not_held(here, _members_in(numbers, wide).values(), prepared)}
        return [link for link, local in zip(links, here, strict=True) if local in left]

    def _taken_in(self, wide: Mapping[int, Group], links: Sequence[Link]) -> dict[int, Group]:
        """Return wide families with their new members."""
        numbers, prepared = self._lay_out({p.document for link in links for p in link[:2]})
        here = numbers.links_here(links)
        part = _members_in(numbers, wide)
        taken = take_in(part, here, prepared, resemblance=self._settings.resemblance)
        return {
            number: Group(
                group.wording,
                tuple(sorted((*group.members, *map(numbers.there, taken.get(number, ()))))),
            )
            for number, group in wide.items()
        }

    def _grouped(self, links: Sequence[Link]) -> list[Group]:
        """Return the families of passage pairs."""
        if not links:
            return []
        numbers, prepared = self._lay_out({p.document for link in links for p in link[:2]})
        groups = group_links(
            numbers.links_here(links), prepared, self._run, self._settings, least=self._least
        )
        return [numbers.group_there(group) for group in groups]

    def _alike(self, places: Collection[Place]) -> dict[int, int]:
        """Return the families whose wording resembles that of new places, with their sizes."""
        numbers, prepared = self._lay_out({place.document for place in places})
        wordings = sorted(
            {prepared[numbers.local[p.document]].stream.text[p.start : p.end] for p in places}
        )
        new = postings([token_codes(wording) for wording in wordings], WORDING_SEED)
        old = self._store.wordings(np.unique(new["h1"]).astype(np.int64))
        # Old families first, then the new places; both by consecutive numbers.
        families = sorted({*old["doc"].tolist()})
        names = {number: n for n, number in enumerate(families)}
        table = joined(
            ranked_postings(old, names) if families else old,
            {**new, "doc": new["doc"].astype(np.int32) + np.int32(len(families))},
        )
        found = self._run(plan(WORDING_SEED), {"postings": table})
        pairs = {
            (families[a], b - len(families))
            for a, b in zip(found["a"].tolist(), found["b"].tolist(), strict=True)
            if a < len(families) <= b
        }
        stored = self._store.families({family for family, _ in pairs})
        least = self._settings.resemblance
        return {
            family: len(stored[family].group.members)
            for family, wording in sorted(pairs)
            if resemble(stored[family].group.wording, wordings[wording], least)
        }

    # Families of sentences

    def _regroup_sentences(self, links: Sequence[Link], lost: Collection[int]) -> None:
        store = self._store
        places = {place for link in links for place in link[:2]}
        touched = {*store.families_at("sentence", places, 1.0)}
        lost_here = store.numbers_of("sentence", lost)
        stored = store.families(touched | lost_here)
        made = self._grouped_sentences([*store.links_within("sentence", stored, 1.0), *links])
        before = {n: kept.group for n, kept in stored.items()}
        self._replace("sentence", before, dict.fromkeys(made), lost_here)
        store.put_links("sentence", links)

    def _grouped_sentences(self, links: Sequence[Link]) -> list[Group]:
        numbers, prepared = self._lay_out({p.document for link in links for p in link[:2]})
        groups = group_sentences(numbers.links_here(links), prepared, self._settings)
        return [numbers.group_there(group) for group in groups]

    # What is kept

    def _replace(
        self,
        unit: Unit,
        before: Mapping[int, Group],
        standing: Mapping[Group, int | None],
        lost: Collection[int],
    ) -> None:
        """Keep the families that stand; those that did as they do are left alone."""
        number_of = {group: number for number, group in before.items() if number not in lost}
        new = [group for group in standing if group not in number_of]
        stays = {number_of[group] for group in standing if group in number_of}
        self._store.drop_families({*before} - stays)
        first = self._store.next_family()
        self._put(unit, dict(enumerate(sorted(new, key=self._order), first)))

    def _order(self, group: Group) -> tuple[object, ...]:
        return tuple((self._ranks[p.document], p.start, p.end) for p in group.members)

    def _put(self, unit: Unit, groups: Mapping[int, Group]) -> None:
        """Weigh families, and keep them."""
        if not groups:
            return
        settings = self._settings
        everywhere = {p.document for group in groups.values() for p in group.members}
        numbers, prepared = self._lay_out(everywhere)
        here = [numbers.group_here(group) for group in groups.values()]
        use_dates = settings.use_dates
        weighed = (
            weigh_all(here, prepared, self._least, use_dates=use_dates)
            if unit == "passage"
            else weigh_sentences(here, prepared, use_dates=use_dates)
        )
        passages, sentences = (weighed, []) if unit == "passage" else ([], weighed)
        ids = self._ids
        # What was told of documents that are gone says nothing of those that are there.
        known = [
            (ids[earlier], ids[later])
            for earlier, later in self._store.claims()
            if earlier in ids and later in ids
        ]
        told = directed(
            passages,
            sentences,
            prepared,
            dates=self._dates,
            settings=settings,
            usage=StoredUsage(self._store, numbers.local),
            known=known,
        )
        families = {
            number: replace(each, group=groups[number])
            for number, each in zip(groups, told[0] or told[1], strict=True)
        }
        _put_families(self._store, unit, families, self._numbers)

    def _describe_what_counts_now(self) -> None:
        """Describe the families that count in a collection of this size, and did not before."""
        numbers = self._store.undescribed(self._least)
        stored = self._store.families(numbers)
        self._store.drop_families(numbers)
        self._put("passage", {n: kept.group for n, kept in stored.items()})

    @property
    def _least(self) -> float:
        return least_evidence(self._n_tokens, self._settings.min_bits)

    @property
    def _ids(self) -> dict[int, str]:
        fresh = {number: side.document.id for number, side in self._fresh.items()}
        return {entry.number: entry.id for entry in self._kept} | fresh

    @property
    def _numbers(self) -> dict[str, int]:
        return {name: number for number, name in self._ids.items()}

    @property
    def _dates(self) -> dict[str, str | None]:
        fresh = {s.document.id: s.document.date for s in self._fresh.values()}
        dates = {entry.id: entry.date for entry in self._kept} | fresh
        return dates if self._settings.use_dates else dict.fromkeys(dates)


class StoredUsage:
    """What the documents of a store say, two tokens at a time.

    Args:
        store: The store, which must stay open.
        local: What its documents are called where they are left out.
    """

    def __init__(self, store: Store, local: Mapping[int, int]) -> None:
        self._store, self._local = store, local

    def documents_with(self, pair: str, *, outside: Collection[int] = ()) -> int:
        found = self._store.documents_with(pair)
        return sum(self._local.get(number, -1) not in outside for number in found)


def _ranks(entries: Iterable[Entry], fresh: Mapping[int, Prepared]) -> dict[int, int]:
    """Return the place of every document in the order of dates, those that go included."""
    keys = [(*date_key(entry.date), entry.id, entry.number) for entry in entries]
    keys += [
        (*date_key(side.document.date), side.document.id, number) for number, side in fresh.items()
    ]
    return {key[-1]: rank for rank, key in enumerate(sorted(keys))}


def _numbers_in(segments: Columns) -> set[int]:
    return {*segments["a"].tolist(), *segments["b"].tolist()}


def _word_changes(
    added: Iterable[WordCut], removed: Iterable[WordCut]
) -> dict[str, tuple[int, int]]:
    """Return how much more often words occur, and in how many more documents."""
    times: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for cuts, sign in ((added, 1), (removed, -1)):
        for cut in cuts:
            for word, n in Counter(cut.words).items():
                times[word] += sign * n
                documents[word] += sign
    return {word: (n, documents[word]) for word, n in times.items()}


def _members_in(numbers: Numbering, groups: Mapping[int, Group]) -> dict[int, Group]:
    """Return families with those of their members that lie in some documents."""
    return {
        number: Group(
            group.wording,
            tuple(numbers.here(p) for p in group.members if p.document in numbers.local),
        )
        for number, group in groups.items()
    }
