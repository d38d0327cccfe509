"""What executors do with text files: bytes in, documents out, read as `lineage` reads them."""

from collections.abc import Iterator

import pyarrow as pa

from lineage.cluster.rows import Row
from lineage.normalize import normalize
from lineage.readers.decode import decode
from lineage.readers.metadata import describe

READ = pa.schema([(name, pa.string()) for name in ("id", "text", "date", "title")])


def read_text(row: Row, *, folder: str) -> Iterator[Row]:
    """Yield the document that a text file holds.

    Args:
        row: Its ``path`` and ``content``.
        folder: What its path begins with, and its id does not.
    """
    id_ = row["path"].removeprefix(folder).lstrip("/")
    text = decode(row["content"]).text
    found = describe(text, normalize(text).inserted, name=id_.rpartition("/")[2])
    yield {"id": id_, "text": text, "date": found.date, "title": found.title}
