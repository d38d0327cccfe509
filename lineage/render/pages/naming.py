"""File names for pages, and the links between them.

A document's id is a path with any characters in it; a page's name has to be safe on
every file system, the same on every run, and different from all others even where
upper and lower case are one. Names are kept to ASCII: a report is mailed as an archive,
and archives still garble other names on their way between systems.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from lineage.model import Document
from lineage.wording import Words

_LONGEST = 48
# Names that Windows keeps for devices, whatever suffix follows.
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_SUFFIX = re.compile(r"\.(txt|md|html?|docx|pdf)$")


def page_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a file name, without suffix, for each id.

    An id that is already a good name keeps it (less the suffix of its file); any other
    gets what is left of it and a digest of the whole, so that its name does not
    depend on which other documents are there. Only ids whose names still meet get a
    longer digest.

    Example:
        >>> page_names(["001.txt", "讲话 (终稿).txt"])
        {'001.txt': '001', '讲话 (终稿).txt': 'd-76fc03a8'}
    """
    wanted = sorted(set(ids))
    names = {identifier: _name(identifier) for identifier in wanted}
    holders: dict[str, list[str]] = {}
    for identifier, name in names.items():
        holders.setdefault(name, []).append(identifier)
    taken = {name for name, those in holders.items() if len(those) == 1}
    for name, those in sorted(holders.items()):
        for identifier in those if len(those) > 1 else ():
            longer = f"{name}-{_digest(identifier, 16)}"
            while longer in taken:
                longer += "_"
            taken.add(longer)
            names[identifier] = longer
    return names


def _name(identifier: str) -> str:
    bare = _SUFFIX.sub("", identifier)
    kept = re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_-]", "-", bare.lower()))
    kept = kept[:_LONGEST].strip("-_")
    if kept and kept == bare and not _DEVICES.fullmatch(kept):
        return kept
    return f"{kept or 'd'}-{_digest(identifier, 8)}"


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def labels(documents: Sequence[Document]) -> dict[str, str]:
    """Return what each document is called: its title, else its id.

    A title that several documents have comes with the id, for it names none of them; an
    id that holds the title says both.

    Example:
        >>> sorted(labels([Document("a.txt", "", "讲话"), Document("b_讲话", "", "讲话")]).values())
        ['b_讲话', '讲话 (a.txt)']
    """
    titles = Counter(document.title for document in documents)
    called = {}
    for document in documents:
        name, title = document.id, document.title
        if title and titles[title] > 1 and title not in name:
            called[name] = f"{title} ({name})"
        else:
            called[name] = title if titles[title] == 1 and title else name
    return called


@dataclass(frozen=True, slots=True)
class Site:
    """Which pages there are, and in which words they speak.

    What is missing from a table has no page and no link.

    Attributes:
        documents: File of each document, by id.
        families: File of each family of passages, by id.
        sentences: File of each family of whole sentences, by id.
        labels: What each document is called, by id.
        pairs: File of each comparison, by the ids of its two documents.
        up: What leads from the asking page to the report's folder.
        words: The phrases of the report's language.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    up: str = ""
    words: Words = field(default_factory=Words)

    @property
    def n_pages(self) -> int:
        """How many pages there are, with the overview."""
        below = len(self.documents) + len(self.families) + len(self.sentences) + len(self.pairs)
        return 1 + below

    def say(self, key: str, /, **facts: object) -> str:
        """Return a phrase of the report's language."""
        return self.words.say(key, **facts)

    def below(self) -> "Site":
        """Return the same pages as seen from a folder inside the report."""
        return replace(self, up="../")

    def document(self, identifier: str, *, at: int | None = None) -> str | None:
        """Return a link to a document's page, or to one place of its text."""
        link = self._link(self.documents.get(identifier))
        return link if link is None or at is None else f"{link}#c{at}"

    def family(self, identifier: str) -> str | None:
        """Return a link to a family's page."""
        return self._link(self.families.get(identifier))

    def sentence(self, identifier: str) -> str | None:
        """Return a link to the page of a whole sentence."""
        return self._link(self.sentences.get(identifier))

    def label(self, document: Document) -> str:
        """Return what a document is called."""
        return self.labels.get(document.id) or document.title or document.id

    def pair(self, one: str, other: str) -> str | None:
        """Return a link to the comparison of two documents, in either order."""
        return self._link(self.pairs.get((one, other)) or self.pairs.get((other, one)))

    def file(self, name: str) -> str:
        """Return a link to a file of the report's folder."""
        return self.up + quote(name)

    def _link(self, name: str | None) -> str | None:
        return None if name is None else self.file(name)
