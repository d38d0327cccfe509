"""Tokens: what is one, what it folds to, and what resellers added."""

from pathlib import Path

import pytest

from lineage.errors import SpanError
from lineage.model import NormSpan, RawSpan
from lineage.normalize import (
    WILDCARD,
    find_insertions,
    normalize,
    normalize_quote,
    streams_of,
)


def keys(text: str) -> list[str]:
    """Return the tokens of a text in readable form, a placeholder as ``?``."""
    stream = normalize(text)
    return [stream.key(n).replace(WILDCARD, "?") for n in range(len(stream))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("守土有责、守土负责", "守 土 有 责 守 土 负 责"),
        ("GDP增长3.5%", "gdp 增 长 3.5"),
        ("COVID19和5G网络", "covid 19 和 5 g 网 络"),
        ("完成1,000件", "完 成 1000 件"),
        ("1,0000", "1 0000"),
        ("2020.5.3", "2020.5 3"),
        ("3.", "3"),
        ("naïve cafe\u0301", "naïve cafe\u0301"),
        ("привет 안전", "привет 안전"),
        ("ひらがなカタ", "ひ ら が な カ タ"),
        ("二〇二三年、人々", "二 〇 二 三 年 人 々"),
        ("\U00020000\U0002a6df", "\U00020000 \U0002a6df"),
        ("\ue000字\U000f0000", "\ue000 字 \U000f0000"),
        ("😀安👩\u200d🚒全\u0301", "安 全"),
        ("\r\n \t\0，。…—", ""),
        ("", ""),
    ],
)
def test_a_token_is_a_han_character_a_word_or_a_number(text: str, tokens: str) -> None:
    stream = normalize(text)

    assert keys(text) == tokens.split()
    assert list(stream.keys(0, len(stream))) == tokens.split()


@pytest.mark.parametrize(
    "text", ["XX", "X", "xx", "Ｘ", "×", "×××××", "*", "**", "某", "___", "○○"]
)
def test_a_placeholder_is_one_token_that_stands_for_anything(text: str) -> None:
    assert keys(f"在{text}区") == ["在", "?", "区"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("X%的增长", "? 的 增 长"),
        ("x轴", "x 轴"),
        ("XML文件", "xml 文 件"),
        ("3×4米", "3 4 米"),
        ("×3", "? 3"),
        ("* 第一点", "第 一 点"),
        ("*年", "? 年"),
        ("一○一", "一 一"),
        ("_", ""),
    ],
)
def test_what_only_looks_like_a_placeholder_is_none(text: str, tokens: str) -> None:
    assert keys(text) == tokens.split()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("發展決不能以犧牲安全為代價", "发展决不能以牺牲安全为代价"),
        ("ＧＤＰ增长１２％", "gdp增长12%"),
        ("⻋辆⼈员", "车辆人员"),
        ("增长1,000元", "增长1000元"),
        ("①安全", "1安全"),
    ],
)
def test_script_width_case_and_grouping_make_no_difference(one: str, two: str) -> None:
    left, right = normalize(one), normalize(two)

    assert left.text == right.text
    assert [left.key(n) for n in range(len(left))] == [right.key(n) for n in range(len(right))]


def test_other_words_and_numbers_are_other_tokens() -> None:
    words = ["safety", "safely", "3", "3.5", "35", "GDP", "CPI"]

    assert len({normalize(word).text for word in words}) == len(words)


def test_han_that_this_python_does_not_know_yet_is_a_token() -> None:
    assert len(normalize("\U00031350\U000323af")) == 2


def test_a_span_of_tokens_quotes_the_raw_text_with_the_marks_between() -> None:
    text = "（一）守土有责、守土尽责。"
    stream = normalize(text)

    assert stream.raw_span(NormSpan(1, 9)).cut(text) == "守土有责、守土尽责"


@pytest.mark.parametrize("span", [NormSpan(0, 0), NormSpan(2, 2), NormSpan(1, 5)])
def test_a_span_without_tokens_cannot_be_quoted(span: NormSpan) -> None:
    with pytest.raises(SpanError, match="4 tokens"):
        normalize("守土有责").raw_span(span)


def test_the_tokens_of_a_raw_span_are_those_that_begin_in_it() -> None:
    stream = normalize("安全 production 生产")

    assert stream.norm_span(RawSpan(0, 5)) == NormSpan(0, 3)
    assert stream.norm_span(RawSpan(5, 15)) == NormSpan(3, 4)
    assert stream.norm_span(RawSpan(2, 3)) == NormSpan(2, 2)


