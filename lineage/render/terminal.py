"""Results as text for a terminal: aligned columns, marked changes, never too wide."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from lineage.edits import wording_edits
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
from lineage.render.columns import Change, Column, Page, harmless, pad, table
from lineage.wording import Words, likeness

_UNKNOWN = "–"
_MOST_READINGS = 8
_ENGLISH = Words()


def comparison_text(
    comparison: Comparison, *, width: int = 80, color: bool = False, words: Words = _ENGLISH
) -> str:
    """Return two documents side by side: how much they share, and each shared passage.

    What stands only left is marked ``[-…-]``, what stands only right ``{+…+}``; in colour
    the one is red and the other green.
    """
    page = Page(width, color)
    for side, document in (("term_left", comparison.left), ("term_right", comparison.right)):
        page.add(
            pad(words.say(side), 6),
            page.bold(harmless(document.id)),
            _title(document),
            _dated(document, words),
            indent=8,
        )
    page.add()
    coverage = comparison.coverage
    shared = words.say(
        "term_shared",
        passages=words.say("term_passages_n", n=len(comparison.passages)),
        left=f"{coverage.left:.1%}",
        right=f"{coverage.right:.1%}",
    )
    page.add_sentence(shared)
    counts = [
        words.say(f"term_{relation.replace(' ', '_')}", n=n)
        for relation in ("same", "edited", "partial", "left only", "right only")
        if (n := sum(pair.relation == relation for pair in comparison.sentences))
    ]
    if counts:
        said = words.say("term_sentences", counts=words.say("comma").join(counts))
        page.add_sentence(said)
    if comparison.left_out:
        page.add_sentence(words.say("copies_left_out", n=comparison.left_out))
    if not comparison.passages:
        page.add()
        page.add(words.say("term_nothing"))
    for number, pair in enumerate(comparison.passages, start=1):
        page.add()
        page.add(
            page.bold(str(number)),
            words.say(
                "term_places",
                left=_place(pair.left),
                right=_place(pair.right),
                similarity=likeness(pair.similarity),
            ),
        )
        page.add_wording(_changes_of(pair, comparison))
    return page.text()


def families_table(
    families: Sequence[Family],
    *,
    width: int = 80,
    color: bool = False,
    rank: int = 1,
    words: Words = _ENGLISH,
) -> str:
    """Return a table with a line for each family: how widespread, since when, what.

    Args:
        families: In the order to show.
        width: Columns of the terminal; longer texts are cut.
        color: Whether to use colour.
        rank: Number of the first row.
        words: The language of what is said.
    """
    if not families:
        return words.say("term_no_families") + "\n"
    rows = [
        (
            str(number),
            family.id,
            str(family.n_documents),
            str(len(family.occurrences)),
            family.earliest.date if family.earliest else _UNKNOWN,
            words.say(f"kind_{family.kind}"),
            harmless(family.text),
        )
        for number, family in enumerate(families, start=rank)
    ]
    columns = (
        Column("#", right=True),
        Column(words.say("head_family"), needed=60),
        Column(words.say("head_docs"), right=True),
        Column(words.say("head_times"), right=True, needed=70),
        Column(words.say("head_earliest"), needed=50),
        Column(words.say("head_kind"), needed=80),
        Column(words.say("head_text"), flexible=True),
    )
    return table(columns, rows, width=width, color=color)


def find_table(
    occurrences: Sequence[Occurrence],
    documents: Iterable[Document],
    *,
    width: int = 80,
    color: bool = False,
    words: Words = _ENGLISH,
) -> str:
    """Return a table with a line for each occurrence, in the order given."""
    if not occurrences:
        return words.say("term_not_found") + "\n"
    known = {document.id: document for document in documents}
    rows = [
        (
            likeness(occurrence.similarity),
            _date_of(known.get(occurrence.document)),
            harmless(occurrence.document),
            _place(occurrence.span),
            harmless(occurrence.text),
        )
        for occurrence in occurrences
    ]
    columns = (
        Column(words.say("head_likeness"), right=True),
        Column(words.say("head_date"), needed=60),
        Column(words.say("head_document"), share=0.33),
        Column(words.say("head_offsets"), needed=70),
        Column(words.say("head_text"), flexible=True),
    )
    return table(columns, rows, width=width, color=color)


def trace_text(
    family: Family | None,
    documents: Iterable[Document],
    *,
    holders: Sequence[Family] = (),
    width: int = 80,
    color: bool = False,
    words: Words = _ENGLISH,
) -> str:
    """Return one passage through time: its wording, then each occurrence and its source.

    Args:
        family: The passage; ``None`` when it occurs nowhere.
        documents: The documents, for their titles and dates.
        holders: The families that it is part of.
        width: Columns of the terminal.
        color: Whether to use colour.
        words: The language of what is said.
    """
    if family is None:
        return words.say("term_not_found") + "\n"
    page = Page(width, color)
    known = {document.id: document for document in documents}
    page.add_wording([("", harmless(family.text))], indent="")
    if family.template != family.text:
        page.add_wording(
            [("", words.say("term_template", text=harmless(words.template(family.template))))],
            indent="",
        )
        page.add_sentence(words.say("term_template_note"), dim=True)
        for slot in family.slots:
            page.add_wording(
                [("", f"{words.say(f'slot_mark_{slot.type}')} {_readings(slot, words)}")]
            )
    kind = words.say(f"kind_{family.kind}")
    rule = harmless(words.translate(family.rule))
    page.add_sentence(words.say("term_family", id=family.id, kind=kind, rule=rule), dim=True)
    for holder in holders:
        part_of = words.say("term_part_of", id=holder.id, text=harmless(holder.text))
        page.add_wording([("", part_of)], indent="")
    page.add(
        words.say(
            "term_spread",
            occurrences=words.say("occurrences_n", n=len(family.occurrences)),
            documents=words.say("documents_n", n=family.n_documents),
            wordings=words.say("term_wordings_n", n=len(family.variants)),
        )
    )
    if len(family.variants) > 1:
        page.add_wording(
            [
                ("-", words.say("deleted_words")),
                ("", " "),
                ("+", words.say("inserted_words")),
                ("", words.say("term_marks")),
            ],
            indent="",
        )
    for is_dated, members in groupby(
        family.occurrences, key=lambda entry: _date_of(known.get(entry.document)) != _UNKNOWN
    ):
        group = list(members)
        if not is_dated:
            page.add()
            shown = any(each.source or each.sources for each in group)
            page.add(words.say("term_order_shown" if shown else "term_order_unknown"))
        for occurrence in group:
            page.add()
            _add_occurrence(page, occurrence, family, known.get(occurrence.document), words)
    return page.text()


def _readings(slot: Slot, words: Words) -> str:
    """Return what stands in a slot and how often, the most frequent first."""
    shown = [
        f"{harmless(reading.text) or words.say('term_nothing_there')} ({reading.count})"
        for reading in slot.readings[:_MOST_READINGS]
    ]
    if (rest := len(slot.readings) - len(shown)) > 0:
        shown.append(words.say("term_others_n", n=rest))
    return words.say("comma").join(shown)


def _add_occurrence(
    page: "Page",
    occurrence: Occurrence,
    family: Family,
    document: Document | None,
    words: Words,
) -> None:
    page.add(
        page.bold(_date_of(document)) if document and document.date else "",
        page.dim(_origin(document, words)) if document else "",
        harmless(occurrence.document),
        _place(occurrence.span),
        words.say("term_likeness", similarity=likeness(occurrence.similarity)),
        indent=2,
    )
    earliest = family.earliest
    if occurrence.source is not None:
        others = occurrence.n_sources - 1
        key = "term_from_others" if others > 0 else "term_from"
        source = words.say(key, source=harmless(occurrence.source), n=others)
        page.add_wording([("", f"{source}{_as_shown(occurrence, words)}")])
    elif occurrence.sources:
        candidates = words.say("term_from_one_of", n=occurrence.n_sources)
        page.add_wording([("", f"{candidates}{_as_shown(occurrence, words)}")])
    elif earliest and earliest.document == occurrence.document:
        page.add("  " + words.say("stemma_earliest"))
    before, after = occurrence.reference, occurrence.text
    changes = None if before is None else _spell(wording_edits(before, after), before, after)
    if changes is None or all(kind == "" for kind, _ in changes):
        page.add_wording([("", harmless(occurrence.text))])
        if changes is not None and occurrence.source is not None:
            page.add("  " + page.dim(words.say("stemma_same")))
    else:
        page.add_wording(changes)


def _as_shown(occurrence: Occurrence, words: Words) -> str:
    """Return what to add to a source that no date but the text itself shows."""
    direction = occurrence.direction
    if direction is None or direction.by == "dates":
        return ""
    signs = words.say("semicolon").join(
        words.say(
            f"term_sign_{clue.kind}",
            text=_quoted(clue.text, words),
            other=_quoted(clue.instead_of, words),
        )
        for clue in direction.evidence
    )
    return words.say("term_shown", confidence=f"{direction.confidence:.2f}", signs=signs)


def _quoted(reading: str, words: Words) -> str:
    return words.say("quoted", text=harmless(reading)) if reading.strip() else words.say("nothing")


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


def _date_of(document: Document | None) -> str:
    return (document.date if document else None) or _UNKNOWN


def _origin(document: Document, words: Words) -> str:
    if document.date_source is None:
        return ""
    origin = words.say(f"term_date_{document.date_source}")
    evidence = harmless(document.date_evidence)
    key = "term_date_source" if evidence else "term_date_origin"
    return words.say(key, origin=origin, evidence=evidence)


def _title(document: Document) -> str:
    return harmless(document.title)


def _dated(document: Document, words: Words) -> str:
    return f"{document.date} {_origin(document, words)}".rstrip() if document.date else ""
