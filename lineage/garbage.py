"""How often Python searches for circular garbage, and in what, while work goes on.

Both are settings of the whole process, and several of its threads may be at work at once. So
the first that wants a change makes it, and the last that wants it changes it back.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import RLock

_MADE = 20_000_000
"""Objects that are made between two searches: an analysis makes millions that stay, and hardly
any circles, so that Python's own 700 (10,000 in other releases) would take a tenth of its time."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search seldom while the block runs, and as before after it; where that is off, not at all."""
    with _seldom.made():
        yield


@contextmanager
def left_alone() -> Iterator[None]:
    """Search only in what is made while the block runs; what others left out stays so."""
    with _alone.made():
        yield


class _Change:
    """A change to the process that is there while anybody wants it.

    Args:
        make: Makes the change, and returns what changes it back.
    """

    def __init__(self, make: Callable[[], Callable[[], None]]) -> None:
        self._make = make
        self._undo: Callable[[], None] | None = None
        self._n_users = 0

    @contextmanager
    def made(self) -> Iterator[None]:
        """Have the change while the block runs."""
        with _one_at_a_time:
            if self._undo is None:
                self._undo = self._make()
            self._n_users += 1
        try:
            yield
        finally:
            with _one_at_a_time:
                self._n_users -= 1
                if not self._n_users and self._undo is not None:
                    self._undo()
                    self._undo = None


def _search_seldom() -> Callable[[], None]:
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(_MADE, before[0]), *before[1:])
    return partial(_search_again, before)


def _search_again(threshold: tuple[int, int, int]) -> None:
    if threshold[0] and not gc.get_freeze_count():
        # What was made is old now: else all of it would be searched with the next object.
        gc.freeze()
        gc.unfreeze()
    gc.set_threshold(*threshold)


def _leave_alone() -> Callable[[], None]:
    if gc.get_freeze_count():
        return _do_nothing
    gc.freeze()
    return gc.unfreeze


def _do_nothing() -> None:
    """Leave what others left out as it is: Python cannot tell it from what is added to it."""


# What a search finds may itself end such a block, in the thread that is in one of them.
_one_at_a_time = RLock()
_seldom = _Change(_search_seldom)
_alone = _Change(_leave_alone)
