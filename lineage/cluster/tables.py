"""Tables of documents and families, as all steps of the grouping use them.

A table of families has the columns ``g`` (a number; the numbers stand in the order in which
one process would go through them), ``wording`` and ``members``. Numbers need not be dense:
nothing but their order counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lineage.cluster.components import components
from lineage.cluster.storage import Storage
from lineage.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True, slots=True)
class Grouping:
    """What all steps share.

    Attributes:
        spark: The session.
        storage: Keeps what was done.
        settings: What counts as shared.
        prepared: The documents' token streams.
        least: Evidence, in bits, that it takes to list a wording.
        block: Tokens of the documents that a task holds, about.
        at_once: Edges of a graph up to which one executor joins it.
    """

    spark: "SparkSession"
    storage: Storage
    settings: Settings
    prepared: "DataFrame"
    least: float
    block: int
    at_once: int

    def sql(self, text: str, **tables: Any) -> "DataFrame":
        return self.spark.sql(text, **tables)

    def step(self, name: str, make: Callable[[], "DataFrame"]) -> "DataFrame":
        return self.storage.step(name, make)

    def parts(self, name: str, edges: "DataFrame") -> "DataFrame":
        """Return the component of every node of a graph."""

        def found() -> "DataFrame":
            return components(
                edges.persist(),
                keep=lambda turn, frame: self.step(f"{name}/{turn}", lambda: frame),
                at_once=self.at_once,
            )

        parts = self.step(f"{name}/parts", found)
        edges.unpersist()
        return parts

    def spread(self, frame: "DataFrame", *columns: str) -> "DataFrame":
        """Return a table whose rows are much work each, spread over all machines."""
        return frame.repartition(n_tasks(self.spark), *columns)


def n_tasks(spark: "SparkSession") -> int:
    """Return into how many tasks to cut work of which each row is much: three a core."""
    return 3 * int(spark.sparkContext.defaultParallelism)


def with_documents(
    grouping: Grouping,
    groups: "DataFrame",
    columns: str,
    wanted: str,
    documents: "DataFrame",
) -> "DataFrame":
    """Return families in bins, each with the documents that its families are in.

    A bin holds documents of about so many tokens as a block, or those of one family if it is
    in more.

    Args:
        grouping: What all steps share.
        groups: The families.
        columns: What of them is wanted.
        wanted: What of the documents.
        documents: The documents, with the number of their tokens.
    """
    places = "concat(members, others)" if "others" in columns else "members"
    needed = grouping.sql(
        f"""SELECT g, doc FROM (SELECT g, explode(array_distinct(transform({places},
            m -> m.document))) AS doc FROM {{groups}})""",
        groups=groups,
    )
    tokens = grouping.sql(
        "SELECT sum(d.n) FROM {needed} x JOIN {d} d ON x.doc = d.doc",
        needed=needed,
        d=documents,
    ).first()
    assert tokens is not None
    n_bins = max(n_tasks(grouping.spark), (tokens[0] or 0) // grouping.block)
    of_bin = f"CAST(pmod(xxhash64(g), {n_bins}) AS INT)"
    return grouping.sql(
        f"""SELECT x.bin, x.groups, y.documents FROM (
            SELECT {of_bin} AS bin, collect_list(struct({columns})) AS groups
            FROM {{groups}} GROUP BY {of_bin}) x
        JOIN (SELECT n.bin, collect_list(struct(doc, {wanted})) AS documents
            FROM (SELECT DISTINCT {of_bin} AS bin, doc FROM {{needed}}) n
            JOIN {{documents}} d USING (doc) GROUP BY n.bin) y ON x.bin = y.bin""",
        groups=groups,
        needed=needed,
        documents=documents,
    )


def in_bins(grouping: Grouping, held: "DataFrame") -> "DataFrame":
    """Return all documents in bins of about a block, each with what families have there.

    Args:
        grouping: What all steps share.
        held: What `held` returned.
    """
    tokens = grouping.sql("SELECT sum(n) FROM {d}", d=grouping.prepared).first()
    assert tokens is not None
    n_bins = max(n_tasks(grouping.spark), (tokens[0] or 0) // grouping.block)
    return grouping.sql(
        f"""SELECT collect_list(struct(d.doc, d.stream, h.held)) AS documents
        FROM {{d}} d LEFT JOIN {{held}} h ON d.doc = h.doc
        GROUP BY pmod(xxhash64(d.doc), {n_bins})""",
        d=grouping.prepared,
        held=held,
    )


def held(grouping: Grouping, groups: "DataFrame") -> "DataFrame":
    """Return, for each document, which family has which place there."""
    return grouping.sql(
        """SELECT place.document AS doc, collect_list(struct(g, place)) AS held
        FROM (SELECT g, explode(members) AS place FROM {groups}) GROUP BY place.document""",
        groups=groups,
    )


def numbered(frame: "DataFrame", *order: str, name: str = "g") -> "DataFrame":
    """Return rows with numbers that stand in an order."""
    from pyspark.sql.functions import expr

    ordered = frame.drop(name).orderBy(*(expr(each) for each in order))
    return called(ordered, name)


def called(frame: "DataFrame", name: str = "g") -> "DataFrame":
    """Return rows with a number each; that of a row is a greater one than of those before it."""
    from pyspark.sql.functions import monotonically_increasing_id

    return frame.withColumn(name, monotonically_increasing_id())
