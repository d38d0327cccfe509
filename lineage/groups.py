"""Families before they are described, all of them in a few tables, as the kernels see them.

Between the passage pairs of a large collection and the families that are described, hundreds
of thousands of families with millions of members are joined, aligned and dropped, several
times over. With one object for each family and member, most of the time went into making and
unmaking objects; here a family is a number, and a member a row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from lineage.native.families import family_order
from lineage.native.tables import Bools, Ints, Longs, edges, first_of_each, ranges, row_order
from lineage.places import Group, Place, members_table
from lineage.prepare import Tokenized

Numbers = npt.NDArray[np.intp]

_SEVERAL = 2
"""Documents that a family must have a member in."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Families.

    Attributes:
        models: Where the wording of each stands: document, first token and end.
        first: Where the members of each begin among all members; at last, how many there are.
        members: Document, first token and end of each member; those of a family in order.
    """

    models: Ints
    first: Longs
    members: Ints

    @classmethod
    def of(cls, groups: Sequence[Group]) -> "Groups":
        """Return families whose wordings are texts of their own: the n-th has the n-th."""
        models = [(n, 0, len(group.wording)) for n, group in enumerate(groups)]
        return cls(np.array(models, np.int32).reshape(-1, 3), *members_table(groups))

    @classmethod
    def alone(cls, places: Ints) -> "Groups":
        """Return places as families of one member each."""
        return cls(places, np.arange(len(places) + 1), places)

    @classmethod
    def one_after_another(cls, parts: Sequence["Groups"]) -> "Groups":
        """Return the families of several tables as one table."""
        sizes = np.concatenate([part.sizes for part in parts])
        models = np.concatenate([part.models for part in parts])
        return cls(models, edges(sizes), np.concatenate([part.members for part in parts]))

    def __len__(self) -> int:
        return len(self.models)

    @property
    def lengths(self) -> Ints:
        """How many tokens the wording of each has."""
        return self.models[:, 2] - self.models[:, 1]

    @property
    def sizes(self) -> Longs:
        """How many members each has."""
        return np.diff(self.first)

    @property
    def n_documents(self) -> Longs:
        """How many documents have a member of each."""
        is_other = np.ones(len(self.members), np.bool_)
        is_other[1:] = self.members[1:, 0] != self.members[:-1, 0]
        is_other[self.first[:-1]] = True
        return np.diff(edges(is_other)[self.first])

    def chosen(self, numbers: Numbers) -> "Groups":
        """Return some of the families, in the order of their numbers as given."""
        first = self.first[numbers]
        sizes = self.first[numbers + 1] - first
        rows = ranges(first, sizes)
        return Groups(self.models[numbers], edges(sizes), self.members[rows])

    def renumbered(self, names: Numbers) -> "Groups":
        """Return the families with other numbers of their documents.

        Args:
            names: The new number of each document, by the one it has.
        """
        models, members = self.models.copy(), self.members.copy()
        models[:, 0], members[:, 0] = names[models[:, 0]], names[members[:, 0]]
        return Groups(models, self.first, members)

    def without(self, is_lost: Bools) -> "Groups":
        """Return the families without some members; whole where that would leave one document.

        Args:
            is_lost: Which members go.
        """
        kept = ~is_lost
        family_of = np.repeat(np.arange(len(self)), self.sizes)
        for family in np.unique(family_of[is_lost]).tolist():
            rows = slice(self.first[family], self.first[family + 1])
            if len(np.unique(self.members[rows, 0][kept[rows]])) < _SEVERAL:
                kept[rows] = True
        sizes = np.bincount(family_of[kept], minlength=len(self))
        return Groups(self.models, edges(sizes), self.members[kept])

    def order(self, one: Longs | Ints, two: Longs | Ints) -> Numbers:
        """Return the numbers of the families with the largest first, of equals by their members.

        Args:
            one: What they are sorted by first.
            two: What those are sorted by that are equal in that.
        """
        return family_order(self.first, self.members, np.stack((one, two), axis=1).astype(np.int64))

    def gathered(self, roots: Numbers | Ints, is_kept: Bools | slice = slice(None)) -> "Groups":
        """Return the families that others were taken into, each with the members of all these.

        Args:
            roots: Of each family, the number of the one that has it; its own where it stays.
            is_kept: Which members are taken along.
        """
        rows = np.column_stack((np.repeat(roots, self.sizes), self.members))[is_kept]
        root, document, start, end = rows.T
        order = row_order(root, document, start, end - start)
        rows = order[first_of_each(rows[order])]
        numbers = np.flatnonzero(roots == np.arange(len(self)))
        sizes = np.bincount(root[rows], minlength=len(self))[numbers]
        return Groups(self.models[numbers], edges(sizes), self.members[is_kept][rows])

    def _parts(self) -> Iterator[tuple[Place, tuple[Place, ...]]]:
        """Yield the place of the wording of each, and its members."""
        members = list(map(Place._make, self.members.tolist()))
        for model, (a, b) in zip(self.models.tolist(), pairwise(self.first.tolist()), strict=True):
            yield Place._make(model), tuple(members[a:b])

    def wordings(self, prepared: Sequence[Tokenized]) -> list[str]:
        """Return the wording of each, which is one of documents."""
        return [prepared[n].tokens[start:end] for n, start, end in self.models.tolist()]

    def listed(self, prepared: Sequence[Tokenized]) -> tuple[Group, ...]:
        """Return the families one by one, their wordings those of documents."""
        return tuple(
            Group(
                prepared[document].tokens[start:end],
                members,
                prepared[document].side.bits[start:end].tobytes(),
            )
            for (document, start, end), members in self._parts()
        )

    def among(self, given: Sequence[Group]) -> tuple[Group, ...]:
        """Return the families one by one, that came of those that `of` was given.

        All may have gained members, or all have lost some: those with as many are as they were.
        """
        places = self.members
        return tuple(
            given[n]
            if len(given[n].members) == b - a
            else given[n].with_members(map(Place._make, places[a:b].tolist()))
            for n, (a, b) in zip(
                self.models[:, 0].tolist(), pairwise(self.first.tolist()), strict=True
            )
        )
