"""The lines of a PDF's pages → its paragraphs.

A file says nothing of paragraphs, so they follow from where lines begin and end: a line
goes on in the next one when the next one's beginning would not have fitted at its end,
and the next one is neither set in, nor of another size, nor further below than usual.
Chinese lines are joined as they are, words of other languages with a blank, and a word
that was divided without its hyphen.

Running heads and page numbers are what stands first or last on pages at the same
height and is, digits aside, the same on many of them, or counts the pages.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from lineage.readers.pdf_lines import Line, is_wide

Part = list[Line]
Page = list[Part]

_EDGE_ROWS = 3
"""Lines at the head and at the foot of a page that may be furniture."""

_OFTEN, _OFTEN_RATIO = 3, 0.4
"""Pages, and share of the pages, that have the same running head."""

_APART_RATIO, _SIZE_CHANGE, _SAME_HEIGHT = 1.2, 0.1, 6.0
"""From how many usual steps on a line stands apart, by what share its size differs if it is
another, and the points within which two lines stand at one height."""

_COUNTED_RATIO = 0.6
"""Share of the pages that a number must count to be that of the page."""

_DIGITS = re.compile(r"[0-9０-９]+|[一二三四五六七八九十百〇零]+(?=页)|^[ivxlc]+$", re.IGNORECASE)
_NUMBER = re.compile(
    r"[-—–~·•.\s]*(?:第\s*|page\s*)?(?P<number>[0-9０-９]{1,5})\s*(?:页|頁)?"
    r"(?:\s*(?:[/／]|of|共|,|，)+\s*(?:共\s*)?[0-9０-９]{1,5}\s*(?:页|頁)?)?[-—–~·•.\s]*",
    re.IGNORECASE,
)
_SET_IN = 0.8
"""Heights of a character from which a line is set in."""

_SIZE_RATIO = 1.18
_LEADING_RATIO = 1.4
"""How many times as large, and as far below, the next line of a paragraph may be."""

_MANY_LINES = 5
"""Lines from which a part says by itself where its lines begin and end."""

_SHORT, _HANGING = 0.5, 2.0
"""Heights of a character by which a full line may fall short, and marks hang over its end."""

_TITLE_RATIO, _TITLE_LEADING = 1.1, 1.2
"""How many times as large as the text a title is, and as far apart its lines are."""

_ITEM = re.compile(
    r"(?:第?[一二三四五六七八九十百]{1,4}[、章节条是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．]\D)"
)
_SENTENCE_END = frozenset("。！？!?；;：:”」』…")


def paragraphs_of(pages: Sequence[Page]) -> Iterator[str]:
    """Yield the paragraphs of a document in order.

    Args:
        pages: The parts of each page, and the lines of each part, in reading order.
    """
    running = ""
    before: _Placed | None = None
    frame_before: _Frame | None = None
    for page in _without_furniture(pages):
        for part in page:
            frame = frame_before = _Frame.of(part).within(frame_before)
            for number, line in enumerate(part):
                placed = _Placed(line, frame, part[number - 1] if number else None)
                if before is not None and not _goes_on(before, placed):
                    yield running
                    running = ""
                running = _appended(running, line.text)
                before = placed
    if running:
        yield running


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines of a part usually begin and end, and how far apart they are."""

    left: float
    right: float
    size: float
    leading: float
    is_left_used: bool
    n_lines: int

    @classmethod
    def of(cls, part: Sequence[Line]) -> "_Frame":
        size = median(line.size for line in part)
        # A mark at the end of a line may hang over its edge.
        furthest = max(line.x1 for line in part)
        left = min(line.x0 for line in part)
        at_left = [line for line in part if line.x0 - left < _SET_IN * size]
        steps = [one.y0 - two.y0 for one, two in pairwise(part)]
        steps = [step for step in steps if step > 0]
        return cls(
            left=left,
            right=median(line.x1 for line in part if furthest - line.x1 <= _HANGING * size),
            size=size,
            leading=median(steps) if steps else size * _LEADING_RATIO,
            is_left_used=len(at_left) > 1,
            n_lines=len(part),
        )

    def within(self, other: "_Frame | None") -> "_Frame":
        """Return the frame of the part before, where a few lines fit into it."""
        if other is None or self.n_lines >= _MANY_LINES:
            return self
        fits = other.left - self.size < self.left and self.right < other.right + self.size
        return replace(other, size=self.size) if fits else self


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line in the part that it belongs to."""

    line: Line
    frame: _Frame
    above: Line | None

    @property
    def is_set_in(self) -> bool:
        return self.line.x0 - self.frame.left > _SET_IN * self.line.size

    @property
    def is_centred(self) -> bool:
        before, after = self.line.x0 - self.frame.left, self.frame.right - self.line.x1
        return min(before, after) > self.line.size and abs(before - after) < 2 * self.line.size


def _goes_on(one: _Placed, two: _Placed) -> bool:
    """Whether a line is the continuation of the one before."""
    a, b = one.line, two.line
    if "\t" in a.text or "\t" in b.text:
        return False
    if not 1 / _SIZE_RATIO < b.size / a.size < _SIZE_RATIO:
        return False
    is_below = two.above is not None
    # Lines of a title are further apart than those of the text.
    leading = max(two.frame.leading, _TITLE_LEADING * b.size if two.is_centred else 0.0)
    if is_below and a.y0 - b.y0 > _LEADING_RATIO * leading:
        return False
    if one.is_centred and two.is_centred:
        # A title that takes several lines.
        return is_below and a.size > _TITLE_RATIO * one.frame.size
    room = one.frame.right - a.x1
    if room > b.lead + _SHORT * a.size:
        return False
    if a.text[-1] in _SENTENCE_END and _ITEM.match(b.text):
        return False
    if not two.is_set_in:
        return True
    # All lines of a block can be set in; of two paragraphs only the first lines are.
    is_block = is_below and abs(a.x0 - b.x0) < _SET_IN * b.size
    return is_block and not two.frame.is_left_used


def _appended(text: str, more: str) -> str:
    if not text:
        return more
    last, first = text[-1], more[0]
    if last in "-\u00ad" and len(text) > 1 and text[-2].isalpha() and first.islower():
        return text[:-1] + more
    if is_wide(last) or is_wide(first):
        return text + more
    return f"{text} {more}"


def _without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Return pages without running heads and page numbers."""
    edges = [_edges(page) for page in pages]
    times = Counter(key for page in edges for key in {edge.key for edge in page if edge.is_apart})
    often = max(_OFTEN, _OFTEN_RATIO * len(pages)) if len(pages) > 2 else 2
    counted = _counted(edges)
    kept = []
    for number, (page, found) in enumerate(zip(pages, edges, strict=True)):
        furniture: set[int] = set()
        for is_top in (True, False):
            outside_in = [edge for edge in found if edge.is_top == is_top]
            is_furniture = [
                (edge.is_apart and times[edge.key] >= often) or (number, id(edge.line)) in counted
                for edge in outside_in
            ]
            # What lies further out than a running head is one, too.
            n = max((place for place, is_one in enumerate(is_furniture, 1) if is_one), default=0)
            furniture.update(id(edge.line) for edge in outside_in[:n])
        parts = [[line for line in part if id(line) not in furniture] for part in page]
        kept.append([part for part in parts if part])
    return kept


