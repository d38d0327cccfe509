"""Comparing two texts: what holds whatever they are, and fast code against slow."""

from collections import Counter
from itertools import pairwise
from random import Random

import numpy as np
import numpy.typing as npt
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mixed_texts import compared, mixed_texts, prepared_pair, spoken_texts
from reference.extend import extend_segments
from reference.grams import gram_hashes, valid_grams
from reference.plane import CAP, GAP, MISMATCH, RIVAL, TILE, shared_grams
from reference.runs import points_of

from lineage.align import align, likeness, similarity
from lineage.edits import raw_edits
from lineage.model import NormSpan, PassagePair
from lineage.native.tables import code_points
from lineage.normalize import WILDCARD, normalize
from lineage.plane import MATCH, aligned_points
from lineage.prepare import Side
from lineage.segment import split_sentences

streams = st.text(f"甲乙丙丁{WILDCARD}", max_size=24)
codes = streams.map(code_points)


def side_of(n_tokens: int) -> Side:
    return Side(np.ones(n_tokens, np.float32), np.ones(n_tokens + 1, np.uint8))


def check_edits(pair: PassagePair, left: str, right: str) -> None:
    """Assert that the steps follow each other and cover both passages."""
    assert pair.edits[0].left.start == pair.left.start
    assert pair.edits[0].right.start == pair.right.start
    assert pair.edits[-1].left.end == pair.left.end
    assert pair.edits[-1].right.end == pair.right.end
    for one, two in pairwise(pair.edits):
        assert one.left.end == two.left.start
        assert one.right.end == two.right.start
    assert "".join(edit.left.cut(left) for edit in pair.edits) == pair.left.cut(left)
    assert "".join(edit.right.cut(right) for edit in pair.edits) == pair.right.cut(right)


@given(streams, streams)
def test_the_steps_of_an_alignment_rebuild_both_sides(left: str, right: str) -> None:
    steps = align(left, right)

    assert "".join(left[step.left_start : step.left_end] for step in steps) == left
    assert "".join(right[step.right_start : step.right_end] for step in steps) == right
    for one, two in pairwise(steps):
        assert (one.left_end, one.right_end) == (two.left_start, two.right_start)
        assert (one.operation == "equal") != (two.operation == "equal")
    for step in steps:
        of_left = left[step.left_start : step.left_end]
        of_right = right[step.right_start : step.right_end]
        assert (of_left == of_right) == (step.operation == "equal")
        assert bool(of_left) == (step.operation != "insert")
        assert bool(of_right) == (step.operation != "delete")


@given(streams, streams)
def test_ratios_are_shares_and_alike_from_both_sides(left: str, right: str) -> None:
    assert 0 <= similarity(left, right) <= 1
    assert 0 <= likeness(left, right) <= 1
    assert similarity(left, left) == likeness(left, left) == 1


@given(mixed_texts(max_size=10), mixed_texts(max_size=10), st.data())
def test_raw_edits_cover_both_spans_and_rebuild_them(
    left: str, right: str, data: st.DataObject
) -> None:
    sides = normalize(left), normalize(right)
    assume(all(len(side) for side in sides))
    spans = []
    for side in sides:
        start = data.draw(st.integers(0, len(side) - 1))
        spans.append(NormSpan(start, data.draw(st.integers(start + 1, len(side)))))
    left_raw, right_raw = (side.raw_span(s) for side, s in zip(sides, spans, strict=True))

    edits = raw_edits(*sides, *spans, left_raw=left_raw, right_raw=right_raw)

    check_edits(PassagePair(left_raw, right_raw, 1.0, 0.0, edits), left, right)
    for edit in edits:
        words = [
            [side.key(n) for n in range(tokens.start, tokens.end)]
            for side, tokens in (
                (sides[0], sides[0].norm_span(edit.left)),
                (sides[1], sides[1].norm_span(edit.right)),
            )
        ]
        assert (words[0] == words[1]) == (edit.operation == "equal")


@given(spoken_texts(), spoken_texts())
def test_everything_that_a_comparison_quotes_stands_in_the_texts(left: str, right: str) -> None:
    result = compared(left, right)

    for pair in result.passages:
        assert pair.left.cut(left)
        assert pair.right.cut(right)
        assert 0 < pair.similarity <= 1
        check_edits(pair, left, right)
    assert list(result.passages) == sorted(result.passages, key=lambda p: (p.left, p.right))
    assert 0 <= result.coverage.left <= 1
    assert 0 <= result.coverage.right <= 1


