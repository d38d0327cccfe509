"""What executors do with families: who lies in whom, where members begin and end, what is told.

Like `steps`: rows in, rows out, and the rules are those of the pure modules.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from lineage.cluster.rows import Row
from lineage.cluster.steps import PLACE, PLACES, light, place_of, places_of, whole
from lineage.cohesion import Weighings
from lineage.completing import Stands, find_missing, with_missing
from lineage.corpus import long_enough
from lineage.evidence import MOST_FOUND, MOST_JOINED, promise
from lineage.groups import Groups
from lineage.growing import Numbering, numbering
from lineage.members import Unaligned
from lineage.members import realigned as align_alike
from lineage.model import Family
from lineage.native.searching import Streams
from lineage.native.tables import code_points
from lineage.normalize import normalize_quote
from lineage.places import Group, Place, PlaceIndex, places_table
from lineage.prepare import texts_of
from lineage.rivals import Claim
from lineage.rivals import outdone as outdone_in
from lineage.scripts import Scripts
from lineage.settings import Settings
from lineage.settling import drop_fragments, join_coinciding, where_more_may_stand
from lineage.weighing import describe_all, weigh

_TEXT, _INT, _LONG, _REAL = pa.string(), pa.int32(), pa.int64(), pa.float64()

BITS = pa.schema([("g", _LONG), ("bits", _REAL)])
ASKED = pa.schema(
    [
        ("g", _LONG),
        ("wording", _TEXT),
        ("members", PLACES),
        ("weights", pa.binary()),
        ("others", PLACES),
        ("work", pa.bool_()),
    ]
)
COUNTS = pa.schema([("g", _LONG), ("h", _LONG), ("n", _LONG)])
AT = pa.schema([("g", _LONG), ("place", PLACE)])
WORDED = pa.schema([("wording", _TEXT), ("members", PLACES), ("weights", pa.binary())])
_OCCURRENCE = pa.struct(
    [
        ("document", _TEXT),
        ("start", _INT),
        ("end", _INT),
        ("text", _TEXT),
        ("similarity", _REAL),
        ("source", _TEXT),
    ]
)
FAMILIES = pa.schema(
    [
        ("id", _TEXT),
        ("text", _TEXT),
        ("template", _TEXT),
        ("kind", _TEXT),
        ("documents", _INT),
        ("salience", _REAL),
        ("earliest", _TEXT),
        ("occurrences", pa.list_(_OCCURRENCE)),
        ("tokens", _TEXT),
        ("json", _TEXT),
    ]
)


def measured(row: Row) -> Iterator[Row]:
    """Yield the surprisal of the most surprising member of each family in one document."""
    sums = light(row).side.sums
    most: dict[int, float] = defaultdict(float)
    for entry in row["held"]:
        place = place_of(entry["place"])
        most[entry["g"]] = max(most[entry["g"]], sums[place.end] - sums[place.start])
    for g, bits in sorted(most.items()):
        yield {"g": g, "bits": bits}


def _by_family(held: Iterable[Row]) -> tuple[dict[int, list[Place]], PlaceIndex]:
    places: dict[int, list[Place]] = defaultdict(list)
    for entry in held:
        places[entry["g"]].append(place_of(entry["place"]))
    index = PlaceIndex()
    for g, members in sorted(places.items()):
        index.add(g, members)
    return places, index


def inside(row: Row) -> Iterator[Row]:
    """Yield how many places of other families lie in those of a family, in one document."""
    places, index = _by_family(row["held"])
    for g, members in places.items():
        for h, n in index.inside(members).items():
            if g != h:
                yield {"g": g, "h": h, "n": n}


def holding(row: Row) -> Iterator[Row]:
    """Yield how many places of a family lie in those of others, in one document."""
    places, index = _by_family(row["held"])
    for g, members in places.items():
        for h, n in index.holders(members).items():
            if g != h:
                yield {"g": g, "h": h, "n": n}


def coinciding(row: Row) -> Iterator[Row]:
    """Yield the families that coincide somewhere in one document."""
    places, index = _by_family(row["held"])
    for g, members in places.items():
        for h in sorted(index.coinciding(members)):
            if g < h:
                yield {"g": g, "h": h, "n": 1}


def _groups(entries: Iterable[Row]) -> list[Group]:
    ordered = sorted(entries, key=lambda entry: entry["g"])
    return [_group(entry) for entry in ordered]


def _group(entry: Row) -> Group:
    return Group(entry["wording"], places_of(entry["members"]), entry["weights"])


def _row(group: Group) -> Row:
    return {
        "wording": group.wording,
        "members": [place._asdict() for place in group.members],
        "weights": group.weights,
    }


def made_one(row: Row) -> Iterator[Row]:
    """Yield the families of one component, those made one whose members mostly coincide."""
    # They have numbers, but these stand in no order yet.
    groups = sorted(map(_group, row["groups"]), key=lambda group: (group.wording, group.members))
    yield from map(_row, join_coinciding(Groups.of(groups)).among(groups))


def unbroken(row: Row) -> Iterator[Row]:
    """Yield the families of one component that are no fragments of others."""
    entries = row["groups"]
    left = drop_fragments(Groups.of([_group(entry) for entry in entries]))
    yield from (entries[n] for n in left.models[:, 0].tolist())


def outdone(row: Row) -> Iterator[Row]:
    """Yield the members that a family loses to another one in one document.

    Args:
        row: The document's ``stream``, and all members in it with their family's ``wording``.
    """
    stream = row["stream"]
    claims = [Claim(e["g"], place_of(e["place"]), e["wording"]) for e in row["held"]]
    for claim in outdone_in(claims, lambda place: stream[place.start : place.end]):
        yield {"g": claim.number, "place": claim.place._asdict()}


def kept(row: Row) -> Iterator[Row]:
    """Yield a family without the members that it loses, if it is in several documents then."""
    group, lost = _group(row), {*places_of(row["lost"])}
    is_lost = np.array([place in lost for place in group.members], np.bool_)
    (left,) = Groups.of([group]).without(is_lost).among([group])
    yield {"g": row["g"], **_row(left)}


def asked(row: Row, *, least: float) -> Iterator[Row]:
    """Yield a family, where else to look for it, and whether its members are to be aligned.

    Args:
        row: The family, the families of whose places enough lie in its own, what it tells,
            and whether it was aligned before.
        least: Evidence that it takes to list a wording.
    """
    others = [
        place
        for other in sorted(row["others"] or (), key=_rank)
        for place in places_of(other["members"])
    ]
    chosen = where_more_may_stand(row["wording"], others)
    documents = {place["document"] for place in row["members"]}
    is_done = row["settled"] and documents.issuperset(place.document for place in chosen)
    is_hopeful = promise(row["bits"], MOST_FOUND * len(documents)) >= least
    yield {
        "g": row["g"],
        "wording": row["wording"],
        "members": row["members"],
        "weights": row["weights"],
        "others": [place._asdict() for place in chosen],
        "work": is_hopeful and not is_done,
    }


def compared(row: Row, *, least: float) -> Iterator[Row]:
    """Yield a family, if it may come to tell enough by joining others."""
    documents = {place["document"] for place in row["members"]}
    if promise(row["bits"], MOST_JOINED * len(documents)) >= least:
        yield {name: row[name] for name in ("g", "wording", "members", "weights")}


def realigned(row: Row, *, resemblance: float, grows: bool) -> Iterator[Row]:
    """Yield families with their members aligned alike.

    Args:
        row: Some ``groups``, each with ``others``, the places to look around, and all the
            ``documents`` they are in.
        resemblance: Likeness to its wording that a member must have.
        grows: Whether wordings take in what most members have beyond their ends.
    """
    documents, numbers = _in_order(row["documents"])
    prepared = [light(entry) for entry in documents]

    def local(entries: Iterable[Row]) -> tuple[Place, ...]:
        return tuple(map(numbers.here, places_of(entries)))

    families = [
        Unaligned(local(entry["members"]), local(entry["others"]))
        for entry in sorted(row["groups"], key=lambda entry: entry["g"])
    ]
    for groups in align_alike(
        families, prepared, texts=texts_of(prepared), resemblance=resemblance, grows=grows
    ):
        for group in groups:
            yield _row(numbers.group_there(group))


def _rank(group: Row) -> tuple[int, int, tuple[Place, ...]]:
    members = places_of(group["members"])
    return -group["length"], -len(members), members


def marked(row: Row, *, least: float) -> Iterator[Row]:
    """Yield the families among groups that are worth listing, with what is shown of them."""
    documents, numbers = _in_order(row["documents"])
    entries = sorted(row["groups"], key=lambda entry: entry["g"])
    groups = [numbers.group_here(_group(entry)) for entry in entries]
    prepared = [light(entry) for entry in documents]
    texts = Weighings(prepared, texts_of(prepared))
    found = weigh(Groups.of(groups), [group.wording for group in groups], texts, least=least)
    for number, group in zip(found.listed.tolist(), found.marked.listed(prepared), strict=True):
        yield {"g": entries[number]["g"], **_row(numbers.group_there(group))}


def lacking(row: Row, *, listed: Any) -> Iterator[Row]:
    """Yield where the wordings of families stand in documents that they have no member at.

    Args:
        row: Some ``documents``, each with its ``stream`` and the members in it, if any are.
        listed: The number and the wording of every family, as Spark hands them round.
    """
    documents, places = row["documents"], defaultdict(list)
    for number, document in enumerate(documents):
        for entry in document["held"] or ():
            places[entry["g"]].append(place_of(entry["place"])._replace(document=number))
    wordings = [wording for _, wording in listed.value]
    groups = Groups.of([Group(wording, (*places[g],)) for g, wording in listed.value])
    streams = [code_points(document["stream"]) for document in documents]
    found = find_missing(groups, [*map(code_points, wordings)], Streams.of_tokens(streams))
    for number, (document, start, end) in zip(
        found.families.tolist(), found.places.tolist(), strict=True
    ):
        place = Place(documents[document]["doc"], start, end)
        yield {"g": listed.value[number][0], "place": place._asdict()}


def described(row: Row, *, settings: Settings) -> Iterator[Row]:
    """Yield the families among groups that are long enough, with all that is told of them.

    Args:
        row: Some ``groups``, each with ``others``, the places that it lacks, and all the
            ``documents`` they are in.
        settings: What is told.
    """
    documents, numbers = _in_order(row["documents"])
    entries = sorted(row["groups"], key=lambda entry: entry["g"])
    scripts = Scripts([whole(entry) for entry in documents], use_dates=settings.use_dates)
    wordings = [entry["wording"] for entry in entries]
    others = [sorted(map(numbers.here, places_of(entry["others"]))) for entry in entries]
    first, places = places_table(others)
    groups = with_missing(
        Groups.of([numbers.group_here(_group(entry)) for entry in entries]),
        [*map(code_points, wordings)],
        Stands(np.repeat(np.arange(len(others)), np.diff(first)), places),
        scripts.prepared,
        Weighings(scripts.prepared, scripts.texts),
    )
    yield from map(_told, long_enough(describe_all(groups, wordings, scripts), settings))


def _in_order(entries: Iterable[Row]) -> tuple[list[Row], Numbering]:
    """Return documents in the order of their dates, and what they are called among themselves."""
    documents = {entry["doc"]: entry for entry in entries}
    numbers = numbering(documents, {number: number for number in documents})
    return [documents[number] for number in numbers.numbers], numbers


def _told(family: Family) -> Row:
    return {
        "id": family.id,
        "text": family.text,
        "template": family.template,
        "kind": family.kind,
        "documents": family.n_documents,
        "salience": family.salience,
        "earliest": family.earliest.document if family.earliest else None,
        "occurrences": [
            {
                "document": o.document,
                "start": o.span.start,
                "end": o.span.end,
                "text": o.text,
                "similarity": o.similarity,
                "source": o.source,
            }
            for o in family.occurrences
        ],
        "tokens": normalize_quote(family.text).text,
        "json": json.dumps(family.to_dict(), ensure_ascii=False),
    }
