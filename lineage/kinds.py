"""What kind of wording a family is, decided by rules that can be stated.

Readers judge copying by the kind: who quotes does not copy, and the frame of a speech
belongs to its genre. The rules look at where the members stand and how alike they are,
never at single words that a certain corpus favours.
"""

import re
from collections.abc import Callable, Sequence

from lineage.model import Kind, Slot
from lineage.rules import FRAME_TOKENS, SLOGAN_TOKENS
from lineage.stretch import Stretch

_SLOGAN_DOCUMENTS = 3
_SLOGAN_LIKENESS = 0.9
"""Documents that have a slogan, and how fixed it is, at least."""

_FRAME_SHARE = 0.2
"""Share of a document beyond which a passage is the document, not its frame."""

_SAYING = re.compile(
    "(?:指出|强调|要求|提出|明确|说|写道|指示|批示|所言|曾言|讲|教导|号召|告诫|重申|勉励|寄语|所谓|常言道|曰"
    "|古语|古训|俗语|谚语|名言|格言|诗句"
    r"|\b(?:said|says|wrote|declared|told|asked))(?:我们|我|大家|全党|人们|过|\bus|\bme)?[：:，,\s]*$",
    re.IGNORECASE,
)
"""What announces a quotation, at the end of the text before its mark."""


def kind_of(
    model: Stretch, members: Sequence[Stretch], fixedness: float, slots: Sequence[Slot]
) -> Kind:
    """Return the kind of a family.

    Args:
        model: The member whose wording is the family's.
        members: All members.
        fixedness: Mean likeness of the members to the wording.
        slots: The slots of the template.
    """
    if _are_most(_is_quoted, members):
        return "quotation"
    if _are_most(_is_at_edge, members):
        return "frame"
    if (
        len(model) <= SLOGAN_TOKENS
        and len({member.place.document for member in members}) >= _SLOGAN_DOCUMENTS
        and fixedness >= _SLOGAN_LIKENESS
        and not has_figures(model, slots)
    ):
        return "slogan"
    return "passage"


def _are_most(is_so: Callable[[Stretch], bool], members: Sequence[Stretch]) -> bool:
    """Say whether something is so of more than half of the members; ask no more than need be."""
    most, n_not = len(members) - len(members) // 2, 0
    for member in members:
        n_not += not is_so(member)
        if n_not >= most:
            return False
    return True


_FIGURE = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def has_figures(model: Stretch, slots: Sequence[Slot]) -> bool:
    """Say whether figures stand in a wording, or in its slots; years are none."""
    return figures_in(model.side.stream.folded[model.raw.start : model.raw.end], slots)


def figures_in(folded: str, slots: Sequence[Slot]) -> bool:
    """Say the same of a wording that is folded."""
    if any(slot.type == "number" for slot in slots):
        return True
    return any(not _YEAR.fullmatch(figure) for figure in _FIGURE.findall(folded))


def wholeness_of(n_members: int, *, n_starts: int, n_ends: int, n_across: int) -> float:
    """Return how far the members of a family are clauses of their own (0.25..1).

    Half is lost at each end where no member meets the border of a clause, and half when
    most members run across the end of a line.

    Args:
        n_members: How many members there are.
        n_starts: How many of them start where a clause does.
        n_ends: How many end where one does.
        n_across: How many run across the end of a line.

    Example:
        >>> wholeness_of(2, n_starts=2, n_ends=0, n_across=0)
        0.5
    """
    whole = (1 + n_starts / n_members) * (1 + n_ends / n_members) / 4
    return whole / 2 if n_across > n_members / 2 else whole


_QUOTES = {"《": "》", "“": "”", "「": "」", "『": "』", '"': '"'}
_QUOTE_REACH = 120
"""Characters before a passage in which its opening quotation mark is looked for."""

_SAYING_REACH = 24
"""Characters before a quotation mark in which a verb of saying is looked for."""


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
        if opener == "《" or _SAYING.search(text[max(at - _SAYING_REACH, 0) : at]):
            return True
    return False


def _is_at_edge(member: Stretch) -> bool:
    # Tokens, not characters: what resellers put at the head of a document is no token.
    length = len(member.side.stream)
    if len(member) > _FRAME_SHARE * length:
        return False
    reach = min(FRAME_TOKENS, length // 10)
    return member.place.start <= reach or length - member.place.end <= reach
