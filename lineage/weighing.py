"""Families as they were found → what speaks for each, and a description of what is to be listed.

A collection has many times as many families as are listed. Of the others nothing is kept but
numbers, a column for all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, Self

import numpy as np

from lineage.cohesion import Weighings, cohesive
from lineage.descent import as_families
from lineage.evidence import MOST_FOUND, evidence_of, most_evidence, promises_of, wording_bits
from lineage.groups import Groups, Numbers
from lineage.model import Family
from lineage.parts import MapParts, in_kernels, one_after_another
from lineage.places import Group
from lineage.scripts import Scripts
from lineage.settling import parts_of
from lineage.telling import Told, tell


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


@dataclass(frozen=True, slots=True, eq=False)
class WeighedGroups:
    """Families as they were found, by their numbers, with what `Weighed` has of each.

    Attributes:
        groups: The families before they are described.
        promises: What each promises.
        evidence: The evidence for each.
        families: The descriptions of those that are listed.
    """

    groups: Groups
    promises: Sequence[float]
    evidence: Sequence[float | None]
    families: dict[int, Family]

    def listed(self) -> list[Family]:
        """Return the families that are listed."""
        return [*self.families.values()]

    def told(self, families: Iterable[Family]) -> Self:
        """Return the same with other descriptions of those that are listed, in their order."""
        described = dict(zip(self.families, families, strict=True))
        return type(self)(self.groups, self.promises, self.evidence, described)

    def one_by_one(self, groups: Iterable[Group]) -> Iterator[Weighed]:
        """Yield each family by itself.

        Args:
            groups: The same families, one by one.
        """
        for number, each in enumerate(zip(groups, self.promises, self.evidence, strict=True)):
            yield Weighed(*each, self.families.get(number))


def weigh_all(
    groups: Groups,
    wordings: Sequence[str],
    scripts: Scripts,
    *,
    least: float,
    map_parts: MapParts = one_after_another,
) -> WeighedGroups:
    """Return families with what speaks for each, described if they are to be listed.

    Args:
        groups: The families.
        wordings: The wording of each.
        scripts: The documents.
        least: What `least_evidence` returned.
        map_parts: Does the work that can be done in parts.
    """
    known = _Describing.of(groups, wordings, scripts)
    texts = Weighings(scripts.prepared, scripts.texts)
    texts.weigh(groups.members[:, 0], map_parts)
    parts = parts_of(groups)
    promises: list[float] = []
    evidence: list[float | None] = []
    families: dict[int, Family] = {}
    for part, found in zip(
        parts, map_parts(_weighed, _Weighing(known, texts, least), parts), strict=True
    ):
        promises += found.promises
        evidence += found.evidence
        listed = as_families(found.told, scripts.prepared)
        families.update(zip((part.start + n for n in found.listed), listed, strict=True))
    return WeighedGroups(groups, promises, evidence, families)


def weigh_sentences(
    groups: Groups,
    wordings: Sequence[str],
    scripts: Scripts,
    map_parts: MapParts = one_after_another,
) -> WeighedGroups:
    """Return families of whole sentences; all are listed, however little they tell."""
    state, parts = _Describing.of(groups, wordings, scripts), parts_of(groups)
    families = chain.from_iterable(
        as_families(told, scripts.prepared) for told in map_parts(_told, state, parts)
    )
    n = len(groups)
    return WeighedGroups(groups, [0.0] * n, [None] * n, dict(enumerate(families)))


@dataclass(frozen=True, slots=True, eq=False)
class _Describing:
    """What describing any family asks for.

    Attributes:
        groups: The families.
        wordings: The wording of each.
        scripts: The documents, those laid out that have them.
    """

    groups: Groups
    wordings: Sequence[str]
    scripts: Scripts

    @classmethod
    def of(cls, groups: Groups, wordings: Sequence[str], scripts: Scripts) -> Self:
        """Return what describing families asks for."""
        # Threads that describe some would lay the same documents out, each for itself.
        scripts.having(groups.members)
        return cls(groups, wordings, scripts)


@dataclass(frozen=True, slots=True, eq=False)
class _Weighing:
    """What weighing any family asks for, too."""

    known: _Describing
    texts: Weighings
    least: float


class _Part(NamedTuple):
    """What is found of a part of the families.

    Attributes:
        promises: What each promises.
        evidence: The evidence for each.
        listed: The numbers of those that are listed, in the part.
        told: What is told of these.
    """

    promises: list[float]
    evidence: list[float | None]
    listed: list[int]
    told: Told


@in_kernels
def _weighed(state: _Weighing, part: slice) -> _Part:
    scripts = state.known.scripts
    groups, wordings = state.known.groups.chosen(_numbers(part)), state.known.wordings[part]
    promises = promises_of(groups, scripts.texts, growth=MOST_FOUND)
    evidence: list[float | None] = [None] * len(groups)
    asked = np.flatnonzero(promises >= state.least)
    groups = groups.chosen(asked)
    bits = wording_bits(groups, [wordings[n] for n in asked.tolist()], scripts.texts)
    most = most_evidence(bits, groups.n_documents)
    for n, each in zip(asked.tolist(), most.tolist(), strict=True):
        evidence[n] = each
    is_hopeful = most >= state.least
    groups = groups.chosen(np.flatnonzero(is_hopeful))
    found = cohesive(groups.first, groups.members, state.texts)
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
    return tell(state.groups.chosen(_numbers(part)), state.wordings[part], state.scripts)


def _numbers(part: slice) -> Numbers:
    return np.arange(part.start, part.stop)
