"""The cluster engine: Spark, in this process's own JVM or on the cluster of a master.

The same SQL text runs here as on DuckDB, with the same rows in the same order. Columns
travel as Arrow, which takes them over as they are.

A session that somebody has already started (a notebook on a cluster, `spark-submit`) is
used as it is, unless another master is asked for by name. One that is started here keeps
quiet, and ends with the process: starting one costs seconds, so that several runs share it.
"""

import logging
import re
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from os import environ
from pathlib import Path
from shutil import which
from sys import executable
from tempfile import TemporaryFile
from threading import Thread, current_thread, main_thread
from typing import IO, TYPE_CHECKING

from lineage.engines.base import Part, Result
from lineage.errors import EngineError, EngineUnavailableError, InputError
from lineage.seeding import Columns

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCAL = "local[*]"
"""The master when none is named: this machine, on all cores."""

_INSTALL = "run: pip install 'speech-lineage[spark]'"
_JAVA = "install Java 17 (such as openjdk-17-jre-headless), or name its folder in JAVA_HOME"

_CONFIGURATION = {
    "spark.app.name": "lineage",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # A wrong cast or an overflow must be an error, as it is on the other engine.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # Most n-grams are in few documents, some in thousands; these are still held in memory.
    "spark.sql.windowExec.buffer.in.memory.threshold": "65536",
}
_PARTS = "spark.sql.shuffle.partitions"
_PARTS_A_CORE = 4
"""The setting of how many parts tables are cut in, and how many for each core of this machine."""
_HERE = {
    # On one machine nothing need be heard from outside, and workers find what is found here.
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[2]),
    # Everything passes through this JVM; the gigabyte that Spark gives it holds few postings.
    "spark.driver.memory": "4g",
}


_PATIENCE_S = 0.3
"""How long to wait for Spark to end what it is at."""


class SparkEngine:
    """Runs plans on Spark.

    Args:
        master: Where Spark runs.
        threads: Threads it may use on this machine; 0 means all.
        memory_mb: Memory of the whole run in megabytes; 0 means what Spark takes by itself, on
            this machine up to 4 GB.
        temp: The folder for what does not fit into memory; ``None`` for the system's.
    """

    def __init__(
        self,
        *,
        master: str = LOCAL,
        threads: int = 0,
        memory_mb: int = 0,
        temp: str | None = None,
    ) -> None:
        self.master = f"local[{threads:d}]" if threads and master == LOCAL else master
        options = {}
        if memory_mb:
            # Spark does not start with less than half a gigabyte.
            options["spark.driver.memory"] = f"{max(512, memory_mb // 2)}m"
        if temp:
            options["spark.local.dir"] = temp
        self.session = session(self.master, options=options)

    def run(self, sql: str, tables: Mapping[str, Columns]) -> Columns:
        """Return the columns of the result of ``sql`` over the named tables."""
        with told():
            try:
                for name, columns in tables.items():
                    frame(self.session, columns).createOrReplaceTempView(name)
                result = self.session.sql(sql).toArrow()
            finally:
                # A session outlives what fails in it.
                for name in tables:
                    self.session.catalog.dropTempView(name)
        return {name: result.column(name).to_numpy() for name in result.column_names}

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
        """Return what a function makes of each part, on the executors."""
        given = list(parts)
        if not given:
            return []
        with told():
            context = self.session.sparkContext
            return context.parallelize(given, len(given)).map(function).collect()


@contextmanager
def told() -> Iterator[None]:
    """Turn what Spark raises, with pages of Java's, into one line.

    Raises:
        InputError: If a function on an executor raised it.
        EngineError: If Spark raises something else.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except KeyboardInterrupt:
        _give_up()
        raise
    except (Py4JError, PySparkException) as error:
        if _is_stopped(error):
            _give_up()
            raise KeyboardInterrupt from error
        cause = _cause(str(error).splitlines())
        if refused := _REFUSED.match(cause):
            raise InputError(refused["name"], refused["reason"]) from error
        raise EngineError(f"engine spark: it failed: {cause}") from error


def _is_stopped(error: BaseException) -> bool:
    """Say whether an error arose while Spark put things in order after Ctrl-C.

    It asks the JVM for that, over the conversation that was interrupted.
    """
    before = error.__context__
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__context__
    return before is not None


def _give_up() -> None:
    """End what Spark is at, and the conversation with it that was interrupted."""
    from py4j.protocol import Py4JError
    from pyspark import SparkContext

    context = SparkContext._active_spark_context  # noqa: SLF001 (nothing else says it)
    if context is None:
        return
    # What is asked next would be given the answer to what was asked last. A thread has a
    # conversation of its own; should nobody answer, this one has waited long enough.
    connection = context._gateway._gateway_client.get_thread_connection()  # type: ignore[union-attr]  # noqa: SLF001 (py4j's)
    if connection is not None:
        connection.close()

    def end() -> None:
        # Who is stopped may end before Spark answers.
        with suppress(Py4JError, OSError):
            context.cancelAllJobs()

    ending = Thread(target=end, daemon=True)
    ending.start()
    ending.join(_PATIENCE_S)


def frame(spark: "SparkSession", columns: Columns) -> "DataFrame":
    """Return columns as a table of Spark's."""
    import pyarrow

    return spark.createDataFrame(pyarrow.table({n: pyarrow.array(c) for n, c in columns.items()}))


