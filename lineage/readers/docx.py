"""Word files (``.docx``) → text as it stands on the page.

Paragraphs are lines, with the numbers of their lists; cells of a table's row are
separated by tabs; the text of a box follows the paragraph that it hangs on. Tracked
changes are accepted; comments, hidden text, headers and footers are left out. Notes stand
at the end, each marked ``[脚注 1]`` or ``[尾注 1]`` in the order in which the text refers to them,
so that they do not interrupt its wording.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lineage.readers.docx_parts import Numbering, Properties, Styles, local_name
from lineage.readers.extract import Extract, Options, Text, UnreadableError
from lineage.readers.numbering import Counter, Definitions
from lineage.readers.package import Package

_OFF = frozenset({"0", "false", "off", "none"})
_NOTES = {"footnote": "脚注", "endnote": "尾注"}
# What is not on the page: deleted text, earlier formatting, codes of fields, the small
# readings above characters, comments.
_LEFT_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "sectPr", "tblGrid"}
)


def read_docx(data: bytes, options: Options) -> Iterator[Extract]:
    """Yield the one document of a Word file.

    Raises:
        UnreadableError: If it is damaged, protected or no Word file.
        LimitError: If it asks for more than allowed.
    """
    package = Package(data, options.limits)
    main = package.targets("").get("officeDocument", "word/document.xml")
    if main not in package:
        raise UnreadableError("it is no Word document")
    parts = package.targets(main)
    definitions = Definitions()
    package.parse(parts.get("styles", ""), Styles(definitions))
    package.parse(parts.get("numbering", ""), Numbering(definitions))
    body = _Body(definitions)
    package.parse(main, body)
    if not body.is_word:
        raise UnreadableError("it is no Word document")
    text = Text(options.limits)
    text.add("\n".join(body.lines))
    for kind in _NOTES:
        if body.references[kind]:
            notes = _Body(definitions)
            package.parse(parts.get(f"{kind}s", ""), notes)
            for number, name in enumerate(body.references[kind], 1):
                if name in notes.notes:
                    text.add(f"\n[{_NOTES[kind]} {number}] {notes.notes[name]}")
    properties = Properties()
    package.parse(package.targets("").get("core-properties", ""), properties)
    yield Extract(str(text), properties=properties.found, notes=tuple(body.remarks))


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    style: str = ""
    number: str = ""
    level: str = ""
    is_joined: bool = False
    depth_of_codes: list[bool] = field(default_factory=list)


@dataclass(slots=True)
class _Sink:
    """Where lines go: the body, a cell, a box or a note."""

    lines: list[str] = field(default_factory=list)
    carried: str = ""

    def add(self, line: str, *, is_joined: bool = False) -> None:
        line, self.carried = self.carried + line, ""
        if is_joined:
            self.carried = line
        else:
            self.lines.append(line)

    def finish(self) -> list[str]:
        if self.carried:
            self.add("")
        return self.lines


@dataclass(slots=True)
class _Row:
    cells: list[str] = field(default_factory=list)
    is_deleted: bool = False


class _Body:
    """Takes the elements of the main part or of a part with notes."""

    def __init__(self, definitions: Definitions) -> None:
        self.references: dict[str, list[str]] = {kind: [] for kind in _NOTES}
        self.notes: dict[str, str] = {}
        self.remarks: list[str] = []
        self.is_word = False
        self._counter = Counter(definitions)
        self._path: list[str] = []
        self._skipped = 0
        self._sinks = [_Sink()]
        self._paragraphs: list[_Paragraph] = []
        self._rows: list[_Row] = []
        self._choices: list[bool] = []
        self._hidden = False
        self._note = ""

    @property
    def lines(self) -> list[str]:
        return self._sinks[0].finish()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = local_name(name)
        parent = self._path[-1] if self._path else ""
        self._path.append(local)
        if self._skipped or self._is_left_out(local, parent):
            self._skipped += 1
            return
        values = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local in ("document", "footnotes", "endnotes"):
            self.is_word = True
        elif handle := self._STARTS.get(local):
            handle(self, parent, values)

    def end(self) -> None:
        local = self._path.pop()
        if self._skipped:
            self._skipped -= 1
        elif handle := self._ENDS.get(local):
            handle(self)

    def text(self, data: str) -> None:
        if not self._skipped and self._path and self._path[-1] == "t":
            self._write(data)

    def _is_left_out(self, local: str, parent: str) -> bool:
        if parent == "mc:AlternateContent":
            # Of the ways to show one thing, the first is read.
            is_first = local == "mc:Choice" and not self._choices[-1]
            self._choices[-1] = True
            return not is_first and local in ("mc:Choice", "mc:Fallback")
        if local in ("del", "moveFrom") and parent in ("rPr", "trPr"):
            return False
        return local in _LEFT_OUT or local.endswith("Change")

    def _write(self, data: str) -> None:
        if not self._paragraphs or self._hidden:
            return
        paragraph = self._paragraphs[-1]
        # Between the beginning of a field and its result stands its code.
        if not any(paragraph.depth_of_codes):
            paragraph.pieces.append(data)

    def _start_paragraph(self, _: str, __: Mapping[str, str]) -> None:
        self._paragraphs.append(_Paragraph())

    def _end_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        label = self._counter.label(
            style=paragraph.style, number=paragraph.number, level=paragraph.level
        )
        text = "".join(paragraph.pieces)
        self._sinks[-1].add(label + text if text.strip() else text, is_joined=paragraph.is_joined)
        for line in paragraph.boxes:
            self._sinks[-1].add(line)

    def _start_style(self, parent: str, values: Mapping[str, str]) -> None:
        if parent == "pPr" and self._paragraphs:
            self._paragraphs[-1].style = values.get("val", "")

    def _start_number(self, parent: str, values: Mapping[str, str]) -> None:
        if parent == "numPr" and self._paragraphs:
            self._paragraphs[-1].number = values.get("val", "")

    def _start_level(self, parent: str, values: Mapping[str, str]) -> None:
        if parent == "numPr" and self._paragraphs:
            self._paragraphs[-1].level = values.get("val", "")

    def _start_run(self, _: str, __: Mapping[str, str]) -> None:
        self._hidden = False

    def _start_hiding(self, parent: str, values: Mapping[str, str]) -> None:
        if parent == "rPr" and self._path[-3:-2] == ["r"]:
            self._hidden = values.get("val", "1").lower() not in _OFF

    def _start_deletion(self, parent: str, _: Mapping[str, str]) -> None:
        if parent == "trPr" and self._rows:
            self._rows[-1].is_deleted = True
        elif parent == "rPr" and self._path[-3:-2] == ["pPr"] and self._paragraphs:
            # Without its mark a paragraph goes on in the next.
            self._paragraphs[-1].is_joined = True

    def _start_tab(self, parent: str, _: Mapping[str, str]) -> None:
        if parent != "tabs":
            self._write("\t")

    def _start_break(self, _: str, __: Mapping[str, str]) -> None:
        self._write("\n")

    def _start_hyphen(self, _: str, __: Mapping[str, str]) -> None:
        self._write("-")

    def _start_symbol(self, _: str, values: Mapping[str, str]) -> None:
        try:
            character = chr(int(values.get("char", ""), 16))
        except (ValueError, OverflowError):
            return
        if not "\ud800" <= character <= "\udfff":
            self._write(character)

    def _start_field(self, _: str, values: Mapping[str, str]) -> None:
        if not self._paragraphs:
            return
        codes = self._paragraphs[-1].depth_of_codes
        kind = values.get("fldCharType")
        if kind == "begin":
            codes.append(True)
        elif kind == "separate" and codes:
            codes[-1] = False
        elif kind == "end" and codes:
            codes.pop()

    def _start_box(self, _: str, __: Mapping[str, str]) -> None:
        self._sinks.append(_Sink())

    def _end_box(self) -> None:
        lines = self._sinks.pop().finish()
        if self._paragraphs:
            self._paragraphs[-1].boxes.extend(line for line in lines if line.strip())
        else:
            self._sinks[-1].lines.extend(lines)

    def _start_row(self, _: str, __: Mapping[str, str]) -> None:
        self._rows.append(_Row())

    def _end_row(self) -> None:
        row = self._rows.pop()
        if not row.is_deleted:
            self._sinks[-1].add("\t".join(row.cells).rstrip("\t"))

    def _start_cell(self, _: str, __: Mapping[str, str]) -> None:
        self._sinks.append(_Sink())

    def _end_cell(self) -> None:
        lines = self._sinks.pop().finish()
        cell = "\n".join(lines).strip("\n")
        if self._rows:
            self._rows[-1].cells.append(cell)
        else:
            self._sinks[-1].add(cell)

    def _start_choices(self, _: str, __: Mapping[str, str]) -> None:
        self._choices.append(False)

    def _end_choices(self) -> None:
        self._choices.pop()

    def _start_footnote(self, _: str, values: Mapping[str, str]) -> None:
        self._refer("footnote", values)

    def _start_endnote(self, _: str, values: Mapping[str, str]) -> None:
        self._refer("endnote", values)

    def _refer(self, kind: str, values: Mapping[str, str]) -> None:
        name = values.get("id", "")
        if name not in self.references[kind]:
            self.references[kind].append(name)

    def _start_note(self, _: str, values: Mapping[str, str]) -> None:
        self._note = values.get("id", "")
        self._sinks.append(_Sink())

    def _end_note(self) -> None:
        lines = (line.strip() for line in self._sinks.pop().finish())
        self.notes[self._note] = "\n".join(filter(None, lines))

    def _start_chunk(self, _: str, __: Mapping[str, str]) -> None:
        remark = "a document that is embedded in it is not read"
        if remark not in self.remarks:
            self.remarks.append(remark)

    _STARTS: ClassVar = {
        "p": _start_paragraph,
        "pStyle": _start_style,
        "numId": _start_number,
        "ilvl": _start_level,
        "r": _start_run,
        "vanish": _start_hiding,
        "del": _start_deletion,
        "moveFrom": _start_deletion,
        "tab": _start_tab,
        "ptab": _start_tab,
        "br": _start_break,
        "cr": _start_break,
        "noBreakHyphen": _start_hyphen,
        "sym": _start_symbol,
        "fldChar": _start_field,
        "txbxContent": _start_box,
        "tr": _start_row,
        "tc": _start_cell,
        "mc:AlternateContent": _start_choices,
        "footnoteReference": _start_footnote,
        "endnoteReference": _start_endnote,
        "footnote": _start_note,
        "endnote": _start_note,
        "altChunk": _start_chunk,
    }
    _ENDS: ClassVar = {
        "p": _end_paragraph,
        "txbxContent": _end_box,
        "tr": _end_row,
        "tc": _end_cell,
        "mc:AlternateContent": _end_choices,
        "footnote": _end_note,
        "endnote": _end_note,
    }
