"""Few characters fall into the words that rjieba finds in them."""

import re
from pathlib import Path

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from lineage.dictionary import N_MET, cut, frequency

_PARTS = st.sampled_from(
    ["中国", "人民群众", "江南style", "4s店", "c++", "pc机", "研究生命起源", "结合成分子时", "\r\n"]
)
_TEXTS = st.lists(
    st.one_of(
        _PARTS,
        st.text(st.sampled_from("的一是在不了有和人这中大为上个国我以要安全生产工作责任")),
        st.text("ab3.%#+_-&é\u0301\0\r\n\u3000，々〇\u3400\ue000😀\U00020000ſ\u212aＡ", max_size=4),
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=4),
    )
).map("".join)


@given(_TEXTS)
def test_any_text_falls_into_the_words_that_rjieba_finds(text: str) -> None:
    assert cut(text) == rjieba.cut(text, False)


def test_the_seeds_fall_into_the_words_that_rjieba_finds(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_bytes().decode("utf-8-sig")

        assert cut(text) == rjieba.cut(text, False)


@pytest.mark.parametrize(
    ("word", "times"), [("中国", 129470), ("佳软中国", 3), ("重于泰山的", 0), ("", 0)]
)
def test_a_word_was_met_as_often_as_the_dictionary_says(word: str, times: int) -> None:
    assert frequency(word) == times


def test_all_words_of_the_dictionary_were_met_as_often_as_is_said() -> None:
    import jieba

    path = Path(jieba.__file__).with_name("dict.txt")
    figures = re.findall(r"^\S+ (\d+)", path.read_text("utf-8"), re.MULTILINE)

    assert sum(map(int, figures)) == N_MET
