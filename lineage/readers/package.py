"""Zip files with XML in them, read within limits: what ``.docx`` is made of.

Why ``zipfile`` and ``expat`` and no library for Word files: those build the whole tree in
memory, so that a file of some kilobytes can take gigabytes. Here a part is unpacked
piece by piece, counted while it is unpacked (what the directory of the zip says of sizes
is not believed), and handed to the parser at once; nothing is kept but the text. A
document type, without which there are no entities to expand and nothing external to
fetch, is refused. Both modules come with Python.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

from lineage.errors import LimitError
from lineage.readers.extract import UnreadableError
from lineage.settings import Limits

_PIECE = 1 << 16
_SMALL = 10 << 20
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)


class Handler(Protocol):
    """Takes the elements of an XML part as they come; names are ``namespace local``."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None: ...

    def end(self) -> None: ...

    def text(self, data: str, /) -> None: ...


class Package:
    """A zip file of which some parts are read.

    Raises:
        UnreadableError: If it is no zip file.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._n_unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise UnreadableError(f"it is damaged ({_reason(error)})") from error
        self._names = {info.filename.lower(): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def parse(self, name: str, handler: Handler) -> None:
        """Hand the elements of a part to a handler; a part that is missing has none.

        Raises:
            UnreadableError: If it is damaged, or not what a well-meant file holds.
            LimitError: If it unpacks to more, or is nested deeper, than allowed.
        """
        if name in self:
            parse_xml(self._pieces(self._names[name.lower()]), handler, self._limits)

    def targets(self, name: str) -> Mapping[str, str]:
        """Return the parts that a part refers to by the last word of their kind.

        Args:
            name: The part; empty for the package itself.
        """
        folder, base = posixpath.split(name)
        found = _Relationships()
        self.parse(posixpath.join(folder, "_rels", f"{base}.rels"), found)
        return {
            kind: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            for kind, target in found.targets.items()
        }

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        if info.flag_bits & 1:
            raise UnreadableError("it is protected with a password")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableError("it is packed in a way that no word processor uses")
        limits, n = self._limits, 0
        try:
            with self._zip.open(info) as part:
                while piece := part.read(_PIECE):
                    n += len(piece)
                    self._n_unpacked += len(piece)
                    if self._n_unpacked > limits.unpacked_bytes:
                        asked = "it unpacks to more than allowed"
                        raise LimitError("unpacked_mb", limits.unpacked_mb, asked)
                    if n > max(_SMALL, info.compress_size * limits.unpacked_ratio):
                        asked = "a part of it unpacks to many times its size"
                        raise LimitError("unpacked_ratio", limits.unpacked_ratio, asked)
                    yield piece
        except LimitError:
            raise
        except _DAMAGED as error:
            raise UnreadableError(f"it is damaged ({_reason(error)})") from error


def parse_xml(pieces: Iterator[bytes], handler: Handler, limits: Limits) -> None:
    """Hand the elements of an XML text to a handler.

    Raises:
        UnreadableError: If it is no well-formed XML, or declares a document type.
        LimitError: If it is nested deeper than allowed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            raise LimitError("depth", limits.depth, "its elements are nested too deeply")
        handler.start(name, attributes)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end()

    def refuse(*_: object) -> None:
        raise UnreadableError("it declares a document type, which only files meant to harm do")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (UnreadableError, LimitError):
        raise
    except (expat.ExpatError, ValueError) as error:
        raise UnreadableError(f"it is damaged ({error})") from error


class _Relationships:
    """What a part refers to inside the package."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        # Whatever lies outside the file is nobody's business.
        if name == f"{_RELATIONSHIPS} Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets.setdefault(kind, attributes.get("Target", ""))

    def end(self) -> None: ...

    def text(self, data: str) -> None: ...


def _reason(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
