"""Web pages are read for their main text, whatever is around it."""

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lineage
from lineage.errors import LimitError
from lineage.readers import read_paths
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.readers.html import check_depth, read_html
from lineage.render.html import comparison_page, family_page
from lineage.settings import Limits

FORMULA = "守土有责、守土负责、守土尽责。"
PROSE = "发展决不能以牺牲人的生命为代价，这是一条不可逾越的红线。" * 6


def extract(page: str | bytes, *, encoding: str | None = None, **limits: int) -> Extract:
    data = page.encode("utf-8") if isinstance(page, str) else page
    (found,) = read_html(data, Options(Limits(**limits), encoding))
    return found


def lines_of(body: str) -> list[str]:
    return extract(f"<!DOCTYPE html><html><body>{body}</body></html>").text.split("\n")


def test_blocks_and_breaks_are_lines() -> None:
    body = "前<p>甲<b>乙</b><br>丙</p><div>丁<section>戊</section>己</div>后"

    assert lines_of(body) == ["前", "甲乙", "丙", "丁", "戊", "己", "后"]


def test_blanks_are_as_the_page_shows_them() -> None:
    body = "<p>守土\n    有责， 守土 负责\n\tand  so\non&nbsp;&nbsp;x</p><p>　　同志们：\n</p>"

    assert lines_of(body) == ["守土有责， 守土 负责 and so on\xa0\xa0x", "　　同志们："]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines_of("<pre>一  二\n  三</pre><p>四\n五</p>") == ["一  二", "三", "四五"]


def test_cells_are_apart_by_tabs() -> None:
    body = "<table><tr><th>甲<th>乙<tr><td>丙<td><p>丁</p><p>戊</p></table>"

    assert lines_of(body) == ["甲\t乙", "丙", "丁", "戊"]


def test_ordered_lists_have_their_numbers() -> None:
    body = (
        "<ol start=3><li>甲<li>乙<ol type=a><li>丙</ol><li>4. 丁</ol><ul><li>戊</ul>"
        "<ol start=x><li><p>己</p></ol>"
    )

    assert lines_of(body) == ["3. 甲", "4. 乙", "a. 丙", "5. 4. 丁", "戊", "1. 己"]


def test_what_is_not_on_the_page_is_left_out() -> None:
    body = (
        "<script>var a = '<p>脚本，</p>';</script><style>样式，</style><noscript>无脚本，</noscript>"
        "<p hidden>隐一，</p><p style='color:red; display : none'>隐二，</p><p aria-hidden=true>隐三，</p>"
        "<template><p>模板，</p></template><select><option>选，</select><textarea>写，</textarea>"
        "<!-- 注释， --><p>留<del>删</del><ins>增</ins><ruby>拼<rp>(</rp><rt>pin</rt><rp>)</rp></ruby></p>"
        "<iframe src='http://127.0.0.1:9/'>框，</iframe><svg><text>图，</text></svg>"
    )

    assert lines_of(body) == ["留增拼"]


AROUND = (
    "<div id=top><ul><li><a href=/>首页</a><li><a href=/a>要闻</a><li><a href=/b>公开</a></ul></div>"
    "<div class=crumbs>当前位置：<a href=/>首页</a> &gt; <a href=/c>讲话</a></div>"
    "<div class=page><h1>在会议上的讲话</h1><div>来源：市政府 2023-01-05</div>%s"
    "<div class='share'>分享到：微信，微博。</div></div>"
    "<div class=side><h4>相关阅读</h4><ul><li><a href=/1>一，长长的标题。</a><li><a href=/2>二，</a></ul></div>"
    "<div class=footer>版权所有：某市人民政府，地址：某路一号，邮编：000000。联系我们。</div>"
)


@pytest.mark.parametrize("container", ["div", "article", "table><tr><td", "center", "form"])
def test_navigation_and_what_is_around_the_text_is_left_out(container: str) -> None:
    closing = "".join(f"</{name}>" for name in reversed(container.split("><")))
    main = f"<{container}><p>同志们：</p><p>{PROSE}</p><p>{FORMULA}</p><p>某市政府</p>{closing}"

    assert lines_of(AROUND % main) == [
        "在会议上的讲话",
        "来源：市政府 2023-01-05",
        "同志们：",
        PROSE,
        FORMULA,
        "某市政府",
    ]


def test_a_list_of_links_inside_the_text_is_left_out_and_single_links_stay() -> None:
    links = "<ul>" + "".join(f"<li><a href=/{n}>另一篇，{n}</a>" for n in range(4)) + "</ul>"
    body = f"<div><p>{PROSE}</p><p>见<a href=/x>通知</a>。</p>{links}<p>{FORMULA}</p></div>"

    assert lines_of(body) == [PROSE, "见通知。", FORMULA]


def test_prose_beside_the_main_text_is_kept() -> None:
    body = f"<div><p>{PROSE * 9}</p></div><div><p>{PROSE}</p></div>"

    assert lines_of(body) == [PROSE * 9, PROSE]


def test_a_page_of_links_alone_is_read_whole() -> None:
    body = "".join(f"<li><a href=/{n}>第{n}篇</a>" for n in range(3))

    assert lines_of(f"<ul>{body}</ul>") == ["第0篇", "第1篇", "第2篇"]


def test_a_name_does_not_take_the_text_away_that_is_most_of_the_page() -> None:
    assert lines_of(f"<p>一，</p><div class=comment><p>{PROSE}</p></div>") == ["一，", PROSE]


