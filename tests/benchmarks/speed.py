"""How long an analysis takes, stage by stage, and how that grows.

``python tests/benchmarks/speed.py FOLDER`` analyses a folder and prints the time of each
stage, the CPU time of all processes, the memory at its highest, and how many times as long
all of it takes as the floor: reading the folder, hashing its n-grams and sorting them once.
With ``--twice`` each document is there once more, with every tenth character changed. With
``--planted`` it makes documents of its own that share one sentence, ten times as many at
each step, and prints by what power of their number the time grows.
"""

import argparse
import math
import resource
import statistics
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

import lineage
from lineage.native.tables import code_points
from lineage.normalize import normalize
from lineage.seeding import postings, seed_length

_SENTENCE = "坚决守住不发生区域性系统性风险的底线，把人民群众生命财产安全放在第一位。"
_COMMON = "天地人山水风云日月星花草木石火土金雨雪春夏秋冬东南西北上下左右前后大小多少"


class Clock:
    """Notes when each stage begins."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, float]] = []
        self._stage = ""
        self._since = time.perf_counter()

    def tell(self, stage: str, share: float) -> None:
        if stage == self._stage:
            return
        now = time.perf_counter()
        if self._stage:
            self.stages.append((self._stage, now - self._since))
        self._stage, self._since = stage, now


def cpu_seconds() -> float:
    """Return the CPU time of this process and of those that it has made and that ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def measure(documents: Sequence[lineage.Document], threads: int) -> tuple[Clock, float, float]:
    """Return the times of the stages, of the whole, and the CPU time, in seconds."""
    clock, begin, cpu = Clock(), time.perf_counter(), cpu_seconds()
    lineage.analyze(documents, settings=lineage.Settings(threads=threads), progress=clock.tell)
    return clock, time.perf_counter() - begin, cpu_seconds() - cpu


def planted(number: int) -> list[lineage.Document]:
    """Return documents of chance characters that have one sentence in common."""
    chance = Random(number)
    return [
        lineage.Document(
            f"{n:06d}",
            "".join(chance.choices(_COMMON, k=60))
            + "。"
            + _SENTENCE
            + "".join(chance.choices(_COMMON, k=60)),
            date=f"{2000 + n % 20}-{1 + n % 12:02d}",
        )
        for n in range(number)
    ]


def twice(documents: Iterable[lineage.Document]) -> Iterator[lineage.Document]:
    """Yield documents and a copy of each in which every tenth character is changed."""
    chance = Random(1)
    for document in documents:
        characters = list(document.text)
        characters[9::10] = chance.choices(_COMMON, k=len(characters) // 10)
        yield document
        yield lineage.Document(f"{document.id}~", "".join(characters), date=document.date)


def floor_seconds(folder: Path) -> float:
    """Return how long it takes to read a folder, hash its n-grams and sort them once."""
    begin = time.perf_counter()
    streams = [code_points(normalize(document.text).text) for document in lineage.read(folder)]
    table = postings(streams, seed_length(sum(map(len, streams))))
    np.lexsort((table["h4"], table["h2"], table["h1"]))
    return time.perf_counter() - begin


def report_folder(folder: Path, threads: int, *, each_twice: bool) -> None:
    begin = time.perf_counter()
    documents: Sequence[lineage.Document] = lineage.read(folder)
    if each_twice:
        documents = [*twice(documents)]
    reading = time.perf_counter() - begin
    print(f"read        {reading:8.1f} s  {len(documents)} documents")
    clock, total, cpu = measure(documents, threads)
    for stage, seconds in clock.stages:
        print(f"{stage:12}{seconds:8.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"in all      {total:8.1f} s  {cpu:.1f} s of CPU  {memory:.2f} GB")
    if each_twice:
        return
    floor = floor_seconds(folder)
    print(f"floor       {floor:8.1f} s  {(reading + total) / floor:.1f} times as long in all")


def report_planted(most: int, threads: int, repeats: int) -> None:
    before = 0.0
    number = 100
    while number <= most:
        documents = planted(number)
        seconds = statistics.median(measure(documents, threads)[1] for _ in range(repeats))
        power = f"power {math.log10(seconds / before):.2f}" if before else ""
        print(f"{number:8} documents {seconds:8.2f} s  {power}")
        before, number = seconds, number * 10


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--twice", action="store_true", help="with a changed copy of each document")
    parser.add_argument(
        "--planted", type=int, metavar="N", help="share one sentence among up to N documents"
    )
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=1)
    given = parser.parse_args()
    if given.folder:
        report_folder(given.folder, given.threads, each_twice=given.twice)
    if given.planted:
        report_planted(given.planted, given.threads, given.repeats)


if __name__ == "__main__":
    main()
