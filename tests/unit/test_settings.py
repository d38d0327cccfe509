"""Settings are checked when made and say what shaped a result."""

from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest

from lineage.errors import SettingsError
from lineage.settings import EDITIONS, ENGINES, LEAST_MEMORY_MB, Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_length", 1),
        ("min_length", -3),
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
        ("min_bits", 0),
        ("resemblance", 1),
        ("threads", 0),
        ("memory_mb", 0),
        ("memory_mb", LEAST_MEMORY_MB),
        *[("engine", engine) for engine in ENGINES],
        *[("editions", choice) for choice in EDITIONS],
    ],
)
def test_the_border_of_what_is_allowed_is_allowed(name: str, value: Any) -> None:
    assert getattr(Settings(**{name: value}), name) == value


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
