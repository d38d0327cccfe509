"""What the Python processes of an executor are forked from: it has loaded what they need.

Spark asks for it by ``spark.python.daemon.module``. Without it each process loads numpy,
pandas, pyarrow and the rules for itself, seconds each time, and Spark ends idle processes
after a minute.
"""

import pandas  # noqa: F401 (loaded before the processes part)
import pyarrow  # noqa: F401
from pyspark.daemon import manager

from lineage.cluster import settling, steps  # noqa: F401

if __name__ == "__main__":
    manager()  # type: ignore[no-untyped-call]
