"""The families of a store: their places, wordings and descriptions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from lineage.described import FamilyTables, described, families_of
from lineage.model import Document, Family, Unit
from lineage.native.tables import Longs
from lineage.normalize import streams_of
from lineage.places import Group, Place
from lineage.seeding import Column
from lineage.store.bounds import Bounds, named
from lineage.store.descriptions import described_of, family_record
from lineage.store.records import tokens_bytes, tokens_of
from lineage.store.schema import decoding
from lineage.store.sound import blobs, check_families, check_names
from lineage.store.standing import Standing
from lineage.store.tables import Tables, number_column, objects
from lineage.weighing import Weighed


@dataclass(frozen=True, slots=True)
class StoredFamily:
    """A family as it is kept; its places name documents by their numbers in the store.

    Attributes:
        number: Its number.
        group: Its wording and its members.
        promise: What `promises_of` said of it.
        evidence: What `evidence_of` said of it, or at most would say, if that was asked.
    """

    number: int
    group: Group
    promise: float
    evidence: float | None


@dataclass(frozen=True, slots=True)
class Widened:
    """What is known of a family that has more members than before.

    Attributes:
        promise: As of a `StoredFamily`.
        evidence: As there.
        described: Its description, if it has one.
    """

    promise: float
    evidence: float | None
    described: FamilyTables | None


class Grouped(Tables):
    """The families of passages, and of sentences, that a store holds."""

    _standing: Standing | None = None

    def families_at(self, unit: Unit, places: Collection[Place], share: float) -> dict[int, int]:
        """Return the families that overlap places by a share of the shorter of the two.

        Returns:
            How many members each of them has, by its number.
        """
        touched = self._places.touched_by(places, share)
        sizes = dict(zip(touched.tolist(), self._places.sizes(touched), strict=True))
        return {number: sizes[number] for number in sorted(self.numbers_of(unit, sizes))}

    @property
    def _places(self) -> Standing:
        """The places of all families, read when they are first asked for."""
        if self._standing is None:
            found = self._columns("SELECT family, doc, first, last FROM places")
            self._check_places((found["doc"], found["first"], found["last"]))
            with decoding(self.path):
                self._standing = Standing(found)
        return self._standing

    def families_of_documents(self, numbers: Collection[int]) -> list[int]:
        """Return the families that have members in documents."""
        return self._numbers(
            "SELECT DISTINCT family FROM places SEMI JOIN wanted ON doc = number ORDER BY family",
            wanted=number_column(numbers),
        )

    def numbers_of(self, unit: Unit, numbers: Collection[int]) -> set[int]:
        """Return which of some families are of passages, or of sentences."""
        if not numbers:
            return set()
        sql = f"SELECT number FROM families SEMI JOIN wanted USING (number) WHERE unit = '{unit}'"
        return {*self._numbers(sql, wanted=number_column(numbers))}

    def wordings(self) -> tuple[Longs, list[bytes]]:
        """Return the numbers of all families of passages, and their wordings as they are kept."""
        return self._wordings("SELECT number, wording FROM families WHERE unit = 'passage'")

    def families(
        self,
        numbers: Collection[int],
        documents: Collection[int] | None = None,
        *,
        near: Collection[Place] | None = None,
    ) -> dict[int, StoredFamily]:
        """Return families by their numbers.

        Args:
            numbers: The numbers.
            documents: Documents whose members are asked for; all without. Some families have
                a member in nearly each document.
            near: Places that the members which are asked for overlap; all without.
        """
        if not numbers:
            return {}
        members = self._places.members(numbers, documents, near=near)
        rows = self._select(
            "SELECT number, wording, promise, evidence FROM families"
            " SEMI JOIN wanted USING (number) ORDER BY number",
            wanted=number_column(numbers),
        )
        with decoding(self.path):
            if documents is None and near is None and len(members) < len(numbers):
                raise ValueError("a family has no places")
            return {
                number: StoredFamily(
                    number,
                    Group(tokens_of(wording), members.get(number, ())),
                    float(promise),
                    None if evidence is None else float(evidence),
                )
                for number, wording, promise, evidence in rows
            }

    def smaller(self, numbers: Collection[int], size: int) -> list[int]:
        """Return those of some families that have fewer members than so many."""
        families = number_column(numbers)["number"]
        sizes = zip(families.tolist(), self._places.sizes(families), strict=True)
        return [number for number, n in sizes if n < size]

    def described(self, numbers: Collection[int]) -> dict[int, FamilyTables]:
        """Return the descriptions of families that have one, by their numbers."""
        rows = self._select(
            "SELECT family, data FROM descriptions SEMI JOIN wanted ON family = number"
            " ORDER BY family",
            wanted=number_column(numbers),
        )
        bounds = self._bounds
        with decoding(self.path):
            known = {number: described_of(record) for number, record in rows}
            check_families([*known.values()], bounds.without_lengths())
            return known

    def counting(self, unit: Unit, least: float, documents: Mapping[int, Document]) -> list[Family]:
        """Return the families that count, in the order of their numbers.

        Args:
            unit: Families of passages or of sentences.
            least: Evidence that a family of passages must have.
            documents: All documents, by their numbers.
        """
        names = {number: document.id for number, document in documents.items()}
        rows = self._select(
            "SELECT data FROM descriptions JOIN families ON number = family"
            f" WHERE unit = '{unit}' AND (evidence IS NULL OR evidence >= {least!r})"
            " ORDER BY number"
        )
        with decoding(self.path):
            known = [described_of(record) for (record,) in rows]
            lengths = [len(document.text) for document in documents.values()]
            check_families(known, Bounds(np.array([*names], np.int32), np.array(lengths, np.int32)))
            check_names(known, {*names.values()})
            return families_of(known, names)

    def shown(self) -> tuple[Longs, list[bytes]]:
        """Return the families of passages that have a description, and the wordings shown there."""
        return self._wordings(
            "SELECT number, d.wording FROM descriptions d JOIN families ON number = family"
            " WHERE unit = 'passage'"
        )

    def _wordings(self, sql: str) -> tuple[Longs, list[bytes]]:
        """Return numbers in order, and the wording of each as it is kept."""
        found = self._columns(sql)
        with decoding(self.path):
            numbers, wordings = named(found["number"]), blobs(found["wording"])
        # To have them put in order by the database takes twice as long as to read them.
        order = np.argsort(numbers)
        return numbers[order].astype(np.int64), wordings[order].tolist()

    def undescribed(self, least: float) -> list[int]:
        """Return the families of passages that may count and are not described."""
        return self._numbers(
            "SELECT number FROM families ANTI JOIN descriptions ON number = family"
            f" WHERE unit = 'passage' AND coalesce(evidence, promise) >= {least!r}"
            " ORDER BY number"
        )

    def claims(self) -> list[tuple[int, int]]:
        """Return the pairs of documents whose order a family's text shows, by number."""
        found = self._columns("SELECT DISTINCT earlier, later FROM claims ORDER BY ALL")
        with decoding(self.path):
            columns = (named(found[name]).tolist() for name in ("earlier", "later"))
            return [*zip(*columns, strict=True)]

    def next_family(self) -> int:
        """Return a number from which on no family has one."""
        return self._places.most() + 1

    def put_families(
        self,
        unit: Unit,
        families: Mapping[int, Weighed],
        documents: Mapping[str, int],
    ) -> None:
        """Keep families.

        Args:
            unit: Whether they are of passages or of sentences.
            families: The families by the numbers that they are to have.
            documents: The number of each document, by its id.
        """
        if not families:
            return
        weighed = families.values()
        self._execute(
            "INSERT INTO families SELECT number, unit, wording, promise,"
            " CASE WHEN isnan(evidence) THEN NULL ELSE evidence END FROM given",
            given={
                "number": np.fromiter(families, np.int32, len(families)),
                "unit": np.full(len(families), unit, object),
                "wording": objects(tokens_bytes(each.group.wording) for each in weighed),
                **_weights([(each.promise, each.evidence) for each in weighed]),
            },
        )
        self._put_descriptions(
            {
                number: described(each.family, documents)
                for number, each in families.items()
                if each.family is not None
            }
        )
        self._put_places({number: each.group.members for number, each in families.items()})
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

    def widen_families(
        self, families: Mapping[int, Widened], places: Mapping[int, Collection[Place]]
    ) -> None:
        """Keep families with more members than before; their wordings are the same.

        Args:
            families: What is known of the families now, by their numbers.
            places: The new members of each.
        """
        if not families:
            return
        weights = [(each.promise, each.evidence) for each in families.values()]
        self._execute(
            "UPDATE families SET promise = g.promise,"
            " evidence = CASE WHEN isnan(g.evidence) THEN NULL ELSE g.evidence END"
            " FROM given g WHERE families.number = g.number",
            given={"number": np.fromiter(families, np.int32, len(families)), **_weights(weights)},
        )
        known = {n: each.described for n, each in families.items() if each.described is not None}
        self._drop("descriptions", "family", known)
        self._put_descriptions(known)
        self._put_places({number: places[number] for number in families})

    def _put_descriptions(self, known: Mapping[int, FamilyTables]) -> None:
        if not known:
            return
        # The widest first: they are read again when a document comes, and then by themselves.
        numbers = sorted(known, key=lambda number: -len(known[number].rows))
        wordings = streams_of([known[number].head.text for number in numbers])
        self._execute(
            "INSERT INTO descriptions SELECT family, wording, data FROM given",
            given={
                "family": np.array(numbers, np.int32),
                "wording": objects(map(tokens_bytes, wordings)),
                "data": objects(family_record(known[number]) for number in numbers),
            },
        )

    def _put_places(self, places: Mapping[int, Collection[Place]]) -> None:
        columns = np.array(
            [(number, *place) for number, there in places.items() for place in there], np.int32
        ).reshape(-1, 4)
        names = ("family", "doc", "first", "last")
        given = {name: columns[:, n].copy() for n, name in enumerate(names)}
        self._execute("INSERT INTO places SELECT family, doc, first, last FROM given", given=given)
        if self._standing is not None:
            self._standing.put(given)

    def drop_families(self, numbers: Collection[int]) -> None:
        """Forget families."""
        if not numbers:
            return
        for table, column in (
            ("families", "number"),
            ("descriptions", "family"),
            ("places", "family"),
            ("claims", "family"),
        ):
            self._drop(table, column, numbers)
        if self._standing is not None:
            self._standing.drop(numbers)

    def _drop(self, table: str, column: str, numbers: Collection[int]) -> None:
        self._execute(
            f"DELETE FROM {table} WHERE {column} IN (SELECT number FROM wanted)",
            wanted=number_column(numbers),
        )


def _weights(weights: Collection[tuple[float, float | None]]) -> dict[str, Column]:
    """Return the columns of what families promise, and of the evidence for them."""
    return {
        "promise": np.array([promise for promise, _ in weights], np.float64),
        "evidence": np.array([np.nan if e is None else e for _, e in weights], np.float64),
    }
