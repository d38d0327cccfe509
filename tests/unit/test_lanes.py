"""Very many documents: years from left to right, lanes by place or kind."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from drawn_shapes import documents, edges, shapes, words
from reuse_corpus import family

from lineage.model import Corpus, Document, Profile, Reuse
from lineage.render.dot import graph_to_dot
from lineage.render.lanes import Swing, lanes_of
from lineage.wording import Words

KINDS = ("地方性法规", "行政法规", "司法解释")


def laws(n: int, *, places: tuple[str, ...] = (), dated: bool = True) -> Corpus:
    """Return a corpus of laws over many years, each tied to the next ones."""
    texts = tuple(
        Document(
            f"{n:04}_{KINDS[n % 3]}_第{n}号规定.txt",
            "安" * (200 + 37 * n),
            title=f"第{n}号规定",
            date=None if n % 9 == 0 or not dated else f"{1990 + n // 7}-0{1 + n % 9}-01",
            place=places[n % len(places)] if places else None,
        )
        for n in range(n)
    )
    return Corpus(
        texts,
        tuple(Profile(each.id, len(each.text), 3, 0.1, 0.1, 0.8, 0.2) for each in texts),
        (),
        (),
        tuple(
            Reuse(texts[a].id, texts[b].id, a % 2 == 0, 40 + a % 13, 1, 1.0, ())
            for a in range(n)
            for b in range(a + 1, min(a + 4, n))
        ),
    )


def test_discs_stand_apart_in_the_lanes_of_their_kinds_and_the_order_of_years() -> None:
    corpus = laws(150)
    dot = graph_to_dot(corpus)

    discs = documents(dot)
    assert len(discs) == 150
    placed = sorted(discs.values(), key=lambda disc: disc.x)
    for place, one in enumerate(placed):
        for other in placed[place + 1 :]:
            if other.x - one.x > one.width + other.width:
                break
            assert not one.overlaps(other), (one.name, other.name)
    # A lane holds its kind alone, and years go from left to right.
    levels = [{discs[f"d{n + 1}"].y for n in range(150) if n % 3 == kind} for kind in range(3)]
    spans = sorted((min(lane), max(lane)) for lane in levels)
    assert all(below[1] < above[0] for below, above in pairwise(spans))
    dated = [(n // 7, discs[f"d{n + 1}"].x) for n in range(150) if n % 9]
    for year, x in dated:
        assert all(x < later for other, later in dated if other > year)
    assert max(x for _, x in dated) < min(discs[f"d{n + 1}"].x for n in range(0, 150, 9))


def test_the_drawing_of_very_many_keeps_the_proportions_of_a_page() -> None:
    everything = [*shapes(graph_to_dot(laws(390)))]

    width = max(each.x for each in everything) - min(each.x for each in everything)
    height = max(each.y for each in everything) - min(each.y for each in everything)
    assert 0.8 < width / height < 4


def test_what_stands_out_is_named_with_letters_and_lanes_are_explained() -> None:
    dot = graph_to_dot(laws(150))

    labels = [shape.label for shape in shapes(dot)]
    assert [labels.count(letter) for letter in "ABCDEFGHIJKL"] == [2] * 12
    assert "第" in words(dot)
    for said in (*KINDS, "50 documents", "Letters mark", "Lanes are", "date", "unknown"):
        assert said in words(dot)
    assert "disparity filter" in words(dot)
    assert len(edges(dot)) == 3 * 90 // 2 + 60 // 2


def test_the_text_of_a_drawing_of_very_many_does_not_overlap() -> None:
    texts = [each for each in shapes(graph_to_dot(laws(200), words=Words("zh"))) if each.label]
    named = [each for each in texts if not re.fullmatch("[A-L]", each.label)]

    for place, one in enumerate(named):
        for other in named[place + 1 :]:
            assert not one.overlaps(other), (one.label, other.label)


def test_letters_stand_off_numbers_and_each_other() -> None:
    corpus = laws(100)
    # Two laws of one kind and year, one above the other: both have letters, and a number between.
    one, other = corpus.documents[21].id, corpus.documents[24].id
    shared = family("f", "守土有责", one, other)
    strongest = Reuse(one, other, True, 900, 1, 1.0, (shared.id,))
    drawn = replace(corpus, reuse=(*corpus.reuse, strongest), families=(shared,))

    dot = graph_to_dot(drawn)

    lowest = min(disc.y for disc in documents(dot).values())
    named = [each for each in shapes(dot) if re.fullmatch("[A-L1]", each.label)]
    marks = [each for each in named if each.y > lowest]
    assert len(marks) == 13
    for place, mark in enumerate(marks):
        for beside in marks[place + 1 :]:
            assert not mark.overlaps(beside), (mark.label, beside.label)


def test_without_dates_there_is_one_block() -> None:
    dot = graph_to_dot(laws(100, dated=False))

    assert len(documents(dot)) == 100


def axis_tips(dot: str) -> list[float]:
    """Return how far to the right the axis of time goes."""
    lines = re.findall(r"^\t(?!d\d+ )\w+ -> \w+ \[(.*)\]$", dot, re.MULTILINE)
    axes = [line for line in lines if re.search(r'penwidth="?0\.8"?', line)]
    return [float(found[1]) for line in axes if (found := re.search(r'pos="e,(-?[\d.]+),', line))]


def test_the_axis_of_time_ends_before_what_has_no_date() -> None:
    corpus = laws(100)
    undated = {f"d{n}" for n, each in enumerate(corpus.documents, start=1) if not each.date}

    dot = graph_to_dot(corpus)

    discs = documents(dot)
    (tip,) = axis_tips(dot)
    assert max(disc.x for name, disc in discs.items() if name not in undated) < tip
    assert tip < min(disc.x - disc.width / 2 for name, disc in discs.items() if name in undated)
    assert axis_tips(graph_to_dot(laws(100, dated=False))) == []


@pytest.mark.parametrize(
    ("places", "found"),
    [
        # Places tell as much as names do, and are not guessed.
        (("北京", "上海", "广州"), ("上海", "北京", "广州")),
        (("北京",), ("地方性法规", "行政法规", "司法解释")),
    ],
)
def test_lanes_are_places_where_these_are_known_else_parts_of_names(
    places: tuple[str, ...], found: tuple[str, ...]
) -> None:
    lanes = lanes_of(laws(99, places=places).documents)

    assert sorted(lane.label for lane in lanes) == sorted(found)
    assert [len(lane.documents) for lane in lanes] == [33, 33, 33]


def test_names_that_tell_nothing_make_one_lane() -> None:
    names = tuple(Document(f"讲话_{n}_{n * 7919 % 1000}号.txt", "安") for n in range(100))

    assert [lane.label for lane in lanes_of(names)] == [""]


def test_a_curve_leads_from_its_start_to_its_end() -> None:
    for end in ((90.0, 40.0), (90.0, 0.0), (0.0, -50.0)):
        swing = Swing((0.0, 0.0), end)

        assert swing.at(0) == (0.0, 0.0)
        assert swing.at(1) == pytest.approx(end)
        assert swing.curve()[-1] == end
        # A level line would run through every disc between the two.
        if end == (90.0, 0.0):
            assert swing.at(0.5)[1] > 5
