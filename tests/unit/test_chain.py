"""Pieces of alignment: cut into runs, trimmed, joined, settled, and given clean ends."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference.chain import (
    CORPUS,
    PAIR,
    Chaining,
    Piece,
    join_pieces,
    make_piece,
    settle_rivals,
    split_points,
    trim_thin_ends,
)
from reference.runs import Run, n_aligned, points_of, runs_of
from reference.snapping import snap_ends

from lineage.model import NormSpan
from lineage.prepare import Side
from lineage.segment import Border


def side(n: int = 200, *, bits: float = 6.0, **borders: int) -> Side:
    """Return a text of ``n`` tokens, each a word; ``b7=2`` sets the border before token 7."""
    marks = np.full(n + 1, Border.WORD, np.uint8)
    for place, border in borders.items():
        marks[int(place[1:])] = border
    return Side(np.full(n, bits, np.float32), marks)


TEXT = side()


def piece(*runs: Run, left: Side = TEXT, right: Side = TEXT) -> Piece:
    return make_piece(runs, left, right)


def spans(pieces: list[Piece]) -> list[tuple[int, int, int, int]]:
    return [(p.left.start, p.left.end, p.right.start, p.right.end) for p in pieces]


# Runs.


def test_points_far_apart_are_two_pieces() -> None:
    points = [(n, n) for n in (*range(4), *range(40, 44))]

    assert split_points(points) == [[(0, 0, 4)], [(40, 40, 4)]]


def test_a_piece_moves_forward_in_both_texts() -> None:
    points = [(n, 20 + n) for n in range(4)] + [(4 + n, n) for n in range(4)]

    assert split_points(points) == [[(0, 20, 4)], [(4, 0, 4)]]


def test_a_piece_goes_on_along_its_own_diagonal() -> None:
    # Two runs side by side, as where the right text says something twice.
    points = [(0, 0), (0, 5), (1, 1), (1, 6), (2, 2), (2, 7)]

    assert split_points(points) == [[(0, 0, 3)], [(0, 5, 3)]]


@given(st.sets(st.tuples(st.integers(0, 50), st.integers(0, 120)), max_size=80).map(sorted))
def test_a_point_goes_on_the_path_with_the_least_step_of_all(points: list[tuple[int, int]]) -> None:
    paths: list[list[tuple[int, int]]] = []
    for x, y in points:
        steps = [
            (max(x - a, y - b) + abs((x - a) - (y - b)), number)
            for number, path in enumerate(paths)
            for a, b in path[-1:]
            if 0 < x - a <= 16 and 0 < y - b <= 16
        ]
        if steps:
            paths[min(steps)[1]].append((x, y))
        else:
            paths.append([(x, y)])

    assert split_points(points) == [runs_of(path) for path in paths]


def test_a_short_gap_stays_inside_a_piece() -> None:
    assert split_points([(0, 0), (1, 1), (4, 5), (5, 6)]) == [[(0, 0, 2), (4, 5, 2)]]


def test_no_points_are_no_pieces() -> None:
    assert split_points([]) == []


# Thin ends.


def test_scattered_matches_beside_a_passage_are_cut_off() -> None:
    dull = side(bits=1.0)
    runs = [(0, 3, 1), (7, 10, 1), (20, 23, 10), (36, 39, 1), (44, 47, 1)]

    assert trim_thin_ends(runs, dull, dull) == [(20, 23, 10)]


def test_changes_inside_a_passage_are_kept() -> None:
    runs = [(0, 0, 5), (7, 7, 5)]

    assert trim_thin_ends(runs, TEXT, TEXT) == runs


def test_families_are_trimmed_more_strictly_than_pairs() -> None:
    runs = [(0, 0, 10), (15, 15, 2)]
    six = side(bits=5.5)

    assert n_aligned(trim_thin_ends(runs, six, six, chaining=PAIR)) == 12
    assert n_aligned(trim_thin_ends(runs, six, six, chaining=CORPUS)) == 10


# Joining.


def test_neighbours_are_joined_over_a_short_gap_and_not_over_a_long_one() -> None:
    near = [piece((0, 0, 10)), piece((14, 13, 10))]
    far = [piece((0, 0, 10)), piece((120, 120, 10))]

    assert spans(join_pieces(near, TEXT, TEXT)) == [(0, 24, 0, 23)]
    assert len(join_pieces(far, TEXT, TEXT)) == 2


@pytest.mark.parametrize("chaining", [PAIR, CORPUS])
def test_more_than_a_hundred_tokens_between_them_part_even_long_pieces(chaining: Chaining) -> None:
    text = side(1000)

    def joined(left: int, right: int) -> list[Piece]:
        places = (0, 0, 300), (300 + left, 300 + right, 300)
        two = [piece(place, left=text, right=text) for place in places]
        return join_pieces(two, text, text, chaining=chaining)

    assert spans(joined(60, 40)) == [(0, 660, 0, 640)]
    assert len(joined(60, 41)) == len(joined(0, 101)) == 2


def test_swapped_neighbours_are_one_passage_of_a_pair_but_two_wordings() -> None:
    swapped = [piece((0, 12, 10)), piece((11, 0, 10))]

    assert spans(join_pieces(swapped, TEXT, TEXT, chaining=PAIR)) == [(0, 21, 0, 22)]
    assert len(join_pieces(swapped, TEXT, TEXT, chaining=CORPUS)) == 2


def test_the_order_of_pieces_changes_nothing() -> None:
    pieces = [piece((0, 0, 10)), piece((14, 13, 10)), piece((30, 60, 8)), piece((90, 30, 8))]

    assert spans(join_pieces(pieces, TEXT, TEXT)) == spans(join_pieces(pieces[::-1], TEXT, TEXT))


def test_a_token_that_two_pieces_align_counts_once_in_either_text() -> None:
    # Two of the six tokens of the second piece are aligned already, on one side or the other.
    for second in (piece((7, 4, 6)), piece((4, 7, 6))):
        (joined,) = join_pieces([piece((0, 0, 6)), second], TEXT, TEXT)

        assert joined.bits == 60
        points = list(points_of(joined.runs))
        assert len({x for x, _ in points}) == len({y for _, y in points}) == joined.n == 10


def test_two_counterparts_of_one_stretch_are_not_joined() -> None:
    for second in (piece((12, 0, 10)), piece((0, 12, 10))):
        assert len(join_pieces([piece((0, 0, 10)), second], TEXT, TEXT)) == 2


def test_a_piece_is_worth_its_surprisal_less_what_was_changed() -> None:
    whole, changed = piece((0, 0, 10)), piece((0, 0, 5), (7, 6, 5))

    assert whole.bits == changed.bits == whole.score == 60
    assert changed.score < changed.bits
    assert (changed.left, changed.right) == (NormSpan(0, 12), NormSpan(0, 11))


def test_a_pair_surprises_as_much_as_the_less_surprising_of_its_tokens() -> None:
    assert piece((0, 0, 4), right=side(bits=2.0)).bits == 8


# Rivals.


def test_a_weaker_counterpart_of_the_same_stretch_is_dropped() -> None:
    best, weak = piece((0, 0, 20)), piece((2, 60, 10))

    assert spans(settle_rivals([weak, best], TEXT, TEXT, 10)) == [(0, 20, 0, 20)]


def test_two_equally_good_counterparts_both_stay() -> None:
    first, second = piece((0, 0, 20)), piece((0, 60, 20))

    assert len(settle_rivals([first, second], TEXT, TEXT, 10)) == 2


def test_the_same_stretch_in_both_texts_is_one_passage() -> None:
    assert len(settle_rivals([piece((0, 0, 20)), piece((1, 1, 19))], TEXT, TEXT, 10)) == 1


def test_a_loose_piece_gives_way_to_an_exact_one_and_keeps_the_rest() -> None:
    # The loose piece has every third token where the exact one has all.
    loose = piece((0, 0, 40), (42, 42, 1), (45, 45, 1), (48, 48, 1), (51, 51, 1))
    exact = piece((41, 120, 12))

    found = settle_rivals([loose, exact], TEXT, TEXT, 10)

    assert spans(found) == [(0, 40, 0, 40), (41, 53, 120, 132)]


def test_rivals_are_settled_alike_in_any_order() -> None:
    pieces = [piece((0, 0, 20)), piece((15, 50, 20)), piece((18, 90, 9)), piece((3, 10, 6))]

    assert spans(settle_rivals(pieces, TEXT, TEXT, 10)) == spans(
        settle_rivals(pieces[::-1], TEXT, TEXT, 10)
    )


# Ends.


def test_ends_move_to_the_border_of_a_clause_nearby() -> None:
    left = side(b9=Border.CLAUSE, b22=Border.CLAUSE)

    assert snap_ends(piece((10, 10, 14)), left, TEXT)[0] == NormSpan(9, 22)


def test_ends_never_stay_inside_a_word() -> None:
    left = side(b10=Border.INSIDE_WORD, b11=Border.INSIDE_WORD, b24=Border.INSIDE_WORD)

    found = snap_ends(piece((10, 10, 14)), left, TEXT)[0]

    assert found == NormSpan(9, 25)


def test_ends_do_not_move_far() -> None:
    left = side(b4=Border.SENTENCE, b30=Border.SENTENCE)

    assert snap_ends(piece((10, 10, 14)), left, TEXT)[0] == NormSpan(10, 24)


def test_ends_stay_inside_the_text() -> None:
    short = side(6)

    assert snap_ends(piece((0, 0, 6), left=short, right=short), short, short) == (
        NormSpan(0, 6),
        NormSpan(0, 6),
    )


def test_a_very_short_piece_keeps_its_stretch() -> None:
    left = side(b10=Border.INSIDE_WORD, b11=Border.SENTENCE, b12=Border.INSIDE_WORD)

    found = snap_ends(piece((10, 10, 2)), left, TEXT)

    assert len(found[0]) >= 1
    assert found[1] == NormSpan(10, 12)


def test_both_texts_end_where_their_own_borders_are() -> None:
    left, right = side(b9=Border.CLAUSE), side(b11=Border.CLAUSE)

    found = snap_ends(piece((10, 10, 14)), left, right)

    assert found == (NormSpan(9, 24), NormSpan(11, 24))


def test_chaining_can_be_changed_in_one_respect() -> None:
    strict = replace(PAIR, coverage=1.0)

    assert (
        len(join_pieces([piece((0, 0, 9)), piece((30, 30, 9))], TEXT, TEXT, chaining=strict)) == 2
    )
