"""The last touch to a family: ends where clauses end, and nothing unlike its wording.

What a reader would mark begins and ends with a clause: 推动学前教育普及普惠 rather than
学前教育普及普惠, though one document says 推动 and the other 促进. So each occurrence takes
in a few tokens up to the end of its clause, as long as it stays like the wording: clearly
like it, or what is marked would be more than what is shared.

The wording is the one that most occurrences are like, and an occurrence that is not like
it in three tokens of five is none (or, of a long wording, nearly a copy of one that is).

Two formulae that often stand side by side may be one wording. What has one of them alone
is an occurrence only if that says most of what the wording says, and if it has something
in common with all the others. Formulae may also share a name. What every speech says again
and again tells them apart as little as it joins them, so that what is new in a stretch is
weighed too (`novelty`). A copy that was cut short on the way, and changed as copies are, is
no such part; nor is most of a long passage, which is no formula: who changed the order of its
halves has it twice, half and half.

Last, what has one phrase of the wording only and else says its own is left out:
中华人民共和国成立75周年献礼 has of 今年是中华人民共和国成立75周年 the name of an anniversary, while
推动全市安全生产形势持续稳定好转 and 促进全市安全生产形势持续稳定好转 are one formula.

All this is done in `native/cohesion.c`.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from lineage.evidence import Clauses
from lineage.groups import Groups
from lineage.native.families import cohered
from lineage.native.tables import Ints, Longs, Texts, in_order_once
from lineage.parts import MapParts, in_kernels, in_parts
from lineage.places import Place
from lineage.prepare import Tokenized, novelty_of

LEAST_LIKE = 0.6
"""Likeness to the wording that every occurrence of a family has."""


class Weighings:
    """Documents as the kernels see them, by what they tell and by what of that is new.

    Args:
        prepared: The documents.
        known: The same as the kernels see them.
    """

    def __init__(self, prepared: Sequence[Tokenized], known: Texts) -> None:
        self.known = known
        self._prepared = prepared
        self._fresh = self.known.copy()
        self._is_fresh = np.zeros(len(prepared), np.bool_)

    def weigh(self, documents: Ints, map_parts: MapParts) -> None:
        """Weigh documents before they are asked for, or each process that does would do it."""
        there = in_order_once(documents.copy())
        sides = [self._prepared[number] for number in there.tolist()]
        parts = in_parts([len(side.codes) for side in sides], _TOKENS_A_PART)
        sums = chain.from_iterable(map_parts(_novelties, sides, parts))
        for number, each in zip(there.tolist(), sums, strict=True):
            self._fresh.weigh(number, each)
        self._is_fresh[there] = True

    def fresh(self, documents: Ints) -> Texts:
        """Return the documents, the given ones weighed by what is new in them."""
        for number in in_order_once(documents[~self._is_fresh[documents]]).tolist():
            self._fresh.weigh(number, novelty_of(self._prepared[number]))
            self._is_fresh[number] = True
        return self._fresh


_TOKENS_A_PART = 100_000
"""Tokens of the documents that are weighed in one go."""


@in_kernels
def _novelties(sides: Sequence[Tokenized], part: slice) -> "list[array[float]]":
    return list(map(novelty_of, sides[part]))


@dataclass(frozen=True, slots=True, eq=False)
class Cohesive:
    """Families' occurrences that are like their wordings, with more or fewer whole clauses.

    Attributes:
        clauses: What there is of each with whole clauses wherever these are like the wording at
            all.
        marked: The families with whole clauses where they say little else: what a reader is shown.
    """

    clauses: list[Clauses]
    marked: Groups


def cohesive(first: Longs, places: Ints, texts: Weighings) -> Cohesive:
    """Return families with whole clauses, of the occurrences that are like their wording.

    Args:
        first: Where the members of each family begin.
        places: The members.
        texts: The documents as the kernels see them.
    """
    families, members = cohered(texts.known, texts.fresh(places[:, 0]), first, places)
    counts = (families[name].tolist() for name in Clauses._fields)
    models = np.stack([families[name] for name in Place._fields], axis=1)
    return Cohesive(
        list(map(Clauses, *counts)), Groups(models, np.append(0, families["last"]), members)
    )
