"""Which postings the plan of seeding links, in arrays: for a few n-grams of a large collection.

The plan (`seeding`) tells the segments of a whole collection, and an engine runs it. Where
some documents come or go, what is asked is another thing: which links that makes, and which
it takes away. With the postings of the n-grams in question in hierarchical order once, a
link is a place in that order, and the answer is a comparison of two columns.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lineage.native.searching import Streams, find_postings
from lineage.native.tables import Tokens, edges, ranges
from lineage.seeding import SEGMENT, Column, Columns, joined_rows, postings

Rows = npt.NDArray[np.int64]


class Ordered:
    """Postings in hierarchical order.

    Args:
        rows: The postings, those of an n-gram together.
    """

    def __init__(self, rows: npt.NDArray[np.void]) -> None:
        self.gram, self.doc, self.pos = (
            rows[name].astype(np.int64) for name in ("gram", "doc", "pos")
        )

    @classmethod
    def shared_with(
        cls,
        streams: Streams,
        asked: Sequence[Tokens],
        k: int,
        around: npt.NDArray[np.bool_] | None = None,
    ) -> "Ordered":
        """Return postings of the n-grams that some documents have.

        Args:
            streams: The documents, all of them.
            asked: The tokens of those that are asked for.
            k: Tokens of an n-gram.
            around: For each document, whether it is asked for. With it, there are only the
                postings around theirs: those that their coming or going changes the links of,
                and what these are or were linked to. Without it, all.
        """
        table = postings(asked, k)
        _, first = np.unique(table["h1"], return_index=True)
        at = edges([len(codes) for codes in asked])[table["doc"]] + table["pos"]
        tokens = np.concatenate([np.zeros(0, np.uint32), *asked], dtype=np.uint32)
        grams: Tokens = tokens[at[first][:, np.newaxis] + np.arange(k)]
        return cls(find_postings(streams, grams, around))

    def neighbours(self, kept: npt.NDArray[np.bool_]) -> Rows:
        """Return the posting that each is linked to, by their places in the order; −1 for none.

        All of a run of one document are linked to the posting just before the run.

        Args:
            kept: Which postings there are; the others are linked to none, and none to them.
        """
        linked = np.full(len(self.gram), -1, np.int64)
        rows = np.flatnonzero(kept)
        if not len(rows):
            return linked
        gram, doc = self.gram[rows], self.doc[rows]
        goes_on = gram[1:] == gram[:-1]
        is_first = np.ones(len(rows), bool)
        is_first[1:] = ~goes_on | (doc[1:] != doc[:-1])
        first = np.flatnonzero(is_first)
        before = np.full(len(first), -1, np.int64)
        before[1:] = np.where(goes_on[first[1:] - 1], rows[first[1:] - 1], -1)
        linked[rows] = before[np.cumsum(is_first) - 1]
        return linked

    def links(self, linked: Rows, chosen: npt.NDArray[np.bool_]) -> dict[str, Column]:
        """Return some links, those in a row on one diagonal together, as `rows_plan` tells them.

        Args:
            linked: What `neighbours` returned.
            chosen: Whose links; they must have one.
        """
        one, two = np.flatnonzero(chosen), linked[chosen]
        left = np.where(self.doc[one] < self.doc[two], one, two)
        right = one + two - left
        return _in_rows(self.doc[left], self.doc[right], self.pos[left], self.pos[right])

    def documents_linked_over(self, border: int) -> tuple[Rows, Rows]:
        """Return the pairs of documents that are linked, and by how many links each.

        Args:
            border: The first document that one of a pair is to be, or one after it; the other
                is one before.
        """
        linked = self.neighbours(np.ones(len(self.gram), np.bool_))
        two = np.flatnonzero(linked >= 0)
        one, other = self.doc[linked[two]], self.doc[two]
        left, right = np.minimum(one, other), np.maximum(one, other)
        is_over = (left < border) & (border <= right)
        keys, times = np.unique(left[is_over] << 32 | right[is_over], return_counts=True)
        return np.stack((keys >> 32, keys & (2**32 - 1)), axis=1), times


def _in_rows(a: Rows, b: Rows, x: Rows, y: Rows) -> dict[str, Column]:
    """Return links as `rows_plan` tells them, those in a row on one diagonal together."""
    order = np.lexsort([y, x, b, a])
    links = {name: column[order] for name, column in zip("abxy", (a, b, x, y), strict=True)}
    links["length"] = np.ones(len(order), np.int64)
    first, last = joined_rows(links, 1)
    rows: dict[str, Column] = {name: links[name][first] for name in "abxy"}
    rows["length"] = links["x"][last] - links["x"][first] + 1
    return rows


def without_links(rows: Columns, lost: Columns) -> tuple[Rows, dict[str, Column]]:
    """Return which rows of links hold some that are lost, and what is left of these.

    Args:
        rows: Links in a row on one diagonal.
        lost: Others.
    """
    every = {name: np.concatenate([rows[name], lost[name]]).astype(np.int64) for name in SEGMENT}
    pair = np.unique(every["a"] << 32 | every["b"], return_inverse=True)[1]
    diagonal = every["y"] - every["x"]
    # One number for each place on the diagonals of all pairs, so that links in a row are, too.
    lines = np.unique(pair << 32 | diagonal - diagonal.min(initial=0), return_inverse=True)[1]
    at = lines << 32 | every["x"]
    n = len(rows["a"])
    order = np.argsort(at[:n])
    links = ranges(at[n:], every["length"][n:])
    holding = np.searchsorted(at[:n][order], links, "right") - 1
    touched = np.unique(order[holding[holding >= 0]])
    lengths = every["length"][touched]
    left = ranges(at[touched], lengths)
    owners, is_left = np.repeat(touched, lengths), ~np.isin(left, links)
    owners, x = owners[is_left], (left & (2**32 - 1))[is_left]
    a, b, steps = every["a"][owners], every["b"][owners], diagonal[owners]
    return touched, _in_rows(a, b, x, x + steps)
