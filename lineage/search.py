"""Where one given text occurs in a corpus, and what became of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from lineage.align import likeness, similarity
from lineage.attestation import Usage
from lineage.chain import Piece, joined_pieces
from lineage.dates import dates_of
from lineage.descent import describe
from lineage.direction import direct
from lineage.model import Document, Family, NormSpan, Occurrence
from lineage.native.tables import Tokens
from lineage.places import Group, Place
from lineage.placing import tokens_at, typical_place
from lineage.plane import CAP, MATCH, Ints, aligned_points
from lineage.prepare import Prepared, cut_documents, prepare_cut, prepare_query, texts_of
from lineage.scripts import Scripts
from lineage.segment import with_marks
from lineage.settings import Settings
from lineage.words import count_words, word_bits

_LEAST_FOUND = 0.6
"""Likeness from which a place is an occurrence of the text."""

_LEAST_BITS = 0.5
_SHORT_BONUS = 0.25
_LONG = 40
"""Share of the text's surprisal, less what changes cost, that must be found in a place; the
short texts' share is larger, and from this length in tokens on it is the least. So a text is
not found wherever its common words are: 加强安全生产工作 is not wherever 安全生产工作 is."""

_NOTHING = 0xFFFFFFFF
"""A token code that no token has."""

Weighed = Callable[[Prepared, Ints], Prepared]
"""Returns a document with some tokens, at least, weighed as the text is that is looked for."""


def as_it_is(side: Prepared, _tokens: Ints) -> Prepared:
    """Return a document that was weighed together with all others."""
    return side


def search(text: str, documents: Sequence[Document]) -> tuple[Occurrence, ...]:
    """Return where a text occurs, exactly or nearly; the likest first."""
    return search_prepared(*_prepare_all(text, documents))


def search_prepared(
    query: Prepared, prepared: Iterable[Prepared], weighed: Weighed = as_it_is
) -> tuple[Occurrence, ...]:
    """Return where a text occurs in documents that are prepared.

    Args:
        query: The text.
        prepared: The documents.
        weighed: Weighs what is like the text.
    """
    found = []
    for side in prepared:
        document = side.document
        for span, alike in _places(query, side, weighed):
            raw = with_marks(document.text, side.stream.raw_span(span))
            found.append(Occurrence(document.id, raw, raw.cut(document.text), alike))
    return tuple(sorted(found, key=lambda o: (-o.similarity, o.document, o.span)))


def trace_text(text: str, documents: Sequence[Document], settings: Settings) -> Family | None:
    """Return the family of a text: all its occurrences, and their descent.

    Args:
        text: The wording to look for.
        documents: The documents in the order of their dates.
        settings: Whether dates count.
    """
    query, prepared = _prepare_all(text, documents)
    dates = dates_of(documents, use_dates=settings.use_dates)
    return trace_prepared(query, prepared, dates, use_dates=settings.use_dates)


def trace_prepared(
    query: Prepared,
    prepared: Iterable[Prepared],
    dates: Mapping[str, str | None],
    *,
    use_dates: bool,
    weighed: Weighed = as_it_is,
    usage: Callable[[Sequence[Prepared]], Usage] | None = None,
) -> Family | None:
    """Return the family of a text in documents that are prepared.

    Args:
        query: The wording to look for.
        prepared: The documents in the order of their dates.
        dates: The date of each; all ``None`` when dates must not be used.
        use_dates: Whether dates count.
        weighed: Weighs what is like the wording.
        usage: Makes what the documents say, given those that have the text; all of
            ``prepared`` without it.
    """
    having: list[Prepared] = []
    places: list[Place] = []
    for side in prepared:
        places_here = _places(query, side, weighed)
        spans = sorted((span for span, _ in places_here), key=lambda s: (s.start, s.end))
        # Without another source every document has a say in what is usual.
        if spans or usage is None:
            places.extend(Place(len(having), span.start, span.end) for span in spans)
            tokens = [token for span in spans for token in range(span.start, span.end)]
            having.append(weighed(side, np.array(tokens, np.int64)))
    if not places:
        return None
    wording = tokens_at(having, typical_place(texts_of(having), places))
    family = describe(Group(wording, tuple(places)), having, use_dates=use_dates)
    told = None if usage is None else usage(having)
    return direct([family], Scripts(having), dates, usage=told)[0]


def _prepare_all(text: str, documents: Sequence[Document]) -> tuple[Prepared, tuple[Prepared, ...]]:
    query, *cut = cut_documents([Document(id="", text=text), *documents])
    counts = count_words(each.words for each in cut)
    return (
        prepare_query(query, counts, total=counts.total(), n_words=len(counts)),
        prepare_cut(cut, word_bits(counts)),
    )


def _places(query: Prepared, side: Prepared, weighed: Weighed) -> Iterator[tuple[NormSpan, float]]:
    """Yield where the query occurs in one document, and how nearly; the exact places first."""
    if not len(query.stream):
        return
    codes = side.codes.copy()
    found = [(span, 1.0) for span in _exact_places(query.stream.text, side.stream.text)]
    # A better place outdoes all others, so what was found is blotted out and the rest seen anew.
    while True:
        yield from found
        for span, _ in found:
            codes[span.start : span.end] = _NOTHING
        found = _near_places(query, side, codes, weighed)
        if not found:
            return


def _near_places(
    query: Prepared, side: Prepared, codes: Tokens, weighed: Weighed
) -> list[tuple[NormSpan, float]]:
    """Return places that are like the query and do not overlap, of those still to be seen."""
    n = len(query.stream)
    points = aligned_points(
        query.codes,
        codes,
        left_bits=query.bits,
        right_bits=side.bits,
        # A long text scores no more than a part of it.
        threshold=max(2 * MATCH, min(int(_LEAST_FOUND * MATCH * n / 2), CAP)),
        # Whatever its weight: where to look does not depend on how the document is weighed.
        seed_bits=0.0,
    )
    pieces = joined_pieces(points.pairs(), query, weighed(side, points.y))
    least_bits = _least_bits(n) * float(query.bits.sum())
    found: list[tuple[NormSpan, float]] = []
    for piece in sorted(pieces, key=lambda p: (-p.score, p.right)):
        span = _span_found(piece, n)
        texts = query.stream.text, side.stream.text[span.start : span.end]
        # The one knows of placeholders, the other of lists in another order.
        alike = max(similarity(*texts), likeness(*texts))
        if alike < _LEAST_FOUND or piece.score < least_bits:
            continue
        # What was seen before is blotted out, and no second place may reach into it.
        if (codes[span.start : span.end] == _NOTHING).any():
            continue
        if not any(span.start < other.end and other.start < span.end for other, _ in found):
            found.append((span, alike))
    return found


def _least_bits(n_tokens: int) -> float:
    return _LEAST_BITS + _SHORT_BONUS * max(0.0, 1 - n_tokens / _LONG)


def _span_found(piece: Piece, n_tokens: int) -> NormSpan:
    """Return the stretch of the document; it ends where the query does, else at a border."""
    snapped = piece.snapped_right
    start = piece.right.start if piece.left.start == 0 else snapped.start
    end = piece.right.end if piece.left.end == n_tokens else snapped.end
    return NormSpan(start, end) if start < end else piece.right


def _exact_places(query: str, stream: str) -> Iterator[NormSpan]:
    at = stream.find(query)
    while at >= 0:
        yield NormSpan(at, at + len(query))
        at = stream.find(query, at + len(query))
