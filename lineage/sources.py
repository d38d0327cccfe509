"""The occurrences of a described family, and from whom each was taken, when one more comes.

A new one was taken from the earlier ones whose wording is nearest to its own; and of the later
ones, those that it is nearer to than what they came from were taken from it. Both are asked of
thousands of rows at once: likeness of each wording once, the rest by columns.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist, cpdist

from lineage.dates import date_key
from lineage.described import (
    NONE,
    ROW,
    FamilyTables,
    Lists,
    RowTable,
    chosen_rows,
    overlaps,
    rows_in_a_row,
)
from lineage.model import LEAST_SOURCE, MOST_SOURCES, Direction, Family, RawSpan
from lineage.native.tables import Bools, Ints, Longs, edges, in_order_once, told_apart
from lineage.normalize import KnownStreams

Ratios = npt.NDArray[np.float64]

_BY_DATES = Direction("dates")
_NEVER = 99_999_999


class Calendar:
    """When the documents of a collection are from, by their numbers.

    Args:
        names: The ids of the documents, by their numbers.
        dates: The date of each document, by its id; all ``None`` when dates must not be used.

    Attributes:
        names: The same.
        dates: The date of each document, by its number.
        ordered: The numbers in the order of dates; undated documents last, ties by id.
        rank: The place of each document in that order.
        first: The first day it may be from, as a number; none comes after all others.
        last: The last day.
    """

    def __init__(self, names: Mapping[int, str], dates: Mapping[str, str | None]) -> None:
        self.names, self.dates = names, {n: dates[name] for n, name in names.items()}
        size = max(names, default=-1) + 1
        order = sorted(names, key=lambda n: (*date_key(self.dates[n]), names[n]))
        self.ordered = np.array(order, np.int32)
        self.rank = np.zeros(size, np.int64)
        self.rank[self.ordered] = np.arange(len(order))
        self.first, self.last = (np.full(size, _NEVER, np.int64) for _ in range(2))
        for number in order:
            undated, *days = date_key(self.dates[number])
            if not undated:
                self.first[number], self.last[number] = (int(d.replace("-", "")) for d in days)

    def is_dated(self, number: int) -> bool:
        """Say whether it is known when a document is from."""
        return self.dates[number] is not None


class New(NamedTuple):
    """A new occurrence.

    Attributes:
        document: The number of the document that has it.
        span: Where it stands there.
        text: What it says, as it is shown.
        tokens: The same in tokens.
    """

    document: int
    span: RawSpan
    text: str
    tokens: str


class FamilyRows:
    """The occurrences of a family in the order of dates, as more come among them.

    Args:
        known: The family.
        calendar: The documents of the collection.
        streams: The token streams of wordings.

    Attributes:
        rows: The occurrences, as `ROW`.
        texts: The wordings that they name.
        sources: The lists of sources that they name.
        directions: How it is known that these are older.
    """

    def __init__(self, known: FamilyTables, calendar: Calendar, streams: KnownStreams) -> None:
        self._calendar = calendar
        rows, ranks = known.rows, calendar.rank[known.rows["document"]]
        self.rows = chosen_rows(rows, np.lexsort((rows["end"], rows["start"], ranks)))
        self.texts, self.sources, self.directions = [*known.texts], known.sources, known.directions
        if _BY_DATES not in self.directions:
            self.directions = (*self.directions, _BY_DATES)
        self._by_dates = self.directions.index(_BY_DATES)
        self._places = {text: n for n, text in enumerate(self.texts)}
        self._said = [*map(_blankless, self.texts)]
        self._streams = streams
        # How like each is to what it is known to come from; asked of few, and once.
        self._nearness: Ratios = np.full(len(rows), np.nan)

    def has(self, document: int, span: RawSpan) -> bool:
        """Say whether a span overlaps what a document is known to have."""
        return overlaps(self.rows, document, span)

    def add(self, new: New, *, similarity: float, typical: str) -> None:
        """Take in one more.

        Args:
            new: The new one.
            similarity: Likeness (0..1) to the family's wording.
            typical: The family's wording, which it differs from if it has no source.
        """
        ratios = cdist([_blankless(new.text)], self._said, scorer=_ratio, dtype=np.float64)[0]
        nearest = self._nearest_before(new, ratios)
        row = np.full(1, NONE, np.int32).astype(ROW)
        row["document"], row["start"], row["end"] = new.document, new.span.start, new.span.end
        row["text"], row["similarity"] = self.place_of(new.text), similarity
        names = [*dict.fromkeys(nearest["document"].tolist())]
        row["n_sources"] = len(names)
        if names:
            row["source"], row["direction"] = names[0], self._by_dates
            row["sources"] = self._listed(Lists.of([names[:MOST_SOURCES]]))
            row["reference"] = nearest["text"][0]
        else:
            row["reference"] = self.place_of(typical)
        if self._calendar.is_dated(new.document):
            self._take_from(new, ratios[self.rows["text"]], int(row["text"][0]))
        at = self._rank_of(new)
        self.rows = rows_in_a_row([self.rows[:at], row, self.rows[at:]])
        self._nearness = np.concatenate([self._nearness[:at], [np.nan], self._nearness[at:]])

    def of(self, head: Family, variants: Ints, having: Lists) -> FamilyTables:
        """Return the family that has them, without what nothing in it names any more.

        Args:
            head: What else is known of it.
            variants: The places of its variants' wordings.
            having: The documents that have each of them.
        """
        rows = rows_in_a_row([self.rows])
        is_named = np.zeros(len(self.texts), np.bool_)
        for names in (rows["text"], rows["reference"], variants):
            is_named[names] = True
        texts, places = np.flatnonzero(is_named), (is_named.cumsum() - 1).astype(np.int32)
        rows["text"], rows["reference"] = places[rows["text"]], places[rows["reference"]]
        has_sources = rows["sources"] != NONE
        listed, rows["sources"][has_sources] = told_apart(rows["sources"][has_sources])
        return FamilyTables(
            head,
            rows,
            tuple(self.texts[n] for n in texts.tolist()),
            self.sources.chosen(listed),
            self.directions,
            places[variants],
            having,
        )

    def _rank_of(self, new: New) -> int:
        ranks, rank = self._calendar.rank[self.rows["document"]], self._calendar.rank[new.document]
        before = (ranks < rank) | ((ranks == rank) & (self.rows["start"] < new.span.start))
        return int(np.count_nonzero(before))

    def place_of(self, text: str) -> int:
        """Return the place of a wording, which is noted if it is new."""
        at = self._places.setdefault(text, len(self.texts))
        if at == len(self.texts):
            self.texts.append(text)
            self._said.append(_blankless(text))
        return at

    def _listed(self, lists: Lists) -> int:
        """Note lists of sources, and return the place of the first."""
        first = len(self.sources)
        self.sources = Lists.joined([self.sources, lists])
        return first

    def tokens_as_like(self, similarity: float) -> dict[str, str]:
        """Return the tokens of the wordings that are as like the family's as one is.

        Wordings of the same tokens are.
        """
        alike = self.rows["text"][self.rows["similarity"] == similarity]
        texts = [self.texts[n] for n in in_order_once(alike).tolist()]
        return dict(zip(texts, self._streams.of(texts), strict=True))

    def _may_be_source(self, new: New, texts: npt.NDArray[np.integer]) -> Bools:
        """Say of wordings whether one of the new one and each may come from the other."""
        distinct, back = told_apart(texts)
        streams = self._streams.of([self.texts[n] for n in distinct.tolist()])
        ratios = [_ratio(tokens, new.tokens) for tokens in streams]
        found: Bools = (np.array(ratios, np.float64) > LEAST_SOURCE)[back]
        return found

    def _nearest_before(self, new: New, ratios: Ratios) -> RowTable:
        """Return the earlier occurrences whose wording is nearest, the earliest first."""
        first = self._calendar.first[new.document] if self._calendar.is_dated(new.document) else 0
        earlier = chosen_rows(self.rows, self._calendar.last[self.rows["document"]] < first)
        # Not all at once: nearly always the nearest is one that it may come from.
        while len(earlier):
            alike = ratios[earlier["text"]]
            is_nearest = alike == alike.max()
            nearest = chosen_rows(earlier, is_nearest)
            nearest = chosen_rows(nearest, self._may_be_source(new, nearest["text"]))
            if len(nearest):
                return nearest
            earlier = chosen_rows(earlier, ~is_nearest)
        return self.rows[:0]

    def _take_from(self, new: New, alike: Ratios, text: int) -> None:
        """Say of the later occurrences that are nearer to a new one that they come from it.

        Args:
            new: The new one.
            alike: How alike it and each occurrence are.
            text: The place of its wording.
        """
        rows, first = self.rows, self._calendar.first[self.rows["document"]]
        later = np.flatnonzero((first > self._calendar.last[new.document]) & (first != _NEVER))
        self._find_nearness(later[np.isnan(self._nearness[later])])
        taken = later[alike[later] >= self._nearness[later]]
        taken = taken[self._may_be_source(new, rows["text"][taken])]
        if not len(taken):
            return
        is_tied = alike[taken] == self._nearness[taken]
        tied, led = taken[is_tied], taken[~is_tied]
        rows["sources"][led] = self._listed(Lists.of([[new.document]]))
        rows["n_sources"][led] = 1
        self._nearness[led] = alike[led]
        if len(tied):
            led = np.concatenate([led, tied[self._share(new, tied)]])
        rows["source"][led], rows["direction"][led] = new.document, self._by_dates
        rows["reference"][led] = text

    def _share(self, new: New, tied: Longs) -> Bools:
        """Let occurrences come from a new one as well, and say of which it is the first source."""
        rows, calendar = self.rows, self._calendar
        which, back = told_apart(rows["sources"][tied])
        lists, size = self.sources.chosen(which), len(calendar.ordered)
        is_named = np.zeros(len(lists), np.bool_)
        is_named[lists.owners()[lists.numbers == new.document]] = True
        # Of equally near ones, the earliest is named first; nobody is named or counted twice.
        keys = np.concatenate(
            [
                lists.owners() * size + calendar.rank[lists.numbers],
                np.arange(len(lists)) * size + calendar.rank[new.document],
            ]
        )
        owners, ranks = np.divmod(in_order_once(keys), size)
        lengths = np.bincount(owners)
        begins = edges(lengths)[:-1]
        kept = np.arange(len(owners)) - begins[owners] < MOST_SOURCES
        numbers = calendar.ordered[ranks]
        listed = self._listed(Lists(np.minimum(lengths, MOST_SOURCES), numbers[kept]))
        rows["sources"][tied] = listed + back
        rows["n_sources"][tied] += ~is_named[back]
        leads: Bools = (numbers[begins] == new.document)[back]
        return leads

    def _find_nearness(self, which: Longs) -> None:
        """Find how like occurrences are to what they are known by dates to come from."""
        rows, n = self.rows, len(self.texts)
        self._nearness[which] = -1.0
        which = which[(rows["direction"][which] == self._by_dates) & (rows["sources"][which] >= 0)]
        if not len(which):
            return
        # What they are shown to differ from is the nearest that their sources say. Many read alike.
        keys = rows["text"][which].astype(np.int64) * n + rows["reference"][which]
        pairs, pair_of = told_apart(keys)
        sides = ([self._said[n] for n in side.tolist()] for side in np.divmod(pairs, n))
        self._nearness[which] = cpdist(*sides, scorer=_ratio, dtype=np.float64)[pair_of]


_ratio = Indel.normalized_similarity


@lru_cache(maxsize=1 << 16)
def _blankless(text: str) -> str:
    return "".join(text.split())
