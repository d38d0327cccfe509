"""Web pages → their main text, without navigation, scripts and what is hidden.

Why no library for finding main text: those that were looked at score paragraphs and
throw away what scores low, and with it signatures, salutations and dates, which are parts
of a speech; they also need a second parser. Here the tree is followed down to the element
that holds nearly all prose (text with punctuation, outside links). Inside it, only what
is a list of links or says by its name what it is gets left out; outside it, only
headings and what is prose itself are kept. A page with no prose at all is read whole.

Lines come from block elements and breaks. A line end in the source between two Chinese
characters is nothing, as on the page; items of ordered lists have their numbers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from lineage.errors import LimitError
from lineage.readers.decode import Decoded, DecodeError, codec_name, decode, decode_file
from lineage.readers.extract import Extract, Options, Text, UnreadableError
from lineage.readers.html_words import (
    BLOCKS,
    BOILERPLATE,
    DATES,
    HEADINGS,
    LEFT_OUT,
    is_hidden,
    names_boilerplate,
    names_in,
    ordinal,
)
from lineage.settings import Limits

_CHARSET = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.I)
_HEAD_BYTES = 4096
"""Bytes in which a page says its encoding."""

_MARKS = re.compile("[，。；：！？、…,.;:!?]")
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")
# What makes an element the main one, a part of it a list of links, and a neighbour prose.
_MAIN_RATIO = 0.9
_LINKS, _LINK_RATIO = 3, 0.6
_PROSE, _PROSE_LINK_RATIO = 40, 0.25
_PART_RATIO, _MOST_RATIO = 0.2, 0.5
_CONTAINERS = names_in("article center div form main section table tbody td tr font span")
# Stands between two cells of a row while a line grows; no page can hold it.
_CELL = "\0"


_OWN = '<meta name="generator" content="lineage">'
_HEAD = 8_000
"""How pages say that they were written here, and the characters of a page that may say it."""


def read_html(data: bytes, options: Options) -> Iterator[Extract]:
    """Yield the one document of a web page.

    Raises:
        UnreadableError: If it is no text, or was written by this program.
        LimitError: If it is nested too deeply or too long.
    """
    decoded = _decode(data, options)
    if _OWN in decoded.text[:_HEAD]:
        raise UnreadableError("it is a page that lineage wrote, not a document")
    check_depth(decoded.text, options.limits)
    try:
        tree = LexborHTMLParser(decoded.text)
    except SelectolaxError as error:
        # The parser takes any text; it gives up when it gets no more memory.
        raise MemoryError from error
    page = _Page(tree, options.limits)
    note = decoded.note()
    yield Extract(
        page.text(),
        encoding=decoded.encoding,
        properties=page.properties(),
        notes=(note,) if note else (),
    )


def check_depth(text: str, limits: Limits) -> None:
    """Raise `LimitError` if elements are nested deeper than allowed.

    The parser takes time with the square of the depth, so the depth is found out first,
    from the tags alone: for each name, so many are open as were opened and not closed.
    Elements that end by themselves do not count.
    """
    n_open: dict[str, int] = {}
    depth = at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        if tag["raw"]:
            # Nothing inside is a tag, up to the end tag or the end of the page.
            closing = f"</{tag['raw'].lower()}" if tag["raw"] != "!--" else "-->"
            end = text.find(closing, at)
            at = len(text) if end < 0 else end
            continue
        name = tag["name"].lower()
        if name in _UNNESTED:
            continue
        if not tag["slash"]:
            n_open[name] = n_open.get(name, 0) + 1
            depth += 1
        elif n_open.get(name):
            n_open[name] -= 1
            depth -= 1
        if depth > limits.depth:
            raise LimitError("depth", limits.depth, "its elements are nested too deeply")


_TAG = re.compile(
    r"<(?:(?P<raw>!--|script\b|style\b|textarea\b|title\b)|(?P<slash>/?)(?P<name>[a-z][a-z0-9:-]{0,40}))",
    re.I,
)
_UNNESTED = names_in(
    "area base br col embed hr img input link meta param source track wbr p li dt dd option"
    " optgroup tr td th thead tbody tfoot colgroup b i u em strong font span a s small big tt code"
    " nobr strike"
)


def _decode(data: bytes, options: Options) -> Decoded:
    try:
        return decode_file(data, options)
    except UnreadableError:
        # Other encodings than Chinese ones are believed where the page names them.
        named = _CHARSET.search(data[:_HEAD_BYTES])
        if options.encoding is None and named:
            try:
                return decode(data, codec_name(named[1].decode("ascii")))
            except DecodeError:
                pass
        raise


@dataclass(slots=True)
class _Weight:
    """What an element holds: characters, those of them in links and in prose, links."""

    characters: int = 0
    linked: int = 0
    prose: int = 0
    links: int = 0

    def add(self, other: "_Weight") -> None:
        self.characters += other.characters
        self.linked += other.linked
        self.prose += other.prose
        self.links += other.links

    @property
    def is_list_of_links(self) -> bool:
        return self.links >= _LINKS and self.linked > _LINK_RATIO * self.characters

    @property
    def is_prose(self) -> bool:
        return self.prose >= _PROSE and self.linked < _PROSE_LINK_RATIO * self.characters


class _Page:
    """A page that has been parsed."""

    def __init__(self, tree: LexborHTMLParser, limits: Limits) -> None:
        self._tree = tree
        self._limits = limits
        self._weights: dict[int, _Weight] = {}
        self._n_characters = 0

    def text(self) -> str:
        """Return the main text."""
        body = self._tree.body or self._tree.root
        if body is None:
            return ""
        self._weigh(body)
        self._n_characters = self._weights[body.mem_id].characters
        path = self._main_path(body)
        main = self._weights[path[-1].mem_id]
        on_path = {node.mem_id for node in path}
        # The elements that hold the main one and hardly more: what stands beside one of
        # them stands beside the main one.
        wrapped = [
            self._weights[node.mem_id].characters * _MAIN_RATIO <= main.characters for node in path
        ]
        beside = {
            node.mem_id for node, is_wrapping in zip(path, wrapped[1:], strict=False) if is_wrapping
        }
        above_main = {node.mem_id for node in path[:-1]}

        def is_left_out(node: LexborNode) -> bool:
            if node.mem_id in on_path or _is_absent(node):
                return node.mem_id not in on_path
            weight = self._weights.get(node.mem_id)
            above = node.parent
            if weight is None or above is None:
                return False
            if above.mem_id not in above_main:
                return self._is_boilerplate(node, weight, main.prose)
            if weight.is_prose or node.tag in HEADINGS:
                return _is_named_boilerplate(node)
            # What stands beside the main element is a title or a signature, if no link.
            is_beside = above.mem_id in beside
            return not is_beside or weight.links > 0 or _is_named_boilerplate(node)

        lines = _Lines(self._limits)
        lines.take(body, is_left_out)
        return str(lines)

    def properties(self) -> dict[str, str]:
        """Return what the page says of itself outside its text."""
        found = {}
        heading = self._tree.css_first("h1") or self._tree.css_first("title")
        if heading is not None and (title := " ".join(heading.text().split())):
            found["title"] = title
        for meta in self._tree.css("meta"):
            name = (meta.attributes.get("name") or meta.attributes.get("property") or "").lower()
            if name in DATES and (date := meta.attributes.get("content")):
                found.setdefault("date", " ".join(date.split()))
        return found

    def _weigh(self, body: LexborNode) -> None:
        """Find out how much there is in every element."""
        open_: list[_Weight] = [_Weight()]
        n_links = n_boilerplate = 0
        for node, begins in _walk(body, _is_absent):
            if node.is_text_node:
                if begins:
                    characters = len("".join((node.text_content or "").split()))
                    is_prose = (
                        not n_links and not n_boilerplate and _MARKS.search(node.text_content or "")
                    )
                    open_[-1].characters += characters
                    open_[-1].linked += characters if n_links else 0
                    open_[-1].prose += characters if is_prose else 0
            elif begins:
                is_link = node.tag == "a" and "href" in node.attributes
                n_links += is_link
                n_boilerplate += _is_named_boilerplate(node)
                open_.append(_Weight(links=int(is_link)))
            else:
                n_links -= node.tag == "a" and "href" in node.attributes
                n_boilerplate -= _is_named_boilerplate(node)
                weight = open_.pop()
                self._weights[node.mem_id] = weight
                open_[-1].add(weight)

    def _main_path(self, body: LexborNode) -> list[LexborNode]:
        """Return the elements from the body down to the one that holds nearly all prose."""
        path = [body]
        while True:
            whole = self._weights[path[-1].mem_id].prose
            best, most = None, 0
            child = path[-1].first_child
            while child is not None:
                weight = self._weights.get(child.mem_id)
                if weight is not None and weight.prose > most and child.tag in _CONTAINERS:
                    best, most = child, weight.prose
                child = child.next
            if best is None or whole < _PROSE or most < _MAIN_RATIO * whole:
                return path
            path.append(best)

    def _is_boilerplate(self, node: LexborNode, weight: _Weight, n_prose: int) -> bool:
        # In a page without prose, a list of links is all there is.
        if not n_prose or weight.prose >= _PART_RATIO * n_prose:
            return False
        if _is_named_boilerplate(node):
            return weight.characters < _MOST_RATIO * self._n_characters
        return node.tag in BLOCKS and weight.is_list_of_links


class _Lines:
    """The lines of a text as they come from block elements."""

    def __init__(self, limits: Limits) -> None:
        self._text = Text(limits)
        self._inline: list[str] = []
        self._n_pre = 0
        self._items: list[int] = []
        self._label = ""

    def __str__(self) -> str:
        return str(self._text)

    def take(self, top: LexborNode, is_left_out: Callable[[LexborNode], bool]) -> None:
        """Take the text below a node without what is left out."""
        for node, begins in _walk(top, is_left_out):
            if node.is_text_node:
                if begins:
                    self._add(node.text_content or "")
            elif begins:
                self._begin(node)
            else:
                self._end(node)
        self._flush()

    def _begin(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br":
            self._flush()
        elif tag in ("td", "th"):
            if "".join(self._inline).strip():
                self._inline.append(_CELL)
        elif tag in BLOCKS:
            self._flush()
            if tag == "pre":
                self._n_pre += 1
            elif tag in ("ol", "ul"):
                start = node.attributes.get("start") or "1"
                self._items.append(int(start) - 1 if start.isdecimal() and len(start) < 5 else 0)
            elif tag == "li" and self._items:
                self._items[-1] += 1
                parent = node.parent
                self._label = ordinal(parent, self._items[-1]) if parent is not None else ""

    def _end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in BLOCKS and tag not in ("td", "th"):
            self._flush()
            self._n_pre -= tag == "pre"
            if tag in ("ol", "ul") and self._items:
                self._items.pop()

    def _add(self, text: str) -> None:
        if not self._n_pre:
            self._inline.append(text)
            return
        first, *rest = text.split("\n")
        self._inline.append(first)
        for line in rest:
            self._flush()
            self._inline.append(line)

    def _flush(self) -> None:
        raw = _CONTROLS.sub("", "".join(self._inline))
        self._inline.clear()
        cells = (cell if self._n_pre else _collapsed(cell) for cell in raw.split(_CELL))
        line = "\t".join(cells).strip(" \t\r\n\f")
        if line:
            label, self._label = self._label, ""
            self._text.add(
                ("\n" if len(self._text) else "") + label * (line[:1] != label[:1]) + line
            )


def _walk(
    top: LexborNode, is_skipped: Callable[[LexborNode], bool]
) -> Iterator[tuple[LexborNode, bool]]:
    """Yield a node and those below it, each when it begins and when it ends."""
    node = top
    while True:
        yield node, True
        below = _shown(node.first_child, is_skipped)
        while below is None:
            yield node, False
            if node.mem_id == top.mem_id:
                return
            below = _shown(node.next, is_skipped)
            if below is None:
                above = node.parent
                if above is None:
                    return
                node = above
        node = below


def _shown(node: LexborNode | None, is_skipped: Callable[[LexborNode], bool]) -> LexborNode | None:
    """Return the first of a node and those after it that is not skipped."""
    while node is not None and (
        not (node.is_text_node or node.is_element_node) or is_skipped(node)
    ):
        node = node.next
    return node


def _is_absent(node: LexborNode) -> bool:
    """Whether nothing of a node is on the page."""
    return node.is_element_node and (node.tag in LEFT_OUT or is_hidden(node))


def _is_named_boilerplate(node: LexborNode) -> bool:
    return node.tag in BOILERPLATE or names_boilerplate(node)


def _collapsed(text: str) -> str:
    """Return a text with its blanks as the page shows them."""

    def blank(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if "\n" in match[0] and _WIDE.match(before) and _WIDE.match(after):
            return ""
        return " "

    return _BLANKS.sub(blank, text).strip(" ")
