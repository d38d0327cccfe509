"""From members and their dates to witnesses and sources."""

import pytest
from described_families import LINE, family_of
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel
from reference.descent import earliest_witness

from lineage.dates import is_before
from lineage.descent import describe
from lineage.model import MOST_SOURCES, Document, Family
from lineage.places import Group, Place
from lineage.prepare import prepare


def sources_of(family: Family) -> dict[str, str | None]:
    return {occurrence.document: occurrence.source for occurrence in family.occurrences}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("2024", "2024"),
        ("2024", "2024-01-16"),
        ("2024-12-31", "2024"),
        ("2024-01", "2024-01-31"),
        ("2024-01-16", "2024-01-16"),
        ("2024", None),
        (None, None),
    ],
)
def test_dates_that_leave_the_order_open_give_no_direction(
    one: str | None, two: str | None
) -> None:
    family = family_of((LINE, one), (LINE, two))

    assert sources_of(family) == {"a": None, "b": None}


def test_the_later_of_two_took_it_from_the_earlier_whichever_is_named_first() -> None:
    family = family_of((LINE, "2024-02"), (LINE, "2024-01-31"))

    assert sources_of(family) == {"a": "b", "b": None}
    assert family.earliest is not None
    assert (family.earliest.document, family.earliest.date) == ("b", "2024-01-31")


def test_without_dates_nothing_has_a_source_and_nobody_was_first() -> None:
    family = family_of((LINE, "2020"), (LINE, "2023"), use_dates=False)

    assert sources_of(family) == {"a": None, "b": None}
    assert [occurrence.sources for occurrence in family.occurrences] == [(), ()]
    assert family.earliest is None


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        ({"a": "2020", "b": "2021"}, "a"),
        ({"b": "2020-12-31", "a": "2021"}, "b"),
        ({"a": "2024", "b": "2024-01-16"}, None),
        ({"a": "2024", "b": "2024"}, None),
        ({"a": "2020", "b": None}, "a"),
        ({"a": "2020", "b": "2021", "c": "2021-05", "d": "2021"}, "a"),
        ({"a": "2020-03", "b": "2020", "c": "2021"}, None),
        ({"a": None}, None),
        ({}, None),
    ],
)
def test_only_who_is_surely_first_is_the_earliest_witness(
    dates: dict[str, str | None], first: str | None
) -> None:
    witness = earliest_witness(dates)

    assert (witness.document if witness else None) == first


def test_equally_near_wordings_are_all_named_and_the_earliest_is_the_source() -> None:
    family = family_of((LINE, "2021"), (LINE, "2020"), (LINE, "2024"))

    last = next(o for o in family.occurrences if o.document == "c")
    assert (last.source, last.sources) == ("b", ("b", "a"))


def test_of_very_many_equally_near_sources_the_earliest_are_named_and_all_are_counted() -> None:
    texts = [(LINE, f"{1800 + n}") for n in range(130)]

    family = family_of(*texts)

    last = family.occurrences[-1]
    assert (len(last.sources), last.n_sources) == (MOST_SOURCES, 129)
    assert last.sources == tuple(o.document for o in family.occurrences[:MOST_SOURCES])
    assert [o.n_sources for o in family.occurrences] == list(range(130))


def test_who_has_the_wording_twice_is_one_source() -> None:
    prepared = prepare(
        [Document("a", f"{LINE}。\n{LINE}。", date="2020"), Document("b", LINE, date="2021")]
    )
    stream = prepared[1].stream.text
    places = (
        *(Place(0, n * len(stream), (n + 1) * len(stream)) for n in (0, 1)),
        Place(1, 0, len(stream)),
    )

    family = describe(Group(stream, places), prepared)

    last = family.occurrences[-1]
    assert (last.sources, last.n_sources) == (("a",), 1)


def test_who_has_two_equally_near_wordings_is_one_source() -> None:
    prepared = prepare(
        [
            Document("a", "守土有责守土尽职。\n守土负责守土尽职。", date="2020"),
            Document("b", "守土尽责守土尽职", date="2021"),
        ]
    )
    places = Place(0, 0, 8), Place(0, 8, 16), Place(1, 0, 8)

    family = describe(Group(prepared[1].stream.text, places), prepared)

    last = family.occurrences[-1]
    assert (last.sources, last.n_sources) == (("a",), 1)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["守土有责守土负责", "守土有责，守土负责", "守土有责守土尽责", "守土尽责"]
            ),
            st.sampled_from([None, "2020", "2020-05", "2021-01-02", "2021", "2022-03"]),
        ),
        min_size=2,
        max_size=8,
    )
)
def test_sources_are_those_that_comparing_all_with_all_gives(
    members: list[tuple[str, str | None]],
) -> None:
    family = family_of(*members)

    for own in family.occurrences:
        rank = {o.document: members[ord(o.document) - ord("a")] for o in family.occurrences}
        text, date = rank[own.document]
        earlier = [
            (fuzz.ratio("".join(w.split()), "".join(text.split())), name)
            for name, (w, d) in rank.items()
            if d
            and date
            and is_before(d, date)
            and Indel.normalized_similarity(w.replace("，", ""), text.replace("，", "")) > 0.4
        ]
        best = max((ratio for ratio, _ in earlier), default=None)
        assert set(own.sources) == {name for ratio, name in earlier if ratio == best}


def test_the_nearer_wording_is_the_source_although_another_is_earlier() -> None:
    changed = LINE.replace("这条红线", "这条不可逾越的红线")

    family = family_of((LINE, "2020"), (changed, "2021"), (changed, "2022"))

    assert sources_of(family) == {"a": None, "b": "a", "c": "b"}


def test_punctuation_tells_which_of_two_equal_wordings_was_copied() -> None:
    dots, commas = "完整、准确、全面贯彻新发展理念", "完整，准确，全面贯彻新发展理念"

    family = family_of((dots, "2020"), (commas, "2021"), (commas, "2022"), (dots, "2023"))

    assert sources_of(family) == {"a": None, "b": "a", "c": "b", "d": "a"}
    assert len(family.variants) == 1


def test_the_same_words_in_the_other_script_have_a_source() -> None:
    family = family_of(("学习贯彻战略", "2020"), ("學習貫徹戰略", "2021"))

    assert sources_of(family) == {"a": None, "b": "a"}
    assert [variant.documents for variant in family.variants] == [("a", "b")]


def test_members_that_share_next_to_nothing_are_not_each_others_source() -> None:
    family = family_of(("守土有责守土尽责", "2020"), ("坚持稳中求进工作", "2021"))

    assert sources_of(family) == {"a": None, "b": None}


def test_an_undated_member_is_neither_first_nor_a_source() -> None:
    family = family_of((LINE, None), (LINE, "2020"), (LINE, "2021"))

    assert sources_of(family) == {"a": None, "b": None, "c": "b"}
    assert [o.document for o in family.occurrences] == ["b", "c", "a"]
