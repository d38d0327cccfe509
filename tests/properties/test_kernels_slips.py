"""What cannot be a slip is left alone, and nothing else; versions are aligned as rapidfuzz does it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kernel_texts import corpora, prepared_of
from reference import attestation as slow_attestation
from reference import slips as slow

from lineage.attestation import attestation, token_pairs
from lineage.broken import Clauses, break_words, excess_of
from lineage.corruption import Compared, suspicions, traces
from lineage.model import Document
from lineage.native.slips import slips
from lineage.places import Place
from lineage.prepare import Prepared, prepare
from lineage.scripts import Scripts

CLAUSES = (
    "县（市、区）人民政府负责",
    "贯彻《意见》【第3条】的精神",
    "应当由上级检察院指定管辖",
    "一是抓学习；二是抓落实；三是抓宣传",
    "第一，抓学习。第二，抓落实",
    "（一）抓学习（二）抓落实",
    "一、抓学习\n二、抓落实",
    "做到三个必须：管行业、管业务、管生产",
    "抓好两项工作:学习和宣传",
    "不仅要学习，而且要落实",
    "既要绿水青山，也要金山银山",
    "一方面要学习，另一方面要落实",
    "坚持改革开放",
    "某地××局 gdp 增长6.5%！",
)
LETTERS = "（）《》[]一二三两是要、，：:。！\n不仅但既又方面个项第驿学习"


@st.composite
def versions(draw: st.DrawFn) -> tuple[Prepared, ...]:
    """Return a text, one that was made from it by a few slips, and another."""
    first = "，".join(draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4)))
    # What is far away in a sentence is not looked at.
    sound = draw(st.sampled_from(["", "", "远" * 196])).join(
        [first, draw(st.sampled_from(CLAUSES))]
    )
    copied = sound
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(copied)))
        end = at + draw(st.integers(0, 4))
        inserted = draw(st.one_of(st.text(LETTERS, max_size=3), st.just(copied[at:end] * 2)))
        copied = copied[:at] + inserted + copied[end:]
    other = draw(st.one_of(st.just(""), st.just(sound), st.just(copied), st.text(LETTERS)))
    return prepare([Document(str(n), text) for n, text in enumerate((sound, copied, other))])


def found_in(
    prepared: tuple[Prepared, ...], pairs: list[tuple[Place, Place]]
) -> tuple[list[tuple[int, Place, Place, tuple[int, int], tuple[int, int], int]], list[int]]:
    """Return what may be slips in versions of one wording, and how many tokens are equal."""
    scripts = Scripts(prepared)
    places = np.array([(*left, *right) for left, right in pairs], np.int32).reshape(-1, 6)
    found, equal = slips(
        scripts.texts,
        scripts.having(places.reshape(-1, 3)),
        np.array([0, 0, len(pairs)]),
        places,
        # Of a wording without versions, nothing is asked, and who has it does not matter.
        first_bearers=np.array([0, 1, 3]),
        bearers=np.array([2, 0, 1], np.int32),
        said=attestation(prepared).known,
        excess=excess_of(side.codes for side in prepared),
    )
    rows = [
        (number, Place(*left), Place(*right), (*around_left,), (*around_right,), signs)
        for number, left, right, around_left, around_right, signs in found.tolist()
    ]
    return rows, equal.tolist()


def places_in(side: Prepared, number: int) -> st.SearchStrategy[Place]:
    ends = st.integers(0, len(side.stream))
    return st.tuples(ends, ends).map(lambda pair: Place(number, min(pair), max(pair)))


@given(versions(), st.data())
def test_which_changes_may_be_slips(prepared: tuple[Prepared, ...], data: st.DataObject) -> None:
    one, two = places_in(prepared[0], 0), places_in(prepared[1], 1)
    pairs = [whole(prepared), *data.draw(st.lists(st.tuples(one, two), max_size=9))]

    found, equal = found_in(prepared, pairs)

    usage = attestation(prepared)
    assert found == [*slow.slips(pairs, prepared, usage=usage, outside=(0, 1))]
    assert equal == [slow.n_equal(pair, prepared) for pair in pairs]


@given(corpora)
def test_which_tokens_stand_in_a_row(texts: list[str]) -> None:
    prepared = prepared_of([*texts, ""])

    fast = [token_pairs(side).tolist() for side in prepared]

    assert fast == [slow_attestation.token_pairs(side) for side in prepared]
    numbered = [pair << 22 | number for number, pairs in enumerate(fast) for pair in pairs]
    assert attestation(prepared).known.tolist() == sorted(numbered)


def whole(prepared: tuple[Prepared, ...]) -> tuple[Place, Place]:
    """Return the whole of two documents."""
    return Place(0, 0, len(prepared[0].stream)), Place(1, 0, len(prepared[1].stream))


@given(versions())
def test_no_sign_of_a_slip_is_lost(prepared: tuple[Prepared, ...]) -> None:
    pairs = [whole(prepared), whole(prepared)[::-1]]
    usage = attestation(prepared)
    rows = np.array([(*left, *right) for left, right in pairs], np.int32)
    compared = Compared(np.array([0, 1, 2]), rows, [(0, 1), (0, 1)])

    excess = excess_of(side.codes for side in prepared)
    suspected, _ = suspicions(compared, Scripts(prepared), usage=usage, excess=excess)
    found = traces(suspected, compared, prepared, usage=usage)

    for number, pair in enumerate(pairs):
        slowly = slow.traces(pair, prepared, usage=usage, outside=(0, 1))
        assert found.get(number, []) == [*slowly]


clauses = st.text("应当由上级检察院驿指定管辖扶抉贫资金，x1", max_size=14)


@st.composite
def readings(draw: st.DrawFn) -> tuple[str, int, int]:
    """Return a clause, and where a reading in it starts and ends."""
    text = draw(clauses)
    ends = draw(st.tuples(*2 * [st.integers(0, len(text))]))
    return text, min(ends), max(ends)


@given(st.lists(st.tuples(readings(), readings()), max_size=6))
def test_which_readings_break_a_word(
    pairs: list[tuple[tuple[str, int, int], tuple[str, int, int]]],
) -> None:
    columns = [*zip(*(each for pair in pairs for each in pair), strict=True)] or [(), (), ()]
    starts, ends = (np.array(column, np.int32) for column in columns[1:])
    numbers = 2 * np.arange(len(pairs))

    found = break_words(Clauses(columns[0], starts, ends), whole=numbers, broken=numbers + 1)

    assert found.tolist() == [slow.breaks_word(*pair) for pair in pairs]


@pytest.mark.parametrize(("n", "share"), [(2_200, 10), (5_000, 3), (9_000, 10), (9_000, 300)])
def test_long_versions_are_aligned_as_rapidfuzz_aligns_them(n: int, share: int) -> None:
    """It cuts them in halves, and then takes another alignment of those that are as good."""
    chance = np.random.default_rng(n + share)
    left = chance.integers(0x4E00, 0x4E20, n).astype(np.uint32)
    right = np.delete(left, chance.integers(0, n, n // share))
    right[chance.integers(0, len(right), n // share)] = 0x4E03
    right = np.insert(right, chance.integers(0, len(right), n // share), 0x4E07)
    texts = ["".join(map(chr, codes)) for codes in (left, right)]
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    pairs = [whole(prepared), whole(prepared)[::-1]]

    found, equal = found_in((*prepared, *prepare([Document("2", "")])), pairs)

    usage = attestation(prepared)
    assert found == [*slow.slips(pairs, prepared, usage=usage, outside=(0, 1))]
    assert equal == [slow.n_equal(pair, prepared) for pair in pairs]
