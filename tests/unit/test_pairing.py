"""What two documents of a corpus share, as it follows from its families."""

from lineage import analyze
from lineage.model import Document, Family, Occurrence, RawSpan
from lineage.pairing import FamilyIndex

DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
LIFE = "人命关天，发展决不能以牺牲人的生命为代价"


def family(name: str, *places: tuple[str, int, int]) -> Family:
    return Family(
        id=name,
        text="安全",
        template="安全",
        kind="passage",
        rule="",
        occurrences=tuple(
            Occurrence(document, RawSpan(start, end), "安" * (end - start), 1.0)
            for document, start, end in places
        ),
        earliest=None,
        variants=(),
        bits=50.0,
        salience=1.0,
    )


def test_shared_characters_are_counted_once_and_in_both_directions() -> None:
    families = (
        family("f", ("a", 0, 10), ("b", 0, 4)),
        family("g", ("a", 5, 12), ("b", 20, 30), ("c", 0, 7)),
    )

    shared = FamilyIndex(families).characters

    assert shared("a", "b") == 12
    assert shared("b", "a") == 14
    assert shared("a", "c") == 7
    assert shared("c", "nobody") == 0


def test_a_passage_inside_a_longer_one_is_no_passage_of_the_pair() -> None:
    families = (
        family("long", ("a", 0, 30), ("b", 0, 30)),
        family("part", ("a", 5, 9), ("b", 5, 9)),
    )

    places = FamilyIndex(families).places("a", "b")

    assert [f.id for f in places.values()] == ["long"]


def test_a_wording_that_one_document_repeats_leads_to_the_same_counterpart() -> None:
    families = (family("f", ("a", 0, 5), ("b", 0, 5), ("b", 50, 55)),)

    places = FamilyIndex(families).places("a", "b")

    assert list(places) == [
        (RawSpan(0, 5), RawSpan(0, 5)),
        (RawSpan(0, 5), RawSpan(50, 55)),
    ]
    mirrored = [(right, left) for left, right in FamilyIndex(families).places("b", "a")]
    assert sorted(mirrored) == list(places)


def test_no_occurrence_is_left_out_because_others_are_likelier_counterparts() -> None:
    # Both of the left are likest to the first of the right, that has as many words.
    families = (family("f", ("a", 0, 5), ("a", 10, 15), ("b", 0, 5), ("b", 50, 59)),)
    index = FamilyIndex(families)

    for one, other in (("a", "b"), ("b", "a")):
        places = index.places(one, other)
        left, right = ({place[side] for place in places} for side in (0, 1))
        assert sum(map(len, left)) == index.characters(one, other)
        assert sum(map(len, right)) == index.characters(other, one)


def test_a_comparison_from_families_aligns_passages_and_sentences() -> None:
    documents = [
        Document("a", f"同志们，要牢记{DUTY}。{LIFE}。明年再见。"),
        Document("b", f"{LIFE}。按照{DUTY}的原则抓好落实。散会。"),
    ]

    (comparison,) = analyze(documents).comparisons()

    quoted = [pair.left.cut(comparison.left.text) for pair in comparison.passages]
    assert [DUTY in text for text in quoted] == [True, False]
    assert [LIFE in text for text in quoted] == [False, True]
    assert all(pair.edits[0].left.start == pair.left.start for pair in comparison.passages)
    relations = [
        (pair.left.index, pair.right.index, pair.relation)
        for pair in comparison.sentences
        if pair.left and pair.right
    ]
    assert (1, 0, "same") in relations
    assert comparison.coverage.left > 0.5
