"""The documents of a store: texts, tokens, words, n-grams."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from lineage.attestation import pair_code, token_pairs
from lineage.dates import date_key
from lineage.model import Document, RawSpan
from lineage.native.searching import Streams, decoded
from lineage.native.tables import Bits, Tokens
from lineage.prepare import Prepared
from lineage.seeding import Column
from lineage.store.records import (
    CORE,
    REST,
    Core,
    bits_of,
    contents_of,
    core_of,
    digest_of,
    document_facts,
    document_of,
    prepared_of,
    spans_of,
    text_bytes,
    text_of,
)
from lineage.store.schema import decoding
from lineage.store.sound import check_kinds
from lineage.store.tables import Tables, number_column, objects


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a document without reading it.

    Attributes:
        number: Its number in the store.
        id: Its id.
        date: Its date.
        digest: What tells whether it is another one than before.
        n_tokens: Length of its token stream.
        n_sentences: Number of its sentences.
    """

    number: int
    id: str
    date: str | None
    digest: bytes
    n_tokens: int
    n_sentences: int


class Texts(Tables):
    """What a store holds of the documents themselves."""

    def entries(self) -> list[Entry]:
        """Return what is known of all documents, in the order of their numbers."""
        rows = self._select(
            "SELECT number, id, date, digest, n_tokens, n_sentences FROM documents ORDER BY number"
        )
        with decoding(self.path):
            entries = [
                Entry(number, text_of(name), date, bytes(digest), int(n_tokens), int(n_sentences))
                for number, name, date, digest, n_tokens, n_sentences in rows
            ]
            for entry in entries:
                # What is no date has no place in their order.
                date_key(entry.date)
            for kind in ("number", "id"):
                if len({getattr(entry, kind) for entry in entries}) < len(entries):
                    raise ValueError(f"two documents have one {kind}")
            return entries

    def documents(self, numbers: Collection[int] | None = None) -> dict[int, Document]:
        """Return documents by their numbers; all without ``numbers``."""
        facts, contents = self._facts_of(numbers), self._contents(numbers, parts=["text"])
        with decoding(self.path):
            return {n: document_of(facts[n], contents[n]["text"]) for n in sorted(facts)}

    def inserted(self) -> dict[int, tuple[RawSpan, ...]]:
        """Return what resellers added to each document that has any of it."""
        kept = self.part("inserted")
        with decoding(self.path):
            spans = {number: spans_of(data) for number, data in kept.items()}
        return {number: each for number, each in spans.items() if each}

    def codes(self) -> dict[int, Tokens]:
        """Return the code points of the tokens of all documents, by their numbers."""
        return self.decoded(self.part("stream"))

    def decoded(self, streams: Mapping[int, bytes]) -> dict[int, Tokens]:
        """Return the code points of token streams, by the numbers of their documents."""
        bounds = self._bounds
        with decoding(self.path):
            codes = decoded(Streams.of([*streams.values()]))
            sizes = np.array([*map(len, codes)], np.int64)
            bounds.check_lengths(np.fromiter(streams, np.int64, len(streams)), sizes)
            return dict(zip(streams, codes, strict=True))

    def part(self, name: str, numbers: Collection[int] | None = None) -> dict[int, bytes]:
        """Return one part of the contents of documents, by their numbers; of all without these."""
        if numbers is not None and not numbers:
            return {}
        contents = self._contents(numbers, parts=[name])
        return {number: contents[number][name] for number in sorted(contents)}

    def prepared(
        self, numbers: Collection[int], cores: Mapping[int, Core] | None = None
    ) -> dict[int, Prepared]:
        """Return documents prepared for comparison, by their numbers.

        Args:
            numbers: Their numbers.
            cores: Their cores, if these have been read before.
        """
        known = self.cores(numbers) if cores is None else cores
        facts, contents = self._facts_of(numbers), self._contents(numbers, parts=REST)
        with decoding(self.path):
            return {n: prepared_of(facts[n], known[n], contents[n]) for n in numbers}

    def cores(self, numbers: Collection[int]) -> dict[int, Core]:
        """Return what passage pairs of documents are found by, by their numbers."""
        if not numbers:
            return {}
        contents = self._contents(numbers, parts=CORE)
        with decoding(self.path):
            streams, bits, borders = ([contents[n][part] for n in numbers] for part in CORE)
        codes = self.decoded(dict(zip(numbers, streams, strict=True)))
        with decoding(self.path):
            tokens = (codes[n] for n in numbers)
            cores = map(core_of, streams, tokens, map(bits_of, bits), borders)
            return dict(zip(numbers, cores, strict=True))

    def bits(self, numbers: Collection[int]) -> dict[int, Bits]:
        """Return the surprisal of the tokens of documents, by their numbers."""
        kept = self.part("bits", numbers)
        with decoding(self.path):
            return {number: bits_of(data) for number, data in kept.items()}

    def _facts_of(self, numbers: Collection[int] | None) -> dict[int, tuple[bytes, bytes]]:
        """Return the ids of documents, and what else is known of them, by their numbers."""
        chosen, tables = _choice(numbers)
        rows = self._select(f"SELECT number, id, facts FROM documents {chosen}", **tables)
        return {number: (name, facts) for number, name, facts in rows}

    def _contents(
        self, numbers: Collection[int] | None = None, *, parts: Collection[str]
    ) -> dict[int, dict[str, bytes]]:
        """Return contents of documents by their numbers and the names of the parts.

        Args:
            numbers: The documents; all without.
            parts: What is asked of each.

        Raises:
            StoreError: If one has not all of them; then the file is damaged.
        """
        chosen, tables = _choice(numbers)
        every = f"SELECT number, part, data FROM contents {chosen}"
        # Only of what is equal to one value, the database reads no more than it gives.
        asked = [f"{every} WHERE part = '{part}'" for part in parts]
        rows = self._select(" UNION ALL ".join(asked), **tables)
        if numbers is None:
            numbers = self._numbers("SELECT number FROM documents")
        found: dict[int, dict[str, bytes]] = {number: {} for number in numbers}
        with decoding(self.path):
            for number, name, data in rows:
                found[number][name] = data
            if any(len(each) < len(parts) for each in found.values()):
                raise ValueError("a part of a document is missing")
            check_kinds(bytes, *(data for _, _, data in rows))
        return found

    def put_documents(self, prepared: Mapping[int, Prepared]) -> None:
        """Keep documents.

        Args:
            prepared: The documents by the numbers that they are to have.
        """
        if not prepared:
            return
        sides = prepared.values()
        numbers = np.fromiter(prepared, np.int32, len(prepared))
        n_tokens = np.array([len(side.codes) for side in sides], np.int32)
        self._known = self._bounds.with_documents(numbers, n_tokens)
        self._execute(
            "INSERT INTO documents SELECT number, id, date, digest, n_tokens, n_sentences, facts"
            " FROM given",
            given={
                "number": numbers,
                "id": objects(text_bytes(side.document.id) for side in sides),
                "date": objects(side.document.date for side in sides),
                "digest": objects(digest_of(side.document) for side in sides),
                "n_tokens": n_tokens,
                "n_sentences": np.array([len(side.sentences) for side in sides], np.int32),
                "facts": objects(document_facts(side.document) for side in sides),
            },
        )
        # What passage pairs are found by is read of many documents, the rest of few: each part of
        # the one stands together, all parts of a document of the other.
        contents = dict(zip(numbers.tolist(), map(contents_of, sides), strict=True))
        rows = [(n, part) for part in CORE for n in contents]
        rows += [(n, part) for n in contents for part in REST]
        self._execute(
            "INSERT INTO contents SELECT number, part, data FROM given",
            given={
                "number": np.array([number for number, _ in rows], np.int32),
                "part": objects(part for _, part in rows),
                "data": objects(contents[number][part] for number, part in rows),
            },
        )
        pairs = [token_pairs(side).view(np.int64) for side in sides]
        self._execute(
            "INSERT INTO pairs SELECT code, doc FROM given",
            given={
                "code": np.concatenate(pairs),
                "doc": np.repeat(numbers, [len(each) for each in pairs]),
            },
        )

    def drop_documents(self, numbers: Collection[int]) -> None:
        """Forget documents and the passages they share; their families are another matter."""
        if not numbers:
            return
        # How long they were is asked for afterwards, too.
        self._known = self._bounds
        listed = ", ".join(str(int(number)) for number in sorted(numbers))
        for table, column in (
            ("documents", "number"),
            ("contents", "number"),
            ("pairs", "doc"),
        ):
            self._execute(f"DELETE FROM {table} WHERE {column} IN ({listed})")
        for table in ("seeds", "links"):
            self._execute(f"DELETE FROM {table} WHERE a IN ({listed}) OR b IN ({listed})")

    def word_counts(self, words: Collection[str] | None = None) -> tuple[dict[str, int], int, int]:
        """Return how often words occur beyond their first time in each document.

        Args:
            words: The words; ``None`` for all.

        Returns:
            The counts of those that occur, the sum for all words, and the number of words.
        """
        every = "SELECT word, n - n_documents FROM words"
        rows = (
            self._select(every)
            if words is None
            else self._select(
                f"{every} SEMI JOIN wanted USING (word)",
                wanted={"word": objects(map(text_bytes, words))},
            )
        )
        ((total, n_words),) = self._select(
            "SELECT coalesce(sum(n - n_documents), 0), count(*) FROM words"
        )
        with decoding(self.path):
            counts = {text_of(word): int(n) for word, n in rows}
            if "" in counts or not 0 <= min(counts.values(), default=0) <= total:
                raise ValueError("a word occurs less than once")
            return counts, int(total), n_words

    def add_words(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Change how often words occur, and in how many documents, by what is given."""
        if not counts:
            return
        self._execute(
            "CREATE OR REPLACE TEMP TABLE changed AS SELECT * FROM given",
            given={
                "word": objects(map(text_bytes, counts)),
                "n": np.array([n for n, _ in counts.values()], np.int64),
                "n_documents": np.array([n for _, n in counts.values()], np.int64),
            },
        )
        self._execute(
            "UPDATE words SET n = words.n + c.n, n_documents = words.n_documents + c.n_documents"
            " FROM changed c WHERE words.word = c.word"
        )
        self._execute(
            "INSERT INTO words SELECT word, n, n_documents FROM changed ANTI JOIN words"
            " USING (word)"
        )
        self._execute("DELETE FROM words WHERE n_documents <= 0")
        self._execute("DROP TABLE changed")

    def documents_with(self, pair: str) -> list[int]:
        """Return the numbers of the documents that have two tokens in a row."""
        return self._numbers(f"SELECT doc FROM pairs WHERE code = {pair_code(pair):d}")


def _choice(numbers: Collection[int] | None) -> tuple[str, dict[str, dict[str, Column]]]:
    """Return what of a statement chooses documents, and the table it names; all without."""
    if numbers is None:
        return "", {}
    return "SEMI JOIN wanted USING (number)", {"wanted": number_column(numbers)}
