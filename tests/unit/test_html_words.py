"""What the pages say of documents and families, in which words and figures."""

import dataclasses
import re

from dated_speeches import SECOND, dated_corpus, family, occurrence, profile, undated
from page_parts import only, pages_of, plain

from lineage.model import (
    Clue,
    Comparison,
    Corpus,
    Coverage,
    Direction,
    Document,
    PassagePair,
    RawSpan,
)
from lineage.pairing import FamilyIndex
from lineage.render.html import family_page, report_pages
from lineage.render.pages.common import dated, legend, level
from lineage.wording import LANGUAGES, Words, likeness, share
from lineage.wording.english import WORDS


def test_the_overview_says_where_each_date_came_from() -> None:
    text = plain(pages_of(dated_corpus())["index.html"])

    assert "2020 read from the text: “2020年的讲话”" in text
    assert "2023-05 from the file name" in text


def test_the_overview_names_what_could_not_be_read() -> None:
    text = plain(pages_of(dated_corpus())["index.html"])

    assert "坏&lt;b&gt;.txtno encoding fits its bytes" in text


def test_dated_documents_show_who_was_first_and_which_way_wording_went() -> None:
    pages = pages_of(dated_corpus())

    assert "▸" in plain(pages["index.html"])
    assert "◂" in plain(pages["index.html"])
    assert "2020 讲话一" in plain(pages["index.html"])
    assert "earliest witness" in plain(only(pages, "families"))


def test_documents_with_one_title_are_told_apart() -> None:
    corpus = dated_corpus()
    same = tuple(dataclasses.replace(d, title="政府工作报告") for d in corpus.documents)
    pages = pages_of(dataclasses.replace(corpus, documents=same))

    assert "政府工作报告 (一.txt)" in plain(only(pages, "families"))
    assert "政府工作报告 (b/二.txt)" in plain(only(pages, "families"))


def test_a_shared_sentence_has_a_page_of_its_own() -> None:
    corpus = dated_corpus()
    pages = pages_of(dataclasses.replace(corpus, sentence_families=corpus.families))

    assert "A shared sentence" in plain(pages["sentences/fam1.html"])
    assert 'href="sentences/fam1.html"' in pages["index.html"]
    assert "A shared passage" in plain(pages["families/fam1.html"])


def test_a_long_wording_is_cut_in_tables_and_whole_on_its_page() -> None:
    text = "安全生产责任" * 50
    document = Document("a", text)
    long = family("long", text, [occurrence(document, text)])
    pages = pages_of(Corpus((document,), (profile(document),), (long,), (), ()))

    index = re.sub(r'data-export="[^"]*"', "", pages["index.html"])
    assert text not in index
    assert text[:159] + "…" in index
    assert text in pages["families/long.html"]


def test_without_dates_no_page_draws_a_direction() -> None:
    pages = pages_of(undated(dated_corpus()))
    table = pages["index.html"].split('class="matrix"')[1].split("</table>")[0]

    assert "draws no direction" in plain(pages["index.html"])
    assert "order not known" in plain(pages["index.html"])
    assert not re.search("[◂▸]", table)
    assert "earliest witness" not in plain(only(pages, "families")).casefold().replace(
        "earliest witnessnot known", ""
    )
    for name, source in pages.items():
        if name.startswith("documents/"):
            assert "is later" not in source
            assert "is earlier" not in source


def test_a_family_shows_what_was_left_out_against_its_source() -> None:
    page = only(pages_of(dated_corpus()), "families")

    assert "守土有责、<del>守土负责、</del>守土尽责" in page
    assert "守土有责〔、守土负责〕、守土尽责" in page
    assert "short and fixed, in 2 documents" in page


def shown_by_text() -> Corpus:
    """Return the two speeches without dates, the second of which the text shows to be later."""
    dated, corpus = dated_corpus(), undated(dated_corpus())
    (shared,), (relation,) = corpus.families, corpus.reuse
    occurrences = dated.families[0].occurrences
    return dataclasses.replace(
        corpus,
        families=(dataclasses.replace(shared, occurrences=occurrences),),
        reuse=(dataclasses.replace(relation, directed=True, by="text", confidence=0.9),),
    )


def test_no_page_denies_an_order_that_the_text_shows() -> None:
    corpus = shown_by_text()
    right, left = corpus.documents
    pair = Comparison(left, right, (), (), 2, 2, Coverage(0, 0))
    said = {
        language: {
            name.partition("/")[0]: re.sub(r"\s+", " ", plain(text))
            for name, text in report_pages(
                corpus, graph_svg="<svg></svg>", comparisons=(pair,), language=language
            ).items()
        }
        for language in LANGUAGES
    }

    english, chinese = said["en"], said["zh"]
    assert "the text itself shows A before B (confidence 0.90)" in english["pairs"]
    assert "据文字本身推断，A 早于 B（可信度 0.90）" in chinese["pairs"]
    assert "differs from its source where the text itself shows one" in english["families"]
    assert "No order is known" not in english["families"]
    assert "文字本身显示来源时，标记显示与来源的差异" in chinese["families"]
    assert "as dates decide or the text itself shows" in english["index.html"]
    assert "先后由日期或文字本身判定" in chinese["index.html"]
    assert chinese["index.html"].count("除文字本身能说明先后之处外，不标方向") == 1


