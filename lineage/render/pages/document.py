"""The page of one document: the whole text, with what it shares marked in it."""

from collections.abc import Iterator, Mapping, Sequence, Set
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
from lineage.render.pages.matrix import Shared, ratio
from lineage.render.pages.naming import Site

Found = Sequence[tuple[Occurrence, Family]]
_INSERTED = None
_STRIP = 120


# Characters of a passage in the note beside it; enough to find it in the line.
_NOTE = 12
# Characters of a document's name in such a note.
_NAME = 14


def document_pages(
    corpus: Corpus, *, shared: Shared, site: Site, limits: Limits
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each document's id, and what its page shows."""
    documents = {document.id: document for document in corpus.documents}
    found = by_document(corpus.families)
    relations: dict[str, list[Reuse]] = {}
    for reuse in corpus.reuse:
        relations.setdefault(reuse.source, []).append(reuse)
        relations.setdefault(reuse.target, []).append(reuse)
    shelf = _Shelf(documents, shared, site, limits)
    neighbours = [None, *corpus.documents, None]
    for place, (document, profile) in enumerate(
        zip(corpus.documents, corpus.profiles, strict=True)
    ):
        before, after = neighbours[place], neighbours[place + 2]
        facts = {
            **shelf.page(document, profile, found.get(document.id, ())),
            "related": shelf.related(document.id, relations.get(document.id, [])),
            "n_related": len(relations.get(document.id, [])),
            "previous": before and named(before.id, documents, site),
            "next": after and named(after.id, documents, site),
        }
        yield document.id, facts


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

    def __init__(
        self, documents: Mapping[str, Document], shared: Shared, site: Site, limits: Limits
    ) -> None:
        self._documents = documents
        self._shared = shared
        self._site = site
        self._limits = limits
        self._levels = {n: level(n, documents=len(documents)) for n in range(len(documents) + 1)}
        self._families: dict[str, dict[str, Any]] = {}
        self._legend = legend(len(documents), site.words)

    def page(self, document: Document, profile: Profile, found: Found) -> dict[str, Any]:
        return {
            "document": document,
            "label": self._site.label(document),
            "when": dated(document, self._site.words),
            "profile": profile,
            "composition": composition(profile, self._site.words),
            "lines": self._lines(document, profile, found),
            "n_passages": len({family.id for _, family in found}),
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
                    "order": self._site.say(order if reuse.directed else "order_unknown"),
                    "of_this": ratio(self._shared, self._documents[identifier], other),
                    "of_other": ratio(self._shared, self._documents[other], identifier),
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
                who = self._site.say("order_unknown")
            else:
                who = self._site.say(
                    "earliest_short", who=f"{first['date']} {clip(first['label'], 16)}"
                )
            kind = self._site.say(f"kind_{family.kind}")
            known = self._families[family.id] = {
                "id": family.id,
                "n": n,
                "level": self._levels.get(n, 4),
                "kind": family.kind,
                "href": self._site.family(family.id),
                "title": self._site.say("mark_title", n=n, kind=kind, earliest=who),
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
        # Passages stand in the order of the text, so each line goes on where the last ended.
        notes_from = 0
        for stretch in cut:
            if stretch.span.start >= row_end:
                row = next(ends)
                row_end = row.end
                shown.append(
                    {
                        "blank": not row.cut(document.text).strip(),
                        "pieces": [],
                        "notes": self._notes(document, found[notes_from:], row),
                    }
                )
                notes_from += len(shown[-1]["notes"])
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
            title += self._site.say("mark_more", n=others)
        if first["href"] is None:
            title += self._site.say("mark_nopage", id=first["id"])
        ending = {f.id: len(f.documents) for f in stretch.ends if f is not None}
        piece |= {
            "mark": first,
            "title": title,
            # An occurrence can be led to where it begins.
            "anchor": stretch.span.start if any(stretch.begins) else None,
            "counts": "·".join(str(n) for n in sorted(set(ending.values()), reverse=True)),
        }
        return piece

    def _notes(self, document: Document, found: Found, row: RawSpan) -> list[dict[str, Any]]:
        """Return what stands beside a line: one note for each passage that begins in it."""
        notes = []
        for occurrence, family in found:
            if occurrence.span.start >= row.end:
                break
            facts = self._family(family)
            first = facts["earliest"]
            is_first = first is not None and first["id"] == document.id
            notes.append(
                {
                    "at": occurrence.span.start,
                    "words": clip(occurrence.text, _NOTE),
                    "n": facts["n"],
                    "level": facts["level"],
                    "kind": facts["kind"],
                    "href": facts["href"],
                    "first": is_first,
                    "date": first["date"] if first else "",
                    "who": clip(first["label"], _NAME) if first and not is_first else "",
                }
            )
        return notes

    def _strip(self, document: Document, found: Found) -> list[dict[str, int]]:
        """Return for each part of the text how widespread its most shared wording is.

        A part knows where its first passage begins, so that a click can lead there.
        """
        length = len(document.text)
        parts: list[tuple[int, int]] = [(0, 0)] * _STRIP
        for occurrence, family in found:
            shade = self._family(family)["level"]
            first = occurrence.span.start * _STRIP // length
            last = max(first, (occurrence.span.end - 1) * _STRIP // length)
            for part in range(first, min(last, _STRIP - 1) + 1):
                if shade > parts[part][0]:
                    parts[part] = (shade, occurrence.span.start)
        borders = [0, *(i for i in range(1, _STRIP) if parts[i] != parts[i - 1]), _STRIP]
        return [
            {"x": start, "width": end - start, "level": parts[start][0], "at": parts[start][1]}
            for start, end in pairwise(borders)
            if parts[start][0]
        ]
