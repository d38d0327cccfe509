"""How much a family tells: its wording's surprisal against what a corpus repeats by itself.

One threshold, in bits, decides what is listed (`least_evidence`). What each family has to
set against it is the surprisal of its wording, weighed by how many documents repeat it.
"""

from collections.abc import Sequence
from math import log2
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.groups import Groups
from lineage.measures import repetition_bits
from lineage.native.families import most_bits
from lineage.native.families import wording_bits as bits_of_wordings
from lineage.native.tables import Longs, Texts
from lineage.prepare import token_row

Reals = npt.NDArray[np.float64]


def least_evidence(n_tokens: int, min_bits: float) -> float:
    """Return the evidence, in bits, that it takes to list a wording of a corpus of this size."""
    return min_bits + repetition_bits(n_tokens)


class Clauses(NamedTuple):
    """A family whose members were moved to where their clauses end.

    Attributes:
        n_members: How many there are then.
        n_documents: How many documents have them.
        n_at_clauses: How many of their ends stand where clauses end.
    """

    n_members: int
    n_documents: int
    n_at_clauses: int


def evidence_of(bits: float, clauses: Clauses) -> float:
    """Return what a family has to set against `least_evidence`.

    Args:
        bits: Surprisal of its wording.
        clauses: The same with whole clauses: what these took in is no evidence, but wording
            that ends within clauses is more often chance.
    """
    evidence = _evidence(bits, clauses.n_documents)
    torn = 1 - clauses.n_at_clauses / max(2 * clauses.n_members, 1)
    return evidence * (1 - _TORN * torn) / _NARROWED


def most_evidence(bits: Reals, n_documents: Longs) -> Reals:
    """Return what `evidence_of` says of families at most, whatever becomes of their members.

    As if all of them stayed, and ended where clauses end: most of what tells too little is
    known by that, and nobody has to look for its clauses.

    Args:
        bits: Surprisal of the wording of each.
        n_documents: How many documents have a member of it.
    """
    return _evidences(bits, n_documents) / _NARROWED


def wording_bits(groups: Groups, wordings: Sequence[str], texts: Texts) -> Reals:
    """Return the surprisal of families' wordings: of the first member that has it, if any has.

    Args:
        groups: The families.
        wordings: The wording of each.
        texts: The documents.
    """
    first_tokens, tokens = token_row(wordings)
    return bits_of_wordings(
        texts, groups.first, groups.members, first_tokens=first_tokens, tokens=tokens
    )


_TORN = 0.5
"""Share of its evidence that a wording loses all of whose ends stand within clauses."""


_NARROWED = 0.98
"""Borders are found by vote, and may be a little narrower than those of the pair of
passages whose surprisal was enough."""


MOST_FOUND = 2
"""How many times as widespread a family may become by aligning its members."""

MOST_JOINED = 4
"""How many times as widespread a family may become by joining others. What would tell too
little even then is compared with none: in large collections that is most."""


def promises_of(groups: Groups, texts: Texts, *, growth: int) -> Reals:
    """Return what each family may come to set against it, were it found in more documents.

    Args:
        groups: The families.
        texts: The documents.
        growth: In how many times as many documents each may yet be found.
    """
    bits = most_bits(texts, groups.first, groups.members)
    return _evidences(bits, growth * groups.n_documents) / _MAY_GROW


def promise(bits: float, n_documents: int) -> float:
    """Return what a wording may come to set against `least_evidence`.

    Args:
        bits: Surprisal of its most surprising member.
        n_documents: Documents it may yet be found in.
    """
    return _evidence(bits, n_documents) / _MAY_GROW


def hopeful_bits(least: float) -> float:
    """Return the surprisal from which a wording of two documents is worth the effort.

    Args:
        least: Evidence that it takes to list a wording.
    """
    return _MAY_GROW * least


_MAY_GROW = 0.8
"""Evidence, as a share of what it takes, from which a family is worth the effort of
aligning its members. Of the 1279 families of 438 speeches and laws, 2 are lost against
0.7, and 13 with 0.9."""


def _evidence(bits: float, n_documents: int) -> float:
    """Return how much a wording tells, in bits.

    One that more documents have needs less: doubling the number of documents that repeat
    it counts as a quarter more surprisal.
    """
    return bits * grown(n_documents)


def _evidences(bits: Reals, n_documents: Longs) -> Reals:
    """Return how much each of some wordings tells, in bits."""
    numbers, of_each = np.unique(n_documents, return_inverse=True)
    evidence: Reals = bits * np.array([grown(n) for n in numbers.tolist()])[of_each]
    return evidence


def grown(n_documents: int) -> float:
    """Return how many times as much a wording tells that so many documents have."""
    return 1 + log2(max(n_documents - 1, 1)) / 4
