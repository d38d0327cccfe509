"""Names and heads of documents → dates, each with the words it was read from.

A date says how much is known: ``2023``, ``2023-01`` or ``2023-01-05``. A wrong date turns
the direction of descent around, so whatever can be read in two ways stays unknown: two
different years in a title, spans of years (2022—2023年), years that a plan aims at or a
summary looks back on, the dates of a law's versions, and numbers that merely might be a
year. Years inside the running text are never read at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from functools import cache

from lineage.model import RawSpan


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, and the words that it was read from."""

    date: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date as it stands in a line; ``date`` is ``None`` when there is no such day."""

    date: str | None
    start: int
    end: int


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
    ord("国"): "國",
    ord("\u3000"): " ",
}
_NUMERALS = {
    **{character: value for value, character in enumerate("0一二三四五六七八九")},
    **{str(value): value for value in range(10)},
    "元": 1,
}
_TENS = {"十": 10, "廿": 20, "卅": 30, "百": 100}

_YEAR = r"(?:[12][0-9]{3}|[一二][0一二三四五六七八九]{3})"
_MONTH = r"(?:[01]?[0-9]|十[一二]?|[一二三四五六七八九元])"
_DAY = r"(?:[0-3]?[0-9]|(?:[一二三]?十|[廿卅])[一二三四五六七八九]?|[一二三四五六七八九])"
_BEFORE = r"(?<![0-9A-Za-z一二三四五六七八九])"
_AFTER = r"(?![0-9A-Za-z])"
_IN_WORDS = re.compile(
    rf"{_BEFORE}(?:(?P<year>{_YEAR})|民國(?P<republic>[0-9一二三四五六七八九十百元]{{1,5}}))\s*年"
    rf"(?!代|以|间|底|前|后)(?:\s*(?P<month>{_MONTH})\s*月(?:\s*(?P<day>{_DAY})\s*日)?)?"
)
_SEPARATED = re.compile(
    rf"{_BEFORE}(?P<year>[12][0-9]{{3}})(?P<sign>[-./_])(?P<month>[0-9]{{1,2}})"
    rf"(?:(?P=sign)(?P<day>[0-9]{{1,2}}))?{_AFTER}"
)
_COMPACT = re.compile(
    rf"{_BEFORE}(?P<year>(?:19|20)[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})?{_AFTER}"
)
_BARE_YEAR = re.compile(rf"{_BEFORE}(?P<year>(?:1[89]|20)[0-9]{{2}})(?=[ _.()-]|$)")
_LEADING_YEAR = re.compile(
    r"[ _.(-]*(?P<year>(?:1[89]|20)[0-9]{2})(?![0-9A-Za-z年名人元万亿个家件字])"
)
_YEAR_SPAN = re.compile(
    rf"(?<![0-9]){_YEAR}\s*年?\s*(?:-+|~|[至到、和与與及])\s*(?:{_YEAR}(?![0-9])|[0-9]{{2}}\s*年)"
)
# Groups of a UUID or of a digest look like years now and then.
_OPAQUE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{12,}", re.IGNORECASE
)
# The years that such words go with are not the year of the speech: the aim of a plan, the
# year that is looked back on, the event that is remembered.
_OTHER_YEARS = re.compile(
    r"总结|總結|回顾|回顧|执行情况|執行情況|决算|決算|述职|述職|年度|纪念|紀念|周年|週年|以来|以來"
    r"|规划|規劃|远景|遠景|目标|目標|展望|(?:[到至]|面向|迈向)[12][0-9]{3}"
)

_HEAD_LINES = 7
_LONGEST_TITLE = 80
# A shorter clause names nothing (今天，…), a longer one is no name.
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 10, 40
_BRACKETS = re.compile(r"\(\s*([^()]{5,60}?)\s*\)")
_SPOKEN = re.compile(
    r"(?:讲话|講話|致辞|致辭|致词|致詞|演讲|演講|发言|發言|报告|報告|谈话|談話|贺词|說明|说明|[上时時])\s*$"
)
_PLACE = r"[㐀-鿿]{2,8}"
_NO_PLACE = re.compile(r"施行|公布|通过|通過|修[订訂正]|[发發]布|起$|第|会议|會議|电$|電$")
_PLACE_BEFORE = re.compile(rf"({_PLACE})[,，、\s]\s*")
_DELIVERED = re.compile(r"\s*[在于於].{2,60}[上时時](?:所?[作做])?(?:的\S{2,8})?")
_LAST_DAY = re.compile(rf"\s*(?:至|到|-|~)\s*{_DAY}\s*日")
_SALUTATION = re.compile(
    r"各位|尊敬的|敬爱的|亲爱的|同志们|同志們|女士们|先生们|朋友们|同胞们|乡亲们|主席先生|大家好"
    r"|(?:Mr|Mrs|Ms|Dr)\.|Madam|Dear |Ladies|Thank you|My fellow|Members of"
)


def is_date(text: str) -> bool:
    """Return whether ``text`` is an ISO date as far as it is known: year, month, day."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    return match is not None and _to_iso(*(int(part) for part in match.groups() if part)) == text


