"""How much a family tells, and may come to tell."""

from collections.abc import Sequence

from lineage.evidence import MOST_FOUND, promise
from lineage.places import Group, Place
from lineage.placing import tokens_at
from lineage.prepare import Prepared


def promise_of(group: Group, prepared: Sequence[Prepared]) -> float:
    """Return what a family may come to set against the least evidence, in more documents."""
    sums = [prepared[place.document].side.sums for place in group.members]
    bits = (of[p.end] - of[p.start] for of, p in zip(sums, group.members, strict=True))
    return promise(max(bits), MOST_FOUND * len(group.documents))


def wording_bits(wording: str, members: Sequence[Place], prepared: Sequence[Prepared]) -> float:
    """Return the surprisal of a family's wording: of the first member that has it, if any has."""
    reads_so = [place for place in members if tokens_at(prepared, place) == wording]
    place = (*reads_so, *members)[0]
    sums = prepared[place.document].side.sums
    return sums[place.end] - sums[place.start]
