import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reuse_corpus import DUTY, SPEECHES, family, profile, reuse, speeches

from lineage.graph import build_graph, to_gexf, to_graphml, to_node_link
from lineage.model import Corpus, Document, Occurrence, RawSpan


def read_graphml(text: str) -> "networkx.MultiDiGraph[str]":
    return networkx.parse_graphml(text, force_multigraph=True)


def read_gexf(text: str) -> "networkx.MultiDiGraph[str]":
    return networkx.read_gexf(io.BytesIO(text.encode("utf-8")))


Graph: TypeAlias = "networkx.MultiDiGraph[str]"
Write: TypeAlias = Callable[[Graph], str]
Read: TypeAlias = Callable[[str], Graph]

READERS = pytest.mark.parametrize(
    ("write", "read"), [(to_graphml, read_graphml), (to_gexf, read_gexf)], ids=["graphml", "gexf"]
)


def test_a_document_node_carries_what_the_contract_names() -> None:
    node = build_graph(speeches()).nodes["001.txt"]

    assert node["kind"] == "document"
    assert node["title"] == "在2020年防范重特大生产安全事故会议上的讲话"
    assert node["date"] == "2020"
    assert node["characters"] == len(speeches().documents[1].text)
    assert (node["novelty"], node["coverage"]) == (0.78, 0.22)


def test_a_family_node_carries_what_the_contract_names() -> None:
    node = build_graph(speeches()).nodes["family:duty"]

    assert (node["kind"], node["text"], node["documents"]) == ("family", DUTY, 3)
    assert (node["salience"], node["earliest"]) == (9.5, "001.txt")


def test_a_reuse_edge_leads_from_earlier_to_later_with_its_weights() -> None:
    edge = build_graph(speeches()).edges["001.txt", "002.txt", "reuse"]

    assert edge == {
        "kind": "reuse",
        "directed": True,
        "by": None,
        "confidence": None,
        "characters": 412,
        "passages": 1,
        "similarity": 0.9123,
    }


def test_a_reuse_edge_without_known_order_says_so() -> None:
    graph = build_graph(speeches())

    assert graph.edges["000.txt", "004.txt", "reuse"]["directed"] is False


def test_an_occurs_edge_counts_occurrences_and_each_character_once() -> None:
    occurrences = tuple(
        Occurrence("000.txt", RawSpan(start, end), "x" * (end - start), 1.0)
        for start, end in ((0, 10), (5, 12), (20, 23))
    )
    corpus = replace(speeches(), families=(replace(family("f", "x"), occurrences=occurrences),))

    edge = build_graph(corpus).edges["family:f", "000.txt", "occurs"]

    assert edge == {"kind": "occurs", "count": 3, "characters": 15}


def test_a_document_called_like_a_family_keeps_its_id_and_its_facts() -> None:
    corpus = replace(
        speeches(), documents=(*speeches().documents, Document("family:duty", "文", title="甲"))
    )

    graph = build_graph(corpus)

    assert graph.nodes["family:duty"]["title"] == "甲"
    assert graph.nodes["family:family:duty"]["text"] == DUTY


def test_nodes_and_edges_stand_in_the_order_of_the_corpus() -> None:
    graph = build_graph(speeches())

    assert list(graph)[:5] == [document.id for document in speeches().documents]
    assert list(graph)[5:] == ["family:duty", "family:life"]


def test_node_link_data_is_json_that_networkx_reads_back() -> None:
    graph = build_graph(speeches())

    data = json.loads(json.dumps(to_node_link(graph)))
    again = networkx.node_link_graph(data, edges="edges")

    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(again.edges(keys=True)) == sorted(graph.edges(keys=True))


@READERS
def test_xml_formats_read_back_without_the_missing_values(write: Write, read: Read) -> None:
    graph = build_graph(speeches())

    again = read(write(graph))

    assert "date" not in again.nodes["000.txt"]
    assert again.nodes["001.txt"]["date"] == "2020"
    assert again.nodes["001.txt"]["novelty"] == 0.78
    assert {(source, target) for source, target in again.edges()} == set(graph.edges())
    weights = {
        (source, target): facts["characters"] for source, target, facts in again.edges(data=True)
    }
    assert weights["001.txt", "002.txt"] == 412
    assert all(facts["weight"] == facts["characters"] for *_, facts in again.edges(data=True))
    assert {facts["label"] for _, facts in again.nodes(data=True)} >= {DUTY, SPEECHES[1][1]}


@READERS
def test_xml_formats_are_the_same_bytes_each_time_and_hold_no_day(write: Write, read: Read) -> None:
    text = write(build_graph(speeches()))

    assert text == write(build_graph(speeches()))
    assert "lastmodified" not in text
    assert not re.search(r"\d{4}-\d\d-\d\d", text)
    assert "NetworkX" not in text


def test_gexf_labels_every_node() -> None:
    graph = read_gexf(to_gexf(build_graph(speeches())))

    assert graph.nodes["001.txt"]["label"] == "在2020年防范重特大生产安全事故会议上的讲话"
    assert graph.nodes["family:duty"]["label"] == DUTY


def test_gexf_keeps_a_title_that_looks_like_its_own_head() -> None:
    title = '<meta lastmodifieddate="x"><creator>me</creator></meta>'
    corpus = Corpus((Document("a", "文", title=title),), (), (), (), ())

    assert read_gexf(to_gexf(build_graph(corpus))).nodes["a"]["title"] == title


@READERS
@given(title=st.text(), name=st.text(min_size=1))
def test_any_title_and_id_make_a_readable_file(
    write: Write, read: Read, title: str, name: str
) -> None:
    documents = tuple(Document(each, "文", title=title) for each in sorted({name, name + "\x00"}))
    corpus = Corpus(
        documents,
        tuple(profile(document, 0.5) for document in documents),
        (family("f", title or "x", documents[0].id),),
        (),
        (reuse(documents[0].id, documents[1].id, 9),),
    )

    text = write(build_graph(corpus))
    again = read(text)

    assert len(again) == 3
    assert len(again.edges) == 2
    text.encode("utf-8")


def test_graphml_gives_every_edge_and_every_key_an_id_of_its_own() -> None:
    text = to_graphml(build_graph(speeches()))

    for tag in ("edge", "key"):
        ids = re.findall(rf'<{tag} id="([^"]*)"', text)
        assert len(ids) == len(set(ids)) > 1
    # Chinese stands there as itself.
    assert DUTY in text
    assert "&#" not in text
