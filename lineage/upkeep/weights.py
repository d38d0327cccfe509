"""How surprising the words of a store's documents are by all that it holds now.

Old documents keep the weights that they had when they came, since to weigh all anew would cost
every new one as much as all else. Whoever looks for a text weighs the text by all documents,
and what it is held against must be weighed alike: else a place nearly like it, of words that
have become rarer, would fall short. So a document is weighed anew where something was found in
it, when it is found: only the lines that matter are cut into words again, since no word goes
over the end of a line. Cutting whole documents took three times as long as the search itself.
"""

from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lineage.model import RawSpan
from lineage.normalize import WILDCARD, NormalizedText
from lineage.prepare import Prepared, Side
from lineage.store import Store
from lineage.words import cut_words, quickest_cutter, token_bits, word_bits

Numbers = npt.NDArray[np.int64]


class Weights:
    """Weighs what a store keeps of a document as if it had come today.

    Args:
        store: The store, which must stay open.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._n_cut = 0

    @cached_property
    def _bits(self) -> dict[str, float]:
        """The surprisal of every word; nothing where all documents are weighed by it."""
        if not self._store.drift:
            return {}
        counts, total, n_words = self._store.word_counts()
        return word_bits(counts, total=total, n_words=n_words)

    def __call__(self, side: Prepared, tokens: Numbers) -> Prepared:
        """Return a document with some tokens, at least, weighed by all documents of today."""
        if not self._bits or not len(tokens):
            return side
        stream = side.stream
        is_cut = _around(stream, tokens)
        self._n_cut += int(is_cut.sum())
        cutter = quickest_cutter(self._n_cut)
        cut = cut_words(stream.folded, [*stream.inserted, *_left_out(is_cut)], cutter=cutter)
        anew = is_cut[stream.starts]
        bits = side.bits.copy()
        bits[anew] = token_bits(cut, stream.starts[anew], self._bits)
        bits[side.codes == ord(WILDCARD)] = 0
        return replace(side, side=Side(bits, side.borders))


def _around(stream: NormalizedText, tokens: Numbers) -> npt.NDArray[np.bool_]:
    """Return which characters stand in the lines of some tokens, or in those behind them.

    A placeholder at the head of a line counts for the word before it.
    """
    # Where something was inserted, words may go on behind it.
    found = np.full(len(stream.folded), bool(stream.inserted))
    done = 0
    for at in () if stream.inserted else np.unique(stream.starts[tokens]).tolist():
        if at >= done:
            done = _line_end(stream.folded, at)
            found[stream.folded.rfind("\n", 0, at) + 1 : _line_end(stream.folded, done)] = True
    return found


def _line_end(text: str, at: int) -> int:
    """Return where the line ends that a place stands in, its mark included."""
    return text.find("\n", at) + 1 or len(text)


def _left_out(is_cut: npt.NDArray[np.bool_]) -> list[RawSpan]:
    """Return the stretches between what is to be cut."""
    edges = np.flatnonzero(np.diff(~is_cut, prepend=False, append=False))
    return [RawSpan(start, end) for start, end in edges.reshape(-1, 2).tolist()]
