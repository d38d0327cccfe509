"""Where a family's wording begins and ends, and who has it."""

from collections import defaultdict
from itertools import pairwise

from lineage.members import (
    drop_fragments,
    join_coinciding,
    realign,
    settle,
    typical_wording,
)
from lineage.model import Document
from lineage.places import Group, Place
from lineage.prepare import Prepared, prepare

FORMULA = "发展决不能以牺牲安全为代价这条红线"
LONG = f"我们要牢记{FORMULA}，压实属地监管责任和企业主体责任，堵塞漏洞、补齐短板、强化保障，确保人民生命财产安全"


AROUND = ("春天来了|花开得好", "河水向东|山高得很", "今天有雨|明日放晴", "学而时习|温故知新")


def around(number: int, text: str) -> str:
    before, after = AROUND[number].split("|")
    return f"{before}。{text}。{after}。"


def prepared_of(*texts: str) -> tuple[Prepared, ...]:
    return prepare([Document(str(n), text) for n, text in enumerate(texts)])


def tokens(prepared: tuple[Prepared, ...], place: Place) -> str:
    return prepared[place.document].stream.text[place.start : place.end]


def find(prepared: tuple[Prepared, ...], document: int, wording: str) -> Place:
    wanted = prepare([Document("wanted", wording)])[0].stream.text
    start = prepared[document].stream.text.index(wanted)
    return Place(document, start, start + len(wanted))


def has_overlaps(group: Group) -> bool:
    by_document: dict[int, list[Place]] = defaultdict(list)
    for member in sorted(group.members):
        by_document[member.document].append(member)
    return any(
        one.end > two.start for places in by_document.values() for one, two in pairwise(places)
    )


def test_the_typical_wording_is_what_most_have() -> None:
    assert typical_wording({FORMULA: 3, FORMULA.replace("红线", "底线"): 1}) == FORMULA


def test_fragments_do_not_make_the_typical_wording_short() -> None:
    assert typical_wording({FORMULA: 3, FORMULA[:6]: 2}) == FORMULA


def test_the_typical_wording_of_equals_is_always_the_same() -> None:
    one, two = "守土有责守土尽责", "守土负责守土尽责"

    assert typical_wording({one: 1, two: 1}) == typical_wording({two: 1, one: 1})


def test_members_found_raggedly_begin_and_end_alike() -> None:
    prepared = prepared_of(
        f"春天来了。我们坚守{FORMULA}，花开得好。",
        f"河水向东。大家守住{FORMULA}，山很高。",
        f"今天有雨。同志守牢{FORMULA}，天很蓝。",
    )
    exact = [find(prepared, n, FORMULA) for n in range(3)]
    ragged = (
        Place(0, exact[0].start - 1, exact[0].end),
        Place(1, exact[1].start + 2, exact[1].end),
        exact[2],
    )

    group = realign(Group(FORMULA, ragged), prepared, resemblance=0.5)

    assert group.members == tuple(exact)
    assert group.wording == tokens(prepared, exact[0])


def test_a_family_that_had_a_fragment_in_one_document_finds_the_whole_there() -> None:
    prepared = prepared_of(*(around(n, LONG) for n in range(3)))
    whole = [find(prepared, n, LONG) for n in range(3)]
    members = (whole[0], whole[1], Place(2, whole[2].start + 8, whole[2].end - 8))

    group = realign(Group(tokens(prepared, whole[0]), members), prepared, resemblance=0.5)

    assert group.members == tuple(whole)


def test_what_does_not_resemble_the_wording_leaves_and_is_not_lost() -> None:
    other = "守土有责守土负责守土尽责齐抓共管"
    prepared = prepared_of(
        *([f"春天来了。{FORMULA}。花开了。"] * 3 + [f"山高。{other}。水长。"] * 2)
    )
    members = tuple(find(prepared, n, FORMULA if n < 3 else other) for n in range(5))

    groups = settle([Group(FORMULA, members)], prepared, resemblance=0.5)

    assert {tuple(m.document for m in group.members) for group in groups} == {(0, 1, 2), (3, 4)}


def test_a_formula_that_also_stands_elsewhere_keeps_its_family() -> None:
    prepared = prepared_of(
        *(around(n, text) for n, text in enumerate([LONG, LONG, FORMULA, FORMULA]))
    )
    passage = tuple(find(prepared, n, LONG) for n in range(2))
    formula = tuple(find(prepared, n, FORMULA) for n in range(4))

    groups = settle(
        [Group(tokens(prepared, passage[0]), passage), Group(FORMULA, formula)],
        prepared,
        resemblance=0.5,
    )

    assert {tuple(m.document for m in group.members) for group in groups} == {
        (0, 1),
        (0, 1, 2, 3),
    }


def test_a_formula_that_never_stands_elsewhere_is_a_fragment_and_goes() -> None:
    prepared = prepared_of(*(around(n, LONG) for n in range(3)))
    passage = tuple(find(prepared, n, LONG) for n in range(3))
    formula = tuple(find(prepared, n, FORMULA) for n in range(3))

    groups = settle(
        [Group(FORMULA, formula), Group(tokens(prepared, passage[0]), passage)],
        prepared,
        resemblance=0.5,
    )

    assert [group.members for group in groups] == [passage]


def test_a_family_of_one_document_is_none() -> None:
    assert drop_fragments([Group(FORMULA, (Place(0, 0, 17), Place(0, 40, 57)))]) == ()


def test_families_whose_members_coincide_are_one_and_nobody_is_lost() -> None:
    more = Group(FORMULA, (Place(0, 0, 17), Place(1, 0, 17), Place(2, 0, 17)))
    fewer = Group(FORMULA[1:], (Place(0, 1, 17), Place(1, 1, 17), Place(3, 5, 21)))

    (joined,) = join_coinciding([fewer, more])

    assert joined.wording == FORMULA
    assert joined.members == (Place(0, 0, 17), Place(1, 0, 17), Place(2, 0, 17), Place(3, 5, 21))


def test_members_of_a_joined_family_do_not_overlap() -> None:
    more = Group(LONG, (Place(0, 0, 34), Place(1, 0, 34), Place(2, 0, 34), Place(3, 0, 34)))
    # In three documents the same stretch, in the fourth only the first half of it.
    fewer = Group(LONG[1:], (Place(0, 1, 34), Place(1, 1, 34), Place(2, 1, 34), Place(3, 0, 17)))

    (joined,) = join_coinciding([more, fewer])

    assert {member.document for member in joined.members} == {0, 1, 2, 3}
    assert not has_overlaps(joined)


def test_the_order_of_the_families_changes_nothing() -> None:
    prepared = prepared_of(
        *(around(n, text) for n, text in enumerate([LONG, LONG, FORMULA, FORMULA]))
    )
    passage = tuple(find(prepared, n, LONG) for n in range(2))
    formula = tuple(find(prepared, n, FORMULA) for n in range(4))
    groups = [Group(tokens(prepared, passage[0]), passage), Group(FORMULA, formula)]

    one, two = (settle(order, prepared, resemblance=0.5) for order in (groups, groups[::-1]))

    assert one == two
