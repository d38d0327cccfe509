"""The reuse graph as a drawing in DOT: documents in the order of time, reuse as arcs.

A few documents are boxes with their titles in them; many are discs with titles below.
``scene`` says what is drawn, ``rows`` and ``arcs`` where it stands, ``canvas`` puts it
into DOT.
"""

import math
from collections.abc import Callable, Sequence

from lineage.model import Corpus, Family
from lineage.render import picture_words
from lineage.render.arcs import Arc, place_marks
from lineage.render.canvas import Canvas, number, tooltip, url
from lineage.render.graph_legend import (
    BADGE,
    DIAMOND,
    DIRECTED_COLOR,
    PASSAGE_COLOR,
    UNDIRECTED_COLOR,
    Entry,
    LegendFacts,
    about,
    draw_badge,
    draw_diamond,
    draw_entries,
    draw_legend,
    draw_passages,
)
from lineage.render.lanes import LaneRow, letter
from lineage.render.rows import BoxRow, DiscRow, Links, Row, round_down
from lineage.render.scene import MANY, Scene, choose_scene, strength
from lineage.wording import Words

PairLinks = Callable[[str, str], str | None]

# How many passages are quoted below the drawing of many documents.
NUMBERED = 8
# How many documents are named below the drawing of very many.
LETTERED = 12
LEAST_WIDTH = 620.0
# Lines from passages to documents that can be drawn at full strength side by side.
_FULL_LINES = 120


def graph_to_dot(
    corpus: Corpus,
    *,
    most_edges: int | None = None,
    max_documents: int = 400,
    families: int = 0,
    words: Words | None = None,
    links: Links | None = None,
    pair_links: PairLinks | None = None,
    family_links: Links | None = None,
) -> str:
    """Return the drawing of who shares wording with whom.

    Args:
        corpus: What was found.
        most_edges: How many edges to draw at most; without it all for up to eight
            documents, else three for two of the first ninety and one for two of the
            rest. Where there are more, the backbone is drawn, and the legend says how it
            was found and what is left out.
        max_documents: How many documents to draw at most, those with the most shared
            text first; the legend counts the rest.
        families: How many of the leading passages to draw as nodes of their own.
        words: The language of what is said; English without it.
        links: Address of a document's page, by id.
        pair_links: Address of the page that compares two documents, by their ids.
        family_links: Address of a family's page, by id.
    """
    scene = choose_scene(
        corpus, most_edges=most_edges, max_documents=max_documents, words=words or Words()
    )
    row = _row(scene)
    canvas = Canvas("reuse")
    row.draw_documents(canvas, links)
    row.draw_axis(canvas)
    arcs = _draw_edges(canvas, scene, row, pair_links)
    badges: tuple[tuple[float, float], ...] = ()
    if families:
        numbered = _draw_families(canvas, scene, row, arcs, families, family_links)
    else:
        numbered, badges = _draw_numbers(canvas, scene, arcs, row)
    width = max(row.right - row.left, LEAST_WIDTH)
    left = (row.left + row.right - width) / 2
    bottom = _draw_key(canvas, scene, row, numbered, left, width, families=bool(families))
    if isinstance(row, LaneRow) and (leading := row.leading(LETTERED)):
        row.draw_letters(canvas, leading, links, badges=badges)
        entries = [
            Entry(
                letter(place),
                document.title or document.id,
                picture_words.lettered(document, scene.profiles.get(document.id), scene.words),
                about(document.title or document.id, links and links(document.id)),
            )
            for place, document in enumerate(leading)
        ]
        bottom = draw_entries(canvas, entries, left=left, top=bottom - 8, width=width)
    if numbered:
        draw_passages(
            canvas,
            numbered,
            left=left,
            top=bottom - 8,
            width=width,
            links=family_links,
            words=scene.words,
            diamonds=bool(families),
        )
    return canvas.source()


def _row(scene: Scene) -> Row:
    if scene.few:
        return BoxRow(scene)
    return DiscRow(scene) if len(scene.documents) <= MANY else LaneRow(scene)


