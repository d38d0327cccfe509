"""A prepared corpus and its families: the stages between seeding and descent."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from lineage.corpus import find_families, find_passages, find_segments, long_enough
from lineage.engines import engine
from lineage.findings import find_all, show
from lineage.model import Corpus, Document, Family
from lineage.parts import no_progress
from lineage.prepare import prepare
from lineage.scripts import Scripts
from lineage.settings import Settings

SHARED = "发展决不能以牺牲安全为代价，这是一条不可逾越的红线，必须坚守"
AROUND = (
    "春天来了，山上的花都开了，孩子们在田野里放风筝。",
    "河水静静地向东流去，渔民清晨出港，傍晚归来。",
    "图书馆里很安静，老人翻着旧报纸，窗外下着小雨。",
    "今年的苹果又大又甜，果农忙着采摘和装箱。",
)


def corpus_of(texts: Sequence[str], settings: Settings | None = None) -> Corpus:
    chosen = settings or Settings()
    documents = [Document(f"{n}", text) for n, text in enumerate(texts)]
    run = engine("duckdb", threads=1).run
    prepared = prepare(documents)
    segments = find_segments(prepared, run, no_progress)
    found = find_all(prepared, segments, chosen, no_progress)
    return show(
        documents,
        found.passages.listed(),
        found.sentences.listed(),
        settings=chosen,
        n_sentences=dict.fromkeys((d.id for d in documents), 0),
        inserted=dict.fromkeys((d.id for d in documents), ()),
    )


def families_of(texts: Sequence[str], settings: Settings | None = None) -> tuple[Family, ...]:
    return corpus_of(texts, settings).families


def sentences_of(texts: Sequence[str]) -> tuple[Family, ...]:
    return corpus_of(texts).sentence_families


def test_shared_wording_is_a_family_and_its_surroundings_are_not() -> None:
    found = families_of([f"{around}{SHARED}。{around}" for around in AROUND[:2]])

    (family,) = found
    assert family.text.strip("。") == SHARED
    assert family.documents == ("0", "1")


def test_documents_that_share_nothing_have_no_family() -> None:
    assert families_of(AROUND) == ()


@pytest.mark.parametrize("texts", [[], [""], ["", ""], [SHARED], ["。，", "！\n"], [SHARED * 2]])
def test_a_corpus_without_two_tellings_has_no_family(texts: list[str]) -> None:
    assert families_of(texts) == ()
    assert sentences_of(texts) == ()


def test_wording_shorter_than_asked_for_is_left_out() -> None:
    texts = [f"{around}{SHARED}。" for around in AROUND[:2]]

    assert families_of(texts, Settings(min_length=20))
    assert families_of(texts, Settings(min_length=60)) == ()


def test_two_documents_have_as_much_of_a_family_as_is_asked_for() -> None:
    (family,) = families_of([f"{around}{SHARED}。" for around in AROUND[:2]])
    first, second = family.occurrences
    changed = replace(family, occurrences=(first, replace(second, text="这是一条不可逾越的红线")))

    assert long_enough([family], Settings(min_length=12)) == [family]
    assert long_enough([changed], Settings(min_length=11)) == [changed]
    assert long_enough([changed], Settings(min_length=12)) == []


def test_wording_that_chance_explains_is_left_out() -> None:
    texts = [f"{around}{SHARED}。" for around in AROUND[:2]]

    assert families_of(texts, Settings(min_bits=2000)) == ()


def test_the_most_salient_family_is_first_and_ids_differ() -> None:
    other = "党政同责、一岗双责、齐抓共管、失职追责"
    texts = [f"{AROUND[n]}{SHARED}。{AROUND[n] * 3}{other}。" for n in range(2)]
    texts += [f"{AROUND[n]}{SHARED}。" for n in (2, 3)]

    families = families_of(texts)

    assert families[0].documents == ("0", "1", "2", "3")
    assert [f.salience for f in families] == sorted((f.salience for f in families), reverse=True)
    assert len({family.id for family in families}) == len(families) == 2


def test_a_passage_of_two_documents_is_told_besides_the_formula_inside_it() -> None:
    formula = "对直接负责的主管人员和其他直接责任人员依法给予处分"
    only_two = (
        "渔民在禁渔期内擅自出海捕捞，经劝阻仍不返航，所获渔获物一律放生，"
        f"{formula}，其船只由港口代为看管，直到下一个开渔日清晨"
    )
    texts = [f"{AROUND[n]}{only_two}。{AROUND[3 - n]}" for n in (0, 1)]
    texts += [f"{AROUND[n]}果农私自采摘的，{formula}。{AROUND[3 - n] * n}" for n in (2, 3)]
    texts += [f"{AROUND[n]}老人毁坏旧报纸，{formula}，不得例外。" for n in (0, 1)]

    found = {family.text.strip("。，"): family.documents for family in families_of(texts)}

    assert found[formula] == ("0", "1", "2", "3", "4", "5")
    assert found[only_two] == ("0", "1")


def test_of_two_clauses_that_one_document_has_in_the_other_order_none_is_left_out() -> None:
    longer = "任何时候都要绷紧安全生产这根弦，把隐患消除在萌芽状态，把风险化解在成灾之前，"
    shorter = "各单位主要负责人每月带队检查两次。"
    told = [longer + shorter, longer + shorter, shorter + longer]

    found = families_of(
        [f"{around}{text}{around}" for around, text in zip(AROUND, told, strict=False)]
    )

    assert {family.text: family.documents for family in found} == {
        longer + shorter: ("0", "1", "2"),
        shorter: ("0", "1", "2"),
    }


def test_what_one_document_alone_took_along_with_a_widespread_passage_is_a_family_too() -> None:
    taken_along = "一切为了群众，一切依靠群众，从群众中来，到群众中去，走好新时代群众路线"
    both = f"{SHARED}。{taken_along}"
    texts = (both, SHARED, SHARED, both)

    found = families_of([f"{a}{text}。" for a, text in zip(AROUND, texts, strict=True)])

    having = {
        tuple(o.document for o in family.occurrences): family.text.strip("，。") for family in found
    }
    assert having == {("0", "1", "2", "3"): SHARED, ("0", "3"): taken_along}


def test_progress_tells_the_stages_in_their_order() -> None:
    prepared = prepare([Document(f"{n}", f"{AROUND[n]}{SHARED}。") for n in range(2)])
    told: list[tuple[str, float]] = []

    def tell(stage: str, share: float) -> None:
        told.append((stage, share))

    segments = find_segments(prepared, engine("duckdb", threads=1).run, tell)
    scripts = Scripts(prepared)
    find_families(scripts, find_passages(scripts, segments, Settings(), tell), Settings(), tell)

    assert list(dict.fromkeys(stage for stage, _ in told)) == [
        "seeding",
        "extending",
        "families",
        "descent",
    ]
    assert all(0 <= share <= 1 for _, share in told)


def test_a_sentence_that_was_copied_is_a_family_of_sentences() -> None:
    edited = SHARED.replace("必须坚守", "一定要坚守")

    (family,) = sentences_of([f"{AROUND[0]}{SHARED}。", f"{AROUND[1]}{edited}。", AROUND[2]])

    assert [o.text for o in family.occurrences] == [f"{SHARED}。", f"{edited}。"]


def test_a_phrase_inside_two_unlike_sentences_is_no_family_of_sentences() -> None:
    texts = [
        f"河水静静地向东流去，渔民清晨出港，傍晚归来，大家都说{SHARED[:13]}，然后各自回家",
        f"{SHARED[:13]}，孩子们在山上的田野里放风筝，老人翻着旧报纸，窗外下着小雨",
    ]

    assert families_of(texts)
    assert sentences_of(texts) == ()


def test_a_sentence_twice_in_one_document_is_not_shared() -> None:
    assert sentences_of([f"{SHARED}。{AROUND[0]}{SHARED}。", AROUND[1]]) == ()
