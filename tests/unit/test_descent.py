"""From members and their dates to witnesses, sources, variants, templates and kinds."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from lineage.dates import is_before
from lineage.descent import describe, earliest_witness
from lineage.model import MOST_SOURCES, Document, Family, NormSpan, RawSpan
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare
from lineage.rules import KIND_RULES as RULES
from lineage.rules import NOTATION

SLOT = NOTATION["free"]
LINE = "发展决不能以牺牲安全为代价这条红线"
AROUND = ("各位同志大家好", "请大家认真落实")


def place_of(wording: str, number: int, side: Prepared) -> Place:
    at = side.document.text.index(wording)
    span = side.stream.norm_span(RawSpan(at, at + len(wording)))
    return Place(number, span.start, span.end)


def family_of(
    *members: tuple[str, str | None], wording: str | None = None, use_dates: bool = True
) -> Family:
    """Describe a family whose n-th member stands in the document ``a``, ``b``, …"""
    documents = [
        Document(
            chr(ord("a") + n) if n < 26 else f"z{n}",
            f"{AROUND[0]}，{text}，{AROUND[1]}。",
            date=date,
        )
        for n, (text, date) in enumerate(members)
    ]
    prepared = prepare(documents)
    places = tuple(place_of(members[n][0], n, side) for n, side in enumerate(prepared))
    model = places[[text for text, _ in members].index(wording or members[0][0])]
    tokens = prepared[model.document].stream.text[model.start : model.end]
    return describe(Group(tokens, places), prepared, use_dates=use_dates)


def without_slots(template: str) -> str:
    for slot in NOTATION.values():
        template = template.replace(slot, "")
    return template


def sources_of(family: Family) -> dict[str, str | None]:
    return {occurrence.document: occurrence.source for occurrence in family.occurrences}


def kind_of(texts: Iterable[str], wording: str) -> Family:
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    places = tuple(place_of(wording, n, side) for n, side in enumerate(prepared))
    first = prepared[0].stream.text[places[0].start : places[0].end]
    return describe(Group(first, places), prepared)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("2024", "2024"),
        ("2024", "2024-01-16"),
        ("2024-12-31", "2024"),
        ("2024-01", "2024-01-31"),
        ("2024-01-16", "2024-01-16"),
        ("2024", None),
        (None, None),
    ],
)
def test_dates_that_leave_the_order_open_give_no_direction(
    one: str | None, two: str | None
) -> None:
    family = family_of((LINE, one), (LINE, two))

    assert sources_of(family) == {"a": None, "b": None}


def test_the_later_of_two_took_it_from_the_earlier_whichever_is_named_first() -> None:
    family = family_of((LINE, "2024-02"), (LINE, "2024-01-31"))

    assert sources_of(family) == {"a": "b", "b": None}
    assert family.earliest is not None
    assert (family.earliest.document, family.earliest.date) == ("b", "2024-01-31")


def test_without_dates_nothing_has_a_source_and_nobody_was_first() -> None:
    family = family_of((LINE, "2020"), (LINE, "2023"), use_dates=False)

    assert sources_of(family) == {"a": None, "b": None}
    assert [occurrence.sources for occurrence in family.occurrences] == [(), ()]
    assert family.earliest is None


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ({"a": "2020", "b": "2021"}, "a"),
        ({"b": "2020-12-31", "a": "2021"}, "b"),
        ({"a": "2024", "b": "2024-01-16"}, None),
        ({"a": "2024", "b": "2024"}, None),
        ({"a": "2020", "b": None}, "a"),
        ({"a": "2020", "b": "2021", "c": "2021-05", "d": "2021"}, "a"),
        ({"a": "2020-03", "b": "2020", "c": "2021"}, None),
        ({"a": None}, None),
        ({}, None),
    ],
)
def test_only_who_is_surely_first_is_the_earliest_witness(
    dates: dict[str, str | None], first: str | None
) -> None:
    witness = earliest_witness(dates)

    assert (witness.document if witness else None) == first


def test_equally_near_wordings_are_all_named_and_the_earliest_is_the_source() -> None:
    family = family_of((LINE, "2021"), (LINE, "2020"), (LINE, "2024"))

    last = next(o for o in family.occurrences if o.document == "c")
    assert (last.source, last.sources) == ("b", ("b", "a"))


def test_of_very_many_equally_near_sources_the_earliest_are_named_and_all_are_counted() -> None:
    texts = [(LINE, f"{1800 + n}") for n in range(130)]

    family = family_of(*texts)

    last = family.occurrences[-1]
    assert (len(last.sources), last.n_sources) == (MOST_SOURCES, 129)
    assert last.sources == tuple(o.document for o in family.occurrences[:MOST_SOURCES])
    assert [o.n_sources for o in family.occurrences] == list(range(130))


def test_who_has_the_wording_twice_is_one_source() -> None:
    prepared = prepare(
        [Document("a", f"{LINE}。\n{LINE}。", date="2020"), Document("b", LINE, date="2021")]
    )
    stream = prepared[1].stream.text
    places = (
        *(Place(0, n * len(stream), (n + 1) * len(stream)) for n in (0, 1)),
        Place(1, 0, len(stream)),
    )

    family = describe(Group(stream, places), prepared)

    last = family.occurrences[-1]
    assert (last.sources, last.n_sources) == (("a",), 1)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["守土有责守土负责", "守土有责，守土负责", "守土有责守土尽责", "守土尽责"]
            ),
            st.sampled_from([None, "2020", "2020-05", "2021-01-02", "2021", "2022-03"]),
        ),
        min_size=2,
        max_size=8,
    )
)
def test_sources_are_those_that_comparing_all_with_all_gives(
    members: list[tuple[str, str | None]],
) -> None:
    family = family_of(*members)

    for own in family.occurrences:
        rank = {o.document: members[ord(o.document) - ord("a")] for o in family.occurrences}
        text, date = rank[own.document]
        earlier = [
            (fuzz.ratio("".join(w.split()), "".join(text.split())), name)
            for name, (w, d) in rank.items()
            if d
            and date
            and is_before(d, date)
            and Indel.normalized_similarity(w.replace("，", ""), text.replace("，", "")) > 0.4
        ]
        best = max((ratio for ratio, _ in earlier), default=None)
        assert set(own.sources) == {name for ratio, name in earlier if ratio == best}


def test_the_nearer_wording_is_the_source_although_another_is_earlier() -> None:
    changed = LINE.replace("这条红线", "这条不可逾越的红线")

    family = family_of((LINE, "2020"), (changed, "2021"), (changed, "2022"))

    assert sources_of(family) == {"a": None, "b": "a", "c": "b"}


def test_punctuation_tells_which_of_two_equal_wordings_was_copied() -> None:
    dots, commas = "完整、准确、全面贯彻新发展理念", "完整，准确，全面贯彻新发展理念"

    family = family_of((dots, "2020"), (commas, "2021"), (commas, "2022"), (dots, "2023"))

    assert sources_of(family) == {"a": None, "b": "a", "c": "b", "d": "a"}
    assert len(family.variants) == 1


def test_the_same_words_in_the_other_script_have_a_source() -> None:
    family = family_of(("学习贯彻战略", "2020"), ("學習貫徹戰略", "2021"))

    assert sources_of(family) == {"a": None, "b": "a"}
    assert [variant.documents for variant in family.variants] == [("a", "b")]


def test_members_that_share_next_to_nothing_are_not_each_others_source() -> None:
    family = family_of(("守土有责守土尽责", "2020"), ("坚持稳中求进工作", "2021"))

    assert sources_of(family) == {"a": None, "b": None}


def test_an_undated_member_is_neither_first_nor_a_source() -> None:
    family = family_of((LINE, None), (LINE, "2020"), (LINE, "2021"))

    assert sources_of(family) == {"a": None, "b": None, "c": "b"}
    assert [o.document for o in family.occurrences] == ["b", "c", "a"]


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
