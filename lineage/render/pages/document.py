"""The page of one document: the whole text, with what it shares marked in it."""

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from typing import Any

from lineage.model import Corpus, Document, Family, Occurrence, Profile, RawSpan, Reuse
from lineage.render.pages.common import (
    Limits,
    by_document,
    clip,
    composition,
    dated,
    earliest,
    legend,
    level,
    named,
)
from lineage.render.pages.marks import Stretch, lines, stretches
from lineage.render.pages.naming import Site
from lineage.render.pages.wording import say

Found = Sequence[tuple[Occurrence, Family]]
_INSERTED = None
_STRIP = 120


def document_pages(corpus: Corpus, *, site: Site, limits: Limits) -> dict[str, dict[str, Any]]:
    """Return what each document's page shows, by the document's id."""
    documents = {document.id: document for document in corpus.documents}
    found = by_document(corpus.families)
    relations: dict[str, list[Reuse]] = {}
    for reuse in corpus.reuse:
        relations.setdefault(reuse.source, []).append(reuse)
        relations.setdefault(reuse.target, []).append(reuse)
    shelf = _Shelf(documents, site, limits)
    neighbours = [None, *corpus.documents, None]
    pages = {}
    for place, (document, profile) in enumerate(
        zip(corpus.documents, corpus.profiles, strict=True)
    ):
        before, after = neighbours[place], neighbours[place + 2]
        pages[document.id] = {
            **shelf.page(document, profile, found.get(document.id, ())),
            "related": shelf.related(document.id, relations.get(document.id, [])),
            "n_related": len(relations.get(document.id, [])),
            "previous": before and named(before.id, documents, site),
            "next": after and named(after.id, documents, site),
        }
    return pages


def _first_of_neighbours(text: str, inserted: Sequence[RawSpan]) -> set[int]:
    """Return where added stretches begin; lines that follow each other are one."""
    starts: set[int] = set()
    end: int | None = None
    for span in sorted(inserted):
        if end is None or text[end : span.start].strip():
            starts.add(span.start)
        end = max(end or 0, span.end)
    return starts


class _Shelf:
    """The documents of one report, with what is asked of them again and again."""

    def __init__(self, documents: Mapping[str, Document], site: Site, limits: Limits) -> None:
        self._documents = documents
        self._site = site
        self._limits = limits
        self._levels = {n: level(n, documents=len(documents)) for n in range(len(documents) + 1)}
        self._families: dict[str, dict[str, Any]] = {}
        self._legend = legend(len(documents))

    def page(self, document: Document, profile: Profile, found: Found) -> dict[str, Any]:
        passages = self._passages(found)
        return {
            "document": document,
            "label": self._site.label(document),
            "when": dated(document),
            "profile": profile,
            "composition": composition(profile),
            "lines": self._lines(document, profile, found),
            "passages": passages[: self._limits.passages],
            "n_passages": len(passages),
            "legend": self._legend,
            "kinds": sorted({family.kind for _, family in found}),
            "inserted": bool(profile.inserted),
            "strip": self._strip(document, found),
        }

    def related(self, identifier: str, relations: Sequence[Reuse]) -> list[dict[str, Any]]:
        """Return the documents that share most with this one, the first ones first."""
        rows = []
        for reuse in sorted(relations, key=lambda r: (-r.characters, r.source, r.target)):
            later = identifier == reuse.target
            other = reuse.source if later else reuse.target
            order = "is_later" if later else "is_earlier"
            rows.append(
                {
                    **named(other, self._documents, self._site),
                    "order": say(order if reuse.directed else "order_unknown"),
                    "characters": reuse.characters,
                    "passages": reuse.passages,
                    "pair": self._site.pair(identifier, other),
                }
            )
        return rows[: self._limits.related]

    def _family(self, family: Family) -> dict[str, Any]:
        """Return what a mark says of its family; made once for each."""
        known = self._families.get(family.id)
        if known is None:
            n = len(family.documents)
            first = earliest(family, self._documents, self._site)
            if first is None:
                who = say("order_unknown")
            else:
                who = say("earliest_short", who=f"{first['date']} {clip(first['label'], 16)}")
            kind = say(f"kind_{family.kind}")
            known = self._families[family.id] = {
                "id": family.id,
                "n": n,
                "level": self._levels.get(n, 4),
                "kind": family.kind,
                "href": self._site.family(family.id),
                "title": say("mark_title", n=n, kind=kind, earliest=who),
                "text": clip(family.text, 60),
                "earliest": first,
                # The most widespread is the one a mark stands for, then the shortest.
                "rank": (-n, len(family.text), family.id),
            }
        return known

    def _lines(self, document: Document, profile: Profile, found: Found) -> list[dict[str, Any]]:
        """Return the text line by line, each in pieces; together they are the text."""
        spans: list[tuple[RawSpan, Family | None]] = [(o.span, family) for o, family in found]
        spans += [(span, _INSERTED) for span in profile.inserted]
        noted = _first_of_neighbours(document.text, profile.inserted)
        rows = lines(document.text)
        cut = stretches(len(document.text), spans, cuts=[row.end for row in rows])
        shown: list[dict[str, Any]] = []
        ends = iter(rows)
        row_end = 0
        for stretch in cut:
            if stretch.span.start >= row_end:
                row = next(ends)
                row_end = row.end
                shown.append({"blank": not row.cut(document.text).strip(), "pieces": []})
            shown[-1]["pieces"].append(self._piece(document, stretch, noted))
        return shown

    def _piece(
        self, document: Document, stretch: Stretch[Family | None], noted: Set[int]
    ) -> dict[str, Any]:
        text = stretch.span.cut(document.text)
        if not stretch.covers:
            return {"text": text, "mark": None, "inserted": False}
        piece: dict[str, Any] = {
            "text": text,
            "mark": None,
            "inserted": _INSERTED in stretch.covers,
            "opens": stretch.span.start in noted,
        }
        families = [self._family(family) for family in stretch.covers if family is not None]
        if not families:
            return piece
        first = min(families, key=lambda family: family["rank"])
        title = first["title"]
        others = len({family["id"] for family in families}) - 1
        if others:
            title += say("mark_more", n=others)
        if first["href"] is None:
            title += say("mark_nopage", id=first["id"])
        ending = {f.id: len(f.documents) for f in stretch.ends if f is not None}
        piece |= {
            "mark": first,
            "title": title,
            # An occurrence can be led to where it begins.
            "anchor": stretch.span.start if any(stretch.begins) else None,
            "counts": "·".join(str(n) for n in sorted(set(ending.values()), reverse=True)),
        }
        return piece

    def _passages(self, found: Found) -> list[dict[str, Any]]:
        seen: dict[str, dict[str, Any]] = {}
        for occurrence, family in found:
            if family.id not in seen:
                seen[family.id] = {**self._family(family), "at": occurrence.span.start}
        return list(seen.values())

    def _strip(self, document: Document, found: Found) -> list[dict[str, int]]:
        """Return for each part of the text how widespread its most shared wording is."""
        length = len(document.text)
        parts = [0] * _STRIP
        for occurrence, family in found:
            shade = self._family(family)["level"]
            first = occurrence.span.start * _STRIP // length
            last = max(first, (occurrence.span.end - 1) * _STRIP // length)
            for part in range(first, min(last, _STRIP - 1) + 1):
                parts[part] = max(parts[part], shade)
        borders = [0, *(i for i in range(1, _STRIP) if parts[i] != parts[i - 1]), _STRIP]
        return [
            {"at": start, "width": end - start, "level": parts[start]}
            for start, end in pairwise(borders)
            if parts[start]
        ]
