"""The passage pairs of a store."""

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from lineage.model import Unit
from lineage.places import Group, Link, Place, places_table
from lineage.seeding import Column, Columns
from lineage.store.schema import decoding
from lineage.store.sound import ratios
from lineage.store.tables import Tables

_OF_FEW = "a IN (SELECT a FROM given)"
"""What the database checks first where pairs are asked for: rows stand in the order of their left
documents, and most of these are not asked for. It takes a third off."""


class Pairs(Tables):
    """The pairs of passages, and of sentences, that a store holds."""

    def put_seeds(self, rows: Columns) -> None:
        """Keep links of the plan, those in a row together."""
        self._execute("INSERT INTO seeds SELECT a, b, x, y, length FROM given", given=rows)

    def seeds_of_pairs(self, pairs: npt.NDArray[np.int64]) -> dict[str, Column]:
        """Return the links of the plan that some pairs of documents have, those in a row together.

        Returns:
            The columns of a table, and as ``number`` what `drop_seeds` knows each row by.
        """
        found = self._columns(
            "SELECT rowid AS number, a, b, x, y, length FROM seeds SEMI JOIN given USING (a, b)"
            f" WHERE {_OF_FEW}",
            given={name: pairs[:, n].astype(np.int32) for n, name in enumerate("ab")},
        )
        length = found["length"].astype(np.int64)
        self._check_places(
            (found["a"], found["x"], found["x"].astype(np.int64) + length),
            (found["b"], found["y"], found["y"].astype(np.int64) + length),
        )
        return found

    def drop_seeds(self, numbers: Column) -> None:
        """Forget rows of links, before anything else is done with these."""
        self._execute(
            "DELETE FROM seeds WHERE rowid IN (SELECT number FROM wanted)",
            wanted={"number": numbers},
        )

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

    def drop_links(self, unit: Unit, links: Collection[Link]) -> None:
        """Forget passage pairs."""
        if not links:
            return
        numbers = np.array([(*link.left, *link.right) for link in links], np.int32).reshape(-1, 6)
        names = ("a", "a_start", "a_end", "b", "b_start", "b_end")
        self._execute(
            f"DELETE FROM links WHERE unit = '{unit}' AND {_OF_FEW}"
            " AND EXISTS (SELECT * FROM given g WHERE "
            + " AND ".join(f"g.{name} = links.{name}" for name in names)
            + ")",
            given={name: numbers[:, n].copy() for n, name in enumerate(names)},
        )

    def pairs_with_links(self, segments: Columns) -> npt.NDArray[np.int64]:
        """Return the pairs of documents that have a pair of passages where a segment lies."""
        found = self._columns(
            f"""
            SELECT DISTINCT l.a, l.b FROM links l JOIN given g ON l.a = g.a AND l.b = g.b
                AND l.a_start < g.x + g.length AND g.x < l.a_end
                AND l.b_start < g.y + g.length AND g.y < l.b_end
            WHERE unit = 'passage' AND l.{_OF_FEW}
            """,
            given=segments,
        )
        return np.stack([found["a"], found["b"]], axis=1).astype(np.int64)

    def links_of_pairs(self, pairs: npt.NDArray[np.int64]) -> set[Link]:
        """Return the pairs of passages of some pairs of documents."""
        found = self._columns(
            "SELECT a, a_start, a_end, b, b_start, b_end, likeness FROM links"
            f" SEMI JOIN given USING (a, b) WHERE unit = 'passage' AND {_OF_FEW}",
            given={name: pairs[:, n].astype(np.int32) for n, name in enumerate("ab")},
        )
        return {*self._links(found)}

    def links_at(self, places: Collection[Place], most: int) -> set[Link] | None:
        """Return the pairs of passages of which one side overlaps one of some places.

        Args:
            places: The places.
            most: How many pairs are worth having.

        Returns:
            ``None`` if there are more.
        """
        numbers = np.array(sorted(places), np.int32)
        columns = {n: numbers[:, i].copy() for i, n in enumerate(("doc", "first", "last"))}
        found: set[Link] = set()
        for side in "ab":
            there = self._columns(
                f"""
                SELECT DISTINCT a, a_start, a_end, b, b_start, b_end, likeness
                FROM links JOIN given g ON {side} = g.doc
                    AND {side}_start < g.last AND g.first < {side}_end
                WHERE unit = 'passage' LIMIT {most + 1}
                """,
                given=columns,
            )
            if len(there["a"]) > most:
                return None
            found |= {*self._links(there)}
        return found if len(found) <= most else None

    def links_within(self, unit: Unit, groups: Mapping[int, Group], share: float) -> list[Link]:
        """Return the passage pairs of which one of some families holds most, on both sides.

        Args:
            unit: Whether pairs of passages or of sentences are meant.
            groups: The families, by their numbers.
            share: How much of either side a member of the family must cover.
        """
        first, places = places_table([group.members for group in groups.values()])
        columns = {n: places[:, i].copy() for i, n in enumerate(("doc", "first", "last"))}
        found = self._columns(
            f"""
            SELECT DISTINCT a, a_start, a_end, b, b_start, b_end, likeness
            FROM links
            JOIN given p ON p.doc = a AND least(p.last, a_end) - greatest(p.first, a_start)
                >= {share} * (a_end - a_start)
            JOIN given q ON q.family = p.family AND q.doc = b
                AND least(q.last, b_end) - greatest(q.first, b_start) >= {share} * (b_end - b_start)
            WHERE unit = '{unit}' AND a IN (SELECT doc FROM given) ORDER BY ALL
            """,
            given={"family": np.repeat(np.array([*groups], np.int32), np.diff(first)), **columns},
        )
        return self._links(found)

    def _links(self, columns: Columns) -> list[Link]:
        """Return passage pairs from columns of a table of these."""
        left, right = (
            (columns[side], columns[f"{side}_start"], columns[f"{side}_end"]) for side in "ab"
        )
        self._check_places(left, right)
        with decoding(self.path):
            likeness = ratios(columns["likeness"])
        places = (
            map(Place._make, zip(*(column.tolist() for column in side), strict=True))
            for side in (left, right)
        )
        return [*map(Link, *places, likeness.tolist())]
