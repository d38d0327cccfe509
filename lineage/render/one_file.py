"""A report as one file to send: its pages inside one page, shown one at a time."""

import re
from collections.abc import Iterable, Mapping

from markupsafe import Markup

from lineage.errors import OutputError
from lineage.model import Document
from lineage.render.filling import environment
from lineage.version import __version__
from lineage.wording import Language, Words

ONE_FILE_MB = 15
"""Megabytes that a report of one file may have: a mail of 20 MB carries it, encoded."""

# What of a page goes into the file.
_PARTS = re.compile(
    r'<title>(?P<title>.*?)</title>.*<body class="(?P<kind>\w+)".*?'
    r'<div id="page">\n(?P<content>.*)</div>\n<footer>',
    re.DOTALL,
)
# Room for the frame of the file, and for that of each page.
_FRAME, _PAGE_FRAME = 4096, 300


def check_size(documents: Iterable[Document], *, limit: int = ONE_FILE_MB * 1_000_000) -> None:
    """Check that the texts alone are not more than one file may have, before it is made.

    Raises:
        OutputError: If they are.
    """
    size = sum(len(document.text.encode("utf-8", "replace")) for document in documents)
    if size > limit:
        raise _too_large(size, limit)


def one_page(
    pages: Mapping[str, str], *, limit: int = ONE_FILE_MB * 1_000_000, language: Language = "en"
) -> str:
    """Return a report's pages as one page that needs no other file.

    The overview and the documents are always there; of the others as many as fit, in the
    order given, and the page says how many are left out.

    Args:
        pages: What `report_pages` gave.
        limit: Bytes that the page may have.
        language: What the pages speak.

    Raises:
        OutputError: If not even the documents fit.
    """
    shared = {name: text for name, text in pages.items() if not name.endswith(".html")}
    size = sum(len(text.encode()) for text in shared.values()) + _FRAME
    taken: dict[str, dict[str, str]] = {}
    left_out = 0
    # What must be there is taken first; the rest in the order given.
    for name in sorted((name for name in pages if name not in shared), key=_is_optional):
        found = _PARTS.search(pages[name])
        assert found is not None
        more = len(found["content"].encode()) + len(found["title"].encode()) + _PAGE_FRAME
        if size + more > limit and _is_optional(name):
            left_out += 1
            continue
        size += more
        taken[name] = {
            "name": name,
            "title": Markup(found["title"]),
            "kind": found["kind"],
            "content": Markup(found["content"]),
        }
    if size > limit:
        raise _too_large(size, limit)
    first = taken.pop("index.html")
    template = environment(Words(language)).get_template("single.html")
    return template.render(
        first=first,
        pages=list(taken.values()),
        left_out=left_out,
        limit=limit // 1_000_000,
        css=Markup(pages["style.css"]),
        js=Markup(pages["report.js"]),
        version=__version__,
    )


def _too_large(size: int, limit: int) -> OutputError:
    return OutputError(
        f"the report would have {size / 1e6:.0f} MB as one file, more than the "
        f"{limit / 1e6:.0f} MB that a mail takes; write it as a folder, or fewer documents "
        "at once"
    )


def _is_optional(name: str) -> bool:
    return name != "index.html" and not name.startswith("documents/")
