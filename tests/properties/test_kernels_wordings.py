"""The kernels find of wordings what the slow functions of `reference` find."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel_texts import (
    corpora,
    places_of,
    prepared_of,
    versions,
)
from rapidfuzz.distance import Indel
from reference import (
    members,
    placing,
    rooting,
    words,
)
from reference import nesting as slow_nesting
from reference.runs import matching_runs

from lineage import completing, nesting
from lineage.align import likeness
from lineage.groups import Groups
from lineage.members import Unaligned, realigned
from lineage.native.families import alike
from lineage.native.passages import most_like
from lineage.native.searching import Streams
from lineage.native.tables import code_points, edges
from lineage.native.wordings import ANY_LENGTH, held, likenesses, nearest_trees, numbered
from lineage.normalize import WILDCARD
from lineage.places import Group, Place
from lineage.placing import tokens_at, typical_place, where_members
from lineage.prepare import Prepared, texts_of, token_row
from lineage.words import WordCut, novelty, token_bits


@given(st.text("天地人", max_size=60), st.floats(0, 24, width=32))
def test_what_of_a_text_is_new(text: str, surprisal: float) -> None:
    codes, bits = code_points(text), np.full(len(text), surprisal, np.float32)

    assert novelty(codes, bits).tolist() == words.novelty(text, bits).tolist()


@given(st.data())
def test_the_surprisal_of_tokens(data: st.DataObject) -> None:
    # Tokens need not stand in the order of what they were made of.
    starts = data.draw(st.lists(st.integers(0, 30), max_size=20))
    offsets = sorted(data.draw(st.sets(st.integers(0, 30), max_size=12)))
    places = data.draw(st.lists(st.integers(0, 2), min_size=len(offsets), max_size=len(offsets)))
    cut = WordCut(("天地", "人", "山水"), np.array(places, np.int32), np.array(offsets, np.int32))
    bits = {"天地": 7.3, "人": 0.1, "山水": 11.9}

    found = token_bits(cut, np.array(starts, np.int32), bits)

    assert found.tolist() == words.token_bits(cut, np.array(starts, np.int32), bits).tolist()


@given(st.lists(st.text("天地", min_size=0, max_size=3), max_size=30))
def test_the_numbers_of_words(cut: list[str]) -> None:
    numbers, firsts = numbered(*token_row(cut))

    different = [*dict.fromkeys(cut)]
    assert [cut[n] for n in firsts.tolist()] == different
    assert [different[n] for n in numbers.tolist()] == cut


_said = st.text(f"天地人进、{WILDCARD}", max_size=12) | st.permutations(
    ["进企业", "进农村", "进社区", "进学校", "进机关"]
).map("、".join)


@given(st.lists(st.tuples(_said, _said), max_size=12))
def test_the_likeness_of_wordings(pairs: list[tuple[str, str]]) -> None:
    ones, others = ([pair[side] for pair in pairs] for side in (0, 1))

    found = likenesses(*token_row(ones), *token_row(others))

    assert found.tolist() == [likeness(one, other) for one, other in pairs]


@given(corpora, st.data())
def test_the_most_typical_wording(texts: list[str], data: st.DataObject) -> None:
    prepared = prepared_of(texts)
    places = data.draw(places_of(prepared))
    if places:
        assert typical_place(texts_of(prepared), places) == members._typical(places, prepared)


@given(
    st.lists(st.text("天地人山水风", max_size=40), min_size=2, max_size=6),
    st.sampled_from([0.0, 0.35, 0.75]),
)
def test_how_alike_wordings_are(wordings: list[str], least: float) -> None:
    prepared = prepared_of(wordings)
    places = np.array([(n, 0, len(wording)) for n, wording in enumerate(wordings)], np.int32)
    pairs = [*combinations(range(len(wordings)), 2)]

    found = alike(texts_of(prepared), places, np.array(pairs, np.int32), least=least)

    for (a, b), ratio in zip(pairs, found.tolist(), strict=True):
        one, two = wordings[a], wordings[b]
        exact = Indel.normalized_similarity(one, two)
        if 2 * min(len(one), len(two)) < max(len(one), len(two)):
            exact = 0.0
        assert ratio == exact or (ratio == 0 and exact < least)


@pytest.mark.parametrize("n", [500, 700, 3_000])
@pytest.mark.parametrize("n_changes", [1, 30, 200, 800])
@pytest.mark.parametrize("least", [0.0, 0.5, 0.8])
def test_how_alike_long_wordings_are(n: int, n_changes: int, least: float) -> None:
    """Those that are alike are compared near the diagonal alone, others as long as there is hope."""
    chance = np.random.default_rng(n + n_changes)
    one = chance.integers(0x4E00, 0x4E40, n).tolist()
    other = [0x5000, *one]
    for at in chance.integers(0, n, n_changes).tolist():
        other[at : at + at % 3] = chance.integers(0x4E00, 0x4E40, (at + 1) % 3).tolist()
    prepared = prepared_of(["".join(map(chr, codes)) for codes in (one, other)])
    wordings = [side.stream.text for side in prepared]
    places = np.array([(k, 0, len(wording)) for k, wording in enumerate(wordings)], np.int32)
    pairs = np.array([(0, 1), (1, 0)], np.int32)

    found = alike(texts_of(prepared), places, pairs, least=least)

    exact = Indel.normalized_similarity(*wordings)
    for ratio in found.tolist():
        assert ratio == exact or (ratio < least and exact < least)


numbered_places = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 150), st.integers(1, 150), st.integers(0, 4))
)


@given(numbered_places)
def test_occurrences_inside_others(drawn: list[tuple[int, int, int, int]]) -> None:
    places = [Place(document, start, start + length) for document, start, length, _ in drawn]
    families = [7 * family for *_, family in drawn]

    fast = nesting.nested_times(
        np.array(places, np.int32).reshape(-1, 3), np.array(families, np.int64)
    )

    inner, outer, times = (column.tolist() for column in fast)
    pairs = [*zip(inner, outer, strict=True)]
    assert pairs == sorted(pairs)
    assert dict(zip(pairs, times, strict=True)) == slow_nesting.nested_times(places, families)


@given(st.lists(st.text("天地", max_size=12), max_size=12))
def test_wordings_inside_others(wordings: list[str]) -> None:
    inner, outer = nesting._holding(wordings)

    pairs = {*zip(inner.tolist(), outer.tolist(), strict=True)}
    assert pairs == {*slow_nesting.holding(wordings)}


few_texts = st.lists(st.text("天地", max_size=14), max_size=6)


@given(
    few_texts,
    few_texts,
    st.sampled_from([1, 4, 8]),
    st.sampled_from([ANY_LENGTH, range(1, 4), range(4, 8), range(8, 2**31)]),
)
def test_where_texts_hold_wordings(
    wordings: list[str], texts: list[str], looked_up: int, lengths: range
) -> None:
    found = held(
        *token_row(wordings),
        Streams.of_row(token_row(texts)),
        looked_up=looked_up,
        lengths=lengths,
    )

    # What is shorter than it is looked up by is found at ends.
    assert sorted(found.tolist()) == [
        (number, text, at)
        for number, wording in enumerate(wordings)
        for text, whole in enumerate(texts)
        for at in range(len(whole))
        if len(wording) in lengths and wording and whole.startswith(wording, at)
        if len(wording) >= looked_up or at + len(wording) == len(whole)
    ]


@given(st.lists(st.text("天地", min_size=1, max_size=9), max_size=5), few_texts, st.data())
def test_which_places_families_lack(
    wordings: list[str], texts: list[str], data: st.DataObject
) -> None:
    tokens = [(n, at) for n, text in enumerate(texts) for at in range(len(text))]
    members = [
        [Place(n, at, at + 1) for n, at in data.draw(st.sets(st.sampled_from(tokens)))]
        if tokens
        else []
        for _ in wordings
    ]
    groups = Groups.of([Group(w, (*sorted(m),)) for w, m in zip(wordings, members, strict=True)])

    codes, documents = ([*map(code_points, row)] for row in (wordings, texts))
    found = completing.find_missing(groups, codes, Streams.of_tokens(documents))

    wanted = []
    for family, (wording, known) in enumerate(zip(wordings, members, strict=True)):
        for document, text in enumerate(texts):
            free = [Place(document, at, at + 1) not in known for at in range(len(text))]
            for at in range(len(text) - len(wording) + 1):
                there = range(at, at + len(wording))
                if text.startswith(wording, at) and all(free[n] for n in there):
                    wanted.append((family, document, there.start, there.stop))
                    free[there.start : there.stop] = [False] * len(there)
    places = zip(found.families.tolist(), found.places.tolist(), strict=True)
    assert [(family, *place) for family, place in places] == wanted


@given(st.lists(st.lists(st.text("天地人山", max_size=80), min_size=1, max_size=9), max_size=3))
def test_the_trees_of_the_nearest_wordings(families: list[list[str]]) -> None:
    sizes = edges([len(wordings) for wordings in families])
    fast = nearest_trees(sizes, *token_row([each for wordings in families for each in wordings]))

    def tree_of(wordings: list[str]) -> tuple[tuple[int, int], ...]:
        def distances(number: int) -> list[float]:
            return [Indel.distance(wordings[number], other) for other in wordings]

        return rooting.nearest_tree(len(wordings), distances)

    assert [tuple(edge) for edge in fast.tolist()] == [
        edge for wordings in families for edge in tree_of(wordings)
    ]


@given(st.text("天地人山水风", min_size=1, max_size=90), st.text("天地人山水风", max_size=250))
def test_where_a_part_is_most_like_the_whole(part: str, whole: str) -> None:
    if len(part) < len(whole):
        start, end = most_like(code_points(part), code_points(whole))

        found = (start, end) if start < end else None
        assert found == placing.where_most_like(part, whole)


@given(versions(), st.data())
def test_members_of_a_family_of_long_wordings(
    prepared: tuple[Prepared, ...], data: st.DataObject
) -> None:
    """What has too little in common is not aligned, which must not change who is a member."""
    found = tuple(
        Place(
            number, data.draw(st.integers(0, 40)), len(side.codes) - data.draw(st.integers(0, 300))
        )
        for number, side in enumerate(prepared)
    )
    group = Group(tokens_at(prepared, found[0]), found)

    (fast,) = realigned([Unaligned(found, ())], prepared, texts=texts_of(prepared), resemblance=0.5)

    assert fast == tuple(members.realigned(group, prepared, resemblance=0.5, others=()))


@pytest.mark.parametrize("n", [300, 5_000, 20_000])
def test_an_alignment_of_long_texts_is_as_good_as_any(n: int) -> None:
    """Longer ones are aligned half by half, and may choose otherwise among equals."""
    chance = np.random.default_rng(n)
    left = chance.integers(0x4E00, 0x4E40, n).astype(np.uint32)
    right = np.delete(left, chance.integers(0, n, n // 9))
    right[chance.integers(0, len(right), n // 9)] = 0x5000
    prepared = prepared_of(["".join(map(chr, codes)) for codes in (left, right)])
    one, two = (side.stream.text for side in prepared)

    (place,) = realigned_to(prepared)

    assert abs((place.end - place.start) - len(right)) <= 2
    assert sum(length for _, _, length in matching_runs(one, two)) > 0.7 * n


@pytest.mark.parametrize("n_kinds", [2, 50, 3_000])
def test_long_texts_that_go_on_alike_are_aligned_in_parts(n_kinds: int) -> None:
    chance = np.random.default_rng(n_kinds)
    left = chance.integers(0x4E00, 0x4E00 + n_kinds, 12_000)
    right = left.copy()
    right[::10] = 0x9000
    # A stretch is put in, one is left out, and one stands elsewhere.
    right = np.concatenate((right[:3_000], left[:500], right[3_000:9_000], right[9_600:]))
    right = np.concatenate((right[6_000:6_400], right[:6_000], right[6_400:]))
    # With a placeholder, likeness is told from an alignment.
    one, two = (f"{''.join(map(chr, codes))}{WILDCARD}" for codes in (left, right))

    (found,) = likenesses(*token_row([one]), *token_row([two])).tolist()

    assert found == pytest.approx(likeness(one, two), abs=0.002)


def realigned_to(prepared: Sequence[Prepared]) -> list[Place]:
    """Return where the whole of the first text stands in the second."""
    whole = [Place(n, 0, len(side.codes)) for n, side in enumerate(prepared)]
    return [*filter(None, where_members(texts_of(prepared), [(whole[1], whole[0])]))]
