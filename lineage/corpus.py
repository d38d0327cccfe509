"""A prepared corpus → its families, described: the stages between seeding and descent.

The bulk of the work is a plan that an engine runs; which engine is the caller's choice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

import numpy as np

from lineage.copied import SENTENCE_LIKENESS
from lineage.evidence import (
    MOST_FOUND,
    MOST_JOINED,
    hopeful_bits,
    least_evidence,
    promises_of,
)
from lineage.families import WORDING_SEED, join_guarded, join_wordings, share_enough
from lineage.groups import Groups
from lineage.linked import linked_documents
from lineage.linking import find_links, least_piece_bits
from lineage.model import Family, Sort
from lineage.native.library import Rows
from lineage.native.tables import Bools, Ints, Texts
from lineage.parts import MapParts, Progress, one_after_another
from lineage.prepare import Prepared, Tokenized, codes_at, texts_of
from lineage.ranking import ranked
from lineage.rivals import without_outdone
from lineage.scripts import Scripts
from lineage.seeding import Columns, plan, postings, seed_length
from lineage.settings import Settings
from lineage.settling import drop_fragments, join_coinciding, left_over, settle
from lineage.weighing import WeighedGroups, weigh_all

RunPlan = Callable[[str, Mapping[str, Columns]], Columns]

ROUNDS = 3
"""Times that families are made: of all passage pairs, of those that are left over, and of those
that are left over even then, with what families leave of others. In the last round wordings do
not grow beyond their ends."""

PASSES = 2
"""Times that wordings are compared and members aligned: aligned members show their
family's wording better, so that families find each other which did not before."""


