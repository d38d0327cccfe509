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

from collections.abc import Sequence
from itertools import islice

from lineage.groups import Groups
from lineage.model import (
    Direction,
    Document,
    Family,
    Occurrence,
    RawSpan,
    Slot,
    Variant,
    Witness,
    from_columns,
)
from lineage.native.tables import edges
from lineage.places import Group
from lineage.prepare import Prepared
from lineage.rules import KIND_RULES
from lineage.scripts import Scripts
from lineage.telling import Told, Traits, similarities_of, tell
from lineage.template import as_slots, written


def describe(group: Group, prepared: Sequence[Prepared], *, use_dates: bool = True) -> Family:
    """Return a family with its descent, variants, template and kind.

    Args:
        group: The family as it was found.
        prepared: The documents, by their numbers.
        use_dates: Whether dates may give a direction.
    """
    scripts = Scripts(prepared, use_dates=use_dates)
    (family,) = as_families(tell(Groups.of([group]), [group.wording], scripts), prepared)
    return family


def as_families(told: Told, prepared: Sequence[Prepared]) -> list[Family]:
    """Return families with their descent, variants, template and kind.

    Args:
        told: What is told of them.
        prepared: The documents, by their numbers.
    """
    rows = told.members
    documents = [prepared[number].document for number in rows["document"].tolist()]
    ends = rows["first_character"].tolist(), rows["last_character"].tolist()
    # Most members say the same, and it is kept once.
    known: dict[str, str] = {}
    texts = [
        known.setdefault(text := document.text[start:end], text)
        for document, start, end in zip(documents, *ends, strict=True)
    ]
    occurrences = iter(_occurrences(told, documents, from_columns(RawSpan, *ends), texts))
    variants = iter(_variants(told, prepared, texts))
    slots = as_slots(told.slots)
    n_members, n_wordings, models, earliest = (
        told.families[name].tolist() for name in ("n_members", "n_wordings", "model", "earliest")
    )
    families, first = [], 0
    for number, n in enumerate(n_members):
        here = documents[first : first + n]
        families.append(
            family_of(
                told.traits[number],
                texts[first + models[number]],
                slots=slots[number],
                occurrences=tuple(islice(occurrences, n)),
                variants=_by_spread(list(islice(variants, n_wordings[number]))),
                earliest=_witness(here, earliest[number]),
            )
        )
        first += n
    return families


def family_of(
    traits: Traits,
    text: str,
    *,
    slots: tuple[Slot, ...],
    occurrences: tuple[Occurrence, ...],
    variants: tuple[Variant, ...],
    earliest: Witness | None,
) -> Family:
    """Return a family.

    Args:
        traits: What it is as a whole.
        text: Its wording.
        slots: The slots of its template.
        occurrences: The members.
        variants: The different wordings.
        earliest: The earliest witness, if there is one.
    """
    return Family(
        id=traits.id,
        text=text,
        template=written(text, slots),
        slots=slots,
        fixedness=traits.fixedness,
        wholeness=traits.wholeness,
        kind=traits.kind,
        rule=KIND_RULES[traits.kind],
        occurrences=occurrences,
        earliest=earliest,
        variants=variants,
        bits=traits.bits,
        salience=traits.salience,
    )


_BY_DATES = Direction("dates")


def _occurrences(
    told: Told, documents: Sequence[Document], spans: Sequence[RawSpan], texts: Sequence[str]
) -> list[Occurrence]:
    """Return the members of all families."""
    families, members = told.families, told.members
    names = [document.id for document in documents]
    first = edges(families["n_members"])[:-1].repeat(families["n_members"])
    n_named = members["n_named"]
    named = iter((told.sources + first.repeat(n_named)).tolist())
    sources = [list(islice(named, n)) if n else () for n in n_named.tolist()]
    models = (first + families["model"].repeat(families["n_members"])).tolist()
    return from_columns(
        Occurrence,
        names,
        spans,
        texts,
        similarities_of(families, members, told.wordings),
        [names[each[0]] if each else None for each in sources],
        [_documents(each, names) for each in sources],
        [texts[each[0] if each else model] for each, model in zip(sources, models, strict=True)],
        [_BY_DATES if each else None for each in sources],
        members["n_sources"].tolist(),
    )


def _documents(members: Sequence[int], names: Sequence[str]) -> tuple[str, ...]:
    """Return the documents of some members, each once; of most there are none, or one."""
    if len(members) > 1:
        return tuple(dict.fromkeys([names[n] for n in members]))
    return (names[members[0]],) if members else ()


def _variants(told: Told, prepared: Sequence[Prepared], texts: Sequence[str]) -> list[Variant]:
    """Return the different wordings of all families, in the order of their first members."""
    families, (sizes, numbers) = told.families, told.bearers
    before = edges(families["n_members"])[:-1].repeat(families["n_wordings"])
    first = (before + told.wordings["first"]).tolist()
    names = iter([prepared[number].document.id for number in numbers.tolist()])
    documents = [tuple(islice(names, n)) for n in sizes.tolist()]
    return from_columns(Variant, [texts[n] for n in first], documents)


def _by_spread(variants: Sequence[Variant]) -> tuple[Variant, ...]:
    """Return the different wordings of a family, the most widespread first."""
    if len(variants) == 1:
        return tuple(variants)
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))


def _witness(documents: Sequence[Document], number: int) -> Witness | None:
    """Return the member that is the earliest, if any is."""
    document = documents[number]
    return Witness(document.id, document.date) if number >= 0 and document.date else None
