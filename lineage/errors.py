"""The exceptions of the library.

Each class carries its facts as fields and makes its own one-line message: what was
wrong, with what, and what to do about it. Only the command line turns them into exit
codes; the library itself never exits and never prints.
"""


class LineageError(Exception):
    """The root of everything this library raises on purpose."""


class InputError(LineageError, ValueError):
    """A document, path or folder cannot be used.

    Attributes:
        name: The path or document id that was asked for.
        reason: What is wrong with it.
        remedy: What the user can do; empty when there is nothing to add.
    """

    def __init__(self, name: str, reason: str, remedy: str = "") -> None:
        self.name = name
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{name}: {reason}" + (f"; {remedy}" if remedy else ""))


class LimitError(LineageError, ValueError):
    """A file asks for more than a limit allows.

    Attributes:
        name: The limit.
        allowed: What it allows.
        asked: What the file asks for, in words.
    """

    def __init__(self, name: str, allowed: int, asked: str) -> None:
        self.name = name
        self.allowed = allowed
        self.asked = asked
        super().__init__(f"{asked}; the limit {name} is {allowed} (--limit {name}=N allows more)")


class SettingsError(LineageError, ValueError):
    """A setting has a value that makes no sense.

    Attributes:
        name: The setting.
        value: The value it was given.
        allowed: What it may be.
    """

    def __init__(self, name: str, value: object, allowed: str) -> None:
        self.name = name
        self.value = value
        self.allowed = allowed
        super().__init__(f"{name} is {value!r}; it must be {allowed}")


def check_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise `SettingsError` if a setting is none of a few words."""
    if value not in allowed:
        raise SettingsError(name, value, "one of " + ", ".join(allowed))


class SpanError(LineageError, ValueError):
    """A span is impossible, or reaches outside the text it belongs to."""


class EngineUnavailableError(LineageError):
    """An engine was asked for that is not installed or not part of this version."""


class EngineError(LineageError):
    """An engine could not finish its work; the message says why, or what it lacked."""


class InstallationError(LineageError):
    """A part of this library itself is missing; the message says what to do."""


class GraphvizNotFoundError(LineageError):
    """No ``dot`` program can be found where it was asked for."""


class DrawingError(LineageError):
    """A drawing could not be made; the message says by which program and why."""


class OutputError(LineageError):
    """A file or folder cannot be written."""


class StoreError(LineageError, ValueError):
    """A store cannot be used.

    Attributes:
        name: The file.
        reason: What is wrong with it.
        remedy: What the user can do.
    """

    def __init__(self, name: str, reason: str, remedy: str) -> None:
        self.name = name
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{name}: {reason}; {remedy}")


class StoreBusyError(LineageError):
    """A store cannot be opened beside another process: one of the two writes it.

    Attributes:
        name: The file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name}: another process has it open; wait for it to end")
