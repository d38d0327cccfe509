"""What the user gives, checked: where documents come from, sizes, formats, texts."""

import os
import re
from pathlib import PurePath

import click

from lineage.cli.console import Console
from lineage.errors import InputError
from lineage.settings import LEAST_MEMORY_MB, MOST_MEMORY_MB, Limits

LIMITS = tuple(Limits().to_dict())
"""The names of the limits."""

_FORMATS_IN_BYTES = frozenset({"png", "pdf", "xlsx"})
"""Formats that a terminal cannot show."""


def check_source(paths: tuple[str, ...], store: str | None) -> None:
    """Check that either documents are named or a store.

    Raises:
        click.UsageError: If neither is, or both are, or reading is to be done otherwise
            than it was when the store was made, or the work by another engine.
    """
    context = click.get_current_context()
    if store is None:
        if not paths:
            raise click.UsageError("Missing argument 'PATH...'", context)
        return
    if paths:
        raise click.UsageError("name documents or a store, not both", context)
    if is_stated("editions"):
        raise click.UsageError("a store keeps all documents; leave --editions out", context)
    check_engine_of_store()
    for name, option in _OF_READING.items():
        if is_stated(name):
            raise click.UsageError(
                f"{option} says how documents are read; with a store, state it to lineage add",
                context,
            )


def check_engine_of_store() -> None:
    """Check that no other engine is asked for than the one that works on stores.

    Raises:
        click.UsageError: If one is.
    """
    context = click.get_current_context()
    if context.params["engine"] != _OF_STORES:
        raise click.UsageError(
            f"only the engine {_OF_STORES} works on a store; leave --engine out", context
        )


_OF_STORES = "duckdb"
_OF_READING = {
    "dates": "--dates",
    "encoding": "--encoding",
    "limits": "--limit",
}


def is_stated(name: str) -> bool:
    """Say whether the user wrote an option, named as the verb knows it."""
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


def limits_of(given: tuple[str, ...]) -> Limits:
    """Return the limits with those that ``--limit`` changes.

    Raises:
        click.UsageError: If one is not written ``NAME=N``, or there is none of this name.
        SettingsError: If one makes no sense.
    """
    changed = {}
    for entry in given:
        name, _, value = entry.partition("=")
        if name not in LIMITS or not value.isdecimal():
            raise click.UsageError(
                f"--limit {entry}: write NAME=N, where NAME is one of {', '.join(LIMITS)}"
            )
        changed[name] = int(value)
    return Limits(**changed)


_SIZE = re.compile(r"(\d+(?:\.\d+)?) *([KMGT]?)(?:I?B)?", re.IGNORECASE)
_MEGABYTES = {"": 2**-20, "K": 2**-10, "M": 1.0, "G": 2.0**10, "T": 2.0**20}


def megabytes_of(size: str | None) -> int:
    """Return a size such as ``2GB`` in megabytes; 0 for none.

    Raises:
        click.UsageError: If it is no size, too small for any work, or more than there can be.
    """
    if size is None:
        return 0
    found = _SIZE.fullmatch(size.strip())
    if not found:
        raise click.UsageError(f"--memory {size}: write a size such as 2GB or 800MB")
    megabytes = float(found[1]) * _MEGABYTES[found[2].upper()]
    if megabytes > MOST_MEMORY_MB:
        raise click.UsageError(
            f"--memory {size}: {MOST_MEMORY_MB >> 20}TB is the most there can be"
        )
    if megabytes < LEAST_MEMORY_MB:
        raise click.UsageError(f"--memory {size}: {LEAST_MEMORY_MB}MB is the least that suffices")
    return int(megabytes)


def checked_folder(path: str | None) -> str | None:
    """Return the folder for temporary files, once it is known to be one."""
    if path is not None and not (os.path.isdir(path) and os.access(path, os.W_OK | os.X_OK)):
        raise InputError(path, "is no folder that can be written to", "name another with --temp")
    return path


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
    elif chosen in _FORMATS_IN_BYTES and console.is_terminal:
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
