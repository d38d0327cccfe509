"""The page of one document: the whole text, with what it shares marked in it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

from markupsafe import Markup

from lineage.model import Corpus, Document, Family, Occurrence, Profile, RawSpan, Reuse
from lineage.pairing import FamilyIndex
from lineage.render.filling import escaped
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
from lineage.render.pages.editions import editions_of
from lineage.render.pages.marks import Stretch, lines, stretches
from lineage.render.pages.matrix import ratio
from lineage.render.pages.naming import Site

Found = Sequence[tuple[Occurrence, Family]]
_INSERTED = None
_STRIP = 120


# Characters of a passage in the note beside it; enough to find it in the line.
_NOTE = 10
# Characters of a document's name in such a note.
_NAME = 14


def document_pages(
    corpus: Corpus, *, index: FamilyIndex, site: Site, limits: Limits
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each document's id, and what its page shows."""
    documents = {document.id: document for document in corpus.documents}
    found = by_document(corpus.families)
    places = _led_to(corpus.sentence_families, site=site, limits=limits)
    relations: dict[str, list[Reuse]] = {}
    for reuse in corpus.reuse:
        relations.setdefault(reuse.source, []).append(reuse)
        relations.setdefault(reuse.target, []).append(reuse)
    editions = editions_of(corpus, site=site, limit=limits.related)
    shelf = _Shelf(documents, index, site, limits)
    neighbours = [None, *corpus.documents, None]
    for place, (document, profile) in enumerate(
        zip(corpus.documents, corpus.profiles, strict=True)
    ):
        before, after = neighbours[place], neighbours[place + 2]
        facts = {
            **shelf.page(
                document, profile, found.get(document.id, ()), places.get(document.id, frozenset())
            ),
            "related": shelf.related(document.id, relations.get(document.id, [])),
            "editions": editions.get(document.id),
            "n_related": len(relations.get(document.id, [])),
            "previous": before and named(before.id, documents, site),
            "next": after and named(after.id, documents, site),
        }
        yield document.id, facts


def _led_to(
    sentences: Sequence[Family], *, site: Site, limits: Limits
) -> dict[str, frozenset[int]]:
    """Return the offsets in each document that the pages of whole sentences lead to.

    A passage has its mark to lead to. A sentence may begin inside of one, or outside of all.
    """
    places: dict[str, set[int]] = {}
    for family in sentences:
        if site.sentence(family.id):
            for occurrence in family.occurrences[: limits.occurrences]:
                places.setdefault(occurrence.document, set()).add(occurrence.span.start)
    return {name: frozenset(starts) for name, starts in places.items()}


def _first_of_neighbours(text: str, inserted: Sequence[RawSpan]) -> set[int]:
    """Return where added stretches begin; lines that follow each other are one."""
    starts: set[int] = set()
    end: int | None = None
    for span in sorted(inserted):
        if end is None or text[end : span.start].strip():
            starts.add(span.start)
        end = max(end or 0, span.end)
    return starts


