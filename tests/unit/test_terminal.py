"""Results on a terminal: aligned, never too wide, and harmless."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.model import (
    Clue,
    Comparison,
    Coverage,
    Direction,
    Document,
    Edit,
    Family,
    Occurrence,
    PassagePair,
    RawSpan,
    Reading,
    Sentence,
    SentencePair,
    Slot,
    Variant,
    Witness,
)
from lineage.render.columns import Page, cut, display_width, harmless
from lineage.render.terminal import comparison_text, families_table, find_table, trace_text
from lineage.rules import KIND_RULES
from lineage.wording import LANGUAGES, Language, Words

LEFT = "我们要承担起“保一方平安”的政治责任。"
RIGHT = "大家要切实担负起“保一方平安”的政治责任！"

documents = (
    Document(
        id="a.txt",
        text=LEFT,
        title="甲讲话",
        date="2020",
        date_source="text",
        date_evidence="2020年",
    ),
    Document(id="b.txt", text=RIGHT, title="乙讲话", date="2023-01-05", date_source="filename"),
    Document(id="c.txt", text=RIGHT),
)


def edit(operation: str, left: tuple[int, int], right: tuple[int, int]) -> Edit:
    return Edit(operation, RawSpan(*left), RawSpan(*right))  # type: ignore[arg-type]


@pytest.fixture
def comparison() -> Comparison:
    pair = PassagePair(
        RawSpan(3, 18),
        RawSpan(3, 20),
        0.9,
        80.0,
        (
            edit("replace", (3, 5), (3, 7)),
            edit("equal", (5, 17), (7, 19)),
            edit("delete", (17, 18), (19, 19)),
            edit("insert", (18, 18), (19, 20)),
        ),
    )
    sentences = (
        SentencePair(Sentence(0, RawSpan(0, 19)), Sentence(0, RawSpan(0, 21)), 0.8, "edited"),
    )
    return Comparison(documents[0], documents[1], (pair,), sentences, 1, 1, Coverage(0.789, 0.81))


@pytest.fixture
def family() -> Family:
    one, two = "守土有责、守土尽责", "守土有责、守土负责、守土尽责"
    return Family(
        id="0123456789ab",
        text=two,
        template="守土有责、〔…〕守土尽责",
        kind="slogan",
        rule="short and widespread",
        occurrences=(
            Occurrence("a.txt", RawSpan(0, 9), one, 0.8),
            Occurrence(
                "b.txt",
                RawSpan(5, 19),
                two,
                1.0,
                source="a.txt",
                sources=("a.txt",),
                n_sources=1,
                reference=one,
            ),
            Occurrence("c.txt", RawSpan(1, 15), two, 1.0),
        ),
        earliest=Witness("a.txt", "2020"),
        variants=(Variant(two, ("b.txt", "c.txt")), Variant(one, ("a.txt",))),
        bits=60.0,
        salience=9.0,
    )


def lines_of(text: str) -> list[str]:
    assert text.endswith("\n")
    return text[:-1].split("\n")


def test_a_comparison_shows_documents_shares_and_changes(comparison: Comparison) -> None:
    shown = comparison_text(comparison, width=100)

    assert "a.txt  甲讲话  2020 (from the text: 2020年)" in shown
    assert "b.txt  乙讲话  2023-01-05 (from the file name)" in shown
    assert "1 shared passage, 78.9% of the characters left and 81.0% right" in shown
    assert "sentences: 1 edited" in shown
    assert "left 3–18, right 3–20, likeness 0.90" in shown
    assert "[-承担-]{+切实担负+}起“保一方平安”的政治责[-任-]{+任+}" in shown


def test_colour_takes_the_place_of_the_marks(comparison: Comparison) -> None:
    shown = comparison_text(comparison, width=100, color=True)

    assert "[-" not in shown
    assert "\x1b[31m承\x1b[0m\x1b[31m担\x1b[0m\x1b[32m切\x1b[0m" in shown


def test_no_shared_passage_is_said_in_words(comparison: Comparison) -> None:
    nothing = Comparison(documents[0], documents[1], (), (), 1, 1, Coverage(0, 0))

    assert "Nothing is shared." in comparison_text(nothing)
    assert families_table([]) == "No shared wording was found.\n"
    assert find_table([], documents) == "Not found in any document.\n"
    assert trace_text(None, documents) == "Not found in any document.\n"


def test_columns_are_aligned_beside_double_width_characters(family: Family) -> None:
    shown = find_table(
        [
            Occurrence("a.txt", RawSpan(0, 9), "守土", 1.0),
            Occurrence("在二〇二三年.txt", RawSpan(10, 19), "守土", 0.5),
        ],
        documents,
        width=80,
    )

    ends = [display_width(line[: line.index("守土")]) for line in lines_of(shown)[1:]]
    assert len(set(ends)) == 1
    assert lines_of(shown)[0].split() == ["likeness", "date", "document", "offsets", "text"]


def test_the_table_of_families_tells_how_widespread_and_since_when(family: Family) -> None:
    (_, row) = lines_of(families_table([family], width=100))

    assert row.split() == ["1", family.id, "3", "3", "2020", "slogan", family.text]


@pytest.mark.parametrize("width", [40, 50, 60, 79, 80, 200])
def test_nothing_is_wider_than_the_terminal(
    width: int, family: Family, comparison: Comparison
) -> None:
    long_name = "很长的文件名" * 30
    many = [
        Occurrence(long_name, RawSpan(0, 9), "守土有责" * 80, 1.0),
        *family.occurrences,
        Occurrence("b" * 300, RawSpan(0, 9), "word " * 80 + "x" * 300, 0.123),
    ]
    wide = Document(id=long_name, text=LEFT * 30, title="标题" * 100, date="2020")
    compared = Comparison(wide, documents[1], comparison.passages, (), 1, 1, Coverage(0, 0))
    shown = [
        find_table(many, documents, width=width, color=False),
        families_table([family], width=width),
        trace_text(family, [wide, *documents], width=width),
        comparison_text(comparison, width=width),
        comparison_text(compared, width=width),
    ]

    assert max(display_width(line) for text in shown for line in lines_of(text)) <= width


def test_a_trace_tells_time_source_and_change(family: Family) -> None:
    shown = trace_text(family, documents, width=100)

    first, second, unknown = (
        shown.index(part) for part in ("a.txt  0–9", "b.txt  5–19", "c.txt  1–15")
    )
    assert first < second < shown.index("order not known") < unknown
    assert "template: 守土有责、〔…〕守土尽责" in shown
    assert "family 0123456789ab, slogan: short and widespread" in shown
    assert "3 occurrences in 3 documents, 2 wordings" in shown
    assert shown[first:second].count("earliest known") == 1
    assert "b.txt  5–19  likeness 1.00\n  from a.txt\n" in shown[second:]
    assert "守土有责、{+守土负责、+}守土尽责" in shown[second:unknown]


def test_a_narrow_trace_cuts_nothing_of_what_is_said_of_a_source(family: Family) -> None:
    first, second, last = family.occurrences
    long = "2024-01-16_亳州_政府工作报告_第一次全体会议.txt"
    told = replace(
        second,
        source=long,
        sources=(long, "c.txt"),
        n_sources=3,
        direction=Direction("text", 0.934, (Clue("fault", "b", RawSpan(6, 6), "", "a", "（市"),)),
    )

    shown = trace_text(replace(family, occurrences=(first, told, last)), documents, width=40)

    lines = "".join(line.removeprefix("  ") for line in lines_of(shown)).replace(" ", "")
    source = (
        f"from {long} or 2 others, as the text shows (confidence 0.93; fault: nothing for “（市”)"
    )
    assert source.replace(" ", "") in lines


def test_no_line_begins_with_the_blank_that_it_broke_at() -> None:
    page = Page(40, False)

    page.add_sentence("1 个共同段落，占左篇字数的 62.3%，右篇的 62.3%")

    assert [line for line in lines_of(page.text()) if line.startswith(" ")] == []


def test_a_trace_says_what_only_the_text_shows(family: Family) -> None:
    clue = Clue("broken word", "b.txt", RawSpan(6, 7), "士", "a.txt", "土")
    dropped = Clue("fault", "b.txt", RawSpan(6, 6), "", "a.txt", "（市")
    direction = Direction("text", 0.934, (clue, dropped))
    one, many = (
        replace(
            family.occurrences[1],
            source=sources[0] if len(sources) == 1 else None,
            sources=sources,
            n_sources=len(sources),
            direction=direction,
        )
        for sources in (("a.txt",), ("a.txt", "c.txt"))
    )
    first, _, last = family.occurrences

    shown = [
        trace_text(replace(family, occurrences=(first, each, last)), documents, width=150)
        for each in (one, many)
    ]

    told = (
        "as the text shows (confidence 0.93; broken word: “士” for “土”; fault: nothing for “（市”)"
    )
    assert f"  from a.txt, {told}\n" in shown[0]
    assert f"  from one of 2 documents, {told}\n" in shown[1]
    chinese = trace_text(
        replace(family, occurrences=(first, one, last)), documents, width=150, words=Words("zh")
    )
    assert "（可信度 0.93；词被写坏：“士”，应为“土”；残缺：（空），应为“（市”）" in chinese
    undated = [replace(document, date=None) for document in documents]
    of_text = trace_text(replace(family, occurrences=(first, one, last)), undated, width=150)
    assert "no date: in order only where the text itself shows one\n" in of_text
    assert "order not known" not in of_text


def test_a_trace_explains_slots_and_marks_where_there_are_any(family: Family) -> None:
    plain = replace(family, template=family.text, variants=family.variants[:1])

    varied, constant = (trace_text(each, documents, width=100) for each in (family, plain))

    assert "brackets 〔〕 stand where the occurrences differ most" in varied
    assert "[-left out-] {+added+}: against the source" in varied
    assert "〔" not in constant
    assert "left out" not in constant


def test_a_trace_lists_what_stands_in_each_slot(family: Family) -> None:
    readings = [Reading("", 3), *(Reading(f"第{n}稿", 1) for n in range(9))]
    slotted = replace(family, slots=(Slot("place", 5, 5, tuple(readings)),))

    shown = trace_text(slotted, documents, width=120)

    assert "〔place〕 nothing (3), 第0稿 (1), 第1稿 (1)" in shown
    assert shown.count("稿 (1)") == 7
    assert "2 others" in shown


def test_a_trace_names_the_longer_wordings_that_hold_it(family: Family) -> None:
    holder = replace(family, id="feedfeedfeed", text="做到\x1b守土有责、守土负责、守土尽责")

    shown = trace_text(replace(family, part_of=(holder.id,)), documents, holders=[holder])

    assert "part of feedfeedfeed: 做到\ufffd守土有责" in shown
    assert "part of" not in trace_text(family, documents)


def test_what_does_not_fit_on_a_line_goes_on_indented(comparison: Comparison) -> None:
    shown = comparison_text(comparison, width=40)

    assert lines_of(shown)[:2] == ["left    a.txt  甲讲话", "        2020 (from the text: 2020年)"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_of_the_whole_is_never_cut(
    comparison: Comparison, family: Family, language: Language
) -> None:
    words = Words(language)
    long = replace(family, kind="slogan", rule=KIND_RULES["slogan"])

    for shown in (
        comparison_text(comparison, width=40, words=words),
        trace_text(long, documents, width=40, words=words),
    ):
        whole = "".join(lines_of(shown)).replace(" ", "")
        assert "…" not in whole.replace("〔…〕", "")
    assert words.translate(long.rule).replace(" ", "") in whole


def test_names_of_sides_take_the_same_columns_in_every_language(comparison: Comparison) -> None:
    for language in LANGUAGES:
        first = lines_of(comparison_text(comparison, width=80, words=Words(language)))[0]
        assert display_width(first.partition("a.txt")[0]) == 8


def test_an_occurrence_without_a_reference_is_shown_as_it_is(family: Family) -> None:
    lost = Occurrence("b.txt", RawSpan(0, 2), "守土", 1.0, source="gone.txt")
    broken = replace(family, occurrences=(lost,))

    assert "  守土" in trace_text(broken, documents)


def test_the_text_of_a_document_cannot_steer_the_terminal(family: Family) -> None:
    evil = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e\u2066红线\r\n\x08\x7f\ud800"
    hostile = replace(family, text=evil, template=evil, rule=evil)
    occurrences = [Occurrence(evil, RawSpan(0, 9), evil, 1.0)]
    document = Document(
        id=evil, text=evil * 5, title=evil, date="2020", date_source="text", date_evidence=evil
    )
    shown = [
        families_table([hostile]),
        find_table(occurrences, [document]),
        trace_text(hostile, [document]),
        comparison_text(Comparison(document, document, (), (), 1, 1, Coverage(0, 0))),
    ]

    for text in shown:
        assert "红线" in text
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
        )


@given(st.text(max_size=60), st.integers(1, 40))
def test_what_is_cut_fits(text: str, width: int) -> None:
    shown = harmless(text)

    assert display_width(cut(shown, width)) <= width
    assert cut(shown, display_width(shown)) == shown
    assert {unicodedata.category(character) for character in shown}.isdisjoint({"Cc", "Cs"})
