"""The embedded engine: DuckDB in this process, on all cores, spilling to disk."""

from collections.abc import Mapping

from lineage.engines.base import Columns


class DuckDBEngine:
    """Runs plans on DuckDB; a new in-memory database for each."""

    def __init__(self, *, threads: int = 0) -> None:
        self._threads = threads

    def run(self, sql: str, tables: Mapping[str, Columns]) -> Columns:
        """Return the columns of the result of ``sql`` over the named tables."""
        import duckdb

        with duckdb.connect() as connection:
            if self._threads:
                connection.execute(f"SET threads = {self._threads:d}")
            for name, columns in tables.items():
                connection.register(name, dict(columns))
            return dict(connection.execute(sql).fetchnumpy())
