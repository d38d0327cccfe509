"""The sentences of two texts, each with its counterparts in the other.

Three steps, each on what the one before left over:

1. **The same.** Sentences of the same tokens, the label that numbers them aside (第三条,
   （二）, 一、): a law's article is the same however it was renumbered or moved. Of several
   copies those are paired that stand in the same surroundings, then those that stand nearest
   to where their neighbours went; a copy too many joins the nearest.
2. **The aligned.** Sentences that share enough of what the alignment of the whole texts
   found, across any distance; and what that passed by, sentences that are alike as wholes.
   One may belong to several: it was split or joined, or stands more than once.
3. **The neighbours.** Beside two counterparts less is needed: few words in common are no
   chance where the sentences before or behind correspond. Only words count that no
   counterpart accounts for yet, so that a part that was split off is found and nothing twice.

Why not one alignment of the two sequences of sentences by dynamic programming: it cannot
cross, and in revised laws and in chronicles that retell each other whole paragraphs move.
"""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import ceil, fsum

import numpy as np
from rapidfuzz.distance import LCSseq

from lineage.model import NormSpan, RawSpan, Relation
from lineage.plane import Ints, Points
from lineage.prepare import Prepared
from lineage.segment import label_length

Link = tuple[int, int]
Pairing = tuple[int, int, float, Relation]
Tokens = tuple[set[int], set[int]]

EDITED = 0.5
"""Share of the tokens of both sentences that must be aligned for ``edited``."""

PARTIAL = 0.6
_PARTIAL_TOKENS = 5
"""Share of the shorter sentence's tokens, and tokens, that must be aligned for ``partial``."""

_ALIKE = 0.6
_ALIKE_TOKENS = 8
_COPY = 0.85
_GRAM = 3
"""Share of the tokens of both, and tokens, that two sentences must have in common to be alike
as wholes; the share where one of them has a counterpart already; and the tokens in a row that
make them worth a look."""

_BESIDE = 0.5
_BESIDE_TOKENS = 2
_BESIDE_BITS = 16.0
"""The same beside a pair of counterparts, and the surprisal that is needed."""

_REACH = 2
"""Sentences from a pair of counterparts that count as beside it."""


