"""Documents made by chance that share formulae, and how alike two ways of grouping are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from lineage.analysis import Analysis
from lineage.measures import covered_length
from lineage.model import Document, Family, NormSpan, Occurrence, RawSpan
from lineage.normalize import NormalizedText, normalize, normalize_quote

# fmt: off
_WORDS = (
    "安全", "生产", "责任", "企业", "监管", "隐患", "排查", "整治", "教育", "培训", "应急", "救援",
    "法律", "制度", "干部", "群众", "发展", "红线", "基层", "落实", "春天", "河水", "渔民", "苹果",
    "果农", "风筝", "报纸", "窗外", "小雨", "山谷", "稻田", "集市", "工匠", "琴声", "码头", "邮差",
    "茶园", "石桥", "老人", "财政", "预算", "税收", "铁路", "港口", "机场", "森林", "草原", "湿地",
    "医院", "学校", "养老", "住房", "电网", "水库", "桥梁", "隧道", "数据", "芯片", "航天",
)
# fmt: on
_ENDS = "，。；"


def _clause(chance: Random) -> str:
    return "".join(chance.choices(_WORDS, k=chance.randint(3, 6)))


class Writer:
    """Writes documents that take formulae from a stock, some of them changed a little."""

    def __init__(self, seed: int, *, formulae: int = 8) -> None:
        self._chance = Random(seed)
        # A formula is a sentence of its own, long enough to be told from what is usual.
        self._stock = [
            "，".join(_clause(self._chance) for _ in range(self._chance.randint(3, 6)))
            for _ in range(formulae)
        ]

    def write(self, name: str, *, date: str | None = None, clauses: int = 14) -> Document:
        """Return a document with some of the formulae between clauses of its own."""
        chance = self._chance
        parts = []
        for _ in range(clauses):
            if chance.random() < 0.3:
                parts.append(self._changed(chance.choice(self._stock)) + "。")
            else:
                parts.append(_own(chance) + chance.choice(_ENDS))
        return Document(name, "".join(parts), date=date)

    def _changed(self, formula: str) -> str:
        if self._chance.random() < 0.6:
            return formula
        clauses = formula.split("，")
        place = self._chance.randrange(len(clauses))
        clauses[place] = clauses[place][:-2] + self._chance.choice(_WORDS)
        return "，".join(clauses)


def _own(chance: Random) -> str:
    """Return a clause that nobody else writes: characters by chance."""
    return "".join(chr(chance.randint(0x4E00, 0x9F00)) for _ in range(chance.randint(6, 18)))


def pair_f1(one: Iterable[Family], other: Iterable[Family]) -> float:
    """Return the harmonic mean of the shares of pairs that both ways of grouping have.

    Two occurrences are a pair of a family; they are the same pair in the other grouping if
    occurrences there cover the same places for the most part.
    """
    here, there = _places(one), _places(other)
    shares = _share(here, there), _share(there, here)
    return 2 * shares[0] * shares[1] / sum(shares) if all(shares) else 0.0


Place = tuple[str, int, int]


def _places(families: Iterable[Family]) -> list[list[Place]]:
    return [
        sorted((o.document, o.span.start, o.span.end) for o in family.occurrences)
        for family in families
    ]


def _share(some: Sequence[Sequence[Place]], others: Sequence[Sequence[Place]]) -> float:
    """Return the share of the pairs of some families that others have, too."""
    by_document: dict[str, list[tuple[Place, int]]] = defaultdict(list)
    for number, family in enumerate(others):
        for place in family:
            by_document[place[0]].append((place, number))
    # A pair is there if one family has the same places as both.
    having = {
        place: {number for other, number in by_document[place[0]] if _same(place, other)}
        for family in some
        for place in family
    }
    pairs = {
        (a, b) for family in some for n, b in enumerate(family) for a in family[:n] if a[0] != b[0]
    }
    if not pairs:
        return 1.0
    return sum(not having[a].isdisjoint(having[b]) for a, b in pairs) / len(pairs)


def _same(one: Place, two: Place) -> bool:
    shared = min(one[2], two[2]) - max(one[1], two[1])
    return 2 * shared >= max(one[2], two[2]) - min(one[1], two[1])


def lacking(analysis: Analysis) -> list[tuple[str, str, RawSpan]]:
    """Return where wordings stand that no occurrence of their family overlaps: document, span."""
    streams = {each.id: normalize(each.text) for each in analysis.corpus.documents}
    return [
        (family.text, name, span)
        for family in analysis.families()
        for name, stream in streams.items()
        for span in _stands(normalize_quote(family.text).text, stream)
        if not any(
            o.document == name and o.span.start < span.end and span.start < o.span.end
            for o in family.occurrences
        )
    ]


def _stands(wording: str, stream: NormalizedText) -> Iterator[RawSpan]:
    at = stream.text.find(wording)
    while at >= 0:
        yield stream.raw_span(NormSpan(at, at + len(wording)))
        at = stream.text.find(wording, at + 1)


def lost_passages(wanted: Sequence[Family], found: Sequence[Family]) -> list[Occurrence]:
    """Return the occurrences of 20 characters or more that the other families do not cover."""
    spans = defaultdict(list)
    for family in found:
        for occurrence in family.occurrences:
            spans[occurrence.document].append(occurrence.span)
    return [
        occurrence
        for family in wanted
        for occurrence in family.occurrences
        if len(occurrence.text) >= 20
        and 2 * covered_length(_inside(occurrence.span, spans[occurrence.document]))
        < len(occurrence.span)
    ]


def _inside(span: RawSpan, others: Iterable[RawSpan]) -> Iterator[RawSpan]:
    """Yield the parts of spans that lie in one."""
    for other in others:
        start, end = max(span.start, other.start), min(span.end, other.end)
        if start < end:
            yield RawSpan(start, end)
