"""Tokens and what resellers added, a character and a line at a time."""

import re
from itertools import islice

from lineage.folding import fold_character, simplified
from lineage.model import RawSpan
from lineage.normalize import (
    _HEAD_LINES,
    _LINES_BETWEEN,
    _LONGEST_SALES_LINE,
    _MARKER,
    _NONE,
    _RUNS,
    _SALES,
    _SINGLE,
    WORDS_FROM,
    _classify,
    _run_code,
    _word_code,
)


def tokens(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and code of each token."""
    folded = "".join(map(fold_character, text))
    classes = [*map(_classify, folded, text)]
    for span in find_insertions(text):
        classes[span.start : span.end] = [_NONE] * (span.end - span.start)
    found = [
        (at, at + 1, _word_code(character) if ord(character) >= WORDS_FROM else character)
        for at, (character, kind) in enumerate(zip(folded, classes, strict=True))
        if kind == _SINGLE
    ]
    for match in _RUNS.finditer("".join(map(chr, classes))):
        if match.lastgroup is None:
            continue
        start, end = match.span(match.lastgroup)
        around = text[max(start - 1, 0) : start] or "\n", text[end : end + 1] or "\n"
        code = _run_code(match.lastgroup, text[start:end], folded[start:end], "".join(around))
        if code is not None:
            found.append((start, end, code))
    return sorted(found)


def find_insertions(text: str) -> tuple[RawSpan, ...]:
    """Return the spans that resellers added."""
    head = _first_lines(text)
    last = _first_lines(text[::-1])
    foot = [RawSpan(len(text) - line.end, len(text) - line.start) for line in last]
    sold = {*_sales_block(text, head), *_sales_block(text, foot)}
    markers = {
        span
        for span in (RawSpan(*match.span()) for match in _MARKER.finditer(text))
        if not any(line.start <= span.start < line.end for line in sold)
    }
    return tuple(sorted(sold | markers))


def _first_lines(text: str) -> list[RawSpan]:
    lines = (match for match in re.finditer(r"[^\r\n]+", text) if match[0].strip())
    return [RawSpan(*match.span()) for match in islice(lines, _HEAD_LINES)]


def _sales_block(text: str, lines: list[RawSpan]) -> list[RawSpan]:
    block: list[RawSpan] = []
    pending: list[RawSpan] = []
    for line in lines:
        content = line.cut(text)
        if len(content) > _LONGEST_SALES_LINE:
            break
        pending.append(line)
        if _SALES.search("".join(chr(simplified().get(ord(c), ord(c))) for c in content)):
            block.extend(pending if block else [line])
            pending = []
        elif len(pending) > _LINES_BETWEEN:
            break
    return block
