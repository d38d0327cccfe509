"""Listed families → the same with every place that has their wording word for word.

N-grams are linked to their neighbours alone, and of two documents that share a long passage their
pair says nothing of a formula inside it. So a document may have a formula's wording and no part in
its family: it has that inside the passage only, and those beside it have the passage, too. Of the
621 families of 28 city reports, 18 lacked 111 such places. Whoever reads how many documents have a
wording counts on them all; so when it is decided what is listed, its wordings are looked for once
more, everywhere. A place that no occurrence of the family overlaps is one more; its whole clause,
if that is like the wording, as of others (`cohesion`).

They have no say in what is listed: that more documents have it makes no formula of a fragment.

Tried and left out: to give them to families before these are weighed. What lies in the places of
others for the most part is a fragment then, and goes, as 看准了就抓紧干，能多干就多干一些 did; and
what is listed is not what was looked for, so that four families still lacked a place. To look only
in the longer passages that a member of the family stands in: some are in no family.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lineage.cohesion import LEAST_LIKE, Weighings, cohesive
from lineage.groups import Groups, Numbers
from lineage.native.searching import Streams
from lineage.native.tables import Bools, InARow, Ints, Longs, Tokens, edges, in_a_row, row_order
from lineage.native.wordings import ANY_LENGTH, held, likenesses
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another
from lineage.prepare import Tokenized, codes_at


class Stands(NamedTuple):
    """Where families' wordings stand, in order.

    Attributes:
        families: The number of the family of each place.
        places: Document, first token and end of each.
    """

    families: Longs
    places: Ints

    def renumbered(self, names: Numbers) -> "Stands":
        """Return the same with other numbers of the documents.

        Args:
            names: The new number of each document, by the one it has.
        """
        places = self.places.copy()
        places[:, 0] = names[places[:, 0]]
        return Stands(self.families, places)


def completed(
    marked: Groups,
    prepared: Sequence[Tokenized],
    texts: Weighings,
    map_parts: MapParts = one_after_another,
) -> Groups:
    """Return families as they are listed with all places that have their wording.

    Args:
        marked: The families, their wordings those of documents.
        prepared: All documents.
        texts: The same, as they are weighed.
        map_parts: Looks through parts of them.
    """
    wordings = codes_at(prepared, marked.models)
    codes = Streams.of_tokens([side.codes for side in prepared])
    missing = find_missing(marked, wordings, codes, map_parts)
    return with_missing(marked, wordings, missing, prepared, texts)


def find_missing(
    groups: Groups,
    wordings: Sequence[Tokens],
    documents: Streams,
    map_parts: MapParts = one_after_another,
) -> Stands:
    """Return where wordings stand that no member of their family overlaps.

    Args:
        groups: The families.
        wordings: The tokens of the wording of each.
        documents: The documents.
        map_parts: Looks through parts of these.
    """
    found = find_standing(in_a_row(wordings), documents, map_parts)
    is_free = _are_free(groups, *found)
    families, places = found.families[is_free], found.places[is_free]
    kept, last = [], (-1, -1, -1)
    for row, (family, (document, start, end)) in enumerate(
        zip(families.tolist(), places.tolist(), strict=True)
    ):
        # What overlaps itself, as 一年一年 in 一年一年一年, is there once.
        if (family, document) == last[:2] and start < last[2]:
            continue
        last = family, document, end
        kept.append(row)
    return Stands(families[kept], places[kept])


def find_standing(
    wordings: InARow,
    documents: Streams,
    map_parts: MapParts = one_after_another,
) -> Stands:
    """Return where wordings stand word for word.

    Args:
        wordings: The wording of each family.
        documents: The documents.
        map_parts: Looks through parts of these.
    """
    sizes = documents.lengths.tolist() if len(wordings.tokens) else []
    tables = map_parts(_held_by, (wordings, documents), in_parts(sizes, _BYTES_A_PART))
    found = np.concatenate([np.zeros((0, 4), np.int32), *tables])
    found = found[row_order(*found.T[:3])]
    return Stands(found[:, 0].astype(np.int64), np.ascontiguousarray(found[:, 1:]))


def _are_apart(rows: Ints) -> Bools:
    """Say of places in order whether each begins behind the one before, or is elsewhere."""
    apart = np.ones(len(rows), np.bool_)
    apart[1:] = (rows[1:, :2] != rows[:-1, :2]).any(axis=1) | (rows[1:, 2] >= rows[:-1, 3])
    return apart


_BYTES_A_PART = 4_000_000
"""Bytes of documents that are looked through in one go."""

_LOOKED_UP = {8: range(8, ANY_LENGTH.stop), 4: range(4, 8), 1: range(1, 4)}
"""Tokens by which wordings of some lengths are looked up: the more, the fewer begin alike."""


@in_kernels
def _held_by(state: tuple[InARow, Streams], part: slice) -> Ints:
    """Return which wordings some documents hold: family, document, first token and end."""
    wordings, documents = state[0], state[1][part]
    sizes, tables = np.diff(wordings.first), []
    for looked_up, lengths in _LOOKED_UP.items():
        found = held(*wordings, documents, looked_up=looked_up, lengths=lengths)
        of, at = found["wording"], found["at"]
        tables.append(np.stack((of, found["text"] + part.start, at, at + sizes[of]), axis=1))
    return np.concatenate(tables, dtype=np.int32)


def _are_free(groups: Groups, families: Longs, places: Ints) -> Bools:
    """Say of places whether no member of the family of each overlaps them."""
    owners = np.repeat(np.arange(len(groups)), groups.sizes)
    order = row_order(owners, *groups.members.T[:2])
    document, start, end = groups.members[order].T
    # One number for a family and a document: so few of these are there that offsets find room.
    n = 1 + max(document.max(initial=0), places[:, 0].max(initial=0))
    keys = np.concatenate((owners[order] * n + document, families * n + places[:, 0]))
    keys = np.unique(keys, return_inverse=True)[1].astype(np.int64) << 32
    known, asked = keys[: len(order)], keys[len(order) :]
    # How far those reach that begin before a place ends.
    reach = np.append(-1, np.maximum.accumulate(known + end))
    before = np.searchsorted(known + start, asked + places[:, 2])
    free: Bools = reach[before] <= asked + places[:, 1]
    return free


def with_missing(
    groups: Groups,
    wordings: Sequence[Tokens],
    missing: Stands,
    prepared: Sequence[Tokenized],
    texts: Weighings,
) -> Groups:
    """Return families with the places that they lack.

    Args:
        groups: The families as they are listed.
        wordings: The tokens of the wording of each.
        missing: What they lack.
        prepared: The documents.
        texts: The same, as they are weighed.
    """
    families, places = missing
    if not len(families):
        return groups
    wide = cohesive(np.arange(len(places) + 1), places, texts).marked.members
    streams = codes_at(prepared, wide)
    asked = [wordings[n] for n in families.tolist()]
    alike = likenesses(*in_a_row(streams), *in_a_row(asked))
    are_apart = _are_apart(np.column_stack((families, wide)).astype(np.int32))
    is_wide = (alike >= LEAST_LIKE) & are_apart & np.append(are_apart[1:], True)
    is_wide &= _are_free(groups, families, wide)
    chosen = np.where(is_wide[:, np.newaxis], wide, places)
    owners = np.concatenate((np.repeat(np.arange(len(groups)), groups.sizes), families))
    members = np.concatenate((groups.members, chosen))
    order = row_order(owners, *members.T)
    sizes = np.bincount(owners, minlength=len(groups))
    return Groups(groups.models, edges(sizes), members[order])
