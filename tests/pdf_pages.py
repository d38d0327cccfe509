"""Pages of PDF files, for tests: as characters with boxes, and as whole files."""

from collections.abc import Callable, Sequence

from lineage.readers.pdf_lines import Glyph

EM = 10.0
LEADING = 16.0
TOP = 780.0
_CLOSING = frozenset("，。、；：？！”’）》」』】…,.;:?!)")


def placed(text: str, x: float, y: float, *, em: float = EM) -> list[Glyph]:
    """Return a text set from a point to the right."""
    glyphs = []
    follows_blank = False
    for character in text:
        if character == " ":
            x += em / 2
            follows_blank = True
            continue
        width = em if character > "\u2000" else em / 2
        glyphs.append(Glyph(character, x, x + width, y, y + em, follows_blank))
        x += width
        follows_blank = False
    return glyphs


def broken(paragraph: str, n_columns: int, *, indent: int = 2) -> list[tuple[int, str]]:
    """Return the lines of a paragraph of Chinese: how far each is set in, and its text."""
    lines: list[tuple[int, str]] = []
    start, room = 0, n_columns - indent
    while start < len(paragraph):
        end = min(start + room, len(paragraph))
        # A mark that closes stands at the end of a line, never at the beginning.
        while end < len(paragraph) and paragraph[end] in _CLOSING and end > start + 1:
            end -= 1
        lines.append((0 if lines else indent, paragraph[start:end]))
        start, room = end, n_columns
    return lines


def paged(
    paragraphs: Sequence[str],
    *,
    n_columns: int = 30,
    n_rows: int = 30,
    left: float = 70.0,
    furniture: Callable[[int], list[Glyph]] = lambda _: [],
) -> list[list[Glyph]]:
    """Return the pages of a text in one column.

    Args:
        paragraphs: Chinese without blanks.
        n_columns: Characters of a line.
        n_rows: Lines of a page.
        left: Where lines begin.
        furniture: What else stands on a page, by its number from zero.
    """
    lines = [line for paragraph in paragraphs for line in broken(paragraph, n_columns)]
    pages = []
    for number, first in enumerate(range(0, max(1, len(lines)), n_rows)):
        page = furniture(number)
        for row, (indent, text) in enumerate(lines[first : first + n_rows]):
            page += placed(text, left + indent * EM, TOP - row * LEADING)
        pages.append(page)
    return pages


def pdf(pages: Sequence[str], *, more: str = "", count: int | None = None, info: str = "") -> bytes:
    """Return a PDF file with Latin text.

    Args:
        pages: The drawing operators of each page.
        more: Further entries of the catalogue.
        count: How many pages it says it has; by default, so many as it has.
        info: The entries of the dictionary of properties.
    """
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {more} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages) if count is None else count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, content in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    return data + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\n"
        f"startxref\n{len(data)}\n%%EOF\n"
    ).encode("latin-1")


def shown(*lines: str, x: int = 72, y: int = 760, size: int = 12) -> str:
    """Return the operators that draw lines of text one below the other."""
    escaped = (line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines)
    rows = " ".join(f"({line}) Tj 0 -{size * 3 // 2} Td" for line in escaped)
    return f"BT /F1 {size} Tf {x} {y} Td {rows} ET"
