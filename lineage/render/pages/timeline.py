"""How many documents carry the leading passages, period by period."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lineage.model import Corpus, Document, Family
from lineage.render.pages.common import clip
from lineage.render.pages.naming import Site

# More columns of years than these cannot be told apart on a page.
_MOST = 24
_LONG = 40
# Lengths of a date that end with the year, the month or the day.
_YEAR, _MONTH, _DAY = 4, 7, 10
_SPANS = (2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Periods:
    """The columns of the timeline.

    Attributes:
        names: What they are called, in the order of time; also those without documents.
        of: The column of each document whose date is exact enough for one.
    """

    names: tuple[str, ...]
    of: Mapping[str, int]


def timeline(corpus: Corpus, *, site: Site, limit: int) -> dict[str, Any] | None:
    """Return the table of leading passages by period; nothing where time says nothing.

    Args:
        corpus: What the analysis found.
        site: Which pages can be linked to.
        limit: How many passages to show.
    """
    if corpus.settings.get("use_dates") is False:
        return None
    periods = periods_of(corpus.documents)
    if periods is None:
        return None
    totals = Counter(periods.of.values())
    rows: list[dict[str, Any]] = []
    for family in corpus.families:
        if len(rows) == limit:
            break
        carriers = [name for name in family.documents if name in periods.of]
        # One document is a point in time, no spread along it.
        if len(carriers) > 1:
            rows.append(_row(family, carriers, periods, totals, site=site))
    if not rows:
        return None
    return {
        "periods": [{"name": name, "n": totals[place]} for place, name in enumerate(periods.names)],
        "rows": rows,
        "placed": len(periods.of),
        "n": len(corpus.documents),
    }


def periods_of(documents: Sequence[Document]) -> Periods | None:
    """Return the years, months or days that tell the documents apart, the longest that do.

    Months and days count only where most dates are that exact: of 28 documents of one
    year, two of which name a month, nothing can be told along time.

    Example:
        >>> periods_of([Document("a", "", date="2019"), Document("b", "", date="2021-03")]).names
        ('2019', '2020', '2021')
    """
    dates = {document.id: document.date for document in documents if document.date}
    for length in (_YEAR, _MONTH, _DAY):
        cut = {name: date[:length] for name, date in dates.items() if len(date) >= length}
        if len(set(cut.values())) > 1 and 2 * len(cut) > len(dates):
            return _years(cut) if length == _YEAR else _named(cut)
    return None


def _years(cut: Mapping[str, str]) -> Periods:
    """Return every year between the first and the last, or spans of years of one length."""
    years = {name: int(year) for name, year in cut.items()}
    first, last = min(years.values()), max(years.values())
    if last - first < _MOST:
        names = tuple(f"{year:04}" for year in range(first, last + 1))
        return Periods(names, {name: year - first for name, year in years.items()})
    span = next((s for s in _SPANS if last // s - first // s < _MOST), _SPANS[-1])
    start = first // span * span
    names = tuple(
        f"{year:04}–{(year + span - 1) % 100:02}" for year in range(start, last + 1, span)
    )
    return Periods(names, {name: (year - start) // span for name, year in years.items()})


def _named(cut: Mapping[str, str]) -> Periods:
    # Months of one year and days of one month: 31 at most, so none has to be left out.
    names = sorted(set(cut.values()))
    place = {name: number for number, name in enumerate(names)}
    return Periods(tuple(names), {name: place[label] for name, label in cut.items()})


def _row(
    family: Family, carriers: Sequence[str], periods: Periods, totals: Counter[int], *, site: Site
) -> dict[str, Any]:
    counts = Counter(periods.of[name] for name in carriers)
    return {
        "text": clip(family.text, _LONG),
        "href": site.family(family.id),
        "n": len(carriers),
        "cells": [
            {
                "n": counts[place],
                "percent": round(100 * counts[place] / totals[place]) if totals[place] else 0,
                "title": site.say("timeline_cell", name=name, shown=counts[place], n=totals[place]),
            }
            for place, name in enumerate(periods.names)
        ],
    }
