"""Spark for tests: one session for all that asks for the same master, quick at small things."""

import os
from collections.abc import Callable, Iterator
from shutil import which
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SessionOn = Callable[[str], "SparkSession"]

# What is done in a moment is not worth compiling, spreading or planning anew on the way.
QUICK = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.lightweightPlanChangeValidation": "false",
    # Small files are read together, and written without a sum beside each.
    "spark.sql.files.openCostInBytes": "0",
    "spark.hadoop.fs.file.impl": "org.apache.hadoop.fs.RawLocalFileSystem",
    "spark.python.daemon.module": "lineage.cluster.daemon",
    "spark.driver.memory": "2g",
}
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@pytest.fixture(scope="session")
def session_on() -> Iterator[SessionOn]:
    """Return the session on a master; one on another master ends first.

    Starting one takes longer than most tests do, and a process can have one at a time.
    """
    if not (which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java here, which Spark needs")
    running: dict[str, SparkSession] = {}

    def end() -> None:
        for session in running.values():
            session.stop()
        running.clear()

    def on(master: str) -> "SparkSession":
        from lineage.engines.spark import session

        if master not in running:
            end()
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("JAVA_TOOL_OPTIONS", _JAVA)
                running[master] = session(master, options=QUICK)
        return running[master]

    yield on
    end()
