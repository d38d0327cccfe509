"""The embedded engine: DuckDB in this process, on all cores, spilling to disk.

DuckDB keeps a database in memory and, beyond its limit, in a folder of its own; without
one named it would leave that in the folder one works in. Each run gets a new folder,
which is gone when the run ends, however it ends.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lineage import scratch
from lineage.engines.base import Part, Result
from lineage.errors import EngineError
from lineage.seeding import Columns

_SHARE = 0.5
"""Share of the memory that is DuckDB's; texts and arrays are held beside it."""


class DuckDBEngine:
    """Runs plans on DuckDB; a new in-memory database for each.

    Args:
        threads: Threads it may use; 0 means all.
        memory_mb: Memory of the whole run in megabytes; 0 means what DuckDB takes by itself,
            four fifths of the machine's.
        temp: The folder in which it may make a temporary folder; ``None`` for the system's.
    """

    def __init__(self, *, threads: int = 0, memory_mb: int = 0, temp: str | None = None) -> None:
        self._temp = temp
        self._config: dict[str, Any] = {}
        if threads:
            self._config["threads"] = threads
        if memory_mb:
            self._config["memory_limit"] = f"{max(1, int(memory_mb * _SHARE))}MiB"

    def run(self, sql: str, tables: Mapping[str, Columns]) -> Columns:
        """Return the columns of the result of ``sql`` over the named tables.

        Raises:
            EngineError: If memory or the temporary folder does not suffice, or DuckDB fails
                otherwise.
            KeyboardInterrupt: If the user stops it.
        """
        import duckdb

        with scratch.folder_in(self._temp) as folder:
            try:
                with duckdb.connect(
                    config={**self._config, "temp_directory": folder}
                ) as connection:
                    for name, columns in tables.items():
                        connection.register(name, dict(columns))
                    return dict(connection.execute(sql).fetchnumpy())
            except duckdb.OutOfMemoryException as error:
                raise EngineError(
                    "duckdb needs more memory than it may take; allow more with --memory, or use"
                    " fewer --threads"
                ) from error
            except duckdb.IOException as error:
                raise EngineError(
                    f"duckdb cannot write what does not fit into memory to {folder}; name another "
                    "folder with --temp"
                ) from error
            except duckdb.Error as error:
                reason = " ".join(str(error).split())
                raise EngineError(f"engine duckdb: it failed: {reason}") from error
            except RuntimeError as error:
                # DuckDB takes the signal for itself, and says so in this way.
                if "interrupted" in str(error).lower():
                    raise KeyboardInterrupt from error
                raise

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> list[Result]:
        """Return what a function makes of each part, one after the other."""
        return [function(part) for part in parts]
