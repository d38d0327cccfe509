"""The engines that run the bulk stages; `engine` chooses one by its name."""

from lineage.engines.base import Engine
from lineage.errors import EngineUnavailableError


def engine(name: str, *, threads: int = 0) -> Engine:
    """Return the engine of that name, imported on request.

    Args:
        name: ``duckdb``.
        threads: Threads it may use; 0 means all.

    Raises:
        EngineUnavailableError: If this version has no such engine.
    """
    if name == "duckdb":
        from lineage.engines.duckdb import DuckDBEngine

        return DuckDBEngine(threads=threads)
    raise EngineUnavailableError(
        f"engine {name}: not part of this version yet; use --engine duckdb"
    )
