"""The inner loops, compiled: extending, joining and aligning by the hundred thousand.

An analysis asks the same small questions of every segment and of every member of every
family. In Python each takes some 50 µs, most of it for taking numbers apart and putting them
together; here it takes a few. The kernels are C and know nothing of Python: they are given
the addresses of arrays and give arrays back, so that one library serves every version of
Python, and other threads run meanwhile. `lineage.native.build` compiles them when the
package is installed.

Why not numba or Cython: the one compiles for half a minute when it is first used, and brings
150 MB; the other needs Python's headers, which many machines lack. mypyc made these loops
1.5 times as fast.
"""

import ctypes
from array import array
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.errors import InstallationError

Tokens = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Rows = npt.NDArray[np.void]

RUN = np.dtype([("x", np.int32), ("y", np.int32), ("length", np.int32)])
"""Equal tokens in a row: the first one left and right, and how many."""

LINK = np.dtype([("left", np.int32, 3), ("right", np.int32, 3), ("likeness", np.float64)])
"""A passage pair: document, first token and end on either side, and how alike they are."""

FAMILY = np.dtype([("of", np.int32), ("model", np.int32, 3), ("end", np.int64)])
"""A family whose members were aligned: of which given one it came, the place of its wording, and
after the last of its members, counted over all."""

PIECE = np.dtype(
    [(name, np.int32, 2) for name in ("left", "right", "snapped_left", "snapped_right")]
    + [("n", np.int64), ("bits", np.float64), ("score", np.float64)]
)
"""A piece of alignment; see `lineage.chain.Piece`."""

_PLACE = np.dtype([("at", np.int32, 3)])

_TEXT = np.dtype(
    [(name, np.uintp) for name in ("tokens", "bits", "sums", "earned", "borders")]
    + [("length", np.int64)]
)


class Text(NamedTuple):
    """What the kernels read of one document.

    Attributes:
        tokens: Code of each token.
        bits: Surprisal of each.
        sums: Surprisal of all tokens before each, and of all.
        earned: The same of what they earn in an alignment.
        borders: Strength of the border before each token, and after the last.
    """

    tokens: Tokens
    bits: npt.NDArray[np.float32]
    sums: "array[float]"
    earned: "array[float]"
    borders: npt.NDArray[np.uint8]


class Texts:
    """Documents as the kernels see them: where their arrays lie."""

    def __init__(self, texts: Sequence[Text]) -> None:
        """Note where the arrays of texts lie; these are kept as long as this is."""
        self._texts = texts
        self.table = np.array(
            [
                (
                    *(each.ctypes.data for each in (text.tokens, text.bits)),
                    *(each.buffer_info()[0] for each in (text.sums, text.earned)),
                    text.borders.ctypes.data,
                    len(text.tokens),
                )
                for text in texts
            ],
            _TEXT,
        )


def links(
    texts: Texts,
    documents: Ints,
    first: Longs,
    segments: Rows,
    least_bits: float,
) -> Rows:
    """Return the passage pairs of some pairs of documents, as rows of `LINK`.

    Args:
        texts: The documents.
        documents: Two columns: the numbers of the documents of each pair.
        first: The first of each pair's segments, and after the last of all.
        segments: Rows of `RUN`, those of a pair together; they are put in another order.
        least_bits: Bits that a passage must have.
    """
    found = ctypes.c_void_p()
    n = _library().lineage_links(
        _address(texts.table), len(documents), _address(documents), _address(first),
        _address(segments), least_bits, ctypes.byref(found),
    )  # fmt: skip
    return _taken(found, n, LINK)


