"""Which documents have no known order, counted and named without a look at every pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineage.dates import is_before
from lineage.model import Occurrence, RawSpan
from lineage.ordering import DateOrder, most_each, ties

DATES = st.sampled_from(
    [None, "2019", "2020", "2020-01", "2020-02", "2020-02-29", "2020-03-01", "2021", "2021-12-31"]
)


def are_open(one: str | None, two: str | None) -> bool:
    return not (one and two and (is_before(one, two) or is_before(two, one)))


@given(st.lists(DATES, max_size=9))
def test_open_pairs_are_those_that_a_look_at_every_pair_finds(dates: list[str | None]) -> None:
    order = DateOrder({f"d{n}": date for n, date in enumerate(dates)})
    documents = np.arange(len(dates))
    slow = {
        (i, j)
        for i in range(len(dates))
        for j in range(i + 1, len(dates))
        if are_open(dates[i], dates[j])
    }

    one, two = ties(*order.followers(documents, 0 * documents))
    counted = order.n_open(documents, 0 * documents).tolist()

    found = sorted((min(a, b), max(a, b)) for a, b in zip(one, two, strict=True))
    assert found == sorted(slow)
    assert counted == [sum(n in pair for pair in slow) for n in range(len(dates))]


@given(st.lists(st.lists(DATES, max_size=5), max_size=5))
def test_each_family_is_a_matter_of_its_own(families: list[list[str | None]]) -> None:
    dates = [date for family in families for date in family]
    order = DateOrder({f"d{n:02}": date for n, date in enumerate(dates)})
    documents = np.arange(len(dates))
    numbers = np.repeat(np.arange(len(families)), [len(family) for family in families])

    counted = order.n_open(documents, numbers).tolist()
    found, n_next = (each.tolist() for each in order.followers(documents, numbers))

    for number in range(len(families)):
        own = documents[numbers == number]
        alone, n_alone = order.followers(own, 0 * own)
        assert [counted[n] for n in own] == order.n_open(own, 0 * own).tolist()
        assert [found[n] for n in own] == own[alone].tolist()
        assert [n_next[n] for n in own] == n_alone.tolist()


def test_everybody_is_tied_to_as_many_as_there_is_room_for() -> None:
    n_next, once = np.array([3, 2, 1, 0, 1, 0]), np.ones(6, np.int64)

    assert most_each(n_next, once, most=7) is None
    assert most_each(n_next, once, most=6) == 2
    assert most_each(n_next, once, most=1) == 1
    assert most_each(n_next[:0], once[:0], most=1) is None


def test_who_has_a_wording_several_times_takes_as_much_more_of_the_room() -> None:
    n_next, sizes = np.array([2, 1, 0]), np.array([5, 1, 1])

    assert most_each(n_next, sizes, most=11) is None
    assert most_each(n_next, sizes, most=10) == 1


def test_who_cannot_be_tied_to_all_is_tied_to_what_reads_alike() -> None:
    names = [f"d{n}" for n in range(6)]
    texts = ["甲乙", "丙丁", "甲乙", "丙丁", "甲乙", "丙丁"]
    members = [
        Occurrence(name, RawSpan(0, 2), text, 1.0) for name, text in zip(names, texts, strict=True)
    ]
    order = DateOrder(dict.fromkeys(names))

    ordered, n_next = order.nearest(members, np.arange(6))
    one, two = ties(ordered, np.minimum(n_next, 1))

    pairs = [(texts[a], texts[b]) for a, b in zip(one, two, strict=True)]
    assert len(pairs) == 5
    assert sum(a == b for a, b in pairs) == 4


@pytest.mark.parametrize("n", [10, 1000])
def test_precise_dates_leave_nothing_open(n: int) -> None:
    dates = {f"{place:04}": f"2020-{1 + place % 12:02}-{1 + place % 28:02}" for place in range(n)}
    order = DateOrder(dates)

    one, _ = ties(*order.followers(np.arange(n), np.zeros(n, np.int64)))

    by_day = np.unique([*dates.values()], return_counts=True)[1]
    assert len(one) == sum(each * (each - 1) // 2 for each in by_day)
