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
from itertools import chain
from math import fsum
from typing import NamedTuple

import numpy as np

from lineage.align import likeness
from lineage.cohesion import LEAST_LIKE, Weighings, cohesive
from lineage.described import FamilyTables, Lists
from lineage.evidence import grown
from lineage.kinds import figures_in
from lineage.model import NormSpan, Witness
from lineage.native.tables import Ints
from lineage.normalize import KnownStreams, normalize_quote, tokens_of
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


_FEW = 64
"""Wordings of a family up to which the token streams of all are made before one is asked for."""


def short_streams(families: Sequence[FamilyTables]) -> KnownStreams:
    """Return the token streams that are asked for where families take in members.

    Those of what stands in slots, and where there are few wordings of these: many short texts
    at once take a tenth of what they take family by family.
    """
    streams = KnownStreams()
    texts = (known.texts for known in families if len(known.texts) <= _FEW)
    read = (slot.readings for known in families for slot in known.head.slots)
    streams.make(chain(chain.from_iterable(texts), (r.text for r in chain.from_iterable(read))))
    return streams


def with_members(
    known: FamilyTables, members: Iterable[Member], calendar: Calendar, streams: KnownStreams
) -> FamilyTables:
    """Return a family with more members, which it takes in one after the other.

    Args:
        known: The family.
        members: The new members.
        calendar: The documents of the collection.
        streams: What `short_streams` returned of it, maybe among others.
    """
    joining = _Joining(known, calendar, streams)
    for member in members:
        joining.take_in(member)
    return joining.described()


class _Joining:
    """A described family that takes in members; what all of them change is told at the end."""

    def __init__(self, known: FamilyTables, calendar: Calendar, streams: KnownStreams) -> None:
        self._known, self._calendar, self._streams = known, calendar, streams
        self._wording = normalize_quote(known.head.text)
        self._occurrences = FamilyRows(known, calendar, streams)
        self._slots = known.head.slots
        self._variants = _Variants(known, self._occurrences, calendar.names)

    def take_in(self, member: Member) -> None:
        number, side, place = member
        raw = with_marks(side.document.text, side.stream.raw_span(NormSpan(place.start, place.end)))
        if self._occurrences.has(number, raw):
            return
        stretch = Stretch(side, place._replace(document=0), raw)
        new = New(number, raw, stretch.text, stretch.tokens)
        alike = likeness(self._wording.text, new.tokens)
        self._occurrences.add(new, similarity=alike, typical=self._known.head.text)
        self._slots = with_reading(self._slots, self._wording, stretch, self._streams.by_text)
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
                documents=int(np.count_nonzero(np.bincount(now.rows["document"]))),
                bits=head.bits,
                fixedness=fixedness,
                wholeness=head.wholeness,
                kind=head.kind,
                figures=figures_in(self._wording.folded, [slot.type for slot in self._slots]),
            ),
        )
        return now.of(head, *self._variants.by_spread())

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
    """The variants of a family that takes in members.

    Args:
        known: The family.
        occurrences: Its occurrences, which note the wordings.
        names: The ids of the documents, by their numbers.
    """

    def __init__(
        self, known: FamilyTables, occurrences: FamilyRows, names: Mapping[int, str]
    ) -> None:
        self._names, self._occurrences = names, occurrences
        self._numbers = known.variants.tolist()
        self._texts = [known.texts[n] for n in self._numbers]
        self._having, self._sizes = known.having, known.having.lengths.tolist()
        # Of thousands of variants, a new member changes one.
        self._changed: dict[int, list[int]] = {}

    def add(self, new: New, tokens: Callable[[], Mapping[str, str]]) -> None:
        """Note who has a wording; it is known by the words that it was first met in.

        Args:
            new: Who has it.
            tokens: Returns the tokens of all wordings that may be the same.
        """
        at = self._like(new, tokens)
        if at is None:
            at = len(self._texts)
            self._numbers.append(self._occurrences.place_of(new.text))
            self._texts.append(new.text)
            self._sizes.append(1)
            self._changed[at] = [new.document]
        else:
            having = {*self._documents(at), new.document}
            self._sizes[at] = len(having)
            self._changed[at] = sorted(having, key=self._names.__getitem__)

    def _documents(self, at: int) -> list[int]:
        first = self._having.first
        known = self._changed.get(at)
        return self._having.numbers[first[at] : first[at + 1]].tolist() if known is None else known

    def _like(self, new: New, tokens: Callable[[], Mapping[str, str]]) -> int | None:
        """Return the place of the variant that a new member has."""
        # Most say what another one says to the letter.
        texts = {new.text}
        if new.text not in self._texts:
            texts = {text for text, told in tokens().items() if told == new.tokens}
        same = [n for n, text in enumerate(self._texts) if text in texts] if texts else []
        return min(same, key=self._spread, default=None)

    def _spread(self, at: int) -> tuple[int, str, list[str]]:
        names = [*map(self._names.__getitem__, self._documents(at))]
        return -self._sizes[at], self._texts[at], names

    def by_spread(self) -> tuple[Ints, Lists]:
        """Return the wordings of the variants and who has them, those of most documents first."""
        n = len(self._texts)
        # Hardly ever two are shown by the same words, and names must tell them apart.
        is_told = len({*self._texts}) == n
        key = self._shortly if is_told else self._spread
        order = sorted(range(n), key=key)
        lists = Lists.joined([self._having, Lists.of([*self._changed.values()])])
        moved = dict(zip(self._changed, range(len(self._having), len(lists)), strict=True))
        having = lists.chosen(np.array([moved.get(at, at) for at in order], np.int64))
        return np.array([self._numbers[at] for at in order], np.int32), having

    def _shortly(self, at: int) -> tuple[int, str]:
        return -self._sizes[at], self._texts[at]
