"""Words and their surprisal; jieba is the reference."""

import math
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest

from lineage import dictionary
from lineage.model import RawSpan
from lineage.native.tables import code_points
from lineage.normalize import normalize
from lineage.words import (
    Cutter,
    count_words,
    cut_words,
    novelty,
    quickest_cutter,
    token_bits,
    word_bits,
    word_starts,
    words_in,
)

Cut = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def jieba_cut() -> Cut:
    """jieba's own cut, which takes a second to load."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel("ERROR")
    return lambda text: list(jieba.lcut(text, HMM=False))


def spoken(words: list[str]) -> list[str]:
    return [word for word in words if word[0].isalnum()]


@pytest.fixture(params=["for few characters", "for many"])
def cutter(request: pytest.FixtureRequest) -> Cutter:
    return dictionary.cut if request.param == "for few characters" else quickest_cutter(10**9)


def test_the_seeds_have_the_words_that_jieba_finds(
    jieba_cut: Cut, cutter: Cutter, seeds: Path
) -> None:
    for path in sorted(seeds.glob("*.txt")):
        folded = normalize(path.read_bytes().decode("utf-8-sig")).folded

        assert list(cut_words(folded, cutter=cutter).words) == spoken(jieba_cut(folded))


def test_random_text_has_the_words_that_jieba_finds(
    jieba_cut: Cut, cutter: Cutter, seeds: Path
) -> None:
    chance = Random(20261122)
    # Characters as frequent as in speeches make words; some of any kind and plane make none.
    frequent = "".join(path.read_text("utf-8-sig") for path in sorted(seeds.glob("*.txt")))
    anything = "abc3.5%#+_-é\u0301\0\r\n\u3000，豈々\u3400\ue000😀\U00020000"
    for _ in range(400):
        han = [chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(3)]
        pool = [*chance.choices(frequent, k=16), *han, *chance.choices(anything, k=3)]
        text = "".join(chance.sample(pool, chance.randint(1, len(pool))))

        assert list(cut_words(text, cutter=cutter).words) == spoken(jieba_cut(text))


def test_words_carry_their_offsets_and_leave_out_marks() -> None:
    cut = cut_words("安全，生产 gdp😀。")

    assert cut.words == ("安全", "生产", "gdp")
    assert cut.offsets.tolist() == [0, 3, 6]


def test_a_word_goes_on_behind_what_was_inserted() -> None:
    cut = cut_words("企##paidbegin##业安全", [RawSpan(1, 14)])

    assert cut.words == ("企业", "安全")
    assert cut.offsets.tolist() == [0, 15]


def test_offsets_hold_where_a_nul_and_an_insertion_meet() -> None:
    cut = cut_words("安全\0生产<paid>工作", [RawSpan(5, 11)])

    assert cut.words == ("安全", "生产", "工作")
    assert cut.offsets.tolist() == [0, 3, 11]


def test_half_a_surrogate_pair_is_no_word() -> None:
    cut = cut_words("安全\ud800生产")

    assert cut.words == ("安全", "生产")
    assert cut.offsets.tolist() == [0, 3]


@pytest.mark.parametrize("text", ["守土，有责2024年 abc", "\ud800安全", "，。", ""])
def test_the_words_of_a_clause_are_those_of_a_text(text: str) -> None:
    cut = cut_words(text)

    found = list(words_in(text))

    assert [word for word, _, _ in found] == list(cut.words)
    assert [start for _, start, _ in found] == cut.offsets.tolist()
    assert all(end - start == len(word) for word, start, end in found)


def test_a_word_counts_from_its_second_time_in_each_document() -> None:
    counts = count_words([cut_words("安全安全安全生产"), cut_words("安全，工作")])

    assert counts["安全"] == 2
    assert counts["生产"] == counts["工作"] == 0
    assert counts.keys() == {"安全", "生产", "工作"}


def test_common_words_surprise_less_than_rare_ones() -> None:
    bits = word_bits(Counter({"的": 0, "安全": 0, "责任制": 0, "龘": 0}))

    assert 0 < bits["的"] < bits["安全"] < bits["责任制"] < bits["龘"]


def test_what_a_corpus_repeats_surprises_less_there() -> None:
    seldom = word_bits(Counter({"安全": 0, "工作": 100}))
    often = word_bits(Counter({"安全": 100, "工作": 0}))

    assert often["安全"] < seldom["安全"]


def test_long_words_of_other_scripts_surprise_more_than_short_ones() -> None:
    bits = word_bits(Counter({"of": 0, "budget": 0, "committee": 0, "internationalisation": 0}))

    assert bits["of"] < bits["budget"] < bits["committee"]
    assert bits["committee"] == bits["internationalisation"]


def test_a_word_of_another_script_that_a_corpus_repeats_surprises_less() -> None:
    bits = word_bits(Counter({"budget": 0, "winter": 9}))

    assert bits["winter"] < bits["budget"]


@pytest.mark.parametrize("text", ["a", "a a", "a b a a a", "the the the of"])
def test_no_word_is_less_than_certain(text: str) -> None:
    bits = word_bits(count_words([cut_words(text)]))

    assert min(bits.values()) >= 0


def test_the_surprisal_of_a_word_is_shared_by_its_tokens() -> None:
    text = "责任制，gdp"
    stream = normalize(text)
    cut = cut_words(stream.folded)

    bits = token_bits(cut, stream.starts, {"责任制": 12.0, "gdp": 5.0})

    assert bits.tolist() == [4.0, 4.0, 4.0, 5.0]
    assert word_starts(cut, stream.starts).tolist() == [True, False, False, True]


def test_what_a_document_repeats_is_less_new_each_time() -> None:
    name = "新时代的思想"
    text = f"甲{name}乙{name}丙{name}丁{name}守住底线"

    told = novelty(code_points(text), np.full(len(text), 6.0, np.float32))

    # Four times: each keeps 1/(1 + log2 4), and what stands once all of its surprisal.
    assert told[1:7].tolist() == [2.0] * 6
    assert told[0] == told[7] == 6
    assert told[-4:].tolist() == [6.0] * 4


def test_a_text_shorter_than_a_phrase_is_new() -> None:
    assert novelty(code_points("底线"), np.full(2, 6.0, np.float32)).tolist() == [6.0, 6.0]
    assert novelty(code_points(""), np.zeros(0, np.float32)).tolist() == []


@pytest.mark.parametrize("text", ["\U0010ffff" * 9, "甲乙" * 7 + "丙" + "甲乙" * 3, "安" * 6])
def test_phrases_are_counted_wherever_they_begin(text: str) -> None:
    phrases = [text[at : at + 6] for at in range(len(text) - 5)]
    most = [
        max(phrases.count(phrase) for phrase in phrases[max(at - 5, 0) : at + 1])
        for at in range(len(text))
    ]

    told = novelty(code_points(text), np.ones(len(text), np.float32))

    assert told.tolist() == pytest.approx([1 / (1 + math.log2(n)) for n in most])


def test_tokens_before_the_first_word_surprise_nobody() -> None:
    stream = normalize("\ue000安全")

    bits = token_bits(cut_words(stream.folded), stream.starts, {"安全": 8.0})

    assert bits.tolist() == [0.0, 4.0, 4.0]


def test_a_text_without_words_has_no_surprisal() -> None:
    assert token_bits(cut_words("***"), np.array([0], np.int32), {}).tolist() == [0.0]
    assert word_bits({}) == {}
