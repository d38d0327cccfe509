"""Stretches of documents: whether they coincide, lie in each other, resemble each other."""

import pytest

from lineage.align import Weighed
from lineage.normalize import WILDCARD
from lineage.places import (
    COINCIDE,
    Place,
    PlaceIndex,
    coincidence,
    least_likeness,
    lies_in,
    resemble,
    resemble_in_bits,
)


def test_equal_stretches_coincide_and_stretches_apart_do_not() -> None:
    assert coincidence(Place(0, 3, 30), Place(0, 3, 30)) == 1
    assert coincidence(Place(0, 0, 10), Place(0, 10, 20)) == 0
    assert coincidence(Place(0, 0, 10), Place(1, 0, 10)) == 0


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Place(0, 0, 40), Place(0, 10, 50)),
        (Place(0, 0, 9), Place(0, 1, 9)),
        (Place(2, 5, 90), Place(2, 40, 60)),
    ],
)
def test_coincidence_has_no_direction_and_is_a_share(one: Place, two: Place) -> None:
    assert coincidence(one, two) == coincidence(two, one)
    assert 0 < coincidence(one, two) <= 1


def test_ends_a_token_off_are_the_same_stretch_however_short() -> None:
    assert coincidence(Place(0, 10, 16), Place(0, 11, 17)) >= COINCIDE


def test_a_formula_inside_a_passage_is_another_stretch() -> None:
    assert coincidence(Place(0, 0, 60), Place(0, 20, 30)) < COINCIDE


def test_short_wordings_must_be_more_alike_than_long_ones() -> None:
    needed = [least_likeness(length, 0.5) for length in (6, 20, 40, 400)]

    assert needed == sorted(needed, reverse=True)
    assert needed[0] > needed[-1] == 0.5


def test_no_wording_must_be_more_than_the_same() -> None:
    assert least_likeness(4, 0.95) == 1


def test_versions_resemble_each_other_and_a_part_does_not_resemble_the_whole() -> None:
    whole = "管行业必须管安全管业务必须管安全管生产经营必须管安全"

    assert resemble(whole, whole.replace("必须", "就要"), 0.5)
    assert not resemble(whole[:8], whole, 0.5)
    assert not resemble(whole, "守土有责守土负责守土尽责党政同责一岗双责齐抓共管", 0.5)


def test_a_placeholder_and_a_list_resemble_by_surprisal_what_they_resemble_by_tokens() -> None:
    def weighed(text: str) -> Weighed:
        return Weighed(text, [3.0 * n for n in range(len(text) + 1)])

    of_places = weighed(f"{WILDCARD}坚决守住底线"), weighed("全省上下坚决守住底线")
    lists = weighed("进企业进农村进社区进学校进家庭"), weighed("进家庭进学校进社区进农村进企业")

    assert resemble_in_bits(*of_places, 0.5)
    assert resemble_in_bits(*lists, 0.5)


def test_two_wordings_with_only_a_common_phrase_do_not_resemble_by_surprisal() -> None:
    rare = [0.0, 9.0, 18.0, 27.0, 36.0]
    one = Weighed("甲乙丙丁的工作的工作", [*rare, *(36.5 + n / 2 for n in range(6))])
    two = Weighed("子丑寅卯的工作的工作", one.sums)

    assert resemble(one.text, two.text, 0.4)
    assert not resemble_in_bits(one, two, 0.4)
    assert resemble_in_bits(one, one, 0.4)


def test_a_list_in_another_order_resembles_itself() -> None:
    assert resemble("进企业进农村进社区进学校进家庭", "进家庭进学校进社区进农村进企业", 0.5)


def test_an_index_finds_what_overlaps_across_its_cells() -> None:
    index = PlaceIndex()
    index.add(7, [Place(0, 60, 200)])

    assert index.touches(Place(0, 199, 205), 7)
    assert index.touches(Place(0, 0, 61), 7)
    assert not index.touches(Place(0, 200, 220), 7)
    assert not index.touches(Place(0, 0, 60), 7)
    assert not index.touches(Place(1, 100, 120), 7)
    assert not index.touches(Place(0, 100, 120), 8)


def test_an_index_knows_who_owns_a_stretch() -> None:
    index = PlaceIndex()
    index.add(1, [Place(0, 10, 50)])
    index.add(2, [Place(0, 12, 50), Place(0, 20, 26)])

    assert index.owners(Place(0, 11, 50)) == {1, 2}
    assert index.owners(Place(0, 20, 26)) == {2}
    assert index.owners(Place(3, 11, 50)) == set()


def test_each_stretch_inside_and_around_is_counted_once() -> None:
    index = PlaceIndex()
    index.add(1, [Place(0, 0, 100), Place(1, 0, 100)])
    index.add(2, [Place(0, 30, 40)])

    assert index.inside([Place(0, 0, 100), Place(0, 20, 60)]) == {1: 1, 2: 1}
    assert index.holders([Place(0, 31, 39), Place(0, 35, 45), Place(1, 5, 15)]) == {1: 3, 2: 1}


def test_most_of_a_stretch_must_lie_in_another() -> None:
    assert lies_in(Place(0, 10, 20), Place(0, 0, 19))
    assert not lies_in(Place(0, 10, 20), Place(0, 0, 15))
    assert not lies_in(Place(0, 0, 100), Place(0, 40, 50))
