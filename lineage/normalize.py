"""Raw text → a stream of tokens, each of which knows where it stands in the raw text.

A token is one Han character, one run of letters or one number; punctuation, blanks and
what resellers add are no tokens. A stream is a string with **one code point a token**,
so that slicing, hashing and rapidfuzz treat Chinese and English alike. Han characters
stand for themselves, folded; words and numbers stand as a code point above U+3FFFF that
a digest of the folded word chooses. Two different words share one with a probability of
about 1 in 850,000; alignments that are shown compare the words themselves again.

Folding is one character for one: traditional to simplified (the single-character table
of OpenCC), full width to half width, lower case, and the radicals that PDF files contain
to the characters they stand for. Placeholders of circulated speech templates (``XX``,
``×××``, ``*``, ``某``) fold to ``WILDCARD``, which stands for anything.

Why numpy and tables instead of a loop: reading is the one stage that touches every
character of every document; the tables make it about 20 times faster than a regular
expression over all tokens, and are filled with the characters as they are met.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import accumulate, islice, pairwise

import numpy as np
import numpy.typing as npt

from lineage.errors import SpanError
from lineage.folding import fold_character, simplified
from lineage.model import NormSpan, RawSpan
from lineage.native.tables import Tokens, code_points

Offsets = npt.NDArray[np.int32]

WILDCARD = "\ufffe"
"""The token of every placeholder; a noncharacter, so no text contains it."""

WORDS_FROM = 0x40000
_N_WORD_CODES = 0x110000 - WORDS_FROM
"""The first code point of those that stand for words and numbers, and how many there are."""

_WORDS = re.compile(f"[{chr(WORDS_FROM)}-\U0010ffff]")

# Classes of characters, as they stand in the class string that `_RUNS` is matched on.
_NONE, _SINGLE, _LETTER, _DIGIT, _FILLER, _POINT, _COMMA, _MARK, _BLANK_BOX = range(9)
_UNSEEN = 255
_RUNS = re.compile(
    # What no run begins with is skipped; a pattern that may begin anywhere is searched slowly.
    "[^\x02\x03\x04\x08]*+(?:"
    "(?P<word>\x02[\x02\x07]*)"
    "|(?P<number>\x03+(?:\x06\x03{3}(?!\x03))*(?:\x05\x03+)?)"
    "|(?P<filler>\x04+|\x08\x08+)"
    "|\x08|\\Z)"
)

_FILLERS = frozenset("*×某✕✖╳")
_BOXES = frozenset("○□△_◯")
"""Characters that are a placeholder only when repeated."""


@dataclass(frozen=True, slots=True, eq=False)
class NormalizedText:
    """A token stream with the raw span of every token.

    Attributes:
        text: One code point a token.
        starts: Raw offset at which each token starts; strictly increasing.
        ends: Raw offset at which each token ends.
        folded: The raw text folded character by character, offsets unchanged.
        inserted: Raw spans of what resellers added.
    """

    text: str
    starts: Offsets
    ends: Offsets
    folded: str
    inserted: tuple[RawSpan, ...] = ()

    def __len__(self) -> int:
        return len(self.text)

    def raw_span(self, span: NormSpan) -> RawSpan:
        """Return the smallest raw span that covers ``span``.

        Raises:
            SpanError: If ``span`` is empty or reaches past the last token.
        """
        if not span.start < span.end <= len(self.text):
            raise SpanError(f"{span} is no stretch of {len(self.text)} tokens")
        return RawSpan(int(self.starts[span.start]), int(self.ends[span.end - 1]))

    def norm_span(self, span: RawSpan) -> NormSpan:
        """Return the tokens that begin inside ``span``; it may be empty."""
        # Of wider numbers, numpy would make the starts as wide for each question.
        ends = np.array((span.start, span.end), np.int32)
        return NormSpan(*self.starts.searchsorted(ends).tolist())

    def spells_words(self, span: NormSpan) -> bool:
        """Say whether a stretch has tokens that are codes of words, not characters."""
        return _WORDS.search(self.text, span.start, span.end) is not None

    def key(self, token: int) -> str:
        """Return the folded characters of one token; equal tokens have equal keys."""
        letter = self.text[token]
        if ord(letter) < WORDS_FROM:
            return letter
        # The comma that groups the digits of a number makes no difference.
        return self.folded[self.starts[token] : self.ends[token]].replace(",", "")

    def keys(self, start: int, end: int) -> list[str]:
        """Return what `key` does of each token of a stretch."""
        keys = list(self.text[start:end])
        for word in _WORDS.finditer(self.text, start, end):
            keys[word.start() - start] = self.key(word.start())
        return keys


def _classify(folded: str, raw: str) -> int:
    if raw in ".．":
        return _POINT
    if raw == ",":
        return _COMMA
    if folded in _FILLERS:
        return _FILLER
    if folded in _BOXES:
        return _BLANK_BOX
    category = unicodedata.category(folded)
    if category == "Nd":
        return _DIGIT
    if category in ("Mn", "Mc"):
        return _MARK
    if category == "Lo" or folded in "〇々〡〢〣〤〥〦〧〨〩":
        # Scripts written without blanks are compared character by character.
        name = unicodedata.name(folded, "")
        unspaced = name.startswith(("CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "IDEOGRAPHIC"))
        return _SINGLE if unspaced or not name or folded == "〇" else _LETTER
    # Planes 2 and 3 hold ideographs alone, also those that this Python does not know yet.
    if category == "Co" or (category == "Cn" and 0x20000 <= ord(folded) < 0x3FFFE):
        return _SINGLE
    return _LETTER if category.startswith("L") else _NONE


@cache
def _tables() -> tuple[npt.NDArray[np.uint8], Tokens]:
    """Return the class and the folded form of every code point met so far."""
    return np.full(0x110000, _UNSEEN, np.uint8), np.arange(0x110000, dtype=np.uint32)


def _look_up(codes: Tokens) -> tuple[npt.NDArray[np.uint8], Tokens]:
    """Return the class and the folded form of each code point of a text."""
    classes, forms = _tables()
    found = classes.take(codes)
    if (found == _UNSEEN).any():
        for code in np.flatnonzero(np.bincount(codes[found == _UNSEEN])).tolist():
            character = chr(code)
            folded = fold_character(character)
            forms[code] = ord(folded)
            classes[code] = _classify(folded, character)
        found = classes.take(codes)
    return found, forms.take(codes)


def fold(text: str) -> str:
    """Return a text folded character by character."""
    return _text_of(_look_up(code_points(text))[1])


def _text_of(codes: Tokens) -> str:
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _word_code(word: str) -> str:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return chr(WORDS_FROM + int.from_bytes(digest, "big") % _N_WORD_CODES)


def _run_code(kind: str, raw: str, folded: str, around: str) -> str | None:
    """Return the token of a run of letters, digits or fillers; ``None`` for no token.

    Args:
        kind: Which of these it is.
        raw: The run.
        folded: The same, folded.
        around: What stands before and behind it, one character each.
    """
    if kind == "word":
        # "X" alone and "XX", "xx" are placeholders, "x" alone is a letter.
        is_placeholder = folded.strip("x") == "" and (len(folded) > 1 or raw in "XＸ")
        return WILDCARD if is_placeholder else _word_code(folded)
    if kind == "number":
        return _word_code(folded.replace(",", ""))
    before, after = around[0], around[1]
    # A factor (3×4) and a list's bullet are no placeholders.
    if folded == "×" and before.isdigit() and after.isdigit():
        return None
    if folded == "*" and before in "\n\r" and after in " \t":
        return None
    return WILDCARD


def normalize(text: str) -> NormalizedText:
    """Return the token stream of a raw text.

    Example, where a comma and the width of letters make no difference:
        >>> stream = normalize("守土有责，ＧＤＰ增长X%")
        >>> len(stream), stream.key(4), stream.raw_span(NormSpan(3, 5))
        (8, 'gdp', RawSpan(start=3, end=8))
    """
    return _tokenized(text, find_insertions(text))


def normalize_quote(wording: str) -> NormalizedText:
    """Return the token stream of what is quoted from a text.

    It begins and ends with a token of the text, so that the lines where it does are no reseller's,
    even if by themselves they look like it: of a longer line, they may be the end.

    Example:
        >>> len(normalize("扫码进会员群")), len(normalize_quote("扫码进会员群"))
        (0, 6)
    """
    lines = wording.replace("\r", "\n").split("\n")
    at_edges = RawSpan(0, len(lines[0])), RawSpan(len(wording) - len(lines[-1]), len(wording))
    inserted = tuple(span for span in find_insertions(wording) if span not in at_edges)
    return _tokenized(wording, inserted)


def _tokenized(text: str, inserted: tuple[RawSpan, ...]) -> NormalizedText:
    classes, forms = _look_up(code_points(text))
    folded = _text_of(forms)
    for span in inserted:
        classes[span.start : span.end] = _NONE
    is_token = classes == _SINGLE
    runs = _runs(text, folded, classes)
    run_starts = np.array([start for start, _, _ in runs], np.int32)
    is_token[run_starts] = True
    starts = np.flatnonzero(is_token).astype(np.int32)
    codes, ends = forms[starts], starts + np.int32(1)
    # Private-use characters would collide with the codes of words; they become words.
    for at in np.flatnonzero(codes >= WORDS_FROM).tolist():
        codes[at] = ord(_word_code(chr(codes[at])))
    at_runs = np.searchsorted(starts, run_starts)
    ends[at_runs] = [end for _, end, _ in runs]
    codes[at_runs] = [ord(code) for _, _, code in runs]
    return NormalizedText(_text_of(codes), starts, ends, folded, inserted)


def _runs(text: str, folded: str, classes: npt.NDArray[np.uint8]) -> list[tuple[int, int, str]]:
    """Return start, end and token of each run of letters, digits or fillers, in order."""
    runs = []
    for match in _RUNS.finditer(classes.tobytes().decode("latin-1")):
        if (kind := match.lastgroup) is not None:
            start, end = match.span(kind)
            around = (text[start - 1] if start else "\n") + (text[end : end + 1] or "\n")
            code = _run_code(kind, text[start:end], folded[start:end], around)
            if code is not None:
                runs.append((start, end, code))
    return runs


@lru_cache(maxsize=1 << 16)
def tokens_of(wording: str) -> str:
    """Return the token stream of a wording; a family's are asked for again and again."""
    return normalize_quote(wording).text


