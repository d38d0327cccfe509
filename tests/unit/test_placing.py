"""Where a wording stands in and around a place of another document."""

import pytest

from lineage.model import Document
from lineage.normalize import normalize
from lineage.places import Place
from lineage.placing import align_member, tokens_at
from lineage.prepare import Prepared, prepare

WORDING = "管行业必须管安全管业务必须管安全管生产经营必须管安全"
LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))


def placed(first: str, second: str) -> tuple[Prepared, Prepared]:
    one, two = prepare([Document("0", first), Document("1", second)])
    return one, two


def found(wording: str, text: str, start: int, end: int) -> str | None:
    """Return where a wording stands in a text, looked for around some of its tokens."""
    sides = placed(wording, text)
    aligned = align_member(Place(1, start, end), Place(0, 0, len(wording)), sides)
    return None if aligned is None else tokens_at(sides, aligned.place)


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


def test_a_text_that_shares_nothing_has_no_place() -> None:
    assert found(WORDING, "春天来了山上的花都开了", 0, 11) is None


def test_only_what_is_surely_there_has_a_say_in_where_a_wording_ends() -> None:
    sides = placed(f"{WORDING}这句话要记住", f"{WORDING}的要求层层压实")
    model = Place(0, 0, len(WORDING) + 6)

    aligned = align_member(Place(1, 0, len(WORDING)), model, sides)

    assert aligned is not None
    assert aligned.runs[0] == (0, 0, len(WORDING))
    assert sum(n for _, _, n in aligned.runs) <= aligned.n
    assert not aligned.is_whole(model)
