"""The members of a family → its template: the wording with what varies as typed slots.

A token of the wording is part of a slot when enough members have something else there,
or nothing; a place between two tokens is one when enough members insert something. Where
one word stands for another the whole word varies, whatever letters the two share. All this
is found in `native/template.c`.

The readings of a slot come from the same alignment: all that a member has between the
neighbours of the slot; `native/readings.c` counts them. Free slots that only marks and blanks
part are one, for where everything varies no order of clauses is kept; typed ones stay apart,
since a list of places is a list.
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from lineage.model import RawSpan, Reading, Slot, SlotType, from_columns
from lineage.native.descriptions import Described
from lineage.native.descriptions import readings as readings_of
from lineage.native.library import Rows
from lineage.native.tables import Ints, Longs, edges, ranges
from lineage.normalize import NormalizedText, tokens_of
from lineage.rules import NOTATION
from lineage.scripts import Scripts
from lineage.slots import slot_types
from lineage.stretch import Stretch


class _Span(NamedTuple):
    """Tokens of the wording that a slot stands for; none where something is inserted."""

    start: int
    end: int


class Slots(NamedTuple):
    """The slots of some families, as columns.

    Attributes:
        n_slots: How many slots each family has.
        types: The type of each slot.
        starts: The character of its family's wording at which each starts.
        ends: Where each ends.
        n_readings: How many readings each slot has.
        texts: All these readings, as they are shown.
        counts: How many members have each.
    """

    n_slots: list[int]
    types: list[SlotType]
    starts: list[int]
    ends: list[int]
    n_readings: list[int]
    texts: list[str]
    counts: list[int]


def find_slots(told: Described, scripts: Scripts) -> Slots:
    """Return the slots of families, with all that stands in them.

    Args:
        told: What is told of the families.
        scripts: The documents.
    """
    slots, n_families = told.slots, len(told.families)
    numbers = np.arange(n_families).repeat(told.families["n_slots"])
    first = edges(told.families["n_wordings"][numbers])
    read = _read(first, told.fillings, scripts)
    types = slot_types(*read)
    runs = _runs(numbers, slots, types)
    begins = runs[:-1]
    if len(begins) < len(slots):
        read = _with_joined(read, _joined(runs, first, told.fillings, scripts), runs)
    # Of a run, the last slot may be nothing, which ends where it starts.
    ends = np.where(slots["start"] < slots["end"], slots["last_character"], -1)
    starts = slots["first_character"][begins]
    return Slots(
        np.bincount(numbers[begins], minlength=n_families).tolist(),
        [types[begin] for begin in begins.tolist()],
        starts.tolist(),
        np.maximum(np.maximum.reduceat(ends, begins) if len(begins) else begins, starts).tolist(),
        read.sizes.tolist(),
        read.texts,
        read.counts.tolist(),
    )


def as_slots(found: Slots) -> list[tuple[Slot, ...]]:
    """Return the slots of each family."""
    all_readings = iter(from_columns(Reading, found.texts, found.counts))
    readings = [tuple(islice(all_readings, n)) for n in found.n_readings]
    slots = iter(from_columns(Slot, found.types, found.starts, found.ends, readings))
    return [tuple(islice(slots, n)) for n in found.n_slots]


class _Readings(NamedTuple):
    """The readings of slots.

    Attributes:
        sizes: How many readings each slot has.
        texts: All these, as they are shown.
        counts: How many members have each.
    """

    sizes: Ints
    texts: list[str]
    counts: Ints


def _read(first: Longs, fillings: Rows, scripts: Scripts) -> _Readings:
    """Return the readings of slots, whose fillings begin where ``first`` says."""
    sizes, rows = readings_of(scripts.texts, scripts.laid_out, first, fillings)
    prepared = scripts.prepared
    columns = (rows[name].tolist() for name in ("document", "start", "end"))
    texts = [prepared[n].document.text[start:end] for n, start, end in zip(*columns, strict=True)]
    return _Readings(sizes, texts, rows["count"])


def _runs(numbers: Longs, slots: Rows, types: Sequence[SlotType]) -> Longs:
    """Return where runs of slots begin that are one, and where the last ends.

    That is what free ones of one family are with only marks between.
    """
    is_free = np.array([type_ == "free" for type_ in types], np.bool_)
    is_joined = np.zeros(len(types) + 1, np.bool_)
    is_joined[1:-1] = (
        (numbers[1:] == numbers[:-1])
        & (slots["start"][1:] == slots["end"][:-1])
        & is_free[1:]
        & is_free[:-1]
    )
    return np.flatnonzero(~is_joined)


def _joined(runs: Longs, first: Longs, fillings: Rows, scripts: Scripts) -> _Readings:
    """Return the readings of each run of several slots, from its first slot to its last."""
    rows = [fillings[:0]]
    for begin, end in pairwise(runs.tolist()):
        if end - begin > 1:
            row = fillings[first[begin] : first[begin + 1]].copy()
            row["end"] = fillings["end"][first[end - 1] : first[end]]
            rows.append(row)
    return _read(edges([len(row) for row in rows[1:]]), np.concatenate(rows), scripts)


def _with_joined(read: _Readings, joined: _Readings, runs: Longs) -> _Readings:
    """Return the readings of runs of slots.

    Args:
        read: The readings of each slot.
        joined: The readings of each run of several slots.
        runs: Where the runs begin, and where the last ends.
    """
    is_joined = np.diff(runs) > 1
    sizes = read.sizes[runs[:-1]]
    sizes[is_joined] = joined.sizes
    # Of the readings of all slots and of those of runs behind them, the ones that are told.
    begins = edges(read.sizes)[runs[:-1]]
    begins[is_joined] = len(read.texts) + edges(joined.sizes)[:-1]
    rows = ranges(begins, sizes)
    texts, counts = read.texts + joined.texts, np.concatenate([read.counts, joined.counts])
    return _Readings(sizes, [texts[row] for row in rows.tolist()], counts[rows])


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

    def reading(self, span: _Span, *, follows_slot: bool) -> _Span:
        """Return the tokens that stand in a slot; what is inserted beside it belongs to it."""
        if follows_slot:
            start = self.starts[span.start]
        else:
            start = self.ends[span.start - 1] if span.start else 0
        end = self.starts[span.end] if span.end < len(self.starts) else self.n_tokens
        return _Span(start, end)


def with_reading(
    slots: Sequence[Slot], wording: NormalizedText, member: Stretch, streams: Mapping[str, str]
) -> tuple[Slot, ...]:
    """Return the slots of a family with what one more member has there.

    Args:
        slots: The slots.
        wording: The wording of the family, in which they stand.
        member: The member.
        streams: The token streams of readings, as far as they are known.
    """
    aligned = _align(wording.text, member.tokens)
    counted = []
    before = -1
    for slot in slots:
        span = _Span(*_tokens_of(slot, wording))
        start, end = aligned.reading(span, follows_slot=span.start == before)
        before = span.end
        counted.append(replace(slot, readings=_counted(slot, streams, member, _Span(start, end))))
    return tuple(counted)


def _tokens_of(slot: Slot, wording: NormalizedText) -> tuple[int, int]:
    span = wording.norm_span(RawSpan(slot.start, slot.end))
    return span.start, span.end


def _counted(
    slot: Slot, streams: Mapping[str, str], member: Stretch, span: _Span
) -> tuple[Reading, ...]:
    """Return the readings of a slot, the most frequent first, with what a member has there."""
    tokens, readings = member.tokens[span.start : span.end], [*slot.readings]
    for at, reading in enumerate(readings):
        stream = streams.get(reading.text)
        if (tokens_of(reading.text) if stream is None else stream) == tokens:
            del readings[at]
            more = Reading(reading.text, reading.count + 1)
            # Behind those that are as frequent now.
            insort(readings, more, hi=at, key=lambda each: -each.count)
            return tuple(readings)
    return (*readings, Reading(member.cut(*span), 1))


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


def written(text: str, slots: Sequence[Slot]) -> str:
    """Return a wording with its slots in their notation."""
    if not slots:
        return text
    parts: list[str] = []
    at = 0
    for slot in slots:
        parts.extend((text[at : slot.start], NOTATION[slot.type]))
        at = slot.end
        # In scripts with blanks, what is inserted before a word does not touch it.
        if slot.start == slot.end and text[at - 1 : at] == " ":
            parts.append(" ")
    return "".join((*parts, text[at:]))
