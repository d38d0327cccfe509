"""One plain text or Markdown file → a document."""

import hashlib
from collections.abc import Iterable

from lineage.errors import InputError
from lineage.model import Document, Provenance
from lineage.normalize import find_insertions
from lineage.readers.decode import DecodeError, decode
from lineage.readers.metadata import Metadata, describe, split_front_matter
from lineage.readers.paths import Source, explain, readable_name


def read_source(
    source: Source,
    *,
    encoding: str | None = None,
    metadata: Iterable[Metadata] = (),
    use_dates: bool = True,
) -> Document:
    """Return the document that a file holds.

    The text is that of the file, character for character, without a byte order mark and,
    in Markdown, without front matter; line ends stay as they are.

    Args:
        source: The file and its id.
        encoding: Its encoding, when that is known; else it is found out.
        metadata: What is known of the document from elsewhere.
        use_dates: Whether its date is of interest.

    Raises:
        InputError: If the file cannot be opened or is no text.
    """
    try:
        data = source.path.read_bytes()
    except OSError as error:
        raise InputError(source.id, explain(error)) from error
    try:
        decoded = decode(data, encoding)
    except DecodeError as error:
        raise InputError(source.id, str(error)) from error
    text, known, notes = decoded.text, [*metadata], []
    if source.format == "md":
        front_matter, text = split_front_matter(text)
        known.append(front_matter)
        if len(text) < len(decoded.text):
            notes.append("front matter is read as metadata and is no part of the text")
    if not text.strip():
        notes.append("holds no text")
    description = describe(
        text,
        find_insertions(text),
        name=readable_name(source.path.name),
        metadata=known,
        use_dates=use_dates,
    )
    return Document(
        id=source.id,
        text=text,
        title=description.title,
        date=description.date,
        date_source=description.date_source,
        date_evidence=description.date_evidence,
        speaker=description.speaker,
        place=description.place,
        provenance=Provenance(
            format=source.format,
            encoding=decoded.encoding,
            sha256=hashlib.sha256(data).hexdigest(),
            notes=tuple(notes),
        ),
    )
