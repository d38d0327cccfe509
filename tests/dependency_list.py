"""Lists what the default install brings along: licence, size, and on which systems it installs.

``python tests/dependency_list.py`` prints the list and ends with 1 when a package has a
licence that asks for more than the LGPL does, or no wheel for Linux, macOS or Windows. pip is
asked what it would install on each system; what it answers is complete, since what other
systems need beside (by the markers of the packages' requirements) is asked for as well.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, cast

from packaging.markers import Environment, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYTHON = "3.11"
SYSTEMS: Mapping[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "Linux": (
        (*(f"manylinux_2_{n}_x86_64" for n in range(28, 16, -1)), "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    ),
    "macOS": (
        ("macosx_15_0_arm64",),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "arm64",
        },
    ),
    "Windows": (
        ("win_amd64",),
        {
            "sys_platform": "win32",
            "platform_system": "Windows",
            "os_name": "nt",
            "platform_machine": "AMD64",
        },
    ),
}
SOURCE_ONLY = {"jieba"}
"""Packages without a wheel that are Python and data alone, so that pip builds one anywhere."""

# The GPL and the AGPL, and nothing of the LGPL.
_COPYLEFT = re.compile(r"(?<![A-Za-z])A?GPL|(?<!Lesser )General Public|Affero|EUPL|SSPL|CC-BY-NC")
_COMPILED = (".so", ".pyd", ".dylib", ".dll", ".c", ".pyx", ".rs")


class OfflineError(Exception):
    """pip cannot reach an index."""


@dataclass(frozen=True)
class Package:
    """A package that would be installed.

    Attributes:
        name: Its name.
        version: Its version on the first system.
        licence: What its metadata say.
        systems: The systems on which it is needed; there is a wheel for each of them.
        kilobytes: Its size where it is installed here, else ``None``.
    """

    name: str
    version: str
    licence: str
    systems: tuple[str, ...]
    kilobytes: int | None

    @property
    def is_free_enough(self) -> bool:
        return bool(self.licence) and not _COPYLEFT.search(self.licence)


def packages(repository: Path) -> list[Package]:
    """Return what the default install brings along, by name.

    Raises:
        OfflineError: If pip cannot reach an index.
        RuntimeError: If a package has no wheel for one of the systems; pip says which.
    """
    with (repository / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)["project"]["dependencies"]
    found: dict[str, dict[str, Any]] = {}
    systems: dict[str, list[str]] = {}
    for system in SYSTEMS:
        for about in _resolved(wanted, system):
            name = canonicalize_name(about["name"])
            found.setdefault(name, about)
            systems.setdefault(name, []).append(system)
    return [
        Package(
            name=name,
            version=about["version"],
            licence=_licence(about),
            systems=tuple(systems[name]),
            kilobytes=_size(name),
        )
        for name, about in sorted(found.items())
    ]


def is_python_alone(name: str) -> bool:
    """Whether a package that is installed here holds nothing that must be compiled."""
    files = metadata.files(name) or ()
    return bool(files) and not any(file.name.endswith(_COMPILED) for file in files)


def _resolved(wanted: Iterable[str], system: str) -> list[dict[str, Any]]:
    platforms, environment = SYSTEMS[system]
    requirements = [Requirement(need) for need in wanted]
    for _ in range(9):
        asked = [
            str(need) for need in requirements if canonicalize_name(need.name) not in SOURCE_ONLY
        ]
        abouts = _ask_pip(asked, platforms)
        known = {canonicalize_name(about["name"]) for about in abouts} | SOURCE_ONLY
        more = {
            str(need)
            for about in abouts
            for need in map(Requirement, about.get("requires_dist", ()))
            if _applies(need, environment) and canonicalize_name(need.name) not in known
        }
        if not more:
            return [*abouts, *map(_installed, SOURCE_ONLY)]
        requirements += [_without_marker(need) for need in sorted(more)]
    raise AssertionError("the requirements of requirements do not end")


def _applies(need: Requirement, environment: Mapping[str, str]) -> bool:
    if need.marker is None:
        return True
    there = cast(
        Environment, {**default_environment(), **environment, "python_version": PYTHON, "extra": ""}
    )
    return need.marker.evaluate(cast(Any, there))


def _without_marker(text: str) -> Requirement:
    need = Requirement(text)
    need.marker = None
    return need


def _ask_pip(requirements: list[str], platforms: tuple[str, ...]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-cache-dir"),
                *("--disable-pip-version-check", "--no-input", "--ignore-installed"),
                *("--report", "-", "--only-binary=:all:", "--target", folder),
                *("--python-version", PYTHON, "--implementation", "cp"),
                *(option for platform in platforms for option in ("--platform", platform)),
                *requirements,
            ],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    if done.returncode:
        if re.search(
            r"ConnectionError|NewConnectionError|Max retries|Temporary failure|timed out",
            done.stderr,
        ):
            raise OfflineError(done.stderr.strip().splitlines()[-1])
        raise RuntimeError(done.stderr.strip())
    return [entry["metadata"] for entry in json.loads(done.stdout)["install"]]


def _installed(name: str) -> dict[str, Any]:
    about = metadata.metadata(name)
    return {
        "name": name,
        "version": about["Version"],
        "license": about["License"] or "",
        "classifier": about.get_all("Classifier") or [],
    }


def _licence(about: Mapping[str, Any]) -> str:
    stated = about.get("license_expression") or _expression(about["name"])
    classifiers = [
        entry.rpartition(" :: ")[2]
        for entry in about.get("classifier", ())
        if entry.startswith("License ::") and not entry.endswith("OSI Approved")
    ]
    first_line = (about.get("license") or "").strip().splitlines()[:1]
    return stated or ", ".join(classifiers) or "".join(first_line)[:60]


def _expression(name: str) -> str:
    """Return what the installed package states: pip before version 24 does not pass it on."""
    try:
        return metadata.metadata(name)["License-Expression"] or ""
    except metadata.PackageNotFoundError:
        return ""


def _size(name: str) -> int | None:
    try:
        files = metadata.files(name) or ()
    except metadata.PackageNotFoundError:
        return None
    return sum(file.size or 0 for file in files) // 1024


def main() -> int:
    found = packages(Path(__file__).resolve().parents[1])
    bad = 0
    for package in found:
        size = "–" if package.kilobytes is None else f"{package.kilobytes:,} kB"
        is_bad = not package.is_free_enough
        bad += is_bad
        print(
            f"{package.name:22} {package.version:14} {size:>12}  {', '.join(package.systems):22}"
            f"  {package.licence}{'   <-- not allowed' if is_bad else ''}"
        )
    total = sum(package.kilobytes or 0 for package in found)
    print(f"{len(found)} packages, {total:,} kB")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
