"""The tables of a store, read and written as values."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage.attestation import pair_code, token_pairs
from lineage.corpus import Weighed
from lineage.model import Document, Family, RawSpan, Unit
from lineage.places import Group, Link, Place
from lineage.prepare import Prepared
from lineage.seeding import Column, Columns, postings
from lineage.settings import Settings
from lineage.store.records import (
    digest_of,
    document_facts,
    document_of,
    family_of,
    family_record,
    prepared_of,
    spans_of,
    text_bytes,
    text_of,
    token_record,
)
from lineage.store.schema import RULES, decoding, told
from lineage.version import __version__

_SETTINGS = ("min_length", "min_bits", "resemblance", "use_dates")
"""What decides which families there are; the rest of the settings changes nothing."""

_TOKENS = "stream, starts, ends, folded, inserted, sentences, borders, bits"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a document without reading it.

    Attributes:
        number: Its number in the store.
        id: Its id.
        date: Its date.
        digest: What tells whether it is another one than before.
        n_tokens: Length of its token stream.
        n_sentences: Number of its sentences.
    """

    number: int
    id: str
    date: str | None
    digest: bytes
    n_tokens: int
    n_sentences: int


@dataclass(frozen=True, slots=True)
class StoredFamily:
    """A family as it is kept; its places name documents by their numbers in the store.

    Attributes:
        number: Its number.
        group: Its wording and its members.
        promise: What `promise_of` said of it.
        evidence: What `evidence_of` said of it, if that was asked.
        is_described: Whether its description is kept.
    """

    number: int
    group: Group
    promise: float
    evidence: float | None
    is_described: bool


