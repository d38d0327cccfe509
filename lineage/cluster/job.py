"""The stages in their order, and how they are started."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lineage.cluster.components import AT_ONCE
from lineage.engines.spark import LOCAL, session, told
from lineage.errors import (
    EngineError,
    EngineUnavailableError,
    InputError,
    LineageError,
    SettingsError,
)
from lineage.settings import Settings
from lineage.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from lineage.cluster.storage import File

_BLOCK = 4_000_000
"""Tokens of a block: two of them and what is made of them take an executor some 250 MB."""

SESSION = {"spark.python.daemon.module": "lineage.cluster.daemon"}
"""What a session that is started for this job is asked for."""

_RUNTIME = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # A row may hold a block of documents: few of them at a time.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "32",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # Of a folder id=007 the value is 007. A column of nanoseconds keeps no file from being read.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.legacy.parquet.nanosAsLong": "true",
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
    note: Callable[[str], None] = lambda _: None,
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
        note: Is told, in a line, what one may want to know meanwhile.

    Raises:
        InputError: If the documents cannot be used, the folder is another run's, or another run
            is at work there.
        EngineError: If Spark fails.
    """
    from lineage.cluster.given import read
    from lineage.cluster.stages import Stages
    from lineage.cluster.storage import Storage, listing, qualified

    chosen, divided = settings or Settings(), plan or Plan()
    with told():
        files = listing(spark, source)
        if f"{qualified(spark, target)}/".startswith(f"{qualified(spark, source)}/"):
            raise InputError(target, "lies in the folder of the documents", "name another folder")
        storage = Storage(spark, target)
    # Told innermost: who is stopped gives up what he asked before more is asked.
    with storage.holding.held(note), _configured(spark), told():
        storage.claim(
            {
                "version": __version__,
                "settings": {**chosen.to_dict(), "engine": "spark"},
                "documents": _digest(files),
            }
        )
        if not all(storage.is_complete(name) for name in ("families", "edges")):
            Stages(spark, storage, chosen, divided.block, divided.at_once).all(
                partial(read, spark, source, files)
            )
        storage.tidy()


@contextmanager
def _configured(spark: "SparkSession") -> Iterator[None]:
    """Set what the job needs; afterwards a session that others use is as it was."""
    with told():
        before = {name: spark.conf.get(name, None) for name in _RUNTIME}
        for name, value in _RUNTIME.items():
            spark.conf.set(name, value)
    try:
        yield
    except BaseException:
        # Why a run ends says more than that afterwards its session could not be asked.
        with suppress(EngineError, KeyboardInterrupt):
            _put_back(spark, before)
        raise
    _put_back(spark, before)


def _put_back(spark: "SparkSession", before: Mapping[str, str | None]) -> None:
    with told():
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job as its arguments say; return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        plan = Plan(block=given.block)
        settings = Settings(
            min_length=given.min_length,
            min_bits=given.min_bits,
            use_dates=not given.no_dates,
            engine="spark",
        )
        spark = session(given.master, options=SESSION)
        run(spark, given.source, given.target, settings=settings, plan=plan, note=_say)
    except KeyboardInterrupt:
        _say("stopped; the same command goes on where it stopped")
        return 1
    except LineageError as error:
        _say(str(error))
        return 2 if isinstance(error, (ValueError, EngineUnavailableError)) else 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lineage.cluster",
        description="Find the wording that the documents of a corpus share, on Spark.",
    )
    defaults = Settings()
    parser.add_argument("source", metavar="IN", help="a folder of Parquet or of text files")
    parser.add_argument("target", metavar="OUT", help="the folder that takes the stages")
    parser.add_argument(
        "--master",
        default=LOCAL,
        metavar="URL",
        help="where Spark runs (default %(default)s); spark-submit says it by itself",
    )
    parser.add_argument(
        "--min-length",
        type=int,
        default=defaults.min_length,
        metavar="N",
        help="characters a shared passage must have, punctuation not counted (default %(default)s)",
    )
    parser.add_argument(
        "--min-bits",
        type=float,
        default=defaults.min_bits,
        metavar="BITS",
        help="how surprising a shared passage must be at least (default %(default)s)",
    )
    parser.add_argument("--no-dates", action="store_true", help="let no date give a direction")
    parser.add_argument(
        "--block",
        type=int,
        default=_BLOCK,
        metavar="TOKENS",
        help="tokens that a task holds, about (default %(default)s); it changes no result",
    )
    return parser


def _say(message: str) -> None:
    print(f"lineage: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201 (a program of its own)
