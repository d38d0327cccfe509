import os
import re
import stat
import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reuse_corpus import reports, speeches

from lineage import drawing
from lineage.drawing import draw_svg, find_dot, svg_to_pdf, svg_to_png
from lineage.errors import DrawingError, GraphvizNotFoundError
from lineage.render.canvas import Canvas, tooltip
from lineage.render.dot import graph_to_dot
from lineage.render.lettering import shown

SVG = "{http://www.w3.org/2000/svg}"

needs_scripts = pytest.mark.skipif(os.name == "nt", reason="the stand-in is a shell script")


def stand_in(folder: Path, script: str) -> str:
    path = folder / "stand-in"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_drawing_is_svg_that_shows_titles_and_dates() -> None:
    svg = draw_svg(graph_to_dot(speeches()))

    assert svg.startswith("<svg ")
    assert svg.endswith("</svg>")
    assert {"2020", "2023", "date unknown", "事故会议上的讲话"} <= set(texts(svg))


def test_the_drawing_is_the_same_each_time_and_names_no_program() -> None:
    dot = graph_to_dot(speeches())

    assert draw_svg(dot) == draw_svg(dot)
    assert "<!--" not in draw_svg(dot)
    assert "raphviz" not in draw_svg(dot)


def test_every_text_names_chinese_fonts_of_all_systems() -> None:
    svg = draw_svg(graph_to_dot(speeches()))

    families = set(re.findall('font-family="([^"]*)"', svg))
    assert families == {",".join(drawing.FONTS)}
    assert {"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"} <= set(
        drawing.FONTS
    )


def test_tooltips_are_titles_and_only_addresses_are_links() -> None:
    svg = draw_svg(
        graph_to_dot(speeches(), links=lambda name: f"d/{name}?a&b" if name == "000.txt" else None)
    )
    root = ElementTree.fromstring(svg)

    titles = [each.text or "" for each in root.iter(f"{SVG}title")]
    assert any(title.startswith("001.txt → 002.txt\n412 characters") for title in titles)
    assert not any(re.fullmatch(r"mark\d+|d\d+", title) for title in titles)
    addresses = {each.get("{http://www.w3.org/1999/xlink}href") for each in root.iter(f"{SVG}a")}
    assert addresses == {"d/000.txt?a&b"}


def test_documents_can_be_found_by_their_place_in_the_corpus() -> None:
    root = ElementTree.fromstring(draw_svg(graph_to_dot(reports(12))))

    ids = {each.get("id") for each in root.iter()}
    assert {f"document-{place}" for place in range(1, 13)} <= ids


@given(st.text(), st.sampled_from(["n", "l", "r"]))
@example(r"\E", "n")
@example(r"a\N\\G\n\L", "l")
@settings(max_examples=80)
def test_any_text_shows_as_itself(text: str, align: str) -> None:
    canvas = Canvas("any")
    canvas.text(
        [text, "end"],
        center=(0, 0),
        size=(100, 20),
        font_size=8,
        align=align,
        tooltip=tooltip(text, "end"),
    )

    svg = draw_svg(canvas.source())

    lines = [line for line in (shown(text), "end") if line]
    assert [line for line in texts(svg) if line] == lines
    expected = "\n".join(([shown(text)] if text else []) + ["end"])
    titles = [each.text for each in ElementTree.fromstring(svg).iter(f"{SVG}title")]
    assert expected in titles


@pytest.mark.parametrize(
    "title",
    ['"', "\\", '\\"', "<b>x</b>", "&lt;", "&amp;amp;", r"\N\G\l\n", "a:b", "{|}", "文\u202e字"],
)
def test_marks_with_a_meaning_elsewhere_have_none_in_a_title(title: str) -> None:
    corpus = speeches()
    first = replace(corpus.documents[0], title=title)

    svg = draw_svg(graph_to_dot(replace(corpus, documents=(first, *corpus.documents[1:]))))

    assert shown(title) in texts(svg)
    assert shown(title) == title.replace("\u202e", "\ufffd")


def test_the_program_beside_the_interpreter_comes_first() -> None:
    assert Path(find_dot()).stem == "graphviz-pure"


