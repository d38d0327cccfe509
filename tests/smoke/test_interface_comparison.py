"""What scripts rely on in the JSON of a comparison: its keys, types and meaning."""

from itertools import pairwise
from pathlib import Path

import pytest
from promised_json import assert_documents, assert_holds, assert_ratios, printed

SPAN = {"start": int, "end": int, "text": str}
RELATIONS = {"same", "edited", "partial", "left only", "right only"}


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