def pair_sentences(left: Prepared, right: Prepared, points: Points) -> list[Pairing]:
    """Return the sentences that have a counterpart, across any distance.

    ``same``: the same tokens, the number at its head aside. ``edited``: at least half of the
    tokens of both are aligned with each other. ``partial``: at least three in five of the
    shorter one's are, as when a sentence was split in two, or two were joined; beside
    other counterparts, half of what these leave of it.
    """
    sides = _Side.of(left), _Side.of(right)
    pairs = _Pairs(*sides)
    for i, j in _same_sentences(*sides):
        pairs.add_same(i, j)
    _add_aligned(pairs, points)
    _add_alike(pairs)
    _add_beside(pairs)
    return pairs.found


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One text as a sequence of sentences.

    Attributes:
        stream: The token stream.
        weights: Surprisal of each token.
        bodies: The tokens of each sentence, without the label at its head.
    """

    stream: str
    weights: list[float]
    bodies: list[NormSpan]

    @classmethod
    def of(cls, side: Prepared) -> "_Side":
        bodies = []
        for sentence in side.sentences:
            start = sentence.span.start + label_length(sentence.span.cut(side.document.text))
            body = side.stream.norm_span(RawSpan(start, sentence.span.end))
            # A label alone is a sentence of its own.
            bodies.append(body if len(body) else side.stream.norm_span(sentence.span))
        return cls(side.stream.text, side.bits.tolist(), bodies)

    def body(self, sentence: int) -> str:
        span = self.bodies[sentence]
        return self.stream[span.start : span.end]


def _two_dicts() -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    return defaultdict(set), defaultdict(set)


@dataclass(slots=True, eq=False)
class _Pairs:
    """What was paired so far.

    Attributes:
        left: The left text.
        right: The right text.
        found: The pairs.
        links: The same, as a set.
        same: Sentences of each side that are the same as another.
        used: Tokens of each sentence that a counterpart accounts for, for each side.
    """

    left: _Side
    right: _Side
    found: list[Pairing] = field(default_factory=list)
    links: set[Link] = field(default_factory=set)
    same: tuple[set[int], set[int]] = field(default_factory=lambda: (set(), set()))
    used: tuple[dict[int, set[int]], dict[int, set[int]]] = field(default_factory=_two_dicts)

    def add_same(self, i: int, j: int) -> None:
        self.found.append((i, j, 1.0, "same"))
        self.links.add((i, j))
        self.same[0].add(i)
        self.same[1].add(j)
        for side, sentence in enumerate((i, j)):
            body = (self.left, self.right)[side].bodies[sentence]
            self.used[side][sentence].update(range(body.start, body.end))

    def add(self, i: int, j: int, tokens: Tokens, relation: Relation) -> None:
        self.found.append((i, j, self.ratio(i, j, tokens), relation))
        self.links.add((i, j))
        self.used[0][i] |= tokens[0]
        self.used[1][j] |= tokens[1]

    def is_whole(self, i: int, j: int, tokens: Tokens) -> bool:
        """Say whether two sentences match as wholes, not one with a part of the other.

        Either has no counterpart yet, or they share the very words that its counterparts
        account for: it is a copy of one of these.
        """
        used = self.used[0][i], self.used[1][j]
        return all(
            not mine or 2 * len(mine & shared) >= len(shared)
            for mine, shared in zip(used, tokens, strict=True)
        )

    def rest(self, side: int, sentence: int) -> NormSpan:
        """Return the longest stretch of a sentence that no counterpart accounts for."""
        body = (self.left, self.right)[side].bodies[sentence]
        used = self.used[side].get(sentence)
        if not used:
            return body
        borders = [body.start - 1, *sorted(used), body.end]
        before, end = max(pairwise(borders), key=lambda stretch: stretch[1] - stretch[0])
        return NormSpan(before + 1, end)

    def ratio(self, i: int, j: int, tokens: Tokens) -> float:
        n = min(map(len, tokens))
        return min(1.0, 2 * n / (len(self.left.bodies[i]) + len(self.right.bodies[j])))


def _same_sentences(left: _Side, right: _Side) -> Iterator[Link]:
    """Yield the sentences of the same tokens; each is in one pair at least."""
    places: tuple[dict[str, list[int]], dict[str, list[int]]] = (
        defaultdict(list),
        defaultdict(list),
    )
    for side, of_body in zip((left, right), places, strict=True):
        for n in range(len(side.bodies)):
            if side.body(n):
                of_body[side.body(n)].append(n)
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


def _grow(paired: dict[int, int], left: _Side, right: _Side) -> None:
    """Pair the copies that stand before or behind sentences that are paired."""
    taken = set(paired.values())
    for step in (1, -1):
        waiting = sorted(paired, key=lambda i: step * i)
        for start in waiting:
            i, j = start + step, paired[start] + step
            while 0 <= i < len(left.bodies) and 0 <= j < len(right.bodies):
                if i in paired or j in taken or not left.body(i) or left.body(i) != right.body(j):
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


def _add_aligned(pairs: _Pairs, points: Points) -> None:
    """Add the sentences that share enough aligned tokens, those that share most first."""
    for (i, j), tokens in _aligned_tokens(pairs, points):
        n = min(map(len, tokens))
        shorter = min(len(pairs.left.bodies[i]), len(pairs.right.bodies[j]))
        if pairs.ratio(i, j, tokens) >= EDITED and pairs.is_whole(i, j, tokens):
            pairs.add(i, j, tokens, "edited")
        elif n >= _PARTIAL_TOKENS and n >= PARTIAL * shorter:
            pairs.add(i, j, tokens, "partial")


def _aligned_tokens(pairs: _Pairs, points: Points) -> list[tuple[Link, Tokens]]:
    """Return the aligned tokens of each pair of sentences, the pair with most of them first."""
    if not len(points.x):
        return []
    of_left, of_right = (
        _sentence_of(tokens, side.bodies)
        for side, tokens in ((pairs.left, points.x), (pairs.right, points.y))
    )
    inside = (of_left >= 0) & (of_right >= 0)
    # Nothing is to be said of two that both have their like, and a text that repeats itself
    # has the square of them.
    inside &= ~(np.isin(of_left, [*pairs.same[0]]) & np.isin(of_right, [*pairs.same[1]]))
    rows = np.stack([a[inside] for a in (of_left, of_right, points.x, points.y)], axis=1)
    aligned: dict[Link, Tokens] = {}
    for i, j, x, y in rows.tolist():
        # Where a token has rivals on the other side, each of them is counted once.
        tokens = aligned.setdefault((i, j), (set(), set()))
        tokens[0].add(x)
        tokens[1].add(y)
    return sorted(aligned.items(), key=lambda item: (-min(map(len, item[1])), item[0]))


def _sentence_of(tokens: Ints, bodies: Sequence[NormSpan]) -> Ints:
    """Return the sentence whose body each token stands in; −1 for a label or none."""
    starts, ends = (np.array([getattr(b, end) for b in bodies]) for end in ("start", "end"))
    sentences = np.searchsorted(starts, tokens, side="right") - 1
    sentences[(sentences >= 0) & (tokens >= ends[sentences])] = -1
    return sentences


def _add_alike(pairs: _Pairs) -> None:
    """Add sentences without a counterpart that are alike as wholes, the likest first.

    The alignment of the texts passes by a short sentence of common words, one that a longer
    alignment nearby runs over, and a copy that is not quite as good as another.
    """
    sides = pairs.left, pairs.right
    long = [[n for n, b in enumerate(side.bodies) if len(b) >= _ALIKE_TOKENS] for side in sides]
    of_gram: dict[str, list[int]] = defaultdict(list)
    for j in long[1]:
        for gram in _grams(pairs.right.body(j)):
            of_gram[gram].append(j)
    # Of two that both have a counterpart nothing is asked.
    free = {gram: [j for j in every if j not in pairs.used[1]] for gram, every in of_gram.items()}
    found = []
    for i in long[0]:
        having = free if i in pairs.used[0] else of_gram
        for j in {j for gram in _grams(pairs.left.body(i)) for j in having.get(gram, ())}:
            bodies = pairs.left.bodies[i], pairs.right.bodies[j]
            least = max(_ALIKE_TOKENS, int(_ALIKE * sum(map(len, bodies)) / 2))
            tokens = _common_tokens(pairs, *bodies, least)
            if (ratio := pairs.ratio(i, j, tokens)) >= _ALIKE:
                found.append((-ratio, abs(i - j), i, j, tokens))
    for ratio, _, i, j, tokens in sorted(found, key=lambda item: item[:4]):
        paired = i in pairs.used[0], j in pairs.used[1]
        # A copy of what has a counterpart must be more alike than one that has none.
        if not any(paired) or (not all(paired) and -ratio >= _COPY):
            pairs.add(i, j, tokens, "edited")


def _grams(body: str) -> set[str]:
    return {body[n : n + _GRAM] for n in range(len(body) - _GRAM + 1)}


def _add_beside(pairs: _Pairs) -> None:
    """Add sentences beside counterparts that share words no counterpart accounts for."""
    waiting = _candidates(pairs, {near for link in pairs.links for near in _beside(pairs, link)})
    heapify(waiting)
    while waiting:
        bits, i, j = heappop(waiting)
        if (i, j) in pairs.links:
            continue
        tokens = _fresh_tokens(pairs, i, j)
        worth = _worth(pairs, tokens)
        if worth < -bits:
            # Some of it was accounted for meanwhile.
            if worth:
                heappush(waiting, (-worth, i, j))
            continue
        whole = pairs.ratio(i, j, tokens) >= EDITED and pairs.is_whole(i, j, tokens)
        pairs.add(i, j, tokens, "edited" if whole else "partial")
        for found in _candidates(pairs, _beside(pairs, (i, j))):
            heappush(waiting, found)


def _beside(pairs: _Pairs, link: Link) -> Iterator[Link]:
    """Yield the places beside a pair, in the order of both texts, that are no pair."""
    steps = range(-_REACH, _REACH + 1)
    for i, j in [(link[0] + di, link[1] + dj) for di in steps for dj in steps if di * dj >= 0]:
        inside = 0 <= i < len(pairs.left.bodies) and 0 <= j < len(pairs.right.bodies)
        if inside and (i, j) not in pairs.links:
            yield i, j


def _candidates(pairs: _Pairs, places: Iterable[Link]) -> list[tuple[float, int, int]]:
    """Return those places whose sentences may be counterparts, with what speaks for it."""
    worths = ((_worth(pairs, _fresh_tokens(pairs, i, j)), i, j) for i, j in places)
    return [(-worth, i, j) for worth, i, j in worths if worth]


def _fresh_tokens(pairs: _Pairs, i: int, j: int) -> Tokens:
    """Return what two sentences share of the words no counterpart accounts for, if enough."""
    rests = pairs.rest(0, i), pairs.rest(1, j)
    least = max(_BESIDE_TOKENS, ceil(_BESIDE * min(map(len, rests))))
    return _common_tokens(pairs, *rests, least)


def _common_tokens(pairs: _Pairs, left: NormSpan, right: NormSpan, least: int) -> Tokens:
    """Return the tokens that two stretches share in order, two in a row at least.

    Nothing where they are fewer than ``least``: most are, and that is soon known.
    """
    tokens: Tokens = set(), set()
    one = pairs.left.stream[left.start : left.end]
    two = pairs.right.stream[right.start : right.end]
    if LCSseq.similarity(one, two, score_cutoff=least) < least:
        return tokens
    for code in LCSseq.opcodes(one, two):
        # One character alone may stand anywhere.
        if code.tag == "equal" and code.src_end - code.src_start > 1:
            tokens[0].update(range(left.start + code.src_start, left.start + code.src_end))
            tokens[1].update(range(right.start + code.dest_start, right.start + code.dest_end))
    return tokens if len(tokens[0]) >= least else (set(), set())


def _worth(pairs: _Pairs, tokens: Tokens) -> float:
    """Return the surprisal of shared words; 0 where it is too little to mean anything."""
    bits = fsum(
        min(pairs.left.weights[x], pairs.right.weights[y])
        for x, y in zip(sorted(tokens[0]), sorted(tokens[1]), strict=True)
    )
    return bits if bits >= _BESIDE_BITS else 0.0
