"""Members of a family → the wording with typed slots, and what stands in them."""

from collections.abc import Sequence
from typing import NamedTuple

import pytest

from lineage.descent import describe
from lineage.model import Document, RawSpan, Slot
from lineage.places import Group, Place
from lineage.placing import tokens_at
from lineage.prepare import prepare
from lineage.rules import NOTATION


class Template(NamedTuple):
    text: str
    slots: tuple[Slot, ...]


def template_of(*wordings: str, around: str = "大家好。{}，谢谢。") -> tuple[Template, str]:
    """Return the template of the first wording, and the wording as it is shown."""
    sides = prepare([Document(str(n), around.format(text)) for n, text in enumerate(wordings)])
    places = []
    for number, (side, wording) in enumerate(zip(sides, wordings, strict=True)):
        at = side.document.text.index(wording)
        span = side.stream.norm_span(RawSpan(at, at + len(wording)))
        places.append(Place(number, span.start, span.end))
    family = describe(Group(tokens_at(sides, places[0]), tuple(places)), sides)
    return Template(family.template, family.slots), family.text


def readings(slot: Slot) -> dict[str, int]:
    return {reading.text: reading.count for reading in slot.readings}


def written(text: str, slots: Sequence[Slot]) -> str:
    for slot in reversed(slots):
        text = text[: slot.start] + NOTATION[slot.type] + text[slot.end :]
    return text


def test_places_years_and_figures_are_named_and_counted() -> None:
    template, text = template_of(
        "2023年武汉市生产总值增长6.5%以上",
        "2023年长沙市生产总值增长7%以上",
        "2024年武汉市生产总值增长7%以上",
    )

    assert template.text == "〔year〕年〔place〕生产总值增长〔number〕%以上"
    assert [readings(slot) for slot in template.slots] == [
        {"2023": 2, "2024": 1},
        {"武汉市": 2, "长沙市": 1},
        {"7": 2, "6.5": 1},
    ]
    assert [text[slot.start : slot.end] for slot in template.slots] == ["2023", "武汉市", "6.5"]


def test_what_only_some_have_is_a_slot_with_nothing_in_it_for_the_others() -> None:
    template, _ = template_of("这条红线不能碰", "这条不可逾越的红线不能碰", "这条红线不能碰")

    (slot,) = template.slots
    assert template.text == "这条〔…〕红线不能碰"
    assert slot.start == slot.end == 2
    assert readings(slot) == {"": 2, "不可逾越的": 1}


def test_what_some_drop_is_a_slot_with_the_wording_in_it() -> None:
    template, _ = template_of("这条不可逾越的红线不能碰", "这条红线不能碰")

    (slot,) = template.slots
    assert readings(slot) == {"": 1, "不可逾越的": 1}


def test_readings_are_quoted_as_they_stand_and_words_alone_tell_them_apart() -> None:
    template, _ = template_of(
        "抓好安全生产、消防工作，一刻也不能放松",
        "抓好防汛，抗旱工作，一刻也不能放松",
        "抓好防汛抗旱工作，一刻也不能放松",
    )

    assert [readings(slot) for slot in template.slots] == [
        {"防汛，抗旱工作": 2, "安全生产、消防工作": 1}
    ]


def test_every_slot_counts_every_member_once() -> None:
    wordings = [
        "要坚持统筹发展和安全，落实××市委决策部署",
        "要坚持统筹发展与稳定，落实省委工作部署",
        "必须坚持统筹发展和安全，全面落实决策部署要求",
        "要坚持统筹发展和安全",
    ]
    template, _ = template_of(*wordings)

    assert template.slots
    assert {sum(readings(slot).values()) for slot in template.slots} == {len(wordings)}


def test_free_slots_with_only_marks_between_are_one() -> None:
    template, _ = template_of(
        "认真学习、深刻领会、坚决落实这次全市安全生产工作会议的精神",
        "扎实研究，充分讨论，全面传达这次全市安全生产工作会议的精神",
        "认真学习、深刻领会、坚决落实这次全市安全生产工作会议的精神",
    )

    assert template.text.endswith("〔…〕这次全市安全生产工作会议的精神")
    assert template.text.count("〔") == 1
    assert readings(template.slots[0])["扎实研究，充分讨论，全面传达"] == 1


def test_typed_slots_stay_apart() -> None:
    template, _ = template_of("东至上海、西至广州的范围内", "东至青岛、西至成都的范围内")

    assert template.text == "东至〔place〕、西至〔place〕的范围内"


def test_a_list_of_places_keeps_its_marks() -> None:
    template, _ = template_of("推动上海、广州共同发展进步", "推动青岛、成都共同发展进步")

    assert template.text == "推动〔place〕、〔place〕共同发展进步"
    assert [readings(slot) for slot in template.slots] == [
        {"上海": 1, "青岛": 1},
        {"广州": 1, "成都": 1},
    ]


def test_what_is_inserted_between_two_slots_is_read_once() -> None:
    template, _ = template_of("推动上海市、广州共同发展进步", "推动青海市、大连、贵州共同发展进步")

    assert [list(readings(slot)) for slot in template.slots] == [
        ["上海市", "青海市、大连"],
        ["广州", "贵州"],
    ]


def test_more_before_the_first_word_is_a_ragged_border_and_no_slot() -> None:
    template, _ = template_of("守住安全底线", "坚决守住安全底线")

    assert template.text == "守住安全底线"


def test_a_word_that_is_half_gone_is_gone() -> None:
    template, _ = template_of("大家都走进公共场所宣传", "大家都走进公园宣传")

    assert "公" not in template.text


def test_an_inserted_word_does_not_touch_the_next_one_in_scripts_with_blanks() -> None:
    template, _ = template_of(
        "we will build a better economy",
        "we will build a much better economy",
        around="Hello. {}, thanks.",
    )

    assert template.text == "we will build a 〔…〕 better economy"


@pytest.mark.parametrize(
    "wordings",
    [
        ("2023年武汉市生产总值增长6.5%以上", "今年长沙市的生产总值增长约7%左右"),
        ("认真学习、深刻领会、坚决落实会议精神", "落实会议精神", "学习会议的精神，坚决落实"),
        ("一、加强领导；二、落实责任", "一、强化责任；二、加强领导；三、落实到位"),
        ("刚才××同志通报了情况", "刚才，张三通报了有关情况"),
    ],
)
def test_the_template_is_the_wording_with_its_slots_written_in(wordings: tuple[str, ...]) -> None:
    for n in range(len(wordings)):
        template, text = template_of(*wordings[n:], *wordings[:n])

        assert template.text == written(text, template.slots)
        places = [(slot.start, slot.end) for slot in template.slots]
        assert places == sorted(places)
        for slot in template.slots:
            quoted = text[slot.start : slot.end]
            assert any(reading.text == quoted for reading in slot.readings)
