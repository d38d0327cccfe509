"""Where a family's wording begins and ends, and who has it."""

from family_texts import FORMULA, LONG, around, find, prepared_of, tokens

from lineage.members import Unaligned, realigned
from lineage.places import Group, Place
from lineage.placing import tokens_at, typical_place
from lineage.prepare import Prepared, texts_of


def typical_wording(times: dict[str, int]) -> str:
    """Return which of some wordings is the most typical, each said so many times."""
    prepared = prepared_of(*(text for text, n in times.items() for _ in range(n)))
    places = [Place(n, 0, len(side.codes)) for n, side in enumerate(prepared)]
    return tokens_at(prepared, typical_place(texts_of(prepared), places))


def realign(group: Group, prepared: tuple[Prepared, ...], *, resemblance: float) -> Group:
    """Return a family with its members aligned alike."""
    ((aligned, *_),) = realigned(
        [Unaligned(group.members)], prepared, texts=texts_of(prepared), resemblance=resemblance
    )
    return aligned


def test_the_typical_wording_is_what_most_have() -> None:
    assert typical_wording({FORMULA: 3, FORMULA.replace("红线", "底线"): 1}) == FORMULA


def test_fragments_do_not_make_the_typical_wording_short() -> None:
    assert typical_wording({FORMULA: 3, FORMULA[:6]: 2}) == FORMULA


def test_the_typical_wording_of_equals_is_always_the_same() -> None:
    one, two = "守土有责守土尽责", "守土负责守土尽责"

    assert typical_wording({one: 1, two: 1}) == typical_wording({two: 1, one: 1})


def test_members_found_raggedly_begin_and_end_alike() -> None:
    prepared = prepared_of(
        f"春天来了。我们坚守{FORMULA}，花开得好。",
        f"河水向东。大家守住{FORMULA}，山很高。",
        f"今天有雨。同志守牢{FORMULA}，天很蓝。",
    )
    exact = [find(prepared, n, FORMULA) for n in range(3)]
    ragged = (
        Place(0, exact[0].start - 1, exact[0].end),
        Place(1, exact[1].start + 2, exact[1].end),
        exact[2],
    )

    group = realign(Group(FORMULA, ragged), prepared, resemblance=0.5)

    assert group.members == tuple(exact)
    assert group.wording == tokens(prepared, exact[0])


def test_a_family_that_had_a_fragment_in_one_document_finds_the_whole_there() -> None:
    prepared = prepared_of(*(around(n, LONG) for n in range(3)))
    whole = [find(prepared, n, LONG) for n in range(3)]
    members = (whole[0], whole[1], Place(2, whole[2].start + 8, whole[2].end - 8))

    group = realign(Group(tokens(prepared, whole[0]), members), prepared, resemblance=0.5)

    assert group.members == tuple(whole)


def test_an_insertion_in_the_typical_document_does_not_cut_the_wording_of_the_others() -> None:
    head, tail = LONG[:12], LONG[12:]
    inserted = "去年冬天下了很大的雪，山路封了半个月，孩子们堆起雪人"
    told = [f"春天来了。{head}{inserted}{tail}。花开得好。"]
    told += [f"{before}。{LONG}。" for before in ("河水向东", "今天有雨", "学而时习", "山高月小")]
    prepared = prepared_of(*told)
    tails = tuple(find(prepared, n, tail) for n in range(5))

    group = realign(Group(tokens(prepared, tails[0]), tails), prepared, resemblance=0.5)

    assert [tokens(prepared, place) for place in group.members[1:]] == [
        tokens(prepared, find(prepared, 1, LONG))
    ] * 4


def test_a_wording_grows_by_as_much_as_half_of_it_at_a_time() -> None:
    sentences = (
        "全市各级各部门要绷紧安全生产这根弦，把隐患消除在萌芽状态，把风险化解在成灾之前。",
        "主要负责人每月带队到企业检查两次，发现问题当场交办、限期整改，整改不到位的不得复工。",
        "要把学校食堂、商场影院、车站码头作为重点，逐一排查消防通道是否畅通、器材是否完好有效。",
        "对瞒报谎报的从严追究，对敢于担当的大胆使用，让干部在一线练就过硬本领、赢得群众口碑。",
        "全省公路水路建设项目一律实行首件验收，监理单位旁站签字，隐蔽工程留存影像备查十五年。",
        "汛期将至，水利、应急、气象三家要每日会商，预报预警信息直达村组，转移避险不漏一户一人。",
    )
    whole = "".join(sentences)
    part = "".join(sentences[3:])
    prepared = prepared_of(*(around(n, whole) for n in range(3)), around(3, f"其次，{part}"))
    parts = tuple(find(prepared, n, part) for n in range(4))

    group = realign(Group(tokens(prepared, parts[0]), parts), prepared, resemblance=0.5)

    assert group.members[:3] == tuple(find(prepared, n, whole) for n in range(3))
