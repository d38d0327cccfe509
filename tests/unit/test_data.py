"""The data files: the promised JSON, and tables that a spreadsheet reads without harm."""

import csv
import io
import json
import zipfile

import pytest

from lineage.model import (
    Comparison,
    Corpus,
    Coverage,
    Document,
    Family,
    Occurrence,
    PassagePair,
    Profile,
    RawSpan,
    Sentence,
    SentencePair,
    Variant,
    Witness,
)
from lineage.render.data import (
    COLUMNS,
    comparison_json,
    count_cut,
    families_csv,
    families_json,
    families_xlsx,
)

TEXT = "守土有责、守土负责"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\uff1d1+1"]


def family(text: str = TEXT, *, identifier: str = "f1") -> Family:
    first = Occurrence("甲.txt", RawSpan(0, len(text)), text, 1.0)
    later = Occurrence("乙.txt", RawSpan(2, 2 + len(text)), text, 0.91666, "甲.txt", ("甲.txt",))
    return Family(
        id=identifier,
        text=text,
        template=text,
        kind="slogan",
        rule="short",
        occurrences=(first, later),
        earliest=Witness("甲.txt", "2020"),
        variants=(Variant(text, ("乙.txt", "甲.txt")),),
        bits=50.0,
        salience=2.345,
    )


def corpus() -> Corpus:
    documents = (Document("乙.txt", "要，" + TEXT), Document("甲.txt", TEXT, date="2020"))
    profiles = tuple(Profile(d.id, len(d.text), 1, 0.0, 0.0, 1.0, 0.0) for d in documents)
    return Corpus(documents, profiles, (family(),), (family(identifier="s1"),), ())


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_families_json_follows_its_schema() -> None:
    text = families_json(corpus())
    value = json.loads(text)

    assert value["schema"] == "lineage/families/1"
    assert [d["id"] for d in value["documents"]] == ["乙.txt", "甲.txt"]
    assert value["documents"][1]["date"] == "2020"
    (found,) = value["families"]
    assert found["documents"] == 2
    assert found["earliest"] == {"document": "甲.txt", "date": "2020"}
    assert found["occurrences"][1]["source"] == "甲.txt"
    assert found["occurrences"][0]["source"] is None
    assert "守土有责" in text
    assert text.endswith("}\n")


def test_families_json_of_sentences_holds_the_sentences() -> None:
    value = json.loads(families_json(corpus(), unit="sentence"))

    assert [f["id"] for f in value["families"]] == ["s1"]


def test_occurrences_in_json_are_cuts_of_the_documents() -> None:
    texts = {d.id: d.text for d in corpus().documents}

    for found in json.loads(families_json(corpus()))["families"]:
        for one in found["occurrences"]:
            assert texts[one["document"]][one["start"] : one["end"]] == one["text"]


def test_comparison_json_follows_its_schema() -> None:
    left, right = corpus().documents
    pair = PassagePair(RawSpan(2, 11), RawSpan(0, 9), 1.0, 50.0)
    whole = (SentencePair(Sentence(0, RawSpan(0, 11)), Sentence(0, RawSpan(0, 9)), 0.9, "edited"),)
    value = json.loads(
        comparison_json(Comparison(left, right, (pair,), whole, 1, 1, Coverage(9 / 11, 1.0)))
    )

    assert value["schema"] == "lineage/compare/1"
    assert value["passages"][0]["left"] == {"start": 2, "end": 11, "text": TEXT}
    assert value["sentences"][0]["relation"] == "edited"


def test_csv_has_a_row_for_each_occurrence_and_begins_with_a_mark_for_excel() -> None:
    text = families_csv([family()])
    head, first, later = rows(text)

    assert text.startswith("\ufeff")
    assert tuple(head) == COLUMNS
    assert dict(zip(head, first, strict=True))["source"] == ""
    assert dict(zip(head, later, strict=True)) == {
        "family": "f1",
        "kind": "slogan",
        "text": TEXT,
        # What does not vary has no template.
        "template": "",
        "documents": "2",
        "earliest document": "甲.txt",
        "earliest date": "2020",
        "salience": "2.35",
        "document": "乙.txt",
        "start": "2",
        "end": "11",
        "occurrence": TEXT,
        "similarity": "0.9167",
        "source": "甲.txt",
        "characters": "18",
        "part of": "",
    }


