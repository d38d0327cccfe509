"""How much documents share with each other, and how much of each is new."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage import reuse
from lineage.dates import is_before
from lineage.measures import covered_length
from lineage.model import Direction, Document, Family, Occurrence, RawSpan, Reuse
from lineage.occurrences import Occurrences
from lineage.ordering import DateOrder
from lineage.reuse import MOST_RELATIONS, profiles_of

TEXT = "天地玄黄宇宙洪荒日月盈昃辰宿列张" * 4


def occurrence(
    document: str, start: int, end: int, source: str | None = None, similarity: float = 1.0
) -> Occurrence:
    return Occurrence(
        document,
        RawSpan(start, end),
        TEXT[start:end],
        similarity,
        source,
        (source,) if source else (),
    )


def family(name: str, *occurrences: Occurrence) -> Family:
    text = occurrences[0].text
    return Family(name, text, text, "passage", "", occurrences, None, (), 40.0, 5.0)


def told_by(
    families: Sequence[Family], dates: Mapping[str, str | None]
) -> tuple[Occurrences, DateOrder]:
    order = DateOrder(dates)
    return Occurrences.of(families, order.number), order


def reuse_between(families: Sequence[Family], dates: Mapping[str, str | None]) -> tuple[Reuse, ...]:
    return reuse.reuse_between(families, *told_by(families, dates))


def profiles(
    families: list[Family], dates: Mapping[str, str | None], text: str = TEXT
) -> dict[str, tuple[float, float, float, float]]:
    found = profiles_of(
        [Document(name, text) for name in sorted(dates)],
        *told_by(families, dates),
        sentences=dict.fromkeys(dates, 1),
        inserted=dict.fromkeys(dates, ()),
    )
    return {p.document: (p.taken, p.elsewhere, p.new, p.coverage) for p in found}


def test_undated_documents_are_related_each_with_each_without_a_direction() -> None:
    found = reuse_between(
        [family("f", *(occurrence(name, 0, 8) for name in "dbca"))], dict.fromkeys("abcd")
    )

    assert [(r.source, r.target) for r in found] == list(combinations("abcd", 2))
    assert not any(relation.directed for relation in found)


def test_a_direction_comes_from_sources_alone() -> None:
    dates = {"a": "2020", "b": "2021", "c": "2022"}

    found = reuse_between(
        [
            family(
                "f", occurrence("a", 0, 8), occurrence("b", 0, 8, "a"), occurrence("c", 0, 8, "b")
            )
        ],
        dates,
    )

    assert [(r.source, r.target, r.directed) for r in found] == [("a", "b", True), ("b", "c", True)]
    assert {(r.by, r.confidence) for r in found} == {("dates", None)}


def test_two_of_one_year_are_related_without_a_direction_and_to_their_source_with_one() -> None:
    dates = {"a": "2020", "b": "2024", "c": "2024-01-16"}

    found = reuse_between(
        [
            family(
                "f", occurrence("a", 0, 8), occurrence("b", 0, 8, "a"), occurrence("c", 0, 8, "a")
            )
        ],
        dates,
    )

    assert [(r.source, r.target, r.directed) for r in found] == [
        ("a", "b", True),
        ("a", "c", True),
        ("b", "c", False),
    ]


def shown_by_text(document: str, start: int, end: int, source: str) -> Occurrence:
    return replace(
        occurrence(document, start, end, source), direction=Direction("text", confidence=0.9)
    )


def test_a_direction_that_only_the_text_shows_is_marked_and_holds_for_all_that_two_share() -> None:
    families = [
        family("shown", shown_by_text("a", 0, 8, "b"), occurrence("b", 0, 9)),
        family("open", occurrence("a", 20, 28), occurrence("b", 20, 30), occurrence("c", 20, 28)),
    ]

    found = reuse_between(families, dict.fromkeys("abc"))

    assert [(r.source, r.target, r.directed, r.by, r.confidence) for r in found] == [
        ("a", "c", False, None, None),
        ("b", "a", True, "text", 0.9),
        ("b", "c", False, None, None),
    ]
    assert found[1].families == ("open", "shown")
    # Characters are those of the later document.
    assert found[1].characters == 16


def test_what_the_text_shows_to_be_taken_is_taken() -> None:
    one_of_two = replace(occurrence("a", 0, 16), sources=("b", "c"), direction=Direction("text"))
    families = [family("f", one_of_two, occurrence("b", 0, 16), occurrence("c", 0, 16))]

    shares = profiles(families, dict.fromkeys("abc"))

    assert shares["a"][0] == pytest.approx(16 / len(TEXT))
    assert shares["b"][0] == 0


def test_characters_in_overlapping_passages_count_once_and_passages_each() -> None:
    families = [
        family("one", occurrence("a", 0, 10), occurrence("b", 0, 10)),
        family("two", occurrence("a", 5, 15), occurrence("b", 5, 15)),
        family("far", occurrence("a", 40, 44), occurrence("b", 40, 44)),
    ]

    (relation,) = reuse_between(families, dict.fromkeys("ab"))

    assert (relation.characters, relation.passages) == (19, 3)
    assert relation.families == ("one", "two", "far")


@pytest.mark.parametrize("dates", [{"a": None, "b": None}, {"a": "2020", "b": "2021"}])
def test_all_that_a_document_has_of_a_wording_is_shared_whatever_is_known_of_the_order(
    dates: dict[str, str | None],
) -> None:
    source = "a" if dates["a"] else None
    twice = (occurrence("b", 0, 8, source), occurrence("b", 20, 28, source))

    (relation,) = reuse_between([family("f", occurrence("a", 0, 8), *twice)], dates)

    assert (relation.characters, relation.passages) == (16, 1)


def test_likeness_is_weighted_by_characters() -> None:
    families = [
        family("long", occurrence("a", 0, 30), occurrence("b", 0, 30, "a", similarity=1.0)),
        family("short", occurrence("a", 40, 50), occurrence("b", 40, 50, "a", similarity=0.6)),
    ]

    (relation,) = reuse_between(families, {"a": "2020", "b": "2021"})

    assert relation.similarity == pytest.approx(0.9)


def test_a_wording_that_stands_twice_in_one_document_relates_it_to_no_one() -> None:
    twice = family("f", occurrence("a", 0, 8), occurrence("a", 20, 28))

    assert reuse_between([twice], {"a": None}) == ()


def test_no_families_no_relations() -> None:
    assert reuse_between([], {"a": "2020"}) == ()


def test_the_shares_of_a_document_add_up_to_all_of_it() -> None:
    dates = {"a": "2020", "b": "2021", "c": None}
    families = [
        family("one", occurrence("a", 0, 10), occurrence("b", 0, 10, "a")),
        family("two", occurrence("a", 5, 25), occurrence("b", 5, 25, "a"), occurrence("c", 5, 25)),
        family("three", occurrence("b", 20, 40), occurrence("c", 20, 40)),
    ]

    shares = profiles(families, dates)

    for taken, elsewhere, new, coverage in shares.values():
        assert taken + elsewhere + new == pytest.approx(1)
        assert taken + elsewhere <= coverage + 1e-9
        assert min(taken, elsewhere, new) >= 0


def test_taken_new_and_open_are_told_apart() -> None:
    dates = {"a": "2020", "b": "2021", "c": None}
    n = len(TEXT)
    families = [
        family("one", occurrence("a", 0, 16), occurrence("b", 0, 16, "a")),
        family("two", occurrence("b", 16, 32), occurrence("c", 16, 32)),
    ]

    shares = profiles(families, dates)

    # The earliest witness took nothing; b took the one, and of the other nobody knows.
    assert shares["a"] == pytest.approx((0, 0, 1, 16 / n))
    assert shares["b"] == pytest.approx((16 / n, 16 / n, 1 - 32 / n, 32 / n))
    assert shares["c"] == pytest.approx((0, 16 / n, 1 - 16 / n, 16 / n))


def test_what_is_taken_is_not_counted_as_open_too() -> None:
    dates = {"a": "2020", "b": "2021", "c": None}
    families = [
        family("one", occurrence("a", 0, 20), occurrence("b", 0, 20, "a")),
        family("two", occurrence("b", 10, 30), occurrence("c", 10, 30)),
    ]

    taken, elsewhere, _, coverage = profiles(families, dates)["b"]

    assert (taken, elsewhere, coverage) == pytest.approx(
        (20 / len(TEXT), 10 / len(TEXT), 30 / len(TEXT))
    )


def test_an_empty_document_is_new_and_shares_nothing() -> None:
    assert profiles([], {"a": None}, text="") == {"a": (0.0, 0.0, 1.0, 0.0)}


NAMES = "abcdefgh"


@st.composite
def corpora(draw: st.DrawFn) -> tuple[list[Family], dict[str, str | None]]:
    """Draw families of a few documents, some of them dated, and who was whose source."""
    dates = {name: draw(st.sampled_from([None, "2020", "2020-03", "2021"])) for name in NAMES}
    families = []
    for number in range(draw(st.integers(0, 4))):
        occurrences = []
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=9)):
            start = draw(st.integers(0, 30))
            end = start + draw(st.integers(1, 12))
            source = draw(st.sampled_from([None, *NAMES]))
            likeness = draw(st.sampled_from([0.625, 0.75, 1.0]))
            occurrences.append(occurrence(name, start, end, source, likeness))
        families.append(family(f"f{number}", *occurrences))
    return families, dates


def slowly(families: list[Family], dates: Mapping[str, str | None]) -> list[tuple[object, ...]]:
    """Return relations by a look at every pair of every family."""
    shared: dict[tuple[str, str, bool], list[tuple[str, RawSpan, float]]] = defaultdict(list)
    for each in families:
        own: dict[str, list[Occurrence]] = defaultdict(list)
        for o in each.occurrences:
            own[o.document].append(o)
            if o.source is not None:
                shared[o.source, o.document, True].append((each.id, o.span, o.similarity))
        for a, b in combinations(sorted(own), 2):
            one, two = dates[a], dates[b]
            if not (one and two and (is_before(one, two) or is_before(two, one))):
                shared[a, b, False].extend(
                    (each.id, o.span, min(own[a][0].similarity, o.similarity)) for o in own[b]
                )
    found: list[tuple[object, ...]] = []
    for (source, target, directed), parts in sorted(shared.items()):
        longest: dict[str, int] = {}
        for name, span, _ in parts:
            longest[name] = max(longest.get(name, 0), len(span))
        likeness = sum(ratio * len(span) for _, span, ratio in parts)
        found.append(
            (
                source,
                target,
                directed,
                covered_length(span for _, span, _ in parts),
                round(likeness / sum(len(span) for _, span, _ in parts), 6),
                tuple(sorted(longest, key=lambda name: (-longest[name], name))),
            )
        )
    return found


@given(corpora())
def test_weights_are_what_a_look_at_every_pair_finds(
    corpus: tuple[list[Family], dict[str, str | None]],
) -> None:
    families, dates = corpus

    found = reuse_between(families, dates)

    assert [
        (r.source, r.target, r.directed, r.characters, round(r.similarity, 6), r.families)
        for r in found
    ] == slowly(families, dates)
    assert all(r.passages == len(r.families) for r in found)


def test_wording_that_very_many_undated_documents_have_ties_each_to_a_few() -> None:
    names = [f"{n:05}" for n in range(5000)]
    wide = family("wide", *(occurrence(name, 0, 8) for name in names))
    small = family("small", *(occurrence(name, 20, 30) for name in names[:3]))

    found = reuse_between([wide, small], dict.fromkeys(names))

    assert len(found) == MOST_RELATIONS
    pairs = {(r.source, r.target): r.families for r in found}
    # The strongest is there, and everybody is tied to somebody.
    assert pairs["00000", "00001"] == ("small", "wide")
    assert {name for pair in pairs for name in pair} == set(names)
