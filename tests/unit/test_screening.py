"""Which segments are worth extending."""

import numpy as np
from reference.screening import make_screen, promising

from lineage.model import Document
from lineage.prepare import prepare

FORMULA = "牢固树立安全发展理念坚持人民至上生命至上"
LEAST = 45.0


def kept(left: str, right: str, seed: str) -> bool:
    """Whether the one segment of a seed that both texts hold is kept."""
    prepared = prepare([Document("a", left), Document("b", right)])
    x, y = (side.stream.text.index(seed) for side in prepared)
    one, two, at, there, length = (np.array([n]) for n in (0, 1, x, y, len(seed)))
    return bool(promising(make_screen(prepared), (one, two), (at, there), length, LEAST)[0])


def test_a_long_common_wording_is_kept() -> None:
    assert kept(f"春天来了{FORMULA}花开", f"大河向东{FORMULA}山高", "发展理念")


def test_a_word_that_two_texts_happen_to_share_is_not() -> None:
    assert not kept("春天来了，孩子们在图书馆里看书", "老人在图书馆里打盹，窗外下雨", "图书馆里")


def test_what_stands_beside_may_be_out_of_step() -> None:
    changed = FORMULA.replace("发展理念", "发展理念要始终")

    assert kept(f"春天来了{FORMULA}花开", f"大河向东{changed}山高", "发展理念")


def test_a_placeholder_and_the_end_of_a_text_agree_with_nothing() -> None:
    assert not kept("××××图书馆里××××", "××××图书馆里××××", "图书馆里")
    assert not kept("图书馆里", "图书馆里", "图书馆里")


def test_neighbouring_documents_do_not_run_into_each_other() -> None:
    texts = ["花开图书馆里", FORMULA, "雨停图书馆里", FORMULA]
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    at = prepared[0].stream.text.index("图书馆里")
    one, two, place, length = (np.array([n]) for n in (0, 2, at, 4))

    assert not promising(make_screen(prepared), (one, two), (place, place), length, LEAST)[0]


def test_many_segments_are_told_apart_as_one_by_one() -> None:
    texts = [
        f"春天来了{FORMULA}花开。孩子们在操场上跑，又在图书馆里看书",
        f"大河{FORMULA}山高。老人在图书馆里打盹，窗外下雨",
    ]
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    streams = [side.stream.text for side in prepared]
    seeds = ["发展理念", "图书馆里", "人民至上"]
    places = [np.array([stream.index(seed) for seed in seeds]) for stream in streams]
    documents = np.zeros(3, int), np.ones(3, int)

    found = promising(
        make_screen(prepared), documents, (places[0], places[1]), np.full(3, 4), LEAST
    )

    assert found.tolist() == [kept(texts[0], texts[1], seed) for seed in seeds]
    assert True in found
    assert False in found
