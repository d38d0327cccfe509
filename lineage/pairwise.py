"""Two documents side by side: the entry point that needs no corpus, and loads nothing of one."""

from pathlib import Path

from lineage.comparison import compare_prepared
from lineage.errors import InputError
from lineage.model import Comparison, Document
from lineage.prepare import prepare
from lineage.readers import read_paths
from lineage.settings import Settings


def compare(
    left: Document | str | Path, right: Document | str | Path, *, settings: Settings | None = None
) -> Comparison:
    """Return two documents side by side.

    Args:
        left: A document, or the path of one.
        right: Another.
        settings: What counts as shared.
    """
    one, two = prepare([_document(left), _document(right)])
    return compare_prepared(one, two, settings or Settings())


def _document(given: Document | str | Path) -> Document:
    if isinstance(given, Document):
        return given
    documents = read_paths([given]).documents
    if len(documents) != 1:
        raise InputError(
            str(given), f"has {len(documents)} documents", "name the one that is to be compared"
        )
    return documents[0]