def test_sentences_csv_lists_the_shared_sentences() -> None:
    assert [row[0] for row in rows(families_csv(corpus().sentence_families))[1:]] == ["s1", "s1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_defuses_what_a_spreadsheet_takes_for_a_formula(text: str) -> None:
    cells = rows(families_csv([family(text)]))[1]

    assert cells[COLUMNS.index("text")] == "'" + text
    assert cells[COLUMNS.index("occurrence")] == "'" + text


def test_csv_keeps_quotes_and_line_ends_inside_a_cell() -> None:
    text = '“安全”,"第一"\r\n责任;'

    assert rows(families_csv([family(text)]))[1][2] == text


def test_no_families_make_a_table_with_a_head_alone() -> None:
    assert rows(families_csv([])) == [list(COLUMNS)]


class TestWorkbook:
    """Read back with another library than the one that wrote it."""

    @pytest.fixture(autouse=True)
    def _libraries(self) -> None:
        pytest.importorskip("xlsxwriter")

    def cells(self, data: bytes) -> list[list[tuple[object, str]]]:
        openpyxl = pytest.importorskip("openpyxl")
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]

    def test_it_has_a_row_for_each_occurrence_and_numbers_as_numbers(self) -> None:
        head, first, _ = self.cells(families_xlsx([family()]))

        assert tuple(value for value, _ in head) == COLUMNS
        assert first[COLUMNS.index("text")] == (TEXT, "s")
        assert first[COLUMNS.index("documents")] == (2, "n")

    @pytest.mark.parametrize("text", ["=1+1", "{=A1}", "http://example.org/", "@x", "007"])
    def test_texts_stay_texts(self, text: str) -> None:
        data = families_xlsx([family(text)])

        assert self.cells(data)[1][COLUMNS.index("text")] == (text, "s")
        archive = zipfile.ZipFile(io.BytesIO(data))
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert not any("rels" in n and "sheet1" in n for n in archive.namelist())

    def test_two_runs_write_the_same_bytes(self) -> None:
        assert families_xlsx([family()]) == families_xlsx([family()])
        dates = {i.date_time for i in zipfile.ZipFile(io.BytesIO(families_xlsx([]))).infolist()}
        assert dates == {(1980, 1, 1, 0, 0, 0)}

    def test_a_text_too_long_for_a_cell_is_cut_and_says_so(self) -> None:
        value, _ = self.cells(families_xlsx([family("安" * 40_000)]))[1][2]

        assert isinstance(value, str)
        assert len(value) == 32_767
        assert value.endswith("…")

    @pytest.mark.parametrize(
        ("text", "cut"),
        [
            ("安" * 32_767, 0),
            ("安" * 32_768, 1),
            # Two of the units in which a spreadsheet counts.
            ("𠀀" * 16_383, 0),
            ("𠀀" * 16_384, 1),
        ],
    )
    def test_what_is_cut_is_counted(self, text: str, cut: int) -> None:
        families = [family(text)]

        cells = [value for row in self.cells(families_xlsx(families)) for value, _ in row]
        value = cells[len(COLUMNS) + COLUMNS.index("text")]

        assert isinstance(value, str)
        assert value.endswith("…") == bool(cut)
        assert value.removesuffix("…") == text[: len(value) - cut]
        assert len(value.encode("utf-16-le")) // 2 <= 32_767
        assert count_cut(families) == sum(str(each).endswith("…") for each in cells)

    def test_half_a_character_can_be_written(self) -> None:
        value, _ = self.cells(families_xlsx([family("安\ud800全")]))[1][COLUMNS.index("text")]

        assert value == "安\ufffd全"
