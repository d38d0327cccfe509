"""Temporary files and folders: which are in use, so that whoever ends the run can remove them.

Each is removed by the room that made it, also after an error. Only where a run has to
end at once, in the midst of a library that does not let go, nobody gets to do that; the
command line then removes what is listed here.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from lineage.errors import EngineError

_IN_USE: set[str] = set()


@contextmanager
def listed(path: str) -> Iterator[None]:
    """List a temporary file or folder as in use while the block runs."""
    _IN_USE.add(path)
    try:
        yield
    finally:
        _IN_USE.discard(path)


@contextmanager
def folder_in(parent: str | None) -> Iterator[str]:
    """Give a new folder that is gone afterwards.

    Args:
        parent: Where it is made; ``None`` for the system's place.

    Raises:
        EngineError: If it cannot be made.
    """
    try:
        folder = tempfile.mkdtemp(prefix="lineage-", dir=parent)
    except OSError as error:
        raise EngineError(
            f"{parent or tempfile.gettempdir()}: no temporary folder can be made there "
            f"({error.strerror}); name another with --temp"
        ) from error
    with listed(folder):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def in_use() -> tuple[str, ...]:
    """Return the temporary files and folders that are in use, in order."""
    return tuple(sorted(_IN_USE))
