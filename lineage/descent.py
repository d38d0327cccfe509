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

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from math import fsum
from typing import NamedTuple

from lineage.dates import date_range, is_before
from lineage.kinds import (
    Standing,
    has_figures,
    kind_of,
    standings_of,
    wholeness_of,
)
from lineage.model import Direction, Document, Family, Occurrence, RawSpan, Slot, Variant, Witness
from lineage.native.descriptions import DESCRIPTION, Described
from lineage.native.descriptions import described as told_of
from lineage.native.tables import edges
from lineage.places import Group, Place, members_table
from lineage.prepare import Prepared, token_row
from lineage.ranking import salience
from lineage.rules import KIND_RULES
from lineage.scripts import Scripts
from lineage.stretch import Stretch
from lineage.template import slots_of, written


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
    told = tell(groups, scripts)
    models = _models(told, scripts.prepared)
    slots = slots_of(told, models, scripts)
    standings = standings_of(told, scripts)
    each = _each(told, scripts.prepared)
    return list(map(_family, each, models, slots, standings))


def tell(groups: Sequence[Group], scripts: Scripts) -> Described:
    """Return what the kernels tell of families."""
    first, places = members_table(groups)
    first_tokens, tokens = token_row([group.wording for group in groups])
    return told_of(
        scripts.texts,
        scripts.having(places),
        first,
        places,
        first_tokens=first_tokens,
        tokens=tokens,
    )


class _Told(NamedTuple):
    """What is told of one family; of what is told of its members, a list has each.

    Attributes:
        counts: The row of `DESCRIPTION`, by its names.
        documents: Where they stand, and at which characters.
        texts: What is shown of them.
        wordings: The numbers of their wordings.
        n_sources: In how many documents they may have their source.
        sources: The members that they may come from.
        similarities: How like the family's each of the different wordings is.
        firsts: The first member that has each of them.
    """

    counts: dict[str, int]
    documents: list[Document]
    spans: list[RawSpan]
    texts: list[str]
    wordings: list[int]
    n_sources: list[int]
    sources: list[list[int]]
    similarities: list[float]
    firsts: list[int]


def _each(told: Described, prepared: Sequence[Prepared]) -> Iterator[_Told]:
    """Yield what is told of each family."""
    rows = told.members
    documents = [prepared[number].document for number in rows["document"].tolist()]
    spans = list(map(RawSpan, rows["first_character"].tolist(), rows["last_character"].tolist()))
    # Most members say the same: what they share is kept, and told to other processes, once.
    known: dict[str, str] = {}
    texts = [
        known.setdefault(text := document.text[span.start : span.end], text)
        for document, span in zip(documents, spans, strict=True)
    ]
    wordings, n_sources = rows["wording"].tolist(), rows["n_sources"].tolist()
    all_sources = iter(told.sources.tolist())
    sources = [list(islice(all_sources, n)) for n in rows["n_named"].tolist()]
    similarities, firsts = (told.wordings[name].tolist() for name in ("similarity", "first"))
    fields = DESCRIPTION.names or ()
    member = wording = 0
    for row in told.families.tolist():
        counts = dict(zip(fields, row, strict=True))
        of = slice(member, member := member + counts["n_members"])
        different = slice(wording, wording := wording + counts["n_wordings"])
        yield _Told(
            counts,
            documents[of],
            spans[of],
            texts[of],
            wordings[of],
            n_sources[of],
            sources[of],
            similarities[different],
            firsts[different],
        )


def _models(told: Described, prepared: Sequence[Prepared]) -> list[Stretch]:
    """Return of each family the member that has its wording."""
    families = told.families
    rows = told.members[edges(families["n_members"])[:-1] + families["model"]]
    return [
        Stretch(prepared[document], Place(document, start, end), RawSpan(first, last))
        for document, start, end, first, last, *_ in rows.tolist()
    ]


def _family(told: _Told, model: Stretch, slots: Sequence[Slot], standing: Standing) -> Family:
    counts = told.counts
    return weighed(
        model,
        standing,
        slots=slots,
        wholeness=wholeness_of(
            standing.n_members,
            **{name: counts[name] for name in ("n_starts", "n_ends", "n_across")},
        ),
        occurrences=_occurrences(told),
        variants=_variants(told),
        earliest=_witness(told.documents, counts["earliest"]),
    )


def weighed(
    model: Stretch,
    standing: Standing,
    *,
    slots: Sequence[Slot],
    wholeness: float,
    occurrences: tuple[Occurrence, ...],
    variants: tuple[Variant, ...],
    earliest: Witness | None,
) -> Family:
    """Return a family with its kind and its figures, which follow from what is known of it.

    Args:
        model: The member whose wording is the family's.
        standing: How the members stand in their documents.
        slots: The slots of the template.
        wholeness: How far the members are clauses of their own.
        occurrences: The members as they are told.
        variants: The different wordings.
        earliest: The earliest witness, if there is one.
    """
    text = model.text
    fixedness = fsum(each.similarity for each in occurrences) / len(occurrences)
    figures = has_figures(model, slots)
    kind = kind_of(standing, n_tokens=len(model), fixedness=fixedness, has_figures=figures)
    bits = float(model.side.bits[model.place.start : model.place.end].sum())
    return Family(
        id=_family_id(model),
        text=text,
        template=written(text, slots),
        slots=tuple(slots),
        fixedness=fixedness,
        wholeness=wholeness,
        kind=kind,
        rule=KIND_RULES[kind],
        occurrences=occurrences,
        earliest=earliest,
        variants=variants,
        bits=bits,
        salience=salience(
            documents=standing.n_documents,
            bits=bits,
            fixedness=fixedness,
            wholeness=wholeness,
            kind=kind,
            figures=figures,
        ),
    )


def _family_id(model: Stretch) -> str:
    """Return a digest of the wording's words: other families and documents do not matter."""
    keys = model.side.stream.keys(model.place.start, model.place.end)
    return blake2b("\x1f".join(keys).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


_BY_DATES = Direction("dates")


def _occurrences(told: _Told) -> tuple[Occurrence, ...]:
    names = [document.id for document in told.documents]
    texts, model = told.texts, told.texts[told.counts["model"]]
    similarities = [told.similarities[wording] for wording in told.wordings]
    return tuple(
        Occurrence(
            document=name,
            span=span,
            text=text,
            similarity=similarity,
            source=names[sources[0]] if sources else None,
            sources=tuple(dict.fromkeys([names[n] for n in sources])) if sources else (),
            n_sources=n_sources,
            reference=texts[sources[0]] if sources else model,
            direction=_BY_DATES if sources else None,
        )
        for name, span, text, similarity, sources, n_sources in zip(
            names, told.spans, texts, similarities, told.sources, told.n_sources, strict=True
        )
    )


def _witness(documents: Sequence[Document], number: int) -> Witness | None:
    """Return the member that is the earliest, if any is."""
    document = documents[number]
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


def _variants(told: _Told) -> tuple[Variant, ...]:
    having: list[set[str]] = [set() for _ in told.firsts]
    for wording, document in zip(told.wordings, told.documents, strict=True):
        having[wording].add(document.id)
    variants = [
        Variant(told.texts[first], tuple(sorted(documents)))
        for first, documents in zip(told.firsts, having, strict=True)
    ]
    return tuple(sorted(variants, key=lambda v: (-len(v.documents), v.text, v.documents)))
