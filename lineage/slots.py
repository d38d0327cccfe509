"""What stands in one slot of a template → what type of slot it is.

Speeches are handed on with places, years and figures swapped or masked, and the words
around them kept. Telling such slots from free variation shows what was filled in and
what was rewritten.

Why rules over readings and jieba's tags (``ns`` a place, ``nt`` an organisation, ``m`` a
numeral) and not a recogniser of names: readings are short and without context, which
recognisers need, and a rule can be stated. A slot has a type only when nearly all of its
readings agree, so that a single misjudged reading decides nothing; what no rule knows is
free, which is never wrong.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

import numpy as np

from lineage.folding import fold_character
from lineage.model import SlotType
from lineage.native.tables import Ints, edges
from lineage.normalize import WILDCARD, normalize

TYPED: tuple[SlotType, ...] = ("year", "number", "place")
_NONE_YET: dict[SlotType, int] = dict.fromkeys(get_args(SlotType), 0)

_AGREEING = 0.8
"""Share of a slot's readings that must be of one type."""

_HAN_DIGIT = "〇零○一二三四五六七八九"
_YEAR = re.compile(
    rf"(?:(?:1[89]|20)[\dx×*]{{2}}|[一二][{_HAN_DIGIT}]{{3}})(?:年度?)?|[今去明前后上本当]年"
    "|this year|last year"
)
_YEARS_JOINED = re.compile(r"\s*(?:[-–—~～至到、,，和]|and|to)+\s*")
_UNIT = (
    r"%|％|‰|个百分点|百分点|平方公里|平方米|立方米|公里|千米|米|公斤|千克|吨|斤|亩|公顷|升|度"
    r"|万?人次?|[美欧日]?元|美元|户|家|名|位|个|项|件|次|倍|成|年|月|日|天|周|小时|分钟|岁|条|座|所|期|批|起|届|周年|多|余|左右|以上|以下|以内"
)
_NUMERAL = rf"(?:\d[\d,.]*|[{_HAN_DIGIT}十百千万亿两几半]+)"
_NUMBER = re.compile(
    rf"(?:第|约|近|超|超过|达|达到)?{_NUMERAL}[百千万亿]*(?:{_UNIT})*"
    r"|[$¥€£]?\d[\d,.]*(?:st|nd|rd|th)?(?: ?(?:percent|million|billion|trillion|thousand|hundred))*"
)
_IN_ENGLISH = re.compile(
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven"
    "|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
    "|million|billion|trillion|dozen|percent|first|second|third|fourth|fifth)s?"
)

_HERE = re.compile(
    "[我全本该各贵](?:国|省|区|市|州|县|旗|镇|乡|村|街道|自治区|县区|市县|局|厅|公司)"
)
_AREAS = (*"省市州县区旗盟镇乡村岛港湾", "街道")
"""How names of places end."""

_UNITS = re.compile(
    "(?:[省市州县区旗镇乡][委府]|[省市州县区旗镇乡]政府|党委|局|厅|署|委|办|处|室|站|院|部|政府|管理局|委员会|办公室|办事处"
    "|公司|集团|协会|学会|联合会|银行|大学|学院|学校|医院|中心|总队|支队|大队|工厂|[工电]厂|矿)"
)
"""The last word of what units are called."""

_NAMED = frozenset(("ns", "nt"))
_MADE_OF = _NAMED.union(
    ("n", "j", "vn", "nz", "nr", "nrt", "nrfg", "ng", "g", "zg", "b", "f", "eng"),
    ("m", "q", "r", "an", "v", "x"),
)
"""Tags of the words that names of units are made of; names hold no particles."""

_BLANKS = re.compile("[x*×某✕✖╳○□△_◯]")
"""What placeholders are made of."""

_PLAIN = re.compile("[一-鿿]+")
_TELLING = re.compile(f"[{_HAN_DIGIT}十百千万亿两几半年某]")
"""What placeholders, years and numbers have one of at least, among characters of Chinese."""

_LONGEST = 80
"""Characters beyond which nothing is filled in, but written."""

_LONGEST_NAME = 20
"""Characters that the name of a place or unit has at most."""

_MARKS = " \t\r\n\u3000，。、；：！？,.;:“”\"'()（）"
_BETWEEN = re.compile("[、，,;；/\\s]+|(?<=.)(?:和|与|及|以及)(?=.)")