@given(spoken_texts(), spoken_texts())
def test_each_sentence_of_both_texts_is_listed(left: str, right: str) -> None:
    result = compared(left, right)

    of_left = [pair.left for pair in result.sentences if pair.left]
    assert list(dict.fromkeys(of_left)) == list(split_sentences(left))
    of_right = {pair.right for pair in result.sentences if pair.right}
    assert of_right == set(split_sentences(right))
    for pair in result.sentences:
        assert (pair.left is None) == (pair.relation == "right only")
        assert (pair.right is None) == (pair.relation == "left only")
        assert (pair.left is None or pair.right is None) == (pair.similarity == 0)
    paired = Counter((pair.left, pair.right) for pair in result.sentences)
    assert set(paired.values()) <= {1}
    # A sentence stands alone only if it stands in no pair.
    for side in ("left", "right"):
        alone = [getattr(p, side) for p in result.sentences if p.relation == f"{side} only"]
        together = {getattr(p, side) for p in result.sentences if p.left and p.right}
        assert not together.intersection(alone)


@given(spoken_texts(min_size=4))
def test_a_text_shares_with_itself_all_that_it_says(text: str) -> None:
    left, _ = prepared_pair(text, text)
    # Too little to be more than chance is no passage, even in a copy.
    assume(left.bits.sum() > 80)
    # A placeholder near an end may cost more than the word behind it is worth.
    assume(WILDCARD not in left.stream.text)

    result = compared(text, text)

    (pair,) = [pair for pair in result.passages if pair.left == pair.right]
    assert pair.left.start <= left.stream.starts[0]
    assert left.stream.ends[-1] <= pair.left.end
    assert pair.similarity == 1
    assert [edit.operation for edit in pair.edits] == ["equal"]
    assert {pair.relation for pair in result.sentences if pair.left} <= {"same", "left only"}


@given(spoken_texts(), spoken_texts())
def test_two_comparisons_are_equal(left: str, right: str) -> None:
    assert compared(left, right).to_dict() == compared(left, right).to_dict()


@given(spoken_texts(), spoken_texts())
def test_two_documents_share_the_same_whichever_stands_left(left: str, right: str) -> None:
    forward, backward = compared(left, right), compared(right, left)

    assert forward.coverage.left == backward.coverage.right
    assert forward.coverage.right == backward.coverage.left
    assert {(p.left, p.right, p.similarity) for p in forward.passages} == {
        (p.right, p.left, p.similarity) for p in backward.passages
    }
    names = {"left only": "right only", "right only": "left only"}
    assert {(p.left, p.right, p.relation) for p in forward.sentences} == {
        (p.right, p.left, names.get(p.relation, p.relation)) for p in backward.sentences
    }


# Fast code against slow code.


@given(codes, st.integers(1, 13))
def test_hashes_are_equal_where_the_next_tokens_are(stream: npt.NDArray[np.uint32], k: int) -> None:
    hashes = gram_hashes(stream, k).tolist()
    grams = [tuple(stream[n : n + k].tolist()) for n in range(len(stream))]

    for n, gram in enumerate(grams):
        assert [other == hashes[n] for other in hashes] == [other == gram for other in grams]


@given(codes, st.integers(1, 6))
def test_a_gram_is_valid_if_it_is_whole_and_holds_no_placeholder(
    stream: npt.NDArray[np.uint32], k: int
) -> None:
    grams = [stream[n : n + k].tolist() for n in range(len(stream))]

    valid = valid_grams(stream, k).tolist()

    assert valid == [len(gram) == k and ord(WILDCARD) not in gram for gram in grams]


@given(codes, codes, st.integers(1, 4))
def test_all_shared_grams_are_found(
    left: npt.NDArray[np.uint32], right: npt.NDArray[np.uint32], k: int
) -> None:
    x, y = shared_grams(left, right, k)

    of_left, of_right = (
        [tuple(s[n : n + k].tolist()) for n in range(len(s))] for s in (left, right)
    )
    assert sorted(zip(x.tolist(), y.tolist(), strict=True)) == [
        (i, j)
        for i, gram in enumerate(of_left)
        for j, other in enumerate(of_right)
        if gram == other and len(gram) == k and ord(WILDCARD) not in gram
    ]


