"""The first page: what was read, what is shared, and how to take it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lineage.model import Comparison, Corpus, Coverage, Document, Family
from lineage.render.pages.common import Limits, clip, composition, dated, earliest, named
from lineage.render.pages.editions import editions_table
from lineage.render.pages.matrix import Shared, distribution, matrix
from lineage.render.pages.naming import Site
from lineage.render.pages.timeline import timeline

# Characters of a wording in a row of a table.
_LONG = 160


def overview_page(
    corpus: Corpus,
    *,
    site: Site,
    pairs: Sequence[Mapping[str, Any]],
    shared: Shared,
    graph: bool,
    limits: Limits,
) -> dict[str, Any]:
    """Return what the overview shows.

    Args:
        corpus: What the analysis found.
        site: Which pages can be linked to.
        pairs: What `pair_row` says of the pairs that have a page of their own.
        shared: How many characters of one document stand in wording another has too.
        graph: Whether there is a drawing.
        limits: How much to show.
    """
    spread = timeline(corpus, site=site, limit=limits.timeline)
    documents = {document.id: document for document in corpus.documents}
    numbers = {document.id: place for place, document in enumerate(corpus.documents, 1)}
    directed = any(reuse.directed for reuse in corpus.reuse)
    return {
        "figures": _figures(corpus, site),
        "dates": _dates(corpus, site),
        "failures": corpus.failures,
        "shared": bool(corpus.families or corpus.sentence_families),
        "directed": directed,
        "documents": _documents(corpus, site=site)[: limits.documents],
        "n_documents": len(corpus.documents),
        "editions": editions_table(corpus, site=site, limit=limits.documents, named=limits.related),
        "matrix": matrix(corpus, documents, numbers, shared, site=site, limit=limits.matrix),
        "distribution": distribution(documents, shared, site=site, limit=limits.distribution),
        "timeline": spread,
        "any_date": any(document.date for document in corpus.documents),
        "kinds": sorted({f.kind for f in (*corpus.families, *corpus.sentence_families)}),
        "families": [
            _row(family, documents, numbers, site=site, link=site.family, sample=limits.sample)
            for family in corpus.families[: limits.families]
        ],
        "n_families": len(corpus.families),
        "n_graph": limits.graph,
        "n_edges": len(corpus.reuse),
        "n_graph_edges": limits.graph_edges,
        "n_family_pages": len(site.families),
        "sentences": [
            _row(family, documents, numbers, site=site, link=site.sentence, sample=limits.sample)
            for family in corpus.sentence_families[: limits.sentences]
        ],
        "n_sentences": len(corpus.sentence_families),
        "pairs": sorted(pairs, key=_closeness)[: limits.pairs],
        "n_pairs": len(pairs),
        "settings": _settings(corpus.settings, site),
        "definitions": _definitions(corpus, site),
        "contents": _contents(corpus, site, graph=graph, pairs=bool(pairs), spread=bool(spread)),
    }


def _contents(
    corpus: Corpus, site: Site, *, graph: bool, pairs: bool, spread: bool
) -> list[tuple[str, str]]:
    sections = (
        ("failures", "failures", bool(corpus.failures)),
        ("documents", "documents", bool(corpus.documents)),
        ("editions", "editions", bool(corpus.editions)),
        ("graph", "graph", graph),
        ("matrix", "matrix", bool(corpus.reuse)),
        ("timeline", "timeline", spread),
        ("passages", "families", bool(corpus.families)),
        ("sentences", "sentences", len(corpus.documents) > 1),
        ("pairs", "pairs", pairs),
        ("reading", "reading", True),
        ("settings", "settings", bool(corpus.settings)),
    )
    return [(place, site.say(f"to_{key}")) for place, key, there in sections if there]


def _figures(corpus: Corpus, site: Site) -> list[dict[str, Any]]:
    figures = [
        ("fig_documents", len(corpus.documents), ""),
        ("fig_dated", sum(d.date is not None for d in corpus.documents), ""),
        ("fig_characters", sum(p.characters for p in corpus.profiles), ""),
        # Sections that are not there cannot be led to.
        ("fig_families", len(corpus.families), "#passages" if corpus.families else ""),
        (
            "fig_sentences",
            len(corpus.sentence_families),
            "#sentences" if len(corpus.documents) > 1 else "",
        ),
    ]
    if corpus.failures:
        figures.insert(1, ("fig_failures", len(corpus.failures), "#failures"))
    return [{"n": n, "words": site.say(key, n=n), "href": href} for key, n, href in figures]


def _dates(corpus: Corpus, site: Site) -> str:
    """Return what the reader has to know about dates; empty when all are known."""
    known = sum(document.date is not None for document in corpus.documents)
    if corpus.settings.get("use_dates") is False:
        return site.say("dates_off")
    if len(corpus.documents) < 2 or known == len(corpus.documents):
        return ""
    return (
        site.say("dates_some", dated=known, n=len(corpus.documents))
        if known
        else site.say("dates_none")
    )


def _documents(corpus: Corpus, *, site: Site) -> list[dict[str, Any]]:
    return [
        {
            "number": place,
            "label": document.title or document.id,
            "id": document.id,
            "href": site.document(document.id),
            **dated(document, site.words),
            "characters": profile.characters,
            "composition": composition(profile, site.words),
        }
        for place, (document, profile) in enumerate(
            zip(corpus.documents, corpus.profiles, strict=True), 1
        )
    ]


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
        # Its own page has the whole of it, and so has a table that is taken along.
        "text": clip(family.text, _LONG) if href else family.text,
        "whole": family.text,
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


def pair_row(pair: Comparison, *, site: Site) -> dict[str, Any]:
    """Return what the table of pairs says of one of them."""
    return {
        "href": site.pair(pair.left.id, pair.right.id),
        "left": site.label(pair.left),
        "right": site.label(pair.right),
        "passages": len(pair.passages),
        "coverage": pair.coverage,
    }


def _closeness(row: Mapping[str, Any]) -> tuple[float, int]:
    """Return what pairs are sorted by: a text that is in the other as a whole is one passage."""
    coverage: Coverage = row["coverage"]
    return -max(coverage.left, coverage.right), -row["passages"]


_NAMED = frozenset(("min_length", "min_bits", "resemblance", "engine", "use_dates", "editions"))


def _settings(settings: Mapping[str, object], site: Site) -> list[tuple[str, str]]:
    shown = []
    for name, value in settings.items():
        known = name in _NAMED
        if isinstance(value, bool):
            word = site.say("yes" if value else "no")
        elif name == "editions":
            word = site.say(f"set_editions_{value}")
        else:
            word = _plain(value)
        shown.append((site.say(f"set_{name}") if known else name, word))
    return shown


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _definitions(corpus: Corpus, site: Site) -> list[dict[str, Any]]:
    """Return the words the report uses; what rests on a rule of thumb is marked."""
    settings = corpus.settings
    if "min_length" in settings and "min_bits" in settings:
        passage = site.say(
            "def_passage_text",
            min_length=settings["min_length"],
            min_bits=_plain(settings["min_bits"]),
        )
    else:
        passage = site.say("def_passage_text_plain")
    entries = [("passage", passage, False)]
    entries += [
        (name, site.say(f"def_{name}_text"), rough)
        for name, rough in (
            ("family", True),
            ("earliest", False),
            ("source", True),
            ("shares", False),
            ("kind", True),
            ("date", True),
        )
    ]
    if corpus.editions:
        entries.append(("editions", site.say("def_editions_text"), True))
    if any(profile.inserted for profile in corpus.profiles):
        entries.append(("inserted", site.say("def_inserted_text"), True))
    return [
        {"term": site.say(f"def_{name}"), "text": text, "rough": r} for name, text, r in entries
    ]
