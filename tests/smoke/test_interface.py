"""What scripts rely on: the keys, types and meaning of every JSON output, on the speeches.

Keys may be added, never taken away; so each check asks for *at least* the keys that are
promised, and for what they mean: offsets that cut out the text, ratios between 0 and 1,
sources that are earlier, arrays in a fixed order.
"""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import lineage
from lineage.cli import main

DOCUMENT = {
    "id": str,
    "title": str,
    "date": (str, type(None)),
    "date_source": (str, type(None)),
    "characters": int,
    "sentences": int,
}
FAMILY = {
    "id": str,
    "text": str,
    "template": str,
    "kind": str,
    "documents": int,
    "occurrences": list,
    "earliest": (dict, type(None)),
    "salience": float,
}
OCCURRENCE = {
    "document": str,
    "start": int,
    "end": int,
    "text": str,
    "similarity": float,
    "source": (str, type(None)),
}
SPAN = {"start": int, "end": int, "text": str}
RELATIONS = {"same", "edited", "partial", "left only", "right only"}


def printed(*arguments: str | Path) -> Any:
    result = CliRunner().invoke(main, [*map(str, arguments), "--quiet"])
    assert result.exit_code == 0, result.stderr
    # The same bytes whatever the console speaks, and every character as itself.
    assert "\\u" not in result.stdout
    return json.loads(result.stdout_bytes.decode("utf-8"))


def assert_holds(value: dict[str, Any], promised: dict[str, Any]) -> None:
    assert promised.keys() <= value.keys(), promised.keys() - value.keys()
    for key, kind in promised.items():
        assert isinstance(value[key], kind), (key, value[key])
        assert not isinstance(value[key], bool), (key, value[key])


def ratios(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield every ratio below ``value``, wherever it stands."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key in ("similarity", "coverage", "novelty", "left", "right") and isinstance(
                entry, int | float
            ):
                yield f"{path}/{key}", entry
            yield from ratios(entry, f"{path}/{key}")
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from ratios(entry, f"{path}/{place}")


def assert_ratios(value: Any) -> None:
    found = list(ratios(value))
    assert found
    assert [entry for entry in found if not 0 <= entry[1] <= 1] == []


def may_precede(earlier: str, later: str) -> bool:
    """Whether two dates, written as far as they are known, leave no doubt of their order."""
    shorter = min(len(earlier), len(later))
    return earlier[:shorter] < later[:shorter]


@pytest.fixture(scope="module")
def speeches(seeds: Path) -> list[Path]:
    return sorted(seeds.glob("*.txt"))


@pytest.fixture(scope="module")
def texts(speeches: list[Path]) -> dict[str, str]:
    run = CliRunner().invoke
    return {
        path.name: run(main, ["text", str(path)]).stdout_bytes.decode("utf-8") for path in speeches
    }


@pytest.fixture(scope="module")
def graph(seeds: Path) -> Any:
    return printed("graph", seeds, "--format", "json")


@pytest.fixture(scope="module", params=["passage", "sentence", "report"])
def families(
    request: pytest.FixtureRequest, seeds: Path, repository: Path
) -> tuple[str, dict[str, Any]]:
    """What each output with the schema of families holds, and which one it is."""
    if request.param == "report":
        kept = repository / "reports" / "seeds" / "families.json"
        return "report", json.loads(kept.read_text(encoding="utf-8"))
    return request.param, printed(
        "top", seeds, "--all", "--unit", request.param, "--format", "json"
    )


def assert_documents(found: list[dict[str, Any]], texts: dict[str, str]) -> None:
    for document in found:
        assert_holds(document, DOCUMENT)
        assert document["characters"] == len(texts[document["id"]])
        assert document["sentences"] > 0
        assert (document["date"] is None) == (document["date_source"] is None)
        if document["date"] is not None:
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", document["date"])
            assert document["date_source"] in ("metadata", "filename", "text")


