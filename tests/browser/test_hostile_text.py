"""Text of documents is data: whatever it says, it is shown and never obeyed."""

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from browsing import Watched, kinds_of_page
from playwright.sync_api import Page

import lineage
from lineage.model import Document

pytestmark = pytest.mark.browser

# What would be noticed if it ran: a script that names itself in the title of the window.
RUN = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
SHARED = (
    f'=HYPERLINK(1)守土有责、守土负责、守土尽责{RUN}]]>" onload="document.title=\'owned\'" '
    "--><!-- {{ 7*7 }} </template></textarea></style> \u202e反向\u202c &amp; '守土担责'"
)
# One line of 10,000 characters without a place to break it.
LONG = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(10_000))
NAMES = (
    "a \"quoted\" 'name' #1 ?x=1&y=2 %41.txt",
    "b<script>document.title='owned'</script>.txt",
    "=cmd|' calc'!A1",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile #1 & 'co'") / 'the "report"'
    documents = [
        Document(
            name,
            f"{SHARED}。\n{LONG}\n第{number}篇自己的话各不相同。\n{SHARED}",
            title=f"{number} {SHARED[:80]}",
            date=date,
            speaker=RUN,
            place=RUN,
        )
        for number, (name, date) in enumerate(zip(NAMES, ("2020", "2021", None), strict=True))
    ]
    analysis = lineage.analyze(documents)
    assert analysis.families()
    analysis.report(folder)
    analysis.report_file(folder / "one.html")
    for format in ("svg", "dot", "graphml", "gexf"):
        drawn = analysis.drawing(format, families=3)
        assert isinstance(drawn, str)
        (folder / f"drawn.{format}").write_text(drawn, encoding="utf-8")
    return folder


def hover_and_look(page: Page) -> None:
    """Bring out what waits for the pointer or the keyboard."""
    for element in page.locator("main a, main td, main button").all()[:12]:
        if element.is_visible():
            element.dispatch_event("mouseover")
            element.dispatch_event("focusin")


def test_no_page_obeys_its_documents(wide: Watched, hostile: Path) -> None:
    for path in [*kinds_of_page(hostile), hostile / "one.html"]:
        wide.page.goto(path.as_uri())
        hover_and_look(wide.page)

        assert "owned" not in re.sub("='owned'", "", wide.page.title()), path
        assert wide.page.locator("main script, main img, main style").count() == 0, path
        assert wide.complaints == [], path


def test_texts_are_shown_as_they_are(wide: Watched, hostile: Path) -> None:
    path = min((hostile / "documents").glob("*.html"))
    wide.page.goto(path.as_uri())

    shown = wide.page.locator("#body").evaluate(
        "body => { const copy = body.cloneNode(true);"
        " copy.querySelectorAll('aside').forEach(note => note.remove()); return copy.textContent; }"
    )

    assert shown.startswith(f"{SHARED}。\n{LONG}\n")
    assert wide.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_way_back_from_a_name_with_everything_in_it(wide: Watched, hostile: Path) -> None:
    wide.page.goto((hostile / "index.html").as_uri())
    for number in range(3):
        wide.page.locator("#documents-table td.name a").nth(number).click()
        assert wide.page.locator("dd bdi").first.inner_text() in NAMES
        wide.page.locator("nav.top a").first.click()


def test_downloads_hold_words_and_no_formulas(wide: Watched, hostile: Path, tmp_path: Path) -> None:
    page = wide.page
    page.goto((hostile / "index.html").as_uri())
    tools = page.locator("[data-table=passages-table]")
    with page.expect_download() as csv_file:
        tools.locator("[data-save=csv]").click()
    with page.expect_download() as xlsx_file:
        tools.locator("[data-save=xlsx]").click()

    text = Path(csv_file.value.path()).read_text(encoding="utf-8-sig")
    wordings = [row["Wording"] for row in csv.DictReader(io.StringIO(text))]
    assert any("HYPERLINK" in wording for wording in wordings)
    assert not [
        cell for row in csv.reader(io.StringIO(text)) for cell in row if cell[:1] in "=+-@" and cell
    ]
    xlsx_file.value.save_as(tmp_path / "passages.xlsx")
    with zipfile.ZipFile(tmp_path / "passages.xlsx") as archive:
        assert archive.testzip() is None
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(tmp_path / "passages.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert any("HYPERLINK" in str(cell.value) for cell in cells)


@pytest.mark.parametrize("name", ["graph.svg", "drawn.svg"])
def test_pictures_hold_text_only(wide: Watched, hostile: Path, name: str) -> None:
    root = ElementTree.parse(hostile / name).getroot()

    assert not [e for e in root.iter() if e.tag.endswith(("}script", "}image", "}foreignObject"))]
    assert not [k for e in root.iter() for k in e.attrib if k.lower().startswith("on")]
    wide.page.goto((hostile / name).as_uri())
    assert wide.page.evaluate("document.documentElement.tagName") == "svg"


def test_graph_files_hold_the_names_exactly(hostile: Path) -> None:
    import networkx

    for format, read in (("graphml", networkx.read_graphml), ("gexf", networkx.read_gexf)):
        graph = read(hostile / f"drawn.{format}")
        assert set(NAMES) <= set(graph.nodes), format
    assert "owned'</script>" in (hostile / "drawn.dot").read_text(encoding="utf-8")
