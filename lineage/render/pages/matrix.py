"""Who has how much of whom: documents by documents, and how the shares are spread."""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from lineage.dates import is_before, is_date
from lineage.model import Corpus, Document
from lineage.render.pages.common import named
from lineage.render.pages.naming import Site
from lineage.wording import share

Shared = Callable[[str, str], int]
"""How many characters of one document stand in wording another has too."""

# Where the steps of the distribution begin; the last one has no end.
_STEPS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


def ratio(shared: Shared, document: Document, other: str) -> float:
    """Return the share of a document's characters that stand in wording of another."""
    return shared(document.id, other) / max(len(document.text), 1)


def matrix(
    corpus: Corpus,
    documents: Mapping[str, Document],
    numbers: Mapping[str, int],
    shared: Shared,
    *,
    site: Site,
    limit: int,
) -> dict[str, Any]:
    """Return the table of shares for the documents that share most.

    A row's figures are shares of that row's document, so that A→B and B→A stand on the
    two sides of the diagonal.
    """
    weight = dict.fromkeys(documents, 0)
    for relation in corpus.reuse:
        weight[relation.source] += relation.characters
        weight[relation.target] += relation.characters
    chosen = set(sorted(documents, key=lambda i: (-weight[i], i))[:limit])
    order = [identifier for identifier in documents if identifier in chosen]
    ratios = {(a, b): ratio(shared, documents[a], b) for a in order for b in order if a != b}
    most = max(ratios.values(), default=0.0) or 1.0
    order_of = _Order(corpus, documents)
    rows = []
    for row in order:
        cells: list[dict[str, Any] | None] = []
        for column in order:
            value = ratios.get((row, column), 0.0)
            if not value:
                cells.append(None)
                continue
            key = (
                "cell_later"
                if order_of.is_earlier(column, row)
                else "cell_earlier"
                if order_of.is_earlier(row, column)
                else "cell_unknown"
            )
            cells.append(
                {
                    "percent": share(value).removesuffix("%"),
                    "title": site.say(
                        key,
                        row=site.label(documents[row]),
                        column=site.label(documents[column]),
                        share=share(value),
                        n=shared(row, column),
                    ),
                    "shade": round(value / most * 100),
                    "sign": {"cell_later": "◂", "cell_earlier": "▸"}.get(key, ""),
                    "href": site.pair(row, column),
                }
            )
        rows.append(
            {"number": numbers[row], **named(row, documents, site), "cells": cells, "self": row}
        )
    return {
        "rows": rows,
        "order": order,
        "n": len(documents),
        "linked": bool(site.pairs),
        "shared": any(any(row["cells"]) for row in rows),
    }


class _Order:
    """Which of two documents is earlier: as dates say or, where they do not, the text shows.

    Relations alone do not tell. Two documents that share wording are related only if one of
    them is a source of the other, and both may have it from a third.
    """

    def __init__(self, corpus: Corpus, documents: Mapping[str, Document]) -> None:
        use_dates = corpus.settings.get("use_dates") is not False
        self._dates = {
            name: document.date
            for name, document in documents.items()
            if use_dates and document.date and is_date(document.date)
        }
        self._shown = {(r.source, r.target) for r in corpus.reuse if r.directed}

    def is_earlier(self, one: str, other: str) -> bool:
        first, second = self._dates.get(one), self._dates.get(other)
        if first and second and (is_before(first, second) or is_before(second, first)):
            return is_before(first, second)
        return (one, other) in self._shown


def distribution(
    documents: Mapping[str, Document], shared: Shared, *, site: Site, limit: int
) -> dict[str, Any]:
    """Return how many pairs of documents share how much, from nothing to more than half.

    What counts for a pair is the larger of its two shares: a short text that stands
    whole in a long one is told by its own share only. Of a large collection only the
    pairs among some documents are looked at, evenly spaced among all of them.
    """
    names = list(documents)
    chosen = names
    if len(names) > limit:
        chosen = [names[place * len(names) // limit] for place in range(limit)]
    counts = [0] * len(_STEPS)
    n_nothing = 0
    for one, other in combinations(chosen, 2):
        characters = shared(one, other)
        if not characters:
            n_nothing += 1
            continue
        larger = max(
            characters / max(len(documents[one].text), 1), ratio(shared, documents[other], one)
        )
        counts[sum(larger >= step for step in _STEPS) - 1] += 1
    bars: list[tuple[str, dict[str, str], int]] = [("distribution_none", {}, n_nothing)]
    for place, n in enumerate(counts):
        low = f"{_STEPS[place] * 100:g}"
        if place + 1 < len(_STEPS):
            facts = {"low": low, "high": f"{_STEPS[place + 1] * 100:g}"}
            bars.append(("distribution_step", facts, n))
        else:
            bars.append(("distribution_last", {"low": low}, n))
    most = max(n for _, _, n in bars) or 1
    steps = [
        {"words": site.say(key, **facts), "n": n, "percent": round(100 * n / most, 1)}
        for key, facts, n in bars
    ]
    return {"steps": steps, "shown": len(chosen), "n": len(names)}
