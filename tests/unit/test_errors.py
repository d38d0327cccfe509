"""Errors carry their facts and say them in one line."""

import pytest

from lineage import errors


def test_an_input_error_names_what_why_and_the_remedy() -> None:
    error = errors.InputError("a.bin", "is not a text", "give a .txt or .md file")

    assert str(error) == "a.bin: is not a text; give a .txt or .md file"
    assert (error.name, error.reason) == ("a.bin", "is not a text")
    assert error.remedy == "give a .txt or .md file"


def test_an_input_error_without_remedy_ends_after_the_reason() -> None:
    assert str(errors.InputError("a.txt", "no such file")) == "a.txt: no such file"


def test_a_settings_error_shows_the_value_as_it_was_given() -> None:
    error = errors.SettingsError("engine", "mysql", "one of duckdb, spark")

    assert str(error) == "engine is 'mysql'; it must be one of duckdb, spark"
    assert (error.name, error.value, error.allowed) == ("engine", "mysql", "one of duckdb, spark")


def test_every_error_can_be_caught_as_one() -> None:
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]

    assert len(classes) >= 8
    assert all(issubclass(value, errors.LineageError) for value in classes)


@pytest.mark.parametrize("name", ["InputError", "SettingsError", "SpanError"])
def test_errors_about_values_are_value_errors(name: str) -> None:
    assert issubclass(getattr(errors, name), ValueError)
