"""Passage pairs to families, by joining one after the other; see `lineage.families`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from lineage.align import Weighed
from lineage.families import worth_joining
from lineage.places import (
    COINCIDE,
    Group,
    Link,
    Place,
    coincidence,
    least_likeness,
    resemble,
    resemble_in_bits,
)
from lineage.prepare import running_sums


def merge_places(places: Iterable[Place]) -> dict[Place, Place]:
    """Return, for each place, the occurrence it belongs to.

    Stretches of one document are swept in order, each compared with the few occurrences
    still open. An occurrence takes the start and the end that most of its stretches have.
    """
    votes = Counter(places)
    occurrences: list[list[Place]] = []
    still_open: list[list[Place]] = []
    # Long before short: a formula inside a passage opens an occurrence of its own.
    for place in sorted(votes, key=lambda p: (p.document, p.start, -p.end)):
        still_open = [
            stretches
            for stretches in still_open
            if stretches[0].document == place.document and stretches[0].end > place.start
        ]
        nearest, best = None, 0.0
        for stretches in still_open:
            shared = coincidence(stretches[0], place)
            if shared > best:
                nearest, best = stretches, shared
        if nearest is not None and best >= COINCIDE:
            nearest.append(place)
        else:
            occurrences.append([place])
            still_open.append(occurrences[-1])
    merged: dict[Place, Place] = {}
    for stretches in occurrences:
        merged.update(dict.fromkeys(stretches, _elected(stretches, votes)))
    return merged


def _elected(stretches: Sequence[Place], votes: Mapping[Place, int]) -> Place:
    """Return the place with the start and the end that most of the stretches have."""
    if len(stretches) == 1:
        return stretches[0]
    starts: Counter[int] = Counter()
    ends: Counter[int] = Counter()
    for place in stretches:
        starts[place.start] += votes[place]
        ends[place.end] += votes[place]
    start = max(starts, key=lambda edge: (starts[edge], -edge))
    end = max(ends, key=lambda edge: (ends[edge], edge))
    return Place(stretches[0].document, start, end) if start < end else stretches[0]


_BY_SURPRISAL, _MOST_ASKED = 1.1, 0.6
"""What wordings must have in common by surprisal for their families to join, as a multiple of
what they must by tokens, and at most. It must tell more than the rest, or it is a common phrase
with something else around it; but of two short wordings one word may be half of the surprisal,
and of a long one half may have been left out."""


class _Joined:
    """Disjoint sets of occurrences, each with the wording it is known by.

    Args:
        wordings: The wordings that the sets are known by at first.
        sizes: How many occurrences each set has; one if nothing is said.
        weights: Surprisal of the tokens of each wording, as `Group` has it.
    """

    def __init__(
        self,
        wordings: Sequence[str],
        sizes: Sequence[int] = (),
        weights: Sequence[bytes] = (),
    ) -> None:
        self._parent = list(range(len(wordings)))
        self._size = list(sizes) or [1] * len(wordings)
        self._weights = list(weights) or [b""] * len(wordings)
        self._weighed: dict[int, Weighed] = {}
        self.wording = list(wordings)

    def find(self, item: int) -> int:
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def join(self, one: int, two: int, resemblance: float) -> None:
        """Join two sets if their wordings resemble each other."""
        a, b = self.find(one), self.find(two)
        if a == b:
            return
        if self._size[a] < self._size[b] or (self._size[a] == self._size[b] and b < a):
            a, b = b, a
        if self._resemble(a, b, resemblance):
            self._parent[b] = a
            self._size[a] += self._size[b]

    def _resemble(self, a: int, b: int, resemblance: float) -> bool:
        one, two = self.wording[a], self.wording[b]
        if not resemble(one, two, resemblance):
            return False
        if not (self._weights[a] and self._weights[b]):
            return True
        least = _BY_SURPRISAL * least_likeness(max(len(one), len(two)), resemblance)
        return resemble_in_bits(self._at(a), self._at(b), min(least, _MOST_ASKED))

    def _at(self, root: int) -> Weighed:
        """Return the wording of a set, weighed; larger sets are asked again and again."""
        weighed = self._weighed.get(root)
        if weighed is None:
            sums = running_sums(np.frombuffer(self._weights[root], np.float32))
            weighed = self._weighed[root] = Weighed(self.wording[root], sums)
        return weighed

    def groups(self, occurrences: Iterable[Iterable[Place]]) -> tuple[Group, ...]:
        """Return the sets as families.

        Args:
            occurrences: Those of each wording that there was at first.
        """
        members: dict[int, set[Place]] = defaultdict(set)
        for item, places in enumerate(occurrences):
            members[self.find(item)].update(places)
        return tuple(
            Group(self.wording[root], tuple(sorted(places)), self._weights[root])
            for root, places in sorted(members.items())
        )


def join_guarded(
    links: Iterable[Link],
    streams: Sequence[str],
    bits: Sequence[npt.NDArray[np.float32]] = (),
    *,
    resemblance: float,
) -> tuple[Group, ...]:
    """Return families by guarded joining.

    Args:
        links: Passage pairs, in any order.
        streams: Token stream of each document.
        bits: Surprisal of each token of each document; without it, all tokens weigh alike.
        resemblance: Likeness of two wordings from which their families join.
    """
    links = list(links)
    occurrence = merge_places(place for link in links for place in (link.left, link.right))
    places = sorted(set(occurrence.values()))
    number = {place: n for n, place in enumerate(places)}
    joined = _Joined(
        [streams[p.document][p.start : p.end] for p in places],
        weights=[bits[p.document][p.start : p.end].tobytes() for p in places] if bits else (),
    )
    # Places stand in order, so that their numbers do.
    ordered = sorted(
        {
            (-link.likeness, left.start - left.end, number[left], number[right])
            for link in links
            for left, right in ((occurrence[link.left], occurrence[link.right]),)
        }
    )
    for _, _, left, right in ordered:
        joined.join(left, right, resemblance)
    return joined.groups([place] for place in places)


def join_wordings(
    groups: Sequence[Group], candidates: Iterable[tuple[int, int]], *, resemblance: float
) -> tuple[Group, ...]:
    """Return the families, those joined whose wordings resemble each other.

    Args:
        groups: The families.
        candidates: Pairs of numbers of families that share an n-gram of `WORDING_SEED`.
        resemblance: Likeness from which they join.
    """
    joined = _Joined(
        [g.wording for g in groups], [len(g.members) for g in groups], [g.weights for g in groups]
    )
    alike = []
    for i, j in {(i, j) for i, j in candidates if i != j}:
        ratio = worth_joining(groups[i].wording, groups[j].wording)
        if ratio is not None:
            alike.append((-ratio, i, j))
    alike.sort()
    for _, i, j in alike:
        joined.join(i, j, resemblance)
    return joined.groups(group.members for group in groups)