def slot_types(n_readings: Ints, texts: Sequence[str], counts: Ints) -> list[SlotType]:
    """Return the types of slots. Of most, the first reading shows already that they are free.

    Args:
        n_readings: How many readings each has, one at least.
        texts: All these, the most frequent of each slot first.
        counts: How many members have each.
    """
    first = edges(n_readings)
    is_filled = np.fromiter(map(bool, texts), np.bool_, len(texts))
    begins = first[:-1]
    # No slot has two readings that are nothing.
    leading = begins + ~is_filled[begins]
    n_filled, most = np.diff(edges(is_filled)[first]), np.diff(edges(counts * is_filled)[first])
    led = most - np.append(counts, 0)[leading]
    decides = led < _AGREEING * most
    columns = (first[:-1], first[1:], leading, n_filled, decides)
    types: list[SlotType] = []
    for begin, end, lead, n, is_enough in zip(*map(np.ndarray.tolist, columns), strict=True):
        if n == 0:
            types.append("free")
        elif n == 1:
            types.append(_filled_at_times(texts[lead]))
        elif is_enough and reading_type(texts[lead]) == "free":
            types.append("free")
        else:
            types.append(slot_type(texts[begin:end], counts[begin:end].tolist()))
    return types


@lru_cache(maxsize=1 << 16)
def _filled_at_times(text: str) -> SlotType:
    """Return the type of a slot with one reading.

    What some have and others lack was not filled in, but put in or dropped.
    """
    is_blank = len(text) <= _LONGEST and _is_placeholder(text, _folded(text))
    return "placeholder" if is_blank else "free"


def slot_type(texts: Sequence[str], counts: Sequence[int]) -> SlotType:
    """Return the type of a slot: what nearly all of its readings are.

    Occurrences that have nothing there, or a placeholder, have no say beside others. One
    reading that some have and others lack was not filled in, but put in or dropped.

    Args:
        texts: The readings.
        counts: How many members have each.

    Example:
        >>> slot_type(["武汉市", "XX区", ""], [3, 1, 2])
        'place'
    """
    filled = [(text, count) for text, count in zip(texts, counts, strict=True) if text]
    n_filled = sum([count for _, count in filled])
    types = _NONE_YET.copy()
    for text, count in filled:
        types[reading_type(text)] += count
        # Whatever the others are, this is too many that are free.
        if n_filled - types["free"] < _AGREEING * n_filled:
            return "free"
    n_blank = types["placeholder"]
    least = _AGREEING * (n_filled - n_blank)
    if n_blank == n_filled:
        return "placeholder" if n_blank else "free"
    if len(filled) < 2:
        return "free"
    for one in TYPED:
        if types[one] >= least:
            return one
    # 今年 beside 2024 is a year still, 2024 beside 30 is a figure.
    return "number" if types["year"] + types["number"] >= least else "free"


@lru_cache(maxsize=1 << 16)
def reading_type(text: str) -> SlotType:
    """Return what one reading is, taken by itself.

    Example:
        >>> [reading_type(text) for text in ("2024", "6.5%", "武汉市", "××", "扎实")]
        ['year', 'number', 'place', 'placeholder', 'free']
    """
    if len(text) > _LONGEST:
        return "free"
    folded = _folded(text).strip(_MARKS)
    if _PLAIN.fullmatch(folded) and not _TELLING.search(folded):
        return _named_or_free(folded)
    if _is_placeholder(text, folded):
        return "placeholder"
    if all(_YEAR.fullmatch(part) for part in _YEARS_JOINED.split(folded)):
        return "year"
    if _NUMBER.fullmatch(folded) or _is_english_numeral(folded):
        return "number"
    return _named_or_free(folded)


def _named_or_free(folded: str) -> SlotType:
    return "place" if all(map(_is_name, _BETWEEN.split(folded))) else "free"


def _folded(text: str) -> str:
    return "".join(map(fold_character, text))


def _is_placeholder(text: str, folded: str) -> bool:
    # Few readings can hold one; the rest need not be cut into tokens.
    return _BLANKS.search(folded) is not None and set(normalize(text).text) == {WILDCARD}


def _is_english_numeral(folded: str) -> bool:
    words = folded.replace("-", " ").split()
    return bool(words) and all(
        _IN_ENGLISH.fullmatch(word) or _NUMBER.fullmatch(word) for word in words
    )


def _is_name(name: str) -> bool:
    """Say whether this is the name of one place or unit."""
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        return False
    if _HERE.fullmatch(name):
        return True
    import rjieba

    words = rjieba.tag(name, False)
    last = words[-1][0]
    if all(tag in _NAMED for _, tag in words):
        return True
    if any(tag not in _MADE_OF for _, tag in words):
        return False
    if _UNITS.fullmatch(last):
        # 应急局 is a unit and 部门 alone is none; 格局 ends like one, but is a word of its own.
        return len(words) > 1 or last[0] in _AREAS
    # 李家村 and 谯城区: a surname, or what the dictionary takes for a person's name.
    is_named = any(tag in _NAMED or tag.startswith("nr") for _, tag in words)
    return last.endswith(_AREAS) and (
        is_named or (_BLANKS.search(name) is not None and WILDCARD in normalize(name).text)
    )
