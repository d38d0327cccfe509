"""Families with their members aligned, and none a fragment of another."""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random

import numpy as np
from family_texts import FORMULA, LONG, around, find, has_overlaps, prepared_of, table_of, tokens

from lineage import settling
from lineage.groups import Groups
from lineage.native.families import Shelf
from lineage.parts import MapParts, Part, Result, State, one_after_another
from lineage.places import Group, Link, Place, link_rows, links_of, members_table, places_table
from lineage.prepare import Prepared, texts_of
from lineage.settling import left_over


def settle(
    groups: Sequence[Group],
    prepared: Sequence[Prepared],
    map_parts: MapParts = one_after_another,
) -> tuple[Group, ...]:
    """Return families settled, all of them hopeful."""
    settled = settling.settle(
        table_of(groups, prepared),
        texts_of(prepared),
        resemblance=0.5,
        is_hopeful=np.ones(len(groups), np.bool_),
        is_settled=np.zeros(len(groups), np.bool_),
        map_parts=map_parts,
    )
    return settled.listed(prepared)


def join_coinciding(groups: Sequence[Group]) -> tuple[Group, ...]:
    return settling.join_coinciding(Groups.of(groups)).among(groups)


def drop_fragments(groups: Sequence[Group]) -> tuple[Group, ...]:
    return settling.drop_fragments(Groups.of(groups)).among(groups)


def test_what_does_not_resemble_the_wording_leaves_and_is_not_lost() -> None:
    other = "守土有责守土负责守土尽责齐抓共管"
    prepared = prepared_of(
        *([f"春天来了。{FORMULA}。花开了。"] * 3 + [f"山高。{other}。水长。"] * 2)
    )
    members = tuple(find(prepared, n, FORMULA if n < 3 else other) for n in range(5))

    groups = settle([Group(FORMULA, members)], prepared)

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

    one, two = (settle(order, prepared) for order in (groups, groups[::-1]))

    assert one == two


def test_the_work_in_parts_gives_the_same() -> None:
    prepared = prepared_of(
        *(around(n % 4, text) for n, text in enumerate([LONG, LONG, FORMULA, FORMULA] * 2))
    )
    passage = tuple(find(prepared, n, LONG) for n in (0, 1, 4, 5))
    formula = tuple(find(prepared, n, FORMULA) for n in range(8))
    groups = [Group(tokens(prepared, passage[0]), passage), Group(FORMULA, formula)]

    def backwards(
        work: Callable[[State, Part], Result], state: State, parts: Sequence[Part]
    ) -> Iterator[Result]:
        return iter([work(state, part) for part in reversed(parts)][::-1])

    one = settle(groups, prepared)
    two = settle(groups, prepared, backwards)

    assert one == two


def test_a_wording_is_not_looked_for_around_a_formula_that_is_little_of_it() -> None:
    long = "".join(f"{LONG}第{n}条" for n in range(12))
    prepared = prepared_of(*(around(n, text) for n, text in enumerate([long, long, FORMULA])))
    whole = tuple(find(prepared, n, long) for n in range(2))
    formula = (
        *(Place(p.document, p.start + 5, p.start + 22) for p in whole),
        find(prepared, 2, FORMULA),
    )
    groups = [Group(tokens(prepared, whole[0]), whole), Group(FORMULA, formula)]

    texts = texts_of(prepared)
    _, found = Shelf(*members_table(groups)).settled(
        texts,
        np.zeros(1, np.int32),
        np.array([len(groups[0].wording)], np.int32),
        np.zeros(1, np.uint8),
        resemblance=0.5,
    )

    assert found.members[:, 0].tolist() == [0, 1]