def find_segments(
    prepared: Sequence[Prepared],
    run: RunPlan,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> Columns:
    """Return the segments of a corpus, as `seeding.PLAN` tells them.

    Args:
        prepared: The documents in the order of their dates.
        run: Runs a plan over tables.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    tell("seeding", 0.0)
    k = seed_length(_n_tokens(prepared))
    return run(plan(k), {"postings": postings([side.codes for side in prepared], k, map_parts)})


def find_passages(
    scripts: Scripts,
    segments: Columns,
    settings: Settings,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> Rows:
    """Return the passage pairs of a corpus, as rows of `LINK`.

    Args:
        scripts: The documents in the order of their dates.
        segments: What the plan found.
        settings: What counts as shared.
        tell: Told of the stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    least_bits = least_piece_bits(_n_tokens(scripts.prepared), settings.min_bits)
    return find_links(scripts.texts, segments, least_bits, tell, map_parts)


def find_families(
    scripts: Scripts,
    links: Rows,
    settings: Settings,
    tell: Progress,
    map_parts: MapParts = one_after_another,
) -> WeighedGroups:
    """Return the families of passages of a corpus.

    Args:
        scripts: The documents in the order of their dates.
        links: The passage pairs, as rows of `LINK`.
        settings: What counts as shared.
        tell: Told of each stage as it goes on.
        map_parts: Does the work that can be done in parts.
    """
    prepared = scripts.prepared
    tell("families", 0.0)
    least = least_evidence(_n_tokens(prepared), settings.min_bits)
    groups = group_links(links, prepared, scripts.texts, settings, map_parts, least=least)
    tell("descent", 0.0)
    wordings = groups.wordings(prepared)
    return weigh_all(groups, wordings, scripts, least=least, map_parts=map_parts)


def _n_tokens(prepared: Sequence[Prepared]) -> int:
    return sum(len(side.codes) for side in prepared)


def long_enough(families: Iterable[Family], settings: Settings) -> list[Family]:
    """Return the families whose wording is as long as it must be, and so in several documents."""
    least = settings.min_length
    return [family for family in families if _speaks(family.text, least) and _is_met(family, least)]


def _is_met(family: Family, n: int) -> bool:
    """Say whether two documents have at least so many characters of a family that are spoken."""
    speaking = (each.document for each in family.occurrences if _speaks(each.text, n))
    first = next(speaking, None)
    return any(document != first for document in speaking)


def _speaks(text: str, n: int) -> bool:
    """Say whether a wording has at least so many characters that are no punctuation."""
    return sum(1 for _ in islice(filter(str.isalnum, text), n)) == n


def group_links(
    links: Rows,
    prepared: Sequence[Tokenized],
    texts: Texts,
    settings: Settings,
    map_parts: MapParts = one_after_another,
    *,
    least: float,
) -> Groups:
    """Return the families of passage pairs, each with its members aligned alike.

    A family takes the borders that most of its members agree on. Where two documents
    share a longer passage of which it is a small part, their pair is left over; of such
    pairs families are made once more. Where most members of such a family stand in a longer
    passage, its wording grows to that passage, and what the other members share with them is
    left over even then: of these pairs families are made that keep their own ends, and of what
    the families hold nothing of in a pair that they hold the most of. What two families have
    then at one place stays with the one that it is more like.
    """
    groups = Groups.of(())
    left = links
    for number in range(ROUNDS):
        if number:
            links, rests = left_over(left, groups, texts, least=hopeful_bits(least))
            left = np.concatenate((links, rests))
        if number + 1 == ROUNDS:
            links = left
        joined = join_guarded(links, texts, resemblance=settings.resemblance, by_bits=True)
        fresh = _settle(
            joined,
            prepared,
            texts,
            settings.resemblance,
            map_parts,
            least=least,
            grows=number + 1 < ROUNDS,
        )
        both = Groups.one_after_another((groups, fresh))
        groups = drop_fragments(join_coinciding(both)) if number else fresh
    return without_outdone(groups, prepared)


def _settle(
    groups: Groups,
    prepared: Sequence[Tokenized],
    texts: Texts,
    resemblance: float,
    map_parts: MapParts,
    *,
    least: float,
    grows: bool,
) -> Groups:
    """Bring together what the order of joining kept apart, and align all members alike."""
    for number in range(PASSES):
        is_compared = promises_of(groups, texts, growth=MOST_JOINED) >= least
        pairs = _alike_wordings(groups, is_compared, prepared, map_parts)
        into = join_wordings(groups, pairs, texts, map_parts, resemblance=resemblance)
        joined = groups.gathered(into)
        is_as_before = joined.sizes == groups.sizes[np.unique(into)]
        groups = settle(
            joined,
            texts,
            resemblance=resemblance,
            is_hopeful=promises_of(joined, texts, growth=MOST_FOUND) >= least,
            is_settled=is_as_before & (number > 0),
            grows=grows,
            map_parts=map_parts,
        )
    return groups


def _alike_wordings(
    groups: Groups, is_compared: Bools, prepared: Sequence[Tokenized], map_parts: MapParts
) -> Ints:
    """Return the pairs of families whose wordings share enough n-grams, as the plan links them.

    Args:
        groups: The families.
        is_compared: Which of them are compared at all.
        prepared: The documents.
        map_parts: Does the work that can be done in parts.
    """
    numbers = np.flatnonzero(is_compared).astype(np.int32)
    wordings = codes_at(prepared, groups.models[numbers])
    pairs, n_links = linked_documents(postings(wordings, WORDING_SEED, map_parts), map_parts)
    shorter = groups.lengths[numbers][pairs].min(axis=1)
    return numbers[pairs[share_enough(n_links, shorter)]]


def distinct(families: Iterable[Family], by: Sort) -> list[Family]:
    """Return families in order, without those whose wording an earlier one has word for word."""
    seen: set[str] = set()
    kept = []
    for family in ranked(list(families), by):
        if family.id not in seen:
            seen.add(family.id)
            kept.append(family)
    return kept


def group_sentences(links: Rows, prepared: Sequence[Tokenized], settings: Settings) -> Groups:
    """Return the families of whole sentences that several documents have."""
    groups = join_guarded(
        links,
        texts_of(prepared),
        resemblance=sentence_resemblance(settings),
        by_bits=False,
    )
    return groups.chosen(np.flatnonzero(groups.n_documents > 1))


def sentence_resemblance(settings: Settings) -> float:
    """Return the likeness to its wording that a member of a family of sentences must have."""
    return max(SENTENCE_LIKENESS, settings.resemblance)
