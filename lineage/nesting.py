"""Families → which formula is part of which longer wording.

A formula lives on inside passages that hold it. It stays a family of its own, because it
is also met without them, and it is told of which it is a part: when most of its
occurrences lie within theirs, or when its wording lies within theirs word for word.

Occurrences are looked up by place and wordings by their first tokens, so that the cost
grows with what is found and not with pairs of families.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lineage.model import Family
from lineage.native.families import nested
from lineage.native.searching import Streams
from lineage.native.tables import Ints, Longs
from lineage.native.wordings import ANY_LENGTH, held
from lineage.normalize import streams_of
from lineage.occurrences import Occurrences
from lineage.prepare import token_row

MOST_INSIDE = 0.5
"""Share of a formula's occurrences of which more must lie inside those of the longer one."""

LOOKED_UP = 4
"""Tokens by which a wording is looked up in longer ones."""


def with_holders(families: Sequence[Family], occurrences: Occurrences) -> tuple[Family, ...]:
    """Return the families, each told of which longer ones it is part.

    Args:
        families: The families.
        occurrences: All their occurrences.
    """
    wordings = streams_of([family.text for family in families])
    holders_of: dict[int, tuple[str, ...]] = {}
    outer_of: dict[int, set[int]] = defaultdict(set)
    for found in (_around_most(occurrences, len(families)), _holding(wordings)):
        for inner, outer in zip(*map(np.ndarray.tolist, found), strict=True):
            outer_of[inner].add(outer)
    for number, others in outer_of.items():
        around = sorted(others, key=lambda n: (len(wordings[n]), families[n].id))
        least = len(wordings[number])
        holders_of[number] = tuple(families[n].id for n in around if len(wordings[n]) > least)
    return tuple(
        family
        if (part_of := holders_of.get(number, ())) == family.part_of
        else replace(family, part_of=part_of)
        for number, family in enumerate(families)
    )


def _around_most(every: Occurrences, n_families: int) -> tuple[Longs, Longs]:
    """Return which families have occurrences around most of which others'."""
    places = np.stack([every.documents, every.starts, every.ends], axis=1).astype(np.int32)
    inner, outer, times = nested_times(places, every.families)
    sizes = np.bincount(every.families, minlength=n_families)
    is_most = times > MOST_INSIDE * sizes[inner]
    return inner[is_most], outer[is_most]


def nested_times(places: Ints, families: Longs) -> tuple[Longs, Longs, Longs]:
    """Return which families' occurrences lie in which other ones', and how many do.

    Args:
        places: The occurrences, in raw offsets.
        families: The number of the family of each.

    Returns:
        The numbers of the inner and of the outer ones, in order, and how often.
    """
    names, numbers = np.unique(families, return_inverse=True)
    rows = nested(places, numbers.astype(np.int32))
    pairs, times = np.unique(
        rows["inner"].astype(np.int64) << 32 | rows["outer"], return_counts=True
    )
    return names[pairs >> 32], names[pairs & 0xFFFFFFFF], times


def _holding(wordings: Sequence[str]) -> tuple[Ints, Ints]:
    """Return which wordings are held by which others word for word."""
    row = token_row(wordings)
    texts = Streams.of_row(row)
    # Of long ones, fewer begin alike with twice as many tokens.
    short, long = range(2 * LOOKED_UP), range(2 * LOOKED_UP, ANY_LENGTH.stop)
    found = np.concatenate(
        [
            held(*row, texts, looked_up=LOOKED_UP, lengths=short),
            held(*row, texts, looked_up=2 * LOOKED_UP, lengths=long),
        ]
    )
    found = found[found["wording"] != found["text"]]
    return found["wording"], found["text"]
