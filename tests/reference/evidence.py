"""How much a family may come to tell."""

from collections.abc import Sequence

from lineage.evidence import MOST_FOUND, promise
from lineage.places import Group
from lineage.prepare import Prepared


def promise_of(group: Group, prepared: Sequence[Prepared]) -> float:
    """Return what a family may come to set against the least evidence, in more documents."""
    sums = [prepared[place.document].side.sums for place in group.members]
    bits = (of[p.end] - of[p.start] for of, p in zip(sums, group.members, strict=True))
    return promise(max(bits), MOST_FOUND * len(group.documents))