def streams_of(texts: Sequence[str]) -> list[str]:
    """Return the token streams of many quotes.

    All at once: taken one by one, most of the time would go into tables of a few characters.
    """
    # The end of a line parts words and placeholders as the end of a text does.
    joined = "\n".join(texts)
    first = [0, *accumulate(len(text) + 1 for text in texts)]
    simplified = _text_of(_simplified_codes()[code_points(joined)])
    ads = (*_MARKER.finditer(joined), *_SALES.finditer(simplified))
    sold = {bisect_right(first, at) - 1 for match in ads for at in (match.start(), match.end() - 1)}
    stream = _tokenized(joined, ())
    borders = np.searchsorted(stream.starts, np.array(first, np.int32)).tolist()
    return [
        normalize_quote(text).text if number in sold else stream.text[start:end]
        for number, (text, (start, end)) in enumerate(zip(texts, pairwise(borders), strict=True))
    ]


class KnownStreams:
    """The token streams of short texts: of many at once, and of each once.

    Attributes:
        by_text: Those that are known.
    """

    def __init__(self) -> None:
        self.by_text: dict[str, str] = {}

    def make(self, texts: Iterable[str]) -> None:
        """Make the streams of those of some texts that are not known."""
        if untold := [*{text: None for text in texts if text not in self.by_text}]:
            self.by_text.update(zip(untold, streams_of(untold), strict=True))

    def of(self, texts: Sequence[str]) -> list[str]:
        """Return the streams of some texts."""
        self.make(texts)
        return [self.by_text[text] for text in texts]


