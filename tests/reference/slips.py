"""Where versions differ, and what each sign of a slip needs at least; see `lineage.native.slips`."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from lineage.attestation import Attestation
from lineage.corruption import WEIGHTS, Trace, _is_used, _Reading
from lineage.model import ClueKind
from lineage.native.slips import DOUBLED, LEFT_BROKEN, LEFT_FAULT, RIGHT_BROKEN, RIGHT_FAULT
from lineage.normalize import WILDCARD
from lineage.places import Place
from lineage.prepare import Prepared
from lineage.segment import Border
from lineage.words import word_bits, words_in
from reference.faults import faults

NUMERALS = "一二三四五六七八九十百千万亿两〇几半"


def slips(
    pairs: Sequence[tuple[Place, Place]],
    prepared: Sequence[Prepared],
    *,
    usage: Attestation,
    outside: Sequence[int],
) -> Iterator[tuple[int, Place, Place, tuple[int, int], tuple[int, int], int]]:
    """Yield which changes between versions may be slips: the pair, the places, what is around
    them, and the signs."""
    for number, pair in enumerate(pairs):
        for change in changes(pair, prepared):
            if signs := suspected(*change, prepared, usage=usage, outside=outside):
                left, right = (clause_around(place, prepared) for place in change)
                yield number, *change, left, right, signs


def changes(pair: tuple[Place, Place], prepared: Sequence[Prepared]) -> list[tuple[Place, Place]]:
    """Return where two versions differ; changes with one equal token between are one."""
    (one, left, _), (two, right, _) = pair
    found: list[tuple[Place, Place]] = []
    for code in Levenshtein.opcodes(*(tokens(place, prepared) for place in pair)):
        if code.tag == "equal":
            continue
        start, other_start = left + code.src_start, right + code.dest_start
        if found and start - found[-1][0].end < 2:
            (_, start, _), (_, other_start, _) = found.pop()
        found.append(
            (Place(one, start, left + code.src_end), Place(two, other_start, right + code.dest_end))
        )
    return found


def clause_around(place: Place, prepared: Sequence[Prepared]) -> tuple[int, int]:
    """Return six tokens on either side of a place, as far as its clause goes."""
    marks = prepared[place.document].side.marks
    first, last = place.start, place.end
    while first > max(place.start - 6, 0) and marks[first] < Border.CLAUSE:
        first -= 1
    while last < min(place.end + 6, len(marks) - 1) and marks[last] < Border.CLAUSE:
        last += 1
    return first, last


def n_equal(pair: tuple[Place, Place], prepared: Sequence[Prepared]) -> int:
    """Return how many tokens of two versions are equal, in order."""
    codes = Levenshtein.opcodes(*(tokens(place, prepared) for place in pair))
    return sum(code.src_end - code.src_start for code in codes if code.tag == "equal")


def suspected(
    left: Place,
    right: Place,
    prepared: Sequence[Prepared],
    *,
    usage: Attestation,
    outside: Sequence[int],
) -> int:
    """Return which signs of a slip a change may be, added up."""
    pair = left, right
    if any(WILDCARD in tokens(place, prepared) for place in pair):
        return 0
    signs = 0
    if all(len(tokens(place, prepared)) <= 2 for place in pair):
        signs += LEFT_BROKEN * may_break(left, prepared, usage, outside)
        signs += RIGHT_BROKEN * may_break(right, prepared, usage, outside)
    if any(may_be_doubled(place, prepared) for place in pair):
        signs += DOUBLED
    return signs + {-1: LEFT_FAULT, 0: 0, 1: RIGHT_FAULT}[makes_fault(left, right, prepared)]


def tokens(place: Place, prepared: Sequence[Prepared]) -> str:
    return prepared[place.document].stream.text[place.start : place.end]


def may_break(
    place: Place, prepared: Sequence[Prepared], usage: Attestation, outside: Sequence[int]
) -> bool:
    around = prepared[place.document].stream.text[slice(*clause_around(place, prepared))]
    bits = word_bits(dict.fromkeys(around, 0)) if around else {}
    rest = [max(0.0, bits[letter] - 7.0) for letter in around if "\u2e80" <= letter < "\ue000"]
    if sum(rest) < 13.0 or set(tokens(place, prepared)) & set(NUMERALS):
        return False
    side = prepared[place.document]
    text = side.stream.text
    return not any(
        usage.is_said(text[end - 1 : end + 1], outside=outside)
        for end in (place.start, place.end)
        if 0 < end < len(text) and side.side.marks[end] < Border.CLAUSE
    )


def may_be_doubled(place: Place, prepared: Sequence[Prepared]) -> bool:
    text, read = prepared[place.document].stream.text, tokens(place, prepared)
    return 1 <= len(read) <= 4 and (
        text[: place.start].endswith(read) or text[place.end :].startswith(read)
    )


def sentence(place: Place, prepared: Sequence[Prepared]) -> tuple[str, str, str]:
    """Return what stands before a place in its sentence, what it reads, and what behind."""
    side = prepared[place.document]
    text, stream = side.document.text, side.stream
    start = int(stream.ends[place.start - 1]) if place.start else 0
    end = int(stream.starts[place.end]) if place.end < len(stream) else len(text)
    before, behind = text[max(start - 200, 0) : start], text[end : end + 200]
    return (
        re.split(r"[。！？!?\r\n]", before)[-1],
        text[start:end],
        re.split(r"[。！？!?\r\n]", behind)[0],
    )


def makes_fault(left: Place, right: Place, prepared: Sequence[Prepared]) -> int:
    """Return 1 if the right reading makes a fault that the left would not, -1 the reverse."""
    one, two = (sentence(place, prepared) for place in (left, right))
    return is_faulty(two, one[1]) - is_faulty(one, two[1])


def is_faulty(sentence: tuple[str, str, str], other: str) -> bool:
    """Say whether a sentence has a fault that it would not have with the other reading."""
    before, reading, behind = sentence
    return not faults(before + reading + behind) <= faults(before + other + behind)


def traces(
    pair: tuple[Place, Place],
    prepared: Sequence[Prepared],
    *,
    usage: Attestation,
    outside: Sequence[int],
) -> Iterator[Trace]:
    """Yield the signs that one of two versions was corrupted."""
    for change in changes(pair, prepared):
        # A placeholder may be older or younger than what fills it.
        if any(WILDCARD in tokens(place, prepared) for place in change):
            continue
        one, two = (_Reading.at(place, prepared) for place in change)
        signs: dict[ClueKind, int] = {
            "broken word": broken_word(one, two, usage, outside),
            "doubled": two.is_doubled() - one.is_doubled(),
            "fault": makes_fault(*change, prepared),
        }
        for kind, sign in signs.items():
            if sign:
                yield Trace(kind, sign * WEIGHTS[kind], one.raw, two.raw)


def broken_word(one: _Reading, two: _Reading, usage: Attestation, outside: Sequence[int]) -> int:
    """Return 1 if the second reading breaks a word that the first has, -1 the other way round."""
    if max(len(one.tokens), len(two.tokens)) > 2:
        return 0
    clauses = [(*each.clause(),) for each in (one, two)]
    breaks = [
        set(reading.tokens).isdisjoint(NUMERALS)
        and breaks_word(*pair)
        and not _is_used(reading, usage, outside)
        for pair, reading in ((clauses, two), (clauses[::-1], one))
    ]
    return breaks[0] - breaks[1]


Clause = tuple[str, int, int]


def breaks_word(whole: Clause, broken: Clause) -> bool:
    """Say whether a reading breaks a word that another has."""
    across = [
        (start, end)
        for _, start, end in words_in(whole[0])
        if start < whole[1] < end or start < whole[2] < end
    ]
    if not across:
        return False
    first = broken[1] - max(0, whole[1] - min(start for start, _ in across))
    last = broken[2] + max(0, max(end for _, end in across) - whole[2])
    if "，" in broken[0][max(first, 0) : last]:
        return False
    remains = [word for word, start, end in words_in(broken[0]) if start < last and end > first]
    if not all(
        len(word) == 1 and "\u2e80" <= word < "\ue000" and word not in NUMERALS for word in remains
    ):
        return False
    bits = word_bits(dict.fromkeys(remains, 0))
    return sum(max(0.0, bits[word] - 7.0) for word in remains) >= 13.0
