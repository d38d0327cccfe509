"""What executors do with documents, blocks of documents, and parts of a graph.

Functions from one row of a table to the rows of another. All that concerns texts is done by
the pure modules; what stands here takes their arguments out of rows and puts their results
into rows. Nothing here imports Spark.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import fsum
from typing import Any

import numpy as np
import pyarrow as pa
from rapidfuzz.distance import Indel

from lineage.cluster.rows import Row
from lineage.errors import InputError
from lineage.families import merge_places, share_enough, taken_into, worth_joining
from lineage.linking import find_links
from lineage.measures import covered_length
from lineage.model import Document, RawSpan
from lineage.native.tables import code_points
from lineage.nesting import nested_times
from lineage.normalize import NormalizedText, normalize
from lineage.notation import date_key
from lineage.places import Place, PlaceIndex, links_of, resemble
from lineage.prepare import (
    Prepared,
    Sentences,
    Side,
    cut_document,
    prepare_one,
    texts_of,
)
from lineage.seeding import SEGMENT, Columns, postings
from lineage.segment import sentence_spans
from lineage.settling import HOLDS, REST_LIKENESS, ends_left
from lineage.words import count_words, cut_words

PLACE = pa.struct([("document", pa.int32()), ("start", pa.int32()), ("end", pa.int32())])
PLACES = pa.list_(PLACE)
_TEXT, _INT, _LONG, _REAL = pa.string(), pa.int32(), pa.int64(), pa.float64()

DATED = pa.schema([("id", _TEXT), ("undated", pa.bool_()), ("first", _TEXT), ("last", _TEXT)])
COUNTED = pa.schema([("word", _TEXT), ("n", _LONG)])
PREPARED = pa.schema(
    [("doc", _INT), ("n", _INT), ("stream", _TEXT), ("bits", pa.binary()), ("borders", pa.binary())]
)
POSTINGS = pa.schema([("h1", _LONG), ("h2", _LONG), ("h4", _LONG), ("doc", _INT), ("pos", _INT)])
WORDING_POSTINGS = POSTINGS.set(3, pa.field("doc", _LONG))
LINKS = pa.schema([("l", PLACE), ("r", PLACE), ("likeness", _REAL)])
OCCURRENCES = pa.schema(
    [("place", PLACE), ("occurrence", PLACE), ("wording", _TEXT), ("weights", pa.binary())]
)
GROUPS = pa.schema(
    [("g", _LONG), ("wording", _TEXT), ("members", PLACES), ("weights", pa.binary())]
)
SCORED = pa.schema([("a", _LONG), ("b", _LONG), ("likeness", _REAL), ("resembles", pa.bool_())])
TAKEN = pa.schema([("g", _LONG), ("root", _LONG), ("known_by", pa.list_(_TEXT))])
CROSSING = pa.schema([("a", _LONG), ("b", _LONG)])
COVERED = pa.schema([("place", PLACE), ("g", _LONG), ("held", PLACE)])
ENDS = pa.schema(
    [("place", PLACE), ("held", PLACE), ("behind", pa.bool_()), ("rest", PLACE), ("tokens", _TEXT)]
)
NESTED = pa.schema([("inner", _LONG), ("outer", _LONG), ("n", _LONG)])
EDGES = pa.schema(
    [
        ("source", _TEXT),
        ("target", _TEXT),
        ("characters", _LONG),
        ("passages", _LONG),
        ("similarity", _REAL),
        ("families", pa.list_(_TEXT)),
    ]
)

_SHOWN = 30
"""Characters by which a document without a name is known."""

_NO_OFFSETS = np.zeros(0, np.int32)


def dated(row: Row) -> Iterator[Row]:
    """Yield what decides a document's place in the order of dates.

    Raises:
        InputError: If it has no id, no text, or a date that is none.
    """
    if row["id"] is None:
        raise InputError(_beginning(row["text"] or ""), "has no id", "give each its own")
    if row["text"] is None:
        raise InputError(row["id"], "holds no text", "mend it, or take it out")
    try:
        undated, first, last = date_key(row["date"])
    except ValueError as error:
        raise InputError(row["id"], str(error)) from error
    yield {"id": row["id"], "undated": undated, "first": first, "last": last}


def _beginning(text: str) -> str:
    """Return what a document without a name can be known by."""
    return " ".join(text[:_SHOWN].split()) or "''"


def counted(row: Row) -> Iterator[Row]:
    """Yield the words of a document, each with how often it says them after the first time."""
    stream = normalize(row["text"])
    for word, n in count_words([cut_words(stream.folded, stream.inserted)]).items():
        yield {"word": word, "n": n}


def prepared(row: Row, *, bits_of_word: Any) -> Iterator[Row]:
    """Yield a document's token stream, with surprisal and borders.

    Args:
        row: The document.
        bits_of_word: Surprisal of every word of the corpus, as Spark hands it round.
    """
    cut = cut_document(Document(id=row["id"], text=row["text"]))
    side = prepare_one(cut, bits_of_word.value)
    yield {
        "doc": row["doc"],
        "n": len(side.codes),
        "stream": side.stream.text,
        "bits": side.bits.tobytes(),
        "borders": side.borders.tobytes(),
    }


def posted(row: Row, *, text: str, number: str, k: int) -> Columns:
    """Return the postings of one text.

    Args:
        row: The text.
        text: The column of its tokens.
        number: The column of the number that it goes by.
        k: Tokens of an n-gram.
    """
    columns = postings([code_points(row[text])], k)
    return {**columns, "doc": np.full(len(columns["pos"]), row[number], np.int64)}


def light(row: Row) -> Prepared:
    """Return a document as far as aligning passages needs it."""
    side = Side(np.frombuffer(row["bits"], np.float32), np.frombuffer(row["borders"], np.uint8))
    stream = NormalizedText(row["stream"], _NO_OFFSETS, _NO_OFFSETS, "")
    return Prepared(
        Document(id="", text=""),
        stream,
        code_points(stream.text),
        Sentences(np.empty((0, 2), np.int32)),
        side,
    )


def whole(row: Row) -> Prepared:
    """Return a document with everything that describing a family needs."""
    side = Side(np.frombuffer(row["bits"], np.float32), np.frombuffer(row["borders"], np.uint8))
    text = row["text"]
    document = Document(id=row["id"], text=text, title=row["title"] or "", date=row["date"] or None)
    return Prepared(
        document,
        normalize(text),
        code_points(row["stream"]),
        Sentences(sentence_spans(text)),
        side,
    )


def linked(row: Row, *, least_bits: float) -> Iterator[Row]:
    """Yield the passage pairs between two blocks of documents.

    Args:
        row: ``pairs`` of documents of the two blocks with their ``segments``, and the
            ``documents``.
        least_bits: Surprisal that a passage must have.
    """
    documents = sorted(row["documents"], key=lambda entry: entry["doc"])
    numbers = [entry["doc"] for entry in documents]
    place = {number: n for n, number in enumerate(numbers)}
    found = {(place[pair["a"]], place[pair["b"]]): pair["segments"] for pair in row["pairs"]}
    rows = np.array(
        [
            (a, b, s["x"], s["y"], s["length"])
            for (a, b), segments in sorted(found.items())
            for s in sorted(segments, key=lambda s: (s["x"], s["y"]))
        ]
    )
    segments = dict(zip(SEGMENT, rows.T, strict=True))
    side_by_side = [light(entry) for entry in documents]
    links = links_of(find_links(texts_of(side_by_side), segments, least_bits))
    for left, right, likeness in links:
        yield {
            "l": left._replace(document=numbers[left.document])._asdict(),
            "r": right._replace(document=numbers[right.document])._asdict(),
            "likeness": likeness,
        }


def place_of(entry: Row) -> Place:
    return Place(entry["document"], entry["start"], entry["end"])


def places_of(entries: Iterable[Row]) -> tuple[Place, ...]:
    return tuple(map(place_of, entries))


def merged(row: Row) -> Iterator[Row]:
    """Yield each place of a document with the occurrence it belongs to."""
    bits = np.frombuffer(row["bits"], np.float32)
    places = places_of(row["places"])
    occurrences, numbers = merge_places(np.array(places, np.int32).reshape(-1, 3))
    merged = map(Place._make, occurrences[numbers].tolist())
    for place, occurrence in dict(zip(places, merged, strict=True)).items():
        yield {
            "place": place._asdict(),
            "occurrence": occurrence._asdict(),
            "wording": row["stream"][occurrence.start : occurrence.end],
            "weights": bits[occurrence.start : occurrence.end].tobytes(),
        }


def joined_by_links(row: Row, *, resemblance: float) -> Iterator[Row]:
    """Yield the families that passage pairs make of one component of occurrences."""
    nodes = sorted(row["nodes"], key=lambda node: node["node"])
    number = {node["node"]: n for n, node in enumerate(nodes)}
    edges = sorted((-e["likeness"], e["width"], e["a"], e["b"]) for e in row["edges"])
    wordings = [node["wording"] for node in nodes]
    into = taken_into(
        wordings,
        ((number[a], number[b]) for _, _, a, b in edges),
        resemblance=resemblance,
        weights=[node["weights"] for node in nodes],
    )
    members: dict[int, list[Place]] = defaultdict(list)
    for n, node in enumerate(nodes):
        members[_way(into, n)[-1]].append(place_of(node["place"]))
    for root, places in members.items():
        yield {
            "g": nodes[root]["node"],
            "wording": wordings[root],
            "members": [place._asdict() for place in sorted(places)],
            "weights": nodes[root]["weights"],
        }


def _way(into: Sequence[int], n: int) -> list[int]:
    """Return a wording's number and those that its family was known by after it."""
    way = [n]
    while into[way[-1]] != way[-1]:
        way.append(into[way[-1]])
    return way


