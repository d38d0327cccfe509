"""Families → how much documents share with each other, and how much of each is new."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from lineage.dates import is_before
from lineage.measures import covered_length
from lineage.model import Document, Family, Occurrence, Profile, RawSpan, Reuse


@dataclass(slots=True)
class _Shared:
    """What two documents share, as it is counted."""

    spans: list[RawSpan] = field(default_factory=list)
    likeness: list[tuple[float, int]] = field(default_factory=list)
    families: dict[str, int] = field(default_factory=dict)

    def add(self, family: Family, occurrence: Occurrence, likeness: float) -> None:
        self.spans.append(occurrence.span)
        self.likeness.append((likeness, len(occurrence.span)))
        longest = max(self.families.get(family.id, 0), len(occurrence.span))
        self.families[family.id] = longest


def reuse_between(families: Iterable[Family], dates: Mapping[str, str | None]) -> tuple[Reuse, ...]:
    """Return the relations between documents, in order of source and target.

    A dated occurrence with a source gives a relation from the source. Where dates leave
    the order of two documents open, they are related without a direction, unless the
    text of some wording shows which of them took it from the other.

    Args:
        families: The passage families.
        dates: The date of each document; all ``None`` when dates must not be used.
    """
    every = tuple(families)
    shown = _shown_by_text(every)
    shared: dict[tuple[str, str, bool], _Shared] = defaultdict(_Shared)
    for family in every:
        for occurrence in family.occurrences:
            if occurrence.source is not None and not _is_shown(occurrence):
                key = (occurrence.source, occurrence.document, True)
                shared[key].add(family, occurrence, occurrence.similarity)
        for one, two in _unordered(family, dates):
            source, target = (two, one) if (two.document, one.document) in shown else (one, two)
            likeness = min(source.similarity, target.similarity)
            shared[source.document, target.document, False].add(family, target, likeness)
    return tuple(
        Reuse(
            source=source,
            target=target,
            directed=by_dates or (source, target) in shown,
            by="dates" if by_dates else "text" if (source, target) in shown else None,
            confidence=None if by_dates else shown.get((source, target)),
            characters=covered_length(found.spans),
            passages=len(found.families),
            similarity=fsum(ratio * n for ratio, n in found.likeness)
            / sum(n for _, n in found.likeness),
            families=tuple(sorted(found.families, key=lambda id_: (-found.families[id_], id_))),
        )
        for (source, target, by_dates), found in sorted(shared.items())
    )


def _shown_by_text(families: Iterable[Family]) -> dict[tuple[str, str], float]:
    """Return the pairs of documents whose order the text shows, and how surely."""
    shown: dict[tuple[str, str], float] = {}
    for family in families:
        for occurrence in family.occurrences:
            if occurrence.source is not None and occurrence.direction and _is_shown(occurrence):
                pair = (occurrence.source, occurrence.document)
                shown[pair] = max(shown.get(pair, 0.0), occurrence.direction.confidence or 0.0)
    return shown


def _is_shown(occurrence: Occurrence) -> bool:
    """Say whether an occurrence's source is known from the text alone."""
    return occurrence.direction is not None and occurrence.direction.by == "text"


def _unordered(
    family: Family, dates: Mapping[str, str | None]
) -> Iterable[tuple[Occurrence, Occurrence]]:
    """Yield the pairs of members whose order is not known, one occurrence a document."""
    first: dict[str, Occurrence] = {}
    for occurrence in family.occurrences:
        first.setdefault(occurrence.document, occurrence)
    documents = sorted(first)
    for n, left in enumerate(documents):
        for right in documents[n + 1 :]:
            if not _is_ordered(dates[left], dates[right]):
                yield first[left], first[right]


def _is_ordered(one: str | None, two: str | None) -> bool:
    return bool(one and two and (is_before(one, two) or is_before(two, one)))


def profiles_of(
    documents: Sequence[Document],
    families: Iterable[Family],
    dates: Mapping[str, str | None],
    *,
    sentences: Mapping[str, int],
    inserted: Mapping[str, tuple[RawSpan, ...]],
) -> tuple[Profile, ...]:
    """Return what the analysis says of each document, in the order given.

    Args:
        documents: The documents.
        families: The passage families.
        dates: The date of each document; all ``None`` when dates must not be used.
        sentences: Number of sentences of each document.
        inserted: What resellers added to each document.
    """
    taken: dict[str, list[RawSpan]] = defaultdict(list)
    open_order: dict[str, list[RawSpan]] = defaultdict(list)
    every: dict[str, list[RawSpan]] = defaultdict(list)
    for family in families:
        for occurrence in family.occurrences:
            name = occurrence.document
            every[name].append(occurrence.span)
            if occurrence.source is not None or occurrence.sources:
                taken[name].append(occurrence.span)
            elif any(not _is_ordered(dates[name], dates[d]) for d in family.documents if d != name):
                open_order[name].append(occurrence.span)
    profiles = []
    for document in documents:
        name, length = document.id, max(len(document.text), 1)
        n_taken = covered_length(taken[name])
        n_not_new = covered_length(taken[name] + open_order[name])
        profiles.append(
            Profile(
                document=name,
                characters=len(document.text),
                sentences=sentences[name],
                taken=n_taken / length,
                elsewhere=(n_not_new - n_taken) / length,
                new=1 - n_not_new / length,
                coverage=covered_length(every[name]) / length,
                inserted=inserted[name],
            )
        )
    return tuple(profiles)
