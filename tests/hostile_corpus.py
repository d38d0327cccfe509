"""Makes a folder of files that are broken, odd or made to do harm, with good ones among them.

``python tests/hostile_corpus.py FOLDER`` makes one to look at. Every file is of a kind, and
every kind says what must become of its files: READ, as a document; LEFT_OUT, named with a
reason; SKIPPED, as no document; or EITHER, where it depends on the system. The same
folder comes out every time, except for the address that nobody must ask.
"""

import gzip
import json
import os
import random
import socket
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from office import NAMESPACES, WORD, docx, paragraph, run, zipped
from pdf_pages import pdf, shown

READ, LEFT_OUT, SKIPPED, EITHER = "read", "left out", "skipped", "either"
FORMULA = "守土有责、守土负责、守土尽责，人命关天，发展决不能以牺牲人的生命为代价。"
TRADITIONAL = "安全責任重於泰山，發展決不能以犧牲人的生命為代價，這是一條不可逾越的紅線。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def prose(seed: int, n_characters: int) -> str:
    """Return a text that repeats nothing for long, of usual characters and marks."""
    chance = random.Random(seed)
    usual = "安全生产责任重于泰山人命关天发展决不能以牺牲为代价守土有尽要坚持党政同责一岗双齐抓共管失职追"
    return "".join(chance.choice(usual) if n % 9 else "，" for n in range(n_characters)) + "。"


@dataclass(frozen=True)
class Made:
    """A file to make.

    Attributes:
        name: Its name in the folder of its kind, as bytes where it is no UTF-8.
        content: Its bytes, or what makes it.
        becomes: What must become of it.
    """

    name: str | bytes
    content: bytes | Callable[[Path], None]
    becomes: str


Maker = Callable[[str], Iterator[Made]]
KINDS: dict[str, Maker] = {}


def kind(maker: Maker) -> Maker:
    KINDS[maker.__name__] = maker
    return maker


def make(folder: Path, address: str) -> dict[str, tuple[str, str]]:
    """Make the corpus.

    Args:
        folder: Where to.
        address: A server that must not be asked; harmful files point to it.

    Returns:
        The kind of each file and what must become of it, by its name as ``lineage`` says it.
    """
    made = {}
    for name, maker in KINDS.items():
        (folder / name).mkdir(parents=True)
        for file in maker(address):
            raw = os.fsencode(file.name) if isinstance(file.name, str) else file.name
            path = Path(os.fsdecode(os.fsencode(folder / name) + b"/" + raw))
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                if callable(file.content):
                    file.content(path)
                else:
                    path.write_bytes(file.content)
            except (OSError, ValueError, NotImplementedError, AttributeError):
                # Not every system can hold every file.
                continue
            shown_name = "".join(
                f"%{ord(c) - 0xDC00:02X}" if "\udc80" <= c <= "\udcff" else c
                for c in raw.decode("utf-8", "surrogateescape")
            )
            made[f"{name}/{shown_name}"] = (name, file.becomes)
    return made


@kind
def good_text(_: str) -> Iterator[Made]:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        yield Made(f"{encoding}.txt", (FORMULA * 3).encode(encoding), READ)
    yield Made("big5.txt", (TRADITIONAL * 3).encode("big5"), READ)
    for name, end in (("dos", "\r\n"), ("mac", "\r"), ("mixed", "\r\n\r\n\n\u2028")):
        yield Made(f"{name}.txt", end.join([FORMULA] * 4).encode(), READ)


@kind
def good_formats(_: str) -> Iterator[Made]:
    yield Made("a.docx", docx(paragraph(FORMULA)), READ)
    yield Made("a.md", f"---\ntitle: 讲话\ndate: 2023\n---\n{FORMULA}".encode(), READ)
    yield Made("a.html", f"<!doctype html><p>{FORMULA}</p>".encode(), READ)
    yield Made("a.pdf", pdf([shown("Safety in production is everyone's duty.")]), READ)


@kind
def good_among_hundreds(_: str) -> Iterator[Made]:
    for number in range(40):
        yield Made(f"{number:03}.txt", f"{FORMULA}第{number}号".encode(), READ)


@kind
def empty(_: str) -> Iterator[Made]:
    for name, content in (("nothing", b""), ("bom", b"\xef\xbb\xbf"), ("bom16", b"\xff\xfe")):
        yield Made(f"{name}.txt", content, READ)
    yield Made("blank.md", b" \r\n\t\n", READ)
    for suffix in ("docx", "pdf"):
        yield Made(f"nothing.{suffix}", b"", LEFT_OUT)
    for suffix in ("html", "rtf", "doc"):
        yield Made(f"nothing.{suffix}", b"", READ)


