"""Which postings the plan of seeding links, in arrays: for a few n-grams of a large collection.

The plan (`seeding`) tells the segments of a whole collection, and an engine runs it. Where
some documents come or go, what is asked is another thing: which links that makes, and which
it takes away. With the postings of the n-grams in question in hierarchical order once, a
link is a place in that order, and the answer is a comparison of two columns.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.native.searching import Streams, find_postings, linked_between
from lineage.native.tables import Tokens, edges
from lineage.seeding import MAX_GAP, Column, postings

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
    def shared_with(cls, streams: Streams, asked: Sequence[Tokens], k: int) -> "Ordered":
        """Return all postings of the n-grams that some documents have.

        Args:
            streams: The documents, all of them.
            asked: The tokens of those that are asked for.
            k: Tokens of an n-gram.
        """
        table = postings(asked, k)
        _, first = np.unique(table["h1"], return_index=True)
        at = edges([len(codes) for codes in asked])[table["doc"]] + table["pos"]
        return cls(find_postings(streams, _grams_at(asked, at[first], k)))

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

    def segments(self, linked: Rows, chosen: npt.NDArray[np.bool_], k: int) -> dict[str, Column]:
        """Return the segments that some links make, in the order of their documents and places.

        Args:
            linked: What `neighbours` returned.
            chosen: Whose links; they must have one.
            k: Tokens of an n-gram.
        """
        one, two = np.flatnonzero(chosen), linked[chosen]
        left = np.where(self.doc[one] < self.doc[two], one, two)
        right = one + two - left
        return _islands(self.doc[left], self.doc[right], self.pos[left], self.pos[right], k)

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


class Bounds(NamedTuple):
    """N-grams, and between which postings of each something is looked for.

    Attributes:
        h1: Their hashes, each once.
        least: The smallest hash of a continuation.
        most: The greatest.
        at: Where each stands, in tokens of several documents in a row.
    """

    h1: Rows
    least: Rows
    most: Rows
    at: Rows

    @classmethod
    def of(cls, h1: Rows, least: Rows, most: Rows, at: Rows) -> "Bounds":
        """Return the bounds of n-grams of which some may come several times."""
        order = np.argsort(h1)
        h1 = h1[order]
        first = np.flatnonzero(np.diff(h1, prepend=h1[:1] - 1))
        if not len(first):
            return cls(h1, h1, h1, h1)
        return cls(
            h1[first],
            np.minimum.reduceat(least[order], first),
            np.maximum.reduceat(most[order], first),
            at[order[first]],
        )

    def shared(self, other: "Bounds") -> "Bounds":
        """Return those of n-grams that both have, and that hold the bounds of both."""
        h1, one, two = np.intersect1d(self.h1, other.h1, assume_unique=True, return_indices=True)
        return Bounds(
            h1,
            np.minimum(self.least[one], other.least[two]),
            np.maximum(self.most[one], other.most[two]),
            self.at[one],
        )


class Between(NamedTuple):
    """N-grams, and which postings of each are looked at.

    Attributes:
        grams: The tokens of each n-gram, each once.
        least: The smallest hash with a continuation.
        most: The greatest.
    """

    grams: Tokens
    least: Rows
    most: Rows


def postings_between(places: Rows, codes: Mapping[int, Tokens], *, pairs: Rows, k: int) -> Between:
    """Return between which postings of the n-grams lie that both of a pair of documents have.

    Args:
        places: Stretches of documents, in order: number, first token and end of each. N-grams
            that start elsewhere are not looked at.
        codes: The tokens of the documents, by their numbers.
        pairs: The pairs, a row of two numbers each.
        k: Tokens of an n-gram.
    """
    # How the last n-grams of a stretch go on is seen behind its end.
    stretches = [codes[n][start : end + 2 * k] for n, start, end in places.tolist()]
    table = postings(stretches, k)
    documents, starts, ends = places.T
    is_inside = table["pos"] < (ends - starts)[table["doc"]]
    first = edges([len(stretch) for stretch in stretches])
    every = documents[table["doc"]], table["h1"], table["h2"], first[table["doc"]] + table["pos"]
    of, h1, h2, at = (column[is_inside] for column in every)
    numbers, cuts = np.unique(of, return_index=True)
    parts = zip(*(np.split(column, cuts[1:]) for column in (h1, h2, h2, at)), strict=True)
    have = {n: Bounds.of(*part) for n, part in zip(numbers.tolist(), parts, strict=False)}
    shared = [have[a].shared(have[b]) for a, b in pairs.tolist() if a in have and b in have]
    nothing = Bounds(*4 * (np.zeros(0, np.int64),))
    found = Bounds.of(*map(np.concatenate, zip(nothing, *shared, strict=True)))
    return Between(_grams_at(stretches, found.at, k), found.least, found.most)


def _grams_at(streams: Sequence[Tokens], at: Rows, k: int) -> Tokens:
    """Return the n-grams that start at some tokens of several documents in a row."""
    tokens = np.concatenate([np.zeros(0, np.uint32), *streams], dtype=np.uint32)
    grams: Tokens = tokens[at[:, np.newaxis] + np.arange(k)]
    return grams


def segments_between(streams: Streams, between: Between, pairs: Rows, k: int) -> dict[str, Column]:
    """Return the segments of some pairs of documents, in the order of these and of their places.

    Args:
        streams: The documents, in the order of their dates.
        between: The n-grams by which they are looked for.
        pairs: The pairs, a row of two ranks each.
        k: Tokens of an n-gram.
    """
    one, two = np.sort(pairs, axis=1).T
    found = linked_between(streams, *between, pairs=np.unique(one << 32 | two))
    a, b, x, y = (found[name].astype(np.int64) for name in "abxy")
    return _islands(a, b, x, y, k)


def _islands(a: Rows, b: Rows, x: Rows, y: Rows, k: int) -> dict[str, Column]:
    """Return links on one diagonal of one pair of documents, close together, as segments."""
    order = np.lexsort([x, y - x, b, a])
    a, b, x, y = (column[order] for column in (a, b, x, y))
    is_first = np.ones(len(x), bool)
    same = [column[1:] == column[:-1] for column in (a, b, y - x)]
    is_first[1:] = ~(np.logical_and.reduce(same) & (x[1:] - x[:-1] <= MAX_GAP))
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(x))[: len(first)] - 1
    found = {"a": a[first], "b": b[first], "x": x[first], "y": y[first]}
    found["length"] = x[last] - x[first] + k
    order = np.lexsort([found[name] for name in ("y", "x", "b", "a")])
    return {name: column[order] for name, column in found.items()}
