import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.render.lettering import cut, shown, width_em, wrap


def test_a_chinese_character_is_one_em_and_a_letter_less() -> None:
    assert width_em("安全，") == 3
    assert 0.5 <= width_em("abcdefgh") / 8 <= 0.65
    assert width_em("é") == width_em("e\u0301")


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    lines = wrap("安全生产，人人有责（扩大）会议", width=4, lines=9)

    assert lines == ["安全生", "产，人人", "有责（扩", "大）会议"]


def test_words_stay_whole_where_they_fit() -> None:
    assert wrap("the state of the union", width=5, lines=9) == ["the state", "of the", "union"]


def test_a_word_too_long_for_a_line_is_broken() -> None:
    assert "".join(wrap("a" * 50, width=5, lines=99)) == "a" * 50


def test_what_does_not_fit_ends_with_an_ellipsis() -> None:
    assert wrap("管行业必须管安全管业务", width=4, lines=2) == ["管行业必", "须管安…"]


def test_what_cannot_be_shown_is_replaced_and_blanks_become_one() -> None:
    assert shown("a\n\t b\x07\ud800\uffff\u200fc ") == "a b\ufffd\ufffd\ufffd\u200fc"
    assert shown("\u202eabc\u202c \u2067守土\u2069") == "\ufffdabc\ufffd \ufffd守土\ufffd"


@given(st.text(), st.floats(2, 20), st.integers(1, 5))
def test_no_line_is_too_wide_and_nothing_is_lost_before_the_ellipsis(
    text: str, width: float, lines: int
) -> None:
    text = shown(text)

    broken = wrap(text, width=width, lines=lines)

    assert len(broken) <= lines
    assert all(width_em(line) <= width for line in broken)
    joined = "".join(broken).replace(" ", "")
    whole = text.replace(" ", "")
    assert joined == whole or (joined.endswith("…") and whole.startswith(joined.rstrip("…")))


@given(st.text(), st.floats(1, 20))
def test_a_cut_line_fits(text: str, width: float) -> None:
    assert width_em(cut(text, width=width)) <= width


def test_a_line_of_a_million_characters_is_cut_without_reading_it_over_and_over() -> None:
    whole = "管行业必须管安全" * 125_000
    piled = "\u0301" * 1_000_000 + "安全生产责任重于泰山"

    assert cut(whole, width=6) == "管行业必须…"
    assert len(cut(piled, width=6)) < 1000


@pytest.mark.parametrize("word", ["خطاب", "שלום", "ภาษาไทย", "हिन्दी"])
def test_letters_without_a_glyph_have_the_room_of_the_boxes_drawn_for_them(word: str) -> None:
    boxes = sum(unicodedata.category(char).startswith("L") for char in word)

    assert width_em(word) >= 0.99 * boxes
    assert wrap(f"{word} {word}", width=width_em(word) + 0.5, lines=2) == [word, word]
