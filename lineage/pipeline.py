"""The stages in their order: the public entry points of the library for a corpus."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lineage.analysis import Analysis, family_by_id, is_family_id
from lineage.corpus import find_segments
from lineage.dates import date_key
from lineage.editions import find_editions
from lineage.engines import engine
from lineage.engines.workers import Workers
from lineage.errors import InputError
from lineage.findings import find_all, show
from lineage.garbage import seldom_searched
from lineage.model import Document, Editions, Failure, Family, Occurrence
from lineage.native.tables import code_points
from lineage.normalize import normalize
from lineage.parts import Progress, no_progress
from lineage.prepare import prepare
from lineage.readers import Reading, read_paths
from lineage.search import search, trace_text
from lineage.settings import Limits, Settings


class Documents(list[Document]):
    """The documents that were read, in order of id, and what could not be.

    Attributes:
        failures: Documents that could not be read, and why; `analyze` puts them into the
            report. A list that is made of this one does not have them.
    """

    def __init__(
        self, documents: Iterable[Document] = (), *, failures: Iterable[Failure] = ()
    ) -> None:
        super().__init__(documents)
        self.failures = tuple(failures)


def read(
    *paths: str | Path,
    encoding: str | None = None,
    dates: str | Path | None = None,
    use_dates: bool = True,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Return the documents at the paths, and what could not be read."""
    return read_paths(
        paths,
        encoding=encoding,
        dates=dates,
        use_dates=use_dates,
        limits=limits,
        progress=progress,
    )


def read_documents(*paths: str | Path, **options: Any) -> Documents:
    """Return the documents at the paths, in order of id.

    What cannot be read is left out, and named with its reason in the list's ``failures``.

    Raises:
        InputError: If a path does not exist or no document can be read.
    """
    reading = read(*paths, **options)
    return Documents(reading.documents, failures=reading.failures)


@seldom_searched()
def analyze(
    documents: Iterable[Document],
    *,
    settings: Settings | None = None,
    failures: Sequence[Failure] | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Return what the documents share, and who had it first.

    Args:
        documents: The documents, in any order; their ids must differ.
        settings: What counts as shared.
        failures: Documents that could not be read, to be told in the report; when not given,
            those of ``documents``, if they come as `lineage.read` returns them.
        progress: Called as the stages go on.
    """
    chosen = settings or Settings()
    tell = progress or no_progress
    if failures is None:
        failures = documents.failures if isinstance(documents, Documents) else ()
    ordered = in_order(documents)
    workers = Workers(chosen.threads)
    map_parts = workers.map
    tell("words", 0.0)
    prepared = prepare(ordered, map_parts)
    editions = find_editions(ordered, [side.codes for side in prepared], map_parts)
    if chosen.editions == "merge" and editions:
        # What is surprising is counted anew: as if the others had not been there.
        ordered = _without_editions(ordered, editions)
        prepared = prepare(ordered, map_parts)
    runner = engine(
        chosen.engine,
        threads=chosen.threads,
        memory_mb=chosen.memory_mb,
        temp=chosen.temp,
        master=chosen.master,
    )
    segments = find_segments(prepared, runner.run, tell, map_parts)
    found = find_all(prepared, segments, chosen, tell, map_parts, workers.aside)
    corpus = show(
        ordered,
        found.passages.listed(),
        found.sentences.listed(),
        settings=chosen,
        n_sentences={p.document.id: len(p.sentences) for p in prepared},
        inserted={p.document.id: p.stream.inserted for p in prepared},
        failures=failures,
        editions=editions,
        aside=workers.aside,
    )
    tell("done", 1.0)
    by_id = {side.document.id: side for side in prepared}
    return Analysis(corpus, lambda _: by_id)


def _without_editions(
    documents: Iterable[Document], editions: Iterable[Editions]
) -> list[Document]:
    """Return the documents with one left of each text: the one that it is known by."""
    others = {other.document.id for each in editions for other in each.others}
    return [document for document in documents if document.id not in others]


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Return the documents in the order of their dates, undated ones last."""
    ordered = sorted(documents, key=lambda d: (*_date_key(d), d.id))
    seen: set[str] = set()
    for document in ordered:
        if document.id in seen:
            raise InputError(document.id, "two documents have this id", "give each its own")
        seen.add(document.id)
    return ordered


def _date_key(document: Document) -> tuple[bool, str, str]:
    try:
        return date_key(document.date)
    except ValueError as error:
        raise InputError(document.id, str(error)) from error


def find(text: str, documents: Iterable[Document]) -> tuple[Occurrence, ...]:
    """Return where a text occurs, exactly or nearly; the likest first."""
    return search(text, list(documents))


def trace(
    text_or_family: str, documents: Iterable[Document], *, settings: Settings | None = None
) -> Family | None:
    """Return one passage through time: a family by its id, or the family of a text.

    Returns:
        ``None`` when there is no such family and the text occurs nowhere.
    """
    return trace_with_holders(text_or_family, documents, settings=settings)[0]


def trace_with_holders(
    text_or_family: str, documents: Iterable[Document], *, settings: Settings | None = None
) -> tuple[Family | None, tuple[Family, ...]]:
    """Return what `trace` does, and the families that it is part of.

    Of a text nothing is known but where it occurs, so that it is part of none.
    """
    chosen = settings or Settings()
    given = list(documents)
    if is_family_id(text_or_family):
        family, holders = family_by_id(analyze(given, settings=chosen), text_or_family)
        if family is not None:
            return family, holders
    ordered = in_order(given)
    if chosen.editions == "merge":
        codes = [code_points(normalize(document.text).text) for document in ordered]
        ordered = _without_editions(ordered, find_editions(ordered, codes))
    return trace_text(text_or_family, ordered, chosen), ()
