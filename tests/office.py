"""Word files made from their XML, for tests: valid ones and others."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:x="urn:other"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = ("styles", "numbering", "footnotes", "endnotes", "header1", "footer1", "comments")


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs, or of texts that become runs."""
    inside = "".join(piece if piece.startswith("<") else run(piece) for piece in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def run(text: str, *, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def table(*rows: Iterable[str]) -> str:
    """Return a table; a cell that is no XML becomes a paragraph."""
    cells = [
        "".join(f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        for row in rows
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    core: str = "",
    more: Mapping[str, bytes] | None = None,
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a Word file.

    Args:
        body: What stands in its body, as XML.
        parts: What stands in other parts, such as ``styles``, as XML.
        core: What stands in its properties, as XML.
        more: Other members of the zip.
        compression: How they are packed.
    """
    written = {name: content for name, content in (parts or {}).items() if name in _PARTS}
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for n, name in enumerate(written)
    )
    main = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    members = {
        "[Content_Types].xml": _content_types(written),
        "_rels/.rels": _relations(
            f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{_PACKAGE}/relationships/metadata/core-properties"'
            ' Target="docProps/core.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(relations),
        "docProps/core.xml": (
            f'<p:coreProperties xmlns:p="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
            f"{core}</p:coreProperties>"
        ),
        "word/document.xml": main,
        **{
            f"word/{name}.xml": f"<w:{name} {NAMESPACES}>{content}</w:{name}>"
            for name, content in written.items()
        },
    }
    return zipped({**members, **(more or {})}, compression=compression)


def zipped(members: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip file whose bytes depend on its members alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = compression
            data = content.encode("utf-8") if isinstance(content, str) else content
            file.writestr(info, data)
    return stream.getvalue()


def text_docx(text: str) -> bytes:
    """Return a Word file with a paragraph for each line of a text."""
    return docx("".join(paragraph(line) for line in text.splitlines()))


def _content_types(parts: Iterable[str]) -> str:
    document = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{document}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            *((part, part.rstrip("1")) for part in parts),
        )
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
        ' ContentType="application/xml"/><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )


def _relations(inside: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
