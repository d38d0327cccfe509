"""Values ↔ the bytes that a store keeps of them.

JSON for what is small and of many parts, plain little-endian arrays for what is known of
tokens; families have a module of their own (`descriptions`). Nothing that is read back is
executed, whoever wrote the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from lineage.dates import date_key
from lineage.model import Document, Provenance, RawSpan
from lineage.native.tables import Bits, Tokens
from lineage.normalize import NormalizedText, fold
from lineage.prepare import Prepared, Sentences, Side
from lineage.segment import Border
from lineage.store.sound import check_kinds, check_size, check_spans


def text_bytes(text: str) -> bytes:
    """Return a text as bytes; half a character stays what it is."""
    return text.encode("utf-8", "surrogatepass")


def text_of(data: bytes) -> str:
    # Of a missing value, which has no methods, this says the same as of one of another kind.
    return str(data, "utf-8", "surrogatepass")


def tokens_bytes(tokens: str) -> bytes:
    """Return a token stream as bytes: UTF-16, or, with half a character, UTF-32 and one byte more.

    That is a third less than what `text_bytes` makes of it, and what is read of a store most.
    """
    try:
        return tokens.encode("utf-16-le")
    except UnicodeEncodeError:
        return tokens.encode("utf-32-le", "surrogatepass") + b"\0"


def tokens_of(data: bytes) -> str:
    """Return the token stream that `tokens_bytes` made bytes of."""
    if len(data) % 2:
        return data[:-1].decode("utf-32-le", "surrogatepass")
    return data.decode("utf-16-le")


def json_bytes(value: object) -> bytes:
    """Return what JSON holds as bytes."""
    return text_bytes(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def json_of(data: bytes) -> Any:
    """Return what `json_bytes` made bytes of; there is no number that is none."""
    return _DECODER.decode(text_of(data))


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def document_facts(document: Document) -> bytes:
    """Return all that is known of a document but its text."""
    origin = document.provenance
    return json_bytes(
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


def document_of(facts: tuple[bytes, bytes], text: bytes) -> Document:
    """Return a document.

    Args:
        facts: Its id, and what `document_facts` made.
        text: Its text.
    """
    known_as, record = facts
    name, title, date, date_source, evidence, speaker, place, origin = json_of(record)
    if name != text_of(known_as):
        raise ValueError("its facts are those of another document")
    format_, encoding, sha256, notes, reader = origin
    check_kinds(str, evidence, format_, encoding, sha256, *notes, reader)
    check_kinds(str | None, date_source)
    # What is no date has no place in their order.
    date_key(date)
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


CORE = ("stream", "bits", "borders")
"""The parts of a document's contents that its `Core` is made of."""

REST = ("text", "places", "inserted", "sentences")
"""The other parts of a document's contents."""


def contents_of(side: Prepared) -> dict[str, bytes]:
    """Return the text of a document and what is known of its tokens, by the name of each part.

    The folded text is not among it: it is sooner made of the text than read.
    """
    stream = side.stream
    inserted = np.array([(span.start, span.end) for span in stream.inserted], "<i4")
    steps = np.diff(stream.starts, prepend=0), stream.ends - stream.starts
    spans = side.sentence_tokens.astype("<i4").tobytes()
    return {
        "text": text_bytes(side.document.text),
        "stream": tokens_bytes(stream.text),
        "places": _steps_bytes(np.concatenate(steps)),
        "inserted": inserted.tobytes(),
        "sentences": side.sentences.ends.astype("<i4").tobytes(),
        "borders": side.side.borders.astype("u1").tobytes() + spans,
        "bits": bits_bytes(side.side.bits),
    }


def _steps_bytes(steps: npt.NDArray[np.int32]) -> bytes:
    """Return numbers as bytes: mostly, all are so small that each fits into one."""
    return steps.astype("u1" if steps.max(initial=0) < 2**8 else "<i4").tobytes()


def _steps_of(data: bytes, n: int) -> npt.NDArray[np.int32]:
    return np.frombuffer(data, "u1" if len(data) == n else "<i4").astype(np.int32)


