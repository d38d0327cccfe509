"""What every reader hands over: the text of one document, and what its file says of it.

A reader is a function ``read(data, options)`` that yields an `Extract` for each document
in the bytes of a file, or a `Failure` for one that it cannot read; it raises
`UnreadableError` when it can do nothing with the file at all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lineage.errors import LimitError, LineageError
from lineage.folding import without_halves
from lineage.model import Failure
from lineage.settings import Limits


class UnreadableError(LineageError, ValueError):
    """A file cannot be read; the message is the reason, in one line."""


@dataclass(frozen=True, slots=True)
class Extract:
    """One document as a reader found it.

    Attributes:
        text: Its text, which all offsets will count in.
        id: Its name among the documents of its file; empty when the file is one document.
        is_named: Whether the file itself gives that name, which then is the document's id.
        encoding: The encoding of the file, where it has one.
        stated: What the file says on purpose: ``title``, ``date``, ``speaker``, ``place``.
        properties: The same as programs note it on their own; the text counts above it.
        notes: What a reader of the report should know, a line each.
    """

    text: str
    id: str = ""
    is_named: bool = False
    encoding: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader is told besides the bytes.

    Attributes:
        limits: What the file may ask for.
        encoding: The encoding of its text when the user says which; else it is found out.
    """

    limits: Limits = field(default_factory=Limits)
    encoding: str | None = None


Read = Callable[[bytes, Options], Iterable[Extract | Failure]]


class Text:
    """A text that grows piece by piece and never beyond the limit."""

    def __init__(self, limits: Limits) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._most = limits.characters

    def add(self, piece: str) -> None:
        """Append a piece.

        Raises:
            LimitError: If the text becomes longer than the limit ``characters``.
        """
        self._length += len(piece)
        check_length(self._length, self._most)
        self._pieces.append(piece)

    def __len__(self) -> int:
        return self._length

    def __str__(self) -> str:
        return "".join(self._pieces)


def check_length(n_characters: int, most: int) -> None:
    """Raise `LimitError` if a text has more characters than the limit."""
    if n_characters > most:
        raise LimitError("characters", most, "its text has more characters than may be read")


def one_line(words: str) -> str:
    """Return what a file says as one line that can be written."""
    return without_halves(" ".join(words.split()))
