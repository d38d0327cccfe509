"""What the elements of a web page say by their names."""

import re

from selectolax.lexbor import LexborNode

from lineage.readers.numbering import spell


def names_in(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


LEFT_OUT = names_in(
    "applet audio button canvas datalist del dialog embed frame frameset head iframe input map"
    " noframes noscript object optgroup option progress rp rt script select style svg template"
    " textarea title video"
)
"""Elements that hold no text of the page, or text that was taken back."""

BLOCKS = names_in(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p"
    " pre section summary table tbody td tfoot th thead tr ul"
)
"""Elements that begin a line of their own."""

HEADINGS = frozenset({"h1", "h2", "h3"})
BOILERPLATE = frozenset({"aside", "footer", "menu", "nav"})
"""Elements that are no part of the text around them, unless they hold much of it."""

DATES = frozenset(
    {"pubdate", "publishdate", "publish_date", "article:published_time", "dc.date", "date"}
)
"""Names under which pages tell in their head when they were published."""

_NAMES = re.compile(
    r"(?:^|[-_ ])(?:nav(?:bar|igation)?|menu|breadcrumbs?|crumbs?|footer|copyright|sidebar|share"
    r"|sharing|bdsharebuttonbox|related|recommend(?:ed)?|comments?|pagination|pager|toolbar|sitemap"
    r"|qrcode|login)(?:$|[-_ \d])",
    re.IGNORECASE,
)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COUNTS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def is_hidden(node: LexborNode) -> bool:
    """Whether an element says that it is not shown."""
    attributes = node.attributes
    if not attributes:
        return False
    return (
        "hidden" in attributes
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or _HIDING.search(attributes.get("style") or "") is not None
    )


def names_boilerplate(node: LexborNode) -> bool:
    """Whether an element says by its names that it is no part of the text around it."""
    attributes = node.attributes
    if (attributes.get("role") or "").lower() in ("navigation", "contentinfo", "search", "menu"):
        return True
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    return _NAMES.search(names[:200]) is not None


def ordinal(parent: LexborNode, number: int) -> str:
    """Return what stands before an item of a list; nothing where the list has no order."""
    if parent.tag != "ol":
        return ""
    return spell(number, _COUNTS.get(parent.attributes.get("type") or "", "decimal")) + ". "
