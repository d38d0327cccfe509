"""Characters with their boxes → the lines of a page, in the order in which they are read.

The order of the characters in the file is believed as long as they stand side by side;
where they jump, a new fragment begins. Fragments at one height make a row. Where many
rows have a gap at the same place and what stands on both sides fills its width, they are
columns, and the left one is read before the right one; rows that run across the gap
divide a page into parts that are read one after the other. A table has gaps, too, but
its cells rarely fill their width; it is read row by row, with tabs between the cells.

Vertical writing is told by characters that follow each other downwards; it is read
with x and y changed for each other, columns from right to left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box; y grows upwards.

    Attributes:
        character: The character.
        x0: Its left edge.
        x1: Its right edge.
        y0: Its lower edge.
        y1: Its upper edge.
        follows_blank: Whether a blank stands before it in the file.
    """

    character: str
    x0: float
    x1: float
    y0: float
    y1: float
    follows_blank: bool = False

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text or a fragment of one, and its box.

    Attributes:
        text: What it says.
        x0: Its left edge.
        x1: Its right edge.
        y0: Its lower edge.
        y1: Its upper edge.
        size: Height of its characters.
        lead: Width of its first characters up to where a line could end.
    """

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    lead: float = 0.0


_SMALLEST = 0.1
"""Height that a character is taken to have at least, in points."""

_OVERLAP = 0.5
"""Share of the lower of two boxes at which they stand side by side."""

_APART = 1.6
_BLANK = 0.2
_BACK = 0.6
_GUTTER = 1.0
"""Widths in heights of a character: from where on two stand in different fragments, or cells;
from where on a blank is between them; how far the second may begin before the first ends; and
the least gap between columns."""

_DOWN, _FEW_DOWN = 1.4, 5
"""How far below each other two characters of vertical writing stand, at most, in heights; and
how many such pairs are none by chance."""

_COLUMN_ROWS, _COLUMN_RATIO = 4, 0.4
"""Rows, and share of the rows, that have a gap at the place where columns part."""

_FILLED, _FILLED_RATIO, _COLUMN_CHARACTERS = 0.6, 0.6, 8
"""Share of a column's width that a full line fills, share of its lines that are full, and
characters that half of them have at least."""

_SAME_PLACE = 1.5
"""Points within which a character that is drawn twice is one."""

_NEVER_LAST = frozenset("“‘（《「『【〔([$￥")
_NEVER_FIRST = frozenset("，。、；：？！”’）》」』】〕…—,.;:?!)]%％")


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Line]]:
    """Return the lines of a page in reading order, part by part.

    A part is a column, or a stretch of the page without columns.
    """
    upright = _upright(_without_shadows(glyphs))
    if not upright:
        return []
    fragments = _fragments(upright)
    em = median(line.size for line in fragments)
    return [[_joined(row) for row in _rows(part)] for part in _parts(fragments, em)]


def is_wide(character: str) -> bool:
    """Whether a character is written without blanks around it: Chinese and its marks."""
    return (
        "\u2e80" <= character <= "\ufaff"
        or character >= "\U00020000"
        or ("\uff00" <= character <= "\uffef" or character in "“”‘’…—·")
    )


def _without_shadows(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return characters without those that are drawn again in place, to look bold."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for glyph in glyphs:
        x, y = round(glyph.x0 / _SAME_PLACE), round(glyph.y0 / _SAME_PLACE)
        if not any((glyph.character, x + dx, y) in seen for dx in (-1, 0, 1)):
            kept.append(glyph)
        seen.add((glyph.character, x, y))
    return kept


def _upright(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return characters as horizontal writing, whichever way they are written."""
    down = across = 0
    for one, two in pairwise(glyphs):
        step = (one.y0 - two.y0) / (one.height or 1)
        if abs(two.x0 - one.x0) < _OVERLAP * one.height and _OVERLAP < step < _DOWN:
            down += 1
        elif abs(step) < _OVERLAP:
            across += 1
    if down < _FEW_DOWN or down <= across:
        return [*glyphs]
    return [
        replace(glyph, x0=-glyph.y1, x1=-glyph.y0, y0=glyph.x0, y1=glyph.x1) for glyph in glyphs
    ]


def _fragments(glyphs: Sequence[Glyph]) -> list[Line]:
    fragments: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            fragments.append(_fragment(run))
            run = []
        run.append(glyph)
    fragments.append(_fragment(run))
    return fragments


def _follows(one: Glyph, two: Glyph) -> bool:
    em = max(one.height, two.height)
    shared = min(one.y1, two.y1) - max(one.y0, two.y0)
    if shared < _OVERLAP * min(one.height, two.height):
        return False
    return -_BACK * em < two.x0 - one.x1 < _APART * em


