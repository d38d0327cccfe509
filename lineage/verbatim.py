"""The sentences that two texts have word for word: which copy is the counterpart of which.

Of several copies those are paired that stand in the same surroundings, then those that stand
nearest to where their neighbours went; a copy too many joins the nearest. Sentences that either
text has once tell the surroundings. What is paired is kept in order, since a book has thousands
of sentences of which either text has copies, and each asks for the nearest that is paired.
"""

from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

Link = tuple[int, int]


def same_sentences(left: Sequence[str], right: Sequence[str]) -> Iterator[Link]:
    """Yield the numbers of sentences that are the same; each is in one pair at least.

    Args:
        left: The wording of each left sentence; an empty one is no sentence.
        right: That of each right one.

    Example:
        >>> list(same_sentences(["天", "地", "天"], ["地", "天"]))
        [(1, 0), (2, 1), (0, 1)]
    """
    places = _places(left), _places(right)
    shared = [wording for wording in places[0] if wording in places[1]]
    paired = _Paired()
    for wording in shared:
        lefts, rights = (of_side[wording] for of_side in places)
        if len(lefts) == len(rights) == 1:
            paired.add(lefts[0], rights[0])
    _grow(paired, left, right)
    for wording in shared:
        _pair_nearest(paired, places[0][wording], places[1][wording])
    yield from paired.right_of.items()
    for wording in shared:
        yield from _copies(paired, places[0][wording], places[1][wording])


@dataclass(slots=True, eq=False)
class _Paired:
    """What was paired so far, by the sentences of either side, and these in order."""

    right_of: dict[int, int] = field(default_factory=dict)
    left_of: dict[int, int] = field(default_factory=dict)
    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)

    def add(self, i: int, j: int) -> None:
        self.right_of[i], self.left_of[j] = j, i
        insort(self.lefts, i)
        insort(self.rights, j)


def _places(wordings: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for n, wording in enumerate(wordings):
        if wording:
            places[wording].append(n)
    return places


def _grow(paired: _Paired, left: Sequence[str], right: Sequence[str]) -> None:
    """Pair the copies that stand before or behind sentences that are paired."""
    for step in (1, -1):
        for start in paired.lefts[::step]:
            i, j = start + step, paired.right_of[start] + step
            while 0 <= i < len(left) and 0 <= j < len(right):
                if i in paired.right_of or j in paired.left_of:
                    break
                if not left[i] or left[i] != right[j]:
                    break
                paired.add(i, j)
                i, j = i + step, j + step


def _pair_nearest(paired: _Paired, lefts: Sequence[int], rights: Sequence[int]) -> None:
    """Pair the copies of one sentence in their order, where their neighbours went."""
    free_left = [i for i in lefts if i not in paired.right_of]
    free_right = [j for j in rights if j not in paired.left_of]
    if len(free_left) <= len(free_right):
        found = list(_nearest(free_left, free_right, paired.right_of, paired.lefts))
    else:
        mirrored = _nearest(free_right, free_left, paired.left_of, paired.rights)
        found = [(i, j) for j, i in mirrored]
    for i, j in found:
        paired.add(i, j)


def _nearest(
    few: Sequence[int], many: Sequence[int], counterparts: dict[int, int], anchors: Sequence[int]
) -> Iterator[Link]:
    """Yield for each of a few ascending sentences one of many, in the same order."""
    first = 0
    for n, i in enumerate(few):
        last = len(many) - (len(few) - n)
        near = _nearest_of(anchors, i) if anchors else None
        wanted = i if near is None else counterparts[near] + i - near
        place = bisect(many, wanted, first, last + 1)
        choices = range(max(place - 1, first), min(place, last) + 1)
        best = min(choices, key=lambda k: abs(many[k] - wanted))
        yield i, many[best]
        first = best + 1


def _nearest_of(ascending: Sequence[int], wanted: int) -> int:
    """Return which number is nearest to one; the lower of two."""
    behind = bisect(ascending, wanted)
    return min(ascending[max(behind - 1, 0) : behind + 1], key=lambda k: abs(k - wanted))


def _copies(paired: _Paired, lefts: Sequence[int], rights: Sequence[int]) -> Iterator[Link]:
    """Yield the copies that only one text has, each with the counterpart of the nearest."""
    if with_counterpart := [i for i in lefts if i in paired.right_of]:
        for i in lefts:
            if i not in paired.right_of:
                yield i, paired.right_of[_nearest_of(with_counterpart, i)]
    if with_counterpart := [j for j in rights if j in paired.left_of]:
        for j in rights:
            if j not in paired.left_of:
                yield paired.left_of[_nearest_of(with_counterpart, j)], j
