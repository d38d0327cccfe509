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
from lineage.errors import InputError, LineageError
from lineage.settings import Settings
from lineage.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_BLOCK = 4_000_000
"""Tokens of a block: two of them and what is made of them take an executor some 250 MB."""

SESSION = {"spark.python.daemon.module": "lineage.cluster.daemon"}
"""What a session that is started for this job is asked for."""

_COLUMNS = ("id", "text", "date", "title")

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
        target: The folder that takes the stages; what an equal run left there is gone on with.
        settings: What counts as shared.
        plan: How the work is divided; changes nothing in the result.

    Raises:
        InputError: If the documents cannot be used, or the folder is another run's.
        EngineError: If Spark fails.
    """
    from lineage.cluster.stages import Stages
    from lineage.cluster.storage import Storage, listing

    chosen, divided = settings or Settings(), plan or Plan()
    with told(), _configured(spark):
        files = listing(spark, source)
        storage = Storage(spark, target)
        storage.claim(
            {
                "version": __version__,
                "settings": {**chosen.to_dict(), "engine": "spark"},
                "documents": _digest(files),
            }
        )
        if all(storage.is_complete(name) for name in ("families", "edges")):
            return
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
        for name, old in before.items():
            if old is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, old)


def _digest(files: Sequence[tuple[str, int]]) -> str:
    from hashlib import sha256

    return sha256(repr(files).encode()).hexdigest()[:16]


def _read(spark: "SparkSession", source: str, files: Sequence[tuple[str, int]]) -> "DataFrame":
    """Return the documents as they are given: ``id``, ``text``, ``date``, ``title``."""
    # As elsewhere, what tells of the documents is none of them.
    names = [name for name, _ in files if not name.rpartition("/")[2].startswith("README")]
    suffixes = {name.rpartition(".")[2].lower() for name in names}
    if suffixes == {"parquet"}:
        given = spark.read.parquet(source)
        missing = [name for name in ("id", "text") if name not in given.columns]
        if missing:
            raise InputError(source, f"has no column {missing[0]}", "id and text are needed")
        there = [name if name in given.columns else "NULL" for name in _COLUMNS]
        return given.selectExpr(
            *(f"CAST({a} AS STRING) AS {b}" for a, b in zip(there, _COLUMNS, strict=True))
        )
    if suffixes == {"txt"}:
        from lineage.cluster.reading import READ, folder_and_name, id_of, read_text
        from lineage.cluster.rows import mapped
        from lineage.cluster.storage import qualified
        from lineage.dates import numbered_folders

        raw = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
        texts = raw.filter("path NOT LIKE '%/README%'").select("path", "content")
        folder = qualified(spark, source)
        numbered = numbered_folders(folder_and_name(id_of(name, folder)) for name in names)
        return mapped(texts, partial(read_text, folder=folder, numbered=numbered), READ)
    raise InputError(source, "holds neither .parquet alone nor .txt alone", "convert them first")


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
        settings = Settings(
            min_length=given.min_length,
            min_bits=given.min_bits,
            use_dates=not given.no_dates,
            engine="spark",
        )
        spark = session(given.master, options=SESSION)
        run(spark, given.source, given.target, settings=settings, plan=Plan(block=given.block))
    except LineageError as error:
        print(f"lineage: {error}", file=sys.stderr)  # noqa: T201 (a program of its own)
        return 2 if isinstance(error, ValueError) else 1
    return 0
