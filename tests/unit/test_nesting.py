"""Which formula is part of which longer wording."""

from collections.abc import Sequence

from lineage.model import Family, Occurrence, RawSpan
from lineage.nesting import with_holders
from lineage.occurrences import Occurrences


def family(name: str, text: str, *places: tuple[str, int]) -> Family:
    occurrences = tuple(
        Occurrence(document, RawSpan(start, start + len(text)), text, 1.0)
        for document, start in places
    )
    return Family(name, text, text, "passage", "", occurrences, None, (), 50.0, 5.0)


def told(families: Sequence[Family]) -> tuple[Family, ...]:
    documents = sorted({o.document for each in families for o in each.occurrences})
    numbers = {document: number for number, document in enumerate(documents)}
    return with_holders(families, Occurrences.of(families, numbers))


def holders(*families: Family) -> dict[str, tuple[str, ...]]:
    return {each.id: each.part_of for each in told(families)}


def test_a_formula_that_is_mostly_met_inside_a_passage_is_part_of_it() -> None:
    long = family("long", "要坚持守土有责和守土尽责不放松", ("a", 0), ("b", 10), ("c", 5))
    # In another wording there, and once alone.
    short = family("short", "守土有责、守土尽责", ("a", 3), ("b", 13), ("d", 0))

    assert holders(long, short) == {"long": (), "short": ("long",)}


def test_half_of_the_occurrences_is_not_most() -> None:
    long = family("long", "要坚持守土有责和守土尽责不放松", ("a", 0), ("b", 10))
    short = family("short", "守土有责、守土尽责", ("a", 3), ("d", 13))

    assert holders(long, short)["short"] == ()


def test_a_wording_that_a_longer_one_holds_word_for_word_is_part_of_it() -> None:
    long = family("long", "要做到守土有责、守土尽责，不放松", ("a", 0), ("b", 0))
    short = family("short", "守土有责，守土盡責", ("c", 0), ("d", 0))

    assert holders(long, short)["short"] == ("long",)


def test_an_occurrence_that_only_touches_a_longer_one_is_not_inside() -> None:
    long = family("long", "要坚持和发展新时代枫桥经验，完善治理", ("a", 0), ("b", 0))
    short = family("short", "完善治理体系建设", ("a", 14), ("b", 14))

    assert holders(long, short)["short"] == ()


def test_of_several_holders_the_shortest_comes_first() -> None:
    short = family("1", "守土有责", ("a", 6), ("b", 6))
    middle = family("2", "做到守土有责", ("a", 4), ("b", 4))
    long = family("3", "大家都要做到守土有责", ("a", 0), ("b", 0))

    assert holders(long, short, middle) == {"1": ("2", "3"), "2": ("3",), "3": ()}


def test_the_same_place_twice_is_no_part_of_itself() -> None:
    one = family("1", "守土有责啊", ("a", 0), ("b", 0))
    two = family("2", "守土有责呀", ("a", 0), ("b", 0))

    assert holders(one, two) == {"1": (), "2": ()}


def test_a_page_around_many_formulae_is_found_for_each() -> None:
    page = family("page", "序" * 3000, ("a", 0), ("b", 0))
    formulae = [
        family(f"{n:03}", f"第{n:03}条守土有责", ("a", 20 * n), ("b", 20 * n)) for n in range(100)
    ]

    found = holders(*formulae, page)

    assert {found[each.id] for each in formulae} == {("page",)}


def test_the_order_of_the_families_stays() -> None:
    families = [family(str(n), f"第{n}个守土有责", ("a", 50 * n), ("b", 0)) for n in range(5)]

    assert [each.id for each in told(families)] == [each.id for each in families]
