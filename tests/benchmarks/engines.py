"""How long the plan takes on Spark, as a multiple of what it takes on DuckDB.

usage: python tests/benchmarks/engines.py FOLDER [--master MASTER] [--step N] [--times N] [--job OUT]

FOLDER is read as `lineage` reads it; with ``--step`` only every Nth document. Both engines
run `seeding.PLAN` over the same postings in one process, in turn, and the medians of the
times are compared: on a machine with other work, those of the processors alone tell.
Starting Spark, and its first run, do not count.

With ``--job OUT`` the documents go the whole way on Spark instead, from Parquet to families and
edges in the folder OUT, and what was shuffled, read and computed is told for each token.
"""

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil

import lineage
from lineage.engines import engine
from lineage.engines.base import Engine
from lineage.engines.spark import session
from lineage.pipeline import in_order
from lineage.prepare import prepare
from lineage.seeding import Columns, plan, postings, seed_length


@dataclass(frozen=True, slots=True)
class Took:
    """Medians of the seconds that passed, and of those that processors worked."""

    wall: float
    cpu: float


def timed(runner: Engine, sql: str, table: Columns, times: int) -> tuple[Took, Columns]:
    """Return how long a plan takes, and its result."""
    walls, works = [], []
    for _ in range(times):
        begun, worked = time.perf_counter(), cpu_seconds()
        result = runner.run(sql, {"postings": table})
        walls.append(time.perf_counter() - begun)
        works.append(cpu_seconds() - worked)
    return Took(statistics.median(walls), statistics.median(works)), result


def cpu_seconds() -> float:
    """Return what this process and those that it started have worked."""
    here = psutil.Process()
    return sum(sum(process.cpu_times()[:4]) for process in (here, *here.children(recursive=True)))


def compare(documents: list[lineage.Document], master: str, times: int) -> bool:
    """Print how long either engine takes; say whether their results are the same."""
    prepared = prepare(in_order(documents))
    n_tokens = sum(len(side.codes) for side in prepared)
    k = seed_length(n_tokens)
    table = postings([side.codes for side in prepared], k)
    spark = engine("spark", master=master)
    spark.run(plan(k), {"postings": table})
    here, expected = timed(engine("duckdb"), plan(k), table, times)
    there, found = timed(spark, plan(k), table, times)
    is_same = all(np.array_equal(expected[name], found[name]) for name in expected)
    print(f"{len(prepared)} documents, {n_tokens:,} tokens, {len(expected['a']):,} segments")
    for name in ("wall", "cpu"):
        one, two = getattr(here, name), getattr(there, name)
        print(f"{name}: duckdb {one:.2f} s, spark {master} {two:.2f} s: {two / one:.1f} times")
    print("the same rows" if is_same else "DIFFERENT ROWS")
    return is_same


def whole_way(documents: list[lineage.Document], master: str, out: Path) -> None:
    """Print what the road from documents to families costs for each token."""
    import pyarrow
    import pyarrow.parquet as parquet

    from lineage.cluster.job import SESSION, run
    from lineage.cluster.reading import READ

    given = out / "given"
    given.mkdir(parents=True)
    rows = [{"id": d.id, "text": d.text, "date": d.date, "title": d.title} for d in documents]
    for n in range(0, len(rows), 500):
        part = pyarrow.Table.from_pylist(rows[n : n + 500], READ)
        parquet.write_table(part, given / f"{n:06}.parquet")
    spark = session(master, options={**SESSION, "spark.ui.retainedStages": "100000"})
    begun = time.perf_counter()
    run(spark, str(given), str(out / "stages"))
    seconds = time.perf_counter() - begun
    n_tokens = spark.read.parquet(str(out / "stages" / "prepared")).selectExpr("sum(n)").first()
    assert n_tokens is not None
    told = costs(spark)
    print(
        f"{len(documents)} documents, {n_tokens[0]:,} tokens, {seconds:.0f} s, {told['stages']} stages"
    )
    for name in ("shuffled", "read", "written"):
        print(f"{name}: {told[name]:,} bytes, {told[name] / n_tokens[0]:.0f} a token")


def costs(spark: Any) -> dict[str, int]:
    """Return what Spark counted over all its stages, in bytes."""
    context = spark.sparkContext
    quantiles = context._gateway.new_array(context._jvm.double, 0)
    every = (
        context._jsc.sc()
        .statusStore()
        .stageList(None, False, False, quantiles, context._jvm.java.util.ArrayList())
    )
    stages = [every.apply(n) for n in range(every.size())]
    return {
        "stages": len(stages),
        "shuffled": sum(stage.shuffleWriteBytes() for stage in stages),
        "read": sum(stage.inputBytes() for stage in stages),
        "written": sum(stage.outputBytes() for stage in stages),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--job", type=Path, metavar="OUT")
    given = parser.parse_args()
    documents = lineage.read(given.folder)[:: given.step]
    if given.job is not None:
        whole_way(documents, given.master, given.job)
        return 0
    return 0 if compare(documents, given.master, given.times) else 1


if __name__ == "__main__":
    sys.exit(main())
