"""Names and heads of documents → dates, each with the words it was read from.

A wrong date turns the direction of descent around, so whatever can be read in two ways
stays unknown: two different years in a title, spans of years (2022—2023年), years that a
plan aims at or a summary looks back on, the dates of a law's versions, the number of
another paper (国发〔2019〕12号), the day a picture was taken, and numbers that merely might
be a year (IMG_2034). Years inside the running text are never read at all. That the last date
under the title of a law is that of its wording was tried: of 2,131 laws it was another day
for 792, published later or amended once more.

The date in brackets under the title of a speech is the day it was given. A newspaper may
print it days or years later, and be named by its own day: both are true, and the speech's
wording is as old as the speech. Where the text tells only the day it was printed or put on a page
(`publication`), that is its date: it is no younger.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lineage import notation
from lineage.assemblies import met
from lineage.model import Document, RawSpan
from lineage.notation import (
    DAY,
    YEAR,
    Mention,
    agreed,
    date_key,
    date_range,
    fold,
    is_before,
    is_date,
    parse_date,
)
from lineage.publication import CLOSING, HEAD_LINES, posted, printed

__all__ = [
    "FoundDate",
    "date_from_filename",
    "date_from_text",
    "date_key",
    "date_range",
    "dates_of",
    "find_title",
    "is_before",
    "is_date",
    "parse_date",
]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, and the words that it was read from."""

    date: str
    evidence: str


_HAN = "㐀-鿿"
_BARE_YEAR = r"(?P<year>(?:1[89]|20)[0-9]{2})"
# A bare year counts at the beginning of a name, in brackets, or with Chinese words before or
# behind it. Behind a Latin label (IMG_2034, file-1998) it may as well be a number in a row.
_BARE_YEARS = (
    re.compile(rf"\({_BARE_YEAR}\)"),
    re.compile(rf"(?<=[{_HAN}])[ _.-]*{_BARE_YEAR}(?=[ _.()-]|$)"),
    re.compile(
        rf"(?<![0-9A-Za-z]){_BARE_YEAR}[ _.-]*(?=[{_HAN}])(?![年名人元万亿个家件字届级期日])"
    ),
    re.compile(rf"^[ _.(-]*{_BARE_YEAR}(?![0-9A-Za-z年名人元万亿个家件字届级期])"),
)
_YEAR_SPAN = re.compile(
    rf"(?<![0-9]){YEAR}\s*年?\s*(?:-+|~|[至到、和与與及])\s*(?:{YEAR}(?![0-9])|[0-9]{{2}}\s*年)"
)
# Groups of a UUID or of a digest look like years now and then.
_OPAQUE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{12,}", re.IGNORECASE
)
_PAPER = re.compile(rf"[(\[]{YEAR}\s*年?[)\]]\s*第?\s*[0-9]+\s*日")
"""The number of a paper, 号 folded: a speech about it is younger."""

_PICTURE = re.compile(
    r"[ _-]*(?:img|vid|dsc[nf]?|pxl|mvimg|mmexport|screenshot|scan|wechat|wx_camera"
    r"|微信|扫描|掃描|截图|截圖|截屏|屏幕截图|图片|照片)",
    re.IGNORECASE,
)
# The years that such words go with are not the year of the speech: the aim of a plan, the
# year that is looked back on, the event that is remembered.
_OTHER_YEARS = re.compile(
    r"总结|總結|回顾|回顧|执行情况|執行情況|决算|決算|述职|述職|年度|纪念|紀念|周年|週年|以来|以來"
    r"|规划|規劃|远景|遠景|目标|目標|展望|(?:[到至]|面向|迈向)[12][0-9]{3}"
)

_LONGEST_TITLE = 80
_BROKEN = 3
"""Lines over which what stands under the title is broken, at most."""

_LONGEST_LOOKED_AT = 400
"""Characters of a line that are looked at: many more than a title with all its dates has."""

