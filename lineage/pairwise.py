"""Two documents side by side: the entry point that needs no corpus, and loads nothing of one."""

from collections.abc import Sequence
from pathlib import Path

from lineage.comparison import compare_prepared
from lineage.errors import InputError
from lineage.model import Comparison, Document
from lineage.prepare import prepare
from lineage.readers import read_files, read_paths
from lineage.settings import Settings


def compare(
    left: Document | str | Path, right: Document | str | Path, *, settings: Settings | None = None
) -> Comparison:
    """Return two documents side by side.

    Args:
        left: A document, or the path of one; ``corpus.jsonl#7`` is one of a file that holds
            several.
        right: Another.
        settings: What counts as shared.

    Raises:
        InputError: If a path does not exist, or leads to none or to several documents.
    """
    one, two = prepare(_documents((left, right)))
    return compare_prepared(one, two, settings or Settings())


def _documents(given: Sequence[Document | str | Path]) -> list[Document]:
    """Return the documents that are meant; files are named apart, as the command does it."""
    files = [each for each in given if not isinstance(each, Document) and not _is_folder(each)]
    read = iter(read_files(files).documents if files else ())
    documents = []
    for each in given:
        if isinstance(each, Document):
            documents.append(each)
        else:
            documents.append(_only_document(each) if _is_folder(each) else next(read))
    return documents


def _is_folder(path: str | Path) -> bool:
    return Path(path).is_dir()


def _only_document(folder: str | Path) -> Document:
    documents = read_paths([folder]).documents
    if len(documents) != 1:
        raise InputError(
            str(folder), f"has {len(documents)} documents", "name the one that is to be compared"
        )
    return documents[0]