def _draw_edges(canvas: Canvas, scene: Scene, row: Row, pair_links: PairLinks | None) -> list[Arc]:
    """Draw the arcs and return them, in the order of the scene's edges."""
    order = {document.id: place for place, document in enumerate(scene.documents)}
    # An edge without a direction leads from left to right like any other.
    ends = [
        (edge.source, edge.target)
        if edge.directed or order[edge.source] < order[edge.target]
        else (edge.target, edge.source)
        for edge in scene.edges
    ]
    arcs = row.arcs(ends)
    most = max((edge.characters for edge in scene.edges), default=1)
    for edge, arc, (tail, head) in zip(scene.edges, arcs, ends, strict=True):
        thickness = line_width(edge.characters, most=most, thickest=row.thickest)
        attributes = {
            "penwidth": number(thickness),
            "tooltip": tooltip(*picture_words.relation(edge, scene.longest(edge), scene.words)),
            # The script of a page finds by these whose edge it is, and how strong.
            "class": f"from-{scene.numbers[edge.source]}-to-{scene.numbers[edge.target]}"
            f"-weight-{edge.characters}",
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
    return list(arcs)


def _draw_numbers(
    canvas: Canvas, scene: Scene, arcs: Sequence[Arc], row: Row
) -> tuple[tuple[Family, ...], tuple[tuple[float, float], ...]]:
    """Number the passages: on every edge of a few documents, else on the strongest edges.

    Returns:
        The passages, and where their numbers stand.
    """
    numbers: dict[str, int] = {}
    wanted: dict[int, Family] = {}
    for place in sorted(range(len(arcs)), key=lambda place: strength(scene.edges[place])):
        family = scene.longest(scene.edges[place])
        if family is None or (not scene.few and (family.id in numbers or len(numbers) == NUMBERED)):
            continue
        numbers.setdefault(family.id, len(numbers) + 1)
        wanted[place] = family
    marks = place_marks(arcs, list(wanted), size=BADGE, others=row.obstacles())
    for place, center in marks.items():
        family = wanted[place]
        draw_badge(canvas, str(numbers[family.id]), center=center, tooltip=tooltip(family.text))
    return tuple(scene.families[name] for name in numbers), tuple(marks.values())


def _draw_families(
    canvas: Canvas,
    scene: Scene,
    row: Row,
    arcs: Sequence[Arc],
    amount: int,
    links: Links | None,
) -> tuple[Family, ...]:
    """Draw the leading passages above the arcs, each with a line to who has it."""
    there = {document.id for document in scene.documents}
    chosen = [family for family in scene.families.values() if there & set(family.documents)][
        :amount
    ]
    heights = [arc.at(step / 16)[1] for arc in arcs for step in range(17)]
    y = max([*heights, *(row.top(document) for document in scene.documents)], default=0)
    # The wider the drawing, the more room the lines need to part.
    y += max(60.0, 0.09 * (row.right - row.left))
    middles = {
        family.id: math.fsum(row.centers[name] for name in family.documents if name in there)
        / len(there & set(family.documents))
        for family in chosen
    }
    step = max(DIAMOND + 6, min(120.0, (row.right - row.left) / max(len(chosen), 1)))
    order = sorted(chosen, key=lambda family: (middles[family.id], family.id))
    # Side by side in the order of their middles, as a whole above the documents.
    start = (row.left + row.right - step * (len(order) - 1)) / 2
    places = {family.id: start + step * n for n, family in enumerate(order)}
    tops = {document.id: row.top(document) for document in scene.documents}
    n_lines = sum(len(there & set(family.documents)) for family in chosen)
    # The more lines, the fainter each: hundreds must not hide what lies below them.
    alpha = f"{max(0x26, 0x55 * min(_FULL_LINES, n_lines) // max(n_lines, 1)):02x}"
    for number_of, family in enumerate(chosen, start=1):
        name, x = f"p{number_of}", places[family.id]
        about = {"tooltip": tooltip(family.text)}
        address = links(family.id) if links else None
        if address:
            about["URL"] = url(address)
        for document in family.documents:
            if document not in there:
                continue
            end = (row.centers[document], tops[document] + 1)
            begin = (x, y - DIAMOND / 2)
            third = (begin[1] - end[1]) / 3
            points = [begin, (x, begin[1] - third), (end[0], end[1] + third), end]
            canvas.curve(
                (name, scene.name(document)),
                points,
                color=PASSAGE_COLOR + alpha,
                penwidth="0.6",
                tooltip=tooltip(family.text),
            )
        draw_diamond(canvas, str(number_of), center=(x, y), name=name, **about)
    return tuple(chosen)


def _draw_key(
    canvas: Canvas,
    scene: Scene,
    row: Row,
    numbered: Sequence[Family],
    left: float,
    width: float,
    *,
    families: bool,
) -> float:
    top = row.bottom - 22
    canvas.line((left, top), (left + width, top), color="#c3c9cf", penwidth="0.6")
    most = max((edge.characters for edge in scene.edges), default=0)
    samples = sorted({round_down(most), round_down(most // 3), round_down(most // 10)} - {0})
    number_text = scene.words.say("pic_number_all" if scene.few else "pic_number_some")
    facts = LegendFacts(
        scale=scene.scale,
        edge_samples=tuple(
            (amount, line_width(amount, most=most, thickest=row.thickest)) for amount in samples
        ),
        disc_samples=row.disc_samples(),
        directed=any(edge.directed and edge.by != "text" for edge in scene.edges),
        shown=any(edge.by == "text" for edge in scene.edges),
        undirected=any(not edge.directed for edge in scene.edges),
        number_text=number_text if numbered and not families else "",
        notes=(*scene.notes, *row.notes()),
        words=scene.words,
        passages=bool(numbered) and families,
    )
    return draw_legend(canvas, facts, left=left, top=top - 6, width=width)


def line_width(characters: int, *, most: int, thickest: float) -> float:
    """Return how thick an edge is drawn: in proportion, but never too thin to see."""
    return max(0.7, thickest * characters / max(most, 1))
