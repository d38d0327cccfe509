"""Values made of columns are the values that are made one by one."""

import pickle

import pytest

from lineage.model import Occurrence, RawSpan, Slot, from_columns


def test_values_of_columns_equal_those_made_one_by_one() -> None:
    one_by_one = [Slot("free", 0, 2, ()), Slot("year", 3, 5, ())]

    slots = from_columns(Slot, ["free", "year"], [0, 3], [2, 5], [(), ()])

    assert slots == one_by_one
    assert list(map(hash, slots)) == list(map(hash, one_by_one))
    assert pickle.loads(pickle.dumps(slots)) == slots


def test_fields_that_a_value_inherits_are_columns_too() -> None:
    assert from_columns(RawSpan, [0, 3], [2, 5]) == [RawSpan(0, 2), RawSpan(3, 5)]


def test_empty_columns_are_no_values() -> None:
    assert from_columns(RawSpan, [], []) == []


def test_columns_that_do_not_fit_are_refused() -> None:
    for columns in ([[0]], [[0], [1, 2]]):
        with pytest.raises(ValueError, match="RawSpan"):
            from_columns(RawSpan, *columns)
    with pytest.raises(ValueError, match="Occurrence"):
        from_columns(Occurrence)
