"""Answers about one wording as JSON: where it occurs, and its descent."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lineage.model import Document, Family, Occurrence, document_to_dict
from lineage.segment import split_sentences


def find_json(text: str, occurrences: Sequence[Occurrence], documents: Iterable[Document]) -> str:
    """Return where a text occurs as JSON, schema ``lineage/find/1``.

    Args:
        text: What was looked for.
        occurrences: Where it occurs, in the order to write.
        documents: The documents; those in which it occurs are written.
    """
    return _json(
        {
            "schema": "lineage/find/1",
            "text": text,
            "documents": _documents(occurrences, documents),
            "occurrences": [occurrence.to_dict() for occurrence in occurrences],
        }
    )


def trace_json(text: str, family: Family | None, documents: Iterable[Document]) -> str:
    """Return one passage through time as JSON, schema ``lineage/trace/1``.

    Args:
        text: What was asked for: a wording, or the id of a family.
        family: The passage; ``None`` when it occurs nowhere.
        documents: The documents; those that have the passage are written.
    """
    return _json(
        {
            "schema": "lineage/trace/1",
            "text": text,
            "documents": _documents(family.occurrences if family else (), documents),
            "family": family.to_dict() if family else None,
        }
    )


def _documents(
    occurrences: Sequence[Occurrence], documents: Iterable[Document]
) -> list[dict[str, Any]]:
    having = {occurrence.document for occurrence in occurrences}
    return [
        document_to_dict(document, sentences=len(split_sentences(document.text)))
        for document in sorted(documents, key=lambda document: document.id)
        if document.id in having
    ]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
