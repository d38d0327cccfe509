"""What several pages say about a document, a family or a number."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from lineage.model import Corpus, Document, Family, Occurrence, Profile
from lineage.render.pages.naming import Site
from lineage.wording import Words, share

LEVELS = 4


# Bytes that a report should not exceed, and what goes into them: measured on reports of
# cities and on a made-up collection of 143 documents with 7,000 families.
_ROOM = 55_000_000
_PER_OCCURRENCE, _PER_CHARACTER, _PER_ROW = 940, 3, 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page shows before it stops and says that it stopped.

    The data files hold everything, but for the graph. The defaults keep a report of some
    thousand families at a size that can be mailed, and its pages quick to open.

    Attributes:
        documents: Rows of the overview's table of documents.
        matrix: Documents in the table of who has how much of whom.
        distribution: Documents whose pairs are counted by how much they share.
        timeline: Passages whose spread is shown along time.
        families: Passages listed on the overview.
        sentences: Whole sentences listed on the overview, each with a page of its own.
        pairs: Pairs listed on the overview.
        graph: Families of passages in the report's graph file.
        family_pages: Families of passages that get a page of their own.
        occurrences: Occurrences on a family's page.
        tree: Occurrences in the drawing of a family's descent.
        readings: Readings of one slot on a family's page.
        variants: Variants on a family's page.
        related: Other documents listed on a document's page, and editions of one text in a place.
        sample: Documents named in one cell of a table.
        pair_pages: Pairs of documents that get a page of their own: those that share most.
        graph_edges: Relations in the report's graph file: the strongest ones.
    """

    documents: int = 500
    matrix: int = 30
    distribution: int = 200
    timeline: int = 12
    families: int = 200
    sentences: int = 50
    pairs: int = 40
    graph: int = 500
    family_pages: int = 600
    occurrences: int = 40
    tree: int = 40
    readings: int = 12
    variants: int = 50
    related: int = 20
    sample: int = 4
    pair_pages: int = 30
    graph_edges: int = 50_000

    @classmethod
    def fitting(cls, corpus: Corpus) -> "Limits":
        """Return the limits with which the report on a corpus can still be sent.

        Data files and documents are always whole. What they leave of the room goes to
        the pages of passages and of pairs, which show less, and become fewer, as a
        corpus grows; but some there are always.
        """
        n_occurrences = sum(len(family.occurrences) for family in corpus.families)
        n_characters = sum(profile.characters for profile in corpus.profiles)
        room = _ROOM - _PER_OCCURRENCE * n_occurrences - _PER_CHARACTER * n_characters
        whole = cls()
        rows = [min(len(family.occurrences), whole.occurrences) for family in corpus.families]
        if _PER_ROW * sum(rows[: whole.family_pages]) <= room / 2:
            return whole
        short = cls(
            sentences=15,
            graph=50,
            occurrences=16,
            tree=16,
            variants=12,
            related=10,
            pair_pages=5,
        )
        left = room / 2
        pages = 0
        for family in corpus.families[: short.family_pages]:
            left -= _PER_ROW * min(len(family.occurrences), short.occurrences)
            if left < 0:
                break
            pages += 1
        return replace(short, family_pages=max(pages, 100))


def dated(document: Document, words: Words) -> dict[str, str]:
    """Return a document's date, where it came from, and the words it was read from."""
    if document.date is None:
        return {"date": "", "origin": "", "evidence": ""}
    origin = words.say(f"date_{document.date_source or 'given'}")
    # The words prove a date that was read; a table, and a date word for word, speak for themselves.
    evidence = document.date_evidence if document.date_source in ("text", "filename") else ""
    evidence = "" if evidence == document.date else evidence
    return {"date": document.date, "origin": origin, "evidence": evidence}


def composition(profile: Profile, words: Words) -> dict[str, Any]:
    """Return a document's three shares, for the bar and for the words beside it."""
    shares = {"taken": profile.taken, "elsewhere": profile.elsewhere, "new": profile.new}
    return {
        "parts": [
            {"name": name, "percent": round(ratio * 100, 2)} for name, ratio in shares.items()
        ],
        "title": words.say("composition_title", **{name: share(v) for name, v in shares.items()}),
        **shares,
    }


def named(identifier: str, documents: Mapping[str, Document], site: Site) -> dict[str, Any]:
    """Return a document's name, date and link; an id that is not known names itself."""
    document = documents.get(identifier)
    return {
        "id": identifier,
        "label": site.label(document) if document else identifier,
        "date": (document.date or "") if document else "",
        "href": site.document(identifier),
    }


def earliest(
    family: Family, documents: Mapping[str, Document], site: Site
) -> dict[str, Any] | None:
    """Return the earliest witness as the pages name it, or nothing where none is known."""
    if family.earliest is None:
        return None
    return {
        **named(family.earliest.document, documents, site),
        "date": family.earliest.date,
        # One of these may be earlier; a reader has to know how many there are.
        "undated": sum(
            identifier in documents and documents[identifier].date is None
            for identifier in family.documents
        ),
    }


def level(count: int, *, documents: int) -> int:
    """Return how dark wording is shaded that ``count`` of all ``documents`` have.

    From 1 (two documents) to 4 (all), by the logarithm: among hundreds of documents the
    step from two to ten matters as much as the one from fifty to all.
    """
    if count <= 2 or documents <= 2:
        return 1
    position = math.log(count / 2) / math.log(max(documents, count) / 2)
    return 1 + round((LEVELS - 1) * position)


def legend(documents: int, words: Words) -> list[dict[str, Any]]:
    """Return, for each shade that can occur, the numbers of documents it stands for."""
    reach: dict[int, list[int]] = {}
    for count in range(2, documents + 1):
        reach.setdefault(level(count, documents=documents), []).append(count)
    return [
        {
            "level": step,
            "words": words.say("level_one", low=counts[0])
            if len(counts) == 1
            else words.say("level_many", low=counts[0], high=counts[-1]),
        }
        for step, counts in sorted(reach.items())
    ]


def by_document(families: tuple[Family, ...]) -> dict[str, list[tuple[Occurrence, Family]]]:
    """Return each document's occurrences with their families, in the order of its text."""
    found: dict[str, list[tuple[Occurrence, Family]]] = {}
    for family in families:
        for occurrence in family.occurrences:
            # An empty span has no place in the text that could be marked.
            if len(occurrence.span):
                found.setdefault(occurrence.document, []).append((occurrence, family))
    for those in found.values():
        those.sort(key=lambda pair: (pair[0].span, pair[1].id))
    return found


def clip(text: str, longest: int) -> str:
    """Return ``text`` on one line, cut with an ellipsis when it is too long for a list."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
