"""The report's pages as a whole: that they are safe, that links lead somewhere, where they stop."""

import dataclasses
import re
from urllib.parse import unquote, urljoin

import pytest
from dated_speeches import (
    FIRST,
    PHRASE,
    SECOND,
    comparison,
    dated_corpus,
    family,
    find,
    occurrence,
    profile,
    undated,
)
from hypothesis import given
from hypothesis import strategies as st
from page_parts import Page, pages_of, plain

from lineage.model import (
    Comparison,
    Corpus,
    Coverage,
    Document,
    Failure,
    Occurrence,
    PassagePair,
    RawSpan,
    Reuse,
    Sentence,
    SentencePair,
    Witness,
)
from lineage.render.html import Limits, comparison_page, family_page, report_pages
from lineage.render.pages.naming import page_names

NASTY = "<script>alert(1)</script> \"onload='x' ]]> &amp; \u202e#"


# Safety


def test_text_of_documents_is_escaped_wherever_it_is_shown() -> None:
    document = Document(
        NASTY, NASTY + FIRST, NASTY, "2020", "text", NASTY, speaker=NASTY, place=NASTY
    )
    other = Document("b", NASTY + SECOND, NASTY)
    shared = family(
        NASTY,
        NASTY,
        (occurrence(document, NASTY), occurrence(other, NASTY, sources=(NASTY,))),
        rule=NASTY,
        template=NASTY + "〔…〕",
        earliest=Witness(NASTY, "2020"),
    )
    corpus = Corpus(
        (document, other),
        (profile(document), profile(other)),
        (shared,),
        (shared,),
        (Reuse(NASTY, "b", True, 3, 1, 1.0, (NASTY,)),),
        failures=(Failure(NASTY, NASTY),),
        settings={NASTY: NASTY},
        version=NASTY,
    )
    span = find(document, NASTY)
    sentences = (SentencePair(Sentence(0, span), Sentence(0, span), 1.0, "same"),)
    pair = Comparison(
        document, other, (PassagePair(span, span, 1.0, 50.0),), sentences, 1, 1, Coverage(1, 1)
    )
    pages = report_pages(corpus, graph_svg="", comparisons=(pair,))
    pages["alone/compare.html"] = comparison_page(pair)
    pages["alone/family.html"] = family_page(shared, corpus.documents)

    for name, source in pages.items():
        if name.endswith(".html"):
            page = Page(source)
            assert not page.stack, name
            assert page.tags.count("script") == 1, name
            assert "<script>alert" not in source, name
            assert "onload='" not in source, name
            assert "&amp;amp;" in source, name


def test_pages_ask_for_nothing_from_outside() -> None:
    corpus = dated_corpus()
    pages = report_pages(corpus, graph_svg="<svg></svg>", comparisons=(comparison(),))
    pages["alone.html"] = comparison_page(comparison())

    for name, source in pages.items():
        # Names of XML vocabularies look like addresses, and nobody goes there.
        bare = re.sub(r"<script>.*</script>|xmlns(:xlink)?=\"[^\"]+\"", "", source, flags=re.DOTALL)
        assert name == "report.js" or not re.search(r"(?:https?:)?//[a-z]", bare), name
        assert "url(" not in source, name
        assert "@import" not in source, name


def test_a_page_that_stands_alone_brings_its_style_and_script_and_no_links() -> None:
    for source in (comparison_page(comparison()), family_page(dated_corpus().families[0], ())):
        page = Page(source)

        assert page.sources == []
        assert [h for h in page.hrefs if not h.startswith(("#", "data:"))] == []
        assert "--paper" in source
        assert "lineage.start" in source


# Links and names


def with_sentences(corpus: Corpus) -> Corpus:
    """Return a corpus with sentences that begin before its passages, inside of them and after."""
    second, first = corpus.documents
    wordings = ("做到守土有责、守土负责、守土尽责", "守土尽责", "\n")
    sentences = [
        family(
            f"sentence{place}",
            wording,
            [occurrence(d, wording) for d in (first, second) if wording in d.text],
        )
        for place, wording in enumerate(wordings)
    ]
    return dataclasses.replace(corpus, sentence_families=(*corpus.families, *sentences))


def with_nothing_shared(corpus: Corpus) -> Corpus:
    """Return a corpus of which nothing is shared but a sentence."""
    (shared,) = corpus.families
    return dataclasses.replace(corpus, families=(), reuse=(), sentence_families=(shared,))


