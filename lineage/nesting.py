"""Families → which formula is part of which longer wording.

A formula lives on inside passages that hold it. It stays a family of its own, because it
is also met without them, and it is told of which it is a part: when most of its
occurrences lie within theirs, or when its wording lies within theirs word for word.

Occurrences are looked up by length and place and wordings by their first tokens, so that
the cost grows with what is found and not with pairs of families.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lineage.model import Family, RawSpan
from lineage.normalize import streams_of
from lineage.places import INSIDE

MOST_INSIDE = 0.5
"""Share of a formula's occurrences of which more must lie inside those of the longer one."""

LOOKED_UP = 4
"""Tokens by which a wording is looked up in longer ones."""


def with_holders(families: Sequence[Family]) -> tuple[Family, ...]:
    """Return the families, each told of which longer ones it is part."""
    wordings = streams_of([family.text for family in families])
    inside: dict[int, Counter[int]] = defaultdict(Counter)
    for inner, outer in _nested_occurrences(families):
        inside[inner][outer] += 1
    holders = [
        {
            outer
            for outer, times in inside[number].items()
            if times > MOST_INSIDE * len(family.occurrences)
        }
        for number, family in enumerate(families)
    ]
    for inner, outer in _nested_wordings(wordings):
        holders[inner].add(outer)
    told = []
    for number, family in enumerate(families):
        around = sorted(holders[number], key=lambda n: (len(wordings[n]), families[n].id))
        part_of = tuple(families[n].id for n in around if len(wordings[n]) > len(wordings[number]))
        told.append(family if part_of == family.part_of else replace(family, part_of=part_of))
    return tuple(told)


def _nested_occurrences(families: Sequence[Family]) -> Iterator[tuple[int, int]]:
    """Yield, for each occurrence, the other families that have one around it."""
    spans: dict[str, list[tuple[RawSpan, int]]] = defaultdict(list)
    for number, family in enumerate(families):
        for occurrence in family.occurrences:
            spans[occurrence.document].append((occurrence.span, number))
    for _, here in sorted(spans.items()):
        yield from nested_in_document(here)


def nested_in_document(spans: Iterable[tuple[RawSpan, int]]) -> Iterator[tuple[int, int]]:
    """Yield, for each occurrence of a document, the other families that have one around it.

    Args:
        spans: The occurrences, each with the number of its family.
    """
    here = sorted((span.start, span.end, number) for span, number in spans)
    # One page-long occurrence must not make every formula look a page back.
    by_length: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for entry in here:
        by_length[(entry[1] - entry[0]).bit_length()].append(entry)
    in_length = [
        (size, [start for start, _, _ in longer], longer) for size, longer in by_length.items()
    ]
    for start, end, number in here:
        length = end - start
        around: set[int] = set()
        for size, starts, longer in in_length:
            if size < length.bit_length():
                continue
            first = bisect_left(starts, start - 2**size)
            for begin, stop, other in longer[first : bisect_left(starts, end, first)]:
                if min(end, stop) - max(start, begin) >= INSIDE * length:
                    around.add(other)
        around.discard(number)
        yield from ((number, other) for other in sorted(around))


def _nested_wordings(wordings: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of wordings of which the second holds the first word for word."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        wanted[wording[:LOOKED_UP]].append(number)
    for outer, wording in enumerate(wordings):
        for at in range(len(wording)):
            for inner in wanted.get(wording[at : at + LOOKED_UP], ()):
                if inner != outer and wording.startswith(wordings[inner], at):
                    yield inner, outer