def realigned(texts: Texts, first: Longs, places: Ints, resemblance: float) -> tuple[Rows, Ints]:
    """Return families with their members aligned alike, and those that left them as families.

    Args:
        texts: The documents.
        first: Of each family, where its members begin among the places, and the further
            places around which its wording may stand; at last, after the last of all.
        places: Three columns: document, first token and end.
        resemblance: Likeness to its wording that a family's member must have.

    Returns:
        Rows of `FAMILY`, and the places of all their members.
    """
    families, members = ctypes.c_void_p(), ctypes.c_void_p()
    n = _library().lineage_realign(
        _address(texts.table), len(first) // 2, _address(first), _address(places), resemblance,
        ctypes.byref(families), ctypes.byref(members),
    )  # fmt: skip
    rows = _taken(families, n, FAMILY)
    return rows, _taken(members, int(rows["end"][-1]) if n else 0, _PLACE)["at"]


def placed(texts: Texts, places: Ints) -> tuple[int, int, int] | None:
    """Return where in and around the first of two places the wording at the second stands."""
    found = np.zeros(3, np.int32)
    n = _library().lineage_place(_address(texts.table), _address(places), _address(found))
    document, start, end = found.tolist()
    return (document, start, end) if _checked(n) else None


def typical(texts: Texts, places: Ints) -> tuple[int, int, int]:
    """Return the place whose wording is the most typical of some places'."""
    found = np.zeros(3, np.int32)
    _checked(
        _library().lineage_typical(
            _address(texts.table), len(places), _address(places), _address(found)
        )
    )
    document, start, end = found.tolist()
    return document, start, end


def pieces(texts: Texts, points: Ints, least: float | None) -> Rows:
    """Return the pieces that points of two texts make, as rows of `PIECE`.

    Args:
        texts: The two texts.
        points: Two columns, left and right token, ascending in the left ones.
        least: Score that a piece must have, in bits; with it, rivals are settled too.
    """
    found = ctypes.c_void_p()
    score = None if least is None else ctypes.byref(ctypes.c_double(least))
    n = _library().lineage_pieces(
        _address(texts.table), len(points), _address(points), score, ctypes.byref(found)
    )
    return _taken(found, n, PIECE)


def most_like(part: Tokens, whole: Tokens) -> tuple[int, int]:
    """Return the stretch of a longer text that is most like a shorter one; empty if none is."""
    found = np.zeros(2, np.int32)
    _checked(
        _library().lineage_most_like(
            len(part), _address(part), len(whole), _address(whole), _address(found)
        )
    )
    start, end = found.tolist()
    return start, end


def _address(table: npt.NDArray[Any]) -> int:
    assert table.flags.c_contiguous
    return table.ctypes.data


def _taken(found: ctypes.c_void_p, n: int, dtype: np.dtype[np.void]) -> Rows:
    """Return a copy of rows that a kernel made, and give their memory back."""
    _checked(n)
    assert found.value is not None
    rows = np.frombuffer(ctypes.string_at(found.value, n * dtype.itemsize), dtype)
    _library().lineage_release(found)
    return rows


def _checked(n: int) -> int:
    if n < 0:
        raise MemoryError
    return n


LIBRARY = "kernels.bin"
"""The compiled kernels, beside this module; one name for all systems."""


@cache
def _library() -> ctypes.CDLL:
    path = f"{__path__[0]}/{LIBRARY}"
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise InstallationError(
            f"{path}: the compiled part of lineage is missing or cannot be loaded ({error});"
            " install the package again with pip"
        ) from error
    pointer, number, real = ctypes.c_void_p, ctypes.c_int64, ctypes.c_double
    for name, arguments in (
        ("links", (pointer, number, pointer, pointer, pointer, real, pointer)),
        ("realign", (pointer, number, pointer, pointer, real, pointer, pointer)),
        ("place", (pointer, pointer, pointer)),
        ("typical", (pointer, number, pointer, pointer)),
        ("pieces", (pointer, number, pointer, pointer, pointer)),
        ("most_like", (number, pointer, number, pointer, pointer)),
    ):
        function = getattr(library, f"lineage_{name}")
        function.restype, function.argtypes = number, arguments
    library.lineage_release.restype = None
    library.lineage_release.argtypes = [pointer]
    return library
