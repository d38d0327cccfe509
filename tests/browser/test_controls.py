"""Every control does what it says, by mouse and by keyboard."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from browsing import Watched, kinds_of_page, settled
from dated_speeches import family, occurrence, profile
from page_parts import pages_of
from playwright.sync_api import Page, expect

from lineage.model import Corpus, Document, Occurrence, RawSpan
from lineage.render.html import Limits

pytestmark = pytest.mark.browser

DUTY = "守土有责"


def rows(page: Page, table: str) -> list[str]:
    return page.locator(f"#{table} tbody tr:visible td.wording").all_inner_texts()


def figures(page: Page, table: str, column: int) -> list[int]:
    cells = page.locator(f"#{table} tbody tr:visible td:nth-child({column})").all_inner_texts()
    return [int(cell.replace(",", "")) for cell in cells]


def put(folder: Path, pages: dict[str, str]) -> None:
    for name, source in pages.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(source, encoding="utf-8")


def test_a_click_on_a_head_sorts_and_another_turns_the_order(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    head = page.locator("#passages-table th").nth(2)

    head.locator("button").click()
    falling = figures(page, "passages-table", 3)
    expect(head).to_have_attribute("aria-sort", "descending")
    head.locator("button").focus()
    page.keyboard.press("Enter")

    assert falling == sorted(falling, reverse=True)
    assert figures(page, "passages-table", 3) == sorted(falling)
    expect(head).to_have_attribute("aria-sort", "ascending")


def test_a_table_narrows_down_as_one_types(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    tools = page.locator("[data-table=passages-table]")
    everything = rows(page, "passages-table")

    tools.locator("[name=words]").press_sequentially(DUTY)
    found = rows(page, "passages-table")
    assert found == [text for text in everything if DUTY in text]
    assert 0 < len(found) < len(everything)
    assert f"{len(found)} / {len(everything)}" in tools.locator("output").inner_text()

    tools.locator("[name=words]").fill("")
    tools.locator("[name=length]").fill("20")
    assert min(figures(page, "passages-table", 3)) >= 20
    tools.locator("[name=length]").fill("")
    tools.locator("[name=documents]").fill("3")
    assert min(figures(page, "passages-table", 2)) >= 3
    tools.locator("[name=documents]").fill("")
    tools.locator("[name=kind]").select_option("frame")
    kinds = page.locator("#passages-table tbody tr:visible td:nth-child(4)").all_inner_texts()
    assert set(kinds) == {"frame"}
    tools.locator("[name=kind]").select_option("")
    tools.locator("[name=to]").fill("2020")
    dates = page.locator("#passages-table tbody tr:visible td:nth-child(5)").all_inner_texts()
    assert dates
    assert all(date.startswith("2020") for date in dates)
    tools.locator("[name=to]").fill("")
    tools.locator("[name=words]").fill("不在任何地方的话")
    assert rows(page, "passages-table") == []
    assert tools.locator("output").inner_text() == "No row fits."


def test_the_rows_that_are_shown_can_be_taken_along(
    wide: Watched, seeds_report: Path, tmp_path: Path
) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    tools = page.locator("[data-table=passages-table]")
    tools.locator("[name=words]").fill(DUTY)
    shown = rows(page, "passages-table")

    with page.expect_download() as csv_file:
        tools.locator("[data-save=csv]").click()
    with page.expect_download() as xlsx_file:
        tools.locator("[data-save=xlsx]").click()

    assert csv_file.value.suggested_filename == "passages.csv"
    text = Path(csv_file.value.path()).read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["Wording"] for row in table] == shown
    xlsx_file.value.save_as(tmp_path / "passages.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "passages.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in cells[1:]] == shown
    assert all(isinstance(row[1], int) for row in cells[1:])


def test_the_graph_is_enlarged_moved_and_shown_whole_again(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    drawing = page.locator("#graph-view svg")
    whole = drawing.get_attribute("viewBox")
    assert whole

    page.locator("[data-zoom=in]").click()
    larger = drawing.get_attribute("viewBox") or ""
    assert float(larger.split()[2]) < float(whole.split()[2])

    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    assert box
    page.mouse.move(box["x"] + 500, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 20, steps=4)
    page.mouse.up()
    moved = drawing.get_attribute("viewBox") or ""
    assert float(moved.split()[0]) > float(larger.split()[0])
    assert page.url.endswith("index.html")

    page.locator("#graph-view").focus()
    page.keyboard.press("0")
    assert [float(n) for n in (drawing.get_attribute("viewBox") or "").split()] == [
        float(n) for n in whole.split()
    ]
    page.keyboard.press("+")
    page.locator("[data-zoom=all]").click()
    assert float((drawing.get_attribute("viewBox") or "").split()[2]) == float(whole.split()[2])


def test_a_wide_graph_is_scrolled_and_fits_when_asked(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    view = page.locator("#graph-view")
    view.evaluate("v => v.style.setProperty('--least', '3000px')")
    overflow = "v => v.scrollWidth - v.clientWidth"
    assert view.evaluate(overflow) > 1000

    view.evaluate("v => v.scrollIntoView()")
    box = view.bounding_box()
    assert box
    page.mouse.move(box["x"] + 500, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 30, steps=4)
    page.mouse.up()
    assert view.evaluate("v => v.scrollLeft") == 300
    assert page.url.endswith("index.html")

    page.locator("[data-zoom=all]").click()
    assert view.evaluate(overflow) <= 1
    page.locator("[data-zoom=in]").click()
    assert view.evaluate(overflow) > 1000
    page.locator("[data-zoom=out]").click()
    assert view.evaluate(overflow) <= 1


def test_the_graph_brings_out_neighbours_and_filters_by_weight_and_year(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto((seeds_report / "index.html").as_uri())
    edges = page.locator("#graph-view g.edge[class*=weight]")
    total = edges.count()

    page.locator("#graph-view g.node[id^=document]").first.hover(force=True)
    assert 0 < page.locator("#graph-view g.edge.near").count() < total
    page.mouse.move(5, 5)

    slider = page.locator("[name=weight]")
    slider.evaluate(
        "(s) => { s.value = s.max; s.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    assert page.locator("#graph-view g.edge.filtered").count() == total - 1
    assert page.locator("[name=drawn]").inner_text() == f"1 of {total} lines shown"
    slider.evaluate("(s) => { s.value = 0; s.dispatchEvent(new Event('input', {bubbles: true})); }")
    page.locator(".graphtools [name=from]").fill("2021")
    visible = page.locator("#graph-view g.node[id^=document]:not(.filtered)")
    assert visible.count() == 1


def test_a_document_can_show_only_what_is_new_and_each_kind(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[1].as_uri())
    mark = page.locator("#body .m.kp").first
    shaded = mark.evaluate("m => getComputedStyle(m).backgroundColor")
    clear = "rgba(0, 0, 0, 0)"
    assert shaded != clear

    page.locator("#only-new").check()
    assert mark.evaluate("m => getComputedStyle(m).backgroundColor") == clear
    assert not page.locator("#body aside").first.is_visible()
    page.locator("#only-new").uncheck()
    page.locator("#show-passage").uncheck()
    assert mark.evaluate("m => getComputedStyle(m).backgroundColor") == clear
    other = page.locator("#body .m:not(.kp)").first
    assert other.evaluate("m => getComputedStyle(m).backgroundColor") != clear


def test_the_strip_of_a_document_leads_to_its_passages(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[1].as_uri())
    strip = page.locator(".strip svg")
    box = strip.bounding_box()
    assert box
    # The last shaded part of the whole strip: where a path's last stretch begins.
    paths = [path.get_attribute("d") or "" for path in page.locator(".strip path").all()]
    last = max(int(x) for path in paths for x in re.findall(r"M(\d+) ", path))

    strip.click(position={"x": box["width"] * (last + 0.5) / 120, "y": box["height"] / 2})

    target = page.url.partition("#")[2]
    expect(page.locator(f"#{target}")).to_be_in_viewport()
    length = int(page.locator("#body").get_attribute("data-characters") or 0)
    begins = int(target.removeprefix("c"))
    assert begins < length * (last + 1) / 120
    ends = begins + len(page.locator(f"#{target}").inner_text())
    assert ends > length * last / 120
    here = float(page.locator(".strip .here").get_attribute("x") or 0)
    assert here > 20


def test_a_note_and_its_mark_show_each_other(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[1].as_uri())
    note = page.locator("#body aside a").first

    note.hover()

    expect(page.locator(f"#{note.get_attribute('data-at')}")).to_have_class(re.compile("lit"))


def test_a_note_says_who_was_first_and_so_does_its_mark(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    shown = """note => { const i = note.querySelector("i");
        return (i ? i.textContent || getComputedStyle(i, "::before").content
                  : getComputedStyle(note, "::after").content).replace(/"/g, "").trim(); }"""
    kinds = set()
    for path in sorted((seeds_report / "documents").glob("*.html")):
        page.goto(path.as_uri())
        notes = page.locator("#body aside a").all()
        for note in (notes[0], notes[-1]):
            said = note.evaluate(shown)
            place = note.get_attribute("data-at") or (note.get_attribute("href") or "#")[1:]
            mark = page.locator(f"#{place}")
            mark.dispatch_event("mouseover")
            title = mark.get_attribute("title") or ""

            assert title.startswith(note.locator("b").inner_text())
            assert title.endswith(f" · {said}")
        for note in notes:
            said = note.evaluate(shown)
            kinds.add(said if not said[:1].isdigit() else "a date")
    assert kinds == {"first here", "order not known", "a date"}


@pytest.mark.parametrize("n_pages", [2, 0], ids=["with pages", "without"])
def test_a_piece_behind_a_nested_mark_says_what_its_own_passage_is(
    wide: Watched, tmp_path: Path, n_pages: int
) -> None:
    text, inner = "守土有责、守土尽责、守土担责", RawSpan(5, 9)
    documents = tuple(Document(name, text) for name in "abc")
    families = (
        family("wide", "守土尽责", [Occurrence(n, inner, inner.cut(text), 1.0) for n in "abc"]),
        family("long", text, [Occurrence(n, RawSpan(0, 14), text, 1.0) for n in "ab"]),
    )
    corpus = Corpus(documents, tuple(map(profile, documents)), families, (), ())
    put(tmp_path, pages_of(corpus, limits=Limits(family_pages=n_pages)))
    page = wide.page
    page.goto((tmp_path / "documents" / "a.html").as_uri())

    titles = []
    for mark in page.locator("#body a.m").all():
        mark.dispatch_event("mouseover")
        titles.append(mark.get_attribute("title"))

    assert [str(title)[:11] for title in titles] == ["2 documents", "3 documents", "2 documents"]


def test_a_table_finds_what_it_shows_only_the_beginning_of(wide: Watched, tmp_path: Path) -> None:
    texts = ("守土有责。" * 40 + "岳阳楼记", "守土尽责")
    documents = tuple(Document(name, "".join(texts)) for name in "ab")
    families = tuple(
        family(f"f{n}", text, [occurrence(document, text) for document in documents])
        for n, text in enumerate(texts)
    )
    corpus = Corpus(documents, tuple(map(profile, documents)), families, families, ())
    put(tmp_path, pages_of(corpus))
    page = wide.page
    page.goto((tmp_path / "index.html").as_uri())

    for table in ("passages-table", "sentences-table"):
        page.locator(f"[data-table={table}] [name=words]").fill("岳阳楼记")

        (found,) = rows(page, table)
        assert found.startswith("守土有责。守土有责。")
        assert "岳阳楼记" not in found


def test_a_mark_of_a_pair_says_which_passage_it_is(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[-1].as_uri())
    mark = page.locator("#pane-left a.m[href='#right2']").first
    assert mark.get_attribute("title") is None

    mark.hover()

    kind = page.locator(".legend .kind").all_inner_texts()
    title = mark.get_attribute("title") or ""
    assert title.startswith("Shared passage 2: ")
    assert title.rpartition(" · ")[2] in kind


def test_a_pair_steps_through_its_passages_by_key_and_by_button(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[-1].as_uri())
    total = page.locator("#pane-left [data-p]").count()
    output = page.locator(".steps output")

    page.keyboard.press("n")
    expect(output).to_have_text(f"1 of {total}")
    page.keyboard.press("n")
    expect(output).to_have_text(f"2 of {total}")
    page.keyboard.press("p")
    page.locator("[data-step='-1']").click()
    expect(output).to_have_text(f"{total} of {total}")
    page.locator("#by-key").uncheck()
    page.locator("#by-key").blur()
    page.keyboard.press("p")
    expect(output).to_have_text(f"{total} of {total}")
    for side in ("left", "right"):
        lit = page.locator(f"#pane-{side} .m.lit").first
        expect(lit).to_be_in_viewport()


def test_the_texts_of_a_pair_scroll_together_unless_they_should_not(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[-1].as_uri())
    right = page.locator("#pane-right")
    page.locator("#pane-left").hover()

    page.mouse.wheel(0, 1500)
    page.wait_for_function("document.querySelector('#pane-right').scrollTop > 100")
    page.locator("#together").uncheck()
    settled(page)
    before = right.evaluate("box => box.scrollTop")
    from_here = page.locator("#pane-left").evaluate("box => box.scrollTop")
    page.locator("#pane-left").hover()
    page.mouse.wheel(0, 600)
    page.wait_for_function(
        "from => document.querySelector('#pane-left').scrollTop > from + 300", arg=from_here
    )
    settled(page)

    assert right.evaluate("box => box.scrollTop") == before


def test_bands_tie_what_belongs_together_and_the_map_leads_there(
    wide: Watched, seeds_report: Path
) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[-1].as_uri())

    assert page.locator("#bands path").count() > 0
    assert page.locator("#minimap line").count() >= page.locator("#pane-left [data-p]").count() // 2
    page.locator("#minimap").click(position={"x": 5, "y": 500})
    assert page.locator("#pane-left").evaluate("box => box.scrollTop") > 300


def test_sentences_that_share_nothing_can_be_hidden(wide: Watched, seeds_report: Path) -> None:
    page = wide.page
    page.goto(kinds_of_page(seeds_report)[-1].as_uri())
    before = page.locator(".s:visible").count()

    page.locator("#only-shared").check()

    assert 0 < page.locator(".s:visible").count() < before
    for sentence in page.locator(".s:visible").all():
        marked = sentence.locator(".m").count() > 0
        assert marked or sentence.get_attribute("data-to")
