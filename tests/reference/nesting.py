"""Which formula is part of which longer wording, by looking everywhere; see `lineage.nesting`."""

from collections.abc import Iterator, Sequence

from lineage.nesting import LOOKED_UP
from lineage.places import Place, lies_in


def nested_times(places: Sequence[Place], families: Sequence[int]) -> dict[tuple[int, int], int]:
    """Return how many of a family's occurrences lie in another one's."""
    times: dict[tuple[int, int], int] = {}
    for place, inner in zip(places, families, strict=True):
        around = {
            family
            for other, family in zip(places, families, strict=True)
            if other.document == place.document and lies_in(place, other)
        }
        for outer in sorted(around - {inner}):
            times[inner, outer] = times.get((inner, outer), 0) + 1
    return times


def holding(wordings: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of wordings of which the second holds the first word for word."""
    for outer, wording in enumerate(wordings):
        for at in range(len(wording)):
            for inner, other in enumerate(wordings):
                if (
                    inner != outer
                    and wording[at : at + LOOKED_UP] == other[:LOOKED_UP]
                    and wording.startswith(other, at)
                ):
                    yield inner, outer
