"""Two readings of one place → which of the two can only be a corruption of the other.

A copyist's slip leaves traces that a writer's choice does not: a word broken into characters
that mean nothing by themselves, a word doubled, a bracket without its partner, a number left
out of a count. What both might have written (another word, another clause, a name in the
place of another or of a placeholder: the template may be older than the speech or made from
it) shows nothing, and nothing is said of it.

Why so little: on planted texts of known descent it also tells, rightly in nine cases of ten,
which of two readings leaves more characters alone, or which is written nowhere else. On
speeches and reports whose dates are known, the same signs were right half of the time, as a
coin is: there, people change words on purpose, and what is written elsewhere is rather the
newer fashion. Only what is no language at all is a corruption in both.

Hardly any change is a slip: of 20,000 in laws, 43. So a kernel finds the faults and sees first
what each other sign needs at least, and few changes are cut into words.

Reference: M. L. West, "Textual Criticism and Editorial Technique", 1973, on which reading
explains the other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lineage.attestation import Usage
from lineage.broken import COMMA, Clauses, break_words, is_han
from lineage.model import ClueKind, RawSpan
from lineage.native.library import Rows
from lineage.native.slips import DOUBLED, LEFT_BROKEN, LEFT_FAULT, RIGHT_BROKEN, RIGHT_FAULT, slips
from lineage.native.tables import Ints, Longs, edges
from lineage.normalize import WORDS_FROM
from lineage.prepare import Prepared, token_row
from lineage.scripts import Scripts
from lineage.segment import Border
from lineage.words import words_in

_REACH = 6
"""Tokens around a change that are looked at, up to the ends of its clause."""

WEIGHTS: dict[ClueKind, float] = {"broken word": 4.0, "doubled": 2.2, "fault": 2.2}
"""Natural logarithm of the odds that a sign tells rightly which reading is the later one.
Of 250 broken words in texts of known descent 248 did, and one in fifty is left for copyists
who mend; doubled words and faults are too rare there, and nine in ten is an assumption."""

_CLAUSE = int(Border.CLAUSE)
_LONGEST_DOUBLED = 4
"""Tokens of a word that is doubled by a slip, at most."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A sign that one of two readings of a place is a corruption of the other.

    Attributes:
        kind: What kind of sign it is.
        weight: Natural logarithm of the odds that the right reading is the corrupt one;
            negative when it is the left one.
        left: The place in the left document, in raw offsets.
        right: The place in the right document.
    """

    kind: ClueKind
    weight: float
    left: RawSpan
    right: RawSpan


class Compared(NamedTuple):
    """Versions of some wordings, two and two.

    Attributes:
        first: Where the pairs of each wording begin.
        pairs: A row for each: document, first token and end of either version.
        bearers: Of each wording the numbers of the documents that have it, some several times; what
            they say shows nothing of what is written elsewhere.
    """

    first: Longs
    pairs: Ints
    bearers: Sequence[Sequence[int]]


def suspicions(
    compared: Compared, scripts: Scripts, *, usage: Usage, excess: npt.NDArray[np.float64]
) -> tuple[Rows, Ints]:
    """Return the changes between versions of wordings that may be slips.

    Args:
        compared: The versions.
        scripts: The documents.
        usage: What the corpus says: of that, what is known without asking.
        excess: What `lineage.broken.excess_of` returned of the documents.

    Returns:
        Rows of `SLIP` in the order of the pairs, and how many tokens of each pair are equal, in
        order.
    """
    bearers = compared.bearers
    found, equal = slips(
        scripts.texts,
        scripts.having(compared.pairs.reshape(-1, 3)),
        compared.first,
        compared.pairs,
        first_bearers=edges(list(map(len, bearers))),
        bearers=np.fromiter(chain.from_iterable(bearers), np.int32),
        said=usage.known,
        excess=excess,
    )
    return _without_whole_words(found, scripts.prepared), equal


def traces(
    suspected: Rows,
    compared: Compared,
    prepared: Sequence[Prepared],
    *,
    usage: Usage,
    kinds: Collection[ClueKind] = tuple(WEIGHTS),
) -> dict[int, list[Trace]]:
    """Return the signs that one of two versions of a wording was corrupted.

    Args:
        suspected: What `suspicions` returned.
        compared: The versions.
        prepared: The documents.
        usage: What the corpus says: what is written elsewhere too is no slip.
        kinds: The signs that count.

    Returns:
        The signs by the numbers of the pairs, as far as there are any.
    """
    wordings = compared.first.searchsorted(suspected["pair"], "right") - 1
    found: dict[int, list[Trace]] = defaultdict(list)
    columns = (suspected[name].tolist() for name in ("pair", "left", "right", "signs"))
    for number, pair, left, right, suspicion in zip(wordings.tolist(), *columns, strict=True):
        one, two = (_Reading.at(place, prepared) for place in (left, right))
        found[pair] += (
            Trace(kind, sign * WEIGHTS[kind], one.raw, two.raw)
            for kind, sign in _signs(one, two, usage, compared.bearers[number], suspicion).items()
            if sign and kind in kinds
        )
    return {pair: signs for pair, signs in found.items() if signs}


def _without_whole_words(suspected: Rows, prepared: Sequence[Prepared]) -> Rows:
    """Return what may still be slips when it is known which readings break a word."""
    suspected = suspected.copy()
    signs = suspected["signs"]
    left, right = (np.flatnonzero(signs & sign) for sign in (LEFT_BROKEN, RIGHT_BROKEN))
    rows = np.union1d(left, right)
    # Of each change the left clause, and then the right one.
    places, around = (
        np.hstack([suspected[f"{of}left"][rows], suspected[f"{of}right"][rows]])
        for of in ("", "around_")
    )
    clauses = _clauses(places.reshape(-1, 3), around.reshape(-1, 2), prepared)
    numbers = [2 * rows.searchsorted(left), 2 * rows.searchsorted(right) + 1]
    breaks = break_words(
        clauses,
        whole=np.concatenate([numbers[0] + 1, numbers[1] - 1]),
        broken=np.concatenate(numbers),
    )
    signs[left[~breaks[: len(left)]]] -= LEFT_BROKEN
    signs[right[~breaks[len(left) :]]] -= RIGHT_BROKEN
    return suspected[signs > 0]


def _clauses(places: Ints, around: Ints, prepared: Sequence[Prepared]) -> Clauses:
    """Return what `_Reading.between` does of many places, each with the tokens around it."""
    columns = zip(places[:, 0].tolist(), *around.T.tolist(), strict=True)
    texts = [prepared[number].tokens[first:last] for number, first, last in columns]
    starts, ends = (places[:, 1:] - around[:, :1]).T
    first, tokens = token_row(texts)
    # Words stand as codes there, and marks may stand between two tokens.
    n_words = np.diff(edges(tokens >= WORDS_FROM)[first])
    for number in np.flatnonzero((n_words > 0) | (ends - starts > 1)).tolist():
        reading = _Reading.at(places[number].tolist(), prepared)
        clause = reading.between(*around[number].tolist())
        texts[number], starts[number], ends[number] = clause
    return Clauses(texts, starts, ends)


def _signs(
    one: "_Reading", two: "_Reading", usage: Usage, outside: Collection[int], suspicion: int
) -> dict[ClueKind, int]:
    """Return for each sign 1 if the second reading is the corrupt one, -1 if it is the first.

    Args:
        one: The one reading.
        two: The other.
        usage: What the corpus says.
        outside: The documents that have the wording.
        suspicion: What the change may be; where it may be a broken word, it is one unless it is
            written elsewhere too.
    """
    first, second = (
        bool(suspicion & sign) and not _is_used(reading, usage, outside)
        for sign, reading in ((LEFT_BROKEN, one), (RIGHT_BROKEN, two))
    )
    return {
        "broken word": second - first,
        "doubled": suspicion & DOUBLED and two.is_doubled() - one.is_doubled(),
        "fault": bool(suspicion & RIGHT_FAULT) - bool(suspicion & LEFT_FAULT),
    }


class _Reading(NamedTuple):
    """A reading of one place: tokens ``start`` to ``end`` of a document; they may be none.

    Attributes:
        side: The document.
        start: The first of its tokens.
        end: Where they end.
        tokens: What it reads.
    """

    side: Prepared
    start: int
    end: int
    tokens: str

    @classmethod
    def at(cls, place: Iterable[int], prepared: Sequence[Prepared]) -> "_Reading":
        """Return what stands at a place."""
        number, start, end = place
        return cls(prepared[number], start, end, prepared[number].stream.text[start:end])

    def ends(self) -> tuple[int, int]:
        """Return where the token before ends and the one behind starts, in raw offsets."""
        stream = self.side.stream
        before = int(stream.ends[self.start - 1]) if self.start else 0
        is_last = self.end == len(stream.text)
        return before, len(stream.folded) if is_last else int(stream.starts[self.end])

    @property
    def raw(self) -> RawSpan:
        """The raw span from the token before to the token after, both left out."""
        return RawSpan(*self.ends())

    def clause(self) -> "_Clause":
        """Return the clause around the place."""
        stream, marks = self.side.stream, self.side.side.marks
        first, last = self.start, self.end
        least, most = max(first - _REACH, 0), min(last + _REACH, len(stream.text))
        while first > least and marks[first] < _CLAUSE:
            first -= 1
        while last < most and marks[last] < _CLAUSE:
            last += 1
        return self.between(first, last)

    def between(self, first: int, last: int) -> "_Clause":
        """Return the place in what stands between two tokens."""
        keys, marks = self.side.stream.keys(first, last), self.side.side.marks
        for token in range(self.start + 1, self.end):
            # Punctuation parts words, whichever it is; around the place there is none.
            if marks[token] >= _CLAUSE:
                keys[token - first] = COMMA + keys[token - first]
        start, end = self.start - first, self.end - first
        before, inner = "".join(keys[:start]), "".join(keys[start:end])
        text = before + inner + "".join(keys[end:])
        return _Clause(text, len(before), len(before) + len(inner))

    def is_doubled(self) -> bool:
        """Say whether the reading repeats its neighbours, as nobody would write.

        学生生活 and 天天 repeat a character too: no word may reach into the repetition, from
        outside or from one half into the other.
        """
        n, text = self.end - self.start, self.side.stream.text
        if not 1 <= n <= _LONGEST_DOUBLED or not all(map(is_han, self.tokens)):
            return False
        before = self.start >= n and text[self.start - n : self.start] == self.tokens
        if not before and text[self.end : self.end + n] != self.tokens:
            return False
        begin = self.start - n if before else self.start
        marks = self.side.side.marks
        if any(marks[token] >= _CLAUSE for token in range(begin + 1, begin + 2 * n)):
            return False
        clause = self.clause()
        first = clause.start - n if before else clause.start
        borders = {first, first + n, first + 2 * n}
        return all(
            not (start < border < end)
            for _, start, end in _words(clause.text)
            for border in borders
        )


class _Clause(NamedTuple):
    """A stretch of text and the reading in it."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a stretch, each with its start and end."""
    return tuple(words_in(text))


def _is_used(place: _Reading, usage: Usage, outside: Collection[int]) -> bool:
    """Say whether what binds a reading to its surroundings is written elsewhere too."""
    text, marks = place.side.stream.text, place.side.side.marks
    return any(
        usage.is_said(text[end - 1 : end + 1], outside=outside)
        for end in sorted({place.start, place.end})
        if 0 < end < len(text) and marks[end] < _CLAUSE
    )
