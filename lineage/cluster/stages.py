"""The stages from documents to families and edges, as a plan of Spark's."""

from collections.abc import Callable
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from lineage.cluster import settling, steps
from lineage.cluster.grouping import families_of
from lineage.cluster.rows import mapped, unrolled
from lineage.cluster.storage import Storage
from lineage.cluster.tables import Grouping, held, in_bins, n_tasks, with_documents
from lineage.errors import InputError
from lineage.evidence import least_evidence
from lineage.linking import least_piece_bits
from lineage.nesting import LOOKED_UP, MOST_INSIDE
from lineage.seeding import plan, seed_length
from lineage.settings import Settings
from lineage.words import word_bits

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WORDINGS_AT_ONCE = 250_000
"""Wordings that a driver hands round at once, to be looked for in all documents: some 100 MB."""

_HOLDERS = """
WITH held AS (
    SELECT inner, outer FROM (SELECT inner, outer, sum(n) AS n FROM {nested} GROUP BY inner, outer)
        c JOIN {families} f ON c.inner = f.f WHERE c.n > {most} * size(f.occurrences)
    UNION
    SELECT inner, outer FROM {worded}
)
SELECT i.f, transform(array_sort(collect_list(struct(length(o.tokens), o.id))), s -> s.id) part_of
FROM held JOIN {families} i ON held.inner = i.f JOIN {families} o ON held.outer = o.f
WHERE length(o.tokens) > length(i.tokens) GROUP BY i.f
"""

_WORDED = f"""
WITH looked AS (
    SELECT f, tokens, explode(sequence(1, length(tokens))) AS at FROM {{families}}
)
SELECT DISTINCT i.f AS inner, o.f AS outer
FROM looked o JOIN {{families}} i
    ON substring(o.tokens, o.at, {LOOKED_UP}) = substring(i.tokens, 1, {LOOKED_UP})
WHERE i.f <> o.f AND substring(o.tokens, o.at, length(i.tokens)) = i.tokens
"""


