r"""The day on which a text was printed or put on a page → its date, where nothing else tells one.

A paper prints a speech days or years after it was given, and a page may be younger still by
decades. Of a text that tells no day of its own, this one is what is known: it is no younger.
Papers stand at the end (《人民日报》（2020年01月20日 01版）), pages tell it at the top: behind
发布时间, with an hour behind it, or beside 来源. A paper's own day, behind 成文日期, goes before.
"""

import re
from collections.abc import Sequence

from lineage import notation
from lineage.notation import Mention, agreed, fold

HEAD_LINES = 7
"""Lines that a text begins with in which its title and what is said of it are looked for."""

CLOSING = 200
"""Characters at the end of a text in which what is said of it is looked for."""

_PRINTED = re.compile(r"《[^《》]{2,20}》\s*\(\s*([^()]{6,30}?)\s*第?\s*[0-9]{1,3}\s*版\s*\)$")
_DAY_OF = r"(?:日期|[时時][间間])\s*:\s*"
_WRITTEN = re.compile(rf"(?:成文|[签簽][发發]|印[发發]){_DAY_OF}")
_PUBLISHED = re.compile(rf"(?:[发發][布佈表]|刊[发發登]|公布|公[开開]){_DAY_OF}")
_HOUR = re.compile(r"\s*[0-2]?[0-9]:[0-5][0-9]")
_CREDIT = re.compile(
    # 字号 is folded to 字日.
    r"(?:[来來]源|作者|[编編][辑輯]|[责責][编編]|[浏瀏][览覽]\S{0,3}|[点點][击擊]\S{0,3}|字[日体體])\s*:"
)
_APART = " |:()[]"
"""What parts a day from what else is said."""

_LONGEST_LINE = 120
"""Characters of a line that may be one that a page has put there."""


def printed(lines: Sequence[str]) -> tuple[str, Mention] | None:
    """Return the day of the paper that a text stood in, and what tells it, if it ends with that.

    Args:
        lines: The lines of the text.
    """
    last = lines[-1][-CLOSING:] if lines else ""
    match = _PRINTED.search(fold(last))
    day = notation.in_words(match[1]) if match else None
    if not match or not day or day.parts < 3:
        return None
    start = match.start(1)
    return last, Mention(day.date, start + day.start, start + day.end, day.parts)


def posted(lines: Sequence[str]) -> tuple[str, Mention] | None:
    """Return the day on which a page says that a text was written or put on it, and the line.

    Args:
        lines: The lines of the text, of which the first few are looked at.

    Example:
        >>> line, mention = posted(["在会上的讲话", "发布时间：2020-04-10 16:20 来源：新华社"])
        >>> mention.date, line[mention.start : mention.end]
        ('2020-04-10', '发布时间：2020-04-10')
    """
    short = [line for line in lines[:HEAD_LINES] if len(line) <= _LONGEST_LINE]
    for find in (_written, _published):
        found = [(line, mention) for line in short for mention in find(fold(line))]
        finest = agreed([mention for _, mention in found])
        if finest:
            return next((line, mention) for line, mention in found if mention is finest)
        if found:
            return None
    return None


def _written(folded: str) -> list[Mention]:
    return _labelled(folded, _WRITTEN)


def _published(folded: str) -> list[Mention]:
    if labelled := _labelled(folded, _PUBLISHED):
        return labelled
    days = [day for day in notation.mentions(folded, ()) if day.parts > 2]
    if len(days) != 1:
        return []
    before, behind = folded[: days[0].start], folded[days[0].end :]
    if before and before[-1] not in _APART:
        return []
    is_credit = _CREDIT.search(folded) and (not behind or behind[0] in _APART)
    return days if is_credit or _HOUR.match(behind) else []


def _labelled(folded: str, label: re.Pattern[str]) -> list[Mention]:
    """Return the days that stand behind a label, with it."""
    found = []
    for match in label.finditer(folded):
        day = notation.at(folded, match.end())
        if day and day.parts > 2:
            found.append(Mention(day.date, match.start(), day.end, day.parts))
    return found
