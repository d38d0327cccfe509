"""What a family says of itself: tricky cases, told as short stories."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import lineage
from lineage import Document, Family
from lineage.cli import main
from lineage.model import Sort

FILLING = (
    "春天来了，山上的花都开了，孩子们在田野里放风筝。",
    "河水静静地向东流去，渔民清晨出港，傍晚归来。",
    "图书馆里很安静，老人翻着旧报纸，窗外下着小雨。",
    "今年的苹果又大又甜，果农忙着采摘和装箱。",
    "夜里起了风，屋檐下的灯笼轻轻摇晃，狗叫了两声。",
    "木匠在院子里刨木头，刨花卷成一朵一朵的云。",
)
FORMULA = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
PASSAGE = (
    "要压实各级党政领导责任、部门监管责任和企业主体责任，按照"
    f"{FORMULA}的要求，把责任链条延伸到车间班组和每一个岗位，决不允许推诿扯皮。"
)


def speech(number: int, *parts: str, date: str | None = None) -> Document:
    """Return a speech in which each part stands between lines that nobody shares."""
    lines = [FILLING[number] * 9] * 9
    for place, part in enumerate(parts):
        lines.insert(2 + 3 * place, f"{part}。")
    return Document(f"{number}.txt", "\n".join(lines), date=date)


def family_with(text: str, families: tuple[Family, ...]) -> Family:
    (family,) = [family for family in families if text in family.text and len(family.text) < 60]
    return family


@pytest.fixture(scope="module")
def collection() -> list[Document]:
    return [
        *(speech(n, PASSAGE, date=str(2020 + n)) for n in (0, 1)),
        *(speech(n, f"{FORMULA}，这句话要记住", date=str(2020 + n)) for n in (2, 3)),
    ]


def test_a_formula_in_a_passage_is_part_of_it_and_a_family_of_its_own(
    collection: list[Document],
) -> None:
    families = lineage.analyze(collection).families()

    formula = family_with(FORMULA, families)
    (passage,) = [family for family in families if "推诿扯皮" in family.text]
    assert passage.id in formula.part_of
    assert passage.part_of == ()
    assert {"2.txt", "3.txt"} <= set(formula.documents)


def test_a_trace_by_id_names_the_passage_that_holds_the_formula(
    collection: list[Document], tmp_path: Path
) -> None:
    for document in collection:
        (tmp_path / document.id).write_text(document.text, encoding="utf-8")
    (tmp_path / "dates.csv").write_text(
        "document,date\n" + "".join(f"{d.id},{d.date}\n" for d in collection), encoding="utf-8"
    )
    options = [str(tmp_path), "--dates", str(tmp_path / "dates.csv"), "--quiet"]

    def printed(*arguments: str) -> str:
        result = CliRunner().invoke(main, [*arguments, *options], env={"COLUMNS": "200"})
        assert result.exit_code == 0, result.stderr
        return result.stdout

    families = json.loads(printed("top", "--unit", "passage", "--format", "json"))["families"]
    (formula,) = [f for f in families if f["text"].strip("。") in FORMULA and f["part_of"]]
    (holder,) = [f for f in families if f["id"] == formula["part_of"][0]]

    assert f"part of {holder['id']}: {holder['text'][:20]}" in printed("trace", formula["id"])
    assert holder["text"][:20] in printed("trace", formula["id"], "--format", "html")
    traced = json.loads(printed("trace", formula["id"], "--format", "json"))["family"]
    assert traced == formula


def test_what_was_swapped_in_a_circulated_speech_is_told_by_type() -> None:
    """One speech for every city: place, year and figure filled in, or left blank."""
    filled = [
        ("武汉市", "2021", "6.5"),
        ("长沙市", "2022", "7"),
        ("XX市", "20XX", "X"),
        ("南昌市", "2023", "8.1"),
    ]
    documents = [
        speech(n, f"截至{year}年底，{place}累计排查整治各类风险隐患，同比下降{figure}个百分点")
        for n, (place, year, figure) in enumerate(filled)
    ]

    (family,) = lineage.analyze(documents).families()

    types = {slot.type: {r.text for r in slot.readings} for slot in family.slots}
    assert (
        "〔year〕年底，〔place〕市累计排查整治各类风险隐患，同比下降〔number〕个" in family.template
    )
    assert {"长沙", "南昌", "武汉"} <= types["place"]
    assert {"7", "8.1", "6.5"} <= types["number"]
    assert {"2021", "2022", "2023"} <= types["year"]


@pytest.fixture(scope="module")
def reports() -> list[Document]:
    opening = "各位代表：现在，我代表市人民政府向大会报告工作，请予审议，并请列席的同志提出意见"
    figures = "全年地区生产总值增长6.5%，一般公共预算收入增长7.2%，城镇新增就业12万人以上"
    return [
        Document(document.id, f"{opening}。\n{document.text}")
        for document in (speech(n, FORMULA, figures) for n in range(6))
    ]


def test_a_formula_is_more_telling_than_greeting_and_statistics(reports: list[Document]) -> None:
    families = lineage.analyze(reports).families()

    assert FORMULA in families[0].text
    kinds = {family.text[:4]: family.kind for family in families}
    assert kinds["各位代表"] == "frame"
    assert {family.kind for family in families if "6.5%" in family.text} == {"passage"}


@pytest.mark.parametrize("by", ["documents", "characters", "salience"])
def test_families_are_listed_in_the_order_that_is_asked_for(
    by: Sort, reports: list[Document], tmp_path: Path
) -> None:
    for document in [*reports, speech(0, PASSAGE), speech(1, PASSAGE)]:
        (tmp_path / document.id).write_text(document.text, encoding="utf-8")

    result = CliRunner().invoke(
        main, ["top", str(tmp_path), "--unit", "passage", "--sort", by, "--format", "json"]
    )

    families = json.loads(result.stdout)["families"]
    assert len(families) > 2
    measures = [family[by] for family in families]
    assert measures == sorted(measures, reverse=True)
    if by == "salience":
        plain = CliRunner().invoke(
            main, ["top", str(tmp_path), "--unit", "passage", "--format", "json"]
        )
        assert plain.stdout == result.stdout
