"""Short pairs of texts, each of which has misled a comparison somewhere.

Wordings are from the speeches in ``seeds/`` or made after them.
"""

import pytest
from mixed_texts import compared, quoted

DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
LIFE = "人命关天，发展决不能以牺牲人的生命为代价"
GUARD = "守土有责、守土负责、守土尽责"
SHARED = "党政同责、一岗双责、齐抓共管、失职追责"


def passages(left: str, right: str) -> list[tuple[str, str]]:
    return quoted(compared(left, right))


def steps(left: str, right: str) -> list[tuple[str, str, str]]:
    """Return the steps of the only shared passage, as they read."""
    (pair,) = compared(left, right).passages
    return [(edit.operation, edit.left.cut(left), edit.right.cut(right)) for edit in pair.edits]


# Placeholders.


@pytest.mark.parametrize(
    ("masked", "filled"),
    [
        ("在XX区委的坚强领导下，全区安全生产形势稳定向好", "在海淀区委的坚强领导下，全区安全生产形势稳定向好"),
        ("今年以来*市共排查整治重大隐患**处", "今年以来苏州市共排查整治重大隐患三十六处"),
        ("事故起数同比下降X%，死亡人数同比下降X%", "事故起数同比下降12.5%，死亡人数同比下降8%"),
        ("某集团×××××化工厂发生爆炸事故", "天嘉集团响水县化工厂发生爆炸事故"),
    ],
)  # fmt: skip
def test_a_placeholder_stands_for_what_another_speech_filled_in(masked: str, filled: str) -> None:
    result = compared(f"{masked}。", f"{filled}。")

    assert quoted(result) == [(f"{masked}。", f"{filled}。")]
    assert result.passages[0].similarity == 1


def test_placeholders_alone_share_nothing() -> None:
    assert passages("XX、XX、××、*、**、X%。" * 5, "XX、XX、××、*、**、X%。" * 5) == []


def test_a_placeholder_does_not_make_other_wording_alike() -> None:
    assert passages("XX同志XX工作XX。", "加快建设轨道交通网络。") == []


# Forms of one wording.


def test_traditional_and_simplified_are_one_wording() -> None:
    traditional = "發展決不能以犧牲人的生命為代價"

    assert passages(f"指出，{traditional}。", f"强调“{LIFE}”。") == [
        (f"{traditional}。", "发展决不能以牺牲人的生命为代价")
    ]


def test_full_width_letters_and_figures_are_the_same() -> None:
    left, right = "全市ＧＤＰ增长６.５％左右，城镇登记失业率", "全市GDP增长6.5%左右，城镇登记失业率"

    assert passages(left, right) == [(left, right)]


def test_another_punctuation_is_no_change() -> None:
    left, right = "守土有责、守土负责、守土尽责。", "守土有责守土负责，守土尽责！"

    assert steps(left, right) == [("equal", left, right)]


def test_line_ends_inside_a_wording_are_no_change() -> None:
    left, right = f"{DUTY}。", DUTY.replace("、", "、\r\n　　") + "。"

    assert steps(left, right) == [("equal", left, right)]


def test_the_group_comma_of_a_number_is_no_change() -> None:
    left, right = "粮食总产量达到1,000万吨以上", "粮食总产量达到1000万吨以上"

    assert steps(left, right) == [("equal", left, right)]


# Changes.


def test_a_clause_was_dropped() -> None:
    shorter = "党政同责、一岗双责、失职追责"

    assert steps(f"严格执行“{SHARED}”。", f"切实做到“{shorter}”。") == [
        ("equal", "“党政同责、一岗双责、", "“党政同责、一岗双责、"),
        ("delete", "齐抓共管、", ""),
        ("equal", "失职追责”。", "失职追责”。"),
    ]


def test_a_word_was_inserted() -> None:
    assert steps("安全责任重于山，绷紧这根弦", "安全责任重于泰山，绷紧这根弦") == [
        ("equal", "安全责任重于", "安全责任重于"),
        ("insert", "", "泰"),
        ("equal", "山，绷紧这根弦", "山，绷紧这根弦"),
    ]


def test_a_word_was_replaced() -> None:
    left, right = "发展绝不能以牺牲安全为代价这条红线", "发展决不能以牺牲安全为代价这条红线"

    assert steps(left, right)[1] == ("replace", "绝", "决")


def test_a_long_sentence_was_inserted_between() -> None:
    between = "刚才几位同志作了很好的发言，我都同意，请大家结合实际认真抓好贯彻落实"

    found = passages(f"{LIFE}。{between}。{DUTY}。", f"{LIFE}。{DUTY}。")

    assert "".join(left for left, _ in found).replace(between, "").count("安全") == 3
    assert all(LIFE in "".join(side) and DUTY in "".join(side) for side in zip(*found, strict=True))


MY_OWN, YOUR_OWN = (
    "昨天下午我到三个社区走了一圈，几位老人拉着我讲电梯什么时候能装好，有人翻出前年签过字的表格，"
    "说楼上楼下早就谈妥了，只等一张批文，我当场请住建局的同志留下电话，月底以前答复到户。",
    "省里刚刚下发第三季度粮价通报，东部六个县收割机不够用，雨又连着下了九天，合作社把烘干塔让给散户，"
    "夜里排队的拖拉机从粮库门口一直停到国道边，食堂通宵煮面，没有一家的稻子发芽。",
)


def test_much_of_their_own_between_two_copies_is_part_of_neither() -> None:
    first, second = f"要牢记{LIFE}，{DUTY}。", f"坚持{SHARED}，做到{GUARD}，把责任扛在肩上。"

    for left, right in ((first, second), (second, first)):
        found = passages(first + MY_OWN + second, left + YOUR_OWN + right)

        assert found == [(first, first), (second, second)]


