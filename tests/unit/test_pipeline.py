"""The public entry points: analyze, find, trace, compare."""

import copy
import datetime
import json
import pickle
import threading
from pathlib import Path
from typing import Any

import pytest

import lineage
from lineage import Document, Settings, findings
from lineage.copied import find_sentence_links

LINE = "我们要坚持发展决不能以牺牲安全为代价这条不可逾越的红线，把安全生产责任落到实处。"
OTHER = "春天来了，山上的花都开了，孩子们在田野里放风筝。"


def two(first: str | None = "2020", second: str | None = "2023") -> list[Document]:
    return [
        Document("a", f"{OTHER}{LINE}", date=first),
        Document("b", f"{LINE}河水静静地向东流去。", date=second),
    ]


@pytest.mark.parametrize(
    "documents",
    [
        [],
        [Document("a", LINE)],
        [Document("a", "")],
        [Document("a", ""), Document("b", "")],
        [Document("a", " \n\n"), Document("b", "。，！")],
        [Document("a", LINE), Document("b", ""), Document("c", OTHER)],
    ],
    ids=["none", "one", "empty", "two empty", "no words", "nothing shared"],
)
def test_what_shares_nothing_is_an_empty_result(documents: list[Document], tmp_path: Path) -> None:
    analysis = lineage.analyze(documents)

    shown = analysis.to_dict()
    assert shown["families"] == analysis.to_dict("sentence")["families"] == []
    assert [document["id"] for document in shown["documents"]] == [d.id for d in documents]
    assert list(analysis.graph()) == [d.id for d in documents]
    assert analysis.graph().number_of_edges() == 0
    assert [profile.new for profile in analysis.corpus.profiles] == [1.0] * len(documents)
    assert analysis.comparisons() == ()


@pytest.mark.parametrize("documents", [[], [Document("a", "")]], ids=["none", "one empty"])
def test_a_report_on_nothing_is_still_a_report(documents: list[Document], tmp_path: Path) -> None:
    lineage.analyze(documents).report(tmp_path / "report")

    assert (tmp_path / "report" / "index.html").is_file()
    shown = json.loads((tmp_path / "report" / "families.json").read_text(encoding="utf-8"))
    assert shown["families"] == []


def test_identical_documents_share_all_of_their_text() -> None:
    analysis = lineage.analyze([Document(name, f"{OTHER}{LINE}") for name in "cab"])

    (family,) = analysis.families()
    assert family.documents == ("a", "b", "c")
    assert {profile.coverage for profile in analysis.corpus.profiles} == {1.0}
    assert {profile.elsewhere for profile in analysis.corpus.profiles} == {1.0}


@pytest.mark.parametrize(
    "name",
    ["", "a b/ü.txt", "family:x", "<b>&\"'", "安全/二〇二三.txt", "😀\n\t", "x\x00", "\ud800"],
)
def test_an_id_of_odd_characters_is_kept_as_it_is(name: str) -> None:
    analysis = lineage.analyze([Document(name, LINE), Document("other", LINE)])

    (family,) = analysis.families()
    assert set(family.documents) == {name, "other"}
    assert set(analysis.graph()) >= {name, "other"}
    assert analysis.graph().number_of_nodes() == 3


def test_ids_of_odd_characters_do_not_spoil_the_drawing_and_the_report(tmp_path: Path) -> None:
    names = ["a b/ü.txt", "family:x", "<b>&\"'\\N", "../../x", "a:b", "%s{0}"]

    analysis = lineage.analyze([Document(name, LINE) for name in names])
    analysis.report(tmp_path / "report")

    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert '<b>&"' not in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")


def test_half_a_character_spoils_nothing_wherever_it_stands(tmp_path: Path) -> None:
    half = "\ud800"
    text = LINE.replace("安全", f"安{half}全")

    analysis = lineage.analyze(
        Document(f"{half}{name}", text, title=f"{half}讲话", speaker=half, place=half)
        for name in "ab"
    )
    analysis.report(tmp_path / "report")
    analysis.report_file(tmp_path / "report.html")

    told = json.loads((tmp_path / "report" / "families.json").read_text(encoding="utf-8"))
    assert told == analysis.to_dict()
    assert [each["id"] for each in told["documents"]] == [f"{half}a", f"{half}b"]
    assert f"安{half}全" in told["families"][0]["text"]
    table = (tmp_path / "report" / "families.csv").read_text(encoding="utf-8")
    assert "安\ufffd全" in table
    for format in ("svg", "graphml", "gexf"):
        assert str(analysis.drawing(format)).encode("utf-8")


