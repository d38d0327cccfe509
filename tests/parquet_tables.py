"""Tables in Parquet, as others hand them to a job on Spark."""

from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet as parquet


def table(path: Path, held: list[dict[str, Any]]) -> None:
    """Write rows as a table, in a folder that need not be there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(pyarrow.Table.from_pylist(held), path)
