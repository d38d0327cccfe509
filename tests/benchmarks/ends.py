"""Where passages end, and how like their family's wording they are, in a folder of documents.

usage: python tests/benchmarks/ends.py FOLDER...

Prints, for the passages of all families, how many of their ends fall on the border of a
word and of a clause, and how many occurrences are less like the wording than 0.6.
"""

import argparse
from pathlib import Path

import lineage
from lineage.model import RawSpan
from lineage.prepare import Prepared, prepare
from lineage.segment import Border

LEAST_LIKE = 0.6


def borders_of(side: Prepared, span: RawSpan) -> tuple[int, int]:
    """Return the strength of the borders at both ends of a span."""
    tokens = side.stream.norm_span(span)
    return int(side.borders[tokens.start]), int(side.borders[tokens.end])


def report_ends(folder: Path) -> None:
    documents = lineage.read(folder)
    prepared = {side.document.id: side for side in prepare(documents)}
    families = lineage.analyze(documents).families()
    ends = [
        border
        for family in families
        for occurrence in family.occurrences
        for border in borders_of(prepared[occurrence.document], occurrence.span)
    ]
    unlike = [
        occurrence.similarity
        for family in families
        for occurrence in family.occurrences
        if occurrence.similarity < LEAST_LIKE
    ]
    n = len(ends) or 1
    print(f"## {folder.name}: {len(families)} families, {len(ends) // 2} occurrences")
    print(f"ends on a word's border: {sum(end >= Border.WORD for end in ends) / n:.3f}")
    print(f"ends on a clause's border: {sum(end >= Border.CLAUSE for end in ends) / n:.3f}")
    print(f"occurrences less like the wording than {LEAST_LIKE}: {len(unlike)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    for folder in parser.parse_args().folders:
        report_ends(folder)


if __name__ == "__main__":
    main()
