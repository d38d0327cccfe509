"""What the tests of pages share: the pages of a corpus, taken apart into words, links and ids."""

import re
from html.parser import HTMLParser

from lineage.model import Corpus
from lineage.render.html import report_pages

VOID = {"meta", "link", "input", "br", "rect", "path"}


class Page(HTMLParser):
    """A page taken apart: the text under an id, links, ids, and elements left open."""

    def __init__(self, source: str, *, under: str = "body") -> None:
        super().__init__(convert_charrefs=True)
        self.hrefs: list[str] = []
        self.sources: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.stack: list[tuple[str, str | None]] = []
        self.text = ""
        self.under = under
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.tags.append(tag)
        if facts.get("id"):
            self.ids.append(str(facts["id"]))
        if facts.get("href"):
            self.hrefs.append(str(facts["href"]))
        if facts.get("src"):
            self.sources.append(str(facts["src"]))
        if tag not in VOID:
            self.stack.append((tag, facts.get("id")))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            opened, _ = self.stack.pop()
            assert opened == tag, (opened, tag)

    def handle_data(self, data: str) -> None:
        inside = any(identifier == self.under for _, identifier in self.stack)
        # Notes stand beside the text and are no part of it.
        if inside and not any(tag == "aside" for tag, _ in self.stack):
            self.text += data


def pages_of(corpus: Corpus, **facts: object) -> dict[str, str]:
    return report_pages(corpus, graph_svg="", comparisons=(), **facts)  # type: ignore[arg-type]


def only(pages: dict[str, str], folder: str) -> str:
    (found,) = (text for name, text in pages.items() if name.startswith(folder + "/"))
    return found


def plain(source: str) -> str:
    """Return a page's words without its elements, blanks made one."""
    return " ".join(re.sub(r"<[^>]+>", "", source).split())
