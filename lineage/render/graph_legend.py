"""The legend below the reuse graph, and the passages that its numbers stand for."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lineage.model import Family
from lineage.render import picture_words
from lineage.render.canvas import INK, LINE_HEIGHT, QUIET, Canvas, number, tooltip, url
from lineage.render.lettering import shown, width_em, wrap
from lineage.wording import Words

FONT_SIZE = 8.5
SMALL = 7.5
BADGE = 13.0
LETTER = 9.5
DIRECTED_COLOR = "#2f6690"
UNDIRECTED_COLOR = "#8a6d3b"
PASSAGE_COLOR = "#7a4b86"
DIAMOND = 19.0

_ROW = 19.0
_ITEM_GAP = 26.0
_COLUMN = 400.0
_COLUMN_GAP = 28.0


@dataclass(frozen=True, slots=True)
class NewnessScale:
    """Fill colours for the share of a text that is new, from ``low`` to ``high``.

    The scale spans what occurs, for documents of one corpus are often all alike; its
    ends stand in the legend.
    """

    low: float
    high: float

    @classmethod
    def over(cls, shares: Sequence[float]) -> "NewnessScale":
        """Return the scale in steps of ten per cent that holds all ``shares``."""
        if not shares:
            return cls(0.0, 1.0)
        low = math.floor(min(shares) * 10 + 1e-9)
        high = math.ceil(max(shares) * 10 - 1e-9)
        while high - low < 2:
            low, high = (low, high + 1) if high < 10 else (low - 1, high)
        return cls(low / 10, high / 10)

    def color(self, share: float) -> str:
        """Return the fill for one share, darker where more is new."""
        place = min(1.0, max(0.0, (share - self.low) / (self.high - self.low)))
        ends = (0xFF, 0xF4, 0xDC), (0x8F, 0xC1, 0xB5)
        return "#" + "".join(
            f"{round(a + (b - a) * place):02x}" for a, b in zip(*ends, strict=True)
        )


@dataclass(frozen=True, slots=True)
class LegendFacts:
    """What the legend has to explain.

    Attributes:
        scale: The fill colours; ``None`` when nothing is known of newness.
        edge_samples: Characters and line width of a few edges.
        disc_samples: Characters and diameter of a few discs; empty for boxes.
        directed: Whether an edge with an arrow is drawn that dates direct.
        shown: Whether one is drawn that the text alone directs.
        undirected: Whether one without is drawn.
        number_text: What a number on an edge means; empty when there is none.
        notes: Sentences to print as they are.
        words: The language of what is said.
        passages: Whether passages are drawn as nodes.
    """

    scale: NewnessScale | None
    edge_samples: tuple[tuple[int, float], ...]
    disc_samples: tuple[tuple[int, float], ...]
    directed: bool
    shown: bool
    undirected: bool
    number_text: str
    notes: tuple[str, ...]
    words: Words
    passages: bool = False


def draw_legend(
    canvas: Canvas, facts: LegendFacts, *, left: float, top: float, width: float
) -> float:
    """Draw the legend in rows below ``top`` and return where it ends."""
    flow = _Flow(canvas, facts.words, left=left, top=top, width=width)
    if facts.scale:
        flow.newness(facts.scale)
    flow.discs(facts.disc_samples)
    flow.lines(facts.edge_samples)
    if facts.directed:
        flow.line(facts.words.say("pic_directed"), arrow=True, dashed=False)
    if facts.shown:
        flow.line(facts.words.say("pic_shown"), arrow=True, dashed=True)
    if facts.undirected:
        flow.line(facts.words.say("pic_undirected"), arrow=False, dashed=True)
    if facts.number_text:
        flow.badge(facts.number_text)
    if facts.passages:
        flow.passage()
    for note in facts.notes:
        flow.words(note)
    return flow.bottom


class _Flow:
    """Sets items one after the other, and into a new row where they do not fit."""

    def __init__(
        self, canvas: Canvas, words: Words, *, left: float, top: float, width: float
    ) -> None:
        self._canvas = canvas
        self._say = words.say
        self._left, self._right = left, left + width
        self._x, self._y = left, top - _ROW / 2

    @property
    def bottom(self) -> float:
        return self._y - _ROW / 2

    def newness(self, scale: NewnessScale) -> None:
        steps, side = 5, 15.0
        low, high = picture_words.percent(scale.low), picture_words.percent(scale.high)
        room = text_width(low) + 6 + steps * side + 6 + text_width(high) + 6
        self._begin(room + text_width(self._say("pic_share_new")))
        self._words(low)
        for step in range(steps):
            share = scale.low + (scale.high - scale.low) * step / (steps - 1)
            self._canvas.shape(
                center=(self._x + side / 2, self._y),
                size=(side, 10),
                shape="box",
                style="filled",
                fillcolor=scale.color(share),
                color=QUIET,
                penwidth="0.5",
            )
            self._x += side
        self._x += 6
        self._words(high)
        self._end(self._say("pic_share_new"))

    def discs(self, samples: Sequence[tuple[int, float]]) -> None:
        if not samples:
            return
        room = math.fsum(size + 6 + text_width(f"{amount:,}") + 8 for amount, size in samples)
        self._begin(room + text_width(self._say("pic_sizes")))
        for amount, size in samples:
            self._canvas.shape(
                center=(self._x + size / 2, self._y),
                size=(size, size),
                shape="circle",
                color=QUIET,
                penwidth="0.7",
            )
            self._x += size + 4
            self._words(f"{amount:,}")
        self._end(self._say("pic_sizes"))

    def lines(self, samples: Sequence[tuple[int, float]]) -> None:
        if not samples:
            return
        room = math.fsum(26 + text_width(f"{amount:,}") + 8 for amount, _ in samples)
        self._begin(room + text_width(self._say("pic_widths")))
        for amount, thickness in samples:
            self._stroke(22, penwidth=number(thickness), color=QUIET)
            self._words(f"{amount:,}")
        self._end(self._say("pic_widths"))

    def line(self, text: str, *, arrow: bool, dashed: bool) -> None:
        self._begin(34 + text_width(text))
        style = "dashed" if dashed else "solid"
        if arrow:
            self._stroke(
                30,
                arrow=7,
                penwidth="1.5",
                color=DIRECTED_COLOR,
                arrowsize="0.6",
                style=style,
            )
        else:
            self._stroke(30, penwidth="1.5", color=UNDIRECTED_COLOR, style=style)
        self._end(text)

    def badge(self, text: str) -> None:
        self._begin(BADGE + 5 + text_width(text))
        draw_badge(self._canvas, "1", center=(self._x + BADGE / 2, self._y))
        self._x += BADGE + 5
        self._end(text)

    def passage(self) -> None:
        text = self._say("pic_families")
        self._begin(34 + text_width(text))
        self._stroke(12, penwidth="0.8", color=PASSAGE_COLOR)
        draw_diamond(self._canvas, "1", center=(self._x + DIAMOND / 2 - 4, self._y))
        self._x += DIAMOND
        self._end(text)

    def words(self, text: str) -> None:
        lines = wrap(text, width=(self._right - self._left) / FONT_SIZE, lines=4)
        for line in lines:
            self._begin(text_width(line))
            self._end(line)

    def _begin(self, room: float) -> None:
        if self._x > self._left and self._x + room > self._right:
            self._x = self._left
            self._y -= _ROW

    def _end(self, text: str) -> None:
        self._words(text)
        self._x += _ITEM_GAP - 6

    def _words(self, text: str) -> None:
        width = text_width(text)
        self._canvas.text(
            [text],
            center=(self._x + width / 2, self._y),
            size=(width, FONT_SIZE * LINE_HEIGHT),
            font_size=FONT_SIZE,
            align="l",
        )
        self._x += width + 6

    def _stroke(self, length: float, *, arrow: float = 0, **attributes: str) -> None:
        start, end = (self._x, self._y), (self._x + length, self._y)
        self._canvas.line(start, end, arrow=arrow, **attributes)
        self._x += length + 4


def draw_passages(
    canvas: Canvas,
    families: Sequence[Family],
    *,
    left: float,
    top: float,
    width: float,
    links: Callable[[str], str | None] | None,
    words: Words,
    diamonds: bool = False,
) -> float:
    """Quote the numbered passages in columns below ``top`` and return where they end."""
    entries = [
        Entry(
            str(place),
            family.text,
            picture_words.passage(family, words),
            about(family.text, links and links(family.id)),
        )
        for place, family in enumerate(families, start=1)
    ]
    draw = draw_diamond if diamonds else draw_badge
    return draw_entries(canvas, entries, left=left, top=top, width=width, draw=draw)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the key below a drawing.

    Attributes:
        mark: The number or letter that stands in the drawing.
        text: What it stands for.
        small: What small type says of it.
        attributes: What its text shows and leads to.
    """

    mark: str
    text: str
    small: str
    attributes: Mapping[str, str]


