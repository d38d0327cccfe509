"""What a family says of its wording: variants, templates, kinds, ids and quotations."""

from collections.abc import Iterable

import pytest
from described_families import LINE, family_of, place_of

from lineage.descent import describe
from lineage.model import Document, Family, NormSpan
from lineage.places import Group, Place
from lineage.prepare import prepare
from lineage.rules import KIND_RULES as RULES
from lineage.rules import NOTATION

SLOT = NOTATION["free"]


def without_slots(template: str) -> str:
    for slot in NOTATION.values():
        template = template.replace(slot, "")
    return template


def kind_of(texts: Iterable[str], wording: str) -> Family:
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    places = tuple(place_of(wording, n, side) for n, side in enumerate(prepared))
    first = prepared[0].stream.text[places[0].start : places[0].end]
    return describe(Group(first, places), prepared)


def test_wordings_of_the_same_words_are_one_variant_and_the_most_widespread_is_first() -> None:
    family = family_of(
        ("守土有责、守土尽责", None),
        ("守土有责，守土负责，守土尽责", None),
        ("守土有责守土尽责", None),
        ("守土有責、守土盡責", None),
    )

    assert [(v.text, v.documents) for v in family.variants] == [
        ("守土有责、守土尽责", ("a", "c", "d")),
        ("守土有责，守土负责，守土尽责", ("b",)),
    ]


def test_equal_members_give_the_wording_as_the_template() -> None:
    family = family_of((LINE, None), (LINE, None), (LINE, None))

    assert family.template == family.text == LINE


def test_an_inserted_word_is_a_slot_and_the_words_around_it_stay() -> None:
    family = family_of((LINE, None), (LINE.replace("这条", "这条不可逾越的"), None))

    assert family.template == LINE.replace("这条", f"这条{SLOT}")


def test_a_replaced_word_is_a_slot_as_a_whole() -> None:
    family = family_of(
        ("今年武汉市生产总值增长6.5%以上", None), ("今年长沙市生产总值增长7%以上", None)
    )

    assert family.template == "今年〔place〕生产总值增长〔number〕%以上"


def test_a_placeholder_is_a_slot_even_where_all_have_it() -> None:
    family = family_of(("刚才××同志通报了情况", None), ("刚才××同志通报了情况", None))

    assert family.template == "刚才〔placeholder〕同志通报了情况"


def test_one_deviating_witness_among_many_makes_no_slot() -> None:
    others = [(LINE, None)] * 9

    family = family_of(*others, (LINE.replace("红线", "底线"), None))

    assert family.template == LINE


def test_a_template_never_dissolves_into_slots() -> None:
    family = family_of(
        ("推进全面从严治党", None),
        ("推进乡村全面振兴", None),
        ("全面从严治党向纵深推进", None),
        ("扎实推进全面开放", None),
    )

    kept = without_slots(family.template)
    assert len(kept) >= len(family.text) / 2


@pytest.mark.parametrize(
    "wording",
    [
        LINE,
        "管行业必须管安全、管业务必须管安全、管生产经营必须管安全",
        "企##paidbegin##业安全发展，守住底线",
        "增长６.５％，其中GDP增长X%，共１２，０００人",
    ],
)
def test_a_template_without_its_slots_is_the_wording_with_parts_left_out(wording: str) -> None:
    changed = [wording.replace("安全", "质量"), wording[:4] + "切实地" + wording[4:], wording[:-3]]

    family = family_of((wording, None), *((text, None) for text in changed), wording=wording)

    remaining = iter(family.text)
    assert all(character in remaining for character in without_slots(family.template))


@pytest.mark.parametrize(
    "text",
    [
        "总书记强调，“发展决不能以牺牲安全为代价这条红线”不可逾越。",
        "总书记指出：“发展决不能以牺牲安全为代价这条红线。”我们要牢记。",
        "总书记指出：“要牢记，发展决不能以牺牲安全为代价这条红线，不可逾越。”我们记住了。",
        "总书记曾言「发展决不能以牺牲安全为代价这条红线」，要记住。",
        "总书记要求：“发展决不能以牺牲安全为代价这条红线”。",
    ],
)
def test_words_in_quotation_marks_after_a_verb_of_saying_are_a_quotation(text: str) -> None:
    filled = "我们都要好好学习。" * 40

    family = kind_of([filled + text + filled] * 2, LINE)

    assert (family.kind, family.rule) == ("quotation", RULES["quotation"])


