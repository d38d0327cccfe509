"""The frozen values that every other module speaks in.

Offsets are half-open and count code points. Everything shown to a user is a raw span;
everything compared is a span of tokens (`spans`). From a `document` on, values build on each
other: a `comparison` of two, the `family` of a wording, the `corpus` with all of them.
"""

from lineage.model.columns import from_columns
from lineage.model.comparison import Comparison, Coverage, PassagePair, Relation, SentencePair
from lineage.model.corpus import Corpus, Edition, Editions, Profile, Reuse, Sort, Unit
from lineage.model.document import (
    DateSource,
    Document,
    Failure,
    Provenance,
    Sentence,
    document_to_dict,
)
from lineage.model.family import (
    LEAST_SOURCE,
    MOST_SOURCES,
    Clue,
    ClueKind,
    Direction,
    DirectionSource,
    Family,
    Kind,
    Occurrence,
    Reading,
    Slot,
    SlotType,
    Variant,
    Witness,
)
from lineage.model.spans import Edit, NormSpan, Operation, RawSpan

__all__ = [
    "LEAST_SOURCE",
    "MOST_SOURCES",
    "Clue",
    "ClueKind",
    "Comparison",
    "Corpus",
    "Coverage",
    "DateSource",
    "Direction",
    "DirectionSource",
    "Document",
    "Edit",
    "Edition",
    "Editions",
    "Failure",
    "Family",
    "Kind",
    "NormSpan",
    "Occurrence",
    "Operation",
    "PassagePair",
    "Profile",
    "Provenance",
    "RawSpan",
    "Reading",
    "Relation",
    "Reuse",
    "Sentence",
    "SentencePair",
    "Slot",
    "SlotType",
    "Sort",
    "Unit",
    "Variant",
    "Witness",
    "document_to_dict",
    "from_columns",
]