def test_a_document_counts_the_passages_that_the_page_of_the_pair_shows() -> None:
    corpus = dated_corpus()
    right, left = corpus.documents
    # A wording that one of the two has twice is one wording, and two passages.
    (shared,) = corpus.families
    (first, taken) = shared.occurrences
    again = dataclasses.replace(taken, span=RawSpan(0, 3), text=SECOND[:3])
    corpus = dataclasses.replace(
        corpus, families=(dataclasses.replace(shared, occurrences=(first, taken, again)),)
    )
    places = FamilyIndex(corpus.families).places(left.id, right.id)
    passages = tuple(PassagePair(*place, 0.8, 50.0, ()) for place in places)
    pair = Comparison(left, right, passages, (), 2, 2, Coverage(0, 0))

    pages = report_pages(corpus, graph_svg="", comparisons=(pair,))

    assert only(pages, "pairs").count('<tr data-kind="') == 2
    counted = {
        re.findall(r'data-label="Passages" data-value="(\d+)"', text)[0]
        for name, text in pages.items()
        if name.startswith("documents/")
    }
    assert counted == {"2"}


def test_relations_are_said_to_be_what_was_taken_and_not_all_that_is_shared() -> None:
    pages = {name: plain(text) for name, text in pages_of(dated_corpus()).items()}
    drawn = plain(report_pages(dated_corpus(), graph_svg="<svg/>", comparisons=())["index.html"])

    assert "the wording that a document most likely took from an earlier one" in drawn
    assert not [name for name, text in pages.items() if "Shares most" in text]
    documents = [text for name, text in pages.items() if name.startswith("documents/")]
    assert all("one most likely took from the other" in text for text in documents)


def test_a_graph_without_lines_gives_no_reason_why_none_is_an_arrow() -> None:
    corpus = dataclasses.replace(dated_corpus(), families=(), reuse=())

    page = report_pages(corpus, graph_svg="<svg></svg>", comparisons=())["index.html"]

    assert "There are no lines, because no two documents share a passage." in page
    assert "No line is an arrow" not in page


def test_a_family_says_what_only_the_text_shows() -> None:
    corpus = dated_corpus()
    shown = corpus.families[0]
    clue = Clue("broken word", "b", RawSpan(0, 1), "士<b>", "a", "土")
    taken = next(n for n, each in enumerate(shown.occurrences) if each.source)
    pages = []
    for sources in (("first.txt",), ("first.txt", "second.txt")):
        changed = dataclasses.replace(
            shown.occurrences[taken],
            source=sources[0] if len(sources) == 1 else None,
            sources=sources,
            direction=Direction("text", 0.9, (clue,)),
        )
        occurrences = (*shown.occurrences[:taken], changed, *shown.occurrences[taken + 1 :])
        family = dataclasses.replace(shown, occurrences=occurrences)
        pages.append(plain(family_page(family, corpus.documents)))

    for page in pages:
        assert "as the text itself shows (confidence 0.90): “士&lt;b&gt;” for “土”" in page
    assert "one of:" in pages[1]
    assert "one of:" not in pages[0]


def test_an_earliest_witness_comes_with_the_number_of_undated_ones() -> None:
    corpus = dated_corpus()
    third = Document("c", "守土有责、守土尽责")
    (shared,) = corpus.families
    more = (*shared.occurrences, occurrence(third, third.text))
    corpus = dataclasses.replace(
        corpus,
        documents=(*corpus.documents, third),
        profiles=(*corpus.profiles, profile(third)),
        families=(dataclasses.replace(shared, occurrences=more),),
    )
    pages = pages_of(corpus)

    assert "讲话一 + 1 undated" in plain(pages["index.html"])
    assert "1 document that has it is undated and may be earlier." in plain(only(pages, "families"))


def test_an_occurrence_without_a_reference_is_shown_as_it_is() -> None:
    corpus = dated_corpus()
    (shared,) = corpus.families
    first, second = shared.occurrences
    lone = dataclasses.replace(second, reference=None)
    corpus = dataclasses.replace(
        corpus, families=(dataclasses.replace(shared, occurrences=(first, lone)),)
    )

    page = only(pages_of(corpus), "families")

    assert "<b>守土有责、守土尽责</b>" in page


def test_a_date_is_not_told_twice() -> None:
    document = Document(
        "2007_报告.txt", "", date="2007", date_source="filename", date_evidence="2007"
    )
    other = dataclasses.replace(document, date="2007-03-05", date_evidence="2007年3月5日")

    assert dated(document, Words())["evidence"] == ""
    assert dated(other, Words())["evidence"] == "2007年3月5日"


# Words and figures


def test_shades_rise_with_the_number_of_documents_and_the_legend_names_them_all() -> None:
    shades = [level(n, documents=143) for n in range(2, 144)]

    assert shades == sorted(shades)
    assert {shades[0], shades[-1]} == {1, 4}
    assert [entry["level"] for entry in legend(143, Words())] == [1, 2, 3, 4]
    assert [entry["words"] for entry in legend(3, Words())] == ["in 2 documents", "in 3 documents"]


def test_figures_never_round_something_to_nothing_or_to_everything() -> None:
    assert [share(r) for r in (0, 0.004, 0.5, 0.996, 1)] == ["0%", "<1%", "50%", ">99%", "100%"]
    assert [likeness(r) for r in (0.5, 0.999, 1.0)] == ["0.50", "0.99", "1.00"]


def test_every_phrase_can_be_said_with_its_facts() -> None:
    for key, phrase in WORDS.items():
        facts = dict.fromkeys(re.findall(r"{(\w*)}", phrase), 1) | {"n": 2}
        if "{}" not in phrase:
            assert "{" not in Words().say(key, **facts)
