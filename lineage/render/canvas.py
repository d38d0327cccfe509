"""A drawing in DOT in which every position is given.

The layout engine ``nop2`` takes positions and curves as they stand, in every Graphviz,
so what is laid out here without overlaps is drawn without overlaps. This is the one
place where text enters DOT. Coordinates are points, y grows upwards.
"""

import re
from collections.abc import Iterable, Sequence

import graphviz

from lineage.render.lettering import shown

Point = tuple[float, float]

FONT = "Noto Sans CJK SC"
INK = "#1c2733"
QUIET = "#66707a"
LINE_HEIGHT = 1.2


def escape(text: str) -> str:
    """Return one line of any text as DOT shows it: each character as itself."""
    # DOT resolves character references in every string, and escapes after that.
    escaped: str = graphviz.escape(shown(text).replace("&", "&amp;"))
    return escaped


def join_lines(lines: Iterable[str], *, align: str = "n") -> str:
    """Return lines as one label; ``align`` is ``n`` (centred), ``l`` or ``r``."""
    escaped = [escape(line) for line in lines]
    end = "\\" + align
    # Without this, a label of one line that begins with < and ends with > is taken for markup.
    label: str = graphviz.nohtml(end.join(escaped) + (end if align != "n" else ""))
    return label


def number(value: float) -> str:
    """Return a coordinate in the same few digits everywhere."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Canvas:
    """Collects the parts of a drawing and returns them as DOT."""

    def __init__(self, name: str) -> None:
        self._graph = graphviz.Digraph(name)
        self._graph.attr("node", fontname=FONT, fixedsize="true", margin="0", fontcolor=INK)
        self._graph.attr("edge", fontname=FONT, arrowhead="none")
        self._marks = 0

    def shape(
        self, *, center: Point, size: Point, name: str | None = None, **attributes: str
    ) -> None:
        """Draw a shape without a label; one that edges lead to has a name."""
        self._graph.node(
            name or self._mark(),
            label="",
            pos=_point(center),
            width=number(size[0] / 72),
            height=number(size[1] / 72),
            **attributes,
        )

    def text(
        self,
        lines: Sequence[str],
        *,
        center: Point,
        size: Point,
        font_size: float,
        align: str = "n",
        **attributes: str,
    ) -> None:
        """Draw lines of text in a frame that is not seen."""
        self._graph.node(
            self._mark(),
            label=join_lines(lines, align=align),
            shape="plaintext",
            fontsize=number(font_size),
            pos=_point(center),
            width=number(size[0] / 72),
            height=number(size[1] / 72),
            **attributes,
        )

    def curve(
        self,
        ends: tuple[str, str],
        points: Sequence[Point],
        tip: Point | None = None,
        /,
        **attributes: str,
    ) -> None:
        """Draw an edge along a Bézier curve; an arrow leads from its end to ``tip``."""
        path = " ".join(map(_point, points))
        if tip:
            attributes["arrowhead"] = "normal"
            path = f"e,{_point(tip)} {path}"
        self._graph.edge(*ends, pos=path, **attributes)

    def line(self, start: Point, end: Point, *, arrow: float = 0, **attributes: str) -> None:
        """Draw a straight line from left to right, with an arrow of that length if any."""
        ends = []
        for point in (start, end):
            name = self._mark()
            ends.append(name)
            self._graph.node(
                name, label="", shape="point", style="invis", width="0.01", pos=_point(point)
            )
        last = (end[0] - arrow, end[1])
        third = (last[0] - start[0]) / 3, (last[1] - start[1]) / 3
        points = [(start[0] + third[0] * step, start[1] + third[1] * step) for step in range(3)] + [
            last
        ]
        self.curve((ends[0], ends[1]), points, end if arrow else None, **attributes)

    def frame(self, name: str, *, low: Point, high: Point, **attributes: str) -> None:
        """Draw a frame around what stands between two corners."""
        with self._graph.subgraph(name=f"cluster_{name}") as part:
            # An empty cluster is dropped by some versions, so it holds an unseen point.
            mark = self._mark()
            part.node(
                mark,
                label="",
                shape="point",
                style="invis",
                width="0.01",
                pos=_point(((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)),
            )
            part.attr(bb=f"{_point(low)},{_point(high)}", label="", **attributes)

    def source(self, *, margin: float = 14) -> str:
        """Return the drawing as DOT, with the same white margin on all sides."""
        self._graph.graph_attr.update(
            layout="nop2",
            outputorder="edgesfirst",
            bgcolor="white",
            pad=number(margin / 72),
            fontname=FONT,
        )
        source: str = self._graph.source
        return source

    def _mark(self) -> str:
        self._marks += 1
        return f"mark{self._marks}"


def tooltip(*lines: str) -> str:
    """Return lines as the text that shows when the pointer rests on a shape."""
    # Graphviz resolves the escapes of a tooltip twice: \\N would become a node's name.
    return join_lines(line.replace("\\", "\\\\") for line in lines if line)


def url(address: str) -> str:
    """Return an address as DOT takes it."""
    return re.sub(r"[\x00-\x20]", "", address).replace("\\", "%5C").replace("&", "&amp;")


def _point(point: Sequence[float]) -> str:
    return f"{number(point[0])},{number(point[1])}"
