"""Raw text → sentences and clauses.

Sentences end at 。！？；… with the closing quotes and brackets that follow, and at line
ends; clauses also at ，、：, at brackets, quotes and dashes. Latin punctuation counts
only where it ends something: a full stop before a blank that is not the end of an
initial or a usual abbreviation.

Why a regular expression: the sentence splitters on offer were measured and either split
Chinese at Latin full stops or lost the offsets.
"""

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from lineage.model import RawSpan, Sentence

_CLOSERS = "”’」』）)】〉》\\]\"'＂＇〗〕"
_ABBREVIATIONS = (
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bvs)"
    r"(?<!\betc)(?<!\binc)(?<!\bco)(?<!\be\.g)(?<!\bi\.e)"
)
_SENTENCE_END = re.compile(
    rf"(?:[。！？；…｡]+|[!?;]+(?=[\s{_CLOSERS}]|[^\x00-\x7f]|$)"
    # The full stop of a numbered list ("1. ") ends nothing.
    rf"|{_ABBREVIATIONS}(?<![\s\d])(?<!^\d)\.+(?=[{_CLOSERS}]*(?:\s|$)))[{_CLOSERS}]*|[\r\n\u2028\u2029\x0b\x0c\x85]+"
)
# What ends a clause wherever it stands is most of what does, and quickly found.
_CLAUSE_MARK = re.compile(r"[，、：:()（）【】〈〉《》〔〕「」『』“”\"—–－\[\]；;\t‘]")
_CLAUSE_END = re.compile(
    # The comma that groups the digits of a number borders nothing.
    r",(?!(?<=\d,)\d{3}(?!\d))|[ \u3000]{2,}|’(?![a-z])"
)


# What the matches of these begin with: a search for one of many characters is several
# times faster than one for many patterns.
_SENTENCE_MARK = re.compile("[。！？；…｡!?;.\\r\\n\u2028\u2029\x0b\x0c\x85]")
_CLAUSE_END_MARK = re.compile("[, \u3000’]")


