"""What the tests of pages share: a headless Chromium, and reports for it to open."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import lineage
from lineage.wording import Language

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

WIDE, NARROW = 1280, 390
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# What a container needs, and what keeps a browser from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Reports of cities that are read for these tests; all of them would take minutes.
CITIES = 4


@dataclass
class Watched:
    """A page, and what it did that no page may do.

    Attributes:
        page: The page.
        complaints: Errors on the console or in the script, and requests that left the disk.
    """

    page: "Page"
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: "ConsoleMessage") -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: "Request") -> None:
        if not request.url.startswith(("file://", "data:", "blob:")):
            self.complaints.append(f"request: {request.url}")


def kinds_of_page(folder: Path) -> list[Path]:
    """Return one page of each kind, the fullest of it."""
    pages = [folder / "index.html"]
    for below in ("documents", "families", "sentences", "pairs"):
        found = sorted((folder / below).glob("*.html"), key=lambda p: (-p.stat().st_size, p.name))
        pages += found[:1]
    return pages


def chromium() -> str:
    """Return the browser to use; without one, fail where all is checked, else skip."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    message = f"no browser: none of {', '.join(NAMES)} is installed (apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    program = chromium()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def wide(browser: "Browser") -> Iterator[Watched]:
    """A page of a desk, and a check that it did nothing that no page may do."""
    yield from _watched(browser, WIDE)


@pytest.fixture
def narrow(browser: "Browser") -> Iterator[Watched]:
    """The same on a telephone."""
    yield from _watched(browser, NARROW)


def _watched(browser: "Browser", width: int) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": width, "height": 900})
    watched = Watched(context.new_page())
    watched.page.set_default_timeout(10_000)
    yield watched
    context.close()
    assert watched.complaints == []


def settled(page: "Page") -> None:
    """Wait until a page is laid out and drawn after it was opened or changed in size."""
    page.evaluate(
        "() => document.fonts.ready.then(() => new Promise("
        "done => requestAnimationFrame(() => requestAnimationFrame(done))))"
    )


def written(folder: Path, analysis: lineage.Analysis, language: Language = "en") -> Path:
    analysis.report(folder, language=language)
    return folder


@pytest.fixture(scope="session")
def seeds_analysis(seeds: Path) -> lineage.Analysis:
    return lineage.analyze(lineage.read(seeds))


@pytest.fixture(scope="session")
def seeds_report(
    tmp_path_factory: pytest.TempPathFactory, seeds_analysis: lineage.Analysis
) -> Path:
    return written(tmp_path_factory.mktemp("report") / "seeds", seeds_analysis)


@pytest.fixture(scope="session")
def chinese_report(
    tmp_path_factory: pytest.TempPathFactory, seeds_analysis: lineage.Analysis
) -> Path:
    return written(tmp_path_factory.mktemp("report") / "中文 #1", seeds_analysis, language="zh")


@pytest.fixture(scope="session")
def city_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpora = os.environ.get("LINEAGE_CORPORA")
    folder = (
        Path(corpora) if corpora else Path(__file__).resolve().parents[2] / "shared" / "corpora"
    ) / "city_reports_2024"
    if not folder.is_dir():
        pytest.skip("the city reports are not here; LINEAGE_CORPORA names their folder")
    analysis = lineage.analyze(lineage.read(folder)[:CITIES])
    return written(tmp_path_factory.mktemp("report") / "cities", analysis)


@pytest.fixture(scope="session")
def one_file(tmp_path_factory: pytest.TempPathFactory, seeds_analysis: lineage.Analysis) -> Path:
    path = tmp_path_factory.mktemp("report") / "seeds.html"
    seeds_analysis.report_file(path)
    return path


@pytest.fixture(params=["seeds_report", "chinese_report", "city_report"])
def any_report(request: pytest.FixtureRequest) -> Path:
    """Every report in turn."""
    folder: Path = request.getfixturevalue(request.param)
    return folder
