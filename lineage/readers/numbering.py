"""The numbers of lists, which a Word file does not hold as text.

A heading that reads 一、 on the page is often a paragraph that only says which list it
belongs to; what stands before it follows from the definitions of lists and styles and
from the paragraphs before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_LEVELS = 9
"""Levels that lists have in Word."""

_BULLET = "•"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MOST = 9999
"""The largest number that is spelled; beyond it, no list is one of characters."""


def spell(number: int, format: str) -> str:
    """Return a number as a list shows it.

    Args:
        number: The number, from zero on.
        format: What Word calls the format; an unknown one counts as ``decimal``.

    Example:
        >>> [spell(12, name) for name in ("chineseCounting", "upperRoman", "lowerLetter")]
        ['十二', 'XII', 'l']
    """
    if format == "none":
        return ""
    write = _FORMATS.get(format)
    if write is None or not 0 < number <= _MOST:
        return str(number)
    return write(number) or str(number)


def _counting(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    spelled = ""
    pending_zero = False
    for place, digit in reversed([*enumerate(reversed(str(number)))]):
        if digit == "0":
            pending_zero = bool(spelled)
            continue
        unit = units[place - 1] if place else ""
        # 十二, not 一十二.
        name = "" if digit == "1" and unit == "十" and not spelled else digits[int(digit)]
        spelled += ("零" if pending_zero else "") + name + unit
        pending_zero = False
    return spelled


def _roman(number: int) -> str:
    spelled = ""
    for value, letters in _ROMAN:
        spelled += letters * (number // value)
        number %= value
    return spelled


def _letters(number: int) -> str:
    # After z comes aa, then bb.
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)]


def _enclosed(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= last else ""


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _counting,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digital
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda number: _counting(number, _FORMAL, "拾佰仟").removeprefix("零"),
    ),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _enclosed("①", 20),
    "decimalEnclosedCircleChinese": _enclosed("①", 20),
    "decimalEnclosedParen": _enclosed("⑴", 20),
    "decimalEnclosedFullstop": _enclosed("⒈", 20),
    "ideographEnclosedCircle": _enclosed("㊀", 10),
}


@dataclass(slots=True)
class Level:
    """One level of a list: where it starts, how it counts and how that is shown."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class Definitions:
    """What the parts of a file say of lists and of the styles that are in lists.

    Attributes:
        abstract: Levels by number of the level, by id of the definition.
        links: Id of the style that stands for a definition.
        lists: Id of the definition and the starts that differ, by id of the list.
        styles: The style that one is based on, its list and its level.
    """

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def of_style(self, style: str) -> tuple[str, str]:
        """Return the list and the level that a style puts its paragraphs in."""
        number = level = ""
        seen = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            style, own_number, own_level = self.styles[style]
            number, level = number or own_number, level or own_level
        return number, level

    def followed(self, definition: str) -> str:
        """Return the definition that one stands for which only names a style."""
        if self.abstract.get(definition) or definition not in self.links:
            return definition
        number, _ = self.of_style(self.links[definition])
        return self.lists.get(number, ("", {}))[0]


class Counter:
    """Counts the paragraphs of lists in the order of the text."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, *, style: str, number: str, level: str) -> str:
        """Return what stands before the next paragraph, with the blank that follows.

        Args:
            style: Id of the paragraph's style.
            number: Id of its list; empty when only the style says one, ``0`` for none.
            level: Its level in the list.
        """
        styled_number, styled_level = self._definitions.of_style(style)
        number = number or styled_number
        known = self._definitions.lists.get(number)
        place = _whole(level or styled_level)
        if known is None or not 0 <= place < _LEVELS:
            return ""
        definition, starts = self._definitions.followed(known[0]), known[1]
        levels = self._definitions.abstract.get(definition, {})
        if place not in levels:
            return ""
        counts = self._counts.setdefault(definition, [None] * _LEVELS)
        if place in starts and (number, place) not in self._restarted:
            self._restarted.add((number, place))
            counts[place] = None
        start = starts.get(place, levels[place].start)
        counts[place] = start if (count := counts[place]) is None else count + 1
        counts[place + 1 :] = [None] * (_LEVELS - place - 1)
        return _shown(levels, counts, place)


def _shown(levels: Mapping[int, Level], counts: list[int | None], place: int) -> str:
    level = levels[place]
    if level.format == "bullet":
        label = level.text if level.text.isascii() or level.text in "•●○■□◆◇★☆▪➢✓" else _BULLET
    else:
        label = level.text
        for n in range(_LEVELS):
            if n in levels and f"%{n + 1}" in label:
                count = counts[n] if counts[n] is not None else levels[n].start
                label = label.replace(f"%{n + 1}", spell(count or 0, levels[n].format))
    if not label.strip():
        return ""
    # Chinese numbers end in a mark that needs no blank: 一、
    needs_blank = level.suffix != "nothing" and label[-1].isascii()
    return label + (" " if needs_blank else "")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0 if not text else -1
