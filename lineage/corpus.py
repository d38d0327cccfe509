"""A prepared corpus → its families, described: the stages between seeding and descent.

The bulk of the work is a plan that an engine runs; which engine is the caller's choice.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from lineage.chain import CORPUS, Piece, join_pieces, make_piece, settle_rivals, trim_thin_ends
from lineage.cohesion import cohesive
from lineage.descent import describe
from lineage.evidence import evidence_of, least_evidence, promise_of
from lineage.extend import extend_segments
from lineage.families import join_guarded, join_wordings, passage_links
from lineage.measures import chance_bits
from lineage.members import drop_fragments, join_coinciding, settle
from lineage.model import Family, NormSpan, Sort
from lineage.places import Group, Link, Place, PlaceIndex
from lineage.prepare import Prepared, Side, token_codes
from lineage.ranking import ranked
from lineage.runs import Run
from lineage.seeding import Column, documents_of, plan, postings, seed_length
from lineage.settings import Settings

Columns = Mapping[str, npt.NDArray[np.generic]]
RunPlan = Callable[[str, Mapping[str, Columns]], Columns]
Progress = Callable[[str, float], None]

_PIECE_SHARE = 0.6
"""Share of the threshold in bits that a piece must have to be worth joining to others."""

_WORDING_SEED = 4
"""Tokens of the n-grams by which wordings of one family find each other."""

_PASSES = 2
"""Times that wordings are compared and members aligned: aligned members show their
family's wording better, so that families find each other which did not before."""

_SENTENCE_COVERED = 0.7
"""Share of a sentence that a shared passage must cover for the sentence to be shared."""

_SENTENCE_LIKENESS = 0.75
"""Likeness from which two sentences are the same one, copied."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A family as it was found, what speaks for it, and its description if it is listed.

    Attributes:
        group: The family before it is described.
        promise: What `promise_of` says of it.
        evidence: What `evidence_of` says of it; ``None`` where it promises too little to
            be looked at.
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
        links: The passage pairs.
    """

    weighed: tuple[Weighed, ...]
    links: tuple[Link, ...]


def find_families(
    prepared: Sequence[Prepared], run: RunPlan, settings: Settings, tell: Progress
) -> Found:
    """Return the families of a corpus.

    Args:
        prepared: The documents in the order of their dates.
        run: Runs a plan over tables.
        settings: What counts as shared.
        tell: Told of each stage as it goes on.
    """
    tell("seeding", 0.0)
    k = seed_length(sum(len(side.codes) for side in prepared))
    segments = run(plan(k), {"postings": postings([side.codes for side in prepared], k)})
    n_tokens = sum(len(side.codes) for side in prepared)
    least_bits = least_piece_bits(n_tokens, settings.min_bits)
    links = tuple(find_links(prepared, segments, least_bits, tell))
    tell("families", 0.0)
    least = least_evidence(n_tokens, settings.min_bits)
    groups = group_links(links, prepared, run, settings, least=least)
    tell("descent", 0.0)
    return Found(
        tuple(weigh(group, prepared, least, use_dates=settings.use_dates) for group in groups),
        links,
    )


def weigh(
    group: Group, prepared: Sequence[Prepared], least: float, *, use_dates: bool = True
) -> Weighed:
    """Return a family with what speaks for it, described if that is enough to list it."""
    promise = promise_of(group, prepared)
    if promise < least:
        return Weighed(group, promise)
    clauses = cohesive(group, prepared)
    evidence = evidence_of(group, clauses, prepared)
    if evidence < least:
        return Weighed(group, promise, evidence)
    return Weighed(group, promise, evidence, describe(clauses, prepared, use_dates=use_dates))


def long_enough(families: Iterable[Family], settings: Settings) -> list[Family]:
    """Return the families of several documents whose wording is as long as it must be."""
    return [
        family
        for family in families
        if len(family.documents) > 1 and _n_spoken(family) >= settings.min_length
    ]


def _n_spoken(family: Family) -> int:
    """Return the characters of a wording that are no punctuation."""
    return sum(character.isalnum() for character in family.text)


def least_piece_bits(n_tokens: int, min_bits: float) -> float:
    """Return the bits that a passage shared in a corpus of this size must have."""
    # Each pair of places counts once, whichever comes first.
    return min_bits + chance_bits(n_tokens, n_tokens) - 1


def find_links(
    prepared: Sequence[Prepared], segments: Columns, least_bits: float, tell: Progress
) -> Iterator[Link]:
    """Yield the passage pairs that segments of links grow to.

    Args:
        prepared: The documents, by the numbers of the segments.
        segments: The segments, in the order of the pairs of documents.
        least_bits: Bits that a passage must have.
        tell: Told how far it is.
    """
    sides = [side.side for side in prepared]
    pairs = documents_of(segments)
    for n, (a, b, rows) in enumerate(pairs):
        if n % 64 == 0:
            tell("extending", n / len(pairs))
        columns: list[Column] = [segments[name][rows] for name in ("x", "y", "length")]
        pieces = _pieces(
            (prepared[a], prepared[b]),
            (sides[a], sides[b]),
            list(zip(*(column.tolist() for column in columns), strict=True)),
            least_bits,
        )
        yield from passage_links(prepared[a], prepared[b], (a, b), pieces)


