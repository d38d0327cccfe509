"""Texts for the hostile corpus: good ones, and those whose bytes, marks or lines are odd."""

import gzip
import random
from collections.abc import Iterator

from hostile_files import FORMULA, LEFT_OUT, READ, Made, Maker, adds_to, prose
from office import docx, paragraph
from pdf_pages import pdf, shown

TRADITIONAL = "安全責任重於泰山，發展決不能以犧牲人的生命為代價，這是一條不可逾越的紅線。"
KINDS: dict[str, Maker] = {}
kind = adds_to(KINDS)


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