@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("",),
        ("守土有责", "", "XX", "3", "×", "4", "* 一", "GDP", "增长1,000件\n*", " 二"),
        (
            "企##paidbegin##业",
            "安全",
            "更多公文資料請加微信\n守土有責",
            "##paidbegin",
            "##paidend##全",
        ),
        ("安\ud800全", "\u0301e", "\ue000字"),
    ],
)
def test_many_texts_have_the_tokens_that_each_has_alone(texts: tuple[str, ...]) -> None:
    assert streams_of(texts) == [normalize_quote(text).text for text in texts]


def test_the_characters_around_a_paywall_marker_are_neighbours() -> None:
    text = "企##paidbegin##业安全发展##paidend##"

    stream = normalize(text)

    assert stream.text == "企业安全发展"
    assert [span.cut(text) for span in stream.inserted] == ["##paidbegin##", "##paidend##"]


def test_a_resellers_head_is_no_part_of_the_speech() -> None:
    text = "仅供学习 禁止外传\n酷乐文行\n会员群：12345\n\n在会上的讲话\n同志们：\n"

    assert [span.cut(text) for span in find_insertions(text)] == [
        "仅供学习 禁止外传",
        "酷乐文行",
        "会员群：12345",
    ]


def test_a_title_above_a_resellers_line_stays_in_the_speech() -> None:
    text = "在全市安全生产会议上的讲话\n仅供学习 禁止外传\n同志们：\n"

    assert [span.cut(text) for span in find_insertions(text)] == ["仅供学习 禁止外传"]


def test_the_last_words_of_a_speech_below_a_resellers_line_stay() -> None:
    body = "同志们，今天的会议很重要。\n" * 40
    text = f"{body}更多公文请扫码\n谢谢大家！\n"

    assert [span.cut(text) for span in find_insertions(text)] == ["更多公文请扫码"]


def test_a_resellers_foot_is_no_part_of_a_short_speech_either() -> None:
    body = "同志们，今天的会议很重要，请大家认真学习、深刻领会。\n" * 6
    text = f"更多公文请扫码\n在会上的讲话\n{body}本文由公文网整理\n会员群：12345\n"

    assert [span.cut(text) for span in find_insertions(text)] == [
        "更多公文请扫码",
        "本文由公文网整理",
        "会员群：12345",
    ]


def test_a_speech_about_sales_keeps_its_sentences() -> None:
    line = "要整治付费阅读乱象，查处倒卖个人信息的公众号：" + "坚持依法依规、一查到底，" * 6

    assert find_insertions(f"{line}\n" * 3) == ()
    assert find_insertions("同志们。\n" * 30 + "规范微信群管理。\n" + "同志们。\n" * 30) == ()


def test_the_seeds_insertions_are_the_known_ones(seeds: Path) -> None:
    added = {}
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_bytes().decode("utf-8-sig")
        added[path.name[:3]] = [span.cut(text).strip() for span in find_insertions(text)]

    assert {name: len(spans) for name, spans in added.items()} == {
        "000": 0,
        "001": 8,
        "002": 0,
        "003": 0,
        "004": 2,
    }
    assert added["004"] == ["##paidbegin##", "##paidend##"]


def test_the_form_of_a_particle_that_big5_has_is_the_same() -> None:
    assert normalize("著力").text == normalize("着力").text


def test_what_resellers_add_is_known_in_traditional_script_too() -> None:
    text = "僅供學習 禁止外傳\n會員群：免費QQ群\n\n在全市會議上的講話\n同志們：\n"

    assert [span.cut(text) for span in find_insertions(text)] == [
        "僅供學習 禁止外傳",
        "會員群：免費QQ群",
    ]


def test_a_quote_begins_and_ends_with_its_own_words() -> None:
    """At the end of a long line there may stand what as a line by itself would be a reseller's."""
    sold = "仅供学习 禁止外传，加微信进会员群"
    quote = f"{sold}\n更多公文请扫码\n守土有责。{sold}"

    assert normalize_quote(sold).text == "仅供学习禁止外传加微信进会员群"
    stream = normalize_quote(quote)
    assert stream.text == f"{normalize_quote(sold).text}守土有责{normalize_quote(sold).text}"
    assert [span.cut(quote) for span in stream.inserted] == ["更多公文请扫码"]
