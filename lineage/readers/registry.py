"""Which reader reads which file, by the suffix of its name and by its first bytes.

The suffix decides, except where the bytes prove it wrong: a ``.doc`` that is a web page,
a ``.docx`` that is an old Word file. Readers of other packages are found through the
entry points ``lineage.readers``, whose names are suffixes; they add kinds of files and
take none away.
"""

import re
from collections.abc import Iterable
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from lineage.model import Failure
from lineage.readers.extract import Extract, Options, Read, UnreadableError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What files of old office programs begin with."""

_OLDER = (b"\xdb\xa5", b"\x9b\xa5", b"\x31\xbe\x00\x00", b"\xfe\x37\x00")
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_GROUP = "lineage.readers"

_SUFFIXES = {
    **dict.fromkeys(("txt", "text"), "txt"),
    **dict.fromkeys(("md", "markdown"), "md"),
    **dict.fromkeys(("jsonl", "ndjson"), "jsonl"),
    "csv": "csv",
    **dict.fromkeys(("html", "htm", "xhtml", "shtml"), "html"),
    "pdf": "pdf",
    **{name: name for name in ("doc", "dot", "odt", "ott", "rtf", "wps", "wpt")},
    **dict.fromkeys(("docx", "docm", "dotx"), "docx"),
}

_FORMATS = frozenset(_SUFFIXES.values())

TEXT_FORMATS = frozenset({"txt", "md"})
"""Formats that are read in this process: their readers only decode."""

OFFICE_FORMATS = frozenset({"doc", "dot", "odt", "ott", "rtf", "wps", "wpt"})
"""Formats that LibreOffice turns into ``docx`` first."""

_READERS = {
    "jsonl": ("records", "read_jsonl"),
    "csv": ("records", "read_csv"),
    "docx": ("docx", "read_docx"),
    "html": ("html", "read_html"),
    "pdf": ("pdf", "read_pdf"),
}
_LIBRARIES = {
    "html": "selectolax",
    "pdf": "pypdfium2",
    **dict.fromkeys(OFFICE_FORMATS, "LibreOffice"),
}

KNOWN_ONLY = frozenset({"caj", "epub", "mht", "ofd", "pages", "uof"})
"""Kinds of documents that nothing here reads; found in a folder, they are named."""


def format_of(suffix: str) -> str | None:
    """Return the format that files with a suffix have; ``None`` where there is no reader.

    Args:
        suffix: The suffix in lower case, with or without its dot.
    """
    name = suffix.removeprefix(".")
    return _SUFFIXES.get(name) or (name if name in _plugins() else None)


def is_document(suffix: str) -> bool:
    """Whether files with a suffix are documents, readable or not."""
    return format_of(suffix) is not None or suffix.removeprefix(".") in KNOWN_ONLY


def sniffed(data: bytes, format: str) -> str:
    """Return the format that bytes really have, whatever their name says.

    Only what leaves no doubt counts: files of word processors are often saved under each
    other's suffixes, and web pages under theirs.
    """
    if data.startswith(b"%PDF-"):
        return "pdf"
    if format not in {*OFFICE_FORMATS, "docx", "txt"}:
        return format
    if data.startswith(OLE) or data.startswith(_OLDER):
        return format if format in OFFICE_FORMATS else "doc"
    if data.startswith(b"PK\x03\x04") and format != "docx":
        if data[30:38] == b"mimetype":
            return format if format == "ott" else "odt"
        return "docx" if b"word/" in data else format
    if format != "txt":
        if data.startswith(b"{\\rtf"):
            return "rtf"
        if _HTML.match(data):
            return "html"
    # LibreOffice would make something of anything.
    return "txt" if format in OFFICE_FORMATS else format


def reader_name(format: str) -> str:
    """Return who reads a format: ``lineage`` itself, or the library or package that does."""
    if format in _FORMATS:
        return _LIBRARIES.get(format, "lineage")
    return _package(_plugins()[format])


def find_reader(format: str) -> Read:
    """Return the function that reads a format, imported now.

    Raises:
        UnreadableError: If it is another package's and cannot be imported.
    """
    if format in _READERS:
        module, name = _READERS[format]
        return cast(Read, getattr(import_module(f"lineage.readers.{module}"), name))
    point = _plugins()[format]
    try:
        read = cast(Read, point.load())
    except Exception as error:
        raise UnreadableError(
            f"the reader of {_package(point)} cannot be loaded ({type(error).__name__}: {error})"
        ) from error
    return partial(_read_with_plugin, _package(point), read)


def _package(point: "EntryPoint") -> str:
    return point.dist.name if point.dist else point.module


def _read_with_plugin(
    name: str, read: Read, data: bytes, options: Options
) -> Iterable[Extract | Failure]:
    for found in read(data, options):
        if not isinstance(found, Extract | Failure):
            raise UnreadableError(f"the reader of {name} gives {type(found).__name__}, no Extract")
        yield found


@cache
def _plugins() -> dict[str, "EntryPoint"]:
    """Return the entry points of other packages by suffix; of two, the first by name counts."""
    # Most folders hold nothing that another package reads, and this takes a while to import.
    from importlib.metadata import entry_points

    points = sorted(entry_points(group=_GROUP), key=lambda point: (point.name, point.value))
    found: dict[str, EntryPoint] = {}
    for point in points:
        found.setdefault(point.name.lower().removeprefix("."), point)
    return {name: point for name, point in found.items() if name not in _SUFFIXES}
