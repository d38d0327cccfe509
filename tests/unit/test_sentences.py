"""The sentences of two texts, each with its counterparts."""

import tracemalloc

import pytest
from mixed_texts import compared

from lineage.model import Relation

DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
LIFE = "人命关天，发展决不能以牺牲人的生命为代价"
GUARD = "守土有责、守土负责、守土尽责"
FARM = "大力发展现代农业。"
TRAIN = "加快建设轨道交通。"

Links = list[tuple[int, int, Relation]]


def links(left: str, right: str) -> Links:
    """Return the pairs of sentences, by their numbers."""
    return sorted(
        (pair.left.index, pair.right.index, pair.relation)
        for pair in compared(left, right).sentences
        if pair.left and pair.right
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("第三条 ", "第十二条 "),
        ("（一）", "（二）"),
        ("(1)", "(3)"),
        ("一、", "三、"),
        ("1. ", "2. "),
        ("第一，", "第二，"),
        ("一是", "四是"),
        ("①", ""),
    ],
)
def test_a_sentence_is_the_same_whatever_its_number(old: str, new: str) -> None:
    assert links(f"{old}{LIFE}。", f"{new}{LIFE}。") == [(0, 0, "same")]


@pytest.mark.parametrize(
    ("old", "new"), [("第三条线路", "第四条线路"), ("3.5", "4.5"), ("今年第一", "今年第二")]
)
def test_a_number_that_is_part_of_the_wording_is_a_change(old: str, new: str) -> None:
    assert links(f"{old}{LIFE}。", f"{new}{LIFE}。") == [(0, 0, "edited")]


def test_a_label_alone_is_a_sentence_of_its_own() -> None:
    assert links("（一）\n（二）\n", "（二）\n（三）\n") == [(1, 0, "same")]


def test_copies_move_with_the_sentences_before_them() -> None:
    left = f"{LIFE}。谢谢大家！{FARM}{DUTY}。谢谢大家！{TRAIN}"
    right = f"{DUTY}。谢谢大家！{GUARD}。{LIFE}。谢谢大家！"

    assert links(left, right) == [
        (0, 3, "same"),
        (1, 4, "same"),
        (3, 0, "same"),
        (4, 1, "same"),
    ]


def test_copies_are_paired_where_their_surroundings_went() -> None:
    left = f"{LIFE}。{FARM}谢谢大家！{FARM}{DUTY}。{FARM}谢谢大家！"
    right = f"谢谢大家！{TRAIN}{TRAIN}{LIFE}。{TRAIN}谢谢大家！{TRAIN}{DUTY}。{TRAIN}谢谢大家！"

    # The copy too many has the counterpart of the nearest.
    assert links(left, right) == [
        (0, 3, "same"),
        (2, 0, "same"),
        (2, 5, "same"),
        (4, 7, "same"),
        (6, 9, "same"),
    ]


@pytest.mark.parametrize(("n_left", "n_right"), [(1, 3), (3, 1), (2, 3), (3, 3), (40, 7)])
def test_every_copy_has_a_counterpart(n_left: int, n_right: int) -> None:
    found = links(f"{LIFE}。" * n_left, f"{LIFE}。" * n_right)

    assert {i for i, _, _ in found} == set(range(n_left))
    assert {j for _, j, _ in found} == set(range(n_right))
    assert len(found) == max(n_left, n_right)
    assert {relation for _, _, relation in found} == {"same"}


def test_a_changed_sentence_that_stands_twice_is_edited_twice() -> None:
    changed = LIFE.replace("人的生命", "安全")

    assert links(f"{LIFE}。", f"{changed}。{FARM}{changed}。") == [
        (0, 0, "edited"),
        (0, 2, "edited"),
    ]


def test_the_parts_of_a_split_sentence_are_parts() -> None:
    relations = {j: relation for _, j, relation in links(f"{LIFE}，{DUTY}。", f"{LIFE}。{DUTY}。")}

    assert relations == {0: "partial", 1: "edited"}


