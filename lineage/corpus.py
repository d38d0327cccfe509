"""A prepared corpus → its families, described: the stages between seeding and descent.

The bulk of the work is a plan that an engine runs; which engine is the caller's choice.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from lineage.cohesion import cohesive
from lineage.descent import describe
from lineage.evidence import counts, least_evidence, may_count
from lineage.families import join_guarded, join_wordings
from lineage.linking import find_links
from lineage.model import Family, NormSpan
from lineage.nesting import with_holders
from lineage.parts import MapParts, in_parts, one_after_another
from lineage.places import Group, Link, Place, PlaceIndex
from lineage.prepare import Prepared, token_codes
from lineage.ranking import ranked
from lineage.seeding import documents_of, plan, postings, seed_length
from lineage.settings import Settings
from lineage.settling import drop_fragments, join_coinciding, settle

Columns = Mapping[str, npt.NDArray[np.generic]]
RunPlan = Callable[[str, Mapping[str, Columns]], Columns]
Progress = Callable[[str, float], None]

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
class Found:
    """The families of a corpus, and the passage pairs they were made of."""

    families: tuple[Family, ...]
    links: tuple[Link, ...]


def find_families(
    prepared: Sequence[Prepared],
    run: RunPlan,
    settings: Settings,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> Found:
    """Return the families of a corpus, the most salient first.

    Args:
        prepared: The documents in the order of their dates.
        run: Runs a plan over tables.
        settings: What counts as shared.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    tell("seeding", 0.0)
    k = seed_length(sum(len(side.codes) for side in prepared))
    segments = run(plan(k), {"postings": postings([side.codes for side in prepared], k)})
    links = tuple(find_links(prepared, segments, settings, tell, map_parts))
    tell("families", 0.0)
    groups = _groups(links, prepared, run, settings, map_parts)
    tell("descent", 0.0)
    families = _described(groups, prepared, settings, map_parts, work=_described_telling)
    listed = [
        family
        for family in families
        if len(family.documents) > 1 and _n_spoken(family) >= settings.min_length
    ]
    return Found(with_holders(list(_distinct(ranked(listed, "salience")))), links)


@dataclass(frozen=True, slots=True, eq=False)
class _Describing:
    """What describing any family asks for."""

    groups: Sequence[Group]
    prepared: Sequence[Prepared]
    least: float
    use_dates: bool


def _described(
    groups: Sequence[Group],
    prepared: Sequence[Prepared],
    settings: Settings,
    map_parts: MapParts,
    *,
    work: "Callable[[_Describing, slice], list[Family]]",
) -> Iterator[Family]:
    """Yield the families, described by the work that is given."""
    least = least_evidence(prepared, settings.min_bits)
    state = _Describing(groups, prepared, least, settings.use_dates)
    parts = in_parts([len(group.members) for group in groups], _PLACES_A_PART)
    for families in map_parts(work, state, parts):
        yield from families


_PLACES_A_PART = 3_000


def _described_telling(state: _Describing, part: slice) -> list[Family]:
    """Return those of some families that tell enough, described."""
    return [
        describe(clauses, state.prepared, use_dates=state.use_dates)
        for group in state.groups[part]
        if may_count(group, state.prepared, state.least)
        for clauses in (cohesive(group, state.prepared),)
        if counts(group, clauses, state.prepared, state.least)
    ]


def _n_spoken(family: Family) -> int:
    """Return the characters of a wording that are no punctuation."""
    return sum(character.isalnum() for character in family.text)


