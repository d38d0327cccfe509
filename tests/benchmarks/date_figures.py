"""How many dates are read right from the texts alone, the names of the files hidden.

The names of these corpora hold a date each. In ``speeches_2020`` it is the day of the
newspaper; where the text tells its own day as well (in brackets under the title, at its
end), the two differ, and the text's own is what is to be read: ``own_dates.csv`` has these,
as a person read them, by the digest of the text.
"""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import lineage
from lineage.dates import date_from_filename, date_from_text
from lineage.normalize import find_insertions

CORPORA = ("gov_reports", "speeches_2020", "law_versions")
COLUMNS = ("as named", "own date", "wrong", "unknown")


def own_dates() -> dict[str, str]:
    """Return the dates that texts tell of themselves, by the beginning of their digests."""
    with (Path(__file__).parent / "own_dates.csv").open(encoding="utf-8", newline="") as rows:
        return {row["sha256"]: row["date"] for row in csv.DictReader(rows)}


def count_dates(folder: Path, own: dict[str, str]) -> Counter[str]:
    """Return how many documents of a corpus come out how."""
    counts: Counter[str] = Counter()
    for document in lineage.read(folder, use_dates=False):
        named = date_from_filename(document.id)
        if named is None:
            raise ValueError(f"{document.id}: its name tells no date to compare with")
        found = date_from_text(document.text, find_insertions(document.text))
        digest = hashlib.sha256(document.text.encode("utf-8")).hexdigest()[:16]
        if found is None:
            counts["unknown"] += 1
        elif own.get(digest) == found.date:
            counts["own date"] += 1
        elif named.date.startswith(found.date) or found.date.startswith(named.date):
            counts["as named"] += 1
        else:
            counts["wrong"] += 1
    return counts


def report_dates(corpora: Path) -> None:
    """Print the counts of each corpus in the folder, and of all."""
    own, total = own_dates(), Counter[str]()
    for name in CORPORA:
        if (corpora / name).is_dir():
            counts = count_dates(corpora / name, own)
            total += counts
            _print(name, counts)
    _print("dates from the text alone", total)


def _print(name: str, counts: Counter[str]) -> None:
    figures = ", ".join(f"{column} {counts[column]}" for column in COLUMNS)
    print(f"## {name}: {counts.total()} documents: {figures}")
