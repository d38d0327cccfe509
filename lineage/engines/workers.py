"""Processes and threads on this machine that share the work on a corpus.

Threads share what kernels do, everywhere: while one runs, Python lets others go on. The rest
is for processes. Each is a copy of this one, made when there is work: it sees all texts
without a copy of them. That needs a system whose processes can fork, and where this is safe:
Linux. Elsewhere this process does that work alone.
"""

import gc
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from lineage.errors import EngineError
from lineage.garbage import left_alone
from lineage.parts import Part, Result, State, is_in_kernels, one_after_another


class Workers:
    """Does parts of work in several processes, or in threads where kernels do it."""

    def __init__(self, number: int = 0) -> None:
        """Prepare for work; processes and threads are made when there is some.

        Args:
            number: How many at once; 0 means one for each core that may be used.
        """
        self._number = number or _n_cores()

    def map(
        self, work: Callable[[State, Part], Result], state: State, parts: Sequence[Part]
    ) -> Iterator[Result]:
        """Yield what the work makes of each part, in the order of the parts.

        Raises:
            EngineError: If the system ends a process, for want of memory most likely.
        """
        number = min(self._number, len(parts))
        if number > 1 and is_in_kernels(work):
            return _in_threads(number, work, state, parts)
        if number > 1 and _CAN_FORK:
            return _in_processes(number, work, state, parts)
        return one_after_another(work, state, parts)

    def aside(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begin work in one further thread; where one is to do it all, wait until it is asked for.

        It is one more than is said, for as long as it takes. It goes on when nobody waits for it
        any more, and Python ends only after it: work that may be given up has to look for that.
        """
        if self._number == 1:
            return work
        executor = ThreadPoolExecutor(1)
        done = executor.submit(work)
        executor.shutdown(wait=False)
        return done.result


def _in_threads(
    number: int, work: Callable[[State, Part], Result], state: State, parts: Sequence[Part]
) -> Iterator[Result]:
    executor = ThreadPoolExecutor(number)
    try:
        yield from executor.map(partial(work, state), parts)
    except BaseException:
        # Whoever interrupts does not wait for parts that nobody will read.
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _in_processes(
    number: int, work: Callable[[State, Part], Result], state: State, parts: Sequence[Part]
) -> Iterator[Result]:
    # Garbage that is collected would touch, and so copy, what the processes share.
    with left_alone():
        others = set(multiprocessing.active_children())
        executor = ProcessPoolExecutor(
            number,
            mp_context=multiprocessing.get_context("fork"),
            initializer=_begin,
            initargs=(work, state),
        )
        try:
            with warnings.catch_warnings():
                # The threads of this process, if any, hold nothing that the work asks for.
                warnings.simplefilter("ignore", DeprecationWarning)
                results = executor.map(_do, parts)
            yield from results
        except BrokenProcessPool as error:
            raise EngineError(
                "the system ended a process that shared the work, most likely for want of memory;"
                " use fewer --threads, or read fewer documents at once"
            ) from error
        except BaseException:
            for child in set(multiprocessing.active_children()) - others:
                child.kill()
            raise
        finally:
            executor.shutdown(cancel_futures=True)


_CAN_FORK = sys.platform == "linux"

if sys.platform == "linux":

    def _n_cores() -> int:
        return len(os.sched_getaffinity(0))

else:

    def _n_cores() -> int:
        return os.cpu_count() or 1


_task: tuple[Callable[[Any, Any], Any], Any] | None = None


def _begin(work: Callable[[Any, Any], Any], state: Any) -> None:
    """Remember, in a process of its own, what all parts need."""
    global _task
    _task = work, state
    # A part leaves no circles behind that would be worth the search for them.
    gc.disable()
    # An interrupt is for the process that waits; it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(part: Any) -> Any:
    assert _task is not None
    work, state = _task
    return work(state, part)
