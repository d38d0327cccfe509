"""Programs are looked for where the system keeps them, and nowhere else."""

import os
import stat
import sys
from pathlib import Path

import pytest

from lineage.drawing import find_dot
from lineage.errors import GraphvizNotFoundError
from lineage.programs import find_program
from lineage.readers.office import find_office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="programs are scripts here")


def install(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        program = folder / name
        program.write_text("#!/bin/sh\nexit 7\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_the_first_folder_that_has_it_under_any_name_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "a", "second")
    install(tmp_path / "b", "first", "second")
    monkeypatch.setenv("PATH", os.pathsep.join(str(tmp_path / name) for name in ("none", *"ab")))

    found = find_program("first", "second")

    assert found == str(tmp_path / "a" / "second")


@pytest.mark.parametrize("path", ["", ".", os.curdir + os.pathsep, "below"])
def test_a_program_in_the_current_folder_is_not_run(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (tmp_path, tmp_path / "below"):
        install(folder, "soffice", "dot", "graphviz-pure")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", path)
    monkeypatch.setattr("lineage.drawing._candidates", lambda: iter(()))

    assert find_office() is None
    for dot in ("dot", None):
        with pytest.raises(GraphvizNotFoundError):
            find_dot(dot)


def test_a_path_to_a_program_is_taken_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "dot")
    monkeypatch.chdir(tmp_path)

    assert find_dot("./dot") == "./dot"
    assert find_dot(str(tmp_path / "dot")) == str(tmp_path / "dot")
