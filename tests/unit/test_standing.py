import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lineage.native.tables import Ints
from lineage.native.touching import touched
from lineage.places import Place
from lineage.store.standing import Standing

stretches = st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 9))
some_places = st.lists(
    stretches.map(lambda found: Place(found[0], found[1], found[1] + found[2])), max_size=9
)
some_families = st.dictionaries(st.integers(0, 5), some_places, max_size=4)


def touches(place: Place, by: Place, share: float) -> bool:
    shared = min(place.end, by.end) - max(place.start, by.start)
    shorter = min(place.end - place.start, by.end - by.start)
    return place.document == by.document and shared > 0 and shared >= share * shorter


def columns_of(families: dict[int, list[Place]]) -> dict[str, Ints]:
    rows = [(number, *place) for number, places in families.items() for place in places]
    table = np.array(rows, np.int32).reshape(-1, 4)
    return {name: table[:, n] for n, name in enumerate(("family", "doc", "first", "last"))}


@given(some_places, some_places, st.sampled_from([0.0, 0.5, 1.0]))
def test_a_place_is_touched_if_another_overlaps_it_by_a_share_of_the_shorter(
    places: list[Place], others: list[Place], share: float
) -> None:
    table = np.array(places, np.int32).reshape(-1, 3)
    columns = [table[:, n].copy() for n in range(3)]
    given_others = np.array(sorted(others), np.int32).reshape(-1, 3)

    found = touched(*columns, others=given_others, share=share)

    wanted = [n for n, p in enumerate(places) if any(touches(p, by, share) for by in others)]
    assert found.tolist() == wanted


changes = st.lists(st.tuples(st.booleans(), some_families, st.booleans()), max_size=4)


@given(some_families, changes, some_places)
def test_what_stands_where_is_known_as_families_come_and_go(
    families: dict[int, list[Place]],
    changes: list[tuple[bool, dict[int, list[Place]], bool]],
    places: list[Place],
) -> None:
    standing = Standing(columns_of(families))
    now = {number: [*there] for number, there in families.items()}
    for drops, which, asks in changes:
        if drops:
            standing.drop(which)
            now = {number: there for number, there in now.items() if number not in which}
        else:
            standing.put(columns_of(which))
            for number, there in which.items():
                now.setdefault(number, []).extend(there)
        if asks:
            standing.sizes(np.zeros(0, np.int32))

    near = standing.touched_by(places, 0.5)

    wanted = [
        n for n, there in now.items() if any(touches(p, q, 0.5) for p in there for q in places)
    ]
    assert near.tolist() == sorted(wanted)
    assert standing.sizes(near) == [len(now[number]) for number in near.tolist()]
    members = {n: tuple(sorted(there)) for n, there in now.items() if there}
    assert standing.most() == max(members, default=-1)
    assert standing.members(range(6)) == members
    inside = {n: tuple(p for p in there if p.document == 1) for n, there in members.items()}
    assert standing.members(range(6), [1]) == {n: there for n, there in inside.items() if there}
    beside = {
        n: tuple(p for p in there if any(touches(p, q, 0.0) for q in places))
        for n, there in members.items()
    }
    assert standing.members(range(6), near=places) == {n: t for n, t in beside.items() if t}
