"""Which nodes of a graph hang together, by SQL that is run over and over.

*Large star* ties all larger neighbours of a node to its smallest neighbour, *small star* the
smaller ones and the node itself; done in turn until nothing changes, every node is tied to
the smallest of its component. The number of turns grows with the logarithm of the longest
way, and no node's neighbours are ever gathered in one place (label propagation needs as many
turns as the longest way has steps).

A graph that one executor holds without effort is done there in one go.

Reference: R. Kiveris et al., "Connected Components in MapReduce and Beyond", 2014.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

AT_ONCE = 1_000_000
"""Edges that one executor joins in one go: some 200 MB and three seconds."""

_LARGE_STAR = """
WITH both_ways AS (
    SELECT a AS u, b AS v FROM {edges} UNION ALL SELECT b, a FROM {edges}
), smallest AS (
    SELECT u, least(min(v), u) AS m FROM both_ways GROUP BY u
)
SELECT DISTINCT both_ways.v AS a, smallest.m AS b
FROM both_ways JOIN smallest ON both_ways.u = smallest.u WHERE both_ways.v > both_ways.u
"""

_SMALL_STAR = """
WITH down AS (
    SELECT greatest(a, b) AS u, least(a, b) AS v FROM {edges}
), smallest AS (
    SELECT u, min(v) AS m FROM down GROUP BY u
)
SELECT down.v AS a, smallest.m AS b
FROM down JOIN smallest ON down.u = smallest.u WHERE down.v <> smallest.m
UNION
SELECT u, m FROM smallest
"""

Keep = Callable[[str, "DataFrame"], "DataFrame"]


def components(edges: "DataFrame", *, keep: Keep, at_once: int = AT_ONCE) -> "DataFrame":
    """Return the component of every node that an edge touches, called by its smallest node.

    Args:
        edges: Columns ``a`` and ``b``, of 64-bit integers; loops and doubles do no harm.
        keep: Keeps an intermediate table under a name, and returns it as it was kept.
        at_once: Edges up to which one executor does it all.

    Returns:
        Columns ``node`` and ``part``.
    """
    n_edges = edges.count()
    if n_edges <= at_once:
        return edges.coalesce(1).mapInArrow(_united, "node bigint, part bigint")
    spark = edges.sparkSession
    work = spark.sql("SELECT DISTINCT a, b FROM {edges} WHERE a <> b", edges=edges)
    loops = spark.sql("SELECT a AS node, a AS part FROM {edges} WHERE a = b", edges=edges)
    before: object = None
    # It ends: a turn puts in place of an edge one whose ends have a smaller sum, or leaves it.
    for turn in count():
        starred = spark.sql(_LARGE_STAR, edges=work)
        work = keep(f"turn_{turn}", spark.sql(_SMALL_STAR, edges=starred))
        after = spark.sql(
            "SELECT count(*) AS n, bit_xor(xxhash64(a, b)) AS sum FROM {edges}", edges=work
        ).first()
        if after == before:
            break
        before = after
    return spark.sql(
        """SELECT a AS node, b AS part FROM {work} UNION SELECT b, b FROM {work}
        UNION (SELECT node, part FROM {loops} ANTI JOIN (
            SELECT a AS node FROM {work} UNION SELECT b FROM {work}) USING (node))""",
        work=work,
        loops=loops,
    )


def _united(batches: Iterable["pyarrow.RecordBatch"]) -> Iterator["pyarrow.RecordBatch"]:
    """Yield the component of every node, found by union and find."""
    import pyarrow

    parent: dict[int, int] = {}

    def find(node: int) -> int:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for batch in batches:
        for a, b in zip(batch.column("a").to_pylist(), batch.column("b").to_pylist(), strict=True):
            one, two = find(a), find(b)
            # The smallest node stays on top.
            parent[max(one, two)] = min(one, two)
    nodes = sorted(parent)
    yield pyarrow.RecordBatch.from_arrays(
        [
            pyarrow.array(nodes, pyarrow.int64()),
            pyarrow.array([find(node) for node in nodes], pyarrow.int64()),
        ],
        names=["node", "part"],
    )
