"""A described family that takes in more members, against the family described with it."""

import pytest
from family_texts import FORMULA, find, tokens

from lineage.descent import describe
from lineage.joining import marked, with_members
from lineage.model import Document
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare

CHANGED = FORMULA.replace("安全", "环境")
TEXTS = {
    "2020": f"春天来了。{FORMULA}。花开得好。",
    "2021": f"河水向东。{CHANGED}。山高得很。",
    "2022": f"今天有雨。{FORMULA}。明日放晴。",
    "2023": f"学而时习。{CHANGED}。温故知新。",
}
WORDINGS = (FORMULA, CHANGED, FORMULA, CHANGED)


def prepared_of() -> tuple[Prepared, ...]:
    return prepare([Document(date, text, date=date) for date, text in TEXTS.items()])


def places_of(prepared: tuple[Prepared, ...]) -> tuple[Place, ...]:
    return tuple(find(prepared, n, wording) for n, wording in enumerate(WORDINGS))


@pytest.mark.parametrize("n", [2, 3])
def test_more_members_make_what_describing_all_of_them_makes(n: int) -> None:
    prepared = prepared_of()
    places = places_of(prepared)
    wording = tokens(prepared, places[0])
    before, wanted = (describe(Group(wording, places[:m]), prepared) for m in (n, 4))
    members = list(zip(prepared[n:], places[n:], strict=True))

    found = with_members(before, members, {date: date for date in TEXTS})

    assert found.occurrences == wanted.occurrences
    assert found.variants == wanted.variants
    assert found.earliest == wanted.earliest


def test_what_is_not_like_the_wording_is_not_shown() -> None:
    prepared = prepared_of()
    places = places_of(prepared)
    family = describe(Group(tokens(prepared, places[0]), places[:3]), prepared)

    assert marked(family, prepared[3], places[3]) == places[3]
    assert marked(family, prepared[3], find(prepared, 3, "温故知新")) is None
