"""What kind of wording a family is, decided by rules that can be stated.

Readers judge copying by the kind: who quotes does not copy, and the frame of a speech
belongs to its genre. The rules look at where the members stand and how alike they are,
never at single words that a certain corpus favours.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lineage.model import Kind, SlotType
from lineage.native.descriptions import Described
from lineage.native.library import Rows
from lineage.native.tables import Bools, Longs, edges
from lineage.rules import FRAME_TOKENS, SLOGAN_TOKENS
from lineage.scripts import Scripts
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


class Standing(NamedTuple):
    """How the members of a family stand in their documents.

    Attributes:
        n_members: How many members there are.
        n_documents: How many documents have one.
        n_quoted: How many of them are quoted.
        n_at_edges: How many stand at the start or the end of their document.
    """

    n_members: int
    n_documents: int
    n_quoted: int
    n_at_edges: int


def kind_of(standing: Standing, *, n_tokens: int, fixedness: float, figures: bool) -> Kind:
    """Return the kind of a family.

    Args:
        standing: How its members stand.
        n_tokens: Tokens of its wording.
        fixedness: Mean likeness of the members to the wording.
        figures: Whether figures stand in the wording, or in its slots.
    """
    most = standing.n_members // 2
    if standing.n_quoted > most:
        return "quotation"
    if standing.n_at_edges > most:
        return "frame"
    if (
        n_tokens <= SLOGAN_TOKENS
        and standing.n_documents >= _SLOGAN_DOCUMENTS
        and fixedness >= _SLOGAN_LIKENESS
        and not figures
    ):
        return "slogan"
    return "passage"


_FIGURE = re.compile(r"\d[\d,.]*")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


def has_figures(model: Stretch, types: Sequence[SlotType]) -> bool:
    """Say whether figures stand in a wording, or in slots of some types; years are none."""
    return figures_in(model.side.stream.folded[model.raw.start : model.raw.end], types)


def figures_in(folded: str, types: Sequence[SlotType]) -> bool:
    """Say the same of a wording that is folded."""
    if "number" in types:
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


_SAYING_REACH = 24
"""Characters before a quotation mark in which a verb of saying is looked for."""


def standings_of(told: Described, scripts: Scripts) -> list[Standing]:
    """Return how the members of each family stand in their documents."""
    members = told.members
    documents = members["document"]
    lengths = scripts.texts.table["length"][documents]
    is_quoted = np.zeros(len(members), np.bool_)
    for member, at in told.quotes.tolist():
        side = scripts.prepared[documents[member]]
        is_quoted[member] = is_quoted[member] or is_quotation(side.document.text, at)
    n_members = told.families["n_members"]
    first = edges(n_members)
    # Members stand in the order of their documents.
    is_new = np.append(True, documents[1:] != documents[:-1])[: len(members)]
    is_new[first[:-1]] = True
    counts = (
        np.diff(edges(which)[first])
        for which in (is_new, is_quoted, _are_at_edges(members, lengths))
    )
    return list(map(Standing, n_members.tolist(), *(count.tolist() for count in counts)))


def is_quotation(text: str, at: int) -> bool:
    """Say whether what a quotation mark opens is quoted: somebody says it, or it is a title."""
    if text[at] == "《":
        return True
    return _SAYING.search(text[max(at - _SAYING_REACH, 0) : at]) is not None


def _are_at_edges(members: Rows, lengths: Longs) -> Bools:
    """Say of members whether they stand at the start or the end of documents of some lengths.

    Tokens count, not characters: what resellers put at the head of a document is no token.
    """
    starts, ends = members["start"], members["end"]
    reach = np.minimum(FRAME_TOKENS, lengths // 10)
    is_near = (starts <= reach) | (lengths - ends <= reach)
    found: Bools = is_near & (ends - starts <= _FRAME_SHARE * lengths)
    return found
