"""What is done a column at a time finds what the slow functions of `reference` find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mixed_texts import mixed_texts
from reference import normalize as slow_normalize
from reference import segment as slow_segment
from reference import words as slow_words

from lineage.normalize import find_insertions, normalize
from lineage.segment import sentence_spans, token_borders
from lineage.words import cut_words

_MARKS = "。！…；｡!?;.,，、：“”’‘\"'）)]》 \u3000\t\n\r\x0b\x85\u2028地aMr1000_é"

marked_texts = st.one_of(mixed_texts(), st.text(_MARKS, max_size=40))


@given(marked_texts)
def test_the_sentences_of_a_text(text: str) -> None:
    assert list(map(tuple, sentence_spans(text).tolist())) == slow_segment.sentence_spans(text)


@given(marked_texts, st.data())
def test_the_borders_between_tokens(text: str, data: st.DataObject) -> None:
    starts = normalize(text).starts
    are_words = data.draw(st.lists(st.booleans(), min_size=len(starts), max_size=len(starts)))

    found = token_borders(text, starts, np.array(are_words, np.bool_))

    assert found.tolist() == slow_segment.token_borders(text, starts.tolist(), are_words)


@given(mixed_texts())
def test_the_tokens_of_a_text(text: str) -> None:
    stream = normalize(text)

    found = zip(stream.starts.tolist(), stream.ends.tolist(), stream.text, strict=True)

    assert [*found] == slow_normalize.tokens(text)


_LINES = (
    "仅供学习 禁止外传",
    "更多資料請掃碼，加微信",
    "扫码",
    "同志们。",
    "讲" * 81,
    " \u3000",
    "",
    "##paidend##扫码",
)


@given(
    st.lists(st.tuples(st.sampled_from(_LINES), st.sampled_from(["\n", "\r\n", "\r"]))), st.data()
)
def test_what_resellers_added(lines: list[tuple[str, str]], data: st.DataObject) -> None:
    text = "".join(map("".join, lines)) + data.draw(st.sampled_from(["", "会员群", "讲\n" * 40]))

    assert find_insertions(text) == slow_normalize.find_insertions(text)


@given(mixed_texts())
def test_the_words_of_a_text(text: str) -> None:
    stream = normalize(text)

    cut = cut_words(stream.folded, stream.inserted)

    found = [*zip(cut.words, cut.offsets.tolist(), strict=True)]
    assert found == slow_words.words(stream.folded, stream.inserted)
    assert len({*cut.vocabulary}) == len(cut.vocabulary)
    assert cut.places.dtype == cut.offsets.dtype == np.int32
