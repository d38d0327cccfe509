"""Raw text → sentences and clauses.

Sentences end at 。！？；… with the closing quotes and brackets that follow, and at line
ends; clauses also at ，、：, at brackets, quotes and dashes. Latin punctuation counts
only where it ends something: a full stop before a blank that is not the end of an
initial or a usual abbreviation.

Why our own: the sentence splitters on offer were measured and either split Chinese at Latin
full stops or lost the offsets. Why a table of what each character is, and columns of places:
most marks of Chinese end something wherever they stand, and looking them all up takes half of
what a regular expression does that stops at each; only for the others is it asked.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from lineage.model import RawSpan, Sentence
from lineage.native.tables import code_points

_CLOSERS = "”’」』）)】〉》]\"'＂＇〗〕"
_FULL_STOPS = "。！？；…｡"
_LATIN_STOPS = "!?;."
_LINE_ENDS = "\r\n\u2028\u2029\x0b\x0c\x85"
_ABBREVIATIONS = (
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bvs)"
    r"(?<!\betc)(?<!\binc)(?<!\bco)(?<!\be\.g)(?<!\bi\.e)"
)
_CLOSING = re.compile(f"[{re.escape(_CLOSERS)}]*")
# What of the Latin marks ends a sentence depends on what is around them.
_LATIN_END = re.compile(
    rf"(?:[!?;]+(?=[\s{re.escape(_CLOSERS)}]|[^\x00-\x7f]|$)"
    # The full stop of a numbered list ("1. ") ends nothing.
    rf"|{_ABBREVIATIONS}(?<![\s\d])(?<!^\d)\.+(?={_CLOSING.pattern}(?:\s|$))){_CLOSING.pattern}"
)
# These end a clause wherever they stand; of the others it depends on what follows.
_CLAUSE_MARKS = '，、：:()（）【】〈〉《》〔〕「」『』“”"—–－[]；;\t‘'
_MAYBE_MARKS = ", \u3000’"
_CLAUSE_END = re.compile(
    # The comma that groups the digits of a number borders nothing.
    r",(?!(?<=\d,)\d{3}(?!\d))|[ \u3000]{2,}|’(?![a-z])"
)

# What a character may be, several at once; nothing is all of it.
_IS_LETTER, _IS_BLANK, _IS_FULL_STOP, _IS_LINE_END = 1, 2, 4, 8
_IS_LATIN_STOP, _IS_CLOSER, _IS_CLAUSE_MARK, _IS_MAYBE_MARK = 16, 32, 64, 128
_UNSEEN = 255
_MARKS = (
    (_FULL_STOPS, _IS_FULL_STOP),
    (_LINE_ENDS, _IS_LINE_END),
    (_LATIN_STOPS, _IS_LATIN_STOP),
    (_CLOSERS, _IS_CLOSER),
    (_CLAUSE_MARKS, _IS_CLAUSE_MARK),
    (_MAYBE_MARKS, _IS_MAYBE_MARK),
)

Places = npt.NDArray[np.intp]


def _kind(character: str) -> int:
    kind = _IS_LETTER * character.isalnum() | _IS_BLANK * character.isspace()
    return kind | sum(bit for marks, bit in _MARKS if character in marks)


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Return what each code point is that was met so far."""
    return np.full(0x110000, _UNSEEN, np.uint8)


def _kinds_of(text: str) -> npt.NDArray[np.uint8]:
    """Return what each character of a text is; behind the last stands nothing."""
    codes = code_points(f"{text}\0")
    kinds = _kinds()
    found: npt.NDArray[np.uint8] = kinds[codes]
    if (found == _UNSEEN).any():
        for code in {*codes[found == _UNSEEN].tolist()}:
            kinds[code] = _kind(chr(code))
        found = kinds[codes]
    return found


def _places(kinds: npt.NDArray[np.uint8], sought: int) -> Places:
    """Return where the characters stand that are one of the kinds that are sought."""
    # Several times as fast as looking for numbers that are not 0.
    return np.flatnonzero((kinds & sought) != 0)


