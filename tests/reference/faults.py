"""Sentences → what is structurally wrong with them: brackets, numbering, counts, pairs.

Each fault is one that cutting or copying makes and that writing hardly ever does. A fault
is named, so that two readings of a sentence can be compared fault by fault; see `native/faults.c`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# Quotation marks are left out: a quotation may go on for several sentences.
_BRACKETS = {"）": "（", ")": "(", "》": "《", "】": "【", "]": "[", "〕": "〔"}
_NUMBERS = "一二三四五六七八九十"
_ORDINALS = (
    re.compile(rf"(?:^|[，。；：:;,\s])([{_NUMBERS}])(?:是|要)"),
    re.compile(rf"第([{_NUMBERS}])[，、,]"),
    re.compile(rf"[（(]([{_NUMBERS}])[）)]"),
    re.compile(rf"(?:^|[。\s])([{_NUMBERS}])、"),
)
_COUNTED = re.compile(
    rf"([两{_NUMBERS}])(?:个|项|条|大|种|点|类|方面)[^，。；：:、\s]{{0,12}}[：:]([^。！？\r\n]+)"
)
_PAIRS = (
    ("不", re.compile("不仅|不但"), re.compile("而且|还|也|更|并且|且")),
    # 一如既往, 既定, 既是 and the like are no first halves.
    ("既", re.compile("(?<!如)既(?![往然定有得成是已])"), re.compile("又|也|还|更|且")),
    ("方面", re.compile("(?<!另)一方面"), re.compile("方面")),
)
"""A letter without which there is no first half, what first halves are, and what second ones."""

# Most sentences have nothing of the kind: a look at this saves four others.
_NUMBERED = re.compile(rf"[{_NUMBERS}][是要，、,）)]")


def faults(text: str) -> frozenset[str]:
    """Return the names of what is wrong with a stretch of text.

    Args:
        text: One sentence or several of a document, as they stand there.

    Example:
        >>> sorted(faults("市、区）人民政府；一是学习，三是落实。"))
        ['unbalanced ）', 'without 二']
    """
    return frozenset((*_unbalanced(text), *_skipped(text), *_miscounted(text), *_halved(text)))


def _unbalanced(text: str) -> Iterator[str]:
    for closer, opener in _BRACKETS.items():
        if closer not in text and opener not in text:
            continue
        depth = 0
        for character in text:
            if character == opener:
                depth += 1
            elif character == closer:
                if depth == 0:
                    yield f"unbalanced {closer}"
                    break
                depth -= 1
        if depth > 0:
            yield f"unbalanced {opener}"


def _skipped(text: str) -> Iterator[str]:
    if not _NUMBERED.search(text):
        return
    for pattern in _ORDINALS:
        found = [_NUMBERS.index(match[1]) for match in pattern.finditer(text)]
        for before, after in pairwise(found):
            if after == before + 2:
                yield f"without {_NUMBERS[before + 1]}"


def _miscounted(text: str) -> Iterator[str]:
    if "：" not in text and ":" not in text:
        return
    for match in _COUNTED.finditer(text):
        told = 2 if match[1] == "两" else _NUMBERS.index(match[1]) + 1
        members = match[2].split("；") if "；" in match[2] else re.split("、|和|及|与", match[2])
        if told != len([member for member in members if member.strip()]):
            yield f"not {match[1]}"


def _halved(text: str) -> Iterator[str]:
    for sign, first, second in _PAIRS:
        found = first.search(text) if sign in text else None
        if found and not second.search(text, found.end()):
            yield f"{found[0]} alone"
