"""Where one given text occurs, and what became of it."""

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

import lineage
from lineage.model import Document, Occurrence
from lineage.search import search, trace_text
from lineage.settings import Settings

DOCUMENTS = (
    Document(
        "a",
        "同志们：安全责任重于泰山。我们要加强安全生产工作，落实各项安全生产措施。"
        "企##paidbegin##业安全发展是大事。",
        date="2020",
    ),
    Document(
        "b", "大家记住，安全责任重于山！安全生产工作很重要，安全生产责任也要落实。", date="2023"
    ),
    Document("c", "春风又绿江南岸，明月何时照我还。抓好安全生产工作，加强学习。"),
)
DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"


def found_in(text: str, *documents: Document) -> list[tuple[str, str]]:
    return [(o.document, o.text) for o in search(text, documents or DOCUMENTS)]


def test_a_text_is_found_exactly_and_nearly_the_likest_first() -> None:
    found = search("安全责任重于泰山", DOCUMENTS)

    assert [(o.document, o.text) for o in found] == [
        ("a", "安全责任重于泰山。"),
        ("b", "安全责任重于山！"),
    ]
    assert found[0].similarity == 1 > found[1].similarity > 0.8


@pytest.mark.parametrize("length", [180, 300, 3_000])
def test_a_long_text_is_found_where_it_was_changed(length: int) -> None:
    chance = Random(length)
    text = "".join(chance.choices([chr(code) for code in range(0x4E00, 0x5E00)], k=length))
    changed = "".join(c if n % 20 else "变" for n, c in enumerate(text))
    document = Document("d", f"春天来了。{changed}。河水东流。")

    ((_, found),) = found_in(text, document)

    assert abs(len(found) - length) < 5


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("管行业必须管安全 管业务必须管安全", DUTY),
        ("“管业务必须管安全，管生产经营必须管安全”。", DUTY),
        ("管行業必須管安全", DUTY),
        ("企业安全发展", "推动企##paidbegin##业安全发展"),
        ("企##paidend##业安全发展", "推动企业安全发展"),
        ("GDP增长6.5%", "全年ＧＤＰ\n增长６.５％以上"),
    ],
)
def test_punctuation_markers_script_and_width_make_no_difference(query: str, text: str) -> None:
    found = search(query, [Document("a", text)])[0]

    assert found.similarity == 1
    assert found.span.cut(text) == found.text


def test_a_text_is_not_found_where_only_its_common_words_are(seeds: Path) -> None:
    speeches = lineage.read(seeds)

    assert lineage.find("我们要加强安全生产工作的组织领导和统筹协调", speeches) == ()
    near = lineage.find("加强安全生产工作", speeches)
    assert near
    assert [o.text for o in near if "加" not in o.text] == []


def test_every_place_of_one_document_is_found_the_near_ones_too() -> None:
    text = "安全责任重于泰山。春天来了。安全责任重于山。花开得好。安全责任重于泰山！水向东流。"

    found = search("安全责任重于泰山", [Document("a", text)])

    assert [o.text for o in found] == [
        "安全责任重于泰山。",
        "安全责任重于泰山！",
        "安全责任重于山。",
    ]


def test_what_is_found_nearly_begins_and_ends_where_the_query_does() -> None:
    text = "今天我们大家都来强调绷紧安全生产这根“生命弦”不放松不懈怠。"

    (found,) = search("绷紧安全生产这根弦", [Document("a", text)])

    assert found.text.startswith("绷紧安全生产这根")
    assert "放松" not in found.text


def test_a_list_is_found_in_another_order() -> None:
    text = "持续开展安全宣传进农村、进企业、进学校、进社区、进家庭活动。"

    found = search("进企业、进农村、进社区、进学校、进家庭", [Document("a", text)])

    assert [o.document for o in found] == ["a"]


@pytest.mark.parametrize("query", ["", " \n", "。，！", "##paidbegin##"])
def test_a_text_without_words_is_found_nowhere(query: str) -> None:
    assert search(query, DOCUMENTS) == ()
    assert trace_text(query, DOCUMENTS, Settings()) is None


@pytest.mark.parametrize(("query", "times"), [("泰山", 1), ("安全生产", 5), ("月", 1)])
def test_short_texts_are_found_exactly(query: str, times: int) -> None:
    found = search(query, DOCUMENTS)

    assert [o.text.rstrip("，。！") for o in found] == [query] * times


def test_nothing_is_found_in_no_documents_or_an_empty_one() -> None:
    assert search(DUTY, []) == ()
    assert search(DUTY, [Document("a", "")]) == ()


def test_places_found_are_ordered_quoted_and_apart() -> None:
    document = Document("a", (DUTY + "。") * 3 + "春天来了。" + DUTY.replace("必须", "就要"))

    found = search(DUTY, [document])

    spans = sorted(o.span for o in found)
    assert len(found) == 4
    assert all(o.span.cut(document.text) == o.text for o in found)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert [o.similarity for o in found] == sorted((o.similarity for o in found), reverse=True)


def test_the_order_of_the_documents_changes_nothing() -> None:
    assert search("安全责任重于泰山", DOCUMENTS) == search("安全责任重于泰山", DOCUMENTS[::-1])


def test_a_trace_has_every_place_with_its_source() -> None:
    family = trace_text("安全责任重于泰山", DOCUMENTS, Settings())

    assert family is not None
    assert [(o.document, o.source) for o in family.occurrences] == [("a", None), ("b", "a")]
    assert family.earliest is not None
    assert family.earliest.document == "a"


def test_a_trace_without_dates_has_no_direction() -> None:
    family = trace_text("安全责任重于泰山", DOCUMENTS, Settings(use_dates=False))

    assert family is not None
    assert family.earliest is None
    assert {o.source for o in family.occurrences} == {None}


def test_what_occurs_nowhere_has_no_trace() -> None:
    assert trace_text("学而时习之不亦说乎", DOCUMENTS, Settings()) is None


def test_a_trace_holds_only_what_is_like_the_text() -> None:
    documents = [
        Document("a", "我们要坚定不移推进全面从严治党，努力建设服务型政府。"),
        Document("b", "大家要坚定不移推进乡村全面振兴，让农民富起来。"),
        Document("c", "同志们要纵深推进全面从严治党，营造良好环境。"),
    ]

    family = trace_text("坚定不移推进全面从严治党", documents, Settings())

    assert family is not None
    assert [o.document for o in family.occurrences] == ["a", "c"]
    assert "全面从严治党" in family.template
    assert min(o.similarity for o in family.occurrences) > 0.6


def test_found_places_are_plain_occurrences_without_a_descent() -> None:
    (found,) = search("明月何时照我还", DOCUMENTS)

    assert found == Occurrence("c", found.span, "明月何时照我还。", 1.0)
