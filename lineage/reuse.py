"""Families → how much documents share with each other, and how much of each is new.

Weights are added up family by family, never pair of documents by pair of documents: it is
a product of two sparse tables, documents by families, of which only what is not empty is
ever made. A family adds one relation for each occurrence that has a source, and one for
each two documents whose order is open, as far as `ordering` ties them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from lineage.model import (
    DirectionSource,
    Document,
    Family,
    Occurrence,
    Profile,
    RawSpan,
    Reuse,
    from_columns,
)
from lineage.native.tables import edges, ranges
from lineage.occurrences import Occurrences
from lineage.ordering import DateOrder, Numbers, most_each, ties

MOST_RELATIONS = 200_000
"""Relations of a corpus at most; where there are more, the strongest of each document.

For 600 documents all pairs are there; of 3,500, some fifty to a hundred for each."""

_PARTS = 10**9
"""Likeness is added up in whole parts of this size, so that no order changes the sum."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What families add to relations, a row for each.

    Attributes:
        pair: The documents and whether dates direct it, as one number.
        family: Number of the family.
        start: Where the wording stands in the target.
        end: Where it ends.
        parts: Likeness, in parts of a thousand million.
    """

    pair: Numbers
    family: Numbers
    start: Numbers
    end: Numbers
    parts: Numbers

    def only(self, rows: npt.NDArray[np.bool_ | np.int64]) -> "_Table":
        """Return some rows, or all in another order."""
        return _Table(*(getattr(self, field.name)[rows] for field in fields(self)))


def reuse_between(
    families: Sequence[Family], occurrences: Occurrences, order: DateOrder
) -> tuple[Reuse, ...]:
    """Return the relations between documents, in order of source and target.

    A dated occurrence with a source gives a relation from the source. Where dates leave
    the order of two documents open, they are related without a direction, unless the
    text of some wording shows which of them took it from the other. Where there are very
    many relations, those are returned that are among the strongest of either end.

    Args:
        families: The passage families.
        occurrences: All their occurrences, the documents numbered as in the order.
        order: The dates of all documents.
    """
    n = len(order.names)
    taken = [row for row, each in enumerate(occurrences.members) if each.source is not None]
    shown = _shown_by_text((occurrences.members[row] for row in taken), order)
    table = _table(occurrences, taken, order, shown)
    if not len(table.pair):
        return ()
    pairs, characters = _covered(table)
    kept = _strongest(pairs, characters, n)
    if not kept.all():
        pairs, characters = pairs[kept], characters[kept]
        table = table.only(np.isin(table.pair, pairs))
    of_each = list(_families(table, families))
    # A pair that dates direct is another number.
    confidence = list(map(shown.get, pairs.tolist()))
    by: list[DirectionSource | None] = [
        "dates" if by_dates else "text" if sure is not None else None
        for by_dates, sure in zip((pairs % 2).tolist(), confidence, strict=True)
    ]
    found = from_columns(
        Reuse,
        *([order.names[number] for number in ends.tolist()] for ends in np.divmod(pairs // 2, n)),
        [each is not None for each in by],
        characters.tolist(),
        list(map(len, of_each)),
        _likeness(table),
        of_each,
        by,
        confidence,
    )
    return tuple(found)


def _table(
    occurrences: Occurrences, taken: Sequence[int], order: DateOrder, shown: Mapping[int, float]
) -> _Table:
    """Return what the families add, in the order of the pairs, in each by where it begins.

    Args:
        occurrences: The occurrences.
        taken: The rows of those that have a source.
        order: The dates of the documents.
        shown: The pairs whose order the text shows.
    """
    members = occurrences.members
    likeness = np.fromiter(map(attrgetter("similarity"), members), np.float64, len(members))
    parts = np.rint(likeness * _PARTS).astype(np.int64)
    added = [
        _in_order(occurrences, parts, taken, order),
        _without_order(occurrences, parts, order, shown),
    ]
    pair, row, alike = (np.concatenate(columns) for columns in zip(*added, strict=True))
    starts, ends = occurrences.starts[row], occurrences.ends[row]
    every = _Table(pair, occurrences.families[row], starts, ends, alike)
    return every.only(np.lexsort((every.start, every.pair)))


_Added = tuple[Numbers, Numbers, Numbers]
"""What is added to relations: the pairs, the rows of the occurrences in the targets, and the
likeness."""


def _in_order(
    occurrences: Occurrences, parts: Numbers, taken: Iterable[int], order: DateOrder
) -> _Added:
    """Return what occurrences add whose source is known by dates."""
    sources = {
        row: order.number[each.source]
        for row, each in ((row, occurrences.members[row]) for row in taken)
        if each.source is not None and not _is_shown(each)
    }
    rows = np.array([*sources], np.int64)
    source = np.array([*sources.values()], np.int64)
    pairs = 2 * (source * len(order.names) + occurrences.documents[rows]) + 1
    return pairs, rows, parts[rows]


def _without_order(
    occurrences: Occurrences, parts: Numbers, order: DateOrder, shown: Collection[int]
) -> _Added:
    """Return what families add whose documents' order is open, or shown by the text alone."""
    rows, sizes = occurrences.by_bearer()
    first = edges(sizes)[:-1]
    bearing = rows[first]
    documents, families = occurrences.documents[bearing], occurrences.families[bearing]
    ordered, n_next = order.followers(documents, families)
    most = most_each(n_next, sizes[ordered])
    if most is not None:
        # Each family's are in one stretch, in either order.
        for wide in np.unique(families[n_next > most]).tolist():
            here = slice(*np.searchsorted(families, (wide, wide + 1)).tolist())
            members = [occurrences.members[row] for row in bearing[here].tolist()]
            near, n_near = order.nearest(members, documents[here])
            ordered[here], n_next[here] = near + here.start, np.minimum(n_near, most)
    one, two = ties(ordered, n_next)
    # The documents of a family stand in the order of ids, and so do the two of a pair.
    source, target = np.minimum(one, two), np.maximum(one, two)
    n = len(order.names)
    if shown:
        turned = np.isin(2 * (documents[target] * n + documents[source]), [*shown])
        source, target = np.where(turned, target, source), np.where(turned, source, target)
    pairs = 2 * (documents[source] * n + documents[target])
    # All that the target has of the wording is shared.
    n_had = sizes[target]
    had = rows[ranges(first[target], n_had)]
    alike = np.minimum(parts[bearing[source]].repeat(n_had), parts[had])
    return pairs.repeat(n_had), had, alike


