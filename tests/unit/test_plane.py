"""Local alignment in the plane of two texts."""

from itertools import pairwise

import numpy as np
import pytest
from reference.plane import CAP, TILE

from lineage.native.tables import code_points
from lineage.normalize import WILDCARD
from lineage.plane import MATCH, Points, aligned_points, most_copies, seed_bits

PHRASE = "发展决不能以牺牲人的生命为代价"


def points(
    left: str, right: str, *, threshold: int = 50, seed_bits: float = 4.0, bits: float = 3.0
) -> Points:
    """Return the points of two token streams whose tokens all surprise alike."""
    return aligned_points(
        code_points(left),
        code_points(right),
        left_bits=np.full(len(left), bits, np.float32),
        right_bits=np.full(len(right), bits, np.float32),
        threshold=threshold,
        seed_bits=seed_bits,
    )


def places(found: Points) -> list[tuple[int, int]]:
    return list(zip(found.x.tolist(), found.y.tolist(), strict=True))


def other(n: int, *, start: int = 0x5000) -> str:
    """Return ``n`` characters that stand nowhere else."""
    return "".join(map(chr, range(start, start + n)))


def test_points_lie_along_what_is_shared_and_nowhere_else() -> None:
    left, right = other(30) + PHRASE + other(20, start=0x6000), other(7, start=0x7000) + PHRASE

    found = points(left, right)

    assert places(found) == [(30 + n, 7 + n) for n in range(len(PHRASE))]
    assert set(found.score.tolist()) == {MATCH * len(PHRASE)}


def test_a_change_costs_and_is_bridged() -> None:
    found = points(PHRASE, PHRASE.replace("牺牲人", "舍弃"))

    assert places(found) == [
        *((n, n) for n in range(6)),
        *((n, n - 1) for n in range(9, len(PHRASE))),
    ]
    # Twelve matches, two tokens replaced, one dropped.
    assert set(found.score.tolist()) == {12 * 10 - 2 * 9 - 9}


def test_a_placeholder_costs_nothing_and_is_no_point() -> None:
    masked = PHRASE.replace("人", WILDCARD)

    found = points(PHRASE, masked)

    assert places(found) == [(n, n) for n in range(len(PHRASE)) if PHRASE[n] != "人"]
    assert set(found.score.tolist()) == {MATCH * (len(PHRASE) - 1)}


def test_what_stands_twice_has_points_at_both_places() -> None:
    found = points(PHRASE, PHRASE + other(40) + PHRASE)

    assert len(places(found)) == 2 * len(PHRASE)


def test_the_better_of_two_rivals_is_kept() -> None:
    worse = PHRASE[:5] + other(3) + PHRASE[8:]

    found = points(PHRASE, PHRASE + other(40, start=0x6000) + worse)

    assert places(found) == [(n, n) for n in range(len(PHRASE))]


def test_clauses_in_another_order_have_points_on_both_diagonals() -> None:
    found = points(PHRASE + "守土有责守土尽责", "守土有责守土尽责" + PHRASE)

    assert {(0, 8), (len(PHRASE), 0)} <= set(places(found))


def test_less_than_the_threshold_is_nothing() -> None:
    assert places(points("守土有责", "守土有责", threshold=41)) == []
    assert len(places(points("守土有责", "守土有责", threshold=40))) == 4


@pytest.mark.parametrize("threshold", [2 * CAP - MATCH + 1, 40_000, 2**40])
def test_no_alignment_reaches_a_threshold_beyond_the_cap(threshold: int) -> None:
    shared = other(100)

    assert places(points(shared, shared, threshold=2 * CAP - MATCH)) == [
        (n, n) for n in range(29, 71)
    ]
    assert places(points(shared, shared, threshold=threshold)) == []


def test_a_text_without_a_surprising_seed_is_not_looked_at() -> None:
    assert places(points(PHRASE, PHRASE, bits=0.9, seed_bits=12.0)) == []


def test_common_words_are_looked_at_where_enough_of_them_stand_in_a_row() -> None:
    found = points(PHRASE, PHRASE, bits=1.0, seed_bits=12.0)

    assert places(found) == [(n, n) for n in range(len(PHRASE))]


def test_what_is_not_worth_a_look_is_counted_where_nothing_else_is() -> None:
    dull = "".join("安全" + other(200, start=0x6000 + 200 * n) for n in range(5))
    texts = [
        code_points(PHRASE + other(100) + dull),
        code_points(PHRASE + dull.translate({n: n + 0x8000 for n in range(0x6000, 0x7000)})),
    ]
    bits = [np.full(len(text), 3.0, np.float32) for text in texts]

    found = aligned_points(
        *texts, left_bits=bits[0], right_bits=bits[1], threshold=50, seed_bits=20.0, least_bits=6.0
    )

    assert places(found) == [(n, n) for n in range(len(PHRASE))]
    # 安全 stands five times on either side: once of each in tiles beside those of the phrase.
    assert 16 <= found.n_passed_over < 25


