"""What cannot be a slip is left alone, and nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from reference import slips

from lineage.attestation import attestation
from lineage.corruption import _changes, _Reading, _signs
from lineage.model import Document
from lineage.native.slips import BROKEN, DOUBLED, FAULT, suspected
from lineage.normalize import WILDCARD
from lineage.places import Place
from lineage.prepare import Prepared, prepare
from lineage.scripts import Scripts

CLAUSES = (
    "县（市、区）人民政府负责",
    "贯彻《意见》【第3条】的精神",
    "应当由上级检察院指定管辖",
    "一是抓学习；二是抓落实；三是抓宣传",
    "第一，抓学习。第二，抓落实",
    "（一）抓学习（二）抓落实",
    "一、抓学习\n二、抓落实",
    "做到三个必须：管行业、管业务、管生产",
    "抓好两项工作:学习和宣传",
    "不仅要学习，而且要落实",
    "既要绿水青山，也要金山银山",
    "一方面要学习，另一方面要落实",
    "坚持改革开放",
    "某地××局 gdp 增长6.5%！",
)
LETTERS = "（）《》[]一二三两是要、，：:。！\n不仅但既又方面个项第驿学习"


@st.composite
def versions(draw: st.DrawFn) -> tuple[Prepared, ...]:
    """Return a text, one that was made from it by a few slips, and another."""
    first = "，".join(draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4)))
    # What is far away in a sentence is not looked at.
    sound = draw(st.sampled_from(["", "", "远" * 196])).join(
        [first, draw(st.sampled_from(CLAUSES))]
    )
    copied = sound
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(copied)))
        end = at + draw(st.integers(0, 4))
        inserted = draw(st.one_of(st.text(LETTERS, max_size=3), st.just(copied[at:end] * 2)))
        copied = copied[:at] + inserted + copied[end:]
    other = draw(st.one_of(st.just(""), st.just(sound), st.just(copied), st.text(LETTERS)))
    return prepare([Document(str(n), text) for n, text in enumerate((sound, copied, other))])


def signs_of(prepared: tuple[Prepared, ...], changes: list[tuple[Place, Place]]) -> list[int]:
    """Return what the changes of the first two documents may be."""
    scripts = Scripts(prepared)
    places = np.array([(*left, *right) for left, right in changes], np.int32).reshape(-1, 6)
    signs = suspected(
        scripts.texts,
        scripts.having(places.reshape(-1, 3)),
        places,
        said=attestation(prepared).known,
        has_wording=np.array([True, True, False]),
    )
    found: list[int] = signs.tolist()
    return found


def places_in(side: Prepared, number: int) -> st.SearchStrategy[Place]:
    ends = st.integers(0, len(side.stream))
    return st.tuples(ends, ends).map(lambda pair: Place(number, min(pair), max(pair)))


@given(versions(), st.data())
def test_which_changes_may_be_slips(prepared: tuple[Prepared, ...], data: st.DataObject) -> None:
    one, two = places_in(prepared[0], 0), places_in(prepared[1], 1)
    changes = data.draw(st.lists(st.tuples(one, two), max_size=9))

    fast = signs_of(prepared, changes)

    usage = attestation(prepared)
    assert fast == [
        slips.suspected(*change, prepared, usage=usage, outside=(0, 1)) for change in changes
    ]


@given(versions())
def test_no_sign_of_a_slip_is_lost(prepared: tuple[Prepared, ...]) -> None:
    whole = Place(0, 0, len(prepared[0].stream)), Place(1, 0, len(prepared[1].stream))
    changes = _changes(whole, Scripts(prepared))
    usage = attestation(prepared)

    for (left, right), may_be in zip(changes, signs_of(prepared, changes), strict=True):
        one, two = _Reading.at(left, prepared), _Reading.at(right, prepared)
        # A placeholder may be older or younger than what fills it.
        is_asked = WILDCARD not in one.tokens + two.tokens
        every = _signs(one, two, usage, (0, 1), (BROKEN | DOUBLED | FAULT) * is_asked)
        assert _signs(one, two, usage, (0, 1), may_be) == every
