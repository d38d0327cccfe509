"""Which sentences are the same one, copied."""

from collections.abc import Sequence

import pytest

from lineage import copied
from lineage.copied import find_sentence_links
from lineage.model import Document
from lineage.places import Link, Place, link_rows, links_of
from lineage.prepare import prepare

FIRST = "发展决不能以牺牲安全为代价，这必须作为一条不可逾越的红线。"
SECOND = "坚持党政同责、一岗双责、齐抓共管、失职追责。"
THIRD = "为官一任，造福一方。"


def found(texts: Sequence[str], *passages: tuple[tuple[int, int], tuple[int, int]]) -> list[str]:
    """Return how alike the sentences of two texts are that are pairs, by their tokens."""
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    links = [Link(Place(0, *left), Place(1, *right), 1.0) for left, right in passages]
    streams = [side.stream.text for side in prepared]
    return [
        f"{streams[0][left.start : left.end]} {streams[1][right.start : right.end]} {alike:.2f}"
        for left, right, alike in links_of(find_sentence_links(prepared, link_rows(links)))
    ]


def test_sentences_in_another_order_find_each_other() -> None:
    pairs = found([SECOND + THIRD, THIRD + SECOND], ((0, 24), (0, 24)))

    assert pairs == [
        "坚持党政同责一岗双责齐抓共管失职追责 坚持党政同责一岗双责齐抓共管失职追责 1.00",
        "为官一任造福一方 为官一任造福一方 1.00",
    ]


def test_a_sentence_that_lost_words_is_found_if_enough_is_left() -> None:
    assert found([FIRST, FIRST[13:]], ((0, 26), (0, 14))) == []
    assert found([FIRST, FIRST[:3] + FIRST[12:]], ((0, 25), (0, 17))) == [
        "发展决不能以牺牲安全为代价这必须作为一条不可逾越的红线 发展决价这必须作为一条不可逾越的红线 0.80"
    ]


def test_what_a_passage_does_not_cover_is_not_compared() -> None:
    assert found([SECOND + THIRD, SECOND + THIRD], ((0, 18), (0, 18))) == [
        "坚持党政同责一岗双责齐抓共管失职追责 坚持党政同责一岗双责齐抓共管失职追责 1.00"
    ]


def test_a_pair_that_several_passages_show_is_told_once() -> None:
    passage = ((0, 18), (0, 18))

    assert len(found([SECOND, SECOND], passage, passage, ((0, 15), (0, 15)))) == 1


def test_in_how_many_goes_they_are_compared_does_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [FIRST + SECOND + THIRD, THIRD + FIRST + SECOND]
    whole = ((0, 51), (0, 51))
    at_once = found(texts, whole)

    monkeypatch.setattr(copied, "_PAIRS_AT_ONCE", 2)

    assert len(at_once) == 3
    assert found(texts, whole) == at_once


@pytest.mark.parametrize("pairs_at_once", [500_000, 5])
def test_further_copies_on_both_sides_are_paired_with_the_first_ones_alone(
    monkeypatch: pytest.MonkeyPatch, pairs_at_once: int
) -> None:
    monkeypatch.setattr(copied, "_PAIRS_AT_ONCE", pairs_at_once)
    changed = SECOND.replace("失职追责", "失职问责")
    prepared = prepare(
        [Document("a", SECOND * 3 + changed), Document("b", SECOND * 4 + THIRD + SECOND)]
    )
    links = link_rows([Link(Place(0, 0, 72), Place(1, 0, 98), 1.0)])

    every = links_of(find_sentence_links(prepared, links))
    needed = links_of(find_sentence_links(prepared, links, every_copy=False))

    # What is not word for word the same is told of each copy.
    assert [sum(link.likeness < 1 for link in found) for found in (every, needed)] == [5, 5]
    same = [(link.left.start, link.right.start) for link in needed if link.likeness == 1]
    assert same == [(0, 0), (0, 18), (0, 36), (0, 54), (0, 80), (18, 0), (36, 0)]
    assert len(every) == 20


def test_documents_without_sentences_have_none_in_common() -> None:
    assert found(["", ""]) == []
