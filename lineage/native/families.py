"""Families and their members: joined, aligned, rid of fragments.

Families are given as two tables: ``first`` says where each one's places begin, and at last
where they end, and ``places`` has three columns: document, first token and end.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.native.library import Found, Rows, call, library
from lineage.native.tables import (
    COHESIVE,
    FAMILY,
    LINK,
    NESTED,
    PAIR,
    PLACE,
    Ints,
    Longs,
    Texts,
    Tokens,
)

Flags = npt.NDArray[np.uint8]


class Realigned(NamedTuple):
    """Families with their members aligned alike, and those that left them as families.

    Attributes:
        families: Rows of `FAMILY`.
        members: The places of all their members.
    """

    families: Rows
    members: Ints


def _realigned(n: int, families: Found, members: Found) -> Realigned:
    rows = families.rows(n)
    return Realigned(rows, members.rows(int(rows["end"][-1]) if n else 0)["at"])


def realigned(
    texts: Texts, first: Longs, places: Ints, *, resemblance: float, grows: bool = True
) -> Realigned:
    """Return families with their members aligned alike.

    Args:
        texts: The documents.
        first: Of each family, where its members begin among the places, and the further
            places around which its wording may stand; at last, after the last of all.
        places: The places.
        resemblance: Likeness to its wording that a family's member must have.
        grows: Whether wordings take in what most members have beyond their ends.
    """
    families, members = Found(FAMILY), Found(PLACE)
    n = call(
        "realign", texts.table, len(first) // 2, first, places, resemblance, grows,
        families.reference, members.reference,
    )  # fmt: skip
    return _realigned(n, families, members)


class Shelf:
    """Families by their places, each to be settled around those that lie inside it.

    Any number of threads may ask at once, for each family once.
    """

    def __init__(self, first: Longs, places: Ints) -> None:
        """Put families on the shelf; the tables are kept as long as this is."""
        self._tables = first, places
        self._notes: list[tuple[Ints, Ints, Longs]] = []
        self._at = library().lineage_shelve(len(first) - 1, *(t.ctypes.data for t in self._tables))
        if not self._at:
            raise MemoryError

    def __del__(self) -> None:
        if getattr(self, "_at", None):
            library().lineage_forget(self._at)

    def settled(
        self,
        texts: Texts,
        numbers: Ints,
        lengths: Ints,
        is_settled: Flags,
        *,
        resemblance: float,
        grows: bool = True,
    ) -> tuple[Flags, Realigned]:
        """Return which of some families stay as they are, and the others with members aligned.

        Args:
            texts: The documents.
            numbers: Which families are asked for.
            lengths: Tokens of the wording of each.
            is_settled: Whether each stays as it is unless it may stand in further documents.
            resemblance: Likeness to its wording that a family's member must have.
            grows: Whether wordings take in what most members have beyond their ends.
        """
        stays = np.zeros(len(numbers), np.uint8)
        families, members = Found(FAMILY), Found(PLACE)
        notes = self._notes_of_a_call()
        n = call(
            "settle", texts.table, self._at, *notes, len(numbers), numbers, lengths, is_settled,
            resemblance, grows, stays, families.reference, members.reference,
        )  # fmt: skip
        self._notes.append(notes)
        return stays, _realigned(n, families, members)

    def _notes_of_a_call(self) -> tuple[Ints, Ints, Longs]:
        """Return what a kernel notes in: what an earlier call has left, if none uses it now."""
        try:
            return self._notes.pop()
        except IndexError:
            first, places = self._tables
            counts, asked = (np.zeros(len(first) - 1, np.int32) for _ in range(2))
            return counts, asked, np.full(len(places), -1, np.int64)


def placed(texts: Texts, pairs: Ints) -> Ints:
    """Return where in and around the first of two places the wording at the second stands.

    Args:
        texts: The documents.
        pairs: Two places in each row: document, first token and end of both.

    Returns:
        A place for each pair, of document −1 where the wording does not stand there.
    """
    found = np.empty((len(pairs), 3), np.int32)
    call("place", texts.table, len(pairs), pairs, found)
    return found


def typical(texts: Texts, places: Ints) -> tuple[int, int, int]:
    """Return the place whose wording is the most typical of some places'."""
    found = np.zeros(3, np.int32)
    call("typical", texts.table, len(places), places, found)
    document, start, end = found.tolist()
    return document, start, end


def cohered(texts: Texts, fresh: Texts, first: Longs, places: Ints) -> tuple[Rows, Ints]:
    """Return what of each family is listed, as rows of `COHESIVE`, and the members of all.

    Args:
        texts: The documents.
        fresh: The same, weighed by what is new in them.
        first: Where each family's places begin.
        places: The places.
    """
    families, members = np.zeros(len(first) - 1, COHESIVE), Found(PLACE)
    n = call(
        "cohere", texts.table, fresh.table, len(families), first, places, families,
        members.reference,
    )  # fmt: skip
    return families, members.rows(n)["at"]


