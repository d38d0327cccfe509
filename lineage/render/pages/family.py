"""The page of one family: its wording, who has it, and how it was changed."""

from collections.abc import Mapping
from typing import Any

from lineage.edits import wording_edits
from lineage.model import Document, Family, Occurrence, Unit
from lineage.render.pages.common import Limits, earliest, named
from lineage.render.pages.marks import changes, differences
from lineage.render.pages.naming import Site
from lineage.wording import likeness

_AROUND = 40


def family_page_facts(
    family: Family,
    documents: Mapping[str, Document],
    *,
    site: Site,
    limits: Limits,
    wordings: Mapping[str, str],
    settings: Mapping[str, object],
    tree: str = "",
    unit: Unit = "passage",
) -> dict[str, Any]:
    """Return what a family's page shows.

    Args:
        family: The family.
        documents: The documents of its occurrences, by id.
        site: Which pages can be linked to.
        limits: How much to show.
        wordings: Texts of other families by id, for the relation *part of*.
        settings: The settings of the run, by name; what a passage had to reach.
        tree: The drawing of its descent.
        unit: What the family is one of.
    """
    shown = family.occurrences[: limits.occurrences]
    variants = family.variants[: limits.variants]
    return {
        "family": family,
        "heading": site.say("family_title" if unit == "passage" else "sentence_title"),
        "tree": tree,
        "slots": [
            {
                "type": site.say(f"slot_{slot.type}"),
                "readings": slot.readings[: limits.readings],
                "rest": max(0, len(slot.readings) - limits.readings),
            }
            for slot in family.slots
        ],
        "reasons": _reasons(family, settings, site=site),
        "n_documents": family.n_documents,
        "earliest": earliest(family, documents, site),
        "template": site.words.template(family.template),
        "varies": family.template != family.text,
        "part_of": [
            {"id": i, "text": wordings.get(i, i), "href": site.family(i)} for i in family.part_of
        ],
        "occurrences": [_occurrence(o, family, documents, site=site) for o in shown],
        "n_occurrences": len(family.occurrences),
        "shown": any(each.source or each.sources for each in family.occurrences),
        "variants": [
            {
                "text": variant.text,
                "pieces": changes(
                    family.text, variant.text, differences(family.text, variant.text)
                ),
                "n": len(variant.documents),
                "who": [named(i, documents, site) for i in variant.documents[: limits.sample]],
                "rest": max(0, len(variant.documents) - limits.sample),
            }
            for variant in variants
        ],
        "n_variants": len(family.variants),
    }


def _reasons(
    family: Family, settings: Mapping[str, object], *, site: Site
) -> list[tuple[str, str, str]]:
    """Return why it was taken for shared: what was measured, and what was asked for."""
    length = sum(character.isalnum() for character in family.text)
    alike = sorted(occurrence.similarity for occurrence in family.occurrences) or [1.0]
    reasons = [
        (
            "why_length",
            site.say("characters_n", n=length),
            _asked("min_length", settings, site=site),
        ),
        (
            "why_bits",
            site.say("bits_n", n=f"{family.bits:.1f}"),
            _asked("min_bits", settings, site=site),
        ),
        (
            "why_likeness",
            _range(likeness(alike[0]), likeness(alike[-1]), site),
            _asked("resemblance", settings, site=site),
        ),
        ("why_salience", f"{family.salience:.2f}", site.say("salience_note")),
    ]
    return [(site.say(key), value, note) for key, value, note in reasons]


def _range(low: str, high: str, site: Site) -> str:
    return low if low == high else site.say("why_between", low=low, high=high)


def _asked(name: str, settings: Mapping[str, object], *, site: Site) -> str:
    value = settings.get(name)
    if not isinstance(value, int | float):
        return site.say(f"why_{name}_plain")
    return site.say(f"why_{name}", least=f"{value:g}")


def _occurrence(
    occurrence: Occurrence, family: Family, documents: Mapping[str, Document], *, site: Site
) -> dict[str, Any]:
    document = documents.get(occurrence.document)
    text = document.text if document else ""
    start, end = occurrence.span.start, occurrence.span.end
    first = family.earliest is not None and family.earliest.document == occurrence.document
    also = [s for s in occurrence.sources if s != occurrence.source]
    return {
        **named(occurrence.document, documents, site),
        "at": site.document(occurrence.document, at=start),
        "before": text[max(0, start - _AROUND) : start].lstrip(),
        "cut_before": start > _AROUND,
        "text": occurrence.text,
        "pieces": _pieces(occurrence),
        "after": text[end : end + _AROUND].rstrip(),
        "cut_after": document is not None and end + _AROUND < len(text),
        "similarity": occurrence.similarity,
        "source": named(occurrence.source, documents, site) if occurrence.source else None,
        "also": [named(s, documents, site) for s in also],
        "unnamed": occurrence.n_sources - len(occurrence.sources),
        "shown": _shown(occurrence),
        "first": first,
    }


def _shown(occurrence: Occurrence) -> dict[str, Any] | None:
    """Return how the text itself shows where an occurrence came from, if no date does."""
    direction = occurrence.direction
    if direction is None or direction.by == "dates":
        return None
    return {
        "confidence": direction.confidence,
        "signs": [(clue.text.strip(), clue.instead_of.strip()) for clue in direction.evidence],
    }


def _pieces(occurrence: Occurrence) -> list[tuple[str, str]]:
    """Return an occurrence with its changes against its reference."""
    reference = occurrence.reference
    if reference is None:
        return [("equal", occurrence.text)]
    return changes(reference, occurrence.text, wording_edits(reference, occurrence.text))
