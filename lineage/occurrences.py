"""The occurrences of many families as columns.

What is asked of all of them at once is asked of columns: a loop over a value for each takes
several times as long, and a collection has many more occurrences than families.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from lineage.model import Family, Occurrence

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """The occurrences of all families, in the order of these.

    Attributes:
        members: The occurrences.
        families: The number of the family of each.
        documents: The number of its document.
        starts: Where it stands there.
        ends: Where it ends.
    """

    members: Sequence[Occurrence]
    families: Numbers
    documents: Numbers
    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, families: Sequence[Family], numbers: Mapping[str, int]) -> "Occurrences":
        """Return the occurrences of families.

        Args:
            families: The families.
            numbers: The number of each document.
        """
        of_each = [family.occurrences for family in families]
        members = list(chain.from_iterable(of_each))
        n = len(members)
        spans = list(map(attrgetter("span"), members))
        names = map(attrgetter("document"), members)
        return cls(
            members,
            np.repeat(np.arange(len(families)), list(map(len, of_each))),
            np.fromiter(map(numbers.__getitem__, names), np.int64, n),
            np.fromiter(map(attrgetter("start"), spans), np.int64, n),
            np.fromiter(map(attrgetter("end"), spans), np.int64, n),
        )

    def by_bearer(self) -> tuple[Numbers, Numbers]:
        """Return the rows, those of one document in one family side by side, and how many each has.

        They stand in the order of the families, in each in that of the documents, and the rows
        of a document in their own.
        """
        n_documents = self.documents.max(initial=0) + 1
        bearer = self.families * n_documents + self.documents
        _, sizes = np.unique(bearer, return_counts=True)
        return bearer.argsort(kind="stable"), sizes
