"""The compiled part of the package: how it comes about, and what is said where it does not."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from command_runs import FORMULA

from lineage.errors import InstallationError
from lineage.native import library

pytest.importorskip("hatchling")

from lineage.native import build

SOURCES = Path(build.__file__).parent


@pytest.fixture
def no_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A system on which there is no compiler, and no ziglang beside Python."""
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


def a_program(folder: Path, name: str, script: str) -> str:
    """Write a program of the shell."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def hook(root: Path, target: str = "wheel") -> build.KernelsHook:
    def abort(message: str) -> None:
        raise SystemExit(message)

    app = SimpleNamespace(abort=abort)
    return build.KernelsHook(str(root), {}, None, None, str(root), target, app)  # type: ignore[arg-type]


# ---- Building


@pytest.mark.usefixtures("no_compiler")
def test_a_build_asks_for_a_compiler_where_there_is_none(tmp_path: Path) -> None:
    (need,) = hook(tmp_path).dependencies()

    assert need.startswith("ziglang>=")
    assert hook(tmp_path, "sdist").dependencies() == []


@pytest.mark.usefixtures("no_compiler")
def test_without_any_compiler_one_line_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "lineage" / "native").mkdir(parents=True)

    with pytest.raises(SystemExit) as ended:
        hook(tmp_path).initialize("standard", {"artifacts": []})

    (line,) = str(ended.value).splitlines()
    assert all(word in line for word in ("gcc", "xcode-select", "ziglang", "CC"))


def test_a_compiler_that_is_named_and_missing_is_named_in_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler -m64")

    with pytest.raises(RuntimeError, match=r"^no-such-compiler -m64 cannot compile"):
        build.compile_kernels(SOURCES, tmp_path / build.LIBRARY)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="writes a program of the shell")
@pytest.mark.usefixtures("no_compiler")
def test_a_compiler_without_headers_is_passed_over(tmp_path: Path) -> None:
    a_program(tmp_path, "cc", "echo 'stdlib.h: No such file or directory' >&2; exit 1")
    able = a_program(tmp_path, "gcc", "exit 0")

    assert build._system_compiler() == ["gcc"]
    Path(able).unlink()
    assert build._system_compiler() == []


@pytest.mark.skipif(os.name != "posix", reason="writes a program of the shell")
@pytest.mark.usefixtures("no_compiler")
def test_the_compiler_that_macos_only_offers_is_not_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    asked = a_program(tmp_path, "xcode-select", "exit 2")

    assert build._only_asks("/usr/bin/cc")
    assert not build._only_asks("/opt/bin/cc")
    Path(asked).write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    assert not build._only_asks("/usr/bin/cc")


def test_on_windows_only_a_compiler_that_is_named_is_the_systems(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Windows")
    monkeypatch.delenv("CC", raising=False)

    assert build._system_compiler() == []
    monkeypatch.setenv("CC", "clang")
    assert build._system_compiler() == ["clang"]


@pytest.mark.parametrize(
    ("compiler", "is_zig"),
    [
        ("zig cc", True),
        ("/opt/zig-0.16/zig cc", True),
        ("python -m ziglang cc", True),
        ("gcc", False),
    ],
)
def test_zig_compiles_for_any_processor_of_a_kind(
    compiler: str, is_zig: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", compiler)

    assert build._compiler() == [*shlex.split(compiler), *(["-mcpu=baseline"] if is_zig else [])]


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["manylinux_2_36_x86_64", "manylinux2014_x86_64", "linux_x86_64"], "linux_x86_64"),
        (["musllinux_1_2_aarch64", "linux_aarch64"], "linux_aarch64"),
        (["macosx_14_0_arm64", "macosx_14_0_universal2"], "macosx_14_0_arm64"),
        (["win_amd64"], "win_amd64"),
    ],
)
def test_a_wheel_is_for_the_system_at_hand(
    names: list[str], chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "platform_tags", lambda: iter(names))

    assert build._platform() == chosen


# ---- Using what was built


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Path:
    """A copy of the package in which nothing was compiled, beside two documents."""
    shutil.copytree(
        repository / "lineage",
        tmp_path / "lineage",
        ignore=shutil.ignore_patterns("__pycache__", library.LIBRARY),
    )
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name[0] * 40}。\n{FORMULA}\n", encoding="utf-8")
    return tmp_path


def python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def nothing(library: Path) -> None:
    """Leave the library out."""


def a_text(library: Path) -> None:
    library.write_text("a text", encoding="utf-8")


def of_another_version(library: Path) -> None:
    """Compile a library that lacks the functions."""
    source = library.with_name("other.c")
    source.write_text("int lineage_other = 1;\n", encoding="utf-8")
    compiler = build._system_compiler()
    if not compiler:
        pytest.skip("there is no compiler")
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", library, source], check=True)


@pytest.mark.parametrize("make", [nothing, a_text, of_another_version])
@pytest.mark.parametrize("verb", ["top", "compare"])
def test_the_command_says_in_one_line_what_makes_the_missing_part(
    verb: str, make: Callable[[Path], None], checkout: Path
) -> None:
    make(checkout / "lineage" / "native" / library.LIBRARY)

    done = python("-m", "lineage", verb, "a.txt", "b.txt", folder=checkout)

    assert (done.returncode, done.stdout) == (1, ""), done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("lineage: the compiled part of lineage cannot be used (")
    assert "run pip install -e ." in line


def test_what_needs_no_kernels_works_without_them(checkout: Path) -> None:
    (checkout / "c.py").write_text("import lineage\nprint(len(lineage.read('a.txt')))\n", "utf-8")

    read, shown, told = (
        python("c.py", folder=checkout),
        python("-m", "lineage", "text", "a.txt", folder=checkout),
        python("-m", "lineage", "--help", folder=checkout),
    )

    assert [done.returncode for done in (read, shown, told)] == [0, 0, 0]
    assert read.stdout == "1\n"
    assert FORMULA in shown.stdout


def test_the_library_says_what_makes_the_missing_part(checkout: Path) -> None:
    (checkout / "c.py").write_text(
        "import lineage\n"
        "try:\n    lineage.compare('a.txt', 'b.txt')\n"
        "except lineage.LineageError as error:\n    print(type(error).__name__, error)\n",
        encoding="utf-8",
    )

    done = python("c.py", folder=checkout)

    assert done.stdout.startswith(InstallationError.__name__), done.stderr
    assert re.search(r"kernels\.bin.*pip install -e \.", done.stdout)
