"""Every page opens from the disk, quietly; nothing overlaps or is cut; all can be printed."""

from pathlib import Path

import pytest
from browsing import NARROW, WIDE, Watched, kinds_of_page
from playwright.sync_api import Browser

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


def test_every_page_opens_from_the_disk_without_errors_or_requests(
    wide: Watched, any_report: Path
) -> None:
    pages = sorted(any_report.rglob("*.html"))

    assert len(pages) > 10
    for page in pages:
        wide.page.goto(page.as_uri())
        assert wide.page.locator("h1").count() == 1, page
        assert wide.complaints == [], page


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overlaps_or_is_cut(
    browser: Browser, any_report: Path, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in kinds_of_page(any_report):
        page.goto(path.as_uri())
        page.wait_for_timeout(100)

        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        page.evaluate(LABELS)
        assert page.evaluate(OVERLAPS) == [], path.name
        assert page.evaluate(CUT) == [], path.name
        assert page.evaluate(STICKS_OUT) == [], path.name
    context.close()


def test_the_largest_pages_are_usable_within_two_seconds(wide: Watched, any_report: Path) -> None:
    for path in kinds_of_page(any_report):
        timings = []
        # A machine that has other work makes one load slow, hardly three of them.
        for _ in range(3):
            wide.page.goto(path.as_uri(), wait_until="load")
            timings.append(
                wide.page.evaluate(
                    "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
                )
            )
            if timings[-1] < 2000:
                break
        assert min(timings) < 2000, (path.name, timings)


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
