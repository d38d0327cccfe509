"""What is filled into the slots of templates."""

import pytest

from lineage.model import Reading, SlotType
from lineage.slots import reading_type, slot_type


@pytest.mark.parametrize(
    ("type_", "texts"),
    [
        (
            "year",
            ["2024", "２０２４年", "二〇二四年", "今年", "2016—2020年", "1978年和1979年", "20XX年"],
        ),
        ("number", ["6.5%", "7", "二十", "3万亿元", "约300万人", "第十九届", "1,200", "十二五"]),
        ("number", ["twenty percent", "$3 billion", "40th", "Two hundred"]),
        (
            "place",
            ["武汉市", "长沙", "湖北省应急管理局", "住建局", "省委、省政府", "北京市和天津市"],
        ),
        ("place", ["XX区", "某县", "我省", "全市", "李家村"]),
        ("placeholder", ["××", "XX", "*", "**", "某"]),
        (
            "free",
            [
                "扎实",
                "格局",
                "部门",
                "公司",
                "医院",
                "社区",
                "我们要坚持",
                "20年来的成就",
                "x",
                "the people",
            ],
        ),
    ],
)
def test_a_reading_is_told_by_what_it_says(type_: SlotType, texts: list[str]) -> None:
    assert {text: reading_type(text) for text in texts} == dict.fromkeys(texts, type_)


def test_four_readings_in_five_decide() -> None:
    four = [Reading("武汉市", 2), Reading("长沙市", 2), Reading("大家", 1)]
    three = [Reading("武汉市", 2), Reading("长沙市", 1), Reading("大家", 1)]

    assert (slot_type(four), slot_type(three)) == ("place", "free")


def test_occurrences_count_and_not_readings() -> None:
    assert slot_type([Reading("大家", 8), Reading("7%", 1), Reading("8%", 1)]) == "free"
    assert slot_type([Reading("大家", 1), Reading("7%", 3), Reading("8%", 3)]) == "number"


def test_blanks_and_nothing_have_no_say_beside_others() -> None:
    filled = [Reading("2023", 1), Reading("××", 5), Reading("", 9)]

    assert slot_type(filled) == "year"
    assert slot_type(filled[1:]) == "placeholder"
    assert slot_type(filled[2:]) == "free"


def test_a_single_reading_that_only_some_have_is_not_filled_in() -> None:
    assert slot_type([Reading("", 3), Reading("今年", 5)]) == "free"
    assert slot_type([Reading("", 3), Reading("今年", 5), Reading("2024年", 1)]) == "year"


def test_a_year_among_figures_is_a_figure() -> None:
    assert slot_type([Reading("2024", 1), Reading("30", 1)]) == "number"
    assert slot_type([Reading("2024", 1), Reading("今年", 1)]) == "year"


@pytest.mark.parametrize(
    "text", ["万" * 50_000, " " * 50_000 + "年", "1" * 50_000 + "x", "、" * 50_000]
)
def test_a_monstrous_reading_is_free_at_once(text: str) -> None:
    assert reading_type(text) == "free"
