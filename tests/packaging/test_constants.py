"""Rules that stand in Python and in C, for the one or the other engine, are the same rules."""

import re
from pathlib import Path

import pytest

from lineage import align, broken, cohesion, corruption, places, plane, settling
from lineage.model import LEAST_SOURCE, MOST_SOURCES
from lineage.segment import Border

NATIVE = Path(align.__file__).parent / "native"

SHARED = [
    ("alignment: what a match is worth", "plane.c", "MATCH", plane.MATCH),
    ("alignment: the highest score", "plane.c", "CAP", plane.CAP),
    ("likeness: reach of a placeholder", "likeness.h", "WILD_REACH", align.WILD_REACH),
    ("likeness: members of a list", "likeness.c", "FEWEST_MEMBERS", align._FEWEST_MEMBERS),
    ("likeness: tokens of a member", "likeness.c", "LONGEST_MEMBER", align._LONGEST_MEMBER),
    ("likeness: bonus of short wordings", "likeness.c", "SHORT_BONUS", places._SHORT_BONUS),
    ("likeness: tokens of long wordings", "likeness.c", "LONG", places._LONG),
    ("likeness: shorter than the other", "likeness.h", "LENGTH_RATIO", places.LENGTH_RATIO),
    ("places: the same", "groups.h", "COINCIDE", places.COINCIDE),
    ("places: one inside another", "index.c", "INSIDE", places.INSIDE),
    ("places: ragged ends", "index.c", "RAGGED", places._RAGGED),
    ("places: cells of the index", "index.c", "CELL", places._CELL),
    ("families: fragments", "groups.c", "FRAGMENT_SHARE", settling.FRAGMENT_SHARE),
    ("families: recruits", "groups.c", "RECRUIT_SHARE", settling.RECRUIT_SHARE),
    ("families: least of a wording", "groups.c", "LEAST_OF_WORDING", settling._LEAST_OF_WORDING),
    ("families: long wordings", "groups.c", "MANY_TOKENS", settling._LONG),
    ("families: places looked around", "groups.c", "FEW", settling._FEW),
    ("families: what holds a pair", "rests.c", "HOLDS", settling.HOLDS),
    ("families: likeness of rests", "rests.c", "REST_LIKENESS", settling.REST_LIKENESS),
    ("families: strangers", "election.h", "LEAST_LIKE", cohesion.LEAST_LIKE),
    ("descent: likeness of a source", "ancestry.c", "LEAST_SOURCE", LEAST_SOURCE),
    ("descent: sources that are named", "ancestry.c", "MOST_SOURCES", MOST_SOURCES),
    ("slips: around a change", "slips.c", "REACH", corruption._REACH),
    ("slips: doubled tokens", "slips.c", "LONGEST_DOUBLED", corruption._LONGEST_DOUBLED),
    ("slips: what is left of words", "slips.c", "LEAST_STRAY", broken._LEAST_STRAY),
    ("borders: of clauses", "chain.h", "CLAUSE", Border.CLAUSE),
]


def in_c(file: str, name: str) -> float:
    """Return the number that a constant of a C file is."""
    text = (NATIVE / file).read_text(encoding="utf-8")
    (number,) = re.findall(rf"[{{,\s]{name} = (-?[\d.]+)[ ,;}}]", text)
    return float(number)


@pytest.mark.parametrize(("file", "name", "value"), [row[1:] for row in SHARED])
def test_a_rule_is_the_same_in_both_languages(file: str, name: str, value: float) -> None:
    assert in_c(file, name) == value


def test_ends_are_left_out_as_far_as_pieces_of_a_corpus_are_trimmed() -> None:
    text = (NATIVE / "chain.h").read_text(encoding="utf-8")
    (far,) = re.findall(r"FOR_CORPUS = \{[^}]*, (\d+)\}", text)

    assert int(far) == settling._FAR
