"""Where versions differ, and what each sign of a slip needs at least; see `lineage.native.slips`."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from lineage.attestation import Attestation
from lineage.native.slips import BROKEN, DOUBLED, FAULT
from lineage.normalize import WILDCARD
from lineage.places import Place
from lineage.prepare import Prepared
from lineage.segment import Border

FAR = re.compile(
    "[两一二三四五六七八九十][个项条大种点类方].{0,13}[：:]|不[仅但]|既|一方面", re.DOTALL
)
NEAR = re.compile("[一二三四五六七八九十][是要，、,）)]")


def slips(
    pairs: Sequence[tuple[Place, Place]],
    prepared: Sequence[Prepared],
    *,
    usage: Attestation,
    outside: Sequence[int],
) -> Iterator[tuple[int, Place, Place, int]]:
    """Yield which changes between versions may be slips: the pair, the places and the signs."""
    for number, pair in enumerate(pairs):
        for change in changes(pair, prepared):
            if signs := suspected(*change, prepared, usage=usage, outside=outside):
                yield number, *change, signs


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
    if all(len(tokens(place, prepared)) <= 2 for place in pair) and any(
        may_break(place, prepared, usage, outside) for place in pair
    ):
        signs += BROKEN
    if any(may_be_doubled(place, prepared) for place in pair):
        signs += DOUBLED
    if may_be_faulty(*(sentence(place, prepared) for place in pair)):
        signs += FAULT
    return signs


def tokens(place: Place, prepared: Sequence[Prepared]) -> str:
    return prepared[place.document].stream.text[place.start : place.end]


def may_break(
    place: Place, prepared: Sequence[Prepared], usage: Attestation, outside: Sequence[int]
) -> bool:
    if set(tokens(place, prepared)) & set("一二三四五六七八九十百千万亿两〇几半"):
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


def may_be_faulty(left: tuple[str, str, str], right: tuple[str, str, str]) -> bool:
    """Say whether either sentence may have other faults with the reading of the other."""
    readings = left[1], right[1]
    return bool(set("".join(readings)) & set("（）()《》【】[]〔〕")) or any(
        FAR.search(before + read + behind) or NEAR.search(before[-2:] + read + behind[:2])
        for before, _, behind in (left, right)
        for read in readings
    )
