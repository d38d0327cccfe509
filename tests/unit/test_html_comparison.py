"""The page of two documents side by side: what changed, what moved, and who is earlier."""

import dataclasses
import re

import pytest
from dated_speeches import comparison
from page_parts import Page, plain

import lineage
from lineage.model import (
    Comparison,
    Coverage,
    Document,
    Edit,
    PassagePair,
    RawSpan,
    Sentence,
    SentencePair,
)
from lineage.render.html import comparison_page
from lineage.render.terminal import comparison_text
from lineage.wording import Language, Words


def test_a_comparison_marks_changes_by_character_and_says_what_moved() -> None:
    page = comparison_page(comparison())

    assert "<del>泰</del>" in page
    assert "<ins>切实</ins>" in page
    moved = re.findall(r'<p class="s r-edited moved" id=(\S+) data-to="(\d)"', page)
    assert moved == [("left-s1", "3"), ("right-s3", "1")]
    assert Page(page).tags.count("del") == 2  # the legend has one


def test_a_sentence_that_moved_within_a_passage_is_not_marked_as_one_text_s_own() -> None:
    life, duty = "坚持人民至上、生命至上，坚决遏制重特大事故", "各级领导干部要守土有责、守土尽责"
    pair = lineage.compare(
        lineage.Document("a.txt", f"{life}。今天讲三点。{duty}。"),
        lineage.Document("b.txt", f"{duty}。昨天下了雨。{life}。"),
    )

    page = comparison_page(pair)

    assert len(pair.passages) == 1
    marked = re.findall(r"<(?:del|ins)>(.*?)</(?:del|ins)>", page)
    assert marked[-2:] == ["今天讲三点。", "昨天下了雨。"]
    assert not any("守土" in text or "至上" in text for text in marked)


def test_of_a_sentence_that_was_moved_and_edited_only_the_edit_is_marked() -> None:
    life, duty = "坚持人民至上、生命至上，坚决遏制重特大事故", "各级领导干部要守土有责、守土尽责"
    pair = lineage.compare(
        lineage.Document("a.txt", f"{life}。今天讲三点。{duty}。"),
        lineage.Document("b.txt", f"{duty}到底。昨天下了雨。{life}。"),
    )

    page = comparison_page(pair)

    assert len(pair.passages) == 1
    marked = re.findall(r"<(?:del|ins)>(.*?)</(?:del|ins)>", page)
    assert marked[-3:] == ["今天讲三点。", "到底", "昨天下了雨。"]


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


def test_every_mark_of_a_comparison_has_words_to_be_read_out() -> None:
    left, right = Document("a", "守土 有责、守土负责。"), Document("b", "守土有责、守土负责。")
    edits = (
        Edit("equal", RawSpan(0, 2), RawSpan(0, 2)),
        Edit("delete", RawSpan(2, 3), RawSpan(2, 2)),
        Edit("equal", RawSpan(3, 11), RawSpan(2, 10)),
    )
    passage = PassagePair(RawSpan(0, 11), RawSpan(0, 10), 0.95, 50.0, edits)
    one, other = Sentence(0, RawSpan(0, 11)), Sentence(0, RawSpan(0, 10))
    pair = Comparison(
        left, right, (passage,), (SentencePair(one, other, 0.95, "edited"),), 1, 1, Coverage(1, 1)
    )

    page = comparison_page(pair)

    marks = re.findall(r'<a class="m [^>]*>(.*?)</a>', page)
    assert [re.sub("<[^>]+>", "", mark) for mark in marks] == [
        "守土",
        "有责、守土负责。",
        "守土有责、守土负责。",
    ]
    assert "<del> </del>" in page


def test_a_sentence_that_both_have_but_none_is_aligned_with_is_not_said_to_be_in_one_only() -> None:
    left, right = Document("a", "更多请加会员群。"), Document("b", "更多请加会员群。")
    sentence = Sentence(0, RawSpan(0, 8))
    alone = (
        SentencePair(sentence, None, 0.0, "left only"),
        SentencePair(None, sentence, 0.0, "right only"),
    )
    pair = Comparison(left, right, (), alone, 1, 1, Coverage(0, 0))

    page = plain(comparison_page(pair, language="zh"))
    shown = comparison_text(pair, words=Words("zh"))

    assert "1 句无对应（A） · 1 句无对应（B）" in page
    assert "左篇 1 句无对应、右篇 1 句无对应" in shown


@pytest.mark.parametrize(("language", "said"), [("en", "left out: 60,000)"), ("zh", "60,000 对")])
def test_copies_that_were_not_looked_at_are_told(language: Language, said: str) -> None:
    thinned = dataclasses.replace(comparison(), left_out=60_000)
    words = Words(language)

    assert said in plain(comparison_page(thinned, language=language))
    assert said in comparison_text(thinned, width=500, words=words)
    copies = words.say("copies_left_out", n=0)[:16]
    assert copies not in plain(comparison_page(comparison(), language=language))
