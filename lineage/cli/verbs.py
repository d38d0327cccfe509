"""The verbs that show what documents share: each reads, asks the pipeline, and writes."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lineage.cli.checks import check_source, chosen_format
from lineage.cli.console import Console
from lineage.cli.explained import TOP_HELP
from lineage.cli.options import (
    Common,
    common_of,
    common_options,
    dot_option,
    output_option,
    paths_or_store,
)
from lineage.cli.speech import Spoken
from lineage.errors import OutputError

if TYPE_CHECKING:
    from lineage.analysis import Analysis
    from lineage.model import Corpus, Editions, Sort, Unit

_GRAPHS = ("svg", "png", "pdf", "dot", "graphml", "gexf", "json")
_LONGEST_NAME = 60
"""Characters of the folder's name that a report is given."""


@click.command(
    cls=Spoken,
    short_help="Write a report of what documents share: pages, graph and data.",
    epilog="Example: lineage report speeches/ --dates dates.csv -o reports/speeches",
)
@paths_or_store
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    help="Folder of the report; else reports/<name of the PATH>.",
)
@click.option(
    "--single-file",
    is_flag=True,
    help="Write one HTML file to send, of at most 15 MB, in place of a folder; -o names it.",
)
@dot_option
@common_options
@click.pass_obj
def report(
    console: Console,
    /,
    paths: tuple[str, ...],
    store: str | None,
    output: str | None,
    single_file: bool,
    dot: str | None,
    **options: Any,
) -> None:
    """Write a report of what documents share: pages, graph and data, in a folder.

    PATH is a document or a folder of documents. The page to open first is printed.
    """
    check_source(paths, store)
    common = common_of(console, **options)
    is_shown = output == "-"
    if is_shown and not single_file:
        raise click.UsageError("a report is a folder; name one with -o, or add --single-file")
    place = Path(output) if output else Path("reports") / _report_name(paths, store)
    if single_file and not output:
        place = place.with_name(f"{place.name}.html")
    from lineage import drawing, outputs

    # What would end a long run in its last second is asked first.
    if not is_shown:
        outputs.check_folder(place.parent if single_file else place)
    drawing.check("svg", dot=dot)
    if single_file and not is_shown:
        outputs.make_folder(place.parent)
        outputs.check_file(place)
    analysis = _analyze(common, paths, store)
    language, progress = console.words.language, console.progress
    if is_shown:
        console.write(analysis.report_page(dot=dot, language=language, progress=progress))
        return
    if single_file:
        analysis.report_file(place, dot=dot, language=language, progress=progress)
    else:
        analysis.report(place, dot=dot, language=language, progress=progress)
    from lineage.readers.paths import readable_name

    console.write(f"{readable_name(place if single_file else place / 'index.html')}\n")


@click.command(
    cls=Spoken,
    short_help="Show two documents side by side.",
    epilog="Example: lineage compare a.txt b.txt --format html -o compared.html",
)
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--format", "stated", type=click.Choice(("text", "html", "json")))
@output_option
@common_options
@click.pass_obj
def compare(
    console: Console,
    /,
    left: str,
    right: str,
    stated: str | None,
    output: str | None,
    **options: Any,
) -> None:
    """Show two documents side by side: what they share, and how it differs.

    Marked as [-…-] is what only A has, as {+…+} what only B has.
    """
    common = common_of(console, **options)
    suffixes = {".txt": "text", ".html": "html", ".htm": "html", ".json": "json"}
    chosen = chosen_format(console, stated, output, suffixes=suffixes, otherwise="text")
    documents = common.read_files(left, right).documents
    from lineage.pairwise import compare as compared

    comparison = compared(*documents, settings=common.settings)
    if chosen == "json":
        from lineage.render.data import comparison_json

        text = comparison_json(comparison)
    elif chosen == "html":
        from lineage.render.html import comparison_page

        text = comparison_page(comparison, language=console.words.language)
    else:
        from lineage.render.terminal import comparison_text

        text = comparison_text(
            comparison,
            width=console.prose_width,
            color=console.color and output is None,
            words=console.words,
        )
    console.write(text, output)


@click.command(
    cls=Spoken,
    short_help="Draw or write the graph of reuse.",
    epilog="Example: lineage graph speeches/ -o graph.png",
)
@paths_or_store
@click.option("--format", "stated", type=click.Choice(_GRAPHS), help="By default svg.")
@click.option(
    "--families",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Draw the N leading passages as nodes, too.",
)
@output_option
@dot_option
@common_options
@click.pass_obj
def graph(
    console: Console,
    /,
    paths: tuple[str, ...],
    store: str | None,
    stated: str | None,
    families: int,
    output: str | None,
    dot: str | None,
    **options: Any,
) -> None:
    """Draw or write the graph of reuse: which document took how much from which."""
    check_source(paths, store)
    common = common_of(console, **options)
    suffixes = {f".{name}": name for name in _GRAPHS} | {".gv": "dot"}
    chosen = chosen_format(console, stated, output, suffixes=suffixes, otherwise="svg")
    from lineage import drawing

    drawing.check(chosen, dot=dot)
    drawn = _analyze(common, paths, store).drawing(
        chosen, dot=dot, families=families, language=console.words.language
    )
    console.write(drawn, output)


