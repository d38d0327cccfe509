"""Stores too large to be computed from the start: what comes and goes is settled where it is."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from growing_corpus import Writer, lacking

from lineage import Document, keeping
from lineage.engines import engine
from lineage.parts import no_progress, one_after_another
from lineage.store import open_store
from lineage.upkeep import regrouping
from lineage.upkeep.batch import Batch, Means
from lineage.upkeep.filing import file_families
from lineage.weighing import Weighed

WRITER = Writer(7)
MEANS = Means(engine("duckdb", threads=1).run, one_after_another, no_progress)
DOCUMENTS = [WRITER.write(f"{n}.txt", date=f"20{20 + n}") for n in range(6)]


@pytest.fixture(autouse=True)
def settled_locally(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SMALL", 0)
    monkeypatch.setattr(regrouping, "FEW", 0)


def test_a_family_that_stays_wide_only_with_a_new_text_of_its_document_is_settled(
    tmp_path: Path,
) -> None:
    formula = "坚决守住不发生系统性风险的底线，切实维护人民群众生命财产安全。"
    speeches = [WRITER.write(f"{n}", clauses=4) for n in range(regrouping.WIDE)]
    speeches = [replace(speech, text=formula + speech.text) for speech in speeches]
    path = tmp_path / "wide.store"
    keeping.add(speeches, path)

    keeping.add([replace(speeches[0], text=f"同志们：{formula}谢谢大家！")], path)

    having = [family.documents for family in keeping.load(path).families()]
    assert tuple(f"{n}" for n in range(regrouping.WIDE)) in having


def test_what_one_document_alone_repeats_is_no_family_once_the_other_is_gone(
    tmp_path: Path,
) -> None:
    refrain = "坚决守住不发生系统性风险的底线，切实维护人民群众生命财产安全。"
    often = "\n".join(refrain + speech.text[:20] for speech in DOCUMENTS[: regrouping.WIDE + 1])
    path = tmp_path / "refrain.store"
    keeping.add([Document("often", often), Document("once", refrain)], path)
    assert keeping.load(path).families("sentence") != ()

    keeping.remove(["once"], path)

    assert keeping.load(path).families("sentence") == ()
    assert keeping.load(path).families("passage") == ()


@pytest.mark.parametrize("few", [0, regrouping.FEW])
def test_what_only_documents_share_that_go_together_goes_with_them(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regrouping, "FEW", few)
    formula = "坚决守住不发生系统性风险的底线，切实维护人民群众生命财产安全。"
    speeches = [Document(name, f"{formula}{name}谢谢大家！") for name in ("a", "b")]
    path = tmp_path / "pairs.store"
    keeping.add([*DOCUMENTS[:5], *speeches], path)
    shared = [family for family in keeping.load(path).families() if formula in family.text]
    assert [family.documents for family in shared] == [("a", "b")]

    keeping.remove(["a", "b"], path)

    assert not any(formula in family.text for family in keeping.load(path).families())


PASSAGE = "我们要扎实推动高质量发展，切实{}，持续推动经济实现质的有效提升和量的合理增长"
FORMULA = "巩固和增强经济回升向好态势"


def having_formula(path: Path) -> tuple[str, ...]:
    """Return the documents of the family of a formula; no family lacks any."""
    found = keeping.load(path)
    assert lacking(found) == []
    return next(f.documents for f in found.families() if FORMULA in f.text and len(f.text) < 20)


def speeches_with_formula(alone: int) -> list[Document]:
    """Return speeches that say the formula alone, and then five inside a passage."""
    texts = [FORMULA] * alone + [PASSAGE.format(FORMULA)] * 5
    return [
        Document(f"{n:02}", f"{WRITER.write('', clauses=3).text}{text}。", date=f"20{10 + n}")
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize("alone", [2, regrouping.WIDE + 1])
def test_new_documents_that_have_a_formula_inside_a_passage_alone_are_counted(
    alone: int, tmp_path: Path
) -> None:
    path = tmp_path / "come.store"
    speeches = speeches_with_formula(alone)
    names = tuple(speech.id for speech in speeches)
    keeping.add(speeches[:-2], path)
    assert having_formula(path) == names[:-2]

    keeping.add(speeches[-2:], path)

    assert having_formula(path) == names
    keeping.add([replace(speeches[-1], text="到此为止，散会。")], path)
    assert having_formula(path) == names[:-1]
    keeping.add([replace(speeches[-1], text=f"到此为止。{PASSAGE.format(FORMULA)}。")], path)
    assert having_formula(path) == names


def test_documents_that_had_a_formula_inside_a_passage_alone_are_not_counted_once_they_are_gone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "gone.store"
    speeches = speeches_with_formula(regrouping.WIDE + 1)
    names = [speech.id for speech in speeches]
    keeping.add(speeches, path)

    while len(names) > regrouping.WIDE + 1:
        keeping.remove([names.pop(-2)], path)

        assert having_formula(path) == tuple(names)


def test_a_family_that_told_too_little_is_aligned_when_it_comes_to_count(tmp_path: Path) -> None:
    """What passage pairs found of it was put together as it was, and two places may overlap."""
    formula = "安全生产安全生产安全"
    path = tmp_path / "ragged.store"
    twice = [Document(f"{n}", f"{other.text}{formula}责任") for n, other in enumerate(DOCUMENTS)]
    keeping.add(twice, path)
    with open_store(path, write=True) as opened, opened.transaction():
        entries = opened.entries()
        batch = Batch(opened, entries, [], gone=(), means=MEANS)
        (number,) = (
            n
            for n, kept in opened.families(range(opened.next_family())).items()
            if formula in kept.group.wording
        )
        kept = opened.families([number])[number]
        opened.drop_families([number])
        torn = [
            place
            for each in kept.group.members
            for place in (each._replace(end=each.start + 6), each._replace(start=each.start + 4))
        ]
        ragged = Weighed(kept.group.with_members(torn), batch.least, None, None)
        opened.put_families("passage", {number: ragged}, batch.numbers)

        file_families(batch, "passage", {}, {}, lost=())

    shown = [family for family in keeping.load(path).families() if "安全生产" in family.text]
    assert shown
    for family in shown:
        spans = sorted((o.document, o.span) for o in family.occurrences)
        assert all(a[0] != b[0] or a[1].end <= b[1].start for a, b in pairwise(spans))
