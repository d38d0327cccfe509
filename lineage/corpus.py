"""A prepared corpus → its families, described: the stages between seeding and descent.

The bulk of the work is a plan that an engine runs; which engine is the caller's choice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, Self

import numpy as np

from lineage.cohesion import Weighings, cohesive
from lineage.copied import SENTENCE_LIKENESS
from lineage.descent import as_families
from lineage.evidence import (
    MOST_FOUND,
    MOST_JOINED,
    evidence_of,
    least_evidence,
    most_evidence,
    promises_of,
    wording_bits,
)
from lineage.families import WORDING_SEED, join_guarded, join_wordings, share_enough
from lineage.groups import Groups, Numbers
from lineage.linked import linked_documents
from lineage.linking import find_links, least_piece_bits
from lineage.model import Family, Sort
from lineage.native.library import Rows
from lineage.native.tables import Bools, Ints, Texts
from lineage.parts import MapParts, Progress, in_kernels, one_after_another
from lineage.places import Group
from lineage.prepare import Prepared, Tokenized, texts_of
from lineage.ranking import ranked
from lineage.rivals import without_outdone
from lineage.scripts import Scripts
from lineage.seeding import Columns, plan, postings, seed_length
from lineage.settings import Settings
from lineage.settling import drop_fragments, join_coinciding, not_held, parts_of, settle
from lineage.telling import Told, tell

RunPlan = Callable[[str, Mapping[str, Columns]], Columns]

ROUNDS = 2
"""Times that families are made: of all passage pairs, then of those that are left over."""

PASSES = 2
"""Times that wordings are compared and members aligned: aligned members show their
family's wording better, so that families find each other which did not before."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A family as it was found, what speaks for it, and its description if it is listed.

    Attributes:
        group: The family before it is described.
        promise: What `promises_of` says of it.
        evidence: What `evidence_of` says of it, or that it says no more than this where
            even that is not enough; ``None`` where it promises too little to be looked at.
        family: Its description; ``None`` where the evidence is not enough.
    """

    group: Group
    promise: float
    evidence: float | None = None
    family: Family | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The families of a corpus, and what they were made of.

    Attributes:
        weighed: All the families, listed or not.
        links: The passage pairs, as rows of `LINK`.
    """

    weighed: tuple[Weighed, ...]
    links: Rows


