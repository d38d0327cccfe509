"""The last touch to a family: ends at clauses, and occurrences that are like the wording."""

from typing import NamedTuple

from lineage.align import likeness
from lineage.cohesion import LEAST_LIKE, Weighings, cohesive
from lineage.evidence import Clauses
from lineage.model import Document
from lineage.normalize import normalize
from lineage.places import Group, Place, members_table
from lineage.placing import tokens_at
from lineage.prepare import Prepared, prepare, texts_of

CLEARLY_LIKE = 0.7
"""Likeness from which a family marks the whole of a clause."""

CORE = "学前教育普及普惠和义务教育优质均衡"


def corpus(*texts: str) -> tuple[Prepared, ...]:
    return prepare([Document(f"{n}", text) for n, text in enumerate(texts)])


def group_of(prepared: tuple[Prepared, ...], *parts: str) -> Group:
    """Return the family of one stretch of each document, given by its tokens."""
    places = []
    for number, part in enumerate(parts):
        tokens = normalize(part).text
        start = prepared[number].stream.text.index(tokens)
        places.append(Place(number, start, start + len(tokens)))
    return Group(normalize(parts[0]).text, tuple(places))


class Found(NamedTuple):
    """What is found of one family, see `Cohesive`."""

    clauses: Clauses
    marked: Group


def cohesive_of(group: Group, prepared: tuple[Prepared, ...]) -> Found:
    found = cohesive(*members_table([group]), Weighings(prepared, texts_of(prepared)))
    return Found(found.clauses[0], found.marked.listed(prepared)[0])


def readings(group: Group, prepared: tuple[Prepared, ...]) -> list[str]:
    return [tokens_at(prepared, place) for place in group.members]


def test_an_occurrence_takes_in_what_is_left_of_its_clause() -> None:
    prepared = corpus(f"今年以来，推动{CORE}发展，成效明显。", f"下一步，促进{CORE}，办好学校。")

    found = cohesive_of(group_of(prepared, CORE, CORE), prepared).marked

    assert readings(found, prepared) == [f"推动{CORE}发展", f"促进{CORE}"]
    assert found.wording in readings(found, prepared)


def test_a_clause_that_ends_far_off_stays_where_it_is() -> None:
    text = f"要在全省各地各级各类学校大力推动{CORE}，办好学校。"
    prepared = corpus(text, text)

    found = cohesive_of(group_of(prepared, CORE, CORE), prepared).marked

    assert readings(found, prepared) == [CORE, CORE]


def test_a_clause_that_says_much_else_counts_as_one_but_is_not_marked() -> None:
    core = "社会治理现代化"
    wide = f"加快推进{core}试点建设"
    prepared = corpus(f"{core}。", f"{core}。", f"{wide}。")

    found = cohesive_of(group_of(prepared, core, core, core), prepared)

    assert LEAST_LIKE < likeness(wide, core) < CLEARLY_LIKE
    # The whole clause of the third ends where it does; the part of it would not.
    assert found.clauses == Clauses(n_members=3, n_documents=3, n_at_clauses=6)
    assert readings(found.marked, prepared) == [core, core, core]


def test_two_occurrences_side_by_side_leave_each_other_what_is_theirs() -> None:
    prepared = corpus(f"推动{CORE}和{CORE}发展。", f"推动{CORE}。")
    tokens = len(CORE)
    members = (
        Place(0, 2, 2 + tokens),
        Place(0, 3 + tokens, 3 + 2 * tokens),
        Place(1, 2, 2 + tokens),
    )

    found = cohesive_of(Group(CORE, members), prepared).marked

    first, second = (place for place in found.members if place.document == 0)
    assert first.end <= second.start


def test_what_is_not_like_the_wording_leaves() -> None:
    other = "义务教育学校食堂从业人员培训"
    prepared = corpus(f"{CORE}。", f"{CORE}。", f"{other}。")

    found = cohesive_of(group_of(prepared, CORE, CORE, other), prepared).marked

    assert {place.document for place in found.members} == {0, 1}


def test_the_wording_is_the_one_that_most_occurrences_are_like() -> None:
    half = "保护和合理利用水土资源作出的整体部署"
    whole = f"水土保持规划包括对流域或者区域预防和治理水土流失以及{half}"
    prepared = corpus(f"{whole}。", f"{whole}。", f"{half}。", f"{half}。", f"{half}等。")

    found = cohesive_of(group_of(prepared, whole, whole, half, half, half), prepared).marked

    assert found.wording.startswith(half)
    assert {place.document for place in found.members} >= {2, 3, 4}


