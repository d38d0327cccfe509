"""Names that begin with a place in a row."""

import pytest

from lineage.numbered import are_numbered


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([f"{n}.txt" for n in range(1, 3000)], True),
        ([f"{n:05}_讲话.txt" for n in range(3000)], False),
        (["1985.txt", "(7) 讲话.txt", "（８）讲话.txt"], True),
        ([f"{year}_sotu.txt" for year in range(1790, 2020)], False),
        (["1954年报告.txt", "1.txt", "2.txt"], False),
        (["20240116.txt", "202402.txt", "2024.txt"], False),
        (["讲话2024.txt", "讲话一.txt"], False),
        ([], False),
    ],
)
def test_names_are_numbered_where_more_numbers_are_no_years_than_may_be_some(
    names: list[str], expected: bool
) -> None:
    assert are_numbered(names) is expected
