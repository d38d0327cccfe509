"""What pip installs is complete and nothing else."""

import email.parser
import subprocess
import sys
import zipfile
from email.message import Message
from pathlib import Path

import pytest

import lineage


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=repository,
        capture_output=True,
        check=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return email.parser.Parser().parsestr(wheel.read(name).decode())


def test_the_wheel_holds_every_file_of_the_package(
    wheel: zipfile.ZipFile, repository: Path
) -> None:
    in_folder = {
        path.relative_to(repository).as_posix()
        for path in (repository / "lineage").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        # What the kernels are compiled from, and by, is of no use afterwards.
        if not (
            path.parent.name == "native" and (path.suffix in (".c", ".h") or path.stem == "build")
        )
    }
    in_wheel = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert in_wheel == in_folder
    assert {"lineage/py.typed", "lineage/native/kernels.bin"} <= in_wheel
    assert any(name.startswith("lineage/render/templates/") for name in in_wheel)


def test_the_wheel_is_named_and_numbered_as_the_package_says(metadata: Message) -> None:
    assert metadata["Name"] == "speech-lineage"
    assert metadata["Version"] == lineage.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"


def test_the_wheel_installs_the_command(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert "lineage = lineage.cli:main" in wheel.read(name).decode()


def test_every_requirement_says_how_old_it_may_be(metadata: Message) -> None:
    needs = [need for need in metadata.get_all("Requires-Dist", []) if "speech-lineage" not in need]

    assert needs
    assert all(">=" in need for need in needs)


def test_the_wheel_is_of_one_system_and_of_every_python(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/WHEEL"))
    lines = wheel.read(name).decode().splitlines()
    (tag,) = (line.removeprefix("Tag: ") for line in lines if line.startswith("Tag: "))

    assert tag.startswith("py3-none-")
    assert not tag.endswith("-any")
    assert "Root-Is-Purelib: false" in lines
