"""Families in tables."""

import numpy as np

from lineage.groups import Groups
from lineage.places import Group, Place

FIRST = Group("安全第一", (Place(0, 0, 4), Place(1, 0, 4), Place(1, 9, 13)))
SECOND = Group("预防为主", (Place(0, 5, 9),))
THIRD = Group("综合治理", (Place(0, 0, 4), Place(2, 7, 11)))
GIVEN = [FIRST, SECOND, THIRD]


def test_families_come_back_as_they_were_given() -> None:
    table = Groups.of(GIVEN)

    assert table.among(GIVEN) == tuple(GIVEN)
    assert table.lengths.tolist() == [4, 4, 4]
    assert table.sizes.tolist() == [3, 1, 2]
    assert table.n_documents.tolist() == [2, 1, 2]


def test_there_may_be_no_families() -> None:
    table = Groups.of([])

    assert table.n_documents.tolist() == []
    assert table.gathered(np.zeros(0, np.int32)).among([]) == ()
    assert table.chosen(table.order(table.lengths, table.sizes)).among([]) == ()


def test_chosen_families_stand_in_the_order_of_their_numbers() -> None:
    assert Groups.of(GIVEN).chosen(np.array([2, 0])).among(GIVEN) == (THIRD, FIRST)


def test_documents_may_have_other_numbers() -> None:
    table = Groups.of(GIVEN).renumbered(np.array([5, 6, 9]))

    assert table.models[:, 0].tolist() == [5, 6, 9]
    assert table.members[:, 0].tolist() == [5, 6, 6, 5, 5, 9]
    assert table.members[:, 1:].tolist() == Groups.of(GIVEN).members[:, 1:].tolist()


def test_tables_are_put_one_after_another() -> None:
    table = Groups.of(GIVEN)

    both = Groups.one_after_another([table, table.chosen(np.array([1]))])

    assert both.among(GIVEN) == (*GIVEN, SECOND)


def test_the_largest_come_first_and_of_equals_what_stands_first() -> None:
    table = Groups.of(GIVEN)

    assert table.order(table.lengths, -table.sizes).tolist() == [1, 2, 0]
    assert table.order(table.lengths, table.lengths).tolist() == [0, 2, 1]


def test_a_family_has_the_members_of_those_it_took_in_each_once() -> None:
    gathered = Groups.of(GIVEN).gathered(np.array([0, 1, 0])).among(GIVEN)

    assert gathered == (
        Group("安全第一", (Place(0, 0, 4), Place(1, 0, 4), Place(1, 9, 13), Place(2, 7, 11))),
        SECOND,
    )


def test_members_may_be_left_behind() -> None:
    is_kept = np.array([True, False, True, True, False, False])

    gathered = Groups.of(GIVEN).gathered(np.array([0, 1, 2]), is_kept).among(GIVEN)

    assert [group.members for group in gathered] == [
        (Place(0, 0, 4), Place(1, 9, 13)),
        SECOND.members,
        (),
    ]
