"""Growing a segment to both sides."""

import numpy as np
from reference.extend import extend_segments
from reference.runs import Run

from lineage.normalize import normalize
from lineage.prepare import Side


def text_of(n: int) -> Side:
    return Side(np.full(n, 6.0, np.float32), np.ones(n + 1, np.uint8))


def extended(left: str, right: str, *segments: Run) -> list[list[Run]]:
    return extend_segments(left, right, segments, text_of(len(left)))


def stretches(runs: list[Run], left: str, right: str) -> tuple[str, str]:
    (x, y, _), (i, j, n) = runs[0], runs[-1]
    return left[x : i + n], right[y : j + n]


def extension(left: str, right: str, seed: str) -> tuple[str, str]:
    """Return both stretches that the one extension of a shared n-gram covers."""
    (found,) = extended(left, right, (left.index(seed), right.index(seed), len(seed)))
    return stretches(found, left, right)


def test_a_segment_grows_over_a_changed_token() -> None:
    left, right = "安全责任重于山必须落实到位", "安全责任重于泰山必须压实到位"

    assert extension(left, right, "安全责任") == (left, right)


def test_a_segment_grows_to_both_sides() -> None:
    left, right = "甲乙丙" + "发展决不能以牺牲安全为代价" + "子丑", "发展绝不能以牺牲安全作代价"

    assert extension(left, right, "牺牲安全") == ("发展决不能以牺牲安全为代价", right)


def test_growth_stops_where_nothing_more_is_alike() -> None:
    left = "子丑寅卯辰巳午未申酉戌亥" * 3 + "守土有责守土负责" + "天地玄黄宇宙洪荒" * 4
    right = "甲乙丙丁戊己庚辛壬癸" * 3 + "守土有责守土负责" + "赵钱孙李周吴郑王" * 4

    assert extension(left, right, "守土有责") == ("守土有责守土负责", "守土有责守土负责")


def test_growth_gives_up_before_wording_that_comes_much_later() -> None:
    later = "发展决不能以牺牲人的生命为代价"
    left = "守土有责守土负责" + "子丑寅卯辰巳午未申酉戌亥" + later
    right = "守土有责守土负责" + "赵钱孙李周吴郑王冯陈褚卫" + later

    assert extension(left, right, "守土有责") == ("守土有责守土负责", "守土有责守土负责")


def test_growth_stops_at_the_edges_of_both_documents() -> None:
    assert extension("守土有责", "守土有责守土负责", "守土有责") == ("守土有责", "守土有责")
    assert extension("守土负责", "守土有责守土负责", "守土负责") == ("守土负责", "守土负责")


def test_growth_goes_on_beyond_a_window() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))
    changed = text[:90] + "龘" + text[91:250] + text[253:]

    left, right = extension(text, changed, text[180:184])

    assert (left, right) == (text, changed)


def test_no_token_is_counted_twice_where_a_window_ends_among_changes() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 120)))
    changed = text[:60] + "龘龖龗龝" + text[64:]

    (found,) = extended(text, changed, (0, 0, 4))

    assert found == [(0, 0, 4), (4, 4, 56), (64, 64, 56)]


def test_a_segment_may_bridge_a_change_of_its_own() -> None:
    (found,) = extended("甲乙丙丁戊", "甲乙子丁戊", (0, 0, 5))

    assert found == [(0, 0, 2), (3, 3, 2)]


def test_a_placeholder_is_bridged_and_is_no_equal_token() -> None:
    left = normalize("在XX区委区政府的坚强领导下").text
    right = normalize("在海淀区委区政府的坚强领导下").text

    (found,) = extended(left, right, (2, 3, 5))

    assert found[0] == (0, 0, 1)
    assert all(not x <= 1 < x + n for x, _, n in found)


def test_a_segment_inside_an_extension_is_not_extended_again() -> None:
    text = "守土有责守土负责守土尽责"

    assert len(extended(text, text, (0, 0, 4), (6, 6, 4))) == 1


def test_a_segment_on_another_diagonal_is_extended_as_well() -> None:
    found = extended("守土有责", "守土有责子守土有责", (0, 0, 4), (0, 5, 4))

    assert [runs[0][:2] for runs in found] == [(0, 0), (0, 5)]


def test_tokens_that_surprise_nobody_carry_growth_less_far() -> None:
    left = "守土有责" + "甲乙丙丁戊己庚辛壬" + "的了在是有和这"
    right = "守土有责" + "子丑寅卯辰巳午未申" + "的了在是有和这"
    dull, rare = (
        Side(np.array([6.0] * 13 + [bits] * 7, np.float32), np.ones(21, np.uint8))
        for bits in (0.1, 8.0)
    )

    (near,) = extend_segments(left, right, [(0, 0, 4)], dull)
    (far,) = extend_segments(left, right, [(0, 0, 4)], rare)

    assert stretches(near, left, right)[0] == left[:4]
    assert stretches(far, left, right)[0] == left


def test_no_segments_give_no_extensions() -> None:
    assert extended("守土有责", "守土有责") == []
    assert extended("", "") == []
