"""Shares of a text, and what chance explains."""

import pytest

from lineage.measures import chance_bits, covered_length, span_ratio
from lineage.model import RawSpan


def test_what_lies_between_spans_is_not_covered() -> None:
    spans = [RawSpan(5, 9), RawSpan(0, 3), RawSpan(6, 7), RawSpan(3, 4)]

    assert covered_length(spans) == 8


def test_no_spans_cover_nothing() -> None:
    assert covered_length([]) == 0


def test_overlapping_characters_count_once() -> None:
    assert covered_length([RawSpan(0, 4), RawSpan(2, 6)]) == 6
    assert span_ratio([RawSpan(0, 4), RawSpan(2, 6)], 12) == 0.5


def test_an_empty_text_is_not_covered() -> None:
    assert span_ratio([], 0) == 0.0


@pytest.mark.parametrize(("left", "right", "bits"), [(0, 0, 0), (1, 1, 0), (2, 8, 4), (8, 2, 4)])
def test_chance_explains_as_many_bits_as_name_a_pair_of_places(
    left: int, right: int, bits: float
) -> None:
    assert chance_bits(left, right) == bits
