"""One suite that every engine must pass: the plan's SQL, the same rows, in order.

Spark starts in a few seconds, and is not a thing of wheels: it needs Java 17. Where a folder
of documents is not there, the comparison of whole answers on it is skipped by name.
"""

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner
from spark_sessions import SessionOn

from lineage.cli import main
from lineage.engines import engine
from lineage.engines.base import Engine
from lineage.engines.duckdb import DuckDBEngine
from lineage.engines.spark import SparkEngine, session, told
from lineage.errors import EngineError, EngineUnavailableError
from lineage.native.tables import code_points
from lineage.seeding import Columns, plan, postings

MASTERS = ("local[2]", "local-cluster[2,1,2048]")
"""Spark inside this process, and Spark whose executors are processes of their own."""

CORPORA = Path(
    os.environ.get("LINEAGE_CORPORA", Path(__file__).resolve().parents[3] / "shared" / "corpora")
)
FOLDERS = {
    "seeds": Path(__file__).resolve().parents[2] / "seeds",
    "city reports": CORPORA / "city_reports_2024",
    "lineage-dev": CORPORA.parent / "eval" / "lineage-dev" / "docs",
}


@pytest.fixture(scope="module", params=["duckdb", *MASTERS])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "duckdb":
        return engine("duckdb")
    start: SessionOn = request.getfixturevalue("session_on")
    start(request.param)
    return SparkEngine(master=request.param)


on_spark = pytest.mark.parametrize("any_engine", MASTERS, indirect=True)


def rows(columns: Columns) -> list[tuple[object, ...]]:
    return list(zip(*(column.tolist() for column in columns.values()), strict=True))


def speeches(n: int) -> list[str]:
    """Return documents that share phrases with each other, made by chance."""
    chance = Random(n)
    phrases = ["".join(chance.choices("甲乙丙丁戊己", k=chance.randint(3, 9))) for _ in range(8)]
    return ["".join(chance.choices([*phrases, "子", "丑寅"], k=12)) for _ in range(n)]


def test_columns_come_back_by_name_and_in_order(any_engine: Engine) -> None:
    table = {"n": np.array([3, 1, 2], np.int32), "h": np.array([7, -(2**63), 2**63 - 1])}

    result = any_engine.run("SELECT h, n FROM t ORDER BY n", {"t": table})

    assert list(result) == ["h", "n"]
    assert rows(result) == [(-(2**63), 1), (2**63 - 1, 2), (7, 3)]


def test_several_tables_can_be_joined(any_engine: Engine) -> None:
    one, two = {"k": np.array([1, 2])}, {"k": np.array([2, 3]), "v": np.array([20, 30])}

    result = any_engine.run("SELECT v FROM a JOIN b ON a.k = b.k", {"a": one, "b": two})

    assert rows(result) == [(20,)]


def test_an_empty_table_gives_an_empty_result_with_its_columns(any_engine: Engine) -> None:
    result = any_engine.run(plan(4), {"postings": postings([], 4)})

    assert list(result) == ["a", "b", "x", "y", "length"]
    assert rows(result) == []


def test_two_runs_give_the_same_rows_in_the_same_order(any_engine: Engine) -> None:
    table = postings([code_points(text) for text in speeches(12)], 3)

    first, second = (any_engine.run(plan(3), {"postings": table}) for _ in range(2))

    assert rows(first)
    assert rows(first) == rows(second)


def test_the_order_of_the_postings_changes_nothing(any_engine: Engine) -> None:
    table = postings([code_points(text) for text in speeches(12)], 3)
    order = np.random.default_rng(1).permutation(len(table["h1"]))

    shuffled = {name: column[order] for name, column in table.items()}

    assert rows(any_engine.run(plan(3), {"postings": shuffled})) == rows(
        any_engine.run(plan(3), {"postings": table})
    )


def test_one_run_leaves_nothing_for_the_next(any_engine: Engine) -> None:
    any_engine.run("SELECT k FROM t", {"t": {"k": np.array([1])}})

    result = any_engine.run("SELECT k FROM t", {"t": {"k": np.array([2])}})

    assert rows(result) == [(2,)]


