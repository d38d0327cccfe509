"""How often Python searches for circular garbage while an analysis or a command goes on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MADE = 20_000_000
"""Objects that are made between two searches: an analysis makes millions that stay, and hardly
any circles, so that Python's own 700 (10,000 in other releases) would take a tenth of its time."""


@contextmanager
def seldom_searched() -> Iterator[None]:
    """Search seldom while the block runs, and as before after it; where that is off, not at all."""
    before = gc.get_threshold()
    if before[0]:
        gc.set_threshold(max(_MADE, before[0]), *before[1:])
    try:
        yield
    finally:
        if before[0] and not gc.get_freeze_count():
            # What was made is old now: else all of it would be searched as soon as the next object is.
            gc.freeze()
            gc.unfreeze()
        gc.set_threshold(*before)
