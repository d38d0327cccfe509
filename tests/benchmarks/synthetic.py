"""How long a report of a large collection takes, how big it is, how soon its pages open.

``python tests/benchmarks/synthetic.py`` makes what an analysis of 143 documents with
7,000 families finds, without analysing anything, and writes its report. Wording, sizes of
families and dates come from chance with a fixed seed: most families are small, a few are
in nearly all documents. ``--documents 3500 --families 30000 --widespread 10`` is the size
of a collection of laws. Each stage gets a line with its seconds and the memory that the
process has had at most.
"""

import argparse
import gc
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lineage.analysis import Analysis
from lineage.model import (
    Corpus,
    Direction,
    Document,
    Family,
    Kind,
    Occurrence,
    RawSpan,
    Variant,
    Witness,
)
from lineage.occurrences import Occurrences
from lineage.ordering import DateOrder
from lineage.prepare import prepare
from lineage.reuse import profiles_of, reuse_between
from lineage.settings import Settings
from lineage.version import __version__

_LIST = (
    "安全 生产 责任 落实 推进 改革 创新 发展 经济 社会 建设 城市 农村 服务 群众 干部 工作 领导 "
    "制度 体系 能力 水平 质量 环境 生态 文化 教育 医疗 就业 保障 企业 市场 开放 合作 科技 人才 "
    "基层 治理 法治 监督 执法 检查 整改 隐患 排查 风险 防范 应急 救援 管理 标准 目标 任务 措施 "
    "加强 坚持 全面 深入 持续 扎实 切实 着力 统筹 协调 优化 提升 完善 健全 巩固 拓展 深化 强化"
)
_WORDS = _LIST.split()
_KINDS: tuple[Kind, ...] = ("passage", "slogan", "passage", "frame", "passage", "quotation")