@pytest.mark.parametrize("threads", [1, 2, 0])
def test_the_number_of_threads_changes_nothing(threads: int) -> None:
    table = postings([code_points(text) for text in speeches(12)], 3)

    result = engine("duckdb", threads=threads).run(plan(3), {"postings": table})

    assert rows(result) == rows(engine("duckdb").run(plan(3), {"postings": table}))


def test_an_engine_that_is_not_there_is_named_with_what_to_do() -> None:
    with pytest.raises(EngineUnavailableError, match=r"engine abacus: .*--engine duckdb"):
        engine("abacus")


NUMBERS = np.random.default_rng(1).integers(0, 2**62, 2_000_000)
SORTED = "SELECT k, lag(k) OVER (ORDER BY k) AS before FROM t ORDER BY k LIMIT 3"


def test_what_does_not_fit_into_memory_goes_through_the_folder_and_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    temp = tmp_path / "temp"
    temp.mkdir()
    small = engine("duckdb", threads=1, memory_mb=32, temp=str(temp))

    result = small.run(SORTED, {"t": {"k": NUMBERS}})

    # In the first row there is none before; what is masked counts no less than what is not.
    assert result["k"].tolist() == np.sort(NUMBERS)[:3].tolist()
    assert [*tmp_path.rglob("*")] == [temp]


def test_too_little_memory_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    tiny = engine("duckdb", threads=1, memory_mb=4, temp=str(tmp_path))

    with pytest.raises(EngineError, match="than it may take; allow more with --memory"):
        tiny.run(SORTED, {"t": {"k": NUMBERS}})

    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="--temp"):
        engine("duckdb", temp=str(tmp_path / "missing")).run("SELECT 1 AS n", {})


def test_what_duckdb_cannot_do_is_told_in_one_line() -> None:
    with pytest.raises(EngineError, match=r"^engine duckdb: it failed: .*nothing[^\n]*$"):
        engine("duckdb", threads=1).run("SELECT * FROM nothing", {})


def test_a_query_that_is_stopped_ends_at_once_and_leaves_nothing(tmp_path: Path) -> None:
    stop = threading.Timer(0.5, signal.raise_signal, [signal.SIGINT])
    stop.start()
    begun = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        engine("duckdb", threads=1, temp=str(tmp_path)).run(
            "SELECT count(*) AS n FROM range(1000000) a, range(1000000) b "
            "WHERE a.range * b.range % 7 = 3",
            {},
        )

    assert time.monotonic() - begun < 5
    assert [*tmp_path.iterdir()] == []


def test_a_function_is_mapped_over_parts_in_their_order(any_engine: Engine) -> None:
    texts = speeches(5)

    codes = any_engine.map(code_points, texts)

    assert [part.tolist() for part in codes] == [code_points(text).tolist() for text in texts]
    assert any_engine.map(code_points, []) == []


def test_the_plan_gives_the_same_rows_as_the_reference(any_engine: Engine) -> None:
    table = postings([code_points(text) for text in speeches(40)], 4)

    found = any_engine.run(plan(4), {"postings": table})

    assert rows(found)
    assert rows(found) == rows(engine("duckdb").run(plan(4), {"postings": table}))


