"""What two documents share: passage pairs of a corpus, pieces of two texts side by side."""

import ctypes
from array import array

import numpy as np
import numpy.typing as npt

from lineage.native.library import Found, Rows, call
from lineage.native.tables import LINK, PAIR, PIECE, POINT, Bits, Bools, Ints, Longs, Texts, Tokens


def links(
    texts: Texts, documents: Ints, first: Longs, segments: Rows, *, least_bits: float
) -> Rows:
    """Return the passage pairs of some pairs of documents, as rows of `LINK`.

    Args:
        texts: The documents.
        documents: Two columns: the numbers of the documents of each pair.
        first: The first of each pair's segments, and after the last of all.
        segments: Rows of `RUN`, those of a pair together; they are put in another order.
        least_bits: Bits that a passage must have.
    """
    found = Found(LINK)
    n = call(
        "links", texts.table, len(documents), documents, first, segments, least_bits,
        found.reference,
    )  # fmt: skip
    return found.rows(n)


def promising(
    texts: Texts, documents: Ints, first: Longs, segments: Rows, *, least_bits: float
) -> Bools:
    """Return which segments, given as `links` takes them, may come to a passage; in doubt, all.

    No running sums are asked of the documents.
    """
    found = np.zeros(len(segments), np.bool_)
    call("promising", texts.table, len(documents), documents, first, segments, least_bits, found)
    return found


Postings = tuple[Longs, Longs, Longs, Ints, Ints]
"""Columns of a table of n-grams: three hashes of each, its document and its place."""


def post(first: Longs, tokens: Tokens, k: int, *, number: int, columns: Postings) -> int:
    """Write down every n-gram without a placeholder; return how many these are.

    Args:
        first: Where the tokens of each document begin, and at last where they end.
        tokens: The tokens of all documents.
        k: Tokens of an n-gram; the hashes are of k, 2k and 4k.
        number: The number of the first document.
        columns: Where to write, one row for each n-gram at least.
    """
    return call("postings", len(first) - 1, number, first, tokens, k, *columns)


def running_sums(values: Bits, least: float, most: float, sums: "array[float]") -> None:
    """Write the sums of all values before each, and of all.

    Args:
        values: The values.
        least: What each counts as at least.
        most: What each counts as at most.
        sums: Where to write them: one more than there are values.
    """
    assert len(sums) == len(values) + 1
    call("sums", len(values), values, least, most, sums.buffer_info()[0])


def grams(tokens: Tokens, k: int) -> npt.NDArray[np.uint64]:
    """Return the hashes of the n-grams of a text that hold no placeholder, in their order."""
    hashes = np.empty(max(len(tokens) - k + 1, 0), np.uint64)
    return hashes[: call("grams", len(tokens), tokens, k, hashes)]


def neighbours(order: Longs, h1: Longs, h2: Longs, h4: Longs, documents: Ints) -> Rows:
    """Return which documents the plan of seeding links, many times over, as rows of `PAIR`.

    Args:
        order: The rows of postings, those of one n-gram together.
        h1: Hash of each n-gram; the postings stand in the order of documents and places.
        h2: Hash of each with its continuation.
        h4: Hash of each with a longer one.
        documents: The document of each.
    """
    found = Found(PAIR)
    n = call("neighbours", len(order), order, h1, h2, h4, documents, found.reference)
    return found.rows(n)


def pieces(texts: Texts, points: Ints, least: float | None) -> Rows:
    """Return the pieces that points of two texts make, as rows of `PIECE`.

    Args:
        texts: The two texts.
        points: Two columns, left and right token, ascending in the left ones.
        least: Score that a piece must have, in bits; with it, rivals are settled too.
    """
    found = Found(PIECE)
    score = None if least is None else ctypes.byref(ctypes.c_double(least))
    return found.rows(call("pieces", texts.table, len(points), points, score, found.reference))


def most_like(part: Tokens, whole: Tokens) -> tuple[int, int]:
    """Return the stretch of a longer text that is most like a shorter one; empty if none is."""
    found = np.zeros(2, np.int32)
    call("most_like", len(part), part, len(whole), whole, found)
    start, end = found.tolist()
    return start, end


def aligned_points(
    left: Tokens,
    right: Tokens,
    *,
    left_bits: Bits,
    right_bits: Bits,
    threshold: int,
    least_bits: float,
    seed_bits: float,
    most_copies: int | None,
) -> tuple[Rows, int, int]:
    """Return the pairs of tokens that good local alignments run through, as rows of `POINT`.

    Besides, how many were left out as copies too many of what both texts repeat, and how many
    shared n-grams stand where nothing was looked at.

    Args:
        left: Token codes of the left text.
        right: Token codes of the right text.
        left_bits: Surprisal of each left token.
        right_bits: Surprisal of each right token.
        threshold: Score an alignment must reach, in points.
        least_bits: Surprisal that a shared n-gram must have to be counted.
        seed_bits: Surprisal that it must have to be worth a look, no less.
        most_copies: Copies that each is held against where both texts have more; ``None`` for all.
    """
    most = np.iinfo(np.int32).max if most_copies is None else most_copies
    found, others = Found(POINT), np.zeros(2, np.int64)
    n = call(
        "aligned_points", len(left), left, left_bits, len(right), right, right_bits, threshold,
        least_bits, seed_bits, most, found.reference, others,
    )  # fmt: skip
    n_left_out, n_passed_over = others.tolist()
    return found.rows(n), n_left_out, n_passed_over
