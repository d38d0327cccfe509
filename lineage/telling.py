"""Families → what is told of them, as tables: quickly found, and quickly handed on.

Other processes find what is told, and this one makes families of it (`descent`). Tables and
columns go from one to the other in a tenth of the time that the families would take.
"""

from collections.abc import Sequence
from hashlib import blake2b
from itertools import islice
from math import fsum
from typing import NamedTuple

import numpy as np

from lineage.groups import Groups
from lineage.kinds import Standing, has_figures, kind_of, standings_of, wholeness_of
from lineage.model import Kind, RawSpan, SlotType
from lineage.native.descriptions import Described, described
from lineage.native.library import Rows
from lineage.native.tables import Ints, Longs, edges, in_order_once
from lineage.places import Place
from lineage.prepare import Prepared, token_row
from lineage.ranking import salience
from lineage.scripts import Scripts
from lineage.stretch import Stretch
from lineage.template import Slots, find_slots


class Traits(NamedTuple):
    """What a family is as a whole; see `lineage.model.Family`."""

    id: str
    kind: Kind
    bits: float
    salience: float
    fixedness: float
    wholeness: float


class Bearers(NamedTuple):
    """The documents that have each of some wordings.

    Attributes:
        sizes: How many documents have it.
        documents: The numbers of all these, for each wording in the order of their ids.
    """

    sizes: Longs
    documents: Longs


class Told(NamedTuple):
    """What is told of some families; each row has its own behind those of the rows before it.

    Attributes:
        families: Rows of `lineage.native.descriptions.DESCRIPTION`.
        members: Of each family its members, as rows of `MEMBER`.
        wordings: Of each family its different wordings, as rows of `WORDING`.
        sources: Of each member the members that it may come from, by their numbers.
        slots: The slots of each.
        bearers: The documents that have each wording.
        traits: What each is as a whole.
    """

    families: Rows
    members: Rows
    wordings: Rows
    sources: Ints
    slots: Slots
    bearers: Bearers
    traits: list[Traits]


def tell(groups: Groups, wordings: Sequence[str], scripts: Scripts) -> Told:
    """Return what is told of families.

    Args:
        groups: The families as they were found.
        wordings: The wording of each.
        scripts: The documents.
    """
    found = describe_groups(groups, wordings, scripts)
    models = _models(found, scripts.prepared)
    slots = find_slots(found, scripts)
    types = iter(slots.types)
    traits = list(
        map(
            traits_of,
            models,
            standings_of(found, scripts),
            [list(islice(types, n)) for n in slots.n_slots],
            _fixednesses(found),
            _wholenesses(found.families),
        )
    )
    return Told(
        found.families,
        found.members,
        found.wordings,
        found.sources,
        slots,
        _bearers(found, scripts),
        traits,
    )


def describe_groups(groups: Groups, wordings: Sequence[str], scripts: Scripts) -> Described:
    """Return what the kernels tell of families with some wordings."""
    first_tokens, tokens = token_row(wordings)
    return described(
        scripts.texts,
        scripts.having(groups.members),
        groups.first,
        groups.members,
        first_tokens=first_tokens,
        tokens=tokens,
    )


def _models(found: Described, prepared: Sequence[Prepared]) -> list[Stretch]:
    """Return of each family the member that has its wording."""
    families = found.families
    rows = found.members[edges(families["n_members"])[:-1] + families["model"]]
    return [
        Stretch(prepared[document], Place(document, start, end), RawSpan(first, last))
        for document, start, end, first, last, *_ in rows.tolist()
    ]


def similarities_of(families: Rows, members: Rows, wordings: Rows) -> list[float]:
    """Return how like its family's wording each member is."""
    before = edges(families["n_wordings"])[:-1].repeat(families["n_members"])
    similarities: list[float] = wordings["similarity"][before + members["wording"]].tolist()
    return similarities


def _bearers(found: Described, scripts: Scripts) -> Bearers:
    members, n = found.members, len(scripts.prepared)
    before = edges(found.families["n_wordings"])[:-1].repeat(found.families["n_members"])
    wordings = before + members["wording"]
    # A number for each pair of a wording and a document, ascending as they are wanted.
    pairs = in_order_once(wordings * n + scripts.ranks[members["document"]])
    of, rank = np.divmod(pairs, n)
    return Bearers(np.bincount(of, minlength=len(found.wordings)), scripts.by_id[rank])


def _fixednesses(found: Described) -> list[float]:
    each = iter(similarities_of(found.families, found.members, found.wordings))
    return [fsum(islice(each, n)) / n for n in found.families["n_members"].tolist()]


def _wholenesses(families: Rows) -> list[float]:
    names = ("n_members", "n_starts", "n_ends", "n_across")
    return [
        wholeness_of(n_members, n_starts=n_starts, n_ends=n_ends, n_across=n_across)
        for n_members, n_starts, n_ends, n_across in zip(
            *(families[name].tolist() for name in names), strict=True
        )
    ]


def traits_of(
    model: Stretch,
    standing: Standing,
    types: Sequence[SlotType],
    fixedness: float,
    wholeness: float,
) -> Traits:
    """Return what a family is as a whole, which follows from what is known of it.

    Args:
        model: The member whose wording is the family's.
        standing: How the members stand in their documents.
        types: The types of its slots.
        fixedness: Mean likeness of the members to the wording.
        wholeness: How far the members are clauses of their own.
    """
    figures = has_figures(model, types)
    kind = kind_of(standing, n_tokens=len(model), fixedness=fixedness, figures=figures)
    bits = float(model.side.bits[model.place.start : model.place.end].sum())
    telling = salience(
        documents=standing.n_documents,
        bits=bits,
        fixedness=fixedness,
        wholeness=wholeness,
        kind=kind,
        figures=figures,
    )
    return Traits(_family_id(model), kind, bits, telling, fixedness, wholeness)


def _family_id(model: Stretch) -> str:
    """Return a digest of the wording's words: other families and documents do not matter."""
    keys = model.side.stream.keys(model.place.start, model.place.end)
    return blake2b("\x1f".join(keys).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