def test_clauses_were_swapped() -> None:
    found = passages(f"要{LIFE}，{DUTY}。", f"要{DUTY}，{LIFE}。")

    for wording in (LIFE, DUTY):
        assert any(wording in left for left, _ in found)
        assert any(wording in right for _, right in found)


def test_a_list_stands_in_another_order() -> None:
    found = passages(
        "深入开展进企业、进校园、进机关、进社区、进农村、进家庭活动",
        "深入开展进农村、进社区、进企业、进家庭、进校园、进机关活动",
    )

    assert found
    assert max(len(left) for left, _ in found) >= 10


# Places.


def test_a_passage_stands_twice_in_one_text() -> None:
    found = passages(
        f"{GUARD}。刚才大家观看了警示片，教训极其深刻。下面讲三点意见。{GUARD}。",
        f"同志们要{GUARD}。",
    )

    assert len(found) == 2
    assert all(GUARD in left and GUARD in right for left, right in found)


def test_ends_do_not_slide_into_what_happens_to_follow() -> None:
    # Behind the comma that both have both go on with the same character, then differ.
    result = passages(
        f"各单位干部都要{GUARD}，全面整治隐患。", f"大家今后必须{GUARD}，全力防范风险。"
    )

    assert result == [(f"{GUARD}，", f"{GUARD}，")]


def test_ends_do_not_slide_to_the_copy_of_a_repeated_word() -> None:
    assert passages(
        "扎实做好安全生产，安全生产责任重于泰山", "他反复强调说安全生产责任重于泰山"
    ) == [("安全生产责任重于泰山", "安全生产责任重于泰山")]


def test_a_quotation_keeps_both_its_marks() -> None:
    assert passages(f"他指出“{LIFE}”，要求", f"必须牢记“{LIFE}”这一理念") == [
        (f"“{LIFE}”", f"“{LIFE}”")
    ]


# What resellers add.


def test_a_paywall_marker_inside_a_word_is_no_change() -> None:
    left = "推动企##paidbegin##业安全发展、绿色发展、高质量发展"
    right = "推动企业安全发展、绿色发展、高质量发展"

    assert passages(left, right) == [(left, right)]
    assert steps(left, right) == [("equal", left, right)]


def test_two_resellers_heads_are_nothing_shared() -> None:
    head = "仅供学习 禁止外传\n根据实际需求和形式任务不断迭代\n会员群：免费QQ群：\n\n"

    result = compared(f"{head}大力发展现代农业。\n", f"{head}加快建设轨道交通。\n")

    assert result.passages == ()


def test_a_title_above_a_resellers_line_is_compared() -> None:
    title = "在全市防范重特大生产安全事故会议上的讲话"

    assert passages(f"{title}\n仅供学习 禁止外传\n农业。", f"{title}\n交通。")[0][0].startswith(
        title
    )


# Odd texts.


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("", ""),
        ("", f"{DUTY}。"),
        ("。", "。"),
        ("……！！——\n\r\n", "……！！——\n\r\n"),
        (" \u3000\t\0", " \u3000\t\0"),
        ("安", "安"),
        ("安全", "安全"),
        ("同志们：", "同志们："),
        ("😀😀😀😀😀😀", "😀😀😀😀😀😀"),
        ("##paidbegin##", "##paidbegin##"),
    ],
)
def test_texts_that_say_little_or_nothing_share_nothing(left: str, right: str) -> None:
    result = compared(left, right)

    assert result.passages == ()
    assert result.coverage.left == result.coverage.right == 0


def test_a_very_short_text_is_found_in_a_long_one() -> None:
    long = "下面我讲三点意见。" * 3 + f"{GUARD}。" + "大力发展现代农业。" * 3

    assert passages(GUARD, long) == [(GUARD, f"{GUARD}。")]


def test_characters_beyond_the_basic_plane_keep_offsets_true() -> None:
    left, right = f"😀𠀀𠀁𠀂𠀃\u3000{GUARD}", f"\ue000\ue001\ue002👩\u200d🚒{GUARD}𪛖𪛗𪛘"

    assert passages(left, right) == [(GUARD, GUARD)]


def test_half_a_surrogate_pair_disturbs_nothing() -> None:
    assert passages(f"\ud83d{GUARD}", f"{GUARD}\udc00") == [(GUARD, GUARD)]


def test_a_nul_in_a_text_with_a_paywall_marker_disturbs_nothing() -> None:
    assert passages(f"\0\0\0##paidbegin##{GUARD}", f"{GUARD}\0") == [(GUARD, GUARD)]


# Other languages.

ENGLISH = (
    "a new nation, conceived in liberty, and dedicated to the proposition that all men are equal"
)


def test_english_is_compared_word_by_word() -> None:
    # With few words to count none is rare; a paragraph is the least that can be judged.
    left = (
        "Four score and seven years ago our fathers brought forth upon this continent "
        f"{ENGLISH}. Now we stand engaged in civil war, testing whether such people can long "
        "endure; we meet here on one great battlefield to honour those who gave their lives."
    )
    right = (
        "Historians still quote one sentence from this cold November afternoon, when crowds "
        f"gathered near Pennsylvania farms: {ENGLISH.upper()}. Few listeners forgot its rhythm, "
        "although many later doubted whether promises like these could ever be kept."
    )

    (found,) = passages(left, right)

    assert ENGLISH in found[0]
    assert ENGLISH.upper() in found[1]


def test_a_wording_of_several_scripts_is_one_passage() -> None:
    mixed = "加快5G网络和IDC建设，推动AI与ESG、RCEP深度融合"

    assert passages(f"各级各部门一是{mixed}。", f"下一步全市上下要{mixed}；") == [
        (f"{mixed}。", f"{mixed}；")
    ]
