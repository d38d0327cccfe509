"""Two documents side by side: passages, coverage, sentences."""

import tracemalloc
from pathlib import Path

import pytest
from mixed_texts import compared, quoted

from lineage.model import Comparison, Document, RawSpan
from lineage.pairwise import compare
from lineage.settings import Settings

DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
LIFE = "人命关天，发展决不能以牺牲人的生命为代价"


def relations(result: Comparison) -> list[tuple[str, str, str]]:
    """Return the aligned sentences as they read."""
    return [
        (
            pair.relation,
            pair.left.span.cut(result.left.text) if pair.left else "",
            pair.right.span.cut(result.right.text) if pair.right else "",
        )
        for pair in result.sentences
    ]


def test_a_shared_passage_is_quoted_from_both_texts() -> None:
    result = compared(f"同志们，要牢记{DUTY}。明年再见。", f"各单位按照“{DUTY}”原则抓好落实。")

    assert quoted(result) == [(f"{DUTY}。", f"“{DUTY}”")]
    assert result.passages[0].similarity == 1


def test_a_mark_behind_both_passages_is_shared_like_the_rest() -> None:
    result = compared(f"同志们！{DUTY}，不断前进。", f"我强调：{DUTY}，抓好落实。")
    apart = compared(f"同志们！{DUTY}，不断前进。", f"我强调：{DUTY}：抓好落实。")

    assert quoted(result) == [(f"{DUTY}，", f"{DUTY}，")]
    assert quoted(apart) == [(DUTY, DUTY)]


def test_coverage_counts_each_character_of_a_text_once() -> None:
    result = compared(f"{DUTY}。{DUTY}。", f"{DUTY}。")

    assert result.coverage.left == result.coverage.right == 1


def test_nothing_shared_is_an_empty_result() -> None:
    result = compared("大力发展现代农业。", "加快建设轨道交通。")

    assert result.passages == ()
    assert result.coverage.left == result.coverage.right == 0
    assert [relation for relation, _, _ in relations(result)] == ["right only", "left only"]


def test_a_passage_has_the_length_that_is_asked_for() -> None:
    left, right = Document("a", f"要求{LIFE}。"), Document("b", f"指出“{LIFE}”。")

    assert compare(left, right, settings=Settings(min_length=18)).passages
    assert not compare(left, right, settings=Settings(min_length=20)).passages


def test_more_bits_asked_for_leave_fewer_passages() -> None:
    left, right = Document("a", f"要求{LIFE}。"), Document("b", f"指出“{LIFE}”。")

    assert not compare(left, right, settings=Settings(min_bits=500)).passages


def test_sentences_are_told_apart_by_how_much_they_share() -> None:
    result = compared(
        "坚持党政同责、一岗双责。要压实责任，绷紧安全生产这根弦。大力发展现代农业。",
        "堅持黨政同責，一崗雙責！要压实责任，绷紧安全生产这根“生命弦”。加快建设轨道交通。",
    )

    assert relations(result) == [
        ("same", "坚持党政同责、一岗双责。", "堅持黨政同責，一崗雙責！"),
        ("edited", "要压实责任，绷紧安全生产这根弦。", "要压实责任，绷紧安全生产这根“生命弦”。"),
        ("right only", "", "加快建设轨道交通。"),
        ("left only", "大力发展现代农业。", ""),
    ]


def test_a_moved_sentence_finds_its_counterpart() -> None:
    result = compared(f"{LIFE}。大力发展现代农业。{DUTY}。", f"{DUTY}。{LIFE}。")

    assert relations(result) == [
        ("same", f"{LIFE}。", f"{LIFE}。"),
        ("left only", "大力发展现代农业。", ""),
        ("same", f"{DUTY}。", f"{DUTY}。"),
    ]


def test_of_sentences_that_changed_places_one_is_equal_and_the_other_added_and_left_out() -> None:
    left, right = f"{LIFE}。今天讲三点。{DUTY}。", f"{DUTY}。昨天下了雨。{LIFE}。"
    result = compared(left, right)

    (passage,) = result.passages
    assert [edit.operation for edit in passage.edits] == ["delete", "equal", "insert"]
    assert passage.edits[1].left.cut(left) == f"{DUTY}。"


