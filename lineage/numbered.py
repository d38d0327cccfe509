"""Files that are numbered, not dated: what their names begin with is their place in a row."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from lineage.notation import fold

_LEADING = re.compile(r"[ _.(-]*(?P<number>[0-9]+)(?![0-9年])")
_LIKE_YEARS = re.compile(r"(?:1[89]|20)[0-9]{2}")
_LIKE_DAYS = re.compile(r"(?:1[89]|20)[0-9]{4}(?:[0-9]{2})?")
_LONGEST_NUMBER = 40
"""Characters of a name in which the number that it begins with is looked for."""


def are_numbered(names: Iterable[str]) -> bool:
    """Say whether names that belong together begin with their place in a row, not with a year.

    Of files numbered from 1 to 3000, three hundred look as if they were named by years: then
    more numbers are none.

    Example:
        >>> are_numbered(["1799.txt", "1800.txt", "2100.txt"])
        True
        >>> are_numbered(["1954.txt", "2024.txt", "2025_附件.txt", "7.txt"])
        False
    """
    found = (_LEADING.match(fold(name[:_LONGEST_NUMBER])) for name in names)
    numbers = [match["number"] for match in found if match]
    n_years = sum(_LIKE_YEARS.fullmatch(number) is not None for number in numbers)
    n_days = sum(_LIKE_DAYS.fullmatch(number) is not None for number in numbers)
    return 0 < n_years < len(numbers) - n_years - n_days


_Folder = TypeVar("_Folder")


def numbered_folders(names: Iterable[tuple[_Folder, str]]) -> set[_Folder]:
    """Return the folders whose files are numbered, from the folder and the name of each file."""
    together: defaultdict[_Folder, list[str]] = defaultdict(list)
    for folder, name in names:
        together[folder].append(name)
    return {folder for folder, there in together.items() if are_numbered(there)}
