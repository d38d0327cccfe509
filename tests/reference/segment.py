"""Sentences and borders, a match of a regular expression at a time."""

import re
from itertools import chain

_CLOSERS = "”’」』）)】〉》\\]\"'＂＇〗〕"
_ABBREVIATIONS = (
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bvs)"
    r"(?<!\betc)(?<!\binc)(?<!\bco)(?<!\be\.g)(?<!\bi\.e)"
)
_SENTENCE_END = re.compile(
    rf"(?:[。！？；…｡]+|[!?;]+(?=[\s{_CLOSERS}]|[^\x00-\x7f]|$)"
    rf"|{_ABBREVIATIONS}(?<![\s\d])(?<!^\d)\.+(?=[{_CLOSERS}]*(?:\s|$)))[{_CLOSERS}]*|[\r\n\u2028\u2029\x0b\x0c\x85]+"
)
_CLAUSE_MARK = re.compile(r"[，、：:()（）【】〈〉《》〔〕「」『』“”\"—–－\[\]；;\t‘]")
_CLAUSE_END = re.compile(r",(?!(?<=\d,)\d{3}(?!\d))|[ \u3000]{2,}|’(?![a-z])")
_LETTER = re.compile(r"[^\W_]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the two ends of each sentence."""
    spans = []
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        if _LETTER.search(text, start, end):
            piece = text[start:end].lstrip()
            first = end - len(piece)
            spans.append((first, first + len(piece.rstrip())))
        start = end
    return spans


def token_borders(text: str, starts: list[int], word_starts: list[bool]) -> list[int]:
    """Return the strength of the border before each token, and after the last."""
    borders = [*map(int, word_starts), 0]
    clauses = chain(_CLAUSE_MARK.finditer(text), _CLAUSE_END.finditer(text))
    for matches, border in ((clauses, 2), (_SENTENCE_END.finditer(text), 3)):
        for match in matches:
            borders[sum(start < match.start() for start in starts)] = border
    borders[0] = borders[-1] = 3
    return borders
