"""The members of a family → what varies in its wording, as typed slots."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from lineage.model import Reading, Slot, SlotType
from lineage.normalize import WILDCARD
from lineage.slots import slot_type
from lineage.stretch import Stretch

_SLOT_SHARE = 0.2
"""Share of the members that must differ at a place for it to be a slot."""

_MOST_SLOTS = 0.5
"""Share of a wording's tokens that may become slots."""


class _Span(NamedTuple):
    """Tokens of the wording that a slot stands for; none where something is inserted."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Aligned:
    """The members that have one wording, and how it stands to the family's.

    Attributes:
        first: The first of the members.
        tokens: What they all say.
        n_members: How many they are.
        starts: For each token of the family's wording, where its counterpart starts; the
            counterpart of a token that these members lack is empty.
        ends: Where it ends.
        changed: Tokens for which these members have another, or none.
        inserted: Tokens before which they have something more.
    """

    first: Stretch
    tokens: str
    n_members: int
    starts: Sequence[int]
    ends: Sequence[int]
    changed: Set[int]
    inserted: Set[int]

    def reading(self, span: _Span, *, follows_slot: bool) -> tuple[int, int]:
        """Return the tokens that stand in a slot; what is inserted beside it belongs to it."""
        if follows_slot:
            start = self.starts[span.start]
        else:
            start = self.ends[span.start - 1] if span.start else 0
        end = self.starts[span.end] if span.end < len(self.starts) else len(self.tokens)
        return start, end


def find_slots(model: Stretch, members: Sequence[Stretch]) -> list[Slot]:
    """Return the slots of a family, with all that stands in them.

    Args:
        model: The member whose wording is the family's.
        members: All members, in order; the model is one of them.
    """
    wordings: dict[str, list[Stretch]] = {}
    for member in members:
        wordings.setdefault(member.tokens, []).append(member)
    wording = model.tokens
    aligned = [_align(wording, tokens, same) for tokens, same in wordings.items()]
    changed = _changed(model, aligned)
    return _slots(list(_spans(model, changed, aligned)), model, aligned)


def _align(wording: str, tokens: str, members: Sequence[Stretch]) -> _Aligned:
    n = len(wording)
    if tokens == wording:
        return _Aligned(members[0], tokens, len(members), range(n), range(1, n + 1), set(), set())
    starts, ends = [0] * n, [0] * n
    changed, inserted = set[int](), set[int]()
    for step in Levenshtein.opcodes(wording, tokens):
        tag, start, end, at = step.tag, step.src_start, step.src_end, step.dest_start
        if tag == "insert":
            inserted.add(start)
            continue
        if tag == "delete":
            starts[start:end] = ends[start:end] = [at] * (end - start)
        else:
            starts[start:end] = range(at, at + end - start)
            ends[start:end] = range(at + 1, at + 1 + end - start)
        if tag != "equal":
            changed.update(range(start, end))
    return _Aligned(members[0], tokens, len(members), starts, ends, changed, inserted)


def _changed(model: Stretch, aligned: Iterable[_Aligned]) -> list[int]:
    """Return how many members have something else for each token, or nothing."""
    n = len(model)
    marks = model.side.side.marks[model.place.start : model.place.end]
    borders = [0, *(token for token in range(1, n) if marks[token]), n]
    changed = [0] * n
    for group in aligned:
        # Where one word stands for another, no letter that they share is left between.
        words = {bisect_right(borders, token) for token in group.changed}
        for token in (t for word in words for t in range(borders[word - 1], borders[word])):
            changed[token] += group.n_members
    return changed


def _spans(model: Stretch, changed: Sequence[int], aligned: Sequence[_Aligned]) -> Iterator[_Span]:
    """Yield where enough members differ, cut where marks stand between."""
    n_members = sum(group.n_members for group in aligned)
    least = max(1.0, _SLOT_SHARE * n_members)
    # A template is what stays the same; where nearly all varies a little, only what
    # varies most is a slot.
    while sum(n >= least for n in changed) > _MOST_SLOTS * len(changed):
        least += 1
    inserted = [0] * (len(changed) + 1)
    for group in aligned:
        for token in group.inserted:
            inserted[token] += group.n_members
    if max(*changed, *inserted) < least and WILDCARD not in model.tokens:
        return
    start: int | None = None
    for token, letter in enumerate(model.tokens):
        is_slot = changed[token] >= least or letter == WILDCARD
        if start is not None and (not is_slot or _marks_before(model, token)):
            yield _Span(start, token)
            # What is inserted behind a slot belongs to it.
            start = token if is_slot else None
        elif is_slot:
            start = token if start is None else start
        # At the very start an insertion is a ragged border.
        elif token and inserted[token] >= least:
            yield _Span(token, token)
    if start is not None:
        yield _Span(start, len(model))


def _slots(spans: Sequence[_Span], model: Stretch, aligned: Sequence[_Aligned]) -> list[Slot]:
    """Return the spans as slots with their types, neighbouring free ones joined."""
    slots: list[tuple[_Span, Slot]] = []
    for span in spans:
        beside = bool(slots) and slots[-1][0].end == span.start
        slot = _slot(span, model, aligned, follows_slot=beside)
        if beside and slot.type == slots[-1][1].type == "free":
            span = _Span(slots.pop()[0].start, span.end)
            beside = bool(slots) and slots[-1][0].end == span.start
            slot = _slot(span, model, aligned, follows_slot=beside, known="free")
        slots.append((span, slot))
    return [slot for _, slot in slots]


def _slot(
    span: _Span,
    model: Stretch,
    aligned: Sequence[_Aligned],
    *,
    follows_slot: bool,
    known: SlotType | None = None,
) -> Slot:
    """Return a slot with its readings, and with its type where that is not known yet."""
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for group in aligned:
        start, end = group.reading(span, follows_slot=follows_slot)
        reading = group.tokens[start:end]
        if reading not in shown:
            shown[reading] = group.first.cut(start, end)
        counts[reading] = counts.get(reading, 0) + group.n_members
    readings = tuple(
        Reading(shown[reading], counts[reading])
        for reading in sorted(counts, key=lambda r: (-counts[r], shown[r], r))
    )
    start = model.token_start(span.start)
    end = model.token_end(span.end - 1) if span.start < span.end else start
    base = model.raw.start
    type_ = known or slot_type([r.text for r in readings], [r.count for r in readings])
    return Slot(type_, start - base, end - base, readings)


def _marks_before(stretch: Stretch, token: int) -> bool:
    """Say whether more than blanks stand between a token and the one before it."""
    before = stretch.token_end(token - 1)
    return bool(stretch.side.document.text[before : stretch.token_start(token)].strip())
