"""Bytes with a few wrong ones among them → text in which each costs itself alone.

In UTF-8 a wrong byte can be told by itself. In the encodings of two bytes a character it
cannot: after a byte that was lost or added, lead and trail change places, and all that
follows up to the next blank reads as other, rare characters, while the decoder complains
at the end of the line, if at all. So the stretch around the complaint is read anew by
dynamic programming: of all the ways to cut it into characters and bytes left out, the
one with the most usual characters. Where the decoder does not complain, several rare
characters close together do. In UTF-16 a lost byte shifts all the rest; there the place
is looked for where the other parity begins to make more sense.

The cost is bounded: a stretch is at most some kilobytes, and after a thousand stretches
the decoder's own replacement does.
"""

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

Weigh = Callable[[str], float]

_REPLACEMENT = "\ufffd"
_SKIP = -8.0
"""What it costs to leave a byte out, in weights of characters."""

_STRETCHES = 1000
_REACH = 2048
"""Damaged stretches of a file that are read anew, and bytes of each, at most."""

_BLOCK = 1 << 16
"""Bytes that are decoded at once."""

_UTF16_BLOCK = 256
_UTF16_STRIDE = 1 << 16
_UTF16_TAIL = 1 << 13
"""Bytes whose parity is judged together, how far apart the first look is, and the bytes at
the end among which every place is tried."""

# No character of several bytes contains one of these, in either old standard.
_SYNCHRONISING = re.compile(rb"[\x00-\x2f]")
_LONGEST = {"gb18030": 4, "big5hkscs": 2}
# So many rare characters, so near each other, are a sign that lead and trail changed places.
_RARE, _BETWEEN = 4, 2


@dataclass(frozen=True, slots=True)
class WrongBytes:
    """Bytes that are wrong, and the one character that stands for them.

    Attributes:
        start: Offset of the first in the file.
        end: Offset after the last.
        position: Offset of U+FFFD in the text.
    """

    start: int
    end: int
    position: int

    def __len__(self) -> int:
        return self.end - self.start

    def moved(self, n_bytes: int) -> "WrongBytes":
        """Return the same behind ``n_bytes`` more bytes."""
        return replace(self, start=self.start + n_bytes, end=self.end + n_bytes)


def decode_leniently(
    data: bytes, encoding: str, *, weigh: Weigh
) -> tuple[str, tuple[WrongBytes, ...]]:
    """Return bytes as text in which U+FFFD stands for those that are wrong.

    Args:
        data: The bytes, without a byte order mark.
        encoding: The encoding of most of them.
        weigh: How much a character speaks for being read rightly.
    """
    reading = _Reading()
    if encoding in _LONGEST:
        _read_multibyte(data, encoding, weigh, reading)
    elif encoding in ("utf-16-le", "utf-16-be"):
        _read_utf16(data, encoding, weigh, reading)
    else:
        reading.decode(data, encoding)
    return "".join(reading.pieces), tuple(reading.wrong)


def may_be_damaged(text: str, encoding: str, *, weigh: Weigh) -> bool:
    """Whether a text that the decoder was content with holds stretches that make no sense."""
    return encoding in _LONGEST and _find_rare(text, weigh) is not None


def _find_rare(text: str, weigh: Weigh) -> int | None:
    """Return the offset of the first of several rare characters that stand close together."""
    found = _rare_together(weigh).search(text)
    return found.start() if found else None


@cache
def _rare_together(weigh: Weigh) -> re.Pattern[str]:
    rare = "".join(chr(code) for code in range(0x4E00, 0xA000) if weigh(chr(code)) <= -1)
    one = f"[{rare}\ue000-\uf8ff]"
    return re.compile(f"{one}(?:.{{0,{_BETWEEN}}}?{one}){{{_RARE - 1}}}")