@pytest.mark.parametrize("name", ["", " ", "\u3000\n"])
def test_a_document_whose_id_cannot_be_seen_has_a_place_in_the_report(
    name: str, tmp_path: Path
) -> None:
    analysis = lineage.analyze([Document(name, LINE), Document("other", LINE)])

    analysis.report(tmp_path / "report")
    analysis.report_file(tmp_path / "report.html")

    assert len([*(tmp_path / "report" / "documents").iterdir()]) == 2


def test_two_documents_of_one_id_are_refused() -> None:
    with pytest.raises(lineage.InputError, match="two documents"):
        lineage.analyze([Document("a", LINE), Document("a", OTHER)])


def test_a_date_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(lineage.InputError, match="a: '去年'"):
        lineage.analyze([Document("a", LINE, date="去年")])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", 2020),
        ("date", datetime.date(2020, 1, 5)),
        ("text", None),
        ("title", None),
        ("speaker", 5),
        ("place", b"\xe5\x8c\x97"),
    ],
)
def test_a_document_that_is_not_made_of_text_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises(lineage.InputError, match=f"^a: its {field} is {type(value).__name__}, "):
        Document(**{"id": "a", "text": LINE, field: value})


def test_an_empty_date_is_none() -> None:
    (family,) = lineage.analyze(two("", "2023")).families()

    assert Document("a", LINE, date="").date is None
    assert family.earliest is not None
    assert family.earliest.document == "b"


def test_a_choice_that_there_is_not_is_refused_by_name(tmp_path: Path) -> None:
    analysis: Any = lineage.analyze(two())

    with pytest.raises(lineage.SettingsError, match=r"^unit is 'word'; it must be one of passage"):
        analysis.families("word")
    with pytest.raises(lineage.SettingsError, match=r"^by is 'length'"):
        analysis.families(by="length")
    with pytest.raises(lineage.SettingsError, match=r"^unit is None"):
        analysis.to_dict(None)
    with pytest.raises(lineage.SettingsError, match=r"^language is 'fr'"):
        analysis.drawing(language="fr")
    with pytest.raises(lineage.SettingsError, match=r"^language is 'fr'"):
        analysis.report(tmp_path / "report", language="fr")
    assert not (tmp_path / "report").exists()


def test_with_dates_the_later_document_took_it_from_the_earlier() -> None:
    analysis = lineage.analyze(two()[::-1])

    (relation,) = analysis.corpus.reuse
    assert (relation.source, relation.target, relation.directed) == ("a", "b", True)
    assert [profile.taken > 0 for profile in analysis.corpus.profiles] == [False, True]


def test_without_dates_there_is_no_source_and_no_directed_edge() -> None:
    analysis = lineage.analyze(two(), settings=Settings(use_dates=False))

    occurrences = [o for family in analysis.families() for o in family.occurrences]
    edges = [edge for *_, edge in analysis.graph().edges(data=True) if edge["kind"] == "reuse"]
    assert len(occurrences) == 2
    assert {o.source for o in occurrences} == {None}
    assert {family.earliest for family in analysis.families()} == {None}
    assert [edge["directed"] for edge in edges] == [False]
    assert {profile.taken for profile in analysis.corpus.profiles} == {0.0}


def test_sentences_are_families_of_their_own() -> None:
    analysis = lineage.analyze(two())

    (sentence,) = analysis.families("sentence")
    assert [o.text for o in sentence.occurrences] == [LINE, LINE]


def test_progress_ends_with_all_done() -> None:
    told: list[tuple[str, float]] = []

    lineage.analyze(two(), progress=lambda stage, share: told.append((stage, share)))

    assert told[0] == ("words", 0.0)
    assert told[-1] == ("done", 1.0)


def test_after_an_error_nothing_new_is_begun_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    has_failed, begun = threading.Event(), list[str]()

    def find_links_late(*arguments: Any, **options: Any) -> Any:
        begun.append("links")
        assert has_failed.wait(20)
        return find_sentence_links(*arguments, **options)

    def fail(*_: object) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(findings, "find_sentence_links", find_links_late)
    monkeypatch.setattr(findings, "group_sentences", lambda *_: begun.append("groups"))
    monkeypatch.setattr(findings, "find_families", fail)
    before = set(threading.enumerate())

    with pytest.raises(ZeroDivisionError):
        lineage.analyze(two(), settings=Settings(threads=2))
    has_failed.set()

    for thread in set(threading.enumerate()) - before:
        thread.join(20)
    assert begun == ["links"]


