"""Results as text for a terminal: aligned columns, marked changes, never too wide."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from lineage.model import (
    Comparison,
    Document,
    Edit,
    Family,
    Occurrence,
    PassagePair,
    RawSpan,
    Slot,
)
from lineage.render.columns import Change, Column, Page, harmless, table
from lineage.rules import NOTATION

# What users read, in one place.
_UNKNOWN = "–"
_NOTHING_SHARED = "Nothing is shared."
_NO_FAMILIES = "No shared wording was found."
_NOT_FOUND = "Not found in any document."
_ORDER_UNKNOWN = "order not known (no date)"
_EARLIEST = "earliest known"
_SAME = "unchanged"
_TEMPLATE_NOTE = "(brackets 〔〕 stand where the occurrences differ most)"
_NOTHING_THERE = "nothing"
_MOST_READINGS = 8
_MARKS_NOTE = ": against the source where one is known, else against the wording at the top"
_DATE_SOURCES = {
    "metadata": "from metadata",
    "filename": "from the file name",
    "text": "from the text",
}


def comparison_text(comparison: Comparison, *, width: int = 80, color: bool = False) -> str:
    """Return two documents side by side: how much they share, and each shared passage.

    What stands only left is marked ``[-…-]``, what stands only right ``{+…+}``; in colour
    the one is red and the other green.
    """
    page = Page(width, color)
    for name, document in (("left", comparison.left), ("right", comparison.right)):
        page.add(
            f"{name:<6}",
            page.bold(harmless(document.id)),
            _title(document),
            _dated(document),
            indent=8,
        )
    page.add()
    coverage = comparison.coverage
    page.add(
        f"{_count(len(comparison.passages), 'shared passage')},"
        f" {coverage.left:.1%} of the characters left and {coverage.right:.1%} right"
    )
    counts = [
        f"{n} {relation}"
        for relation in ("same", "edited", "partial", "left only", "right only")
        if (n := sum(pair.relation == relation for pair in comparison.sentences))
    ]
    if counts:
        page.add("sentences: " + ", ".join(counts))
    if not comparison.passages:
        page.add()
        page.add(_NOTHING_SHARED)
    for number, pair in enumerate(comparison.passages, start=1):
        page.add()
        page.add(
            page.bold(str(number)),
            f"left {_place(pair.left)}, right {_place(pair.right)}, {_likeness(pair.similarity)}",
        )
        page.add_wording(_changes_of(pair, comparison))
    return page.text()


def families_table(
    families: Sequence[Family],
    *,
    width: int = 80,
    color: bool = False,
    rank: int = 1,
) -> str:
    """Return a table with a line for each family: how widespread, since when, what.

    Args:
        families: In the order to show.
        width: Columns of the terminal; longer texts are cut.
        color: Whether to use colour.
        rank: Number of the first row.
    """
    if not families:
        return _NO_FAMILIES + "\n"
    rows = [
        (
            str(number),
            family.id,
            str(len(family.documents)),
            str(len(family.occurrences)),
            family.earliest.date if family.earliest else _UNKNOWN,
            family.kind,
            harmless(family.text),
        )
        for number, family in enumerate(families, start=rank)
    ]
    columns = (
        Column("#", right=True),
        Column("family", needed=60),
        Column("docs", right=True),
        Column("times", right=True, needed=70),
        Column("earliest", needed=50),
        Column("kind", needed=80),
        Column("text", flexible=True),
    )
    return table(columns, rows, width=width, color=color)


def find_table(
    occurrences: Sequence[Occurrence],
    documents: Iterable[Document],
    *,
    width: int = 80,
    color: bool = False,
) -> str:
    """Return a table with a line for each occurrence, in the order given."""
    if not occurrences:
        return _NOT_FOUND + "\n"
    known = {document.id: document for document in documents}
    rows = [
        (
            f"{occurrence.similarity:.2f}",
            _date_of(known.get(occurrence.document)),
            harmless(occurrence.document),
            _place(occurrence.span),
            harmless(occurrence.text),
        )
        for occurrence in occurrences
    ]
    columns = (
        Column("likeness", right=True),
        Column("date", needed=60),
        Column("document", share=0.33),
        Column("offsets", needed=70),
        Column("text", flexible=True),
    )
    return table(columns, rows, width=width, color=color)


def trace_text(
    family: Family | None,
    documents: Iterable[Document],
    *,
    holders: Sequence[Family] = (),
    width: int = 80,
    color: bool = False,
) -> str:
    """Return one passage through time: its wording, then each occurrence and its source.

    Args:
        family: The passage; ``None`` when it occurs nowhere.
        documents: The documents, for their titles and dates.
        holders: The families that it is part of.
        width: Columns of the terminal.
        color: Whether to use colour.
    """
    if family is None:
        return _NOT_FOUND + "\n"
    page = Page(width, color)
    known = {document.id: document for document in documents}
    page.add_wording([("", harmless(family.text))], indent="")
    if family.template != family.text:
        page.add_wording([("", "template: " + harmless(family.template))], indent="")
        page.add(page.dim(_TEMPLATE_NOTE))
        for slot in family.slots:
            page.add_wording([("", f"{NOTATION[slot.type]} {_readings(slot)}")])
    page.add(page.dim(f"family {family.id}, {family.kind}: {harmless(family.rule)}"))
    for holder in holders:
        page.add_wording([("", f"part of {holder.id}: {harmless(holder.text)}")], indent="")
    page.add(
        f"{_count(len(family.occurrences), 'occurrence')}"
        f" in {_count(len(family.documents), 'document')},"
        f" {_count(len(family.variants), 'wording')}"
    )
    if len(family.variants) > 1:
        page.add_wording(
            [("-", "left out"), ("", " "), ("+", "added"), ("", _MARKS_NOTE)], indent=""
        )
    for is_dated, group in groupby(
        family.occurrences, key=lambda entry: _date_of(known.get(entry.document)) != _UNKNOWN
    ):
        if not is_dated:
            page.add()
            page.add(_ORDER_UNKNOWN)
        for occurrence in group:
            page.add()
            _add_occurrence(page, occurrence, family, known.get(occurrence.document))
    return page.text()


def _readings(slot: Slot) -> str:
    """Return what stands in a slot and how often, the most frequent first."""
    shown = [
        f"{harmless(reading.text) or _NOTHING_THERE} ({reading.count})"
        for reading in slot.readings[:_MOST_READINGS]
    ]
    if (rest := len(slot.readings) - len(shown)) > 0:
        shown.append(f"{_count(rest, 'other')}")
    return ", ".join(shown)


def _add_occurrence(
    page: "Page", occurrence: Occurrence, family: Family, document: Document | None
) -> None:
    page.add(
        page.bold(_date_of(document)) if document and document.date else "",
        page.dim(_origin(document)) if document else "",
        harmless(occurrence.document),
        _place(occurrence.span),
        _likeness(occurrence.similarity),
        indent=2,
    )
    earliest = family.earliest
    if occurrence.source is not None:
        others = len(occurrence.sources) - 1
        also = f" or {_count(others, 'other')}" if others > 0 else ""
        page.add(f"  from {harmless(occurrence.source)}{also}{_as_shown(occurrence)}")
    elif occurrence.sources:
        candidates = _count(len(occurrence.sources), "document")
        page.add(f"  from one of {candidates}{_as_shown(occurrence)}")
    elif earliest and earliest.document == occurrence.document:
        page.add("  " + _EARLIEST)
    reference = _reference_of(occurrence, family)
    changes = _spell(occurrence.edits, reference, occurrence.text) if reference else None
    if changes is None or all(kind == "" for kind, _ in changes):
        page.add_wording([("", harmless(occurrence.text))])
        if changes is not None and occurrence.source is not None:
            page.add("  " + page.dim(_SAME))
    else:
        page.add_wording(changes)


def _as_shown(occurrence: Occurrence) -> str:
    """Return what to add to a source that no date but the text itself shows."""
    direction = occurrence.direction
    if direction is None or direction.by == "dates":
        return ""
    signs = "; ".join(
        f"{clue.kind}: {_quoted(clue.text)} for {_quoted(clue.instead_of)}"
        for clue in direction.evidence
    )
    return f", as the text shows (confidence {direction.confidence:.2f}; {signs})"


def _quoted(reading: str) -> str:
    return f"“{harmless(reading)}”" if reading.strip() else "nothing"


def _reference_of(occurrence: Occurrence, family: Family) -> str | None:
    """Return the wording that an occurrence's edits lead from."""
    if not occurrence.edits:
        return None
    length = occurrence.edits[-1].left.end
    candidates = [family.text] if occurrence.source is None else []
    candidates += [
        other.text for other in family.occurrences if other.document == occurrence.source
    ]
    return next((text for text in candidates if len(text) == length), None)


