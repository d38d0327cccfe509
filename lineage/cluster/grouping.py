"""Passage pairs → families, as a plan of Spark's: the sequence of `corpus`, on many machines.

Every function here is a step of that sequence over tables. A table of families has the
columns ``g`` (a number; the numbers stand in the order in which one process would go through
them), ``wording`` and ``members``. Numbers need not be dense: nothing but their order counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from lineage.cluster import settling, steps
from lineage.cluster.components import components
from lineage.cluster.rows import mapped, unrolled
from lineage.cluster.storage import Storage
from lineage.corpus import PASSES, ROUNDS
from lineage.families import WORDING_SEED
from lineage.seeding import plan
from lineage.settings import Settings
from lineage.settling import FRAGMENT_SHARE, RECRUIT_SHARE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_JOINED = """
    SELECT first(n.wording) AS wording, array_sort(array_distinct(flatten(
        collect_list(m.members)))) AS members, r.root AS g
    FROM {taken} r JOIN {groups} m ON r.g = m.g JOIN {groups} n ON r.root = n.g GROUP BY r.root
"""

_OTHERS = """
    WITH held AS (
        SELECT g, h, sum(n) AS n FROM {inside} GROUP BY g, h
    ), recruits AS (
        SELECT held.g, o.wording, o.members FROM held JOIN {groups} o ON held.h = o.g
        WHERE held.n >= {share} * size(o.members)
    )
    SELECT g, collect_list(struct(length(wording) AS length, members)) AS others
    FROM recruits GROUP BY g
