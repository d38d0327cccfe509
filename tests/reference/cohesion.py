"""The last touch to a family: ends where clauses end, and nothing unlike its wording."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import compress
from operator import mul

import numpy as np
from rapidfuzz.distance import Indel, LCSseq
from rapidfuzz.process import cdist

from lineage.align import Weighed, is_like, likeness
from lineage.evidence import Clauses
from lineage.places import Group, Place, PlaceIndex, resemble_in_bits
from lineage.placing import tokens_at, weighed_at
from lineage.prepare import Prepared, novelty_of
from lineage.runs import matching_runs
from lineage.segment import Border
from reference.placing import where_most_like

_CLAUSE = int(Border.CLAUSE)

LEAST_LIKE = 0.6
"""Likeness to the wording that every occurrence of a family has."""

_LONG = 60
_NEARLY = 0.55
_COPY = 0.82
"""An occurrence of a wording of at least this many tokens that falls a little short of
that likeness stays if it is so near a copy of one that does not: a copy of a copy."""

_ELECTORS = 40
"""Different wordings of a family among which the one it is known by is chosen, at most."""

_TO_CLAUSE = 5
"""Tokens that an end moves outward, at most, to stand where a clause ends."""


CLEARLY_LIKE = 0.7
_AT_MOST = 2.0
"""Likeness to the wording that a clause has of which a family marks the whole, and how much
more than the part found it tells that is new, at most, as a multiple."""


@dataclass(frozen=True, eq=False)
class Cohesive:
    """A family's occurrences that are like its wording, with more or fewer whole clauses.

    Attributes:
        prepared: The documents.
        parts: The occurrences as they were found.
        wholes: Each with its ends where its clauses end, if these end nearby.
        ratios: How like the wording each of these is.
    """

    prepared: Sequence[Prepared]
    parts: Sequence[Place]
    wholes: Sequence[Place]
    ratios: Sequence[float]

    @cached_property
    def clauses(self) -> Group:
        """The family with whole clauses wherever these are like the wording at all."""
        return self._of(self._like_wholes)

    @property
    def marked(self) -> Group:
        """The family with whole clauses where they say little else: what a reader is shown."""
        each = zip(self.parts, self.wholes, self.ratios, strict=True)
        kept = [
            whole
            if ratio >= CLEARLY_LIKE and self._told(whole) <= _AT_MOST * self._told(part)
            else part
            for part, whole, ratio in each
        ]
        found = self.clauses if kept == self._like_wholes else self._of(kept)
        return _without_asides(found, kept, self.prepared)

    @cached_property
    def _like_wholes(self) -> list[Place]:
        # Where a whole clause says something else, the part that is shared stays alone.
        each = zip(self.parts, self.wholes, self.ratios, strict=True)
        return [whole if ratio >= LEAST_LIKE else part for part, whole, ratio in each]

    def _told(self, place: Place) -> float:
        """Return how much of a place is new, in bits."""
        sums = novelty_of(self.prepared[place.document])
        return sums[place.end] - sums[place.start]

    def _of(self, kept: Sequence[Place]) -> Group:
        return _of_one_formula(_like_one(kept, self.prepared), self.prepared)


def cohesive(group: Group, prepared: Sequence[Prepared]) -> Cohesive:
    """Return a family with whole clauses, of the occurrences that are like its wording."""
    near = _like_one(group.members, prepared)
    wholes = _to_clauses(near.members, prepared)
    texts = [tokens_at(prepared, whole) for whole in wholes]
    wording, _ = _elected(tuple(texts))
    ratio = {text: likeness(text, wording) for text in dict.fromkeys(texts)}
    return Cohesive(prepared, near.members, wholes, [ratio[text] for text in texts])


def _like_one(members: Sequence[Place], prepared: Sequence[Prepared]) -> Group:
    """Return the wording that most members are like, with the members that are."""
    texts = [tokens_at(prepared, place) for place in members]
    wording, like = _elected(tuple(texts))
    return Group(wording, tuple(p for p, text in zip(members, texts, strict=True) if text in like))


# One family after another, each with clauses that are often what they were before.
@lru_cache(maxsize=4)
def _elected(texts: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    """Return the text that most texts are like, and those that are."""
    times = Counter(texts)
    if len(times) == 1:
        return texts[0], frozenset(times)
    others, counts = list(times), list(times.values())
    electors = sorted(times, key=lambda text: (-times[text], text))[:_ELECTORS]
    best: tuple[int, float, int, str] = (-1, 0.0, 0, "")
    alike: list[float] = []
    for text in electors:
        ratios = [likeness(text, other) for other in others]
        n_like = sum(compress(counts, [ratio >= LEAST_LIKE for ratio in ratios]))
        rank = (n_like, round(sum(map(mul, counts, ratios)), 6), times[text], text)
        if rank > best:
            best, alike = rank, ratios
    wording = best[3]
    like = {text for text, ratio in zip(others, alike, strict=True) if ratio >= LEAST_LIKE}
    if len(wording) >= _LONG:
        each = zip(others, alike, strict=True)
        nearly = [text for text, ratio in each if _NEARLY < ratio < LEAST_LIKE]
        like.update(
            text for text in nearly if any(likeness(text, other) >= _COPY for other in like)
        )
    return wording, frozenset(like)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a stretch says: all of it, and what of it is new, each weighed."""

    known: Weighed
    new: Weighed

    @classmethod
    def at(cls, place: Place, prepared: Sequence[Prepared]) -> "_Told":
        return cls(weighed_at(prepared, place), novelty_at(prepared, place))

    def says_most_of(self, other: "_Told") -> bool:
        """Say whether one of two stretches that is a part of the other tells enough of it."""
        return resemble_in_bits(self.known, other.known, _PART_TELLS) and resemble_in_bits(
            self.new, other.new, _PART_TELLS
        )


