"""What the comparison knows of each document."""

import pytest

from lineage import prepare as preparing
from lineage.engines.workers import Workers
from lineage.model import Document
from lineage.native.tables import code_points
from lineage.prepare import Sentences, cut_documents, prepare, reweighed
from lineage.segment import Border
from lineage.words import count_words, word_bits


def test_placeholders_have_no_surprisal() -> None:
    (side,) = prepare([Document("a", "在XX区安全生产")])

    assert side.stream.key(1) != "xx"
    assert side.bits[1] == 0
    assert (side.bits[[0, 2, 3, 4, 5, 6]] > 0).all()


def test_what_the_other_documents_repeat_surprises_less() -> None:
    speech = Document("a", "压实安全生产责任")
    others = Document("b", "安全生产" * 50)

    (alone,) = prepare([speech])
    among = prepare([speech, others])[0]

    assert among.bits[2] < alone.bits[2]
    assert alone.stream.text == among.stream.text


def test_borders_follow_words_clauses_and_sentences() -> None:
    (side,) = prepare([Document("a", "安全生产，人人有责。")])

    assert side.borders[[0, 1, 4, 8]].tolist() == [
        Border.SENTENCE,
        Border.INSIDE_WORD,
        Border.CLAUSE,
        Border.SENTENCE,
    ]


def test_documents_without_a_token_are_prepared_too() -> None:
    for side in prepare([Document("empty", ""), Document("marks", "……！\n")]):
        assert len(side.codes) == len(side.bits) == 0
        assert side.borders.tolist() == [Border.SENTENCE]
        assert side.sentences.ends.tolist() == []


def test_nothing_is_prepared_from_nothing() -> None:
    assert prepare([]) == ()


def test_a_token_is_one_code_point_also_beyond_the_basic_plane() -> None:
    assert code_points("安\U00020000").tolist() == [ord("安"), 0x20000]
    assert code_points("").tolist() == []


def test_words_weighed_anew_are_as_surprising_as_if_all_had_come_at_once() -> None:
    first = Document("a", "推动学前教育普及普惠，第3年。")
    documents = [first, *(Document(f"{n}", "学前教育，学前教育。" * 40) for n in range(3))]
    (before,), together = prepare([first]), prepare(documents)
    cut = cut_documents(documents)

    now = reweighed(before, cut[0].words, word_bits(count_words(each.words for each in cut)))

    assert now.bits.tolist() == together[0].bits.tolist() != before.bits.tolist()
    assert now.borders.tolist() == before.borders.tolist()


def test_documents_are_the_same_whoever_prepares_them(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "安全生产，人人有责。\n***\n第2条",
        "",
        "企##paidbegin##业\ud800 GDP",
        "……",
        "压实责任！",
    ]
    documents = [Document(f"{n}", text) for n, text in enumerate(texts)]
    alone = prepare(documents)
    monkeypatch.setattr(preparing, "_FEW", 0)
    monkeypatch.setattr(preparing, "_PART", 12)

    shared = prepare(documents, Workers(2).map)

    for one, other in zip(alone, shared, strict=True):
        assert one.document is other.document
        assert [*one.sentences] == [*other.sentences]
        assert (one.stream.text, one.stream.folded) == (other.stream.text, other.stream.folded)
        assert one.stream.inserted == other.stream.inserted
        for mine, its in (
            (one.stream.starts, other.stream.starts),
            (one.stream.ends, other.stream.ends),
            (one.bits, other.bits),
            (one.borders, other.borders),
        ):
            assert mine.tolist() == its.tolist()
            assert mine.dtype == its.dtype


def test_one_sentence_is_made_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for each of thousands would otherwise wait for the square of them."""
    (side,) = prepare([Document("a", "人人有责。守土有责。守土尽责。")])
    every = [*side.sentences]
    monkeypatch.delattr(Sentences, "__iter__")

    assert [side.sentences[n] for n in (0, 1, 2, -1)] == [*every, every[-1]]
    with pytest.raises(IndexError):
        side.sentences[3]
