"""Passage pairs → pairs of whole sentences that are the same one, copied.

Where a passage covers sentences of both documents, these are compared and no others. All
places are looked up at once, as numbers: there are a hundred times as many of them as
pairs of sentences that come out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, product

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from lineage.native.library import Rows
from lineage.parts import MapParts, one_after_another
from lineage.places import Link, Place
from lineage.placing import tokens_at
from lineage.prepare import Prepared

Numbers = npt.NDArray[np.int64]

_COVERED = 0.7
"""Share of a sentence that a shared passage must cover for the sentence to be shared."""

SENTENCE_LIKENESS = 0.75
"""Likeness from which two sentences are the same one, copied."""


def find_sentence_links(
    prepared: Sequence[Prepared],
    links: Rows,
    map_parts: MapParts = one_after_another,
) -> tuple[Link, ...]:
    """Return the pairs of sentences that are the same one, copied.

    Two sentences are if a shared passage covers most of both and they are alike.

    Args:
        prepared: The documents in the order of their dates.
        links: The passage pairs of the corpus, as rows of `LINK`.
        map_parts: Does the work that can be done in parts.
    """
    pairing = _Pairing(links, _Sentences.of(prepared), prepared)
    parts = [slice(first, first + _LINKS_A_PART) for first in range(0, len(links), _LINKS_A_PART)]
    found = {link for part in map_parts(_sentence_links, pairing, parts) for link in part}
    return tuple(sorted(found))


_LINKS_A_PART = 50_000
"""Passage pairs whose sentences are paired in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sentences:
    """The sentences of all documents, in order, as if their tokens stood in one row.

    Attributes:
        bases: Where the tokens of each document begin in the row.
        documents: The document of each sentence.
        starts: Where it begins in the row.
        ends: Where it ends.
    """

    bases: Numbers
    documents: Numbers
    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, prepared: Sequence[Prepared]) -> "_Sentences":
        """Return the sentences that have tokens."""
        bases = np.cumsum([0, *(len(side.codes) for side in prepared)])
        spans = [_sentence_spans(side) + base for side, base in zip(prepared, bases, strict=False)]
        starts, ends = np.concatenate([np.zeros((0, 2), np.int64), *spans]).T
        has_tokens = starts < ends
        documents = np.repeat(np.arange(len(spans)), [len(each) for each in spans])
        return cls(bases, documents[has_tokens], starts[has_tokens], ends[has_tokens])

    def covered(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return the first sentence that each place covers for the most part, and the last but one.

        Args:
            places: A row for each: its document, start and end.
        """
        documents, start, end = places.T
        start, end = start + self.bases[documents], end + self.bases[documents]
        if not len(self.starts):
            return np.zeros_like(start), np.zeros_like(start)
        first = np.searchsorted(self.starts, start, "right") - 1
        last = np.searchsorted(self.starts, end) - 1
        # Those between lie in it as a whole.
        return first + ~self._covers(first, start, end), last + self._covers(last, start, end)

    def _covers(self, sentence: Numbers, start: Numbers, end: Numbers) -> npt.NDArray[np.bool_]:
        begin, stop = self.starts[sentence], self.ends[sentence]
        shared = np.minimum(end, stop) - np.maximum(start, begin)
        covers: npt.NDArray[np.bool_] = shared >= _COVERED * (stop - begin)
        return covers

    def place(self, sentence: int) -> Place:
        """Return where a sentence stands."""
        document = int(self.documents[sentence])
        base = int(self.bases[document])
        return Place(document, int(self.starts[sentence]) - base, int(self.ends[sentence]) - base)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairing:
    """What pairing the sentences of any passage pairs asks for."""

    links: Rows
    sentences: _Sentences
    prepared: Sequence[Prepared]


def _sentence_links(state: _Pairing, part: slice) -> set[Link]:
    """Return the pairs of sentences that passage pairs show to be copied."""
    links, sentences = state.links[part], state.sentences
    sides = (links[side].astype(np.int64) for side in ("left", "right"))
    ranges = np.stack([border for places in sides for border in sentences.covered(places)])
    both = ranges[:, (ranges[0] < ranges[1]) & (ranges[2] < ranges[3])]
    # Most sentences are in many pairs of passages.
    pairs = {
        pair
        for first, end, other, stop in both.T.tolist()
        for pair in product(range(first, end), range(other, stop))
    }
    where = {number: sentences.place(number) for number in {*chain.from_iterable(pairs)}}
    texts = {number: tokens_at(state.prepared, place) for number, place in where.items()}
    found = set()
    for left, right in pairs:
        likeness = Indel.normalized_similarity(texts[left], texts[right])
        if likeness >= SENTENCE_LIKENESS:
            found.add(Link(where[left], where[right], likeness))
    return found


def _sentence_spans(side: Prepared) -> Numbers:
    """Return the tokens of each sentence of a document."""
    tokens: Numbers = np.searchsorted(side.stream.starts, side.sentences.ends)
    return tokens
