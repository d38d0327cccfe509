"""Families as a store describes them ↔ records.

Plain little-endian arrays hold the occurrences, JSON the rest.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, get_args

import numpy as np

from lineage.dates import date_key
from lineage.described import ROW, FamilyTables, Lists
from lineage.model import (
    Clue,
    ClueKind,
    Direction,
    DirectionSource,
    Family,
    Kind,
    RawSpan,
    Reading,
    Slot,
    SlotType,
    Witness,
)
from lineage.store.records import json_bytes, json_of
from lineage.store.sound import check_kinds, check_known, check_numbers, check_size

_N_SIZES = 6
"""Numbers at the beginning of a family's record: how long each of its tables is."""


def family_record(known: FamilyTables) -> bytes:
    """Return a family's description, but for what follows from other families."""
    family, sources, having = known.head, known.sources, known.having
    head = json_bytes(
        [
            family.id,
            family.text,
            family.template,
            family.kind,
            family.rule,
            family.earliest and [family.earliest.document, family.earliest.date],
            family.bits,
            family.salience,
            [
                [s.type, s.start, s.end, [[r.text, r.count] for r in s.readings]]
                for s in family.slots
            ],
            family.fixedness,
            family.wholeness,
            known.texts,
            [_direction(each) for each in known.directions],
        ]
    )
    lists = sources.lengths, sources.numbers, having.lengths, having.numbers
    numbers = (*lists, known.variants)
    sizes = np.array([len(known.rows), *map(len, numbers)], "<i4")
    arrays = sizes.tobytes(), known.rows.tobytes(), np.concatenate(numbers, dtype="<i4").tobytes()
    return b"".join([*arrays, head])


def described_of(data: bytes) -> FamilyTables:
    """Return a family that `family_record` made a record of."""
    n_rows, *lengths = map(check_size, np.frombuffer(data, "<i4", _N_SIZES).tolist())
    at = _N_SIZES * 4
    rows = np.frombuffer(data, ROW, n_rows, at)
    at += rows.nbytes
    numbers = np.frombuffer(data, "<i4", sum(lengths), at)
    first, second, third, fourth = accumulate(lengths[:-1])
    head, texts, directions = _head_of(data[at + numbers.nbytes :])
    return FamilyTables(
        head,
        rows,
        texts,
        Lists(numbers[:first], numbers[first:second]),
        directions,
        numbers[fourth:],
        Lists(numbers[second:third], numbers[third:fourth]),
    )


def _head_of(data: bytes) -> tuple[Family, tuple[str, ...], tuple[Direction, ...]]:
    (
        *(name, text, template, kind, rule, earliest, bits, salience, slots, fixedness, wholeness),
        texts,
        directions,
    ) = json_of(data)
    check_kinds(str, name, text, template, rule, *texts)
    check_known(kind, get_args(Kind))
    check_numbers(bits, salience, fixedness, wholeness)
    family = Family(
        id=name,
        text=text,
        template=template,
        kind=kind,
        rule=rule,
        occurrences=(),
        earliest=None if earliest is None else _witness_of(earliest),
        variants=(),
        bits=bits,
        salience=salience,
        slots=tuple(_slot_of(each, len(text)) for each in slots),
        fixedness=fixedness,
        wholeness=wholeness,
    )
    return family, tuple(texts), tuple(map(_direction_of, directions))


def _witness_of(record: Sequence[Any]) -> Witness:
    document, date = record
    check_kinds(str, document, date)
    date_key(date)
    return Witness(document, date)


def _slot_of(record: Sequence[Any], length: int) -> Slot:
    type_, start, end, readings = record
    check_known(type_, get_args(SlotType))
    if not 0 <= start <= end <= length:
        raise ValueError("a slot lies outside its wording")
    for text, count in readings:
        check_kinds(str, text)
        check_size(count)
    return Slot(type_, start, end, tuple(Reading(*each) for each in readings))


def _direction(direction: Direction) -> list[object]:
    return [direction.by, direction.confidence, [_clue(clue) for clue in direction.evidence]]


def _direction_of(record: Sequence[Any]) -> Direction:
    by, confidence, clues = record
    check_known(by, get_args(DirectionSource))
    check_numbers(*(() if confidence is None else (confidence,)))
    return Direction(by, confidence, tuple(map(_clue_of, clues)))


def _clue(clue: Clue) -> list[object]:
    span = clue.span
    return [
        clue.kind,
        clue.document,
        span.start,
        span.end,
        clue.text,
        clue.against,
        clue.instead_of,
    ]


def _clue_of(record: Sequence[Any]) -> Clue:
    kind, document, start, end, text, against, instead_of = record
    check_known(kind, get_args(ClueKind))
    check_kinds(str, document, text, against, instead_of)
    return Clue(kind, document, RawSpan(start, end), text, against, instead_of)
