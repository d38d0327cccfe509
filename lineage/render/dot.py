"""The reuse graph as a drawing in DOT: documents in the order of time, reuse as arcs.

A few documents are boxes with their titles in them; many are discs with titles below.
``scene`` says what is drawn, ``rows`` and ``arcs`` where it stands, ``canvas`` puts it
into DOT.
"""

from collections.abc import Callable, Sequence

from lineage.model import Corpus, Family
from lineage.render import picture_words as words
from lineage.render.arcs import Arc, draw_arcs, place_marks
from lineage.render.canvas import Canvas, number, tooltip, url
from lineage.render.graph_legend import (
    BADGE,
    DIRECTED_COLOR,
    UNDIRECTED_COLOR,
    LegendFacts,
    draw_badge,
    draw_legend,
    draw_passages,
)
from lineage.render.rows import BoxRow, DiscRow, Links, Row, round_down
from lineage.render.scene import Scene, choose_scene, strength

PairLinks = Callable[[str, str], str | None]

# How many passages are quoted below the drawing of many documents.
NUMBERED = 8
LEAST_WIDTH = 620.0


def graph_to_dot(
    corpus: Corpus,
    *,
    edges_per_document: int | None = None,
    max_documents: int = 200,
    links: Links | None = None,
    pair_links: PairLinks | None = None,
    family_links: Links | None = None,
) -> str:
    """Return the drawing of who shares wording with whom.

    Args:
        corpus: What was found.
        edges_per_document: How many of the strongest edges of each document to draw;
            without it all for up to eight documents, then three, above twenty two. What
            is left out is counted in the legend.
        max_documents: How many documents to draw at most, those with the most shared
            text first; the legend counts the rest.
        links: Address of a document's page, by id.
        pair_links: Address of the page that compares two documents, by their ids.
        family_links: Address of a family's page, by id.
    """
    scene = choose_scene(corpus, edges_per_document=edges_per_document, max_documents=max_documents)
    row: Row = BoxRow(scene) if scene.few else DiscRow(scene)
    canvas = Canvas("reuse")
    row.draw_documents(canvas, links)
    row.draw_axis(canvas)
    numbered = _draw_edges(canvas, scene, row, pair_links)
    width = max(row.right - row.left, LEAST_WIDTH)
    left = (row.left + row.right - width) / 2
    bottom = _draw_key(canvas, scene, row, numbered, left, width)
    if numbered:
        draw_passages(canvas, numbered, left=left, top=bottom - 8, width=width, links=family_links)
    return canvas.source()


def _draw_edges(
    canvas: Canvas, scene: Scene, row: Row, pair_links: PairLinks | None
) -> tuple[Family, ...]:
    """Draw the arcs and return the passages that the numbers on them stand for."""
    documents = {document.id: document for document in scene.documents}
    order = {name: place for place, name in enumerate(documents)}
    # An edge without a direction leads from left to right like any other.
    ends = [
        (edge.source, edge.target)
        if edge.directed or order[edge.source] < order[edge.target]
        else (edge.target, edge.source)
        for edge in scene.edges
    ]
    arcs = draw_arcs(
        ends,
        positions={name: (row.centers[name], row.top(documents[name])) for name in documents},
        widths={name: row.top_width(documents[name]) for name in documents},
        port_gap=row.port_gap,
        rise=row.rise,
        floor=row.floor,
        ceiling=row.ceiling,
    )
    most = max((edge.characters for edge in scene.edges), default=1)
    for edge, arc, (tail, head) in zip(scene.edges, arcs, ends, strict=True):
        thickness = line_width(edge.characters, most=most, thickest=row.thickest)
        attributes = {
            "penwidth": number(thickness),
            "tooltip": tooltip(*words.relation(edge, scene.longest(edge))),
            "color": (DIRECTED_COLOR if edge.directed else UNDIRECTED_COLOR) + row.edge_alpha,
        }
        address = pair_links(edge.source, edge.target) if pair_links else None
        if address:
            attributes["URL"] = url(address)
        names = (scene.name(tail), scene.name(head))
        if edge.by == "text":
            attributes["style"] = "dashed"
        if edge.directed:
            size = 0.45 + 0.09 * thickness
            points, tip = arc.curve(room=10 * size), arc.end
            canvas.curve(names, points, tip, arrowsize=number(size), **attributes)
        else:
            attributes["style"] = "dashed"
            canvas.curve(names, arc.curve(), **attributes)
    return _draw_numbers(canvas, scene, arcs)


def _draw_numbers(canvas: Canvas, scene: Scene, arcs: Sequence[Arc]) -> tuple[Family, ...]:
    """Number the passages: on every edge of a few documents, else on the strongest edges."""
    numbers: dict[str, int] = {}
    wanted: dict[int, Family] = {}
    for place in sorted(range(len(arcs)), key=lambda place: strength(scene.edges[place])):
        family = scene.longest(scene.edges[place])
        if family is None or (not scene.few and (family.id in numbers or len(numbers) == NUMBERED)):
            continue
        numbers.setdefault(family.id, len(numbers) + 1)
        wanted[place] = family
    for place, center in place_marks(arcs, list(wanted), size=BADGE).items():
        family = wanted[place]
        draw_badge(canvas, str(numbers[family.id]), center=center, tooltip=tooltip(family.text))
    return tuple(scene.families[name] for name in numbers)


def _draw_key(
    canvas: Canvas,
    scene: Scene,
    row: Row,
    numbered: Sequence[Family],
    left: float,
    width: float,
) -> float:
    top = row.bottom - 22
    canvas.line((left, top), (left + width, top), color="#c3c9cf", penwidth="0.6")
    most = max((edge.characters for edge in scene.edges), default=0)
    samples = sorted({round_down(most), round_down(most // 3), round_down(most // 10)} - {0})
    number_text = words.NUMBER_ON_ALL if scene.few else words.NUMBER_ON_SOME
    facts = LegendFacts(
        scale=scene.scale,
        edge_samples=tuple(
            (amount, line_width(amount, most=most, thickest=row.thickest)) for amount in samples
        ),
        disc_samples=row.disc_samples(),
        directed=any(edge.directed and edge.by != "text" for edge in scene.edges),
        shown=any(edge.by == "text" for edge in scene.edges),
        undirected=any(not edge.directed for edge in scene.edges),
        number_text=number_text if numbered else "",
        notes=scene.notes,
    )
    return draw_legend(canvas, facts, left=left, top=top - 6, width=width)


def line_width(characters: int, *, most: int, thickest: float) -> float:
    """Return how thick an edge is drawn: in proportion, but never too thin to see."""
    return max(0.7, thickest * characters / max(most, 1))
