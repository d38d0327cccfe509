"""Sentences of two texts that may be versions of each other."""

from typing import NamedTuple

from lineage.native.library import Found, call
from lineage.native.tables import PAIR, Bools, Ints, Tokens


class Sentences(NamedTuple):
    """The sentences of a text, for the kernel.

    Attributes:
        codes: The tokens of the text.
        spans: Two columns: the first token of each sentence, and the end.
        paired: Which sentences have a counterpart.
    """

    codes: Tokens
    spans: Ints
    paired: Bools


def alike_sentences(
    left: Sentences, right: Sentences, *, n_gram: int, least: int, share: float
) -> list[tuple[int, int]]:
    """Return the numbers of sentences that have enough tokens in common, in the same order.

    Of two that both have a counterpart nothing is asked, nor of two without an n-gram in common.

    Args:
        left: The sentences of the left text.
        right: Those of the right text.
        n_gram: Tokens in a row that two must have in common.
        least: Tokens that they must have in common, no less than an n-gram's.
        share: Share of the tokens of both that these must be, rounded down.
    """
    found = Found(PAIR)
    n = call(
        "alike_sentences", *_given(left), *_given(right), n_gram, least, share, found.reference
    )
    rows = found.rows(n)
    return list(zip(rows["one"].tolist(), rows["other"].tolist(), strict=True))


def _given(side: Sentences) -> tuple[int, Tokens, Ints, Bools]:
    return len(side.spans), side.codes, side.spans, side.paired
