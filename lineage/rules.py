"""The rules that decide what is said of a family, in the words that users read.

They stand in the JSON, on the pages, and in the help, so they are here and not beside
the code that applies them, which takes longer to load than the help takes to print.
"""

from lineage.model import Kind, SlotType

FRAME_TOKENS = 120
"""Words or Chinese characters from a document's start and end within which its frame is."""

SLOGAN_TOKENS = 24
"""Words or Chinese characters that a slogan has at most."""

KIND_RULES: dict[Kind, str] = {
    "quotation": "in most occurrences it stands in quotation marks after a verb of saying, "
    "or is a title in 《》",
    "frame": f"in most occurrences it begins within {FRAME_TOKENS} words or Chinese characters "
    "of the document's start, or ends within as many of its end (a tenth of a short document), "
    "what resellers add not counted",
    "slogan": f"at most {SLOGAN_TOKENS} words or Chinese characters, in three documents or more, "
    "nearly always the same, and without figures",
    "passage": "none of the rules for quotation, frame and slogan holds",
}
"""How each kind is decided: the rules are tried in this order."""

SLOT_RULES: dict[SlotType, str] = {
    "year": "years: 2024, 二〇二四, 今年",
    "number": "figures and numerals with their units, and years among them: 6.5%, 二十, 3万亿元",
    "place": "names of places, and of units such as offices, companies and associations",
    "placeholder": "nothing but what circulated templates leave blank: XX, ×××, *, 某",
    "free": "anything else",
}
"""What four in five of a slot's readings are, of which there are two at least; blanks are not
counted beside others."""

NOTATION: dict[SlotType, str] = {
    "year": "〔year〕",
    "number": "〔number〕",
    "place": "〔place〕",
    "placeholder": "〔placeholder〕",
    "free": "〔…〕",
}
"""How each type of slot is written in a template."""
