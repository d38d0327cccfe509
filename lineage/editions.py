"""Documents → which of them are one text in several files.

A speech comes as a web page, as the Word file it was pasted from, in traditional
characters, in the paper of the day and a week later under another headline. To whoever
counts who took wording from whom, these are one witness and not five.

How alike two documents are is the **resemblance** of their shingles of five tokens: folded
as everything that is compared, so that script, width, punctuation and format make no
difference. From 0.75 on they count as editions of one text. Among 58 speeches of a newspaper
seven stood there twice, with resemblances of 0.93 to 0.995; the next pair had 0.14.
Among 75 reports and resolutions, where a resolution is written on the last year's, the
highest was 0.51. A resemblance of 0.75 is left when 3 tokens in 100 are misread, or when a
quarter of the text stands in one of the two alone.

The text cannot tell a speech that was printed again from one that was taken over whole by
somebody else. So documents stay apart whose titles or descriptions tell of different
occasions: another year, another session, another place, another speaker, with none in
common. So do documents that each speak of something else: both say a word of their title
three times or more that the other never says, as rules on 反倾销 and on 反补贴 do that
are the same otherwise. All of this is a rule of thumb, and reports say so.

Among 3,477 laws 49 were found to be editions of others in 3 s: the same law under two
headings, or amended in a few words.

Why not all pairs: their number grows with the square. Each document gets a signature, the
smallest hash of its shingles in each of 128 bins (one permutation hashing; an empty bin takes
over from the next that is not). The bins are taken by fours, and of two documents whose
signatures agree in all of some two fours, the shingles are compared: with a resemblance of
0.75 that fails to happen once in 12,000 times. With one four it would be once in 190,000, but
100,000 documents with one sentence in common would be compared by the million. A document
is compared with the fullest of each set only, so that a thousand copies cost a thousand
comparisons.

Reference: A. Z. Broder, "On the resemblance and containment of documents", 1997; A. Shrivastava
and P. Li, "Densifying One Permutation Hashing via Rotation for Fast Near Neighbor Search", 2014.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import numpy.typing as npt

from lineage.folding import fold_character, without_halves
from lineage.model import Document, Edition, Editions
from lineage.native.passages import grams
from lineage.native.tables import Tokens, in_order_once
from lineage.normalize import tokens_of
from lineage.notation import date_key, numeral_value
from lineage.notation import fold as fold_signs
from lineage.parts import MapParts, in_kernels, in_parts, one_after_another

Shingles = npt.NDArray[np.uint64]

RESEMBLANCE = 0.75
"""Resemblance from which two documents are editions of one text."""

_SHINGLE = 5
"""Tokens of a shingle: of shorter ones unrelated speeches share too many."""

_FEWEST = 20
"""Shingles that a document must have; below, a single phrase decides."""

_BINS = 128
_BAND = 4
"""Bins of a signature, and how many neighbours make a band."""

_INSISTING = 3
"""Times a text must say a word of its title to be about it: headings alone say it twice."""

_CLEARLY_LESS = 0.55
"""Share of agreeing bins below which the shingles need no comparing: five standard
deviations of what 128 bins tell below the threshold."""


def find_editions(
    documents: Sequence[Document],
    codes: Sequence[Tokens],
    map_parts: MapParts = one_after_another,
) -> tuple[Editions, ...]:
    """Return the sets of documents that are one text, in order of the ids they are known by.

    Each set is known by its earliest dated document; of several, by the fullest.

    Args:
        documents: The documents, in any order.
        codes: The code point of each token of each document.
        map_parts: Does the work that can be done in parts.
    """
    parts = in_parts([len(each) for each in codes], _PART)
    signed = chain.from_iterable(map_parts(_signed, codes, parts))
    sizes = []
    signatures = np.zeros((len(codes), _BINS), np.uint64)
    for n, (size, signature) in enumerate(signed):
        sizes.append(size)
        signatures[n] = signature
    order = sorted(
        (n for n, size in enumerate(sizes) if size >= _FEWEST),
        key=lambda n: (-sizes[n], documents[n].id),
    )
    meetings = _meetings(signatures[order])
    groups: list[_Group] = []
    met: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for n, places in zip(order, meetings, strict=True):
        # Most documents meet nobody, and need no looking at.
        if not places:
            continue
        found = _candidate(n, documents[n], codes[n])
        nearby = sorted({number for place in places for number in met[place]})
        # All at once: where much is shared but not enough, these are very many.
        fullest = signatures[[groups[number].fullest.number for number in nearby]]
        bins_alike = (fullest == signatures[n]).mean(axis=1)
        alike = [
            (groups[nearby[at]].resemblance(found), -nearby[at])
            for at in np.flatnonzero(bins_alike >= _CLEARLY_LESS).tolist()
        ]
        ratio, number = max(alike, default=(0.0, 0))
        if ratio >= RESEMBLANCE:
            groups[-number].add(found)
            continue
        for place in places:
            met[place].append(len(groups))
        groups.append(_Group(found, [n], dict(found.occasion)))
    described = (
        _described([(documents[n], _shingles(codes[n])) for n in group.members])
        for group in groups
        if len(group.members) > 1
    )
    return tuple(sorted(described, key=lambda editions: editions.document))


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """What is known of a document when it is compared with others."""

    number: int
    shingles: Shingles
    occasion: Mapping[str, frozenset[str]]
    subjects: frozenset[str]
    stream: str


def _candidate(number: int, document: Document, codes: Tokens) -> _Candidate:
    stream = codes.tobytes().decode("utf-32-le", "surrogatepass")
    words = {tokens_of(word) for word, _ in _words(document.title)}
    subjects = frozenset(word for word in words if word and stream.count(word) >= _INSISTING)
    return _Candidate(number, _shingles(codes), _occasion(document), subjects, stream)


@dataclass(slots=True, eq=False)
class _Group:
    """Documents of one text, as far as they are found; the fullest came first."""

    fullest: _Candidate
    members: list[int]
    occasion: dict[str, frozenset[str]]

    def resemblance(self, candidate: _Candidate) -> float:
        """Return the resemblance to the fullest; 0 if it cannot be an edition."""
        known = self.occasion
        if any(not known[key] & told for key, told in candidate.occasion.items() if key in known):
            return 0.0
        if _speak_of_others(self.fullest, candidate):
            return 0.0
        return _resemblance(self.fullest.shingles, candidate.shingles)

    def add(self, candidate: _Candidate) -> None:
        self.members.append(candidate.number)
        for key, told in candidate.occasion.items():
            self.occasion.setdefault(key, told)


def _speak_of_others(one: _Candidate, other: _Candidate) -> bool:
    """Say whether each insists on a word of its title that the other never says."""
    return all(
        any(word not in silent.stream for word in telling.subjects)
        for telling, silent in ((one, other), (other, one))
    )


_PART = 300_000
"""Tokens of documents whose signatures are made in one go."""


@in_kernels
def _signed(codes: Sequence[Tokens], part: slice) -> list[tuple[int, Shingles]]:
    """Return how many shingles each document has, and its signature."""
    shingles = map(_shingles, codes[part])
    return [(len(each), _signature(each)) for each in shingles]


def _shingles(codes: Tokens) -> Shingles:
    return in_order_once(grams(codes, _SHINGLE))


def _signature(shingles: Shingles) -> Shingles:
    """Return the smallest hash in each bin; the high bits of a hash say which bin it is in."""
    if not len(shingles):
        return np.zeros(_BINS, np.uint64)
    # Sorted as they are, the first of a bin or of the next that is not empty is its smallest.
    signature: Shingles = shingles[np.searchsorted(shingles, _BIN_EDGES) % len(shingles)]
    return signature


_BIN_EDGES = np.arange(_BINS, dtype=np.uint64) << np.uint64(64 - _BINS.bit_length() + 1)
"""The smallest hash that each bin may hold."""


def _meetings(signatures: Shingles) -> list[list[tuple[int, int, int]]]:
    """Return, for each signature, the pairs of bands in which others are the same.

    Each with a number for what it says there.
    """
    meetings: list[list[tuple[int, int, int]]] = [[] for _ in signatures]
    # The sum of hashes tells sets of them apart as well as the hashes do.
    bands = signatures.reshape(-1, _BINS // _BAND, _BAND).sum(axis=2, dtype=np.uint64)
    numbers = [_numbers_of_shared(band) for band in bands.T]
    for one, two in combinations(range(len(numbers)), 2):
        rows = np.flatnonzero((numbers[one] >= 0) & (numbers[two] >= 0))
        both = _numbers_of_shared(numbers[one][rows] << 32 | numbers[two][rows])
        for row, number in zip(rows[both >= 0].tolist(), both[both >= 0].tolist(), strict=True):
            meetings[row].append((one, two, number))
    return meetings


def _numbers_of_shared(values: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    """Return a number for each value that comes several times; −1 for the others."""
    _, numbers, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.where(counts[numbers] > 1, numbers, -1).astype(np.int64)


def _resemblance(one: Shingles, two: Shingles) -> float:
    shared = len(np.intersect1d(one, two, assume_unique=True))
    return shared / (len(one) + len(two) - shared)


def _described(members: list[tuple[Document, Shingles]]) -> Editions:
    # Undated ones come last.
    members.sort(key=lambda each: (*date_key(each[0].date), -len(each[1]), each[0].id))
    (document, shingles), *others = members
    return Editions(
        document.id, tuple(Edition(each, _resemblance(shingles, found)) for each, found in others)
    )


_NUMERAL = r"[0-90一二三四五六七八九十廿卅百]{1,6}"
_COUNTED = re.compile(rf"(?P<value>{_NUMERAL})(?P<unit>[年届屆次期])")
_DATELINE = re.compile(r"^.{0,12}?[0-9一二三四五六七八九十]{1,3}日[电電讯訊]")


def _occasion(document: Document) -> dict[str, frozenset[str]]:
    """Return what title and description tell of the occasion, by what it is.

    Example:
        >>> told = _occasion(Document("a", "", title="在2023年武汉市第十四届人大二次会议上的讲话"))
        >>> {name: sorted(values) for name, values in told.items()}
        {'年': ['2023'], '届': ['14'], '次': ['2'], 'places': ['武汉']}
    """
    told: dict[str, set[str]] = defaultdict(set)
    title = _DATELINE.sub("", fold_signs(document.title))
    for match in _COUNTED.finditer(title):
        told[fold_character(match["unit"])].add(str(numeral_value(match["value"])))
    if title.isascii():
        # A year by itself is no year where digits are words among others.
        told["年"].update(re.findall(r"\b(?:19|20)[0-9]{2}\b", title))
    for word, tag in _words(title):
        if tag == "ns":
            # 武汉 and 武汉市 are one place.
            short = len(word) > 2 and word[-1] in "省市县区州"
            told["places"].add(word[:-1] if short else word)
    for name, value in (("speaker", document.speaker), ("place", document.place)):
        if value:
            told[name].add("".join(map(fold_character, value)))
    return {name: frozenset(values) for name, values in told.items() if values}


def _words(title: str) -> list[tuple[str, str]]:
    """Return the words of a title, folded, each with what the dictionary takes it for."""
    import rjieba

    folded = without_halves("".join(map(fold_character, title)))
    words: list[tuple[str, str]] = rjieba.tag(folded, False)
    return words