def _matches(pattern: re.Pattern[str], mark: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what ``pattern.finditer`` does; all matches begin with a ``mark``."""
    done = 0
    for found in mark.finditer(text):
        at = found.start()
        if at >= done and (match := pattern.match(text, at)):
            done = match.end()
            yield match


@lru_cache(maxsize=1)
def _sentence_ends(text: str) -> Sequence[tuple[int, int]]:
    """Return the spans of what ends the sentences; asked for twice for each document."""
    return [match.span() for match in _matches(_SENTENCE_END, _SENTENCE_MARK, text)]


def _clause_ends(text: str) -> list[int]:
    """Return where the marks stand that end clauses, in any order."""
    found = [match.start() for match in _CLAUSE_MARK.finditer(text)]
    found += [match.start() for match in _matches(_CLAUSE_END, _CLAUSE_END_MARK, text)]
    return found


_LETTER = re.compile(r"[^\W_]")
_FIGURES = "一二三四五六七八九十百千零〇○\\d"
_LABEL = re.compile(
    r"[^\w(（]*(?:"
    # 第三条 and the like, alone before a blank or a mark; 第三，
    rf"第[{_FIGURES}]+(?:(?:分编|部分|[编章节条款项篇回课讲])(?:之[{_FIGURES}]+)?(?=[\s:：、，.．])|(?=[、，]))"
    rf"|[(（][{_FIGURES}]+[)）]|[{_FIGURES}]+[、．]|\d+[.)）](?!\d)|[一二三四五六七八九十]+是(?!一)"
    r"|[①-⑳㈠-㈩]|[A-Za-z][.)](?=\s)"
    r")[\s\u3000、，:：.．]*"
)


def label_length(sentence: str) -> int:
    """Return the length of the label that numbers a sentence within its text; 0 without.

    Example:
        >>> [label_length(s) for s in ("第三条 本法自公布之日起施行。", "（二）其他", "三个必须")]
        [4, 3, 0]
    """
    match = _LABEL.match(sentence)
    return match.end() if match else 0


class Border(IntEnum):
    """How strong a place between two tokens is as the border of a passage."""

    INSIDE_WORD = 0
    WORD = 1
    CLAUSE = 2
    SENTENCE = 3


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, without the blanks around them.

    Example:
        >>> text = "守住底线。“安全第一！”他说。"
        >>> [sentence.span.cut(text) for sentence in split_sentences(text)]
        ['守住底线。', '“安全第一！”', '他说。']
    """
    return tuple(Sentence(n, RawSpan(*ends)) for n, ends in enumerate(sentence_spans(text)))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the two ends of each sentence: of most, nobody asks for more."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(end for _, end in _sentence_ends(text)), len(text)]:
        # A piece without a letter or a figure (a row of dashes) is no sentence.
        if _LETTER.search(text, start, end):
            piece = text[start:end].lstrip()
            first = end - len(piece)
            spans.append((first, first + len(piece.rstrip())))
        start = end
    return spans


def token_borders(
    text: str, starts: npt.NDArray[np.int32], word_starts: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Return the strength of the border before each token, and after the last.

    Args:
        text: The raw text.
        starts: Raw offset of each token.
        word_starts: Whether each token begins a word.

    Returns:
        One value of ``Border`` more than there are tokens; both ends of a document are
        sentence borders.
    """
    borders = np.empty(len(starts) + 1, np.uint8)
    borders[:-1] = np.where(word_starts, Border.WORD, Border.INSIDE_WORD)
    # A mark between two tokens is a border before the first token that follows it.
    for marks, border in (
        (_clause_ends(text), Border.CLAUSE),
        ([start for start, _ in _sentence_ends(text)], Border.SENTENCE),
    ):
        borders[np.searchsorted(starts, np.array(marks, np.int32))] = border
    borders[[0, -1]] = Border.SENTENCE
    return borders


_PER = "%％‰"
_FINAL = "。！？；…｡!?;."
_OF_CLAUSES = "，、：,:"
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】"}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}


def with_marks(text: str, span: RawSpan) -> RawSpan:
    """Return a span of tokens together with the marks that belong to it.

    These are the sign of a percentage, the marks that end its last sentence, and quotes
    or brackets around it when both stand there, or that are closed or opened inside.

    Example:
        >>> text = "他说“安全第一”，我说好。"
        >>> with_marks(text, RawSpan(3, 7)).cut(text), with_marks(text, RawSpan(9, 12)).cut(text)
        ('“安全第一”', '我说好。')
        >>> with_marks("（二）依法行政", RawSpan(1, 7)).cut("（二）依法行政")
        '（二）依法行政'
    """
    start, end = span.start, span.end
    if end < len(text) and text[end] in _PER:
        end += 1
    while end < len(text) and text[end] in _FINAL:
        end += 1
    while end < len(text) and start and _PAIRS.get(text[start - 1]) == text[end]:
        start, end = start - 1, end + 1
    # What is closed inside is opened, as in （二）, and what is opened inside is closed.
    if start and text[start - 1] in _PAIRS and _stays_open(text, start, end, start - 1):
        start -= 1
    if end < len(text) and text[end] in _OPENERS and _stays_open(text, start, end, end):
        end += 1
    while end < len(text) and text[end] in _FINAL and text[end - 1] not in _FINAL:
        end += 1
    return span if (start, end) == (span.start, span.end) else RawSpan(start, end)


def _stays_open(text: str, start: int, end: int, beside: int) -> bool:
    """Say whether a bracket or quote beside a stretch goes with one inside that has no other."""
    mark = text[beside]
    other = _PAIRS.get(mark) or _OPENERS[mark]
    return text.count(other, start, end) > text.count(mark, start, end)


def with_common_mark(
    left_text: str, left: RawSpan, right_text: str, right: RawSpan
) -> tuple[RawSpan, RawSpan]:
    """Return two spans that say the same, with the mark that ends a clause behind both.

    Example:
        >>> one, two = "依法行政，勤政为民。", "坚持依法行政，注重实效。"
        >>> with_common_mark(one, RawSpan(0, 4), two, RawSpan(2, 6))
        (RawSpan(start=0, end=5), RawSpan(start=2, end=7))
    """
    mark = left_text[left.end : left.end + 1]
    if not mark or mark not in _OF_CLAUSES or mark != right_text[right.end : right.end + 1]:
        return left, right
    return RawSpan(left.start, left.end + 1), RawSpan(right.start, right.end + 1)
