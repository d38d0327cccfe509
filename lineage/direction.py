"""Families without dates → which occurrence was made from which, where the text shows it.

The versions of a wording are tied to a tree, each to its nearest. Traces of corruption say
which way single branches lead, and so which way those beyond them do (`rooting`). What
nothing shows stays open.

A version, not a document, is what the text shows to be older: a document that has the sound
reading may itself be younger than one that corrupted it. So a source is named only where one
document alone has the older version and one alone the younger; where several have the older
one, all are named as equally good and none as the source; documents with the same words have
no order. Of claims that contradict each other or known dates, the surer stands (`claims`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from lineage.attestation import Usage, attestation
from lineage.broken import excess_of
from lineage.claims import Claim, with_claims, without_circles
from lineage.corruption import WEIGHTS, Compared, Trace, suspicions, traces
from lineage.dates import date_range
from lineage.model import LEAST_SOURCE, Clue, ClueKind, Direction, Document, Family
from lineage.native.descriptions import in_tokens
from lineage.native.library import Rows
from lineage.native.tables import Ints, Longs, edges
from lineage.native.wordings import nearest_trees
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another, work_on
from lineage.places import Place
from lineage.placing import tokens_at
from lineage.prepare import token_row
from lineage.rooting import Branch, Derivation, derivations
from lineage.scripts import Scripts

LEAST_CONFIDENCE = 0.8
"""Confidence from which a direction is told."""

_MOST_CLUES = 5
"""Signs that are shown for one direction, at most."""


class _Version(NamedTuple):
    """One version of a wording, letter by letter: where it stands first, and who has it."""

    place: Place
    members: Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Corpus:
    """What is asked of the documents as a whole."""

    scripts: Scripts
    numbers: Mapping[str, int]
    usage: Usage
    excess: npt.NDArray[np.float64]
    kinds: Collection[ClueKind]

    def document(self, version: _Version) -> Document:
        """Return the document of which a version is quoted."""
        return self.scripts.prepared[version.place.document].document


def direct(
    families: Sequence[Family],
    scripts: Scripts,
    dates: Mapping[str, str | None],
    *,
    kinds: Collection[ClueKind] = tuple(WEIGHTS),
    usage: Usage | None = None,
    known: Iterable[tuple[str, str]] = (),
    map_parts: MapParts = one_after_another,
) -> tuple[Family, ...]:
    """Return the families with the directions that the texts themselves show.

    Where dates give an order, nothing changes.

    Args:
        families: The families, described.
        scripts: The documents.
        dates: The date of each document; all ``None`` when dates must not be used.
        kinds: The signs that count.
        usage: What the corpus says, two tokens at a time; that of these documents without it.
        known: Pairs of documents of which the first is known to be older, by other
            families than these.
        map_parts: Does the work that can be done in parts.
    """
    days = {document: date_range(date) if date else None for document, date in dates.items()}
    open_ = [
        number
        for number, family in enumerate(families)
        if _has_open(family) and not _is_ordered(family, days)
    ]
    if not open_:
        return tuple(families)
    numbers = {side.document.id: number for number, side in enumerate(scripts.prepared)}
    said = usage or attestation(scripts.prepared, map_parts)
    excess = excess_of(side.codes for side in scripts.prepared)
    corpus = _Corpus(scripts, numbers, said, excess, kinds)
    weights = [work_on(len(families[n].occurrences), len(families[n].text)) for n in open_]
    parts = in_parts(weights, _OCCURRENCES_A_PART)
    asked = _Asked(families, open_, corpus)
    claims = [
        claim for found in map_parts(_suspects, asked, parts) for claim in _claims_of(found, corpus)
    ]
    return with_claims(families, without_circles(claims, families, dates, known))


_OCCURRENCES_A_PART = 3_000
"""Occurrences of the families that are asked in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """The families that are asked what their wordings show, by their numbers."""

    families: Sequence[Family]
    numbers: Sequence[int]
    corpus: _Corpus


@dataclass(frozen=True, slots=True, eq=False)
class _Wording:
    """A family, by its number, and the versions of its wording.

    Attributes:
        number: The number of the family.
        family: The family.
        documents: The number of each occurrence's document.
        versions: The letters of each version, and the occurrences that have it.
    """

    number: int
    family: Family
    documents: Sequence[int]
    versions: Sequence[tuple[str, Sequence[int]]]


