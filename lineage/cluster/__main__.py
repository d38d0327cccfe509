"""``python -m lineage.cluster IN OUT``, and the script for ``spark-submit``."""

import sys

from lineage.cluster.job import main

if __name__ == "__main__":
    sys.exit(main())
