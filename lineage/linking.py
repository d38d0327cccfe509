"""Segments of a corpus → its passage pairs, the stage between seeding and families.

Each pair of documents is a matter of its own, so that the pairs can be done in parts. What
is done with one stands in `native/extend.c` and `native/chain.c`:

1. **Screening.** Most n-grams that two documents share stand there by chance, or are a
   phrase that everybody uses. Extending each of them takes many times as long as a look at
   what stands beside it: the tokens that agree within 24 on the same diagonal or on one of
   three on either side, weighed as the extension weighs them, changes more cheaply, since
   what stands further on may make good for them. A segment is kept if it may reach four
   fifths of the bits that a passage must have. Measured on 438 laws and speeches: of the
   segments a third is left, and of the occurrences of families that are listed 99.2 in a
   hundred keep one. As BLAST does before it aligns with gaps (S. F. Altschul et al., "Gapped
   BLAST and PSI-BLAST", 1997).
2. **Extension** with an X-drop rule (Z. Zhang et al., "A greedy algorithm for aligning DNA
   sequences", 2000), the longest segments first. Windows of 64 tokens of either text are
   aligned; the steps are followed outwards and scored in bits (a match earns its surprisal,
   a changed token costs 6), growth stops where the score has fallen 70 below its best, and
   the best place is the end. A window that ends well is followed by another, so the cost is
   linear in what is found. Why not the whole plane, as for a single pair of documents: a
   corpus has hundreds of thousands of segments.
3. **Pieces** are trimmed, joined and rid of rivals (`chain`), their ends moved to good borders
   nearby.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lineage.measures import chance_bits
from lineage.native.library import Rows
from lineage.native.passages import links
from lineage.native.passages import promising as kernel_promising
from lineage.native.tables import LINK, RUN, Bools, Ints, Longs, Text, Texts
from lineage.parts import MapParts, Progress, in_kernels, in_parts, no_progress, one_after_another
from lineage.seeding import Columns, pair_edges


def least_piece_bits(n_tokens: int, min_bits: float) -> float:
    """Return the bits that a passage shared in a corpus of this size must have."""
    # Each pair of places counts once, whichever comes first.
    return min_bits + chance_bits(n_tokens, n_tokens) - 1


@dataclass(frozen=True, slots=True, eq=False)
class _Extending:
    """What extending the segments of any part of a corpus asks for."""

    texts: Texts
    segments: Columns
    first: Longs
    least_bits: float


def find_links(
    texts: Texts,
    segments: Columns,
    least_bits: float,
    tell: Progress = no_progress,
    map_parts: MapParts = one_after_another,
) -> Rows:
    """Return the passage pairs of a corpus, as rows of `LINK`.

    Args:
        texts: The documents.
        segments: What the plan found.
        least_bits: Bits that a passage must have.
        tell: Told how far it is.
        map_parts: Does the work that can be done in parts.
    """
    first = pair_edges(segments)
    state = _Extending(texts, segments, first, least_bits)
    parts = in_parts(np.diff(first).tolist(), _SEGMENTS_A_PART)
    found = [np.zeros(0, LINK)]
    for n, rows in enumerate(map_parts(_links_of, state, parts)):
        tell("extending", n / len(parts))
        found.append(rows)
    return np.concatenate(found)


_SEGMENTS_A_PART = 50_000
"""Segments that are extended in one go."""


@in_kernels
def _links_of(state: _Extending, part: slice) -> Rows:
    """Return the passage pairs of some pairs of documents, as rows of `LINK`."""
    first = state.first[part.start : part.stop + 1]
    rows = slice(first[0], first[-1])
    return links(
        state.texts,
        *_pairs_of(state.segments, rows, first),
        least_bits=state.least_bits,
    )


def _pairs_of(segments: Columns, rows: slice, first: Longs) -> tuple[Ints, Longs, Rows]:
    """Return the documents of pairs, where the segments of each begin, and the segments.

    Args:
        segments: The segments of all pairs.
        rows: Those that are asked for.
        first: Where the ones of each pair begin, and where the last end.
    """
    runs = np.empty(rows.stop - rows.start, RUN)
    for name in ("x", "y", "length"):
        runs[name] = segments[name][rows]
    documents = np.stack([segments[name][first[:-1]] for name in "ab"], axis=1)
    return documents.astype(np.int32), first - first[0], runs


def promising(texts: Sequence[Text], segments: Columns, least_bits: float) -> Bools:
    """Return which segments may come to a passage: all others are left out by `find_links`.

    Where there are few of many documents, most come to nothing: what is asked of a document whose
    passages are found is worth making for the others only.

    Args:
        texts: The documents: their tokens, and the surprisal of those that are left in a pair.
        segments: What the plan found.
        least_bits: Bits that a passage must have.
    """
    first = pair_edges(segments)
    rows = slice(0, int(first[-1]))
    return kernel_promising(Texts(texts), *_pairs_of(segments, rows, first), least_bits=least_bits)
