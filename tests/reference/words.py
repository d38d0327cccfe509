"""The words of a text, one by one; the surprisal of tokens, in arrays."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lineage.model import RawSpan
from lineage.words import WordCut, quickest_cutter


def words(folded: str, inserted: Sequence[RawSpan]) -> list[tuple[str, int]]:
    """Return the words of a folded text, each with its raw offset."""
    kept = [
        (at, character if not "\ud800" <= character <= "\udfff" else "\ufffd")
        for at, character in enumerate(folded)
        if not any(span.start <= at < span.end for span in inserted)
    ]
    found = []
    at = 0
    for word in quickest_cutter(10**6)("".join(character for _, character in kept)):
        if word[0].isalnum():
            found.append((word, kept[at][0]))
        at += len(word)
    return found


def token_bits(
    cut: WordCut, starts: npt.NDArray[np.int32], bits: Mapping[str, float]
) -> npt.NDArray[np.float32]:
    """Return the surprisal of each token: its word's, spread evenly over the word."""
    words = np.fromiter(map(bits.__getitem__, cut.vocabulary), np.float32, len(cut.vocabulary))
    is_start = np.zeros(1 + max(starts.max(initial=0), cut.offsets.max(initial=0)), np.bool_)
    is_start[cut.offsets] = True
    word_of = np.cumsum(is_start, dtype=np.int32)[starts]
    n_tokens = np.bincount(word_of, minlength=len(cut.places) + 1)[1:]
    share = np.zeros(len(cut.places) + 1, np.float32)
    share[1:] = words[cut.places] / np.maximum(n_tokens, 1)
    return share[word_of]