@dataclass(frozen=True, slots=True)
class _Edge:
    """One of the first or last lines of a page.

    Attributes:
        line: The line.
        is_top: Whether it is one of the first.
        is_apart: Whether it stands apart from what is further inside, or is of another size.
    """

    line: Line
    is_top: bool
    is_apart: bool

    @property
    def key(self) -> tuple[bool, str, int]:
        return self.is_top, _masked(self.line.text), round(self.line.y0 / _SAME_HEIGHT)


def _edges(page: Page) -> list[_Edge]:
    """Return the first and the last lines of a page, from the outside inwards."""
    lines = sorted((line for part in page for line in part), key=lambda line: -line.y1)
    steps = [one.y0 - two.y0 for one, two in pairwise(lines)]
    usual = median(steps) if len(steps) > 2 else 0.0
    size = median(line.size for line in lines) if lines else 0.0

    def edge(place: int, inwards: int) -> _Edge:
        line, inner = lines[place], place + inwards
        step = abs(lines[inner].y0 - line.y0) if 0 <= inner < len(lines) else 0.0
        is_apart = step > _APART_RATIO * usual or abs(line.size - size) > _SIZE_CHANGE * size
        return _Edge(line, inwards > 0, is_apart)

    n = min(_EDGE_ROWS, len(lines) // 2)
    top = [edge(place, 1) for place in range(n)]
    return top + [edge(place, -1) for place in range(len(lines) - 1, len(lines) - 1 - n, -1)]


def _masked(text: str) -> str:
    return _DIGITS.sub("#", "".join(text.split()))


def _counted(edges: Sequence[Sequence[_Edge]]) -> set[tuple[int, int]]:
    """Return the lines that hold nothing but a number that counts the pages."""
    found = [
        (int(match["number"]) - number, number, edge.line)
        for number, page in enumerate(edges)
        for edge in page
        if (match := _NUMBER.fullmatch(edge.line.text))
    ]
    offsets = Counter(offset for offset, _, _ in found)
    if not offsets:
        return set()
    offset, times = max(offsets.items(), key=lambda entry: (entry[1], -entry[0]))
    # A single page is counted by a one; another figure that stands alone is none.
    if times < _COUNTED_RATIO * len(edges) or (len(edges) == 1 and offset != 1):
        return set()
    return {(number, id(line)) for diff, number, line in found if diff == offset}
