"""Web pages for the hostile corpus: deep, endless, pointing outside, broken."""

import random
from collections.abc import Iterator

from hostile_files import EITHER, FORMULA, LEFT_OUT, READ, Made, Maker, adds_to

KINDS: dict[str, Maker] = {}
kind = adds_to(KINDS)


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
