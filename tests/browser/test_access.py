"""What axe-core finds: headings, labels, names, contrast, order."""

from pathlib import Path
from typing import Literal

import pytest
from browsing import NARROW, WIDE, kinds_of_page, written
from playwright.sync_api import Browser, Page

import lineage
from lineage import Document

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"][:2]
        if not (each["id"] == "target-size" and is_within_a_line(page, node["target"]))
    ]


def is_within_a_line(page: Page, target: list[str]) -> bool:
    """Whether this is a part of running text: no size is asked of it (WCAG 2.2, 2.5.8, *inline*)."""
    display = page.locator(target[-1]).first.evaluate("it => getComputedStyle(it).display")
    return bool(display == "inline")


# Each kind of page in both schemes, widths and languages; not all of them with all others,
# for what axe looks at changes with one of them at a time.
CASES = [
    ("seeds_report", "light", WIDE, 5),
    ("chinese_report", "dark", NARROW, 5),
    # What a larger report has beyond a small one stands on its overview.
    ("city_report", "light", NARROW, 1),
]


@pytest.mark.parametrize(("report", "scheme", "width", "kinds"), CASES)
def test_no_page_has_a_barrier_that_can_be_found(
    browser: Browser,
    request: pytest.FixtureRequest,
    report: str,
    scheme: Literal["light", "dark"],
    width: int,
    kinds: int,
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for path in kinds_of_page(request.getfixturevalue(report))[:kinds]:
        page.goto(path.as_uri())

        assert violations(page) == [], path.name
    context.close()


def test_every_landmark_has_something_in_it_for_those_who_go_there_by_ear(
    browser: Browser, seeds_report: Path
) -> None:
    page = browser.new_page()
    for path in kinds_of_page(seeds_report):
        page.goto(path.as_uri())
        for landmark in page.get_by_role("navigation").all():
            assert landmark.get_by_role("link").count() > 0, path.name
    page.close()


def test_a_crowded_table_of_shares_has_no_barrier(browser: Browser, tmp_path: Path) -> None:
    corpus = [
        Document(f"{year}{'号工作报告' * 6}", "守土有责、守土负责、守土尽责。", date=str(year))
        for year in range(2001, 2015)
    ]
    written(tmp_path / "report", lineage.analyze(corpus))
    context = browser.new_context(viewport={"width": WIDE, "height": 900}, bypass_csp=True)
    page = context.new_page()

    page.goto((tmp_path / "report" / "index.html").as_uri())

    assert page.locator(".matrix.many td a").count() > 20
    assert violations(page) == []
    context.close()


def test_a_barrier_would_be_found(browser: Browser) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.set_content("<html><body><img src=''><p style='color:#ccc'>守土有责</p></body></html>")

    assert {each.split(":")[0] for each in violations(page)} >= {"image-alt", "color-contrast"}
    context.close()