def scored(row: Row, *, resemblance: float) -> Iterator[Row]:
    """Yield how alike two wordings are, if it is worth asking whether they are one."""
    one, two = row["one"], row["two"]
    if not share_enough(row["links"], min(len(one), len(two))):
        return
    if (likeness := worth_joining(one, two)) is not None:
        yield {
            "a": row["a"],
            "b": row["b"],
            "likeness": likeness,
            "resembles": resemble(one, two, resemblance),
        }


def joined_by_wordings(row: Row, *, resemblance: float) -> Iterator[Row]:
    """Yield which family each of one component is taken into."""
    nodes = sorted(row["nodes"], key=lambda node: node["g"])
    number = {node["g"]: n for n, node in enumerate(nodes)}
    edges = sorted((-e["likeness"], e["a"], e["b"]) for e in row["edges"])
    wordings = [node["wording"] for node in nodes]
    into = taken_into(
        wordings,
        ((number[a], number[b]) for _, a, b in edges),
        resemblance=resemblance,
        sizes=[node["size"] for node in nodes],
        weights=[node["weights"] for node in nodes],
    )
    for n, node in enumerate(nodes):
        way = _way(into, n)
        yield {
            "g": node["g"],
            "root": nodes[way[-1]]["g"],
            "known_by": [wordings[step] for step in way],
        }


