"""Which readings break a word that others have: what is left of it is no words at all.

Such a reading can only be a slip. To see it, the clauses of both readings are cut into words,
those of many changes at once: one by one it takes several times as long, and where half of the
documents are bad copies of the others there are millions.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.native.tables import Bools, Ints, Longs, Tokens, code_points, edges
from lineage.words import WordCut, cut_words, word_bits

_USUAL = 7.0
"""Bits that a character usually has in running text, by jieba's dictionary: 6.6 in reports
of the government, 7.4 in those of cities."""

_LEAST_STRAY = 13.0
"""Bits that the characters of a broken word must have beyond the usual. What is left of words
that were changed on purpose, in 2,800 families of speeches and reports, has up to 12.6."""

_HAN_FROM, _WORDS_FROM = "\u2e80", "\ue000"
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两〇几半")
COMMA = "，"
"""Parts words, whatever mark it stands for."""


class Clauses(NamedTuple):
    """Stretches of text, and a reading in each.

    Attributes:
        texts: The stretches.
        starts: Where the reading starts in each.
        ends: Where it ends.
    """

    texts: Sequence[str]
    starts: Ints
    ends: Ints


def break_words(clauses: Clauses, *, whole: Longs, broken: Longs) -> Bools:
    """Say of readings whether they break a word that others have.

    The word reaches over the border of the change; of it and of what takes its place, nothing
    but single characters is left, which are no words of their own.

    Args:
        clauses: All that is read.
        whole: The numbers of the readings that may have a word whole.
        broken: Of each, the number of the one that may break it.
    """
    text = "\n".join([*clauses.texts, ""])
    first = edges([len(each) + 1 for each in clauses.texts])
    words = _Words.of(cut_words(text))
    starts, ends = first[:-1] + clauses.starts, first[:-1] + clauses.ends
    begin, end = words.around(starts[whole], ends[whole])
    # What is left of the words across, and not what stands beyond the clause.
    low = np.maximum(starts[broken] - np.maximum(starts[whole] - begin, 0), first[broken])
    high = np.minimum(ends[broken] + np.maximum(end - ends[whole], 0), first[broken + 1] - 1)
    no_strays = edges(words.in_others(len(text)) | (code_points(text) == ord(COMMA)))
    found: Bools = (begin < end) & (low < high) & (no_strays[low] == no_strays[high])
    numbers = np.flatnonzero(found)
    spans = zip(low[numbers].tolist(), high[numbers].tolist(), strict=True)
    found[numbers] = _are_rare([text[a:b] for a, b in spans])
    return found


def excess_of(streams: Iterable[Tokens]) -> npt.NDArray[np.float64]:
    """Return the bits beyond the usual of each character of Chinese, by its code point.

    Those of a clause are at least as many as those of what is left of a word in it. What there is
    beyond Chinese is never left of one, and has none.

    Args:
        streams: The tokens of documents: other characters have none either.
    """
    is_there = np.zeros(ord(_WORDS_FROM), np.bool_)
    for tokens in streams:
        is_there[tokens[tokens < len(is_there)]] = True
    is_there[: ord(_HAN_FROM)] = False
    there = np.flatnonzero(is_there)
    bits = word_bits(dict.fromkeys(map(chr, there.tolist()), 0))
    excess = np.zeros(len(is_there))
    excess[there] = np.maximum(np.array([*bits.values()]) - _USUAL, 0.0)
    return excess


class _Words(NamedTuple):
    """The words of a text, a first one before it.

    Attributes:
        begins: Where each begins.
        ends: Where it ends.
        is_stray: Whether it is a single character that is no numeral.
    """

    begins: Longs
    ends: Longs
    is_stray: Bools

    @classmethod
    def of(cls, cut: WordCut) -> "_Words":
        n, begins = len(cut.vocabulary), cut.offsets.astype(np.int64)
        lengths = np.fromiter(map(len, cut.vocabulary), np.int64, n)
        is_stray = np.fromiter(map(_is_stray, cut.vocabulary), np.bool_, n)
        return cls(
            np.append(-2, begins),
            np.append(-1, begins + lengths[cut.places]),
            np.append(True, is_stray[cut.places]),
        )

    def around(self, starts: Longs, ends: Longs) -> tuple[Longs, Longs]:
        """Return where the words begin and end that reach over either end of stretches.

        Where there are none, they end before they begin.
        """
        begin, end = np.full_like(starts, np.iinfo(np.int64).max), np.full_like(starts, -1)
        for border in (starts, ends):
            number = self.begins.searchsorted(border, "left") - 1
            reaches = self.ends[number] > border
            begin[reaches] = np.minimum(begin, self.begins[number])[reaches]
            end[reaches] = np.maximum(end, self.ends[number])[reaches]
        return begin, end

    def in_others(self, n: int) -> Bools:
        """Say of ``n`` characters whether they are part of other words than strays."""
        changes = np.zeros(n + 1, np.int8)
        changes[self.begins[~self.is_stray]] += 1
        changes[self.ends[~self.is_stray]] -= 1
        found: Bools = np.cumsum(changes[:-1], dtype=np.int8) > 0
        return found


def _are_rare(remains: Sequence[str]) -> list[bool]:
    """Say whether single characters are too rare, all together, to be words of their own."""
    letters = ["".join(filter(str.isalnum, each)) for each in remains]
    bits = word_bits(dict.fromkeys("".join(letters), 0))
    return [
        sum(max(0.0, bits[letter] - _USUAL) for letter in each) >= _LEAST_STRAY for each in letters
    ]


def _is_stray(word: str) -> bool:
    return len(word) == 1 and is_han(word) and word not in _NUMERALS


def is_han(token: str) -> bool:
    """Say whether a token is a character of Chinese, or of its kind."""
    return _HAN_FROM <= token < _WORDS_FROM
