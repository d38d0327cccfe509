"""Texts, and families in them, that the kernels are tried on."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
from hypothesis import strategies as st
from reference.plane import shared_grams

from lineage.model import Document
from lineage.places import Group, Place
from lineage.placing import tokens_at
from lineage.prepare import Prepared, prepare
from lineage.seeding import SEGMENT, Columns

FORMULAE = (
    "发展决不能以牺牲安全为代价，这必须作为一条不可逾越的红线",
    "守土有责、守土负责、守土尽责",
    "进企业、进农村、进社区、进学校、进家庭、进公共场所",
    "坚持党政同责、一岗双责、齐抓共管、失职追责",
    "20XX年，XX区生产总值增长X%，城镇登记失业率控制在*%以内",
    "管行业必须管安全、管业务必须管安全、管生产经营必须管安全",
    "为官一任造福一方，" * 9,
    "the safety of the people is the highest law",
)

fillers = st.text("春天来了河水东流山高月小的和，。、", max_size=30)


@st.composite
def changed(draw: st.DrawFn) -> str:
    """Return one of the formulae, or two, with some characters dropped, put in or replaced."""
    text = "，".join(draw(st.lists(st.sampled_from(FORMULAE), min_size=1, max_size=3)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.text("春河的和安全*，", max_size=3))
            + text[at + draw(st.integers(0, 4)) :]
        )
    return text


texts = st.builds("。".join, st.lists(st.one_of(fillers, changed()), min_size=1, max_size=6))
corpora = st.lists(texts, min_size=2, max_size=4)


def prepared_of(texts: Sequence[str]) -> tuple[Prepared, ...]:
    return prepare([Document(str(n), text) for n, text in enumerate(texts)])


def segments_of(prepared: Sequence[Prepared]) -> Columns:
    """Return every n-gram that two documents share as a segment."""
    rows = [
        (a, b, x, y, 3)
        for (a, one), (b, two) in combinations(enumerate(prepared), 2)
        for x, y in sorted(
            zip(*map(np.ndarray.tolist, shared_grams(one.codes, two.codes, 3)), strict=True)
        )
    ]
    return dict(zip(SEGMENT, np.array(rows, np.int32).reshape(-1, 5).T, strict=True))


def places_of(prepared: Sequence[Prepared]) -> st.SearchStrategy[tuple[Place, ...]]:
    """Return stretches of documents that do not overlap, in order."""
    there = [n for n, side in enumerate(prepared) if len(side.codes)]

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[Place, ...]:
        places: list[Place] = []
        for n in there:
            length = len(prepared[n].codes)
            edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
            places.extend(Place(n, a, b) for a, b in list(pairwise(edges))[::2])
        return tuple(places)

    return drawn()


@st.composite
def groups_in(draw: st.DrawFn, prepared: Sequence[Prepared]) -> list[Group]:
    """Return families that may lie inside each other and overlap."""
    found = []
    for places in draw(st.lists(places_of(prepared), max_size=8)):
        if places:
            model = places[0]
            bits = prepared[model.document].bits[model.start : model.end].tobytes()
            found.append(Group(tokens_at(prepared, model), places, bits))
    return list(dict.fromkeys(found))


@st.composite
def versions(draw: st.DrawFn) -> tuple[Prepared, ...]:
    """Return two long texts that are like each other, or hardly."""
    n, n_kinds = draw(st.integers(500, 1_200)), draw(st.sampled_from([40, 4]))
    share = draw(st.floats(0, 1))
    n_more, n_moved = draw(st.sampled_from([0, 10, 300])), draw(st.sampled_from([0, 30, 150]))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    left, other = chance.integers(0, n_kinds, (2, n + n_more)) + 0x4E00
    right = np.where(chance.random(n) < share, other[:n], left[:n])
    right = np.insert(np.delete(right, chance.integers(0, n, 9)), n // 2, left[:7])
    right = np.append(right[n_moved:], other[:n_moved])
    return prepared_of(["".join(map(chr, codes.tolist())) for codes in (left, right)])
