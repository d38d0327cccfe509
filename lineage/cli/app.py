"""How a run of the command begins and ends: one line for an error, and an exit code."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from lineage.cli.console import Console, drop_output, telling_of_output
from lineage.cli.speech import default_language, language_option, spoken_help, stated_language
from lineage.cli.stopping import STOPPED
from lineage.cli.store_verbs import STORE_VERBS
from lineage.cli.text_verbs import TEXT_VERBS
from lineage.cli.verbs import VERBS
from lineage.errors import (
    EngineUnavailableError,
    GraphvizNotFoundError,
    InputError,
    LineageError,
    SettingsError,
    StoreError,
)
from lineage.garbage import seldom_searched
from lineage.version import __version__

DONE, FAILED, MISUSED = 0, 1, 2

_MISUSES = (InputError, SettingsError, StoreError, EngineUnavailableError, GraphvizNotFoundError)


class _StoppedError(Exception):
    """The user pressed Ctrl-C."""


_STOPS = (_StoppedError, KeyboardInterrupt, click.Abort)


class Application(click.Group):
    """The command itself: it turns every error into one line and an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command; it ends with an exit code, unless ``standalone_mode`` is off."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        given = list(sys.argv[1:] if args is None else args)
        console = Console(stated_language(given) or default_language())
        extra.setdefault("obj", console)
        # Nobody multiplies matrices; the threads that numpy makes for it only wait, at full speed.
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        try:
            # What a verb loads stays, and would be searched ten times over.
            with seldom_searched():
                result = super().main(
                    args, prog_name or "lineage", complete_var, standalone_mode=False, **extra
                )
        except BaseException as error:  # noqa: BLE001 (whatever happens ends in one line)
            console.clear()
            self._end(error, console)
        sys.exit(result if isinstance(result, int) else DONE)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments in, which writes the help or the version if they ask for it."""
        try:
            with telling_of_output():
                return super().parse_args(ctx, args)
        except BrokenPipeError as error:
            drop_output()
            raise click.exceptions.Exit(DONE) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; told apart here is what click would answer in its own way."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise _StoppedError from error
        except BrokenPipeError:
            drop_output()
            return DONE

    def get_help(self, ctx: click.Context) -> str:
        return spoken_help(self, ctx) or super().get_help(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (the name is click's)
        """Return the verbs, the main one first."""
        return [*self.commands]

    def _end(self, error: BaseException, console: Console) -> NoReturn:
        if isinstance(error, SystemExit):
            raise error
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            sys.stderr.write(error.format_message() + "\n")
            sys.exit(MISUSED)
        # Whatever came of it on the way out, the user has stopped it.
        if console.is_stopped or isinstance(error, _STOPS):
            console.say_stopped()
            sys.exit(STOPPED)
        if console.verbose and not isinstance(error, click.ClickException):
            traceback.print_exception(error)
        message, code = _explain(error)
        console.error(message)
        sys.exit(code)


def _explain(error: BaseException) -> tuple[str, int]:
    """Return what to say of an error, and the exit code."""
    if isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "lineage"
        message = " ".join(error.format_message().split()).rstrip(".")
        return f"{message}; see {command} --help", MISUSED
    if isinstance(error, click.ClickException):
        return error.format_message(), error.exit_code
    if isinstance(error, _MISUSES):
        return str(error), MISUSED
    if isinstance(error, LineageError):
        return str(error), FAILED
    if isinstance(error, MemoryError):
        return "there is not enough memory; read fewer documents at once", FAILED
    if isinstance(error, OSError):
        what = f"{error.filename}: " if error.filename else ""
        return f"{what}{error.strerror or error}", FAILED
    name = type(error).__name__
    return f"this should not happen ({name}: {error}); --verbose shows where it did", FAILED


@click.group(
    name="lineage",
    cls=Application,
    commands={verb.name: verb for verb in (*VERBS, *TEXT_VERBS, *STORE_VERBS) if verb.name},
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: lineage report speeches/ -o reports/speeches",
)
@click.version_option(__version__, prog_name="lineage", message="%(prog)s %(version)s")
@language_option
def main() -> None:
    """Find the wording that documents share, who had it first, and how it was changed."""
