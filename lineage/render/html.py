"""The report as a set of HTML pages, and single pages that stand on their own.

The pages open from a disk: no server, no network, no font or script from elsewhere, and
all of them can be read with scripts switched off. Jinja lays out what ``pages`` prepares.
What comes from documents is escaped by ``filling``, through which all of it passes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from lineage.model import Comparison, Corpus, Document, Family, Reuse, Unit
from lineage.pairing import FamilyIndex
from lineage.render.filling import environment, inline, script, source
from lineage.render.pages.common import Limits
from lineage.render.pages.document import document_pages
from lineage.render.pages.family import family_page_facts
from lineage.render.pages.naming import Site, labels, page_names
from lineage.render.pages.overview import overview_page, pair_row
from lineage.render.pages.pair import pair_page
from lineage.render.scene import MANY
from lineage.render.stemma import family_svg
from lineage.wording import Language, Words

Pair = tuple[str, str]

_WIDTH = re.compile(r'<svg\b[^>]*? width="(\d+)pt"')

__all__ = [
    "Limits",
    "comparison_page",
    "each_page",
    "family_page",
    "report_pages",
    "site_of",
]


def report_pages(
    corpus: Corpus,
    *,
    graph_svg: str,
    comparisons: Sequence[Comparison],
    limits: Limits | None = None,
    language: Language = "en",
) -> dict[str, str]:
    """Return the pages of a report and what they need, text by file name.

    Args:
        corpus: What the analysis found.
        graph_svg: The drawn reuse graph, taken over as it is; empty for none.
        comparisons: The pairs that get a page of their own.
        limits: How much a page shows; whatever is left out is said there.
        language: What the pages speak.
    """
    known = {(pair.left.id, pair.right.id): pair for pair in comparisons}
    pages = each_page(
        corpus,
        graph_svg=graph_svg,
        pairs=list(known),
        compare=lambda left, right: known[left, right],
        limits=limits,
        language=language,
    )
    return dict(pages)


def each_page(
    corpus: Corpus,
    *,
    graph_svg: str,
    pairs: Sequence[Pair],
    compare: Callable[[str, str], Comparison],
    limits: Limits | None = None,
    language: Language = "en",
    index: FamilyIndex | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the pages of a report and what they need, as name and text, one at a time.

    The overview comes last: it counts what the others show. No page is kept, so that a
    report may be larger than the memory.

    Args:
        corpus: What the analysis found.
        graph_svg: The drawn reuse graph, taken over as it is; empty for none.
        pairs: The two ids of each pair of documents that gets a page of its own.
        compare: Gives what two documents share.
        limits: How much a page shows; whatever is left out is said there.
        language: What the pages speak.
        index: The families of the corpus, if somebody has found them by document already.
    """
    limits = limits or Limits.fitting(corpus)
    site = replace(site_of(corpus, pairs=pairs, limits=limits), words=Words(language))
    below = site.below()
    index = index or FamilyIndex(corpus.families)
    yield "style.css", source("style.css")
    yield "report.js", script()
    for identifier, facts in document_pages(corpus, index=index, site=below, limits=limits):
        page = _render("document.html", facts, site=below, corpus=corpus)
        yield site.documents[identifier], page
    yield from _family_pages(corpus, "passage", site=site, limits=limits)
    yield from _family_pages(corpus, "sentence", site=site, limits=limits)
    use_dates = corpus.settings.get("use_dates") is not False
    related: dict[frozenset[str], list[Reuse]] = {}
    for reuse in corpus.reuse:
        related.setdefault(frozenset((reuse.source, reuse.target)), []).append(reuse)
    rows = []
    for left, right in pairs:
        comparison = compare(left, right)
        rows.append(pair_row(comparison, site=site))
        facts = pair_page(
            comparison,
            site=below,
            use_dates=use_dates,
            families=index.places(left, right),
            reuse=related.get(frozenset((left, right)), ()),
        )
        yield site.pairs[left, right], _render("pair.html", facts, site=below, corpus=corpus)
    facts = overview_page(
        corpus,
        site=site,
        pairs=rows,
        shared=index.characters,
        graph=bool(graph_svg),
        limits=limits,
    )
    yield (
        "index.html",
        _render(
            "overview.html",
            facts,
            site=site,
            corpus=corpus,
            svg=inline(graph_svg, label=site.say("graph")),
            least=_least_width(graph_svg) if len(corpus.documents) <= MANY else 0,
        ),
    )


