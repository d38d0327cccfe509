"""Whatever a text holds, every token, sentence and word leads back to exact characters."""

from itertools import pairwise

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from mixed_texts import mixed_texts

from lineage.folding import fold_character
from lineage.measures import covered_length
from lineage.model import Document, NormSpan, RawSpan
from lineage.normalize import WILDCARD, find_insertions, normalize
from lineage.prepare import prepare
from lineage.segment import Border, split_sentences, with_marks
from lineage.words import cut_words


@given(mixed_texts())
def test_every_token_stands_in_the_text_after_the_one_before(text: str) -> None:
    stream = normalize(text)

    assert len(stream.starts) == len(stream.ends) == len(stream)
    assert (stream.starts < stream.ends).all()
    assert (stream.ends[:-1] <= stream.starts[1:]).all()
    if len(stream):
        assert 0 <= stream.starts[0]
        assert stream.ends[-1] <= len(text)


@given(mixed_texts())
def test_folding_keeps_every_offset(text: str) -> None:
    stream = normalize(text)

    assert len(stream.folded) == len(text)
    assert stream.folded == "".join(fold_character(character) for character in text)


@given(mixed_texts())
def test_a_token_that_is_cut_out_is_the_same_token_alone(text: str) -> None:
    stream = normalize(text)

    for n, token in enumerate(stream.text):
        again = normalize(stream.raw_span(NormSpan(n, n + 1)).cut(text))
        assert again.text == token
        assert again.key(0) == stream.key(n)


@given(mixed_texts(), st.data())
def test_a_stretch_that_is_cut_out_has_the_same_tokens(text: str, data: st.DataObject) -> None:
    stream = normalize(text)
    assume(len(stream))
    start = data.draw(st.integers(0, len(stream) - 1))
    end = data.draw(st.integers(start + 1, len(stream)))
    span = stream.raw_span(NormSpan(start, end))
    # At the start of a line, which a cut makes, a star before a blank is a bullet.
    assume(not span.cut(text).startswith(("* ", "*\t")))

    again = normalize(span.cut(text))

    assert again.text == stream.text[start:end]
    assert stream.norm_span(span) == NormSpan(start, end)


@given(mixed_texts())
def test_equal_tokens_have_equal_keys(text: str) -> None:
    stream = normalize(text)

    keys: dict[str, str] = {}
    for n, token in enumerate(stream.text):
        assert keys.setdefault(token, stream.key(n)) == stream.key(n)


@given(mixed_texts())
def test_no_token_is_taken_from_an_insertion(text: str) -> None:
    inserted = find_insertions(text)
    stream = normalize(text)

    assert stream.inserted == inserted
    for span in inserted:
        assert len(stream.norm_span(span)) == 0
    for one, two in pairwise(inserted):
        assert one.end <= two.start


@given(mixed_texts())
def test_sentences_follow_each_other_and_hold_no_blank_ends(text: str) -> None:
    sentences = split_sentences(text)

    assert [sentence.index for sentence in sentences] == list(range(len(sentences)))
    before = 0
    for sentence in sentences:
        content = sentence.span.cut(text)
        assert before <= sentence.span.start < sentence.span.end
        assert content == content.strip()
        before = sentence.span.end


@given(mixed_texts())
def test_everything_with_a_letter_stands_in_a_sentence(text: str) -> None:
    inside = np.zeros(len(text), bool)
    for sentence in split_sentences(text):
        inside[sentence.span.start : sentence.span.end] = True

    assert all(inside[n] for n, character in enumerate(text) if character.isalnum())


@given(mixed_texts())
def test_words_stand_where_they_say(text: str) -> None:
    stream = normalize(text)
    cut = cut_words(stream.folded, stream.inserted)
    spoken = "".join(
        character
        for n, character in enumerate(stream.folded)
        if not any(span.start <= n < span.end for span in stream.inserted)
    )

    assert (np.diff(cut.offsets) > 0).all()
    for word, offset in zip(cut.words, cut.offsets.tolist(), strict=True):
        assert stream.folded[offset] == word[0]
        assert word in spoken


@given(mixed_texts(), st.data())
def test_marks_are_added_to_a_span_and_no_token(text: str, data: st.DataObject) -> None:
    stream = normalize(text)
    assume(len(stream))
    start = data.draw(st.integers(0, len(stream) - 1))
    end = data.draw(st.integers(start + 1, len(stream)))
    span = stream.raw_span(NormSpan(start, end))

    wider = with_marks(text, span)

    assert 0 <= wider.start <= span.start
    assert span.end <= wider.end <= len(text)
    assert stream.norm_span(wider) == NormSpan(start, end)


@given(st.lists(mixed_texts(max_size=12), min_size=1, max_size=3))
def test_whatever_is_known_of_a_text_is_known_of_each_token(texts: list[str]) -> None:
    for side in prepare([Document(str(n), text) for n, text in enumerate(texts)]):
        n_tokens = len(side.stream)

        assert len(side.codes) == len(side.bits) == n_tokens
        assert len(side.borders) == n_tokens + 1
        assert side.borders[0] == side.borders[-1] == Border.SENTENCE
        assert (side.bits >= 0).all()
        assert not side.bits[side.codes == ord(WILDCARD)].any()


@given(mixed_texts(max_size=10), mixed_texts(max_size=10))
def test_the_order_of_documents_changes_nothing_in_any_of_them(one: str, two: str) -> None:
    documents = [Document("one", one), Document("two", two)]

    forward = prepare(documents)
    backward = prepare(documents[::-1])[::-1]

    for first, second in zip(forward, backward, strict=True):
        assert first.stream.text == second.stream.text
        assert first.bits.tolist() == second.bits.tolist()
        assert first.borders.tolist() == second.borders.tolist()


@given(st.text("发展，。 \n", max_size=30))
def test_marks_and_blanks_change_no_token_of_han_text(text: str) -> None:
    spoken = "".join(character for character in text if character.isalnum())

    assert normalize(text).text == spoken


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)), max_size=8))
def test_every_covered_character_counts_once(spans: list[tuple[int, int]]) -> None:
    raw = [RawSpan(start, start + length) for start, length in spans]

    n_covered = covered_length(raw)

    assert n_covered == len({n for span in raw for n in range(span.start, span.end)})
