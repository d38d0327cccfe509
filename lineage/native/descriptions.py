"""What is told of families: members in order, different wordings, sources and slots."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.native.library import Found, Rows, call
from lineage.native.tables import Ints, Longs, Texts, Tokens

DESCRIPTION = np.dtype(
    [
        (name, np.int32)
        for name in (
            *("model", "n_members", "n_wordings", "n_sources", "n_slots", "n_quotes"),
            *("earliest", "n_starts", "n_ends", "n_across"),
        )
    ]
)
"""A family: the member that has its wording; how many members, different wordings, sources and
slots it has, and quotation marks around members; the member that is surely the earliest, or -1;
how many members start and end where clauses do, and how many run across the end of a line."""

MEMBER = np.dtype(
    [
        (name, np.int32)
        for name in (
            *("document", "start", "end", "first_character", "last_character"),
            *("wording", "n_sources", "n_named"),
        )
    ]
)
"""A member: where it stands, in tokens and in characters (half-open); the number of its wording;
in how many documents it may have its source, and how many members are named as that."""

WORDING = np.dtype([("similarity", np.float64), ("first", np.int32), ("times", np.int32)])
"""One of a family's different wordings: how like the family's it is, the first member that has
it, and how many do."""

SLOT = np.dtype(
    [(name, np.int32) for name in ("start", "end", "first_character", "last_character")]
)
"""A slot of a family's wording: its tokens, none where something is put in, and the characters of
what is shown of the wording that they stand at."""

FILLING = np.dtype([(name, np.int32) for name in ("document", "start", "end", "times")])
"""What one of a family's different wordings has in a slot: tokens of a document, or none, and how
many members have the wording."""

READING = np.dtype([(name, np.int32) for name in ("document", "start", "end", "count")])
"""A reading of a slot: characters of a document, or none, and how many members have it."""

_NUMBER = np.dtype([("number", np.int32)])
_QUOTE = np.dtype([("member", np.int32), ("at", np.int32)])

_DOCUMENT = np.dtype(
    [(name, np.uintp) for name in ("characters", "starts", "ends")]
    + [("n", np.int64)]
    + [(name, np.int32) for name in ("first_day", "last_day", "turn")],
    align=True,
)


class Documents:
    """Documents as the kernels read them: where their characters and tokens lie, and their days.

    Args:
        days: Two columns: the first and the last day that each document may be of, as numbers;
            -1 where it has no date.
        turns: The number of each in the order of dates and names.
    """

    def __init__(self, days: Ints, turns: Ints) -> None:
        self.table = np.zeros(len(days), _DOCUMENT)
        self.table["first_day"], self.table["last_day"] = days.T
        self.table["turn"] = turns
        self._kept: list[npt.NDArray[np.generic]] = []

    def lie(self, number: int, characters: Tokens, starts: Ints, ends: Ints) -> None:
        """Note where the arrays of a document lie, which are kept as long as this is."""
        self._kept += (characters, starts, ends)
        row = self.table[number]
        row["characters"], row["n"] = characters.ctypes.data, len(characters)
        row["starts"], row["ends"] = starts.ctypes.data, ends.ctypes.data


class Described(NamedTuple):
    """What is told of some families; each row has its own behind those of the rows before it.

    Attributes:
        families: Rows of `DESCRIPTION`.
        members: Of each family its members by date, document and place, as rows of `MEMBER`.
        wordings: Of each family its different wordings as rows of `WORDING`.
        sources: Of each member the members that it may come from, by their numbers.
        slots: Of each family its slots, as rows of `SLOT`.
        fillings: Of each slot, for each of the different wordings, what stands there, as rows of
            `FILLING`.
        quotes: Marks that open before a member and close behind it: the number of the member, and
            the character.
    """

    families: Rows
    members: Rows
    wordings: Rows
    sources: Ints
    slots: Rows
    fillings: Rows
    quotes: Ints


def described(
    texts: Texts,
    documents: Documents,
    first: Longs,
    places: Ints,
    *,
    first_tokens: Longs,
    tokens: Tokens,
) -> Described:
    """Return what is told of families.

    Args:
        texts: The documents.
        documents: The same as they are read.
        first: Where each family's places begin.
        places: The places.
        first_tokens: Where the tokens of each family's wording begin.
        tokens: The tokens of all these.
    """
    families = np.zeros(len(first) - 1, DESCRIPTION)
    members, wordings, sources = Found(MEMBER), Found(WORDING), Found(_NUMBER)
    slots, fillings, quotes = Found(SLOT), Found(FILLING), Found(_QUOTE)
    n_fillings = call(
        "describe", texts.table, documents.table, len(families), first, places, first_tokens,
        tokens, families,
        *(found.reference for found in (members, wordings, sources, slots, fillings, quotes)),
    )  # fmt: skip

    def n(name: str) -> int:
        return int(families[name].sum(dtype=np.int64))

    return Described(
        families,
        members.rows(n("n_members")),
        wordings.rows(n("n_wordings")),
        sources.rows(n("n_sources"))["number"],
        slots.rows(n("n_slots")),
        fillings.rows(n_fillings),
        quotes.rows(n("n_quotes")).view(np.int32).reshape(-1, 2),
    )


def readings(texts: Texts, documents: Documents, first: Longs, fillings: Rows) -> tuple[Ints, Rows]:
    """Return what is read in slots; fillings of equal tokens are one reading.

    Args:
        texts: The documents.
        documents: The same as they are read.
        first: Where the fillings of each slot begin, at last how many there are.
        fillings: Rows of `FILLING`.

    Returns:
        How many readings each slot has, and all these as rows of `READING`, the most frequent
        of each slot first.
    """
    counts, found = np.zeros(len(first) - 1, np.int32), Found(READING)
    n = call(
        "readings", texts.table, documents.table, len(counts), first, fillings, counts,
        found.reference,
    )  # fmt: skip
    return counts, found.rows(n)


def in_tokens(texts: Texts, documents: Documents, places: Ints) -> Ints:
    """Return places in tokens; as `lineage.normalize.NormalizedText.norm_span`, of many at once.

    Args:
        texts: The documents.
        documents: The same as they are read.
        places: Document, first character and end of each place.
    """
    found = places.copy()
    call("to_tokens", texts.table, documents.table, len(found), found)
    return found
