"""Passage pairs of a corpus → families: the occurrences of one wording each.

An **occurrence** is a stretch of one document. Stretches that mostly coincide are one
occurrence, with the borders that most pairs give it.

Plain connected components of occurrences chain: one long occurrence that overlaps two
formulae glues their families, and in 143 reports one family swallowed all documents.
Here nothing joins a family unless it resembles the family's wording. *Guarded joining*
takes the passage pairs in the order of their likeness; two families join when their
wordings resemble each other, and the larger one's wording stays. *A second pass* over the
wordings alone brings together what the order of joining kept apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel

from lineage.groups import Groups
from lineage.native import families as kernels
from lineage.native.library import Rows
from lineage.native.tables import (
    Bools,
    Ints,
    Longs,
    Text,
    Texts,
    code_points,
    first_of_each,
    row_order,
    sort_keys,
)
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another
from lineage.places import LENGTH_RATIO
from lineage.prepare import running_sums


def merge_places(places: Ints) -> tuple[Ints, npt.NDArray[np.intp]]:
    """Return the occurrences that places make, and the number of that which each belongs to.

    Stretches of one document that mostly coincide are one occurrence. They are swept in order,
    long before short, so that a formula inside a passage opens an occurrence of its own; each
    is compared with the few occurrences still open. An occurrence takes the start and the end
    that most of its stretches have.

    Args:
        places: Three columns: document, first token and end.

    Returns:
        The occurrences in order, with the same columns, and their numbers.
    """
    document, start, end = places.T
    order = row_order(document, start, end.max(initial=0) - end)
    distinct, of_place = _numbered(places, order)
    votes = np.bincount(of_place, minlength=len(distinct)).astype(np.int32)
    elected = kernels.occurrences(distinct, votes)
    occurrences, number = _numbered(elected, row_order(*elected.T))
    return occurrences, number[of_place]


def _numbered(rows: Ints, order: npt.NDArray[np.intp]) -> tuple[Ints, npt.NDArray[np.intp]]:
    """Return the different ones of rows in an order, and the number of each row among them."""
    is_first = first_of_each(rows[order])
    numbers = np.empty(len(rows), np.intp)
    numbers[order] = np.cumsum(is_first) - 1
    return rows[order][is_first], numbers


def join_guarded(links: Rows, texts: Texts, *, resemblance: float, by_bits: bool) -> Groups:
    """Return families by guarded joining.

    Args:
        links: Passage pairs, in any order.
        texts: The documents.
        resemblance: Likeness of two wordings from which their families join.
        by_bits: Whether they must also resemble each other by surprisal.
    """
    places, number = merge_places(np.concatenate((links["left"], links["right"])))
    left, right = number[: len(links)], number[len(links) :]
    # The likest pairs first, of these the longest.
    lengths = places[left, 2] - places[left, 1]
    order = _likest_first(links["likeness"], lengths.max(initial=0) - lengths, left, right)
    n = len(places)
    into = kernels.joined(
        texts,
        places,
        np.full(n, by_bits, np.uint8),
        np.ones(n, np.int64),
        np.stack((left, right), axis=1)[order].astype(np.int32),
        resemblance=resemblance,
    )
    return Groups.alone(places).gathered(_roots(into))


def _likest_first(
    ratios: npt.NDArray[np.float64], *columns: Ints | npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """Return the order of pairs by their likeness, and of equally like ones by further columns."""
    return np.lexsort((*sort_keys(*columns)[::-1], -ratios))


def _roots(into: Ints) -> Ints:
    """Return where numbers end that lead to others."""
    while (into != (further := into[into])).any():
        into = further
    return into


WORDING_SEED = 4
"""Tokens of the n-grams by which wordings of one family find each other."""

TOKENS_A_LINK = 128
"""Tokens of the shorter of two wordings for each n-gram by which the plan of seeding must link
them to be compared. Any two laws have some phrase in common; whole laws that are one wording
have one in every line. With one n-gram for all, the longest wordings took most of the time, and
the more of them there were, the more each was compared with."""


@overload
def share_enough(n_links: int, shorter: int) -> bool: ...
@overload
def share_enough(n_links: Longs, shorter: Ints) -> Bools: ...
def share_enough(n_links: int | Longs, shorter: int | Ints) -> bool | Bools:
    """Return which pairs of wordings have so much in common that it is worth comparing them.

    Args:
        n_links: By how many n-grams the plan links those of each pair.
        shorter: Tokens of the shorter one.
    """
    return n_links * TOKENS_A_LINK >= shorter


_LEAST_ALIKE = 0.35
"""Likeness below which it is not even asked whether families belong together; lists in
another order may have little more."""


def worth_joining(one: str, two: str) -> float | None:
    """Return how alike two wordings are, if that is enough to ask whether they are one."""
    if min(len(one), len(two)) < LENGTH_RATIO * max(len(one), len(two)):
        return None
    ratio = Indel.normalized_similarity(one, two)
    return ratio if ratio >= _LEAST_ALIKE else None


class _Wordings:
    """Wordings in a row, as one text.

    Args:
        wordings: The wordings.
        weights: Surprisal of the tokens of each, as `Group` has it.
    """

    def __init__(self, wordings: Sequence[str], weights: Sequence[bytes]) -> None:
        lengths = np.array([len(wording) for wording in wordings], np.int64)
        ends = np.cumsum(lengths)
        unknown = np.zeros(max(lengths, default=0), np.float32).tobytes()
        bits = np.frombuffer(
            b"".join(
                each or unknown[: 4 * len(wording)]
                for wording, each in zip(wordings, weights, strict=True)
            ),
            np.float32,
        )
        codes, sums = code_points("".join(wordings)), running_sums(bits)
        # Nothing here is aligned by what it earns, or ends at borders.
        borders = np.zeros(len(codes) + 1, np.uint8)
        self.texts = Texts([Text(codes, bits, sums, sums, borders)])
        self.places = np.stack((0 * ends, ends - lengths, ends), axis=1).astype(np.int32)
        self.is_weighed = np.array([bool(each) for each in weights], np.uint8)


def join_wordings(
    groups: Groups,
    pairs: Ints,
    texts: Texts,
    map_parts: MapParts = one_after_another,
    *,
    resemblance: float,
) -> Ints:
    """Return, for each family, the one that it is joined to; itself if none.

    Families are joined whose wordings resemble each other.

    Args:
        groups: The families.
        pairs: Numbers of families whose wordings share enough n-grams, in order.
        texts: The texts that hold the wordings.
        map_parts: Compares the wordings of parts of the pairs.
        resemblance: Likeness from which they join.
    """
    compared = _Compared(texts, groups.models, pairs)
    parts = _parts_of(pairs, groups.lengths)
    ratios = np.concatenate((np.zeros(0), *map_parts(_likeness_of, compared, parts)))
    is_worth = ratios >= _LEAST_ALIKE
    pairs, ratios = pairs[is_worth], ratios[is_worth]
    into = kernels.joined(
        texts,
        groups.models,
        np.ones(len(groups), np.uint8),
        groups.sizes,
        pairs[_likest_first(ratios, *pairs.T)],
        resemblance=resemblance,
    )
    return _roots(into)


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Wordings that are compared in pairs, by the places of the wordings and their numbers."""

    texts: Texts
    wordings: Ints
    pairs: Ints