def test_of_what_both_texts_come_back_to_copies_in_order_are_looked_at() -> None:
    def text(start: int, *, end: str = "") -> str:
        fill = (other(300, start=start + 300 * n) for n in range(6))
        return "".join(PHRASE + end[n : n + 1] + rest for n, rest in enumerate(fill))

    def found(end: str) -> set[tuple[int, int]]:
        texts = [code_points(text(start, end=end)) for start in (0x20000, 0x24000)]
        bits = [np.full(len(each), 3.0, np.float32) for each in texts]
        points = aligned_points(
            *texts,
            left_bits=bits[0],
            right_bits=bits[1],
            threshold=50,
            seed_bits=30.0,
            most_copies=2,
        )
        length = len(PHRASE) + 300 + bool(end)
        return {(x // length, y // length) for x, y in places(points)}

    assert (
        {(n, n) for n in range(6)}
        <= found("")
        <= {(i, j) for i in range(6) for j in range(6) if abs(i - j) < 3}
    )
    # With what it goes on with, it is a rarer one.
    assert found("天地人天地人") >= {(n, (n + 3) % 6) for n in range(6)}


@pytest.mark.parametrize(("n", "bits"), [(50, 12.0), (2**16, 12.0), (2**17, 16.0), (2**20, 28.0)])
def test_more_is_asked_of_an_ngram_the_longer_both_texts_are(n: int, bits: float) -> None:
    assert seed_bits(n, n) == bits
    # The product decides: a speech is searched in a book as in a few others.
    assert seed_bits(n // 2, 2 * n) == seed_bits(n, n)


@pytest.mark.parametrize(("n", "copies"), [(50, 256), (2**16, 256), (2**16 + 1, 64), (2**20, 64)])
def test_copies_are_held_against_fewer_in_longer_texts(n: int, copies: int) -> None:
    assert most_copies(n, n) == copies


@pytest.mark.parametrize(("left", "right"), [("", ""), ("守", ""), ("", "守土"), ("守土", "有责")])
def test_texts_that_share_nothing_have_no_points(left: str, right: str) -> None:
    assert places(points(left, right, threshold=0, seed_bits=0)) == []


@pytest.mark.parametrize("offset", [0, 1, TILE - 3, TILE - 1, TILE, 3 * TILE + 5])
def test_it_makes_no_difference_where_tiles_begin(offset: int) -> None:
    shared = other(100, start=0x6000)

    found = points(other(offset) + shared, shared)

    assert places(found) == [(offset + n, n) for n in range(100)]


def test_a_long_alignment_scores_no_more_than_the_cap_on_either_side() -> None:
    shared = other(200)

    found = points(shared, shared)

    assert places(found) == [(n, n) for n in range(200)]
    assert found.score.max() == 2 * CAP - MATCH
    assert found.score.min() == CAP


def test_texts_beyond_one_slab_are_aligned_through_its_border() -> None:
    shared = other(66 * TILE, start=0x20000)

    found = points(shared, shared[:-5] + "尾")

    assert places(found) == [(n, n) for n in range(66 * TILE - 5)]
    # At the slab's border the score knows what lies on both sides.
    assert set(found.score[64 * TILE - 30 : 64 * TILE + 30].tolist()) == {2 * CAP - MATCH}


def test_no_gap_leads_from_one_stretch_of_tiles_to_another() -> None:
    # Both texts begin alike, and dull words go on to the last tile that is looked at.
    left = other(4 * TILE, start=0x6000)
    left_bits = np.full(len(left), 0.1, np.float32)
    left_bits[[0, 1, 90, 91]] = 6.0
    # A second seed opens tiles farther right, where one token happens to be the same.
    right = left[: 2 * TILE] + other(130) + left[2 * TILE] + other(61, start=0x5800) + left[90:92]
    right_bits = np.full(len(right), 6.0, np.float32)
    right_bits[2 : 2 * TILE] = 0.1

    found = aligned_points(
        code_points(left),
        code_points(right),
        left_bits=left_bits,
        right_bits=right_bits,
        threshold=50,
        seed_bits=12.0,
    )

    assert places(found) == [(n, n) for n in range(2 * TILE)]


def test_points_are_in_order_of_both_texts() -> None:
    found = places(points(PHRASE * 3, PHRASE * 2))

    assert all(one < two for one, two in pairwise(found))


def test_both_directions_give_the_same_points() -> None:
    left, right = PHRASE + other(70) + PHRASE[4:], PHRASE[2:] + other(30, start=0x6000) + PHRASE

    forward, backward = points(left, right), points(right, left)

    assert sorted(places(forward)) == sorted((x, y) for y, x in places(backward))


def test_what_both_texts_repeat_has_as_many_counterparts_as_can_be_followed() -> None:
    copy = other(60)

    few, many = points(copy * 16, copy * 60), points(copy * 50, copy * 60)

    assert few.n_left_out == 0
    assert len(few.x) >= 15 * 58 * len(copy)
    assert many.n_left_out > 30 * 58 * len(copy)
    # Those around each place of either text; a token at their ends has more points to spend.
    assert len(many.x) < 18 * (50 + 60) * len(copy)


def test_of_what_both_texts_repeat_the_copies_in_order_are_kept() -> None:
    copy = other(60)

    found = points(copy * 50, copy * 40 + other(7, start=0x6000))

    kept = {*places(found)}
    # The last copy of the one goes with the last of the other.
    assert {(n, n) for n in range(39 * len(copy))} <= kept
    assert {x for x, _ in kept} == {*range(50 * len(copy))}


def test_a_short_phrase_may_stand_more_often_than_a_long_one() -> None:
    apart = "".join("守土有责" + other(9, start=0x6000 + 9 * n) for n in range(60))
    elsewhere = "".join("守土有责" + other(9, start=0x7000 + 9 * n) for n in range(60))

    found = points(apart, elsewhere, threshold=40)

    assert len(found.x) == 4 * 60 * 60
    assert found.n_left_out == 0