def novelty_at(prepared: Sequence[Prepared], place: Place) -> Weighed:
    """Return a stretch weighed by what its document does not say over and over."""
    return weighed_at(prepared, place)._replace(sums=novelty_of(prepared[place.document]))


def _of_one_formula(group: Group, prepared: Sequence[Prepared]) -> Group:
    """Return a family without what has only one of two formulae that its wording joins.

    A long wording is a passage and joins no formulae: what has most of it needs to say no more.
    """
    texts = [tokens_at(prepared, place) for place in group.members]
    places = dict(zip(texts, group.members, strict=True))
    if len(places) == 1:
        return group
    model = _Told.at(places[group.wording], prepared)
    whole = {
        text
        for text, place in places.items()
        if text == group.wording or _says_enough(text, place, group.wording, model, prepared)
    }
    times = Counter(text for text in texts if text in whole)
    is_long = len(group.wording) >= _LONG
    kept = whole if is_long else whole - _strangers(times, group.wording)
    if len(kept) == len(places):
        return group
    members = (place for place, text in zip(group.members, texts, strict=True) if text in kept)
    return replace(group, members=tuple(members))


def _says_enough(
    text: str, place: Place, wording: str, model: _Told, prepared: Sequence[Prepared]
) -> bool:
    """Say whether what stands at a place tells enough of what the wording does."""
    if len(wording) < _LONG and _is_part(text, wording):
        return model.says_most_of(_Told.at(place, prepared))
    return resemble_in_bits(model.new, novelty_at(prepared, place), _TELLS)


def _is_part(text: str, wording: str) -> bool:
    """Say whether a wording is a shorter part of another, but for a token or so."""
    if len(text) >= len(wording):
        return False
    # With no part it has more in common than with the whole.
    if LCSseq.similarity(text, wording) < _VERBATIM / (2 - _VERBATIM) * len(text) - 1e-6:
        return False
    where = where_most_like(text, wording)
    return where is not None and (
        Indel.normalized_similarity(text, wording[slice(*where)]) >= _VERBATIM
    )


def _without_asides(group: Group, among: Sequence[Place], prepared: Sequence[Prepared]) -> Group:
    """Return a family without what has one phrase of its wording only, and else says its own.

    Of a long wording, what stands together is a passage by itself.
    中华人民共和国成立75周年献礼 has of 今年是中华人民共和国成立75周年 the name of an anniversary.
    """
    if len(group.wording) >= _LONG:
        return group
    places = {tokens_at(prepared, place): place for place in group.members}
    doubtful = [text for text in places if _shares_one_phrase(text, group.wording)]
    if not doubtful:
        return group
    # With placeholders, the wording may be no longer a member's.
    places = {tokens_at(prepared, place): place for place in among} | places
    model = _Told.at(places[group.wording], prepared)
    asides = {text for text in doubtful if not model.says_most_of(_Told.at(places[text], prepared))}
    members = (place for place in group.members if tokens_at(prepared, place) not in asides)
    return replace(group, members=tuple(members)) if asides else group


