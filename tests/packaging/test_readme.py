"""The README keeps up with the program."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from lineage.cli import main
from lineage.settings import Limits

VERBS = {"report", "compare", "graph", "top", "trace", "find", "text"}


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def _commands() -> Iterator[tuple[str, click.Command]]:
    assert isinstance(main, click.Group)
    yield "lineage", main
    for name, command in sorted(main.commands.items()):
        yield f"lineage {name}", command


def test_every_verb_is_in_the_readme(readme: str) -> None:
    verbs = {name for name, _ in _commands() if " " in name}

    assert {f"lineage {verb}" for verb in VERBS} <= verbs
    assert [verb for verb in sorted(verbs) if f"{verb} " not in readme] == []


def test_every_option_is_in_the_readme(readme: str) -> None:
    options = {
        option
        for _, command in _commands()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--")
    }
    named = set(re.findall(r"--[a-z][a-z-]*", readme))

    assert options - named == set()


def test_the_chinese_readme_names_every_verb_and_option_too(readme: str, repository: Path) -> None:
    chinese = (repository / "README.zh.md").read_text(encoding="utf-8")
    options = set(re.findall(r"`(--[a-z][a-z-]*)", readme.split("### Options")[1].split("## ")[0]))

    assert len(options) > 10
    assert [option for option in sorted(options) if option not in chinese] == []
    assert [verb for verb in sorted(VERBS) if f"lineage {verb}" not in chinese] == []
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", chinese):
        assert (repository / target).exists(), target


@pytest.mark.parametrize("mark", ["run", "test"])
def test_each_of_the_two_commands_is_one_line(readme: str, mark: str) -> None:
    blocks = re.findall(rf"<!-- {mark} -->\n```sh\n(.*?)```", readme, flags=re.DOTALL)

    (block,) = blocks
    assert len(block.strip().splitlines()) == 1


def test_every_file_that_the_readme_shows_is_there(readme: str, repository: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", readme)

    assert targets
    assert [target for target in targets if not (repository / target).exists()] == []


def _run(*arguments: str, repository: Path, folder: Path) -> str:
    """Return what Python prints in a folder that holds the sample corpus."""
    shutil.copytree(repository / "seeds", folder / "seeds")
    ours = {"PYTHONPATH": str(repository), "PYTHONIOENCODING": "utf-8", "COLUMNS": ""}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **ours},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


EXAMPLE = re.compile(r"```console\n\$ (lineage .*)\n((?:.*\n)*?)```")


def _shortened(output: str, like: str) -> str:
    """Return the lines of an output that the README shows of it."""
    if not (cut := re.search(r"^…(\d*)$", like, flags=re.MULTILINE)):
        return output
    n_lines = int(cut[1]) if cut[1] else len(like.splitlines()) - 1
    lines = output.splitlines()
    if len(lines) <= n_lines:
        return output
    return "\n".join([*lines[:n_lines], "…"]) + "\n"


def test_every_example_prints_what_the_readme_shows(
    repository: Path, tmp_path: Path, update_golden: bool
) -> None:
    path = repository / "README.md"
    text = path.read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    now = {}

    for number, (command, shown) in enumerate(examples):
        folder = tmp_path / str(number)
        folder.mkdir()
        now[command] = _shortened(
            _run("-m", *shlex.split(command), repository=repository, folder=folder), shown
        )

    if update_golden:
        text = EXAMPLE.sub(lambda m: f"```console\n$ {m[1]}\n{now[m[1]]}```", text)
        path.write_text(text, encoding="utf-8")
    else:
        assert now == dict(examples)
    assert len(examples) >= 5


def test_the_python_example_runs_as_it_stands(
    readme: str, repository: Path, tmp_path: Path
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", readme, flags=re.DOTALL)

    printed = _run("-c", example, repository=repository, folder=tmp_path)

    assert len(printed.splitlines()) == 4
    assert (tmp_path / "reports" / "seeds" / "index.html").is_file()


def test_every_limit_is_in_the_readme_with_its_default(readme: str) -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+) \|", readme, flags=re.MULTILINE))

    assert {name: int(value.replace(",", "")) for name, value in rows.items()} == Limits().to_dict()
