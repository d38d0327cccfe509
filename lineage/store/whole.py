"""A store as a whole: its tables, what is true of all of them, and what is kept at once."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from lineage.settings import Settings
from lineage.store.grouped import Grouped
from lineage.store.pairs import Pairs
from lineage.store.schema import RULES, decoding, log_of, told
from lineage.store.sound import check_size
from lineage.store.texts import Texts
from lineage.version import __version__

_SETTINGS = ("min_length", "min_bits", "resemblance", "use_dates")
"""What decides which families there are; the rest of the settings changes nothing."""


class Store(Texts, Pairs, Grouped):
    """An open store.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, connection: Any, facts: Mapping[str, Any]) -> None:
        super().__init__(path, connection)
        self._facts = dict(facts)

    @property
    def settings(self) -> Settings:
        """The settings that its families were made with."""
        with decoding(self.path):
            given = self._facts["settings"]
            return Settings(**{name: given[name] for name in _SETTINGS})

    @property
    def seed_length(self) -> int:
        """Tokens of the n-grams that are kept; 0 when none are."""
        return self._count("k")

    @property
    def drift(self) -> float:
        """How much came or went since all was computed from the start, as a share of all."""
        ((n_tokens,),) = self._select("SELECT coalesce(sum(n_tokens), 0) FROM documents")
        return float(self._count("changed") / max(n_tokens, 1))

    def add_drift(self, n_tokens: int) -> None:
        """Count tokens that came or went."""
        self.set_fact("changed", self._count("changed") + n_tokens)

    @property
    def generation(self) -> int:
        """How many changes of its documents it has seen; 0 where nobody has counted them yet."""
        return self._count("generation")

    def _count(self, name: str) -> int:
        """Return a number that is kept as a fact; 0 if it is not."""
        with decoding(self.path):
            return check_size(self._facts.get(name, 0))

    def count_change(self) -> None:
        """Count a change of the documents, so that who read them before can tell."""
        self.set_fact("generation", self.generation + 1)

    def set_fact(self, name: str, value: object) -> None:
        """Keep what is true of the store as a whole."""
        self._facts[name] = value
        self._connection.execute("DELETE FROM facts WHERE name = ?", [name])
        self._connection.execute("INSERT INTO facts VALUES (?, ?)", [name, json.dumps(value)])

    def use_one_thread(self) -> None:
        """Let the database work in one thread: where little is asked, others cost more."""
        with told(self.path):
            self._connection.execute("SET threads = 1")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written in the block, or nothing."""
        log = log_of(self.path)
        with told(self.path):
            had_log = log.exists()
            self._connection.execute("BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                if not had_log:
                    # On a full disk it stays, though it says nothing; the next one clears it away.
                    with suppress(OSError):
                        log.unlink(missing_ok=True)
                raise

    def _roll_back(self) -> None:
        import duckdb

        try:
            self._connection.execute("ROLLBACK")
        except duckdb.Error:
            # What failed was the commit, or the disk: there is nothing left to undo.
            return

    def clear(self) -> None:
        """Forget everything but the settings; what comes is made by the rules of today."""
        self.set_fact("rules", RULES)
        self.set_fact("version", __version__)
        for table in (
            *("documents", "contents", "words", "pairs", "seeds", "links"),
            *("families", "descriptions", "places", "claims"),
        ):
            self._connection.execute(f"DELETE FROM {table}")
        self._standing = self._known = None
