"""What executors do with text files: bytes in, documents out, read as `lineage` reads them."""

from collections.abc import Collection, Iterator

import pyarrow as pa

from lineage.cluster.rows import Row
from lineage.errors import InputError
from lineage.normalize import normalize
from lineage.readers.decode import DecodeError, decode
from lineage.readers.metadata import describe
from lineage.readers.paths import is_passed_over

READ = pa.schema([(name, pa.string()) for name in ("id", "text", "date", "title")])


def read_text(row: Row, *, folder: str, numbered: Collection[str] = ()) -> Iterator[Row]:
    """Yield the document that a text file holds.

    Args:
        row: Its ``path`` and ``content``.
        folder: What its path begins with, and its id does not.
        numbered: The folders of ids whose files are numbered (`lineage.numbered.numbered_folders`).

    Raises:
        InputError: If it cannot be read.
    """
    id_ = id_of(row["path"], folder)
    below, name = folder_and_name(id_)
    if is_passed_over(name):
        return
    try:
        text = decode(row["content"]).text
    except DecodeError as error:
        raise InputError(id_, str(error), "mend it, or take it out") from error
    inserted = normalize(text).inserted
    found = describe(text, inserted, name=name, is_numbered=below in numbered)
    yield {"id": id_, "text": text, "date": found.date, "title": found.title}


def id_of(path: str, folder: str) -> str:
    """Return the id of the document in a file below a folder."""
    return path.removeprefix(folder).lstrip("/") or folder_and_name(path)[1]


def folder_and_name(id_: str) -> tuple[str, str]:
    """Return the folder of an id and the name in it."""
    below, _, name = id_.rpartition("/")
    return below, name