@pytest.mark.parametrize(
    "corpus",
    [
        with_sentences(dated_corpus()),
        with_sentences(undated(dated_corpus())),
        with_nothing_shared(dated_corpus()),
    ],
)
def test_every_link_leads_to_a_page_and_a_place_that_exist(corpus: Corpus) -> None:
    left, right = corpus.documents
    pair = Comparison(left, right, (), (), 2, 2, Coverage(0, 0))
    pages = report_pages(corpus, graph_svg="<svg></svg>", comparisons=(pair, comparison()))
    written = {"families.json", "families.csv", "sentences.csv", "graph.svg", "graph.graphml"}
    ids = {name: set(Page(text).ids) for name, text in pages.items() if name.endswith(".html")}

    for name in ids:
        page = Page(pages[name])
        for href in [*page.hrefs, *page.sources]:
            if href.startswith("data:"):
                continue
            target, _, place = unquote(urljoin(name, href)).partition("#")
            assert target in pages or target in written, (name, href)
            assert not place or place in ids[target], (name, href)


@given(st.sets(st.text(min_size=1, max_size=70), max_size=8))
def test_names_of_pages_are_safe_and_differ_even_without_case(ids: set[str]) -> None:
    names = page_names(ids)

    assert set(names) == ids
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert re.fullmatch(r"[a-z0-9_-]{1,70}", name)
        assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)", name)
        assert "--" not in name


def test_ids_that_differ_in_case_or_suffix_only_get_names_of_their_own() -> None:
    names = page_names(["a.txt", "a.md", "a", "A.TXT", "CON", "con.txt"])

    assert len(set(names.values())) == 6
    assert "con" not in names.values()


def test_a_name_does_not_depend_on_the_other_documents() -> None:
    assert page_names(["讲话.txt"])["讲话.txt"] == page_names(["讲话.txt", "b", "c"])["讲话.txt"]


# What is shown of large, small and drawn corpora


def test_pages_that_stop_say_so() -> None:
    documents = tuple(Document(f"d{n}", PHRASE * 3) for n in range(6))
    families = tuple(
        family(
            f"f{n}",
            PHRASE,
            [Occurrence(d.id, RawSpan(n, n + 9), d.text[n : n + 9], 1.0) for d in documents],
        )
        for n in range(5)
    )
    reuse = tuple(
        Reuse(a.id, b.id, False, 9, 5, 1.0, ())
        for place, a in enumerate(documents)
        for b in documents[place + 1 :]
    )
    corpus = Corpus(documents, tuple(profile(d) for d in documents), families, families, reuse)
    limits = Limits(
        documents=2, matrix=3, families=2, sentences=3, family_pages=4, occurrences=2,
        related=2, sample=1, variants=1,
    )  # fmt: skip

    pages = pages_of(corpus, limits=limits)

    index, page = plain(pages["index.html"]), plain(pages["documents/d0.html"])
    assert "The first 2 of 6 documents are listed here" in index
    assert "The table shows the 3 of 6 documents" in index
    # The graph of the report has the strongest relations alone.
    assert "lineage graph -o graph.graphml writes the relations of all" in index
    assert "The first 2 of 5 are shown; all are in families.json" in index
    assert "The first 3 of 5 are shown; all are in sentences.csv" in index
    assert "The first 4 passages have a page of their own" in index
    assert "and 5 more" in index
    assert "The first 2 of 5 are listed" in page
    assert "1 of its passages has no page of its own; it is in families.json" in page
    assert "The first 2 of 6 are shown" in plain(pages["families/f0.html"])
    assert "families/f4.html" not in pages


@pytest.mark.parametrize(
    "documents", [(), (Document("a", ""),), (Document("a", ""), Document("b", "一"))]
)
def test_a_corpus_that_shares_nothing_still_has_readable_pages(
    documents: tuple[Document, ...],
) -> None:
    corpus = Corpus(documents, tuple(profile(d) for d in documents), (), (), ())

    pages = pages_of(corpus)

    page = Page(pages["index.html"])
    assert not page.stack
    assert {href[1:] for href in page.hrefs if href.startswith("#")} <= set(page.ids)
    assert len(pages) == len(documents) + 3
    if documents:
        assert "No wording is shared" in pages["index.html"]
        assert "The document is empty" in pages["documents/a.html"]


def test_the_graph_is_taken_over_without_its_prologue() -> None:
    svg = '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg id="drawn"><a href="x">安</a></svg>\n'
    page = report_pages(dated_corpus(), graph_svg=svg, comparisons=())["index.html"]

    assert '<svg id="drawn"><a href="x">安</a></svg>' in page
    assert page.count("<!DOCTYPE") == 1
    assert "<?xml" not in page


def test_a_row_of_documents_gets_the_width_that_its_titles_need() -> None:
    corpus = dated_corpus()
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="2024pt" height="604pt"></svg>'

    page = report_pages(corpus, graph_svg=svg, comparisons=())["index.html"]

    assert 'style="--least: 2024px"' in page
    assert "--least" not in report_pages(corpus, graph_svg="<svg/>", comparisons=())["index.html"]


def test_two_runs_write_the_same_pages() -> None:
    assert pages_of(dated_corpus()) == pages_of(dated_corpus())
