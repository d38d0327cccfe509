"""Sources without dates: told where the text shows them, and nowhere else."""

from collections.abc import Mapping

import pytest

from lineage.descent import describe
from lineage.direction import LEAST_CONFIDENCE, direct
from lineage.model import Document, Family, RawSpan
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare
from lineage.scripts import Scripts

SOUND = "案件应当由上级检察院指定管辖，不得推诿拖延"
SLIP = SOUND.replace("检察院", "检驿院")
LATER = SLIP.replace("推诿", "无故")
OTHER = SOUND.replace("拖延", "延误")


def family_of(prepared: tuple[Prepared, ...], texts: list[str], *, use_dates: bool) -> Family:
    places = []
    for number, (side, text) in enumerate(zip(prepared, texts, strict=True)):
        at = side.document.text.index(text)
        span = side.stream.norm_span(RawSpan(at, at + len(text)))
        places.append(Place(number, span.start, span.end))
    tokens = prepared[0].stream.text[places[0].start : places[0].end]
    return describe(Group(tokens, tuple(places)), prepared, use_dates=use_dates)


def described(*members: tuple[str, str | None], use_dates: bool = True) -> Family:
    """Return the family whose n-th member stands in the document ``a``, ``b``, …"""
    return told_all([list(members)], use_dates=use_dates)[0]


def told_all(
    families: list[list[tuple[str, str | None]]], *, use_dates: bool = True
) -> tuple[Family, ...]:
    """Return several families of the same documents; the dates are those of the first."""
    n = len(families[0])
    documents = [
        Document(
            chr(ord("a") + k),
            "。".join(f"第{m}件事，{family[k][0]}" for m, family in enumerate(families)) + "。",
            date=families[0][k][1],
        )
        for k in range(n)
    ]
    prepared = prepare(documents)
    found = [
        family_of(prepared, [text for text, _ in family], use_dates=use_dates)
        for family in families
    ]
    dates: Mapping[str, str | None] = {d.id: d.date if use_dates else None for d in documents}
    return direct(found, Scripts(prepared), dates)


def sources(family: Family) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    return {o.document: (o.source, o.sources) for o in family.occurrences}


NOTHING: tuple[str | None, tuple[str, ...]] = (None, ())


@pytest.mark.parametrize("dates", [(None, None), ("2024", "2024"), ("2024", None)])
def test_a_slip_was_made_from_the_sound_wording(dates: tuple[str | None, str | None]) -> None:
    family = described((SLIP, dates[1]), (SOUND, dates[0]))

    assert sources(family) == {"a": ("b", ("b",)), "b": NOTHING}
    corrupt = next(o for o in family.occurrences if o.document == "a")
    assert corrupt.direction is not None
    assert corrupt.direction.by == "text"
    assert LEAST_CONFIDENCE <= (corrupt.direction.confidence or 0) < 1
    (clue,) = corrupt.direction.evidence
    assert (clue.kind, clue.document, clue.text) == ("broken word", "a", "驿")
    assert (clue.against, clue.instead_of) == ("b", "察")


def test_the_reference_is_the_wording_of_the_source() -> None:
    family = described((SLIP, None), (SOUND, None), (OTHER, None))

    corrupt, sound = (
        next(o for o in family.occurrences if o.document == name) for name in ("a", "b")
    )
    assert corrupt.reference == sound.text
    assert SOUND in sound.text


def test_wordings_that_show_nothing_have_no_source() -> None:
    family = described((SOUND, None), (OTHER, None), (SOUND, None))

    assert set(sources(family).values()) == {NOTHING}
    assert {o.direction for o in family.occurrences} == {None}


def test_who_shares_a_slip_and_changes_more_took_it_from_there() -> None:
    family = described((LATER, None), (SLIP, None), (SOUND, None))

    assert sources(family) == {"a": ("b", ("b",)), "b": ("c", ("c",)), "c": NOTHING}
    last = next(o for o in family.occurrences if o.document == "a")
    assert last.direction is not None
    assert [clue.document for clue in last.direction.evidence] == ["b"]


def test_several_documents_with_the_sound_wording_are_all_named_and_none_is_the_source() -> None:
    family = described((SLIP, None), (SOUND, None), (SOUND, None))

    assert sources(family)["a"] == (None, ("b", "c"))


def test_documents_with_the_same_slip_have_no_order() -> None:
    family = described((SLIP, None), (SLIP, None), (SOUND, None))

    assert set(sources(family).values()) == {NOTHING}


def test_dates_count_above_what_the_text_shows() -> None:
    """A slip that an editor mended: the dates say so, and nothing contradicts them."""
    family = described((SLIP, "2020"), (SOUND, "2021"))

    assert sources(family) == {"a": NOTHING, "b": ("a", ("a",))}
    assert [o.direction.by for o in family.occurrences if o.direction] == ["dates"]


def test_what_is_later_by_its_date_is_no_source_by_its_text() -> None:
    """Of the first two nobody knows who was first, but both are older than the third."""
    family = described((SLIP, "2020"), (LATER, "2020-05"), (SOUND, "2021"))

    assert family.earliest is None
    assert sources(family) == {"a": NOTHING, "b": ("a", ("a",)), "c": ("a", ("a",))}
    assert {o.document: o.direction.by for o in family.occurrences if o.direction} == {
        "b": "text",
        "c": "dates",
    }


def test_the_earliest_witness_has_no_source_even_if_its_wording_is_corrupt() -> None:
    family = described((SLIP, "2020"), (SOUND, None))

    assert family.earliest is not None
    assert family.earliest.document == "a"
    assert set(sources(family).values()) == {NOTHING}


def test_dated_documents_are_left_as_they_are() -> None:
    dated = described((SOUND, "2020"), (SLIP, "2021"), (LATER, "2022"))
    undated = described((SOUND, "2020"), (SLIP, "2021"), (LATER, "2022"), use_dates=False)

    assert {o.direction.by for o in dated.occurrences if o.direction} == {"dates"}
    assert {o.direction.by for o in undated.occurrences if o.direction} == {"text"}


def test_documents_are_not_each_others_sources_in_a_circle() -> None:
    """Each of two documents has a slip where the other is sound; each was written once."""
    one, two = ("中央财政安排扶贫资金支持山区", "中央财政安排抉贫资金支持山区"), (SOUND, SLIP)

    families = told_all(
        [[(one[0], None), (one[1], None)], [(two[1], None), (two[0], None)]], use_dates=False
    )

    told = [o.source for family in families for o in family.occurrences if o.source]
    assert len(told) == 1


def test_the_order_of_documents_and_families_does_not_matter() -> None:
    forward = described((SLIP, None), (SOUND, None), (OTHER, None))
    backward = described((OTHER, None), (SOUND, None), (SLIP, None))

    confidence = [
        {o.document: o.direction.confidence for o in family.occurrences if o.direction}
        for family in (forward, backward)
    ]
    assert confidence[0]["a"] == pytest.approx(confidence[1]["c"])
    assert set(confidence[0]) == {"a"}
    assert set(confidence[1]) == {"c"}
