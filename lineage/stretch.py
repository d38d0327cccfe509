"""One member of a family as words: where it stands, and what is read there."""

from dataclasses import dataclass

from lineage.model import RawSpan
from lineage.places import Place
from lineage.prepare import Prepared


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a document with its words.

    Attributes:
        side: The document.
        place: The stretch, in tokens.
        raw: The same as it is shown, with the marks that belong to it.
    """

    side: Prepared
    place: Place
    raw: RawSpan

    def __len__(self) -> int:
        return self.place.end - self.place.start

    @property
    def tokens(self) -> str:
        return self.side.stream.text[self.place.start : self.place.end]

    @property
    def text(self) -> str:
        """The characters as they are shown."""
        return self.raw.cut(self.side.document.text)

    def token_start(self, token: int) -> int:
        """Return the raw offset at which a token of the stretch starts."""
        return int(self.side.stream.starts[self.place.start + token])

    def token_end(self, token: int) -> int:
        return int(self.side.stream.ends[self.place.start + token])

    def cut(self, start: int, end: int) -> str:
        """Return the characters of some tokens of the stretch; none when there are none."""
        if start >= end:
            return ""
        return self.side.document.text[self.token_start(start) : self.token_end(end - 1)]
