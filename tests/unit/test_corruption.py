"""Which of two readings can only be a corruption of the other, and which pairs show nothing."""

import numpy as np
import pytest

from lineage.attestation import attestation
from lineage.broken import excess_of
from lineage.corruption import WEIGHTS, Compared, suspicions, traces
from lineage.model import ClueKind, Document
from lineage.native.library import Rows
from lineage.prepare import Prepared, prepare
from lineage.scripts import Scripts


def signs(left: str, right: str, *elsewhere: str) -> list[tuple[ClueKind, bool, str, str]]:
    """Return each sign: its kind, whether the right is corrupt, and the two readings."""
    texts = [left, right, *elsewhere]
    prepared = prepare([Document(str(n), text) for n, text in enumerate(texts)])
    usage = attestation(prepared)
    suspected = suspected_in(whole(prepared), prepared)
    found = traces(suspected, whole(prepared), prepared, usage=usage)
    return [(t.kind, t.weight > 0, t.left.cut(left), t.right.cut(right)) for t in found.get(0, ())]


def suspected_in(compared: Compared, prepared: tuple[Prepared, ...]) -> Rows:
    """Return the changes that may be slips."""
    excess = excess_of(side.codes for side in prepared)
    usage = attestation(prepared)
    return suspicions(compared, Scripts(prepared), usage=usage, excess=excess)[0]


def whole(prepared: tuple[Prepared, ...]) -> Compared:
    """Return the first two documents, as two versions of one wording."""
    pair = [(0, 0, len(prepared[0].stream), 1, 0, len(prepared[1].stream))]
    return Compared(np.array([0, 1]), np.array(pair, np.int32), [(0, 1)])


SOUND = "应当由上级检察院指定管辖"
BROKEN = "应当由上级检驿院指定管辖"


def test_a_word_broken_into_characters_is_a_slip() -> None:
    assert signs(SOUND, BROKEN) == [("broken word", True, "察", "驿")]
    assert signs(BROKEN, SOUND) == [("broken word", False, "驿", "察")]


@pytest.mark.parametrize(
    ("sound", "corrupt"),
    [
        ("中央财政安排扶贫资金", "中央财政安排抉贫资金"),
        ("供水设施由业主管理", "供水设施由业驿主管理"),
    ],
)
def test_slips_replace_and_insert(sound: str, corrupt: str) -> None:
    assert [(kind, later) for kind, later, _, _ in signs(sound, corrupt)] == [("broken word", True)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (SOUND, SOUND),
        # Another word, another clause, another name: anyone may have written either.
        ("坚决贯彻中央精神", "全面贯彻中央精神"),
        ("坚决贯彻中央精神", "贯彻中央精神"),
        ("武汉市坚决贯彻中央精神", "长沙市坚决贯彻中央精神"),
        ("加强学习，落实责任，守住底线", "加强学习，守住底线"),
        # A placeholder may be older or younger than what fills it.
        ("湖南省长沙市坚决贯彻中央精神", "湖南省××市坚决贯彻中央精神"),
        ("县（市、区）人民政府负责", "××区）人民政府负责"),
        # Words in short are words.
        ("健全防止返贫监测帮扶机制", "健全防返贫监测帮扶机制"),
        ("把人民放在心中最高位置", "把人民放在心中至高位置"),
        ("抓好重污染天气应对", "打好重污染天气应对"),
        ("今年增长6.5个百分点", "今年增长七个百分点"),
        ("第十七次会议", "第二十七次会议"),
        # Rare is not corrupt: who copies, rather makes the rare word common.
        ("防止物料遗撒", "防止物料洒落"),
        ("学生活动丰富", "学生生活动丰富"),
        ("the common good", "the comon good"),
    ],
)
def test_what_both_may_have_written_shows_nothing(left: str, right: str) -> None:
    assert signs(left, right) == []
    assert signs(right, left) == []


def test_what_is_written_elsewhere_too_is_no_slip() -> None:
    assert signs(SOUND, BROKEN, "某地的检驿院办事") == []
    assert signs(SOUND, BROKEN, "某地的检察院办事") != []


def test_a_clause_that_breaks_a_bracket_or_a_count_was_cut() -> None:
    whole = "第八条 县（市、区）人民政府负责，做到三个必须：管行业、管业务、管生产。"

    bracket = signs(whole, whole.replace("县（市、", ""))
    count = signs(whole, whole.replace("、管业务", ""))

    assert [(kind, later) for kind, later, _, _ in bracket] == [("fault", True)]
    assert [(kind, later) for kind, later, _, _ in count] == [("fault", True)]


def test_a_fault_that_both_sentences_have_shows_nothing() -> None:
    assert signs("市、区）人民政府负责学习", "市、区）人民政府负责落实") == []


def test_a_word_written_twice_is_a_slip() -> None:
    twice = signs("我们要坚持改革开放", "我们要坚持坚持改革开放")

    assert [(kind, later) for kind, later, _, _ in twice] == [("doubled", True)]


def test_only_the_kinds_asked_for_count() -> None:
    prepared = prepare([Document("a", SOUND), Document("b", BROKEN)])
    usage, pair = attestation(prepared), whole(prepared)
    suspected = suspected_in(pair, prepared)

    found = {k: traces(suspected, pair, prepared, usage=usage, kinds=(k,)) for k in WEIGHTS}

    assert [kind for kind, each in found.items() if each] == ["broken word"]
