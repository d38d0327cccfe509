"""The report's pages: what they say, that they say it safely, and that links lead somewhere."""

import dataclasses
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.model import (
    Clue,
    Comparison,
    Corpus,
    Coverage,
    Direction,
    Document,
    Edit,
    Failure,
    Family,
    Occurrence,
    PassagePair,
    Profile,
    RawSpan,
    Reuse,
    Sentence,
    SentencePair,
    Variant,
    Witness,
)
from lineage.render.html import Limits, comparison_page, family_page, report_pages
from lineage.render.pages.common import dated, legend, level
from lineage.render.pages.marks import changes, lines, stretches
from lineage.render.pages.naming import page_names
from lineage.wording import Words, likeness, share
from lineage.wording.english import WORDS

FIRST = "同志们：\n要做到守土有责、守土负责、守土尽责。\n"
SECOND = "会员群：\n会议强调，守土有责、守土尽责，人命关天。"
PHRASE = "守土有责、守土负责、守土尽责"
NASTY = "<script>alert(1)</script> \"onload='x' ]]> &amp; \u202e#"

VOID = {"meta", "link", "input", "br", "rect", "path"}


class Page(HTMLParser):
    """A page taken apart: the text under an id, links, ids, and elements left open."""

    def __init__(self, source: str, *, under: str = "body") -> None:
        super().__init__(convert_charrefs=True)
        self.hrefs: list[str] = []
        self.sources: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.stack: list[tuple[str, str | None]] = []
        self.text = ""
        self.under = under
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.tags.append(tag)
        if facts.get("id"):
            self.ids.append(str(facts["id"]))
        if facts.get("href"):
            self.hrefs.append(str(facts["href"]))
        if facts.get("src"):
            self.sources.append(str(facts["src"]))
        if tag not in VOID:
            self.stack.append((tag, facts.get("id")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        inside = any(identifier == self.under for _, identifier in self.stack)
        # Notes stand beside the text and are no part of it.
        if inside and not any(tag == "aside" for tag, _ in self.stack):
            self.text += data


def find(document: Document, wording: str) -> RawSpan:
    start = document.text.index(wording)
    return RawSpan(start, start + len(wording))


def occurrence(document: Document, wording: str, **facts: object) -> Occurrence:
    whole = Occurrence(document.id, find(document, wording), wording, 1.0)
    return dataclasses.replace(whole, **facts)  # type: ignore[arg-type]


def profile(document: Document, **facts: object) -> Profile:
    plain = Profile(document.id, len(document.text), 2, 0.0, 0.5, 0.5, 0.5)
    return dataclasses.replace(plain, **facts)  # type: ignore[arg-type]


def family(
    identifier: str, text: str, occurrences: Sequence[Occurrence], **facts: object
) -> Family:
    wordings: dict[str, set[str]] = {}
    for one in occurrences:
        wordings.setdefault(one.text, set()).add(one.document)
    plain = Family(
        id=identifier,
        text=text,
        template=text,
        kind="slogan",
        rule="short and fixed, in 2 documents",
        occurrences=tuple(occurrences),
        earliest=None,
        variants=tuple(Variant(t, tuple(sorted(d))) for t, d in sorted(wordings.items())),
        bits=61.25,
        salience=3.5,
    )
    return dataclasses.replace(plain, **facts)  # type: ignore[arg-type]


def dated_corpus() -> Corpus:
    first = Document("一.txt", FIRST, "讲话一", "2020", "text", "2020年的讲话")
    second = Document("b/二.txt", SECOND, "", "2023-05", "filename", "2023-05")
    taken = occurrence(
        second,
        "守土有责、守土尽责",
        similarity=0.8,
        source=first.id,
        edits=(
            Edit("equal", RawSpan(0, 5), RawSpan(0, 5)),
            Edit("delete", RawSpan(5, 10), RawSpan(5, 5)),
            Edit("equal", RawSpan(10, 14), RawSpan(5, 9)),
        ),
    )
    shared = family(
        "fam1",
        PHRASE,
        (occurrence(first, PHRASE), taken),
        earliest=Witness(first.id, "2020"),
        template="守土有责〔、守土负责〕、守土尽责",
    )
    return Corpus(
        documents=(second, first),
        profiles=(
            profile(second, taken=0.5, elsewhere=0.0, inserted=(RawSpan(0, 4),)),
            profile(first),
        ),
        families=(shared,),
        sentence_families=(),
        reuse=(Reuse(first.id, second.id, True, 9, 1, 0.8, ("fam1",)),),
        failures=(Failure("坏<b>.txt", "no encoding fits its bytes"),),
        settings={"min_length": 6, "min_bits": 40.0, "use_dates": True},
        version="0.1",
    )


def undated(corpus: Corpus) -> Corpus:
    return dataclasses.replace(
        corpus,
        documents=tuple(
            dataclasses.replace(d, date=None, date_source=None, date_evidence="")
            for d in corpus.documents
        ),
        families=tuple(
            dataclasses.replace(
                f,
                earliest=None,
                occurrences=tuple(
                    dataclasses.replace(o, source=None, edits=()) for o in f.occurrences
                ),
            )
            for f in corpus.families
        ),
        reuse=tuple(dataclasses.replace(r, directed=False) for r in corpus.reuse),
    )


def comparison() -> Comparison:
    left = Document("左.txt", "安全责任重于泰山。要抓好落实。会议到此。", "左")
    right = Document("右.txt", "同志们。要切实抓好落实。安全责任重于山。", "右")
    passages = (
        PassagePair(
            RawSpan(0, 8),
            RawSpan(12, 19),
            0.9,
            50.0,
            (
                Edit("equal", RawSpan(0, 6), RawSpan(12, 18)),
                Edit("delete", RawSpan(6, 7), RawSpan(18, 18)),
                Edit("equal", RawSpan(7, 8), RawSpan(18, 19)),
            ),
        ),
        PassagePair(
            RawSpan(9, 14),
            RawSpan(4, 11),
            0.8,
            50.0,
            (
                Edit("equal", RawSpan(9, 10), RawSpan(4, 5)),
                Edit("insert", RawSpan(10, 10), RawSpan(5, 7)),
                Edit("equal", RawSpan(10, 14), RawSpan(7, 11)),
            ),
        ),
    )
    one, two, three = (Sentence(i, RawSpan(*s)) for i, s in enumerate(((0, 9), (9, 15), (15, 20))))
    a, b, c = (Sentence(i, RawSpan(*s)) for i, s in enumerate(((0, 4), (4, 12), (12, 20))))
    sentences = (
        SentencePair(None, a, 0.0, "right only"),
        SentencePair(one, c, 0.9, "edited"),
        SentencePair(two, b, 0.8, "edited"),
        SentencePair(three, None, 0.0, "left only"),
    )
    return Comparison(left, right, passages, sentences, 3, 3, Coverage(0.65, 0.7))


def pages_of(corpus: Corpus, **facts: object) -> dict[str, str]:
    return report_pages(corpus, graph_svg="", comparisons=(), **facts)  # type: ignore[arg-type]


def only(pages: dict[str, str], folder: str) -> str:
    (found,) = (text for name, text in pages.items() if name.startswith(folder + "/"))
    return found


def plain(source: str) -> str:
    """Return a page's words without its elements, blanks made one."""
    return " ".join(re.sub(r"<[^>]+>", "", source).split())


# The text with its marks


# Line ends are more likely than they are by chance; lone surrogates cannot be written.
texts = st.text(
    st.one_of(
        st.sampled_from("\r\n安全、<&\"' \t\u202e\U00020000"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=40,
)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[list[RawSpan]], list[RawSpan]]:
    text = draw(texts)
    offsets = st.integers(0, len(text))
    spans = st.lists(
        st.tuples(offsets, offsets).map(lambda pair: RawSpan(min(pair), max(pair))), max_size=5
    )
    return text, draw(st.lists(spans, max_size=4)), draw(spans)


@given(texts_with_spans())
def test_a_document_shows_every_character_once_whatever_overlaps(
    case: tuple[str, list[list[RawSpan]], list[RawSpan]],
) -> None:
    text, groups, inserted = case
    document = Document("a", text)
    families = tuple(
        family(
            f"f{place}",
            "安全",
            [Occurrence("a", span, span.cut(text), 1.0) for span in spans],
        )
        for place, spans in enumerate(groups)
        if spans
    )
    corpus = Corpus((document,), (profile(document, inserted=tuple(inserted)),), families, (), ())

    page = Page(pages_of(corpus)["documents/a.html"])

    assert page.text == text
    assert not page.stack
    assert len(page.ids) == len(set(page.ids))


@given(texts_with_spans())
def test_stretches_follow_each_other_and_know_what_covers_them(
    case: tuple[str, list[list[RawSpan]], list[RawSpan]],
) -> None:
    text, groups, _ = case
    spans = [(span, place) for place, group in enumerate(groups) for span in group]

    cut = list(stretches(len(text), spans))

    assert "".join(stretch.span.cut(text) for stretch in cut) == text
    for stretch in cut:
        for offset in range(stretch.span.start, stretch.span.end):
            covering = [key for span, key in spans if span.start <= offset < span.end]
            assert list(stretch.covers) == covering
    assert sum(len(stretch.begins) for stretch in cut) == sum(s.start < s.end for s, _ in spans)


@given(texts)
def test_lines_together_are_the_text(text: str) -> None:
    assert "".join(span.cut(text) for span in lines(text)) == text


@given(texts, st.lists(st.integers(0, 40), max_size=6))
def test_changes_without_the_deletions_are_the_later_wording(text: str, cuts: list[int]) -> None:
    borders = sorted({min(cut, len(text)) for cut in cuts})
    edits = [Edit("insert", RawSpan(0, 0), RawSpan(start, end)) for start, end in pairwise(borders)]

    pieces = changes("", text, edits)

    assert "".join(piece for operation, piece in pieces if operation != "delete") == text


def test_what_html_cannot_hold_is_replaced_by_one_visible_character() -> None:
    document = Document("a", "安\0全\ud800。")
    page = pages_of(Corpus((document,), (profile(document),), (), (), ()))["documents/a.html"]

    assert Page(page).text == "安\ufffd全\ufffd。"
    page.encode("utf-8")


def test_a_nested_mark_stands_for_the_most_widespread_wording() -> None:
    documents = tuple(Document(name, "守土有责、守土尽责") for name in "abc")
    inner, outer = RawSpan(5, 9), RawSpan(0, 9)
    corpus = Corpus(
        documents,
        tuple(profile(d) for d in documents),
        (
            family("wide", "守土尽责", [Occurrence(n, inner, "守土尽责", 1.0) for n in "abc"]),
            family(
                "long",
                documents[0].text,
                [Occurrence(n, outer, documents[0].text, 1.0) for n in "ab"],
            ),
        ),
        (),
        (),
    )

    marks = re.findall(
        r'<a class="m (\S+)[^>]*href=(\S+)[^>]*>([^<]+)</a>',
        pages_of(corpus)["documents/a.html"],
    )

    assert marks == [
        ("l1", "../families/long.html", "守土有责、"),
        ("l4", "../families/wide.html", "守土尽责"),
    ]
    assert "data-n=3·2>" in pages_of(corpus)["documents/a.html"]


def test_lines_added_by_resellers_are_marked_as_such() -> None:
    page = pages_of(dated_corpus())[f"documents/{page_names(['b/二.txt'])['b/二.txt']}.html"]

    assert '<span class="ad" data-note="added">会员群：</span>' in page


def test_added_lines_that_follow_each_other_are_noted_once() -> None:
    document = Document("a", "会员群\n\n下载\n安全\n广告")
    spans = (RawSpan(0, 3), RawSpan(5, 7), RawSpan(11, 13))
    corpus = Corpus((document,), (profile(document, inserted=spans),), (), (), ())

    noted = re.findall(r'data-note="added">(\S+?)<', pages_of(corpus)["documents/a.html"])

    assert noted == ["会员群", "广告"]


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


@pytest.mark.parametrize("corpus", [dated_corpus(), undated(dated_corpus())])
def test_every_link_leads_to_a_page_and_a_place_that_exist(corpus: Corpus) -> None:
    left, right = corpus.documents
    corpus = dataclasses.replace(corpus, sentence_families=corpus.families)
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


# What the pages say


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
        assert "no date, but the text shows it (confidence 0.90): “士&lt;b&gt;” for “土”" in page
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


def test_edits_that_fit_no_wording_of_the_source_are_not_shown() -> None:
    corpus = dated_corpus()
    (shared,) = corpus.families
    first, second = shared.occurrences
    crooked = dataclasses.replace(second, edits=(Edit("delete", RawSpan(0, 99), RawSpan(0, 0)),))
    corpus = dataclasses.replace(
        corpus, families=(dataclasses.replace(shared, occurrences=(first, crooked)),)
    )

    page = only(pages_of(corpus), "families")

    assert "<b>守土有责、守土尽责</b>" in page


def test_a_comparison_marks_changes_by_character_and_says_what_moved() -> None:
    page = comparison_page(comparison())

    assert "<del>泰</del>" in page
    assert "<ins>切实</ins>" in page
    moved = re.findall(r'<p class="s r-edited moved" id=(\S+) data-to="(\d)"', page)
    assert moved == [("left-s1", "3"), ("right-s3", "1")]
    assert Page(page).tags.count("del") == 2  # the legend has one


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        ("2020", "2021-03", "A is dated before B."),
        ("2021-03", "2020", "B is dated before A."),
        ("2021", "2021-03", "Which of the two is earlier is not known."),
        ("2020", None, "Which of the two is earlier is not known."),
    ],
)
def test_a_comparison_says_who_is_earlier_only_where_the_dates_do(
    left: str, right: str | None, said: str
) -> None:
    pair = comparison()
    dated = dataclasses.replace(
        pair,
        left=dataclasses.replace(pair.left, date=left),
        right=dataclasses.replace(pair.right, date=right),
    )

    assert said in plain(comparison_page(dated))


def test_marks_of_a_comparison_lead_to_their_counterparts() -> None:
    page = Page(comparison_page(comparison()))
    places = [href[1:] for href in page.hrefs if re.fullmatch(r"#(left|right)\d+", href)]

    assert set(places) == {"left1", "left2", "right1", "right2"}
    assert set(places) <= set(page.ids)


def test_a_comparison_gives_every_sentence_of_both_texts_in_full() -> None:
    pair = comparison()
    said = [
        re.sub(r"<[^>]+>", "", match)
        for match in re.findall(r"</i><span>(.*?)</span></p>", comparison_page(pair))
    ]

    assert sorted(said) == sorted(
        re.findall("[^。]+。", pair.left.text) + re.findall("[^。]+。", pair.right.text)
    )


def test_a_sentence_that_was_split_is_shown_once_and_then_pointed_at() -> None:
    pair = comparison()
    one = pair.sentences[1]
    twice = dataclasses.replace(
        pair,
        sentences=(
            *pair.sentences[:2],
            dataclasses.replace(one, right=pair.sentences[0].right),
            *pair.sentences[2:],
        ),
    )

    page = comparison_page(twice)

    assert page.count("id=left-s1 ") == 1
    assert 'id=left-s1 data-to="3 1"' in page
    assert "sentence 3 of the other text; edited, likeness 0.90" in page


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

    assert not Page(pages["index.html"]).stack
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


def test_a_date_is_not_told_twice() -> None:
    document = Document(
        "2007_报告.txt", "", date="2007", date_source="filename", date_evidence="2007"
    )
    other = dataclasses.replace(document, date="2007-03-05", date_evidence="2007年3月5日")

    assert dated(document, Words())["evidence"] == ""
    assert dated(other, Words())["evidence"] == "2007年3月5日"


def test_two_runs_write_the_same_pages() -> None:
    assert pages_of(dated_corpus()) == pages_of(dated_corpus())


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
