"""Where a wording stands in and around a place of another document."""

import pytest

from lineage.model import Document
from lineage.native.passages import most_like
from lineage.native.tables import code_points
from lineage.normalize import normalize
from lineage.places import Place
from lineage.placing import tokens_at, where_members
from lineage.prepare import Prepared, prepare, texts_of

WORDING = "管行业必须管安全管业务必须管安全管生产经营必须管安全"
LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))


def placed(first: str, second: str) -> tuple[Prepared, Prepared]:
    one, two = prepare([Document("0", first), Document("1", second)])
    return one, two


def found(wording: str, text: str, start: int, end: int) -> str | None:
    """Return where a wording stands in a text, looked for around some of its tokens."""
    sides = placed(wording, text)
    pairs = [(Place(1, start, end), Place(0, 0, len(wording)))]
    (place,) = where_members(texts_of(sides), pairs)
    return None if place is None else tokens_at(sides, place)


def test_a_fragment_is_completed_from_its_surroundings() -> None:
    text = f"各部门要按照{WORDING}的要求"

    assert found(WORDING, text, 14, 20) == WORDING


def test_the_wording_itself_is_found_before_one_that_is_as_near() -> None:
    # The first word stands once more a few tokens before.
    text = f"落实监管责任按照{WORDING}的要求抓实"

    assert found(WORDING, text, 6, 6 + len(WORDING)) == WORDING


@pytest.mark.parametrize("cut", [100, 400])
def test_a_long_wording_is_found_around_a_part_of_it(cut: int) -> None:
    changed = LONG[:50] + "甲乙" + LONG[52:]
    text = "春天来了" * 30 + changed + "河水东流" * 30

    assert found(LONG, text, 120 + cut, 120 + cut + 60) == normalize(changed).text


@pytest.mark.parametrize(("start", "end"), [(120, 420), (490, 790)])
def test_an_end_that_an_insertion_has_pushed_out_is_found(start: int, end: int) -> None:
    changed = LONG[:300] + "江湖夜雨十年灯" * 10 + LONG[300:]
    text = "春天来了" * 30 + changed + "河水东流" * 30

    assert found(LONG, text, start, end) == normalize(changed).text


def test_a_text_that_shares_nothing_has_no_place() -> None:
    assert found(WORDING, "春天来了山上的花都开了", 0, 11) is None


def test_a_part_is_found_in_the_whole() -> None:
    assert most_like(code_points("必须管安全"), code_points(WORDING)) == (3, 8)
    assert most_like(code_points(LONG[100:350]), code_points(LONG)) == (100, 350)
