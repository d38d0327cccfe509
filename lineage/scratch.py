"""Which temporary files and folders are in use, so that whoever ends the run can remove them.

Each is removed by the room that made it, also after an error. Only where a run has to
end at once, in the midst of a library that does not let go, nobody gets to do that; the
command line then removes what is listed here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

_IN_USE: set[str] = set()


@contextmanager
def listed(path: str) -> Iterator[None]:
    """List a temporary file or folder as in use while the block runs."""
    _IN_USE.add(path)
    try:
        yield
    finally:
        _IN_USE.discard(path)


def in_use() -> tuple[str, ...]:
    """Return the temporary files and folders that are in use, in order."""
    return tuple(sorted(_IN_USE))
