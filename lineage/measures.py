"""Spans → shares of a text."""

from collections.abc import Iterable
from math import log2

from lineage.model import RawSpan


def covered_length(spans: Iterable[RawSpan]) -> int:
    """Return the characters that lie inside some span, each counted once.

    Example:
        >>> covered_length([RawSpan(4, 6), RawSpan(0, 2), RawSpan(1, 3)])
        5
    """
    total = reached = 0
    for start, end in sorted((span.start, span.end) for span in spans):
        if end > reached:
            total += end - max(start, reached)
            reached = end
    return total


def span_ratio(spans: Iterable[RawSpan], n_characters: int) -> float:
    """Return the share of a text's characters inside some span; 0 for an empty text."""
    return covered_length(spans) / n_characters if n_characters else 0.0


def chance_bits(n_left: int, n_right: int) -> float:
    """Return the bits that chance explains between two texts.

    As many as it takes to name a pair of places: among ``n`` pairs of places, one is
    expected to agree in ``log2(n)`` bits.

    Args:
        n_left: Tokens of the one text or corpus.
        n_right: Tokens of the other.

    Reference: S. Karlin and S. F. Altschul, "Methods for assessing the statistical
    significance of molecular sequence features", 1990.

    Example:
        >>> chance_bits(4096, 4096)
        24.0
    """
    return log2(max(n_left, 1)) + log2(max(n_right, 1))


def repetition_bits(n_tokens: int) -> float:
    """Return the surprisal of the wording that a corpus of this size repeats by itself.

    Language repeats itself far more than words drawn at random would: in five speeches
    phrases of some 30 bits recur that nobody copied, in 28 city reports and in 120
    chapters of history phrases of 80 bits. Beyond the size of a few speeches, every
    doubling of the number of pairs of places asks for six bits more instead of one. From
    120 bits on, a long clause, nothing recurs by itself.

    Args:
        n_tokens: Tokens of the whole corpus.
    """
    places = chance_bits(n_tokens, n_tokens) - 1
    return min(places + 5 * max(0.0, places - _FEW_SPEECHES), max(places, _NEVER_BY_ITSELF))


_FEW_SPEECHES = 26.0
"""Bits that name a pair of places in a corpus of about 10,000 tokens."""

_NEVER_BY_ITSELF = 120.0
