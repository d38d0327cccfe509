"""What executors do with text files: bytes in, documents out, read as `lineage` reads them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import pyarrow as pa

from lineage.cluster.rows import Row
from lineage.dates import are_numbered
from lineage.normalize import normalize
from lineage.readers.decode import decode
from lineage.readers.metadata import describe

READ = pa.schema([(name, pa.string()) for name in ("id", "text", "date", "title")])


def read_text(row: Row, *, folder: str, numbered: Collection[str] = ()) -> Iterator[Row]:
    """Yield the document that a text file holds.

    Args:
        row: Its ``path`` and ``content``.
        folder: What its path begins with, and its id does not.
        numbered: What `numbered_folders` returned.
    """
    id_ = id_of(row["path"], folder)
    text = decode(row["content"]).text
    below, _, name = id_.rpartition("/")
    inserted = normalize(text).inserted
    found = describe(text, inserted, name=name, is_numbered=below in numbered)
    yield {"id": id_, "text": text, "date": found.date, "title": found.title}


def id_of(path: str, folder: str) -> str:
    """Return the id of the document in a file below a folder."""
    return path.removeprefix(folder).lstrip("/")


def numbered_folders(ids: Iterable[str]) -> frozenset[str]:
    """Return the folders whose files are named by numbers in a row, from the ids of documents."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        below, _, name = id_.rpartition("/")
        names[below].append(name)
    return frozenset(below for below, there in names.items() if are_numbered(there))
