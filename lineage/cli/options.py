"""What the verbs have in common: options, and what follows of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lineage.cli.checks import LIMITS, checked_folder, is_stated, limits_of, megabytes_of
from lineage.cli.console import Console
from lineage.cli.speech import language_option
from lineage.settings import EDITIONS, ENGINES, MOST_THREADS, Limits, Machine, Settings

if TYPE_CHECKING:
    from lineage.readers import Reading

Function = TypeVar("Function", bound=Callable[..., Any])

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Common:
    """The values of the options that most verbs have."""

    console: Console
    settings: Settings
    encoding: str | None
    dates: str | None
    limits: Limits
    stated: Mapping[str, object]
    """Settings that the user states, by name; a store has its own."""

    def read(self, paths: tuple[str, ...]) -> "Reading":
        """Return the documents at the paths, and say what could not be read."""
        from lineage import pipeline

        reading = pipeline.read(
            *paths,
            encoding=self.encoding,
            dates=self.dates,
            use_dates=self.settings.use_dates,
            limits=self.limits,
            progress=self.console.progress,
        )
        self.console.clear()
        self.console.characters = sum(len(document.text) for document in reading.documents)
        self.tell(reading)
        return reading

    def read_files(self, *paths: str) -> "Reading":
        """Return a document for each file, in the order given."""
        from lineage.readers import read_files

        reading = read_files(
            paths,
            encoding=self.encoding,
            dates=self.dates,
            use_dates=self.settings.use_dates,
            limits=self.limits,
        )
        self.tell(reading)
        return reading

    def tell(self, reading: "Reading") -> None:
        """Say what could not be read, and what else the user should know of the documents."""
        for failure in reading.failures:
            self.console.warn(f"{failure.name} is left out: {failure.reason}")
        for note in reading.notes:
            self.console.note(note)
        for name in reading.skipped:
            self.console.detail(f"{name} is no document and was skipped")


def paths_argument(function: Function) -> Function:
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True)(function)


def paths_or_store(function: Function) -> Function:
    """Add the paths of documents, and what may stand in their place."""
    function = click.option(
        "--store", metavar="FILE", help="Use the store that `lineage add` made, in place of PATH."
    )(function)
    return click.argument("paths", metavar="PATH...", nargs=-1)(function)


def machine_options(function: Function) -> Function:
    """Add what a run may take of the machine; it arrives as keywords of `machine_of`."""
    for option in (
        click.option(
            "--threads",
            type=click.IntRange(0, MOST_THREADS),
            default=_DEFAULTS.threads,
            metavar="N",
            help="Threads to use; 0, the default, means all of the machine.",
        ),
        click.option(
            "--temp",
            metavar="FOLDER",
            help="Folder for what does not fit into memory; it is left as it was found.",
        ),
        click.option(
            "--memory",
            metavar="SIZE",
            help="Memory that the run may take, such as 2GB; without it, what there is.",
        ),
    ):
        function = option(function)
    return function


def machine_of(*, threads: int, memory: str | None, temp: str | None) -> Machine:
    """Return what a run may take of the machine.

    Raises:
        click.UsageError: If the memory is no size, or too small for any work.
        InputError: If the folder is none.
    """
    return Machine(threads, megabytes_of(memory), checked_folder(temp))


def output_option(function: Function) -> Function:
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        help="Write to a file in place of standard output; its suffix tells the format.",
    )(function)


def dot_option(function: Function) -> Function:
    return click.option(
        "--dot",
        metavar="PROGRAM",
        help="Draw with this Graphviz dot in place of the one that is shipped.",
    )(function)


def encoding_option(function: Function) -> Function:
    return click.option(
        "--encoding",
        metavar="NAME",
        help="Encoding of all the files; else it is found out for each.",
    )(function)


def limit_option(function: Function) -> Function:
    return click.option(
        "--limit",
        "limits",
        metavar="NAME=N",
        multiple=True,
        help="Change what one file may ask for: " + ", ".join(LIMITS) + ".",
    )(function)


def messages_options(function: Function) -> Function:
    """Add what every verb has."""
    for option in (
        click.option(
            "--verbose",
            is_flag=True,
            expose_value=False,
            callback=_set_verbose,
            help="Also say what was skipped, and where an error arose.",
        ),
        click.option(
            "--quiet",
            is_flag=True,
            expose_value=False,
            callback=_set_quiet,
            help="Show no progress and no notes; warnings and errors stay.",
        ),
    ):
        function = option(function)
    return language_option(function)  # type: ignore[no-any-return]


def common_options(function: Function, *, has_editions: bool = True) -> Function:
    """Add the options of reading and comparing; they arrive as keywords of `common_of`.

    Args:
        function: The verb.
        has_editions: Whether the help offers ``--editions``; who states it all the same can
            then be told why not.
    """
    for option in (
        messages_options,
        machine_options,
        click.option(
            "--engine",
            type=click.Choice(ENGINES),
            default=_DEFAULTS.engine,
            show_default=True,
            help="What runs the bulk of the work.",
        ),
        click.option(
            "--master",
            default=_DEFAULTS.master,
            show_default=True,
            metavar="URL",
            help="Where the engine spark runs: this machine, or the address of a cluster.",
        ),
        limit_option,
        encoding_option,
        click.option(
            "--editions",
            type=click.Choice(EDITIONS),
            default=_DEFAULTS.editions,
            show_default=True,
            hidden=not has_editions,
            help="The same text in two files: count each file (keep), or the text once (merge), "
            "so that a speech that was printed again does not pass for reuse.",
        ),
        click.option(
            "--no-dates",
            is_flag=True,
            help="Read no dates: a direction is told only where the text itself shows it.",
        ),
        click.option(
            "--dates",
            metavar="FILE.csv",
            help="Dates of the documents: columns document,date[,title,speaker,place].",
        ),
        click.option(
            "--min-bits",
            type=float,
            default=_DEFAULTS.min_bits,
            show_default=True,
            metavar="BITS",
            help="How surprising a shared passage must be at least.",
        ),
        click.option(
            "--min-length",
            type=int,
            default=_DEFAULTS.min_length,
            show_default=True,
            metavar="N",
            help="Characters a shared passage must have, punctuation not counted.",
        ),
    ):
        function = option(function)
    return function


def common_of(
    console: Console,
    *,
    min_length: int,
    min_bits: float,
    dates: str | None,
    no_dates: bool,
    encoding: str | None,
    limits: tuple[str, ...],
    editions: str,
    engine: str,
    master: str,
    threads: int,
    memory: str | None,
    temp: str | None,
) -> Common:
    """Return the common options as one checked value.

    Raises:
        click.UsageError: If options contradict each other.
        SettingsError: If a value makes no sense.
    """
    if dates is not None and no_dates:
        raise click.UsageError("--dates and --no-dates exclude each other")
    if engine != "spark" and master != _DEFAULTS.master:
        raise click.UsageError("--master is for --engine spark alone")
    machine = machine_of(threads=threads, memory=memory, temp=temp)
    settings = Settings(
        min_length=min_length,
        min_bits=min_bits,
        engine=engine,
        threads=machine.threads,
        memory_mb=machine.memory_mb,
        temp=machine.temp,
        master=master,
        use_dates=not no_dates,
        editions=editions,
    )
    given = {"min_length": min_length, "min_bits": min_bits, "use_dates": not no_dates}
    names = {"min_length": "min_length", "min_bits": "min_bits", "use_dates": "no_dates"}
    stated = {name: value for name, value in given.items() if is_stated(names[name])}
    return Common(console, settings, encoding, dates, limits_of(limits), stated)


def _set_verbose(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Console).verbose = True


def _set_quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Console).quiet = True
