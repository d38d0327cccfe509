"""The sample speeches give the same families in whatever format and encoding they come."""

import atexit
import html
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from office import text_docx

from lineage.analysis import Analysis
from lineage.folding import fold_character
from lineage.model import Coverage, Document, Family
from lineage.normalize import normalize
from lineage.pairwise import compare
from lineage.pipeline import analyze, read_documents
from lineage.readers.office import find_office

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED = 0.99
Bare: TypeAlias = tuple[str, str | None, str]
"""Name, date and text of a document."""
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


@cache
def originals() -> tuple[Document, ...]:
    seeds = Path(__file__).resolve().parents[2] / "seeds"
    return tuple(read_documents(seeds))


@cache
def analysis_of(texts: tuple[Bare, ...]) -> Analysis:
    """Return what documents share of which this is known; many formats give the same ones."""
    return analyze(Document(name, text, date=date) for name, date, text in texts)


@cache
def coverage_of(original: str, text: str) -> Coverage:
    return compare(Document("original", original), Document("read", text)).coverage


def bare(documents: Sequence[Document]) -> tuple[Bare, ...]:
    return tuple((Path(d.id).stem, d.date, d.text) for d in documents)


@cache
def traditional_of() -> dict[str, str]:
    """Return for each simplified character a traditional one that folds to it."""
    found: dict[str, str] = {}
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        folded = fold_character(character)
        try:
            character.encode("big5")
        except UnicodeEncodeError:
            continue
        if folded != character:
            found.setdefault(folded, character)
    return found


def in_traditional(text: str) -> str:
    """Return a text in characters that Big5 has, each folding to the one it stands for."""
    written = []
    for character in text:
        try:
            character.encode("big5")
            written.append(character)
        except UnicodeEncodeError:
            written.append(traditional_of().get(character, "□"))
    return "".join(written)


def page_of(text: str) -> str:
    rows = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.splitlines())
    style = (
        'body{font-family:"Noto Serif CJK SC","Noto Sans CJK SC",serif}p{text-indent:2em;margin:0}'
    )
    return f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style><body>{rows}"


def as_bytes(suffix: str, made: Callable[[str], bytes]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        for document in originals():
            (folder / document.id).with_suffix(suffix).write_bytes(made(document.text))

    return write


def as_lines(folder: Path) -> None:
    lines = (
        json.dumps({"id": document.id, "text": document.text}, ensure_ascii=False)
        for document in originals()
    )
    (folder / "speeches.jsonl").write_text("\n".join(lines), encoding="utf-8")


def as_typeset_pdf(folder: Path) -> None:
    """Write PDF files with a running head and page numbers."""
    typst = pytest.importorskip("typst")
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    paths = [str(path.parent) for path in Path(fonts.__file__).parent.rglob("*.[ot]t[fc]")]
    for document in originals():
        lines = [line.strip() for line in document.text.splitlines() if line.strip()]
        body = "\n\n".join(f"#par[#{json.dumps(line, ensure_ascii=False)}]" for line in lines)
        source = (
            '#set page(paper: "a4", numbering: "— 1 —", header: align(center)[某市安全生产会议文件])\n'
            '#set text(font: "Noto Sans CJK SC", lang: "zh", size: 12pt)\n'
            "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n" + body
        )
        data = typst.compile(source.encode("utf-8"), font_paths=sorted({*paths}), format="pdf")
        (folder / document.id).with_suffix(".pdf").write_bytes(data)


def as_printed_pdf(folder: Path, browser: "Browser") -> None:
    """Write PDF files as a browser prints them, with its own heads and feet."""
    for document in originals():
        page = folder / "page.html"
        page.write_text(page_of(document.text), encoding="utf-8")
        printed = browser.new_page()
        printed.goto(page.as_uri())
        printed.pdf(
            path=(folder / document.id).with_suffix(".pdf"), format="A4", display_header_footer=True
        )
        printed.close()
        page.unlink()


@cache
def office_profile() -> Path:
    """Return a folder that LibreOffice fills when it starts first, which takes it long."""
    folder = Path(tempfile.mkdtemp(prefix="lineage-profile-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def through_office(suffix: str) -> Callable[[Path], None]:
    """Return what has LibreOffice save the speeches."""

    def write(folder: Path) -> None:
        office = find_office()
        assert office is not None
        inputs = folder / "inputs"
        inputs.mkdir()
        for document in originals():
            (inputs / document.id).with_suffix(".docx").write_bytes(text_docx(document.text))
        subprocess.run(
            [
                office,
                "--headless",
                f"-env:UserInstallation={office_profile().as_uri()}",
                *("--convert-to", suffix, "--outdir", str(folder)),
                *map(str, sorted(inputs.iterdir())),
            ],
            capture_output=True,
            check=True,
            timeout=300,
        )
        shutil.rmtree(inputs)

    return write


FORMATS = {
    "docx": as_bytes(".docx", text_docx),
    "html": as_bytes(".html", lambda text: page_of(text).encode("utf-8")),
    "html in gb18030": as_bytes(".html", lambda text: page_of(text).encode("gb18030")),
    "gb18030": as_bytes(".txt", lambda text: text.encode("gb18030")),
    "big5": as_bytes(".txt", lambda text: in_traditional(text).encode("big5")),
    "utf-16": as_bytes(".txt", lambda text: text.encode("utf-16")),
    "utf-16-be without mark": as_bytes(".txt", lambda text: text.encode("utf-16-be")),
    "utf-8 with mark": as_bytes(".md", lambda text: text.encode("utf-8-sig")),
    "jsonl": as_lines,
    "pdf": as_typeset_pdf,
}
PARAMETERS = [
    *(pytest.param(write, id=name) for name, write in FORMATS.items()),
    *(
        pytest.param(through_office(suffix), id=f"{suffix} by LibreOffice", marks=needs_office)
        for suffix in ("pdf", "docx", "odt", "doc", "rtf")
    ),
]


def outline(families: tuple[Family, ...]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what families say of wording and documents, in whatever script."""
    return sorted((normalize(family.text).text, family.documents) for family in families)


@pytest.mark.parametrize("write", PARAMETERS)
def test_a_format_gives_the_same_families(write: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path)

    assert_read_alike(tmp_path)


@pytest.mark.browser
def test_what_a_browser_prints_gives_the_same_families(browser: "Browser", tmp_path: Path) -> None:
    as_printed_pdf(tmp_path, browser)

    assert_read_alike(tmp_path)


def assert_read_alike(folder: Path) -> None:
    documents = read_documents(folder)
    whole = bare(originals())
    found = bare(documents)

    assert [each[:2] for each in found] == [each[:2] for each in whole]
    for unit in ("passage", "sentence"):
        assert outline(analysis_of(found).families(unit)) == outline(
            analysis_of(whole).families(unit)
        )
    for (*_, original), (*_, text) in zip(whole, found, strict=True):
        most = coverage_of(original, original)
        shared = coverage_of(original, text)
        assert shared.left >= SHARED * most.left
        assert shared.right >= SHARED * most.right
