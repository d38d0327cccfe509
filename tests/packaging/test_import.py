"""Importing the package is cheap, and its names are what it says they are."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import lineage

HEAVY = (
    "duckdb",
    "graphviz",
    "jieba",
    "jinja2",
    "networkx",
    "numpy",
    "rjieba",
    "selectolax",
    "pypdfium2",
    "pyspark",
    "rich",
)

SLOW = ("importlib.metadata", "importlib.resources", "numpy.ma", "email", "zipfile")
"""Modules that take as long to load as a small library."""


def _loaded_after(statement: str, repository: Path) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import lineage",
        "import lineage; lineage.Document(id='a', text='b'); lineage.Settings()",
        "import lineage; lineage.InputError('a', 'b')",
    ],
)
def test_naming_a_document_loads_no_heavy_library(statement: str, repository: Path) -> None:
    loaded = _loaded_after(statement, repository)

    assert "lineage" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_importing_the_package_loads_only_its_version(repository: Path) -> None:
    loaded = _loaded_after("import lineage", repository)

    assert {name for name in loaded if name.startswith("lineage")} == {"lineage", "lineage.version"}


def test_asking_for_help_loads_no_heavy_library(repository: Path) -> None:
    code = "from lineage.cli import main\nsys.argv = ['lineage', '--help']\n"
    loaded = _loaded_after(f"{code}try: main()\nexcept SystemExit: pass", repository)

    assert "lineage.cli" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_comparing_two_speeches_loads_only_what_that_takes(repository: Path) -> None:
    one, two = sorted(str(path) for path in (repository / "seeds").iterdir())[:2]
    code = f"from lineage.cli import main\nsys.argv = ['lineage', 'compare', {one!r}, {two!r}]\n"
    quiet = "import contextlib, os\nwith contextlib.redirect_stdout(open(os.devnull, 'w')):"
    loaded = _loaded_after(f"{code}{quiet}\n try: main()\n except SystemExit: pass", repository)

    assert {"numpy", "lineage.comparison"} <= loaded
    assert loaded.isdisjoint({*HEAVY, *SLOW} - {"numpy"})


def test_every_public_name_can_be_had() -> None:
    for name in lineage.__all__:
        assert getattr(lineage, name) is not None

    assert lineage.__all__ == sorted(lineage.__all__)
    assert set(lineage.__all__) <= set(dir(lineage))


def test_type_checkers_see_the_names_that_are_exported(repository: Path) -> None:
    tree = ast.parse((repository / "lineage" / "__init__.py").read_text(encoding="utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname or alias.name
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert seen | {"__version__"} == set(lineage.__all__)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        lineage.nonsense  # noqa: B018


def test_no_module_has_a_public_name(repository: Path) -> None:
    # Importing a submodule binds it to the package, in the place of the public name.
    package = repository / "lineage"
    modules = {path.stem for path in package.iterdir() if path.suffix == ".py" or path.is_dir()}

    assert modules.isdisjoint(lineage.__all__)


def test_no_module_imports_the_package_root(repository: Path) -> None:
    modules = {path.stem for path in (repository / "lineage").iterdir()}
    guilty = []
    for path in sorted((repository / "lineage").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                is_root = any(alias.name == "lineage" for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                public = {alias.name for alias in node.names} - modules
                is_root = bool(node.level or (node.module == "lineage" and public))
            else:
                continue
            if is_root:
                guilty.append(f"{path.relative_to(repository)}:{node.lineno}")

    assert guilty == []


def test_no_module_imports_a_private_name_of_another(repository: Path) -> None:
    private = [
        f"{path.relative_to(repository)}:{node.lineno} {alias.name}"
        for path in sorted((repository / "lineage").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lineage")
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.endswith("__")
    ]

    assert private == []


def test_every_module_below_the_edge_is_held_pure(repository: Path) -> None:
    with (repository / "pyproject.toml").open("rb") as file:
        layers, pure, *_ = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    edge, below = layers["layers"][:6], layers["layers"][6:]

    at_the_edge = {name for floor in edge for name in floor.replace("|", "").split()}
    assert {"cli", "pipeline", "readers", "programs"} <= at_the_edge
    floors = {name for floor in below for name in floor.split(" | ")} | {"render"}
    assert set(pure["source_modules"]) == {f"lineage.{name}" for name in floors}