def bits_bytes(bits: Bits) -> bytes:
    """Return the surprisal of tokens as bytes: each value once, and which one each token has.

    It is half as much, for most documents have a few hundred values, one for each word that is as
    frequent as no other.
    """
    # As whole numbers, so that no two that differ in their bytes are taken for equal.
    values, which = np.unique(bits.astype("<f4").view("<u4"), return_inverse=True)
    head = np.array([len(values)], "<i4")
    return head.tobytes() + values.tobytes() + which.astype(_turns(len(values))).tobytes()


def bits_of(data: bytes) -> Bits:
    """Return the surprisal of tokens that `bits_bytes` made bytes of."""
    (n_values,) = np.frombuffer(data, "<i4", 1).tolist()
    values = np.frombuffer(data, "<f4", check_size(n_values), 4)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise ValueError("a token has no surprisal")
    return values.take(np.frombuffer(data, _turns(n_values), offset=4 + values.nbytes))


def _turns(n_values: int) -> str:
    """Return the type of what tells one of so many values."""
    return "<u2" if n_values <= 2**16 else "<u4"


@dataclass(frozen=True, eq=False)
class Core:
    """What passage pairs and families of a document are found by.

    Attributes:
        stream: Its tokens as they are kept.
        codes: The code point of each.
        side: Surprisal of each, and the borders between.
        sentence_tokens: The first token of each sentence, and the one after its last.
    """

    stream: bytes
    codes: Tokens
    side: Side
    sentence_tokens: npt.NDArray[np.int32]

    @cached_property
    def tokens(self) -> str:
        """Its token stream."""
        return tokens_of(self.stream)


def core_of(stream: bytes, codes: Tokens, bits: Bits, borders: bytes) -> Core:
    """Return the core of a document.

    Args:
        stream: Its tokens as they are kept.
        codes: The code point of each.
        bits: Surprisal of each.
        borders: What else `contents_of` made of it for its core.
    """
    n = len(codes)
    if len(bits) != n:
        raise ValueError("its columns of tokens differ in length")
    between, spans = np.frombuffer(borders, "u1", n + 1), _ends_of(borders[n + 1 :])
    _check_borders(between, spans)
    return Core(stream, codes, Side(bits, between), spans)


def _check_borders(borders: npt.NDArray[np.uint8], sentences: npt.NDArray[np.int32]) -> None:
    """Raise `ValueError` unless borders and sentences are what the kernels take them for."""
    # The strongest border is that of a sentence, and at both ends of a document there is one.
    if not borders[0] == borders[-1] == borders.max() == Border.SENTENCE:
        raise ValueError("its borders are of no known strength")
    ends = sentences.ravel()
    if len(ends) and (ends[0] < 0 or ends[-1] >= len(borders) or (ends[1:] < ends[:-1]).any()):
        raise ValueError("its sentences do not stand in order")


def prepared_of(facts: tuple[bytes, bytes], core: Core, contents: Mapping[str, bytes]) -> Prepared:
    """Return a document prepared, from its facts, its core and what else `contents_of` made."""
    n = len(core.codes)
    steps, widths = _steps_of(contents["places"], 2 * n).reshape(2, n)
    starts = np.cumsum(steps, dtype=np.int64)
    document = document_of(facts, contents["text"])
    sentences, inserted = _ends_of(contents["sentences"]), _ends_of(contents["inserted"])
    if len(sentences) != len(core.sentence_tokens):
        raise ValueError("its columns of sentences differ in length")
    for first, behind in ((starts, starts + widths), sentences.T, inserted.T):
        check_spans(first, behind, len(document.text))
    normalized = NormalizedText(
        core.tokens,
        starts.astype(np.int32),
        (starts + widths).astype(np.int32),
        fold(document.text),
        _spans_of(inserted),
    )
    return Prepared(document, normalized, core.codes, Sentences(sentences), core.side)


def spans_of(data: bytes) -> tuple[RawSpan, ...]:
    """Return spans that were kept as an array of their ends."""
    return _spans_of(_ends_of(data))


def _spans_of(ends: npt.NDArray[np.int32]) -> tuple[RawSpan, ...]:
    return tuple(RawSpan(start, end) for start, end in ends.tolist())


def _ends_of(data: bytes) -> npt.NDArray[np.int32]:
    return np.frombuffer(data, "<i4").reshape(-1, 2)
