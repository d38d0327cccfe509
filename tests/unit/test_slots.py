"""What is filled into the slots of templates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.model import SlotType
from lineage.slots import reading_type, slot_type, slot_types

Reading = tuple[str, int]


def type_of(readings: list[Reading]) -> SlotType:
    """Return the type of one slot, which among others is the same."""
    texts, counts = zip(*readings, strict=True)
    first, *others = slot_types(
        np.array([len(readings), 1, len(readings)], np.int32),
        [*texts, "大家", *texts],
        np.array([*counts, 1, *counts], np.int32),
    )

    assert others == ["free", first]
    return first


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
    four = [("武汉市", 2), ("长沙市", 2), ("大家", 1)]
    three = [("武汉市", 2), ("长沙市", 1), ("大家", 1)]

    assert (type_of(four), type_of(three)) == ("place", "free")


def test_occurrences_count_and_not_readings() -> None:
    assert type_of([("大家", 8), ("7%", 1), ("8%", 1)]) == "free"
    assert type_of([("大家", 1), ("7%", 3), ("8%", 3)]) == "number"


def test_blanks_and_nothing_have_no_say_beside_others() -> None:
    filled = [("2023", 1), ("××", 5), ("", 9)]

    assert type_of(filled) == "year"
    assert type_of(filled[1:]) == "placeholder"
    assert type_of(filled[2:]) == "free"


def test_a_single_reading_that_only_some_have_is_not_filled_in() -> None:
    assert type_of([("", 3), ("今年", 5)]) == "free"
    assert type_of([("", 3), ("今年", 5), ("2024年", 1)]) == "year"


def test_a_year_among_figures_is_a_figure() -> None:
    assert type_of([("2024", 1), ("30", 1)]) == "number"
    assert type_of([("2024", 1), ("今年", 1)]) == "year"


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ["2024", "今年", "30", "武汉市", "长沙", "××", "大家", "扎实", "x"]
                ),
                st.integers(1, 9),
            ),
            min_size=1,
            max_size=4,
        ),
        max_size=5,
    ),
    st.integers(0, 9),
)
def test_what_most_readings_show_is_what_all_show(slots: list[list[Reading]], n_empty: int) -> None:
    slots = [
        sorted([*slot, ("", n_empty)] if n_empty else slot, key=lambda reading: -reading[1])
        for slot in slots
    ]
    readings = [reading for slot in slots for reading in slot]

    found = slot_types(
        np.array([*map(len, slots)], np.int32),
        [text for text, _ in readings],
        np.array([count for _, count in readings], np.int32),
    )

    assert found == [slot_type(*zip(*slot, strict=True)) for slot in slots]


@pytest.mark.parametrize(
    "text", ["万" * 50_000, " " * 50_000 + "年", "1" * 50_000 + "x", "、" * 50_000]
)
def test_a_monstrous_reading_is_free_at_once(text: str) -> None:
    assert reading_type(text) == "free"
