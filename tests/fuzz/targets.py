"""What is fuzzed: each target takes bytes and raises only when a promise is broken.

``python tests/fuzz/run.py --seconds 20`` runs them all; ``python tests/fuzz/targets.py NAME
[libFuzzer options] [folder of inputs]`` one. Needs ``atheris``, which exists for Linux and macOS.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent, HERE.parent.parent):
    sys.path.insert(0, str(folder))

import atheris  # noqa: E402 (the folders above must be known first)

with atheris.instrument_imports(include=["lineage"]):
    from lineage.dates import date_from_filename, date_from_text, find_title, parse_date
    from lineage.errors import LimitError
    from lineage.model import Failure
    from lineage.normalize import find_insertions, normalize
    from lineage.readers.decode import DecodeError, decode
    from lineage.readers.docx import read_docx
    from lineage.readers.extract import Extract, Options, Read, UnreadableError
    from lineage.readers.html import read_html
    from lineage.readers.metadata import split_front_matter
    from lineage.readers.pdf import read_pdf
    from lineage.readers.records import read_csv, read_jsonl
    from lineage.readers.registry import sniffed
    from lineage.segment import split_sentences
    from lineage.settings import Limits

from office import NAMESPACES, docx, paragraph, table, zipped  # noqa: E402
from pdf_pages import pdf, shown  # noqa: E402

FORMULA = "守土有责、守土负责、守土尽责。"
OPTIONS = Options(
    Limits(characters=200_000, unpacked_mb=8, pages=50, depth=300, documents=1000), encoding=None
)


def check_reason(reason: str) -> None:
    """Check that a reason says something, in one line."""
    assert len(reason.splitlines()) == 1


def check(read: Read, data: bytes) -> None:
    """Check that a reader yields documents that can be written, or says why not in a line."""
    try:
        for found in read(data, OPTIONS):
            assert isinstance(found, Extract | Failure)
            if isinstance(found, Failure):
                check_reason(found.reason)
            else:
                assert len(found.text) <= OPTIONS.limits.characters
    except (UnreadableError, LimitError) as error:
        check_reason(str(error))


def fuzz_decode(data: bytes) -> None:
    for encoding in (None, "utf-8", "gb18030", "big5", "utf-16-le"):
        try:
            decoded = decode(data, encoding)
        except DecodeError as error:
            check_reason(str(error))
            continue
        decoded.text.encode("utf-8")
        ends = [place.end for place in decoded.wrong]
        assert ends == sorted(ends)
        for place in decoded.wrong:
            assert 0 <= place.start < place.end <= len(data)
            assert decoded.text[place.position] == "\ufffd"


def fuzz_text(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    stream = normalize(text)
    assert len(stream.folded) == len(text)
    assert (stream.starts < stream.ends).all()
    for span in find_insertions(text):
        assert 0 <= span.start < span.end <= len(text)
    last = 0
    for sentence in split_sentences(text):
        assert last <= sentence.span.start < sentence.span.end <= len(text)
        last = sentence.span.end
    metadata, rest = split_front_matter(text)
    assert text.endswith(rest)
    find_title(text, ())
    date_from_text(text, ())
    date_from_filename(text)
    parse_date(text[:40])
    assert metadata is not None


def fuzz_records(data: bytes) -> None:
    check(read_jsonl, data)
    check(read_csv, data)
    check(read_csv, b"text,id\n" + data)


def fuzz_docx(data: bytes) -> None:
    check(read_docx, data)


def fuzz_docx_markup(data: bytes) -> None:
    """The same, past the zip: most inputs are Word markup."""
    body, _, styles = data.partition(b"\0")
    styles, _, numbering = styles.partition(b"\0")
    head = f"<w:document {NAMESPACES}>".encode()
    whole = docx("", parts={"styles": "", "numbering": "", "footnotes": ""})
    parts = {
        "word/document.xml": head + body + b"</w:document>",
        "word/styles.xml": head + styles + b"</w:document>",
        "word/numbering.xml": head + numbering + b"</w:document>",
        "word/footnotes.xml": head + body + b"</w:document>",
    }
    check(read_docx, _with_parts(whole, parts))


def fuzz_html(data: bytes) -> None:
    check(read_html, data)


def fuzz_pdf(data: bytes) -> None:
    check(read_pdf, data)


def fuzz_pdf_page(data: bytes) -> None:
    """The same, past the file's structure: the input is what draws a page."""
    check(read_pdf, pdf([data.decode("latin-1"), shown("next page")]))


def fuzz_sniffed(data: bytes) -> None:
    for format in ("txt", "doc", "docx", "odt", "html", "wps"):
        assert sniffed(data, format)


def _with_parts(whole: bytes, parts: dict[str, bytes]) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        members: dict[str, str | bytes] = {name: file.read(name) for name in file.namelist()}
    return zipped(members | parts, compression=zipfile.ZIP_STORED)


def first_inputs(name: str) -> Iterator[bytes]:
    """Yield inputs to begin with."""
    body = paragraph("甲", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    body += table(["乙", "丙"])
    page = (
        f"<!doctype html><title>讲话</title><div><p>{FORMULA}<a href=x>甲</a></div><ol><li>乙</ol>"
    )
    samples: dict[str, Iterable[bytes]] = {
        "decode": ((FORMULA * 4).encode(e) for e in ("utf-8", "gb18030", "utf-16", "utf-16-be")),
        "text": [f"---\ntitle: a\n---\n{FORMULA}2023年1月5日 XX区 ##paidbegin##".encode()],
        "records": [b'{"text": "a", "id": "1", "date": "2023"}\n', b'text\n"a"\n'],
        "docx": [docx(body)],
        "docx_markup": [f"<w:body>{body}</w:body>".encode() + b"\0<w:style/>\0<w:num/>"],
        "html": [page.encode(), page.encode("gb18030")],
        "pdf": [pdf([shown("Safety in production")] * 2)],
        "pdf_page": [shown("Safety in production", "is a duty").encode()],
        "sniffed": [b"%PDF-", b"{\\rtf1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"],
    }
    yield from samples[name]


TARGETS: dict[str, Callable[[bytes], None]] = {
    name.removeprefix("fuzz_"): function
    for name, function in list(globals().items())
    if name.startswith("fuzz_")
}

if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], TARGETS[sys.argv[1]])
    atheris.Fuzz()
