"""What the database says of a store, and what is made of that."""

import os
import shutil
import sys
from pathlib import Path

import duckdb
import pytest
from store_runs import assert_one_line, command

from lineage import Document, StoreError, keeping
from lineage.engines.duckdb import DuckDBEngine
from lineage.errors import EngineError, InputError, LineageError, OutputError
from lineage.store import open_store
from lineage.store.schema import told
from lineage.wording.messages import translated


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.store"
    keeping.add([Document("a.txt", "守土有责，守土负责，守土尽责。")], path)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "speeches.store"))


def said(error: Exception) -> LineageError:
    """Return what is told of an error that the database raises."""
    with pytest.raises(LineageError) as caught, told(Path("x.store")):
        raise error
    return caught.value


@pytest.mark.parametrize(
    "error",
    [
        duckdb.InvalidInputException("Invalid Input Error: x"),
        duckdb.TransactionException("TransactionContext Error: conflict"),
        duckdb.ConversionException("Conversion Error: x"),
        duckdb.IOException("IO Error: Could not read from file: Input/output error"),
        duckdb.NotImplementedException("Not implemented Error: x"),
    ],
)
def test_an_error_that_is_no_sign_of_damage_throws_no_store_away(error: Exception) -> None:
    told_of = said(error)

    assert isinstance(told_of, EngineError)
    assert str(told_of) == (
        f"x.store: the database failed: {error}; what it held before is still there"
    )
    assert translated(str(told_of)).startswith("x.store：数据库出错：")


@pytest.mark.parametrize(
    "error",
    [
        duckdb.Error("Corrupt database file: computed checksum 1 does not match stored checksum 2"),
        duckdb.IOException('IO Error: Could not read enough bytes from file "x.store"'),
        duckdb.SerializationException("Serialization Error: Failed to deserialize: field id 7"),
        duckdb.InternalException("INTERNAL Error: Attempted to access index 3"),
        duckdb.FatalException("FATAL Error: database has been invalidated"),
    ],
)
def test_a_sign_of_damage_is_told_as_such(error: Exception) -> None:
    told_of = said(error)

    assert isinstance(told_of, StoreError)
    assert (
        str(told_of)
        == f"x.store: is damaged ({error}); delete it and make it anew with lineage add"
    )


def test_a_store_that_may_not_be_read_is_told_of_reading(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise duckdb.IOException(f'IO Error: Cannot open file "{store}": Permission denied')

    monkeypatch.setattr(duckdb, "connect", denied)

    with pytest.raises(InputError, match="permission denied; choose a store that you may read"):
        keeping.load(store)
    with pytest.raises(OutputError, match="permission denied; choose a place you may write to"):
        keeping.rebuild(store)


# Rights hold back who owns all only where that is taken away first.
_HELD_BACK = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")


@pytest.mark.skipif(sys.platform == "win32", reason="no rights of this kind")
@pytest.mark.parametrize("closed", ["", ".."])
def test_rights_hold_for_stores(store: Path, closed: str) -> None:
    place = (store / closed).resolve()
    mode = place.stat().st_mode
    place.chmod(0)
    try:
        done = command("top", "--store", store, before=() if os.geteuid() else _HELD_BACK)
    finally:
        place.chmod(mode)

    assert "permission denied; choose a store that you may read" in assert_one_line(done, 2)


@pytest.mark.parametrize(
    "change", ["DROP TABLE descriptions", "ALTER TABLE descriptions DROP data"]
)
def test_tables_that_no_store_has_are_damage(store: Path, change: str) -> None:
    with open_store(store, write=True) as opened:
        opened._execute(change)

    with pytest.raises(StoreError, match=r"is damaged \([^\n]*\); delete it and make it anew"):
        keeping.load(store)


def test_what_fails_in_the_plan_is_no_damage_of_the_store(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = DuckDBEngine.run
    monkeypatch.setattr(
        DuckDBEngine, "run", lambda self, _, tables: run(self, "SELECT error('x')", tables)
    )
    before = keeping.load(store).corpus

    with pytest.raises(EngineError, match=r"^engine duckdb: it failed: [^\n]*x$"):
        keeping.add([Document("b.txt", "守土有责，守土负责。")], store)

    assert keeping.load(store).corpus == before
