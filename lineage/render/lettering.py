"""How much room text takes, and where its lines break.

The layout program measures text with the fonts it carries, which have no Chinese: it
takes a Chinese character for 0.75 em where it is 1 em. So widths are worked out here,
with the proportions that common sans-serif fonts share, a little on the wide side.
"""

import unicodedata
from functools import lru_cache
from math import fsum

ELLIPSIS = "…"

_NARROW = set("ijlI.,:;'`|!()[]{}/\\ ftr-")
_BROAD = set("mwMW@%&")
# Letters that fonts for Chinese lack, from Armenian to Mongolian and from Yi to the Arabic
# forms. Pictures made with such a font show a box for each, of a whole em; a little less keeps
# them together as words of letters are.
_FOREIGN = (("\u0530", "\u1cff"), ("\ua4d0", "\uabff"), ("\ufb1d", "\ufdff"), ("\ufe70", "\ufefc"))
_BOX = 0.99


@lru_cache(maxsize=8192)
def _char_width(char: str) -> float:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    breadth = unicodedata.east_asian_width(char)
    # Of the characters that are wide beside Chinese only, the marks (“…”) stand beside it.
    if breadth in ("W", "F") or (breadth == "A" and not char.isalpha()):
        return 1.0
    if char in _NARROW:
        return 0.36
    if char.isalpha() and any(first <= char <= last for first, last in _FOREIGN):
        return _BOX
    if char in _BROAD:
        return 0.9
    return 0.68 if char.isupper() else 0.57


def width_em(text: str) -> float:
    """Return the width of one line of text in em."""
    # Not `sum`, whose rounding differs between versions of Python: a picture is the same
    # bytes wherever it is drawn.
    return fsum(map(_char_width, text))


def shown(text: str) -> str:
    """Return text as one line that can be shown: every character visible or harmless.

    Blanks of any kind become one space; control characters, what no XML file may hold, and
    what turns the direction of writing round become U+FFFD: a line that is cut loses what
    would turn it back.
    """
    return "".join(map(_shown_char, " ".join(text.split()))).strip()


def _shown_char(char: str) -> str:
    code = ord(char)
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
        return "\ufffd"
    return "\ufffd" if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 else char


def wrap(text: str, *, width: float, lines: int) -> list[str]:
    """Break a line of text into lines of at most ``width`` em.

    Words of letters and digits stay whole where they fit; Chinese breaks anywhere,
    but no line begins with a closing mark or ends with an opening one. What does
    not fit into ``lines`` lines is replaced by an ellipsis.

    Example:
        >>> wrap("在2020年防范重特大生产安全事故", width=6, lines=2)
        ['在2020年防', '范重特大生…']
    """
    result: list[str] = []
    line = ""
    pieces = _pieces(text, width=width)
    for piece in pieces:
        if line and width_em(line) + width_em(piece.rstrip()) > width:
            result.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        result.append(line.rstrip())
    if len(result) > lines:
        result = result[:lines]
        result[-1] = cut(result[-1] + ELLIPSIS * 2, width=width)
    return result


def cut(text: str, *, width: float) -> str:
    """Return one line of at most ``width`` em, ended by an ellipsis if it was cut.

    Example:
        >>> cut("管行业必须管安全", width=6)
        '管行业必须…'
    """
    if width_em(text) <= width:
        return text
    text = _beginning(text.rstrip(ELLIPSIS), width=width)
    while text and width_em(text) + 1 > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


_MOST_MARKS = 64
"""Characters that one em holds, at most: marks without a width can be piled up at will."""


def _beginning(text: str, *, width: float) -> str:
    """Return a little more of a text than fits, however long it is."""
    text = text[: int(_MOST_MARKS * (width + 2))]
    total = 0.0
    for n, char in enumerate(text):
        total += _char_width(char)
        if total > width + 1:
            return text[: n + 1]
    return text


_OPENING = set("（《「『【〈“‘([{")
_CLOSING = set("，。、；：？！）》」』】〉”’…,.;:?!)]}%")


def _pieces(text: str, *, width: float) -> list[str]:
    """Cut text into what must stay on one line."""
    pieces: list[str] = []
    for char in text:
        joins = (
            pieces
            and not pieces[-1].endswith((" ", "-", "_", "/"))
            and (
                char in _CLOSING
                or char == " "
                or pieces[-1][-1] in _OPENING
                or _runs_on(pieces[-1][-1], char)
            )
            and width_em(pieces[-1] + char) <= width
        )
        if joins:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _runs_on(before: str, char: str) -> bool:
    if _char_width(char) == 0:
        return True
    return all(_char_width(each) < 1 and not each.isspace() for each in (before, char))