def find_segments(
    prepared: Sequence[Prepared],
    run: RunPlan,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> Columns:
    """Return the segments of a corpus, as `seeding.PLAN` tells them.

    Args:
        prepared: The documents in the order of their dates.
        run: Runs a plan over tables.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    tell("seeding", 0.0)
    k = seed_length(sum(len(side.codes) for side in prepared))
    return run(plan(k), {"postings": postings([side.codes for side in prepared], k, map_parts)})


def find_families(
    scripts: Scripts,
    segments: Columns,
    settings: Settings,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> Found:
    """Return the families of a corpus.

    Args:
        scripts: The documents in the order of their dates.
        segments: What the plan found.
        settings: What counts as shared.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    prepared, texts = scripts.prepared, scripts.texts
    n_tokens = sum(len(side.codes) for side in prepared)
    least_bits = least_piece_bits(n_tokens, settings.min_bits)
    links = find_links(texts, segments, least_bits, tell, map_parts)
    tell("families", 0.0)
    least = least_evidence(n_tokens, settings.min_bits)
    groups = group_links(links, prepared, texts, settings, map_parts, least=least)
    tell("descent", 0.0)
    weighed = weigh_all(groups, scripts, least, map_parts)
    return Found(tuple(weighed), links)


@dataclass(frozen=True, slots=True, eq=False)
class _Describing:
    """What describing any family asks for.

    Attributes:
        groups: The families.
        table: The same as the kernels see them.
        scripts: The documents, those laid out that have them.
    """

    groups: Sequence[Group]
    table: Groups
    scripts: Scripts

    @classmethod
    def of(cls, groups: Sequence[Group], scripts: Scripts) -> Self:
        """Return what describing families asks for."""
        table = Groups.of(groups)
        # Threads that describe some would lay the same documents out, each for itself.
        scripts.having(table.members)
        return cls(groups, table, scripts)

    def wordings(self, part: slice) -> list[str]:
        """Return the wordings of some families."""
        return [group.wording for group in self.groups[part]]


@dataclass(frozen=True, slots=True, eq=False)
class _Weighing:
    """What weighing any family asks for, too."""

    known: _Describing
    texts: Weighings
    least: float


def weigh_all(
    groups: Sequence[Group],
    scripts: Scripts,
    least: float,
    map_parts: MapParts = one_after_another,
) -> list[Weighed]:
    """Return each family with what speaks for it, described if it is to be listed.

    Args:
        groups: The families.
        scripts: The documents.
        least: What `least_evidence` returned.
        map_parts: Does the work that can be done in parts.
    """
    known = _Describing.of(groups, scripts)
    texts = Weighings(scripts.prepared, scripts.texts)
    texts.weigh(known.table.members[:, 0], map_parts)
    parts = parts_of(groups)
    weighed: list[Weighed] = []
    for part, found in zip(
        parts, map_parts(_weighed, _Weighing(known, texts, least), parts), strict=True
    ):
        families = dict(zip(found.listed, as_families(found.told, scripts.prepared), strict=True))
        weighed += (
            Weighed(group, promise, evidence, families.get(n))
            for n, (group, promise, evidence) in enumerate(
                zip(groups[part], found.promises, found.evidence, strict=True)
            )
        )
    return weighed


def weigh_sentences(
    groups: Sequence[Group], scripts: Scripts, map_parts: MapParts = one_after_another
) -> list[Weighed]:
    """Return families of whole sentences; all count, however little they tell."""
    state, parts = _Describing.of(groups, scripts), parts_of(groups)
    families = chain.from_iterable(
        as_families(told, scripts.prepared) for told in map_parts(_told, state, parts)
    )
    return [Weighed(group, 0.0, None, each) for group, each in zip(groups, families, strict=True)]


class _Part(NamedTuple):
    """What is found of a part of the families.

    Attributes:
        promises: What each promises.
        evidence: The evidence for each.
        listed: The numbers of those that are listed.
        told: What is told of these.
    """

    promises: list[float]
    evidence: list[float | None]
    listed: list[int]
    told: Told


@in_kernels
def _weighed(state: _Weighing, part: slice) -> _Part:
    scripts = state.known.scripts
    table, wordings = state.known.table.chosen(_numbers(part)), state.known.wordings(part)
    promises = promises_of(table, scripts.texts, growth=MOST_FOUND)
    evidence: list[float | None] = [None] * len(table)
    asked = np.flatnonzero(promises >= state.least)
    table = table.chosen(asked)
    bits = wording_bits(table, [wordings[n] for n in asked.tolist()], scripts.texts)
    most = most_evidence(bits, table.n_documents)
    for n, each in zip(asked.tolist(), most.tolist(), strict=True):
        evidence[n] = each
    is_hopeful = most >= state.least
    table = table.chosen(np.flatnonzero(is_hopeful))
    found = cohesive(table.first, table.members, state.texts)
    listed, rows = [], []
    for row, (n, told, clauses) in enumerate(
        zip(asked[is_hopeful].tolist(), bits[is_hopeful].tolist(), found.clauses, strict=True)
    ):
        evidence[n] = worth = evidence_of(told, clauses)
        if worth >= state.least:
            listed.append(n)
            rows.append(row)
    marked = found.marked.chosen(np.array(rows, np.intp))
    told_of = tell(marked, marked.wordings(scripts.prepared), scripts)
    return _Part(promises.tolist(), evidence, listed, told_of)


@in_kernels
def _told(state: _Describing, part: slice) -> Told:
    return tell(state.table.chosen(_numbers(part)), state.wordings(part), state.scripts)


def _numbers(part: slice) -> Numbers:
    return np.arange(part.start, part.stop)


def long_enough(families: Iterable[Family], settings: Settings) -> list[Family]:
    """Return the families of several documents whose wording is as long as it must be."""
    return [
        family
        for family in families
        if _speaks(family.text, settings.min_length) and family.n_documents > 1
    ]


def _speaks(text: str, n: int) -> bool:
    """Say whether a wording has at least so many characters that are no punctuation."""
    return sum(1 for _ in islice(filter(str.isalnum, text), n)) == n


def group_links(
    links: Rows,
    prepared: Sequence[Tokenized],
    texts: Texts,
    settings: Settings,
    map_parts: MapParts = one_after_another,
    *,
    least: float,
) -> Sequence[Group]:
    """Return the families of passage pairs, each with its members aligned alike.

    A family takes the borders that most of its members agree on. Where two documents
    share a longer passage of which it is a small part, their pair is left over; of such
    pairs families are made once more. What two families have then at one place stays with
    the one that it is more like.
    """
    groups = Groups.of(())
    for number in range(ROUNDS):
        if number:
            links = not_held(links, groups, texts)
        joined = join_guarded(links, texts, resemblance=settings.resemblance, by_bits=True)
        fresh = _settle(joined, prepared, texts, settings.resemblance, map_parts, least=least)
        both = Groups.one_after_another((groups, fresh))
        groups = drop_fragments(join_coinciding(both)) if number else fresh
    return without_outdone(groups, prepared).listed(prepared)


def _settle(
    groups: Groups,
    prepared: Sequence[Tokenized],
    texts: Texts,
    resemblance: float,
    map_parts: MapParts,
    *,
    least: float,
) -> Groups:
    """Bring together what the order of joining kept apart, and align all members alike."""
    for number in range(PASSES):
        is_compared = promises_of(groups, texts, growth=MOST_JOINED) >= least
        pairs = _alike_wordings(groups, is_compared, prepared, map_parts)
        into = join_wordings(groups, pairs, texts, map_parts, resemblance=resemblance)
        joined = groups.gathered(into)
        is_as_before = joined.sizes == groups.sizes[np.unique(into)]
        groups = settle(
            joined,
            texts,
            resemblance=resemblance,
            is_hopeful=promises_of(joined, texts, growth=MOST_FOUND) >= least,
            is_settled=is_as_before & (number > 0),
            map_parts=map_parts,
        )
    return groups


def _alike_wordings(
    groups: Groups, is_compared: Bools, prepared: Sequence[Tokenized], map_parts: MapParts
) -> Ints:
    """Return the pairs of families whose wordings share enough n-grams, as the plan links them.

    Args:
        groups: The families.
        is_compared: Which of them are compared at all.
        prepared: The documents.
        map_parts: Does the work that can be done in parts.
    """
    numbers = np.flatnonzero(is_compared).astype(np.int32)
    wordings = [prepared[n].codes[a:b] for n, a, b in groups.models[numbers].tolist()]
    pairs, n_links = linked_documents(postings(wordings, WORDING_SEED, map_parts), map_parts)
    shorter = groups.lengths[numbers][pairs].min(axis=1)
    return numbers[pairs[share_enough(n_links, shorter)]]


def distinct(families: Iterable[Family], by: Sort) -> list[Family]:
    """Return families in order, without those whose wording an earlier one has word for word."""
    seen: set[str] = set()
    kept = []
    for family in ranked(list(families), by):
        if family.id not in seen:
            seen.add(family.id)
            kept.append(family)
    return kept


def group_sentences(
    links: Rows, prepared: Sequence[Tokenized], settings: Settings
) -> tuple[Group, ...]:
    """Return the families of whole sentences that several documents have."""
    groups = join_guarded(
        links,
        texts_of(prepared),
        resemblance=sentence_resemblance(settings),
        by_bits=False,
    )
    return groups.chosen(np.flatnonzero(groups.n_documents > 1)).listed(prepared)


def sentence_resemblance(settings: Settings) -> float:
    """Return the likeness to its wording that a member of a family of sentences must have."""
    return max(SENTENCE_LIKENESS, settings.resemblance)
