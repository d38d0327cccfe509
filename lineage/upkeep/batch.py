"""A batch of documents that come to a store and go from it, while it is carried out.

It says what every stage of a change asks: what is kept, what is new, who is called what,
and how large the collection is afterwards. Documents of the store are read when they are
first asked for, and once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lineage.corpus import RunPlan
from lineage.dates import date_key
from lineage.evidence import least_evidence
from lineage.growing import Numbering, numbering
from lineage.model import Document
from lineage.native.searching import Streams
from lineage.native.tables import Bits, Text, Tokens
from lineage.parts import Aside, MapParts, Progress, when_asked
from lineage.prepare import (
    Prepared,
    Tokenized,
    cut_documents,
    prepare_cut,
    reweighed,
    unsummed,
)
from lineage.settings import Settings
from lineage.sources import Calendar
from lineage.store import Core, Entry, Store, records
from lineage.store.schema import decoding
from lineage.words import WordCut, cut_words, word_bits

_HARDLY_ANY = 0.05
"""Share of a store that may have come or gone for the weights of words to be what they were: few
words change theirs by more than log2(1.05), seven hundredths of a bit. To weigh the documents
anew takes as long as all else that a new one takes."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a change is carried out with.

    Attributes:
        run: Runs a plan over tables.
        map_parts: Does the work that can be done in parts.
        tell: Told of each stage as it goes on.
        aside: Does other work at the same time.
    """

    run: RunPlan
    map_parts: MapParts
    tell: Progress
    aside: Aside = when_asked


class Batch:
    """One change of a store.

    Attributes:
        store: The store, in a transaction.
        means: What the change is carried out with.
        settings: The settings of the store.
        gone: Numbers of the documents that go.
        kept: The documents that stay.
        fresh: The documents that come, by the numbers that they are given.
        n_gone: Tokens that go.
        n_fresh: Tokens that come.
        ranks: The place of every document in the order of dates, those that go included.
    """

    def __init__(
        self,
        store: Store,
        entries: Sequence[Entry],
        documents: Sequence[Document],
        *,
        gone: Collection[int],
        means: Means,
    ) -> None:
        means.tell("words", 0.0)
        self.store, self.means = store, means
        self.settings: Settings = store.settings
        self.gone = frozenset(gone)
        self.kept = [entry for entry in entries if entry.number not in self.gone]
        first = max((entry.number for entry in entries), default=-1) + 1
        self.fresh = dict(enumerate(self._prepare(documents), first))
        self.n_gone = sum(entry.n_tokens for entry in entries if entry.number in self.gone)
        self.n_fresh = sum(len(side.codes) for side in self.fresh.values())
        self.ranks = _ranks(entries, self.fresh)
        self.ids: dict[int, str] = {entry.number: entry.id for entry in self.kept}
        self.ids |= {number: side.document.id for number, side in self.fresh.items()}
        self.numbers: dict[str, int] = {name: number for number, name in self.ids.items()}
        self._known = dict(self.fresh)
        self._cores: dict[int, Core] = {}
        self._codes: dict[int, Tokens] = {}
        self._bits: dict[int, Bits] = {}
        self._weighed = dict(self.fresh)

    def _prepare(self, documents: Sequence[Document]) -> tuple[Prepared, ...]:
        """Return the new documents prepared, their words weighed by those of all."""
        cut = cut_documents(documents, self.means.map_parts)
        old = cut_documents(list(self.store.documents(self.gone).values())) if self.gone else ()
        self.store.add_words(word_changes([each.words for each in cut], [o.words for o in old]))
        return prepare_cut(cut, self._bits_of({word for each in cut for word in each.words.words}))

    @property
    def n_tokens(self) -> int:
        """Tokens of the collection after the change."""
        return sum(entry.n_tokens for entry in self.kept) + self.n_fresh

    @property
    def least(self) -> float:
        """Evidence that it takes to list a family after the change."""
        return least_evidence(self.n_tokens, self.settings.min_bits)

    @property
    def dates(self) -> dict[str, str | None]:
        """The date of each document; all ``None`` when dates must not be used."""
        fresh = {side.document.id: side.document.date for side in self.fresh.values()}
        dates = {entry.id: entry.date for entry in self.kept} | fresh
        return dates if self.settings.use_dates else dict.fromkeys(dates)

    @cached_property
    def calendar(self) -> Calendar:
        """When the documents are from that there are after the change."""
        return Calendar(self.ids, self.dates)

    @cached_property
    def _streams(self) -> dict[int, bytes]:
        """The token streams of all documents as they are kept, of those that go and come, too."""
        fresh = {
            number: records.tokens_bytes(side.stream.text) for number, side in self.fresh.items()
        }
        return self.store.part("stream") | fresh

    def streams(self, numbers: Iterable[int]) -> Streams:
        """Return the tokens of documents as they are kept."""
        with decoding(self.store.path):
            return Streams.of([self._streams[n] for n in numbers])

    def lay_out(self, numbers: Collection[int]) -> tuple[Numbering, list[Tokenized]]:
        """Return documents of the store in the order of their dates, their tokens only."""
        order = numbering(numbers, self.ranks)
        self._read_cores(numbers)
        return order, [self._known.get(number) or self._cores[number] for number in order.numbers]

    def lay_out_whole(self, numbers: Collection[int]) -> tuple[Numbering, list[Prepared]]:
        """Return documents of the store in the order of their dates, prepared."""
        missing = [number for number in numbers if number not in self._known]
        if missing:
            self._read_cores(missing)
            self._known.update(self.store.prepared(missing, self._cores))
        order = numbering(numbers, self.ranks)
        return order, [self._known[number] for number in order.numbers]

    def lay_out_left(
        self, left: Collection[int], right: Collection[int]
    ) -> tuple[Numbering, list[Text]]:
        """Return documents in the order of their dates as `linking.promising` asks for them.

        Args:
            left: Those that are the left ones of pairs.
            right: Others, of which only the tokens are told.
        """
        order = numbering({*left, *right}, self.ranks)
        codes = self.codes_of(order.numbers)
        self._read_bits(left)
        bits = dict.fromkeys(order.numbers, np.zeros(0, np.float32))
        bits |= {n: side.bits for n, side in self._known.items() if n in order.local}
        bits |= {n: self._bits[n] for n in left if n not in self._known}
        with decoding(self.store.path):
            if any(len(bits[n]) != len(codes[n]) for n in left):
                raise ValueError("its columns of tokens differ in length")
        return order, [unsummed(codes[n], bits[n]) for n in order.numbers]

    def _read_bits(self, numbers: Iterable[int]) -> None:
        missing = [n for n in numbers if n not in self._known and n not in self._bits]
        self._bits.update(self.store.bits(missing))

    def _read_cores(self, numbers: Collection[int]) -> None:
        missing = [n for n in numbers if n not in self._known and n not in self._cores]
        self._read_bits(missing)
        codes, borders = self.codes_of(missing), self.store.part("borders", missing)
        with decoding(self.store.path):
            self._cores.update(
                (n, records.core_of(self._streams[n], codes[n], self._bits[n], borders[n]))
                for n in missing
            )

    def codes_of(self, numbers: Collection[int]) -> dict[int, Tokens]:
        """Return the tokens of documents, by their numbers."""
        missing = [n for n in numbers if n not in self._codes]
        with decoding(self.store.path):
            streams = {n: self._streams[n] for n in missing}
        self._codes.update(self.store.decoded(streams))
        return {n: self._codes[n] for n in numbers}

    def lay_out_anew(self, numbers: Collection[int]) -> tuple[Numbering, Sequence[Tokenized]]:
        """Return documents as `lay_out` does, their words weighed by those of all there are now.

        Where hardly any of all came since they were weighed, they weigh what they did.
        """
        return self.lay_out_whole_anew(numbers) if self._is_changed else self.lay_out(numbers)

    @property
    def _is_changed(self) -> bool:
        """Whether words are to be weighed anew."""
        return self.store.drift > _HARDLY_ANY

    def lay_out_whole_anew(self, numbers: Collection[int]) -> tuple[Numbering, list[Prepared]]:
        """Return documents as `lay_out_whole` does, weighed as by `lay_out_anew`."""
        order, prepared = self.lay_out_whole(numbers)
        if not self._is_changed:
            return order, prepared
        old = [
            (number, side, cut_words(side.stream.folded, side.stream.inserted))
            for number, side in zip(order.numbers, prepared, strict=True)
            if number not in self._weighed
        ]
        if old:
            bits = self._bits_of({word for _, _, cut in old for word in cut.words})
            self._weighed |= {number: reweighed(side, cut, bits) for number, side, cut in old}
        return order, [self._weighed[number] for number in order.numbers]

    def _bits_of(self, words: Collection[str]) -> dict[str, float]:
        counts, total, n_words = self.store.word_counts(words)
        with decoding(self.store.path):
            if len(counts) < len(words):
                raise ValueError("a word of its documents is missing")
        return word_bits(counts, total=total, n_words=n_words)


def _ranks(entries: Iterable[Entry], fresh: dict[int, Prepared]) -> dict[int, int]:
    keys = [(*date_key(entry.date), entry.id, entry.number) for entry in entries]
    keys += [
        (*date_key(side.document.date), side.document.id, number) for number, side in fresh.items()
    ]
    return {key[-1]: rank for rank, key in enumerate(sorted(keys))}


def word_changes(
    added: Iterable[WordCut], removed: Iterable[WordCut]
) -> dict[str, tuple[int, int]]:
    """Return how much more often words occur, and in how many more documents."""
    times: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for cuts, sign in ((added, 1), (removed, -1)):
        for cut in cuts:
            for word, n in Counter(cut.words).items():
                times[word] += sign * n
                documents[word] += sign
    return {word: (n, documents[word]) for word, n in times.items()}
