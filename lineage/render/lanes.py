"""Very many documents in a drawing: years from left to right, lanes by place or kind.

A row of arcs can be read up to some ninety documents; beyond that it is a ribbon ten
times as wide as high, in which nobody finds anything. Here the documents of one year and
one lane stand together as a block of discs, so that the drawing keeps the proportions of
a page, and reuse runs between the blocks.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lineage.model import Document
from lineage.render.arcs import Rank
from lineage.render.canvas import LINE_HEIGHT, QUIET, Canvas, tooltip
from lineage.render.graph_legend import BADGE, LETTER, about, draw_letter
from lineage.render.lettering import shown, width_em, wrap
from lineage.render.rows import DiscRow, Links, stem
from lineage.render.scene import Scene

_MOST_LANES = 8
_LEAST_SHARE = 0.5
"""Share of the documents that parts of names must tell apart to make lanes."""

_NUMERIC = re.compile(r"[\d\W_]*")


@dataclass(frozen=True, slots=True)
class Lane:
    """Documents that belong together; ``label`` is empty for those that belong nowhere."""

    label: str
    documents: tuple[Document, ...]


def lanes_of(documents: Sequence[Document]) -> tuple[Lane, ...]:
    """Return the documents by place or, where places are not known, by their names.

    In names such as ``2021_rules_Beijing_title.txt``, parts that many documents have at
    one place tell kinds apart; dates and numbers do not count. The largest lane is the
    first, and what belongs nowhere the last.
    """
    by_place = {each.id: each.place or "" for each in documents}
    choices = [by_place, *_by_part(documents)]
    labels = max(choices, key=lambda labels: (_tells(labels), labels is by_place))
    if _tells(labels) == 0:
        return (Lane("", tuple(documents)),)
    common = [name for name, _ in _common(labels)]
    lanes: dict[str, list[Document]] = {name: [] for name in [*common, ""]}
    for document in documents:
        name = labels[document.id]
        lanes[name if name in lanes else ""].append(document)
    return tuple(Lane(name, tuple(those)) for name, those in lanes.items() if those)


def _by_part(documents: Sequence[Document]) -> list[dict[str, str]]:
    parts = {
        each.id: [part for part in re.split("[/_]", stem(each.id)) if not _NUMERIC.fullmatch(part)]
        for each in documents
    }
    longest = max(map(len, parts.values()), default=0)
    return [
        {name: those[place] if place < len(those) else "" for name, those in parts.items()}
        for place in range(longest)
    ]


def _common(labels: dict[str, str]) -> list[tuple[str, int]]:
    """Return the labels that a lane is worth, the most frequent first."""
    counts = Counter(label for label in labels.values() if label)
    least = max(2, len(labels) // 50)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [item for item in ranked if item[1] >= least][: _MOST_LANES - 1]


def _tells(labels: dict[str, str]) -> float:
    """Return how well labels tell documents apart: the entropy of lanes; 0 where they do not."""
    counts = [count for _, count in _common(labels)]
    if len(counts) < 2 or sum(counts) < _LEAST_SHARE * len(labels):
        return 0.0
    shares = [count / len(labels) for count in counts]
    return -math.fsum(share * math.log2(share) for share in shares)


@dataclass(frozen=True, slots=True)
class Swing:
    """A curve from one disc to another, nearly level where it leaves and arrives.

    Attributes:
        start: Where it leaves.
        end: Where it arrives.
    """

    start: tuple[float, float]
    end: tuple[float, float]

    def curve(self, *, room: float = 0) -> tuple[tuple[float, float], ...]:
        """Return its points; it stops ``room`` before its end."""
        first, left, right, last = self._handles()
        back = room if last[0] > right[0] else -room
        return first, left, right, (last[0] - back, last[1])

    def _handles(self) -> tuple[tuple[float, float], ...]:
        (x1, y1), (x2, y2) = self.start, self.end
        if x2 > x1 + 1:
            reach = max(0.45 * (x2 - x1), 12.0)
            # A level line would run through every disc between the two.
            bow = max(0.0, min(5 + 0.09 * (x2 - x1), 44.0) - abs(y2 - y1))
            return (x1, y1), (x1 + reach, y1 + bow), (x2 - reach, y2 + bow), (x2, y2)
        # Within one column it goes out to the right and comes back.
        reach = 10.0 + 0.25 * abs(y2 - y1)
        return (x1, y1), (x1 + reach, y1), (x2 + reach, y2), (x2, y2)

    def at(self, share: float) -> tuple[float, float]:
        """Return the point at a share (0..1) of the way."""
        rest = 1 - share
        weights = rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3
        points = self._handles()
        x, y = (
            math.fsum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1)
        )
        return x, y


class LaneRow(DiscRow):
    """Discs in blocks, a column for each year and a lane for each place or kind."""

    step = 14.0
    block_gap = 13.0
    lane_gap = 16.0
    tallest = 8
    # Few documents of few years stand wide apart, up to this width.
    pleasant = 900.0
    least, most = 4.5, 12.5
    thickest = 2.6
    edge_alpha = "66"
    label_font = 9.0
    label_width = 76.0

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.longest = max((len(each.text) for each in scene.documents), default=1) or 1
        self.lanes = lanes_of(scene.documents)
        self.columns = _years(scene.ranks)
        lane_of = {each.id: n for n, lane in enumerate(self.lanes) for each in lane.documents}
        cells: dict[tuple[int, int], list[Document]] = {}
        for column, rank in enumerate(self.columns):
            for document in rank.documents:
                cells.setdefault((lane_of[document.id], column), []).append(document)
        rows = [
            min(self.tallest, max(len(cells.get((n, c), ())) for c in range(len(self.columns))))
            for n in range(len(self.lanes))
        ]
        self.centers, self.levels = {}, {}
        self.spans = []
        wide = sum(
            max(-(-len(cells.get((n, c), ())) // height) for n, height in enumerate(rows))
            for c in range(len(self.columns))
        )
        gap = _between(self.block_gap, (self.pleasant - wide * self.step) / len(self.columns), 60.0)
        across_step = _between(
            self.step, (self.pleasant - gap * len(self.columns)) / wide, 2.4 * self.step
        )
        x = 0.0
        for column, rank in enumerate(self.columns):
            if column:
                x += gap if rank.label else max(gap, 3 * self.block_gap)
            label = max(map(width_em, self.label_lines(rank))) * 9.5 + 2
            room = label - self.block_gap + 3
            for n, height in enumerate(rows):
                for place, document in enumerate(cells.get((n, column), ())):
                    across = place // height
                    self.centers[document.id] = x + (across + 0.5) * across_step
                    room = max(room, (across + 1) * across_step)
            self.spans.append((rank, x, x + room))
            x += room
        # A wide drawing of few rows is stretched upwards, so that curves can part.
        step = (x / 3.4 - len(rows) * self.lane_gap) / sum(rows)
        step = _between(self.step, step, 2.2 * self.step)
        self.lane_tops: list[float] = []
        y = 0.0
        for height in rows[::-1]:
            y += height * step + self.lane_gap
            self.lane_tops.insert(0, y)
        for (n, _), those in cells.items():
            # Blocks that are lower stand in the middle of their lane.
            spare = (rows[n] - min(rows[n], len(those))) / 2
            for place, document in enumerate(those):
                top = self.lane_tops[n] - self.lane_gap / 2
                self.levels[document.id] = top - (place % rows[n] + spare + 0.5) * step
        self.left, self.right = -12 - (self.label_width if len(self.lanes) > 1 else 0), x + 12
        self.bottom = (
            self.axis_y
            - 9
            - 1.2 * 9.5 * max((len(self.label_lines(rank)) for rank in self.columns), default=1)
        )

    def obstacles(self) -> Sequence[tuple[float, float]]:
        return [(x, self.levels[name]) for name, x in self.centers.items()]

    def notes(self) -> tuple[str, ...]:
        notes = [self.scene.words.say("pic_letters")] if self.scene.edges else []
        if len(self.lanes) > 1:
            notes.append(self.scene.words.say("pic_lanes"))
        return tuple(notes)

    def label_lines(self, rank: Rank) -> list[str]:
        if rank.label:
            return [rank.label]
        key = "date_unknown" if self.scene.use_dates else "pic_dates_unused"
        return wrap(self.scene.words.say(key), width=6.5, lines=3)

    def top(self, document: Document) -> float:
        return self.levels[document.id] + self.diameter(len(document.text)) / 2

    def arcs(self, ends: Sequence[tuple[str, str]]) -> list[Swing]:  # type: ignore[override]
        sizes = {each.id: self.diameter(len(each.text)) / 2 for each in self.scene.documents}
        swings = []
        for tail, head in ends:
            start = (self.centers[tail] + sizes[tail], self.levels[tail])
            # From the left into a later column, from the right within one.
            side = -1 if self.centers[head] - sizes[head] > start[0] + 1 else 1
            swings.append(
                Swing(start, (self.centers[head] + side * sizes[head], self.levels[head]))
            )
        return swings

    def draw_documents(self, canvas: Canvas, links: Links | None) -> None:
        for document in self.scene.documents:
            size = self.diameter(len(document.text))
            canvas.shape(
                name=self.scene.name(document.id),
                center=(self.centers[document.id], self.levels[document.id]),
                size=(size, size),
                shape="circle",
                style="filled",
                **self._look(document),
                **self._about(document, links),
            )

    def draw_axis(self, canvas: Canvas) -> None:
        for place, (lane, top) in enumerate(zip(self.lanes, self.lane_tops, strict=True)):
            below = self.lane_tops[place + 1] if place + 1 < len(self.lanes) else 0.0
            canvas.line((self.left, below), (self.right, below), color="#e3e7ea", penwidth="0.6")
            if len(self.lanes) == 1:
                continue
            name = lane.label or self.scene.words.say("pic_other_lane")
            width = self.label_width / self.label_font
            lines = wrap(shown(name), width=width, lines=3)
            lines.append(self.scene.words.say("pic_lane", n=len(lane.documents)))
            height = len(lines) * self.label_font * LINE_HEIGHT
            canvas.text(
                lines,
                center=(self.left + self.label_width / 2, (top + below) / 2),
                size=(self.label_width, height),
                font_size=self.label_font,
                align="l",
                tooltip=tooltip(name),
            )
        # Time ends with the last date: what has none stands beside it, not behind.
        dated = [last for rank, _, last in self.spans if rank.label]
        if dated:
            canvas.line(
                (0, self.axis_y), (dated[-1] + 12, self.axis_y), arrow=7, color=QUIET,
                penwidth="0.8", arrowsize="0.6",
            )  # fmt: skip
        for rank, first, last in self.spans:
            lines = self.label_lines(rank)
            height = len(lines) * 9.5 * LINE_HEIGHT
            canvas.text(
                lines,
                center=((first + last) / 2, self.axis_y - 5 - height / 2),
                size=(max(map(width_em, lines)) * 9.5 + 2, height),
                font_size=9.5,
            )
            canvas.line(
                (first, self.axis_y),
                (last, self.axis_y),
                color="#1c2733" if rank.label else QUIET,
                penwidth="2" if rank.label else "0.8",
                style="solid" if rank.label else "dashed",
            )

    axis_y = -8.0

    def leading(self, amount: int) -> list[Document]:
        """Return the documents that most of what is drawn leads to or comes from."""
        weight: Counter[str] = Counter()
        for edge in self.scene.edges:
            for name in (edge.source, edge.target):
                weight[name] += edge.characters
        by_id = {each.id: each for each in self.scene.documents}
        ranked = sorted(weight, key=lambda name: (-weight[name], name))[:amount]
        return [by_id[name] for name in ranked]

    def draw_letters(
        self,
        canvas: Canvas,
        chosen: Sequence[Document],
        links: Links | None,
        *,
        badges: Sequence[tuple[float, float]] = (),
    ) -> None:
        """Draw a letter beside each of some discs; the key below says what they are.

        Args:
            canvas: What is drawn on.
            chosen: The documents.
            links: Address of a document's page, by id.
            badges: Where numbers stand, which letters keep off.
        """
        taken = [(center, (LETTER + BADGE) / 2) for center in badges]
        for place, document in enumerate(chosen):
            title = document.title or document.id
            off = self.diameter(len(document.text)) / 2 + 2.5
            x, y = self.centers[document.id], self.levels[document.id]
            corners = [(x + side * off, y + rise * off) for rise in (1, -1) for side in (1, -1)]
            center = next((each for each in corners if _is_free(each, taken)), corners[0])
            taken.append((center, LETTER))
            draw_letter(
                canvas,
                letter(place),
                center=center,
                **about(title, links and links(document.id)),
            )


def _is_free(
    center: tuple[float, float], taken: Sequence[tuple[tuple[float, float], float]]
) -> bool:
    """Return whether a mark stands off others, each with how far off that has to be."""
    return all(
        max(abs(center[0] - other[0]), abs(center[1] - other[1])) >= room for other, room in taken
    )


def letter(place: int) -> str:
    """Return the letter of one of the leading documents."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]


def _between(least: float, value: float, most: float) -> float:
    return max(least, min(value, most))


def _years(ranks: Sequence[Rank]) -> tuple[Rank, ...]:
    """Return the documents by years, those without a date last."""
    years: dict[str, list[Document]] = {}
    for rank in ranks:
        years.setdefault(rank.label[:4], []).extend(
            sorted(rank.documents, key=lambda each: (each.date or "", each.id))
        )
    return tuple(Rank(label, tuple(those)) for label, those in years.items())