@cache
def _simplified_codes() -> Tokens:
    codes, forms = np.arange(0x110000, dtype="<u4"), simplified()
    codes[[*forms]] = [*forms.values()]
    return codes


# What resellers of speeches add. A line counts as theirs by the words that sell; short
# lines that stand between two such lines at the head or the foot belong to them too.
_MARKER = re.compile(r"##\s*paid(?:begin|end)\s*##|<\s*/?\s*paid\s*>", re.IGNORECASE)
_SALES = re.compile(
    r"禁止外传|仅供(?:内部)?学习(?:[ 　]|参考|使用)|会员(?:群|材料|资料|专享|价|费)"
    r"|(?:QQ|qq|微信|交流|资料)群|加(?:微信|QQ|vx)|微信(?:号|公众号)|公众号[:：]|扫码"
    r"|订阅(?:立享|享|即)|倒卖(?:活动|会员|资料|材料)|付费(?:阅读|内容|资料)"
    r"|(?:更多|海量)(?:材料|资料|公文|范文)|(?:公文|材料|范文)(?:网|库|铺|社群)|版权归.{0,12}所有"
    r"|下载(?:地址|链接)|本资料来(?:自|源)"
)
_HEAD_LINES = 30
_LONGEST_SALES_LINE = 80
_LINES_BETWEEN = 3


