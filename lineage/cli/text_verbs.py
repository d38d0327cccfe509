"""The verbs about one text: where it occurs, how it went through time, how it is read."""

from typing import TYPE_CHECKING, Any

import click

from lineage.cli.checks import check_source, checked_text, chosen_format, limits_of
from lineage.cli.console import Console
from lineage.cli.options import (
    Common,
    common_of,
    common_options,
    encoding_option,
    limit_option,
    messages_options,
    output_option,
    paths_or_store,
)
from lineage.cli.speech import Spoken

if TYPE_CHECKING:
    from lineage.model import Document, Family


@click.command(
    cls=Spoken,
    short_help="Follow one passage through time.",
    epilog='Example: lineage trace "守土有责、守土负责、守土尽责" speeches/',
)
@click.argument("text", metavar="TEXT-OR-FAMILY")
@paths_or_store
@click.option("--format", "stated", type=click.Choice(("text", "json", "html", "svg")))
@output_option
@common_options
@click.pass_obj
def trace(
    console: Console,
    /,
    text: str,
    paths: tuple[str, ...],
    store: str | None,
    stated: str | None,
    output: str | None,
    **options: Any,
) -> None:
    """Follow one passage through time: who had it first, who took it, what changed.

    TEXT-OR-FAMILY is the wording, or the id of a family as `lineage top` shows it. Whole
    sentences and passages of one wording have one id: then all passages are followed.
    """
    check_source(paths, store)
    common = common_of(console, **options)
    suffixes = {
        ".txt": "text",
        ".json": "json",
        ".html": "html",
        ".htm": "html",
        ".svg": "svg",
    }
    chosen = chosen_format(console, stated, output, suffixes=suffixes, otherwise="text")
    wanted = checked_text(text)
    documents, family, holders = _traced(common, wanted, paths, store)
    from lineage.analysis import is_family_id

    if family is None and is_family_id(wanted):
        console.note(f"no family has the id {wanted}; options that change families change ids too")
    if chosen == "json":
        from lineage.render.answers import trace_json

        console.write(trace_json(wanted, family, documents), output)
    elif chosen == "text":
        from lineage.render.terminal import trace_text

        color = console.color and output is None
        text = trace_text(
            family,
            documents,
            holders=holders,
            width=console.prose_width,
            color=color,
            words=console.words,
        )
        console.write(text, output)
    elif family is None:
        # A picture of nothing helps nobody; an empty result is a result all the same.
        console.note(f"not found in any document, so no {chosen} is written")
    elif chosen == "html":
        from lineage.render.html import family_page

        language = console.words.language
        console.write(family_page(family, documents, holders=holders, language=language), output)
    else:
        from lineage.render.stemma import family_svg

        console.write(family_svg(family, documents, words=console.words), output)


@click.command(
    cls=Spoken,
    short_help="List every document in which a sentence occurs.",
    epilog='Example: lineage find "安全责任重于泰山" speeches/',
)
@click.argument("text", metavar="TEXT")
@paths_or_store
@click.option("--format", "stated", type=click.Choice(("table", "json")))
@output_option
@common_options
@click.pass_obj
def find(
    console: Console,
    /,
    text: str,
    paths: tuple[str, ...],
    store: str | None,
    stated: str | None,
    output: str | None,
    **options: Any,
) -> None:
    """List every document in which a sentence occurs, exactly or nearly."""
    check_source(paths, store)
    common = common_of(console, **options)
    suffixes = {".txt": "table", ".json": "json"}
    chosen = chosen_format(console, stated, output, suffixes=suffixes, otherwise="table")
    wanted = checked_text(text)
    if store is not None:
        from lineage import keeping

        occurrences, documents = keeping.find(
            wanted, store, stated=common.stated, machine=common.settings.machine
        )
    else:
        from lineage import pipeline

        documents = common.read(paths).documents
        occurrences = pipeline.find(wanted, documents)
    if chosen == "json":
        from lineage.render.answers import find_json

        console.write(find_json(wanted, occurrences, documents), output)
        return
    from lineage.render.terminal import find_table

    color = console.color and output is None
    table = find_table(
        occurrences, documents, width=console.width, color=color, words=console.words
    )
    console.write(table, output)


@click.command(
    cls=Spoken,
    name="text",
    short_help="Print a document as it is read.",
    epilog="Example: lineage text speech.txt",
)
@click.argument("path", metavar="FILE")
@encoding_option
@limit_option
@messages_options
@click.pass_obj
def print_text(
    console: Console, /, path: str, encoding: str | None, limits: tuple[str, ...]
) -> None:
    """Print a document as it is read: the text that all offsets count in.

    Of a file that holds several, corpus.jsonl#ID is the document with that id, and
    corpus.jsonl#7 one without, whose record begins on line 7.
    """
    from lineage.readers import read_files

    reading = read_files((path,), encoding=encoding, use_dates=False, limits=limits_of(limits))
    for note in reading.notes:
        console.note(note)
    (document,) = reading.documents
    provenance = document.provenance
    read_as = filter(None, (provenance.format, provenance.encoding, provenance.reader))
    console.detail(f"{document.id}: {', '.join(read_as)}")
    # As bytes, so that nothing is taken off the head of the text.
    console.write(document.text.encode("utf-8"))


TEXT_VERBS: tuple[click.Command, ...] = (trace, find, print_text)


def _traced(
    common: Common, wanted: str, paths: tuple[str, ...], store: str | None
) -> "tuple[tuple[Document, ...], Family | None, tuple[Family, ...]]":
    """Return the documents, the family that is wanted, and those that it is part of."""
    if store is not None:
        from lineage import keeping

        return keeping.trace_with_holders(
            wanted, store, stated=common.stated, machine=common.settings.machine
        )
    from lineage import pipeline

    documents = common.read(paths).documents
    return (
        documents,
        *pipeline.trace_with_holders(wanted, documents, settings=common.settings),
    )
