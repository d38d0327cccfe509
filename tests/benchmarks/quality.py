"""Scores of detection and families on development sets; prints one line a set.

usage: python tests/benchmarks/quality.py SETS [--corpora FOLDER] [--only NAME] [--hay FOLDER]
       [--step N]

SETS is a folder with any of the sets ``pairs-dev`` and ``pan13-dev`` (``susp/``, ``src/``,
``pairs.txt``, ``gold.json``) and ``lineage-dev`` (``docs/``, ``gold.json``), and the scorers
``plagdet.py`` and ``score_families.py`` beside them. ``--corpora`` is a folder with any of
these corpora: ``law_versions`` and ``shiji_hanshu`` (sentences aligned), ``gov_reports`` and
``speeches_2020`` (dates read from the texts alone, directions told without dates),
``city_reports_2024`` (where passages end, how alike a family's occurrences are). With
``--only haystack`` the families of ``lineage-dev`` are looked for among all documents of the
folder ``--hay``, which takes long and is not done otherwise.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from date_figures import report_dates
from direction_figures import report_dated, report_directions
from ends import report_ends
from laws import report_laws
from lives import report_lives

import lineage

Case = dict[str, Any]


def compare_pairs(folder: Path, step: int) -> tuple[list[Case], list[Case], set[str]]:
    """Return the detections, the gold cases and the pairs that were compared."""
    names = [line.split() for line in (folder / "pairs.txt").read_text().splitlines() if line]
    names = names[::step]
    compared = {f"{left} {right}" for left, right in names}
    gold = [
        case
        for case in json.loads((folder / "gold.json").read_text("utf-8"))
        if case["pair"] in compared
    ]
    found: list[Case] = []
    for left, right in names:
        comparison = lineage.compare(
            folder / "susp" / f"{left}.txt", folder / "src" / f"{right}.txt"
        )
        found.extend(
            {
                "pair": f"{left} {right}",
                "a": [passage.left.start, passage.left.end],
                "b": [passage.right.start, passage.right.end],
            }
            for passage in comparison.passages
        )
    return found, gold, compared


def score(scorer: Path, gold: object, found: object, *options: str) -> str:
    """Return what a scorer prints."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "gold.json", Path(folder) / "found.json"]
        for path, value in zip(paths, (gold, found), strict=True):
            path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, str(scorer), *map(str, paths), *options]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def report_pairs(sets: Path, name: str, step: int) -> None:
    begun = time.perf_counter()
    found, gold, compared = compare_pairs(sets / name, step)
    took = time.perf_counter() - begun
    with_gold = {case["pair"] for case in gold}
    false = sum(case["pair"] not in with_gold for case in found)
    print(f"## {name}: {len(compared)} pairs in {took:.1f} s")
    print(score(sets / "plagdet.py", gold, found, "--by-obfuscation"), end="")
    print(f"pairs that share nothing: {len(compared - with_gold)}, passages found there: {false}")


def report_families(sets: Path, hay: Path | None = None) -> None:
    """Print the scores of the families, perhaps among the documents of a haystack."""
    folder = sets / "lineage-dev"
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    begun = time.perf_counter()
    analysis = lineage.analyze(lineage.read(folder / "docs", *([hay] if hay else [])))
    took = time.perf_counter() - begun
    names = {path.name for path in (folder / "docs").iterdir()}
    found = analysis.to_dict()
    for family in found["families"]:
        family["occurrences"] = [o for o in family["occurrences"] if o["document"] in names]
    print(f"## lineage-dev: among {len(analysis.corpus.documents)} documents in {took:.1f} s")
    print(score(sets / "score_families.py", gold, found), end="")


def report_corpora(corpora: Path, only: str | None) -> None:
    for name, report in (
        ("law_versions", report_laws),
        ("shiji_hanshu", report_lives),
        ("city_reports_2024", report_ends),
    ):
        if only in (None, name) and (corpora / name).is_dir():
            report(corpora / name)
    if only in (None, "dates"):
        report_dates(corpora)
    for name in ("gov_reports", "speeches_2020"):
        if only in (None, "undated") and (corpora / name).is_dir():
            report_dated(corpora / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", type=Path)
    parser.add_argument("--corpora", type=Path, help="the folder of the corpora")
    parser.add_argument("--only", help="run this set or corpus alone")
    parser.add_argument("--step", type=int, default=1, help="take every N-th pair")
    parser.add_argument("--hay", type=Path, help="a folder of documents to hide lineage-dev in")
    arguments = parser.parse_args()
    for name in ("pairs-dev", "pan13-dev"):
        if arguments.only in (None, name) and (arguments.sets / name).is_dir():
            report_pairs(arguments.sets, name, arguments.step)
    if arguments.only in (None, "lineage-dev") and (arguments.sets / "lineage-dev").is_dir():
        report_families(arguments.sets)
        print("## lineage-dev without dates: directions that the text alone shows")
        report_directions(arguments.sets / "lineage-dev")
    if arguments.only == "haystack":
        if arguments.hay is None:
            parser.error("haystack: name the documents to hide the set in with --hay FOLDER")
        report_families(arguments.sets, hay=arguments.hay)
    if arguments.corpora:
        report_corpora(arguments.corpora, arguments.only)


if __name__ == "__main__":
    main()
