"""What families are ranked by."""

from typing import Any

import pytest

from lineage.model import Family, Occurrence, RawSpan, Sort
from lineage.ranking import ranked, salience

FORMULA: dict[str, Any] = {"documents": 8, "bits": 100.0, "fixedness": 0.95, "wholeness": 1.0}


def family(name: str, n_documents: int, n_times: int, salience: float) -> Family:
    occurrences = tuple(
        Occurrence(str(n % n_documents), RawSpan(9 * n, 9 * n + 8), "守土有责守土尽责", 1.0)
        for n in range(n_times)
    )
    return Family(name, name, name, "passage", "", occurrences, None, (), 50.0, salience)


@pytest.mark.parametrize(
    "less",
    [
        {"documents": 7},
        {"bits": 60.0},
        {"bits": 0.0},
        {"fixedness": 0.8},
        {"wholeness": 0.5},
        {"kind": "frame"},
        {"figures": True},
    ],
)
def test_what_makes_a_formula_makes_it_salient(less: dict[str, Any]) -> None:
    assert 0 <= salience(**FORMULA | less) < salience(**FORMULA)


def test_a_copied_page_is_less_telling_than_a_formula_of_as_many_documents() -> None:
    assert salience(**FORMULA | {"bits": 5000.0}) < salience(**FORMULA)


def test_what_is_merely_alike_falls_behind_fast() -> None:
    assert salience(**FORMULA | {"fixedness": 0.95 / 2}) < salience(**FORMULA) / 8


def test_wording_without_surprisal_and_wording_of_one_document_are_ranked_too() -> None:
    assert salience(**FORMULA | {"bits": -1.0}) == 0
    assert salience(**FORMULA | {"documents": 1}) > 0


def test_families_are_sorted_by_documents_characters_or_salience() -> None:
    families = [family("1", 2, 9, 5.0), family("2", 3, 3, 4.0), family("3", 2, 2, 6.0)]

    orders: tuple[Sort, ...] = ("documents", "characters", "salience")
    names = {by: [each.id for each in ranked(families, by)] for by in orders}

    assert names == {
        "documents": ["2", "3", "1"],
        "characters": ["1", "2", "3"],
        "salience": ["3", "1", "2"],
    }


def test_the_order_of_the_input_does_not_matter() -> None:
    families = [family(str(n), 2, 2, 5.0) for n in range(5)]

    assert ranked(families, "documents") == ranked(families[::-1], "documents")


def test_of_two_families_of_one_wording_each_is_ranked_by_its_own_documents() -> None:
    families = [family("1", 2, 2, 5.0), family("2", 3, 3, 5.0), family("1", 4, 4, 5.0)]

    assert [each.n_documents for each in ranked(families, "documents")] == [4, 3, 2]
