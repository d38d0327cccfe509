"""Families as they were found → what speaks for each, and a description of what is to be listed.

A collection has many times as many families as are listed. Of the others nothing is kept but
numbers, a column for all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from lineage.cohesion import Cohesive, Weighings, cohesive
from lineage.completing import completed
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


@dataclass(frozen=True, slots=True, eq=False)
class Evident:
    """What speaks for families as they were found, and which of them are to be listed.

    Attributes:
        promises: What each promises.
        evidence: The evidence for each.
        listed: The numbers of those that are listed.
        marked: These, with the members that a reader is shown.
    """

    promises: Sequence[float]
    evidence: Sequence[float | None]
    listed: Numbers
    marked: Groups


def weigh(
    groups: Groups,
    wordings: Sequence[str],
    texts: Weighings,
    *,
    least: float,
    map_parts: MapParts = one_after_another,
) -> Evident:
    """Return what speaks for families, and which of them are to be listed.

    Args:
        groups: The families.
        wordings: The wording of each.
        texts: The documents.
        least: What `least_evidence` returned.
        map_parts: Does the work that can be done in parts.
    """
    promises = promises_of(groups, texts.known, growth=MOST_FOUND)
    evidence: list[float | None] = [None] * len(groups)
    asked = np.flatnonzero(promises >= least)
    there = groups.chosen(asked)
    bits = wording_bits(there, [wordings[n] for n in asked.tolist()], texts.known)
    most = most_evidence(bits, there.n_documents)
    for n, each in zip(asked.tolist(), most.tolist(), strict=True):
        evidence[n] = each
    is_hopeful = most >= least
    hopeful = asked[is_hopeful]
    found = _cohesive(groups.chosen(hopeful), texts, map_parts)
    worth = list(map(evidence_of, bits[is_hopeful].tolist(), found.clauses))
    for n, each in zip(hopeful.tolist(), worth, strict=True):
        evidence[n] = each
    is_listed = np.array(worth, np.float64) >= least
    marked = found.marked.chosen(np.flatnonzero(is_listed))
    return Evident(promises.tolist(), evidence, hopeful[is_listed], marked)


def _cohesive(groups: Groups, texts: Weighings, map_parts: MapParts) -> Cohesive:
    """Return what `cohesive` does, of many families in parts."""
    # Threads that ask for a document would weigh it each for itself.
    texts.weigh(groups.members[:, 0], map_parts)
    parts = list(map_parts(_cohesive_part, (groups, texts), parts_of(groups)))
    none = Cohesive([], Groups.of(()))
    return Cohesive(
        [clauses for part in parts for clauses in part.clauses],
        Groups.one_after_another([part.marked for part in (none, *parts)]),
    )


@in_kernels
def _cohesive_part(state: tuple[Groups, Weighings], part: slice) -> Cohesive:
    every, texts = state
    groups = every.chosen(_numbers(part))
    return cohesive(groups.first, groups.members, texts)


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
    texts = Weighings(scripts.prepared, scripts.texts)
    found = weigh(groups, wordings, texts, least=least, map_parts=map_parts)
    found = replace(found, marked=completed(found.marked, scripts.prepared, texts, map_parts))
    return described(groups, found, scripts=scripts, map_parts=map_parts)


def described(
    groups: Groups,
    found: Evident,
    *,
    scripts: Scripts,
    map_parts: MapParts = one_after_another,
) -> WeighedGroups:
    """Return families that were weighed, described if they are to be listed.

    Args:
        groups: The families.
        found: What speaks for each.
        scripts: The documents that those stand in which are to be listed.
        map_parts: Does the work that can be done in parts.
    """
    wordings = found.marked.wordings(scripts.prepared)
    families = describe_all(found.marked, wordings, scripts, map_parts)
    by_number = dict(zip(found.listed.tolist(), families, strict=True))
    return WeighedGroups(groups, found.promises, found.evidence, by_number)


def weigh_sentences(
    groups: Groups,
    wordings: Sequence[str],
    scripts: Scripts,
    map_parts: MapParts = one_after_another,
) -> WeighedGroups:
    """Return families of whole sentences; all are listed, however little they tell."""
    families = describe_all(groups, wordings, scripts, map_parts)
    n = len(groups)
    return WeighedGroups(groups, [0.0] * n, [None] * n, dict(enumerate(families)))


def describe_all(
    groups: Groups,
    wordings: Sequence[str],
    scripts: Scripts,
    map_parts: MapParts = one_after_another,
) -> list[Family]:
    """Return families described.

    Args:
        groups: The families as they are listed.
        wordings: The wording of each.
        scripts: The documents.
        map_parts: Does the work that can be done in parts.
    """
    # Threads that describe some would lay the same documents out, each for itself.
    scripts.having(groups.members)
    state = _Describing(groups, wordings, scripts)
    told = map_parts(_told, state, parts_of(groups))
    return [family for each in told for family in as_families(each, scripts.prepared)]


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


@in_kernels
def _told(state: _Describing, part: slice) -> Told:
    return tell(state.groups.chosen(_numbers(part)), state.wordings[part], state.scripts)


def _numbers(part: slice) -> Numbers:
    return np.arange(part.start, part.stop)
