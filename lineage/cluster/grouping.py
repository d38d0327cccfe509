"""Passage pairs → families, as a plan of Spark's: the sequence of `corpus`, on many machines.

Every function here is a step of that sequence over tables.
"""

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from lineage.cluster import settling, steps
from lineage.cluster.aligning import aligned, bits_of, cleared, without_outdone
from lineage.cluster.rows import mapped, unrolled
from lineage.cluster.tables import Grouping, held, numbered
from lineage.corpus import PASSES, ROUNDS
from lineage.evidence import hopeful_bits
from lineage.families import WORDING_SEED
from lineage.seeding import pairs_plan

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_JOINED = """
    SELECT first(n.wording) AS wording, array_sort(array_distinct(flatten(
        collect_list(m.members)))) AS members, first(n.weights) AS weights, r.root AS g
    FROM {taken} r JOIN {groups} m ON r.g = m.g JOIN {groups} n ON r.root = n.g GROUP BY r.root
"""


def families_of(grouping: Grouping, links: "DataFrame") -> "DataFrame":
    """Return the families of passage pairs, each with its members aligned alike."""
    from pyspark.sql.pandas.types import from_arrow_schema

    groups = grouping.spark.createDataFrame([], from_arrow_schema(steps.GROUPS))
    left = links
    for turn in range(ROUNDS):
        if left.isEmpty():
            break
        name = f"round_{turn}"
        if not links.isEmpty():
            groups = _with_families_of(grouping, name, groups, links, turn)
        if turn + 1 < ROUNDS:
            links, rests = _left_over(grouping, name, left, groups)
            left = links.unionAll(rests)
        if turn + 2 == ROUNDS:
            links = left
    return without_outdone(grouping, "apart", groups)


def _with_families_of(
    grouping: Grouping, name: str, groups: "DataFrame", links: "DataFrame", turn: int
) -> "DataFrame":
    """Return families together with those that passage pairs make in one round."""
    joined = _joined_by_links(grouping, name, links)
    fresh = _settled(grouping, name, joined, grows=turn + 1 < ROUNDS)
    if not turn:
        return fresh
    both = grouping.sql(
        """SELECT wording, members, weights FROM {one}
        UNION ALL SELECT wording, members, weights FROM {two}""",
        one=groups,
        two=fresh,
    )
    return cleared(grouping, f"{name}/all", both)


def _joined_by_links(grouping: Grouping, name: str, links: "DataFrame") -> "DataFrame":
    """Return the families of guarded joining, component by component."""

    def merged() -> "DataFrame":
        return mapped(
            grouping.sql(
                """WITH places AS (SELECT l AS place FROM {links} UNION ALL SELECT r FROM {links})
                SELECT d.stream, d.bits, p.places FROM (SELECT place.document AS doc,
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
        lambda: numbered(
            grouping.sql(
                "SELECT DISTINCT occurrence AS place, wording, weights FROM {o}", o=occurrences
            ),
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
            SELECT p.part, collect_list(struct(n.node, n.place, n.wording, n.weights)) AS nodes
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


def _settled(grouping: Grouping, name: str, groups: "DataFrame", *, grows: bool) -> "DataFrame":
    """Bring together what the order of joining kept apart, and align all members alike."""
    settled: DataFrame | None = None
    for turn in range(PASSES):
        here = f"{name}/pass_{turn}"
        joined = _joined_by_wordings(grouping, here, groups)
        fresh = aligned(grouping, here, joined, settled, grows=grows)
        groups = settled = cleared(grouping, f"{here}/cleared", fresh)
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
            bits=bits_of(grouping, groups),
        )
        compare = partial(settling.compared, least=grouping.least)
        hopeful = mapped(known, compare, steps.GROUPS)
        unrolled(hopeful, post, steps.WORDING_POSTINGS).createOrReplaceTempView("postings")
        return mapped(
            grouping.sql(
                f"""SELECT p.a, p.b, p.links, one.wording AS one, two.wording AS two
                FROM ({pairs_plan()}) p
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
                SELECT p.part, collect_list(struct(
                    g.g, g.wording, g.weights, size(g.members) AS size)) nodes
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


def _left_over(
    grouping: Grouping, name: str, links: "DataFrame", groups: "DataFrame"
) -> tuple["DataFrame", "DataFrame"]:
    """Return what families leave over of passage pairs: whole ones, and rests of others."""
    rows = grouping.sql(
        """SELECT p.places, h.held, d.stream, d.bits, d.borders FROM (
            SELECT place.document AS doc, collect_set(place) AS places FROM (
                SELECT l AS place FROM {links} UNION ALL SELECT r FROM {links})
            GROUP BY place.document) p
        JOIN {held} h ON p.doc = h.doc JOIN {prepared} d ON p.doc = d.doc""",
        links=links,
        prepared=grouping.prepared,
        held=held(grouping, groups),
    )
    covered = grouping.step(f"{name}/covered", lambda: mapped(rows, steps.covered, steps.COVERED))
    cut = grouping.step(
        f"{name}/cut",
        lambda: grouping.sql(
            """SELECT l, r, named_struct('document', l.document, 'start', min(x.start),
                    'end', max(x.end)) AS one,
                named_struct('document', r.document, 'start', min(y.start),
                    'end', max(y.end)) AS two
            FROM (SELECT k.l, k.r, x.held AS x, y.held AS y
                FROM {links} k JOIN {covered} x ON k.l = x.place
                JOIN {covered} y ON k.r = y.place AND x.g = y.g) GROUP BY l, r""",
            links=links,
            covered=covered,
        ),
    )
    whole = grouping.step(
        f"{name}/whole",
        lambda: grouping.sql(
            "SELECT k.* FROM {links} k ANTI JOIN {cut} c ON k.l = c.l AND k.r = c.r",
            links=links,
            cut=cut,
        ),
    )
    return whole, _rests(grouping, name, cut)


def _rests(grouping: Grouping, name: str, cut: "DataFrame") -> "DataFrame":
    """Return what families leave of passage pairs that they hold the most of.

    Args:
        grouping: What all steps share.
        name: What the steps are called by.
        cut: The pairs, with where the families begin and end on either side.
    """
    rows = grouping.sql(
        """SELECT p.places, d.stream, d.bits, d.borders FROM (
            SELECT place.document AS doc, collect_set(struct(place, held)) AS places FROM (
                SELECT l AS place, one AS held FROM {cut} UNION ALL SELECT r, two FROM {cut})
            GROUP BY place.document) p JOIN {prepared} d ON p.doc = d.doc""",
        cut=cut,
        prepared=grouping.prepared,
    )
    left = partial(steps.ends, least=hopeful_bits(grouping.least))
    ends = grouping.step(f"{name}/ends", lambda: mapped(rows, left, steps.ENDS))
    both = grouping.sql(
        """SELECT x.rest AS l, y.rest AS r, x.tokens AS one, y.tokens AS two
        FROM {cut} c JOIN {ends} x ON c.l = x.place AND c.one = x.held
        JOIN {ends} y ON c.r = y.place AND c.two = y.held AND x.behind = y.behind""",
        cut=cut,
        ends=ends,
    )
    return grouping.step(f"{name}/rests", lambda: mapped(both, steps.rests, steps.LINKS))