def test_a_sentence_that_was_split_has_both_halves() -> None:
    result = compared(f"{LIFE}，{DUTY}。", f"{LIFE}。{DUTY}。")

    whole = f"{LIFE}，{DUTY}。"
    assert {(left, right) for _, left, right in relations(result)} == {
        (whole, f"{LIFE}。"),
        (whole, f"{DUTY}。"),
    }
    assert "partial" in {relation for relation, _, _ in relations(result)}


def test_a_wording_that_a_sentence_repeats_counts_once() -> None:
    result = compared("安全生产责任重于泰山，安全生产责任重于泰山。", "安全生产责任重于泰山。")

    assert [pair.similarity for pair in result.sentences] == [pytest.approx(2 / 3)]


def test_repeated_sentences_are_paired_one_to_one() -> None:
    result = compared("谢谢大家！讲三点意见。谢谢大家！", "谢谢大家！谢谢大家！")

    same = [
        (pair.left.index, pair.right.index)
        for pair in result.sentences
        if pair.left and pair.right and pair.relation == "same"
    ]
    assert same == [(0, 0), (2, 1)]


def test_texts_that_repeat_one_sentence_hundreds_of_times_are_compared_in_order() -> None:
    """All copies beside all others were 2.4 million points, a gigabyte and seven seconds."""
    tracemalloc.start()
    left = f"各级领导干部要牢记，{LIFE}，这是一条不可逾越的红线。" * 200
    result = compared(left, left + "加快建设轨道交通。")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [(p.left, p.right) for p in result.passages] == [(RawSpan(0, len(left)),) * 2]
    assert [(p.left and p.left.index, p.right and p.right.index) for p in result.sentences] == [
        *((n, n) for n in range(200)),
        (None, 200),
    ]
    assert result.to_dict()["left_out"] == result.left_out > 1_000_000
    assert most < 2**25


def test_copies_of_a_changed_sentence_have_the_counterparts_beside_them() -> None:
    """Of 40,000 pairs of sentences, nobody would read most."""
    left = f"各级领导干部要牢记，{LIFE}，这是一条不可逾越的红线。"

    result = compared(left * 200, left.replace("牢记", "常想").replace("这是", "必为") * 200)

    pairs = [(p.left.index, p.right.index) for p in result.sentences if p.left and p.right]
    assert {(n, n) for n in range(1, 199)} <= {*pairs}
    assert {i for i, _ in pairs} == {j for _, j in pairs} == {*range(200)}
    assert len(pairs) < 20 * 200


def test_few_copies_are_all_held_against_each_other() -> None:
    assert compared(f"{LIFE}。" * 12, f"{LIFE}。" * 12).to_dict()["left_out"] == 0


def test_a_sentence_without_counterpart_stands_behind_its_neighbour() -> None:
    result = compared(f"{LIFE}。{DUTY}。", f"{LIFE}。加快建设轨道交通。{DUTY}。")

    assert [relation for relation, _, _ in relations(result)] == ["same", "right only", "same"]


@pytest.mark.parametrize(("one", "two"), [("000", "003"), ("001", "002"), ("001", "004")])
def test_speeches_share_the_same_whichever_stands_left(seeds: Path, one: str, two: str) -> None:
    paths = [next(seeds.glob(f"{name}*")) for name in (one, two)]

    forward, backward = compare(*paths), compare(*reversed(paths))

    assert forward.passages
    assert {(p.left, p.right) for p in forward.passages} == {
        (p.right, p.left) for p in backward.passages
    }
    assert [edit.right for p in forward.passages for edit in p.edits] == [
        edit.left
        for p in sorted(backward.passages, key=lambda p: (p.right, p.left))
        for edit in p.edits
    ]


def test_a_speech_compared_with_itself_is_one_passage(seeds: Path) -> None:
    path = next(seeds.glob("003*"))

    result = compare(path, path)

    assert [(p.left == p.right, p.similarity) for p in result.passages] == [(True, 1.0)]
    assert result.coverage.left > 0.99
    assert {pair.relation for pair in result.sentences} == {"same"}
