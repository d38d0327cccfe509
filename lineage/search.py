"""Where one given text occurs in a corpus, and what became of it."""

from collections.abc import Iterator, Sequence

from lineage.align import similarity
from lineage.chain import Side, join_pieces, make_piece, snap_ends, split_points
from lineage.descent import describe
from lineage.members import typical_wording
from lineage.model import Document, Family, NormSpan, Occurrence
from lineage.places import Group, Place
from lineage.plane import MATCH, aligned_points
from lineage.prepare import Prepared, prepare
from lineage.segment import with_marks
from lineage.settings import Settings

_LEAST_FOUND = 0.6
"""Likeness from which a place is an occurrence of the text."""

_LEAST_BITS = 0.6
"""Share of the text's surprisal that must be found there, so that a text is not found
wherever its common words are."""


def search(text: str, documents: Sequence[Document]) -> tuple[Occurrence, ...]:
    """Return where a text occurs, exactly or nearly; the likest first."""
    query, prepared = _prepare_all(text, documents)
    found = [
        Occurrence(
            document=side.document.id,
            span=with_marks(side.document.text, side.stream.raw_span(span)),
            text=with_marks(side.document.text, side.stream.raw_span(span)).cut(side.document.text),
            similarity=likeness,
        )
        for side in prepared
        for span, likeness in _places(query, side)
    ]
    return tuple(sorted(found, key=lambda o: (-o.similarity, o.document, o.span)))


def trace_text(text: str, documents: Sequence[Document], settings: Settings) -> Family | None:
    """Return the family of a text: all its occurrences, and their descent.

    Args:
        text: The wording to look for.
        documents: The documents in the order of their dates.
        settings: Whether dates count.
    """
    query, prepared = _prepare_all(text, documents)
    places = sorted(
        Place(number, span.start, span.end)
        for number, side in enumerate(prepared)
        for span, _ in _places(query, side)
    )
    if not places:
        return None
    wordings = [prepared[p.document].stream.text[p.start : p.end] for p in places]
    counts = {wording: wordings.count(wording) for wording in wordings}
    return describe(
        Group(typical_wording(counts), tuple(places)), prepared, use_dates=settings.use_dates
    )


def _prepare_all(text: str, documents: Sequence[Document]) -> tuple[Prepared, tuple[Prepared, ...]]:
    query, *prepared = prepare([Document(id="", text=text), *documents])
    return query, tuple(prepared)


def _places(query: Prepared, side: Prepared) -> Iterator[tuple[NormSpan, float]]:
    """Yield where the query occurs in one document, in reading order, and how nearly."""
    n = len(query.stream)
    if not n:
        return
    exact = list(_exact_places(query.stream.text, side.stream.text))
    yield from ((span, 1.0) for span in exact)
    points = aligned_points(
        query.codes,
        side.codes,
        left_bits=query.bits,
        right_bits=side.bits,
        threshold=max(2 * MATCH, int(_LEAST_FOUND * MATCH * n / 2)),
        seed_bits=0.0,
    )
    sides = Side(query.bits, query.borders), Side(side.bits, side.borders)
    runs = split_points(points.x, points.y)
    pieces = join_pieces([make_piece(x, y, *sides) for x, y in runs], *sides)
    taken = list(exact)
    for piece in sorted(pieces, key=lambda p: (-p.score, p.right)):
        span = snap_ends(piece, *sides)[1]
        likeness = similarity(query.stream.text, side.stream.text[span.start : span.end])
        if likeness < _LEAST_FOUND or piece.bits < _LEAST_BITS * float(query.bits.sum()):
            continue
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
            yield span, likeness


def _exact_places(query: str, stream: str) -> Iterator[NormSpan]:
    at = stream.find(query)
    while at >= 0:
        yield NormSpan(at, at + len(query))
        at = stream.find(query, at + len(query))