@click.command(
    cls=Spoken,
    help=TOP_HELP,
    short_help="List the sentences or passages that were copied most.",
    epilog="Example: lineage top speeches/ --unit passage -n 50",
)
@paths_or_store
@click.option(
    "--unit",
    type=click.Choice(("sentence", "passage")),
    default="sentence",
    show_default=True,
    help="Whole sentences, or shared passages of any length.",
)
@click.option(
    "--sort",
    "by",
    type=click.Choice(("documents", "characters", "salience")),
    help="By how many documents have it (the default for sentences), by the characters of all "
    "its occurrences together, or by salience (the default for passages): how telling it is.",
)
@click.option(
    "-n",
    "--number",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="How many to list.",
)
@click.option("--all", "everything", is_flag=True, help="List all of them.")
@click.option("--format", "stated", type=click.Choice(("table", "json", "csv", "xlsx")))
@output_option
@common_options
@click.pass_obj
def top(
    console: Console,
    /,
    paths: tuple[str, ...],
    store: str | None,
    unit: "Unit",
    by: "Sort | None",
    number: int,
    everything: bool,
    stated: str | None,
    output: str | None,
    **options: Any,
) -> None:
    """List the sentences or passages that were copied most."""
    check_source(paths, store)
    common = common_of(console, **options)
    suffixes = {".txt": "table", ".json": "json", ".csv": "csv", ".xlsx": "xlsx"}
    chosen = chosen_format(console, stated, output, suffixes=suffixes, otherwise="table")
    if chosen == "xlsx":
        _check_xlsx()
    analysis = _analyze(common, paths, store)
    families = analysis.families(unit=unit, by=by)
    shown = families if everything else families[:number]
    corpus = (
        replace(analysis.corpus, families=shown)
        if unit == "passage"
        else replace(analysis.corpus, sentence_families=shown)
    )
    if len(shown) < len(families):
        console.note(f"{len(shown)} of {len(families)} are listed; --all lists the rest")
    elif unit == "sentence" and (n := len(analysis.families(unit="passage"))) > len(families):
        # Documents that share few whole sentences may share a great deal within them.
        console.note(
            f"whole sentences only; --unit passage lists what is shared within sentences too:"
            f" {n} in all"
        )
    console.write(_top_as(chosen, corpus, unit, console, to_file=output is not None), output)


VERBS: tuple[click.Command, ...] = (report, compare, graph, top)


def _analyze(common: Common, paths: tuple[str, ...], store: str | None) -> "Analysis":
    if store is not None:
        from lineage import keeping

        return keeping.load(store, stated=common.stated, machine=common.settings.machine)
    reading = common.read(paths)
    from lineage import pipeline

    analysis = pipeline.analyze(
        reading.documents,
        settings=common.settings,
        failures=reading.failures,
        progress=common.console.progress,
    )
    common.console.clear()
    _tell_editions(common, analysis.corpus.editions)
    return analysis


def _tell_editions(common: Common, found: "tuple[Editions, ...]") -> None:
    """Say which documents are one text, and what became of them."""
    if common.settings.editions == "merge":
        for each in found:
            others = ", ".join(other.document.id for other in each.others)
            common.console.note(f"{each.document} is counted once; its other editions are {others}")
    elif n := sum(len(each.others) for each in found):
        common.console.note(
            "1 document has nearly the same text as another: --editions merge counts each text once"
            if n == 1
            else f"{n} documents have nearly the same text as others: --editions merge counts each "
            "text once"
        )


def _top_as(
    chosen: str, corpus: "Corpus", unit: "Unit", console: Console, *, to_file: bool
) -> str | bytes:
    from lineage.render import data

    families = corpus.families if unit == "passage" else corpus.sentence_families
    if chosen == "json":
        return data.families_json(corpus, unit=unit)
    if chosen == "csv":
        return data.families_csv(families)
    if chosen == "xlsx":
        if n := data.count_cut(families):
            console.note(
                "1 cell of the workbook ends in …, for its text is longer than a cell may be; csv"
                " and json have it whole"
                if n == 1
                else f"{n} cells of the workbook end in …, for their texts are longer than a cell"
                " may be; csv and json have them whole"
            )
        return data.families_xlsx(families)
    from lineage.render.terminal import families_table

    return families_table(
        families, width=console.width, color=console.color and not to_file, words=console.words
    )


def _check_xlsx() -> None:
    from importlib.util import find_spec

    if find_spec("xlsxwriter") is None:
        raise OutputError(
            "xlsx needs a package that is not installed; pip install 'speech-lineage[xlsx]'"
        )


def _report_name(paths: tuple[str, ...], store: str | None) -> str:
    """Return what a report is called that was given no folder."""
    if store is not None:
        return Path(store).stem[:_LONGEST_NAME] or "documents"
    resolved = sorted({Path(path).resolve() for path in paths})
    names = [path.name if path.is_dir() else path.stem for path in resolved]
    return "+".join(filter(None, names))[:_LONGEST_NAME] or "documents"
