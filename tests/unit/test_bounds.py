"""What is read of a store is held against its documents before a kernel gets it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from growing_corpus import Writer

from lineage import StoreError, keeping
from lineage.store import open_store
from lineage.store.bounds import Bounds, checked
from lineage.store.standing import Standing

WRITER = Writer(7)
DOCUMENTS = [WRITER.write(f"{n}.txt", date=f"20{20 + n}") for n in range(14)]
BOUNDS = Bounds(np.array([0, 3], np.int32), np.array([10, 7], np.int32))
FAR = 100_000_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.store"
    keeping.add(DOCUMENTS[:13], path)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Small stores are made from the start, and then nothing is read but the documents.
    monkeypatch.setattr(keeping, "SMALL", 0)
    return Path(shutil.copy(made, tmp_path / "speeches.store"))


def damage(path: Path, change: str) -> None:
    with open_store(path, write=True) as opened, opened.transaction():
        opened._execute(change)


def column(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, np.int32)


def test_places_that_lie_in_their_documents_are_let_through() -> None:
    BOUNDS.check_places(column(0, 3, 0), column(0, 6, 9), column(10, 7, 10))
    BOUNDS.check_places(column(), column(), column())
    BOUNDS.with_documents(column(5), column(2)).check_places(column(5), column(0), column(2))


@pytest.mark.parametrize(
    "place",
    [(0, 0, 11), (3, 6, 8), (0, 4, 4), (0, 5, 4), (1, 0, 1), (4, 0, 1), (5, 0, 1), (9_999, 0, 1)],
)
def test_a_place_outside_its_document_is_told(place: tuple[int, int, int]) -> None:
    sound = (0, 1, 2)

    with pytest.raises(ValueError, match="outside its document"):
        BOUNDS.check_places(*map(column, sound, place))


def test_numbers_that_are_missing_or_below_zero_are_told() -> None:
    missing = np.ma.MaskedArray(column(1, 2), mask=[False, True])
    for broken in (column(1, -1), missing, np.array([0.5]), np.array(["1"], object)):
        with pytest.raises(ValueError, match="missing or below zero"):
            checked(broken)
    with pytest.raises(ValueError, match="missing or below zero"):
        BOUNDS.check_places(column(0), column(-1), column(1))
    with pytest.raises(ValueError, match="missing or below zero"):
        Standing({"family": column(-2), "doc": column(0), "first": column(0), "last": column(1)})


def test_documents_of_another_length_are_told() -> None:
    BOUNDS.check_lengths(column(3, 0), column(7, 10))

    with pytest.raises(ValueError, match="differ in length"):
        BOUNDS.check_lengths(column(3, 0), column(7, 11))


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE places SET first = first + {FAR}, last = last + {FAR}",
        "UPDATE places SET last = first",
        f"UPDATE places SET doc = doc + {FAR}",
        "UPDATE places SET doc = -1 - doc",
        "UPDATE places SET first = NULL",
        "UPDATE places SET family = -2 - family",
        f"UPDATE links SET a_end = a_end + {FAR}",
        f"UPDATE links SET b_start = b_start - {FAR}",
        f"UPDATE seeds SET x = x + {FAR}",
        "UPDATE seeds SET y = -1 - y",
        "UPDATE seeds SET length = 2147483647",
        "UPDATE documents SET n_tokens = n_tokens + 1",
        "UPDATE documents SET n_tokens = NULL WHERE number = 1",
        "UPDATE documents SET number = -1 WHERE number = 1",
        "UPDATE contents SET data = repeat('\\xF0'::BLOB, octet_length(data)) WHERE part = 'borders'",
        "UPDATE places SET family = 2147483647",
        "UPDATE places SET family = NULL",
        "UPDATE links SET likeness = NULL",
        "UPDATE links SET likeness = 'nan'",
        "UPDATE families SET promise = NULL",
        "UPDATE families SET wording = NULL",
        "UPDATE documents SET number = 2147483647 WHERE number = 1",
        "UPDATE documents SET number = 1",
        "UPDATE documents SET id = ''::BLOB WHERE number < 2",
        "UPDATE documents SET id = NULL",
        "UPDATE documents SET date = '99'",
        "DELETE FROM contents WHERE part = 'stream' AND number = 1",
        "UPDATE contents SET data = NULL WHERE part = 'stream' AND number = 1",
        "DELETE FROM words",
        "UPDATE words SET n = NULL",
        "UPDATE words SET n = 0",
        "UPDATE words SET word = ''::BLOB",
        "UPDATE facts SET value = '[1]' WHERE name = 'changed'",
        "UPDATE facts SET value = '1e999' WHERE name = 'generation'",
        "UPDATE facts SET value = NULL WHERE name = 'k'",
        "UPDATE descriptions SET wording = NULL",
    ],
)
def test_numbers_that_lead_nowhere_are_damage_where_a_document_comes(
    store: Path, change: str
) -> None:
    damage(store, change)
    before = store.read_bytes()

    with pytest.raises(
        StoreError, match=r"is damaged \(.*\); delete it and make it anew with lineage add"
    ):
        keeping.add(DOCUMENTS[13:], store)

    assert store.read_bytes() == before


def test_borders_of_no_known_strength_are_damage_where_a_text_is_looked_for(store: Path) -> None:
    sentence = keeping.load(store).families("sentence")[0].text
    for strength in ("04", "00", "02"):
        damage(
            store,
            f"UPDATE contents SET data = '\\x{strength}'::BLOB || data[2:] WHERE part = 'borders'",
        )

        with pytest.raises(StoreError, match=r"is damaged \(.* no known strength\)"):
            keeping.find(sentence, store)


def test_sentences_that_do_not_follow_on_each_other_are_damage(store: Path) -> None:
    with open_store(store) as opened:
        length = opened.entries()[0].n_tokens
    reversed_ends = np.array([5, 4], "<i4").tobytes().hex(" ").replace(" ", "\\x")
    damage(
        store,
        f"UPDATE contents SET data = data[:{length + 1}] || '\\x{reversed_ends}'::BLOB"
        " WHERE part = 'borders' AND number = 0",
    )

    with open_store(store) as opened, pytest.raises(StoreError, match="do not stand in order"):
        opened.cores([0])
