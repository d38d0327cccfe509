"""The verbs that change a store: add, remove, rebuild."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from lineage.cli.checks import check_engine_of_store, is_stated
from lineage.cli.console import Console
from lineage.cli.options import (
    common_of,
    common_options,
    machine_of,
    machine_options,
    messages_options,
    paths_argument,
)
from lineage.cli.speech import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from lineage.upkeep import Change

_MUCH = 0.5
"""Share of a store that came since it was last computed from the start, from which it is
worth saying so."""


def _store_file(meaning: str) -> "Callable[[Callable[..., Any]], Callable[..., Any]]":
    return click.option("--store", metavar="FILE", required=True, help=meaning)


_kept_options = partial(common_options, has_editions=False)
"""A store keeps all documents."""


@click.command(
    cls=Spoken,
    short_help="Put documents into a store, which other verbs take for PATH.",
    epilog="Example: lineage add speeches/ --store speeches.store",
)
@paths_argument
@_store_file("The store file; it is made if need be.")
@_kept_options
@click.pass_obj
def add(console: Console, /, paths: tuple[str, ...], store: str, **options: Any) -> None:
    """Put documents into a store file, and compute only what they change.

    The other verbs take --store FILE in place of PATH. A document that is there already
    takes the place of the one with its id; one that has not changed costs nothing. Options
    that say what counts as shared belong to the store: state them when it is made.
    """
    check_engine_of_store()
    if is_stated("editions"):
        raise click.UsageError("a store keeps all documents; leave --editions out")
    common = common_of(console, **options)
    from lineage import keeping

    machine = common.settings.machine
    # What would end a long run is asked before thousands of files are read.
    stated = dict(common.stated)
    if common.dates is not None:
        stated["use_dates"] = True
    use_dates = keeping.check(store, stated=stated, machine=machine).use_dates
    # Dates that its families are told without would only stand beside them.
    common = replace(common, settings=replace(common.settings, use_dates=use_dates))
    change = keeping.add(
        common.read(paths).documents,
        store,
        stated=stated,
        machine=machine,
        progress=console.progress,
    )
    _tell(console, change, store)


@click.command(
    cls=Spoken,
    short_help="Take documents out of a store.",
    epilog="Example: lineage remove draft.txt --store speeches.store",
)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@_store_file("The store file that `lineage add` made.")
@machine_options
@messages_options
@click.pass_obj
def remove(console: Console, /, ids: tuple[str, ...], store: str, **options: Any) -> None:
    """Take documents out of a store file, by the ids that the other verbs show."""
    from lineage import keeping

    machine = machine_of(**options)
    change = keeping.remove(ids, store, machine=machine, progress=console.progress)
    _tell(console, change, store)


@click.command(
    cls=Spoken,
    short_help="Compute all that a store holds from the start.",
    epilog="Example: lineage rebuild --store speeches.store",
)
@_store_file("The store file that `lineage add` made.")
@machine_options
@messages_options
@click.pass_obj
def rebuild(console: Console, /, store: str, **options: Any) -> None:
    """Compute all that a store holds from the start, from the texts that are in it.

    Afterwards it holds exactly what a run over the documents themselves would give.
    """
    from lineage import keeping

    machine = machine_of(**options)
    _tell(console, keeping.rebuild(store, machine=machine, progress=console.progress), store)


STORE_VERBS: tuple[click.Command, ...] = (add, remove, rebuild)


def _tell(console: Console, change: "Change", store: str) -> None:
    """Say what was done, in one line."""
    console.clear()
    counts = (
        ("store_added_n", len(change.added)),
        ("store_changed_n", len(change.changed)),
        ("store_removed_n", len(change.removed)),
        ("store_unchanged_n", change.unchanged),
    )
    words = console.words
    told = [words.say(key, n=n) for key, n in counts if n]
    done = words.say("list_comma").join(told or [words.say("store_unchanged_n", n=0)])
    total = words.say("documents_n", n=change.documents)
    console.write(words.say("store_holds", done=done, total=total) + "\n")
    if change.drift > _MUCH:
        console.note(
            "more than half of the store came since it was computed from the start;"
            f" lineage rebuild --store {store} weighs all words anew"
        )
