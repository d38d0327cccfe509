"""One run at a time in a folder that is written to, on every system."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lineage.errors import OutputError

_WAIT_S, _PAUSE_S = 60.0, 0.05
"""How long to wait for another run in the same folder, and how long between two looks."""


@contextmanager
def alone_in(root: Path) -> Iterator[bool]:
    """Wait until no other run writes into a folder, and keep others out of it.

    The lock ends with the process that holds it, however that ends.

    Args:
        root: The folder.

    Yields:
        Whether this is surely the only run: on a disk that knows no locks there is none, and
        what lies there may be of a run that is at work.

    Raises:
        OutputError: If another run is still writing after a minute.
    """
    latest = time.monotonic() + _WAIT_S
    while (handle := _lock(root)) is None:
        if time.monotonic() > latest:
            raise OutputError(
                f"{root}: another run is writing into it; wait for it, or choose another folder"
            )
        time.sleep(_PAUSE_S)
    try:
        yield handle >= 0
    finally:
        if handle >= 0:
            os.close(handle)


def _own_file(path: Path, flags: int) -> int | None:
    """Return a handle to a new file, ``None`` when it is there, -1 when it cannot be made."""
    # Windows denies a file that is just being removed as it does all where none may be made: the
    # second time is for one that was gone when it was looked for.
    for _ in range(2):
        try:
            return os.open(path, flags)
        except FileExistsError:
            return None
        except PermissionError:
            if os.path.lexists(path):
                return None
        except OSError:
            break
    return -1


if sys.platform == "win32":

    def _lock(root: Path) -> int | None:
        """Return a handle that keeps others out; ``None`` when another has one."""
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY | os.O_NOINHERIT
        return _own_file(root / ".lineage.lock", flags)

else:

    def _lock(root: Path) -> int | None:
        """Return a handle that keeps others out; ``None`` when another has one."""
        import fcntl

        try:
            handle = os.open(root, os.O_RDONLY)
        except OSError:
            return -1
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except OSError:
            os.close(handle)
            return -1
        return handle
