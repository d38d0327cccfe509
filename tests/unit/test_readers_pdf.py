"""PDF files are read in the order of reading, in paragraphs, without what counts pages."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_pages import EM, TOP, broken, paged, pdf, placed, shown

from lineage.errors import LimitError
from lineage.readers import read_paths
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.readers.pdf import read_pdf
from lineage.readers.pdf_lines import Glyph, lines_of
from lineage.readers.pdf_text import paragraphs_of
from lineage.settings import Limits

TEXT = [
    "在全市安全生产工作会议上的讲话稿",
    "安全生产事关人民福祉，事关经济社会发展大局。确保安全生产、维护社会安定、保障人民群众安居乐业，是各级党委和政府必须承担好的重要责任。",
    "守土有责、守土负责、守土尽责。",
    "经济社会发展的每一个项目、每一个环节都要以安全为前提，不能有丝毫疏漏。要坚持人民至上、生命至上，统筹发展和安全，始终保持如履薄冰的高度警觉，做好安全生产各项工作。",
]


def extract(data: bytes, **limits: int) -> Extract:
    (found,) = read_pdf(data, Options(Limits(**limits)))
    return found


def read(pages: list[list[Glyph]]) -> list[str]:
    return list(paragraphs_of([lines_of(page) for page in pages]))


def test_lines_are_joined_to_paragraphs() -> None:
    assert read(paged(TEXT)) == TEXT


def test_paragraphs_go_on_over_pages() -> None:
    for n_rows in range(2, 9):
        assert read(paged(TEXT * 3, n_rows=n_rows)) == TEXT * 3


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def furniture(number: int) -> list[Glyph]:
        foot = placed(f"— {number + 1} —", 280, 30)
        return [*placed(f"某市文件 第{number + 1}页 共9页", 90, TOP + 40), *foot]

    pages = paged(TEXT * 8, n_rows=12, furniture=furniture)

    assert len(pages) >= 3
    assert read(pages) == TEXT * 8


@pytest.mark.parametrize(
    "form", ["{}", "- {} -", "第{}页", "{}/7", "Page {} of 7", "第 {} 页 共 7 页"]
)
def test_page_numbers_are_told_by_their_counting(form: str) -> None:
    pages = paged(
        TEXT * 4, n_rows=9, furniture=lambda n: placed(form.format(n + 5), 280, TOP - 200)
    )

    assert read(pages) == TEXT * 4


def test_figures_that_count_nothing_stay() -> None:
    pages = paged(TEXT, furniture=lambda _: placed("2023", 280, 30))

    assert read(pages)[-1] == "2023"


def test_a_single_page_keeps_its_first_and_last_lines() -> None:
    assert read(paged(TEXT[:1])) == TEXT[:1]
    assert read(paged(TEXT, furniture=lambda _: placed("1", 280, 30))) == TEXT


def test_columns_are_read_one_after_the_other() -> None:
    columns = [line for paragraph in TEXT * 2 for line in broken(paragraph, 18)]
    n_rows = (len(columns) + 1) // 2
    page = placed("在全市安全生产工作会议上的讲话，跨过两栏的标题在这里", 120, TOP + 60, em=16)
    for number, (indent, text) in enumerate(columns):
        x = 60 + (number // n_rows) * 220 + indent * EM
        page += placed(text, x, TOP - (number % n_rows) * 16)

    for glyphs in (page, sorted(page, key=lambda g: (-g.y0, g.x0))):
        assert read([glyphs]) == ["在全市安全生产工作会议上的讲话，跨过两栏的标题在这里", *TEXT * 2]


def test_a_table_is_read_row_by_row() -> None:
    page = []
    for row in range(6):
        for column, cell in enumerate((f"项目{row}", "已完成", "无")):
            page += placed(cell, 60 + column * 150, TOP - row * 16)

    assert read([page]) == [f"项目{row}\t已完成\t无" for row in range(6)]


def test_words_of_other_languages_are_joined_with_a_blank_and_without_hyphen() -> None:
    lines = (
        "The committee shall publish its annual re-",
        "port on work safety in every city of the",
        "province.",
    )
    page = [g for n, line in enumerate(lines) for g in placed(line, 60, TOP - 16 * n)]

    assert read([page]) == [
        "The committee shall publish its annual report on work safety in every city of the province."
    ]


def test_a_gap_between_paragraphs_divides_them() -> None:
    page = placed("安" * 30, 60, TOP) + placed("全" * 30, 60, TOP - 16)
    page += placed("生" * 30, 60, TOP - 48) + placed("产" * 9, 60, TOP - 64)

    assert read([page]) == ["安" * 30 + "全" * 30, "生" * 30 + "产" * 9]


def test_a_title_of_several_lines_is_one() -> None:
    page = placed("在全市安全生产工作会议", 161, TOP + 60, em=18)
    page += placed("暨委员会会议上的讲话", 170, TOP + 33, em=18)
    for row in range(12):
        page += placed("安全生产" * 10, 60, TOP - row * 16)

    assert read([page])[0] == "在全市安全生产工作会议暨委员会会议上的讲话"


def test_vertical_writing_is_read_from_the_right() -> None:
    columns = ["守土有責守土負責守土盡責安全", "生產事關人民福祉"]
    page = [
        Glyph(character, x, x + EM, TOP - EM * row, TOP - EM * row + EM)
        for x, column in zip((300, 280), columns, strict=True)
        for row, character in enumerate(column)
    ]

    assert read([page]) == ["".join(columns)]


def test_characters_drawn_twice_to_look_bold_are_read_once() -> None:
    page = placed("守土有责", 60, TOP) + placed("守土有责", 60.4, TOP)

    assert read([page]) == ["守土有责"]


@given(
    st.lists(
        st.text("安全生产责任重于泰山，。、", min_size=1, max_size=90), min_size=1, max_size=8
    ),
    st.integers(12, 40),
    st.integers(6, 30),
)
def test_any_text_comes_back_whole(paragraphs: list[str], n_columns: int, n_rows: int) -> None:
    pages = paged(paragraphs, n_columns=n_columns, n_rows=n_rows)

    assert "".join(read(pages)).replace("\t", "") == "".join(paragraphs)


@given(
    st.lists(
        st.builds(
            lambda c, x, y, w, h: Glyph(c, x, x + w, y, y + h),
            st.sampled_from("安全ab，1 "),
            st.floats(0, 600),
            st.floats(0, 800),
            st.floats(0, 30),
            st.floats(0, 30),
        ),
        max_size=40,
    )
)
def test_characters_anywhere_are_read_somehow(glyphs: list[Glyph]) -> None:
    text = "".join(read([[glyph for glyph in glyphs if glyph.character != " "]] * 2))

    assert set(text) <= {*"安全ab，1 \t"}


def test_a_file_is_read_with_its_properties(tmp_path: Path) -> None:
    data = pdf(
        [shown("Safety in production (work)", "is everyone's duty.")],
        info="/Title (A speech) /CreationDate (D:20190304101010Z)",
    )
    (tmp_path / "a.pdf").write_bytes(data)

    (document,) = read_paths([tmp_path]).documents

    assert document.text == "Safety in production (work) is everyone’s duty."
    assert document.provenance.reader == "pypdfium2"
    assert extract(data).properties == {"title": "A speech", "date": "2019-03-04"}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_turned_are_read_upright(turn: int) -> None:
    matrix = {90: "0 1 -1 0 300 72", 180: "-1 0 0 -1 400 400", 270: "0 -1 1 0 100 700"}[turn]
    rows = "(First line of the page) Tj 0 -18 Td (second line) Tj"

    assert extract(pdf([f"BT /F1 12 Tf {matrix} Tm {rows} ET"])).text == (
        "First line of the page second line"
    )


def test_a_watermark_across_the_page_is_left_out() -> None:
    mark = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (SECRET) Tj ET"

    assert extract(pdf([shown("The text of the page, line one") + mark])).text == (
        "The text of the page, line one"
    )


def test_what_cannot_be_read_has_a_reason() -> None:
    for data, reason in (
        (b"%PDF-1.4\nnothing", "it is damaged"),
        (b"", "it is damaged"),
        (pdf([""]), "it holds no text; if it is a scan"),
        (pdf(["0 0 100 100 re f"] * 3), "it holds no text"),
    ):
        with pytest.raises(UnreadableError, match=reason):
            extract(data)


def test_limits_are_named() -> None:
    pages = [shown("Some text")] * 5

    with pytest.raises(LimitError, match="it has 5 pages; the limit pages is 4"):
        extract(pdf(pages), pages=4)
    with pytest.raises(LimitError, match="the limit characters is 20"):
        extract(pdf(pages), characters=20)
    with pytest.raises((LimitError, UnreadableError)):
        extract(pdf(pages, count=1_000_000))


def test_pages_that_cannot_be_opened_are_told() -> None:
    data = pdf([shown("First page here"), shown("Second page here")]).replace(
        b"/Kids [4 0 R 6 0 R]", b"/Kids [4 0 R 3 0 R]"
    )

    found = extract(data)

    assert "First page here" in found.text
    assert found.notes in (
        ("pages that cannot be opened are missing: 2",),
        (),
    )


def test_no_flipped_byte_does_more_than_make_it_unreadable() -> None:
    whole = pdf([shown("Safety in production"), shown("is everyone's duty")])
    chance = random.Random(7)

    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            reason = extract(bytes(data)).text
        except (UnreadableError, LimitError) as error:
            reason = str(error)

        assert reason
