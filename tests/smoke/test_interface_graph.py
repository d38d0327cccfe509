"""What scripts rely on in the JSON of the graph: its nodes, its edges and the ids in it."""

import re
from pathlib import Path
from typing import Any

import pytest
from promised_json import assert_ratios, may_precede, printed


@pytest.fixture(scope="module")
def graph(seeds: Path) -> Any:
    return printed("graph", seeds, "--format", "json")


def test_a_graph_is_what_networkx_reads(graph: Any) -> None:
    import networkx

    read = networkx.node_link_graph(graph, edges="edges")

    assert isinstance(read, networkx.MultiDiGraph)
    assert networkx.node_link_data(read, edges="edges") == graph
    assert_ratios(graph)


def test_the_nodes_of_a_graph_are_what_is_promised(graph: Any, texts: dict[str, str]) -> None:
    by_kind: dict[str, list[dict[str, Any]]] = {"document": [], "family": []}
    for node in graph["nodes"]:
        by_kind[node["kind"]].append(node)

    assert [node["id"] for node in by_kind["document"]] == sorted(texts)
    for node in by_kind["document"]:
        assert node["characters"] == len(texts[node["id"]])
        assert isinstance(node["title"], str)
        assert node["date"] is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", node["date"])
        assert {"coverage", "novelty"} <= node.keys()
    assert len(by_kind["family"]) > 10
    for node in by_kind["family"]:
        assert {"text", "documents", "salience", "earliest"} <= node.keys()
        assert node["documents"] >= 2
        assert node["earliest"] is None or node["earliest"] in texts


def test_the_edges_of_a_graph_are_what_is_promised(graph: Any, texts: dict[str, str]) -> None:
    nodes = {node["id"]: node for node in graph["nodes"]}
    directed = []

    for edge in graph["edges"]:
        ends = (nodes[edge["source"]], nodes[edge["target"]])
        if edge["kind"] == "occurs":
            assert [end["kind"] for end in ends] == ["family", "document"]
            continue
        assert edge["kind"] == "reuse"
        assert [end["kind"] for end in ends] == ["document", "document"]
        assert {"characters", "passages", "similarity"} <= edge.keys()
        assert 0 < edge["characters"] <= len(texts[edge["target"]])
        assert edge["passages"] >= 1
        if edge["directed"]:
            assert may_precede(ends[0]["date"], ends[1]["date"])
            directed.append((edge["source"][:3], edge["target"][:3]))
        else:
            assert edge["source"] < edge["target"]
    assert directed == [("001", "002")]


@pytest.mark.parametrize("unit", ["passage", "sentence"])
def test_a_family_is_known_to_the_graph_by_its_id(unit: str, seeds: Path, graph: Any) -> None:
    ids = {node["id"] for node in graph["nodes"] if node["kind"] == "family"}
    found = printed("top", seeds, "--all", "--unit", unit, "--format", "json")["families"]

    if unit == "passage":
        assert ids == {f"family:{family['id']}" for family in found}
    else:
        assert ids.isdisjoint(f"family:{family['id']}" for family in found)
