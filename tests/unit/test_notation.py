"""How dates are written, and what days they may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.notation import date_range, is_before, is_date, parse_date

iso_dates = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.dates().map(lambda day: day.isoformat()[:4]),
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2023/1/5", "2023-01-05"),
        (" 2023.01 ", "2023-01"),
        ("20230105", "2023-01-05"),
        ("2023年", "2023"),
        ("0092", "0092"),
        ("2023-1-32", None),
        ("0000", None),
        ("2023-02-29", None),
        ("2024-02-29", "2024-02-29"),
        ("next year", None),
        ("", None),
    ],
)
def test_a_date_in_a_table_may_be_written_in_many_ways(written: str, expected: str | None) -> None:
    assert parse_date(written) == expected


@given(iso_dates)
def test_a_date_lies_in_its_own_range(iso: str) -> None:
    first, last = date_range(iso)

    assert is_date(iso)
    assert first <= last
    assert first.startswith(iso)
    assert last.startswith(iso)
    assert parse_date(iso) == iso


@given(iso_dates, iso_dates)
def test_order_is_given_only_when_no_day_can_contradict(left: str, right: str) -> None:
    before, after = is_before(left, right), is_before(right, left)
    overlapping = left.startswith(right) or right.startswith(left)

    assert not (before and after)
    assert overlapping == (not before and not after)


def test_a_range_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="2023-13"):
        date_range("2023-13")
