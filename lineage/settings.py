"""Every choice a user can make, as one frozen value that is checked when made.

The defaults are meant for all kinds of input at once: they are measured on all the
development sets together, never on one of them.
"""

from dataclasses import dataclass, fields

from lineage.errors import SettingsError

ENGINES = ("duckdb", "spark")
MOST_BITS = 1_000_000
MOST_THREADS = 1024
"""Far above what any machine has; a slip of the finger must not start a million."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides whether wording counts as shared.

    Attributes:
        min_length: Characters that a shared passage must have at least, counted
            without punctuation and blanks.
        min_bits: Surprisal, in bits, that a shared passage must have beyond what chance
            explains. Chance alone can explain as many bits as it takes to name a pair of
            places in the texts: a passage with ``b`` bits more would turn up by chance
            once in ``2**b`` such corpora, if words came independently. At most a million.
        resemblance: Likeness (0..1) to a family's wording below which nothing may
            join the family.
        engine: Which engine runs the bulk stages, ``duckdb`` or ``spark``.
        threads: Threads the engine may use, at most 1024; 0 means as many as the machine
            has.
        use_dates: Whether dates may give a direction. Without them shared wording
            is still found, but nothing says who had it first.
    """

    min_length: int = 6
    min_bits: float = 6.0
    resemblance: float = 0.5
    engine: str = "duckdb"
    threads: int = 0
    use_dates: bool = True

    def __post_init__(self) -> None:
        if self.min_length < 2:
            raise SettingsError("min_length", self.min_length, "2 characters or more")
        if not 0 <= self.min_bits <= MOST_BITS:
            raise SettingsError("min_bits", self.min_bits, f"a number of bits, 0 to {MOST_BITS}")
        if not 0 < self.resemblance <= 1:
            raise SettingsError("resemblance", self.resemblance, "above 0 and at most 1")
        if self.engine not in ENGINES:
            raise SettingsError("engine", self.engine, "one of " + ", ".join(ENGINES))
        if not 0 <= self.threads <= MOST_THREADS:
            raise SettingsError("threads", self.threads, f"0 (all) to {MOST_THREADS}")

    def to_dict(self) -> dict[str, object]:
        """Return the settings that shape a result, by name, for provenance."""
        shown = {field.name: getattr(self, field.name) for field in fields(self)}
        # How many threads worked on it changes nothing in the result.
        del shown["threads"]
        return shown
