"""What scripts rely on in the JSON of families, and in what the library gives, on the speeches."""

import json
from pathlib import Path
from typing import Any

import pytest
from promised_json import assert_documents, assert_holds, assert_ratios, may_precede, printed

import lineage

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