# A shorter clause names nothing (今天，…), a longer one is no name.
_SHORTEST_CLAUSE, _LONGEST_CLAUSE = 10, 40
_BRACKETS = re.compile(r"\(\s*([^()]{5,60}?)\s*\)")
_SPOKEN = re.compile(
    r"(?:讲话|講話|致辞|致辭|致词|致詞|演讲|演講|发言|發言|报告|報告|谈话|談話|贺词|說明|说明|[上时時])\s*$"
)
_PLACE = rf"[{_HAN}]{{2,8}}"
# What is done to a law, and who does it, is no place.
_NO_PLACE = re.compile(
    r"[施实實]行|[实實]施|公布|[颁頒][布行发發]|通[过過]|修[订訂正改]|[发發印]布|[印签簽]发|批[准覆复]|核准|生效|[废廢]止"
    r"|[审審][议議]|决定|決定|制定|制訂|起$|第|会议|會議|[电電令函]$|委[员員][会會]$|[务務]院|[办辦]公|[译譯整]"
)
_PLACE_BEFORE = re.compile(rf"({_PLACE})[,，、\s]\s*")
_LABEL = re.compile(
    r"(?:(?:讲话|講話|发言|發言|会议|會議|发表|發表)?(?:时\s*间|時\s*間|日\s*期)):\s*"
)
_DELIVERED = re.compile(r"\s*[在于於].{2,60}[上时時](?:所?[作做])?(?:的\S{2,8})?")
_NOTED = re.compile(
    r"这是[^。]{2,40}?(?=[12][0-9]{3}年|[一二][0一二三四五六七八九]{3}年)([^。在]{6,16})在[^。]{2,80}"
    r"[上时時]的(?:重要)?(?:讲话|講話|发言|發言|报告|報告|致辞|致辭|演讲|演講)[^。]{0,20}[。)]*$"
)
_LAST_DAY = re.compile(rf"\s*(?:至|到|-|~)\s*{DAY}\s*日")
_SALUTATION = re.compile(
    r"各位|尊敬的|敬爱的|亲爱的|同志们|同志們|女士们|先生们|朋友们|同胞们|乡亲们|主席先生|大家好"
    r"|(?:Mr|Mrs|Ms|Dr)\.|Madam|Dear |Ladies|Thank you|My fellow|Members of"
)
_TRAIL = re.compile(r"(?:\S{0,6}(?:位置|[栏欄]目)\s*:\s*)?首[页頁]\s*[>＞»›]")
"""Where a page stands on its site (当前位置：首页 > 政务公开), above its title."""