def test_a_name_alone_is_no_occurrence_of_a_formula_that_has_it() -> None:
    name = "以习近平同志为核心的党中央"
    whole = f"让我们更加紧密地团结在{name}周围"
    prepared = corpus(f"{whole}，奋勇前进。", f"{whole}，再接再厉。", f"拥护{name}。" * 4)

    found = cohesive_of(group_of(prepared, whole, whole, name), prepared).marked

    assert likeness(whole, name) > LEAST_LIKE
    assert readings(found, prepared) == [whole, whole]


def test_what_shares_only_a_name_that_every_text_repeats_leaves() -> None:
    name = "新时代中国特色社会主义思想"
    formula, other = f"坚持以{name}为指导", f"持续推动{name}主题教育"
    texts = [formula, formula, formula, other]
    repeated = f"学习{name}。{name}是旗帜。全面贯彻{name}。"
    prepared = corpus(*(f"{text}。{repeated}" for text in texts))
    once = corpus(*(f"{text}。" for text in texts))

    found, of_once = (cohesive_of(group_of(c, *texts), c) for c in (prepared, once))

    assert likeness(formula, other) > LEAST_LIKE
    assert readings(found.marked, prepared) == [formula] * 3
    assert (found.clauses.n_documents, of_once.clauses.n_documents) == (3, 4)


def test_one_phrase_of_the_wording_and_else_its_own_words_is_no_occurrence() -> None:
    formula = "今年是中华人民共和国成立周年，是实施"
    aside = "为中华人民共和国成立周年献礼"
    texts = (formula, formula, formula.replace("，", "，也"), aside)
    prepared = corpus(*(f"{text}。" for text in texts))

    found = cohesive_of(group_of(prepared, *texts), prepared)

    assert likeness(*(normalize(text).text for text in (formula, aside))) > LEAST_LIKE
    assert [place.document for place in found.marked.members] == [0, 1, 2]
    assert found.clauses.n_documents == 4


def test_another_verb_is_no_other_formula_however_little_the_rest_tells() -> None:
    core = "全市安全生产形势持续稳定好转"
    texts = (f"推动{core}", f"推动{core}", f"促进{core}")
    prepared = corpus(*(f"{text}。" + f"今年，{core}。" * 5 for text in texts))

    found = cohesive_of(group_of(prepared, *texts), prepared).marked

    assert readings(found, prepared) == [*texts]


def test_a_clause_is_not_marked_whole_if_the_rest_tells_more_than_the_part() -> None:
    name = "新时代中国特色社会主义思想"
    wide = f"用{name}凝心铸魂"
    repeated = f"学习{name}。{name}是旗帜。全面贯彻{name}。"
    prepared = corpus(f"{name}。{repeated}", f"{name}。{repeated}", f"{wide}。{repeated}")

    found = cohesive_of(group_of(prepared, name, name, name), prepared)

    assert likeness(wide, name) > CLEARLY_LIKE
    assert readings(found.marked, prepared) == [name, name, name]


def test_any_two_occurrences_have_something_in_common() -> None:
    one, other = "坚持稳中求进工作总基调", "完整准确全面贯彻新发展理念"
    both = one + other
    texts = (both, both, both, one, other, other)
    prepared = corpus(*(f"{text}。" for text in texts))

    found = cohesive_of(group_of(prepared, *texts), prepared).marked

    assert min(likeness(both, one), likeness(both, other)) > LEAST_LIKE
    assert readings(found, prepared) == [both, both, both, other, other]


def test_the_halves_of_a_long_passage_are_occurrences_of_it_though_they_share_nothing() -> None:
    one = "全市各级各部门要绷紧安全生产这根弦，把隐患消除在萌芽状态，把风险化解在成灾之前，"
    two = "主要负责人每月带队到企业检查两次，发现问题当场交办、限期整改，整改不到位的不得复工。"
    prepared = corpus(f"春天来了。{one}{two}", f"河水向东。{one}{two}", f"今天有雨。{one}", two)

    found = cohesive_of(group_of(prepared, one + two, one + two, one, two), prepared).marked

    assert {place.document for place in found.members} == {0, 1, 2, 3}


def test_a_copy_of_a_copy_of_a_long_passage_stays_though_it_falls_a_little_short() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 80)))
    # 36 of 80 tokens are other ones in the copy, and a few more in its own copy.
    once = text[:48] + "".join(map(chr, range(0x5E00, 0x5E00 + 32)))
    twice = once[:46] + "甲乙" + once[48:]
    prepared = corpus(f"{text}。", f"{text}。", f"{once}。", f"{twice}。")
    group = Group(
        prepared[0].stream.text, tuple(Place(n, 0, len(p.codes)) for n, p in enumerate(prepared))
    )

    found = cohesive_of(group, prepared).marked

    assert {place.document for place in found.members} == {0, 1, 2, 3}
    assert 46 / 80 < LEAST_LIKE
