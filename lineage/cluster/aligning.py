"""Families → families with their members aligned alike, and none a fragment of another.

The steps of `lineage.settling`, as a plan of Spark's. Where members begin and end is a matter
of one family; which families coincide or lie in each other is found document by document.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from lineage.cluster import settling, steps
from lineage.cluster.rows import Row, mapped
from lineage.cluster.tables import Grouping, called, held, numbered, with_documents
from lineage.settling import FRAGMENT_SHARE, RECRUIT_SHARE

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame

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


def aligned(
    grouping: Grouping,
    name: str,
    groups: "DataFrame",
    settled: "DataFrame | None",
    *,
    grows: bool,
) -> "DataFrame":
    """Return the families with their members aligned alike, fragments taken in."""
    inside = mapped(held(grouping, groups), settling.inside, settling.COUNTS)
    known = grouping.sql(
        """SELECT g.g, g.wording, g.members, g.weights, b.bits, o.others,
            s.wording IS NOT NULL AS settled
        FROM {groups} g LEFT JOIN {bits} b ON g.g = b.g LEFT JOIN {others} o ON g.g = o.g
        LEFT JOIN {settled} s ON g.wording = s.wording AND g.members = s.members""",
        groups=groups,
        bits=bits_of(grouping, groups),
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
    align = partial(settling.realigned, resemblance=grouping.settings.resemblance, grows=grows)
    anew = grouping.step(
        f"{name}/aligned", lambda: mapped(grouping.spread(rows, "bin"), align, settling.WORDED)
    )
    return grouping.sql(
        """SELECT wording, members, weights FROM {a}
        UNION ALL SELECT wording, members, weights FROM {b} WHERE NOT work""",
        a=anew,
        b=asked,
    )


def bits_of(grouping: Grouping, groups: "DataFrame") -> "DataFrame":
    """Return the surprisal of each family's most surprising member."""
    there = grouping.sql(
        "SELECT h.held, d.stream, d.bits, d.borders FROM {held} h JOIN {d} d ON h.doc = d.doc",
        held=held(grouping, groups),
        d=grouping.prepared,
    )
    bits = mapped(there, settling.measured, settling.BITS)
    return grouping.sql("SELECT g, max(bits) AS bits FROM {bits} GROUP BY g", bits=bits)


def cleared(grouping: Grouping, name: str, groups: "DataFrame") -> "DataFrame":
    """Return the families, those made one that coincide, without fragments of others."""
    found = grouping.step(f"{name}/found", lambda: called(groups))
    edges = mapped(held(grouping, found), settling.coinciding, settling.COUNTS)
    made_one = _by_parts(
        grouping, f"{name}/coinciding", found, edges, settling.made_one, settling.WORDED
    )
    ordered = grouping.step(
        f"{name}/made_one",
        lambda: numbered(
            made_one.filter("size(array_distinct(transform(members, m -> m.document))) > 1"),
            "-length(wording)",
            "-size(members)",
            "members",
        ),
    )
    counts = mapped(held(grouping, ordered), settling.holding, settling.COUNTS)
    inner = grouping.sql(
        """SELECT c.g, c.h FROM (SELECT g, h, sum(n) AS n FROM {counts} GROUP BY g, h) c
        JOIN {groups} g ON c.g = g.g WHERE c.n >= {share} * size(g.members)""",
        counts=counts,
        groups=ordered,
        share=FRAGMENT_SHARE,
    )
    return grouping.step(
        f"{name}/whole",
        lambda: _by_parts(
            grouping, f"{name}/holding", ordered, inner, settling.unbroken, steps.GROUPS
        ),
    )


def without_outdone(grouping: Grouping, name: str, groups: "DataFrame") -> "DataFrame":
    """Return the families without what another one has a better claim to."""
    claims = grouping.sql(
        """SELECT c.held, d.stream FROM (
            SELECT place.document AS doc, collect_list(struct(g, place, wording)) AS held
            FROM (SELECT g, wording, explode(members) AS place FROM {groups})
            GROUP BY place.document) c
        JOIN {d} d ON c.doc = d.doc""",
        groups=groups,
        d=grouping.prepared,
    )
    lost = grouping.step(f"{name}/outdone", lambda: mapped(claims, settling.outdone, settling.AT))
    losers = grouping.sql(
        """SELECT g.*, l.lost FROM {groups} g JOIN (
            SELECT g, collect_list(place) AS lost FROM {lost} GROUP BY g) l ON g.g = l.g""",
        groups=groups,
        lost=lost,
    )
    columns = ", ".join(steps.GROUPS.names)
    return grouping.sql(
        f"""SELECT {columns} FROM {{kept}} UNION ALL
        SELECT {columns} FROM {{groups}} g ANTI JOIN {{lost}} l ON g.g = l.g""",
        kept=mapped(losers, settling.kept, steps.GROUPS),
        groups=groups,
        lost=lost,
    )


def _by_parts(
    grouping: Grouping,
    name: str,
    groups: "DataFrame",
    edges: "DataFrame",
    rule: Callable[[Row], Iterable[Row]],
    schema: "pyarrow.Schema",
) -> "DataFrame":
    """Return what a rule makes of each component of families; those alone stay as they are."""
    parts = grouping.parts(name, edges.selectExpr("g AS a", "h AS b"))
    rows = grouping.sql(
        """SELECT collect_list(struct(g.g, g.wording, g.members, g.weights)) AS groups
        FROM {groups} g JOIN {parts} p ON g.g = p.node GROUP BY p.part""",
        groups=groups,
        parts=parts,
    )
    columns = ", ".join(schema.names)
    return grouping.sql(
        f"""SELECT {columns} FROM {{made}} UNION ALL
        SELECT {columns} FROM {{groups}} g ANTI JOIN {{parts}} p ON g.g = p.node""",
        made=mapped(rows, rule, schema),
        groups=groups,
        parts=parts,
    )
