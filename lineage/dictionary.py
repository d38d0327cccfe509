"""jieba's dictionary: how often a word was met, and into which words a short text falls.

``rjieba`` cuts by the same dictionary, a hundred times faster, but takes a tenth of a second
to load all of its 349,046 words: a fifth of what comparing two speeches takes, which have two
thousand of them. So short texts are cut here, where a word is looked up when it is met. Both
ways are the same algorithm, and give the same words: of all ways to cut a stretch of
characters into words of the dictionary, the most probable.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from math import inf, log

from lineage.errors import LineageError

N_MET = 60_101_967
"""Sum of all frequencies in the dictionary of jieba 0.42.1."""

_UNKNOWN = -log(N_MET)
"""Logarithm of the probability of a character that is no word: as if met once."""

_STRETCH = re.compile(
    # What the words of the dictionary are made of; all else is cut into its characters.
    "([a-zA-Z0-9+#&._%\\-\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df"
    "\U0002a700-\U0002ebef\U0002f800-\U0002fa1f]+)|\r\n|.",
    re.DOTALL,
)


@cache
def _entries() -> Sequence[bytes]:
    """Return the lines of the dictionary in order: a word, its frequency, its part of speech.

    Few of them are ever needed, and to take all apart would take longer than the rest of a
    comparison.
    """
    spec = find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise LineageError("jieba: its dictionary cannot be found; install jieba again")
    # Importing jieba itself would take longer than all the rest of a comparison.
    path = spec.submodule_search_locations[0] + "/dict.txt"
    with open(path, "rb") as lines:
        return sorted(lines.read().split(b"\n"))


def frequency(word: str) -> int:
    """Return how often the dictionary says a word was met; 0 of words it does not have."""
    entry = word.encode("utf-8", "surrogatepass") + b" "
    entries = _entries()
    at = bisect_left(entries, entry)
    if at == len(entries) or not entries[at].startswith(entry):
        return 0
    return int(entries[at].split(b" ")[1])


def cut(text: str) -> list[str]:
    """Return the words of a text in order, marks and blanks among them.

    Example:
        >>> cut("保障人民群众，共3个")
        ['保障', '人民', '群众', '，', '共', '3', '个']
    """
    words: list[str] = []
    for found in _STRETCH.finditer(text):
        if found[1]:
            words += _words_of(found[1])
        else:
            words.append(found[0])
    return words


def _words_of(stretch: str) -> list[str]:
    words: list[str] = []
    at = 0
    in_run = False
    for end in _ends(stretch):
        word = stretch[at:end]
        # Letters and digits that no word takes are one word together.
        is_letter = len(word) == 1 and word.isascii() and word.isalnum()
        if is_letter and in_run:
            words[-1] += word
        else:
            words.append(word)
        at, in_run = end, is_letter
    return words


def _ends(stretch: str) -> list[int]:
    """Return where the words end in the most probable way to cut a stretch."""
    n = len(stretch)
    best = [0.0] * (n + 1)
    word_ends = [n] * n
    for at in range(n - 1, -1, -1):
        best[at], word_ends[at] = _UNKNOWN + best[at + 1], at + 1
        most = -inf
        for word, weight in _beginning_with(stretch[at : at + 2]):
            # Of words that are as probable the longest, which comes last, is taken.
            if stretch.startswith(word, at) and weight + best[at + len(word)] >= most:
                most = best[at] = weight + best[at + len(word)]
                word_ends[at] = at + len(word)
    ends = []
    at = 0
    while at < n:
        at = word_ends[at]
        ends.append(at)
    return ends


@lru_cache(maxsize=1 << 16)
def _beginning_with(start: str) -> Sequence[tuple[str, float]]:
    """Return the words that begin with two characters, or are the first, with a weight each.

    The weight is the logarithm of a word's probability.
    """
    if len(start) == 1:
        return _alone(start)
    prefix = start.encode()
    entries = _entries()
    first = bisect_left(entries, prefix)
    behind = bisect_left(entries, prefix + b"\xff", first)
    if first == behind:
        return _alone(start[0])
    columns = b" ".join(entries[first:behind]).decode().split(" ")
    weights = (log(int(times)) + _UNKNOWN for times in columns[1::3])
    return [*_alone(start[0]), *zip(columns[::3], weights, strict=True)]


@cache
def _alone(character: str) -> Sequence[tuple[str, float]]:
    times = frequency(character)
    return [(character, log(times) + _UNKNOWN)] if times else []
