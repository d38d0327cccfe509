"""A described family and one more member → the family described with it.

Describing a family anew takes all its members, with the documents that they stand in. A
family that thousands have is therefore kept as it is described, and what one more member
changes in that follows from the description alone: its occurrence and where it comes from,
the later ones that are nearer to it than to what they came from, variants, readings of
slots, the earliest witness, and the figures. The wording, the slots' places and the kind
stay. Without dates, its source is left open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from math import fsum

from rapidfuzz.distance import Indel

from lineage.align import likeness
from lineage.cohesion import LEAST_LIKE, Weighings, cohesive
from lineage.dates import date_key, is_before
from lineage.descent import earliest_witness
from lineage.evidence import grown
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
from lineage.normalize import NormalizedText, normalize, tokens_of
from lineage.places import Group, Place
from lineage.prepare import Prepared, texts_of
from lineage.ranking import salience
from lineage.segment import with_marks
from lineage.stretch import Stretch
from lineage.template import with_reading


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


def marked(family: Family, side: Prepared, place: Place) -> Place | None:
    """Return what of a new member of a family of passages is to be shown, as for the others.

    Args:
        family: The family, described.
        side: The document that has it.
        place: Where it stands there.

    Returns:
        ``None`` if it is not like enough to be listed.
    """
    wording = normalize(family.text).text
    here = Place(0, place.start, place.end)
    tokens = side.stream.text[here.start : here.end]
    (alike,) = cohesive([Group(tokens, (here,))], [side], Weighings([side], texts_of([side])))
    (clause,) = alike.marked.members
    if likeness(side.stream.text[clause.start : clause.end], wording) >= LEAST_LIKE:
        return place._replace(start=clause.start, end=clause.end)
    return place if likeness(tokens, wording) >= LEAST_LIKE else None


def with_member(
    family: Family, side: Prepared, place: Place, dates: Mapping[str, str | None]
) -> Family:
    """Return a family with one more member.

    Args:
        family: The family, described.
        side: The document that has it.
        place: What of it is to be shown.
        dates: The date of each document; all ``None`` when dates must not be used.
    """
    wording = normalize(family.text)
    here = Place(0, place.start, place.end)
    raw = with_marks(side.document.text, side.stream.raw_span(NormSpan(here.start, here.end)))
    new = _New(Stretch(side, here, raw), dates[side.document.id])
    if any(o.document == new.document and _overlap(o.span, raw) for o in family.occurrences):
        return family
    occurrences = [*_nearer(family, new, dates)]
    occurrences.append(_occurrence(new, family, wording, dates))
    occurrences.sort(key=lambda o: (*date_key(dates[o.document]), o.document, o.span))
    documents = {occurrence.document for occurrence in occurrences}
    fixedness = fsum(o.similarity for o in occurrences) / len(occurrences)
    slots = with_reading(family.slots, wording, new.stretch)
    return replace(
        family,
        occurrences=tuple(occurrences),
        variants=_variants(family, new),
        slots=slots,
        earliest=earliest_witness({document: dates[document] for document in documents}),
        fixedness=fixedness,
        salience=salience(
            documents=len(documents),
            bits=family.bits,
            fixedness=fixedness,
            wholeness=family.wholeness,
            kind=family.kind,
            figures=figures_in(wording.folded, [slot.type for slot in slots]),
        ),
    )


def evidence_with(evidence: float, before: int, after: int) -> float:
    """Return the evidence for a family that more documents have than before.

    Args:
        evidence: What it was.
        before: Documents that had it.
        after: Documents that have it.
    """
    return evidence * grown(after) / grown(before)


def _overlap(one: RawSpan, two: RawSpan) -> bool:
    return one.start < two.end and two.start < one.end


@lru_cache(maxsize=1 << 16)
def _wording(text: str) -> str:
    return "".join(text.split())


def _occurrence(
    new: _New, family: Family, wording: NormalizedText, dates: Mapping[str, str | None]
) -> Occurrence:
    stretch = new.stretch
    sources = _sources(new, family, dates)
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


def _sources(new: _New, family: Family, dates: Mapping[str, str | None]) -> list[Occurrence]:
    """Return the earlier occurrences whose wording is nearest, the earliest first."""
    if new.date is None:
        return []
    best: list[Occurrence] = []
    best_likeness = -1.0
    for other in family.occurrences:
        date = dates[other.document]
        if date is None or not is_before(date, new.date):
            continue
        alike = new.likeness_to(other.text)
        if alike < best_likeness or not new.may_be_source(other.text):
            continue
        if alike > best_likeness:
            best, best_likeness = [], alike
        best.append(other)
    return best


def _nearer(family: Family, new: _New, dates: Mapping[str, str | None]) -> Iterator[Occurrence]:
    """Yield the occurrences, taken from the new member if it is nearer than their source."""
    wordings = {each.document: _wording(each.text) for each in family.occurrences}
    # Many read alike and come from the same: what is asked of them is asked once.
    sources_say: dict[tuple[str, ...], set[str]] = {}
    answers: dict[tuple[str, tuple[str, ...]], tuple[float, float]] = {}
    for each in family.occurrences:
        date = dates[each.document]
        if new.date is None or date is None or not is_before(new.date, date):
            yield each
            continue
        by_dates = each.direction is not None and each.direction.by == "dates"
        sources = each.sources if by_dates else ()
        if sources not in sources_say:
            sources_say[sources] = {wordings[source] for source in sources}
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
        yield each if alike < known else _taken(each, new, sources if alike == known else (), dates)


def _taken(
    each: Occurrence, new: _New, others: Iterable[str], dates: Mapping[str, str | None]
) -> Occurrence:
    """Return an occurrence that was taken from the new member, or from others as near."""
    # Of equally near ones, the earliest is named first.
    ordered = tuple(sorted({new.document, *others}, key=lambda n: (*date_key(dates[n]), n)))
    n_sources = each.n_sources + 1 if others else 1
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


def _variants(family: Family, new: _New) -> tuple[Variant, ...]:
    tokens, document, text = new.tokens, new.document, new.stretch.text
    # Most say what another one says to the letter.
    known = next((v for v in family.variants if v.text == text), None) or next(
        (v for v in family.variants if tokens_of(v.text) == tokens), None
    )
    documents = (document,) if known is None else tuple(sorted({*known.documents, document}))
    variants = [v for v in family.variants if v is not known]
    variants.append(Variant(text if known is None else known.text, documents))
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))
