"""Every page opens from the disk, quietly; nothing overlaps or is cut; all can be printed."""

from pathlib import Path

import pypdfium2
import pytest
from browsing import NARROW, WIDE, Watched, kinds_of_page, settled
from dated_speeches import profile
from page_parts import pages_of
from playwright.sync_api import Browser, Page

from lineage.model import Corpus, Document

pytestmark = pytest.mark.browser

# Pieces of text as they are seen: their boxes, cut to what their frames show. The
# middle half of a line's height is compared, for fonts reach beyond their lines.
OVERLAPS = """() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || parent.closest("svg, script, style, template, .hidden, .skip, option")) continue;
    let clip = {top: -1e9, bottom: 1e9, left: -1e9, right: 1e9};
    let fixed = false;
    for (let box = parent; box; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.visibility === "hidden" || style.display === "none") { clip = null; break; }
      if (style.position === "sticky") fixed = true;
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        const frame = box.getBoundingClientRect();
        clip = {top: Math.max(clip.top, frame.top), bottom: Math.min(clip.bottom, frame.bottom),
                left: Math.max(clip.left, frame.left), right: Math.min(clip.right, frame.right)};
      }
    }
    if (!clip || fixed) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const quarter = rect.height / 4;
      const box = {top: Math.max(rect.top, clip.top) + quarter, bottom: Math.min(rect.bottom, clip.bottom) - quarter,
                   left: Math.max(rect.left, clip.left) + 1, right: Math.min(rect.right, clip.right) - 1};
      if (box.right > box.left && box.bottom > box.top) seen.push({...box, node, text: node.data.trim().slice(0, 20)});
    }
  }
  seen.sort((a, b) => a.top - b.top);
  const found = [];
  for (let i = 0; i < seen.length && found.length < 5; i++) {
    for (let j = i + 1; j < seen.length && seen[j].top < seen[i].bottom; j++) {
      const a = seen[i], b = seen[j];
      if (a.node !== b.node && a.left < b.right && b.left < a.right) found.push(a.text + " | " + b.text);
    }
  }
  return found;
}"""
# What is wider than the frame that hides the rest of it, unless it says so with dots.
CUT = """() => [...document.querySelectorAll("main *, nav *, footer *")].filter(element => {
  const style = getComputedStyle(element);
  return style.overflowX === "hidden" && style.textOverflow !== "ellipsis" && element.clientWidth > 2 &&
    !element.closest("svg, .hidden") && !element.querySelector("svg") && element.scrollWidth > element.clientWidth + 1;
}).map(element => element.tagName + "." + element.className + ": " + element.textContent.slice(0, 30))"""
# Labels that the style sheet puts before a cell, made text that can be measured.
LABELS = """() => {
  const style = document.createElement("style");
  style.textContent = "td.labelled::before { content: none !important }";
  document.head.append(style);
  for (const cell of document.querySelectorAll("td[data-label]")) {
    const before = getComputedStyle(cell, "::before");
    if (before.content === "none") continue;
    const label = document.createElement("span");
    label.textContent = cell.dataset.label;
    label.style.fontSize = before.fontSize;
    label.style.marginRight = before.marginRight;
    cell.classList.add("labelled");
    cell.prepend(label);
  }
}"""
# What sticks out of its own frame, but for what scrolls or ends with dots.
STICKS_OUT = """() => [...document.querySelectorAll("td, th, dt, dd, li, p, label, h1, h2, h3")].filter(element =>
  element.clientWidth > 2 && element.scrollWidth > element.clientWidth + 1 && !element.closest(".hidden") &&
  getComputedStyle(element).textOverflow !== "ellipsis" && getComputedStyle(element).display !== "inline"
).map(element => element.tagName + "." + element.className + ": " + element.textContent.slice(0, 30))"""


# Everything that is looked for in a layout, so that a page is asked once.
FAULTS = f"""() => ({{
  wider: document.documentElement.scrollWidth - innerWidth,
  overlaps: ({OVERLAPS})(), cut: ({CUT})(), sticksOut: ({STICKS_OUT})(),
}})"""
NO_FAULTS: dict[str, list[str]] = {"overlaps": [], "cut": [], "sticksOut": []}


@pytest.mark.parametrize("report", ["seeds_report", "city_report"])
def test_every_page_opens_from_the_disk_quickly_and_without_errors_or_requests(
    wide: Watched, request: pytest.FixtureRequest, report: str
) -> None:
    folder: Path = request.getfixturevalue(report)
    pages = sorted(folder.rglob("*.html"))
    largest = kinds_of_page(folder)

    assert len(pages) > 10
    for page in pages:
        wide.page.goto(page.as_uri())
        assert wide.page.locator("h1").count() == 1, page
        assert wide.complaints == [], page
        if page in largest:
            assert seconds_to_open(wide.page) < 2, page


