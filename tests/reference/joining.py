"""More members of a described family, occurrence by occurrence; see `lineage.joining`."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import fsum

from rapidfuzz.distance import Indel

from lineage.align import likeness
from lineage.dates import date_key, date_range
from lineage.kinds import figures_in
from lineage.model import (
    LEAST_SOURCE,
    MOST_SOURCES,
    Direction,
    Family,
    NormSpan,
    Occurrence,
    RawSpan,
    Variant,
)
from lineage.normalize import NormalizedText, normalize_quote, streams_of, tokens_of
from lineage.places import Place
from lineage.prepare import Prepared
from lineage.ranking import salience
from lineage.segment import with_marks
from lineage.stretch import Stretch
from lineage.template import with_reading
from reference.descent import earliest_witness


class _New:
    """The new member.

    Args:
        stretch: Where it stands.
        date: The date of its document.
    """

    def __init__(self, stretch: Stretch, date: str | None) -> None:
        self.stretch, self.date = stretch, date
        self.document = stretch.side.document.id
        self.tokens, self.wording = stretch.tokens, _wording(stretch.text)
        # Many occurrences read alike.
        self._ratios: dict[str, float] = {}
        self._may_be: dict[str, bool] = {}

    def likeness_to(self, text: str) -> float:
        """Return how alike this member and another, as it is shown, are (0..1)."""
        if text not in self._ratios:
            self._ratios[text] = Indel.normalized_similarity(self.wording, _wording(text))
        return self._ratios[text]

    def may_be_source(self, text: str) -> bool:
        """Say whether one of this member and another, as it is shown, may come from the other."""
        if text not in self._may_be:
            ratio = Indel.normalized_similarity(tokens_of(text), self.tokens)
            self._may_be[text] = ratio > LEAST_SOURCE
        return self._may_be[text]


def with_members(
    family: Family, members: Iterable[tuple[Prepared, Place]], dates: Mapping[str, str | None]
) -> Family:
    """Return a family with more members, which it takes in one after the other.

    Args:
        family: The family, described.
        members: The document that has each, and what of it is to be shown.
        dates: The date of each document; all ``None`` when dates must not be used.
    """
    joining = _Joining(family, dates)
    for side, place in members:
        joining.take_in(side, place)
    return joining.family()


class _Joining:
    """A described family that takes in members; what all of them change is told at the end."""

    def __init__(self, family: Family, dates: Mapping[str, str | None]) -> None:
        self._family, self._dates = family, dates
        self._wording = normalize_quote(family.text)
        self._occurrences = sorted(family.occurrences, key=self._place_of)
        self._slots, self._variants = family.slots, _Variants(family.variants)

    def _place_of(self, each: Occurrence) -> tuple[bool, str, str, str, RawSpan]:
        return (*date_key(self._dates[each.document]), each.document, each.span)

    def take_in(self, side: Prepared, place: Place) -> None:
        raw = with_marks(side.document.text, side.stream.raw_span(NormSpan(place.start, place.end)))
        here = place._replace(document=0)
        new = _New(Stretch(side, here, raw), self._dates[side.document.id])
        if any(o.document == new.document and _overlap(o.span, raw) for o in self._occurrences):
            return
        sources = _sources(new, self._occurrences, self._dates)
        taken_in = _occurrence(new, self._family, self._wording, sources)
        self._take_from(new)
        insort(self._occurrences, taken_in, key=self._place_of)
        self._slots = with_reading(self._slots, self._wording, new.stretch, {})
        self._variants.add(new)

    def _take_from(self, new: _New) -> None:
        """Say of the later occurrences that are nearer to a new one that they come from it."""
        if new.date is None:
            return
        # Of what is sorted by its first day, all that is surely later stands together.
        last_day = date_range(new.date)[1]
        dates, occurrences = self._dates, self._occurrences
        first = bisect_right(
            occurrences, (False, last_day), key=lambda o: date_key(dates[o.document])[:2]
        )
        end = bisect_left(occurrences, True, lo=first, key=lambda o: not dates[o.document])
        if first < end:
            occurrences[first:end] = _nearer(occurrences, slice(first, end), new, dates)

    def family(self) -> Family:
        """Return the family as it is now."""
        family, occurrences = self._family, self._occurrences
        if len(occurrences) == len(family.occurrences):
            return family
        documents = {occurrence.document for occurrence in occurrences}
        fixedness = fsum(o.similarity for o in occurrences) / len(occurrences)
        return replace(
            family,
            occurrences=tuple(occurrences),
            variants=self._variants.by_spread(),
            slots=self._slots,
            earliest=earliest_witness({document: self._dates[document] for document in documents}),
            fixedness=fixedness,
            salience=salience(
                documents=len(documents),
                bits=family.bits,
                fixedness=fixedness,
                wholeness=family.wholeness,
                kind=family.kind,
                figures=figures_in(self._wording.folded, [slot.type for slot in self._slots]),
            ),
        )


def _overlap(one: RawSpan, two: RawSpan) -> bool:
    return one.start < two.end and two.start < one.end


@lru_cache(maxsize=1 << 16)
def _wording(text: str) -> str:
    return "".join(text.split())


def _occurrence(
    new: _New, family: Family, wording: NormalizedText, sources: Sequence[Occurrence]
) -> Occurrence:
    stretch = new.stretch
    names = dict.fromkeys(source.document for source in sources)
    return Occurrence(
        document=new.document,
        span=stretch.raw,
        text=stretch.text,
        similarity=likeness(wording.text, stretch.tokens),
        source=sources[0].document if sources else None,
        sources=tuple(names)[:MOST_SOURCES],
        n_sources=len(names),
        reference=sources[0].text if sources else family.text,
        direction=Direction("dates") if sources else None,
    )


def _sources(
    new: _New, occurrences: Iterable[Occurrence], dates: Mapping[str, str | None]
) -> list[Occurrence]:
    """Return the earlier occurrences whose wording is nearest, the earliest first."""
    if new.date is None:
        return []
    best: list[Occurrence] = []
    best_likeness = -1.0
    first_day = date_range(new.date)[0]
    for other in occurrences:
        date = dates[other.document]
        if date is None or date_range(date)[1] >= first_day:
            continue
        alike = new.likeness_to(other.text)
        if alike < best_likeness or not new.may_be_source(other.text):
            continue
        if alike > best_likeness:
            best, best_likeness = [], alike
        best.append(other)
    return best


def _nearer(
    occurrences: Sequence[Occurrence], later: slice, new: _New, dates: Mapping[str, str | None]
) -> list[Occurrence]:
    """Return later occurrences, taken from the new member if it is nearer than their source."""
    texts: dict[str, set[str]] = defaultdict(set)
    for each in occurrences:
        texts[each.document].add(_wording(each.text))
    # Many read alike and come from the same: what is asked of them is asked once.
    answers: dict[tuple[str, tuple[str, ...]], tuple[float, float]] = {}
    sources_say: dict[tuple[str, ...], set[str]] = {}
    found = []
    for each in occurrences[later]:
        by_dates = each.direction is not None and each.direction.by == "dates"
        sources = each.sources if by_dates else ()
        if sources not in sources_say:
            sources_say[sources] = {said for source in sources for said in texts[source]}
        if (each.text, sources) not in answers:
            wording = _wording(each.text)
            known = max(
                (Indel.normalized_similarity(said, wording) for said in sources_say[sources]),
                default=-1.0,
            )
            alike = new.likeness_to(each.text)
            if alike >= known and not new.may_be_source(each.text):
                alike = -2.0
            answers[each.text, sources] = alike, known
        alike, known = answers[each.text, sources]
        others = sources if alike == known else ()
        found.append(each if alike < known else _taken(each, new, others, dates))
    return found


def _taken(
    each: Occurrence, new: _New, others: Sequence[str], dates: Mapping[str, str | None]
) -> Occurrence:
    """Return an occurrence that was taken from the new member, or from others as near."""
    # Of equally near ones, the earliest is named first.
    ordered = tuple(sorted({new.document, *others}, key=lambda n: (*date_key(dates[n]), n)))
    n_sources = each.n_sources + (new.document not in others) if others else 1
    if ordered[0] != new.document:
        return replace(each, sources=ordered[:MOST_SOURCES], n_sources=n_sources)
    return replace(
        each,
        source=new.document,
        sources=ordered[:MOST_SOURCES],
        n_sources=n_sources,
        direction=Direction("dates"),
        reference=new.stretch.text,
    )


class _Variants:
    """The variants of a family that takes in members."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        self._variants = list(variants)
        self._streams: list[str] = []

    def add(self, new: _New) -> None:
        """Note who has a wording; it is known by the words that it was first met in."""
        text, at = new.stretch.text, self._like(new)
        if at is None:
            self._variants.append(Variant(text, (new.document,)))
            return
        known = self._variants[at]
        documents = tuple(sorted({*known.documents, new.document}))
        self._variants[at] = replace(known, documents=documents)

    def _like(self, new: _New) -> int | None:
        """Return the place of the variant that a new member has."""
        text, tokens = new.stretch.text, new.tokens
        # Most say what another one says to the letter.
        same = [n for n, each in enumerate(self._variants) if each.text == text]
        if not same:
            untold = self._variants[len(self._streams) :]
            self._streams += streams_of([each.text for each in untold])
            same = [n for n, stream in enumerate(self._streams) if stream == tokens]
        return min(same, key=lambda n: _spread(self._variants[n]), default=None)

    def by_spread(self) -> tuple[Variant, ...]:
        """Return the variants, those of most documents first."""
        return tuple(sorted(self._variants, key=_spread))


def _spread(variant: Variant) -> tuple[int, str, tuple[str, ...]]:
    return -len(variant.documents), variant.text, variant.documents
