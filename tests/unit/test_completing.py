"""Families as they are listed have every place that has their wording."""

import numpy as np
import pytest

from lineage import Document, analyze, completing
from lineage.cohesion import Weighings
from lineage.completing import completed, find_missing
from lineage.groups import Groups
from lineage.native.searching import Streams
from lineage.native.tables import code_points
from lineage.normalize import tokens_of
from lineage.places import Group, Place
from lineage.prepare import prepare, texts_of

FORMULA = "巩固和增强经济回升向好态势"
PASSAGE = f"我们要扎实推动高质量发展，切实{FORMULA}，持续推动经济实现质的有效提升和量的合理增长"
OWN = [
    "春天来了河水向东",
    "渔民在码头补渔网",
    "老人在窗前读着报纸",
    "果农把苹果装进筐",
    "孩子们放风筝去了",
]


def speeches() -> list[Document]:
    """Two say the formula alone, three the passage around it."""
    shared = [FORMULA] * 2 + [PASSAGE] * 3
    return [
        Document(f"{n}.txt", f"{own}。{text}。{OWN[-1 - n]}。", date=f"201{n}")
        for n, (own, text) in enumerate(zip(OWN, shared, strict=True))
    ]


def families_of(documents: list[Document]) -> dict[str, tuple[str, ...]]:
    return {tokens_of(family.text): family.documents for family in analyze(documents).families()}


def test_who_has_a_formula_inside_a_passage_alone_is_counted() -> None:
    documents = speeches()

    found = families_of(documents)

    assert found[FORMULA] == tuple(document.id for document in documents)
    assert found[tokens_of(PASSAGE)] == ("2.txt", "3.txt", "4.txt")


def test_without_that_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the test before shows nothing."""
    monkeypatch.setattr("lineage.weighing.completed", lambda marked, *_: marked)

    assert len(families_of(speeches())[FORMULA]) < len(OWN)


def missing(wordings: list[str], members: list[list[Place]], texts: list[str]) -> list[list[int]]:
    groups = Groups.of([Group(w, (*m,)) for w, m in zip(wordings, members, strict=True)])
    codes, documents = ([*map(code_points, row)] for row in (wordings, texts))
    found = find_missing(groups, codes, Streams.of_tokens(documents))
    return [[n, *place] for n, place in zip(found.families, found.places.tolist(), strict=True)]


def test_what_a_member_overlaps_is_not_missing() -> None:
    texts = ["天地人天地人", "天地人和", "山"]

    assert missing(["天地人"], [[Place(0, 2, 4), Place(1, 3, 4)]], texts) == [[0, 1, 0, 3]]
    assert missing(["天地人"], [[Place(0, 0, 3), Place(2, 0, 1)]], texts) == [
        [0, 0, 3, 6],
        [0, 1, 0, 3],
    ]
    assert missing(["天地人", "人"], [[Place(0, 0, 6)], [Place(0, 0, 6)]], texts[:1]) == []


def test_what_overlaps_itself_is_missing_once() -> None:
    assert missing(["一年一年"], [[]], ["一年一年一年一年一年"]) == [[0, 0, 0, 4], [0, 0, 4, 8]]


def test_wordings_of_any_length_are_found_in_any_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completing, "_BYTES_A_PART", 1)
    text = "天地玄黄宇宙洪荒日月盈昃"
    wordings = [text[:n] for n in range(1, len(text) + 1)]

    found = missing(wordings, [[] for _ in wordings], ["", text, "序" + text])

    assert found == [
        [n, document, start, start + n + 1]
        for n in range(len(text))
        for document, start in ((1, 0), (2, 1))
    ]


def test_nothing_listed_is_nothing_missing() -> None:
    assert missing([], [], ["天地"]) == []
    assert missing(["天地"], [[]], []) == []


def marked_in(text: str) -> list[str]:
    """Return what is shown of a formula in a document that it is looked for in."""
    prepared = prepare([Document("a", f"{FORMULA}。"), Document("b", text)])
    place = Place(0, 0, len(FORMULA))
    groups = Groups(np.array([place], np.int32), np.array([0, 1]), np.array([place], np.int32))
    found = completed(groups, prepared, Weighings(prepared, texts_of(prepared)))
    assert found.members[0].tolist() == [*place]
    assert found.first.tolist() == [0, len(found.members)]
    return [prepared[1].tokens[start:end] for _, start, end in found.members[1:].tolist()]


def test_a_place_is_shown_with_its_whole_clause() -> None:
    assert marked_in(f"同志们，切实{FORMULA}。") == [f"切实{FORMULA}"]
    assert marked_in(f"同志们，这样一来才能够切实{FORMULA}。") == [FORMULA]


def test_two_places_in_one_clause_leave_each_other_what_is_theirs() -> None:
    assert marked_in(f"同志们，{FORMULA}和{FORMULA}。") == [FORMULA, FORMULA]