def _with_places(document: Document, span: RawSpan, places: Sequence[int]) -> str:
    """Return a piece of a text with something to lead to at each of some offsets in it."""
    pieces = [
        escaped(RawSpan(start, end).cut(document.text))
        for start, end in pairwise([span.start, *places, span.end])
    ]
    led = (f"<span id=c{at}></span>{piece}" for at, piece in zip(places, pieces[1:], strict=True))
    return "".join([str(pieces[0]), *led])


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a document's page says of a family wherever it stands, as it stands in a page.

    Attributes:
        n: How many documents have it.
        level: How dark it is shaded.
        first: The document that had it first, if that is known.
        who: Who that was, in few words; empty if it is not known.
        link: Where it leads, as an attribute; empty where it has no page.
        head: How the mark of an occurrence begins.
        note: How the note beside it begins.
        rank: The most widespread is the one a mark stands for, then the shortest.
    """

    n: int
    level: int
    first: str | None
    who: str
    link: str
    head: str
    note: str
    rank: tuple[int, int, str]


class _Shelf:
    """The documents of one report, with what is asked of them again and again."""

    def __init__(
        self, documents: Mapping[str, Document], index: FamilyIndex, site: Site, limits: Limits
    ) -> None:
        self._documents = documents
        self._index = index
        self._site = site
        self._limits = limits
        self._levels = {n: level(n, documents=len(documents)) for n in range(len(documents) + 1)}
        self._added = escaped(site.say("inserted_short"))
        self._families: dict[str, _Mark] = {}
        self._legend = legend(len(documents), site.words)

    def page(
        self, document: Document, profile: Profile, found: Found, places: Set[int]
    ) -> dict[str, Any]:
        return {
            "document": document,
            "label": self._site.label(document),
            "when": dated(document, self._site.words),
            "profile": profile,
            "composition": composition(profile, self._site.words),
            "lines": self._lines(document, profile, found, places),
            "n_passages": len({family.id for _, family in found}),
            "n_without": len(
                {family.id for _, family in found if self._site.family(family.id) is None}
            ),
            "legend": self._legend,
            "kinds": sorted({family.kind for _, family in found}),
            "inserted": bool(profile.inserted),
            "strip_parts": _STRIP,
            "strip": self._strip(document, found),
        }

    def related(self, identifier: str, relations: Sequence[Reuse]) -> list[dict[str, Any]]:
        """Return the documents that share most with this one, the first ones first."""
        rows = []
        shared = self._index.characters
        first = sorted(relations, key=lambda r: (-r.characters, r.source, r.target))
        for reuse in first[: self._limits.related]:
            later = identifier == reuse.target
            other = reuse.source if later else reuse.target
            order = "is_later" if later else "is_earlier"
            rows.append(
                {
                    **named(other, self._documents, self._site),
                    "order": self._site.say(order if reuse.directed else "order_unknown"),
                    "of_this": ratio(shared, self._documents[identifier], other),
                    "of_other": ratio(shared, self._documents[other], identifier),
                    "passages": self._passages(identifier, other),
                    "pair": self._site.pair(identifier, other),
                }
            )
        return rows

    def _passages(self, one: str, other: str) -> int:
        """Return how many passages the page of two documents shows, if they have one."""
        left, right = (one, other) if (one, other) in self._site.pairs else (other, one)
        return len(self._index.places(left, right))

    def _family(self, family: Family) -> _Mark:
        """Return what a mark says of its family; made once for each."""
        known = self._families.get(family.id)
        if known is None:
            n = family.n_documents
            href = self._site.family(family.id)
            level = self._levels.get(n, 4)
            # Of these there are tens of thousands: names of pages need no quotation marks.
            link = f" href={escaped(href)}" if href else ""
            letter = family.kind[0]
            first = earliest(family, self._documents, self._site)
            who = ""
            if first:
                # A name that begins with its date says both.
                dated = first["label"].startswith(first["date"])
                who = "" if dated else f"{first['date']} "
                who += clip(first["label"], _NAME + (len(first["date"]) + 1 if dated else 0))
            known = self._families[family.id] = _Mark(
                n=n,
                level=level,
                first=first["id"] if first else None,
                who=escaped(who),
                link=link,
                head=f'<a class="m l{level} k{letter}"{link}',
                note=f"<a class=k{letter}",
                rank=(-n, len(family.text), family.id),
            )
        return known

    def _lines(
        self, document: Document, profile: Profile, found: Found, places: Set[int]
    ) -> list[dict[str, Any]]:
        """Return the text line by line with its marks, and the notes beside each line."""
        spans: list[tuple[RawSpan, Family | None]] = [(o.span, family) for o, family in found]
        spans += [(span, _INSERTED) for span in profile.inserted]
        noted = _first_of_neighbours(document.text, profile.inserted)
        marked = {occurrence.span.start for occurrence, _ in found}
        unmarked = sorted(places - marked)
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
                notes = self._notes(document, islice(found, notes_from, None), row)
                shown.append(
                    {
                        "blank": not row.cut(document.text).strip(),
                        "pieces": [],
                        "notes": Markup("".join(notes)),
                    }
                )
                notes_from += len(notes)
            first = bisect_left(unmarked, stretch.span.start)
            last = bisect_left(unmarked, stretch.span.end)
            piece = self._piece(document, stretch, noted, unmarked[first:last])
            shown[-1]["pieces"].append(piece)
        return [{**line, "pieces": Markup("".join(line["pieces"]))} for line in shown]

    def _piece(
        self,
        document: Document,
        stretch: Stretch[Family | None],
        noted: Set[int],
        places: Sequence[int],
    ) -> str:
        """Return a piece of the text with its mark, as it stands in the page.

        Args:
            document: The document.
            stretch: Which piece.
            noted: Where added stretches begin that are named.
            places: Where in it something begins that can be led to and has no mark.
        """
        words = stretch.span.cut(document.text)
        text = str(escaped(words)) if not places else _with_places(document, stretch.span, places)
        families = [self._family(family) for family in stretch.covers if family is not None]
        # A line end inside a passage is nothing that could be clicked on.
        if families and not words.isspace():
            first = min(families, key=lambda family: family.rank)
            # An occurrence can be led to where it begins.
            place = f" id=c{stretch.span.start}" if any(stretch.begins) else ""
            ending = {self._family(f).n for f in stretch.ends if f is not None}
            counts = "·".join(map(str, sorted(ending, reverse=True)))
            n = f" data-n={counts}" if counts else ""
            text = f"{first.head}{place}{n}>{text}</a>"
        if _INSERTED in stretch.covers:
            said = f' data-note="{self._added}"' if stretch.span.start in noted else ""
            text = f'<span class="ad"{said}>{text}</span>'
        return text

    def _notes(
        self, document: Document, found: Iterable[tuple[Occurrence, Family]], row: RawSpan
    ) -> list[str]:
        """Return what stands beside a line: one note for each passage that begins in it."""
        notes = []
        for occurrence, family in found:
            at = occurrence.span.start
            if at >= row.end:
                break
            mark = self._family(family)
            # A note leads to the passage's page; without one, to where it stands.
            place = f"{mark.link} data-at=c{at}" if mark.link else f" href=#c{at}"
            words = escaped(clip(occurrence.text, _NOTE))
            # The style sheet says of an empty name that this is the first, of none that
            # the order is not known: nearly half of all notes would say so.
            who = "" if mark.first == document.id else mark.who
            name = f" <i>{who}</i>" if mark.first else ""
            count = f"<b class=l{mark.level}>{mark.n}</b>"
            notes.append(f"{mark.note}{place}>{count} {words}{name}</a>")
        return notes

    def _strip(self, document: Document, found: Found) -> list[tuple[int, str]]:
        """Return where in the text wording is shared, as a drawn path for each shade."""
        length = len(document.text)
        parts = [0] * _STRIP
        for occurrence, family in found:
            shade = self._family(family).level
            first = occurrence.span.start * _STRIP // length
            last = max(first, (occurrence.span.end - 1) * _STRIP // length)
            for part in range(first, min(last, _STRIP - 1) + 1):
                parts[part] = max(parts[part], shade)
        borders = [0, *(i for i in range(1, _STRIP) if parts[i] != parts[i - 1]), _STRIP]
        paths: dict[int, str] = {}
        for start, end in pairwise(borders):
            drawn = f"M{start} 0h{end - start}v6h-{end - start}z"
            paths[parts[start]] = paths.get(parts[start], "") + drawn
        return sorted((shade, path) for shade, path in paths.items() if shade)
