"""The compiled library: loaded when it is first called, and what its functions take."""

import ctypes
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage.errors import InstallationError

Rows = npt.NDArray[np.void]

LIBRARY = "kernels.bin"
"""The compiled kernels, beside this module; one name for all systems."""

_POINTER, _NUMBER, _REAL = ctypes.c_void_p, ctypes.c_int64, ctypes.c_double

_ARGUMENTS = {
    "links": (_POINTER, _NUMBER, _POINTER, _POINTER, _POINTER, _REAL, _POINTER),
    "promising": (_POINTER, _NUMBER, _POINTER, _POINTER, _POINTER, _REAL, _POINTER),
    "postings": (*2 * (_NUMBER,), *2 * (_POINTER,), _NUMBER, *5 * (_POINTER,)),
    "grams": (_NUMBER, _POINTER, _NUMBER, _POINTER),
    "neighbours": (_NUMBER, *6 * (_POINTER,)),
    "pairs": (_NUMBER, _POINTER, _POINTER, _NUMBER, _POINTER),
    "sums": (_NUMBER, _POINTER, _REAL, _REAL, _POINTER),
    "decode": (_NUMBER, *5 * (_POINTER,)),
    "find_postings": (_NUMBER, *3 * (_POINTER,), _NUMBER, _POINTER, _NUMBER, _POINTER),
    "pieces": (_POINTER, _NUMBER, _POINTER, _POINTER, _POINTER),
    "aligned_points": (
        *2 * (_NUMBER, _POINTER, _POINTER), _NUMBER, _REAL, _REAL, _NUMBER, _POINTER, _POINTER,
    ),
    "most_like": (_NUMBER, _POINTER, _NUMBER, _POINTER, _POINTER),
    "place": (_POINTER, _NUMBER, _POINTER, _POINTER),
    "typical": (_POINTER, _NUMBER, _POINTER, _POINTER),
    "realign": (_POINTER, _NUMBER, _POINTER, _POINTER, _REAL, _NUMBER, _POINTER, _POINTER),
    "settle": (*5 * (_POINTER,), _NUMBER, *3 * (_POINTER,), _REAL, _NUMBER, *3 * (_POINTER,)),
    "order": (_NUMBER, _POINTER, _POINTER, _POINTER, _POINTER),
    "most_bits": (_POINTER, _NUMBER, _POINTER, _POINTER, _POINTER),
    "wording_bits": (_POINTER, _NUMBER, *5 * (_POINTER,)),
    "coincide": (_NUMBER, _POINTER, _POINTER, _POINTER, _POINTER),
    "drop_fragments": (_NUMBER, _POINTER, _POINTER, _POINTER),
    "rivals": (_NUMBER, _POINTER, _POINTER, _POINTER),
    "left_over": (
        _POINTER, _NUMBER, _POINTER, _POINTER, _NUMBER, _POINTER, _REAL, _POINTER, _POINTER,
    ),
    "cohere": (_POINTER, _POINTER, _NUMBER, *4 * (_POINTER,)),
    "describe": (_POINTER, _POINTER, _NUMBER, *11 * (_POINTER,)),
    "readings": (_POINTER, _POINTER, _NUMBER, *4 * (_POINTER,)),
    "to_tokens": (_POINTER, _POINTER, _NUMBER, _POINTER),
    "slips": (
        _POINTER, _POINTER, *2 * (_NUMBER,), *4 * (_POINTER,), *2 * (_NUMBER, _POINTER),
        *2 * (_POINTER,),
    ),
    "shares": (_NUMBER, _POINTER, _NUMBER, *4 * (_POINTER,)),
    "novelty": (_NUMBER, *4 * (_POINTER,)),
    "number": (_NUMBER, *4 * (_POINTER,)),
    "merge_places": (_NUMBER, _POINTER, _POINTER, _POINTER),
    "alike": (_POINTER, _POINTER, _NUMBER, _POINTER, _REAL, _POINTER),
    "likenesses": (_NUMBER, *5 * (_POINTER,)),
    "alike_sentences": (
        *2 * (_NUMBER, _POINTER, _POINTER, _POINTER), _NUMBER, _NUMBER, _REAL, _POINTER,
    ),
    "nested": (_NUMBER, _POINTER, _POINTER, _POINTER),
    "touched": (_NUMBER, *3 * (_POINTER,), _NUMBER, _POINTER, _POINTER, _REAL, _POINTER),
    "held": (_NUMBER, _POINTER, _POINTER, *4 * (_NUMBER,), *3 * (_POINTER,)),
    "nearest_trees": (_NUMBER, *4 * (_POINTER,)),
    "join": (
        _POINTER, _NUMBER, _POINTER, _POINTER, _POINTER, _REAL, _NUMBER, _POINTER, _POINTER,
    ),
}  # fmt: skip
"""What each function takes; each returns a number, below 0 where memory does not suffice."""


def call(name: str, *arguments: Any) -> int:
    """Call a kernel; arrays stand for where they lie.

    Raises:
        MemoryError: If memory does not suffice.
    """
    n: int = getattr(library(), f"lineage_{name}")(
        *(address(given) if isinstance(given, np.ndarray) else given for given in arguments)
    )
    if n < 0:
        raise MemoryError
    return n


def address(table: npt.NDArray[Any]) -> int:
    """Return where an array lies."""
    assert table.flags.c_contiguous
    return table.ctypes.data


@cache
def library() -> ctypes.CDLL:
    """Return the compiled library.

    Raises:
        InstallationError: If it is not there, or is none for this system.
    """
    try:
        return _declared(ctypes.CDLL(__file__.removesuffix("library.py") + LIBRARY))
    # A function is missing where the library is of another version than this module.
    except (OSError, AttributeError) as error:
        raise InstallationError(
            f"the compiled part of lineage cannot be used ({error}); run pip install -e . in the"
            " copy of the repository, or install lineage again with pip"
        ) from error


def _declared(loaded: ctypes.CDLL) -> ctypes.CDLL:
    """Say what the functions of a library take and give."""
    for name, arguments in _ARGUMENTS.items():
        function = getattr(loaded, f"lineage_{name}")
        function.restype, function.argtypes = _NUMBER, arguments
    loaded.lineage_shelve.restype = _POINTER
    loaded.lineage_shelve.argtypes = [_NUMBER, _POINTER, _POINTER]
    for name in ("forget", "release"):
        getattr(loaded, f"lineage_{name}").restype = None
        getattr(loaded, f"lineage_{name}").argtypes = [_POINTER]
    return loaded


class Found:
    """Rows that a kernel makes: it is given where to note them.

    Args:
        dtype: What a row is.
    """

    def __init__(self, dtype: np.dtype[np.void]) -> None:
        self._dtype, self._at = dtype, ctypes.c_void_p()

    @property
    def reference(self) -> Any:
        """What the kernel is given."""
        return ctypes.byref(self._at)

    def rows(self, n: int) -> Rows:
        """Return a copy of the rows, and give their memory back."""
        assert self._at.value is not None
        copied = ctypes.string_at(self._at.value, n * self._dtype.itemsize)
        library().lineage_release(self._at)
        return np.frombuffer(copied, self._dtype)