def make_analysis(
    n_documents: int,
    n_families: int,
    *,
    widespread: int = 0,
    years: int = 8,
    length: int = 14_000,
    seed: int = 1,
) -> Analysis:
    """Return what an analysis would have found.

    Args:
        n_documents: How many documents.
        n_families: How many families.
        widespread: How many of these are in six of seven documents.
        years: Over how many years the documents are spread; one of ten has no date.
        length: Characters of a document, about.
        seed: What chance begins with.
    """
    chance = Random(seed)
    names = [f"{n:04}_报告_{n % 31:02}市.txt" for n in range(n_documents)]
    dates = {
        name: None if n % 10 == 9 else str(2000 + n * years // n_documents)
        for n, name in enumerate(names)
    }
    wordings = [_wording(chance, chance.randint(4, 19)) for _ in range(n_families)]
    sizes = [_size(chance, n, n_documents, widespread) for n in range(n_families)]
    members: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, (wording, size) in enumerate(zip(wordings, sizes, strict=True)):
        for name in chance.sample(names, size):
            members[name].append((number, _changed(chance, wording)))
    texts: dict[str, str] = {}
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for name in names:
        texts[name] = _text(chance, name, members[name], wordings, found, length)
    documents = tuple(
        Document(
            name,
            texts[name],
            title=f"{name[5:-4]}第{n}号政府工作报告",
            date=dates[name],
            date_source="filename" if dates[name] else None,
        )
        for n, name in enumerate(names)
    )
    families = sorted(
        (_family(n, wordings[n], found[n], dates) for n in range(n_families) if found[n]),
        key=lambda family: (-family.salience, family.id),
    )
    settings = Settings()
    with stage("profiles and weights"):
        order = DateOrder(dates)
        occurrences = Occurrences.of(families, order.number)
        profiles = profiles_of(
            documents,
            occurrences,
            order,
            sentences={name: texts[name].count("。") for name in names},
            inserted=dict.fromkeys(names, ()),
        )
        reuse = reuse_between(families, occurrences, order)
    corpus = Corpus(
        documents=documents,
        profiles=profiles,
        families=tuple(families),
        sentence_families=tuple(families[:: max(1, n_families // 500)]),
        reuse=reuse,
        settings=settings.to_dict(),
        version=__version__,
    )
    with stage("words (part of the analysis)"):
        prepared = tuple(prepare(documents))
    by_id = {side.document.id: side for side in prepared}
    return Analysis(corpus, lambda _: by_id)


def _wording(chance: Random, n_words: int) -> str:
    words = chance.choices(_WORDS, k=n_words)
    for place in range(4, n_words, 5):
        words[place] += "，"
    return "".join(words)


def _size(chance: Random, number: int, n_documents: int, widespread: int) -> int:
    if number < widespread:
        return n_documents * 6 // 7
    return min(n_documents, max(2, int(1.6 * chance.paretovariate(1.1))))


def _changed(chance: Random, wording: str) -> str:
    """Return a wording as it stands in one document: often the same, else a word exchanged."""
    if chance.random() < 0.6:
        return wording
    place = chance.randrange(0, len(wording) - 1)
    word = chance.choice(_WORDS[:6])
    return wording[:place] + word + wording[place + 2 :]


def _text(
    chance: Random,
    name: str,
    members: list[tuple[int, str]],
    wordings: Sequence[str],
    found: dict[int, list[Occurrence]],
    length: int,
) -> str:
    chance.shuffle(members)
    parts, place = [], 0
    own = max(0, length - sum(len(text) + 1 for _, text in members))
    for number, text in members:
        filler = "".join(chance.choices(_WORDS, k=own // (2 * len(members) or 2)))
        filler += "。\n" if chance.random() < 0.3 else "。"
        start = place + len(filler)
        parts += [filler, text, "。"]
        place = start + len(text) + 1
        likeness = 1.0 if text == wordings[number] else 1 - 2 / len(text)
        found[number].append(Occurrence(name, RawSpan(start, start + len(text)), text, likeness))
    return "".join(parts)


def _family(
    number: int, wording: str, found: Sequence[Occurrence], dates: dict[str, str | None]
) -> Family:
    ordered = sorted(found, key=lambda o: (dates[o.document] or "9999", o.document))
    first = dates[ordered[0].document]
    known: list[Occurrence] = []
    for occurrence in ordered:
        date = dates[occurrence.document]
        if first and date and date > first:
            earlier = next(
                o for o in known if o.text == occurrence.text or o.document == ordered[0].document
            )
            source = earlier.document
            occurrence = Occurrence(
                occurrence.document,
                occurrence.span,
                occurrence.text,
                occurrence.similarity,
                source=source,
                sources=(source,),
                direction=Direction("dates"),
            )
        known.append(occurrence)
    by_text: dict[str, list[str]] = defaultdict(list)
    for occurrence in known:
        by_text[occurrence.text].append(occurrence.document)
    n_first = sum(dates[o.document] == first for o in known)
    return Family(
        id=f"{number:012x}",
        text=wording,
        template=wording,
        kind=_KINDS[number % len(_KINDS)],
        rule="none of the rules for quotation, frame and slogan holds",
        occurrences=tuple(known),
        earliest=Witness(known[0].document, first) if first and n_first == 1 else None,
        variants=tuple(
            Variant(text, tuple(sorted(holders)))
            for text, holders in sorted(by_text.items(), key=lambda item: (-len(item[1]), item[0]))
        ),
        bits=7.0 * len(wording),
        salience=len(known) ** 0.5 * min(len(wording), 30),
    )


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Print how long a stage takes, and how much memory the process has had at most."""
    gc.collect()
    begun, worked = time.perf_counter(), time.process_time()
    yield
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:8.2f} s  {worked:8.2f} s CPU  {most:7.0f} MB  {name}", flush=True)


def opening_times(folder: Path) -> list[tuple[float, int, str]]:
    """Return how long the largest pages of each kind take until they can be used."""
    from browsing import FLAGS, chromium
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for below in ("", "documents", "families", "sentences", "pairs"):
            pages = sorted((folder / below).glob("*.html"), key=lambda p: -p.stat().st_size)
            for path in pages[:2]:
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                begun = time.perf_counter()
                page.goto(path.as_uri(), wait_until="load")
                # Laid out, drawn, and answering: two frames and a reading of its size.
                page.evaluate(
                    "() => new Promise(done => requestAnimationFrame(() => "
                    "requestAnimationFrame(() => done(document.body.offsetHeight))))"
                )
                seconds = time.perf_counter() - begun
                times.append((seconds, path.stat().st_size, f"{below}/{path.name}"))
                page.close()
        browser.close()
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=143)
    parser.add_argument("--families", type=int, default=7000)
    parser.add_argument("--widespread", type=int, default=0)
    parser.add_argument("--years", type=int, default=8)
    parser.add_argument("--length", type=int, default=14_000)
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument("-o", "--output", type=Path, default=Path("/tmp/synthetic-report"))
    parser.add_argument("--graph-only", action="store_true", help="draw and write no report")
    parser.add_argument("--no-browser", action="store_true")
    given = parser.parse_args()
    analysis = make_analysis(
        given.documents,
        given.families,
        widespread=given.widespread,
        years=given.years,
        length=given.length,
    )
    corpus = analysis.corpus
    n_occurrences = sum(len(family.occurrences) for family in corpus.families)
    print(
        f"{len(corpus.documents)} documents, {sum(len(d.text) for d in corpus.documents)} "
        f"characters, {len(corpus.families)} families, {n_occurrences} occurrences, "
        f"{len(corpus.reuse)} edges"
    )
    with stage("graph.svg"):
        drawn = analysis.drawing("svg", language=given.lang)
    if given.graph_only:
        given.output.with_suffix(".svg").write_text(str(drawn), encoding="utf-8")
        return
    with stage("report"):
        analysis.report(given.output, language=given.lang)
    sizes = [path.stat().st_size for path in given.output.rglob("*") if path.is_file()]
    print(f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")
    if not given.no_browser:
        for seconds, size, name in opening_times(given.output):
            print(f"{seconds:8.2f} s  {size / 1e6:7.2f} MB  {name}")


if __name__ == "__main__":
    main()
