"""Words: where a passage may begin and end, and how surprising it is.

jieba's dictionary decides what a word is; ``rjieba`` cuts by it (the same dictionary
and algorithm without the hidden Markov model, in Rust: the same words about twenty
times faster and without the second that jieba needs to load), and `dictionary` what is
cut before ``rjieba`` has loaded.

The surprisal of a word is −log2 of its probability. Two estimates are combined: jieba's
dictionary, which knows Chinese at large, and the corpus at hand, which knows what
everybody says here. The dictionary counts as much as 4,000 words of corpus: five
speeches say little about how common a word is, 143 reports say much. What is common in
either surprises nobody: 安全生产工作 in speeches on work safety, 的 anywhere.

Reference: C. E. Shannon, "A Mathematical Theory of Communication", 1948.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import compress, count

import numpy as np
import numpy.typing as npt

from lineage import dictionary
from lineage.folding import without_halves
from lineage.model import RawSpan
from lineage.native.tables import Tokens, edges
from lineage.native.wordings import new_bits, numbered, shares

Cutter = Callable[[str], list[str]]
"""Cuts a folded text into words, marks and blanks among them."""

_FEW = 20_000
"""Characters that are cut before rjieba has loaded."""

_DICTIONARY_WORDS = 60_101_964
"""Sum of the frequencies of all different words in the dictionary of jieba 0.42.1."""

_LEAST_PROBABLE = 2.0**-24
"""Floor of a word's probability: rarer words are not counted as rarer still, since
neither dictionary nor corpus is large enough to tell."""

_PRIOR_WORDS = 4_000
"""Words of a corpus that the dictionary's estimate is worth; from 4,000 to 50,000 the scores
stay the same, but the topic words of a few speeches begin to pass for formulae."""

_HAN_FROM = "\u2e80"
_FOREIGN = 0.5
"""Share of its surprisal that a word of another script counts with. The dictionary does
not know it, and one corpus overrates how rare it is: with the whole, common phrases of
English outnumbered planted passages; with half, a line of six or seven words counts."""


_GUESSED_WORDS = 200
_SHORTEST, _LETTER, _LONGEST = 2.0, 1.25, 12.0
"""Words of a corpus that a guess is worth for words of another script, and what it guesses:
bits of surprisal at first, for each letter, and at most. Short words are common and long ones
rare in all languages (G. K. Zipf, "The Psycho-Biology of Language", 1935). Without a guess the
words of two short texts are all alike common, and not even the same sentence counts."""


@dataclass(frozen=True, slots=True, eq=False)
class WordCut:
    """The words of one text, folded, punctuation and blanks left out.

    A text says most of its words again and again, so that they are looked up once each.

    Attributes:
        vocabulary: The different words.
        places: The place in the vocabulary of each word, in order.
        offsets: Raw offset at which each word starts.
    """

    vocabulary: tuple[str, ...]
    places: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int32]

    @property
    def words(self) -> tuple[str, ...]:
        """Each word in order."""
        return tuple(map(self.vocabulary.__getitem__, self.places.tolist()))


def quickest_cutter(n_characters: int) -> Cutter:
    """Return what cuts texts of so many characters, all together, soonest."""
    if n_characters <= _FEW and "rjieba" not in sys.modules:
        return dictionary.cut
    import rjieba

    def cut(folded: str) -> list[str]:
        words: list[str] = rjieba.cut(folded, False)
        return words

    return cut


def cut_words(
    folded: str, inserted: Iterable[RawSpan] = (), *, cutter: Cutter | None = None
) -> WordCut:
    """Return the words of a folded text.

    Args:
        folded: The text, folded to the dictionary's script and case.
        inserted: Spans to leave out; the characters around them are neighbours.
        cutter: What cuts it; ``None`` for the quickest for this text alone.
    """
    clean, raw = _without(folded, inserted)
    clean, codes = _for_rust(clean)
    words = (cutter or quickest_cutter(len(clean)))(clean)
    first = edges(np.fromiter(map(len, words), np.int64, len(words)))
    assert first[-1] == len(clean)
    # Most words come several times: a string is hashed more slowly than where it stands.
    places, firsts = numbered(first, codes)
    different = [words[n] for n in firsts.tolist()]
    spoken = np.array([word[0].isalnum() for word in different], np.bool_)
    is_spoken = spoken[places]
    offsets = first[:-1][is_spoken]
    return WordCut(
        tuple(compress(different, spoken.tolist())),
        (np.cumsum(spoken, dtype=np.int32) - 1)[places[is_spoken]],
        (offsets if raw is None else raw[offsets]).astype(np.int32),
    )


def _without(folded: str, inserted: Iterable[RawSpan]) -> tuple[str, npt.NDArray[np.intp] | None]:
    """Return a text without some spans, and where its characters stood; ``None``: where they do."""
    kept = np.ones(len(folded), np.bool_)
    for span in inserted:
        kept[span.start : span.end] = False
    return (folded, None) if kept.all() else ("".join(compress(folded, kept)), kept.nonzero()[0])


def _for_rust(text: str) -> tuple[str, Tokens]:
    """Return a text without halves of surrogate pairs, and its codes."""
    try:
        encoded = text.encode("utf-32-le")
    except UnicodeEncodeError:
        text = without_halves(text)
        encoded = text.encode("utf-32-le")
    return text, np.frombuffer(encoded, "<u4")


def word_bits(
    counts: Mapping[str, int], *, total: int | None = None, n_words: int | None = None
) -> dict[str, float]:
    """Return the surprisal, in bits, of every word of a corpus.

    Args:
        counts: How often each word occurs in the corpus, beyond its first time in
            each document.
        total: The sum of these counts, where only some of the words are asked about.
        n_words: The number of words of the corpus, likewise.
    """
    total = sum(counts.values()) if total is None else total
    n_words = len(counts) if n_words is None else n_words
    words = list(counts)
    at_large = np.array([dictionary.frequency(word) for word in words]) / _DICTIONARY_WORDS
    here = np.array([counts[word] for word in words], float)
    probability = (here + _PRIOR_WORDS * at_large) / (total + _PRIOR_WORDS)
    foreign = np.array([_is_foreign(word) for word in words], bool)
    lengths = np.array([len(word) for word in words], float)[foreign]
    guessed = 2.0 ** -np.minimum(_SHORTEST + _LETTER * lengths, _LONGEST)
    # The rule of succession: the dictionary says nothing of these, so each is met once more.
    probability[foreign] = (here[foreign] + 1 + _GUESSED_WORDS * guessed) / (
        total + n_words + _GUESSED_WORDS
    )
    bits = -np.log2(np.maximum(probability, _LEAST_PROBABLE))
    bits[foreign] *= _FOREIGN
    return dict(zip(words, bits.tolist(), strict=True))


def _is_foreign(word: str) -> bool:
    return word[0] < _HAN_FROM


def count_words(cuts: Iterable[WordCut]) -> Counter[str]:
    """Return how often each word occurs in all the texts beyond its first time in each.

    What every document says once may be the very wording that they share, and must not
    make itself look common.
    """
    words: list[str] = []
    times = [np.zeros(0, np.int64)]
    for cut in cuts:
        words += cut.vocabulary
        times.append(np.bincount(cut.places, minlength=len(cut.vocabulary)) - 1)
    numbers = dict(zip(dict.fromkeys(words), count()))
    places = np.fromiter(map(numbers.__getitem__, words), np.int32, len(words))
    counts = np.bincount(places, np.concatenate(times), minlength=len(numbers))
    return Counter(dict(zip(numbers, counts.astype(np.int64).tolist(), strict=True)))


def token_bits(
    cut: WordCut, starts: npt.NDArray[np.int32], bits: Mapping[str, float]
) -> npt.NDArray[np.float32]:
    """Return the surprisal of each token: its word's, spread evenly over the word.

    What stands before the first word belongs to none, and tells nothing.

    Args:
        cut: The words of the text.
        starts: Raw offset of each token.
        bits: Surprisal of each word.
    """
    words = np.fromiter(map(bits.__getitem__, cut.vocabulary), np.float32, len(cut.vocabulary))
    return shares(starts, cut.offsets, numbers=cut.places, bits=words)


def novelty(codes: Tokens, bits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return what each token tells that the document does not say elsewhere as well, in bits.

    Who has said a name says it again, so that all times together tell little more than the
    first (K. W. Church, "Empirical Estimates of Adaptation: The chance of Two Noriegas is
    closer to p/2 than p²", 2000). What stands in a stretch that the document has m times
    keeps 1/(1 + log2 m) of its surprisal: a rule of thumb.

    Args:
        codes: The tokens of a document, as code points.
        bits: Surprisal of each.
    """
    return new_bits(codes, bits, _kept(1 << len(codes).bit_length()))


@cache
def _kept(n: int) -> npt.NDArray[np.float64]:
    """Return the share of its surprisal that is left of what is said 1 to n times."""
    kept: npt.NDArray[np.float64] = 1 / (1 + np.log2(np.arange(1, n + 1)))
    return kept


def word_starts(cut: WordCut, starts: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Return whether each token begins a word."""
    # Ten times as fast as asking of each whether it is among the others.
    is_start = np.zeros(1 + max(starts.max(initial=0), cut.offsets.max(initial=0)), np.bool_)
    is_start[cut.offsets] = True
    return is_start[starts]


def words_in(folded: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a few folded characters, with its start and end.

    The same as `cut_words` tells, sooner for less than a sentence.
    """
    import rjieba

    at = 0
    for word in rjieba.cut(without_halves(folded), False):
        if word[0].isalnum():
            yield word, at, at + len(word)
        at += len(word)