def session(master: str = LOCAL, *, options: Mapping[str, str] | None = None) -> "SparkSession":
    """Return the session that runs, or start one.

    Args:
        master: Where it runs: ``local[4]``, ``spark://host:7077``, ``yarn`` and so on.
        options: Further settings of Spark.

    Raises:
        EngineUnavailableError: If PySpark or Java is missing, or Spark does not start.
    """
    for package in ("pyspark", "pyarrow", "pandas"):
        if find_spec(package) is None:
            raise EngineUnavailableError(f"engine spark: {package} is not installed; {_INSTALL}")
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        there = running.sparkContext.master
        if master not in (LOCAL, there):
            raise EngineUnavailableError(
                f"engine spark: a session on {there} is running already; end it first, or leave "
                f"the master {master} out"
            )
        return running
    if "PYSPARK_GATEWAY_PORT" in environ:
        # spark-submit has started Spark, and knows where and how it is to run.
        submitted = SparkSession.builder.appName(_CONFIGURATION["spark.app.name"])
        for name, value in (options or {}).items():
            submitted = submitted.config(name, value)
        with _interrupts_kept():
            return submitted.getOrCreate()
    if not _java():
        raise EngineUnavailableError(f"engine spark: there is no Java here; {_JAVA}")
    return _started(master, options or {})


@contextmanager
def _interrupts_kept() -> Iterator[None]:
    """Leave Ctrl-C to whom it belonged to before.

    What Spark would do then, in the midst of a question to the JVM, is ask another one: pages
    of errors, and no `KeyboardInterrupt`. `told` does it when the first one is over.
    """
    before = signal.getsignal(signal.SIGINT)
    # What talks to the JVM tells the root of all logs of an interrupt, with a trace.
    logging.getLogger().addFilter(_is_no_interrupt)
    logging.getLogger("py4j").setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        # Only the main thread may say what becomes of signals, and Spark minds that, too.
        if current_thread() is main_thread() and before is not None:
            signal.signal(signal.SIGINT, before)


def _is_no_interrupt(record: logging.LogRecord) -> bool:
    return not (record.exc_info and record.exc_info[0] is KeyboardInterrupt)


def _java() -> bool:
    home = environ.get("JAVA_HOME")
    return which("java", path=str(Path(home, "bin")) if home else None) is not None


def _started(master: str, options: Mapping[str, str]) -> "SparkSession":
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf(loadDefaults=False)
    for name, value in _configuration(master).items():
        conf.set(name, value)
    for name, value in options.items():
        conf.set(name, value)
    with TemporaryFile() as said:
        try:
            gateway = SparkContext._gateway  # noqa: SLF001 (nothing else says it)
            if gateway is None:
                # The JVM writes warnings of its own, which nobody asked for.
                with _all_names_read():
                    gateway = launch_gateway(  # type: ignore[no-untyped-call]
                        conf, {"stderr": said, "stdout": said}
                    )
            with _interrupts_kept():
                context = SparkContext(conf=conf, gateway=gateway)
        except (Py4JError, PySparkException, OSError) as error:
            raise EngineUnavailableError(
                f"engine spark: it does not start on {master}: {_reason(said, error)}; {_JAVA}, or "
                f"check the master"
            ) from error
    if master.startswith("local") and "PYSPARK_PYTHON" not in environ:
        # Spark would take the first python3 on the PATH, which may lack what this one has.
        context.pythonExec = executable
    # PySpark logs, on standard error, what it raises besides.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    started = SparkSession(context)
    if master.startswith("local") and _PARTS not in options:
        # Two hundred, as on a cluster, cost this machine more than what is in them.
        started.conf.set(_PARTS, str(_PARTS_A_CORE * context.defaultParallelism))
    return started


@contextmanager
def _all_names_read() -> Iterator[None]:
    """Have a JVM that is started now read names of files in UTF-8 where no language is set.

    It would take them for ASCII, and leave out, without a word, files with other names.
    """
    before = environ.get("LC_ALL")
    chosen = before or environ.get("LC_CTYPE") or environ.get("LANG") or "C"
    if chosen not in ("C", "POSIX"):
        yield
        return
    environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del environ["LC_ALL"]
        else:
            environ["LC_ALL"] = before


def _reason(said: IO[bytes], error: Exception) -> str:
    """Return one line that says why Spark did not start."""
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").splitlines()
    return _cause([*lines, *str(error).splitlines()])


def _cause(lines: Sequence[str]) -> str:
    """Return the line of a trace that names what was wrong.

    That is the last one that names a file, else the last error, else the first line.
    """
    lines = [line.strip() for line in lines if line.strip()]
    named = [line for line in lines if _ERROR.match(line) and not line.startswith("at ")]
    files = [line for line in named if "[FAILED_READ_FILE" in line]
    line = (files[-1:] or named[-1:] or lines or ["no reason is told"])[0]
    return line.removeprefix(": ").rstrip(".")


_ERROR = re.compile(r"(Exception in |Caused by: |: )?[\w.$\" ]*(Error|Exception)\b")
_REFUSED = re.compile(rf"{InputError.__module__}\.InputError: (?P<name>.*?): (?P<reason>.*)")


def _configuration(master: str) -> dict[str, str]:
    log = f"-Dlog4j2.configurationFile={Path(__file__).with_name('log4j2.properties').as_uri()}"
    chosen = {**_CONFIGURATION, "spark.master": master, "spark.driver.extraJavaOptions": log}
    if master.startswith("local"):
        chosen |= _HERE
    return chosen