def crossing(row: Row, *, resemblance: float) -> Iterator[Row]:
    """Yield a pair of families of two components, if it might have joined them."""
    if any(resemble(one, two, resemblance) for one in row["one"] for two in row["two"]):
        yield {"a": row["a"], "b": row["b"]}


def covered(row: Row) -> Iterator[Row]:
    """Yield the families that have most of the places of one document, and where in these."""
    index = _index(row["held"])
    sums = light(row).side.sums
    for entry in row["places"]:
        for g, there in sorted(index.covering(place_of(entry), HOLDS, sums).items()):
            yield {"place": entry, "g": g, "held": there._asdict()}


def ends(row: Row, *, least: float) -> Iterator[Row]:
    """Yield what families leave of the places of one document, before them and behind.

    Args:
        row: The document, and its ``places``, each with what of it is ``held``.
        least: Bits that a rest must have.
    """
    side, stream = light(row).side, row["stream"]
    for entry in row["places"]:
        place, there = place_of(entry["place"]), place_of(entry["held"])
        for behind, rest in enumerate(ends_left(place, there, side, least=least)):
            if rest is not None:
                yield {
                    "place": entry["place"],
                    "held": entry["held"],
                    "behind": bool(behind),
                    "rest": rest._asdict(),
                    "tokens": stream[rest.start : rest.end],
                }


def rests(row: Row) -> Iterator[Row]:
    """Yield what is left of both sides of a passage pair as one of its own, if it is alike."""
    alike = Indel.normalized_similarity(row["one"], row["two"])
    if alike >= REST_LIKENESS:
        yield {"l": row["l"], "r": row["r"], "likeness": alike}


def _index(held: Iterable[Row]) -> PlaceIndex:
    index = PlaceIndex()
    for entry in held:
        index.add(entry["g"], [place_of(entry["place"])])
    return index


def nested(row: Row) -> Iterator[Row]:
    """Yield how many occurrences of a family lie in another's, in one document."""
    spans = row["spans"]
    places = np.array([(0, span["start"], span["end"]) for span in spans], np.int32)
    found = nested_times(places, np.array([span["f"] for span in spans], np.int64))
    for inner, outer, n in zip(*map(np.ndarray.tolist, found), strict=True):
        yield {"inner": inner, "outer": outer, "n": n}


def related(row: Row) -> Iterator[Row]:
    """Yield what one document took from another, all its passages together."""
    taken = row["taken"]
    longest: dict[str, int] = defaultdict(int)
    for entry in taken:
        longest[entry["family"]] = max(longest[entry["family"]], entry["end"] - entry["start"])
    spans = [RawSpan(entry["start"], entry["end"]) for entry in taken]

    yield {
        "source": row["source"],
        "target": row["target"],
        "characters": covered_length(spans),
        "passages": len(longest),
        "similarity": fsum(
            entry["similarity"] * len(span) for entry, span in zip(taken, spans, strict=True)
        )
        / sum(map(len, spans)),
        "families": sorted(longest, key=lambda id_: (-longest[id_], id_)),
    }
