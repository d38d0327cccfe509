"""Finds, groups and traces wording that documents share.

>>> import lineage
>>> left = lineage.Document(id="a", text="人命关天，发展决不能以牺牲人的生命为代价。")
>>> left.id
'a'

The names below are loaded when they are first used: importing the package costs a few
milliseconds and loads none of the libraries it builds on.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lineage.version import __version__

if TYPE_CHECKING:
    from lineage.analysis import Analysis
    from lineage.errors import (
        DrawingError,
        EngineUnavailableError,
        GraphvizNotFoundError,
        InputError,
        LimitError,
        LineageError,
        OutputError,
        SettingsError,
        SpanError,
        StoreBusyError,
        StoreError,
    )
    from lineage.model import (
        Comparison,
        Coverage,
        Document,
        Edit,
        Failure,
        Family,
        Occurrence,
        PassagePair,
        Profile,
        Provenance,
        RawSpan,
        Reuse,
        Sentence,
        SentencePair,
        Variant,
        Witness,
    )
    from lineage.pairwise import compare
    from lineage.pipeline import analyze, find, trace
    from lineage.pipeline import read_documents as read
    from lineage.settings import Limits, Settings

__all__ = [
    "Analysis",
    "Comparison",
    "Coverage",
    "Document",
    "DrawingError",
    "Edit",
    "EngineUnavailableError",
    "Failure",
    "Family",
    "GraphvizNotFoundError",
    "InputError",
    "LimitError",
    "Limits",
    "LineageError",
    "Occurrence",
    "OutputError",
    "PassagePair",
    "Profile",
    "Provenance",
    "RawSpan",
    "Reuse",
    "Sentence",
    "SentencePair",
    "Settings",
    "SettingsError",
    "SpanError",
    "StoreBusyError",
    "StoreError",
    "Variant",
    "Witness",
    "__version__",
    "analyze",
    "compare",
    "find",
    "read",
    "trace",
]

_ERRORS = {name for name in __all__ if name.endswith("Error")}
_PIPELINE = {
    "analyze": "analyze",
    "find": "find",
    "read": "read_documents",
    "trace": "trace",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "Analysis":
        value = import_module("lineage.analysis").Analysis
    elif name == "compare":
        value = import_module("lineage.pairwise").compare
    elif name in _PIPELINE:
        value = getattr(import_module("lineage.pipeline"), _PIPELINE[name])
    elif name in _ERRORS:
        value = getattr(import_module("lineage.errors"), name)
    elif name in ("Limits", "Settings"):
        value = getattr(import_module("lineage.settings"), name)
    else:
        value = getattr(import_module("lineage.model"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