class _Reading:
    """A text as it grows."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.wrong: list[WrongBytes] = []
        self.n_bytes = 0
        self.n_characters = 0

    def add(self, text: str, n_bytes: int) -> None:
        self.pieces.append(text)
        self.n_characters += len(text)
        self.n_bytes += n_bytes

    def skip(self, n_bytes: int) -> None:
        """Put U+FFFD for bytes, or let the one before stand for them, too."""
        start, end = self.n_bytes, self.n_bytes + n_bytes
        if self.wrong and self.wrong[-1].end == start:
            self.wrong[-1] = replace(self.wrong[-1], end=end)
            self.add("", n_bytes)
        else:
            self.wrong.append(WrongBytes(start, end, self.n_characters))
            self.add(_REPLACEMENT, n_bytes)

    def decode(self, data: bytes, encoding: str) -> None:
        """Decode with what the decoder itself takes for wrong."""
        mark = next(mark for mark in _MARKS if not _holds(data, mark, encoding))
        errors: list[tuple[int, int]] = []
        token = _noting.set((mark, errors))
        try:
            text = data.decode(encoding, "lineage-note")
        finally:
            _noting.reset(token)
        position = -1
        base, offset = self.n_characters, self.n_bytes
        for start, end in errors:
            position = text.index(mark, position + 1)
            self.wrong.append(WrongBytes(offset + start, offset + end, base + position))
        self.add(text.replace(mark, _REPLACEMENT), len(data))


# A U+FFFD of the text itself must be told from one that stands for an error, so the handler
# puts a noncharacter that the text does not contain.
_MARKS = tuple(chr((plane << 16) + 0xFFFE) for plane in range(16, 0, -1))
_noting: ContextVar[tuple[str, list[tuple[int, int]]]] = ContextVar("noting")


def _holds(data: bytes, mark: str, encoding: str) -> bool:
    return mark != _MARKS[-1] and mark.encode(encoding, "ignore") in (data or b"\0")


def _note(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    mark, errors = _noting.get()
    errors.append((error.start, error.end))
    return mark, error.end


codecs.register_error("lineage-note", _note)


def _read_multibyte(data: bytes, encoding: str, weigh: Weigh, reading: _Reading) -> None:
    n_stretches = 0
    at = 0
    while at < len(data):
        block = data[at : at + _BLOCK]
        is_last = at + len(block) == len(data)
        good, n_good, n_wrong = _read_block(block, encoding, is_last=is_last)
        rare = _find_rare(good, weigh) if n_stretches < _STRETCHES else None
        if rare is not None:
            before = good[:rare].encode(encoding, "replace")
            if block.startswith(before):
                good, n_good, n_wrong = good[:rare], len(before), 1
        if not n_wrong:
            reading.add(good, n_good)
            at += n_good
        elif n_stretches == _STRETCHES:
            reading.add(good, n_good)
            reading.skip(n_wrong)
            at += n_good + n_wrong
        else:
            n_stretches += 1
            start, good = _last_sure(good, block[:n_good], encoding)
            reading.add(good, start)
            error = at + n_good + n_wrong
            sure = _SYNCHRONISING.search(data, error, error + _REACH)
            end = sure.end() if sure else min(len(data), error + _REACH)
            stretch = data[at + start : end]
            is_whole = sure is not None or end == len(data)
            at += start + _read_stretch(stretch, encoding, weigh, reading, is_whole=is_whole)


def _read_block(block: bytes, encoding: str, *, is_last: bool) -> tuple[str, int, int]:
    """Return the text up to the first error, its length in bytes, and that of the error."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        text = decoder.decode(block, final=is_last)
    except UnicodeDecodeError as error:
        return block[: error.start].decode(encoding), error.start, error.end - error.start
    return text, len(block) - len(decoder.getstate()[0]), 0


