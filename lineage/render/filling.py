"""How pages are filled in: Jinja with everything that comes from documents escaped.

Jinja escapes whatever is put into a template, and ``_shown`` what Jinja does not know of;
drawings are the only markup that is taken as it is, because this program draws them.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from lineage.render.pages.common import clip
from lineage.wording import Words, likeness, number, share

if TYPE_CHECKING:
    from jinja2 import Environment

# What HTML cannot hold as it is: a parser turns a bare carriage return into a line feed
# and drops NUL, and half a surrogate pair has no bytes in UTF-8.
_UNSAFE = re.compile("[\0\ud800-\udfff]")
_ODD = re.compile("[\0\r\ud800-\udfff]")
# What the report's folder holds besides the pages; the footer leads there.
_DATA_FILES = ("families.json", "families.csv", "sentences.csv", "graph.graphml")
# The parts of the script, in the order in which they need each other.
_SCRIPTS = ("start", "tables", "sheet", "text", "pair", "graph", "end", "single")
_COMMAND = re.compile("`([^`]+)`")
_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
_UNKNOWN = Markup('lang=""')


@cache
def environment(words: Words) -> "Environment":
    """Return what fills in the templates in one language."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    jinja = Environment(
        loader=PackageLoader("lineage.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    jinja.globals |= {
        "say": words.say,
        "translate": words.translate,
        "language": words.language,
        "data_files": _DATA_FILES,
    }
    jinja.filters |= {
        "number": number,
        "share": share,
        "likeness": likeness,
        "speaks": _speaks,
        "clip": clip,
        "commands": _commands,
    }
    return jinja


def escaped(text: str) -> Markup:
    """Return a text as it stands in a page.

    Long texts are put together from many pieces; there, Jinja takes most of the time
    that a report takes, and this a tenth of it.
    """
    if _ODD.search(text) is None:
        return escape(text)
    return Markup(escape(_UNSAFE.sub("\ufffd", text)).replace("\r", Markup("&#13;")))


def _shown(value: object) -> object:
    """Return a value as it may stand in a page, before Jinja escapes it like any other.

    Every value of every page passes here; only what HTML cannot hold needs more than the
    usual escapes.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or _ODD.search(value) is None:
        return value
    return escaped(value)


def _speaks(text: str) -> Markup:
    """Return the ``lang`` attribute for a text of documents.

    Chinese wherever a Han character stands; otherwise the language is left open,
    so that a browser does not read English with a Chinese voice.
    """
    return Markup('lang="zh"') if any("\u3400" <= char <= "\u9fff" for char in text) else _UNKNOWN


def _commands(phrase: str) -> Markup:
    """Return a phrase of the catalogue with the commands in it, which stand between backticks."""
    return Markup(_COMMAND.sub(r"<code>\1</code>", str(escaped(phrase))))


def source(name: str) -> str:
    """Return a file that stands beside the templates, as it is."""
    jinja = environment(Words())
    assert jinja.loader is not None
    return jinja.loader.get_source(jinja, name)[0]


def script() -> str:
    """Return the script of the pages, put together from its parts."""
    return "\n".join(source(f"script/{name}.js") for name in _SCRIPTS)


def inline(svg: str, *, label: str = "") -> str:
    """Return a drawing as it can stand inside a page: without what comes before it.

    Args:
        svg: The drawing; empty for none.
        label: What it is called. A drawing with links in it is no picture but a group of
            them, and has to have a name.
    """
    bare = _PROLOGUE.sub("", svg)
    if label:
        bare = bare.replace('role="img"', f'role="group" aria-label="{escape(label)}"', 1)
    return Markup(bare) if svg else ""
