"""A family's members: where its wording begins and ends, and who has it.

Passage pairs have ragged ends, since each saw two documents only. A family sees them all. Its most
typical wording is aligned with every member and its surroundings; the members vote, up to three
times, on where the wording begins and ends: what most of them lack at either end is cut off, what
most of them have beyond it is taken in. Of very many members an even choice of about a hundred
votes. Each vote takes in half as many tokens as the wording has at most, but up to 40 of a short
one, and no more than 1,000. Where nearly all documents go on alike at an end at which the typical
one has something else, since something was inserted or left out there, the likest of the others
takes its place. What does not resemble the wording leaves and forms a family of its own. A family
whose pairs had found only a fragment of the wording in some document finds the whole there.

The most typical wording is the one that resembles all others most; ties: the widest spread.
Fragments have no say in how long it is: only wordings of at least half the length that four
in five members do not exceed are eligible.

A member must resemble the wording by tokens (`places.least_likeness`) and, by 0.95 of that,
by surprisal: one rare word that was changed is not to decide.

A formula that also stands inside a longer shared passage keeps a family of its own if it
stands elsewhere too; if it does not, it is a fragment of the passage and goes.

All this is done in `native/members.c`, some 5 µs a member.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lineage.groups import Groups
from lineage.native import families as kernels
from lineage.native.tables import Texts
from lineage.places import Group, Place, places_table
from lineage.prepare import Tokenized


class Unaligned(NamedTuple):
    """A family before its members are aligned.

    Attributes:
        members: Its members.
        others: Further places around which its wording may stand.
    """

    members: Sequence[Place]
    others: Sequence[Place] = ()


def realigned(
    families: Sequence[Unaligned],
    prepared: Sequence[Tokenized],
    *,
    texts: Texts,
    resemblance: float,
    grows: bool = True,
) -> list[tuple[Group, ...]]:
    """Return, for each family, it with its members aligned alike, and those that left it.

    Args:
        families: The families.
        prepared: The documents.
        texts: The same as the kernels see them.
        resemblance: Likeness to the wording that a member must have.
        grows: Whether wordings take in what most members have beyond their ends.
    """
    first, places = places_table([part for family in families for part in family])
    found = kernels.realigned(texts, first, places, resemblance=resemblance, grows=grows)
    listed: list[list[Group]] = [[] for _ in families]
    rows = found.families
    aligned = Groups(rows["model"], np.append(0, rows["end"]), found.members)
    for of, group in zip(rows["of"].tolist(), aligned.listed(prepared), strict=True):
        listed[of].append(group)
    return list(map(tuple, listed))