def _pieces(
    texts: tuple[Prepared, Prepared],
    sides: tuple[Side, Side],
    segments: list[tuple[int, int, int]],
    least_bits: float,
) -> list[Piece]:
    """Return the shared passages of one pair of documents."""
    extended = extend_segments(texts[0].stream.text, texts[1].stream.text, segments, sides[0])
    pieces = [
        make_piece(trim_thin_ends(runs, *sides, chaining=CORPUS), *sides)
        for runs in extended
        if _bits(runs, sides[0]) >= _PIECE_SHARE * least_bits
    ]
    joined = join_pieces(pieces, *sides, chaining=CORPUS)
    return settle_rivals(
        [piece for piece in joined if piece.score >= least_bits],
        *sides,
        least_bits,
        chaining=CORPUS,
    )


def _bits(runs: Sequence[Run], side: Side) -> float:
    return sum(side.sums[x + n] - side.sums[x] for x, _, n in runs)


def group_links(
    links: Sequence[Link],
    prepared: Sequence[Prepared],
    run: RunPlan,
    settings: Settings,
    *,
    least: float,
) -> Sequence[Group]:
    """Return the families of passage pairs, each with its members aligned alike.

    A family takes the borders that most of its members agree on. Where two documents
    share a longer passage of which it is a small part, their pair is left over; of such
    pairs families are made once more.
    """
    streams = [side.stream.text for side in prepared]
    groups: Sequence[Group] = ()
    for _ in range(_ROUNDS):
        joined = join_guarded(links, streams, resemblance=settings.resemblance)
        fresh = _settle(joined, prepared, run, settings, least=least)
        groups = drop_fragments(join_coinciding([*groups, *fresh])) if groups else fresh
        links = _left_over(links, groups)
    return groups


_ROUNDS = 2

_MOST = 0.4
"""Share of a passage from which a family is its family, not a formula inside it."""


def _left_over(links: Sequence[Link], groups: Sequence[Group]) -> list[Link]:
    """Return the passage pairs of which no family holds the most, in both documents."""
    index = PlaceIndex()
    for number, group in enumerate(groups):
        index.add(number, group.members)
    return [
        link
        for link in links
        if not index.covering(link.left, _MOST) & index.covering(link.right, _MOST)
    ]


def _settle(
    groups: Sequence[Group],
    prepared: Sequence[Prepared],
    run: RunPlan,
    settings: Settings,
    *,
    least: float,
) -> Sequence[Group]:
    """Bring together what the order of joining kept apart, and align all members alike."""
    resemblance = settings.resemblance
    settled: frozenset[Group] = frozenset()
    for _ in range(_PASSES):
        candidates = _alike_wordings(groups, run)
        joined = join_wordings(groups, candidates, resemblance=resemblance)
        groups = settle(
            joined,
            prepared,
            resemblance=resemblance,
            settled=settled,
            hopeful=lambda group: promise_of(group, prepared) >= least,
        )
        settled = frozenset(groups)
    return groups


def _alike_wordings(groups: Sequence[Group], run: RunPlan) -> list[tuple[int, int]]:
    """Return the pairs of families whose wordings share an n-gram, found by the same plan."""
    table = postings([token_codes(group.wording) for group in groups], _WORDING_SEED)
    segments = run(plan(_WORDING_SEED), {"postings": table})
    return [(a, b) for a, b, _ in documents_of(segments)]


def distinct(families: Iterable[Family], by: Sort) -> list[Family]:
    """Return families in order, without those whose wording an earlier one has word for word."""
    seen: set[str] = set()
    kept = []
    for family in ranked(list(families), by):
        if family.id not in seen:
            seen.add(family.id)
            kept.append(family)
    return kept


def find_sentence_links(prepared: Sequence[Prepared], links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the pairs of sentences that are the same one, copied.

    Two sentences are if a shared passage covers most of both and they are alike.
    """
    spans = [_sentence_spans(side) for side in prepared]
    found: dict[tuple[Place, Place], Link] = {}
    for link in links:
        covered = [_covered_sentences(spans[place.document], place) for place in link[:2]]
        for left in covered[0]:
            for right in covered[1]:
                likeness = Indel.normalized_similarity(
                    _text(prepared, left), _text(prepared, right)
                )
                if likeness >= _SENTENCE_LIKENESS:
                    found[left, right] = Link(left, right, likeness)
    return tuple(found.values())


def group_sentences(
    links: Iterable[Link], prepared: Sequence[Prepared], settings: Settings
) -> tuple[Group, ...]:
    """Return the families of whole sentences that several documents have."""
    groups = join_guarded(
        links,
        [side.stream.text for side in prepared],
        resemblance=max(_SENTENCE_LIKENESS, settings.resemblance),
    )
    return tuple(group for group in groups if len({place.document for place in group.members}) > 1)


def _sentence_spans(side: Prepared) -> list[NormSpan]:
    """Return the tokens of each sentence of a document."""
    ends = [(sentence.span.start, sentence.span.end) for sentence in side.sentences]
    tokens = np.searchsorted(side.stream.starts, np.array(ends, np.int32).reshape(-1, 2))
    return [NormSpan(start, end) for start, end in tokens.tolist()]


def _text(prepared: Sequence[Prepared], place: Place) -> str:
    return prepared[place.document].stream.text[place.start : place.end]


def _covered_sentences(spans: Sequence[NormSpan], place: Place) -> list[Place]:
    """Return the sentences of a document that a place covers for the most part."""
    covered = []
    first = max(bisect_right(spans, place.start, key=lambda span: span.start) - 1, 0)
    for span in islice(spans, first, None):
        if span.start >= place.end:
            break
        shared = min(span.end, place.end) - max(span.start, place.start)
        if shared > 0 and shared >= _SENTENCE_COVERED * len(span):
            covered.append(Place(place.document, span.start, span.end))
    return covered
