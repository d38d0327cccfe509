"""Occurrences as columns: the same as one by one."""

from lineage.model import Family, Occurrence, RawSpan
from lineage.occurrences import Occurrences


def family(name: str, *places: tuple[str, int, int]) -> Family:
    occurrences = tuple(Occurrence(d, RawSpan(a, b), "", 1.0) for d, a, b in places)
    return Family(name, "", "", "passage", "", occurrences, None, (), 40.0, 5.0)


FAMILIES = [
    family("f", ("b", 3, 5), ("a", 0, 2), ("b", 1, 2)),
    family("none"),
    family("g", ("c", 0, 1), ("a", 4, 6)),
]


def test_occurrences_stand_in_the_order_of_their_families() -> None:
    found = Occurrences.of(FAMILIES, {"a": 0, "b": 1, "c": 2})

    assert found.members == [each for one in FAMILIES for each in one.occurrences]
    assert found.families.tolist() == [0, 0, 0, 2, 2]
    assert found.documents.tolist() == [1, 0, 1, 2, 0]
    assert found.starts.tolist() == [3, 0, 1, 0, 4]
    assert found.ends.tolist() == [5, 2, 2, 1, 6]


def test_what_a_document_has_of_a_wording_stands_side_by_side_in_the_order_of_documents() -> None:
    rows, sizes = Occurrences.of(FAMILIES, {"a": 0, "b": 1, "c": 2}).by_bearer()

    assert rows.tolist() == [1, 0, 2, 4, 3]
    assert sizes.tolist() == [1, 2, 1, 1]


def test_without_families_there_are_none() -> None:
    found = Occurrences.of([], {})

    assert not len(found.members)
    assert not any(map(len, found.by_bearer()))
