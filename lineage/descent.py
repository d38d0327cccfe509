"""A family's members and their dates → who had the wording first, and who took it whence.

An occurrence comes from the most similar occurrence that is surely earlier (ties: the
earliest). Here punctuation and script count as well: who copies, copies them too. With
tokens alone one source in ten came out wrong on texts of known descent. Dates that are
missing, equal or overlapping (2024 and 2024-01-16) give no direction. The *earliest
witness* is the one with the earliest known date, never the
author: nobody knows what was not read.

Whether two wordings are one variant is a matter of tokens alone, so punctuation, script
and width make none.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date as day
from hashlib import blake2b
from math import fsum
from typing import NamedTuple

import numpy as np

from lineage.dates import date_key, date_range, is_before
from lineage.kinds import has_figures, kind_of, wholeness_of
from lineage.model import Direction, Family, Occurrence, RawSpan, Variant, Witness
from lineage.native.descriptions import DESCRIPTION, Described, Documents
from lineage.native.descriptions import described as told_of
from lineage.native.tables import Ints
from lineage.places import Group, Place, members_table
from lineage.prepare import Prepared, texts_of, token_codes, token_row
from lineage.ranking import salience
from lineage.rules import KIND_RULES
from lineage.stretch import Stretch
from lineage.template import Range, Template, Varying, make_template


class Scripts:
    """Documents as the kernels read them; laid out where they are asked for.

    Args:
        prepared: The documents.
        use_dates: Whether dates may give a direction.
    """

    def __init__(self, prepared: Sequence[Prepared], *, use_dates: bool = True) -> None:
        self.prepared = prepared
        self.texts = texts_of(prepared)
        dates = [side.document.date if use_dates else None for side in prepared]
        names = [side.document.id for side in prepared]
        order = sorted(range(len(dates)), key=lambda n: (*date_key(dates[n]), names[n]))
        turns = np.empty(len(dates), np.int32)
        turns[order] = np.arange(len(dates))
        self._documents = Documents(
            np.array([_days(date) for date in dates], np.int32).reshape(-1, 2), turns
        )
        self._is_there = np.zeros(len(dates), np.bool_)

    def having(self, places: Ints) -> Documents:
        """Return the documents, those laid out that have some places."""
        there = np.unique(places[:, 0])
        for number in there[~self._is_there[there]].tolist():
            side = self.prepared[number]
            characters = token_codes(side.document.text)
            self._documents.lie(number, characters, side.stream.starts, side.stream.ends)
            self._is_there[number] = True
        return self._documents


def _days(date: str | None) -> tuple[int, int]:
    """Return the first and the last day that a date may mean, as numbers."""
    if not date:
        return -1, -1
    first, last = (day.fromisoformat(each).toordinal() for each in date_range(date))
    return first, last


def describe(group: Group, prepared: Sequence[Prepared], *, use_dates: bool = True) -> Family:
    """Return a family with its descent, variants, template and kind.

    Args:
        group: The family as it was found.
        prepared: The documents, by their numbers.
        use_dates: Whether dates may give a direction.
    """
    (family,) = described([group], Scripts(prepared, use_dates=use_dates))
    return family


def described(groups: Sequence[Group], scripts: Scripts) -> list[Family]:
    """Return families with their descent, variants, template and kind.

    Args:
        groups: The families as they were found.
        scripts: The documents.
    """
    first, places = members_table(groups)
    first_tokens, tokens = token_row([group.wording for group in groups])
    told = told_of(
        scripts.texts,
        scripts.having(places),
        first,
        places,
        first_tokens=first_tokens,
        tokens=tokens,
    )
    return [_family(each, scripts.prepared) for each in _each(told)]


class _Member(NamedTuple):
    """A member as `native.descriptions.MEMBER` has it."""

    document: int
    start: int
    end: int
    first_character: int
    last_character: int
    wording: int
    n_sources: int
    n_named: int


class _Wording(NamedTuple):
    """One of the different wordings as `native.descriptions.WORDING` has it."""

    similarity: float
    first: int
    times: int


class _Told(NamedTuple):
    """What the kernels tell of one family, as `native.descriptions.Described` has it of several.

    Attributes:
        counts: The row of `DESCRIPTION`, by its names.
        sources: For each member the members that it may come from.
    """

    counts: dict[str, int]
    members: list[_Member]
    wordings: list[_Wording]
    sources: list[list[int]]
    slots: list[Range]
    readings: list[Range]


def _each(told: Described) -> Iterator[_Told]:
    """Yield what is told of each family."""
    members = list(map(_Member._make, told.members.tolist()))
    wordings = list(map(_Wording._make, told.wordings.tolist()))
    sources = told.sources.tolist()
    slots, readings = (list(map(tuple, rows.tolist())) for rows in (told.slots, told.readings))
    names = DESCRIPTION.names or ()
    member = wording = source = slot = reading = 0
    for row in told.families.tolist():
        counts = dict(zip(names, row, strict=True))
        here = members[member : (member := member + counts["n_members"])]
        n_wordings, n_slots = counts["n_wordings"], counts["n_slots"]
        yield _Told(
            counts,
            here,
            wordings[wording : (wording := wording + n_wordings)],
            [sources[source : (source := source + each.n_named)] for each in here],
            slots[slot : (slot := slot + n_slots)],
            readings[reading : (reading := reading + n_slots * n_wordings)],
        )


def _family(told: _Told, prepared: Sequence[Prepared]) -> Family:
    stretches = [
        Stretch(prepared[each[0]], Place(*each[:3]), RawSpan(*each[3:5])) for each in told.members
    ]
    shown = [member.text for member in stretches]
    counts = told.counts
    model = stretches[counts["model"]]
    varying = [Varying(stretches[n], stretches[n].tokens, times) for _, n, times in told.wordings]
    return weighed(
        model,
        stretches,
        template=make_template(model, varying, told.slots, told.readings),
        wholeness=wholeness_of(
            len(stretches),
            **{name: counts[name] for name in ("n_starts", "n_ends", "n_across")},
        ),
        occurrences=_occurrences(told, stretches, shown),
        variants=_variants(told, stretches, shown),
        earliest=_witness(stretches, counts["earliest"]),
    )


def weighed(
    model: Stretch,
    members: Sequence[Stretch],
    *,
    template: Template,
    wholeness: float,
    occurrences: tuple[Occurrence, ...],
    variants: tuple[Variant, ...],
    earliest: Witness | None,
) -> Family:
    """Return a family with its kind and its figures, which follow from what is known of it.

    Args:
        model: The member whose wording is the family's.
        members: All members.
        template: Its template.
        wholeness: How far the members are clauses of their own.
        occurrences: The members as they are told.
        variants: The different wordings.
        earliest: The earliest witness, if there is one.
    """
    fixedness = fsum(each.similarity for each in occurrences) / len(occurrences)
    kind = kind_of(model, members, fixedness, template.slots)
    bits = float(model.side.bits[model.place.start : model.place.end].sum())
    return Family(
        id=_family_id(model),
        text=model.text,
        template=template.text,
        slots=template.slots,
        fixedness=fixedness,
        wholeness=wholeness,
        kind=kind,
        rule=KIND_RULES[kind],
        occurrences=occurrences,
        earliest=earliest,
        variants=variants,
        bits=bits,
        salience=salience(
            documents=len({member.place.document for member in members}),
            bits=bits,
            fixedness=fixedness,
            wholeness=wholeness,
            kind=kind,
            figures=has_figures(model, template.slots),
        ),
    )


def _family_id(model: Stretch) -> str:
    """Return a digest of the wording's words: other families and documents do not matter."""
    keys = model.side.stream.keys(model.place.start, model.place.end)
    return blake2b("\x1f".join(keys).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _occurrences(
    told: _Told, stretches: Sequence[Stretch], shown: Sequence[str]
) -> tuple[Occurrence, ...]:
    names = [stretch.side.document.id for stretch in stretches]
    similarities = [wording.similarity for wording in told.wordings]
    by_dates, model = Direction("dates"), told.counts["model"]
    return tuple(
        Occurrence(
            document=name,
            span=stretch.raw,
            text=text,
            similarity=similarities[member.wording],
            source=names[sources[0]] if sources else None,
            sources=tuple(dict.fromkeys([names[n] for n in sources])) if sources else (),
            n_sources=member.n_sources,
            reference=shown[sources[0] if sources else model],
            direction=by_dates if sources else None,
        )
        for member, stretch, text, name, sources in zip(
            told.members, stretches, shown, names, told.sources, strict=True
        )
    )


def _witness(stretches: Sequence[Stretch], number: int) -> Witness | None:
    """Return the member that is the earliest, if any is."""
    document = stretches[number].side.document
    return Witness(document.id, document.date) if number >= 0 and document.date else None


def earliest_witness(dates: Mapping[str, str | None]) -> Witness | None:
    """Return the document that is surely earlier than all other dated ones, if there is one."""
    dated = sorted({(date_range(date), document, date) for document, date in dates.items() if date})
    if not dated:
        return None
    _, document, date = dated[0]
    if all(is_before(date, other) for _, _, other in dated[1:]):
        return Witness(document, date)
    return None


def _variants(
    told: _Told, stretches: Sequence[Stretch], shown: Sequence[str]
) -> tuple[Variant, ...]:
    having: dict[int, set[str]] = defaultdict(set)
    for member, stretch in zip(told.members, stretches, strict=True):
        having[member.wording].add(stretch.side.document.id)
    variants = [
        Variant(shown[wording.first], tuple(sorted(having[number])))
        for number, wording in enumerate(told.wordings)
    ]
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))
