"""Text laid out for a terminal: columns, running text with changes, and what is harmless.

A Chinese character takes two columns of a terminal, so widths are counted here, by the
property that Unicode gives each character. The text of documents is shown, never
obeyed: characters that steer a terminal or turn the direction of writing around are
replaced, and so are line ends inside a quotation.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

NARROWEST = 40
"""Columns that a terminal is taken to have at least."""
_BOLD, _DIM, _RED, _GREEN = "1", "2", "31", "32"
_LINE_END = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Zero-width joiners shape letters and emoji and do no harm.
_HARMLESS_FORMATS = "\u200c\u200d"


def display_width(text: str) -> int:
    """Return the columns that ``text`` takes.

    Example:
        >>> display_width("守土a")
        5
    """
    return sum(map(_columns, text))


def harmless(text: str) -> str:
    r"""Return ``text`` with everything replaced that would steer a terminal.

    Example:
        >>> harmless("红\x1b[31m字\n行")
        '红�[31m字↵行'
    """
    if text.isprintable():
        return text
    shown = _LINE_END.sub("↵", text).replace("\t", " ")
    return "".join(map(_harmless_character, shown))


Change = tuple[str, str]
"""A stretch of wording and how it came: unchanged ``""``, gone ``-`` or new ``+``."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its heading.
        right: Whether it is aligned to the right.
        flexible: Whether it takes the room that the others leave.
        share: Share of the width that it may take at most; 1 for no limit.
        needed: Columns that the terminal must have for it to be shown.
    """

    name: str
    right: bool = False
    flexible: bool = False
    share: float = 1.0
    needed: int = 0


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], *, width: int, color: bool
) -> str:
    width = max(width, NARROWEST)
    kept = [number for number, column in enumerate(columns) if column.needed <= width]
    cells = [[column.name for column in columns], *rows]
    widths = []
    for number in kept:
        column = columns[number]
        widest = max(display_width(row[number]) for row in cells)
        widths.append(0 if column.flexible else min(widest, max(8, int(column.share * width))))
    room = max(8, width - sum(widths) - 2 * (len(kept) - 1))
    lines = []
    for row in cells:
        parts = []
        for place, number in enumerate(kept):
            column = columns[number]
            size = room if column.flexible else widths[place]
            part = cut(row[number], size)
            is_last = place == len(kept) - 1
            parts.append(
                pad(part, size, right=column.right) if column.right or not is_last else part
            )
        lines.append("  ".join(parts).rstrip())
    lines[0] = _painted(lines[0], _BOLD, color)
    return "\n".join(lines) + "\n"


def cut(text: str, width: int) -> str:
    """Return as much of ``text`` as fits into ``width`` columns, with ``…`` where it is cut.

    Example:
        >>> cut("守土有责、守土尽责", 8)
        '守土有…'
    """
    taken = end = 0
    for offset, character in enumerate(text):
        taken += _columns(character)
        if taken <= width - 1:
            end = offset + 1
        if taken > width:
            return text[:end] + "…"
    return text


class Page:
    """Lines of text that are never wider than the terminal."""

    def __init__(self, width: int, color: bool) -> None:
        self._width = max(width, NARROWEST)
        self._color = color
        self._lines: list[str] = []

    def bold(self, text: str) -> str:
        return _painted(text, _BOLD, self._color)

    def dim(self, text: str) -> str:
        return _painted(text, _DIM, self._color)

    def add(self, *parts: str, indent: int = 0) -> None:
        """Add a line made of parts; those that do not fit begin a new one, indented."""
        line, taken, margin = "", 0, 0
        for part in filter(None, parts):
            size = display_width(_without_paint(part))
            if line and margin + taken + 2 + size > self._width:
                self._lines.append(" " * margin + line)
                line, taken, margin = "", 0, indent
            if margin + size > self._width:
                part = cut(_without_paint(part), self._width - margin)
                size = display_width(part)
            line = f"{line}  {part}" if line else part
            taken += size + (2 if taken else 0)
        self._lines.append(" " * margin + line)

    def add_wording(self, changes: Sequence[Change], indent: str = "  ") -> None:
        """Add a quotation with its changes, broken into lines."""
        room = self._width - len(indent)
        signs = {"": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
        colors = {"-": _RED, "+": _GREEN}
        pieces: Iterator[Change] = (
            (kind, text if self._color else signs[kind][0] + text + signs[kind][1])
            for kind, text in changes
        )
        line, taken = "", 0
        for kind, text in pieces:
            for part in _parts(text):
                size = display_width(part)
                if taken and taken + size > room:
                    self._lines.append(indent + line.rstrip())
                    # The blank that a line breaks at is seen at neither end.
                    part = part.lstrip()
                    line, taken, size = "", 0, display_width(part)
                while size > room:
                    head = _fitting(part, room)
                    self._lines.append(indent + self._paint(head, colors.get(kind)))
                    part = part[len(head) :]
                    size = display_width(part)
                line += self._paint(part, colors.get(kind))
                taken += size
        if line:
            self._lines.append(indent + line.rstrip())

    def add_sentence(self, text: str, *, dim: bool = False) -> None:
        """Add a text of which nothing may be cut: it goes on in the next line."""
        before = len(self._lines)
        self.add_wording([("", text)], indent="")
        if dim:
            self._lines[before:] = map(self.dim, self._lines[before:])

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"

    def _paint(self, text: str, code: str | None) -> str:
        return _painted(text, code, self._color) if code else text


# Lines break between any two Chinese characters, elsewhere behind blanks.
_PART = re.compile(r"[⺀-鿿豈-﫿𠀀-𳿿]|[^⺀-鿿豈-﫿𠀀-𳿿\s]+\s*|\s+")


def _parts(text: str) -> list[str]:
    return _PART.findall(text)


def _fitting(text: str, width: int) -> str:
    taken = 0
    for offset, character in enumerate(text):
        taken += _columns(character)
        if taken > width:
            return text[:offset]
    return text


def _painted(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color and text else text


def _without_paint(text: str) -> str:
    return re.sub("\x1b\\[[0-9]*m", "", text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Return a text with blanks up to a width in columns."""
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


@lru_cache(maxsize=1 << 14)
def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _harmless_character(character: str) -> str:
    category = unicodedata.category(character)
    # Control, format, surrogate; private and unassigned characters only look odd.
    if category in ("Cc", "Cs") or (category == "Cf" and character not in _HARMLESS_FORMATS):
        return "\ufffd"
    return character
