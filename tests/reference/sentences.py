"""Sentences of two texts that are the same or alike, each held against each.

See `lineage.verbatim` and `lineage.native.sentences`.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from rapidfuzz.distance import LCSseq

from lineage.verbatim import Link


def alike_sentences(
    left: Sequence[str],
    right: Sequence[str],
    *,
    paired: tuple[Container[int], Container[int]],
    n_gram: int,
    least: int,
    share: float,
) -> list[Link]:
    """Return the numbers of sentences that have enough tokens in common, in the same order."""
    return [
        (i, j)
        for i, one in enumerate(left)
        for j, other in enumerate(right)
        if not (i in paired[0] and j in paired[1])
        if min(len(one), len(other)) >= least
        if _grams(one, n_gram) & _grams(other, n_gram)
        if LCSseq.similarity(one, other) >= max(least, int(share * (len(one) + len(other)) / 2))
    ]


def _grams(body: str, n: int) -> set[str]:
    return {body[at : at + n] for at in range(len(body) - n + 1)}


def same_sentences(left: Sequence[str], right: Sequence[str]) -> Iterator[Link]:
    """Yield the sentences of the same tokens; each is in one pair at least."""
    places: tuple[dict[str, list[int]], dict[str, list[int]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for side, of_body in zip((left, right), places, strict=True):
        for n, body in enumerate(side):
            if body:
                of_body[body].append(n)
    shared = [body for body in places[0] if body in places[1]]
    paired = {
        places[0][body][0]: places[1][body][0]
        for body in shared
        if len(places[0][body]) == len(places[1][body]) == 1
    }
    _grow(paired, left, right)
    for body in shared:
        _pair_nearest(paired, places[0][body], places[1][body])
    yield from paired.items()
    for body in shared:
        yield from _copies(paired, places[0][body], places[1][body])


def _grow(paired: dict[int, int], left: Sequence[str], right: Sequence[str]) -> None:
    """Pair the copies that stand before or behind sentences that are paired."""
    taken = set(paired.values())
    for step in (1, -1):
        waiting = sorted(paired, key=lambda i: step * i)
        for start in waiting:
            i, j = start + step, paired[start] + step
            while 0 <= i < len(left) and 0 <= j < len(right):
                if i in paired or j in taken or not left[i] or left[i] != right[j]:
                    break
                paired[i] = j
                taken.add(j)
                i, j = i + step, j + step


def _pair_nearest(paired: dict[int, int], lefts: Sequence[int], rights: Sequence[int]) -> None:
    """Pair the copies of one sentence in their order, where their neighbours went."""
    backward = {j: i for i, j in paired.items()}
    free_left = [i for i in lefts if i not in paired]
    free_right = [j for j in rights if j not in backward]
    if len(free_left) <= len(free_right):
        paired.update(_nearest(free_left, free_right, paired))
    else:
        paired.update((i, j) for j, i in _nearest(free_right, free_left, backward))


def _nearest(few: Sequence[int], many: Sequence[int], paired: dict[int, int]) -> Iterator[Link]:
    """Yield for each of a few ascending sentences one of many, in the same order."""
    anchors = sorted(paired)
    first = 0
    for n, i in enumerate(few):
        last = len(many) - (len(few) - n)
        wanted = i
        if anchors:
            behind = bisect(anchors, i)
            near = min(anchors[max(behind - 1, 0) : behind + 1], key=lambda k: abs(k - i))
            wanted = paired[near] + i - near
        place = bisect(many, wanted, first, last + 1)
        choices = range(max(place - 1, first), min(place, last) + 1)
        best = min(choices, key=lambda k: abs(many[k] - wanted))
        yield i, many[best]
        first = best + 1


def _copies(paired: dict[int, int], lefts: Sequence[int], rights: Sequence[int]) -> Iterator[Link]:
    """Yield the copies that only one text has, each with the counterpart of the nearest."""
    of_right = {paired[i]: i for i in lefts if i in paired}
    of_left = {i: j for j, i in of_right.items()}
    for i in lefts:
        if i not in of_left:
            yield i, of_left[min(of_left, key=lambda k: (abs(k - i), k))]
    for j in rights:
        if j not in of_right:
            yield of_right[min(of_right, key=lambda k: (abs(k - j), k))], j
