"""The row of documents: boxes or discs, the time axis below them, the undated apart."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence

from lineage.model import Document
from lineage.render import picture_words
from lineage.render.arcs import Arc, Rank, draw_arcs
from lineage.render.canvas import INK, LINE_HEIGHT, QUIET, Canvas, tooltip, url
from lineage.render.lettering import shown, width_em, wrap
from lineage.render.scene import Scene

Links = Callable[[str], str | None]

_SMALL = 7.5
_AXIS_FONT = 9.5
_BORDER = "#4a5560"


class Row(ABC):
    """The row of documents: how they look, where they stand, the axis below them."""

    pitch = 0.0
    group_gap = 0.0
    undated_gap = 0.0
    side = 0.0
    axis_y = 0.0
    port_gap = 0.0
    thickest = 6.0
    rise = 0.0
    floor = 0.0
    ceiling = 0.0
    edge_alpha = ""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.centers: dict[str, float] = {}
        self.spans: list[tuple[Rank, float, float]] = []
        x = 0.0
        for place, rank in enumerate(scene.ranks):
            if place:
                x += self.group_gap if rank.label else self.undated_gap
            wide = max(map(width_em, self.label_lines(rank))) * _AXIS_FONT + 4
            pitch = max(self.pitch, wide / len(rank.documents))
            for document in rank.documents:
                self.centers[document.id] = x + pitch / 2
                x += pitch
            names = [document.id for document in rank.documents]
            self.spans.append((rank, self.centers[names[0]], self.centers[names[-1]]))
        ends = list(self.centers.values()) or [0.0]
        undated = bool(self.spans and not self.spans[-1][0].label)
        self.left = min(ends) - self.side - (8 if undated and len(self.spans) == 1 else 0)
        self.right = max(ends) + self.side + (8 if undated else 0)
        self.bottom = 0.0

    def label_lines(self, rank: Rank) -> list[str]:
        """Return what stands below the documents of one date."""
        if rank.label:
            return [rank.label]
        key = "date_unknown" if self.scene.use_dates else "pic_dates_unused"
        return [self.scene.words.say(key)]

    @abstractmethod
    def top(self, document: Document) -> float:
        """Return how high the document reaches."""

    @abstractmethod
    def top_width(self, document: Document) -> float:
        """Return how much room arcs have on top of the document."""

    def arcs(self, ends: Sequence[tuple[str, str]]) -> Sequence[Arc]:
        """Return the arcs between documents, in the order of the pairs of their ends."""
        documents = {document.id: document for document in self.scene.documents}
        return draw_arcs(
            ends,
            positions={name: (x, self.top(documents[name])) for name, x in self.centers.items()},
            widths={name: self.top_width(documents[name]) for name in documents},
            port_gap=self.port_gap,
            rise=self.rise,
            floor=self.floor,
            ceiling=self.ceiling,
        )

    @abstractmethod
    def draw_documents(self, canvas: Canvas, links: Links | None) -> None:
        """Draw the documents with their titles."""

    def disc_samples(self) -> tuple[tuple[int, float], ...]:
        """Return characters and size of a few discs, for the legend."""
        return ()

    def obstacles(self) -> Sequence[tuple[float, float]]:
        """Return where documents stand in the way of marks on arcs."""
        return ()

    def notes(self) -> tuple[str, ...]:
        """Return what the legend has to say of this kind of row."""
        return ()

    def draw_axis(self, canvas: Canvas) -> None:
        """Draw the time axis below the dated documents, and the frame of the others."""
        dated = [span for span in self.spans if span[0].label]
        if dated:
            canvas.line(
                (dated[0][1] - self.side, self.axis_y),
                (dated[-1][2] + self.side + 8, self.axis_y),
                arrow=7,
                color=QUIET,
                penwidth="0.8",
                arrowsize="0.6",
            )
        for rank, first, last in self.spans:
            middle = (first + last) / 2
            lines = self.label_lines(rank)
            height = len(lines) * _AXIS_FONT * LINE_HEIGHT
            canvas.text(
                lines,
                center=(middle, self.axis_y - 6 - height / 2),
                size=(max(map(width_em, lines)) * _AXIS_FONT + 4, height),
                font_size=_AXIS_FONT,
            )
            if not rank.label:
                canvas.frame(
                    "undated",
                    low=(first - self.side - 8, self.bottom - 6),
                    high=(last + self.side + 8, self.frame_top),
                    style="rounded,dashed",
                    color=QUIET,
                    penwidth="0.8",
                )
            elif len(rank.documents) > 1:
                spread = self.pitch * 0.36
                canvas.line(
                    (first - spread, self.axis_y),
                    (last + spread, self.axis_y),
                    color=INK,
                    penwidth="2.4",
                )
            else:
                canvas.shape(
                    center=(middle, self.axis_y),
                    size=(5, 5),
                    shape="circle",
                    style="filled",
                    fillcolor=INK,
                    color=INK,
                )

    @property
    def frame_top(self) -> float:
        return max((self.top(document) for document in self.scene.documents), default=0) + 8

    def _about(self, document: Document, links: Links | None) -> dict[str, str]:
        profile = self.scene.profiles.get(document.id)
        facts = picture_words.document(document, profile, self.scene.words)
        # The script of a page finds by these what belongs to which document.
        marks = f"of-{self.scene.numbers[document.id]}"
        if self.scene.use_dates and document.date:
            marks += f" year-{document.date[:4]}"
        attributes = {"tooltip": tooltip(*facts), "class": marks}
        address = links(document.id) if links else None
        return attributes | ({"URL": url(address)} if address else {})

    def _look(self, document: Document) -> dict[str, str]:
        return {
            "id": f"document-{self.scene.numbers[document.id]}",
            "fillcolor": self.scene.fill(document),
            "color": _BORDER,
            "penwidth": "0.8",
        }


class BoxRow(Row):
    """A few documents: boxes with the title and small type in them."""

    width = 158.0
    pad = 8.0
    title_font = 10.5
    pitch = 184.0
    undated_gap = 34.0
    side = 79.0 + 10.0
    port_gap = 22.0
    rise = 34.0
    ceiling = 300.0

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        room = (self.width - 2 * self.pad) / self.title_font
        self.titles = {
            document.id: wrap(shown(document.title or document.id), width=room, lines=4)
            for document in scene.documents
        }
        lines = max(map(len, self.titles.values()), default=1)
        self.height = lines * self.title_font * LINE_HEIGHT + 2 * _SMALL * LINE_HEIGHT + 18
        self.axis_y = -self.height - 14
        self.bottom = self.axis_y - 21

    def top(self, document: Document) -> float:  # noqa: ARG002
        return 0.0

    def top_width(self, document: Document) -> float:  # noqa: ARG002
        return self.width * 0.8

    def draw_documents(self, canvas: Canvas, links: Links | None) -> None:
        labels = {each.id: rank.label for rank, _, _ in self.spans for each in rank.documents}
        room = (self.width - 2 * self.pad) / _SMALL
        for document in self.scene.documents:
            x = self.centers[document.id]
            about = self._about(document, links)
            canvas.shape(
                name=self.scene.name(document.id),
                center=(x, -self.height / 2),
                size=(self.width, self.height),
                shape="box",
                style="rounded,filled",
                **self._look(document),
                **about,
            )
            title = self.titles[document.id]
            title_height = len(title) * self.title_font * LINE_HEIGHT
            canvas.text(
                title,
                center=(x, -7 - title_height / 2),
                size=(self.width - 2 * self.pad, title_height),
                font_size=self.title_font,
                align="l",
                **about,
            )
            profile = self.scene.profiles.get(document.id)
            facts = picture_words.size(document, profile, self.scene.words)
            if document.date and document.date != labels[document.id]:
                facts = f"{document.date} · {facts}"
            canvas.text(
                ["".join(wrap(shown(line), width=room, lines=1)) for line in (document.id, facts)],
                center=(x, -self.height + 7 + _SMALL * LINE_HEIGHT),
                size=(self.width - 2 * self.pad, 2 * _SMALL * LINE_HEIGHT),
                font_size=_SMALL,
                align="l",
                fontcolor=_BORDER,
                **about,
            )


class DiscRow(Row):
    """Many documents: discs sized by length on a line, titles in two rows below."""

    pitch = 30.0
    group_gap = 0.0
    undated_gap = 60.0
    side = 30.0
    axis_y = -19.0
    port_gap = 3.0
    thickest = 3.2
    rise = 40.0
    floor = 28.0
    ceiling = 380.0
    edge_alpha = "99"

    title_font = 8.0
    id_font = 6.5
    least, most = 6.0, 22.0

    def __init__(self, scene: Scene) -> None:
        if len(scene.documents) > 40:
            self.pitch, self.side = 26.0, 26.0
        super().__init__(scene)
        self.longest = max((len(each.text) for each in scene.documents), default=1) or 1
        self.labels = self._labels()
        rows: list[float] = [0.0, 0.0]
        for place, document in enumerate(scene.documents):
            rows[place % 2] = max(rows[place % 2], self._height(document))
        lines = max((len(self.label_lines(rank)) for rank in scene.ranks), default=1)
        top = self.axis_y - 9 - lines * _AXIS_FONT * LINE_HEIGHT
        self.row_tops = (top, top - rows[0] - 5)
        self.bottom = self.row_tops[1] - rows[1]

    def label_lines(self, rank: Rank) -> list[str]:
        # The year above the day, so that days take no more room than years.
        year, dash, day = rank.label.partition("-")
        return [year, day] if dash else super().label_lines(rank)

    def diameter(self, characters: int) -> float:
        return max(self.least, self.most * float((characters / self.longest) ** 0.5))

    def top(self, document: Document) -> float:
        return self.diameter(len(document.text)) / 2

    def top_width(self, document: Document) -> float:
        return self.diameter(len(document.text)) * 0.6

    def disc_samples(self) -> tuple[tuple[int, float], ...]:
        amounts = sorted({round_down(self.longest), round_down(self.longest // 4)} - {0})
        return tuple((amount, self.diameter(amount)) for amount in amounts)

    @property
    def frame_top(self) -> float:
        return self.most / 2 + 8

    def draw_documents(self, canvas: Canvas, links: Links | None) -> None:
        for place, document in enumerate(self.scene.documents):
            x = self.centers[document.id]
            about = self._about(document, links)
            size = self.diameter(len(document.text))
            canvas.shape(
                name=self.scene.name(document.id),
                center=(x, 0),
                size=(size, size),
                shape="circle",
                style="filled",
                **self._look(document),
                **about,
            )
            y = self.row_tops[place % 2]
            if place % 2:
                canvas.line((x, self.row_tops[0] + 2), (x, y + 1), color="#c3c9cf", penwidth="0.6")
            for lines, font, color in self.labels[document.id]:
                height = len(lines) * font * LINE_HEIGHT
                canvas.text(
                    lines,
                    center=(x, y - height / 2),
                    size=(2 * self.pitch - 4, height),
                    font_size=font,
                    fontcolor=color,
                    **about,
                )
                y -= height

    def _height(self, document: Document) -> float:
        return sum(len(lines) * font * LINE_HEIGHT for lines, font, _ in self.labels[document.id])

    def _labels(self) -> dict[str, list[tuple[list[str], float, str]]]:
        """Return the text below each disc: the title, or the id where titles repeat."""
        titles = [document.title for document in self.scene.documents]
        distinct = len(set(titles)) == len(titles) and all(titles)
        shared = _shared_parts([document.id for document in self.scene.documents])
        room = 2 * self.pitch - 4
        labels: dict[str, list[tuple[list[str], float, str]]] = {}
        for rank in self.scene.ranks:
            for document in rank.documents:
                short = _without(stem(document.id), {*shared, rank.label, document.date})
                main = document.title if distinct else short
                small = [stem(document.id)] if distinct else []
                if document.date and document.date != rank.label:
                    small.append(document.date)
                parts = [(wrap(shown(main), width=room / self.title_font, lines=5), 8.0, INK)]
                for text in small:
                    lines = wrap(shown(text), width=room / self.id_font, lines=2)
                    parts.append((lines, self.id_font, QUIET))
                labels[document.id] = parts
        return labels


def round_down(amount: int) -> int:
    """Return the next number below that is easy to read: one digit and zeros."""
    unit: int = 10 ** (len(str(amount)) - 1)
    return amount // unit * unit


def stem(name: str) -> str:
    """Return a name without the suffix of its file."""
    head, dot, ending = name.rpartition(".")
    return head if dot and head and ending.isalnum() and len(ending) <= 5 else name


def _shared_parts(ids: Sequence[str]) -> set[str]:
    """Return the parts between underscores that all ids have: they tell nothing apart."""
    parts = [set(stem(each).split("_")) for each in ids]
    return set.intersection(*parts) if len(parts) > 1 else set()


def _without(name: str, said: Collection[str | None]) -> str:
    """Return a name without the parts that are said already; all of it if nothing is left."""
    kept = [part for part in name.split("_") if part not in said]
    return "_".join(kept) or name
