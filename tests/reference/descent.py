"""A family's members and their dates → who had the wording first, and who took it whence."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from lineage.align import likeness
from lineage.dates import date_key, date_range, is_before
from lineage.descent import family_of
from lineage.kinds import wholeness_of
from lineage.model import (
    LEAST_SOURCE,
    MOST_SOURCES,
    Direction,
    Family,
    NormSpan,
    Occurrence,
    RawSpan,
    Variant,
    Witness,
)
from lineage.places import Group, Place
from lineage.prepare import Prepared
from lineage.segment import Border, with_marks
from lineage.stretch import Stretch
from lineage.telling import traits_of
from reference.kinds import standing_of
from reference.template import find_slots


@dataclass(frozen=True, slots=True)
class _Member:
    """One member of a family with what descent asks of it."""

    place: Place
    document: str
    date: str | None
    tokens: str
    text: str
    wording: str
    raw: RawSpan
    side: Prepared

    @property
    def stretch(self) -> Stretch:
        return Stretch(self.side, self.place, self.raw)


def describe(group: Group, prepared: Sequence[Prepared], *, use_dates: bool = True) -> Family:
    """Return a family with its descent, variants, template and kind.

    Args:
        group: The family as it was found.
        prepared: The documents, by their numbers.
        use_dates: Whether dates may give a direction.
    """
    members = [_member(place, prepared, use_dates=use_dates) for place in group.members]
    members.sort(key=lambda m: (*date_key(m.date), m.document, m.raw))
    model = _model(members, group.wording)
    ancestry = _Ancestry(members)
    alike = {tokens: likeness(model.tokens, tokens) for tokens in {m.tokens for m in members}}
    occurrences = tuple(
        _occurrence(member, model, ancestry, alike[member.tokens]) for member in members
    )
    stretches = [member.stretch for member in members]
    slots = find_slots(model.stretch, stretches)
    traits = traits_of(
        model.stretch,
        standing_of(stretches),
        [slot.type for slot in slots],
        fsum(occurrence.similarity for occurrence in occurrences) / len(occurrences),
        _wholeness(stretches),
    )
    return family_of(
        traits,
        model.text,
        slots=tuple(slots),
        occurrences=occurrences,
        variants=_variants(members),
        earliest=earliest_witness({m.document: m.date for m in members}),
    )


def _member(place: Place, prepared: Sequence[Prepared], *, use_dates: bool) -> _Member:
    side = prepared[place.document]
    raw = with_marks(side.document.text, side.stream.raw_span(NormSpan(place.start, place.end)))
    text = raw.cut(side.document.text)
    return _Member(
        place,
        side.document.id,
        side.document.date if use_dates else None,
        side.stream.text[place.start : place.end],
        text,
        "".join(text.split()),
        raw,
        side,
    )


def _model(members: Sequence[_Member], wording: str) -> _Member:
    """Return the first member that has the family's wording, or what is likest it."""
    same = (member for member in members if member.tokens == wording)
    return next(same, None) or max(
        members, key=lambda m: Indel.normalized_similarity(m.tokens, wording)
    )


def _occurrence(
    member: _Member, model: _Member, ancestry: "_Ancestry", similarity: float
) -> Occurrence:
    sources, n_sources = ancestry.sources(member)
    reference = sources[0] if sources else model
    return Occurrence(
        document=member.document,
        span=member.raw,
        text=member.text,
        similarity=similarity,
        source=sources[0].document if sources else None,
        sources=tuple(dict.fromkeys(source.document for source in sources)),
        n_sources=n_sources,
        reference=reference.text,
        direction=Direction("dates") if sources else None,
    )


