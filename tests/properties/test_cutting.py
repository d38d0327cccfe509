"""What is done a column at a time finds what the slow functions of `reference` find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from mixed_texts import mixed_texts
from reference import segment as slow_segment

from lineage.normalize import normalize
from lineage.segment import sentence_spans, token_borders

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
