"""The surprisal of tokens, in arrays."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from lineage.words import WordCut


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