def test_comparisons_begin_with_the_pairs_that_share_most() -> None:
    documents = [*two(None, None), Document("c", "孩子们说，这条不可逾越的红线要守住。")]

    analysis = lineage.analyze(documents)

    (comparison,) = analysis.comparisons(1)
    assert (comparison.left.id, comparison.right.id) == ("a", "b")
    assert len(analysis.comparisons()) >= 1


def test_documents_are_compared_as_values_and_as_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{OTHER}{LINE}", encoding="utf-8")

    found = lineage.compare(path, two()[1])

    assert [pair.left.cut(found.left.text) for pair in found.passages] == [LINE]


def test_what_cannot_be_read_is_known_and_told_in_the_report(tmp_path: Path) -> None:
    folder = tmp_path / "speeches"
    folder.mkdir()
    (folder / "a.txt").write_text(LINE, encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\3\4 and no more")

    documents = lineage.read(folder)
    lineage.analyze(documents).report(tmp_path / "told")
    lineage.analyze(documents, failures=()).report(tmp_path / "untold")

    assert [document.id for document in documents] == ["a.txt"]
    (failure,) = documents.failures
    assert failure.name == "broken.docx"
    page = (tmp_path / "told" / "index.html").read_text(encoding="utf-8")
    assert "broken.docx" in page
    assert failure.reason in page
    assert "broken.docx" not in (tmp_path / "untold" / "index.html").read_text(encoding="utf-8")


def test_documents_that_were_read_are_a_list_that_can_be_copied(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"")

    documents = lineage.read(tmp_path)

    assert documents == list(documents)
    for same in (copy.copy(documents), pickle.loads(pickle.dumps(documents))):
        assert (same, same.failures) == (documents, documents.failures)


def test_files_that_are_compared_have_the_ids_that_tell_them_apart(tmp_path: Path) -> None:
    for folder in ("q1", "q2"):
        (tmp_path / folder / "sp").mkdir(parents=True)
        (tmp_path / folder / "sp" / "x.txt").write_text(LINE, encoding="utf-8")

    found = lineage.compare(tmp_path / "q1/sp/x.txt", str(tmp_path / "q2/sp/x.txt"))

    assert (found.left.id, found.right.id) == ("q1/sp/x.txt", "q2/sp/x.txt")


def test_a_document_of_a_corpus_is_compared_with_a_folder_of_one(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(
        "".join(json.dumps({"id": name, "text": LINE}) + "\n" for name in "ab"), encoding="utf-8"
    )
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "c.txt").write_text(LINE, encoding="utf-8")

    found = lineage.compare(tmp_path / "one", f"{corpus}#b")

    assert (found.left.id, found.right.id) == ("c.txt", "b")
    with pytest.raises(lineage.InputError, match=r"holds 2 documents; .*corpus\.jsonl#a"):
        lineage.compare(corpus, two()[0])


def test_a_folder_of_two_is_not_one_document(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(LINE, encoding="utf-8")

    with pytest.raises(lineage.InputError, match="2 documents"):
        lineage.compare(tmp_path, two()[0])


def test_an_unknown_format_of_the_drawing_is_refused_before_anything_is_drawn() -> None:
    analysis = lineage.analyze(two())

    with pytest.raises(lineage.InputError, match=r"^bmp: no format of the graph; use svg, "):
        analysis.drawing("bmp", dot="no-such-program")


def test_a_drawing_is_made_in_each_of_its_formats() -> None:
    analysis = lineage.analyze(two())

    heads = {
        "svg": "<svg",
        "png": b"\x89PNG",
        "pdf": b"%PDF",
        "dot": "digraph",
        "graphml": "<graphml",
        "gexf": "<gexf",
        "json": '{\n "directed": true',
    }
    for format, head in heads.items():
        assert head in analysis.drawing(format)[:200], format  # type: ignore[operator]


@pytest.mark.parametrize("unit", ["passage", "sentence"])
def test_a_family_is_traced_by_its_id(unit: lineage.model.Unit) -> None:
    (family,) = lineage.analyze(two()).families(unit)

    assert lineage.trace(family.id, two()) == family


def test_a_text_is_traced_in_whatever_order_the_documents_come() -> None:
    one, other = (lineage.trace(LINE, documents) for documents in (two(), two()[::-1]))

    assert one is not None
    assert one == other
    assert [o.source for o in one.occurrences] == [None, "a"]


@pytest.mark.parametrize("text", ["学而时习之不亦说乎", "0123456789ab", "", "。"])
def test_what_is_nowhere_has_no_trace(text: str) -> None:
    assert lineage.trace(text, two()) is None
    assert lineage.find(text, two()) == ()


def test_find_takes_any_iterable() -> None:
    assert [o.document for o in lineage.find(LINE, iter(two()))] == ["a", "b"]