def test_families_are_what_is_promised(
    families: tuple[str, dict[str, Any]], texts: dict[str, str]
) -> None:
    _, found = families

    assert found["schema"] == "lineage/families/1"
    assert [document["id"] for document in found["documents"]] == sorted(texts)
    assert_documents(found["documents"], texts)
    assert_ratios(found)
    for family in found["families"]:
        assert_holds(family, FAMILY)
        assert family["kind"] in ("quotation", "frame", "slogan", "passage")
        assert family["documents"] == len({o["document"] for o in family["occurrences"]}) >= 2
        for occurrence in family["occurrences"]:
            assert_holds(occurrence, OCCURRENCE)
            text = texts[occurrence["document"]]
            assert text[occurrence["start"] : occurrence["end"]] == occurrence["text"] != ""
    ids = [family["id"] for family in found["families"]]
    assert len(set(ids)) == len(ids) > 0


def test_the_wording_of_a_family_is_that_of_an_occurrence_and_likest_to_itself(
    families: tuple[str, dict[str, Any]],
) -> None:
    for family in families[1]["families"]:
        likeness = {o["text"]: o["similarity"] for o in family["occurrences"]}

        assert likeness[family["text"]] == max(likeness.values()) == 1


def test_families_and_occurrences_stand_in_a_fixed_order(
    families: tuple[str, dict[str, Any]],
) -> None:
    unit, found = families
    dates = {document["id"]: document["date"] for document in found["documents"]}

    if unit == "sentence":
        spread = [family["documents"] for family in found["families"]]
        assert spread == sorted(spread, reverse=True)
    else:
        weights = [family["salience"] for family in found["families"]]
        assert weights == sorted(weights, reverse=True)
    for family in found["families"]:
        places = [
            (dates[o["document"]] or "9999", o["document"], o["start"], o["end"])
            for o in family["occurrences"]
        ]
        assert places == sorted(places)
        assert len(set(places)) == len(places)


def test_a_source_is_an_earlier_document_of_the_family_and_the_earliest_has_none(
    families: tuple[str, dict[str, Any]],
) -> None:
    _, found = families
    dates = {document["id"]: document["date"] for document in found["documents"]}
    n_sources = 0

    for family in found["families"]:
        holders = {o["document"] for o in family["occurrences"]}
        earliest = family["earliest"]
        if earliest is not None:
            assert {"document", "date"} <= earliest.keys()
            assert earliest["document"] in holders
            assert earliest["date"] == dates[earliest["document"]]
            known = [date for name in holders if (date := dates[name])]
            assert earliest["date"] == min(known)
        for occurrence in family["occurrences"]:
            source = occurrence["source"]
            if source is None:
                continue
            n_sources += 1
            assert source in holders
            assert earliest is not None
            assert occurrence["document"] != earliest["document"]
            assert may_precede(dates[source] or "", dates[occurrence["document"]] or "")
    assert n_sources > 0


@pytest.mark.parametrize("turned", [False, True], ids=["as given", "turned round"])
def test_a_comparison_is_what_is_promised(
    speeches: list[Path], texts: dict[str, str], turned: bool
) -> None:
    pair = speeches[1:3][::-1] if turned else speeches[1:3]

    found = printed("compare", *pair, "--format", "json")

    assert found["schema"] == "lineage/compare/1"
    assert [document["id"] for document in found["documents"]] == [path.name for path in pair]
    assert_documents(found["documents"], texts)
    assert_ratios(found)
    sides = dict(zip(("left", "right"), (texts[path.name] for path in pair), strict=True))
    covered: dict[str, set[int]] = {"left": set(), "right": set()}
    for passage in found["passages"]:
        assert isinstance(passage["similarity"], float)
        for side, text in sides.items():
            span = passage[side]
            assert_holds(span, SPAN)
            assert text[span["start"] : span["end"]] == span["text"] != ""
            covered[side] |= set(range(span["start"], span["end"]))
    for side, text in sides.items():
        assert found["coverage"][side] == pytest.approx(len(covered[side]) / len(text), abs=1e-4)
    places = [(p["left"]["start"], p["left"]["end"]) for p in found["passages"]]
    assert places == sorted(places)
    assert len(places) > 10