class Stages:
    """One run, from its documents on."""

    def __init__(
        self, spark: "SparkSession", storage: Storage, settings: Settings, block: int, at_once: int
    ) -> None:
        self._spark = spark
        self._storage = storage
        self._settings = settings
        self._block = block
        self._at_once = at_once

    def all(self, read: Callable[[], "DataFrame"]) -> None:
        """Make every stage that is not there yet.

        Args:
            read: Returns the documents as they are given.
        """
        stage = self._storage.stage
        documents = stage("documents", lambda: self._documents(read()))
        words = stage("words", lambda: self._words(documents))
        prepared = stage("prepared", lambda: self._prepared(documents, words))
        counted = self._sql("SELECT sum(n) FROM {d}", d=prepared).first()
        n_tokens = (counted[0] if counted else 0) or 0
        segments = stage("segments", lambda: self._segments(prepared, seed_length(n_tokens)))
        links = stage("links", lambda: self._links(prepared, segments, n_tokens))
        least = least_evidence(n_tokens, self._settings.min_bits)
        grouping = Grouping(
            self._spark, self._storage, self._settings, prepared, least, self._block, self._at_once
        )
        families = stage("families", lambda: self._families(grouping, documents, links))
        stage("edges", lambda: self._edges(families))

    def _sql(self, text: str, **tables: Any) -> "DataFrame":
        return self._spark.sql(text, **tables)

    def _documents(self, given: "DataFrame") -> "DataFrame":
        """Return the documents, numbered in the order of their dates."""
        dates = self._storage.step("dates", lambda: mapped(given, steps.dated, steps.DATED))
        double = self._sql(
            "SELECT id FROM {d} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1", d=dates
        ).first()
        if double:
            raise InputError(double[0], "two documents have this id", "give each its own")
        return self._sql(
            """SELECT n.doc, g.id, g.date, g.title, g.text FROM {given} g JOIN (
                SELECT id, CAST(row_number() OVER (ORDER BY undated, first, last, id) - 1 AS INT)
                    AS doc FROM {dates}) n ON g.id = n.id""",
            given=given,
            dates=dates,
        )

    def _words(self, documents: "DataFrame") -> "DataFrame":
        return self._sql(
            "SELECT word, sum(n) AS n FROM {w} GROUP BY word",
            w=mapped(documents, steps.counted, steps.COUNTED),
        )

    def _prepared(self, documents: "DataFrame", words: "DataFrame") -> "DataFrame":
        # The dictionary's words and those in other letters: what a driver can hold.
        counts = {row["word"]: int(row["n"]) for row in words.toLocalIterator()}
        bits = self._spark.sparkContext.broadcast(word_bits(counts))
        return mapped(documents, partial(steps.prepared, bits_of_word=bits), steps.PREPARED)

    def _segments(self, prepared: "DataFrame", k: int) -> "DataFrame":
        post = partial(steps.posted, text="stream", number="doc", k=k)
        unrolled(prepared, post, steps.POSTINGS).createOrReplaceTempView("postings")
        return self._sql(plan(k))

    def _links(self, prepared: "DataFrame", segments: "DataFrame", n_tokens: int) -> "DataFrame":
        """Return the passage pairs, found block by block."""
        blocks = self._sql(
            f"""SELECT doc, CAST(floor((sum(n) OVER (ORDER BY doc) - n) / {self._block}) AS INT)
                AS block FROM {{d}}""",
            d=prepared,
        )
        placed = self._storage.step(
            "placed",
            lambda: self._sql(
                """SELECT one.block AS one, two.block AS two, s.a, s.b,
                    collect_list(struct(s.x, s.y, s.length)) AS segments
                FROM {s} s JOIN {blocks} one ON s.a = one.doc JOIN {blocks} two ON s.b = two.doc
                GROUP BY one.block, two.block, s.a, s.b""",
                s=segments,
                blocks=blocks,
            ),
        )
        # Where few blocks make few tasks, each pair of blocks is several of them.
        pieces = self._sql(
            f"""SELECT one, two, CAST(pmod(xxhash64(a), greatest(1, {n_tasks(self._spark)} DIV
                (SELECT count(DISTINCT one, two) FROM {{p}}))) AS INT) AS piece, a, b, segments
            FROM {{p}}""",
            p=placed,
        )
        rows = self._sql(
            """SELECT s.one, s.two, s.pairs, d.documents FROM (
                SELECT one, two, piece, collect_list(struct(a, b, segments)) AS pairs
                FROM {p} GROUP BY one, two, piece) s
            JOIN (SELECT n.one, n.two, n.piece,
                    collect_list(struct(d.doc, d.stream, d.bits, d.borders)) AS documents
                FROM (SELECT one, two, piece, a AS doc FROM {p}
                    UNION SELECT one, two, piece, b FROM {p}) n
                JOIN {d} d ON n.doc = d.doc GROUP BY n.one, n.two, n.piece) d
            ON s.one = d.one AND s.two = d.two AND s.piece = d.piece""",
            p=pieces,
            d=prepared,
        )
        least_bits = least_piece_bits(n_tokens, self._settings.min_bits)
        link = partial(steps.linked, least_bits=least_bits)
        return mapped(rows.repartition(n_tasks(self._spark)), link, steps.LINKS)

    def _families(
        self, grouping: Grouping, documents: "DataFrame", links: "DataFrame"
    ) -> "DataFrame":
        """Return the families that are worth telling, the most salient first."""
        # Kept by itself, so that a run that goes on need not look at all that led to it.
        groups = self._storage.step("groups", lambda: families_of(grouping, links))
        texts = self._sql(
            """SELECT d.doc, p.n, d.id, d.date, d.title, d.text, p.stream, p.bits, p.borders
            FROM {d} d JOIN {p} p ON d.doc = p.doc""",
            d=documents,
            p=grouping.prepared,
        )
        rows = with_documents(
            grouping,
            self._listed(grouping, groups),
            "g, wording, members, weights, others",
            "id, date, title, text, stream, bits, borders",
            texts,
        )
        tell = partial(settling.described, settings=self._settings)
        told = self._storage.step(
            "told/families", lambda: mapped(grouping.spread(rows, "bin"), tell, settling.FAMILIES)
        )
        # Two families may have one wording, word for word; the more salient is told.
        distinct = self._storage.step(
            "told/distinct",
            lambda: self._sql(
                """SELECT *, monotonically_increasing_id() AS f FROM (
                    SELECT * FROM (SELECT *, row_number() OVER (
                        PARTITION BY id ORDER BY salience DESC, text) AS nth FROM {told})
                    WHERE nth = 1 ORDER BY salience DESC, text, id)""",
                told=told,
            ).drop("nth"),
        )
        spans = self._sql(
            """SELECT collect_list(struct(f, o.start, o.end)) AS spans FROM (
                SELECT f, explode(occurrences) AS o FROM {f}) GROUP BY o.document""",
            f=distinct,
        )
        holders = self._sql(
            _HOLDERS,
            nested=mapped(spans, steps.nested, steps.NESTED),
            worded=self._sql(_WORDED, families=distinct),
            families=distinct,
            most=MOST_INSIDE,
        )
        # The JSON ends with what was not known when it was written: "part_of": []}
        return self._sql(
            """SELECT * EXCEPT (json, f, tokens), concat(
                substring(json, 1, length(json) - length('[]}}')), to_json(part_of), '}}') AS json
            FROM (SELECT f.*, coalesce(h.part_of, array()) AS part_of
                FROM {f} f LEFT JOIN {h} h ON f.f = h.f) ORDER BY f""",
            f=distinct,
            h=holders,
        )

    def _listed(self, grouping: Grouping, groups: "DataFrame") -> "DataFrame":
        """Return the families that are worth listing, with all places that have their wordings."""
        rows = with_documents(
            grouping,
            groups,
            "g, wording, members, weights",
            "stream, bits, borders",
            grouping.prepared,
        )
        mark = partial(settling.marked, least=grouping.least)
        marked = self._storage.step(
            "told/marked", lambda: mapped(grouping.spread(rows, "bin"), mark, steps.GROUPS)
        )

        return self._sql(
            """SELECT m.*, coalesce(l.others, array()) AS others FROM {m} m LEFT JOIN (
                SELECT g, collect_list(place) AS others FROM {l} GROUP BY g) l ON m.g = l.g""",
            m=marked,
            l=self._lacking(grouping, marked),
        )

    def _lacking(self, grouping: Grouping, marked: "DataFrame") -> "DataFrame":
        """Return where the wordings of families stand in documents that they have no member at."""
        n_parts = max(1, -(-marked.count() // WORDINGS_AT_ONCE))

        def lacking(part: int) -> "DataFrame":
            some = self._sql(
                f"SELECT * FROM {{m}} WHERE pmod(xxhash64(g), {n_parts}) = {part}", m=marked
            )
            wordings = some.select("g", "wording").orderBy("g").toLocalIterator()
            listed = self._spark.sparkContext.broadcast([tuple(row) for row in wordings])
            find = partial(settling.lacking, listed=listed)
            return mapped(in_bins(grouping, held(grouping, some)), find, settling.AT)

        parts = [
            self._storage.step(f"told/lacking/{part}", partial(lacking, part))
            for part in range(n_parts)
        ]
        return reduce(type(marked).union, parts)

    def _edges(self, families: "DataFrame") -> "DataFrame":
        """Return who took how much from whom, where dates say so."""
        rows = self._sql(
            """SELECT o.source, o.document AS target, collect_list(struct(
                o.start, o.end, o.similarity, id AS family)) AS taken
            FROM (SELECT id, explode(occurrences) AS o FROM {f})
            WHERE o.source IS NOT NULL GROUP BY o.source, o.document""",
            f=families,
        )
        return mapped(rows, steps.related, steps.EDGES).orderBy("source", "target")
