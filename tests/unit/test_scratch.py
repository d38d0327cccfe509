"""Temporary folders: one function makes them, whoever asks."""

from pathlib import Path

import pytest

from lineage import Document, keeping, scratch
from lineage.engines import engine
from lineage.errors import EngineError
from lineage.settings import Machine


def test_a_folder_is_there_while_it_is_in_use_and_gone_afterwards(tmp_path: Path) -> None:
    before = scratch.in_use()

    with scratch.folder_in(str(tmp_path)) as folder:
        Path(folder, "some.txt").write_text("text", encoding="utf-8")
        assert [*tmp_path.iterdir()] == [Path(folder)]
        assert {*scratch.in_use()} == {*before, folder}

    assert [*tmp_path.iterdir()] == []
    assert scratch.in_use() == before


def test_a_place_that_is_not_there_is_told_alike_by_engines_and_stores(tmp_path: Path) -> None:
    store, missing = tmp_path / "s.store", str(tmp_path / "missing")
    keeping.add([Document("a.txt", "守土有责，守土负责，守土尽责。")], store)
    machine = Machine(temp=missing)
    told = []

    for ask in (
        lambda: engine("duckdb", temp=missing).run("SELECT 1 AS n", {}),
        lambda: keeping.load(store, machine=machine),
        lambda: keeping.check(store, machine=machine),
        lambda: keeping.find("守土有责", store, machine=machine),
    ):
        with pytest.raises(EngineError) as caught:
            ask()
        told.append(str(caught.value))

    (line,) = {*told}
    assert line.startswith(f"{missing}: no temporary folder can be made there (")
    assert line.endswith("); name another with --temp")
    assert len(told) == 4
