"""The members of a family → how they stand in their documents."""

from collections.abc import Sequence

from lineage.kinds import Standing, is_quotation
from lineage.model import NormSpan
from lineage.places import Group
from lineage.prepare import Prepared
from lineage.rules import FRAME_TOKENS
from lineage.segment import with_marks
from lineage.stretch import Stretch

_FRAME_SHARE = 0.2
"""Share of a document beyond which a passage is the document, not its frame."""

_QUOTES = {"《": "》", "“": "”", "「": "」", "『": "』", '"': '"'}
_QUOTE_REACH = 120
"""Characters before a passage in which its opening quotation mark is looked for."""


def stretches_of(group: Group, prepared: Sequence[Prepared]) -> list[Stretch]:
    """Return the members of a family as they are shown."""
    found = []
    for place in group.members:
        side = prepared[place.document]
        span = side.stream.raw_span(NormSpan(place.start, place.end))
        found.append(Stretch(side, place, with_marks(side.document.text, span)))
    return found


def standing_of(members: Sequence[Stretch]) -> Standing:
    """Return how the members of a family stand in their documents."""
    return Standing(
        len(members),
        len({member.place.document for member in members}),
        sum(map(_is_quoted, members)),
        sum(map(_is_at_edge, members)),
    )


def _is_quoted(member: Stretch) -> bool:
    text, start = member.side.document.text, member.raw.start
    last = member.token_start(len(member) - 1)
    behind = text[last : member.raw.end + _QUOTE_REACH]
    before = text[max(start - _QUOTE_REACH, 0) : start + 1]
    for opener, closer in _QUOTES.items():
        opened = before.rfind(opener)
        if opened < 0:
            continue
        at = start + 1 - len(before) + opened
        # Closed before the last word, it is a quotation in the passage, or before it.
        if closer in text[at + 1 : last] or closer not in behind:
            continue
        if is_quotation(text, at):
            return True
    return False


def _is_at_edge(member: Stretch) -> bool:
    length = len(member.side.stream)
    if len(member) > _FRAME_SHARE * length:
        return False
    reach = min(FRAME_TOKENS, length // 10)
    return member.place.start <= reach or length - member.place.end <= reach