@kind
def binary_as_text(_: str) -> Iterator[Made]:
    chance = random.Random(1)
    for number in range(6):
        yield Made(f"noise{number}.txt", chance.randbytes(3000), LEFT_OUT)
    yield Made("nul.txt", b"\0" * 2000, LEFT_OUT)
    yield Made("png.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + chance.randbytes(900), LEFT_OUT)
    yield Made("gzip.txt", gzip.compress(chance.randbytes(2000), mtime=0), LEFT_OUT)
    yield Made("elf.md", b"\x7fELF\x02\x01\x01" + bytes(900), LEFT_OUT)


@kind
def wrong_bytes(_: str) -> Iterator[Made]:
    text = FORMULA + prose(2, 400)
    for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        data = text.encode(encoding)
        half = len(data) // 2
        yield Made(f"{encoding}-added.txt", data[:half] + b"\xff" + data[half:], READ)
        yield Made(f"{encoding}-lost.txt", data[:half] + data[half + 1 :], READ)
    yield Made("utf-8-cut.txt", text.encode()[:-1], READ)
    yield Made("utf-16-cut.txt", text.encode("utf-16")[:-1], READ)
    yield Made("all-wrong.txt", b"\xfd\xff\xfe" * 2000, LEFT_OUT)


@kind
def other_encodings(_: str) -> Iterator[Made]:
    yield Made("korean.txt", ("존경하는 국민 여러분 안녕하십니까 " * 20).encode("euc_kr"), LEFT_OUT)
    yield Made("kana.txt", ("ただいまからかいぎをはじめます" * 20).encode("shift_jis"), LEFT_OUT)
    yield Made("russian.txt", ("Уважаемые товарищи, мы собрались " * 20).encode("cp1251"), LEFT_OUT)


@kind
def harmful_characters(_: str) -> Iterator[Made]:
    texts = {
        "escapes": "\x1b[2J\x1b]0;title\x07\x1b[31m",
        "bidi": "\u202e\u2066\u200f",
        "invisible": "\u200b\u200d\ufeff\u00ad",
        "nul": "\0",
        "private": "\ue000\U000f0000\U0010fffe",
        "combining": "e" + "\u0301" * 5000,
        "separators": "\u2028\u2029\x85\x0b\x0c",
    }
    for name, text in texts.items():
        yield Made(f"{name}.txt", (prose(3, 200) + text + FORMULA).encode(), READ)


@kind
def markup_as_text(address: str) -> Iterator[Made]:
    texts = {
        "script": f"<script src='{address}/x.js'></script><img src='{address}/x' onerror=alert(1)>",
        "template": "{{ 7 * 7 }}{% include '/etc/passwd' %}${7*7}#{7*7}",
        "formula": '=HYPERLINK("http://127.0.0.1")\n+1\n-1\n@SUM(1)',
        "closing": "</p></body></html>]]>--></textarea></script>",
        "entities": "&lt;&amp;&#0;&nosuch;",
        "sql": "'; DROP TABLE documents; --",
        "percent": "%s%n%x {0} {name!r}",
    }
    for name, text in texts.items():
        yield Made(f"{name}.txt", f"{text}\n{FORMULA}{text}{FORMULA}".encode(), READ)


@kind
def long_lines(_: str) -> Iterator[Made]:
    yield Made("one-line.txt", prose(1, 100_000).encode(), READ)
    yield Made("one-word.txt", b"a" * 3_000_000, READ)
    yield Made("line-ends.txt", b"\n" * 200_000, READ)
    yield Made("full-stops.txt", ("。" * 300_000).encode(), READ)
    yield Made("brackets.txt", ("（" * 100_000 + "）" * 100_000).encode(), READ)


@kind
def front_matter(_: str) -> Iterator[Made]:
    yield Made("open.md", ("---\n" + "a: b\n" * 50_000).encode(), READ)
    yield Made("deep.md", ("---\na: " + "[" * 100_000 + "\n---\n" + FORMULA).encode(), READ)
    yield Made(
        "date.md", f"---\ndate: 9999-99-99\ntitle: {'x' * 100_000}\n---\n{FORMULA}".encode(), READ
    )


@kind
def names_like_options(_: str) -> Iterator[Made]:
    for name in ("-rf.txt", "--help.txt", "-o.txt", "--", "~.txt", "$(touch x).txt", "`x`.txt"):
        yield Made(name, FORMULA.encode(), SKIPPED if name == "--" else READ)


@kind
def names_with_marks(_: str) -> Iterator[Made]:
    for name in (
        "a\nb",
        "a\rb",
        "a\tb",
        " ",
        "a b",
        "#",
        "a#1",
        "%41",
        "?",
        "*",
        "a&b;c|d",
        "'",
        '"',
    ):
        yield Made(f"{name}.txt", f"{FORMULA}{len(name)}".encode(), READ)
    for name in ("<b>", "\\", "a:b", "a.", "{{x}}", "http:／／x", "index.html", "graph.svg"):
        yield Made(f"{name}.txt", f"{FORMULA}{len(name)}".encode(), READ)


@kind
def names_that_look_otherwise(_: str) -> Iterator[Made]:
    for name in ("\u202etxt.exe", "\u200b", "é", "e\u0301", "😀", "\x1b[31m", "x" * 240, "字" * 80):
        yield Made(f"{name}.txt", FORMULA.encode(), READ)


@kind
def names_of_devices(_: str) -> Iterator[Made]:
    for name in ("CON.txt", "nul.txt", "aux.md", "COM1.html", "LPT1.txt", "con.txt.txt", "a .txt"):
        yield Made(name, FORMULA.encode(), READ)


@kind
def names_that_differ_in_case(_: str) -> Iterator[Made]:
    for name in ("same.txt", "SAME.txt", "Same.TXT", "index.txt", "INDEX.txt"):
        yield Made(name, f"{FORMULA}{name}".encode(), EITHER)


@kind
def names_with_dates(_: str) -> Iterator[Made]:
    for name in (
        "2023-13-45",
        "99999999",
        "0000-00-00",
        "2023年13月",
        "民國999年",
        "二〇二三年二月三十日",
    ):
        yield Made(f"{name}.txt", FORMULA.encode(), READ)


@kind
def names_in_no_utf8(_: str) -> Iterator[Made]:
    for name in (b"\xb0\xb2.txt", b"\xff\xfe.txt", b"a\x80b.md", b"%B0%B2.txt"):
        yield Made(name, FORMULA.encode(), READ)


@kind
def hidden_and_others(_: str) -> Iterator[Made]:
    names = (".hidden.txt", ".git/config.txt", "~$lock.docx", "README.txt", "a.exe", "Makefile")
    for name in (*names, "a.png", "a.zip", "Thumbs.db"):
        yield Made(name, FORMULA.encode(), SKIPPED)


@kind
def without_a_reader(_: str) -> Iterator[Made]:
    for suffix in ("epub", "caj", "ofd", "mht"):
        yield Made(f"a.{suffix}", FORMULA.encode(), LEFT_OUT)


@kind
def links(_: str) -> Iterator[Made]:
    yield Made("real.txt", FORMULA.encode(), READ)
    for name, target in (
        ("loop.txt", "loop.txt"),
        ("one.txt", "two.txt"),
        ("two.txt", "one.txt"),
        ("nowhere.txt", "/no/such/file"),
    ):
        yield Made(name, lambda path, target=target: path.symlink_to(target), LEFT_OUT)  # type: ignore[misc]


@kind
def links_to_devices(_: str) -> Iterator[Made]:
    for name, target in (("zero.txt", "/dev/zero"), ("chance.docx", "/dev/urandom")):
        yield Made(name, lambda path, target=target: path.symlink_to(target), LEFT_OUT)  # type: ignore[misc]


@kind
def links_to_folders(_: str) -> Iterator[Made]:
    for name, target in (("circle", "."), ("up", "../.."), ("root", "/"), ("folder.txt", ".")):
        yield Made(name, lambda path, target=target: path.symlink_to(target), SKIPPED)  # type: ignore[misc]


@kind
def no_files(_: str) -> Iterator[Made]:
    def listen(path: Path) -> None:
        with socket.socket(socket.AF_UNIX) as server:
            usual = os.getcwd()
            os.chdir(path.parent)
            try:
                server.bind(path.name)
            finally:
                os.chdir(usual)

    yield Made("pipe.txt", lambda path: os.mkfifo(path), LEFT_OUT)
    yield Made("pipe.docx", lambda path: os.mkfifo(path), LEFT_OUT)
    yield Made("socket.txt", listen, LEFT_OUT)
    yield Made("folder.txt/a.txt", FORMULA.encode(), READ)
    yield Made("folder.docx/deep/a.txt", FORMULA.encode(), READ)


@kind
def deep_folders(_: str) -> Iterator[Made]:
    yield Made("/".join("d" * 60) + "/a.txt", FORMULA.encode(), READ)
    yield Made("/".join(["长长的文件夹名"] * 20) + "/a.txt", FORMULA.encode(), READ)


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


@kind
def pdf_bombs(_: str) -> Iterator[Made]:
    yield Made("million.pdf", pdf([shown("text")], count=1_000_000), EITHER)
    yield Made("letters.pdf", pdf([shown("a" * 200_000)]), READ)
    yield Made("arrays.pdf", pdf(["[" * 100_000]), LEFT_OUT)


@kind
def pdf_streams(_: str) -> Iterator[Made]:
    forms = b"".join(
        b"%d 0 obj\n<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject <<"
        b" /F %d 0 R >> >> /Length 60 >>\nstream\n%s\nendstream\nendobj\n"
        % (number, number + 1, b"/F Do " * 10)
        for number in range(20, 36)
    )
    start = pdf(["/F Do"]).replace(
        b"/Font << /F1 3 0 R >>", b"/XObject << /F 20 0 R >> /Font << /F1 3 0 R >>"
    )
    yield Made("forms.pdf", start.replace(b"xref\n", forms + b"xref\n", 1), EITHER)
    packed = zlib.compress(zlib.compress(b"q " * 30_000_000))
    stream = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream" % (
        len(packed),
        packed,
    )
    whole = pdf(["MARK"])
    at = whole.index(b"<< /Length 4 >>\nstream\nMARK\nendstream")
    yield Made("packed.pdf", whole[:at] + stream + whole[at + 38 :], EITHER)


