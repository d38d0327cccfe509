"""What adding one document to a store costs, beside computing all from the start.

    python tests/benchmarks/growing.py FOLDER [--step N] [--add N] [--compare]

takes every N-th document below the folder, makes a store of all but the last few (in an
order made by chance), and adds these one by one. Processor time counts, so that other work
on the machine does not; the shares are of one run. `--compare` holds the families of the
store against those of a run from the start, and beside them those of the documents that the
store was made of.
"""

import argparse
import resource
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from growing_corpus import lost_passages, pair_f1

from lineage import keeping
from lineage.pipeline import analyze, read


def _used() -> float:
    """Return the processor time of this process and of those that worked for it."""
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main() -> None:
    """Print a line for each document that is added."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--step", type=int, default=1, help="take every N-th document")
    parser.add_argument("--add", type=int, default=15, help="documents to add one by one")
    parser.add_argument("--compare", action="store_true", help="with a run from the start")
    arguments = parser.parse_args()
    documents = list(read(arguments.folder).documents)[:: arguments.step]
    Random(5).shuffle(documents)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder, "growing.store")
        begun = _used()
        keeping.add(documents[: -arguments.add], store)
        whole = _used() - begun
        size = store.stat().st_size / 1e6
        print(f"{len(documents) - arguments.add} documents: {whole:.1f} s, {size:.0f} MB")
        before = keeping.load(store).families() if arguments.compare else ()
        shares = []
        for document in documents[-arguments.add :]:
            begun = _used()
            keeping.add([document], store)
            took = _used() - begun
            shares.append(took / whole)
            print(f"one more: {took:.2f} s, {shares[-1]:.1%}")
        print(f"median {median(shares):.1%}")
        begun = _used()
        grown = keeping.load(store)
        print(f"opening it: {_used() - begun:.2f} s")
        if arguments.compare:
            afresh = analyze(documents).families()
            # What a few documents more change from the start, nobody can be nearer to.
            for name, families in (("grown", grown.families()), ("without them", before)):
                lost = len(lost_passages(afresh, families))
                print(f"{name}: pair F1 {pair_f1(families, afresh):.3f}, {lost} passages lost")


if __name__ == "__main__":
    main()