@pytest.mark.parametrize(
    "text",
    [
        "总书记指出，发展决不能以牺牲安全为代价这条红线不可逾越。",
        "我们落实“发展决不能以牺牲安全为代价这条红线”的要求。",
        "他强调“安全第一”，发展决不能以牺牲安全为代价这条红线，还有“底线”。",
        '他强调"安全第一"，发展决不能以牺牲安全为代价这条红线，还有"底线"。',
    ],
)
def test_without_quotation_marks_and_a_verb_of_saying_it_is_none(text: str) -> None:
    filled = "我们都要好好学习。" * 40

    family = kind_of([filled + text + filled] * 2, LINE)

    assert (family.kind, family.rule) == ("passage", RULES["passage"])


def test_a_title_is_a_quotation_and_what_merely_begins_with_one_is_not() -> None:
    filled = "我们都要好好学习。" * 40
    text = f"{filled}要学习《关于加强安全生产工作的意见》，明确各方的责任和任务。{filled}"

    title = kind_of([text] * 2, "关于加强安全生产工作的意见")
    more = kind_of([text] * 2, "关于加强安全生产工作的意见》，明确各方的责任和任务")

    assert (title.kind, more.kind) == ("quotation", "passage")
    assert title.text == "《关于加强安全生产工作的意见》"


def test_what_opens_or_closes_documents_is_a_frame() -> None:
    filled = "我们都要好好学习理论，做好各项工作。" * 60
    opening, closing = "今天我们召开全市安全生产工作会议", "我就讲这些，谢谢大家"
    texts = [f"{opening}。{filled}{closing}。", f"{opening}！{filled}{closing}！\n\n"]

    assert [kind_of(texts, wording).kind for wording in (opening, closing)] == ["frame", "frame"]
    assert kind_of(texts, opening).rule == RULES["frame"]


def test_a_short_document_is_not_all_frame() -> None:
    texts = [f"我们都要好好学习，{LINE}不可逾越，请大家落实到工作中去。"] * 2

    assert kind_of(texts, LINE).kind == "passage"


def test_short_widespread_and_fixed_wording_is_a_slogan() -> None:
    filled = "我们都要好好学习理论，做好各项工作。" * 60
    texts = [f"{filled}管行业必须管安全。{filled}"] * 3

    two, three = (kind_of(texts[:n], "管行业必须管安全") for n in (2, 3))

    assert (two.kind, three.kind) == ("passage", "slogan")
    assert three.rule == RULES["slogan"]


def test_wording_that_every_document_changes_is_no_slogan() -> None:
    family = family_of(
        ("严格落实安全生产责任制度", None),
        ("不断健全安全生产责任体系", None),
        ("切实压紧安全生产责任链条", None),
    )

    assert family.kind == "passage"


def test_the_family_is_named_by_its_words_alone() -> None:
    one = family_of((LINE, "2020"), (LINE, None))
    two = family_of(("發展决不能以牺牲安全，为代价这条红线", None), (LINE, None), (LINE, "2024"))
    other = family_of((LINE[:-2] + "底线", None), (LINE[:-2] + "底线", None))

    assert one.id == two.id
    assert other.id != one.id


def test_a_family_quotes_the_member_that_is_nearest_to_its_wording() -> None:
    prepared = prepare([Document("a", "守住底线不放松。"), Document("b", "牢牢守住底线。")])
    members = (Place(0, 0, 7), Place(1, 0, 6))

    family = describe(Group("牢牢守住底线啊", members), prepared)

    assert family.text == "牢牢守住底线。"


def test_every_occurrence_is_quoted_from_its_document() -> None:
    texts = ["一、“安全第一”。二、其他。", "我们说“安全第一”，也说其他。"]
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    places = tuple(place_of("安全第一", n, side) for n, side in enumerate(prepared))

    family = describe(Group("安全第一", places), prepared)

    assert [o.text for o in family.occurrences] == ["“安全第一”。", "“安全第一”"]
    for occurrence, text in zip(family.occurrences, texts, strict=True):
        assert occurrence.span.cut(text) == occurrence.text


def test_the_occurrence_holds_its_tokens() -> None:
    side = prepare([Document("a", "企##paidbegin##业安全发展")])[0]

    family = describe(Group(side.stream.text, (Place(0, 0, len(side.stream)),)), (side,))

    assert family.occurrences[0].span == side.stream.raw_span(NormSpan(0, 6))
