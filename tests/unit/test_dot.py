import re
from dataclasses import replace

import pytest
from drawn_shapes import documents, edges, shapes, value, words
from hypothesis import given, settings
from hypothesis import strategies as st
from reuse_corpus import DUTY, LIFE, family, profile, reports, reuse, speeches

from lineage.model import Corpus, Document, Reuse
from lineage.render.dot import graph_to_dot, line_width
from lineage.render.graph_legend import NewnessScale


def test_time_runs_from_left_to_right_and_the_undated_stand_apart() -> None:
    places = {name: shape.x for name, shape in documents(graph_to_dot(speeches())).items()}

    assert places["d2"] < places["d3"] < min(places["d1"], places["d4"], places["d5"])


def test_the_axis_names_the_dates_and_the_frame_says_date_unknown() -> None:
    dot = graph_to_dot(speeches())
    labels = {shape.label: shape.x for shape in shapes(dot)}

    assert labels["2020"] == documents(dot)["d2"].x
    assert labels["2023"] == documents(dot)["d3"].x
    assert "date unknown" in labels
    assert dot.count("subgraph cluster_undated") == 1


def test_without_dates_there_is_no_axis() -> None:
    dot = graph_to_dot(replace(speeches(), settings={"use_dates": False}))

    assert "dates not used" in words(dot)
    assert "2020" not in {shape.label for shape in shapes(dot)}
    assert "axis" not in words(dot)


def test_few_documents_show_all_their_edges() -> None:
    dot = graph_to_dot(speeches())

    assert len(edges(dot)) == len(speeches().reuse)
    assert "All 7 edges are drawn." in words(dot)


def test_an_order_that_only_the_text_shows_is_a_dashed_arrow_and_says_so() -> None:
    corpus = speeches()
    first = replace(corpus.reuse[0], directed=True, by="text", confidence=0.934)

    dot = graph_to_dot(replace(corpus, reuse=(first, *corpus.reuse[1:])))

    (attributes,) = (each for each in edges(dot).values() if "0.93" in each)
    assert value("style", attributes) == "dashed"
    assert "arrowsize" in attributes
    assert "as the text alone shows (confidence 0.93)" in attributes
    assert "from earlier to later, as the text alone shows" in words(dot)
    assert "as the text alone shows" not in graph_to_dot(corpus)


def test_a_known_order_has_an_arrow_and_an_unknown_one_is_dashed() -> None:
    drawn = edges(graph_to_dot(speeches()))
    arrows = {pair for pair, attributes in drawn.items() if "arrowhead=normal" in attributes}
    dashed = {pair for pair, attributes in drawn.items() if "style=dashed" in attributes}

    assert arrows == {("d2", "d3")}
    assert arrows | dashed == set(drawn)
    assert value("pos", drawn["d2", "d3"]).startswith("e,")


def test_edges_are_as_wide_as_they_have_characters() -> None:
    drawn = edges(graph_to_dot(speeches()))

    assert float(value("penwidth", drawn["d2", "d3"])) == 6
    assert float(value("penwidth", drawn["d3", "d4"])) == pytest.approx(6 * 240 / 412, abs=0.01)
    assert line_width(1, most=412, thickest=6) == 0.7


def test_an_edge_and_a_document_tell_their_facts_in_tooltips() -> None:
    dot = graph_to_dot(speeches())

    edge = value("tooltip", edges(dot)["d2", "d3"])
    assert (
        edge == rf"001.txt → 002.txt\n412 characters in 1 passage, similarity 0.91\nlongest: {DUTY}"
    )
    node = value("tooltip", documents(dot)["d2"].attributes)
    assert node.startswith(r"在2020年防范重特大生产安全事故会议上的讲话\n001.txt\n2020\n")


def test_the_strongest_passages_are_quoted_under_their_numbers() -> None:
    dot = graph_to_dot(speeches())

    assert f"{DUTY}\\l" in words(dot)
    assert f"{LIFE}\\l" in words(dot)
    numbers = [shape.label for shape in shapes(dot) if shape.label in ("1", "2", "3")]
    # Four edges have a longest passage; both passages and the legend have their number too.
    assert sorted(numbers) == ["1"] * 3 + ["1"] * 2 + ["2"] * 2


