"""The engines that run the bulk stages; `engine` chooses one by its name."""

from lineage.engines.base import Engine
from lineage.errors import EngineUnavailableError


def engine(name: str, *, threads: int = 0, memory_mb: int = 0, temp: str | None = None) -> Engine:
    """Return the engine of that name, imported on request.

    Args:
        name: ``duckdb``.
        threads: Threads it may use; 0 means all.
        memory_mb: Memory that the run may take, in megabytes; 0 for no limit of its own.
        temp: The folder for what does not fit into memory; ``None`` for the system's.

    Raises:
        EngineUnavailableError: If this version has no such engine.
    """
    if name == "duckdb":
        from lineage.engines.duckdb import DuckDBEngine

        return DuckDBEngine(threads=threads, memory_mb=memory_mb, temp=temp)
    raise EngineUnavailableError(
        f"engine {name}: not part of this version yet; use --engine duckdb"
    )
