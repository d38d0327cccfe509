"""What every engine can do."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import numpy.typing as npt

Columns = Mapping[str, npt.NDArray[np.generic]]


class Engine(Protocol):
    """Runs a plan's SQL over tables of columns. It knows nothing of texts."""

    def run(self, sql: str, tables: Mapping[str, Columns]) -> Columns:
        """Return the columns of the result of ``sql`` over the named tables."""
        ...
