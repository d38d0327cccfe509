"""Sessions of Spark for tests: started quickly, ended surely, skipped where there is no Java."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from shutil import which

import pytest
from pyspark.sql import SparkSession

from lineage.engines.spark import session

# What is done in a moment is not worth compiling, nor spreading.
QUICK = {
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@contextmanager
def started(master: str, options: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """Start a session, and end it."""
    if not (which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("there is no Java here, which Spark needs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", _JAVA)
        running = session(master, options=options)
        yield running
        running.stop()