def find_insertions(text: str) -> tuple[RawSpan, ...]:
    """Return the spans that resellers added: advertisements, paywall markers.

    Heuristic, by the words such lines contain. Only lines among the first or last 30
    that are not blank are looked at, so that a speech about sales keeps its sentences.

    Example:
        >>> find_insertions("企##paidbegin##业安全")
        (RawSpan(start=1, end=14),)
    """
    lines = text.replace("\r", "\n").split("\n")
    head = _in_sight(lines, range(len(lines)))
    # The lines of a short text are looked at from both edges.
    foot = _in_sight(lines, range(len(lines) - 1, -1, -1))
    sold = [*_sales_block(lines, head), *_sales_block(lines, foot)]
    # Most texts have none, and nobody asks where their lines stand.
    spans = _spans_of(lines, sold) if sold else set()
    return tuple(sorted(spans | _markers(text, spans)))


def _in_sight(lines: Sequence[str], numbers: Iterable[int]) -> list[int]:
    """Return the first lines that are not blank, as many as are looked at."""
    seen = (n for n in numbers if lines[n] and not lines[n].isspace())
    return [*islice(seen, _HEAD_LINES)]


def _spans_of(lines: Sequence[str], numbers: Iterable[int]) -> set[RawSpan]:
    ends = [*accumulate(len(line) + 1 for line in lines)]
    return {RawSpan(ends[n] - 1 - len(lines[n]), ends[n] - 1) for n in numbers}


def _markers(text: str, sold: Set[RawSpan]) -> set[RawSpan]:
    """Return the markers of paywalls outside the lines that are sold."""
    # Most texts have none, and hold not even what they begin with.
    if "##" not in text and "<" not in text:
        return set()
    # A marker inside an advertisement is a part of it.
    return {
        RawSpan(*match.span())
        for match in _MARKER.finditer(text)
        if not any(line.start <= match.start() < line.end for line in sold)
    }


def _sales_block(lines: Sequence[str], numbers: Iterable[int]) -> list[int]:
    """Return which lines, seen from one edge of the text, belong to a seller."""
    block: list[int] = []
    pending: list[int] = []
    for number in numbers:
        line = lines[number]
        if len(line) > _LONGEST_SALES_LINE:
            break
        pending.append(number)
        if _SALES.search(line.translate(simplified())):
            # What stands outside the first such line may be the speech's title.
            block.extend(pending if block else [number])
            pending = []
        elif len(pending) > _LINES_BETWEEN:
            break
    return block