def test_a_short_part_is_found_beside_the_long_one() -> None:
    assert links(f"夜半传发。{DUTY}。", f"夜半传发，{DUTY}。") == [
        (0, 0, "partial"),
        (1, 0, "edited"),
    ]


def test_far_from_any_counterpart_a_few_common_words_mean_nothing() -> None:
    found = links(
        f"{LIFE}。{FARM}{TRAIN}{FARM}{TRAIN}夜半传发，再作商议。",
        f"{LIFE}。他说。我说。你说。大家说。夜半传发，众人惊起，不知所措。",
    )

    assert found == [(0, 0, "same")]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Two common words.
        ("工作开展。", "工作结束。"),
        # Rare words, but a small part of either.
        ("夜半传发，各营整队，衔枚疾走，直扑敌垒。", "夜半传发，百姓惊起，扶老携幼，奔走相告。"),
        # Half of the characters, but no two of them in a row.
        ("甲乙丙丁戊己庚辛。", "甲子丙寅戊辰庚午。"),
    ],
)
def test_even_beside_a_counterpart_chance_agreement_means_nothing(left: str, right: str) -> None:
    # So far from the counterparts that no alignment of theirs runs on to here.
    one = "春天来了山上花开孩子们在田野里放风筝河水静静地向东流去渔民清晨出港傍晚归来。"
    two = "图书馆很安静老人翻着旧报纸窗外下着小雨今年苹果又大又甜果农忙着采摘和装箱。"

    assert links(f"{LIFE}。{one}{left}", f"{LIFE}。{two}{right}") == [(0, 0, "same")]


def test_before_one_counterpart_and_behind_the_other_is_not_beside_them() -> None:
    left, right = "夜半传发，各自起身了。", "夜半传发，众人惊起。"

    assert links(f"{LIFE}。{left}", f"{LIFE}。{FARM}{right}") == [(0, 0, "same"), (1, 2, "partial")]
    assert links(f"{LIFE}。{left}", f"{right}{LIFE}。") == [(0, 1, "same")]


def test_words_beside_a_counterpart_are_accounted_for_once() -> None:
    found = links(f"{LIFE}。夜半传发。{DUTY}。", f"{LIFE}，夜半传发。夜半传发，{DUTY}。")

    assert found == [(0, 0, "edited"), (1, 0, "partial"), (2, 1, "edited")]


@pytest.mark.parametrize(
    ("other", "is_copy"),
    [
        ("管行业必须管安全、管业务必须管安全、管生产经营要管安全。", True),
        ("管行业必须管安全、管业务必须管安全、管生产经营是大家的责任。", False),
    ],
)
def test_a_copy_of_a_sentence_with_a_counterpart_is_much_like_it(other: str, is_copy: bool) -> None:
    found = links(f"{DUTY}。{FARM}{other}", f"{TRAIN}{DUTY}。")

    assert found == [(0, 1, "same"), *([(2, 1, "edited")] if is_copy else [])]


def test_a_sentence_that_a_longer_alignment_runs_over_finds_its_counterpart() -> None:
    """It moved from between two long alignments to before the first."""
    before, behind = f"{LIFE}，{DUTY}。", f"{GUARD}，坚持党政同责、一岗双责、齐抓共管、失职追责。"

    found = links(
        f"{before}彭越数反梁地，绝楚粮食，项王患之。{behind}",
        f"彭越数反梁地，绝楚粮食，汉王喜之。{FARM}{before}{TRAIN}{behind}",
    )

    assert found == [(0, 2, "same"), (1, 0, "edited"), (2, 4, "same")]


def test_texts_that_repeat_one_sentence_are_paired_in_order_and_in_little_memory() -> None:
    """Each token has its like in every copy of the other text, which says nothing new."""
    tracemalloc.start()
    found = links(f"{DUTY}。" * 80, f"{DUTY}。" * 80 + FARM)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == [(n, n, "same") for n in range(80)]
    assert most < 2**26
