from dataclasses import replace

import numpy as np
import pytest

from lineage import settling
from lineage.cohesion import Weighings
from lineage.groups import Groups
from lineage.model import Document
from lineage.normalize import tokens_of
from lineage.prepare import prepare, texts_of
from lineage.scripts import Scripts
from lineage.weighing import WeighedGroups, described, weigh, weigh_all, weigh_sentences

RED_LINE = "发展决不能以牺牲安全为代价，这是一条不可逾越的红线"
GRAIN = "粮食安全是国家安全的重要基础，守住耕地就是守住饭碗"
LITTLE = "的"
WORDINGS = [tokens_of(text) for text in (RED_LINE, LITTLE, GRAIN)]

PREPARED = prepare([
    Document("one", f"{RED_LINE}。{GRAIN}。"),
    Document("other", f"{GRAIN}。{RED_LINE}。"),
])  # fmt: skip


def groups() -> Groups:
    """Return the families of the wordings, each with a member in either document."""
    places = np.array(
        [
            (number, start := side.tokens.index(wording), start + len(wording))
            for wording in WORDINGS
            for number, side in enumerate(PREPARED)
        ],
        np.int32,
    )
    return Groups(places[::2], np.arange(0, len(places) + 1, 2), places)


def weighed(unit: str) -> WeighedGroups:
    scripts = Scripts(PREPARED)
    if unit == "sentence":
        return weigh_sentences(groups(), WORDINGS, scripts)
    return weigh_all(groups(), WORDINGS, scripts, least=20.0)


@pytest.mark.parametrize("places_a_part", [1, 1_000])
def test_what_tells_enough_is_listed_by_its_number(
    places_a_part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "PLACES_A_PART", places_a_part)

    found = weighed("passage")

    listed = {number: tokens_of(family.text) for number, family in found.families.items()}
    assert listed == {0: WORDINGS[0], 2: WORDINGS[2]}
    assert found.promises[1] < 20 <= min(found.promises[0], found.promises[2])
    assert [evidence is None for evidence in found.evidence] == [False, True, False]


def test_what_is_listed_is_described_in_the_documents_that_have_it() -> None:
    unlike = Document("elsewhere", "春天来了，花开得好。")
    prepared = prepare([unlike, *(side.document for side in PREPARED)])
    there = groups().renumbered(np.array([1, 2]))

    found = weigh(there, WORDINGS, Weighings(prepared, texts_of(prepared)), least=20.0)
    shown = replace(found, marked=found.marked.renumbered(np.array([-1, 0, 1])))
    families = described(there, shown, scripts=Scripts(prepared[1:])).families

    wanted = weigh_all(there, WORDINGS, Scripts(prepared), least=20.0).families
    assert found.listed.tolist() == [0, 2]
    assert families == wanted


def test_sentences_are_all_listed() -> None:
    found = weighed("sentence")

    assert [tokens_of(family.text) for family in found.listed()] == WORDINGS


def test_each_family_is_told_with_what_speaks_for_it() -> None:
    found = weighed("passage")
    one_by_one = list(found.one_by_one(groups().listed(PREPARED)))

    assert [each.group.wording for each in one_by_one] == WORDINGS
    assert [each.promise for each in one_by_one] == found.promises
    assert [each.family for each in one_by_one] == [found.families[0], None, found.families[2]]


def test_other_descriptions_take_the_places_of_those_that_are_listed() -> None:
    found = weighed("passage")
    others = [replace(family, id=f"{n}") for n, family in enumerate(found.listed())]

    told = found.told(others)

    assert {number: family.id for number, family in told.families.items()} == {0: "0", 2: "1"}
    assert told.groups is found.groups