@kind
def pdf_harmful(address: str) -> Iterator[Made]:
    page = [shown("Safety in production is everyone's duty.")]
    actions = {
        "script": "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(1\\);) >>",
        "launch": "/OpenAction << /S /Launch /F (/bin/sh) >>",
        "uri": f"/OpenAction << /S /URI /URI ({address}/uri) >>",
        "submit": f"/OpenAction << /S /SubmitForm /F ({address}/submit) >>",
        "embed": "/Names << /EmbeddedFiles << /Names [(a.exe) << /F (a.exe) >>] >> >>",
        "xfa": "/AcroForm << /XFA (<xdp/>) /Fields [] >>",
    }
    for name, more in actions.items():
        yield Made(f"{name}.pdf", pdf(page, more=more), READ)
    outside = (
        b"<< /F ("
        + address.encode()
        + b"/stream) /FFilter /FlateDecode /Length 0 >>\nstream\n\nendstream"
    )
    whole = pdf(["MARK"])
    at = whole.index(b"<< /Length 4 >>\nstream\nMARK\nendstream")
    yield Made("outside.pdf", whole[:at] + outside + whole[at + 38 :], LEFT_OUT)


@kind
def pdf_broken(_: str) -> Iterator[Made]:
    whole = pdf([shown("Safety in production is everyone's duty.")] * 3)
    for part in (1, 2, 3):
        yield Made(f"cut{part}.pdf", whole[: len(whole) * part // 4], EITHER)
    yield Made("head.pdf", b"%PDF-1.7\n", LEFT_OUT)
    yield Made("no-pages.pdf", pdf([]), LEFT_OUT)
    yield Made("scan.pdf", pdf(["0 0 500 700 re f"]), LEFT_OUT)
    yield Made("loop.pdf", whole.replace(b"/Kids [4 0 R", b"/Kids [2 0 R"), EITHER)
    yield Made("self.pdf", whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 9"), EITHER)
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    yield Made("locked.pdf", whole.replace(b"/Root 1 0 R", b"/Root 1 0 R " + locked), LEFT_OUT)
    yield Made("text.pdf", FORMULA.encode(), LEFT_OUT)


@kind
def pdf_noise(_: str) -> Iterator[Made]:
    whole, chance = pdf([shown("Safety in production is everyone's duty.")]), random.Random(6)
    for number in range(15):
        data = bytearray(whole)
        for _n in range(10):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield Made(f"{number}.pdf", bytes(data), EITHER)


@kind
def html_deep(_: str) -> Iterator[Made]:
    for tag in ("div", "ul><li", "blockquote", "x-y", "table><tr><td"):
        name = tag.replace(">", "").replace("<", "-")
        yield Made(f"{name}.html", (f"<{tag}>" * 100_000 + FORMULA).encode(), LEFT_OUT)


@kind
def html_many(_: str) -> Iterator[Made]:
    for tag in ("b", "font", "p", "span", "a"):
        yield Made(f"{tag}.html", (f"<{tag}>" * 100_000 + FORMULA).encode(), READ)
    spread = "".join(f"<p><font a={n}>" for n in range(20_000))
    yield Made("formatting.html", (spread + FORMULA).encode(), EITHER)


@kind
def html_external(address: str) -> Iterator[Made]:
    parts = {
        "script": f"<script src='{address}/a.js'></script>",
        "picture": f"<img src='{address}/a.png' srcset='{address}/b.png 2x'>",
        "style": f"<link rel=stylesheet href='{address}/a.css'><style>@import '{address}/b.css'</style>",
        "frame": f"<iframe src='{address}/f'></iframe><object data='{address}/o'></object>",
        "refresh": f"<meta http-equiv=refresh content='0;url={address}/r'><base href='{address}/'>",
    }
    for name, part in parts.items():
        page = f"<!doctype html><html><head>{part}</head><body>{part}<p>{FORMULA}</p>"
        yield Made(f"{name}.html", page.encode(), READ)


@kind
def html_odd(_: str) -> Iterator[Made]:
    pages = {
        "open": f"<p>{FORMULA}<div><table><td><!-- never closed",
        "script": f"<p>{FORMULA}</p><script>" + "x" * 100_000,
        "attribute": f"<p title='{'y' * 1_000_000}'>{FORMULA}",
        "attributes": f"<p {' '.join(f'a{n}=1' for n in range(5_000))}>{FORMULA}",
        "entities": f"<p>{FORMULA}{'&#x110000;&#0;&#xD800;&bogus;' * 1000}",
        "frameset": f"<frameset><frame src=a><noframes><p>{FORMULA}",
        "charset": f"<meta charset=utf-7><p>{FORMULA}",
        "nothing": "<!doctype html><html></html>",
        "hidden": f"<div style='display:none'>{FORMULA}</div>",
        "comments": "<!--" * 50_000,
        "brackets": "<" * 300_000,
    }
    for name, page in pages.items():
        yield Made(f"{name}.html", page.encode(), READ)
    yield Made("picture.html", b"\x89PNG\r\n\x1a\n" + random.Random(8).randbytes(3000), LEFT_OUT)


@kind
def lines_of_json(_: str) -> Iterator[Made]:
    good = json.dumps({"text": FORMULA}).encode() + b"\n"
    bad = {
        "deep": b'{"text": ' + b"[" * 200_000,
        "number": b'{"text": 1' + b"0" * 10_000 + b"}",
        "cut": b'{"text": "a',
        "array": b"[1]",
        "nothing": b"{}",
        "nan": b'{"text": NaN}',
    }
    for name, line in bad.items():
        yield Made(f"{name}.jsonl", line + b"\n", LEFT_OUT)
    yield Made("halves.jsonl", b'{"text": "\\ud800 \\udfff", "id": "\\udc00"}\n', READ)
    yield Made("ids.jsonl", b'{"text": "a", "id": "../../../etc/passwd"}\n' * 3, READ)
    yield Made("long-id.jsonl", b'{"text": "a", "id": "' + b"x" * 9000 + b'"}\n', READ)
    yield Made("twice.jsonl", good + b'{"text": "a", "text": "b"}\n', READ)
    yield Made("empty.jsonl", b"\n\n", EITHER)
    yield Made("wide.jsonl", b'{"text": "a"' + b', "k": 1' * 100_000 + b"}\n", READ)


@kind
def tables(_: str) -> Iterator[Made]:
    yield Made("no-text.csv", b"a,b\n1,2\n", LEFT_OUT)
    yield Made("dates.csv", b"document,date\na.txt,2023\n", LEFT_OUT)
    yield Made("open.csv", b'text\n"never closed ' + b"x\n" * 1000, LEFT_OUT)
    yield Made("wide.csv", b"text" + b"," * 100_000 + b"\n", EITHER)
    yield Made("cell.csv", b'text\n"' + prose(4, 90_000).encode() + b'"\n', READ)
    yield Made("nul.csv", b"text\n" + FORMULA.encode() + b"\0\n", READ)
    yield Made("formula.csv", b"id,text\n=cmd|' /C calc'!A0,=1+1\n", READ)
    yield Made("returns.csv", b"text\r" + FORMULA.encode() + b"\r", READ)


if __name__ == "__main__":
    for made_name, (of, becomes) in make(Path(sys.argv[1]), "http://127.0.0.1:9").items():
        print(f"{of:20} {becomes:8} {made_name!r}")
