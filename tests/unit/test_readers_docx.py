"""Word files are read as they stand on the page, and harmful ones are named."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import WORD, docx, paragraph, run, table, text_docx, zipped

from lineage.errors import LimitError
from lineage.readers import read_paths
from lineage.readers.docx import read_docx
from lineage.readers.extract import Extract, Options, UnreadableError
from lineage.settings import Limits

FORMULA = "守土有责、守土负责、守土尽责。"


def extract(data: bytes, **limits: int) -> Extract:
    (found,) = read_docx(data, Options(Limits(**limits)))
    return found


def text_of(body: str, **parts: str) -> str:
    return extract(docx(body, parts=parts)).text


def test_paragraphs_are_lines() -> None:
    body = (
        paragraph("同志们：")
        + paragraph()
        + paragraph("守土", "有责、", "守土负责 ")
        + "<w:sectPr/>"
    )

    assert text_of(body) == "同志们：\n\n守土有责、守土负责 "


def test_breaks_tabs_and_symbols_are_characters() -> None:
    inside = (
        "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:cr/><w:t>丁</w:t>"
        '<w:noBreakHyphen/><w:softHyphen/><w:sym w:font="Symbol" w:char="00B7"/>'
        '<w:sym w:char="D800"/><w:sym w:char="zz"/><w:lastRenderedPageBreak/></w:r>'
    )

    assert text_of(paragraph(inside, properties='<w:tabs><w:tab w:val="left"/></w:tabs>')) == (
        "甲\t乙\n丙\n丁-·"
    )


def test_rows_of_tables_are_lines_and_cells_are_apart_by_tabs() -> None:
    inner = table(["内一", "内二"])
    body = (
        paragraph("前")
        + table(["甲", "乙"], [paragraph("丙") + paragraph("丁"), inner])
        + paragraph("后")
    )

    assert text_of(body) == "前\n甲\t乙\n丙\n丁\t内一\t内二\n后"


def test_tracked_changes_are_accepted() -> None:
    body = (
        paragraph(
            "守土",
            f"<w:del>{run('失责')}<w:r><w:delText>失责</w:delText></w:r></w:del>",
            f"<w:ins>{run('有责')}</w:ins>",
            f"<w:moveFrom>{run('搬走')}</w:moveFrom><w:moveTo>{run('搬来')}</w:moveTo>",
            properties='<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>',
        )
        + paragraph("接", properties="<w:rPr><w:del/></w:rPr>")
        + paragraph("上", properties="<w:rPr><w:ins/></w:rPr>")
        + "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>"
        + paragraph("删去的行")
        + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + paragraph("留下的行") + "</w:tc></w:tr></w:tbl>"
    )

    assert text_of(body) == "守土有责搬来\n接上\n留下的行"


def test_a_deleted_mark_of_the_last_paragraph_loses_nothing() -> None:
    assert text_of(paragraph("末", properties="<w:rPr><w:del/></w:rPr>")) == "末"


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}{table(['格'])}</w:txbxContent>"
    choice = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><x:wsp>{box}</x:wsp></mc:Choice>"
        f"<mc:Choice Requires='other'>{box}</mc:Choice>"
        f"<mc:Fallback><x:pict>{box}</x:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )

    assert text_of(paragraph("前文", choice, "后文") + paragraph("下一段")) == (
        "前文后文\n框内\n格\n下一段"
    )


def test_notes_stand_at_the_end_and_are_marked() -> None:
    def note(name: str, text: str) -> str:
        return f'<w:footnote w:id="{name}">{paragraph(text)}</w:footnote>'

    body = paragraph(
        "甲", '<w:r><w:footnoteReference w:id="3"/></w:r>', "乙",
        '<w:r><w:endnoteReference w:id="5"/><w:footnoteReference w:id="2"/></w:r>',
    )  # fmt: skip

    text = text_of(
        body,
        footnotes=note("0", "分隔符") + note("2", " 后注") + note("3", "先注"),
        endnotes=f'<w:endnote w:id="5">{paragraph("尾")}</w:endnote>',
    )

    assert text == "甲乙\n[脚注 1] 先注\n[脚注 2] 后注\n[尾注 1] 尾"


def test_headers_footers_comments_fields_and_hidden_text_are_left_out() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>码中码</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>七</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    ruby = f"<w:ruby><w:rt>{run('pin')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby>"
    body = paragraph(
        "第", field, "页", run("隐", properties="<w:vanish/>"),
        run("显", properties='<w:vanish w:val="0"/>'), f"<w:r>{ruby}</w:r>",
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><x:t>别处</x:t>",
    )  # fmt: skip
    parts = {
        "header1": paragraph("页眉"),
        "footer1": paragraph("页脚"),
        "comments": paragraph("批注"),
    }

    assert text_of(body, **parts) == "第七页显拼x=1"


LISTS = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="listed"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""
STYLES = """
<w:style w:styleId="listed"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="child"><w:basedOn w:val="listed"/></w:style>
<w:style w:styleId="loop"><w:basedOn w:val="loop"/></w:style>
"""


def item(text: str, number: str = "", level: str = "", style: str = "") -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number or level:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=properties)


def test_the_numbers_of_lists_are_read() -> None:
    body = (
        item("总则", "1", "0")
        + item("其一", "1", "1")
        + item("细目", "1", "2")
        + item("其二", "1", "1")
        + item("分则", style="child")
        + item("其一", "1", "1")
        + item("", "2", "0")
        + item("要点", "2", "0")
        + item("重来", "3", "0")
        + item("接着", "4", "0")
        + item("无号", "0", "0", style="listed")
        + item("无此表", "77", "0")
        + item("无此级", "1", "8")
        + item("自环", style="loop")
    )

    assert text_of(body, numbering=LISTS, styles=STYLES).splitlines() == [
        "一、总则",
        "（一）其一",
        "一.1. 细目",
        "（二）其二",
        "二、分则",
        "（一）其一",
        "",
        "•要点",
        "一、重来",
        "二、接着",
        "无号",
        "无此表",
        "无此级",
        "自环",
    ]


def test_properties_are_handed_over_and_count_below_the_text(tmp_path: Path) -> None:
    core = "<dc:title>公文 <dc:x/>模板</dc:title><t:created>2019-03-04T00:00:00Z</t:created>"

    found = extract(docx(paragraph(FORMULA), core=core))
    (tmp_path / "a.docx").write_bytes(docx(paragraph("在2023年会议上的讲话"), core=core))
    (document,) = read_paths([tmp_path]).documents

    assert found.properties == {"title": "公文", "date": "2019-03-04T00:00:00Z"}
    assert (document.title, document.date) == ("在2023年会议上的讲话", "2023")
    assert (document.provenance.format, document.provenance.encoding) == ("docx", "")


def test_the_strict_variant_of_the_format_is_read() -> None:
    data = docx(paragraph(FORMULA))
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream) as file:
        members = {name: file.read(name) for name in file.namelist()}
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    members["word/document.xml"] = members["word/document.xml"].replace(WORD.encode(), strict)

    assert extract(zipped(members)).text == FORMULA


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cn"], max_codepoint=0xFFFF)),
        max_size=6,
    )
)
def test_any_text_comes_back_from_a_word_file(lines: list[str]) -> None:
    body = "".join(paragraph(run(line)) for line in lines)

    assert extract(docx(body)).text == "\n".join(lines)


def test_the_sample_speeches_come_back_line_by_line(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_text(encoding="utf-8")

        assert extract(text_docx(text)).text == "\n".join(text.splitlines())


ENTITIES = (
    '<!DOCTYPE w:document [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;">]>'
    f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)
EXTERNAL = (
    '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/a.dtd">'
    f'<w:document xmlns:w="{WORD}"><w:body/></w:document>'
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 no zip", "it is damaged"),
        (docx(paragraph(FORMULA))[:-60], "it is damaged"),
        (zipped({"word/document.xml": ENTITIES}), "it declares a document type"),
        (zipped({"word/document.xml": EXTERNAL}), "it declares a document type"),
        (zipped({"word/document.xml": "<w:p"}), "it is damaged"),
        (zipped({"word/document.xml": "<other/>"}), "it is no Word document"),
        (zipped({"xl/workbook.xml": "<a/>"}), "it is no Word document"),
        (docx(paragraph(FORMULA), compression=zipfile.ZIP_LZMA), "packed in a way"),
    ],
)
def test_what_is_damaged_or_harmful_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        extract(data)


def test_a_password_is_told() -> None:
    data = bytearray(docx(paragraph(FORMULA)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1

    with pytest.raises(UnreadableError, match="protected with a password"):
        extract(bytes(data))


def test_bombs_meet_a_limit_that_is_named() -> None:
    blanks = f'<w:document xmlns:w="{WORD}">' + " " * (30 << 20)
    nested = f'<w:document xmlns:w="{WORD}">' + "<w:sdt>" * 3000
    spread = docx(paragraph(FORMULA), parts={"styles": f"<w:x w:y='{'z' * (2 << 20)}'/>"})

    for data, limits, name in (
        (zipped({"word/document.xml": blanks}), {}, "unpacked_ratio"),
        (spread, {"unpacked_mb": 1}, "unpacked_mb"),
        (zipped({"word/document.xml": nested}), {}, "depth"),
        (docx(paragraph(FORMULA * 9)), {"characters": 100}, "characters"),
    ):
        with pytest.raises(LimitError) as caught:
            extract(data, **limits)
        assert caught.value.name == name


def test_a_lie_about_sizes_is_not_believed() -> None:
    data = bytearray(zipped({"word/document.xml": "<w:document>" + " " * (30 << 20)}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")

    with pytest.raises((LimitError, UnreadableError)):
        extract(bytes(data))


def test_no_flipped_byte_does_more_than_make_it_unreadable() -> None:
    whole = docx(
        item("总则", "1", "0") + table(["甲"]), parts={"numbering": LISTS, "styles": STYLES}
    )
    chance = random.Random(7)

    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            extract(bytes(data))
        except (UnreadableError, LimitError) as error:
            reason = str(error)
        else:
            reason = "none"

        assert reason
        assert "\n" not in reason
