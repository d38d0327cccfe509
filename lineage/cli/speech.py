"""Which language the command speaks, and its help in that language.

The help is written in English beside each option and translated when it is shown; in
English click lays it out, in Chinese this module does, for click counts characters where
a terminal counts columns.
"""

import inspect
import locale
import os
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

import click

from lineage.cli.console import Console, telling_of_output
from lineage.wording import LANGUAGES, Language, Words

_WIDTH = 100
_NAMES = 26
"""Columns of the help, and of the names in it before what they mean."""

# What a paragraph that is laid out by hand begins with.
_FIXED = "\b"


def default_language(environment: Mapping[str, str] | None = None) -> Language:
    """Return the language of the locale: Chinese where it is Chinese, else English.

    Args:
        environment: The environment; that of the process without it.

    Example:
        >>> default_language({"LANG": "zh_CN.UTF-8"}), default_language({"LC_ALL": "C"})
        ('zh', 'en')
    """
    given = os.environ if environment is None else environment
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if given.get(name):
            return "zh" if given[name].lower().startswith("zh") else "en"
    if environment is None:
        # Where the locale is no matter of the environment, as on Windows.
        name = locale.getlocale()[0] or ""
        return "zh" if name.lower().startswith(("zh", "chinese")) else "en"
    return "en"


def stated_language(arguments: Sequence[str]) -> Language | None:
    """Return the language that ``--lang`` states, before the arguments are parsed.

    A mistake in the arguments themselves has to be told in some language, too.
    """
    for place, argument in enumerate(arguments):
        value = ""
        if argument == "--":
            break
        if argument == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        elif argument.startswith("--lang="):
            value = argument.removeprefix("--lang=")
        if value in get_args(Language):
            return cast(Language, value)
    return None


def language_option(function: Any) -> Any:
    """Add ``--lang``; who speaks asks the console."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        expose_value=False,
        is_eager=True,
        callback=_set_language,
        help="Language of what is said: pages, pictures, messages; else that of the locale.",
    )(function)


def _set_language(ctx: click.Context, _: click.Parameter, value: Language | None) -> None:
    if value is not None:
        ctx.ensure_object(Console).words = Words(value)


class Spoken(click.Command):
    """A verb whose help is in the language of the console, and whose options have values."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments in; what a script left empty is told before it means something."""
        with telling_of_output():
            rest = super().parse_args(ctx, args)
        for param in self.params:
            if isinstance(param, click.Option) and "" in _values(ctx.params.get(param.name or "")):
                raise click.BadParameter("it is empty", ctx, param)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb, so that Ctrl-C ends it soon."""
        from lineage.cli.stopping import prompt_ending

        with prompt_ending(ctx.ensure_object(Console)):
            return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        return _help(self, ctx) or super().get_help(ctx)


def _values(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def spoken_help(command: click.Command, ctx: click.Context) -> str | None:
    """Return the help of a command in another language; nothing where that is English."""
    return _help(command, ctx)


def _help(command: click.Command, ctx: click.Context) -> str | None:
    words = ctx.ensure_object(Console).words
    if words.language == "en":
        return None
    pieces = " ".join(command.collect_usage_pieces(ctx))
    parts = [f"{words.say('help_usage')}{ctx.command_path} {pieces}"]
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    parts += [_wrapped(_translated(paragraph, words), indent=2) for paragraph in paragraphs]
    options = [_record(param, ctx, words) for param in command.get_params(ctx)]
    parts.append(_table(words.say("help_options"), [each for each in options if each]))
    if isinstance(command, click.Group):
        verbs = [
            (name, _translated(verb.get_short_help_str(200), words))
            for name in command.list_commands(ctx)
            if (verb := command.get_command(ctx, name)) and not verb.hidden
        ]
        parts.append(_table(words.say("help_commands"), verbs))
    if command.epilog:
        parts.append(_wrapped(_translated(command.epilog, words), indent=2))
    return "\n\n".join(parts)


def _translated(text: str, words: Words) -> str:
    return words.translate(" ".join(text.replace(_FIXED, " ").split()))


def _record(param: click.Parameter, ctx: click.Context, words: Words) -> tuple[str, str] | None:
    record = param.get_help_record(ctx)
    if record is None or not isinstance(param, click.Option):
        return None
    names, text = record
    # click writes behind the help what the default is, and which range holds.
    help_text = param.help or ""
    extra = text.removeprefix(help_text).strip()
    extra = extra.replace("default: ", words.say("help_default"))
    return names, f"{_translated(help_text, words)} {extra}".strip()


def _table(title: str, rows: Sequence[tuple[str, str]]) -> str:
    from lineage.render.columns import display_width

    lines = [title]
    for names, text in rows:
        body = _wrapped(text, indent=_NAMES + 4)
        if display_width(names) <= _NAMES:
            gap = " " * (_NAMES - display_width(names))
            lines.append(f"  {names}{gap}  {body.lstrip()}".rstrip())
        else:
            lines += [f"  {names}", body]
    return "\n".join(line for line in lines if line)


def _wrapped(text: str, *, indent: int) -> str:
    from lineage.render.columns import Page

    if not text:
        return ""
    page = Page(_WIDTH, color=False)
    page.add_wording([("", text)], indent=" " * indent)
    return page.text().rstrip("\n")
