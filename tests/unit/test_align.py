"""Steps between two stretches, and how alike they are."""

import pytest

from lineage.align import align, align_moved, likeness, similarity
from lineage.edits import raw_edits, wording_edits
from lineage.model import NormSpan, RawSpan
from lineage.normalize import NormalizedText, normalize


def steps(left: str, right: str) -> list[tuple[str, str, str]]:
    """Return the raw edits of two whole texts as they read."""
    edits = wording_edits(left, right)
    return [(edit.operation, edit.left.cut(left), edit.right.cut(right)) for edit in edits]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (
            "守土有责、守土尽责",
            "守土有责、守土负责、守土尽责",
            [
                ("equal", "守土有责、", "守土有责、"),
                ("insert", "", "守土负责、"),
                ("equal", "守土尽责", "守土尽责"),
            ],
        ),
        (
            "坚持人民至上，坚持安全发展，坚持开放",
            "坚持人民至上，坚持开放",
            [
                ("equal", "坚持人民至上，", "坚持人民至上，"),
                ("delete", "坚持安全发展，", ""),
                ("equal", "坚持开放", "坚持开放"),
            ],
        ),
        # Up to the very beginning, and no farther than to the nearest mark.
        (
            "守土尽责",
            "守土负责、守土尽责",
            [("insert", "", "守土负责、"), ("equal", "守土尽责", "守土尽责")],
        ),
        (
            "抓，抓好",
            "抓，抓，抓好",
            [("equal", "抓，", "抓，"), ("insert", "", "抓，"), ("equal", "抓好", "抓好")],
        ),
        # Where no mark can be reached it stays; two changes keep a step between them.
        (
            "层层抓落实",
            "层层抓好抓落实",
            [("equal", "层层抓", "层层抓"), ("insert", "", "好抓"), ("equal", "落实", "落实")],
        ),
    ],
)
def test_what_was_added_or_left_out_begins_behind_a_mark_where_it_can(
    left: str, right: str, expected: list[tuple[str, str, str]]
) -> None:
    assert steps(left, right) == expected


def test_neighbouring_changes_are_one_change() -> None:
    assert [tuple(step) for step in align("一甲乙二", "一丙丁戊二")] == [
        ("equal", 0, 1, 0, 1),
        ("replace", 1, 3, 1, 4),
        ("equal", 3, 4, 4, 5),
    ]


@pytest.mark.parametrize(
    ("left", "right", "operation"),
    [
        ("", "甲乙", "insert"),
        ("甲乙", "", "delete"),
        ("甲", "乙丙", "replace"),
        ("甲", "甲", "equal"),
    ],
)
def test_one_step_says_what_happened(left: str, right: str, operation: str) -> None:
    assert [step.operation for step in align(left, right)] == [operation]


def test_nothing_takes_no_step() -> None:
    assert align("", "") == ()


def test_clauses_that_changed_places_are_equal_where_one_of_them_stays() -> None:
    left, right = "坚持人民至上抓安全生产要落实责任", "要落实责任先抓防灾减灾坚持人民至上"

    assert [step.operation for step in align_moved(left, right)] == ["insert", "equal", "delete"]


def test_marks_belong_to_the_step_of_the_token_before_them() -> None:
    assert steps("管安全、管业务。", "管安全，管好业务！") == [
        ("equal", "管安全、管", "管安全，管"),
        ("insert", "", "好"),
        ("equal", "业务。", "业务！"),
    ]


def test_marks_before_the_first_token_belong_to_the_first_step() -> None:
    assert steps("“安全”", "（安全）") == [("equal", "“安全”", "（安全）")]


def test_a_word_is_changed_as_a_whole() -> None:
    assert steps("safe production now", "safer production now") == [
        ("replace", "safe ", "safer "),
        ("equal", "production now", "production now"),
    ]


def test_what_folds_alike_is_equal() -> None:
    assert steps("增长1,000元，ＧＤＰ", "增長1000元,gdp") == [
        ("equal", "增长1,000元，ＧＤＰ", "增長1000元,gdp")
    ]


def test_words_that_only_share_a_code_are_not_equal() -> None:
    one = normalize("甲safety")
    # The same token stream over another text, as if two words had the same digest.
    two = NormalizedText(one.text, one.starts, one.ends, "甲danger")

    edits = raw_edits(
        one, two, NormSpan(0, 2), NormSpan(0, 2), left_raw=RawSpan(0, 7), right_raw=RawSpan(0, 7)
    )

    assert [edit.operation for edit in edits] == ["replace"]


@pytest.mark.parametrize(
    ("left", "right", "ratio"),
    [
        ("", "", 1.0),
        ("安全", "", 0.0),
        ("安全", "生产", 0.0),
        ("重于山", "重于泰山", 6 / 7),
        ("在XX区委", "在海淀区委", 1.0),
        ("在**区委领导下", "在海淀区委支持下", 8 / 12),
    ],
)
def test_placeholders_do_not_count_as_changes(left: str, right: str, ratio: float) -> None:
    streams = normalize(left).text, normalize(right).text

    assert similarity(*streams) == pytest.approx(ratio)
    assert similarity(*streams[::-1]) == pytest.approx(ratio)


def test_a_placeholder_stands_for_a_few_words_and_not_for_anything_at_all() -> None:
    masked = normalize("各级XX应当XX工作").text
    other = normalize("违反本条例的国家安全机关及其工作人员应当依法给予处分").text

    assert similarity(masked, other) < 0.6
    assert similarity(masked, normalize("各级人民政府应当加强工作").text) == 1


def test_a_list_in_another_order_is_like_itself() -> None:
    one, two = "进企业进校园进机关进社区", "进机关进社区进企业进校园"

    assert likeness(one, two) == 1.0
    assert similarity(one, two) < 0.7


def test_two_lists_are_as_alike_as_the_members_they_share() -> None:
    assert likeness("进企业进校园进机关进社区", "进社区进机关进校园进农村") == 0.75


@pytest.mark.parametrize(
    ("one", "two", "n_shared"),
    [
        ("带头进企业进校园进机关进社区", "自觉进企业进校园进机关进社区", 12),
        ("带头进企业进校园进机关进社区", "进社区进机关进校园进企业", 12),
        ("带头进企业进校园进机关进社区", "带头进社区进机关进校园进企业", 14),
        ("进企业进校园进机关进社区调研服务", "进社区进机关进校园进企业调查服务", 15),
    ],
)
def test_what_stands_around_two_lists_counts_in_its_order(
    one: str, two: str, n_shared: int
) -> None:
    assert likeness(one, two) == pytest.approx(2 * n_shared / (len(one) + len(two)))


def test_a_sentence_that_repeats_a_character_is_no_list() -> None:
    one = "管行业必须管安全管业务必须管安全管生产经营必须管安全"
    two = "管生产经营必须管安全管业务必须管安全管行业必须管安全"

    assert likeness(one, two) < 0.9


def test_a_quote_that_reads_like_an_advertisement_is_compared_like_any_other() -> None:
    before, after = "守土有责。仅供学习 禁止外传", "守土尽责。仅供学习 禁止外传"

    edits = wording_edits(before, after)

    assert [(edit.left.cut(before), edit.right.cut(after)) for edit in edits] == [
        ("守土", "守土"),
        ("有", "尽"),
        ("责。仅供学习 禁止外传", "责。仅供学习 禁止外传"),
    ]
