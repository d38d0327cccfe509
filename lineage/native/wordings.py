"""Wordings by themselves, wherever they stand: how alike they are, which is nearest to which, which
holds which, which a text repeats.

Several are given in a row: ``first`` says where the tokens of each begin, and at last where they
end.
"""

import numpy as np
import numpy.typing as npt

from lineage.native.library import Found, Rows, call
from lineage.native.searching import Streams
from lineage.native.tables import HELD, Bits, Ints, Longs, Tokens

ANY_LENGTH = range(2**31)
"""How many tokens a wording may have."""


def nearest_trees(families: Longs, first: Longs, tokens: Tokens) -> Ints:
    """Return the edges of trees that tie each wording to its nearest (Prim's algorithm).

    How far two are apart is their indel distance; ties go to the smaller number.

    Args:
        families: Where the wordings of each family begin, of which there is one at least.
        first: Where the tokens of each wording begin.
        tokens: The tokens.

    Returns:
        Two numbers for each edge: of a wording that is in the tree already, and of the one that
        is tied to it. Each family has one edge less than wordings, which are counted from 0 on.
    """
    edges = np.zeros((len(first) - len(families), 2), np.int32)
    call("nearest_trees", len(families) - 1, families, first, tokens, edges)
    return edges


def likenesses(
    first: Longs, tokens: Tokens, other_first: Longs, other_tokens: Tokens
) -> npt.NDArray[np.float64]:
    """Return `lineage.align.likeness` of each wording and the other one of its number.

    Args:
        first: Where the tokens of each wording begin.
        tokens: The tokens.
        other_first: Where the tokens of each other one begin.
        other_tokens: Their tokens.
    """
    ratios = np.empty(len(first) - 1, np.float64)
    call("likenesses", len(ratios), first, tokens, other_first, other_tokens, ratios)
    return ratios


def held(
    first: Longs,
    tokens: Tokens,
    texts: Streams,
    *,
    looked_up: int,
    lengths: range = ANY_LENGTH,
) -> Rows:
    """Return where texts hold wordings word for word, as rows of `HELD`, text by text.

    Args:
        first: Where the tokens of each wording begin.
        tokens: The tokens.
        texts: The texts.
        looked_up: By how many tokens a wording is looked up; of fewer, it is found only where
            a text ends.
        lengths: How many tokens those have that are looked for, one after the other.
    """
    found = Found(HELD)
    n = call(
        "held", len(first) - 1, first, tokens, looked_up, lengths.start, lengths.stop - 1,
        len(texts), texts.at, texts.lengths, found.reference,
    )  # fmt: skip
    return found.rows(n)


def shares(starts: Ints, offsets: Ints, *, numbers: Ints, bits: Bits) -> Bits:
    """Return the surprisal of each token of a text: an even share of its word's.

    A token before the first word has none.

    Args:
        starts: Where each token starts.
        offsets: Where each word starts, in order.
        numbers: The place of each word's surprisal among those given.
        bits: The surprisal of different words.
    """
    found = np.zeros(len(starts), np.float32)
    columns = (np.ascontiguousarray(column, np.int32) for column in (starts, offsets, numbers))
    starts, offsets, numbers = columns
    call("shares", len(starts), starts, len(offsets), offsets, numbers, bits, found)
    return found


def pairs_in_a_row(
    tokens: Tokens, borders: npt.NDArray[np.uint8], document: int
) -> npt.NDArray[np.uint64]:
    """Return each two tokens that stand in a row within a clause as one number.

    Args:
        tokens: The tokens of a document.
        borders: Strength of the border before each, and after the last.
        document: The number of the document, which the last 22 bits are.
    """
    found = np.empty(len(tokens), np.uint64)
    return found[: call("pairs", len(tokens), tokens, borders, document, found)]


def new_bits(tokens: Tokens, bits: Bits, kept: npt.NDArray[np.float64]) -> Bits:
    """Return what each token tells, less where the text has the phrase more often.

    A phrase is six tokens: more than most words, less than most names. The most frequent one
    that a token is part of counts.

    Args:
        tokens: The tokens of the text.
        bits: Surprisal of each.
        kept: Share of it that is left of what is said once, twice and so on, up to as many
            times as there are tokens.
    """
    told = np.empty(len(tokens), np.float32)
    call("novelty", len(tokens), tokens, np.ascontiguousarray(bits, np.float32), kept, told)
    return told


def numbered(first: Longs, tokens: Tokens) -> tuple[Ints, Ints]:
    """Return a number for each wording, and for each number the first wording that has it.

    Wordings that are the same have the same number; these count in the order of the first.

    Args:
        first: Where the tokens of each begin.
        tokens: The tokens.
    """
    numbers, firsts = (np.empty(len(first) - 1, np.int32) for _ in range(2))
    n = call("number", len(numbers), first, tokens, numbers, firsts)
    return numbers, firsts[:n]
