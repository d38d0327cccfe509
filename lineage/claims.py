"""Claims of where occurrences were taken from → those that can be true together.

Documents cannot be each other's sources in a circle, each being written once: of claims that
contradict each other or known dates, the surer stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lineage.model import MOST_SOURCES, Direction, Family
from lineage.precedence import Precedence


@dataclass(frozen=True, slots=True)
class Claim:
    """That one occurrence was made from the version that others have.

    Attributes:
        family: The number of the family.
        occurrence: The number of the occurrence in it.
        direction: How it is known, and how surely.
        origins: The numbers of the occurrences that have the older version.
    """

    family: int
    occurrence: int
    direction: Direction
    origins: tuple[int, ...]


def without_circles(
    claims: Iterable[Claim],
    families: Sequence[Family],
    dates: Mapping[str, str | None],
    known: Iterable[tuple[str, str]],
) -> list[Claim]:
    """Return the claims, the surest first, that no surer one contradicts.

    Args:
        claims: The claims.
        families: The families, as they are numbered.
        dates: The date of each document.
        known: Pairs of documents of which the first is known to be older; they contradict
            neither each other nor dates.
    """
    ordered = sorted(
        claims,
        key=lambda c: (
            -(c.direction.confidence or 0.0),
            families[c.family].id,
            families[c.family].occurrences[c.occurrence].document,
            c.occurrence,
        ),
    )
    order = Precedence(dates)
    for older, younger in known:
        order.add(older, younger)
    kept = []
    for claim in ordered:
        occurrences = families[claim.family].occurrences
        document = occurrences[claim.occurrence].document
        origins = tuple(
            n for n in claim.origins if not order.is_later(occurrences[n].document, document)
        )
        sources = {occurrences[n].document for n in origins}
        if not sources:
            continue
        # Only one source is a claim about two documents.
        if len(sources) == 1:
            order.add(sources.pop(), document)
        kept.append(replace(claim, origins=origins))
    return kept


def with_claims(families: Sequence[Family], claims: Iterable[Claim]) -> tuple[Family, ...]:
    """Return families with the sources that are claimed."""
    by_family: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_family[claim.family].append(claim)
    return tuple(
        _told(family, by_family[number]) if number in by_family else family
        for number, family in enumerate(families)
    )


def _told(family: Family, claims: Iterable[Claim]) -> Family:
    """Return a family with its occurrences' sources."""
    occurrences = list(family.occurrences)
    for claim in claims:
        old = occurrences[claim.occurrence]
        origins = [family.occurrences[number] for number in claim.origins]
        sources = tuple(sorted({origin.document for origin in origins}))
        new = replace(
            old,
            sources=sources[:MOST_SOURCES],
            n_sources=len(sources),
            direction=claim.direction,
        )
        if len(sources) == 1:
            new = replace(new, source=sources[0], reference=origins[0].text)
        occurrences[claim.occurrence] = new
    return replace(family, occurrences=tuple(occurrences))