def _borders(values: Numbers) -> Numbers:
    """Return where runs of equal values begin."""
    starts: Numbers = np.flatnonzero(np.r_[True, values[1:] != values[:-1]])
    return starts


def _covered(table: _Table) -> tuple[Numbers, Numbers]:
    """Return the pairs in order, and the characters inside some wording, each counted once."""
    starts = _borders(table.pair)
    run = np.cumsum(np.r_[0, table.pair[1:] != table.pair[:-1]])
    fresh = _fresh(run, table.start, table.end)
    return table.pair[starts], np.add.reduceat(fresh, starts)


def _fresh(number: Numbers, start: Numbers, end: Numbers) -> Numbers:
    """Return how many characters of each span are in none before it that has its number.

    Args:
        number: A number for each span, from 0 on and in order.
        start: Where it starts; spans of one number in this order.
        end: Where it ends.
    """
    # Each number on a stretch of its own, so that one sweep serves all of them.
    room = int(end.max(initial=0)) + 1
    start, end = start + number * room, end + number * room
    reached = np.r_[0, np.maximum.accumulate(end)][:-1]
    fresh: Numbers = np.maximum(0, end - np.maximum(start, reached))
    return fresh


def _strongest(pairs: Numbers, characters: Numbers, n: int) -> npt.NDArray[np.bool_]:
    """Return which pairs are among the strongest of one of their documents.

    How many each document keeps follows from how many there may be in all; where any are
    left out, exactly as many stay as there may be.
    """
    if len(pairs) <= MOST_RELATIONS:
        return np.ones(len(pairs), np.bool_)
    place = np.full(len(pairs), len(pairs))
    for ends in (pairs // 2 // n, pairs // 2 % n):
        order = np.lexsort((pairs, -characters, ends))
        starts = _borders(ends[order])
        run = np.cumsum(np.r_[0, ends[order][1:] != ends[order][:-1]])
        place[order] = np.minimum(place[order], np.arange(len(pairs)) - starts[run])
    # Of those that are equally near the first of one of their documents, the stronger.
    first = np.lexsort((pairs, -characters, place))[:MOST_RELATIONS]
    chosen = np.zeros(len(pairs), np.bool_)
    chosen[first] = True
    return chosen


def _likeness(table: _Table) -> list[float]:
    """Return the mean likeness of each pair, weighted by characters."""
    starts = _borders(table.pair)
    length = np.maximum(table.end - table.start, 0)
    weights = np.add.reduceat(length, starts)
    # A sum of parts times characters outgrows 64 bits in long documents only if split.
    high = np.add.reduceat(table.parts // 1000 * length, starts)
    low = np.add.reduceat(table.parts % 1000 * length, starts)
    return [
        (1000 * h + rest) / (n * _PARTS) if n else 1.0
        for h, rest, n in zip(high.tolist(), low.tolist(), weights.tolist(), strict=True)
    ]


def _families(table: _Table, families: Sequence[Family]) -> Iterable[tuple[str, ...]]:
    """Yield the families of each pair, the longest shared wording first."""
    rank = np.empty(len(families), np.int64)
    rank[sorted(range(len(families)), key=lambda place: families[place].id)] = np.arange(
        len(families)
    )
    # Of a family that a pair has several times, the longest counts.
    order = np.lexsort((rank[table.family], table.start - table.end, table.pair))
    pair, family = table.pair[order], table.family[order]
    run = np.cumsum(np.r_[0, pair[1:] != pair[:-1]])
    _, first = np.unique(run * len(families) + family, return_index=True)
    first.sort()
    pair, names = pair[first], [families[place].id for place in family[first].tolist()]
    borders = [*_borders(pair).tolist(), len(names)]
    for first_row, last_row in pairwise(borders):
        yield tuple(names[first_row:last_row])


def _shown_by_text(taken: Iterable[Occurrence], order: DateOrder) -> dict[int, float]:
    """Return the pairs of documents whose order the text shows, and how surely."""
    shown: dict[int, float] = {}
    for occurrence in taken:
        if occurrence.source is not None and occurrence.direction and _is_shown(occurrence):
            ends = order.number[occurrence.source], order.number[occurrence.document]
            pair = 2 * (ends[0] * len(order.names) + ends[1])
            shown[pair] = max(shown.get(pair, 0.0), occurrence.direction.confidence or 0.0)
    return shown


def _is_shown(occurrence: Occurrence) -> bool:
    """Say whether an occurrence's source is known from the text alone."""
    return occurrence.direction is not None and occurrence.direction.by == "text"


def profiles_of(
    documents: Sequence[Document],
    occurrences: Occurrences,
    order: DateOrder,
    *,
    sentences: Mapping[str, int],
    inserted: Mapping[str, tuple[RawSpan, ...]],
) -> tuple[Profile, ...]:
    """Return what the analysis says of each document, in the order given.

    Args:
        documents: The documents.
        occurrences: All occurrences of the passage families, the documents numbered as in the
            order.
        order: The dates of all documents.
        sentences: Number of sentences of each document.
        inserted: What resellers added to each document.
    """
    told = _standings(occurrences, order)
    covered = told.covered(np.ones(len(told.is_taken), np.bool_))
    n_taken, n_not_new = told.covered(told.is_taken), told.covered(told.is_taken | told.is_open)
    profiles = []
    for document in documents:
        name, length = document.id, max(len(document.text), 1)
        number = order.number[name]
        profiles.append(
            Profile(
                document=name,
                characters=len(document.text),
                sentences=sentences[name],
                taken=n_taken[number] / length,
                elsewhere=(n_not_new[number] - n_taken[number]) / length,
                new=1 - n_not_new[number] / length,
                coverage=covered[number] / length,
                inserted=inserted[name],
            )
        )
    return tuple(profiles)


@dataclass(frozen=True, slots=True, eq=False)
class _Standings:
    """The occurrences of all families, in order of document and start.

    Attributes:
        document: The number of the document.
        start: Where it stands there.
        end: Where it ends.
        is_taken: Whether it is known to be taken from another document.
        is_open: Whether it is not, and another document has it whose order is not known.
        n_documents: How many documents there are.
    """

    document: Numbers
    start: Numbers
    end: Numbers
    is_taken: npt.NDArray[np.bool_]
    is_open: npt.NDArray[np.bool_]
    n_documents: int

    def covered(self, rows: npt.NDArray[np.bool_]) -> list[int]:
        """Return the characters of each document inside some of these, each counted once."""
        document = self.document[rows]
        fresh = _fresh(document, self.start[rows], self.end[rows])
        sums = np.bincount(document, fresh, self.n_documents)
        covered: list[int] = sums.astype(np.int64).tolist()
        return covered


def _standings(occurrences: Occurrences, order: DateOrder) -> _Standings:
    """Return how the occurrences of families stand."""
    n = len(order.names)
    is_taken = np.array(
        [each.source is not None or bool(each.sources) for each in occurrences.members], np.bool_
    )
    # Each document once in a family, however often it has the wording.
    bearing, place = np.unique(
        occurrences.families * n + occurrences.documents, return_inverse=True
    )
    is_open = ~is_taken & (order.n_open(bearing % n, bearing // n)[place] > 0)
    by_start = np.lexsort((occurrences.starts, occurrences.documents))
    return _Standings(
        occurrences.documents[by_start],
        occurrences.starts[by_start],
        occurrences.ends[by_start],
        is_taken[by_start],
        is_open[by_start],
        n,
    )
