"""How the job on Spark ends before its time: by an error, by Ctrl-C, with or without Spark's help."""

import signal
import time
from pathlib import Path
from threading import Timer, main_thread

import pytest
from py4j.protocol import Py4JNetworkError
from pyspark.sql import SparkSession
from spark_sessions import SessionOn

from lineage.cluster.job import main, run
from lineage.errors import EngineError, EngineUnavailableError, InputError


@pytest.fixture(scope="module")
def spark(session_on: SessionOn) -> SparkSession:
    return session_on("local[2]")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("守土有责、守土负责、守土尽责。", encoding="utf-8")
    return folder


@pytest.fixture
def stages(tmp_path: Path) -> Path:
    return tmp_path / "stages"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 1, "stopped; the same command goes on where it stopped"),
        (InputError("a", "has no text"), 2, "a: has no text"),
        (EngineUnavailableError("no Java"), 2, "no Java"),
        (EngineError("it\nfailed"), 1, "it failed"),
    ],
)
def test_what_ends_a_run_is_one_line_and_an_exit_code(
    error: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("lineage.cluster.job.session", fail)

    assert main(["in", "out"]) == code
    assert capsys.readouterr().err == f"lineage: {said}\n"


def test_a_run_that_is_stopped_ends_as_one_and_leaves_the_session_of_use(
    spark: SparkSession, corpus: Path, stages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(*_: object) -> None:
        sleep = spark.sparkContext.parallelize([60], 1).map(time.sleep)
        # As Ctrl-C does, wakes the thread that waits for Spark.
        Timer(1, signal.pthread_kill, [main_thread().ident, signal.SIGINT]).start()
        sleep.collect()

    monkeypatch.setattr("lineage.cluster.stages.Stages.all", wait)
    before = spark.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch")
    begun = time.monotonic()

    with pytest.raises(KeyboardInterrupt):
        run(spark, str(corpus), str(stages))

    assert time.monotonic() - begun < 30
    assert spark.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch") == before
    assert [path.name for path in stages.glob("[!.]*")] == ["lineage.json"]
    assert spark.range(3).count() == 3


def test_who_is_stopped_gives_up_what_was_asked_before_asking_for_more(
    spark: SparkSession, corpus: Path, stages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lineage.cluster.stages.Stages.all", stop)
    monkeypatch.setattr("lineage.engines.spark._give_up", lambda: done.append("given up"))
    monkeypatch.setattr("pyspark.sql.catalog.Catalog.dropTempView", lambda *_: done.append("more"))

    with pytest.raises(KeyboardInterrupt):
        run(spark, str(corpus), str(stages))

    assert done[:2] == ["given up", "more"]


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), InputError("a", "has no text"), EngineError("it failed")]
)
def test_why_a_run_ends_is_told_also_where_spark_answers_no_more(
    error: BaseException,
    spark: SparkSession,
    corpus: Path,
    stages: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def end(*_: object) -> None:
        raise error

    def fail(*_: object) -> None:
        raise Py4JNetworkError("Answer from Java side is empty")

    monkeypatch.setattr("lineage.cluster.stages.Stages.all", end)
    monkeypatch.setattr("lineage.engines.spark._give_up", lambda: None)
    monkeypatch.setattr("pyspark.sql.catalog.Catalog.dropTempView", fail)

    with pytest.raises(type(error)) as raised:
        run(spark, str(corpus), str(stages))

    assert raised.value is error


def test_an_error_of_sparks_own_after_ctrl_c_is_still_ctrl_c(
    spark: SparkSession, corpus: Path, stages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:
            # As Spark's own blocks do at their end.
            raise Py4JNetworkError("Answer from Java side is empty")

    monkeypatch.setattr("lineage.cluster.stages.Stages.all", stop)

    with pytest.raises(KeyboardInterrupt):
        run(spark, str(corpus), str(stages))