def test_a_program_that_is_missing_is_named_with_a_remedy() -> None:
    with pytest.raises(
        GraphvizNotFoundError, match="no-such-dot: no such program; install Graphviz"
    ):
        draw_svg("digraph {}", dot="no-such-dot")


def test_a_missing_wheel_is_named_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_candidates", lambda: iter(()))
    monkeypatch.setenv("PATH", "")

    with pytest.raises(GraphvizNotFoundError, match="run: pip install graphviz-pure"):
        find_dot()


@needs_scripts
def test_a_complete_drawing_counts_whatever_the_exit_status(tmp_path: Path) -> None:
    dot = stand_in(tmp_path, """echo '<svg xmlns="http://www.w3.org/2000/svg"/>'; exit 1""")

    assert draw_svg("digraph {}", dot=dot).startswith("<svg")


@needs_scripts
@pytest.mark.parametrize("output", ["", "<svg xmlns='http://www.w3.org/2000/svg'><g>", "<html/>"])
def test_no_drawing_is_an_error_with_the_first_line_of_its_reason(
    tmp_path: Path, output: str
) -> None:
    dot = stand_in(tmp_path, f'printf "%s" "{output}"; echo "out of ink" >&2; echo more >&2')

    with pytest.raises(DrawingError, match=r"stand-in: no drawing: out of ink$"):
        draw_svg("digraph {}", dot=dot)


def test_a_broken_graph_is_an_error_of_one_line() -> None:
    with pytest.raises(DrawingError) as caught:
        draw_svg("digraph { a -> ")
    assert "\n" not in str(caught.value)


def pixels(png: bytes) -> tuple[int, int, bytes]:
    width, height = struct.unpack(">II", png[16:24])
    data, place = b"", 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + size]
        place += size + 12
    return width, height, zlib.decompress(data)


def word(text: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60pt" height="30pt" viewBox="0 0 60 30">'
        f'<text x="5" y="20" font-family="serif" font-size="20">{text}</text></svg>'
    )


def test_png_is_scaled_from_96_dots_an_inch() -> None:
    pytest.importorskip("resvg_py")

    assert pixels(svg_to_png(word("安"), scale=2))[:2] == (160, 80)
    assert pixels(svg_to_png(word("安"), scale=1))[:2] == (80, 40)


def test_png_shows_chinese_and_not_boxes() -> None:
    pytest.importorskip("resvg_py")
    pictures = [svg_to_png(word(text)) for text in ("安", "全", "\U0010fffd")]

    # A character without a glyph is a box, the same for every such character.
    assert len(set(pictures)) == 3
    assert svg_to_png(word("安")) == pictures[0]


def test_pdf_is_the_same_each_time_and_holds_no_day() -> None:
    pytest.importorskip("typst")
    svg = draw_svg(graph_to_dot(speeches()))

    pdf = svg_to_pdf(svg)

    assert pdf.startswith(b"%PDF-")
    assert pdf == svg_to_pdf(svg)
    assert b"CreationDate" not in pdf
    assert b"CreateDate" not in pdf
    assert b"NotoSansSC" in pdf


@pytest.mark.parametrize(
    ("module", "draw", "extra"),
    [
        ("resvg_py", svg_to_png, "png"),
        ("typst", svg_to_pdf, "pdf"),
        ("pylopdf_fonts_zh_cn", svg_to_png, "png"),
        ("pylopdf_fonts_zh_cn", svg_to_pdf, "pdf"),
    ],
)
def test_a_missing_part_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    draw: Callable[[str], bytes],
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(DrawingError, match=rf"run: pip install 'speech-lineage\[{extra}\]'$"):
        draw(word("安"))


@pytest.mark.parametrize(("module", "draw"), [("resvg_py", svg_to_png), ("typst", svg_to_pdf)])
def test_an_unusable_drawing_is_an_error_of_one_line(
    module: str, draw: Callable[[str], bytes]
) -> None:
    pytest.importorskip(module)

    with pytest.raises(DrawingError) as caught:
        draw("no drawing")
    assert "\n" not in str(caught.value)