def _changes_of(pair: PassagePair, comparison: Comparison) -> list[Change]:
    if not pair.edits:
        return [
            ("-", harmless(pair.left.cut(comparison.left.text))),
            ("+", harmless(pair.right.cut(comparison.right.text))),
        ]
    return _spell(pair.edits, comparison.left.text, comparison.right.text)


def _spell(edits: Sequence[Edit], left: str, right: str) -> list[Change]:
    changes: list[Change] = []
    for edit in edits:
        gone, new = harmless(edit.left.cut(left)), harmless(edit.right.cut(right))
        if edit.operation == "equal":
            # Such steps may differ in punctuation; the left one stands for both.
            changes.append(("", gone))
        else:
            changes.extend(change for change in (("-", gone), ("+", new)) if change[1])
    return changes


def _place(span: RawSpan) -> str:
    return f"{span.start}–{span.end}"


def _likeness(similarity: float) -> str:
    return f"likeness {similarity:.2f}"


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _date_of(document: Document | None) -> str:
    return (document.date if document else None) or _UNKNOWN


def _origin(document: Document) -> str:
    if document.date_source is None:
        return ""
    origin = _DATE_SOURCES[document.date_source]
    evidence = harmless(document.date_evidence)
    return f"({origin}: {evidence})" if evidence else f"({origin})"


def _title(document: Document) -> str:
    return harmless(document.title)


def _dated(document: Document) -> str:
    return f"{document.date} {_origin(document)}".rstrip() if document.date else ""