def _found_at(pattern: re.Pattern[str], text: str, places: Places) -> list[tuple[int, int]]:
    """Return the spans of what ``pattern.finditer`` finds, if all of it begins at the places."""
    spans = []
    done = 0
    for at in places.tolist():
        if at >= done and (match := pattern.match(text, at)):
            done = match.end()
            spans.append(match.span())
    return spans


@dataclass(frozen=True, slots=True, eq=False)
class _Divided:
    """A text with what its characters are, and the spans of what ends its sentences."""

    kinds: npt.NDArray[np.uint8]
    starts: Places
    ends: Places


@lru_cache(maxsize=1)
def _divided(text: str) -> _Divided:
    """Return where the sentences of a text end; asked for twice for each document."""
    kinds = _kinds_of(text)
    # Marks of one sort in a row end one sentence, with what they close.
    at = _places(kinds, _IS_FULL_STOP | _IS_LINE_END)
    is_full_stop = kinds[at] & _IS_FULL_STOP
    is_first = np.ones(len(at) + 1, np.bool_)
    is_first[1:-1] = (at[1:] != at[:-1] + 1) | (is_full_stop[1:] != is_full_stop[:-1])
    starts, ends = at[is_first[:-1]], at[is_first[1:]] + 1
    closes = (kinds[ends] & _IS_CLOSER) * is_full_stop[is_first[1:]]
    for n in np.flatnonzero(closes).tolist():
        ends[n] = _closing_end(text, int(ends[n]))
    latin = _found_at(_LATIN_END, text, _places(kinds, _IS_LATIN_STOP))
    if latin:
        both = np.concatenate((np.column_stack((starts, ends)), np.array(latin, np.intp)))
        starts, ends = both[np.argsort(both[:, 0])].T
    return _Divided(kinds, starts, ends)


def _closing_end(text: str, start: int) -> int:
    match = _CLOSING.match(text, start)
    assert match is not None
    return match.end()


def _clause_ends(text: str, kinds: npt.NDArray[np.uint8]) -> Places:
    """Return where the marks stand that end clauses, in any order."""
    certain = _places(kinds, _IS_CLAUSE_MARK)
    maybe = _places(kinds, _IS_MAYBE_MARK)
    # Most of these are blanks between words, of which two in a row are needed.
    one, other = ((kinds[at] & _BLANK_MARK) == _BLANK_MARK for at in (maybe, maybe + 1))
    spans = _found_at(_CLAUSE_END, text, maybe[~one | other])
    return np.concatenate((certain, np.array([start for start, _ in spans], np.intp)))


_BLANK_MARK = _IS_BLANK | _IS_MAYBE_MARK


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
    spans = sentence_spans(text).tolist()
    return tuple(Sentence(n, RawSpan(*ends)) for n, ends in enumerate(spans))


def sentence_spans(text: str) -> npt.NDArray[np.int32]:
    """Return the two ends of each sentence: of most, nobody asks for more."""
    divided = _divided(text)
    edges = np.concatenate(([0], divided.ends, [len(text)]))
    letters = np.append(_places(divided.kinds, _IS_LETTER), len(text))
    starts, ends = edges[:-1], edges[1:]
    # A piece without a letter or a figure (a row of dashes) is no sentence.
    is_spoken = letters[np.searchsorted(letters, starts)] < ends
    visible = np.flatnonzero(divided.kinds & _IS_BLANK == 0)
    first = visible[np.searchsorted(visible, starts[is_spoken])]
    last = visible[np.searchsorted(visible, ends[is_spoken]) - 1]
    return np.column_stack((first, last + 1)).astype(np.int32)


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
    divided = _divided(text)
    for marks, border in (
        (_clause_ends(text, divided.kinds), Border.CLAUSE),
        (divided.starts, Border.SENTENCE),
    ):
        borders[np.searchsorted(starts, marks.astype(np.int32))] = border
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
