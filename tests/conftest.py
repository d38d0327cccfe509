"""What every test may ask for."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["browsing", "command_runs", "promised_json", "spark_sessions", "store_runs"]

# Machines differ in speed, so time decides nothing; a check that everyone runs must not
# fail by chance, so there the examples are always the same.
settings.register_profile("local", deadline=None)
settings.register_profile("check", deadline=None, derandomize=True)
# The command speaks the language of the locale; tests read what it says in English.
os.environ["LC_ALL"] = "C.UTF-8"
# A shell starts what runs in the background with Ctrl-C turned off, and what that starts, too.
signal.signal(signal.SIGINT, signal.default_int_handler)
settings.load_profile("check" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write expected outputs anew where they are no longer what the program gives",
    )


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be written anew rather than compared."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds ``pyproject.toml``."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds(repository: Path) -> Path:
    """The sample corpus."""
    return repository / "seeds"
