"""Settings are checked when made and say what shaped a result."""

import json
from dataclasses import FrozenInstanceError, fields
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lineage import Document, keeping
from lineage.errors import SettingsError
from lineage.settings import (
    EDITIONS,
    ENGINES,
    LEAST_MEMORY_MB,
    MOST_LENGTH,
    MOST_MEMORY_MB,
    Settings,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_length", 1),
        ("min_length", -3),
        ("min_length", MOST_LENGTH + 1),
        ("min_length", 10**30),
        ("min_length", "6"),
        ("min_length", 6.5),
        ("min_length", None),
        ("min_length", True),
        ("min_bits", "6"),
        ("use_dates", "no"),
        ("use_dates", None),
        ("engine", None),
        ("master", None),
        ("threads", 1.5),
        ("memory_mb", "2GB"),
        ("min_bits", -0.1),
        ("min_bits", 1e7),
        ("min_bits", float("inf")),
        ("min_bits", float("nan")),
        ("resemblance", 0),
        ("resemblance", 1.01),
        ("resemblance", float("nan")),
        ("engine", "mysql"),
        ("engine", ""),
        ("editions", "drop"),
        ("master", ""),
        ("master", " "),
        ("threads", -1),
        ("threads", 100_000),
        ("memory_mb", 1),
        ("memory_mb", -1),
        ("memory_mb", MOST_MEMORY_MB + 1),
        ("temp", 5),
        ("temp", b"/tmp"),
        ("temp", ""),
    ],
)
def test_an_impossible_setting_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**{name: value})

    assert caught.value.name == name
    assert str(caught.value).startswith(f"{name} is ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_length", 2),
        ("min_length", MOST_LENGTH),
        ("min_bits", 0),
        ("resemblance", 1),
        ("threads", 0),
        ("memory_mb", 0),
        ("memory_mb", LEAST_MEMORY_MB),
        ("memory_mb", MOST_MEMORY_MB),
        ("temp", None),
        ("temp", "no-such-folder"),
        *[("engine", engine) for engine in ENGINES],
        *[("editions", choice) for choice in EDITIONS],
    ],
)
def test_the_border_of_what_is_allowed_is_allowed(name: str, value: Any) -> None:
    assert getattr(Settings(**{name: value}), name) == value


@pytest.mark.parametrize(
    ("name", "value", "own"),
    [
        ("min_length", np.int64(6), 6),
        ("min_length", np.uint8(200), 200),
        ("min_bits", np.float32(0.5), 0.5),
        ("min_bits", np.float64(7.5), 7.5),
        ("min_bits", np.int32(7), 7),
        ("min_bits", 7, 7),
        ("resemblance", Fraction(1, 4), 0.25),
        ("threads", np.int16(2), 2),
        ("memory_mb", np.int64(512), 512),
    ],
)
def test_numbers_of_other_kinds_become_numbers_of_python(name: str, value: Any, own: Any) -> None:
    settings = Settings(**{name: value})

    held = getattr(settings, name)
    assert (held, type(held)) == (own, type(own))
    assert settings == Settings(**{name: own})
    assert json.loads(json.dumps(settings.to_dict())) == settings.to_dict()


def test_a_truth_value_of_an_array_is_none_of_python() -> None:
    with pytest.raises(SettingsError, match="use_dates is "):
        Settings(use_dates=np.bool_(True))  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="min_length is "):
        Settings(min_length=np.bool_(True))  # type: ignore[arg-type]


def test_a_store_is_made_with_numbers_of_an_array(tmp_path: Path) -> None:
    document = Document("a.txt", "守土有责，守土负责，守土尽责。")
    (length,) = np.array([8])

    keeping.add([document], tmp_path / "s", stated={"min_length": length})
    keeping.add([document], tmp_path / "s", stated={"min_length": length})

    assert keeping.load(tmp_path / "s").corpus.settings["min_length"] == 8


def test_settings_cannot_be_changed_afterwards() -> None:
    settings = Settings()

    with pytest.raises(FrozenInstanceError):
        settings.min_length = 10  # type: ignore[misc]


def test_what_the_machine_gives_does_not_belong_to_what_shapes_a_result() -> None:
    shown = Settings(threads=7, memory_mb=2048, temp="/tmp", master="local[2]").to_dict()

    assert shown == Settings(threads=1).to_dict()
    assert {field.name for field in fields(Settings)} - {*shown} == {
        "threads",
        "memory_mb",
        "temp",
        "master",
    }
