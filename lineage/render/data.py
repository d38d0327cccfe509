"""Results as data files: JSON, CSV and XLSX.

The tables have one row for each occurrence, so that a spreadsheet can sort, count and
filter them without taking cells apart. Two things are done for spreadsheets alone: a
CSV begins with a byte order mark, because Excel otherwise reads Chinese as gibberish,
and a cell that a spreadsheet would take for a formula begins with an apostrophe. The
JSON holds every text exactly.
"""

import csv
import datetime
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any, cast

from lineage.folding import without_halves
from lineage.model import Comparison, Corpus, Family, Unit, document_to_dict

COLUMNS = (
    "family",
    "kind",
    "text",
    "template",
    "documents",
    "earliest document",
    "earliest date",
    "salience",
    "document",
    "start",
    "end",
    "occurrence",
    "similarity",
    "source",
    "characters",
    "part of",
)
BYTE_ORDER_MARK = "\ufeff"
# What makes a spreadsheet read a cell as a formula; the last four are the full-width
# forms of the first four, which some of them fold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Halves of characters; JSON has signs for them.
_HALVES = re.compile("[\ud800-\udfff]")
# What a worksheet takes in one cell, counted in UTF-16, and in rows.
_CELL = 32_767
_ROWS = 1_048_575


def families_json(corpus: Corpus, *, unit: Unit = "passage") -> str:
    """Return a corpus's families as JSON, schema ``lineage/families/1``.

    Args:
        corpus: What the analysis found.
        unit: Whether families of passages or of whole sentences are meant.
    """
    return "".join(json_lines(corpus, unit=unit))


def json_lines(corpus: Corpus, *, unit: Unit = "passage") -> Iterator[str]:
    """Yield what `families_json` returns, piece by piece."""
    families = corpus.families if unit == "passage" else corpus.sentence_families
    documents = (
        document_to_dict(document, sentences=profile.sentences)
        for document, profile in zip(corpus.documents, corpus.profiles, strict=True)
    )
    # A line for each: a third smaller than one for every value, and made in C.
    yield '{"schema": "lineage/families/1",\n "documents": ['
    yield from _lines(documents)
    yield '],\n "editions": ['
    yield from _lines(each.to_dict() for each in corpus.editions)
    yield '],\n "families": ['
    yield from _lines(family.to_dict() for family in families)
    yield "]}\n"


def _lines(values: Iterable[object]) -> Iterator[str]:
    before = "\n  "
    for value in values:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        yield before + _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", line)
        before = ",\n  "
    if before != "\n  ":
        yield "\n "


def comparison_json(comparison: Comparison) -> str:
    """Return a comparison as JSON, schema ``lineage/compare/1``."""
    return _json(comparison.to_dict())


def families_csv(families: Sequence[Family]) -> str:
    """Return families as CSV, a row for each occurrence, in their order.

    The text begins with a byte order mark: write it as UTF-8, as it is.
    """
    return "".join(csv_lines(families))


def csv_lines(families: Sequence[Family]) -> Iterator[str]:
    """Yield what `families_csv` returns, piece by piece."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    yield BYTE_ORDER_MARK
    for row in _rows(families):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
        yield lines.take()
    yield lines.take()


def families_xlsx(families: Sequence[Family]) -> bytes:
    """Return families as an Excel workbook, a row for each occurrence.

    Texts are stored as texts, whatever they begin with. A text longer than a cell can
    hold is cut and ends in an ellipsis (`count_cut` says how many are); rows that do not
    fit on one sheet go on to the next. Needs the package ``xlsxwriter``.
    """
    import xlsxwriter

    sink = _Bytes()
    # The workbook asks for a path or a file that is open for writing bytes.
    workbook = xlsxwriter.Workbook(
        cast(IO[bytes], sink),
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    # The time of writing would make every file another; this date says nothing.
    workbook.set_properties({"created": datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)})
    head = workbook.add_format({"bold": True, "bottom": 1})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    top = workbook.add_format({"valign": "top"})
    sheet = None
    place = 0
    for row in _rows(families):
        if sheet is None or place == _ROWS:
            sheet, place = _sheet(workbook, head), 0
        place += 1
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(place, column, _fitting(cell), wrapped)
            else:
                sheet.write_number(place, column, cell, top)
        sheet.autofilter(0, 0, place, len(COLUMNS) - 1)
    if sheet is None:
        _sheet(workbook, head)
    workbook.close()
    return bytes(sink.data)


def count_cut(families: Sequence[Family]) -> int:
    """Return how many cells of `families_xlsx` end before their text does."""
    cells = (cell for row in _rows(families) for cell in row if isinstance(cell, str))
    return sum(_units(cell) > _CELL for cell in cells)


def _sheet(workbook: Any, head: Any) -> Any:
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    widths = (16, 10, 48, 48, 11, 26, 13, 10, 26, 9, 9, 48, 11, 26, 11, 26)
    for column, (name, width) in enumerate(zip(COLUMNS, widths, strict=True)):
        sheet.write_string(0, column, name, head)
        sheet.set_column(column, column, width)
    return sheet


def _rows(families: Sequence[Family]) -> Iterator[tuple[str | int | float, ...]]:
    for family in families:
        n_documents, characters = family.n_documents, family.characters
        first = family.earliest
        for occurrence in family.occurrences:
            yield (
                family.id,
                family.kind,
                family.text,
                # The wording itself says what does not vary.
                family.template if family.template != family.text else "",
                n_documents,
                first.document if first else "",
                first.date if first else "",
                round(family.salience, 2),
                occurrence.document,
                occurrence.span.start,
                occurrence.span.end,
                occurrence.text,
                round(occurrence.similarity, 4),
                occurrence.source or "",
                characters,
                " ".join(family.part_of),
            )


def _harmless(text: str) -> str:
    """Return a cell that can be written, and that no spreadsheet takes for a formula."""
    text = without_halves(text)
    return "'" + text if text.startswith(_FORMULA) else text


def _fitting(text: str) -> str:
    text = without_halves(text)
    if _units(text) <= _CELL:
        return text
    # Half a character at the cut is none.
    head = text.encode("utf-16-le")[: 2 * (_CELL - 1)].decode("utf-16-le", "ignore")
    return head + "…"


def _units(text: str) -> int:
    """Return how long a text is in UTF-16, in which spreadsheets count."""
    if len(text) * 2 <= _CELL:
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


class _Lines:
    """What ``csv`` writes to: the lines that nobody has taken yet."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def write(self, line: str) -> None:
        self._parts.append(line)

    def take(self) -> str:
        parts, self._parts = self._parts, []
        return "".join(parts)


class _Bytes:
    """What the workbook writes to: bytes in memory, forwards only."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, chunk: bytes) -> int:
        self.data += chunk
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: there is nothing behind the memory."""
