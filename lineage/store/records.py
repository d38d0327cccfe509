"""Values ↔ the bytes that a store keeps of them.

JSON for what is small and of many parts, plain little-endian arrays for what is known of
tokens. Nothing that is read back is executed, whoever wrote the file.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from lineage.model import (
    Clue,
    Direction,
    Document,
    Family,
    Occurrence,
    Provenance,
    RawSpan,
    Reading,
    Slot,
    Variant,
    Witness,
)
from lineage.normalize import NormalizedText
from lineage.prepare import Prepared, Sentences, Side, token_codes


def text_bytes(text: str) -> bytes:
    """Return a text as bytes; half a character stays what it is."""
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


def _json(value: object) -> bytes:
    return text_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _from_json(data: bytes) -> Any:
    return json.loads(text_of(data))


def document_facts(document: Document) -> bytes:
    """Return all that is known of a document but its text."""
    origin = document.provenance
    return _json(
        [
            document.id,
            document.title,
            document.date,
            document.date_source,
            document.date_evidence,
            document.speaker,
            document.place,
            [origin.format, origin.encoding, origin.sha256, list(origin.notes), origin.reader],
        ]
    )


def document_of(facts: bytes, text: bytes) -> Document:
    """Return a document."""
    name, title, date, date_source, evidence, speaker, place, origin = _from_json(facts)
    format_, encoding, sha256, notes, reader = origin
    return Document(
        id=name,
        text=text_of(text),
        title=title,
        date=date,
        date_source=date_source,
        date_evidence=evidence,
        speaker=speaker,
        place=place,
        provenance=Provenance(format_, encoding, sha256, tuple(notes), reader),
    )


def digest_of(document: Document) -> bytes:
    """Return what tells whether a document is another one than before."""
    whole = blake2b(document_facts(document), digest_size=16)
    whole.update(b"\0")
    whole.update(text_bytes(document.text))
    return whole.digest()


def contents_of(side: Prepared) -> dict[str, bytes]:
    """Return the text of a document and what is known of its tokens, by the name of each part."""
    stream = side.stream
    inserted = np.array([(span.start, span.end) for span in stream.inserted], "<i4")
    return {
        "text": text_bytes(side.document.text),
        "stream": text_bytes(stream.text),
        "starts": stream.starts.astype("<i4").tobytes(),
        "ends": stream.ends.astype("<i4").tobytes(),
        "folded": text_bytes(stream.folded),
        "inserted": inserted.tobytes(),
        "sentences": side.sentences.ends.astype("<i4").tobytes(),
        "borders": side.side.borders.astype("u1").tobytes(),
        "bits": side.side.bits.astype("<f4").tobytes(),
    }


def prepared_of(facts: bytes, contents: Mapping[str, bytes]) -> Prepared:
    """Return a document prepared, from its facts and what `contents_of` made of it."""
    text = text_of(contents["stream"])
    normalized = NormalizedText(
        text,
        np.frombuffer(contents["starts"], "<i4"),
        np.frombuffer(contents["ends"], "<i4"),
        text_of(contents["folded"]),
        spans_of(contents["inserted"]),
    )
    side = Side(np.frombuffer(contents["bits"], "<f4"), np.frombuffer(contents["borders"], "u1"))
    if not len(text) == len(normalized.starts) == len(normalized.ends) == len(side.bits):
        raise ValueError("its columns of tokens differ in length")
    return Prepared(
        document_of(facts, contents["text"]),
        normalized,
        token_codes(text),
        Sentences(_ends_of(contents["sentences"])),
        side,
    )


def spans_of(data: bytes) -> tuple[RawSpan, ...]:
    """Return spans that were kept as an array of their ends."""
    return tuple(RawSpan(start, end) for start, end in _ends_of(data).tolist())


def _ends_of(data: bytes) -> npt.NDArray[np.int32]:
    return np.frombuffer(data, "<i4").reshape(-1, 2)


def family_record(family: Family, numbers: Mapping[str, int]) -> bytes:
    """Return a family's description, but for what follows from other families.

    Args:
        family: The family.
        numbers: The number of each document.
    """
    # Many occurrences read alike, and most were taken from one of the others.
    texts = list(
        dict.fromkeys(
            text
            for each in family.occurrences
            for text in (each.text, each.reference)
            if text is not None
        )
    )
    number_of = {text: number for number, text in enumerate(texts)}
    return _json(
        {
            "id": family.id,
            "text": family.text,
            "texts": texts,
            "template": family.template,
            "kind": family.kind,
            "rule": family.rule,
            "occurrences": [_occurrence(each, number_of, numbers) for each in family.occurrences],
            "earliest": family.earliest
            and [numbers[family.earliest.document], family.earliest.date],
            "variants": [[v.text, [numbers[d] for d in v.documents]] for v in family.variants],
            "bits": family.bits,
            "salience": family.salience,
            "slots": [
                [s.type, s.start, s.end, [[r.text, r.count] for r in s.readings]]
                for s in family.slots
            ],
            "fixedness": family.fixedness,
            "wholeness": family.wholeness,
        }
    )


def _occurrence(
    each: Occurrence, texts: Mapping[str, int], numbers: Mapping[str, int]
) -> list[object]:
    direction = each.direction
    return [
        numbers[each.document],
        each.span.start,
        each.span.end,
        texts[each.text],
        each.similarity,
        None if each.source is None else numbers[each.source],
        [numbers[source] for source in each.sources],
        each.n_sources,
        None if each.reference is None else texts[each.reference],
        direction
        and [direction.by, direction.confidence, [_clue(c, numbers) for c in direction.evidence]],
    ]


def _clue(clue: Clue, numbers: Mapping[str, int]) -> list[object]:
    return [
        clue.kind,
        numbers[clue.document],
        clue.span.start,
        clue.span.end,
        clue.text,
        numbers[clue.against],
        clue.instead_of,
    ]


def family_of(data: bytes, names: Mapping[int, str]) -> Family:
    """Return a family that `family_record` made a record of.

    Args:
        data: The record.
        names: The ids of the documents, by their numbers.
    """
    record = _from_json(data)
    earliest = record["earliest"]
    texts = record["texts"]
    name = names.__getitem__

    return Family(
        id=record["id"],
        text=record["text"],
        template=record["template"],
        kind=record["kind"],
        rule=record["rule"],
        occurrences=tuple(_occurrence_of(each, texts, name) for each in record["occurrences"]),
        earliest=earliest and Witness(name(earliest[0]), earliest[1]),
        variants=tuple(
            Variant(text, tuple(map(name, numbers))) for text, numbers in record["variants"]
        ),
        bits=record["bits"],
        salience=record["salience"],
        slots=tuple(
            Slot(type_, start, end, tuple(Reading(*each) for each in readings))
            for type_, start, end, readings in record["slots"]
        ),
        fixedness=record["fixedness"],
        wholeness=record["wholeness"],
    )


def _occurrence_of(
    record: Sequence[Any], texts: Sequence[str], name: Callable[[int], str]
) -> Occurrence:
    number, start, end, text, similarity, source, sources, n_sources, reference, direction = record
    return Occurrence(
        document=name(number),
        span=RawSpan(start, end),
        text=texts[text],
        similarity=similarity,
        source=None if source is None else name(source),
        sources=tuple(map(name, sources)),
        n_sources=n_sources,
        reference=None if reference is None else texts[reference],
        direction=direction
        and Direction(direction[0], direction[1], tuple(_clue_of(c, name) for c in direction[2])),
    )


def _clue_of(record: Sequence[Any], name: Callable[[int], str]) -> Clue:
    kind, document, start, end, text, against, instead_of = record
    return Clue(kind, name(document), RawSpan(start, end), text, name(against), instead_of)
