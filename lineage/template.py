"""The members of a family → its template: the wording with what varies as typed slots.

A token of the wording is part of a slot when enough members have something else there,
or nothing; a place between two tokens is one when enough members insert something. Where
one word stands for another the whole word varies, whatever letters the two share. All this
is found in `native/template.c`.

The readings of a slot come from the same alignment: all that a member has between the
neighbours of the slot. Free slots that only marks and blanks part are one, for where
everything varies no order of clauses is kept; typed ones stay apart, since a list of
places is a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from lineage.model import RawSpan, Reading, Slot, SlotType
from lineage.normalize import NormalizedText, tokens_of
from lineage.rules import NOTATION
from lineage.slots import slot_type
from lineage.stretch import Stretch


@dataclass(frozen=True, slots=True)
class Template:
    """A wording with slots.

    Attributes:
        text: The wording with each slot in its notation.
        slots: The slots, in order; their offsets count in the wording as it is shown.
    """

    text: str
    slots: tuple[Slot, ...]


class Varying(NamedTuple):
    """One of a family's different wordings.

    Attributes:
        first: The first of the members that have it.
        tokens: What they all say.
        times: How many they are.
    """

    first: Stretch
    tokens: str
    times: int


Range = tuple[int, int]
"""Tokens of a wording, none where they start and end at once."""


class _Span(NamedTuple):
    """Tokens of the wording that a slot stands for; none where something is inserted."""

    start: int
    end: int


class _Found(NamedTuple):
    """A slot, with what stands there in each of the different wordings."""

    span: _Span
    ranges: Sequence[Range]
    slot: Slot


def make_template(
    model: Stretch, wordings: Sequence[Varying], slots: Sequence[Range], readings: Sequence[Range]
) -> Template:
    """Return the template of a family.

    Args:
        model: The member whose wording is the family's.
        wordings: The different wordings of the members.
        slots: The tokens of the wording at which these differ, in order.
        readings: For each of those, and in it for each wording, the tokens that stand there.
    """
    if not slots:
        return Template(model.text, ())
    n = len(wordings)
    found: list[_Found] = []
    for number, (start, end) in enumerate(slots):
        span, ranges = _Span(start, end), readings[number * n : (number + 1) * n]
        slot = _slot(span, ranges, model, wordings)
        if found and found[-1].span.end == start and slot.type == found[-1].slot.type == "free":
            before = found.pop()
            span = _Span(before.span.start, end)
            ranges = [(a[0], b[1]) for a, b in zip(before.ranges, ranges, strict=True)]
            slot = _slot(span, ranges, model, wordings, known="free")
        found.append(_Found(span, ranges, slot))
    typed = tuple(each.slot for each in found)
    return Template(written(model.text, typed), typed)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """How one wording stands to a family's.

    Attributes:
        starts: For each token of the family's wording, where its counterpart starts; the
            counterpart of a token that is lacking is empty.
        ends: Where it ends.
        n_tokens: Tokens of the one wording.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    n_tokens: int

    def reading(self, span: _Span, *, follows_slot: bool) -> Range:
        """Return the tokens that stand in a slot; what is inserted beside it belongs to it."""
        if follows_slot:
            start = self.starts[span.start]
        else:
            start = self.ends[span.start - 1] if span.start else 0
        return start, self.starts[span.end] if span.end < len(self.starts) else self.n_tokens


def with_reading(
    slots: Sequence[Slot], wording: NormalizedText, member: Stretch
) -> tuple[Slot, ...]:
    """Return the slots of a family with what one more member has there.

    Args:
        slots: The slots.
        wording: The wording of the family, in which they stand.
        member: The member.
    """
    aligned = _align(wording.text, member.tokens)
    counted = []
    before = -1
    for slot in slots:
        span = _Span(*_tokens_of(slot, wording))
        start, end = aligned.reading(span, follows_slot=span.start == before)
        before = span.end
        counted.append(replace(slot, readings=_counted(slot, member, start, end)))
    return tuple(counted)


def _tokens_of(slot: Slot, wording: NormalizedText) -> tuple[int, int]:
    span = wording.norm_span(RawSpan(slot.start, slot.end))
    return span.start, span.end


def _counted(slot: Slot, member: Stretch, start: int, end: int) -> tuple[Reading, ...]:
    tokens = member.tokens[start:end]
    readings = []
    known = False
    for reading in slot.readings:
        same = not known and tokens_of(reading.text) == tokens
        known = known or same
        readings.append(replace(reading, count=reading.count + 1) if same else reading)
    if not known:
        readings.append(Reading(member.cut(start, end), 1))
    return tuple(sorted(readings, key=lambda reading: -reading.count))


def _align(wording: str, tokens: str) -> _Aligned:
    starts, ends = [0] * len(wording), [0] * len(wording)
    for step in Levenshtein.opcodes(wording, tokens):
        start, end, at = step.src_start, step.src_end, step.dest_start
        if step.tag == "delete":
            starts[start:end] = ends[start:end] = [at] * (end - start)
        elif step.tag != "insert":
            starts[start:end] = range(at, at + end - start)
            ends[start:end] = range(at + 1, at + 1 + end - start)
    return _Aligned(starts, ends, len(tokens))


def _slot(
    span: _Span,
    ranges: Sequence[Range],
    model: Stretch,
    wordings: Sequence[Varying],
    *,
    known: SlotType | None = None,
) -> Slot:
    """Return a slot with its readings, and with its type where that is not known yet."""
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for (start, end), wording in zip(ranges, wordings, strict=True):
        reading = wording.tokens[start:end]
        if reading in counts:
            counts[reading] += wording.times
        else:
            counts[reading] = wording.times
            shown[reading] = wording.first.cut(start, end)
    return slot_of(span, model, counts, shown, known=known)


def slot_of(
    tokens: Range,
    model: Stretch,
    counts: Mapping[str, int],
    shown: Mapping[str, str],
    *,
    known: SlotType | None = None,
) -> Slot:
    """Return a slot with its readings, and with its type where that is not known yet.

    Args:
        tokens: The tokens of the wording that it stands for.
        model: The member that has the wording.
        counts: How many members have each reading there, by its tokens.
        shown: What is shown of each.
        known: Its type, if that is known.
    """
    readings = tuple(
        Reading(shown[reading], counts[reading])
        for reading in sorted(counts, key=lambda r: (-counts[r], shown[r], r))
    )
    first, last = tokens
    start = model.token_start(first)
    end = model.token_end(last - 1) if first < last else start
    base = model.raw.start
    return Slot(known or slot_type(readings), start - base, end - base, readings)


def written(text: str, slots: Sequence[Slot]) -> str:
    """Return a wording with its slots in their notation."""
    parts: list[str] = []
    at = 0
    for slot in slots:
        parts.extend((text[at : slot.start], NOTATION[slot.type]))
        at = slot.end
        # In scripts with blanks, what is inserted before a word does not touch it.
        if slot.start == slot.end and text[at - 1 : at] == " ":
            parts.append(" ")
    return "".join((*parts, text[at:]))