def seconds_to_open(page: Page) -> float:
    """Return how long the page took until it could be used, at the best of three times."""
    taken = []
    # A machine that has other work makes one load slow, hardly three of them.
    for _ in range(3):
        taken.append(
            page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
            / 1000
        )
        if taken[-1] < 2:
            break
        page.reload(wait_until="load")
    return float(min(taken))


def test_nothing_overlaps_or_is_cut(wide: Watched, any_report: Path) -> None:
    page = wide.page
    for path in kinds_of_page(any_report):
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(path.as_uri())
        # One page in both widths: a window that is made narrow, or a telephone that is turned.
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            settled(page)
            page.evaluate(LABELS)
            found = page.evaluate(FAULTS)

            assert found.pop("wider") <= 0, (path.name, width)
            assert found == NO_FAULTS, (path.name, width)


def test_no_bar_along_time_crosses_its_figure(wide: Watched, seeds_report: Path) -> None:
    wide.page.goto((seeds_report / "index.html").as_uri())

    apart = wide.page.locator(".timeline tbody td:has(i)").evaluate_all(
        """cells => cells.map(cell => cell.querySelector("i").getBoundingClientRect().top -
        cell.querySelector("span").getBoundingClientRect().bottom)"""
    )

    assert apart
    assert min(apart) > -2


def test_what_overlaps_is_cut_or_sticks_out_would_be_found(wide: Watched) -> None:
    wide.page.set_content(
        "<main><p style='width:40px;overflow:hidden;white-space:nowrap'>守土有责、守土负责</p>"
        "<h2 style='width:40px;white-space:nowrap'>守土尽责、守土担责</h2>"
        "<div style='position:relative;top:50px'><b style='position:absolute'>守土担责</b>"
        "<i style='position:absolute'>党政同责</i></div></main>"
    )
    found = wide.page.evaluate(FAULTS)

    assert found["cut"]
    assert found["sticksOut"]
    assert found["overlaps"]


def test_drawings_are_dark_in_the_dark_and_white_on_paper(
    browser: Browser, chinese_report: Path
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto((chinese_report / "index.html").as_uri())
    look = "s => getComputedStyle(s).filter"
    drawing = page.locator("#graph-view svg")
    assert "invert" in drawing.evaluate(look)
    page.emulate_media(color_scheme="dark", media="print")
    assert drawing.evaluate(look) == "none"
    page.emulate_media(color_scheme="light", media="screen")
    assert drawing.evaluate(look) == "none"
    context.close()


def test_every_kind_of_page_prints(wide: Watched, seeds_report: Path) -> None:
    for path in kinds_of_page(seeds_report):
        wide.page.goto(path.as_uri())
        pdf = wide.page.pdf(format="A4", print_background=True)
        assert pdf.startswith(b"%PDF")
        assert len(pdf) > 10_000
        wide.page.emulate_media(media="print")
        # On paper nothing scrolls: what is in a frame has to stand there whole.
        scrolling = wide.page.evaluate(
            """() => [...document.querySelectorAll('.pane, .scroll')].filter(box =>
            box.scrollHeight > box.clientHeight + 1 &&
            getComputedStyle(box).overflowY !== 'visible').length"""
        )
        assert scrolling == 0, path.name
        assert not wide.page.locator(".tabletools").first.is_visible()
        wide.page.emulate_media(media="screen")


def test_a_table_has_its_heads_on_every_sheet_of_paper(wide: Watched, tmp_path: Path) -> None:
    documents = tuple(Document(f"{number:03}.txt", "安全责任重于泰山。") for number in range(80))
    corpus = Corpus(documents, tuple(map(profile, documents)), (), (), ())
    for name, source in pages_of(corpus).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    wide.page.goto((tmp_path / "index.html").as_uri())

    sheets = pypdfium2.PdfDocument(wide.page.pdf(format="A4"))

    texts = [sheet.get_textpage().get_text_range() for sheet in sheets]
    in_the_table = [text for text in texts if ".txt" in text]
    assert len(in_the_table) > 2
    for text in in_the_table:
        assert "Length" in text
        assert "↕" not in text


def test_pages_can_be_read_with_scripts_switched_off(browser: Browser, seeds_report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in kinds_of_page(seeds_report):
        page.goto(path.as_uri())

        assert page.locator("main").inner_text().strip()
        for control in page.locator("button").all():
            assert not control.is_visible(), path.name
    page.goto(kinds_of_page(seeds_report)[-1].as_uri())
    sides = page.locator(".pane")
    for side in (sides.nth(0), sides.nth(1)):
        assert side.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    context.close()