@in_kernels
def _likeness_of(compared: _Compared, part: slice) -> npt.NDArray[np.float64]:
    """Return how alike the wordings of some pairs are."""
    return kernels.alike(
        compared.texts, compared.wordings, compared.pairs[part], least=_LEAST_ALIKE
    )


def _parts_of(pairs: Ints, lengths: Ints) -> list[slice]:
    """Cut pairs in stretches of about the same work, those with one first wording together."""
    shorter = np.minimum(*lengths[pairs.T]).astype(np.int64)
    edges = np.flatnonzero(np.diff(pairs[:, 0], prepend=-1, append=-1))
    of_first = np.add.reduceat(shorter**2, edges[:-1]) if len(pairs) else shorter
    parts = in_parts(of_first.tolist(), _WORK_A_PART)
    return [slice(edges[each.start], edges[each.stop]) for each in parts]


_WORK_A_PART = 2 * 10**9
"""Pairs of tokens that are compared in one go: about a tenth of a second."""


def taken_into(
    wordings: Sequence[str],
    pairs: Iterable[tuple[int, int]],
    *,
    resemblance: float,
    weights: Sequence[bytes],
    sizes: Sequence[int] = (),
) -> list[int]:
    """Return, for each wording, the one whose family its own was taken into; itself if none.

    Following the numbers leads from a wording through all that its family was ever known by.

    Args:
        wordings: The wordings that families are known by at first.
        pairs: What may be joined, by number, in the order in which it is tried.
        resemblance: Likeness from which families join.
        weights: Surprisal of the tokens of each, as `Group` has it.
        sizes: How many occurrences each has; one if nothing is said.
    """
    row = _Wordings(wordings, weights)
    into: list[int] = kernels.joined(
        row.texts,
        row.places,
        row.is_weighed,
        np.array(sizes or [1] * len(wordings), np.int64),
        np.array(list(pairs), np.int32).reshape(-1, 2),
        resemblance=resemblance,
    ).tolist()
    return into
