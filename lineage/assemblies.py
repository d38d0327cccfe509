"""Speeches at the national assemblies → the years of these, which everybody knows.

A report to the National People's Congress says 第十届全国人民代表大会第一次会议 and no
year, for its hearers knew which it was. Since 1978 each congress has five sessions, one a
year; since 1977 the party's congress meets every five years. Both are counted from there;
before, they met as the times allowed, and the year stays unknown.

A session is only believed where the text is spoken or decided there: 在…会议上的讲话 in the
title, 我代表…向…报告 at the beginning, 第…次会议听取… as the first words. Elsewhere it may be
a session looked back on (从第三次会议到现在) or studied (学习…会议精神).
"""

import re

from lineage.notation import Mention, numeral_value

_NUMERAL = "[0-9一二三四五六七八九十]{1,3}"
_SESSION = (
    rf"第?(?P<term>{_NUMERAL})[届屆]全國人(?:民代表)?大[会會]?"
    rf"第?(?P<session>{_NUMERAL})次[会會][议議]"
)
_CONGRESS = rf"(?:中國共[产產][党黨])?第(?P<congress>{_NUMERAL})次全國代表大[会會]"
_COMMITTEE = rf"(?:中國共[产產][党黨])?第?(?P<committee>{_NUMERAL})[届屆]中央委[员員][会會]"

_IN_TITLE = re.compile(rf"[在于於](?:{_SESSION}|{_CONGRESS})上的")
_AT_THE_BEGINNING = (
    re.compile(rf"我[^。]{{0,40}}向{_SESSION}(?:提出|作|[报報]告)"),
    re.compile(
        rf"我(?:代表|受){_COMMITTEE}[^。]{{0,6}}[向在][^。]{{0,20}}大[会會]上?作[^。]{{0,4}}[报報]告"
    ),
    re.compile(rf"^{_SESSION}[听聽]取"),
)
_LINES, _LONGEST = 3, 200
"""Lines of a text that are looked at, and characters of each."""

_FIFTH_TERM, _ELEVENTH_CONGRESS = 1978, 1977
"""Years from which terms and congresses are counted."""


def met(folded: list[str]) -> tuple[int, Mention] | None:
    """Return the year of the assembly that a text was spoken at, and the line that tells it.

    Args:
        folded: The first lines of the text, every sign of a date in its plainest form.

    Example:
        >>> line, mention = met(["在第十二届全國人民代表大会第一次会议上的讲话"])
        >>> line, mention.date
        (0, '2013')
    """
    for number, line in enumerate(folded[:_LINES]):
        patterns = (_IN_TITLE, *_AT_THE_BEGINNING) if number == 0 else _AT_THE_BEGINNING
        for pattern in patterns:
            match = pattern.search(line, 0, _LONGEST)
            if match and (year := _year(match.groupdict())):
                return number, Mention(str(year), *match.span(), 1)
    return None


def _year(told: dict[str, str | None]) -> int | None:
    if (term := told.get("term")) and (session := told.get("session")):
        of_term, of_session = numeral_value(term), numeral_value(session)
        if of_term < 5 or not 1 <= of_session <= 5:
            return None
        return _FIFTH_TERM + 5 * (of_term - 5) + of_session - 1
    if congress := told.get("congress"):
        number = numeral_value(congress)
    else:
        # A committee reports to the congress that ends its term.
        number = numeral_value(told.get("committee") or "") + 1
    return _ELEVENTH_CONGRESS + 5 * (number - 11) if number >= 11 else None