class Store:
    """An open store.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, connection: Any, facts: Mapping[str, Any]) -> None:
        self.path = path
        self._connection = connection
        self._facts = dict(facts)

    # The whole

    @property
    def settings(self) -> Settings:
        """The settings that its families were made with."""
        with decoding(self.path):
            given = self._facts["settings"]
            return Settings(**{name: given[name] for name in _SETTINGS})

    @property
    def seed_length(self) -> int:
        """Tokens of the n-grams that are kept; 0 when none are."""
        with decoding(self.path):
            return int(self._facts["k"])

    @property
    def drift(self) -> float:
        """How much came or went since all was computed from the start, as a share of all."""
        ((n_tokens,),) = self._select("SELECT coalesce(sum(n_tokens), 0) FROM documents")
        return float(self._facts.get("changed", 0) / max(n_tokens, 1))

    def add_drift(self, n_tokens: int) -> None:
        """Count tokens that came or went."""
        self.set_fact("changed", self._facts.get("changed", 0) + n_tokens)

    def set_fact(self, name: str, value: object) -> None:
        """Keep what is true of the store as a whole."""
        self._facts[name] = value
        self._connection.execute("DELETE FROM facts WHERE name = ?", [name])
        self._connection.execute("INSERT INTO facts VALUES (?, ?)", [name, json.dumps(value)])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written in the block, or nothing."""
        with told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        import duckdb

        try:
            self._connection.execute("ROLLBACK")
        except duckdb.Error:
            # What failed was the commit, or the disk: there is nothing left to undo.
            return

    def clear(self) -> None:
        """Forget everything but the settings; what comes is made by the rules of today."""
        self.set_fact("rules", RULES)
        self.set_fact("version", __version__)
        for table in (
            *("documents", "tokens", "words", "grams", "pairs", "links"),
            *("families", "places", "wordings", "claims"),
        ):
            self._connection.execute(f"DELETE FROM {table}")

    def _select(self, sql: str, **tables: Columns) -> list[tuple[Any, ...]]:
        with told(self.path), self._with(tables):
            rows: list[tuple[Any, ...]] = self._connection.execute(sql).fetchall()
            return rows

    def _columns(self, sql: str, **tables: Columns) -> dict[str, Column]:
        with told(self.path), self._with(tables):
            return dict(self._connection.execute(sql).fetchnumpy())

    def _execute(self, sql: str, **tables: Columns) -> None:
        with told(self.path), self._with(tables):
            self._connection.execute(sql)

    @contextmanager
    def _with(self, tables: Mapping[str, Columns]) -> Iterator[None]:
        for name, columns in tables.items():
            self._connection.register(name, dict(columns))
        try:
            yield
        finally:
            for name in tables:
                self._connection.unregister(name)

    # Documents

    def entries(self) -> list[Entry]:
        """Return what is known of all documents, in the order of their numbers."""
        rows = self._select(
            "SELECT number, id, date, digest, n_tokens, n_sentences FROM documents ORDER BY number"
        )
        with decoding(self.path):
            return [
                Entry(number, text_of(name), date, bytes(digest), n_tokens, n_sentences)
                for number, name, date, digest, n_tokens, n_sentences in rows
            ]

    def documents(self, numbers: Collection[int] | None = None) -> dict[int, Document]:
        """Return documents by their numbers; all without ``numbers``."""
        sql = "SELECT number, facts, text FROM documents"
        if numbers is None:
            rows = self._select(sql)
        else:
            rows = self._select(f"{sql} SEMI JOIN wanted USING (number)", wanted=_numbers(numbers))
        with decoding(self.path):
            return {number: document_of(facts, text) for number, facts, text in sorted(rows)}

    def inserted(self) -> dict[int, tuple[RawSpan, ...]]:
        """Return what resellers added to each document that has any of it."""
        rows = self._select("SELECT number, inserted FROM tokens WHERE octet_length(inserted) > 0")
        with decoding(self.path):
            return {number: spans_of(inserted) for number, inserted in rows}

    def streams(self) -> dict[int, str]:
        """Return the token streams of all documents, by their numbers."""
        rows = self._select("SELECT number, stream FROM tokens ORDER BY number")
        with decoding(self.path):
            return {number: text_of(stream) for number, stream in rows}

    def prepared(self, numbers: Collection[int]) -> dict[int, Prepared]:
        """Return documents prepared for comparison, by their numbers."""
        documents = self.documents(numbers)
        rows = self._select(
            f"SELECT number, {_TOKENS} FROM tokens SEMI JOIN wanted USING (number)",
            wanted=_numbers(numbers),
        )
        with decoding(self.path):
            found = {row[0]: prepared_of(documents[row[0]], row[1:]) for row in rows}
            return {number: found[number] for number in numbers}

    def put_documents(self, prepared: Mapping[int, Prepared], *, k: int) -> None:
        """Keep documents.

        Args:
            prepared: The documents by the numbers that they are to have.
            k: Tokens of an n-gram.
        """
        if not prepared:
            return
        sides = prepared.values()
        numbers = np.fromiter(prepared, np.int32, len(prepared))
        self._execute(
            "INSERT INTO documents SELECT number, id, date, digest, n_tokens, n_sentences, facts,"
            " text FROM given",
            given={
                "number": numbers,
                "id": _objects(text_bytes(side.document.id) for side in sides),
                "date": _objects(side.document.date for side in sides),
                "digest": _objects(digest_of(side.document) for side in sides),
                "n_tokens": np.array([len(side.codes) for side in sides], np.int32),
                "n_sentences": np.array([len(side.sentences) for side in sides], np.int32),
                "facts": _objects(document_facts(side.document) for side in sides),
                "text": _objects(text_bytes(side.document.text) for side in sides),
            },
        )
        records = list(zip(*map(token_record, sides), strict=True))
        columns = {
            name: _objects(values)
            for name, values in zip(_TOKENS.split(", "), records, strict=True)
        }
        self._execute(
            f"INSERT INTO tokens SELECT number, {_TOKENS} FROM given",
            given={"number": numbers, **columns},
        )
        pairs = [token_pairs(side).view(np.int64) for side in sides]
        self._execute(
            "INSERT INTO pairs SELECT code, doc FROM given",
            given={
                "code": np.concatenate(pairs),
                "doc": np.repeat(numbers, [len(each) for each in pairs]),
            },
        )
        self.put_grams(prepared, k=k)

    def put_grams(self, prepared: Mapping[int, Prepared], *, k: int) -> None:
        """Keep the postings of documents."""
        numbers = np.fromiter(prepared, np.int32, len(prepared))
        table = postings([side.codes for side in prepared.values()], k)
        self._execute(
            "INSERT INTO grams SELECT h1, h2, h4, doc, pos FROM given",
            given={**table, "doc": numbers[table["doc"]]},
        )

    def drop_grams(self) -> None:
        """Forget all postings."""
        self._execute("DELETE FROM grams")

    def drop_documents(self, numbers: Collection[int]) -> None:
        """Forget documents and the passages they share; their families are another matter."""
        if not numbers:
            return
        listed = ", ".join(str(int(number)) for number in sorted(numbers))
        for table, column in (
            ("documents", "number"),
            ("tokens", "number"),
            ("grams", "doc"),
            ("pairs", "doc"),
        ):
            self._execute(f"DELETE FROM {table} WHERE {column} IN ({listed})")
        self._execute(f"DELETE FROM links WHERE a IN ({listed}) OR b IN ({listed})")

    # Words, n-grams and usage

    def word_counts(self, words: Collection[str]) -> tuple[dict[str, int], int, int]:
        """Return how often words occur beyond their first time in each document.

        Returns:
            The counts of those that occur, the sum for all words, and the number of words.
        """
        rows = self._select(
            "SELECT word, n - n_documents FROM words SEMI JOIN wanted USING (word)",
            wanted={"word": _objects(map(text_bytes, words))},
        )
        ((total, n_words),) = self._select(
            "SELECT coalesce(sum(n - n_documents), 0), count(*) FROM words"
        )
        with decoding(self.path):
            return {text_of(word): n for word, n in rows}, int(total), n_words

    def add_words(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Change how often words occur, and in how many documents, by what is given."""
        self._execute(
            "CREATE OR REPLACE TEMP TABLE changed AS SELECT * FROM given",
            given={
                "word": _objects(map(text_bytes, counts)),
                "n": np.array([n for n, _ in counts.values()], np.int64),
                "n_documents": np.array([n for _, n in counts.values()], np.int64),
            },
        )
        self._execute(
            "UPDATE words SET n = words.n + c.n, n_documents = words.n_documents + c.n_documents"
            " FROM changed c WHERE words.word = c.word"
        )
        self._execute(
            "INSERT INTO words SELECT word, n, n_documents FROM changed ANTI JOIN words"
            " USING (word)"
        )
        self._execute("DELETE FROM words WHERE n_documents <= 0")
        self._execute("DROP TABLE changed")

    def grams(self, hashes: npt.NDArray[np.int64]) -> dict[str, Column]:
        """Return the postings of n-grams by their hashes, of all documents."""
        return self._columns(
            "SELECT h1, h2, h4, doc, pos FROM grams SEMI JOIN wanted USING (h1)",
            wanted={"h1": hashes},
        )

    def grams_at(self, places: Collection[Place]) -> npt.NDArray[np.int64]:
        """Return the hashes of the n-grams that begin in some places."""
        numbers = np.array(sorted(places), np.int32).reshape(-1, 3)
        found = self._columns(
            "SELECT DISTINCT h1 FROM grams g JOIN given p"
            " ON g.doc = p.doc AND g.pos >= p.first AND g.pos < p.last",
            given={n: numbers[:, i].copy() for i, n in enumerate(("doc", "first", "last"))},
        )
        return found["h1"].astype(np.int64)

    def grams_of(self, numbers: Collection[int]) -> npt.NDArray[np.int64]:
        """Return the hashes of the n-grams of documents."""
        found = self._columns(
            "SELECT DISTINCT h1 FROM grams WHERE doc IN (SELECT number FROM wanted)",
            wanted=_numbers(numbers),
        )
        return found["h1"].astype(np.int64)

    def documents_with(self, pair: str) -> list[int]:
        """Return the numbers of the documents that have two tokens in a row."""
        sql = f"SELECT doc FROM pairs WHERE code = {pair_code(pair):d}"
        return [number for (number,) in self._select(sql)]

    # Passages and families

    def put_links(self, unit: Unit, links: Collection[Link]) -> None:
        """Keep passage pairs."""
        if not links:
            return
        numbers = np.array([(*link.left, *link.right) for link in links], np.int32)
        names = ("a", "a_start", "a_end", "b", "b_start", "b_end")
        self._execute(
            f"INSERT INTO links SELECT '{unit}', {', '.join(names)}, likeness FROM given",
            given={
                **{name: numbers[:, n].copy() for n, name in enumerate(names)},
                "likeness": np.array([link.likeness for link in links], np.float64),
            },
        )

    def drop_links(self, links: Collection[Link]) -> None:
        """Forget pairs of passages."""
        numbers = np.array([(*link.left, *link.right) for link in links], np.int32).reshape(-1, 6)
        names = ("a", "a_start", "a_end", "b", "b_start", "b_end")
        self._execute(
            "DELETE FROM links WHERE unit = 'passage' AND EXISTS (SELECT * FROM given g WHERE "
            + " AND ".join(f"g.{name} = links.{name}" for name in names)
            + ")",
            given={name: numbers[:, n].copy() for n, name in enumerate(names)},
        )

    def links_at(self, places: Collection[Place]) -> set[Link]:
        """Return the pairs of passages of which one side overlaps one of some places."""
        numbers = np.array(sorted(places), np.int32)
        columns = {n: numbers[:, i].copy() for i, n in enumerate(("doc", "first", "last"))}
        rows = self._select(
            " UNION ".join(
                f"""
                SELECT DISTINCT a, a_start, a_end, b, b_start, b_end, likeness
                FROM links JOIN given g ON {side} = g.doc
                    AND {side}_start < g.last AND g.first < {side}_end
                WHERE unit = 'passage'
                """
                for side in "ab"
            ),
            given=columns,
        )
        return {Link(Place(*row[:3]), Place(*row[3:6]), row[6]) for row in rows}

    def links_within(self, unit: Unit, families: Collection[int], share: float) -> list[Link]:
        """Return the passage pairs of which one of some families holds most, on both sides.

        Args:
            unit: Whether pairs of passages or of sentences are meant.
            families: The families, by their numbers.
            share: How much of either side a member of the family must cover.
        """
        rows = self._select(
            f"""
            WITH members AS (SELECT * FROM places SEMI JOIN wanted ON family = number)
            SELECT DISTINCT a, a_start, a_end, b, b_start, b_end, likeness
            FROM links
            JOIN members p ON p.doc = a AND least(p.last, a_end) - greatest(p.first, a_start)
                >= {share} * (a_end - a_start)
            JOIN members q ON q.family = p.family AND q.doc = b
                AND least(q.last, b_end) - greatest(q.first, b_start) >= {share} * (b_end - b_start)
            WHERE unit = '{unit}' ORDER BY ALL
            """,
            wanted=_numbers(families),
        )
        return [Link(Place(*row[:3]), Place(*row[3:6]), row[6]) for row in rows]

    def families_at(self, unit: Unit, places: Collection[Place], share: float) -> dict[int, int]:
        """Return the families that overlap places by a share of the shorter of the two.

        Returns:
            How many members each of them has, by its number.
        """
        if not places:
            return {}
        numbers = np.array(sorted(places), np.int32)
        rows = self._select(
            f"""
            WITH near AS (
                SELECT DISTINCT p.family FROM given g JOIN places p ON p.doc = g.doc
                    AND p.first < g.last AND g.first < p.last
                    AND least(p.last, g.last) - greatest(p.first, g.first)
                        >= {share} * least(p.last - p.first, g.last - g.first)
            )
            SELECT p.family, count(*) FROM places p SEMI JOIN near USING (family)
            JOIN families f ON f.number = p.family AND f.unit = '{unit}'
            GROUP BY p.family ORDER BY p.family
            """,
            given={name: numbers[:, n].copy() for n, name in enumerate(("doc", "first", "last"))},
        )
        return dict(rows)

    def families_of_documents(self, numbers: Collection[int]) -> list[int]:
        """Return the families that have members in documents."""
        rows = self._select(
            "SELECT DISTINCT family FROM places SEMI JOIN wanted ON doc = number ORDER BY family",
            wanted=_numbers(numbers),
        )
        return [number for (number,) in rows]

    def numbers_of(self, unit: Unit, numbers: Collection[int]) -> set[int]:
        """Return which of some families are of passages, or of sentences."""
        rows = self._select(
            f"SELECT number FROM families SEMI JOIN wanted USING (number) WHERE unit = '{unit}'",
            wanted=_numbers(numbers),
        )
        return {number for (number,) in rows}

    def wordings(self, hashes: npt.NDArray[np.int64]) -> dict[str, Column]:
        """Return the postings of the families' wordings by their hashes."""
        return self._columns(
            "SELECT h1, h2, h4, doc, pos FROM wordings SEMI JOIN wanted USING (h1)",
            wanted={"h1": hashes},
        )

    def families(self, numbers: Collection[int]) -> dict[int, StoredFamily]:
        """Return families by their numbers."""
        wanted = _numbers(numbers)
        members: dict[int, list[Place]] = defaultdict(list)
        for family, *place in self._select(
            "SELECT family, doc, first, last FROM places SEMI JOIN wanted ON family = number",
            wanted=wanted,
        ):
            members[family].append(Place(*place))
        rows = self._select(
            "SELECT number, wording, promise, evidence, described IS NOT NULL FROM families"
            " SEMI JOIN wanted USING (number) ORDER BY number",
            wanted=wanted,
        )
        with decoding(self.path):
            return {
                number: StoredFamily(
                    number,
                    Group(text_of(wording), tuple(sorted(members[number]))),
                    promise,
                    evidence,
                    is_described,
                )
                for number, wording, promise, evidence, is_described in rows
            }

    def described(self, numbers: Collection[int], names: Mapping[int, str]) -> dict[int, Family]:
        """Return the descriptions of families that have one.

        Args:
            numbers: The numbers of the families.
            names: The ids of the documents, by their numbers.
        """
        rows = self._select(
            "SELECT number, described FROM families SEMI JOIN wanted USING (number)"
            " WHERE described IS NOT NULL ORDER BY number",
            wanted=_numbers(numbers),
        )
        with decoding(self.path):
            return {number: family_of(record, names) for number, record in rows}

    def counting(self, unit: Unit, least: float, names: Mapping[int, str]) -> list[Family]:
        """Return the families that count, in the order of their numbers.

        Args:
            unit: Families of passages or of sentences.
            least: Evidence that a family of passages must have.
            names: The ids of all documents, by their numbers.
        """
        rows = self._select(
            "SELECT described FROM families WHERE described IS NOT NULL"
            f" AND unit = '{unit}' AND (evidence IS NULL OR evidence >= {least!r})"
            " ORDER BY number"
        )
        with decoding(self.path):
            return [family_of(record, names) for (record,) in rows]

    def undescribed(self, least: float) -> list[int]:
        """Return the families of passages that may count and are not described."""
        rows = self._select(
            "SELECT number FROM families WHERE described IS NULL AND unit = 'passage'"
            f" AND coalesce(evidence, promise) >= {least!r} ORDER BY number"
        )
        return [number for (number,) in rows]

    def claims(self) -> list[tuple[int, int]]:
        """Return the pairs of documents whose order a family's text shows, by number."""
        return [
            (earlier, later)
            for earlier, later in self._select(
                "SELECT DISTINCT earlier, later FROM claims ORDER BY ALL"
            )
        ]

    def next_family(self) -> int:
        """Return the first number that no family has had."""
        ((number,),) = self._select("SELECT coalesce(max(number), -1) + 1 FROM families")
        return int(number)

    def put_families(
        self,
        unit: Unit,
        families: Mapping[int, Weighed],
        documents: Mapping[str, int],
        wordings: Columns | None = None,
    ) -> None:
        """Keep families.

        Args:
            unit: Whether they are of passages or of sentences.
            families: The families by the numbers that they are to have.
            documents: The number of each document, by its id.
            wordings: The postings of their wordings, by which they are to be found.
        """
        if not families:
            return
        weighed = families.values()
        described = [
            None if each.family is None else family_record(each.family, documents)
            for each in weighed
        ]
        self._execute(
            "INSERT INTO families SELECT number, unit, wording, promise,"
            " CASE WHEN isnan(evidence) THEN NULL ELSE evidence END, described FROM given",
            given={
                "number": np.fromiter(families, np.int32, len(families)),
                "unit": np.full(len(families), unit, object),
                "wording": _objects(text_bytes(each.group.wording) for each in weighed),
                "promise": np.array([each.promise for each in weighed], np.float64),
                "evidence": np.array(
                    [np.nan if e.evidence is None else e.evidence for e in weighed], np.float64
                ),
                # An empty column would have no type.
                "described": _objects([*described, b""])[:-1],
            },
        )
        places = np.array(
            [(number, *place) for number, each in families.items() for place in each.group.members],
            np.int32,
        ).reshape(-1, 4)
        names = ("family", "doc", "first", "last")
        self._execute(
            "INSERT INTO places SELECT family, doc, first, last FROM given",
            given={name: places[:, n].copy() for n, name in enumerate(names)},
        )
        if wordings is not None:
            self._execute(
                "INSERT INTO wordings SELECT h1, h2, h4, doc, pos FROM given", given=wordings
            )
        claims = [
            (number, documents[occurrence.source], documents[occurrence.document])
            for number, each in families.items()
            for occurrence in (each.family.occurrences if each.family else ())
            if occurrence.source is not None
            and occurrence.direction is not None
            and occurrence.direction.by == "text"
        ]
        if claims:
            columns = np.array(claims, np.int32)
            self._execute(
                "INSERT INTO claims SELECT family, earlier, later FROM given",
                given={
                    name: columns[:, n].copy()
                    for n, name in enumerate(("family", "earlier", "later"))
                },
            )

    def widen_family(
        self,
        number: int,
        weighed: Weighed,
        places: Sequence[Place],
        documents: Mapping[str, int],
    ) -> None:
        """Keep a family with more members than before; its wording is the same.

        Args:
            number: Its number.
            weighed: The family as it is now.
            places: The new members.
            documents: The number of each document, by its id.
        """
        self._execute(
            "UPDATE families SET promise = g.promise, described = g.described,"
            " evidence = CASE WHEN isnan(g.evidence) THEN NULL ELSE g.evidence END"
            " FROM given g WHERE families.number = g.number",
            given={
                "number": np.array([number], np.int32),
                "promise": np.array([weighed.promise]),
                "evidence": np.array(
                    [np.nan if weighed.evidence is None else weighed.evidence], np.float64
                ),
                "described": _objects(
                    [weighed.family and family_record(weighed.family, documents), b""]
                )[:1],
            },
        )
        columns = np.array(places, np.int32).reshape(-1, 3)
        names = ("doc", "first", "last")
        self._execute(
            f"INSERT INTO places SELECT {number:d}, doc, first, last FROM given",
            given={name: columns[:, n].copy() for n, name in enumerate(names)},
        )

    def drop_families(self, numbers: Collection[int]) -> None:
        """Forget families."""
        if not numbers:
            return
        for table, column in (
            ("families", "number"),
            ("places", "family"),
            ("wordings", "doc"),
            ("claims", "family"),
        ):
            # Sentences' wordings are not looked up, so their numbers meet nothing there.
            self._execute(
                f"DELETE FROM {table} WHERE {column} IN (SELECT number FROM wanted)",
                wanted=_numbers(numbers),
            )


def _numbers(numbers: Collection[int]) -> dict[str, Column]:
    return {"number": np.array(sorted(numbers), np.int32)}


def _objects(values: Iterable[object]) -> npt.NDArray[np.object_]:
    listed: Sequence[object] = list(values)
    column = np.empty(len(listed), object)
    column[:] = listed
    return column
