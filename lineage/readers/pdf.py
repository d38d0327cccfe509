"""PDF files → text in reading order, with PDFium.

PDFium gives characters with their boxes; what they are as text is decided here:
``pdf_lines`` puts them in lines and lines in the order of columns, ``pdf_text`` tells
running heads and page numbers from text and joins lines to paragraphs. Characters
stay as the file has them: radicals that stand for whole characters are folded where texts
are compared, not here.

PDFium as it is shipped runs no scripts and loads nothing from outside the file. It is
single-threaded and can be made to crash or to work for long, which is why it runs in a
process of its own.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from lineage.errors import LimitError
from lineage.readers.extract import Extract, Options, Text, UnreadableError, check_length
from lineage.readers.pdf_lines import Glyph, Line, lines_of
from lineage.readers.pdf_text import paragraphs_of

_TURN = math.pi / 2
_SKEW = math.radians(10)
"""A quarter of a circle, and by how much text that is read may be out of true."""

_HYPHEN = 2
"""The character that PDFium has for the hyphen of a word that is divided."""

_SHOWN = 3
"""Pages that cannot be opened, of which the numbers are told."""

_UNMAPPED_RATIO = 0.05
"""Share of the characters that fonts do not tell, from which a note says so."""


def read_pdf(data: bytes, options: Options) -> Iterator[Extract]:
    """Yield the one document of a PDF file.

    Raises:
        UnreadableError: If it is damaged, protected, or holds no text.
        LimitError: If it has more pages or characters than allowed.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # What PDFium says of the reason can be about the file before.
        if b"/Encrypt" in data and re.search("password|security", str(error), re.IGNORECASE):
            raise UnreadableError("it is protected with a password") from error
        raise UnreadableError("it is damaged: it is no PDF that can be opened") from error
    try:
        n_pages = len(document)
        if n_pages > options.limits.pages:
            raise LimitError("pages", options.limits.pages, f"it has {n_pages} pages")
        reading = _Reading(options)
        for number in range(n_pages):
            reading.take(document, number)
        text = Text(options.limits)
        for paragraph in paragraphs_of(reading.pages):
            text.add(("\n" if len(text) else "") + paragraph)
        if not len(text):
            raise UnreadableError(reading.why_empty(n_pages))
        properties = _properties(document)
    finally:
        document.close()
    yield Extract(str(text), properties=properties, notes=reading.notes())


class _Reading:
    """The pages of a file as they are read."""

    def __init__(self, options: Options) -> None:
        self.pages: list[list[list[Line]]] = []
        self._most = options.limits.characters
        self._n_characters = 0
        self._n_unmapped = 0
        self._failed: list[int] = []

    def take(self, document: pdfium.PdfDocument, number: int) -> None:
        try:
            page = document[number]
            text_page = page.get_textpage()
        except pdfium.PdfiumError:
            self._failed.append(number + 1)
            return
        try:
            glyphs = list(self._glyphs(page, text_page))
        finally:
            text_page.close()
            page.close()
        self.pages.append(lines_of(glyphs))

    def why_empty(self, n_pages: int) -> str:
        if len(self._failed) == n_pages:
            return "it is damaged: none of its pages can be opened"
        return "it holds no text; if it is a scan, have its text recognised (OCR) first"

    def notes(self) -> tuple[str, ...]:
        notes = []
        if self._failed:
            shown = ", ".join(map(str, self._failed[:_SHOWN]))
            more = ", …" if len(self._failed) > _SHOWN else ""
            notes.append(f"pages that cannot be opened are missing: {shown}{more}")
        if self._n_unmapped > _UNMAPPED_RATIO * self._n_characters:
            notes.append(
                f"its fonts do not say what {self._n_unmapped} of its {self._n_characters}"
                " characters are"
            )
        return tuple(notes)

    def _glyphs(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> Iterator[Glyph]:
        """Yield the characters of a page in the order of the file, the text turned upright."""
        n = text_page.count_chars()
        self._n_characters += n
        check_length(self._n_characters, self._most)
        handle = text_page.raw
        turn = _main_turn(handle, n)
        left, bottom, right, top = page.get_bbox()
        box = raw.FS_RECTF()
        at = ctypes.byref(box)
        half = 0
        is_blank = False
        for index in range(n):
            code = raw.FPDFText_GetUnicode(handle, index)
            if 0xD800 <= code < 0xDC00:
                half = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((half & 0x3FF) << 10) + (code & 0x3FF) if half else 0xFFFD
            half = 0
            if raw.FPDFText_IsGenerated(handle, index) == 1 or chr(code).isspace():
                is_blank = True
                continue
            if raw.FPDFText_HasUnicodeMapError(handle, index) == 1 or code in (0, 0xFFFE, 0xFFFF):
                self._n_unmapped += 1
                code = 0xFFFD
            if code < 0x20 and code != _HYPHEN:
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, index, at):
                continue
            if not (left <= box.left <= right and bottom <= (box.top + box.bottom) / 2 <= top):
                continue
            if abs(_angle(handle, index) - turn * _TURN) % (4 * _TURN) > _SKEW:
                # A watermark that runs across the page.
                continue
            character = "-" if code == _HYPHEN else chr(code)
            yield _turned(character, box, turn, is_blank)
            is_blank = False


def _angle(handle: object, index: int) -> float:
    angle: float = raw.FPDFText_GetCharAngle(handle, index)
    return angle


def _main_turn(handle: object, n: int) -> int:
    """Return by how many quarters of a circle most of the text is turned."""
    angles = (_angle(handle, index) for index in range(0, n, max(1, n // 200)))
    turns = Counter(round(angle / _TURN) % 4 for angle in angles if angle >= 0)
    return max(turns, key=lambda turn: (turns[turn], -turn), default=0)


def _turned(character: str, box: raw.FS_RECTF, turn: int, follows_blank: bool) -> Glyph:
    """Return a character with its box as if the page were held so that it is upright."""
    x0, x1 = sorted((box.left, box.right))
    y0, y1 = sorted((box.bottom, box.top))
    if turn == 1:
        x0, x1, y0, y1 = -y1, -y0, x0, x1
    elif turn == 2:
        x0, x1, y0, y1 = -x1, -x0, -y1, -y0
    elif turn == 3:
        x0, x1, y0, y1 = y0, y1, -x1, -x0
    return Glyph(character, x0, x1, y0, y1, follows_blank)


def _properties(document: pdfium.PdfDocument) -> dict[str, str]:
    found = document.get_metadata_dict()
    title = " ".join(found.get("Title", "").split())
    date = found.get("CreationDate", "").removeprefix("D:")
    properties = {"title": title} if title else {}
    if date[:8].isdecimal() and len(date) >= 8:
        properties["date"] = f"{date[:4]}-{date[4:6]}-{date[6:8]}"
    return properties