def test_the_edits_of_a_passage_lead_from_one_text_to_the_other(
    speeches: list[Path],
) -> None:
    for passage in printed("compare", *speeches[1:3], "--format", "json")["passages"]:
        edits = passage["edits"]

        assert {edit["operation"] for edit in edits} <= {"equal", "replace", "insert", "delete"}
        for side in ("left", "right"):
            assert edits[0][side]["start"] == passage[side]["start"]
            assert edits[-1][side]["end"] == passage[side]["end"]
            for one, two in pairwise(edits):
                assert one[side]["end"] == two[side]["start"]


def test_every_sentence_of_both_texts_is_aligned_or_said_to_be_alone(
    speeches: list[Path], texts: dict[str, str]
) -> None:
    found = printed("compare", *speeches[1:3], "--format", "json")

    for side, path, document in zip(
        ("left", "right"), speeches[1:3], found["documents"], strict=True
    ):
        spans = {
            pair[side]["index"]: (pair[side]["start"], pair[side]["end"])
            for pair in found["sentences"]
            if pair[side] is not None
        }
        assert sorted(spans) == list(range(document["sentences"]))
        ordered = [spans[index] for index in sorted(spans)]
        assert all(one[1] <= two[0] for one, two in pairwise(ordered))
        assert all(0 <= start < end <= len(texts[path.name]) for start, end in ordered)
    for pair in found["sentences"]:
        assert pair["relation"] in RELATIONS
        assert (pair["right"] is None) == (pair["relation"] == "left only")
        assert (pair["left"] is None) == (pair["relation"] == "right only")
        assert isinstance(pair["similarity"], float)


def test_a_text_compared_with_itself_is_shared_from_end_to_end(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "我们要坚持发展决不能以牺牲安全为代价这条红线。\n把责任落到实处！", encoding="utf-8"
    )

    found = printed("compare", path, path, "--format", "json")

    assert found["coverage"] == {"left": 1.0, "right": 1.0}
    assert {pair["relation"] for pair in found["sentences"]} == {"same"}
    assert {pair["similarity"] for pair in found["sentences"]} == {1.0}


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


def test_the_id_of_a_family_survives_documents_that_do_not_change_it(
    seeds: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("学而时习之，不亦说乎？有朋自远方来，不亦乐乎？", encoding="utf-8")

    def ids(*paths: Path) -> set[tuple[str, str]]:
        found = printed("top", *paths, "--all", "--unit", "passage", "--format", "json")
        return {(family["id"], family["text"]) for family in found["families"]}

    before, after = ids(seeds), ids(seeds, other)

    assert len(before & after) >= 0.9 * len(before)


def test_the_library_is_used_as_its_documentation_says(seeds: Path, tmp_path: Path) -> None:
    import networkx

    documents = lineage.read(str(seeds))
    assert isinstance(documents, list)
    assert [document.id for document in documents] == sorted(p.name for p in seeds.glob("*.txt"))
    analysis = lineage.analyze(documents)
    graph = analysis.graph()
    analysis.report(tmp_path / "report")

    assert isinstance(graph, networkx.MultiDiGraph)
    assert analysis.families(unit="passage") == analysis.families()
    kept = json.loads((tmp_path / "report" / "families.json").read_text(encoding="utf-8"))
    assert (
        analysis.to_dict()
        == kept
        == printed("top", seeds, "--all", "--unit", "passage", "--format", "json")
    )


def test_paths_and_texts_held_in_memory_are_compared_alike(speeches: list[Path]) -> None:
    held = [
        lineage.Document(id=path.name, text=path.read_bytes().decode("utf-8"), date=date)
        for path, date in zip(speeches[1:3], ("2020", "2023"), strict=True)
    ]

    from_paths = lineage.compare(*map(str, speeches[1:3]))
    from_memory = lineage.compare(*held)

    assert from_paths.to_dict() == printed("compare", *speeches[1:3], "--format", "json")
    assert from_memory.passages == from_paths.passages
    assert from_memory.sentences == from_paths.sentences
    assert from_memory.coverage == from_paths.coverage
    assert len(lineage.analyze(held).families()) > 5
