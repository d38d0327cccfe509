"""A described family as tables: what a store keeps of it, and what more members change.

Some families have thousands of occurrences, most of them taken from up to a hundred others.
As values of their own these take many times as long to make as it takes to change them. So
an occurrence is a row here, and what many rows have in common is told once: wordings, lists
of sources, and how it is known that these are older. Documents go by their numbers, and the
objects (`families_of`) are made where somebody looks at them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from lineage.model import Direction, Family, Occurrence, RawSpan, Variant, from_columns
from lineage.native.tables import Ints, Longs, edges

ROW = np.dtype(
    [
        ("similarity", "<f8"),
        ("document", "<i4"),
        ("start", "<i4"),
        ("end", "<i4"),
        ("text", "<i4"),
        ("source", "<i4"),
        ("sources", "<i4"),
        ("n_sources", "<i4"),
        ("reference", "<i4"),
        ("direction", "<i4"),
    ]
)
"""An occurrence: documents by their numbers; wordings, lists of sources and directions by their
places in `FamilyTables`; −1 for none."""

RowTable = npt.NDArray[np.void]

NONE = -1

_AS_IT_LIES = np.dtype((np.void, ROW.itemsize))
"""A row in one piece. Rows of fields numpy copies field by field, and compares the fields of each
table with those of all others; that takes ten times as long."""


def chosen_rows(rows: RowTable, which: npt.NDArray[np.integer | np.bool_]) -> RowTable:
    """Return some rows of a table, by their numbers or by whether each is asked for."""
    chosen: RowTable = rows.view(_AS_IT_LIES)[which].view(ROW)
    return chosen


def rows_in_a_row(tables: Sequence[RowTable]) -> RowTable:
    """Return the rows of several tables, one after the other, in a table of their own."""
    joined: RowTable = np.concatenate([rows.view(_AS_IT_LIES) for rows in tables]).view(ROW)
    return joined


Value = TypeVar("Value")


class Lists:
    """Lists of numbers in one array.

    Args:
        lengths: How long each is.
        numbers: The numbers of all, one list after the other.
    """

    def __init__(self, lengths: npt.NDArray[np.integer], numbers: Ints) -> None:
        self.lengths, self.numbers = lengths, numbers

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]]) -> "Lists":
        numbers = np.array([number for each in lists for number in each], np.int32)
        return cls(np.array([*map(len, lists)], np.int32), numbers)

    @classmethod
    def joined(cls, several: Sequence["Lists"]) -> "Lists":
        """Return the lists of several, one after the other."""
        return cls(
            np.concatenate([each.lengths for each in several]),
            np.concatenate([each.numbers for each in several]),
        )

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def first(self) -> Longs:
        """Where each list begins, and where the last one ends."""
        return edges(self.lengths)

    def chosen(self, which: npt.NDArray[np.integer]) -> "Lists":
        """Return some of the lists, in the order asked for."""
        lengths = self.lengths[which]
        moved = np.repeat(self.first[which] - edges(lengths)[:-1], lengths)
        return Lists(lengths, self.numbers[np.arange(len(moved)) + moved])

    def owners(self) -> Longs:
        """Return for each number the list that it stands in."""
        return np.repeat(np.arange(len(self)), self.lengths)

    def listed(self) -> list[list[int]]:
        """Return the lists as such."""
        every = self.numbers.tolist()
        return [every[a:b] for a, b in pairwise(self.first.tolist())]

    def named(self, names: Mapping[int, str]) -> list[tuple[str, ...]]:
        """Return the lists with names for the numbers."""
        return _parted([*map(names.__getitem__, self.numbers.tolist())], self.lengths)


@dataclass(frozen=True, slots=True, eq=False)
class FamilyTables:
    """A described family.

    Attributes:
        head: The family without its occurrences and variants.
        rows: Its occurrences, as `ROW`.
        texts: The wordings that rows and variants name.
        sources: The lists of sources that rows name; none is empty.
        directions: How it is known that sources are older.
        variants: The places of its variants' wordings.
        having: The documents that have each of them.
    """

    head: Family
    rows: RowTable
    texts: tuple[str, ...]
    sources: Lists
    directions: tuple[Direction, ...]
    variants: Ints
    having: Lists


def overlaps(rows: RowTable, document: int, span: RawSpan) -> bool:
    """Say whether a span of a document overlaps an occurrence among rows."""
    at = np.flatnonzero(rows["document"] == document)
    if not len(at):
        return False
    there = chosen_rows(rows, at)
    return bool(((there["start"] < span.end) & (span.start < there["end"])).any())


def described(family: Family, numbers: Mapping[str, int]) -> FamilyTables:
    """Return a family as tables.

    Args:
        family: The family.
        numbers: The number of each document, by its id.
    """
    texts: dict[str | None, int] = {None: NONE}
    sources: dict[tuple[str, ...] | None, int] = {(): NONE}
    directions: dict[Direction | None, int] = {None: NONE}
    rows = [
        (
            each.similarity,
            numbers[each.document],
            each.span.start,
            each.span.end,
            texts.setdefault(each.text, len(texts) - 1),
            NONE if each.source is None else numbers[each.source],
            sources.setdefault(each.sources, len(sources) - 1),
            each.n_sources,
            texts.setdefault(each.reference, len(texts) - 1),
            directions.setdefault(each.direction, len(directions) - 1),
        )
        for each in family.occurrences
    ]
    variants = [texts.setdefault(variant.text, len(texts) - 1) for variant in family.variants]
    return FamilyTables(
        head=replace(family, occurrences=(), variants=()),
        rows=np.array(rows, ROW),
        texts=_known(texts),
        sources=Lists.of([[numbers[name] for name in each] for each in _known(sources)]),
        directions=_known(directions),
        variants=np.array(variants, np.int32),
        having=Lists.of([[numbers[name] for name in v.documents] for v in family.variants]),
    )


def _known(places: Mapping[Value | None, int]) -> tuple[Value, ...]:
    return tuple(value for value, place in places.items() if value is not None and place != NONE)


def families_of(known: Sequence[FamilyTables], names: Mapping[int, str]) -> list[Family]:
    """Return families as they are looked at; all at once, since most are small.

    Args:
        known: The families as tables.
        names: The ids of the documents, by their numbers.
    """
    if not known:
        return []
    rows = rows_in_a_row([each.rows for each in known])
    sizes = np.array([len(each.rows) for each in known])
    first_text = edges([len(each.texts) for each in known])[:-1]
    for name, first in (
        ("text", first_text),
        ("reference", first_text),
        ("sources", edges([len(each.sources) for each in known])[:-1]),
        ("direction", edges([len(each.directions) for each in known])[:-1]),
    ):
        rows[name] += np.where(rows[name] == NONE, 0, np.repeat(first, sizes))
    texts = [text for each in known for text in each.texts]
    occurrences = _occurrences(
        rows,
        texts,
        Lists.joined([each.sources for each in known]).named(names),
        [direction for each in known for direction in each.directions],
        names,
    )
    n_variants = [len(each.variants) for each in known]
    read = np.concatenate([each.variants for each in known]) + np.repeat(first_text, n_variants)
    having = Lists.joined([each.having for each in known]).named(names)
    variants = from_columns(Variant, [texts[n] for n in read.tolist()], having)
    columns = {f.name: [getattr(each.head, f.name) for each in known] for f in fields(Family)}
    columns["occurrences"] = _parted(occurrences, sizes)
    columns["variants"] = _parted(variants, n_variants)
    return from_columns(Family, *columns.values())


def _parted(values: Sequence[Value], sizes: npt.ArrayLike) -> list[tuple[Value, ...]]:
    """Return stretches of some sizes that values in a row are made of."""
    return [tuple(values[a:b]) for a, b in pairwise(edges(sizes).tolist())]


def _occurrences(
    rows: RowTable,
    texts: Sequence[str],
    sources: Sequence[tuple[str, ...]],
    directions: Sequence[Direction],
    names: Mapping[int, str],
) -> list[Occurrence]:
    # What is at the end is where −1 leads.
    text_of, sources_of, direction_of = (*texts, None), (*sources, ()), (*directions, None)
    return from_columns(
        Occurrence,
        [names[n] for n in rows["document"].tolist()],
        from_columns(RawSpan, rows["start"].tolist(), rows["end"].tolist()),
        [text_of[n] for n in rows["text"].tolist()],
        rows["similarity"].tolist(),
        [None if n == NONE else names[n] for n in rows["source"].tolist()],
        [sources_of[n] for n in rows["sources"].tolist()],
        [text_of[n] for n in rows["reference"].tolist()],
        [direction_of[n] for n in rows["direction"].tolist()],
        rows["n_sources"].tolist(),
    )
