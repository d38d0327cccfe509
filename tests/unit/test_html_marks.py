"""A document's text on its page: every character once, with marks for what is shared and added."""

import re
from itertools import pairwise

from dated_speeches import dated_corpus, family, profile
from hypothesis import given
from hypothesis import strategies as st
from page_parts import Page, pages_of

from lineage.model import Corpus, Document, Edit, Occurrence, RawSpan
from lineage.render.pages.marks import changes, lines, stretches
from lineage.render.pages.naming import page_names

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
    corpus = Corpus(
        (document,),
        (profile(document, inserted=tuple(inserted)),),
        families[:2],
        # Sentences have no marks, but something that can be led to.
        families[2:],
        (),
    )

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