class _Suspects(NamedTuple):
    """Wordings, their versions that are tied to each other, and what changed between them.

    Attributes:
        wordings: The wordings.
        first: Where the versions of each begin.
        places: Where each version stands first.
        ties: The numbers of the versions that are tied, each two of one wording.
        compared: The same as places.
        suspected: Changes that may be slips, as rows of `SLIP`.
        equal: How many tokens of each two are equal, in order.
    """

    wordings: Sequence[_Wording]
    first: Longs
    places: Ints
    ties: Ints
    compared: Compared
    suspected: Rows
    equal: Ints


@in_kernels
def _suspects(state: _Asked, part: slice) -> _Suspects:
    """Return what in the wordings of some families may show their descent.

    What the corpus says is not asked here but where there is one thread: it may be kept where
    only one may ask at a time.
    """
    corpus = state.corpus
    asked = (_wording(number, state.families[number], corpus) for number in state.numbers[part])
    wordings = [wording for wording in asked if wording is not None]
    first = edges([len(wording.versions) for wording in wordings])
    ties = nearest_trees(
        first, *token_row([text for wording in wordings for text, _ in wording.versions])
    )
    places = _places(wordings, corpus)
    compared = _compared(wordings, first, places, ties)
    suspected, equal = suspicions(
        compared, corpus.scripts, usage=corpus.usage, excess=corpus.excess
    )
    return _Suspects(wordings, first, places, ties, compared, suspected, equal)


def _claims_of(found: _Suspects, corpus: _Corpus) -> Iterator[Claim]:
    """Yield what the wordings of some families show of their descent."""
    compared, prepared = found.compared, corpus.scripts.prepared
    signs = traces(found.suspected, compared, prepared, usage=corpus.usage, kinds=corpus.kinds)
    has_signs = set((compared.first.searchsorted([*signs], "right") - 1).tolist())
    for number in sorted(has_signs):
        pairs = range(*compared.first[number : number + 2].tolist())
        here = slice(pairs.start, pairs.stop)
        tree = _Tree(
            list(map(tuple, found.ties[here].tolist())),
            [signs.get(pair, []) for pair in pairs],
            found.equal[here].tolist(),
        )
        wording, here = found.wordings[number], slice(*found.first[number : number + 2].tolist())
        places = map(Place._make, found.places[here].tolist())
        versions = list(map(_Version, places, [members for _, members in wording.versions]))
        yield from _claims(wording, versions, tree, corpus)


def _places(wordings: Sequence[_Wording], corpus: _Corpus) -> Ints:
    """Return where each version of wordings stands first."""
    rows = []
    for wording in wordings:
        occurrences, documents = wording.family.occurrences, wording.documents
        for _, members in wording.versions:
            span = occurrences[members[0]].span
            rows.append((documents[members[0]], span.start, span.end))
    places = np.array(rows, np.int32).reshape(-1, 3)
    return in_tokens(corpus.scripts.texts, corpus.scripts.having(places), places)


def _compared(wordings: Sequence[_Wording], first: Longs, places: Ints, ties: Ints) -> Compared:
    """Return the versions that are tied to each other.

    Args:
        wordings: The wordings.
        first: Where the versions of each begin.
        places: Where these stand.
        ties: Of those that are tied, their numbers among these versions.
    """
    # Of each wording, there is one tie less than versions.
    first_ties = first - np.arange(len(first))
    numbers = ties + first[:-1].repeat(np.diff(first_ties))[:, np.newaxis]
    pairs = places[numbers].reshape(-1, 6)
    return Compared(first_ties, pairs, [wording.documents for wording in wordings])


def _has_open(family: Family) -> bool:
    """Say whether a member may yet have a source; few that have dates do."""
    first = _first(family)
    return any(each.source is None and each.document != first for each in family.occurrences)


def _first(family: Family) -> str | None:
    """Return the document that is the earliest as far as is known: it has no source."""
    return family.earliest.document if family.earliest is not None else None


def _is_ordered(family: Family, days: Mapping[str, tuple[str, str] | None]) -> bool:
    """Say whether dates order all the documents of a family."""
    ranges = []
    for document in {occurrence.document for occurrence in family.occurrences}:
        first_and_last = days[document]
        if first_and_last is None:
            return False
        ranges.append(first_and_last)
    ranges.sort()
    return all(one[1] < two[0] for one, two in pairwise(ranges))


class _Tree(NamedTuple):
    """How the versions of a wording are tied to each other.

    Attributes:
        edges: The numbers of those that are.
        signs: Of each two, the signs that one was corrupted.
        equal: Of each two, how many tokens are equal, in order.
    """

    edges: Sequence[tuple[int, ...]]
    signs: Sequence[Sequence[Trace]]
    equal: Sequence[int]