def _family_pages(
    corpus: Corpus, unit: Unit, *, site: Site, limits: Limits
) -> Iterator[tuple[str, str]]:
    """Yield the pages of the families that have one, with their file names."""
    passages = unit == "passage"
    families = corpus.families if passages else corpus.sentence_families
    files = site.families if passages else site.sentences
    documents = {document.id: document for document in corpus.documents}
    texts = {family.id: family.text for family in families}
    below = site.below()
    for family in families:
        if family.id in files:
            facts = family_page_facts(
                family,
                documents,
                site=below,
                limits=limits,
                wordings=texts,
                settings=corpus.settings,
                tree=_tree(family, documents, site=below, limits=limits),
                unit=unit,
            )
            yield files[family.id], _render("family.html", facts, site=below, corpus=corpus)


def _tree(family: Family, documents: Mapping[str, Document], *, site: Site, limits: Limits) -> str:
    """Return the drawing of a family's descent; nothing where no descent is known."""
    if not any(occurrence.source for occurrence in family.occurrences):
        return ""
    holders = [documents[name] for name in family.documents if name in documents]
    svg = family_svg(
        family,
        holders,
        words=site.words,
        links=site.document,
        labels=site.labels,
        limit=limits.tree,
        heading=False,
    )
    return inline(svg, label=site.say("tree"))


def _least_width(svg: str) -> int:
    """Return how many pixels a row of documents needs for its titles to be read.

    A pixel for each of its points, which are larger, keeps the smallest writing at 7 pixels.
    """
    width = _WIDTH.search(svg)
    return int(width[1]) if width else 0


def site_of(corpus: Corpus, *, pairs: Iterable[Pair] = (), limits: Limits | None = None) -> Site:
    """Return which pages a report has and what their files are called.

    Who draws the graph asks here where its nodes and edges can lead.
    """
    names = page_names(document.id for document in corpus.documents)
    limits = limits or Limits.fitting(corpus)
    families = page_names(family.id for family in corpus.families[: limits.family_pages])
    sentences = page_names(family.id for family in corpus.sentence_families[: limits.sentences])
    pairs = sorted(set(pairs))
    paired = page_names(identifier for pair in pairs for identifier in pair)
    return Site(
        documents={i: f"documents/{name}.html" for i, name in names.items()},
        families={i: f"families/{name}.html" for i, name in families.items()},
        sentences={i: f"sentences/{name}.html" for i, name in sentences.items()},
        labels=labels(corpus.documents),
        # No name holds two hyphens in a row, so two names and two hyphens are unique.
        pairs={
            (left, right): f"pairs/{names.get(left) or paired[left]}"
            f"--{names.get(right) or paired[right]}.html"
            for left, right in pairs
        },
    )


def comparison_page(comparison: Comparison, *, language: Language = "en") -> str:
    """Return two documents side by side as one page that needs no other file."""
    site = Site(words=Words(language))
    return _render("pair.html", pair_page(comparison, site=site), site=site, alone=True)


def family_page(
    family: Family,
    documents: Sequence[Document],
    *,
    holders: Sequence[Family] = (),
    limits: Limits | None = None,
    language: Language = "en",
) -> str:
    """Return one family as one page that needs no other file.

    Args:
        family: The family.
        documents: The documents, for their titles and dates.
        holders: The families that it is part of.
        limits: How much to show.
        language: What the page speaks.
    """
    limits = limits or Limits()
    site = Site(words=Words(language))
    known = {document.id: document for document in documents}
    facts = family_page_facts(
        family,
        known,
        site=site,
        limits=limits,
        wordings={holder.id: holder.text for holder in holders},
        settings={},
        tree=_tree(family, known, site=site, limits=limits),
    )
    return _render("family.html", facts, site=site, alone=True)


def _render(
    template: str,
    facts: Mapping[str, Any],
    *,
    site: Site,
    corpus: Corpus | None = None,
    alone: bool = False,
    svg: str = "",
    least: int = 0,
) -> str:
    facts = {**facts, "site": site, "version": corpus.version if corpus else "", "svg": svg}
    facts["least"] = least
    if alone:
        facts["css"] = Markup(source("style.css"))
        facts["js"] = Markup(script())
    return environment(site.words).get_template(template).render(facts, alone=alone)
