"""The way through a report: overview, passage, document, pair, and back."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from browsing import Watched
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def follow(page: Page, link: Locator, *, by_key: bool) -> None:
    if by_key:
        link.focus()
        page.keyboard.press("Enter")
    else:
        link.click()


@pytest.mark.parametrize("by_key", [False, True], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("report", ["seeds_report", "one_file"])
def test_the_way_to_a_pair_and_back(
    wide: Watched, request: pytest.FixtureRequest, report: str, by_key: bool
) -> None:
    start: Path = request.getfixturevalue(report)
    page = wide.page
    page.goto((start / "index.html" if start.is_dir() else start).as_uri())

    follow(page, page.locator("#passages-table td.wording a").first, by_key=by_key)
    expect(page.locator("body")).to_have_class("family")
    wording = page.locator("h1").inner_text()
    follow(page, page.locator(".context .jump").first, by_key=by_key)
    expect(page.locator("body")).to_have_class("document")
    spot = page.url.rpartition("#")[2]
    expect(page.locator(f"#{spot}")).to_be_in_viewport()
    follow(page, page.locator("#related-table td a[href*='pairs/']").first, by_key=by_key)
    expect(page.locator("body")).to_have_class("pair")
    assert page.locator("#pane-left .s > span").count() > 10

    page.go_back()
    expect(page.locator("body")).to_have_class("document")
    page.go_back()
    expect(page.locator("h1")).to_have_text(wording)
    page.go_back()
    expect(page.locator("body")).to_have_class("overview")


def test_a_node_and_an_edge_of_the_graph_lead_to_their_pages(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())

    page.locator("#graph-view g.node[id^=document] a").first.click()
    expect(page.locator("body")).to_have_class("document")
    page.go_back()
    href = page.locator("#graph-view g.edge a").first.get_attribute("xlink:href")
    assert href
    assert (seeds_report / href).is_file()


def test_the_keyboard_reaches_everything_in_the_order_it_is_read(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    tops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        spot = page.evaluate(
            """() => { const at = document.activeElement, box = at.getBoundingClientRect();
            return [Math.round(box.top + scrollY), at.matches(':focus-visible'),
                    at.classList.contains('skip')]; }"""
        )
        assert spot[1]
        if not spot[2]:
            tops.append(spot[0])

    assert page.locator(".skip").count() == 1
    # Cells of one row differ by their lines; nothing jumps back by more.
    assert all(after > before - 60 for before, after in pairwise(tops))


@pytest.mark.parametrize("report", ["seeds_report", "one_file"])
def test_the_skip_link_leads_to_the_content(
    wide: Watched, request: pytest.FixtureRequest, report: str
) -> None:
    start: Path = request.getfixturevalue(report)
    page = wide.page
    page.goto((start / "index.html" if start.is_dir() else start).as_uri())

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_function("document.activeElement.id === 'main'")
    expect(page.locator("h1")).to_be_in_viewport()


@pytest.mark.parametrize("report", ["seeds_report", "one_file"])
def test_the_tab_key_goes_on_where_a_link_within_the_page_leads(
    wide: Watched, request: pytest.FixtureRequest, report: str
) -> None:
    start: Path = request.getfixturevalue(report)
    page = wide.page
    page.goto((start / "index.html" if start.is_dir() else start).as_uri())

    follow(page, page.locator("nav.top a[href='#sentences']"), by_key=True)
    expect(page.locator("#sentences")).to_be_in_viewport()
    page.keyboard.press("Tab")

    tools = page.locator("[data-table=sentences-table] [name=words]")
    expect(tools).to_be_focused()


def test_the_way_back_in_one_file_leads_to_the_place_that_was_left(
    wide: Watched, one_file: Path
) -> None:
    page = wide.page
    page.goto(one_file.as_uri())
    link = page.locator("#passages-table td.wording a").nth(20)
    link.scroll_into_view_if_needed()
    left = page.evaluate("scrollY")

    link.click()
    expect(page.locator("body")).to_have_class("family")
    assert page.evaluate("scrollY") == 0
    page.go_back()

    expect(page.locator("body")).to_have_class("overview")
    page.wait_for_function(f"Math.abs(scrollY - {left}) < 2")


def test_one_file_shows_its_overview_for_an_address_that_is_none(
    wide: Watched, one_file: Path
) -> None:
    wide.page.goto(f"{one_file.as_uri()}#/%")

    expect(wide.page.locator("body")).to_have_class("overview")
    assert wide.complaints == []


def test_one_file_says_when_a_page_is_not_in_it(
    wide: Watched, one_file: Path, tmp_path: Path
) -> None:
    source = one_file.read_text(encoding="utf-8")
    cut = re.sub(r'<template data-page="families/.*?</template>', "", source, flags=re.DOTALL)
    (tmp_path / "cut.html").write_text(cut, encoding="utf-8")
    page = wide.page
    page.goto((tmp_path / "cut.html").as_uri())

    page.locator("#passages-table td.wording a").first.click()

    expect(page.locator("#missing")).to_have_text(re.compile("not in the file"))
    expect(page.locator("body")).to_have_class("overview")