def _shares_one_phrase(text: str, wording: str) -> bool:
    """Say whether nearly all that a text has of a wording is one phrase, and far from all of it."""
    if text == wording or likeness(text, wording) >= _SAME:
        return False
    runs = [n for _, _, n in matching_runs(text, wording)]
    return bool(runs) and _VERBATIM * sum(runs) <= max(runs) < _VERBATIM * len(wording)


_SAME = 0.8
"""Likeness from which two wordings with one phrase in common are one formula, with another verb:
推动全市安全生产形势持续稳定好转, 促进全市安全生产形势持续稳定好转."""

_VERBATIM = 0.9
"""Likeness to a stretch of the wording from which an occurrence is a part of it."""

_PART_TELLS = 0.65
"""Likeness by surprisal to the wording, and by what is new in both, that such a part must
have. A copy that was cut short on the way, and changed as copies are, is no such part."""

_TELLS = 0.45
"""Likeness by what is new in both that any occurrence must have to the wording."""

_IN_COMMON = 1 / 3
"""Share of the shorter one's tokens that any two occurrences have in common, in order."""


def _strangers(times: Mapping[str, int], wording: str) -> set[str]:
    """Return what to leave out so that any two of the rest have enough in common.

    Args:
        times: How often each text occurs.
        wording: The wording that all of them are like.
    """
    others = list(times)
    # Two that have most of the wording each have enough of it in common.
    doubtful = [
        text
        for text in others
        if 2 * LCSseq.similarity(text, wording) < len(wording) + _IN_COMMON * len(text)
    ]
    if not doubtful:
        return set()
    common = cdist(doubtful, others, scorer=LCSseq.similarity, dtype=np.int32).tolist()
    unlike: dict[str, set[str]] = defaultdict(set)
    for text, row in zip(doubtful, common, strict=True):
        for other, n in zip(others, row, strict=True):
            shorter = min(len(text), len(other))
            # Lists and placeholders are alike in other ways.
            if n < _IN_COMMON * shorter and not is_like(text, other, _IN_COMMON):
                unlike[text].add(other)
                unlike[other].add(text)
    gone: set[str] = set()
    while unlike:
        # Whom most occurrences are strangers to; of equals the rarer.
        weights = {text: sum(times[other] for other in unlike[text]) for text in unlike}
        worst = max(unlike, key=lambda text: (weights[text], -times[text], text))
        gone.add(worst)
        for other in unlike.pop(worst):
            unlike[other].discard(worst)
            if not unlike[other]:
                del unlike[other]
    return gone


def _to_clauses(members: Sequence[Place], prepared: Sequence[Prepared]) -> list[Place]:
    """Return each member with its ends where its clauses end, if these end nearby."""
    times = Counter(place.document for place in members)
    taken = PlaceIndex()
    taken.add(0, (place for place in members if times[place.document] > 1))
    moved = []
    for place in members:
        marks = prepared[place.document].side.marks
        start, end = _clause_border(marks, place.start, -1), _clause_border(marks, place.end, 1)
        wide = Place(place.document, start, end)
        if times[place.document] > 1:
            # Two occurrences side by side leave each other what is theirs.
            choices = (wide, wide._replace(end=place.end), wide._replace(start=place.start), place)
            wide = next(
                choice
                for choice in choices
                if not any(taken.touches(part, 0) for part in _beyond(choice, place))
            )
            taken.add(0, _beyond(wide, place))
        moved.append(wide)
    return moved


def _clause_border(marks: bytes, at: int, step: int) -> int:
    """Return the border of a clause within reach on one side of a place, else the place."""
    for n in range(_TO_CLAUSE + 1):
        if marks[at + step * n] >= _CLAUSE:
            return at + step * n
    return at


def _beyond(wide: Place, place: Place) -> list[Place]:
    parts = (
        Place(place.document, wide.start, place.start),
        Place(place.document, place.end, wide.end),
    )
    return [part for part in parts if part.start < part.end]


def counted(clauses: Group, prepared: Sequence[Prepared]) -> Clauses:
    """Return what evidence asks of a family with whole clauses."""
    ends = [
        prepared[place.document].side.marks[end] >= _CLAUSE
        for place in clauses.members
        for end in (place.start, place.end)
    ]
    return Clauses(len(clauses.members), len(clauses.documents), sum(ends))
