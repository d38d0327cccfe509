"""The sentences of two texts, each with its counterparts."""

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


def test_copies_are_paired_where_their_surroundings_correspond() -> None:
    left = f"{LIFE}。谢谢大家！{DUTY}。"
    right = f"谢谢大家！{FARM}{LIFE}。谢谢大家！{DUTY}。"

    assert (1, 3, "same") in links(left, right)


def test_a_copy_is_paired_where_the_nearest_sentence_went() -> None:
    left = f"{LIFE}。{FARM}谢谢大家！"
    right = f"谢谢大家！{GUARD}。{GUARD}。{GUARD}。{LIFE}。{TRAIN}谢谢大家！"

    assert (2, 6, "same") in links(left, right)
    # The other copy has the same counterpart.
    assert (2, 0, "same") in links(left, right)


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


def test_a_short_sentence_of_common_words_finds_its_edited_self() -> None:
    """The number of founders was raised; all other words are everywhere in this text."""
    filling = "有限责任公司由股东出资。股东设立公司。公司有五十个股东。以下由公司规定。" * 3

    found = links(
        f"{filling}公司由五十个以下股东出资设立。",
        f"{filling}公司由一个以上五十个以下股东出资设立。",
    )

    assert (12, 12, "edited") in found
