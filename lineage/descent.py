"""A family's members and their dates → who had the wording first, and who took it whence.

An occurrence comes from the most similar occurrence that is surely earlier (ties: the
earliest). Here punctuation and script count as well: who copies, copies them too. With
tokens alone one source in ten came out wrong on texts of known descent. Dates that are
missing, equal or overlapping (2024 and 2024-01-16) give no direction. The *earliest
witness* is the one with the earliest known date, never the
author: nobody knows what was not read.

Whether two wordings are one variant is a matter of tokens alone, so punctuation, script
and width make none.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from math import fsum, log2, sqrt

from rapidfuzz.distance import Indel

from lineage.align import align, likeness, raw_edits
from lineage.dates import date_range, is_before
from lineage.model import Edit, Family, Kind, NormSpan, Occurrence, RawSpan, Variant, Witness
from lineage.normalize import WILDCARD
from lineage.places import Group, Place
from lineage.prepare import Prepared
from lineage.segment import with_marks

SLOT = "〔…〕"
"""What varies, in a template."""

_LEAST_LIKE = 0.4
"""Likeness, in tokens, up to which no occurrence is called another's source."""

_SLOGAN_TOKENS = 24
_SLOGAN_DOCUMENTS = 3
_SLOGAN_LIKENESS = 0.9
_FRAME_CHARACTERS = 150
_SLOT_SHARE = 0.2
"""Share of the members that must differ at a place for it to be a slot."""

_MOST_SLOTS = 0.5
"""Share of a wording's tokens that may become slots."""

RULES: dict[Kind, str] = {
    "quotation": "in most occurrences it stands in quotation marks after a verb of saying, "
    "or is a title in 《》",
    "frame": "in most occurrences it stands within 150 characters of the document's start or end "
    "(a tenth of a short one)",
    "slogan": "at most 24 tokens, in three documents or more, nearly always the same",
    "passage": "none of the rules for quotation, frame and slogan holds",
}
"""How each kind is decided: the rules are tried in this order."""

_SAYING = ("指出", "强调", "要求", "提出", "明确", "说", "写道", "指示", "所言", "曾言", "讲")


@dataclass(frozen=True, slots=True)
class _Member:
    """One member of a family with what descent asks of it."""

    place: Place
    document: str
    date: str | None
    tokens: str
    wording: str
    raw: RawSpan
    side: Prepared


def describe(group: Group, prepared: Sequence[Prepared], *, use_dates: bool = True) -> Family:
    """Return a family with its descent, variants, template and kind.

    Args:
        group: The family as it was found.
        prepared: The documents, by their numbers.
        use_dates: Whether dates may give a direction.
    """
    members = [_member(place, prepared, use_dates=use_dates) for place in group.members]
    members.sort(key=lambda m: (*_date_key(m.date), m.document, m.raw))
    model = max(members, key=lambda m: Indel.normalized_similarity(m.tokens, group.wording))
    occurrences = tuple(_occurrence(member, model, members) for member in members)
    variants = _variants(members)
    bits = float(model.side.bits[model.place.start : model.place.end].sum())
    kind = _kind(model, members, occurrences)
    n_documents = len({member.document for member in members})
    return Family(
        id=family_id(model),
        text=model.raw.cut(model.side.document.text),
        template=_template(model, members),
        kind=kind,
        rule=RULES[kind],
        occurrences=occurrences,
        earliest=earliest_witness({m.document: m.date for m in members}),
        variants=variants,
        bits=bits,
        salience=salience(n_documents, bits),
    )


def salience(n_documents: int, bits: float) -> float:
    """Return what families are ranked by: how widespread, and how unlikely by chance.

    Args:
        n_documents: Documents that have the wording.
        bits: Surprisal of the wording; it counts by its root, since a passage of twice
            the length is not twice as telling.
    """
    return log2(1 + n_documents) * sqrt(max(bits, 0.0))


def _member(place: Place, prepared: Sequence[Prepared], *, use_dates: bool) -> _Member:
    side = prepared[place.document]
    raw = with_marks(side.document.text, side.stream.raw_span(NormSpan(place.start, place.end)))
    return _Member(
        place,
        side.document.id,
        side.document.date if use_dates else None,
        side.stream.text[place.start : place.end],
        "".join(raw.cut(side.document.text).split()),
        raw,
        side,
    )


def _date_key(date: str | None) -> tuple[bool, str, str]:
    return (False, *date_range(date)) if date else (True, "", "")


