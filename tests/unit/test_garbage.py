"""The search for circular garbage is as it was before, whatever happens in between."""

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier

import pytest

from lineage.garbage import left_alone, seldom_searched


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def is_set_aside(thing: object) -> bool:
    """Whether no search looks at it (how many things are not looked at falls when some of them end)."""
    return all(other is not thing for other in gc.get_objects())


def test_it_is_seldom_while_the_block_runs_and_as_before_after_it() -> None:
    gc.set_threshold(700, 11, 12)

    with seldom_searched():
        assert gc.get_threshold() == (20_000_000, 11, 12)

    assert gc.get_threshold() == (700, 11, 12)


def test_it_is_as_before_after_an_error() -> None:
    gc.set_threshold(700, 11, 12)

    with pytest.raises(ValueError, match="stop"), seldom_searched():
        raise ValueError("stop")

    assert gc.get_threshold() == (700, 11, 12)


@pytest.mark.parametrize("threshold", [0, 50_000_000])
def test_who_wants_it_seldomer_still_is_heard(threshold: int) -> None:
    gc.set_threshold(threshold, 11, 12)

    with seldom_searched():
        assert gc.get_threshold()[0] == threshold


def test_what_was_made_meanwhile_is_not_searched_at_once() -> None:
    with seldom_searched():
        made = [[number] for number in range(5_000)]

    young = set(map(id, gc.get_objects(generation=0)))
    assert not young.intersection(map(id, made))
    assert gc.get_freeze_count() == 0


def test_what_others_set_aside_stays_so() -> None:
    made: list[int] = []
    gc.freeze()

    with seldom_searched():
        pass

    assert is_set_aside(made)


def overlapping(
    block: Callable[[], AbstractContextManager[None]], between: Callable[[], None]
) -> None:
    """Have one thread enter a block, then another; the first leaves it, then the other."""
    first_is_in, both_are_in, first_is_out = Barrier(2), Barrier(2), Barrier(2)

    def first() -> None:
        with block():
            first_is_in.wait(10)
            both_are_in.wait(10)
        first_is_out.wait(10)

    def second() -> None:
        first_is_in.wait(10)
        with block():
            both_are_in.wait(10)
            first_is_out.wait(10)
            between()

    with ThreadPoolExecutor(2) as threads:
        for thread in [threads.submit(first), threads.submit(second)]:
            thread.result()


def test_it_stays_seldom_until_the_last_of_two_threads_is_done() -> None:
    gc.set_threshold(700, 11, 12)
    seen = []

    overlapping(seldom_searched, lambda: seen.append(gc.get_threshold()))

    assert seen == [(20_000_000, 11, 12)]
    assert gc.get_threshold() == (700, 11, 12)


def test_what_is_left_alone_stays_so_until_the_last_of_two_threads_is_done() -> None:
    seen = []

    overlapping(left_alone, lambda: seen.append(gc.get_freeze_count()))

    assert seen[0] > 0
    assert gc.get_freeze_count() == 0


def test_leaving_it_alone_does_not_undo_what_others_set_aside() -> None:
    made: list[int] = []
    gc.freeze()

    with left_alone():
        pass

    assert is_set_aside(made)


def test_the_end_of_a_seldom_search_does_not_bring_back_what_is_left_alone() -> None:
    made: list[int] = []

    with left_alone():
        with seldom_searched():
            pass
        assert is_set_aside(made)

    assert not is_set_aside(made)