class _Ancestry:
    """Which earlier members of a family have the nearest wording.

    Members with the same wording are asked for once: a formula that ten thousand
    documents have word for word costs no more for each of them than one that two have.
    """

    def __init__(self, members: Sequence[_Member]) -> None:
        """Take the members in the order of their dates."""
        ranges = [date_range(member.date) if member.date else None for member in members]
        self._members = members
        # For each wording its members, by when they are known for sure.
        known: dict[str, list[tuple[str, int]]] = defaultdict(list)
        seen: set[tuple[str, str]] = set()
        for number, (member, dates) in enumerate(zip(members, ranges, strict=True)):
            if dates and (member.wording, member.document) not in seen:
                seen.add((member.wording, member.document))
                known[member.wording].append((dates[1], number))
        for same in known.values():
            same.sort()
        self._known = known
        self._wordings = sorted(known, key=lambda wording: known[wording][0])
        self._since = [known[wording][0][0] for wording in self._wordings]
        self._tokens = [members[known[wording][0][1]].tokens for wording in self._wordings]
        self._nearest: dict[tuple[str, str], list[str]] = {}

    def sources(self, member: _Member) -> tuple[list[_Member], int]:
        """Return the nearest members that are surely earlier, and how many documents have them.

        Of very many only the earliest `MOST_SOURCES` are named.
        """
        if member.date is None:
            return [], 0
        start = date_range(member.date)[0]
        key = member.wording, start
        if key not in self._nearest:
            is_known = self._known[member.wording][0][0] < start
            self._nearest[key] = [member.wording] if is_known else self._nearest_to(member, start)
        found = [
            witness
            for wording in self._nearest[key]
            for witness in self._known[wording][: bisect_left(self._known[wording], (start, -1))]
        ]
        # A document may have two wordings that are equally near.
        of_documents: dict[str, tuple[str, int]] = {}
        for witness in sorted(found):
            of_documents.setdefault(self._members[witness[1]].document, witness)
        first = sorted(number for _, number in [*of_documents.values()][:MOST_SOURCES])
        return [self._members[number] for number in first], len(of_documents)

    def _nearest_to(self, member: _Member, start: str) -> list[str]:
        """Return the wordings nearest to a member's that are known before a date."""
        n_before = bisect_left(self._since, start)
        if not n_before:
            return []
        ratios = _ratios(member.wording, self._wordings[:n_before])
        # The same words in another script share few characters, but are the same words.
        nearest = [n for n in _greatest(ratios) if _is_source(self._tokens[n], member.tokens)]
        if not nearest:
            alike = _ratios(member.tokens, self._tokens[:n_before])
            near = [n for n, ratio in enumerate(alike) if ratio > LEAST_SOURCE]
            nearest = [near[k] for k in _greatest([ratios[n] for n in near])]
        return [self._wordings[n] for n in nearest]


def _greatest(values: Sequence[float]) -> list[int]:
    """Return where the greatest of some values stands."""
    greatest = max(values, default=None)
    return [n for n, value in enumerate(values) if value == greatest]


def _is_source(tokens: str, taken: str) -> bool:
    return Indel.normalized_similarity(tokens, taken) > LEAST_SOURCE


def _ratios(text: str, others: Sequence[str]) -> list[float]:
    if len(others) < _FEW:
        return [Indel.normalized_similarity(text, other) for other in others]
    table = cdist([text], others, scorer=Indel.normalized_similarity, dtype=np.float64)
    ratios: list[float] = table[0].tolist()
    return ratios


_FEW = 16
"""Wordings that are compared with one sooner by themselves than as a table."""


def _wholeness(members: Sequence[Stretch]) -> float:
    sides = [(member.side.side.marks, member.place) for member in members]
    return wholeness_of(
        len(members),
        n_starts=sum(marks[place.start] >= Border.CLAUSE for marks, place in sides),
        n_ends=sum(marks[place.end] >= Border.CLAUSE for marks, place in sides),
        n_across=sum(len(member.text.strip().splitlines()) > 1 for member in members),
    )


def _variants(members: Sequence[_Member]) -> tuple[Variant, ...]:
    wordings: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        wordings[member.tokens].append(member)
    variants = [
        Variant(
            same[0].text,
            tuple(sorted({member.document for member in same})),
        )
        for same in wordings.values()
    ]
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))


def earliest_witness(dates: Mapping[str, str | None]) -> Witness | None:
    """Return the document that is surely earlier than all other dated ones, if there is one."""
    dated = sorted({(date_range(date), document, date) for document, date in dates.items() if date})
    if not dated:
        return None
    _, document, date = dated[0]
    if all(is_before(date, other) for _, _, other in dated[1:]):
        return Witness(document, date)
    return None
