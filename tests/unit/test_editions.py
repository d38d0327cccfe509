"""One text in several documents is recognised, and shown once or as often as it is there."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import editions as slow_editions

import lineage
from lineage import editions as module
from lineage.editions import RESEMBLANCE, Shingles, find_editions
from lineage.engines.workers import Workers
from lineage.model import Document, Editions
from lineage.native.tables import Tokens, code_points
from lineage.normalize import normalize


def written(seed: int, length: int = 800) -> str:
    """Return a text that shares nothing with that of another seed."""
    chance = random.Random(seed)
    return "".join(map(chr, chance.choices(range(0x4E00, 0x5E00), k=length)))


def misread(text: str, share: float, seed: int = 7) -> str:
    """Return a text with a share of its characters replaced."""
    chance = random.Random(seed)
    return "".join("一" if chance.random() < share else c for c in text)


def found(*documents: Document) -> tuple[Editions, ...]:
    return find_editions(documents, [codes(document.text) for document in documents])


def codes(text: str) -> Tokens:
    return code_points(normalize(text).text)


def ids(sets: Sequence[Editions]) -> list[tuple[str, ...]]:
    return [(each.document, *(o.document.id for o in each.others)) for each in sets]


def exact(one: str, two: str) -> float:
    """Return the resemblance of two texts, slowly."""
    sets = []
    for text in (one, two):
        stream = normalize(text).text
        sets.append({stream[n : n + 5] for n in range(len(stream) - 4)})
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def test_the_same_text_in_another_format_script_and_punctuation_is_an_edition() -> None:
    text = "我们要坚持发展决不能以牺牲安全为代价这条不可逾越的红线，把安全生产责任落到实处。" * 3
    other = (
        "　我們要堅持發展決不能以犧牲安全為代價這條不可逾越的紅線；把安全生產責任落到實處！\n" * 3
    )

    (editions,) = found(Document("b", text, date="2021"), Document("a", other, date="2020-05"))

    assert editions.document == "a"
    assert [(o.document.id, o.resemblance) for o in editions.others] == [("b", 1.0)]


def test_each_set_is_known_by_the_earliest_of_several_by_the_fullest() -> None:
    text = written(1)

    sets = found(
        Document("undated", text + written(2, 60)),
        Document("short", text, date="2020"),
        Document("full", text + written(3, 40), date="2020"),
        Document("late", text + written(4, 50), date="2020-06-01"),
        Document("other", written(5), date="1999"),
    )

    assert ids(sets) == [("full", "short", "late", "undated")]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.02])
def test_a_text_with_characters_misread_is_an_edition(share: float) -> None:
    text = written(1, 2000)
    other = misread(text, share)

    (editions,) = found(Document("a", text), Document("b", other))

    assert editions.others[0].resemblance == pytest.approx(exact(text, other))


def test_half_of_a_text_and_a_text_half_anew_are_none() -> None:
    text = written(1)

    assert found(Document("a", text), Document("b", text[:400])) == ()
    assert found(Document("a", text), Document("b", text[:500] + written(2, 300))) == ()


@pytest.mark.parametrize("length", [0, 3, 15])
def test_a_text_of_a_phrase_is_no_edition_of_another(length: int) -> None:
    assert found(Document("a", written(1, length)), Document("b", written(1, length))) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "2022年武汉市政府工作报告"}, {"title": "2023年武汉市政府工作报告"}),
        ({"title": "二〇二二年工作报告"}, {"title": "在2023年会议上的报告"}),
        ({"title": "在漳州市安全会议上的讲话"}, {"title": "在泉州市安全会议上的讲话"}),
        ({"title": "市十四届人大二次会议决议"}, {"title": "市第十四届人大第三次会议决议"}),
        ({"title": "State of the Union 2022"}, {"title": "State of the Union 2023"}),
        ({"speaker": "张三"}, {"speaker": "李四"}),
        ({"place": "武汉"}, {"place": "长沙"}),
    ],
)
def test_what_was_said_on_different_occasions_is_no_edition(
    one: dict[str, str], other: dict[str, str]
) -> None:
    text = written(1)

    assert found(Document("a", text, **one), Document("b", text, **other)) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2022年武汉市政府工作报告", "武汉政府工作报告"),
        ("二〇二二年工作报告", "2022年工作报告"),
        ("新华社北京11月12日电在浦东的讲话", "新华社上海11月13日电 在浦东的讲话"),
        ("市十四届人大二次会议决议", "市第14届人大决议"),
        ("", "在泉州市安全会议上的讲话"),
        ("\ud800武汉市政府工作报告", "武汉政府工作报告"),
    ],
)
def test_titles_that_say_the_same_or_less_do_not_keep_editions_apart(one: str, other: str) -> None:
    text = written(1)

    (editions,) = found(Document("a", text, title=one), Document("b", text, title=other))

    assert len(editions.others) == 1


def test_a_text_with_its_subject_exchanged_is_no_edition() -> None:
    parts = [written(n, 180) for n in range(8)]
    one, other, both = ("反倾销".join(parts), "反补贴".join(parts), "案件".join(parts))
    title = "关于审理{}行政案件的规定"

    assert exact(one, other) > RESEMBLANCE
    assert not found(
        Document("a", one, title=title.format("反倾销")),
        Document("b", other, title=title.format("反补贴")),
    )
    # A headline that says more or other words of the same text keeps nothing apart.
    assert found(
        Document("a", one, title=title.format("反倾销")), Document("b", both, title="全文公布")
    )


def test_two_years_copied_word_for_word_stay_two_sets() -> None:
    text = written(1)

    sets = found(
        *(
            Document(f"{year}{copy}", text, title=f"{year}年工作报告", date=year)
            for year in ("2022", "2023")
            for copy in "ab"
        )
    )

    assert ids(sets) == [("2022a", "2022b"), ("2023a", "2023b")]


@given(st.permutations(range(7)), st.integers(0, 50))
def test_the_order_of_input_never_matters(order: list[int], seed: int) -> None:
    texts = [written(seed), written(seed + 1), misread(written(seed), 0.01)]
    texts += [written(seed)[:700], written(seed + 1) + "安全", written(seed + 2), written(seed)]
    documents = [Document(f"d{n}", text) for n, text in enumerate(texts)]

    sets = found(*(documents[n] for n in order))

    assert sets == found(*documents)
    assert ids(sets) == [("d0", "d2", "d6", "d3"), ("d4", "d1")]


@given(st.integers(0, 10_000), st.floats(0, 0.2), st.integers(0, 900), st.integers(60, 3000))
def test_sketches_find_what_comparing_all_finds(
    seed: int, share: float, more: int, length: int
) -> None:
    text = written(seed, length)
    other = misread(text, share, seed) + written(seed + 1, more)
    likeness = exact(text, other)

    sets = found(Document("a", text), Document("b", other), Document("c", written(seed + 2)))

    assert bool(sets) == (likeness >= RESEMBLANCE)


@given(st.sets(st.integers(0, 2**64 - 1), max_size=40))
def test_a_signature_has_the_smallest_hash_of_each_bin(shingles: set[int]) -> None:
    found = module._signature(np.array(sorted(shingles), np.uint64))

    assert found.tolist() == slow_editions.signature(shingles)


def test_signatures_made_in_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(str(n), written(n % 5, 300)) for n in range(12)]
    streams = [codes(document.text) for document in documents]
    monkeypatch.setattr(module, "_PART", 700)

    assert find_editions(documents, streams, Workers(2).map) == found(*documents)


def test_a_thousand_copies_cost_a_thousand_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    usual = module._resemblance

    def counted(one: Shingles, two: Shingles) -> float:
        compared.append(1)
        return usual(one, two)

    monkeypatch.setattr(module, "_resemblance", counted)
    text = written(1, 200)

    (editions,) = found(*(Document(f"{n}", text + written(n, 9)) for n in range(1000)))

    assert len(editions.others) == 999
    # Once to find them, once more for the figure that is shown.
    assert len(compared) <= 2 * 999


def test_texts_that_share_little_are_not_compared_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_resemblance", None)
    shared = written(0, 150)

    assert found(*(Document(f"{n}", shared + written(n, 800)) for n in range(1, 40))) == ()


def speeches() -> list[Document]:
    formula = "我们要坚持发展决不能以牺牲安全为代价这条不可逾越的红线，把安全生产责任落到实处。"
    speech = f"{written(1, 300)}{formula}{written(2, 300)}"
    return [
        Document("paper/b.txt", f"本报讯{speech}", title="讲话", date="2020-01-08"),
        Document("a.docx", speech, title="在会上的讲话", date="2020-01-05"),
        Document("later.txt", f"{written(3, 500)}{formula}", date="2023"),
    ]


def test_by_default_every_document_counts() -> None:
    analysis = lineage.analyze(speeches())

    assert [d.id for d in analysis.corpus.documents] == ["a.docx", "later.txt", "paper/b.txt"]
    assert {e for f in analysis.families() for e in f.documents} >= {"a.docx", "paper/b.txt"}
    (shown,) = analysis.to_dict()["editions"]
    assert shown["document"] == "a.docx"
    assert [(o["id"], o["date"]) for o in shown["others"]] == [("paper/b.txt", "2020-01-08")]
    assert analysis.graph().nodes["paper/b.txt"]["edition_of"] == "a.docx"
    assert analysis.graph().nodes["a.docx"]["edition_of"] is None


def test_merged_the_others_are_as_if_they_were_not_there_but_named() -> None:
    alone = [document for document in speeches() if document.id != "paper/b.txt"]

    merged = lineage.analyze(speeches(), settings=lineage.Settings(editions="merge"))

    assert merged.families() == lineage.analyze(alone).families()
    assert [p.document for p in merged.corpus.profiles] == ["a.docx", "later.txt"]
    assert {(r.source, r.target) for r in merged.corpus.reuse} == {("a.docx", "later.txt")}
    (shown,) = merged.to_dict()["editions"]
    assert [o["id"] for o in shown["others"]] == ["paper/b.txt"]
    assert merged.corpus.settings["editions"] == "merge"


def test_a_passage_is_traced_through_each_text_once() -> None:
    wanted = "把安全生产责任落到实处"
    kept = lineage.trace(wanted, speeches())
    merged = lineage.trace(wanted, speeches(), settings=lineage.Settings(editions="merge"))

    assert kept is not None
    assert kept.documents == ("a.docx", "later.txt", "paper/b.txt")
    assert merged is not None
    assert merged.documents == ("a.docx", "later.txt")


@pytest.mark.parametrize("choice", ["keep", "merge"])
def test_a_report_names_the_editions_and_where_they_are(choice: str, tmp_path: Path) -> None:
    settings = lineage.Settings(editions=choice)

    lineage.analyze(speeches(), settings=settings).report(tmp_path)

    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    section = page.partition('<h2 id="editions">')[2].partition("</section>")[0]
    assert "paper/b.txt" in section
    assert "a.docx" in section
    assert ("counted once" in section) == (choice == "merge")
    assert ("documents/" in section.partition("paper/b.txt")[2]) is False
    own = next(p for p in (tmp_path / "documents").iterdir() if "a-docx" in p.name or p.stem == "a")
    assert "Nearly the same text as" in own.read_text(encoding="utf-8")


def test_a_report_without_editions_says_nothing_of_them(tmp_path: Path) -> None:
    lineage.analyze(speeches()[1:]).report(tmp_path)

    assert 'id="editions"' not in (tmp_path / "index.html").read_text(encoding="utf-8")
