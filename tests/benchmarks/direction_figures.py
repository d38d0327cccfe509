"""How often the directions that the text alone shows are right, on texts of known descent.

The dates are left out, and what is told is held against the true genealogy: a version comes
from another if that is among the wordings it was copied through. The families are counted in
two halves: the weights were fitted to the first alone. Where the true dates of real documents
are known, a direction told from their texts is held against these.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import lineage
from lineage.corruption import WEIGHTS
from lineage.dates import is_before
from lineage.direction import direct
from lineage.model import ClueKind, Family, Occurrence
from lineage.prepare import prepare
from lineage.scripts import Scripts

Gold = dict[str, Any]
Judge = Callable[[Family, Occurrence], str | None]
KINDS: tuple[ClueKind, ...] = tuple(WEIGHTS)


def report_directions(folder: Path) -> None:
    """Print precision and coverage on a set with ``docs`` and ``gold.json``."""
    documents = list(lineage.read(folder / "docs", use_dates=False))
    families = lineage.analyze(documents).families()
    genealogy = _Genealogy(folder, {document.id: document.text for document in documents})
    choices: dict[str, tuple[ClueKind, ...]] = {"every sign": KINDS}
    for kind in KINDS:
        choices[f"{kind} alone"] = (kind,)
        choices[f"without {kind}"] = tuple(other for other in KINDS if other != kind)
    for name, kinds in choices.items():
        told = _told(families, documents, kinds)
        for half, judge in enumerate((genealogy.judge(0), genealogy.judge(1))):
            counts = _count(told, judge)
            print(f"{name}, half {half + 1}: {_figures(counts, genealogy.copied(half))}")


def report_dated(folder: Path) -> None:
    """Print how the directions told from the texts of dated documents agree with the dates."""
    dated = list(lineage.read(folder))
    dates = {document.id: document.date for document in dated}
    documents = [lineage.Document(document.id, document.text) for document in dated]
    families = lineage.analyze(documents).families()
    counts = _count(_told(families, documents, KINDS), lambda _, o: _by_dates(o, dates))
    total = sum(len(family.occurrences) for family in families)
    print(f"## {folder.name}, dates left out: {_figures(counts, total)}")


def _told(
    families: Sequence[Family], documents: Sequence[lineage.Document], kinds: Collection[ClueKind]
) -> tuple[Family, ...]:
    plain = [_without_directions(family) for family in families]
    return direct(
        plain, Scripts(prepare(documents)), dict.fromkeys(d.id for d in documents), kinds=kinds
    )


def _without_directions(family: Family) -> Family:
    occurrences = tuple(
        replace(occurrence, source=None, sources=(), direction=None)
        for occurrence in family.occurrences
    )
    return replace(family, occurrences=occurrences)


def _count(families: Sequence[Family], judge: Judge) -> Counter[str]:
    counts: Counter[str] = Counter()
    for family in families:
        for occurrence in family.occurrences:
            verdict = judge(family, occurrence) if occurrence.direction else None
            if verdict:
                counts[verdict] += 1
                counts["source " + verdict] += occurrence.source is not None
    return counts


def _figures(counts: Counter[str], total: int) -> str:
    told = counts["right"] + counts["wrong"]
    sources = counts["source right"] + counts["source wrong"]
    return (
        f"{told} told of {total} ({told / max(total, 1):.3f}), {counts['right']} right; "
        f"{sources} with one source, {counts['source right']} right"
    )


def _by_dates(occurrence: Occurrence, dates: Mapping[str, str | None]) -> str | None:
    own = dates[occurrence.document]
    others = [date for source in occurrence.sources if (date := dates[source])]
    if not own or not others:
        return None
    if any(is_before(date, own) for date in others):
        return "right"
    return "wrong" if all(is_before(own, date) for date in others) else None


class _Genealogy:
    """The true descent, and where each of its occurrences stands."""

    def __init__(self, folder: Path, texts: Mapping[str, str]) -> None:
        self._gold: list[Gold] = json.loads((folder / "gold.json").read_text("utf-8"))[
            "occurrences"
        ]
        self._in_document: dict[str, list[Gold]] = defaultdict(list)
        self._of: dict[tuple[int, str], Gold] = {}
        self._words: dict[int, str] = {}
        for each in self._gold:
            self._in_document[each["document"]].append(each)
            self._of[each["family"], each["document"]] = each
            text = texts[each["document"]][each["start"] : each["end"]]
            self._words[id(each)] = "".join(text.split())

    def copied(self, half: int) -> int:
        """Return how many occurrences of one half of the families were copied."""
        return sum(each["parent"] is not None and each["family"] % 2 == half for each in self._gold)

    def judge(self, half: int) -> Judge:
        """Return what tells right from wrong for one half of the families."""

        def verdict(family: Family, occurrence: Occurrence) -> str | None:
            found = self._at(occurrence)
            if found is None or found["family"] % 2 != half:
                return None
            older = {
                self._words[id(gold)]
                for other in family.occurrences
                if other.document in occurrence.sources and (gold := self._at(other))
            }
            return "right" if older & set(self._ancestors(found)) else "wrong"

        return verdict

    def _at(self, occurrence: Occurrence) -> Gold | None:
        """Return what truly stands where an occurrence was found."""

        def shared(gold: Gold) -> int:
            ends = min(gold["end"], occurrence.span.end), max(gold["start"], occurrence.span.start)
            return int(ends[0] - ends[1])

        best = max(self._in_document[occurrence.document], key=shared, default=None)
        if best is None or 2 * shared(best) < best["end"] - best["start"]:
            return None
        return best

    def _ancestors(self, gold: Gold) -> list[str]:
        """Return the other wordings that an occurrence was copied through."""
        found, own = [], self._words[id(gold)]
        while gold["parent"] is not None:
            gold = self._of[gold["family"], gold["parent"]]
            if self._words[id(gold)] != own:
                found.append(self._words[id(gold)])
        return found
