"""The sentences of two texts, each with its counterparts in the other.

Three steps, each on what the one before left over:

1. **The same.** Sentences of the same tokens, the label that numbers them aside (第三条,
   （二）, 一、): a law's article is the same however it was renumbered or moved. Which of several
   copies belong together, `lineage.verbatim` says.
2. **The aligned.** Sentences that share enough of what the alignment of the whole texts
   found, across any distance; and what that passed by, sentences that are alike as wholes.
   One may belong to several: it was split or joined, or stands more than once.
3. **The neighbours.** Beside two counterparts less is needed: few words in common are no
   chance where the sentences before or behind correspond. Only words count that no
   counterpart accounts for yet, so that a part that was split off is found and nothing twice.

Why not one alignment of the two sequences of sentences by dynamic programming: it cannot
cross, and in revised laws and in chronicles that retell each other whole paragraphs move.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import pairwise
from math import ceil, fsum

import numpy as np
from rapidfuzz.distance import LCSseq

from lineage.align import similarity
from lineage.model import NormSpan, RawSpan, Relation
from lineage.native.sentences import Sentences, alike_sentences
from lineage.native.tables import Tokens as Codes
from lineage.normalize import WILDCARD
from lineage.plane import Ints, Points
from lineage.prepare import Prepared
from lineage.segment import label_length
from lineage.verbatim import Link, same_sentences

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
    for i, j in same_sentences(*(side.wordings() for side in sides)):
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
        codes: The same as numbers.
        weights: Surprisal of each token.
        bodies: The tokens of each sentence, without the label at its head.
    """

    stream: str
    codes: Codes
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
        return cls(side.stream.text, side.codes, side.bits.tolist(), bodies)

    def wordings(self) -> list[str]:
        return [self.stream[body.start : body.end] for body in self.bodies]


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
        alike = self.ratio(i, j, tokens)
        if relation == "edited":
            alike = max(alike, self.likeness_of_forms(i, j))
        self.found.append((i, j, alike, relation))
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

    def likeness_of_forms(self, i: int, j: int) -> float:
        """Return how alike two sentences are if one is a form that the other fills in, else 0."""
        one, two = (
            side.stream[body.start : body.end]
            for side, body in ((self.left, self.left.bodies[i]), (self.right, self.right.bodies[j]))
        )
        return similarity(one, two) if WILDCARD in one or WILDCARD in two else 0.0


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


def _edges(bodies: Sequence[NormSpan]) -> Ints:
    """Return where bodies start and end, as two columns."""
    rows = np.array([(body.start, body.end) for body in bodies], np.int64)
    return rows.reshape(-1, 2)


def _sentence_of(tokens: Ints, bodies: Sequence[NormSpan]) -> Ints:
    """Return the sentence whose body each token stands in; −1 for a label or none."""
    starts, ends = _edges(bodies).T
    sentences = np.searchsorted(starts, tokens, side="right") - 1
    sentences[(sentences >= 0) & (tokens >= ends[sentences])] = -1
    return sentences


def _add_alike(pairs: _Pairs) -> None:
    """Add sentences without a counterpart that are alike as wholes, the likest first.

    The alignment of the texts passes by a short sentence of common words, one that a longer
    alignment nearby runs over, and a copy that is not quite as good as another.
    """
    found = []
    for i, j in alike_sentences(
        *(
            _sentences(side, used)
            for side, used in zip((pairs.left, pairs.right), pairs.used, strict=True)
        ),
        n_gram=_GRAM,
        least=_ALIKE_TOKENS,
        share=_ALIKE,
    ):
        bodies = pairs.left.bodies[i], pairs.right.bodies[j]
        tokens = _common_tokens(pairs, *bodies, _least_alike(*bodies))
        if (ratio := pairs.ratio(i, j, tokens)) >= _ALIKE:
            found.append((-ratio, abs(i - j), i, j, tokens))
    for ratio, _, i, j, tokens in sorted(found, key=lambda item: item[:4]):
        paired = i in pairs.used[0], j in pairs.used[1]
        # A copy of what has a counterpart must be more alike than one that has none.
        if not any(paired) or (not all(paired) and -ratio >= _COPY):
            pairs.add(i, j, tokens, "edited")


def _least_alike(left: NormSpan, right: NormSpan) -> int:
    """Return the tokens that two sentences must have in common to be alike as wholes."""
    return max(_ALIKE_TOKENS, int(_ALIKE * (len(left) + len(right)) / 2))


def _sentences(side: _Side, used: Container[int]) -> Sentences:
    """Return a text's sentences, and which of them have a counterpart."""
    paired = np.array([n in used for n in range(len(side.bodies))], np.bool_)
    return Sentences(side.codes, _edges(side.bodies).astype(np.int32), paired)


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