def pair_score(one: str, two: str) -> int:
    if WILDCARD in (one, two):
        return 0
    return MATCH if one == two else MISMATCH


def best_ending(left: str, right: str) -> list[list[int]]:
    """Return the score of the best local alignment that ends with each pair."""
    best = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, one in enumerate(left):
        for j, two in enumerate(right):
            paired = min(best[i][j] + pair_score(one, two), CAP)
            best[i + 1][j + 1] = max(0, paired, best[i][j + 1] - GAP, best[i + 1][j] - GAP)
    return [row[1:] for row in best[1:]]


def slow_points(left: str, right: str, threshold: int) -> list[tuple[int, int, int]]:
    """Return what `aligned_points` does, cell by cell over the whole plane."""
    forward = best_ending(left, right)
    backward = [row[::-1] for row in best_ending(left[::-1], right[::-1])[::-1]]
    sums = {
        (i, j): forward[i][j] + backward[i][j] - MATCH
        for i, one in enumerate(left)
        for j, two in enumerate(right)
        if pair_score(one, two) == MATCH
    }
    row, column = Counter[int](), Counter[int]()
    for (i, j), score in sums.items():
        row[i], column[j] = max(row[i], score), max(column[j], score)
    return [
        (i, j, score)
        for (i, j), score in sums.items()
        if score >= threshold and score >= RIVAL * max(row[i], column[j])
    ]


@settings(max_examples=40)
@given(st.data(), st.sampled_from([20, 50, 80]))
def test_points_are_those_of_the_whole_plane(data: st.DataObject, threshold: int) -> None:
    alphabet = f"甲乙丙丁戊己庚{WILDCARD}"
    # The right text is the left one with pieces changed, so that there is much to find.
    left = data.draw(st.text(alphabet, max_size=2 * TILE - 2))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(left)), max_size=6)))
    kept = [left[i:j] for i, j in pairwise([0, *cuts, len(left)])]
    added = [data.draw(st.text(alphabet, max_size=4)) for _ in kept]
    right = "".join(a + b for a, b in zip(added, data.draw(st.permutations(kept)), strict=True))
    # One shared n-gram at the border of the first tile makes all four worth computing.
    left, right = "始终" + left, "始终" + right[: 2 * TILE - 2]

    points = aligned_points(
        code_points(left),
        code_points(right),
        left_bits=np.ones(len(left), np.float32),
        right_bits=np.ones(len(right), np.float32),
        threshold=threshold,
        seed_bits=0,
    )

    found = zip(points.x.tolist(), points.y.tolist(), points.score.tolist(), strict=True)
    assert list(found) == slow_points(left, right, threshold)


@given(st.lists(streams, min_size=4, max_size=4), st.text("子丑寅卯", min_size=2), st.data())
def test_an_extension_holds_its_segment_and_pairs_equal_tokens(
    around: list[str], shared: str, data: st.DataObject
) -> None:
    # A segment begins and ends with an n-gram; what lies between may have been changed.
    changed = data.draw(st.sampled_from([shared, shared[:2] + "辰巳" + shared[-2:]]))
    mine = shared if changed == shared else shared[:2] + "午未" + shared[-2:]
    left, right = around[0] + mine + around[1], around[2] + changed + around[3]
    x, y, length = len(around[0]), len(around[2]), len(mine)
    of_segment = {(x + n, y + n) for n in range(length) if mine[n] == changed[n]}

    (found,) = extend_segments(left, right, [(x, y, length)], side_of(len(left)))

    points = list(points_of(found))
    assert of_segment <= set(points)
    assert all(left[i] == right[j] for i, j in points)
    for tokens, text in (([i for i, _ in points], left), ([j for _, j in points], right)):
        assert all(one < two for one, two in pairwise(tokens))
        assert 0 <= tokens[0]
        assert tokens[-1] < len(text)


@given(streams, streams, st.lists(st.tuples(*[st.integers(0, 20)] * 2), max_size=6), st.randoms())
def test_the_order_of_segments_changes_no_extension(
    left: str, right: str, places: list[tuple[int, int]], chance: Random
) -> None:
    segments = [
        (x, y, 2) for x, y in places if left[x : x + 2] == right[y : y + 2] and x + 2 <= len(left)
    ]
    shuffled = chance.sample(segments, len(segments))
    side = side_of(len(left))

    assert extend_segments(left, right, segments, side) == extend_segments(
        left, right, shuffled, side
    )
