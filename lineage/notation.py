"""How dates are written: in figures, in Chinese numerals, by the years of the Republic.

A date says how much is known: ``2023``, ``2023-01`` or ``2023-01-05``. What the calendar
does not have is no date, and a number that merely might be a year is found only where the
caller asks for bare years.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from functools import cache


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as it stands in a line.

    Attributes:
        date: The ISO date; ``None`` when there is no such day.
        start: Where it starts in the line.
        end: Where it ends.
        parts: How many parts it tells: year, month, day.
    """

    date: str | None
    start: int
    end: int
    parts: int


# One character for one, so that offsets stay.
_FOLD = {
    **{0xFF10 + value: str(value) for value in range(10)},
    **dict.fromkeys(map(ord, "〇○◯Ｏ零"), "0"),
    **dict.fromkeys(map(ord, "－–—―─"), "-"),
    **dict.fromkeys(map(ord, "（〔［【("), "("),
    **dict.fromkeys(map(ord, "）〕］】)"), ")"),
    **dict.fromkeys(map(ord, "号號"), "日"),
    ord("～"): "~",
    ord("／"): "/",
    ord("．"): ".",
    ord("："): ":",
    ord("国"): "國",
    ord("\u3000"): " ",
}
_NUMERALS = {
    **{character: value for value, character in enumerate("0一二三四五六七八九")},
    **{str(value): value for value in range(10)},
    "元": 1,
}
_TENS = {"十": 10, "廿": 20, "卅": 30, "百": 100}

YEAR = r"(?:[12][0-9]{3}|[一二][0一二三四五六七八九]{3})"
_MONTH = r"(?:[01]?[0-9]|十[一二]?|[一二三四五六七八九元])"
DAY = r"(?:[0-3]?[0-9]|(?:[一二三]?十|[廿卅])[一二三四五六七八九]?|[一二三四五六七八九])"
_BEFORE = r"(?<![0-9A-Za-z一二三四五六七八九])"
_AFTER = r"(?![0-9A-Za-z])"
_IN_WORDS = re.compile(
    rf"{_BEFORE}(?:(?P<year>{YEAR})|民國(?P<republic>[0-9一二三四五六七八九十百元]{{1,5}}))\s*年"
    rf"(?!代|以|间|底|前|后)(?:\s*(?P<month>{_MONTH})\s*月(?:\s*(?P<day>{DAY})\s*日)?)?"
)
_SEPARATED = re.compile(
    rf"{_BEFORE}(?P<year>[12][0-9]{{3}})(?P<sign>[-./_])(?P<month>[0-9]{{1,2}})"
    rf"(?:(?P=sign)(?P<day>[0-9]{{1,2}}))?{_AFTER}"
)
_COMPACT = re.compile(
    rf"{_BEFORE}(?P<year>(?:19|20)[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})?{_AFTER}"
)
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
# May has nothing to be shortened by; Sept. has a letter more than the others.
_NAME = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" for name in _MONTH_NAMES)
_IN_ENGLISH = re.compile(
    rf"{_BEFORE}(?:(?P<name>{_NAME})\.?[ _-]+(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?,?[ _-]+"
    rf"|(?P<day_first>[0-3]?[0-9])(?:st|nd|rd|th)?[ _-]+(?P<name_second>{_NAME})"
    rf"\.?,?[ _-]+)(?P<year>[12][0-9]{{3}}){_AFTER}",
    re.IGNORECASE,
)


def fold(line: str) -> str:
    """Return a line with every sign of a date in its plainest form, character for character."""
    return line.translate(_FOLD)


