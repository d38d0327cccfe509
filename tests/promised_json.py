"""What the tests of the interface share: what every JSON output promises, on the speeches.

Keys may be added, never taken away; so each check asks for *at least* the keys that are
promised, and for what they mean: offsets that cut out the text, ratios between 0 and 1,
sources that are earlier, arrays in a fixed order.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lineage.cli import main

DOCUMENT = {
    "id": str,
    "title": str,
    "date": (str, type(None)),
    "date_source": (str, type(None)),
    "characters": int,
    "sentences": int,
}


def printed(*arguments: str | Path) -> Any:
    result = CliRunner().invoke(main, [*map(str, arguments), "--quiet"])
    assert result.exit_code == 0, result.stderr
    # The same bytes whatever the console speaks, and every character as itself.
    assert "\\u" not in result.stdout
    return json.loads(result.stdout_bytes.decode("utf-8"))


def assert_holds(value: dict[str, Any], promised: dict[str, Any]) -> None:
    assert promised.keys() <= value.keys(), promised.keys() - value.keys()
    for key, kind in promised.items():
        assert isinstance(value[key], kind), (key, value[key])
        assert not isinstance(value[key], bool), (key, value[key])


def ratios(value: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """Yield every ratio below ``value``, wherever it stands."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key in ("similarity", "coverage", "novelty", "left", "right") and isinstance(
                entry, int | float
            ):
                yield f"{path}/{key}", entry
            yield from ratios(entry, f"{path}/{key}")
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from ratios(entry, f"{path}/{place}")


def assert_ratios(value: Any) -> None:
    found = list(ratios(value))
    assert found
    assert [entry for entry in found if not 0 <= entry[1] <= 1] == []


def may_precede(earlier: str, later: str) -> bool:
    """Whether two dates, written as far as they are known, leave no doubt of their order."""
    shorter = min(len(earlier), len(later))
    return earlier[:shorter] < later[:shorter]


def assert_documents(found: list[dict[str, Any]], texts: dict[str, str]) -> None:
    for document in found:
        assert_holds(document, DOCUMENT)
        assert document["characters"] == len(texts[document["id"]])
        assert document["sentences"] > 0
        assert (document["date"] is None) == (document["date_source"] is None)
        if document["date"] is not None:
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", document["date"])
            assert document["date_source"] in ("metadata", "filename", "text")


@pytest.fixture(scope="module")
def speeches(seeds: Path) -> list[Path]:
    return sorted(seeds.glob("*.txt"))


@pytest.fixture(scope="module")
def texts(speeches: list[Path]) -> dict[str, str]:
    run = CliRunner().invoke
    return {
        path.name: run(main, ["text", str(path)]).stdout_bytes.decode("utf-8") for path in speeches
    }
