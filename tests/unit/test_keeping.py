"""What is read of a store at one time and at another, while others change it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from store_runs import DOCUMENTS

from lineage import Document, StoreError, keeping
from lineage.store import open_store

CHANGED = Document("3.txt", DOCUMENTS[5].text, date="2023")


def generation(path: Path) -> int:
    with open_store(path) as opened:
        return opened.generation


def add(path: Path) -> None:
    keeping.add([Document("early.txt", DOCUMENTS[5].text, date="2001")], path)


def change(path: Path) -> None:
    keeping.add([CHANGED], path)


def remove(path: Path) -> None:
    keeping.remove(["1.txt"], path)


def make_anew(path: Path) -> None:
    path.unlink()
    keeping.add([*DOCUMENTS[:3], CHANGED, DOCUMENTS[4]], path)


@pytest.mark.parametrize("small", [0, keeping.SMALL])
@pytest.mark.parametrize("act", [add, change, remove, keeping.rebuild, make_anew])
def test_what_was_loaded_says_that_the_store_was_changed_meanwhile(
    store: Path, act: Callable[[Path], None], small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SMALL", small)
    held = keeping.load(store)
    assert held.comparisons()

    act(store)

    with pytest.raises(StoreError, match=r"store: was changed meanwhile; run the command again$"):
        held.comparisons()
    assert keeping.load(store).comparisons()


def test_what_changes_no_document_leaves_what_was_loaded_as_it_is(store: Path) -> None:
    held = keeping.load(store)
    before = held.comparisons()

    assert keeping.add(DOCUMENTS[:2], store).unchanged == 2
    keeping.check(store)

    assert held.comparisons() == before


def test_a_store_whose_changes_nobody_counted_is_counted_from_then_on(store: Path) -> None:
    with open_store(store, write=True) as opened, opened.transaction():
        opened._execute("DELETE FROM facts WHERE name = 'generation'")
    assert generation(store) == 0
    held = keeping.load(store)
    assert held.comparisons()

    keeping.rebuild(store)

    assert generation(store) == 1
    with pytest.raises(StoreError, match="was changed meanwhile"):
        held.comparisons()
