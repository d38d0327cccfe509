"""Laws in an older and a newer version: which article became which, by a gold set."""

import os
from pathlib import Path

import pytest
from laws import GOLD, LawScore, law_scores

LAWS = (
    Path(
        os.environ.get(
            "LINEAGE_CORPORA", Path(__file__).resolve().parents[3] / "shared" / "corpora"
        )
    )
    / "law_versions"
)
pytestmark = pytest.mark.skipif(
    not LAWS.is_dir(), reason="the folder law_versions of laws in two versions is not here"
)

LONGEST = 3
"""The number of the law that takes as long as all others; the benchmark scores it too."""


@pytest.fixture(scope="module")
def scores() -> list[LawScore]:
    return list(law_scores(LAWS, without=(LONGEST,)))


def test_every_law_of_the_gold_set_is_here(scores: list[LawScore]) -> None:
    assert GOLD.is_file()
    assert len(scores) == 9
    assert sum(score.same for score in scores) == 223
    assert sum(score.links for score in scores) == 254


def test_every_article_that_stands_word_for_word_is_the_same(scores: list[LawScore]) -> None:
    assert [missed for score in scores for missed in score.missed if "same" in missed] == []
    assert all(score.same_found == score.same for score in scores)


def test_edited_articles_are_aligned_with_their_former_selves(scores: list[LawScore]) -> None:
    edited, found = (sum(getattr(s, name) for s in scores) for name in ("edited", "edited_found"))

    assert found >= 0.96 * edited
    assert sum(score.edited_mainly for score in scores) >= 0.95 * edited


def test_few_sentences_lead_where_no_reader_would_look(scores: list[LawScore]) -> None:
    assert sum(s.elsewhere for s in scores) <= 0.04 * sum(s.pairs for s in scores)