"""


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
        n = 3 * self.spark.sparkContext.defaultParallelism
        return frame.repartition(n, *columns)


def families_of(grouping: Grouping, links: "DataFrame") -> "DataFrame":
    """Return the families of passage pairs, each with its members aligned alike."""
    groups = None
    for turn in range(ROUNDS):
        name = f"round_{turn}"
        fresh = _settled(grouping, name, _joined_by_links(grouping, name, links))
        if groups is not None:
            both = grouping.sql(
                "SELECT wording, members FROM {one} UNION ALL SELECT wording, members FROM {two}",
                one=groups,
                two=fresh,
            )
            fresh = _cleared(grouping, f"{name}/all", both)
        groups = fresh
        if turn + 1 < ROUNDS:
            links = _left_over(grouping, name, links, groups)
    assert groups is not None
    return groups


def _joined_by_links(grouping: Grouping, name: str, links: "DataFrame") -> "DataFrame":
    """Return the families of guarded joining, component by component."""

    def merged() -> "DataFrame":
        return mapped(
            grouping.sql(
                """WITH places AS (SELECT l AS place FROM {links} UNION ALL SELECT r FROM {links})
                SELECT d.stream, p.places FROM (SELECT place.document AS doc,
                    collect_list(place) AS places FROM places GROUP BY place.document) p
                JOIN {prepared} d ON p.doc = d.doc""",
                links=links,
                prepared=grouping.prepared,
            ),
            steps.merged,
            steps.OCCURRENCES,
        )

    occurrences = grouping.step(f"{name}/occurrences", merged)
    nodes = grouping.step(
        f"{name}/nodes",
        lambda: _numbered(
            grouping.sql("SELECT DISTINCT occurrence AS place, wording FROM {o}", o=occurrences),
            "place",
            name="node",
        ),
    )
    edges = grouping.step(
        f"{name}/links",
        lambda: grouping.sql(
            """SELECT DISTINCT l.likeness, a.node AS a, b.node AS b,
                a.place.start - a.place.end AS width
            FROM {links} l
            JOIN {o} x ON l.l = x.place JOIN {nodes} a ON x.occurrence = a.place
            JOIN {o} y ON l.r = y.place JOIN {nodes} b ON y.occurrence = b.place""",
            links=links,
            o=occurrences,
            nodes=nodes,
        ),
    )
    parts = grouping.parts(f"{name}/linked", edges.select("a", "b"))
    rows = grouping.sql(
        """SELECT n.nodes, e.edges FROM (
            SELECT p.part, collect_list(struct(n.node, n.place, n.wording)) AS nodes
            FROM {nodes} n JOIN {parts} p ON n.node = p.node GROUP BY p.part) n
        JOIN (SELECT p.part, collect_list(struct(e.likeness, e.width, e.a, e.b)) AS edges
            FROM {edges} e JOIN {parts} p ON e.a = p.node GROUP BY p.part) e ON n.part = e.part""",
        nodes=nodes,
        parts=parts,
        edges=edges,
    )
    join = partial(steps.joined_by_links, resemblance=grouping.settings.resemblance)
    return grouping.step(
        f"{name}/joined", lambda: mapped(grouping.spread(rows), join, steps.GROUPS)
    )


def _settled(grouping: Grouping, name: str, groups: "DataFrame") -> "DataFrame":
    """Bring together what the order of joining kept apart, and align all members alike."""
    settled: DataFrame | None = None
    for turn in range(PASSES):
        here = f"{name}/pass_{turn}"
        joined = _joined_by_wordings(grouping, here, groups)
        aligned = _aligned(grouping, here, joined, settled)
        groups = settled = _cleared(grouping, f"{here}/cleared", aligned)
    return groups


def _joined_by_wordings(grouping: Grouping, name: str, groups: "DataFrame") -> "DataFrame":
    """Return the families, those joined whose wordings resemble each other.

    The components are those of the pairs that resemble each other; a pair of two components
    is of no account unless a wording that the one family is ever known by resembles one of
    the other's. Should one, the two components are done again as one, so that the outcome is
    that of all pairs in one sequence.
    """
    resemblance = grouping.settings.resemblance

    def alike() -> "DataFrame":
        post = partial(steps.posted, text="wording", number="g", k=WORDING_SEED)
        known = grouping.sql(
            "SELECT g.*, b.bits FROM {groups} g JOIN {bits} b ON g.g = b.g",
            groups=groups,
            bits=_bits(grouping, groups),
        )
        compare = partial(settling.compared, least=grouping.least)
        hopeful = mapped(known, compare, steps.GROUPS)
        unrolled(hopeful, post, steps.WORDING_POSTINGS).createOrReplaceTempView("postings")
        return mapped(
            grouping.sql(
                f"""SELECT p.a, p.b, one.wording AS one, two.wording AS two
                FROM (SELECT DISTINCT a, b FROM ({plan(WORDING_SEED)})) p
                JOIN {{groups}} one ON p.a = one.g JOIN {{groups}} two ON p.b = two.g""",
                groups=groups,
            ),
            partial(steps.scored, resemblance=resemblance),
            steps.SCORED,
        )

    pairs = grouping.step(f"{name}/alike", alike)
    edges = grouping.sql("SELECT a, b FROM {pairs} WHERE resembles", pairs=pairs)
    # It ends: each turn but the last makes one component of two.
    for turn in count():
        here = f"{name}/joining_{turn}"
        parts = grouping.parts(here, edges)
        rows = grouping.sql(
            """SELECT n.nodes, e.edges FROM (
                SELECT p.part, collect_list(struct(g.g, g.wording, size(g.members) AS size)) nodes
                FROM {groups} g JOIN {parts} p ON g.g = p.node GROUP BY p.part) n
            JOIN (SELECT x.part, collect_list(struct(e.likeness, e.a, e.b)) AS edges
                FROM {pairs} e JOIN {parts} x ON e.a = x.node JOIN {parts} y ON e.b = y.node
                WHERE x.part = y.part GROUP BY x.part) e ON n.part = e.part""",
            groups=groups,
            parts=parts,
            pairs=pairs,
        )
        join = partial(steps.joined_by_wordings, resemblance=resemblance)
        taken = grouping.step(
            f"{here}/taken",
            partial(mapped, grouping.spread(rows), join, steps.TAKEN),
        )
        between = grouping.sql(
            """WITH known AS (
                SELECT g.g, coalesce(p.part, g.g) AS part,
                    coalesce(t.known_by, array(g.wording)) AS known_by
                FROM {groups} g LEFT JOIN {parts} p ON g.g = p.node LEFT JOIN {taken} t ON g.g = t.g
            )
            SELECT e.a, e.b, x.known_by AS one, y.known_by AS two
            FROM {pairs} e JOIN known x ON e.a = x.g JOIN known y ON e.b = y.g
            WHERE x.part <> y.part AND size(x.known_by) + size(y.known_by) > 2""",
            groups=groups,
            parts=parts,
            taken=taken,
            pairs=pairs,
        )
        cross = partial(steps.crossing, resemblance=resemblance)
        crossing = grouping.step(
            f"{here}/crossing",
            partial(mapped, between, cross, steps.CROSSING),
        )
        if crossing.isEmpty():
            break
        edges = grouping.sql(
            "SELECT a, b FROM {edges} UNION ALL SELECT a, b FROM {more}", edges=edges, more=crossing
        )
    everyone = grouping.sql(
        """SELECT g.g, coalesce(t.root, g.g) AS root
        FROM {groups} g LEFT JOIN {taken} t ON g.g = t.g""",
        groups=groups,
        taken=taken,
    )
    return grouping.step(
        f"{name}/joined", lambda: grouping.sql(_JOINED, taken=everyone, groups=groups)
    )


def _aligned(
    grouping: Grouping, name: str, groups: "DataFrame", settled: "DataFrame | None"
) -> "DataFrame":
    """Return the families with their members aligned alike, fragments taken in."""
    held = _held(grouping, groups)
    inside = mapped(held, settling.inside, settling.COUNTS)
    known = grouping.sql(
        """SELECT g.g, g.wording, g.members, b.bits, o.others, s.wording IS NOT NULL AS settled
        FROM {groups} g LEFT JOIN {bits} b ON g.g = b.g LEFT JOIN {others} o ON g.g = o.g
        LEFT JOIN {settled} s ON g.wording = s.wording AND g.members = s.members""",
        groups=groups,
        bits=_bits(grouping, groups),
        others=grouping.sql(_OTHERS, inside=inside, groups=groups, share=RECRUIT_SHARE),
        settled=groups.limit(0) if settled is None else settled,
    )
    ask = partial(settling.asked, least=grouping.least)
    asked = grouping.step(f"{name}/asked", lambda: mapped(known, ask, settling.ASKED))
    rows = with_documents(
        grouping,
        asked.filter("work"),
        "g, wording, members, others",
        "stream, bits, borders",
        grouping.prepared,
    )
    align = partial(settling.realigned, resemblance=grouping.settings.resemblance)
    aligned = grouping.step(
        f"{name}/aligned", lambda: mapped(grouping.spread(rows, "bin"), align, settling.WORDED)
    )
    return grouping.sql(
        """SELECT wording, members FROM {a}
        UNION ALL SELECT wording, members FROM {b} WHERE NOT work""",
        a=aligned,
        b=asked,
    )


def _bits(grouping: Grouping, groups: "DataFrame") -> "DataFrame":
    """Return the surprisal of each family's most surprising member."""
    held = grouping.sql(
        "SELECT h.held, d.stream, d.bits, d.borders FROM {held} h JOIN {d} d ON h.doc = d.doc",
        held=_held(grouping, groups),
        d=grouping.prepared,
    )
    bits = mapped(held, settling.measured, settling.BITS)
    return grouping.sql("SELECT g, max(bits) AS bits FROM {bits} GROUP BY g", bits=bits)


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
    least = 3 * grouping.spark.sparkContext.defaultParallelism
    n_bins = max(least, (tokens[0] or 0) // grouping.block)
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


def _held(grouping: Grouping, groups: "DataFrame") -> "DataFrame":
    """Return, for each document, which family has which place there."""
    return grouping.sql(
        """SELECT place.document AS doc, collect_list(struct(g, place)) AS held
        FROM (SELECT g, explode(members) AS place FROM {groups}) GROUP BY place.document""",
        groups=groups,
    )


def _cleared(grouping: Grouping, name: str, groups: "DataFrame") -> "DataFrame":
    """Return the families, those made one that coincide, without fragments of others."""
    spread = "-size(array_distinct(transform(members, m -> m.document)))"
    numbered = grouping.step(
        f"{name}/found", lambda: _numbered(groups, spread, "-length(wording)", "members")
    )
    edges = mapped(_held(grouping, numbered), settling.coinciding, settling.COUNTS)
    made_one = _by_parts(grouping, f"{name}/coinciding", numbered, edges, settling.made_one)
    length = ("-length(wording)", "-size(members)", "members")
    ordered = grouping.step(
        f"{name}/made_one",
        lambda: _numbered(
            made_one.filter("size(array_distinct(transform(members, m -> m.document))) > 1"),
            *length,
        ),
    )
    counts = mapped(_held(grouping, ordered), settling.holding, settling.COUNTS)
    inner = grouping.sql(
        """SELECT c.g, c.h FROM (SELECT g, h, sum(n) AS n FROM {counts} GROUP BY g, h) c
        JOIN {groups} g ON c.g = g.g WHERE c.n >= {share} * size(g.members)""",
        counts=counts,
        groups=ordered,
        share=FRAGMENT_SHARE,
    )
    whole = _by_parts(grouping, f"{name}/holding", ordered, inner, settling.unbroken)
    return grouping.step(f"{name}/whole", lambda: _numbered(whole, *length))


def _by_parts(
    grouping: Grouping, name: str, groups: "DataFrame", edges: "DataFrame", rule: Any
) -> "DataFrame":
    """Return what a rule makes of each component of families; those alone stay as they are."""
    parts = grouping.parts(name, edges.selectExpr("g AS a", "h AS b"))
    rows = grouping.sql(
        """SELECT collect_list(struct(g.g, g.wording, g.members)) AS groups
        FROM {groups} g JOIN {parts} p ON g.g = p.node GROUP BY p.part""",
        groups=groups,
        parts=parts,
    )
    return grouping.sql(
        """SELECT wording, members FROM {made} UNION ALL
        SELECT wording, members FROM {groups} g ANTI JOIN {parts} p ON g.g = p.node""",
        made=mapped(rows, rule, settling.WORDED),
        groups=groups,
        parts=parts,
    )


def _left_over(
    grouping: Grouping, name: str, links: "DataFrame", groups: "DataFrame"
) -> "DataFrame":
    """Return the passage pairs of which no family holds the most, in both documents."""
    rows = grouping.sql(
        """SELECT p.places, h.held FROM (
            SELECT place.document AS doc, collect_set(place) AS places FROM (
                SELECT l AS place FROM {links} UNION ALL SELECT r FROM {links})
            GROUP BY place.document) p
        JOIN {held} h ON p.doc = h.doc""",
        links=links,
        held=_held(grouping, groups),
    )
    covered = grouping.step(f"{name}/covered", lambda: mapped(rows, steps.covered, steps.COVERED))
    return grouping.step(
        f"{name}/left_over",
        lambda: grouping.sql(
            """SELECT k.* FROM {links} k ANTI JOIN (
                SELECT DISTINCT k.l, k.r FROM {links} k JOIN {covered} x ON k.l = x.place
                JOIN {covered} y ON k.r = y.place AND x.g = y.g) c ON k.l = c.l AND k.r = c.r""",
            links=links,
            covered=covered,
        ),
    )


def _numbered(frame: "DataFrame", *order: str, name: str = "g") -> "DataFrame":
    """Return rows with numbers that stand in an order."""
    from pyspark.sql.functions import expr, monotonically_increasing_id

    ordered = frame.drop(name).orderBy(*(expr(each) for each in order))
    return ordered.withColumn(name, monotonically_increasing_id())