def _fragment(run: Sequence[Glyph]) -> Line:
    pieces = [run[0].character]
    for one, two in pairwise(run):
        is_apart = two.follows_blank or two.x0 - one.x1 > _BLANK * max(one.height, two.height)
        if is_apart and not (is_wide(one.character) and is_wide(two.character)):
            pieces.append(" ")
        pieces.append(two.character)
    return Line(
        text="".join(pieces),
        x0=min(glyph.x0 for glyph in run),
        x1=max(glyph.x1 for glyph in run),
        y0=min(glyph.y0 for glyph in run),
        y1=max(glyph.y1 for glyph in run),
        size=max(_SMALLEST, median(glyph.height for glyph in run)),
        lead=_lead(run),
    )


def _lead(run: Sequence[Glyph]) -> float:
    """Return the width of what cannot be left alone at the end of the line before."""
    end = run[0].x1
    for one, two in pairwise(run):
        is_word = not (is_wide(one.character) or is_wide(two.character) or two.follows_blank)
        is_bound = one.character in _NEVER_LAST or two.character in _NEVER_FIRST
        if not is_word and not is_bound:
            break
        end = two.x1
    return end - run[0].x0


def _rows(fragments: Sequence[Line]) -> list[list[Line]]:
    """Return fragments by rows from above, each from the left."""
    rows: list[list[Line]] = []
    for fragment in sorted(fragments, key=lambda line: (-line.y1, line.x0)):
        row = rows[-1] if rows else None
        if row is not None and _is_beside(row, fragment):
            row.append(fragment)
        else:
            rows.append([fragment])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _is_beside(row: Sequence[Line], fragment: Line) -> bool:
    y0, y1 = min(line.y0 for line in row[:1]), max(line.y1 for line in row[:1])
    shared = min(y1, fragment.y1) - max(y0, fragment.y0)
    return shared >= _OVERLAP * min(y1 - y0, fragment.y1 - fragment.y0)


def _joined(row: Sequence[Line]) -> Line:
    pieces = [row[0].text]
    for one, two in pairwise(row):
        gap = two.x0 - one.x1
        is_prose = gap < _BLANK * one.size and is_wide(one.text[-1]) and is_wide(two.text[0])
        pieces += ["" if is_prose else "\t" if gap > _APART * one.size else " ", two.text]
    return Line(
        text="".join(pieces),
        x0=row[0].x0,
        x1=max(line.x1 for line in row),
        y0=min(line.y0 for line in row),
        y1=max(line.y1 for line in row),
        size=max(row, key=lambda line: len(line.text)).size,
        lead=row[0].lead,
    )


def _parts(fragments: Sequence[Line], em: float, *, depth: int = 3) -> list[list[Line]]:
    """Return fragments in groups that are read one after the other."""
    rows = _rows(fragments)
    gutter = _gutter(rows, em) if depth else None
    if gutter is None:
        return [[*fragments]]
    parts: list[list[Line]] = []
    band: list[Line] = []
    for row in [*rows, None]:
        if row is not None and not any(line.x0 < gutter < line.x1 for line in row):
            band += row
            continue
        if band:
            for side in (
                [line for line in band if line.x0 < gutter],
                [line for line in band if line.x0 >= gutter],
            ):
                if side:
                    parts += _parts(side, em, depth=depth - 1)
            band = []
        if row is not None:
            parts.append([*row])
    return _merged(parts, gutter)


def _merged(parts: list[list[Line]], gutter: float) -> list[list[Line]]:
    """Return parts with rows across the gutter that follow each other as one part."""
    merged: list[list[Line]] = []
    was_across = False
    for part in parts:
        is_across = any(line.x0 < gutter < line.x1 for line in part)
        if is_across and was_across:
            merged[-1] += part
        else:
            merged.append(part)
        was_across = is_across
    return merged


def _gutter(rows: Sequence[Sequence[Line]], em: float) -> float | None:
    """Return where a gap runs down between two columns of prose."""
    edges = []
    for row in rows:
        for one, two in pairwise(row):
            if two.x0 - one.x1 >= _GUTTER * em:
                edges += [(one.x1, 0), (two.x0, 1)]
    best, most, n_open = 0.0, 0, 0
    for place, (x, closes) in enumerate(sorted(edges)):
        n_open += -1 if closes else 1
        if n_open > most:
            following = sorted(edges)[place + 1][0] if place + 1 < len(edges) else x
            best, most = (x + following) / 2, n_open
    if most < max(_COLUMN_ROWS, _COLUMN_RATIO * len(rows)):
        return None
    apart = [row for row in rows if not any(line.x0 < best < line.x1 for line in row)]
    sides = (
        [line for row in apart for line in row if line.x1 <= best],
        [line for row in apart for line in row if line.x0 >= best],
    )
    return best if all(_is_column(side) for side in sides) else None


def _is_column(lines: Sequence[Line]) -> bool:
    rows = [_joined(row) for row in _rows(lines)]
    if len(rows) < _COLUMN_ROWS:
        return False
    width = max(row.x1 for row in rows) - min(row.x0 for row in rows)
    filled = [row for row in rows if row.x1 - row.x0 >= _FILLED * width]
    n_characters = median(len(row.text) for row in rows)
    return len(filled) >= _FILLED_RATIO * len(rows) and n_characters >= _COLUMN_CHARACTERS
