"""A described family that takes in more members, against the family described with it."""

import pytest
from family_texts import FORMULA, find, tokens
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import joining as slow

from lineage.descent import describe
from lineage.described import described, families_of
from lineage.joining import Member, listed, short_streams, with_members
from lineage.model import MOST_SOURCES, Document, Family
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare
from lineage.sources import Calendar

CHANGED = FORMULA.replace("安全", "环境")
TEXTS = {
    "2020": f"春天来了。{FORMULA}。花开得好。",
    "2021": f"河水向东。{CHANGED}。山高得很。",
    "2022": f"今天有雨。{FORMULA}。明日放晴。",
    "2023": f"学而时习。{CHANGED}。温故知新。",
}
WORDINGS = (FORMULA, CHANGED, FORMULA, CHANGED)
DATES = (None, "2020", "2020-06", "2021", "2021-03-04", "2022")
READ = (
    FORMULA,
    CHANGED,
    FORMULA.replace("红线", "底线"),
    CHANGED.replace("红线", "底线"),
    FORMULA.replace("以", "，以"),
    FORMULA.replace("发展", "發展"),
)


def prepared_of() -> tuple[Prepared, ...]:
    return prepare([Document(date, text, date=date) for date, text in TEXTS.items()])


def places_of(prepared: tuple[Prepared, ...]) -> tuple[Place, ...]:
    return tuple(find(prepared, n, wording) for n, wording in enumerate(WORDINGS))


def taken_in(
    before: Family, members: list[tuple[Prepared, Place]], dates: dict[str, str | None]
) -> Family:
    # The numbers of a store are not in the order of names.
    numbers = {name: n for n, name in enumerate(sorted(dates, reverse=True))}
    names = {n: name for name, n in numbers.items()}
    new = [Member(numbers[side.document.id], side, place) for side, place in members]
    known = described(before, numbers)
    known = with_members(known, new, Calendar(names, dates), short_streams([known]))
    (family,) = families_of([known], names)
    return family


@pytest.mark.parametrize("n", [2, 3])
def test_more_members_make_what_describing_all_of_them_makes(n: int) -> None:
    prepared = prepared_of()
    places = places_of(prepared)
    wording = tokens(prepared, places[0])
    before, wanted = (describe(Group(wording, places[:m]), prepared) for m in (n, 4))
    members = list(zip(prepared[n:], places[n:], strict=True))

    found = taken_in(before, members, {date: date for date in TEXTS})

    assert found.occurrences == wanted.occurrences
    assert found.variants == wanted.variants
    assert found.earliest == wanted.earliest


members_of_documents = st.lists(
    st.tuples(st.lists(st.sampled_from(READ), min_size=1, max_size=2), st.sampled_from(DATES)),
    min_size=3,
    max_size=9,
)


@settings(deadline=None)
@given(members_of_documents, st.integers(1, 6), st.booleans())
def test_members_are_taken_in_as_one_occurrence_after_the_other(
    written: list[tuple[list[str], str | None]], n: int, use_dates: bool
) -> None:
    prepared = prepare(
        [
            Document(f"{5 * n % 11:x}", "。大家认真听。".join(["", *texts, ""]), date=date)
            for n, (texts, date) in enumerate(written)
        ]
    )
    places = [
        Place(number, start, start + len(tokens))
        for number, side in enumerate(prepared)
        for tokens in sorted({s.stream.text for s in prepare([Document("", t) for t in READ])})
        for start in range(len(side.stream.text))
        if side.stream.text.startswith(tokens, start)
    ]
    n = min(n, len(places) - 1)
    wording = tokens(prepared, places[0])
    before = describe(Group(wording, tuple(places[:n])), prepared, use_dates=use_dates)
    members = [(prepared[place.document], place) for place in [*places[n:], places[0]]]
    dates = {side.document.id: side.document.date if use_dates else None for side in prepared}

    found = taken_in(before, members, dates)

    assert found == slow.with_members(before, members, dates)


@pytest.mark.parametrize("first", ["1850", "1950-06", "2030"])
def test_of_very_many_sources_the_earliest_are_named(first: str) -> None:
    n = MOST_SOURCES + 20
    dates: dict[str, str | None] = {f"{k:03}": f"{1900 + k}" for k in range(n)}
    dates["new"] = first
    prepared = prepare(
        [Document(name, f"春天来了。{FORMULA}。", date=date) for name, date in dates.items()]
    )
    places = [find(prepared, k, FORMULA) for k in range(n + 1)]
    before = describe(Group(tokens(prepared, places[0]), tuple(places[:n])), prepared)
    members = [(prepared[n], places[n])]

    found = taken_in(before, members, dates)

    assert found == slow.with_members(before, members, dates)
    assert max(len(o.sources) for o in found.occurrences) == MOST_SOURCES


def test_who_has_the_wording_twice_is_one_source_of_what_others_have_too() -> None:
    said = {"2020": 1, "2021": 2, "2022": 1}
    prepared = prepare(
        [Document(date, f"春天来了。{FORMULA}。" * n, date=date) for date, n in said.items()]
    )
    length = len(tokens(prepared, find(prepared, 0, FORMULA)))
    places = [find(prepared, n, FORMULA) for n in range(3)]
    start = prepared[1].stream.text.rindex(tokens(prepared, places[1]))
    members = [places[1], Place(1, start, start + length)]
    before = describe(Group(tokens(prepared, places[0]), (places[0], places[2])), prepared)

    found = taken_in(before, [(prepared[1], place) for place in members], {d: d for d in said})

    last = found.occurrences[-1]
    assert (last.sources, last.n_sources) == (("2020", "2021"), 2)


def test_a_new_one_is_held_against_all_that_a_source_has_of_the_wording() -> None:
    near, far = FORMULA.replace("红线", "底线"), FORMULA.replace("以", "用")
    said = {"2020": [near, CHANGED], "2021": [far], "2022": [near]}
    prepared = prepare(
        [Document(d, "。\n".join(texts) + "。", date=d) for d, texts in said.items()]
    )
    places = [
        find(prepared, number, text) for number, texts in enumerate(said.values()) for text in texts
    ]
    group = Group(tokens(prepared, places[0]), (*places[:2], places[3]))

    found = taken_in(
        describe(group, prepared), [(prepared[1], places[2])], {date: date for date in said}
    )

    assert found.occurrences[-1].sources == ("2020",)


def test_what_is_not_like_the_wording_is_not_shown() -> None:
    prepared = prepared_of()
    places = places_of(prepared)
    family = describe(Group(tokens(prepared, places[0]), places[:3]), prepared)

    alike, unlike = (
        Member(3, prepared[3], place) for place in (places[3], find(prepared, 3, "温故知新"))
    )
    assert listed([family.text, family.text], [alike, unlike]) == [alike, None]
