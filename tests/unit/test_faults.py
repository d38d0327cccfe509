"""What is structurally wrong with a sentence, and what is not."""

import pytest
from reference.faults import faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市、区）人民政府应当落实责任", {"unbalanced ）"}),
        ("县（市、区人民政府应当落实责任", {"unbalanced （"}),
        ("学习《意见的精神", {"unbalanced 《"}),
        ("一是抓学习；三是抓落实", {"without 二"}),
        ("第一，抓学习。第三，抓落实", {"without 二"}),
        ("（一）抓学习（三）抓落实", {"without 二"}),
        ("做到三个必须：管行业必须管安全、管业务必须管安全", {"not 三"}),
        ("抓好两项工作：学习、宣传、落实", {"not 两"}),
        ("他不仅学习，天天写作", {"不仅 alone"}),
        ("我们既要绿水青山", {"既 alone"}),
    ],
)
def test_what_cutting_leaves_behind_is_a_fault(text: str, expected: set[str]) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "县（市、区）人民政府应当落实责任",
        "他说：“我们要学习。",
        "一是抓学习；二是抓落实；三是抓宣传",
        "一是抓学习。一是抓落实",
        "做到三个必须：管行业必须管安全、管业务必须管安全、管生产经营必须管安全",
        "抓好三项工作：学习、宣传和落实",
        "做到三个必须，落实责任",
        "我们既要绿水青山，也要金山银山",
        "中国将一如既往支持，既定目标不变",
        "一方面要学习，另一方面要落实",
    ],
)
def test_what_people_write_is_none(text: str) -> None:
    assert faults(text) == frozenset()
