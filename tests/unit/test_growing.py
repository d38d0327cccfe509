"""What a change takes from the tables and families that were there."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lineage.growing import left_out, missing_rows
from lineage.places import Group, Place
from lineage.seeding import SEGMENT

rows = st.sets(st.tuples(*(st.integers(0, 2) for _ in SEGMENT)), max_size=12)
Row = tuple[int, ...]


def table(given_rows: set[Row]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    columns = np.array(sorted(given_rows), np.int64).reshape(-1, len(SEGMENT))
    return {name: columns[:, n] for n, name in enumerate(SEGMENT)}


@given(rows, rows)
def test_missing_rows_are_those_of_one_table_that_another_lacks(
    one: set[Row], other: set[Row]
) -> None:
    found = missing_rows(table(one), table(other))

    assert list(zip(*(found[name].tolist() for name in SEGMENT), strict=True)) == sorted(
        one - other
    )


def test_a_family_is_left_out_when_no_family_that_stands_has_one_of_its_places() -> None:
    whole = Group("abcd", (Place(0, 0, 4), Place(1, 0, 4)))
    more = Group("wxyz", (Place(0, 8, 12), Place(2, 8, 12)))
    standing = [Group("abc", (Place(0, 1, 4), Place(1, 0, 3))), Group("wx", (Place(0, 8, 10),))]

    assert left_out([whole, more], standing) == [more]
