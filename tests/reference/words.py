"""The words of a text, one by one; the surprisal of tokens, and what of it is new, in arrays."""

from collections import Counter
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


def novelty(tokens: str, bits: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return what each token tells that the text does not say elsewhere as well, in bits."""
    phrases = [tokens[at : at + 6] for at in range(len(tokens) - 5)]
    times = Counter(phrases)
    most = [
        max((times[phrase] for phrase in phrases[max(at - 5, 0) : at + 1]), default=1)
        for at in range(len(tokens))
    ]
    kept: npt.NDArray[np.float64] = 1 / (1 + np.log2(np.array(most, np.int32)))
    return (bits * kept).astype(np.float32)
