"""What is known of a document besides its text: a table of dates, front matter, its name.

A table that the user hands over counts above front matter, that above the file name,
and the file name above the head of the text.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lineage.dates import FoundDate, date_from_filename, date_from_text, find_title, parse_date
from lineage.errors import InputError
from lineage.model import DateSource, RawSpan
from lineage.readers.decode import DecodeError, decode
from lineage.readers.extract import one_line
from lineage.readers.paths import explain, readable_name

_COLUMNS = ("document", "date", "title", "speaker", "place")
_FRONT_MATTER = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?P<body>(?:(?!---[ \t]*[\r\n])[^\r\n]*(?:\r\n|\r|\n)){0,200}?)"
    r"---[ \t]*(?:\r\n|\r|\n|\Z)"
)
_KEYS = {
    **{name: name for name in _COLUMNS[1:]},
    "标题": "title",
    "題目": "title",
    "题目": "title",
    "日期": "date",
    "时间": "date",
    "讲话时间": "date",
    "讲话人": "speaker",
    "作者": "speaker",
    "author": "speaker",
    "地点": "place",
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document; empty where nothing is.

    Attributes:
        date: ISO date as far as it is known.
        title: Its title.
        speaker: Who spoke.
        place: Where.
        evidence: The words the date was read from; without a date, words that are none.
    """

    date: str = ""
    title: str = ""
    speaker: str = ""
    place: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What the fields of a document besides its text say."""

    title: str
    date: str | None
    date_source: DateSource | None
    date_evidence: str
    speaker: str | None
    place: str | None


def describe(
    text: str,
    inserted: tuple[RawSpan, ...],
    *,
    name: str,
    is_numbered: bool = False,
    metadata: Iterable[Metadata] = (),
    use_dates: bool = True,
) -> Description:
    """Return title, date, speaker and place of a document.

    Args:
        text: Its raw text.
        inserted: Spans of the text that do not belong to it.
        name: Its file name.
        is_numbered: Whether that begins with its place in a row (`lineage.numbered.are_numbered`).
        metadata: What is known from elsewhere; the first counts most.
        use_dates: Whether its date is of interest.
    """
    known = tuple(metadata)
    dated = next((entry for entry in known if entry.date), None)
    found: FoundDate | None = None
    source: DateSource | None = None
    if not use_dates:
        pass
    elif dated:
        found, source = FoundDate(dated.date, dated.evidence), "metadata"
    elif found := date_from_filename(name, is_numbered=is_numbered):
        source = "filename"
    elif found := date_from_text(text, inserted):
        source = "text"
    return Description(
        title=_first(entry.title for entry in known) or find_title(text, inserted),
        date=found.date if found else None,
        date_source=source,
        date_evidence=found.evidence if found else "",
        speaker=_first(entry.speaker for entry in known) or None,
        place=_first(entry.place for entry in known) or None,
    )


def split_front_matter(text: str) -> tuple[Metadata, str]:
    """Return what the front matter of a Markdown text says, and the text without it.

    Front matter stands between two lines ``---`` at the very beginning, one ``key: value``
    a line. A date that is none is left out, but for its words.
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return Metadata(), text
    fields: dict[str, str] = {}
    for line in match["body"].splitlines():
        key, colon, value = re.sub("：", ":", line, count=1).partition(":")
        name = _KEYS.get(key.strip().lower())
        if colon and name:
            fields.setdefault(name, value.strip().strip("\"'“”").strip())
    stated = fields.pop("date", "")
    date = stated_date(stated)
    return Metadata(date=date, evidence=stated, **fields), text[match.end() :]


def stated_date(words: str) -> str:
    """Return the date that a file states; empty if it is none.

    A time of day may follow.

    Example:
        >>> stated_date("2023-01-05T10:00:00")
        '2023-01-05'
    """
    return parse_date(words) or parse_date(re.split(r"[T ]", words, maxsplit=1)[0]) or ""


def read_table(path: str | Path) -> Mapping[str, Metadata]:
    """Return the rows of a table with the columns ``document,date[,title,speaker,place]``.

    The table may be in any encoding that documents may have, and be separated by commas,
    semicolons or tabs. An empty date is unknown.

    Raises:
        InputError: If it cannot be read, a column is missing, a date is none, or two rows
            are about one document; the message names the line.
    """
    name = readable_name(path)
    try:
        text = decode(Path(path).read_bytes()).text
    except DecodeError as error:
        raise InputError(name, str(error), "the dates are a CSV file") from error
    except (OSError, ValueError) as error:
        raise InputError(name, explain(error), "check the path") from error
    rows: dict[str, Metadata] = {}
    try:
        for line, row in _rows(name, text):
            document, metadata = _read_row(f"{name}, line {line}", row)
            if document in rows:
                raise InputError(
                    f"{name}, line {line}", f"{document} has a row already", "keep one of them"
                )
            rows[document] = metadata
    except csv.Error as error:
        raise InputError(name, f"is no CSV table ({error})") from error
    return rows


def table_key(document: str) -> str:
    """Return the form of a document's id by which a row of a table is found."""
    return unicodedata.normalize("NFC", document.replace("\\", "/")).removeprefix("./")


def _rows(name: str, text: str) -> Iterable[tuple[int, dict[str, str]]]:
    head = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns = [column.strip().lower() for column in next(reader, [])]
    missing = [column for column in _COLUMNS[:2] if column not in columns]
    if missing:
        raise InputError(
            name,
            f"has no column {missing[0]!r}",
            "its first line names the columns: document,date[,title,speaker,place]",
        )
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns):
            raise InputError(
                f"{name}, line {reader.line_num}",
                f"has {len(cells)} cells where the first line has {len(columns)}",
                "put cells that hold a comma in double quotes",
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        yield (
            reader.line_num,
            {column: cell.strip() for column, cell in zip(columns, padded, strict=True)},
        )


def _read_row(place: str, row: Mapping[str, str]) -> tuple[str, Metadata]:
    if not row["document"]:
        raise InputError(place, "names no document")
    date = parse_date(row["date"]) if row["date"] else ""
    if date is None:
        raise InputError(
            place,
            f"{row['date']!r} is no date",
            "write 2023, 2023-01 or 2023-01-05, or leave it empty",
        )
    return table_key(row["document"]), Metadata(
        date=date,
        title=one_line(row.get("title", "")),
        speaker=one_line(row.get("speaker", "")),
        place=one_line(row.get("place", "")),
        evidence=row["date"],
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
