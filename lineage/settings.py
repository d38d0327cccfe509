"""Every choice a user can make, as one frozen value that is checked when made.

The defaults are meant for all kinds of input at once: they are measured on all the
development sets together, never on one of them.
"""

from dataclasses import dataclass, fields
from numbers import Integral, Real
from types import UnionType

from lineage.errors import SettingsError, check_choice

ENGINES = ("duckdb", "spark")
EDITIONS = ("keep", "merge")
MOST_LENGTH = 1_000_000_000
MOST_BITS = 1_000_000
MOST_THREADS = 1024
"""Far above what any machine has; a slip of the finger must not start a million."""

LEAST_MEMORY_MB = 256
"""Below this, not even the dictionaries and the texts of a small collection fit."""

MOST_MEMORY_MB = 1 << 30
_OF_THE_MACHINE = ("threads", "memory_mb", "temp", "master")
_KINDS: dict[str, tuple[type | UnionType, str]] = {
    "min_length": (Integral, "a whole number"),
    "min_bits": (Real, "a number"),
    "resemblance": (Real, "a number"),
    "master": (str, "local[*] or the address of a cluster"),
    "threads": (Integral, "a whole number"),
    "memory_mb": (Integral, "a whole number"),
    "temp": (str | None, "the name of a folder, or None"),
    "use_dates": (bool, "True or False"),
}
"""What a setting must be that is not one of a few words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides whether wording counts as shared.

    Attributes:
        min_length: Characters that a shared passage must have at least, counted
            without punctuation and blanks; 2 to a thousand million.
        min_bits: Surprisal, in bits, that a shared passage must have beyond what chance
            explains. Chance alone can explain as many bits as it takes to name a pair of
            places in the texts: a passage with ``b`` bits more would turn up by chance
            once in ``2**b`` such corpora, if words came independently. At most a million.
        resemblance: Likeness (0..1) to a family's wording below which nothing may
            join the family.
        engine: Which engine runs the bulk stages, ``duckdb`` or ``spark``.
        threads: Threads the engine may use, at most 1024; 0 means as many as the machine
            has.
        memory_mb: Memory that the run may take, in megabytes; 0 means what there is. What
            does not fit is written to a temporary folder.
        temp: The folder in which temporary folders are made; ``None`` for the system's.
        master: Where Spark runs: this machine (``local[*]``) or the address of a cluster.
        use_dates: Whether dates may give a direction. Without them shared wording
            is still found, but nothing says who had it first.
        editions: What becomes of documents that are one text, nearly word for word:
            ``keep`` takes them for documents like any others, ``merge`` counts the text
            once, in the earliest dated document. The one shows that a speech was taken
            over whole, the other keeps one that was printed again from passing for reuse.
    """

    min_length: int = 6
    min_bits: float = 6.0
    resemblance: float = 0.5
    engine: str = "duckdb"
    threads: int = 0
    memory_mb: int = 0
    temp: str | None = None
    master: str = "local[*]"
    use_dates: bool = True
    editions: str = "keep"

    def __post_init__(self) -> None:
        for name, (kind, allowed) in _KINDS.items():
            value = getattr(self, name)
            # In Python, True is a number.
            if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
                raise SettingsError(name, value, allowed)
        if not 2 <= self.min_length <= MOST_LENGTH:
            raise SettingsError("min_length", self.min_length, f"2 to {MOST_LENGTH} characters")
        if not 0 <= self.min_bits <= MOST_BITS:
            raise SettingsError("min_bits", self.min_bits, f"a number of bits, 0 to {MOST_BITS}")
        if not 0 < self.resemblance <= 1:
            raise SettingsError("resemblance", self.resemblance, "above 0 and at most 1")
        check_choice("engine", self.engine, ENGINES)
        check_choice("editions", self.editions, EDITIONS)
        if not self.master.strip():
            raise SettingsError("master", self.master, "local[*] or the address of a cluster")
        if not 0 <= self.threads <= MOST_THREADS:
            raise SettingsError("threads", self.threads, f"0 (all) to {MOST_THREADS}")
        if self.memory_mb and not LEAST_MEMORY_MB <= self.memory_mb <= MOST_MEMORY_MB:
            raise SettingsError(
                "memory_mb",
                self.memory_mb,
                f"0 (all) or a number of megabytes, {LEAST_MEMORY_MB} to {MOST_MEMORY_MB}",
            )
        if self.temp == "":
            raise SettingsError("temp", self.temp, _KINDS["temp"][1])
        self._take_numbers_as_such()

    def _take_numbers_as_such(self) -> None:
        """Put Python's own numbers in the place of others, such as those of an array.

        They are written as they are into what is kept and shown, and others are none to JSON.
        """
        for name, (kind, _) in _KINDS.items():
            value = getattr(self, name)
            if kind in (Integral, Real) and type(value) not in (int, float):
                own = int(value) if isinstance(value, Integral) else float(value)
                object.__setattr__(self, name, own)

    @property
    def machine(self) -> "Machine":
        """What the run may take of the machine."""
        return Machine(self.threads, self.memory_mb, self.temp)

    def to_dict(self) -> dict[str, object]:
        """Return the settings that shape a result, by name, for provenance."""
        shown = {field.name: getattr(self, field.name) for field in fields(self)}
        # How many threads worked on it, and where, changes nothing in the result.
        for name in _OF_THE_MACHINE:
            del shown[name]
        return shown


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run may take of the machine, where its rules are given otherwise.

    Attributes:
        threads: Threads and processes it may use; 0 means as many as the machine has.
        memory_mb: Memory that it may take, in megabytes; 0 means what there is.
        temp: The folder in which temporary folders are made; ``None`` for the system's.
    """

    threads: int = 0
    memory_mb: int = 0
    temp: str | None = None


WHOLE = Machine()
"""All of the machine."""

_MEGABYTE = 1 << 20
_MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for; what asks for more is named and left out.

    The defaults are far above any speech or book; they are there for files that are
    broken or made to do harm. A document that meets one is a failure whose reason names it.

    Attributes:
        file_mb: Size of a file, in megabytes.
        characters: Length of a document's text. Comparing takes some 300 bytes of memory
            for each.
        documents: Documents in one file, such as the lines of a ``.jsonl``.
        unpacked_mb: Size of what is packed in a file such as a ``.docx``, in megabytes.
        unpacked_ratio: How many times its packed size a part of such a file may have, when
            it unpacks to more than ten megabytes.
        depth: How deep the elements of a file may be nested in each other.
        pages: Pages of a ``.pdf``.
        memory_mb: Memory of the process that reads files other than plain text, in
            megabytes, where the system can hold a process to it.
        seconds: Time that reading one document may take.
    """

    file_mb: int = 512
    characters: int = 20_000_000
    documents: int = 1_000_000
    unpacked_mb: int = 512
    unpacked_ratio: int = 200
    depth: int = 2_000
    pages: int = 20_000
    memory_mb: int = 4_096
    seconds: int = 120

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int) or not 1 <= value <= _MOST:
                raise SettingsError(field.name, value, f"a whole number, 1 to {_MOST}")

    @property
    def file_bytes(self) -> int:
        """Size of a file, in bytes."""
        return self.file_mb * _MEGABYTE

    @property
    def unpacked_bytes(self) -> int:
        """Size of what is packed in a file, in bytes."""
        return self.unpacked_mb * _MEGABYTE

    @property
    def memory_bytes(self) -> int:
        """Memory of the reading process, in bytes."""
        return self.memory_mb * _MEGABYTE

    def to_dict(self) -> dict[str, int]:
        """Return the limits by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}
