"""Passage pairs → pairs of whole sentences that are the same one, copied.

Where a passage covers sentences of both documents, these are compared and no others. All
places are looked up at once, as numbers: there are a hundred times as many of them as
pairs of sentences that come out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.native.families import alike
from lineage.native.library import Rows
from lineage.native.tables import LINK, Bools, Ints, Texts, ranges
from lineage.parts import MapParts, in_kernels, one_after_another
from lineage.prepare import Tokenized, texts_of

Numbers = npt.NDArray[np.int64]

_COVERED = 0.7
"""Share of a sentence that a shared passage must cover for the sentence to be shared."""

SENTENCE_LIKENESS = 0.75
"""Likeness from which two sentences are the same one, copied."""


def find_sentence_links(
    prepared: Sequence[Tokenized],
    links: Rows,
    map_parts: MapParts = one_after_another,
    *,
    every_copy: bool = True,
) -> Rows:
    """Return the pairs of sentences that are the same one, copied, as rows of `LINK`, in order.

    Two sentences are if a shared passage covers most of both and they are alike.

    Args:
        prepared: The documents in the order of their dates.
        links: The passage pairs of the corpus, as rows of `LINK`.
        map_parts: Does the work that can be done in parts.
        every_copy: Whether pairs are asked for that change nothing in the families: see `_needed`.
    """
    sentences = _Sentences.of(prepared, len(links))
    pairing = _Pairing(links, sentences, sentences.places(), texts_of(prepared), every_copy)
    parts = [slice(first, first + _LINKS_A_PART) for first in range(0, len(links), _LINKS_A_PART)]
    found = [*map_parts(_alike_in, pairing, parts)]
    pairs = np.concatenate([np.zeros((0, 2), np.int32), *(pairs for pairs, _ in found)])
    likeness = np.concatenate([np.zeros(0), *(likeness for _, likeness in found)])
    left, right = pairs.T
    # Sentences are numbered in the order of their places.
    _, order = np.unique(left.astype(np.int64) << 32 | right, return_index=True)
    rows = np.empty(len(order), LINK)
    rows["left"], rows["right"] = pairing.places[left[order]], pairing.places[right[order]]
    rows["likeness"] = likeness[order]
    return rows


_LINKS_A_PART = 50_000
"""Passage pairs whose sentences are paired in one go."""

_PAIRS_AT_ONCE = 500_000
"""Pairs of sentences that are held against each other in one go, about: two editions of a book
share a passage that covers millions of them."""


_TOKENS_A_LINK = 400
"""Tokens for each passage pair up to which a table of all is sooner made than searches are."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sentences:
    """The sentences of all documents, in order, as if their tokens stood in one row.

    Attributes:
        bases: Where the tokens of each document begin in the row.
        begun: How many sentences begin before each place in the row, its end and one behind; none
            where few places are asked for.
        documents: The document of each sentence.
        starts: Where it begins in the row.
        ends: Where it ends.
    """

    bases: Numbers
    begun: Ints | None
    documents: Numbers
    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, prepared: Sequence[Tokenized], n_links: int) -> "_Sentences":
        """Return the sentences that have tokens.

        Args:
            prepared: The documents.
            n_links: How many passage pairs are asked for.
        """
        bases = np.cumsum([0, *(len(side.codes) for side in prepared)])
        spans = [side.sentence_tokens + base for side, base in zip(prepared, bases, strict=False)]
        starts, ends = np.concatenate([np.zeros((0, 2), np.int64), *spans]).T
        has_tokens = starts < ends
        documents = np.repeat(np.arange(len(spans)), [len(each) for each in spans])
        starts = starts[has_tokens]
        begun = None
        # One look into a table takes a tenth of the time of a search, but it has to be made.
        if bases[-1] <= _TOKENS_A_LINK * n_links:
            counts = np.arange(len(starts) + 1, dtype=np.int32)
            begun = np.repeat(counts, np.diff(starts + 1, prepend=0, append=bases[-1] + 2))
        return cls(bases, begun, documents[has_tokens], starts, ends[has_tokens])

    def begun_before(self, places: Numbers) -> Numbers:
        """Return how many sentences begin before places in the row."""
        if self.begun is None:
            return np.searchsorted(self.starts, places)
        return self.begun[places].astype(np.int64)

    def covered(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first sentence that each place covers for the most part, and the last but one.

        Args:
            places: A row for each: its document, start and end.
        """
        documents, start, end = places.T
        start, end = start + self.bases[documents], end + self.bases[documents]
        if not len(self.starts):
            return np.zeros_like(start), np.zeros_like(start)
        first, last = (self.begun_before(at) - 1 for at in (start + 1, end))
        # Those between lie in it as a whole.
        return first + ~self._covers(first, start, end), last + self._covers(last, start, end)

    def _covers(self, sentence: Numbers, start: Numbers, end: Numbers) -> npt.NDArray[np.bool_]:
        begin, stop = self.starts[sentence], self.ends[sentence]
        shared = np.minimum(end, stop) - np.maximum(start, begin)
        covers: npt.NDArray[np.bool_] = shared >= _COVERED * (stop - begin)
        return covers

    def places(self) -> Ints:
        """Return where each stands: document, first token and end."""
        bases = self.bases[self.documents]
        columns = self.documents, self.starts - bases, self.ends - bases
        return np.stack(columns, axis=1).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairing:
    """What pairing the sentences of any passage pairs asks for."""

    links: Rows
    sentences: _Sentences
    places: Ints
    texts: Texts
    every_copy: bool


@in_kernels
def _alike_in(state: _Pairing, part: slice) -> tuple[Ints, npt.NDArray[np.float64]]:
    """Return the pairs of sentences that passage pairs show to be copied, and how alike they are.

    Some may come more than once.
    """
    links, sentences = state.links[part], state.sentences
    sides = (links[side].astype(np.int64) for side in ("left", "right"))
    ranges = np.stack([border for places in sides for border in sentences.covered(places)])
    both = ranges[:, (ranges[0] < ranges[1]) & (ranges[2] < ranges[3])]
    found = [np.zeros((0, 2), np.int32)]
    ratios, covering = [np.zeros(0)], [np.zeros(0, np.int64)]
    for pairs, number in _paired(*both):
        likeness = alike(state.texts, state.places, pairs, least=SENTENCE_LIKENESS)
        is_copied = likeness >= SENTENCE_LIKENESS
        found.append(pairs[is_copied])
        ratios.append(likeness[is_copied])
        covering.append(number[is_copied])
    pairs, likeness = np.concatenate(found), np.concatenate(ratios)
    if state.every_copy:
        return pairs, likeness
    is_needed = _needed(pairs, likeness, np.concatenate(covering))
    return pairs[is_needed], likeness[is_needed]


def _needed(pairs: Ints, likeness: npt.NDArray[np.float64], covering: Numbers) -> Bools:
    """Return which pairs join families of sentences that those before them have not joined.

    Where both sides of a passage say one sentence hundreds of times, word for word, their
    pairs are the product of that, and it is enough that the first of each side is paired with
    all of the other. For pairs that are wholly alike are joined first, those on the left in
    order, each with those on the right in order, and what they join is word for word the same:
    of two further copies, both have been joined to the first ones when it is their turn.

    Args:
        pairs: Numbers of sentences: those of one passage pair together, and in order.
        likeness: How alike they are.
        covering: The number of the passage pair that shows each.
    """
    same = np.flatnonzero(likeness == 1)
    (left, right), covering = pairs[same].T.astype(np.int64), covering[same]
    is_first_right = np.ones(len(same), np.bool_)
    is_first_right[1:] = (np.diff(left) != 0) | (np.diff(covering) != 0)
    # Of the copies on the left, all have the same first counterpart.
    first = np.flatnonzero(is_first_right)
    _, of_copies = np.unique(covering[first] << 32 | right[first], return_index=True)
    is_first_left = np.zeros(len(first), np.bool_)
    is_first_left[of_copies] = True
    is_needed = np.ones(len(pairs), np.bool_)
    is_needed[same] = is_first_right | is_first_left[np.cumsum(is_first_right) - 1]
    return is_needed


def _paired(
    first: Numbers, end: Numbers, other: Numbers, stop: Numbers
) -> Iterator[tuple[Ints, Numbers]]:
    """Yield the pairs of the numbers in ranges: of each in one with each in its other.

    With each stands the number of the two ranges.
    """
    of_row = np.repeat(np.arange(len(first)), end - first)
    left, other, n = ranges(first, end - first), other[of_row], (stop - other)[of_row]
    block = (np.cumsum(n) - n) // _PAIRS_AT_ONCE
    for rows in np.split(np.arange(len(n)), np.flatnonzero(np.diff(block)) + 1):
        pairs = np.repeat(left[rows], n[rows]), ranges(other[rows], n[rows])
        yield np.stack(pairs, axis=1).astype(np.int32), np.repeat(of_row[rows], n[rows])
