"""What the default install brings along may be used by all, on every system."""

import tomllib
from pathlib import Path

import pytest
from dependency_list import (
    SOURCE_ONLY,
    SYSTEMS,
    OfflineError,
    Package,
    is_python_alone,
    packages,
)
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def found(repository: Path) -> list[Package]:
    try:
        return packages(repository)
    except OfflineError as error:
        pytest.skip(f"pip reaches no index: {error}")


def test_every_package_has_wheels_for_the_three_systems(
    found: list[Package], repository: Path
) -> None:
    with (repository / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)["project"]["dependencies"]
    names = {canonicalize_name(Requirement(need).name) for need in wanted}

    # A package without a wheel would have ended in an error that names it.
    assert names <= {package.name for package in found}
    for package in found:
        if package.name in names:
            assert set(package.systems) == set(SYSTEMS)


@pytest.mark.parametrize("name", sorted(SOURCE_ONLY))
def test_a_package_without_wheels_holds_nothing_to_compile(name: str) -> None:
    assert is_python_alone(name)


def test_no_licence_asks_for_more_than_the_lgpl_does(found: list[Package]) -> None:
    assert [(p.name, p.licence) for p in found if not p.is_free_enough] == []


@pytest.mark.parametrize(
    ("licence", "is_allowed"),
    [
        ("MIT", True),
        ("LGPL-2.1-or-later", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("EPL-2.0 AND MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0", False),
        ("GNU General Public License v2 (GPLv2)", False),
        ("GNU Affero General Public License v3", False),
        ("", False),
    ],
)
def test_licences_are_told_apart(licence: str, is_allowed: bool) -> None:
    assert Package("a", "1", licence, (), None).is_free_enough is is_allowed
