"""What the verbs have in common: options, how they are checked, and what follows of them."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lineage.cli.console import Console
from lineage.cli.speech import language_option
from lineage.errors import InputError
from lineage.settings import EDITIONS, ENGINES, LEAST_MEMORY_MB, MOST_THREADS, Limits, Settings

if TYPE_CHECKING:
    from lineage.readers import Reading

Function = TypeVar("Function", bound=Callable[..., Any])

_DEFAULTS = Settings()
_LIMITS = tuple(Limits().to_dict())

FORMATS_IN_BYTES = frozenset({"png", "pdf", "xlsx"})
"""Formats that a terminal cannot show."""


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


def check_source(paths: tuple[str, ...], store: str | None) -> None:
    """Check that either documents are named or a store.

    Raises:
        click.UsageError: If neither is, or both are, or reading is to be done otherwise
            than it was when the store was made.
    """
    context = click.get_current_context()
    if store is None:
        if not paths:
            raise click.UsageError("Missing argument 'PATH...'", context)
        return
    if paths:
        raise click.UsageError("name documents or a store, not both", context)
    for name, option in _OF_READING.items():
        if _is_stated(name):
            raise click.UsageError(
                f"{option} says how documents are read; with a store, state it to lineage add",
                context,
            )


_OF_READING = {
    "dates": "--dates",
    "encoding": "--encoding",
    "limits": "--limit",
    "editions": "--editions",
}


def _is_stated(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


def threads_option(function: Function) -> Function:
    return click.option(
        "--threads",
        type=click.IntRange(0, MOST_THREADS),
        default=_DEFAULTS.threads,
        metavar="N",
        help="Threads to use; 0, the default, means all of the machine.",
    )(function)


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
        help="Change what one file may ask for: " + ", ".join(_LIMITS) + ".",
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


def common_options(function: Function) -> Function:
    """Add the options of reading and comparing; they arrive as keywords of `common_of`."""
    for option in (
        messages_options,
        click.option(
            "--threads",
            type=int,
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
            help="Documents that are one text: keep them all, or merge them, so that a speech "
            "that was printed again does not pass for reuse.",
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
    settings = Settings(
        min_length=min_length,
        min_bits=min_bits,
        engine=engine,
        threads=threads,
        memory_mb=_megabytes(memory),
        temp=_folder(temp),
        master=master,
        use_dates=not no_dates,
        editions=editions,
    )
    given = {"min_length": min_length, "min_bits": min_bits, "use_dates": not no_dates}
    names = {"min_length": "min_length", "min_bits": "min_bits", "use_dates": "no_dates"}
    stated = {name: value for name, value in given.items() if _is_stated(names[name])}
    return Common(console, settings, encoding, dates, limits_of(limits), stated)


_SIZE = re.compile(r"(\d+(?:\.\d+)?) *([KMGT]?)(?:I?B)?", re.IGNORECASE)
_MEGABYTES = {"": 2**-20, "K": 2**-10, "M": 1.0, "G": 2.0**10, "T": 2.0**20}


def _megabytes(size: str | None) -> int:
    """Return a size such as ``2GB`` in megabytes; 0 for none.

    Raises:
        click.UsageError: If it is no size, or too small for any work.
    """
    if size is None:
        return 0
    found = _SIZE.fullmatch(size.strip())
    if not found:
        raise click.UsageError(f"--memory {size}: write a size such as 2GB or 800MB")
    megabytes = int(float(found[1]) * _MEGABYTES[found[2].upper()])
    if megabytes < LEAST_MEMORY_MB:
        raise click.UsageError(f"--memory {size}: {LEAST_MEMORY_MB}MB is the least that suffices")
    return megabytes


def _folder(path: str | None) -> str | None:
    """Return the folder for temporary files, once it is known to be one."""
    if path is not None and not (os.path.isdir(path) and os.access(path, os.W_OK | os.X_OK)):
        raise InputError(path, "is no folder that can be written to", "name another with --temp")
    return path


def limits_of(given: tuple[str, ...]) -> Limits:
    """Return the limits with those that ``--limit`` changes.

    Raises:
        click.UsageError: If one is not written ``NAME=N``, or there is none of this name.
        SettingsError: If one makes no sense.
    """
    changed = {}
    for entry in given:
        name, _, value = entry.partition("=")
        if name not in _LIMITS or not value.isdecimal():
            raise click.UsageError(
                f"--limit {entry}: write NAME=N, where NAME is one of {', '.join(_LIMITS)}"
            )
        changed[name] = int(value)
    return Limits(**changed)


def chosen_format(
    console: Console,
    stated: str | None,
    output: str | None,
    *,
    suffixes: dict[str, str],
    otherwise: str,
) -> str:
    """Return the format to write: the one that is stated, else the one of the suffix.

    Args:
        console: Where the result would go without ``output``.
        stated: What ``--format`` says.
        output: What ``-o`` says.
        suffixes: Formats by suffix.
        otherwise: The format when neither is given.

    Raises:
        click.UsageError: If the suffix tells nothing, or a terminal cannot show it.
        LineageError: If the file of ``-o`` cannot be written.
    """
    if stated is not None:
        chosen = stated
    elif output is None or output == "-":
        chosen = otherwise
    else:
        suffix = PurePath(output).suffix.lower()
        if suffix not in suffixes:
            known = " ".join(suffixes)
            raise click.UsageError(
                f"{output}: the suffix tells no format; use one of {known}, or --format"
            )
        chosen = suffixes[suffix]
    if output is not None and output != "-":
        from lineage.outputs import check_file

        check_file(output)
    elif chosen in FORMATS_IN_BYTES and console.is_terminal:
        raise click.UsageError(f"{chosen} cannot be shown on a terminal; name a file with -o")
    return chosen


def checked_text(text: str) -> str:
    """Return a text to look for, as UTF-8 whatever the locale took it for.

    Raises:
        InputError: If there is nothing in it that could be found.
    """
    wanted = os.fsencode(text).decode("utf-8", "replace")
    if not any(character.isalnum() for character in wanted):
        raise InputError("TEXT", "has no words in it", "give the wording to look for in quotes")
    return wanted


def _set_verbose(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Console).verbose = True


def _set_quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Console).quiet = True
