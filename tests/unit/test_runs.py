"""Runs of equal tokens, and the points they stand for."""

from hypothesis import given
from hypothesis import strategies as st
from reference.runs import matching_runs, n_aligned, overlap_of, points_of, runs_of

STREAMS = st.text("甲乙丙", max_size=12)


@given(STREAMS, STREAMS)
def test_matching_runs_pair_equal_tokens_in_order(left: str, right: str) -> None:
    points = list(points_of(matching_runs(left, right)))

    assert all(left[x] == right[y] for x, y in points)
    assert [x for x, _ in points] == sorted({x for x, _ in points})
    assert [y for _, y in points] == sorted({y for _, y in points})


@given(STREAMS, STREAMS)
def test_points_and_runs_are_two_ways_of_saying_the_same(left: str, right: str) -> None:
    runs = matching_runs(left, right)

    assert list(points_of(runs_of(points_of(runs)))) == list(points_of(runs))
    assert n_aligned(runs) == len(list(points_of(runs)))


def test_runs_count_from_where_the_stretches_stand() -> None:
    assert matching_runs("重于山", "重于泰山", 10, 20) == [(10, 20, 2), (12, 23, 1)]
    assert matching_runs("重于", "重于", 3, 4) == [(3, 4, 2)]
    assert matching_runs("", "") == []


def test_a_stretch_cuts_runs_on_the_side_asked_for() -> None:
    runs = [(0, 10, 5), (8, 15, 4)]

    assert list(overlap_of(runs, 0, 3, 9)) == [(3, 13, 2), (8, 15, 1)]
    assert list(overlap_of(runs, 1, 12, 16)) == [(2, 12, 3), (8, 15, 1)]
    assert list(overlap_of(runs, 0, 5, 8)) == []