def is_date(text: str) -> bool:
    """Return whether ``text`` is an ISO date as far as it is known: year, month, day."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    return match is not None and to_iso(*(int(part) for part in match.groups() if part)) == text


def parse_date(text: str) -> str | None:
    """Return the date that ``text`` as a whole is, in any of the usual notations.

    Example:
        >>> parse_date("2023年1月5日"), parse_date("2023/1"), parse_date("2023-13")
        ('2023-01-05', '2023-01', None)
    """
    folded = fold(text).strip()
    if is_date(folded):
        return folded
    for pattern in (_IN_WORDS, _SEPARATED, _COMPACT, _IN_ENGLISH):
        if match := pattern.fullmatch(folded):
            return _mention(match).date
    return None


@cache
def date_range(date: str) -> tuple[str, str]:
    """Return the first and the last day that ``date`` may mean.

    Raises:
        ValueError: If it is no ISO date.

    Example:
        >>> date_range("2024-02")
        ('2024-02-01', '2024-02-29')
    """
    if not is_date(date):
        raise ValueError(f"{date!r} is no date such as 2023, 2023-01 or 2023-01-05")
    if len(date) == len("2023"):
        return f"{date}-01-01", f"{date}-12-31"
    if len(date) == len("2023-01"):
        last = next(day for day in (31, 30, 29, 28) if is_date(f"{date}-{day}"))
        return f"{date}-01", f"{date}-{last}"
    return date, date


@cache
def date_key(date: str | None) -> tuple[bool, str, str]:
    """Return what dates are sorted by; who has none comes last.

    Example:
        >>> sorted([None, "2024", "2023-05"], key=date_key)
        ['2023-05', '2024', None]
    """
    return (False, *date_range(date)) if date else (True, "", "")


def is_before(first: str, second: str) -> bool:
    """Return whether ``first`` is earlier than ``second``, whatever days they mean.

    Example:
        >>> is_before("2022-12", "2023"), is_before("2023", "2023-05-01")
        (True, False)
    """
    return date_range(first)[1] < date_range(second)[0]


def in_words(folded: str, start: int | None = None) -> Mention | None:
    """Return the date written with 年 that a folded line is, or has at ``start``."""
    match = _IN_WORDS.fullmatch(folded) if start is None else _IN_WORDS.match(folded, start)
    return _mention(match) if match else None


def at(folded: str, start: int) -> Mention | None:
    """Return the date in any separated notation that begins at ``start`` of a folded line."""
    for pattern in (_IN_WORDS, _SEPARATED, _IN_ENGLISH):
        if match := pattern.match(folded, start):
            return _mention(match)
    return None


def mentions_in_words(folded: str) -> list[Mention]:
    """Return the dates in a folded line that are written with 年, in order."""
    return [_mention(match) for match in _IN_WORDS.finditer(folded)]


def mentions(folded: str, bare: Sequence[re.Pattern[str]]) -> list[Mention]:
    """Return the dates in a folded line, in order and without overlaps.

    Args:
        folded: The line.
        bare: Where bare years may stand; a later pattern gives way to all before it.
    """
    found: list[Mention] = []
    for pattern in (_IN_WORDS, _IN_ENGLISH, _SEPARATED, _COMPACT, *bare):
        for match in pattern.finditer(folded):
            if pattern is _SEPARATED and _is_numbered_year(match):
                continue
            mention = _mention(match)
            if all(mention.end <= other.start or other.end <= mention.start for other in found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def agreed(mentions: Sequence[Mention]) -> Mention | None:
    """Return the finest of the mentions if all the others say the same less finely."""
    finest = max(mentions, key=lambda mention: len(mention.date or ""), default=None)
    if finest is None or finest.date is None:
        return None
    agreeing = all(mention.date and finest.date.startswith(mention.date) for mention in mentions)
    return finest if agreeing else None


def _is_numbered_year(match: re.Match[str]) -> bool:
    """Whether the second number may be a place in a row: 2024_03_…, 2024-1."""
    return not match["day"] and (match["sign"] == "_" or len(match["month"]) == 1)


def _mention(match: re.Match[str]) -> Mention:
    """Return the date of a match, without one if the calendar has no such day."""
    parts = match.groupdict()
    # The first year of the Republic is 1912.
    year = (
        1911 + numeral_value(parts["republic"])
        if parts.get("republic")
        else numeral_value(parts["year"])
    )
    rest = []
    if named := parts.get("name") or parts.get("name_second"):
        abbreviations = [name[:3] for name in _MONTH_NAMES]
        rest = [
            abbreviations.index(named[:3].lower()) + 1,
            int(parts["day"] or parts["day_first"]),
        ]
    else:
        rest = [numeral_value(parts[name]) for name in ("month", "day") if parts.get(name)]
    start, end = match.span()
    # A bare year is matched with what must stand around it.
    if "month" not in parts and not named:
        start, end = match.span("year")
    return Mention(to_iso(year, *rest), start, end, 1 + len(rest))


def to_iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return the ISO date, as far as it is known; ``None`` if there is no such day."""
    try:
        exact = calendar_date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    length = 4 if month is None else 7 if day is None else 10
    return exact.isoformat()[:length]


def numeral_value(numeral: str) -> int:
    """Return the value of a folded numeral: ``23``, ``二0二三``, ``二十三``, ``一百一十二``."""
    if not any(sign in _TENS for sign in numeral):
        return int("".join(str(_NUMERALS[sign]) for sign in numeral))
    total, pending = 0, None
    for sign in numeral:
        if sign in _TENS:
            total += _TENS[sign] * (1 if pending is None else pending)
            pending = None
        else:
            pending = _NUMERALS[sign]
    return total + (pending or 0)
