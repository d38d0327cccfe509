"""Segments of a corpus → its passage pairs, the stage between seeding and families.

Each pair of documents is a matter of its own, so that the pairs can be done in parts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from lineage.measures import chance_bits
from lineage.parts import MapParts, Progress, in_parts, no_progress, one_after_another
from lineage.places import Link, Place
from lineage.prepare import Prepared, Side
from lineage.seeding import SEGMENT, Columns
from reference.chain import (
    CORPUS,
    Piece,
    join_pieces,
    make_piece,
    settle_rivals,
    trim_thin_ends,
)
from reference.extend import extend_segments
from reference.runs import Run
from reference.screening import Screen, make_screen, promising
from reference.snapping import snap_ends

_PIECE_SHARE = 0.6
"""Share of the threshold in bits that a piece must have to be worth joining to others."""


def least_piece_bits(n_tokens: int, min_bits: float) -> float:
    """Return the bits that a passage shared in a corpus of this size must have."""
    # Each pair of places counts once, whichever comes first.
    return min_bits + chance_bits(n_tokens, n_tokens) - 1


@dataclass(frozen=True, slots=True, eq=False)
class _Extending:
    """What extending the segments of any part of a corpus asks for."""

    prepared: Sequence[Prepared]
    segments: Columns
    screen: Screen
    least_bits: float


def find_links(
    prepared: Sequence[Prepared],
    segments: Columns,
    least_bits: float,
    tell: Progress = no_progress,
    map_parts: MapParts = one_after_another,
) -> Iterator[Link]:
    """Yield the passage pairs of a corpus.

    Args:
        prepared: The documents.
        segments: What the plan found.
        least_bits: Bits that a passage must have.
        tell: Told how far it is.
        map_parts: Does the work that can be done in parts.
    """
    state = _Extending(prepared, segments, make_screen(prepared), least_bits)
    pairs = documents_of(segments)
    weights = [rows.stop - rows.start for _, _, rows in pairs]
    parts = [pairs[part] for part in in_parts(weights, _SEGMENTS_A_PART)]
    for n, (places, likenesses) in enumerate(map_parts(_links_of, state, parts)):
        tell("extending", n / len(parts))
        for row, likeness in zip(places.tolist(), likenesses.tolist(), strict=True):
            yield Link(Place(*row[:3]), Place(*row[3:]), likeness)


def documents_of(table: Columns) -> list[tuple[int, int, slice]]:
    """Return the runs of rows of one pair of documents in a table sorted by a and b."""
    a, b = table["a"], table["b"]
    if not len(a):
        return []
    changes = np.flatnonzero((np.diff(a) != 0) | (np.diff(b) != 0)) + 1
    edges = [0, *changes.tolist(), len(a)]
    return [(int(a[i]), int(b[i]), slice(i, j)) for i, j in pairwise(edges)]


_SEGMENTS_A_PART = 5_000
"""Segments that are extended in one go."""


def _links_of(
    state: _Extending, pairs: Sequence[tuple[int, int, slice]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Return the passage pairs of some pairs of documents, as columns."""
    rows = slice(pairs[0][2].start, pairs[-1][2].stop)
    a, b, x, y, length = (state.segments[name][rows].astype(np.int64) for name in SEGMENT)
    kept = promising(state.screen, (a, b), (x, y), length, state.least_bits)
    runs = list(zip(x.tolist(), y.tolist(), length.tolist(), strict=True))
    found: list[Link] = []
    for left, right, within in pairs:
        own = range(within.start - rows.start, within.stop - rows.start)
        chosen = [runs[n] for n in own if kept[n]]
        if chosen:
            texts = state.prepared[left], state.prepared[right]
            pieces = _pieces(texts, chosen, state.least_bits)
            found.extend(_passage_links(*texts, (left, right), pieces))
    places = np.array([(*link.left, *link.right) for link in found], np.int32).reshape(-1, 6)
    return places, np.array([link.likeness for link in found])


def _passage_links(
    left: Prepared, right: Prepared, numbers: tuple[int, int], pieces: Iterable[Piece]
) -> Iterator[Link]:
    """Yield the passage pairs of two documents with their ends at good borders."""
    sides = left.side, right.side
    for piece in pieces:
        spans = snap_ends(piece, *sides, chaining=CORPUS)
        texts = [p.stream.text[s.start : s.end] for p, s in zip((left, right), spans, strict=True)]
        yield Link(
            Place(numbers[0], spans[0].start, spans[0].end),
            Place(numbers[1], spans[1].start, spans[1].end),
            Indel.normalized_similarity(*texts),
        )


def _pieces(
    texts: tuple[Prepared, Prepared], segments: list[Run], least_bits: float
) -> list[Piece]:
    """Return the shared passages of one pair of documents."""
    sides = texts[0].side, texts[1].side
    extended = extend_segments(texts[0].stream.text, texts[1].stream.text, segments, sides[0])
    pieces = [
        make_piece(trim_thin_ends(runs, *sides, chaining=CORPUS), *sides)
        for runs in extended
        if _bits(runs, sides[0]) >= _PIECE_SHARE * least_bits
    ]
    joined = join_pieces(pieces, *sides, chaining=CORPUS)
    return settle_rivals(
        [piece for piece in joined if piece.score >= least_bits],
        *sides,
        least_bits,
        chaining=CORPUS,
    )


def _bits(runs: Sequence[Run], side: Side) -> float:
    return sum(side.sums[x + n] - side.sums[x] for x, _, n in runs)