def _claims(
    wording: _Wording, versions: Sequence[_Version], tree: _Tree, corpus: _Corpus
) -> Iterator[Claim]:
    """Yield what a family's wordings show of their descent."""
    family = wording.family
    branches = [
        Branch(one, two, _by_place(found))
        for (one, two), found in zip(tree.edges, tree.signs, strict=True)
    ]

    def is_told(branch: int, older: int, younger: int) -> bool:
        return _is_open(versions[younger].members, family) and _is_near(
            versions[older], versions[younger], tree.equal[branch], corpus
        )

    for derived in derivations(len(versions), branches, least=LEAST_CONFIDENCE, is_asked=is_told):
        older, younger = versions[derived.older], versions[derived.younger]
        clues = _clues(derived, branches, tree.signs, versions, corpus)
        for member in younger.members:
            document = family.occurrences[member].document
            origins = tuple(
                origin
                for origin in older.members
                if family.occurrences[origin].document != document
            )
            if family.occurrences[member].source is None and origins:
                direction = Direction("text", derived.confidence, clues)
                yield Claim(wording.number, member, direction, origins)


def _is_near(one: _Version, two: _Version, n_equal: int, corpus: _Corpus) -> bool:
    """Say whether one of two versions may be said to come from the other."""
    tokens = [tokens_at(corpus.scripts.prepared, version.place) for version in (one, two)]
    n = sum(map(len, tokens))
    # Nearly always what is known to be equal is enough already.
    is_near = n > 0 and 1 - (n - 2 * n_equal) / n > LEAST_SOURCE
    return is_near or Indel.normalized_similarity(*tokens) > LEAST_SOURCE


def _is_open(members: Sequence[int], family: Family) -> bool:
    """Say whether the text may yet tell where the one document of a version has it from."""
    occurrences = [family.occurrences[member] for member in members]
    document = occurrences[0].document
    if any(each.document != document for each in occurrences):
        return False
    return document != _first(family) and any(each.source is None for each in occurrences)


def _by_place(found: Iterable[Trace]) -> tuple[float, ...]:
    """Return what all the signs at one place say together, for each place."""
    places: dict[tuple[int, int], float] = defaultdict(float)
    for trace in found:
        places[trace.left.start, trace.right.start] += trace.weight
    return tuple(places.values())


def _wording(number: int, family: Family, corpus: _Corpus) -> _Wording | None:
    """Return the versions of a family's wording, the most widespread first, if they are asked."""
    documents = [corpus.numbers[occurrence.document] for occurrence in family.occurrences]
    members: dict[str, list[int]] = defaultdict(list)
    # Characters are folded one by one, so that what is the same is so when it is folded.
    known: dict[str, str] = {}
    for member, occurrence in enumerate(family.occurrences):
        text = known.get(occurrence.text)
        if text is None:
            folded = corpus.scripts.prepared[documents[member]].stream.folded
            # Which marks stand at its ends is a matter of where it stands.
            text = "".join(occurrence.span.cut(folded).split()).strip(_MARKS)
            known[occurrence.text] = text
        members[text].append(member)
    if len(members) < 2 or not any(_is_open(same, family) for same in members.values()):
        return None
    widespread = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    return _Wording(number, family, documents, widespread)


_MARKS = "，、；：。！？“”,;:.!?"


def _clues(
    derived: Derivation,
    branches: Sequence[Branch],
    signs: Sequence[Sequence[Trace]],
    versions: Sequence[_Version],
    corpus: _Corpus,
) -> tuple[Clue, ...]:
    """Return the signs that show a derivation."""
    clues = []
    for number in derived.branches:
        branch = branches[number]
        onward = branch.total > 0
        corrupt = corpus.document(versions[branch.two if onward else branch.one])
        sound = corpus.document(versions[branch.one if onward else branch.two])
        for trace in signs[number]:
            if (trace.weight > 0) != onward:
                continue
            here, there = (trace.right, trace.left) if onward else (trace.left, trace.right)
            clues.append(
                (
                    -abs(trace.weight),
                    Clue(
                        kind=trace.kind,
                        document=corrupt.id,
                        span=here,
                        text=here.cut(corrupt.text),
                        against=sound.id,
                        instead_of=there.cut(sound.text),
                    ),
                )
            )
    clues.sort(key=lambda pair: (pair[0], pair[1].document, pair[1].span, pair[1].kind))
    return tuple(clue for _, clue in clues[:_MOST_CLUES])
