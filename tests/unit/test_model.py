"""The values cannot be made wrong, and say in JSON what the interface promises."""

import json
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.errors import SpanError
from lineage.model import (
    Clue,
    Comparison,
    Coverage,
    Direction,
    Document,
    Edit,
    Family,
    NormSpan,
    Occurrence,
    PassagePair,
    RawSpan,
    Reading,
    Sentence,
    SentencePair,
    Slot,
    Variant,
    Witness,
    document_to_dict,
)

# From seeds/000 and seeds/004.
LEFT = "指出“人命关天，发展决不能以牺牲人的生命为代价”。"
RIGHT = "人命关天，发展决不能以牺牲人的生命为代价。这必须作为一条不可逾越的红线。"


@pytest.mark.parametrize("span", [RawSpan, NormSpan])
@pytest.mark.parametrize(("start", "end"), [(-1, 0), (-2, -1), (3, 2)])
def test_an_impossible_span_cannot_be_made(
    span: type[RawSpan] | type[NormSpan], start: int, end: int
) -> None:
    with pytest.raises(SpanError, match=f"from {start} to {end}"):
        span(start, end)


def test_spans_of_text_and_of_tokens_are_never_equal() -> None:
    assert RawSpan(1, 2) != NormSpan(1, 2)  # type: ignore[comparison-overlap]


def test_a_span_that_reaches_past_the_text_is_refused() -> None:
    with pytest.raises(SpanError, match="reaches past 2 characters"):
        RawSpan(0, 3).cut("安全")


@given(st.text(), st.data())
def test_a_span_cuts_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = RawSpan(start, end)

    assert span.cut(text) == text[start:end]
    assert len(span) == len(span.cut(text))


def test_a_character_beyond_the_basic_plane_counts_once() -> None:
    assert RawSpan(1, 2).cut("安𠮷全") == "𠮷"


@pytest.mark.parametrize("span", [RawSpan(1, 4), NormSpan(0, 0)])
def test_a_span_cannot_be_changed_and_survives_the_way_to_another_process(
    span: RawSpan | NormSpan,
) -> None:
    with pytest.raises(AttributeError):
        span.end = 9  # type: ignore[misc]

    sent = pickle.loads(pickle.dumps(span))

    assert (type(sent), sent) == (type(span), span)


def test_spans_sort_by_start_then_end() -> None:
    spans = [RawSpan(2, 3), RawSpan(0, 9), RawSpan(0, 1)]

    assert sorted(spans) == [RawSpan(0, 1), RawSpan(0, 9), RawSpan(2, 3)]


def test_a_document_describes_itself_without_its_text() -> None:
    document = Document(id="a.txt", text=LEFT, title="讲话", date="2023", date_source="filename")

    assert document_to_dict(document, sentences=1) == {
        "id": "a.txt",
        "title": "讲话",
        "date": "2023",
        "date_source": "filename",
        "characters": len(LEFT),
        "sentences": 1,
        "format": "memory",
        "encoding": "",
        "reader": "",
    }


def test_two_documents_with_one_text_stay_two() -> None:
    assert Document(id="a", text=LEFT) != Document(id="b", text=LEFT)


def _comparison() -> Comparison:
    left, right = RawSpan(3, 23), RawSpan(0, 20)
    return Comparison(
        left=Document(id="000", text=LEFT),
        right=Document(id="004", text=RIGHT),
        passages=(PassagePair(left, right, 1.0, 92.31, (Edit("equal", left, right),)),),
        sentences=(
            SentencePair(
                Sentence(0, RawSpan(0, 25)), Sentence(0, RawSpan(0, 21)), 0.923456, "edited"
            ),
            SentencePair(None, Sentence(1, RawSpan(21, 36)), 0.0, "right only"),
        ),
        left_sentences=1,
        right_sentences=2,
        coverage=Coverage(0.8, 0.5555555),
    )


def test_a_comparison_quotes_its_passages_from_both_texts() -> None:
    shown = _comparison().to_dict()
    (passage,) = shown["passages"]

    assert shown["schema"] == "lineage/compare/1"
    assert passage["left"]["text"] == passage["right"]["text"] == RIGHT[:20]
    assert LEFT[passage["left"]["start"] : passage["left"]["end"]] == passage["left"]["text"]
    assert [document["sentences"] for document in shown["documents"]] == [1, 2]
    assert shown["coverage"] == {"left": 0.8, "right": 0.5556}


def test_a_sentence_without_counterpart_has_null_on_the_other_side() -> None:
    aligned, alone = _comparison().to_dict()["sentences"]

    assert aligned["similarity"] == 0.9235
    assert alone["left"] is None
    assert alone["right"] == {"index": 1, "start": 21, "end": 36}
    assert alone["relation"] == "right only"


def test_a_comparison_is_plain_json() -> None:
    shown = _comparison().to_dict()

    assert json.loads(json.dumps(shown)) == shown


def _family() -> Family:
    text = RIGHT[:20]
    return Family(
        id="f1",
        text=text,
        template=text,
        kind="quotation",
        rule="inside quotes",
        occurrences=(
            Occurrence("004", RawSpan(0, 20), text, 1.0),
            Occurrence("000", RawSpan(3, 23), text, 1.0, source="004", sources=("004",)),
            Occurrence("000", RawSpan(40, 60), text, 1.0),
        ),
        earliest=Witness("004", "2020"),
        variants=(Variant(text, ("000", "004")),),
        bits=92.345,
        salience=3.14159,
    )


def test_a_family_counts_each_document_once() -> None:
    family = _family()

    assert family.documents == ("000", "004")
    assert family.n_documents == 2
    assert family.to_dict()["documents"] == 2
    assert len(family.to_dict()["occurrences"]) == 3


def test_a_family_tells_its_slots_and_how_much_text_it_makes_up() -> None:
    slot = Slot("year", 2, 6, (Reading("2024", 2), Reading("", 1)))

    shown = replace(_family(), slots=(slot,), fixedness=0.98765).to_dict()

    assert shown["slots"] == [
        {
            "type": "year",
            "start": 2,
            "end": 6,
            "readings": [{"text": "2024", "count": 2}, {"text": "", "count": 1}],
        }
    ]
    assert (shown["characters"], shown["fixedness"], shown["wholeness"]) == (60, 0.9877, 1.0)


def test_a_family_without_known_order_has_no_earliest_witness() -> None:
    family = Family("f", "x", "x", "passage", "", (), None, (), 0.0, 0.0)

    assert family.to_dict()["earliest"] is None


def test_a_family_survives_the_way_to_another_process() -> None:
    told = Direction("text", 0.9, (Clue("doubled", "b", RawSpan(1, 2), "的的", "a", "的"),))
    occurrence = Occurrence(
        "b", RawSpan(3, 7), "人命关天", 0.9, "a", ("a", "c"), "人命", told, n_sources=2
    )

    slot = Slot("year", 2, 6, (Reading("2024", 2), Reading("", 1)))
    family = replace(_family(), occurrences=(occurrence,), slots=(slot,), part_of=("f",))

    assert pickle.loads(pickle.dumps(family)) == family


def test_an_occurrence_names_where_it_was_taken_from() -> None:
    first, second, _ = _family().to_dict()["occurrences"]

    assert first["source"] is None
    assert (second["source"], second["sources"]) == ("004", ["004"])
    assert (second["start"], second["end"]) == (3, 23)
