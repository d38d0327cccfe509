"""Sentences that are the same or alike: what is looked up is what holding each against each finds."""

from itertools import accumulate

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from reference import sentences as slow

from lineage.native.sentences import Sentences, alike_sentences
from lineage.native.tables import code_points
from lineage.normalize import WILDCARD
from lineage.verbatim import same_sentences

TOKENS = f"天地人山水风火木{WILDCARD}𠀀"


@st.composite
def wordings(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Return the sentences of two texts: copies of some, many of them changed here and there."""
    chance = draw(st.randoms(use_true_random=False))
    n_tokens = draw(st.integers(2, len(TOKENS)))
    longest = draw(st.sampled_from([6, 40, 150]))
    originals = [
        "".join(chance.choices(TOKENS[:n_tokens], k=chance.randint(0, longest))) for _ in range(6)
    ]

    def version() -> str:
        tokens = list(chance.choice(originals))
        for _ in range(chance.choice([0, 0, 1, 5, 20])):
            at = chance.randint(0, len(tokens))
            tokens[at : at + chance.randint(0, 2)] = chance.choices(TOKENS, k=chance.randint(0, 2))
        return "".join(tokens)

    left, right = ([version() for _ in range(draw(st.integers(0, 12)))] for _ in range(2))
    return left, right


def laid_out(bodies: list[str], paired: set[int]) -> Sentences:
    """Return sentences as the kernel takes them, a token that is no sentence's before each."""
    ends = np.array([*accumulate(len(body) + 1 for body in bodies)], np.int32)
    starts = ends - np.array([len(body) for body in bodies], np.int32)
    return Sentences(
        code_points("".join(f"。{body}" for body in bodies)),
        np.stack([starts, ends], axis=1),
        np.array([n in paired for n in range(len(bodies))], np.bool_),
    )


@given(
    wordings(),
    st.sets(st.integers(0, 11)),
    st.sets(st.integers(0, 11)),
    st.sampled_from([(2, 3), (3, 3), (3, 8)]),
    st.sampled_from([0.1, 0.6, 1.0]),
)
def test_sentences_that_are_alike(
    texts: tuple[list[str], list[str]],
    left: set[int],
    right: set[int],
    lengths: tuple[int, int],
    share: float,
) -> None:
    n_gram, least = lengths

    found = alike_sentences(
        laid_out(texts[0], left),
        laid_out(texts[1], right),
        n_gram=n_gram,
        least=least,
        share=share,
    )

    expected = slow.alike_sentences(
        *texts, paired=(left, right), n_gram=n_gram, least=least, share=share
    )
    assert sorted(found) == expected


@given(*2 * [st.lists(st.sampled_from(["", "天", "地", "人", "山水", "风火"]), max_size=40)])
def test_sentences_that_are_the_same(left: list[str], right: list[str]) -> None:
    assert list(same_sentences(left, right)) == list(slow.same_sentences(left, right))