def test_more_that_is_new_is_darker() -> None:
    scale = NewnessScale.over([0.66, 0.91])

    assert (scale.low, scale.high) == (0.6, 1.0)
    shades = [sum(bytes.fromhex(scale.color(share)[1:])) for share in (0.6, 0.7, 0.85, 1.0)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 4


@pytest.mark.parametrize("shares", [[0.0], [1.0], [0.5, 0.5], [0.3], [0.0, 1.0], []])
def test_the_scale_of_newness_holds_all_shares(shares: list[float]) -> None:
    scale = NewnessScale.over(shares)

    assert 0 <= scale.low < scale.high <= 1
    assert all(scale.low <= share <= scale.high for share in shares)


def test_many_documents_show_the_backbone_and_say_how_it_was_found() -> None:
    corpus = reports(28)
    dot = graph_to_dot(corpus)

    drawn = edges(dot)
    left = len(corpus.reuse) - len(drawn)
    assert len(drawn) == 42
    assert "disparity filter (Serrano et al. 2009, α ≤ " in words(dot)
    assert f"{len(drawn)} of {len(corpus.reuse)} edges; {left} weaker left out" in words(dot)


def test_leading_passages_are_drawn_as_nodes_on_request() -> None:
    corpus = speeches()
    dot = graph_to_dot(corpus, families=1, family_links=lambda name: f"families/{name}.html")

    assert re.findall(r"\bp1 -> (d\d)", dot) == ["d1", "d2", "d3"]
    assert f"{DUTY}\\l" in words(dot)
    assert f"{LIFE}\\l" not in words(dot)
    assert "with lines to the documents that have it" in words(dot)
    assert "families/duty.html" in dot


def test_parts_carry_what_the_script_of_a_page_asks_for() -> None:
    dot = graph_to_dot(speeches())

    assert value("class", documents(dot)["d2"].attributes) == "of-2 year-2020"
    assert value("class", documents(dot)["d1"].attributes) == "of-1"
    assert value("class", edges(dot)["d2", "d3"]) == "from-2-to-3-weight-412"


def test_documents_beyond_the_limit_are_counted_in_the_legend() -> None:
    dot = graph_to_dot(reports(30), max_documents=20)

    assert len(documents(dot)) == 20
    assert "10 documents with the least shared text left out" in words(dot)


def test_discs_grow_with_the_length_of_the_text() -> None:
    sizes = [documents(graph_to_dot(reports(28)))[f"d{place}"].width for place in (1, 14, 28)]

    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 3


def test_titles_that_repeat_give_way_to_ids() -> None:
    labels = {shape.label for shape in shapes(graph_to_dot(reports(12)))}

    assert "000" in labels
    assert "报告" not in labels


def test_addresses_are_attached_to_documents_edges_and_passages() -> None:
    dot = graph_to_dot(
        speeches(),
        links=lambda name: f"documents/{name}?a=1&b=2",
        pair_links=lambda left, right: f"pairs/{left}-{right}.html",
        family_links=lambda name: f"families/{name}.html" if name == "life" else None,
    )

    assert value("URL", documents(dot)["d1"].attributes) == "documents/000.txt?a=1&amp;b=2"
    assert value("URL", edges(dot)["d2", "d3"]) == "pairs/001.txt-002.txt.html"
    assert "families/life.html" in dot
    assert "families/duty.html" not in dot


def test_the_same_corpus_gives_the_same_bytes_whatever_the_order_of_its_edges() -> None:
    corpus = speeches()

    turned = replace(corpus, reuse=corpus.reuse[::-1], families=corpus.families[::-1])

    assert graph_to_dot(turned) == graph_to_dot(corpus)


@pytest.mark.parametrize("amount", [0, 1, 2])
def test_next_to_nothing_is_drawn_too(amount: int) -> None:
    corpus = replace(reports(amount), reuse=())

    dot = graph_to_dot(corpus)

    assert len(documents(dot)) == amount
    assert "No passages are shared." in words(dot)


DATES = st.sampled_from([None, "2020", "2020-05", "2021-03-04", "2021-03-05", "2022", "1954"])


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    facts = draw(st.lists(st.tuples(DATES, st.text(max_size=40)), max_size=24))
    found = tuple(
        Document(f"{place:02}.txt", "文" * (place + 1), title=title, date=date)
        for place, (date, title) in enumerate(facts)
    )
    names = [document.id for document in found]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)) if names else st.nothing()
    chosen = (
        draw(st.sets(pairs.filter(lambda pair: pair[0] < pair[1]), max_size=40))
        if len(names) > 1
        else set()
    )
    related: list[Reuse] = [
        reuse(left, right, draw(st.integers(1, 5000)), "f", directed=draw(st.booleans()))
        for left, right in sorted(chosen)
    ]
    families = (family("f", draw(st.text(min_size=1)), *names),)
    return Corpus(found, tuple(profile(each, 0.4) for each in found), families, (), tuple(related))


@given(corpora())
@settings(max_examples=60)
def test_no_text_stands_on_another_and_no_document_on_a_document(corpus: Corpus) -> None:
    dot = graph_to_dot(corpus)

    texts = [
        shape
        for shape in shapes(dot)
        if "shape=plaintext" in shape.attributes and not shape.label.isdecimal()
    ]
    for group in (texts, list(documents(dot).values())):
        for place, shape in enumerate(group):
            clashes = [other for other in group[:place] if shape.overlaps(other)]
            assert clashes == []
