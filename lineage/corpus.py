"""A prepared corpus → its families, described: the stages between seeding and descent.

The bulk of the work is a plan that an engine runs; which engine is the caller's choice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np

from lineage.cohesion import Weighings, cohesive
from lineage.copied import SENTENCE_LIKENESS
from lineage.descent import described
from lineage.evidence import (
    MOST_FOUND,
    MOST_JOINED,
    evidence_of,
    least_evidence,
    most_evidence,
    promises_of,
)
from lineage.families import WORDING_SEED, join_guarded, join_wordings
from lineage.groups import Groups
from lineage.linking import find_links, least_piece_bits
from lineage.model import Family, Sort
from lineage.native.library import Rows
from lineage.native.tables import Bools, Ints, Texts
from lineage.neighbours import linked_documents
from lineage.parts import MapParts, Progress, one_after_another
from lineage.places import Group
from lineage.prepare import Prepared, texts_of
from lineage.ranking import ranked
from lineage.rivals import without_outdone
from lineage.scripts import Scripts
from lineage.seeding import Columns, plan, postings, seed_length
from lineage.settings import Settings
from lineage.settling import drop_fragments, join_coinciding, not_held, parts_of, settle

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


def find_families(
    prepared: Sequence[Prepared],
    run: RunPlan,
    settings: Settings,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> Found:
    """Return the families of a corpus.

    Args:
        prepared: The documents in the order of their dates.
        run: Runs a plan over tables.
        settings: What counts as shared.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    tell("seeding", 0.0)
    n_tokens = sum(len(side.codes) for side in prepared)
    k = seed_length(n_tokens)
    segments = run(plan(k), {"postings": postings([side.codes for side in prepared], k)})
    least_bits = least_piece_bits(n_tokens, settings.min_bits)
    texts = texts_of(prepared)
    links = find_links(texts, segments, least_bits, tell, map_parts)
    tell("families", 0.0)
    least = least_evidence(n_tokens, settings.min_bits)
    groups = group_links(links, prepared, texts, settings, map_parts, least=least)
    tell("descent", 0.0)
    weighed = weigh_all(groups, prepared, least, map_parts, use_dates=settings.use_dates)
    return Found(tuple(weighed), links)


@dataclass(frozen=True, slots=True, eq=False)
class _Describing:
    """What describing any family asks for."""

    groups: Sequence[Group]
    scripts: Scripts


@dataclass(frozen=True, slots=True, eq=False)
class _Weighing(_Describing):
    """What weighing any family asks for, too."""

    texts: Weighings
    least: float


def weigh_all(
    groups: Sequence[Group],
    prepared: Sequence[Prepared],
    least: float,
    map_parts: MapParts = one_after_another,
    *,
    use_dates: bool = True,
) -> list[Weighed]:
    """Return each family with what speaks for it, described if it is to be listed.

    Args:
        groups: The families.
        prepared: The documents.
        least: What `least_evidence` returned.
        map_parts: Does the work that can be done in parts.
        use_dates: Whether dates say who had it first.
    """
    scripts = Scripts(prepared, use_dates=use_dates)
    state = _Weighing(groups, scripts, Weighings(prepared, scripts.texts), least)
    told = _told_of_each(state, map_parts, _weighed)
    return [Weighed(group, *each) for group, each in zip(groups, told, strict=True)]


def weigh_sentences(
    groups: Sequence[Group],
    prepared: Sequence[Prepared],
    map_parts: MapParts = one_after_another,
    *,
    use_dates: bool = True,
) -> list[Weighed]:
    """Return families of whole sentences; all count, however little they tell."""
    state = _Describing(groups, Scripts(prepared, use_dates=use_dates))
    told = _told_of_each(state, map_parts, _described)
    return [Weighed(group, 0.0, None, each) for group, each in zip(groups, told, strict=True)]


_State = TypeVar("_State", bound=_Describing)
_Each = TypeVar("_Each")


def _told_of_each(
    state: _State, map_parts: MapParts, work: Callable[[_State, slice], list[_Each]]
) -> list[_Each]:
    return [each for part in map_parts(work, state, parts_of(state.groups)) for each in part]


_Told = tuple[float, float | None, Family | None]
"""Promise, evidence and description: who asks in another process has the group."""


def _weighed(state: _Weighing, part: slice) -> list[_Told]:
    groups, prepared = state.groups[part], state.scripts.prepared
    promises = promises_of(Groups.of(groups), state.scripts.texts, growth=MOST_FOUND).tolist()
    told: list[_Told] = [
        (promise, None if promise < state.least else most_evidence(group, prepared), None)
        for promise, group in zip(promises, groups, strict=True)
    ]
    asked = [n for n, (_, most, _) in enumerate(told) if most is not None and most >= state.least]
    found = cohesive([groups[n] for n in asked], prepared, state.texts)
    listed: dict[int, Group] = {}
    for n, alike in zip(asked, found, strict=True):
        evidence = evidence_of(groups[n], alike.clauses, prepared)
        told[n] = told[n][0], evidence, None
        if evidence >= state.least:
            listed[n] = alike.marked
    families = described([*listed.values()], state.scripts)
    for n, family in zip(listed, families, strict=True):
        told[n] = *told[n][:2], family
    return told


def _described(state: _Describing, part: slice) -> list[Family]:
    return described(state.groups[part], state.scripts)


def long_enough(families: Iterable[Family], settings: Settings) -> list[Family]:
    """Return the families of several documents whose wording is as long as it must be."""
    return [
        family
        for family in families
        if _speaks(family.text, settings.min_length) and len(family.documents) > 1
    ]


def _speaks(text: str, n: int) -> bool:
    """Say whether a wording has at least so many characters that are no punctuation."""
    return sum(1 for _ in islice(filter(str.isalnum, text), n)) == n


def group_links(
    links: Rows,
    prepared: Sequence[Prepared],
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
    return without_outdone(groups.listed(prepared), prepared)


def _settle(
    groups: Groups,
    prepared: Sequence[Prepared],
    texts: Texts,
    resemblance: float,
    map_parts: MapParts,
    *,
    least: float,
) -> Groups:
    """Bring together what the order of joining kept apart, and align all members alike."""
    for number in range(PASSES):
        is_compared = promises_of(groups, texts, growth=MOST_JOINED) >= least
        pairs = _alike_wordings(groups, is_compared, prepared)
        into = join_wordings(groups, pairs, texts, resemblance=resemblance)
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


def _alike_wordings(groups: Groups, is_compared: Bools, prepared: Sequence[Prepared]) -> Ints:
    """Return the pairs of families whose wordings share an n-gram, as the plan links them.

    Args:
        groups: The families.
        is_compared: Which of them are compared at all.
        prepared: The documents.
    """
    numbers = np.flatnonzero(is_compared).astype(np.int32)
    wordings = [prepared[n].codes[a:b] for n, a, b in groups.models[numbers].tolist()]
    return numbers[linked_documents(postings(wordings, WORDING_SEED))]


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
    links: Rows, prepared: Sequence[Prepared], settings: Settings
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
