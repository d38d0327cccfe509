"""``python -m lineage`` is the command ``lineage``."""

from lineage.cli import main

if __name__ == "__main__":
    main(prog_name="lineage")
