"""Kinds, figures and wholeness: what the rules look at."""

from collections.abc import Sequence

import pytest

from lineage.descent import describe
from lineage.kinds import has_figures
from lineage.model import Document, Family, Kind, RawSpan
from lineage.places import Group, Place
from lineage.prepare import prepare
from lineage.stretch import Stretch

FILLING = "春天来了，山上的花都开了，孩子们在田野里放风筝。"


def stretches(wording: str, texts: Sequence[str]) -> list[Stretch]:
    found = []
    for number, side in enumerate(prepare([Document(str(n), t) for n, t in enumerate(texts)])):
        at = side.document.text.index(wording)
        raw = RawSpan(at, at + len(wording))
        span = side.stream.norm_span(raw)
        found.append(Stretch(side, Place(number, span.start, span.end), raw))
    return found


def described(wording: str, texts: Sequence[str]) -> Family:
    members = stretches(wording, texts)
    group = Group(members[0].tokens, tuple(member.place for member in members))
    return describe(group, [member.side for member in members])


def wholeness(wording: str, texts: Sequence[str]) -> float:
    return described(wording, texts).wholeness


def kind(wording: str, *texts: str) -> Kind:
    return described(wording, texts).kind


@pytest.mark.parametrize(
    ("before", "quoted"),
    [
        ("总书记反复强调：", True),
        ("毛主席教导我们：", True),
        ("古人曰，", True),
        ("正所谓", True),
        ("As Lincoln said, ", True),
        ("we are told ", True),
        ("我们要坚持", False),
        ("在街道", False),
        ("the aforesaid ", False),
    ],
)
def test_a_quotation_is_announced_by_somebody_saying_it(before: str, quoted: bool) -> None:
    text = f"{FILLING * 40}{before}“志不求易者成，事不避难者进”。{FILLING * 40}"

    found = kind("志不求易者成，事不避难者进", text, text)

    assert found == ("quotation" if quoted else "passage")


def test_lines_of_resellers_are_no_part_of_the_distance_from_the_start() -> None:
    opening = "今天我们召开全市安全生产工作会议"
    reseller = "更多公文写作范文请关注微信公众号公文驿站，加微信号gongwen888领取海量资料\n" * 12
    body = FILLING * 80

    assert [kind(opening, *[f"{head}{opening}。{body}"] * 2) for head in ("", reseller)] == [
        "frame",
        "frame",
    ]
    assert kind(opening, *[f"{FILLING * 12}{opening}。{body}"] * 2) == "passage"


def test_a_long_notice_at_the_end_is_frame_from_its_first_word() -> None:
    notice = "".join(f"本作品第{n}条属于公有领域，可以自由使用。" for n in range(30))

    assert kind(notice, *[FILLING * 200 + notice] * 2) == "frame"


def test_a_copied_document_is_not_its_own_frame() -> None:
    text = "".join(f"第{n}件事要办好，第{n}个人要负责。" for n in range(99))

    assert kind(text, text, text) == "passage"


def test_what_has_figures_is_no_slogan() -> None:
    body = FILLING * 60

    assert kind("守土有责守土尽责", *[f"{body}守土有责守土尽责。{body}"] * 3) == "slogan"
    assert kind("安全利用率达到95%", *[f"{body}安全利用率达到95%。{body}"] * 3) == "passage"
    (model,) = stretches("守土有责", ["守土有责。"])
    assert has_figures(model, ["number"])


def test_years_and_numerals_of_formulae_are_no_figures() -> None:
    for wording, has in (
        ("2023年工作回顾", False),
        ("“四个意识”“两个维护”", False),
        ("增长６.５％以上", True),
        ("建设3000个村", True),
    ):
        (model,) = stretches(wording, [f"大家好。{wording}。谢谢。"])

        assert has_figures(model, ()) is has, wording


def test_a_clause_of_its_own_is_whole_and_a_term_within_clauses_is_not() -> None:
    found = [
        wholeness("守土有责", [text] * 3)
        for text in (
            "我们要做到：守土有责，不放松。",
            "我们要做到守土有责，不放松。",
            "要把守土有责落到实处。",
        )
    ]

    assert found == [1.0, 0.5, 0.25]


def test_what_runs_across_the_end_of_a_line_is_half_as_whole() -> None:
    one_line = wholeness("抓好落实。二、加强领导。", ["我说，抓好落实。二、加强领导。好。"] * 2)
    two_lines = wholeness(
        "抓好落实。\n二、加强领导。", ["我说，抓好落实。\n二、加强领导。好。"] * 2
    )

    assert (one_line, two_lines) == (1.0, 0.5)
