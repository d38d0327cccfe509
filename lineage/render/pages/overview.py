"""The first page: what was read, what is shared, and how to take it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lineage.model import Comparison, Corpus, Document, Family, Reuse
from lineage.render.pages.common import Limits, clip, composition, dated, earliest, named
from lineage.render.pages.naming import Site
from lineage.render.pages.wording import say

# Characters of a wording in a row of a table.
_LONG = 160


def overview_page(
    corpus: Corpus,
    *,
    site: Site,
    comparisons: Sequence[Comparison],
    graph: bool,
    limits: Limits,
) -> dict[str, Any]:
    """Return what the overview shows."""
    documents = {document.id: document for document in corpus.documents}
    numbers = {document.id: place for place, document in enumerate(corpus.documents, 1)}
    directed = any(reuse.directed for reuse in corpus.reuse)
    return {
        "figures": _figures(corpus),
        "dates": _dates(corpus),
        "failures": corpus.failures,
        "shared": bool(corpus.families or corpus.sentence_families),
        "directed": directed,
        "documents": _documents(corpus, site=site)[: limits.documents],
        "n_documents": len(corpus.documents),
        "matrix": _matrix(corpus, documents, numbers, site=site, limit=limits.matrix),
        "families": [
            _row(family, documents, numbers, site=site, link=site.family, sample=limits.sample)
            for family in corpus.families[: limits.families]
        ],
        "n_families": len(corpus.families),
        "n_family_pages": len(site.families),
        "sentences": [
            _row(family, documents, numbers, site=site, link=site.sentence, sample=limits.sample)
            for family in corpus.sentence_families[: limits.sentences]
        ],
        "n_sentences": len(corpus.sentence_families),
        "pairs": _pairs(comparisons, site=site)[: limits.pairs],
        "n_pairs": len(comparisons),
        "settings": _settings(corpus.settings),
        "definitions": _definitions(corpus),
        "contents": _contents(corpus, graph=graph, pairs=bool(comparisons)),
    }


def _contents(corpus: Corpus, *, graph: bool, pairs: bool) -> list[tuple[str, str]]:
    sections = (
        ("failures", "failures", bool(corpus.failures)),
        ("documents", "documents", bool(corpus.documents)),
        ("graph", "graph", graph),
        ("passages", "families", bool(corpus.families)),
        ("sentences", "sentences", len(corpus.documents) > 1),
        ("matrix", "matrix", bool(corpus.reuse)),
        ("pairs", "pairs", pairs),
        ("reading", "reading", True),
        ("settings", "settings", bool(corpus.settings)),
    )
    return [(place, say(f"to_{key}")) for place, key, there in sections if there]


def _figures(corpus: Corpus) -> list[dict[str, Any]]:
    figures = [
        ("fig_documents", len(corpus.documents), ""),
        ("fig_dated", sum(d.date is not None for d in corpus.documents), ""),
        ("fig_characters", sum(p.characters for p in corpus.profiles), ""),
        ("fig_families", len(corpus.families), "#passages"),
        ("fig_sentences", len(corpus.sentence_families), "#sentences"),
    ]
    if corpus.failures:
        figures.insert(1, ("fig_failures", len(corpus.failures), "#failures"))
    return [{"n": n, "words": say(key, n=n), "href": href} for key, n, href in figures]


def _dates(corpus: Corpus) -> str:
    """Return what the reader has to know about dates; empty when all are known."""
    known = sum(document.date is not None for document in corpus.documents)
    if corpus.settings.get("use_dates") is False:
        return say("dates_off")
    if len(corpus.documents) < 2 or known == len(corpus.documents):
        return ""
    return say("dates_some", dated=known, n=len(corpus.documents)) if known else say("dates_none")


def _documents(corpus: Corpus, *, site: Site) -> list[dict[str, Any]]:
    return [
        {
            "number": place,
            "label": document.title or document.id,
            "id": document.id,
            "href": site.document(document.id),
            **dated(document),
            "characters": profile.characters,
            "composition": composition(profile),
        }
        for place, (document, profile) in enumerate(
            zip(corpus.documents, corpus.profiles, strict=True), 1
        )
    ]


def _matrix(
    corpus: Corpus,
    documents: Mapping[str, Document],
    numbers: Mapping[str, int],
    *,
    site: Site,
    limit: int,
) -> dict[str, Any]:
    """Return the table of shared characters for the documents that share most."""
    weight = dict.fromkeys(documents, 0)
    for reuse in corpus.reuse:
        for end in (reuse.source, reuse.target):
            weight[end] += reuse.characters
    chosen = set(sorted(documents, key=lambda i: (-weight[i], i))[:limit])
    order = [identifier for identifier in documents if identifier in chosen]
    relations = {(r.source, r.target): r for r in corpus.reuse}
    most = max((r.characters for r in corpus.reuse), default=0)
    rows = []
    for row in order:
        cells: list[dict[str, Any] | None] = []
        for column in order:
            found = relations.get((row, column), relations.get((column, row)))
            cells.append(
                None if found is None else _cell(row, found, documents, most=most, site=site)
            )
        rows.append(
            {"number": numbers[row], **named(row, documents, site), "cells": cells, "self": row}
        )
    return {
        "rows": rows,
        "order": order,
        "n": len(documents),
        "linked": bool(site.pairs),
        "shared": bool(corpus.reuse),
    }


def _cell(
    row: str, reuse: Reuse, documents: Mapping[str, Document], *, most: int, site: Site
) -> dict[str, Any]:
    other = reuse.source if row == reuse.target else reuse.target
    if not reuse.directed:
        sign, key = "", "cell_unknown"
    elif row == reuse.target:
        sign, key = "◂", "cell_later"
    else:
        sign, key = "▸", "cell_earlier"
    title = say(
        key, row=site.label(documents[row]), column=site.label(documents[other]), n=reuse.characters
    )
    return {
        "n": reuse.characters,
        "sign": sign,
        "title": title,
        "shade": round(reuse.characters / most * 100),
        "href": site.pair(row, other),
    }


def _row(
    family: Family,
    documents: Mapping[str, Document],
    numbers: Mapping[str, int],
    *,
    site: Site,
    link: Callable[[str], str | None],
    sample: int,
) -> dict[str, Any]:
    href = link(family.id)
    # Occurrences stand in the order of dates, so the sample begins with the earliest.
    holders = list(dict.fromkeys(occurrence.document for occurrence in family.occurrences))
    return {
        "id": family.id,
        "href": href,
        # Its own page has the whole of it.
        "text": clip(family.text, _LONG) if href else family.text,
        "n": len(holders),
        "kind": family.kind,
        "rule": family.rule,
        "earliest": earliest(family, documents, site),
        "sample": [
            {**named(i, documents, site), "number": numbers.get(i)} for i in holders[:sample]
        ],
        "rest": max(0, len(holders) - sample),
        "characters": len(family.text),
    }


def _pairs(comparisons: Sequence[Comparison], *, site: Site) -> list[dict[str, Any]]:
    rows = [
        {
            "href": site.pair(pair.left.id, pair.right.id),
            "left": site.label(pair.left),
            "right": site.label(pair.right),
            "passages": len(pair.passages),
            "coverage": pair.coverage,
        }
        for pair in comparisons
    ]
    return sorted(rows, key=lambda row: -row["passages"])


def _settings(settings: Mapping[str, object]) -> list[tuple[str, str]]:
    shown = []
    for name, value in settings.items():
        known = name in ("min_length", "min_bits", "resemblance", "engine", "use_dates")
        word = say("yes" if value else "no") if isinstance(value, bool) else _plain(value)
        shown.append((say(f"set_{name}") if known else name, word))
    return shown


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _definitions(corpus: Corpus) -> list[dict[str, Any]]:
    """Return the words the report uses; what rests on a rule of thumb is marked."""
    settings = corpus.settings
    if "min_length" in settings and "min_bits" in settings:
        passage = say(
            "def_passage_text",
            min_length=settings["min_length"],
            min_bits=_plain(settings["min_bits"]),
        )
    else:
        passage = say("def_passage_text_plain")
    entries = [("passage", passage, False)]
    entries += [
        (name, say(f"def_{name}_text"), rough)
        for name, rough in (
            ("family", True),
            ("earliest", False),
            ("source", True),
            ("shares", False),
            ("kind", True),
            ("date", True),
        )
    ]
    if any(profile.inserted for profile in corpus.profiles):
        entries.append(("inserted", say("def_inserted_text"), True))
    return [{"term": say(f"def_{name}"), "text": text, "rough": r} for name, text, r in entries]
