"""The files of the repository: what must be in them, and what must not."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

SEEDS = {
    "000_a93a8293a417252e.txt": "4306274e3ce5257ab03ac03a589b3596547d6b427b60982918a05057cf4ada08",
    "001_d0f0624c43526599.txt": "2790474e85aad273784330f1a12676db4d59c313ad75b65085d6ec2343c6ea62",
    "002_bed27e870ea78e4a.txt": "df047859422fe5a79998dfacbd0857cfed85468b01d23355e8cc8c134edb0e49",
    "003_bc51b0a62f4a4347.txt": "7af757b725a50c6b1351ecc33856f0eec39ec4335003ca5314ac02a00c683b8b",
    "004_4a1b442f7ff754f0.txt": "c4b1f7ee76a33c4d9f92daca72c4ba4116bebef2f2e34539cef39f3e2011b908",
}
GENERATED = {
    "__pycache__",
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    "build",
    "dist",
}
# The addresses of package indexes, and folders of one machine.
FORBIDDEN = re.compile(
    r"pypi\.(?:org|python)|pythonhosted|npmjs\.|deb(?:ian)?\.(?:debian\.)?org/|index-url\s*="
    r"|(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/"
)


def _texts(repository: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(repository.rglob("*")):
        inside = path.relative_to(repository)
        if GENERATED & set(inside.parts) or not path.is_file() or path == Path(__file__):
            continue
        try:
            yield inside.as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_the_seed_speeches_are_the_originals_byte_for_byte(seeds: Path) -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in seeds.glob("*.txt")
    }

    assert found == SEEDS


def test_the_seed_folder_holds_the_speeches_and_their_description_only(seeds: Path) -> None:
    assert {path.name for path in seeds.iterdir()} == {*SEEDS, "README.md"}


def test_every_seed_is_described_with_its_length(seeds: Path) -> None:
    described = (seeds / "README.md").read_text(encoding="utf-8")

    for name in SEEDS:
        characters = len((seeds / name).read_text(encoding="utf-8"))
        assert f"`{name}`" in described
        assert f"{characters:,} characters" in described


def test_no_file_names_a_package_index_or_a_folder_of_one_machine(repository: Path) -> None:
    texts = dict(_texts(repository))

    guilty = {name: found[0] for name, text in texts.items() if (found := FORBIDDEN.search(text))}

    assert "pyproject.toml" in texts
    assert guilty == {}