def _last_sure(text: str, data: bytes, encoding: str) -> tuple[int, str]:
    """Return how much of what was read before an error is beyond doubt, in bytes and as text."""
    sure = max((match.end() for match in _SYNCHRONISING.finditer(data[-_REACH:])), default=0)
    start = max(0, len(data) - _REACH) + sure if sure else None
    if start is None:
        # Nothing is sure nearby: begin at a border between characters as they were read.
        tail = text[-_REACH // 2 :].encode(encoding, "replace")
        start = len(data) - len(tail) if data.endswith(tail) else len(data)
    return start, data[:start].decode(encoding)


def _read_stretch(
    data: bytes, encoding: str, weigh: Weigh, reading: _Reading, *, is_whole: bool
) -> int:
    """Read a damaged stretch in the way that makes its characters most usual.

    Returns:
        How many bytes were read; where the stretch may end inside a character, what is
        left of that one is not.
    """
    n = len(data)
    best = [0.0] * (n + 1)
    step = [0] * (n + 1)
    read = [""] * (n + 1)
    for start in range(n - 1, -1, -1):
        best[start], step[start], read[start] = best[start + 1] + _SKIP, 1, ""
        if not is_whole and 0 < start and n - start < _LONGEST[encoding]:
            best[start], step[start] = 0.0, 0
        for length in range(1, min(_LONGEST[encoding], n - start) + 1):
            try:
                character = data[start : start + length].decode(encoding)
            except UnicodeDecodeError:
                continue
            score = sum(map(weigh, character)) + best[start + length]
            if score > best[start]:
                best[start], step[start], read[start] = score, length, character
            break
    at = 0
    while at < n and step[at]:
        if read[at]:
            reading.add(read[at], step[at])
        else:
            reading.skip(1)
        at += step[at]
    return at


def _read_utf16(data: bytes, encoding: str, weigh: Weigh, reading: _Reading) -> None:
    """Read UTF-16, changing the parity where from some byte on the other one makes sense."""
    at = 0
    while at < len(data):
        shift = _find_shift(data, at, encoding, weigh)
        end = len(data) if shift is None else shift
        reading.decode(data[at:end], encoding)
        if shift is not None:
            reading.skip(1)
            end += 1
        at = end


def _find_shift(data: bytes, at: int, encoding: str, weigh: Weigh) -> int | None:
    """Return the offset of the byte without which the rest reads better."""

    def is_shifted(start: int) -> bool:
        here, there = (
            _mean(data[start + odd : start + odd + _UTF16_BLOCK], encoding, weigh) for odd in (0, 1)
        )
        return here < 0 < there

    # Where no block is shifted, it can still be the last one that ends so.
    good = at + max(0, len(data) - at - _UTF16_TAIL) // 2 * 2
    bad = len(data)
    for coarse in range(at, len(data) - 2, _UTF16_STRIDE):
        starts = range(coarse, min(coarse + _UTF16_STRIDE, len(data) - 2), _UTF16_BLOCK)
        if is_shifted(starts[-1]):
            first = bisect_left(starts, True, key=is_shifted)
            good, bad = max(at, starts[first] - _UTF16_BLOCK), starts[first] + _UTF16_BLOCK
            break
    cut, gain = _best_cut(data[good:bad], encoding, weigh)
    return good + cut if gain > -_SKIP else None


def _best_cut(data: bytes, encoding: str, weigh: Weigh) -> tuple[int, float]:
    """Return the even offset up to which one parity, and a byte on, the other reads best.

    With it comes how much better that is than one parity for all.
    """
    here = _weights(data, encoding, weigh)
    before = list(accumulate(here, initial=0.0))
    after = list(accumulate(reversed(_weights(data[1:], encoding, weigh)), initial=0.0))[::-1]
    n = min(len(before), len(after))
    cut = max(range(n), key=lambda cut: before[cut] + after[cut])
    return 2 * cut, before[cut] + after[cut] - before[-1]


def _weights(data: bytes, encoding: str, weigh: Weigh) -> list[float]:
    """Return the weight of every pair of bytes, by itself."""
    pairs = (data[start : start + 2] for start in range(0, len(data) - 1, 2))
    return [weigh(pair.decode(encoding, "replace")[:1] or _REPLACEMENT) for pair in pairs]


def _mean(data: bytes, encoding: str, weigh: Weigh) -> float:
    weights = _weights(data, encoding, weigh)
    return sum(weights) / max(1, len(weights))
