"""The stages in their order, and how they are started."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lineage.cluster.components import AT_ONCE
from lineage.engines.spark import LOCAL, session, told
from lineage.errors import EngineUnavailableError, InputError, LineageError, SettingsError
from lineage.settings import Settings
from lineage.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from lineage.cluster.storage import File

_BLOCK = 4_000_000
"""Tokens of a block: two of them and what is made of them take an executor some 250 MB."""

_STOPPED = 130
"""The exit code of who was stopped with Ctrl-C."""

SESSION = {"spark.python.daemon.module": "lineage.cluster.daemon"}
"""What a session that is started for this job is asked for."""

_COLUMNS = ("id", "text", "date", "title")
_NO_TEXT = ("binary", "array", "map", "struct")
"""Types of which Spark makes a text that nobody meant."""

_RUNTIME = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # A row may hold a block of documents: few of them at a time.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "32",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is divided.

    Attributes:
        block: Tokens of the documents that a task holds, about.
        at_once: Edges of a graph up to which one executor joins it.
    """

    block: int = _BLOCK
    at_once: int = AT_ONCE

    def __post_init__(self) -> None:
        if self.block < 1:
            raise SettingsError("block", self.block, "1 token or more")


def run(
    spark: "SparkSession",
    source: str,
    target: str,
    *,
    settings: Settings | None = None,
    plan: Plan | None = None,
) -> None:
    """Write the families of a corpus and its graph, stage by stage.

    Args:
        spark: The session.
        source: A folder of Parquet files (columns ``id``, ``text`` and, if known, ``date`` and
            ``title``), or of text files.
        target: The folder that takes the stages, outside ``source``; what an equal run left
            there is gone on with.
        settings: What counts as shared.
        plan: How the work is divided; changes nothing in the result.

    Raises:
        InputError: If the documents cannot be used, or the folder is another run's.
        EngineError: If Spark fails.
    """
    from lineage.cluster.stages import Stages
    from lineage.cluster.storage import Storage, listing, qualified

    chosen, divided = settings or Settings(), plan or Plan()
    with told(), _configured(spark):
        files = listing(spark, source)
        if f"{qualified(spark, target)}/".startswith(f"{qualified(spark, source)}/"):
            raise InputError(target, "lies in the folder of the documents", "name another folder")
        storage = Storage(spark, target)
        storage.claim(
            {
                "version": __version__,
                "settings": {**chosen.to_dict(), "engine": "spark"},
                "documents": _digest(files),
            }
        )
        if not all(storage.is_complete(name) for name in ("families", "edges")):
            Stages(spark, storage, chosen, divided.block, divided.at_once).all(
                partial(_read, spark, source, files)
            )
        storage.tidy()


@contextmanager
def _configured(spark: "SparkSession") -> Iterator[None]:
    """Set what the job needs; afterwards a session that others use is as it was."""
    before = {name: spark.conf.get(name, None) for name in _RUNTIME}
    for name, value in _RUNTIME.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        # What plans call the table that they read.
        spark.catalog.dropTempView("postings")
        for name, old in before.items():
            if old is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, old)


def _digest(files: Sequence["File"]) -> str:
    from hashlib import sha256

    return sha256(repr([tuple(file) for file in files]).encode()).hexdigest()[:16]


def _read(spark: "SparkSession", source: str, files: Sequence["File"]) -> "DataFrame":
    """Return the documents as they are given: ``id``, ``text``, ``date``, ``title``."""
    from lineage.cluster.reading import folder_and_name
    from lineage.readers.paths import is_passed_over

    there = [file for file in files if not is_passed_over(folder_and_name(file.name)[1])]
    suffixes = {file.name.rpartition(".")[2].lower() for file in there}
    if suffixes == {"parquet"}:
        return _read_tables(spark, source, there)
    if suffixes == {"txt"}:
        return _read_texts(spark, source, there)
    raise InputError(source, "holds neither .parquet alone nor .txt alone", "convert them first")


def _read_tables(spark: "SparkSession", source: str, files: Sequence["File"]) -> "DataFrame":
    from lineage.cluster.storage import qualified

    for file in files:
        if not file.size:
            # Spark would pass over it.
            raise InputError(file.name, "is empty", "mend it, or take it out")
    folder = qualified(spark, source)
    # Folders may be values of a column, as in date=2024/. Others Spark looks into only when told.
    folders = {file.name.removeprefix(folder).rpartition("/")[0] for file in files}
    are_values = all("=" in part for each in folders for part in each.split("/")[1:])
    given = spark.read.parquet(
        source,
        mergeSchema=True,
        pathGlobFilter="*.[pP][aA][rR][qQ][uU][eE][tT]",
        recursiveFileLookup=not are_values,
    )
    for name in _COLUMNS:
        kind = given.schema[name].dataType.typeName() if name in given.columns else None
        if kind is None and name in ("id", "text"):
            raise InputError(source, f"has no column {name}", "id and text are needed")
        if kind in _NO_TEXT:
            raise InputError(source, f"its column {name} is {kind}", "make it a string")
    return given.selectExpr(
        *(f"CAST({n if n in given.columns else 'NULL'} AS STRING) AS {n}" for n in _COLUMNS)
    )


def _read_texts(spark: "SparkSession", source: str, files: Sequence["File"]) -> "DataFrame":
    from lineage.cluster.reading import READ, folder_and_name, id_of, read_text
    from lineage.cluster.rows import mapped
    from lineage.cluster.storage import qualified
    from lineage.numbered import numbered_folders

    found = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
    # Spark passes over files without a byte; they are documents without a word.
    empty = [(file.name, b"") for file in files if not file.size]
    texts = found.select("path", "content").union(
        spark.createDataFrame(empty, "path string, content binary")
    )
    folder = qualified(spark, source)
    numbered = numbered_folders(folder_and_name(id_of(file.name, folder)) for file in files)
    return mapped(texts, partial(read_text, folder=folder, numbered=numbered), READ)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job as its arguments say; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m lineage.cluster",
        description="Find the wording that the documents of a corpus share, on Spark.",
    )
    defaults = Settings()
    parser.add_argument("source", metavar="IN", help="a folder of Parquet or of text files")
    parser.add_argument("target", metavar="OUT", help="the folder that takes the stages")
    parser.add_argument("--master", default=LOCAL, help="where Spark runs (spark-submit knows)")
    parser.add_argument("--min-length", type=int, default=defaults.min_length, metavar="N")
    parser.add_argument("--min-bits", type=float, default=defaults.min_bits, metavar="BITS")
    parser.add_argument("--no-dates", action="store_true", help="let no date give a direction")
    parser.add_argument(
        "--block", type=int, default=_BLOCK, metavar="TOKENS", help="tokens that a task holds"
    )
    given = parser.parse_args(arguments)
    try:
        plan = Plan(block=given.block)
        settings = Settings(
            min_length=given.min_length,
            min_bits=given.min_bits,
            use_dates=not given.no_dates,
            engine="spark",
        )
        spark = session(given.master, options=SESSION)
        run(spark, given.source, given.target, settings=settings, plan=plan)
    except KeyboardInterrupt:
        _say("stopped; the same command goes on where it stopped")
        return _STOPPED
    except LineageError as error:
        _say(str(error))
        return 2 if isinstance(error, (ValueError, EngineUnavailableError)) else 1
    return 0


def _say(message: str) -> None:
    print(f"lineage: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201 (a program of its own)