def parse_date(text: str) -> str | None:
    """Return the date that ``text`` as a whole is, in any of the usual notations.

    Example:
        >>> parse_date("2023年1月5日"), parse_date("2023/1"), parse_date("2023-13")
        ('2023-01-05', '2023-01', None)
    """
    folded = text.translate(_FOLD).strip()
    if is_date(folded):
        return folded
    for pattern in (_IN_WORDS, _SEPARATED, _COMPACT):
        if match := pattern.fullmatch(folded):
            return _read(match)
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
def is_before(first: str, second: str) -> bool:
    """Return whether ``first`` is earlier than ``second``, whatever days they mean.

    Example:
        >>> is_before("2022-12", "2023"), is_before("2023", "2023-05-01")
        (True, False)
    """
    return date_range(first)[1] < date_range(second)[0]


def date_from_filename(name: str) -> FoundDate | None:
    """Return the date that a file name tells, if it tells one.

    A date at the beginning of the name counts above others; without one, all the others
    have to agree. A number such as ``0092`` is no year: it may as well be the place in a
    row, and dates before the year 1000 are rare enough to be handed over as metadata.

    Args:
        name: The name without folders, with or without its suffix.

    Example:
        >>> date_from_filename("2024_武汉_政府工作报告.txt")
        FoundDate(date='2024', evidence='2024')
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", name)
    folded = _blank_out(_YEAR_SPAN, _blank_out(_OPAQUE, stem.translate(_FOLD)))
    mentions = _mentions(folded, bare=True)
    leading = next((m for m in mentions if not folded[: m.start].strip(" _.-(")), None)
    if leading is None and _OTHER_YEARS.search(folded):
        return None
    if leading and leading.date == _year_in_words(folded, leading) and _OTHER_YEARS.search(folded):
        return None
    return _found(stem, leading or _agreed(mentions))


def date_from_text(text: str, inserted: tuple[RawSpan, ...] = ()) -> FoundDate | None:
    r"""Return the date that the head of a text tells, if it tells one.

    Looked at are a date in brackets behind or under the title, a line under the title
    that is a date or says when the speech was given, the years of the title, and a line
    at the very end that is a date and nothing else.

    Args:
        text: The raw text.
        inserted: Spans that do not belong to it, such as advertisements.

    Example:
        >>> date_from_text("在2023年全市安全生产工作会议上的讲话\n同志们：").date
        '2023'
    """
    lines = _lines(text, inserted)
    stated: list[tuple[str, _Mention]] = []
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if number > 0 and len(line) > _LONGEST_TITLE:
            break
        found = _dated_bracket(line) or (_statement(line) if number > 0 else None)
        if found:
            stated.append((line, found))
    if not stated:
        stated = _in_title(lines)
        if len(lines) > 1 and (signed := _signature(lines[-1])):
            stated.append((lines[-1], signed))
    finest = _agreed([mention for _, mention in stated])
    line = next((line for line, mention in stated if mention is finest), "")
    return _found(line, finest)


def find_title(text: str, inserted: tuple[RawSpan, ...] = ()) -> str:
    r"""Return the title that a text begins with, else its first clause, or nothing.

    A salutation is no title. Where the text runs on behind the title in one paragraph,
    the title ends at the date in brackets.

    Args:
        text: The raw text.
        inserted: Spans that do not belong to it, such as advertisements.

    Example:
        >>> find_title("# 在全市“安全生产月”动员会上的讲话（2020年6月1日）\n同志们：")
        '在全市“安全生产月”动员会上的讲话'
    """
    return _heading(_lines(text, inserted))[0]


def _heading(lines: list[str]) -> tuple[str, bool]:
    """Return the title, and whether it stands as one, not as a clause of the text."""
    for line in lines[:_HEAD_LINES]:
        if _is_in_brackets(line) or _statement(line) or not re.search(r"\w", line):
            continue
        dated = _dated_bracket(line)
        if dated and 4 <= dated.start <= _LONGEST_TITLE:
            bracket = line.translate(_FOLD).rfind("(", 0, dated.start)
            return _tidy(line[:bracket]), True
        if _SALUTATION.match(line):
            return "", False
        if len(line) <= _LONGEST_TITLE and line[-1] not in "。！？；：，、.!?;:,":
            return _tidy(line), True
        clause = _tidy(re.split(r"[。！？；：，!?;:,]|\. ", line, maxsplit=1)[0])
        return (clause if _SHORTEST_CLAUSE <= len(clause) <= _LONGEST_CLAUSE else ""), False
    return "", False


def _in_title(lines: list[str]) -> list[tuple[str, _Mention]]:
    title, is_title = _heading(lines)
    folded = title.translate(_FOLD)
    if not is_title or _YEAR_SPAN.search(folded):
        return []
    mentions = _mentions(folded, bare=False)
    if _OTHER_YEARS.search(folded):
        # A whole date still is one: 2020年1月8日在…总结大会上的讲话.
        mentions = [m for m in mentions if m.date is None or len(m.date) > len("2020")]
    return [(title, mention) for mention in mentions]


def _dated_bracket(line: str) -> _Mention | None:
    """Return the date in brackets that ends a title: at the end of the line or of the words."""
    folded = line.translate(_FOLD)
    for match in _BRACKETS.finditer(folded, 0, 2 * _LONGEST_TITLE):
        is_placed = match.end() == len(folded) or _SPOKEN.search(folded[: match.start()])
        if is_placed and (found := _statement(match[1])):
            return _Mention(found.date, match.start(1) + found.start, match.start(1) + found.end)
    return None


def _statement(line: str) -> _Mention | None:
    """Return the date that a line says and says nothing else but a place or an occasion."""
    folded = line.translate(_FOLD)
    start = len(folded) - len(folded.lstrip(" -("))
    if (place := _PLACE_BEFORE.match(folded, start)) and not _NO_PLACE.search(place[1]):
        start = place.end()
    match = _IN_WORDS.match(folded, start) or _SEPARATED.match(folded, start)
    if not match or not match["month"]:
        return None
    date, end = _read(match), match.end()
    if date and match["day"] and (last_day := _LAST_DAY.match(folded, end)):
        date, end = date[: len("2023-01")], last_day.end()
    rest = folded[end:].strip(" ,，、)")
    is_place = re.fullmatch(_PLACE, rest) and not _NO_PLACE.search(rest)
    if not rest or is_place or _DELIVERED.fullmatch(rest):
        return _Mention(date, match.start(), end)
    return None


def _signature(line: str) -> _Mention | None:
    match = _IN_WORDS.fullmatch(line.translate(_FOLD).strip(" ()"))
    if match and match["day"]:
        start = line.translate(_FOLD).find(match[0])
        return _Mention(_read(match), start, start + len(match[0]))
    return None


def _mentions(folded: str, *, bare: bool) -> list[_Mention]:
    """Return the dates in a line in the order of their places, without overlaps."""
    patterns = [_IN_WORDS]
    if bare:
        patterns += [_SEPARATED, _COMPACT, _BARE_YEAR]
    found: list[_Mention] = []
    for pattern in patterns:
        for match in pattern.finditer(folded):
            if pattern is _SEPARATED and _is_numbered_year(match):
                continue
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                found.append(_Mention(_read(match), *match.span()))
    if bare and (leading := _LEADING_YEAR.match(folded)):
        start, end = leading.span("year")
        if all(end <= other.start for other in found):
            found.append(_Mention(_read(leading), start, end))
    return sorted(found, key=lambda mention: mention.start)


def _is_numbered_year(match: re.Match[str]) -> bool:
    """Whether the second number may be a place in a row: 2024_03_…, 2024-1."""
    return not match["day"] and (match["sign"] == "_" or len(match["month"]) == 1)


def _year_in_words(folded: str, mention: _Mention) -> str | None:
    return mention.date if folded[mention.end - 1] == "年" else None


def _agreed(mentions: Sequence[_Mention]) -> _Mention | None:
    """Return the finest of the mentions if all the others say the same less finely."""
    finest = max(mentions, key=lambda mention: len(mention.date or ""), default=None)
    if finest is None or finest.date is None:
        return None
    agreeing = all(mention.date and finest.date.startswith(mention.date) for mention in mentions)
    return finest if agreeing else None


def _found(line: str, mention: _Mention | None) -> FoundDate | None:
    if mention is None or mention.date is None:
        return None
    return FoundDate(mention.date, line[mention.start : mention.end])


def _read(match: re.Match[str]) -> str | None:
    """Return the ISO date of a match; ``None`` if the calendar has no such day."""
    parts = match.groupdict()
    # The first year of the Republic is 1912.
    year = 1911 + _number(parts["republic"]) if parts.get("republic") else _number(parts["year"])
    rest = [_number(parts[name]) for name in ("month", "day") if parts.get(name)]
    return _to_iso(year, *rest)


def _to_iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        exact = calendar_date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    length = 4 if month is None else 7 if day is None else 10
    return exact.isoformat()[:length]


def _number(numeral: str) -> int:
    """Return the value of a numeral: ``23``, ``二0二三``, ``二十三``, ``一百一十二``."""
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


def _blank_out(pattern: re.Pattern[str], line: str) -> str:
    return pattern.sub(lambda match: "·" * len(match[0]), line)


def _lines(text: str, inserted: tuple[RawSpan, ...]) -> list[str]:
    """Return the lines of the text that are not blank, trimmed, without what was inserted."""
    kept, position = [], 0
    for span in sorted(inserted):
        kept.append(text[position : span.start])
        position = max(position, span.end)
    kept.append(text[position:])
    lines = "".join(kept).splitlines()
    return [trimmed for line in lines if (trimmed := line.strip().lstrip("#").strip())]


def _is_in_brackets(line: str) -> bool:
    folded = line.translate(_FOLD)
    return folded.startswith("(") and folded.endswith(")")


def _tidy(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip(" -—※*")
