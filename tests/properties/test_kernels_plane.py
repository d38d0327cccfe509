"""The plane of two texts: the kernel finds what numpy finds a row at a time."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import plane as slow

from lineage.native import tables
from lineage.native.tables import code_points
from lineage.normalize import WILDCARD
from lineage.plane import Points, aligned_points


def other(n: int) -> str:
    """Return ``n`` characters that stand nowhere else."""
    return "".join(map(chr, range(0x20000, 0x20000 + n)))


ALPHABET = f"天地人山水风火木的和{WILDCARD}{other(40)}"
"""Few tokens that are frequent, and many that are rare."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Return two texts of up to some tiles: one, and its pieces changed and in another order."""
    chance = draw(st.randoms(use_true_random=False))
    n_tokens = draw(st.sampled_from([3, 10, len(ALPHABET)]))
    left = "".join(chance.choices(ALPHABET[:n_tokens], k=draw(st.integers(0, 500))))
    cuts = sorted(chance.choices(range(len(left) + 1), k=draw(st.integers(0, 8))))
    pieces = [left[i:j] for i, j in pairwise([0, *cuts, len(left)])]
    if draw(st.booleans()):
        chance.shuffle(pieces)
    fill = draw(st.sampled_from([ALPHABET, other(300), WILDCARD * 3]))
    longest = draw(st.sampled_from([0, 5, 200]))
    added = ["".join(chance.choices(fill, k=chance.randint(0, longest))) for _ in pieces]
    return left, "".join(a + b for a, b in zip(added, pieces, strict=True))


@st.composite
def repetitions(draw: st.DrawFn) -> tuple[str, str]:
    """Return two texts that each repeat one sentence many times, some copies changed."""
    chance = draw(st.randoms(use_true_random=False))
    sentence = other(draw(st.integers(3, 24)))
    texts = []
    for _ in range(2):
        copies = [list(sentence) for _ in range(draw(st.integers(1, 70)))]
        for copy in chance.sample(copies, draw(st.integers(0, len(copies)))):
            copy[chance.randrange(len(copy))] = chance.choice(ALPHABET)
        texts.append("".join(token for copy in copies for token in copy))
    return texts[0], texts[1]


@st.composite
def refrains(draw: st.DrawFn) -> tuple[str, str]:
    """Return two texts that come back to a few phrases, farther apart than tiles."""
    chance = draw(st.randoms(use_true_random=False))
    phrases = [ALPHABET[10 * n : 10 * n + draw(st.integers(2, 10))] for n in range(3)]
    texts = []
    for first in (0x21000, 0x25000):
        fill = iter(map(chr, range(first, first + 0x4000)))
        parts = []
        for _ in range(draw(st.integers(0, 12))):
            parts += [chance.choice(phrases), *(next(fill) for _ in range(chance.randint(0, 200)))]
        texts.append("".join(parts))
    return texts[0], texts[1]


def rows(points: Points) -> list[tuple[int, int, int]]:
    return list(zip(points.x.tolist(), points.y.tolist(), points.score.tolist(), strict=True))


def check(
    left: str,
    right: str,
    bits: Mapping[str, float],
    *,
    threshold: int,
    seed_bits: float,
    least_bits: float | None = None,
    most_copies: int | None = None,
) -> Points:
    """Return what the kernel finds, which must be what the slow function finds."""
    found, expected = (
        points_of(
            code_points(left),
            code_points(right),
            left_bits=np.array([bits[token] for token in left], np.float32),
            right_bits=np.array([bits[token] for token in right], np.float32),
            threshold=threshold,
            seed_bits=seed_bits,
            least_bits=least_bits,
            most_copies=most_copies,
        )
        for points_of in (aligned_points, slow.aligned_points)
    )
    assert rows(found) == rows(expected)
    assert found.n_left_out == expected.n_left_out
    assert found.n_passed_over == expected.n_passed_over
    return found


@settings(max_examples=80)
@given(
    pairs(),
    st.dictionaries(st.sampled_from(ALPHABET), st.sampled_from([0.0, 0.1, 1.3, 2.5, 6.0])),
    st.sampled_from([1.0, 1.7, 3.2, 9.5]),
    st.sampled_from([0, 20, 30, 80, 300, 590, 591]),
    st.sampled_from([0.0, 4.0, 12.0, 30.0]),
)
def test_the_points_are_the_same(
    texts: tuple[str, str],
    weights: dict[str, float],
    rest: float,
    threshold: int,
    seed_bits: float,
) -> None:
    bits = defaultdict(lambda: rest, weights)

    check(*texts, bits, threshold=threshold, seed_bits=seed_bits)


@settings(max_examples=60, deadline=None)
@given(
    pairs(),
    st.sampled_from([1.0, 1.7, 3.2]),
    st.sampled_from([0.0, 2.0, 6.5]),
    st.sampled_from([0.0, 1.0, 9.5, 30.0, 100.0]),
    st.sampled_from([None, 1, 2, 5, 64]),
)
def test_as_many_are_passed_over(
    texts: tuple[str, str], rest: float, least_bits: float, more: float, most_copies: int | None
) -> None:
    bits = defaultdict(lambda: rest, {"天": 0.1, "地": 6.0})

    check(
        *texts,
        bits,
        threshold=30,
        seed_bits=least_bits + more,
        least_bits=least_bits,
        most_copies=most_copies,
    )


@settings(max_examples=40, deadline=None)
@given(refrains(), st.sampled_from([1, 2, 5]), st.sampled_from([6.0, 24.0, 40.0]))
def test_copies_apart_are_looked_at_in_order(
    texts: tuple[str, str], most_copies: int, seed_bits: float
) -> None:
    bits: Mapping[str, float] = defaultdict(lambda: 6.0)

    check(*texts, bits, threshold=30, seed_bits=seed_bits, most_copies=most_copies)


@settings(max_examples=20, deadline=None)
@given(repetitions(), st.sampled_from([20, 30, 80]))
def test_the_same_copies_are_left_out(texts: tuple[str, str], threshold: int) -> None:
    check(*texts, defaultdict(lambda: 6.0), threshold=threshold, seed_bits=12.0)


@pytest.mark.parametrize("n_blocks", [65, 68, 69, 130])
def test_the_points_are_the_same_where_a_slab_forgets(n_blocks: int) -> None:
    chance = np.random.default_rng(n_blocks)
    tokens = other(200)
    left = "".join(tokens[n] for n in chance.integers(0, len(tokens), n_blocks * slow.TILE - 7))
    # With three tokens a block and placeholders between them, a score that crosses the slab's
    # border tells how many blocks beyond it count.
    for block in range(54, 74):
        start = block * slow.TILE
        wild = WILDCARD * (len(left[start : start + slow.TILE]) - 3)
        left = left[:start] + left[start : start + 3] + wild + left[start + 3 + len(wild) :]
    right = left[900:1200] + left[:2000] + left[2050:] + left[100:180:2]

    found = check(left, right, defaultdict(lambda: 7.0), threshold=30, seed_bits=12.0)

    assert len(found.x) > len(left) / 2


def test_points_are_laid_out_as_the_kernel_writes_them() -> None:
    assert tables.POINT.itemsize == 12
