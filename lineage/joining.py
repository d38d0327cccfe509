"""A described family and more members → the family described with them.

Describing a family anew takes all its members, with the documents that they stand in. A
family that thousands have is therefore kept as it is described, and what one more member
changes in that follows from the description alone: its occurrence and where it comes from,
the later ones that are nearer to it than to what they came from, variants, readings of
slots, the earliest witness, and the figures. The wording, the slots' places and the kind
stay. Without dates, its source is left open.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import fsum
from typing import NamedTuple

import numpy as np

from lineage.align import likeness
from lineage.cohesion import LEAST_LIKE, Weighings, cohesive
from lineage.described import FamilyTables
from lineage.evidence import grown
from lineage.kinds import figures_in
from lineage.model import NormSpan, Witness
from lineage.normalize import normalize, streams_of, tokens_of
from lineage.places import Place, places_table
from lineage.prepare import Prepared, texts_of
from lineage.ranking import salience
from lineage.segment import with_marks
from lineage.sources import Calendar, FamilyRows, New
from lineage.stretch import Stretch
from lineage.template import with_reading


class Member(NamedTuple):
    """A new member.

    Attributes:
        number: The number of the document.
        side: The document.
        place: What of it is to be shown.
    """

    number: int
    side: Prepared
    place: Place


def listed(texts: Sequence[str], members: Sequence[Member]) -> list[Member | None]:
    """Return new members of families of passages with what is to be shown, as of the others.

    Args:
        texts: The wording of the family of each, as it is shown.
        members: The members, their places those of the passages.

    Returns:
        For each, ``None`` if it is not like enough to be listed.
    """
    sides = list({id(member.side): member.side for member in members}.values())
    turn = {id(side): n for n, side in enumerate(sides)}
    places = [[member.place._replace(document=turn[id(member.side)])] for member in members]
    found = cohesive(*places_table(places), Weighings(sides, texts_of(sides))).marked
    return [
        _as_like(tokens_of(text), member, clause)
        for text, member, alike in zip(texts, members, found.listed(sides), strict=True)
        for clause in alike.members
    ]


def _as_like(wording: str, member: Member, clause: Place) -> Member | None:
    """Return a member with whole clauses, or the passage, if that is like a family's wording."""
    place, tokens = member.place, member.side.tokens
    if likeness(tokens[clause.start : clause.end], wording) >= LEAST_LIKE:
        return member._replace(place=place._replace(start=clause.start, end=clause.end))
    return member if likeness(tokens[place.start : place.end], wording) >= LEAST_LIKE else None


def with_members(
    known: FamilyTables, members: Iterable[Member], calendar: Calendar
) -> FamilyTables:
    """Return a family with more members, which it takes in one after the other.

    Args:
        known: The family.
        members: The new members.
        calendar: The documents of the collection.
    """
    joining = _Joining(known, calendar)
    for member in members:
        joining.take_in(member)
    return joining.described()


class _Joining:
    """A described family that takes in members; what all of them change is told at the end."""

    def __init__(self, known: FamilyTables, calendar: Calendar) -> None:
        self._known, self._calendar = known, calendar
        self._wording = normalize(known.head.text)
        self._occurrences = FamilyRows(known, calendar)
        self._slots, self._variants = known.head.slots, _Variants(known, calendar.names)
        # Token streams of what stands in slots: thousands of short texts, asked for at once.
        readings = [reading.text for slot in self._slots for reading in slot.readings]
        self._streams = dict(zip(readings, streams_of(readings), strict=True))

    def take_in(self, member: Member) -> None:
        number, side, place = member
        raw = with_marks(side.document.text, side.stream.raw_span(NormSpan(place.start, place.end)))
        if self._occurrences.has(number, raw):
            return
        stretch = Stretch(side, place._replace(document=0), raw)
        new = New(number, raw, stretch.text, stretch.tokens)
        alike = likeness(self._wording.text, new.tokens)
        self._occurrences.add(new, similarity=alike, typical=self._known.head.text)
        self._slots = with_reading(self._slots, self._wording, stretch, self._streams)
        self._variants.add(new, lambda: self._occurrences.tokens_as_like(alike))

    def described(self) -> FamilyTables:
        """Return the family as it is now."""
        head, now = self._known.head, self._occurrences
        if len(now.rows) == len(self._known.rows):
            return self._known
        fixedness = fsum(now.rows["similarity"].tolist()) / len(now.rows)
        head = replace(
            head,
            slots=self._slots,
            earliest=self._earliest(),
            fixedness=fixedness,
            salience=salience(
                documents=len(np.unique(now.rows["document"])),
                bits=head.bits,
                fixedness=fixedness,
                wholeness=head.wholeness,
                kind=head.kind,
                figures=figures_in(self._wording.folded, [slot.type for slot in self._slots]),
            ),
        )
        return now.of(head, self._variants.by_spread())

    def _earliest(self) -> Witness | None:
        """Return the document that is surely earlier than all other dated ones."""
        calendar, documents = self._calendar, self._occurrences.rows["document"]
        first = int(documents[0])
        date = calendar.dates[first]
        others = documents[documents != first]
        # They are in the order of dates, and without one last.
        if date is None or np.any(calendar.first[others[:1]] <= calendar.last[first]):
            return None
        return Witness(calendar.names[first], date)


def evidence_with(evidence: float, before: int, after: int) -> float:
    """Return the evidence for a family that more documents have than before.

    Args:
        evidence: What it was.
        before: Documents that had it.
        after: Documents that have it.
    """
    return evidence * grown(after) / grown(before)


class _Variants:
    """The variants of a family that takes in members."""

    def __init__(self, known: FamilyTables, names: Mapping[int, str]) -> None:
        self._names = names
        self._texts = [known.texts[n] for n in known.variants.tolist()]
        self._having = known.having.listed()

    def add(self, new: New, tokens: Callable[[], Mapping[str, str]]) -> None:
        """Note who has a wording; it is known by the words that it was first met in.

        Args:
            new: Who has it.
            tokens: Returns the tokens of all wordings that may be the same.
        """
        at = self._like(new, tokens)
        if at is None:
            self._texts.append(new.text)
            self._having.append([new.document])
        else:
            having = {*self._having[at], new.document}
            self._having[at] = sorted(having, key=self._names.__getitem__)

    def _like(self, new: New, tokens: Callable[[], Mapping[str, str]]) -> int | None:
        """Return the place of the variant that a new member has."""
        # Most say what another one says to the letter.
        same = [n for n, text in enumerate(self._texts) if text == new.text]
        if not same:
            told = tokens()
            same = [n for n, text in enumerate(self._texts) if told.get(text) == new.tokens]
        return min(same, key=self._spread, default=None)

    def _spread(self, at: int) -> tuple[int, str, list[str]]:
        having = self._having[at]
        return -len(having), self._texts[at], [*map(self._names.__getitem__, having)]

    def by_spread(self) -> list[tuple[str, list[int]]]:
        """Return the variants and who has them, those of most documents first."""
        order = sorted(range(len(self._texts)), key=self._spread)
        return [(self._texts[n], self._having[n]) for n in order]