def date_from_filename(name: str, *, is_numbered: bool = False) -> FoundDate | None:
    """Return the date that a file name tells, if it tells one.

    A date at the beginning of the name counts above others; without one, all the others
    have to agree. A number such as ``0092`` is no year: it may as well be the place in a
    row, and dates before the year 1000 are rare enough to be handed over as metadata. The
    name that a camera or a messenger gave tells when the picture was taken.

    Args:
        name: The name without folders, with or without its suffix.
        is_numbered: Whether the names around it begin with their place in a row; then a bare
            year at the beginning is none.

    Example:
        >>> date_from_filename("2024_武汉_政府工作报告.txt")
        FoundDate(date='2024', evidence='2024')
        >>> date_from_filename("IMG_2034.txt")
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", name)
    if _PICTURE.match(stem):
        return None
    folded = fold(stem)
    for pattern in (_OPAQUE, _YEAR_SPAN, _PAPER):
        folded = _blank_out(pattern, folded)
    mentions = notation.mentions(folded, _BARE_YEARS)
    leading = next((m for m in mentions if not folded[: m.start].strip(" _.-(")), None)
    if is_numbered and leading and leading.parts == 1 and not _says_year(folded, leading):
        mentions.remove(leading)
        leading = None
    if leading is None and _OTHER_YEARS.search(folded):
        return None
    if leading and leading.parts == 1 and _says_year(folded, leading) and _looks_away(folded):
        return None
    return _found(stem, leading or agreed(mentions))


def date_from_text(text: str, inserted: tuple[RawSpan, ...] = ()) -> FoundDate | None:
    r"""Return the date that the head of a text tells, if it tells one.

    Looked at are a date in brackets behind or under the title, a line under the title that
    is a date or says when the speech was given, the years of the title, what closes the text
    (a date, a note 这是…2020年6月2日在…上的讲话, the paper that printed it), the national
    assembly that it was spoken at, and at last when it was put on a page (发布时间).

    Args:
        text: The raw text.
        inserted: Spans that do not belong to it, such as advertisements.

    Example:
        >>> date_from_text("在2023年全市安全生产工作会议上的讲话\n同志们：").date
        '2023'
    """
    lines = _lines(text, inserted)
    stated: list[tuple[str, Mention]] = []
    for number, line in enumerate(lines[:HEAD_LINES]):
        if number > 0 and len(line) > _LONGEST_TITLE:
            break
        found = _dated_bracket(line) or (_statement(line) if number > 0 else None)
        if found:
            stated.append((line, found))
        elif number > 0 and (broken := _broken_statement(lines[number : number + _BROKEN])):
            stated.append(broken)
    if not stated:
        stated = [*_in_title(lines), *_closing(lines)]
    # A paper prints a speech when it was given or later: where that is told, it counts.
    for find in (printed, _met, posted):
        if not stated and (day := find(lines)):
            stated = [day]
    finest = agreed([mention for _, mention in stated])
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
    for line in lines[:HEAD_LINES]:
        if _is_in_brackets(line) or not re.search(r"\w", line):
            continue
        if _statement(line) or posted([line]) or _TRAIL.match(_begin(line)):
            continue
        dated = _dated_bracket(line)
        if dated and 4 <= dated.start <= _LONGEST_TITLE:
            bracket = fold(line).rfind("(", 0, dated.start)
            return _tidy(line[:bracket]), True
        if _SALUTATION.match(line):
            return "", False
        if len(line) <= _LONGEST_TITLE and line[-1] not in "。！？；：，、.!?;:,":
            return _tidy(line), True
        clause = _tidy(re.split(r"[。！？；：，!?;:,]|\. ", line, maxsplit=1)[0])
        return (clause if _SHORTEST_CLAUSE <= len(clause) <= _LONGEST_CLAUSE else ""), False
    return "", False


def _in_title(lines: list[str]) -> list[tuple[str, Mention]]:
    title, is_title = _heading(lines)
    # What else stands in brackets dates something else: (1988年5月10日国务院批准).
    folded = _blank_out(_BRACKETS, _blank_out(_PAPER, fold(title)))
    if not is_title or _YEAR_SPAN.search(folded):
        return []
    mentions = notation.mentions_in_words(folded)
    if _looks_away(folded):
        # A whole date still is one: 2020年1月8日在…总结大会上的讲话.
        mentions = [m for m in mentions if m.date is None or m.parts > 1]
    return [(title, mention) for mention in mentions]


def _dated_bracket(line: str) -> Mention | None:
    """Return the date in brackets that ends a title: at the end of the line or of the words."""
    folded = _begin(line)
    for match in _BRACKETS.finditer(folded, 0, 2 * _LONGEST_TITLE):
        is_placed = match.end() == len(folded) or _SPOKEN.search(folded[: match.start()])
        if is_placed and (found := _statement(match[1])):
            begin = match.start(1)
            return Mention(found.date, begin + found.start, begin + found.end, found.parts)
    return None


def _statement(line: str) -> Mention | None:
    """Return the date that a line says and says nothing else but a place or an occasion."""
    folded = _begin(line)
    start = len(folded) - len(folded.lstrip(" -("))
    if ((place := _PLACE_BEFORE.match(folded, start)) and not _NO_PLACE.search(place[1])) or (
        place := _LABEL.match(folded, start)
    ):
        start = place.end()
    found = notation.at(folded, start)
    if found is None or found.parts == 1:
        return None
    if found.date and found.parts > 2 and (last_day := _LAST_DAY.match(folded, found.end)):
        month = found.date[: len("2023-01")]
        found = Mention(month, found.start, last_day.end(), 2)
    rest = folded[found.end :].strip(" ,，、)")
    is_place = re.fullmatch(_PLACE, rest) and not _NO_PLACE.search(rest)
    return found if not rest or is_place or _DELIVERED.fullmatch(rest) else None


def _broken_statement(lines: list[str]) -> tuple[str, Mention] | None:
    """Return the date of what says over several lines when the speech was given, and these."""
    for n in range(2, len(lines) + 1):
        whole = "".join(lines[:n])
        if whole.rstrip(" )）").endswith(("上", "时", "時")) and (found := _statement(whole)):
            return whole, found
    return None


def _closing(lines: list[str]) -> list[tuple[str, Mention]]:
    """Return the dates that close a text: of a note on it or of signing it."""
    last = lines[-1][-CLOSING:] if lines else ""
    folded = fold(last)
    if noted := _NOTED.search(folded):
        start, end = noted.span(1)
    elif len(lines) > 1:
        start, end = len(folded) - len(folded.lstrip(" (")), len(folded.rstrip(" )"))
    else:
        return []
    signed = notation.in_words(folded[start:end])
    if signed is None or signed.parts == 1:
        return []
    return [(last, Mention(signed.date, start + signed.start, start + signed.end, signed.parts))]


def _met(lines: list[str]) -> tuple[str, Mention] | None:
    """Return the year of the national assembly that a text was spoken at, and what tells it."""
    known = met([_begin(line) for line in lines[:HEAD_LINES]])
    return (lines[known[0]], known[1]) if known else None


def _says_year(folded: str, mention: Mention) -> bool:
    return folded[mention.end - 1] == "年"


def _looks_away(folded: str) -> bool:
    """Say whether a name speaks of other years than that of the speech."""
    return _OTHER_YEARS.search(folded) is not None


def _found(line: str, mention: Mention | None) -> FoundDate | None:
    if mention is None or mention.date is None:
        return None
    return FoundDate(mention.date, line[mention.start : mention.end])


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


def _begin(line: str) -> str:
    """Return the beginning of a line, folded: where a line has millions, the rest is no title."""
    return fold(line[:_LONGEST_LOOKED_AT])


def _is_in_brackets(line: str) -> bool:
    return fold(line[:1]) == "(" and fold(line[-1:]) == ")"


def _tidy(title: str) -> str:
    return re.sub(r"\s+", " ", title).strip(" -—※*")


def dates_of(documents: Iterable[Document], *, use_dates: bool) -> dict[str, str | None]:
    """Return the date of each document; all ``None`` when dates must not be used."""
    return {each.id: each.date if use_dates else None for each in documents}
