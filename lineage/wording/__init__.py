"""Every word that users read, in one catalogue, so that another language is another table.

Whoever shows something asks a ``Words`` for a phrase by its key. A phrase may hold facts
in braces; one that counts (``n``) gives its singular and its plural, divided by a bar.
Which language is spoken is decided by who calls; nothing here looks at the locale.

gettext is the usual way, and lost: its catalogues are compiled files that have to be
built and found on disk, and the language is the state of a process. These are tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from lineage.errors import check_choice
from lineage.wording.chinese import WORDS as CHINESE
from lineage.wording.english import WORDS as ENGLISH
from lineage.wording.messages import translated

__all__ = ["CATALOGUES", "LANGUAGES", "Language", "Words", "likeness", "number", "share"]

Language = Literal["en", "zh"]
_SLOT_MARKS = tuple(key for key in ENGLISH if key.startswith("slot_mark_"))
LANGUAGES: tuple[Language, ...] = get_args(Language)
CATALOGUES: Mapping[Language, Mapping[str, str]] = {"en": ENGLISH, "zh": CHINESE}


@dataclass(frozen=True, slots=True)
class Words:
    """The phrases of one language."""

    language: Language = "en"

    def __post_init__(self) -> None:
        check_choice("language", self.language, LANGUAGES)

    def say(self, key: str, /, **facts: object) -> str:
        """Return the phrase ``key`` with its facts filled in.

        Whole numbers get separators, and ``n`` chooses between singular and plural. What
        comes back is plain text: who shows it escapes it like any other.

        Example:
            >>> Words().say("documents_n", n=1), Words().say("documents_n", n=2048)
            ('1 document', '2,048 documents')
        """
        one, bar, many = CATALOGUES[self.language][key].partition("|")
        phrase = many if bar and facts.get("n") != 1 else one
        if not facts:
            return phrase
        return phrase.format(**{name: _fact(value) for name, value in facts.items()})

    def translate(self, text: str) -> str:
        """Return a message that was made in English, as far as the catalogue knows it.

        Rules, reasons and errors are worded where they arise, as English sentences with
        facts in them; the catalogue knows their patterns. What it does not know stays.

        Example:
            >>> Words("zh").translate("a.csv: has no column 'date'")
            "a.csv：没有列 'date'"
        """
        return text if self.language == "en" else translated(text)

    def template(self, text: str) -> str:
        """Return a template with its slots named in this language; the data has English names.

        Example:
            >>> Words("zh").template("进〔place〕、进〔…〕")
            '进〔地点〕、进〔…〕'
        """
        for key in _SLOT_MARKS:
            text = text.replace(ENGLISH[key], self.say(key))
        return text

    def __contains__(self, key: str) -> bool:
        return key in CATALOGUES[self.language]


def _fact(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value)


def number(value: int) -> str:
    """Return ``value`` with separators between thousands."""
    return f"{value:,}"


def share(ratio: float) -> str:
    """Return a ratio as a percentage that never rounds to nothing or to everything.

    Example:
        >>> share(0.314), share(0.002), share(0.998), share(0.0)
        ('31%', '<1%', '>99%', '0%')
    """
    percent = ratio * 100
    if 0 < percent < 1:
        return "<1%"
    if 99 < percent < 100:
        return ">99%"
    return f"{percent:.0f}%"


def likeness(ratio: float) -> str:
    """Return a likeness with two decimals; only equal wordings are shown as 1.00."""
    return "1.00" if ratio >= 1 else f"{min(ratio, 0.99):.2f}"