def _groups(
    links: Sequence[Link],
    prepared: Sequence[Prepared],
    run: RunPlan,
    settings: Settings,
    map_parts: MapParts = one_after_another,
) -> Sequence[Group]:
    """Return the families of passage pairs, each with its members aligned alike.

    A family takes the borders that most of its members agree on. Where two documents
    share a longer passage of which it is a small part, their pair is left over; of such
    pairs families are made once more.
    """
    streams = [side.stream.text for side in prepared]
    groups: Sequence[Group] = ()
    for number in range(_ROUNDS):
        if number:
            links = _left_over(links, groups)
        joined = join_guarded(links, streams, resemblance=settings.resemblance)
        fresh = _settle(joined, prepared, run, settings, map_parts)
        groups = drop_fragments(join_coinciding([*groups, *fresh])) if groups else fresh
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
    map_parts: MapParts,
) -> Sequence[Group]:
    """Bring together what the order of joining kept apart, and align all members alike."""
    resemblance = settings.resemblance
    least = least_evidence(prepared, settings.min_bits)
    settled: frozenset[Group] = frozenset()
    for _ in range(_PASSES):
        hopeful = [may_count(group, prepared, least, growth=_MOST_JOINED) for group in groups]
        candidates = _alike_wordings(groups, hopeful, run)
        joined = join_wordings(groups, candidates, resemblance=resemblance)
        groups = settle(
            joined,
            prepared,
            resemblance=resemblance,
            settled=settled,
            hopeful=lambda group: may_count(group, prepared, least),
            map_parts=map_parts,
        )
        settled = frozenset(groups)
    return groups


_MOST_JOINED = 4
"""How many times as widespread a family may become by joining others. What would tell too
little even then is compared with none: in large collections that is most."""


def _alike_wordings(
    groups: Sequence[Group], compared: Sequence[bool], run: RunPlan
) -> list[tuple[int, int]]:
    """Return the pairs of families whose wordings share an n-gram, found by the same plan.

    Args:
        groups: The families.
        compared: Which of them are compared at all.
        run: Runs the plan.
    """
    numbers = [number for number, is_compared in enumerate(compared) if is_compared]
    table = postings([token_codes(groups[n].wording) for n in numbers], _WORDING_SEED)
    segments = run(plan(_WORDING_SEED), {"postings": table})
    return [(numbers[a], numbers[b]) for a, b, _ in documents_of(segments)]


def _distinct(families: Sequence[Family]) -> Iterator[Family]:
    """Yield the families without those whose wording an earlier one has word for word."""
    seen: set[str] = set()
    for family in families:
        if family.id not in seen:
            seen.add(family.id)
            yield family


def find_sentence_families(
    prepared: Sequence[Prepared],
    links: Sequence[Link],
    settings: Settings,
    map_parts: MapParts = one_after_another,
) -> tuple[Family, ...]:
    """Return the families of whole sentences, the most widespread first.

    Two sentences are the same one, copied, if a shared passage covers most of both and
    they are alike.

    Args:
        prepared: The documents in the order of their dates.
        links: The passage pairs of the corpus.
        settings: What counts as shared.
        map_parts: Does the work that can be done in parts.
    """
    spans = [
        [side.stream.norm_span(sentence.span) for sentence in side.sentences] for side in prepared
    ]
    pairing = _Pairing(links, spans, prepared)
    parts = [slice(first, first + _LINKS_A_PART) for first in range(0, len(links), _LINKS_A_PART)]
    found = {link for part in map_parts(_sentence_links, pairing, parts) for link in part}
    groups = join_guarded(
        found,
        [side.stream.text for side in prepared],
        resemblance=max(_SENTENCE_LIKENESS, settings.resemblance),
    )
    # Whatever is copied as a whole sentence is listed, however little it tells.
    families = _described(groups, prepared, settings, map_parts, work=_described_sentences)
    return with_holders(list(_distinct(ranked(list(families), "documents"))))


_LINKS_A_PART = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class _Pairing:
    """What pairing the sentences of any passage pairs asks for."""

    links: Sequence[Link]
    spans: Sequence[Sequence[NormSpan]]
    prepared: Sequence[Prepared]


def _sentence_links(state: _Pairing, part: slice) -> set[Link]:
    """Return the pairs of sentences that passage pairs show to be copied."""
    found = set()
    for link in state.links[part]:
        covered = [_covered_sentences(state.spans[place.document], place) for place in link[:2]]
        for left in covered[0]:
            for right in covered[1]:
                likeness = Indel.normalized_similarity(
                    _text(state.prepared, left), _text(state.prepared, right)
                )
                if likeness >= _SENTENCE_LIKENESS:
                    found.add(Link(left, right, likeness))
    return found


def _described_sentences(state: _Describing, part: slice) -> list[Family]:
    return [
        describe(group, state.prepared, use_dates=state.use_dates)
        for group in state.groups[part]
        if len({place.document for place in group.members}) > 1
    ]


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