def family_id(model: "_Member") -> str:
    """Return a digest of the wording's words: other families and documents do not matter."""
    keys = (model.side.stream.key(t) for t in range(model.place.start, model.place.end))
    return blake2b("\x1f".join(keys).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _occurrence(member: _Member, model: _Member, members: Sequence[_Member]) -> Occurrence:
    sources = _sources(member, members)
    reference = sources[0] if sources else model
    return Occurrence(
        document=member.document,
        span=member.raw,
        text=member.raw.cut(member.side.document.text),
        similarity=likeness(model.tokens, member.tokens),
        source=sources[0].document if sources else None,
        sources=tuple(dict.fromkeys(source.document for source in sources)),
        edits=_edits_between(reference, member),
    )


def _edits_between(reference: _Member, member: _Member) -> tuple[Edit, ...]:
    """Return the steps from one wording to the other, in offsets of the two texts shown."""
    edits = raw_edits(
        reference.side.stream,
        member.side.stream,
        NormSpan(reference.place.start, reference.place.end),
        NormSpan(member.place.start, member.place.end),
        left_raw=reference.raw,
        right_raw=member.raw,
    )
    return tuple(
        Edit(
            edit.operation,
            _shifted(edit.left, reference.raw.start),
            _shifted(edit.right, member.raw.start),
        )
        for edit in edits
    )


def _shifted(span: RawSpan, by: int) -> RawSpan:
    return RawSpan(span.start - by, span.end - by)


def _sources(member: _Member, members: Sequence[_Member]) -> list[_Member]:
    """Return the earlier members whose wording is nearest, the earliest first."""
    if member.date is None:
        return []
    best: list[_Member] = []
    best_likeness = -1.0
    # Members stand in the order of their dates, so ties keep the earliest first.
    for other in members:
        if other.date is None or not is_before(other.date, member.date):
            continue
        # The same words in another script share few characters, but are the same words.
        if Indel.normalized_similarity(other.tokens, member.tokens) <= _LEAST_LIKE:
            continue
        likeness = Indel.normalized_similarity(other.wording, member.wording)
        if likeness > best_likeness:
            best, best_likeness = [other], likeness
        elif likeness == best_likeness:
            best.append(other)
    return best


def earliest_witness(dates: Mapping[str, str | None]) -> Witness | None:
    """Return the document that is surely earlier than all other dated ones, if there is one."""
    dated = sorted({(date_range(date), document, date) for document, date in dates.items() if date})
    if not dated:
        return None
    _, document, date = dated[0]
    if all(is_before(date, other) for _, _, other in dated[1:]):
        return Witness(document, date)
    return None


def _variants(members: Sequence[_Member]) -> tuple[Variant, ...]:
    wordings: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        wordings[member.tokens].append(member)
    variants = [
        Variant(
            same[0].raw.cut(same[0].side.document.text),
            tuple(sorted({member.document for member in same})),
        )
        for same in wordings.values()
    ]
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))


def _template(model: _Member, members: Sequence[_Member]) -> str:
    """Return the wording with a slot wherever enough members differ."""
    changed, inserted = _differences(model, members)
    least = max(1.0, _SLOT_SHARE * len(members))
    # A template is what stays the same; where nearly all varies a little, only what
    # varies most is a slot.
    while sum(n >= least for n in changed) > _MOST_SLOTS * len(changed):
        least += 1
    slots = [
        n >= least or token == WILDCARD for n, token in zip(changed, model.tokens, strict=True)
    ]
    text = model.side.document.text
    parts: list[str] = []
    at = model.raw.start
    for token, is_slot in enumerate(slots):
        follows_slot = token > 0 and slots[token - 1]
        # What is inserted beside a slot belongs to it; at the very start it is a ragged border.
        is_gap = token > 0 and inserted[token] >= least and not follows_slot
        if not is_slot and not is_gap:
            continue
        before = text[at : _token_start(model, token)]
        if not (follows_slot and not before.strip()):
            parts.extend((before, SLOT))
        at = _token_end(model, token) if is_slot else _token_start(model, token)
    parts.append(text[at : model.raw.end])
    return "".join(parts)


def _differences(model: _Member, members: Sequence[_Member]) -> tuple[list[int], list[int]]:
    """Return how many members change each token, and how many insert something before it."""
    n = len(model.tokens)
    replaced, dropped, inserted = [0] * n, [0] * n, [0] * (n + 1)
    counts = {"replace": replaced, "delete": dropped}
    for tokens, times in Counter(member.tokens for member in members).items():
        for step in align(model.tokens, tokens):
            if step.operation == "insert":
                inserted[step.left_start] += times
            elif step.operation != "equal":
                for token in range(step.left_start, step.left_end):
                    counts[step.operation][token] += times
    # Where one word stands for another, no letter that they share is left in between.
    borders = model.side.borders[model.place.start : model.place.end]
    words = pairwise([0, *(token for token in range(1, n) if borders[token]), n])
    spread = [max(replaced[begin:end]) for begin, end in words for _ in range(begin, end)]
    return [one + two for one, two in zip(spread, dropped, strict=True)], inserted


def _token_start(member: _Member, token: int) -> int:
    return int(member.side.stream.starts[member.place.start + token])


def _token_end(member: _Member, token: int) -> int:
    return int(member.side.stream.ends[member.place.start + token])


def _kind(model: _Member, members: Sequence[_Member], occurrences: Sequence[Occurrence]) -> Kind:
    half = len(members) / 2
    if sum(_is_quoted(member) for member in members) > half:
        return "quotation"
    if sum(_is_at_edge(member) for member in members) > half:
        return "frame"
    n_documents = len({member.document for member in members})
    mean = fsum(occurrence.similarity for occurrence in occurrences) / len(occurrences)
    if (
        len(model.tokens) <= _SLOGAN_TOKENS
        and n_documents >= _SLOGAN_DOCUMENTS
        and mean >= _SLOGAN_LIKENESS
    ):
        return "slogan"
    return "passage"


_QUOTES = {"《": "》", "“": "”", "「": "」", "『": "』", '"': '"'}
_QUOTE_REACH = 120
"""Characters before a passage in which its opening quotation mark is looked for."""


def _is_quoted(member: _Member) -> bool:
    text, start = member.side.document.text, member.raw.start
    last = _token_start(member, len(member.tokens) - 1)
    behind = text[last : member.raw.end + _QUOTE_REACH]
    before = text[max(start - _QUOTE_REACH, 0) : start + 1]
    for opener, closer in _QUOTES.items():
        opened = before.rfind(opener)
        if opened < 0:
            continue
        at = start + 1 - len(before) + opened
        # Closed before the last word, it is a quotation in the passage, or before it.
        if closer in text[at + 1 : last] or closer not in behind:
            continue
        if opener == "《" or text[:at].rstrip("：:，, 　").endswith(_SAYING):
            return True
    return False


def _is_at_edge(member: _Member) -> bool:
    length = len(member.side.document.text.rstrip())
    reach = min(_FRAME_CHARACTERS, length // 10)
    return member.raw.end <= reach or member.raw.start >= length - reach
