"""Where the programs are that this one starts."""

import os
import shutil
from pathlib import Path


def find_program(*names: str) -> str | None:
    """Return the path of a program that stands in a folder of the ``PATH``.

    ``shutil.which`` on Windows also looks into the current folder, where a program that
    came with hostile documents may lie. A folder that is no whole path leads there, too.

    Args:
        names: What it may be called; an earlier folder counts above an earlier name.
    """
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in names:
            found = shutil.which(name, path=folder) if Path(folder).is_absolute() else None
            if found and Path(found).parent == Path(folder):
                return found
    return None