def draw_entries(
    canvas: Canvas,
    entries: Sequence[Entry],
    *,
    left: float,
    top: float,
    width: float,
    draw: "Callable[..., None] | None" = None,
) -> float:
    """Draw entries in columns below ``top`` and return where they end."""
    columns = max(1, int((width + _COLUMN_GAP) // (_COLUMN + _COLUMN_GAP)))
    columns = min(columns, len(entries))
    room = (width + _COLUMN_GAP) / columns - _COLUMN_GAP
    text_room = min(room - BADGE - 7, 560.0)
    rows = -(-len(entries) // columns)
    bottom = top
    for column in range(columns):
        y = top
        x = left + column * (room + _COLUMN_GAP)
        for entry in entries[column * rows : (column + 1) * rows]:
            quoted = wrap(shown(entry.text), width=text_room / FONT_SIZE, lines=2)
            height = len(quoted) * FONT_SIZE * LINE_HEIGHT
            mark = draw or draw_letter
            mark(canvas, entry.mark, center=(x + BADGE / 2, y - BADGE / 2), **entry.attributes)
            canvas.text(
                quoted,
                center=(x + BADGE + 7 + text_room / 2, y - 1 - height / 2),
                size=(text_room, height),
                font_size=FONT_SIZE,
                align="l",
                **entry.attributes,
            )
            y -= height + 1
            canvas.text(
                [wrap(shown(entry.small), width=text_room / SMALL, lines=1)[0]],
                center=(x + BADGE + 7 + text_room / 2, y - SMALL * LINE_HEIGHT / 2),
                size=(text_room, SMALL * LINE_HEIGHT),
                font_size=SMALL,
                align="l",
                fontcolor=QUIET,
            )
            y -= SMALL * LINE_HEIGHT + 6
            bottom = min(bottom, y)
    return bottom


def draw_letter(
    canvas: Canvas,
    text: str,
    *,
    center: tuple[float, float],
    **attributes: str,
) -> None:
    """Draw a letter in a small box: a document."""
    canvas.shape(
        center=center,
        size=(LETTER, LETTER),
        shape="box",
        style="filled,rounded",
        fillcolor="white",
        color=INK,
        penwidth="0.6",
    )
    canvas.text([text], center=center, size=(LETTER, LETTER), font_size=7, **attributes)


def draw_badge(
    canvas: Canvas, text: str, *, center: tuple[float, float], **attributes: str
) -> None:
    """Draw a number in a circle."""
    canvas.shape(
        center=center,
        size=(BADGE, BADGE),
        shape="circle",
        style="filled",
        fillcolor="white",
        color=INK,
        penwidth="0.7",
    )
    canvas.text([text], center=center, size=(BADGE, BADGE), font_size=8, **attributes)


def draw_diamond(
    canvas: Canvas,
    text: str,
    *,
    center: tuple[float, float],
    name: str | None = None,
    **attributes: str,
) -> None:
    """Draw a number in a diamond: a passage."""
    canvas.shape(
        name=name,
        center=center,
        size=(DIAMOND, DIAMOND),
        shape="diamond",
        style="filled",
        fillcolor="#f4eef6",
        color=PASSAGE_COLOR,
        penwidth="0.8",
        **attributes,
    )
    canvas.text([text], center=center, size=(DIAMOND, DIAMOND), font_size=7, **attributes)


def about(text: str, address: str | None) -> dict[str, str]:
    """Return what a text shows when the pointer rests on it, and where it leads."""
    return {"tooltip": tooltip(text)} | ({"URL": url(address)} if address else {})


def text_width(text: str) -> float:
    """Return how wide a line of the legend is, in points."""
    return width_em(text) * FONT_SIZE