def test_title_and_date_of_the_head_are_handed_over() -> None:
    head = "<title>讲话_某网</title><meta name=PubDate content='2023-01-05 10:00'>"

    assert extract(f"{head}<p>{FORMULA}").properties == {
        "title": "讲话_某网",
        "date": "2023-01-05 10:00",
    }
    assert extract(f"{head}<h1>讲 话</h1>").properties["title"] == "讲 话"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_the_encoding_is_found_out_whatever_the_page_says(encoding: str) -> None:
    page = f"<html><head><meta charset=gb2312></head><body><p>{FORMULA * 3}</p></body></html>"

    assert extract(page.encode(encoding)).text == FORMULA * 3


def test_an_encoding_that_is_not_chinese_is_believed() -> None:
    korean = "존경하는 국민 여러분 안녕하십니까 반갑습니다"
    page = f'<meta http-equiv=Content-Type content="text/html; charset=euc-kr"><p>{korean}</p>'

    found = extract(page.encode("euc-kr"))

    assert (found.text, found.encoding) == (korean, "euc_kr")
    with pytest.raises(UnreadableError, match="--encoding"):
        extract(f"<p>{korean}".encode("euc-kr"))
    assert extract(f"<p>{korean}".encode("euc-kr"), encoding="euc-kr").text == korean


@pytest.mark.parametrize("tag", ["div", "ul><li", "blockquote", "x-y", "center", "ruby><rt"])
def test_nesting_meets_a_limit_before_it_takes_time(tag: str) -> None:
    started = time.process_time()

    with pytest.raises(LimitError) as caught:
        extract(f"<{tag}>" * 100_000 + FORMULA)

    assert caught.value.name == "depth"
    assert time.process_time() - started < 5


def test_nesting_is_told_from_mere_number() -> None:
    limits = Limits(depth=10)

    for page in (
        "<div></div>" * 100,
        "<p>甲" * 100,
        "<li><a href=x>甲</a>" * 100,
        "<!--" + "<div>" * 100 + "-->",
        "<script>" + "'<div>'" * 100 + "</script>",
        "<title>" + "<div>" * 100,
        "<br><img src=x>" * 100,
        "<DIV></div>" * 100,
    ):
        check_depth(page, limits)
    for page in ("<div></x>" * 100, "<div><!-- --><div></p>" * 50, "<div " * 100):
        with pytest.raises(LimitError):
            check_depth(page, limits)


def test_elements_that_do_not_nest_may_be_many() -> None:
    text = extract("<b><font><span>" * 20_000 + FORMULA).text

    assert text == FORMULA


def test_a_page_of_the_sample_speeches_is_read_line_by_line(seeds: Path, tmp_path: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        rows = [line.strip(" \t") for line in text.splitlines() if line.strip(" \t")]
        escaped = "".join(
            f"<p>{row.replace('&', '&amp;').replace('<', '&lt;')}</p>\n" for row in rows
        )
        (tmp_path / f"{path.stem}.html").write_text(escaped, encoding="utf-8")

    documents = read_paths([tmp_path]).documents

    assert len(documents) == 5
    for document in documents:
        text = (seeds / document.id.replace(".html", ".txt")).read_text(encoding="utf-8")
        assert "".join(document.text.split()) == "".join(text.split())
        assert document.provenance.format == "html"
        assert document.provenance.reader == "selectolax"


PIECES = (
    "<div> </div> <p> </p> <a_href=x> </a> <table> <tr> <td> </table> <ol> <li> </ol> <!-- -->"
    " <script> </script> <pre> </pre> <br> <template> </template> <svg> <math> <select> <frameset>"
    " <body> </html> &amp; &#0; &#xD800; &#7; &nosuch; 守土有责， ab < >"
)


@given(
    st.lists(
        st.sampled_from(
            [*(piece.replace("_", " ") for piece in PIECES.split()), "\n", " ", "\ufeff"]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_page_is_a_text_without_control_characters(page: str) -> None:
    found = extract(page, encoding="utf-8")

    assert found.text.encode("utf-8").decode("utf-8") == found.text
    assert not any(character < " " and character not in "\n\t" for character in found.text)
    assert "\n\n" not in found.text


def test_a_cell_inside_preformatted_text_is_a_cell() -> None:
    # Broken markup can leave a cell there that no table holds.
    assert extract("<pre>甲<math>--><td>乙").text == "甲-->\t乙"


@given(st.lists(st.text("守土有责、尽。ab ", min_size=1, max_size=12), max_size=6))
def test_the_text_of_paragraphs_comes_back(lines: list[str]) -> None:
    wanted = [" ".join(line.split()) for line in lines if line.strip()]

    assert extract("".join(f"<p>{line}</p>" for line in lines)).text == "\n".join(wanted)


def test_pages_that_were_written_here_are_named_and_not_read_as_documents(tmp_path: Path) -> None:
    speeches = [lineage.Document(name, f"{PROSE}{name}") for name in ("a", "b")]
    analysis = lineage.analyze(speeches)
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf-8")
    analysis.report_file(tmp_path / "report.html")
    # What stands in the folder of a report is passed over; a page that was taken out is named.
    analysis.report(tmp_path / "report")
    shutil.copy(tmp_path / "report" / "index.html", tmp_path / "overview.html")
    shutil.copy(next((tmp_path / "report" / "documents").iterdir()), tmp_path / "page.html")
    pages = {
        "pair": comparison_page(lineage.compare(*speeches)),
        "family": family_page(analysis.families()[0], speeches),
    }
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")

    reading = read_paths([tmp_path])

    assert [document.id for document in reading.documents] == ["a.txt"]
    reason = "it is a page that lineage wrote, not a document"
    assert [(failure.name, failure.reason) for failure in reading.failures] == [
        ("family.html", reason),
        ("overview.html", reason),
        ("page.html", reason),
        ("pair.html", reason),
        ("report.html", reason),
    ]
