"""One passage through time as a picture: a row for each occurrence, lines from the sources.

Time runs downwards, undated occurrences stand apart below. Lines of descent run in lanes
beside the rows, as version control draws its branches: the line of a source goes down to
the last that took from it, and each that took branches off. The rows are text of a fixed
height, so nothing has to be laid out by a program and the picture is made here as SVG.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from lineage.edits import wording_edits
from lineage.model import Document, Edit, Family, Occurrence
from lineage.render.lettering import cut, shown, width_em, wrap
from lineage.wording import Words, likeness

_FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
_INK, _QUIET, _LINE, _FIRST = "#1c2733", "#5c6670", "#5f7f9c", "#b3541e"
_NEW, _GONE = "#14532d", "#8f1d14"
_WIDTH, _MARGIN = 900, 24
_SMALL = 13
_ROW, _HEAD_LINE, _SMALL_ROW = 58, 24, 22
_DATE = 96
_LANE = 18
# Lanes that are drawn side by side; beyond them, lines share the outermost one.
_LANES = 8

Links = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Node:
    """One row: who has the wording, and where its line runs.

    Attributes:
        occurrence: The occurrence.
        parent: Row of its source, if that is shown.
        lane: Lane of its own line.
    """

    occurrence: Occurrence
    parent: int | None
    lane: int


def family_svg(
    family: Family,
    documents: Iterable[Document],
    *,
    words: Words | None = None,
    links: Links | None = None,
    labels: Mapping[str, str] | None = None,
    limit: int | None = None,
    heading: bool = True,
) -> str:
    """Return the descent of a family as an SVG document.

    Args:
        family: The passage.
        documents: The documents, for their titles and dates.
        words: The language of what is said; English without it.
        links: Address of a document's page, by id.
        labels: What documents are called, by id; without it, their titles.
        limit: How many occurrences to draw; the picture says how many are left out.
        heading: Whether the wording stands above; where it stands there already, no.
    """
    words = words or Words()
    known = {document.id: document for document in documents}
    names = {name: document.title or name for name, document in known.items()} | dict(labels or {})
    # Those of one date come as the undated ones do: dates say nothing of their order.
    by_date = groupby(family.occurrences, key=lambda occurrence: _date_of(occurrence, known))
    of_date = [(date, _sources_first(list(those))) for date, those in by_date]
    dated = [occurrence for date, those in of_date if date for occurrence in those]
    undated = [occurrence for date, those in of_date if not date for occurrence in those]
    chosen = [*dated, *undated][:limit]
    n_dated = min(len(dated), len(chosen))
    nodes = _nodes(chosen)
    lanes = 1 + max((node.lane for node in nodes), default=0)
    left = _MARGIN + _LANE * lanes + 8
    title = wrap(family.text, width=(_WIDTH - 2 * _MARGIN) / 17, lines=4) if heading else []
    y: float = _MARGIN + (_HEAD_LINE * len(title) + 20 if title else 0)
    ys: list[float] = []
    parts: list[str] = []
    for number, node in enumerate(nodes):
        if number == n_dated:
            # What has no date stands apart, below a line that says so.
            y += 26 if n_dated else 22
            is_shown = any(o.source or o.sources for o in chosen[n_dated:])
            said = words.say("stemma_undated_shown" if is_shown else "stemma_undated")
            parts.append(_text(_MARGIN, y - 18 if n_dated else y - 6, said))
            y += 4
        ys.append(y + 6)
        parts.append(
            _row(
                node,
                nodes,
                family,
                names.get(node.occurrence.document, node.occurrence.document),
                _date_of(node.occurrence, known) or "",
                (left, y),
                names=names,
                words=words,
                links=links,
            )
        )
        y += _ROW
    left_out = len(family.occurrences) - len(chosen)
    if left_out:
        parts.append(_text(left, y + 4, words.say("stemma_more", n=left_out)))
        y += _SMALL_ROW
    height = y + _MARGIN - 20
    head = [
        _text(_MARGIN, _MARGIN + 16 + number * _HEAD_LINE, line, 17, color=_INK, weight="bold")
        for number, line in enumerate(title)
    ]
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg"'
            ' xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' width="{_WIDTH}" height="{height:g}" viewBox="0 0 {_WIDTH} {height:g}"'
            f' font-family={quoteattr(_FONT)} font-size="{_SMALL}" role="img">',
            f"<title>{escape(shown(family.text))}</title>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *head,
            f'<g fill="none" stroke="{_LINE}" stroke-width="1.8">',
            *_lines(nodes, ys),
            "</g>",
            # What most of the writing has is said once, around it.
            f'<g fill="{_QUIET}">',
            *parts,
            "</g>",
            *_dots(nodes, ys, family),
            "</svg>",
            "",
        ]
    )


def _sources_first(undated: Sequence[Occurrence]) -> list[Occurrence]:
    """Return occurrences so that what the text shows to be a source stands above."""
    sources = {occurrence.document: occurrence.source for occurrence in reversed(undated)}

    def depth(document: str | None) -> int:
        seen: set[str] = set()
        while document in sources and document not in seen:
            seen.add(document)
            document = sources[document]
        return len(seen)

    return sorted(undated, key=lambda occurrence: depth(occurrence.document))


def _nodes(occurrences: Sequence[Occurrence]) -> list[_Node]:
    """Return the rows with their lanes: a line keeps its lane until the last has branched off."""
    rows_of: dict[str, list[int]] = {}
    parents: list[int | None] = []
    for row, occurrence in enumerate(occurrences):
        # Only what stands above can be drawn as a source; of several the one with the wording
        # that it is shown to differ from.
        above = rows_of.get(occurrence.source or "", [])
        parents.append(
            max(
                above,
                key=lambda r: occurrences[r].text == occurrence.reference,
                default=None,
            )
        )
        rows_of.setdefault(occurrence.document, []).append(row)
    last_child = {parent: row for row, parent in enumerate(parents) if parent is not None}
    busy: dict[int, int] = {}
    lanes: list[int] = []
    for row, parent in enumerate(parents):
        if parent is not None and last_child[parent] == row:
            lane = lanes[parent]
        else:
            start = 0 if parent is None else lanes[parent] + 1
            lane = next(n for n in range(start, len(parents) + 1) if busy.get(n, -1) < row)
        lane = min(lane, _LANES - 1)
        busy[lane] = max(busy.get(lane, -1), last_child.get(row, row))
        lanes.append(lane)
    return [
        _Node(occurrence, parent, lane)
        for occurrence, parent, lane in zip(occurrences, parents, lanes, strict=True)
    ]


def _x(lane: int) -> float:
    return _MARGIN + 6 + lane * _LANE


def _lines(nodes: Sequence[_Node], ys: Sequence[float]) -> list[str]:
    """Return the line from each source to who took from it, branching off just above."""
    lines = []
    for node, y in zip(nodes, ys, strict=True):
        if node.parent is None:
            continue
        start, above = _x(nodes[node.parent].lane), ys[node.parent]
        end = _x(node.lane)
        turn = y - min(_ROW * 0.6, y - above)
        path = f"M{start:g} {above:g}V{turn:g}"
        path += f"C{start:g} {y:g} {end:g} {turn:g} {end:g} {y:g}" if end != start else f"V{y:g}"
        lines.append(f'<path d="{path}"/>')
    return lines


def _dots(nodes: Sequence[_Node], ys: Sequence[float], family: Family) -> list[str]:
    dots = []
    for node, y in zip(nodes, ys, strict=True):
        first = _is_first(node.occurrence, family)
        # The earliest is told by its form as well as by its colour.
        ring = f'<circle cx="{_x(node.lane):g}" cy="{y:g}" r="8.5" fill="none" stroke="{_FIRST}"/>'
        dots.append(
            f'<circle cx="{_x(node.lane):g}" cy="{y:g}" r="5"'
            f' fill="{_FIRST if first else _INK}">'
            f"<title>{escape(shown(node.occurrence.document))}</title></circle>"
            + (ring if first else "")
        )
    return dots


def _is_first(occurrence: Occurrence, family: Family) -> bool:
    return family.earliest is not None and family.earliest.document == occurrence.document


def _row(
    node: _Node,
    nodes: Sequence[_Node],
    family: Family,
    name: str,
    date: str,
    place: tuple[float, float],
    *,
    names: Mapping[str, str],
    words: Words,
    links: Links | None,
) -> str:
    x, y = place
    occurrence = node.occurrence
    if _is_first(occurrence, family):
        remark = words.say("stemma_earliest")
    elif occurrence.source and node.parent is None:
        # A source without a date stands below, where no line can lead from.
        source = names.get(occurrence.source, occurrence.source)
        remark = words.say("stemma_from", who=cut(shown(source), width=16))
    elif occurrence.source:
        remark = words.say("stemma_likeness", n=likeness(occurrence.similarity))
    else:
        remark = words.say("stemma_no_source", n=likeness(occurrence.similarity))
    room = _WIDTH - _MARGIN - x - (_DATE if date else 0)
    at = x + (_DATE if date else 0)
    label = cut(shown(name), width=(room - width_em(remark) * _SMALL - 16) / 14)
    address = links(occurrence.document) if links else None
    title = _text(at, y + 11, label, 14, color=_INK)
    if address:
        title = f"<a xlink:href={quoteattr(address)}>{title}</a>"
    return "\n".join(
        [
            *([_text(x, y + 11, date)] if date else []),
            title,
            _text(at + width_em(label) * 14 + 12, y + 11, remark),
            _text_of_changes(at, y + 32, occurrence, nodes, node, room=room, words=words),
        ]
    )


def _text_of_changes(
    x: float,
    y: float,
    occurrence: Occurrence,
    nodes: Sequence[_Node],
    node: _Node,
    *,
    room: float,
    words: Words,
) -> str:
    """Return the small line of a row: its wording, or how it differs from its source."""
    plain = _text(x, y, cut(shown(occurrence.text), width=room / _SMALL))
    if node.parent is None:
        return plain
    source = nodes[node.parent].occurrence.text
    if source != occurrence.reference:
        return plain
    pieces = _changed(source, occurrence.text, wording_edits(source, occurrence.text))
    if not pieces:
        return _text(x, y, words.say("stemma_same"))
    spans: list[str] = []
    left = room / _SMALL
    for kind, text in pieces:
        sign, color, line = (
            ("+", _NEW, "underline") if kind == "+" else ("−", _GONE, "line-through")
        )
        short = cut(shown(text), width=min(20.0, left - 2))
        left -= width_em(short) + 2
        if left < 0:
            spans.append(f'<tspan dx="8" fill="{_QUIET}">…</tspan>')
            break
        spans.append(
            f'<tspan dx="{8 if spans else 0}" fill="{color}">{sign}</tspan>'
            f'<tspan fill="{color}" text-decoration="{line}">{escape(short)}</tspan>'
        )
    return f'<text x="{x:g}" y="{y:g}">{"".join(spans)}</text>'


def _changed(before: str, after: str, edits: Sequence[Edit]) -> list[tuple[str, str]]:
    pieces = []
    for edit in edits:
        if edit.operation != "equal":
            pieces += [("-", edit.left.cut(before)), ("+", edit.right.cut(after))]
    return [(kind, text) for kind, text in pieces if text.strip()]


def _date_of(occurrence: Occurrence, known: Mapping[str, Document]) -> str | None:
    document = known.get(occurrence.document)
    return document.date if document else None


def _text(
    x: float,
    y: float,
    text: str,
    size: int = _SMALL,
    *,
    color: str = _QUIET,
    weight: str = "normal",
) -> str:
    large = "" if size == _SMALL else f' font-size="{size}"'
    dark = "" if color == _QUIET else f' fill="{color}"'
    bold = "" if weight == "normal" else f' font-weight="{weight}"'
    return f'<text x="{x:g}" y="{y:g}"{large}{dark}{bold}>{escape(shown(text))}</text>'
