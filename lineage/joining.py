"""A described family and one more member → the family described with it.

Describing a family anew takes all its members, with the documents that they stand in. A
family that thousands have is therefore kept as it is described, and what one more member
changes in that follows from the description alone: its occurrence and where it comes from,
the later ones that are nearer to it than to what they came from, variants, readings of
slots, the earliest witness, and the figures. The wording, the slots' places and the kind
stay. Without dates, its source is left open.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum

from rapidfuzz.distance import Indel

from lineage.align import edits_between, likeness
from lineage.cohesion import LEAST_LIKE, cohesive
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
from lineage.normalize import NormalizedText, normalize
from lineage.places import Group, Place
from lineage.prepare import Prepared
from lineage.ranking import salience
from lineage.segment import with_marks
from lineage.stretch import Stretch
from lineage.template import with_reading


@dataclass(frozen=True, slots=True)
class _New:
    """The new member."""

    stretch: Stretch
    date: str | None

    @property
    def document(self) -> str:
        return self.stretch.side.document.id

    @property
    def wording(self) -> str:
        return _wording(self.stretch.text)


def with_member(
    family: Family, side: Prepared, place: Place, dates: Mapping[str, str | None]
) -> Family:
    """Return a family with one more member.

    Args:
        family: The family, described.
        side: The document that has it.
        place: Where it stands there.
        dates: The date of each document; all ``None`` when dates must not be used.

    Returns:
        The family as it was, if the member is not like enough to be listed.
    """
    wording = normalize(family.text)
    here = Place(0, place.start, place.end)
    tokens = side.stream.text[here.start : here.end]
    (clause,) = cohesive(Group(tokens, (here,)), [side]).marked.members
    if likeness(side.stream.text[clause.start : clause.end], wording.text) >= LEAST_LIKE:
        here = clause
    elif likeness(tokens, wording.text) < LEAST_LIKE:
        return family
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
            figures=figures_in(wording.folded, slots),
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


def _wording(text: str) -> str:
    return "".join(text.split())


def _occurrence(
    new: _New, family: Family, wording: NormalizedText, dates: Mapping[str, str | None]
) -> Occurrence:
    stretch = new.stretch
    sources = _sources(new, family, dates)
    reference = normalize(sources[0].text) if sources else wording
    names = dict.fromkeys(source.document for source in sources)
    return Occurrence(
        document=new.document,
        span=stretch.raw,
        text=stretch.text,
        similarity=likeness(wording.text, stretch.tokens),
        source=sources[0].document if sources else None,
        sources=tuple(names)[:MOST_SOURCES],
        n_sources=len(names),
        edits=edits_between(
            reference, stretch.side.stream, RawSpan(0, len(reference.folded)), stretch.raw
        ),
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
        alike = Indel.normalized_similarity(_wording(other.text), new.wording)
        if alike < best_likeness or not _may_be_source(other.text, new.stretch.tokens):
            continue
        best = [*best, other] if alike == best_likeness else [other]
        best_likeness = alike
    return best


def _may_be_source(text: str, tokens: str) -> bool:
    return Indel.normalized_similarity(_tokens(text), tokens) > LEAST_SOURCE


@lru_cache(maxsize=1 << 14)
def _tokens(text: str) -> str:
    return normalize(text).text


def _nearer(family: Family, new: _New, dates: Mapping[str, str | None]) -> Iterator[Occurrence]:
    """Yield the occurrences, taken from the new member if it is nearer than their source."""
    texts = {occurrence.document: occurrence.text for occurrence in family.occurrences}
    # Many read alike and come from the same: what is asked of them is asked once.
    answers: dict[tuple[str, tuple[str, ...]], tuple[float, float]] = {}
    for each in family.occurrences:
        date = dates[each.document]
        if new.date is None or date is None or not is_before(new.date, date):
            yield each
            continue
        by_dates = each.direction is not None and each.direction.by == "dates"
        sources = each.sources if by_dates else ()
        if (each.text, sources) not in answers:
            wording = _wording(each.text)
            answers[each.text, sources] = (
                Indel.normalized_similarity(new.wording, wording)
                if _may_be_source(each.text, new.stretch.tokens)
                else -2.0,
                max(
                    (Indel.normalized_similarity(_wording(texts[s]), wording) for s in sources),
                    default=-1.0,
                ),
            )
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
    own = normalize(each.text)
    return replace(
        each,
        source=new.document,
        sources=ordered[:MOST_SOURCES],
        n_sources=n_sources,
        direction=Direction("dates"),
        edits=edits_between(
            new.stretch.side.stream, own, new.stretch.raw, RawSpan(0, len(own.folded))
        ),
    )


def _variants(family: Family, new: _New) -> tuple[Variant, ...]:
    tokens, document = new.stretch.tokens, new.document
    variants = []
    known = False
    for variant in family.variants:
        if not known and _tokens(variant.text) == tokens:
            known = True
            documents = tuple(sorted({*variant.documents, document}))
            variants.append(replace(variant, documents=documents))
        else:
            variants.append(variant)
    if not known:
        variants.append(Variant(new.stretch.text, (document,)))
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))
