"""What can be done with a store: fill it, change it, and ask it what paths are asked.

Whoever calls names the file. Settings belong to the store; what a caller states must agree
with them, for families that were made by other rules do not go together.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lineage import upkeep
from lineage.analysis import Analysis, family_by_id, is_family_id
from lineage.dates import dates_of
from lineage.editions import find_editions
from lineage.engines import engine
from lineage.engines.workers import Workers
from lineage.errors import InputError, StoreError
from lineage.evidence import least_evidence
from lineage.findings import show
from lineage.garbage import seldom_searched
from lineage.model import Corpus, Document, Family, Occurrence
from lineage.outputs import check_file
from lineage.parts import Progress, no_progress, one_after_another
from lineage.pipeline import in_order
from lineage.prepare import Prepared, cut_documents, prepare_query
from lineage.search import search_prepared, trace_prepared
from lineage.settings import WHOLE, Machine, Settings
from lineage.store import Entry, Store, check_name, made_store, open_store
from lineage.store.records import digest_of
from lineage.upkeep import Change, Means, StoredUsage, Weights

SMALL = 2**19
"""Tokens up to which a store is always computed from the start: forty long speeches, and a
matter of ten seconds or so."""

_FEW = 2**15
"""Characters that come or go up to which one process does all the work, in one thread: for a speech
or two it takes longer to make others, each a copy of this one, than they save."""

_AT_ONCE = 200
"""Documents that are looked through at a time."""


def check(
    store: str | Path, *, stated: Mapping[str, object] | None = None, machine: Machine = WHOLE
) -> Settings:
    """Check that documents can be put into a store, before they are read.

    Returns:
        The settings that the store will have of them: its own, unless nothing is in it yet.

    Args:
        store: The file; it need not be there yet.
        stated: Settings by name.
        machine: What opening it may take of the machine.

    Raises:
        InputError: If there is no folder for it, or no store can have its name.
        OutputError: If it cannot be written.
        StoreError: If the file is no store, or one of other settings.
        StoreBusyError: If another process has it open.
    """
    check_name(store)
    check_file(store)
    if Path(store).exists():
        with open_store(store, write=True, machine=machine) as opened:
            if opened.entries():
                _check_settings(opened, stated or {})
                return opened.settings
    return Settings(**(stated or {}))  # type: ignore[arg-type]


@seldom_searched()
def add(
    documents: Iterable[Document],
    store: str | Path,
    *,
    stated: Mapping[str, object] | None = None,
    machine: Machine = WHOLE,
    progress: Progress | None = None,
) -> Change:
    """Put documents into a store, which is made if need be.

    A document whose id is there takes the place of the one that had it. What the others
    share is not computed again; `rebuild` does that.

    Args:
        documents: The documents.
        store: The file.
        stated: Settings by name; those that are left out are the store's.
        machine: What it may take of the machine.
        progress: Called as the stages go on.

    Raises:
        StoreError: If the file is no store, or one of other settings.
        StoreBusyError: If another process has it open.
    """
    given = in_order(documents)
    settings = Settings(**(stated or {}))  # type: ignore[arg-type]
    with made_store(store, settings, machine=machine) as opened, opened.transaction():
        entries = {entry.id: entry for entry in opened.entries()}
        if entries:
            _check_settings(opened, stated or {})
        else:
            opened.set_fact("settings", settings.to_dict())
        fresh = [d for d in given if d.id not in entries or entries[d.id].digest != digest_of(d)]
        changed = [d.id for d in fresh if d.id in entries]
        change = Change(
            added=tuple(sorted(d.id for d in fresh if d.id not in entries)),
            changed=tuple(sorted(changed)),
            unchanged=len(given) - len(fresh),
            documents=len(entries) + len(fresh) - len(changed),
        )
        if fresh:
            gone = {entries[name].number for name in changed}
            _carry_out(opened, fresh, gone, [*entries.values()], machine=machine, progress=progress)
        return replace(change, drift=opened.drift)


@seldom_searched()
def remove(
    ids: Collection[str],
    store: str | Path,
    *,
    machine: Machine = WHOLE,
    progress: Progress | None = None,
) -> Change:
    """Take documents out of a store.

    Args:
        ids: Their ids.
        store: The file.
        machine: What it may take of the machine.
        progress: Called as the stages go on.

    Raises:
        InputError: If there is no document of one of the ids; then nothing is changed.
    """
    with open_store(store, write=True, machine=machine) as opened, opened.transaction():
        entries = {entry.id: entry for entry in opened.entries()}
        for name in ids:
            if name not in entries:
                raise InputError(
                    name,
                    f"no document in {store} has this id",
                    "lineage top --format json lists them",
                )
        gone = [entries[name] for name in sorted({*ids})]
        _carry_out(
            opened,
            [],
            {entry.number for entry in gone},
            [*entries.values()],
            machine=machine,
            progress=progress,
        )
    return Change(removed=tuple(entry.id for entry in gone), documents=len(entries) - len(gone))


@seldom_searched()
def rebuild(
    store: str | Path, *, machine: Machine = WHOLE, progress: Progress | None = None
) -> Change:
    """Compute all that a store holds from the start, as `analyze` would of its documents."""
    with (
        open_store(store, write=True, any_rules=True, machine=machine) as opened,
        opened.transaction(),
    ):
        documents = in_order(opened.documents().values())
        upkeep.fill(opened, documents, _means(machine, progress or no_progress))
    return Change(unchanged=len(documents), documents=len(documents))


def _carry_out(
    store: Store,
    fresh: Sequence[Document],
    gone: Collection[int],
    entries: Sequence[Entry],
    *,
    machine: Machine,
    progress: Progress | None,
) -> None:
    tell = progress or no_progress
    kept = [entry for entry in entries if entry.number not in gone]
    coming, staying = sum(len(d.text) for d in fresh), sum(entry.n_tokens for entry in kept)
    going = sum(entry.n_tokens for entry in entries) - staying
    # What is mostly new is sooner computed from the start, and what is small as soon; that
    # is the better result.
    means = of_change = _means(machine, tell)
    if coming + going <= _FEW:
        store.use_one_thread()
        of_change = replace(means, map_parts=one_after_another)
    if (
        coming + going >= staying
        or coming + staying <= SMALL
        or not upkeep.change(store, entries, fresh, gone=gone, means=of_change)
    ):
        documents = store.documents([entry.number for entry in kept])
        upkeep.fill(store, in_order([*documents.values(), *fresh]), means)
    tell("done", 1.0)


def _means(machine: Machine, tell: Progress) -> Means:
    chosen = engine(
        "duckdb", threads=machine.threads, memory_mb=machine.memory_mb, temp=machine.temp
    )
    workers = Workers(machine.threads)
    return Means(chosen.run, workers.map, tell, workers.aside)


def _check_settings(store: Store, stated: Mapping[str, object]) -> None:
    own = store.settings.to_dict()
    for name, value in stated.items():
        if name not in own or own[name] == value:
            continue
        if name == "use_dates":
            raise StoreError(
                str(store.path),
                "was made with dates" if own[name] else "was made without dates",
                "leave the option out, or make another store",
            )
        raise StoreError(
            str(store.path),
            f"was made with {name} {own[name]}",
            f"leave the option out, or make another store for {value}",
        )


@seldom_searched()
def load(
    store: str | Path, *, stated: Mapping[str, object] | None = None, machine: Machine = WHOLE
) -> Analysis:
    """Return what a store holds, as `analyze` returns it; nothing is computed again.

    Its comparisons and reports read the file again, and raise `StoreError` if it holds other
    documents by then.

    Args:
        store: The file.
        stated: Settings by name; they must be the store's.
        machine: What it may take of the machine.
    """
    with open_store(store, machine=machine) as opened:
        _check_settings(opened, stated or {})
        generation, entries = opened.generation, opened.entries()
        corpus = _corpus(opened, entries)
    numbers = {entry.id: entry.number for entry in entries}

    def prepared(names: Collection[str]) -> Mapping[str, Prepared]:
        with open_store(store, machine=machine) as again:
            # The entries, too: another store may have been moved there, of as many changes.
            if (again.generation, again.entries()) != (generation, entries):
                raise StoreError(str(store), "was changed meanwhile", "run the command again")
            found = again.prepared([numbers[name] for name in sorted(names)])
        return {side.document.id: side for side in found.values()}

    return Analysis(corpus, prepared)


def _corpus(store: Store, entries: Sequence[Entry]) -> Corpus:
    settings = store.settings
    documents = store.documents()
    inserted = store.inserted()
    numbers = {entry.id: entry.number for entry in entries}
    ordered = in_order(documents.values())
    every = store.codes()
    codes = [every[numbers[document.id]] for document in ordered]
    n_tokens = sum(entry.n_tokens for entry in entries)
    return show(
        documents.values(),
        store.counting("passage", least_evidence(n_tokens, settings.min_bits), documents),
        store.counting("sentence", 0.0, documents),
        settings=settings,
        n_sentences={entry.id: entry.n_sentences for entry in entries},
        inserted={entry.id: inserted.get(entry.number, ()) for entry in entries},
        editions=find_editions(ordered, codes),
    )


def find(
    text: str,
    store: str | Path,
    *,
    stated: Mapping[str, object] | None = None,
    machine: Machine = WHOLE,
) -> tuple[tuple[Occurrence, ...], tuple[Document, ...]]:
    """Return where a text occurs in a store, the likest first, and the store's documents.

    Args:
        text: The text.
        store: The file.
        stated: Settings by name; they must be the store's.
        machine: What it may take of the machine.
    """
    with open_store(store, machine=machine) as opened:
        _check_settings(opened, stated or {})
        query = _prepare_query(text, opened)
        numbers = [entry.number for entry in opened.entries()]
        found = search_prepared(query, _in_parts(opened, numbers), Weights(opened))
        return found, tuple(_by_id(opened.documents().values()))


def trace_with_holders(
    text_or_family: str,
    store: str | Path,
    *,
    stated: Mapping[str, object] | None = None,
    machine: Machine = WHOLE,
) -> tuple[tuple[Document, ...], Family | None, tuple[Family, ...]]:
    """Return the documents of a store, a family of theirs, and those that it is part of.

    Args:
        text_or_family: The id of a family, or a text.
        store: The file.
        stated: Settings by name; they must be the store's.
        machine: What it may take of the machine.

    Returns:
        Of a text nothing is known but where it occurs, so that it is part of none.
    """
    if is_family_id(text_or_family):
        analysis = load(store, stated=stated, machine=machine)
        family, holders = family_by_id(analysis, text_or_family)
        if family is not None:
            return analysis.corpus.documents, family, holders
    return *_trace(text_or_family, store, stated=stated or {}, machine=machine), ()


def _trace(
    text: str, store: str | Path, *, stated: Mapping[str, object], machine: Machine
) -> tuple[tuple[Document, ...], Family | None]:
    with open_store(store, machine=machine) as opened:
        _check_settings(opened, stated)
        query = _prepare_query(text, opened)
        documents = opened.documents()
        numbers = {document.id: number for number, document in documents.items()}
        ordered = [numbers[document.id] for document in in_order(documents.values())]
        family = trace_prepared(
            query,
            _in_parts(opened, ordered),
            dates_of(documents.values(), use_dates=opened.settings.use_dates),
            use_dates=opened.settings.use_dates,
            weighed=Weights(opened),
            usage=lambda having: StoredUsage(
                opened, {numbers[side.document.id]: n for n, side in enumerate(having)}
            ),
        )
        return tuple(_by_id(documents.values())), family


def _prepare_query(text: str, store: Store) -> Prepared:
    (cut,) = cut_documents([Document(id="", text=text)])
    counts, total, n_words = store.word_counts({*cut.words.words})
    return prepare_query(cut, counts, total=total, n_words=n_words)


def _in_parts(store: Store, numbers: Sequence[int]) -> Iterator[Prepared]:
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        found = store.prepared(part)
        yield from (found[number] for number in part)


def _by_id(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: document.id)
