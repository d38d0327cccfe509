"""One passage through time as a picture: a row for each occurrence, arrows from the sources.

Time runs downwards, undated occurrences stand apart below. The rows are text of a fixed
height, so nothing has to be laid out by a program and the picture is made here as SVG.
"""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from lineage.model import Document, Family, Occurrence
from lineage.render.lettering import cut, shown, wrap

_FONT = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
_INK, _QUIET, _LINE, _FIRST = "#1c2733", "#66707a", "#8a97a3", "#b3541e"
_WIDTH, _MARGIN = 900, 24
_ROW, _HEAD_LINE = 58, 24
_DATE = 100
# Room left of the rows, for the arrows and without any.
_ARCS, _NO_ARCS = 120, 20
# What users read, in one place.
_UNDATED = "date unknown"
_ORDER_UNKNOWN = "order not known"
_EARLIEST = "earliest known"


def family_svg(family: Family, documents: Iterable[Document]) -> str:
    """Return the descent of a family as an SVG document.

    Args:
        family: The passage.
        documents: The documents, for their titles and dates.
    """
    known = {document.id: document for document in documents}
    dated = [o for o in family.occurrences if _date_of(o, known)]
    undated = [o for o in family.occurrences if not _date_of(o, known)]
    heading = wrap(family.text, width=(_WIDTH - 2 * _MARGIN) / 17, lines=4)
    top = _MARGIN + _HEAD_LINE * len(heading) + 20
    room = _ARCS if any(o.source for o in family.occurrences) else _NO_ARCS
    places: dict[int, float] = {}
    parts: list[str] = []
    y = top
    for number, occurrence in enumerate([*dated, *undated]):
        if number == len(dated) and dated:
            y += 26
        if number == len(dated):
            y += 22
            parts.append(_text(_MARGIN + room, y - 18, _ORDER_UNKNOWN, size=13, color=_QUIET))
        places[number] = y + 6
        parts.append(_row(occurrence, family, known.get(occurrence.document), (_MARGIN + room, y)))
        y += _ROW
    arcs = _arcs([*dated, *undated], places)
    title = [
        _text(_MARGIN, _MARGIN + 16 + number * _HEAD_LINE, line, size=17, weight="bold")
        for number, line in enumerate(heading)
    ]
    height = y + _MARGIN - 20
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:g}"'
            f' viewBox="0 0 {_WIDTH} {height:g}" font-family={quoteattr(_FONT)} role="img">',
            f"<title>{escape(shown(family.text))}</title>",
            '<rect width="100%" height="100%" fill="#ffffff"/>',
            *title,
            *arcs,
            *parts,
            "</svg>",
            "",
        ]
    )


def _row(
    occurrence: Occurrence, family: Family, document: Document | None, place: tuple[int, float]
) -> str:
    x, y = place
    earliest = family.earliest
    is_first = earliest is not None and earliest.document == occurrence.document
    date = (document.date if document else None) or _UNDATED
    name = (document.title if document else "") or occurrence.document
    remark = f" · {_EARLIEST}" if is_first else f" · {occurrence.similarity:.2f}"
    room = _WIDTH - _MARGIN - x - _DATE
    return "\n".join(
        [
            f'<circle cx="{x - 12}" cy="{y + 6:g}" r="5" fill="{_FIRST if is_first else _INK}">'
            f"<title>{escape(shown(occurrence.document))}</title></circle>",
            _text(x, y + 11, date, size=13, color=_QUIET),
            _text(x + _DATE, y + 11, cut(shown(name), width=room / 14 - 8) + remark, size=14),
            _text(
                x + _DATE,
                y + 32,
                cut(shown(occurrence.text), width=room / 13),
                size=13,
                color=_QUIET,
            ),
        ]
    )


def _arcs(occurrences: Sequence[Occurrence], places: dict[int, float]) -> list[str]:
    """Return a curve from each occurrence's source to it, further out the longer it is."""
    x = _MARGIN + _ARCS - 12
    arcs = []
    for number, occurrence in enumerate(occurrences):
        source = next(
            (n for n, other in enumerate(occurrences) if other.document == occurrence.source), None
        )
        if source is None or source == number:
            continue
        start, end = places[source], places[number]
        out = x - min(_ARCS - 16, 18 + abs(number - source) * 10)
        arcs.append(
            f'<path d="M{x:g} {start:g}C{out:g} {start:g} {out:g} {end:g} {x - 6:g} {end:g}"'
            f' fill="none" stroke="{_LINE}" stroke-width="1.5"/>'
            f'<path d="M{x - 6:g} {end:g}l-7 -4v8z" fill="{_LINE}"/>'
        )
    return arcs


def _date_of(occurrence: Occurrence, known: dict[str, Document]) -> str | None:
    document = known.get(occurrence.document)
    return document.date if document else None


def _text(
    x: float, y: float, text: str, *, size: int, color: str = _INK, weight: str = "normal"
) -> str:
    bold = "" if weight == "normal" else f' font-weight="{weight}"'
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{color}"{bold}>'
        f"{escape(shown(text))}</text>"
    )
