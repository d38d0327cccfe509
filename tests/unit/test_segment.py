"""Sentences, the borders between tokens, and the marks that belong to a span."""

import numpy as np
import pytest

from lineage.model import RawSpan
from lineage.normalize import normalize
from lineage.segment import (
    Border,
    label_length,
    split_sentences,
    token_borders,
    with_marks,
)


def sentences(text: str) -> list[str]:
    return [sentence.span.cut(text) for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("守住底线。压实责任！", ["守住底线。", "压实责任！"]),
        ("能行吗？！能行……好", ["能行吗？！", "能行……", "好"]),
        ("他说：“安全第一。”大家鼓掌。", ["他说：“安全第一。”", "大家鼓掌。"]),
        ("（见附件。）下面讲三点", ["（见附件。）", "下面讲三点"]),
        ("一要学习；二要落实;三要检查", ["一要学习；", "二要落实;", "三要检查"]),
        ("标题\n\n 正文\r\n结尾\r完", ["标题", "正文", "结尾", "完"]),
        ("增长3.5%，共2.0版。", ["增长3.5%，共2.0版。"]),
        ("1. 提高认识", ["1. 提高认识"]),
        ("It works. Does it? Yes!", ["It works.", "Does it?", "Yes!"]),
        ("Mr. A. Smith, e.g. here, spoke.", ["Mr. A. Smith, e.g. here, spoke."]),
        ("see a.b and lineage.py now", ["see a.b and lineage.py now"]),
        ("好。\n———\n***\n。。。", ["好。"]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def borders(text: str, *, word_starts: str) -> list[int]:
    """Return the border before each token; ``word_starts`` has a ``|`` where a word starts."""
    stream = normalize(text)
    starts = np.array([mark == "|" for mark in word_starts], bool)
    return list(map(int, token_borders(text, stream.starts, starts)))


def test_a_border_is_as_strong_as_the_mark_before_it() -> None:
    found = borders("安全，生产。工作", word_starts="|.|.|.")

    assert found == [
        Border.SENTENCE,
        Border.INSIDE_WORD,
        Border.CLAUSE,
        Border.INSIDE_WORD,
        Border.SENTENCE,
        Border.INSIDE_WORD,
        Border.SENTENCE,
    ]


def test_a_line_end_is_stronger_than_the_comma_before_it() -> None:
    assert borders("安全，\n生产", word_starts="|.|.")[2] == Border.SENTENCE


def test_a_single_blank_is_no_border_of_its_own() -> None:
    assert borders("安 全  生产", word_starts="|||.")[:3] == [
        Border.SENTENCE,
        Border.WORD,
        Border.CLAUSE,
    ]


def test_the_comma_inside_a_number_borders_nothing() -> None:
    assert borders("共1,000人", word_starts="|||") == [
        Border.SENTENCE,
        Border.WORD,
        Border.WORD,
        Border.SENTENCE,
    ]
    assert borders("2020,2021", word_starts="||")[1] == Border.CLAUSE


def test_a_text_without_tokens_has_one_border() -> None:
    assert borders("。，！", word_starts="") == [Border.SENTENCE]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("讲“安全第一”。", "安全第一", "“安全第一”。"),
        ("讲“安全第一。”好", "安全第一", "“安全第一。”"),
        ("讲“安全第一，预防为主”", "安全第一", "安全第一"),
        ("他强调“安全第一”，", "强调“安全第一", "强调“安全第一”"),
        ("（《安全生产法》）", "安全生产法", "（《安全生产法》）"),
        ("安全第一……", "安全第一", "安全第一……"),
        ("安全第一，预防", "安全第一", "安全第一"),
        ("安全第一", "安全第一", "安全第一"),
        ("“下降X%”，", "下降X", "“下降X%”"),
    ],
)
def test_a_span_takes_the_marks_that_belong_to_it(text: str, words: str, expected: str) -> None:
    start = text.index(words)

    wider = with_marks(text, RawSpan(start, start + len(words)))

    assert wider.cut(text) == expected


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("第三条 本法自公布之日起施行。", "第三条 "),
        ("第一百二十条之一 其他", "第一百二十条之一 "),
        ("## 第一章 总则", "## 第一章 "),
        ("第三部分：落实", "第三部分："),
        ("第一，要提高认识", "第一，"),
        ("（十二）其他", "（十二）"),
        ("(3) 其他", "(3) "),
        ("二、工作安排", "二、"),
        ("1. The committee", "1. "),
        ("二是加强监管", "二是"),
        ("② 其他", "② "),
        ("第三产业", ""),
        ("第三条线路", ""),
        ("3.5%的增长", ""),
        ("三个必须", ""),
        ("一是一，二是二", ""),
        ("2024年", ""),
        ("", ""),
    ],
)
def test_a_label_numbers_a_sentence_and_is_no_part_of_it(sentence: str, label: str) -> None:
    assert sentence[: label_length(sentence)] == label
