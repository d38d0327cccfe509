"""Work in parts, here and in processes of its own."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence

import pytest

from lineage.engines.workers import Workers
from lineage.errors import EngineError
from lineage.parts import in_kernels, in_parts, one_after_another


def squares(state: int, part: range) -> list[int]:
    return [state * n * n for n in part]


def process_of(state: None, part: int) -> int:
    return os.getpid()


@in_kernels
def thread_of(state: None, part: int) -> tuple[int, int]:
    return os.getpid(), threading.get_ident()


def fails_on_three(state: None, part: int) -> int:
    if part == 3:
        raise ValueError("three")
    return part


@in_kernels
def fails_in_a_thread(state: None, part: int) -> int:
    return fails_on_three(state, part)


def is_killed_on_three(state: None, part: int) -> int:
    if part == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return part


PARTS: Sequence[range] = [range(n, n + 3) for n in range(0, 30, 3)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_workers_give_what_one_process_gives_in_the_same_order(number: int) -> None:
    expected = list(one_after_another(squares, 2, PARTS))

    assert list(Workers(number).map(squares, 2, PARTS)) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all the work")
def test_the_work_is_done_in_other_processes() -> None:
    processes = set(Workers(2).map(process_of, None, range(40)))

    assert processes
    assert os.getpid() not in processes


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all the work")
def test_what_processes_share_is_left_alone_until_the_last_of_them_ends() -> None:
    first, second = (Workers(2).map(squares, 2, PARTS) for _ in range(2))
    next(first)

    list(second)

    assert gc.get_freeze_count() > 0
    list(first)
    assert gc.get_freeze_count() == 0


def test_one_part_needs_no_process() -> None:
    assert list(Workers(4).map(process_of, None, [0])) == [os.getpid()]


@pytest.mark.parametrize("number", [1, 2])
def test_what_fails_in_a_part_is_raised_here(number: int) -> None:
    with pytest.raises(ValueError, match="three"):
        list(Workers(number).map(fails_on_three, None, range(6)))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one process does all the work")
def test_a_process_that_the_system_ends_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(EngineError, match="memory; use fewer --threads"):
        list(Workers(2).map(is_killed_on_three, None, range(6)))


def test_work_aside_goes_on_while_nobody_waits_for_it() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def work() -> int:
        begun.set()
        assert may_end.wait(10)
        return threading.get_ident()

    wait = Workers(2).aside(work)

    assert begun.wait(10)
    may_end.set()
    assert wait() != threading.get_ident()


def test_one_worker_does_work_aside_when_it_is_asked_for() -> None:
    begun = threading.Event()

    def work() -> int:
        begun.set()
        return threading.get_ident()

    wait = Workers(1).aside(work)

    assert not begun.is_set()
    assert wait() == threading.get_ident()


@pytest.mark.parametrize("number", [1, 2])
def test_what_fails_aside_is_raised_where_it_is_waited_for(number: int) -> None:
    wait = Workers(number).aside(lambda: fails_on_three(None, 3))

    with pytest.raises(ValueError, match="three"):
        wait()


def test_parts_hold_everything_once_and_in_order() -> None:
    weights = [5, 1, 1, 9, 2, 2, 2]

    parts = in_parts(weights, 4)

    assert [n for part in parts for n in range(len(weights))[part]] == list(range(len(weights)))
    assert all(sum(weights[part]) >= 4 for part in parts[:-1])


def test_threads_share_what_kernels_do() -> None:
    threads = set(Workers(2).map(thread_of, None, range(40)))

    assert threads
    assert {process for process, _ in threads} == {os.getpid()}
    assert threading.get_ident() not in {thread for _, thread in threads}


def test_what_fails_in_a_thread_is_raised_here() -> None:
    with pytest.raises(ValueError, match="three"):
        list(Workers(2).map(fails_in_a_thread, None, range(6)))