def family_order(first: Longs, places: Ints, keys: Longs) -> Longs:
    """Return the numbers of families with the largest first, of equals by their places.

    Args:
        first: Where each family's places begin.
        places: The places.
        keys: Two columns: what families are sorted by first, and of equals then.
    """
    order = np.zeros(len(keys), np.int64)
    call("order", len(keys), first, places, keys, order)
    return order


def most_bits(texts: Texts, first: Longs, places: Ints) -> npt.NDArray[np.float64]:
    """Return the surprisal of the most surprising place of each family."""
    bits = np.zeros(len(first) - 1)
    call("most_bits", texts.table, len(bits), first, places, bits)
    return bits


def wording_bits(
    texts: Texts, first: Longs, places: Ints, *, first_tokens: Longs, tokens: Tokens
) -> npt.NDArray[np.float64]:
    """Return the surprisal of each family's wording.

    That is what the first of its places tells that reads so, or the first of all.

    Args:
        texts: The documents.
        first: Where each family's places begin.
        places: The places.
        first_tokens: Where the tokens of each family's wording begin.
        tokens: The tokens of all these.
    """
    bits = np.zeros(len(first) - 1)
    call("wording_bits", texts.table, len(bits), first, places, first_tokens, tokens, bits)
    return bits


def coinciding(first: Longs, places: Ints) -> tuple[Ints, Flags]:
    """Return which family each is joined to whose members mostly coincide with an earlier one's.

    Returns:
        For each family the number of the one, its own where there is none; and for each place
        whether it is new there.
    """
    numbers, is_new = np.zeros(len(first) - 1, np.int32), np.zeros(len(places), np.uint8)
    call("coincide", len(numbers), first, places, numbers, is_new)
    return numbers, is_new


def without_fragments(first: Longs, places: Ints) -> Flags:
    """Return which families stay if those go that nearly always stand inside an earlier one's."""
    stays = np.zeros(len(first) - 1, np.uint8)
    call("drop_fragments", len(stays), first, places, stays)
    return stays


def rivals(places: Ints, families: Ints) -> Rows:
    """Return, for each place, those of other families that coincide with it, as rows of `PAIR`.

    Args:
        places: The places.
        families: The number of the family of each.
    """
    found = Found(PAIR)
    return found.rows(call("rivals", len(places), places, families, found.reference))


def nested(places: Ints, families: Ints) -> Rows:
    """Return, for each place, the other families that have one around it, as rows of `NESTED`.

    Args:
        places: The places.
        families: The number of the family of each, from 0 on.
    """
    found = Found(NESTED)
    return found.rows(call("nested", len(places), places, families, found.reference))


def left_over(
    texts: Texts, first: Longs, places: Ints, links: Rows, *, least: float
) -> tuple[Flags, Rows]:
    """Return of which passage pairs a family holds the most, and what such families leave of them.

    Args:
        texts: The documents.
        first: Where each family's places begin.
        places: The places.
        links: Rows of `LINK`.
        least: Bits that a rest must have on both sides.

    Returns:
        A flag for each pair; the rests as rows of `LINK`.
    """
    is_held, rests = np.zeros(len(links), np.uint8), Found(LINK)
    n = call(
        "left_over", texts.table, len(first) - 1, first, places, len(links), links, least,
        is_held, rests.reference,
    )  # fmt: skip
    return is_held, rests.rows(n)


def occurrences(places: Ints, votes: Ints) -> Ints:
    """Return the occurrence that each place belongs to.

    Args:
        places: Different places in the order of document and start, longer ones first.
        votes: How often each was found.
    """
    found = np.zeros_like(places)
    call("merge_places", len(places), places, votes, found)
    return found


def alike(
    texts: Texts, wordings: Ints, pairs: Ints, *, least: float = 0.0
) -> npt.NDArray[np.float64]:
    """Return how alike the wordings of pairs are; 0 where one is too short to be the other.

    Args:
        texts: The texts that hold the wordings.
        wordings: The places of the wordings.
        pairs: Two columns: numbers of wordings.
        least: Likeness that is asked for; what is less alike may be told as 0.
    """
    ratios = np.zeros(len(pairs))
    call("alike", texts.table, wordings, len(pairs), pairs, least, ratios)
    return ratios


def joined(
    texts: Texts,
    wordings: Ints,
    is_weighed: Flags,
    sizes: Longs,
    pairs: Ints,
    *,
    resemblance: float,
) -> Ints:
    """Return the family that each was taken into; following the numbers leads to the last.

    Args:
        texts: The texts that hold the wordings.
        wordings: The place of the wording that each family is known by.
        is_weighed: Whether its surprisal is known, too.
        sizes: Occurrences of each family.
        pairs: Which to join if their wordings resemble each other, in this order.
        resemblance: Likeness that long wordings must have.
    """
    into = np.zeros(len(wordings), np.int32)
    call(
        "join", texts.table, len(wordings), wordings, is_weighed, sizes.copy(), resemblance,
        len(pairs), pairs, into,
    )  # fmt: skip
    return into
