"""What the records of a store must hold for the rest of the program to take them for its own.

The database tells of blocks that are damaged. What is changed inside a record it does not know:
there a title may be a list, a wording be missing, or an occurrence stand in no document. Whatever
is made of such a record fails somewhere far away, where nobody knows of the file any more. So
each is held against what it must be where it is decoded, what comes in thousands by whole
columns. All that is wrong is a `ValueError`, which `decoding` turns into the error of the file.
"""

from collections.abc import Collection, Sequence
from types import UnionType

import numpy as np
import numpy.typing as npt

from lineage.described import NONE, FamilyTables, Lists, rows_in_a_row
from lineage.seeding import Column
from lineage.store.bounds import Bounds, checked

_MOST = 1e15
"""Above all amounts and scores there are, and below what makes others of numbers that are added."""


def check_kinds(kind: type | UnionType, *values: object) -> None:
    """Raise `ValueError` unless all values are of a kind."""
    if not all(isinstance(value, kind) for value in values):
        raise ValueError("a value is missing, or of another kind")


def check_known(value: object, known: Collection[object]) -> None:
    """Raise `ValueError` unless a value is one of a few."""
    if value not in known:
        raise ValueError(f"{str(value)[:20]!r} is nothing that is known")


def check_numbers(*values: object) -> None:
    """Raise `ValueError` unless all values are numbers that can be reckoned with."""
    for value in values:
        if not isinstance(value, int | float) or not -_MOST < value < _MOST:
            raise ValueError(f"{str(value)[:20]} is no number that can be")


def check_size(value: object) -> int:
    """Return how many there are of something.

    Raises:
        ValueError: If there cannot be so many.
    """
    if type(value) is not int or not 0 <= value < _MOST:
        raise ValueError(f"there cannot be {str(value)[:20]}")
    return value


def check_spans(
    starts: npt.NDArray[np.integer], ends: npt.NDArray[np.integer], length: int
) -> None:
    """Raise `ValueError` unless spans stand in the order of their starts, within a text."""
    if not len(starts):
        return
    in_order = (starts[:-1] <= starts[1:]).all() and (starts <= ends).all()
    if not in_order or starts[0] < 0 or ends.max() > length:
        raise ValueError("its spans do not stand in order within its text")


def ratios(column: Column) -> npt.NDArray[np.float64]:
    """Return a column of ratios.

    Raises:
        ValueError: If one is missing, or not within 0..1.
    """
    found = np.ma.filled(column.astype(np.float64), np.nan)
    if not ((found >= 0) & (found <= 1)).all():
        raise ValueError("a ratio is missing, or not within 0 and 1")
    return found


def blobs(column: Column) -> Column:
    """Return a column of bytes.

    Raises:
        ValueError: If one is missing, or the column is of another kind.
    """
    # All values of a column are of one kind.
    if np.ma.is_masked(column) or not all(isinstance(v, bytes | bytearray) for v in column[:1]):
        raise ValueError("a value is missing, or of another kind")
    return column


def check_families(families: Sequence[FamilyTables], documents: Bounds) -> None:
    """Raise `ValueError` unless what families name is there: documents, wordings, sources.

    Args:
        families: The families.
        documents: How long the documents are that occurrences stand in, in characters; or more.
    """
    if not families:
        return
    if any(not len(known.rows) for known in families):
        raise ValueError("a family has no occurrence")
    rows = rows_in_a_row([known.rows for known in families])
    documents.check_places(rows["document"], rows["start"], rows["end"])
    documents.check_numbers(rows["source"][rows["source"] != NONE])
    checked(rows["n_sources"])
    ratios(rows["similarity"])
    sizes = [len(known.rows) for known in families]
    n_texts = np.array([len(known.texts) for known in families])
    for name, least, there in (
        ("text", 0, n_texts),
        ("reference", NONE, n_texts),
        ("sources", NONE, [len(known.sources) for known in families]),
        ("direction", NONE, [len(known.directions) for known in families]),
    ):
        _check_named(rows[name], least, np.repeat(there, sizes))
    variants = [known.variants for known in families]
    _check_named(np.concatenate(variants), 0, np.repeat(n_texts, [*map(len, variants)]))
    if any(len(known.variants) != len(known.having) for known in families):
        raise ValueError("its variants are others than those that documents have")
    _check_lists([known.sources for known in families], documents)
    _check_lists([known.having for known in families], documents)


def _check_named(
    places: npt.NDArray[np.integer], least: int, there: npt.NDArray[np.integer]
) -> None:
    if ((places < least) | (places >= there)).any():
        raise ValueError("what a family names is not there")


def _check_lists(several: Sequence[Lists], documents: Bounds) -> None:
    """Raise `ValueError` unless lists are of documents, none of them empty."""
    if any(int(lists.lengths.sum(dtype=np.int64)) != len(lists.numbers) for lists in several):
        raise ValueError("its lists are of another length")
    joined = Lists.joined(several)
    if (joined.lengths < 1).any():
        raise ValueError("a list is empty")
    documents.check_numbers(joined.numbers)


def check_names(families: Sequence[FamilyTables], names: Collection[str]) -> None:
    """Raise `ValueError` unless all documents are there that families name by their ids."""
    for known in families:
        if known.head.earliest is not None:
            check_known(known.head.earliest.document, names)
        for direction in known.directions:
            for clue in direction.evidence:
                check_known(clue.document, names)
                check_known(clue.against, names)