def test_a_family_holds_what_it_says_most_of_and_not_what_it_is_only_the_end_of() -> None:
    said, frame = "骨肉之情接受利用捐献遗体", "构成犯罪的依法追究刑事责任"
    others = [f"第{n}条，{frame}。{frame}，{frame}。" for n in range(40)]
    prepared = prepared_of(*(around(n, f"{said}，{frame}。") for n in range(2)), *others)
    frames = Group(frame, tuple(find(prepared, n, frame) for n in range(42)))
    one, two = (find(prepared, n, said + frame) for n in range(2))
    link = Link(one, two, 1.0)

    def left(link: Link, group: Group) -> list[Link]:
        over = left_over(link_rows([link]), Groups.of([group]), texts_of(prepared), least=math.inf)
        return links_of(over.whole)

    assert len(frame) > 0.5 * len(said + frame)
    assert left(link, frames) == [link]
    assert left(link, Group(said, (one, two))) == []
    assert left(Link(frames.members[0], frames.members[1], 1.0), frames) == []


NEIGHBOUR = "山川异域风月同天寄诸佛子共结来缘"


def rests_beside(held: str, *texts: str, least: float = 10.0) -> list[Link]:
    """Return what a family of some wording leaves of a passage pair of two whole texts."""
    prepared = prepared_of(*texts)
    group = Group(held, tuple(find(prepared, n, held) for n in range(2)))
    one, two = (Place(n, 0, len(prepared[n].stream.text)) for n in range(2))
    links = link_rows([Link(one, two, 0.9)])
    over = left_over(links, Groups.of([group]), texts_of(prepared), least=least)
    assert not len(over.whole)
    return links_of(over.rests)


def test_what_stands_beside_a_family_on_both_sides_of_a_pair_is_left_over() -> None:
    (behind,) = rests_beside(FORMULA, *[f"{FORMULA}，{NEIGHBOUR}"] * 2)
    (before,) = rests_beside(FORMULA, *[f"{NEIGHBOUR}，{FORMULA}"] * 2)

    assert behind == Link(Place(0, 17, 33), Place(1, 17, 33), 1.0)
    assert before == Link(Place(0, 0, 16), Place(1, 0, 16), 1.0)


def test_what_is_left_of_one_side_alone_or_tells_too_little_is_dropped() -> None:
    assert rests_beside(FORMULA, f"{FORMULA}，{NEIGHBOUR}", f"{NEIGHBOUR}，{FORMULA}") == []
    assert rests_beside(FORMULA, *[f"{FORMULA}，{NEIGHBOUR}"] * 2, least=1e3) == []


def test_what_is_left_on_both_sides_and_is_not_alike_is_dropped() -> None:
    other = NEIGHBOUR[:8] + "春夏秋冬东南西北"

    assert rests_beside(FORMULA, f"{FORMULA}，{NEIGHBOUR}", f"{FORMULA}，{other}") == []


def test_a_rest_begins_where_a_clause_does_if_one_does_nearby() -> None:
    (rest,) = rests_beside(FORMULA, *[f"{FORMULA}天地，{NEIGHBOUR}"] * 2)

    assert rest.left == Place(0, 19, 35)


def test_threads_may_ask_one_shelf_at_once() -> None:
    # Each long family lies around many short ones, which further documents have.
    text = "".join(Random(1).choices("天地人山水风云日月星", k=700))
    prepared = prepared_of(text, text, text)
    whole = [tuple(Place(n, at, at + 400) for n in (0, 1)) for at in range(0, 300, 3)]
    inside = [tuple(Place(n, at, at + 90) for n in (0, 1, 2)) for at in range(0, 600, 3)]
    tables, texts = places_table([*whole, *inside]), texts_of(prepared)

    def settled(shelf: Shelf, first: int) -> list[bytes]:
        numbers = np.arange(first, len(whole), 5, dtype=np.int32)
        lengths, is_settled = np.full(len(numbers), 400, np.int32), np.ones(len(numbers), np.uint8)
        stays, found = shelf.settled(texts, numbers, lengths, is_settled, resemblance=0.6)
        return [table.tobytes() for table in (stays, *found)]

    alone = [settled(Shelf(*tables), first) for first in range(5)]
    with ThreadPoolExecutor(5) as threads:
        for _ in range(15):
            assert list(threads.map(partial(settled, Shelf(*tables)), range(5))) == alone