def answer(folder: Path, *options: str) -> str:
    """Return what the command prints of all families of passages, keys in order."""
    done = CliRunner().invoke(
        main,
        ["top", str(folder), "--unit", "passage", "--all", "--format", "json", *options],
    )
    assert done.exit_code == 0, done.output
    return json.dumps(json.loads(done.stdout), ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reference answers, and each plan that it ran on the way, with its result."""

    answer: str
    plans: tuple[tuple[str, Mapping[str, Columns], Columns], ...]


@cache
def expected(name: str) -> Expected:
    folder = FOLDERS[name]
    if not folder.is_dir():
        pytest.skip(f"the folder of {name} is not here; LINEAGE_CORPORA names the corpora")
    plans = []
    run = DuckDBEngine.run

    def noted(self: DuckDBEngine, sql: str, tables: Mapping[str, Columns]) -> Columns:
        plans.append((sql, tables, result := run(self, sql, tables)))
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DuckDBEngine, "run", noted)
        return Expected(answer(folder), tuple(plans))


@on_spark
@pytest.mark.parametrize("name", FOLDERS)
def test_every_plan_on_the_way_to_an_answer_gives_the_same_rows(
    name: str, any_engine: SparkEngine
) -> None:
    assert len(expected(name).plans) == 1
    for sql, tables, result in expected(name).plans:
        found = any_engine.run(sql, tables)

        assert list(found) == list(result)
        assert all(np.array_equal(found[column], result[column]) for column in result)


def is_the_reference(name: str, any_engine: SparkEngine) -> bool:
    """Say whether the command prints the same on Spark; that it prints something is checked."""
    reference = expected(name).answer
    assert len(json.loads(reference)["families"]) > 10
    return reference == answer(FOLDERS[name], "--engine", "spark", "--master", any_engine.master)


@pytest.mark.parametrize("any_engine", MASTERS[:1], indirect=True)
@pytest.mark.parametrize("name", FOLDERS)
def test_whole_answers_are_the_same_byte_for_byte(name: str, any_engine: SparkEngine) -> None:
    assert is_the_reference(name, any_engine)


# What follows upon the rows is the same whatever found them: the smallest folder shows it.
@pytest.mark.parametrize("any_engine", MASTERS[1:], indirect=True)
def test_a_whole_answer_is_the_same_where_executors_are_processes_of_their_own(
    any_engine: SparkEngine,
) -> None:
    assert is_the_reference("seeds", any_engine)


@on_spark
def test_a_session_that_runs_is_used_unless_another_master_is_named(
    any_engine: SparkEngine,
) -> None:
    assert session() is session(any_engine.master)
    with pytest.raises(EngineUnavailableError, match=r"is running already; .* local\[1\] out"):
        session("local[1]")


@on_spark
def test_what_an_engine_cannot_do_is_told_in_one_line(any_engine: SparkEngine) -> None:
    with pytest.raises(EngineError, match=r"^engine spark: it failed: .*nothing[^\n]*$"):
        any_engine.run("SELECT * FROM nothing", {})
    with pytest.raises(EngineError, match=r"^engine spark: it failed: .*nothing[^\n]*$"):
        any_engine.run("SELECT nothing FROM t", {"t": {"n": np.array([1])}})
    assert any_engine.session.catalog.listTables() == []
    with pytest.raises(EngineError, match=r"^engine spark: it failed: [^\n]*ValueError[^\n]*$"):
        any_engine.map(math.sqrt, [-1.0])


@on_spark
def test_an_interrupt_is_one_and_what_is_asked_next_is_answered(any_engine: SparkEngine) -> None:
    def interrupt() -> None:
        with told():
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        interrupt()

    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert any_engine.run("SELECT 7 AS n", {})["n"].tolist() == [7]


@pytest.mark.parametrize(
    ("hidden", "said"),
    [
        ("pyspark", "pyspark is not installed; run: pip install 'speech-lineage[spark]'"),
        ("pandas", "pandas is not installed; run: pip install 'speech-lineage[spark]'"),
        ("pyarrow", "pyarrow is not installed; run: pip install 'speech-lineage[spark]'"),
        ("java", "there is no Java here; install Java 17"),
        ("master", "it does not start on nowhere"),
    ],
)
def test_what_spark_lacks_is_one_line_with_the_remedy(
    hidden: str, said: str, seeds: Path, tmp_path: Path
) -> None:
    hide = (
        f"import importlib.util as u; f = u.find_spec; "
        f"u.find_spec = lambda name, *a: None if name == {hidden!r} else f(name, *a)"
    )
    code = f"{hide}\nfrom lineage.cli import main\nmain()"
    master = ["--master", "nowhere"] if hidden == "master" else []
    done = subprocess.run(
        [sys.executable, "-c", code, "top", str(seeds), "--engine", "spark", *master],
        cwd=seeds.parent,
        env={**os.environ, **({"JAVA_HOME": str(tmp_path)} if hidden == "java" else {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr
