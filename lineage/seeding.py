"""Where to look: n-grams that two documents share.

For a corpus, **neighbours in hierarchical order**. Every position gets the hash of the
next k tokens, of the next 2k and of the next 4k. All positions whose k-hash occurs in
more than one document are ordered by (h_k, h_2k, h_4k, document, position), documents
standing in the order of their dates. Positions with the longest equal continuation now
stand next to each other, and each is linked to its nearest predecessor in another
document: one link a position, however widespread the n-gram is. Pairing all occurrences
would cost the square of their number, which is why other tools drop the most copied
wording, the very thing that is asked for here.

Links on one diagonal of one pair of documents, close together, make a segment. The whole
is one SQL text, `PLAN`, that an engine runs.

For one pair of documents nothing needs to be thrifty: all shared n-grams count there
(`native/tiles.c`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lineage.native import passages
from lineage.native.tables import Longs, Tokens, edges, in_a_row, row_order
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another

Column = npt.NDArray[np.generic]
Columns = Mapping[str, Column]
Numbers = npt.NDArray[np.intp]

MAX_GAP = 12
"""Tokens between two links of one segment, at most."""

_LINKS = """
WITH shared AS (
    SELECT h1 FROM postings GROUP BY h1 HAVING min(doc) < max(doc)
), ordered AS (
    SELECT p.h1, p.doc, p.pos,
        row_number() OVER (PARTITION BY p.h1 ORDER BY p.h2, p.h4, p.doc, p.pos) AS turn,
        lag(p.doc) OVER (PARTITION BY p.h1 ORDER BY p.h2, p.h4, p.doc, p.pos) AS before_doc,
        lag(p.pos) OVER (PARTITION BY p.h1 ORDER BY p.h2, p.h4, p.doc, p.pos) AS before_pos
    FROM postings p JOIN shared s ON p.h1 = s.h1
), linked AS (
    SELECT doc, pos,
        max_by(before_doc, CASE WHEN before_doc <> doc THEN turn END)
            OVER (PARTITION BY h1 ORDER BY turn ROWS UNBOUNDED PRECEDING) AS other_doc,
        max_by(before_pos, CASE WHEN before_doc <> doc THEN turn END)
            OVER (PARTITION BY h1 ORDER BY turn ROWS UNBOUNDED PRECEDING) AS other_pos
    FROM ordered
), links AS (
    SELECT
        CASE WHEN doc < other_doc THEN doc ELSE other_doc END AS a,
        CASE WHEN doc < other_doc THEN other_doc ELSE doc END AS b,
        CASE WHEN doc < other_doc THEN pos ELSE other_pos END AS x,
        CASE WHEN doc < other_doc THEN other_pos - pos ELSE pos - other_pos END AS apart
    FROM linked WHERE other_doc IS NOT NULL
)"""

PLAN = (
    _LINKS
    + """, steps AS (
    SELECT a, b, x, apart,
        coalesce(x - lag(x) OVER (PARTITION BY a, b, apart ORDER BY x) > {max_gap}, TRUE)
            AS is_first,
        coalesce(lead(x) OVER (PARTITION BY a, b, apart ORDER BY x) - x > {max_gap}, TRUE)
            AS is_last
    FROM links
), islands AS (
    SELECT a, b, x, apart, is_first,
        CASE WHEN is_last THEN x ELSE lead(x) OVER (PARTITION BY a, b, apart ORDER BY x) END
            AS last_x
    FROM steps WHERE is_first OR is_last
)
SELECT a, b, x, x + apart AS y, last_x - x + {k} AS length
FROM islands WHERE is_first
ORDER BY a, b, x, y
"""
)
"""The plan from postings to segments.

``postings`` has the columns ``h1``, ``h2``, ``h4`` (hashes of the next k, 2k and 4k
tokens), ``doc`` (rank of the document in the order of dates) and ``pos`` (token). A posting
is linked to the last before it in hierarchical order that is another document's: mostly the
one just before it, and where several of its own document stand in a row, the one before
these. No two links are the same, since each leads back to an earlier posting. The result has
one row a segment: documents ``a`` < ``b``, first tokens ``x``, ``y`` and the length in tokens.
"""


POSTING = ("h1", "h2", "h4", "doc", "pos")
"""The columns of a table of postings."""

SEGMENT = ("a", "b", "x", "y", "length")
"""The columns of a table of segments."""


def seed_length(n_tokens: int) -> int:
    """Return k for a corpus: long enough that chance repeats stay fewer than tokens.

    In Chinese text a further token makes a chance repeat about eight times rarer.
    """
    for k, limit in ((4, 2**18), (5, 2**22)):
        if n_tokens <= limit:
            return k
    return 6


def plan(k: int) -> str:
    """Return the SQL text of the plan for n-grams of ``k`` tokens."""
    return PLAN.format(k=k, max_gap=MAX_GAP)


def rows_plan() -> str:
    """Return the SQL text that tells all links, those in a row on one diagonal together.

    A row of the result is as one of `PLAN`, but for the length: that is how many links it is.
    """
    return PLAN.format(k=1, max_gap=1)


def pairs_plan() -> str:
    """Return the SQL text that tells, for each pair of documents, how many links it has."""
    return f"{_LINKS} SELECT a, b, count(*) AS links FROM links GROUP BY a, b"


def postings(
    streams: Sequence[Tokens], k: int, map_parts: MapParts = one_after_another
) -> dict[str, Column]:
    """Return the columns of the table that `PLAN` reads.

    Args:
        streams: Token codes of each document, documents in the order of their dates.
        k: Tokens of an n-gram.
        map_parts: Does the work that can be done in parts.
    """
    lengths = [len(codes) for codes in streams]
    first, tokens = in_a_row(streams)
    room = edges(np.maximum(np.array(lengths, np.int64) - k + 1, 0))
    h1, h2, h4 = (np.empty(room[-1], np.int64) for _ in range(3))
    documents, places = (np.empty(room[-1], np.int32) for _ in range(2))
    state = _Posting(first, tokens, k, room, (h1, h2, h4, documents, places))
    parts = in_parts(lengths, _PART)
    written = list(map_parts(_posted, state, parts))
    columns: Sequence[Column] = state.columns
    n = _close_up(columns, [int(room[part.start]) for part in parts], written)
    return {name: column[:n] for name, column in zip(POSTING, columns, strict=True)}


_PART = 500_000
"""Tokens of documents whose n-grams are written down in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class _Posting:
    """Documents, and where their n-grams are written down, those of each from its room on."""

    first: Longs
    tokens: Tokens
    k: int
    room: Longs
    columns: passages.Postings


@in_kernels
def _posted(state: _Posting, part: slice) -> int:
    """Write the n-grams of some documents in rows that no other part writes in."""
    h1, h2, h4, documents, places = state.columns
    rows = slice(state.room[part.start], state.room[part.stop])
    return passages.post(
        state.first[part.start : part.stop + 1],
        state.tokens,
        state.k,
        number=part.start,
        columns=(h1[rows], h2[rows], h4[rows], documents[rows], places[rows]),
    )


def _close_up(columns: Sequence[Column], starts: Sequence[int], written: Sequence[int]) -> int:
    """Move what was written in parts so that nothing is between; return how much it is.

    There is more room than n-grams only where documents have placeholders.
    """
    n = 0
    for start, length in zip(starts, written, strict=True):
        if n < start:
            for column in columns:
                column[n : n + length] = column[start : start + length]
        n += length
    return n


def segments_of(rows: Columns, k: int) -> dict[str, Column]:
    """Return the segments that links in a row make, as `PLAN` returns them.

    Args:
        rows: What `rows_plan` tells, or some of it; in the order of that.
        k: Tokens of an n-gram.
    """
    first, last = joined_rows(rows, MAX_GAP)
    found = {name: rows[name][first] for name in "abxy"}
    x, length = (rows[name].astype(np.int64) for name in ("x", "length"))
    found["length"] = x[last] + length[last] - 1 - x[first] + k
    return found


def joined_rows(rows: Columns, max_gap: int) -> tuple[Numbers, Numbers]:
    """Return the first and the last of rows of links that belong together, in their order.

    Args:
        rows: Links in a row on one diagonal, sorted by all columns.
        max_gap: Tokens between two links that belong together, at most.
    """
    a, b, x, y, length = (rows[name].astype(np.int64) for name in SEGMENT)
    diagonal = y - x
    order = row_order(a, b, diagonal - diagonal.min(initial=0), x)
    begins = np.ones(len(order), bool)
    one, next_one = order[:-1], order[1:]
    same = [column[one] == column[next_one] for column in (a, b, diagonal)]
    is_near = x[next_one] - (x + length)[one] < max_gap
    begins[1:] = ~(np.logical_and.reduce(same) & is_near)
    at = np.flatnonzero(begins)
    first, last = order[at], order[np.append(at[1:], len(order))[: len(at)] - 1]
    again = np.argsort(first)
    return first[again], last[again]


def pair_edges(table: Columns) -> npt.NDArray[np.int64]:
    """Return where the rows of each pair of documents begin, at last how many rows there are.

    Args:
        table: Any table sorted by its columns ``a`` and ``b``.
    """
    a, b = table["a"], table["b"]
    is_edge = np.ones(len(a) + 1, bool)
    is_edge[1:-1] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return np.flatnonzero(is_edge)
