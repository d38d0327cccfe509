"""Families as tables and as records of a store, against the families that they are made of."""

from dataclasses import replace

from described_families import LINE, family_of

from lineage.described import described, families_of
from lineage.model import Clue, Direction, Family, RawSpan
from lineage.store.descriptions import described_of, family_record

CHANGED = LINE.replace("安全", "环境")
NUMBERS = {"a": 7, "b": 3, "c": 5}
NAMES = {number: name for name, number in NUMBERS.items()}


def shown_by_the_text(family: Family) -> Family:
    """Return a family whose last occurrence is known by its text to be the younger."""
    *others, last = family.occurrences
    clue = Clue("doubled", last.document, RawSpan(3, 5), "发展", others[0].document, "发")
    shown = replace(last, direction=Direction("text", 0.75, (clue,)), source=None)
    return replace(family, occurrences=(*others, shown))


def test_families_are_the_same_from_their_tables_and_records() -> None:
    families = [
        family_of((LINE, "2020"), (CHANGED, "2021"), (LINE, "2022")),
        family_of((LINE, None), (LINE, None)),
        shown_by_the_text(family_of((CHANGED, None), (LINE, None), (LINE, "2024"))),
    ]

    tables = [described(family, NUMBERS) for family in families]

    assert families_of(tables, NAMES) == families
    records = [family_record(each) for each in tables]
    assert families_of([described_of(record) for record in records], NAMES) == families
    assert families_of([], NAMES) == []
