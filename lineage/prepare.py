"""Documents → everything the comparison needs to know of each, computed once.

The words of all documents are counted together, since what is surprising in one speech
depends on what the others say.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from math import inf
from typing import Protocol, overload

import numpy as np
import numpy.typing as npt

from lineage.model import Document, RawSpan, Sentence
from lineage.native.passages import running_sums as kernel_sums
from lineage.native.tables import InARow, Ints, Text, Texts, Tokens, code_points, edges
from lineage.normalize import WILDCARD, NormalizedText, normalize
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another
from lineage.segment import sentence_spans, token_borders
from lineage.words import (
    Cutter,
    WordCut,
    count_words,
    cut_words,
    novelty,
    quickest_cutter,
    token_bits,
    word_bits,
    word_starts,
)


@dataclass(frozen=True, eq=False)
class Side:
    """What aligning needs to know of one text: surprisal and borders of its tokens.

    Both also as running sums and bytes: most stretches that are looked at are short, and
    there these are many times faster than arrays.

    Attributes:
        bits: Surprisal of each token.
        borders: Strength of the border before each token and after the last.
    """

    bits: npt.NDArray[np.float32]
    borders: npt.NDArray[np.uint8]

    @cached_property
    def sums(self) -> "array[float]":
        """Surprisal of all tokens before each, and of all."""
        return running_sums(self.bits)

    @cached_property
    def earned(self) -> "array[float]":
        """The same of what they earn in an alignment."""
        return running_sums(self.bits, *EARNED)

    @cached_property
    def marks(self) -> bytes:
        """The borders again."""
        return self.borders.tobytes()


EARNED = (1.0, 8.0)
"""Bits that each token earns in an alignment: its surprisal, but no fewer and no more."""


def running_sums(
    values: npt.NDArray[np.float32], least: float = -inf, most: float = inf
) -> "array[float]":
    """Return the sums of all values before each, and of all.

    Args:
        values: The values.
        least: What each counts as at least.
        most: What each counts as at most.
    """
    sums = array("d", [0.0]) * (len(values) + 1)
    kernel_sums(np.ascontiguousarray(values, np.float32), least, most, sums)
    return sums


class Sentences(Sequence[Sentence]):
    """The sentences of a document; of most documents none is ever asked for by itself.

    Attributes:
        ends: The two ends of the raw span of each.
    """

    def __init__(self, ends: npt.NDArray[np.int32]) -> None:
        self.ends = ends

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[Sentence]:
        for number, (start, end) in enumerate(self.ends.tolist()):
            yield Sentence(number, RawSpan(start, end))

    @overload
    def __getitem__(self, at: int) -> Sentence: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Sentence]: ...
    def __getitem__(self, at: int | slice) -> Sentence | Sequence[Sentence]:
        if isinstance(at, slice):
            return tuple(self)[at]
        start, end = self.ends[at].tolist()
        return Sentence(range(len(self))[at], RawSpan(start, end))


class Tokenized(Protocol):
    """What is asked of a document where wordings are compared: its tokens, not its raw text."""

    @property
    def tokens(self) -> str:
        """Its token stream."""

    @property
    def codes(self) -> Tokens:
        """The code point of each token of the stream."""

    @property
    def side(self) -> Side:
        """Surprisal of each token and the borders between."""

    @property
    def sentence_tokens(self) -> Ints:
        """The first token of each sentence, and the one after its last."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A document with its token stream and what is known of each token.

    Attributes:
        document: The document.
        stream: Its token stream.
        codes: The code point of each token of the stream.
        sentences: Its sentences, as raw spans.
        side: Surprisal of each token (placeholders have none) and the borders between.
    """

    document: Document
    stream: NormalizedText
    codes: Tokens
    sentences: Sentences
    side: Side

    @property
    def tokens(self) -> str:
        """Its token stream, as text."""
        return self.stream.text

    @cached_property
    def sentence_tokens(self) -> Ints:
        """The first token of each sentence, and the one after its last."""
        return np.searchsorted(self.stream.starts, self.sentences.ends).astype(np.int32)

    @property
    def bits(self) -> npt.NDArray[np.float32]:
        """Surprisal of each token; placeholders have none."""
        return self.side.bits

    @property
    def borders(self) -> npt.NDArray[np.uint8]:
        """Strength of the border before each token and after the last."""
        return self.side.borders


def novelty_of(side: Tokenized) -> "array[float]":
    """Return what all tokens before each tell that their document does not repeat, and of all."""
    return running_sums(novelty(side.codes, side.side.bits))


def text_of(codes: Tokens, side: Side) -> Text:
    """Return a document as the kernels see it."""
    return Text(codes, side.bits, side.sums, side.earned, side.borders)


def unsummed(codes: Tokens, bits: npt.NDArray[np.float32]) -> Text:
    """Return a document for kernels that ask for no running sums and no borders."""
    return Text(codes, bits, _NO_SUMS, _NO_SUMS, _NO_BORDERS)


_NO_SUMS, _NO_BORDERS = array("d"), np.zeros(0, np.uint8)


def codes_at(prepared: Sequence[Tokenized], places: Ints) -> list[Tokens]:
    """Return the tokens at places: document, first token and end of each."""
    return [prepared[n].codes[start:end] for n, start, end in places.tolist()]


def texts_of(prepared: Sequence[Tokenized]) -> Texts:
    """Return documents as the kernels see them."""
    return Texts([text_of(each.codes, each.side) for each in prepared])


@dataclass(frozen=True, slots=True, eq=False)
class CutDocument:
    """A document cut into all that it consists of; how surprising that is is not known yet.

    Attributes:
        document: The document.
        stream: Its token stream.
        words: Its words.
        sentences: Its sentences, as raw spans.
        borders: Strength of the border before each token and after the last.
    """

    document: Document
    stream: NormalizedText
    words: WordCut
    sentences: Sentences
    borders: npt.NDArray[np.uint8]


def prepare(
    documents: Sequence[Document], map_parts: MapParts = one_after_another
) -> tuple[Prepared, ...]:
    """Return every document prepared for comparison, in the order given."""
    cut = cut_documents(documents, map_parts)
    return prepare_cut(cut, word_bits(count_words(each.words for each in cut)), map_parts)


_FEW = 600_000
"""Characters that are cut before other processes have begun and sent what they cut."""

_PART = 100_000
"""Characters of a part of more."""

_Packed = tuple[NormalizedText, WordCut, npt.NDArray[np.int32], npt.NDArray[np.uint8]]
"""A document that was cut, without its text, and with arrays in place of many small values."""


def cut_documents(
    documents: Sequence[Document], map_parts: MapParts = one_after_another
) -> tuple[CutDocument, ...]:
    """Return every document cut into tokens, words and sentences, in the order given."""
    lengths = [len(document.text) for document in documents]
    # What cuts is loaded before there are processes, each of which would load it.
    cutter = quickest_cutter(sum(lengths))
    if sum(lengths) < _FEW:
        return tuple(cut_document(document, cutter) for document in documents)
    packed = chain.from_iterable(map_parts(_packed_part, documents, in_parts(lengths, _PART)))
    return tuple(map(_unpacked, documents, packed))


def _packed_part(documents: Sequence[Document], part: slice) -> list[_Packed]:
    cutter = quickest_cutter(sum(len(document.text) for document in documents))
    known: dict[str, str] = {}
    cuts = (cut_document(document, cutter) for document in documents[part])
    return [_packed(cut, known) for cut in cuts]


def _packed(cut: CutDocument, known: dict[str, str]) -> _Packed:
    """Return a document as it is sent.

    A word that several have is sent once, and is one and the same for whoever looks it up.
    """
    words = cut.words.vocabulary
    words_known = replace(cut.words, vocabulary=tuple(map(known.setdefault, words, words)))
    return cut.stream, words_known, cut.sentences.ends, cut.borders


def _unpacked(document: Document, packed: _Packed) -> CutDocument:
    stream, words, ends, borders = packed
    return CutDocument(document, stream, words, Sentences(ends), borders)


def cut_document(document: Document, cutter: Cutter | None = None) -> CutDocument:
    """Return a document cut into tokens, words and sentences.

    Args:
        document: The document.
        cutter: What cuts words; ``None`` for the quickest for this document alone.
    """
    stream = normalize(document.text)
    words = cut_words(stream.folded, stream.inserted, cutter=cutter)
    borders = token_borders(document.text, stream.starts, word_starts(words, stream.starts))
    sentences = Sentences(sentence_spans(document.text))
    return CutDocument(document, stream, words, sentences, borders)


def prepare_cut(
    documents: Sequence[CutDocument],
    bits_of_word: Mapping[str, float],
    map_parts: MapParts = one_after_another,
) -> tuple[Prepared, ...]:
    """Return documents that were cut prepared for comparison, in the order given.

    Args:
        documents: The documents.
        bits_of_word: Surprisal of each of their words.
        map_parts: Does the work that can be done in parts.
    """
    parts = in_parts([len(each.document.text) for each in documents], _PART)
    return tuple(chain.from_iterable(map_parts(_prepared_part, (documents, bits_of_word), parts)))


@in_kernels
def _prepared_part(
    state: tuple[Sequence[CutDocument], Mapping[str, float]], part: slice
) -> list[Prepared]:
    documents, bits_of_word = state
    return [prepare_one(each, bits_of_word) for each in documents[part]]


def prepare_query(
    cut: CutDocument, counts: Mapping[str, int], *, total: int, n_words: int
) -> Prepared:
    """Return a text prepared to be looked for in documents, whose own words it leaves as they are.

    Its words are weighed as if it were one more document.

    Args:
        cut: The text.
        counts: How often the documents say its words, beyond the first time in each.
        total: The sum of all such counts.
        n_words: The number of words of the documents.
    """
    own = {word: cut.words.words.count(word) - 1 for word in cut.words.words}
    bits = word_bits(
        {word: counts.get(word, 0) + n for word, n in own.items()},
        total=total + sum(own.values()),
        n_words=n_words + len(own.keys() - counts.keys()),
    )
    return prepare_one(cut, bits)


def prepare_one(cut: CutDocument, bits_of_word: Mapping[str, float]) -> Prepared:
    """Return one document of a corpus prepared for comparison.

    Args:
        cut: The document.
        bits_of_word: Surprisal of every word of the corpus.
    """
    codes = code_points(cut.stream.text)
    bits = _weighed(cut.stream, codes, cut.words, bits_of_word)
    return Prepared(cut.document, cut.stream, codes, cut.sentences, Side(bits, cut.borders))


def reweighed(side: Prepared, cut: WordCut, bits_of_word: Mapping[str, float]) -> Prepared:
    """Return a prepared document with its words weighed anew.

    Args:
        side: The document.
        cut: Its words.
        bits_of_word: Surprisal of each of them.
    """
    bits = _weighed(side.stream, side.codes, cut, bits_of_word)
    return replace(side, side=Side(bits, side.borders))


def _weighed(
    stream: NormalizedText,
    codes: Tokens,
    cut: WordCut,
    bits_of_word: Mapping[str, float],
) -> npt.NDArray[np.float32]:
    bits = token_bits(cut, stream.starts, bits_of_word)
    bits[codes == ord(WILDCARD)] = 0
    return bits


def token_row(streams: Sequence[str]) -> InARow:
    """Return token streams in a row.

    Example:
        >>> first, codes = token_row(["守土", "责"])
        >>> first.tolist(), [chr(code) for code in codes]
        ([0, 2, 3], ['守', '土', '责'])
    """
    return InARow(edges(list(map(len, streams))), code_points("".join(streams)))
