"""Tables of dates, front matter, and which of them counts."""

from pathlib import Path

import pytest

from lineage.errors import InputError
from lineage.readers import read_paths
from lineage.readers.metadata import read_table, split_front_matter

HEADER = "document,date,title,speaker,place\n"


def table(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    path = folder / "dates.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_table_tells_date_title_speaker_and_place(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "讲话.txt").write_text("正文在此。", encoding="utf-8")
    dates = table(tmp_path, HEADER + "讲话.txt,2023年1月5日,动员讲话,张三,北京\r\n", encoding)

    reading = read_paths([tmp_path], dates=dates)

    (document,) = reading.documents
    assert (document.date, document.date_source) == ("2023-01-05", "metadata")
    assert document.date_evidence == "2023年1月5日"
    assert (document.title, document.speaker, document.place) == ("动员讲话", "张三", "北京")
    assert reading.failures == ()


def test_what_a_table_tells_of_a_document_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("正文在此。", encoding="utf-8")
    dates = table(tmp_path, HEADER + 'a.txt,2023,"动员\n讲话","张三\r\n李四","北京\t 朝阳"\n')

    (document,) = read_paths([tmp_path], dates=dates).documents

    assert (document.title, document.speaker, document.place) == (
        "动员 讲话",
        "张三 李四",
        "北京 朝阳",
    )


def test_a_table_counts_above_name_and_text(tmp_path: Path) -> None:
    (tmp_path / "2020_a.txt").write_text("在2021年会议上的讲话\n", encoding="utf-8")
    (tmp_path / "2020_b.txt").write_text("在2021年会议上的讲话\n", encoding="utf-8")
    dates = table(tmp_path, "document,date\n2020_a.txt,2022\n2020_b.txt,\n")

    reading = read_paths([tmp_path], dates=dates)

    assert [(d.date, d.date_source) for d in reading.documents] == [
        ("2022", "metadata"),
        ("2020", "filename"),
    ]
    assert reading.documents[0].title == "在2021年会议上的讲话"


def test_without_dates_nothing_is_dated(tmp_path: Path) -> None:
    (tmp_path / "2020_a.txt").write_text("在2021年会议上的讲话\n", encoding="utf-8")

    (document,) = read_paths([tmp_path], use_dates=False).documents

    assert (document.date, document.date_source, document.date_evidence) == (None, None, "")


def test_rows_about_other_documents_are_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("正文", encoding="utf-8")
    dates = table(tmp_path, "document,date\na.txt,2020\nb.txt,2021\n")

    reading = read_paths([tmp_path], dates=dates)

    assert len(reading.notes) == 1
    assert "1 row is about no document that was read: b.txt" in reading.notes[0]


def test_columns_may_stand_in_any_order_between_tabs_or_semicolons(tmp_path: Path) -> None:
    assert read_table(table(tmp_path, "Date;Document\n2020;a.txt\n"))["a.txt"].date == "2020"
    assert read_table(table(tmp_path, "date\tdocument\n2020\ta.txt\n"))["a.txt"].date == "2020"
    assert read_table(table(tmp_path, "document,date\nsub\\a.txt,2020"))["sub/a.txt"].date == "2020"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("document,date\na.txt,2023\nb.txt,2023-13\n", r"line 3: '2023-13' is no date"),
        ("document,date\na.txt,soon\n", r"line 2: 'soon' is no date"),
        ("document,title\na.txt,x\n", "has no column 'date'"),
        ("", "has no column 'document'"),
        ("document,date\na.txt,2020\na.txt,2021\n", r"line 3: a\.txt has a row already"),
        ("document,date\n,2021\n", "line 2: names no document"),
        ("document,date\na.txt,2021,x\n", "line 2: has 3 cells"),
        ('document,date\n"a.txt,2021\n', "is no CSV table"),
        ("document,date\n" + "x" * 200_000 + ",2020\n", "is no CSV table"),
    ],
)
def test_a_wrong_table_is_refused_with_the_line(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_table(table(tmp_path, content))

    assert "\n" not in str(caught.value)


def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)))

    with pytest.raises(InputError, match="binary file"):
        read_table(tmp_path / "binary.csv")
    with pytest.raises(InputError, match="no such file"):
        read_table(tmp_path / "missing.csv")


def test_front_matter_is_metadata_and_no_text(tmp_path: Path) -> None:
    text = '---\ntitle: "动员讲话"\ndate: 2023-01-05T10:00:00\n作者: 张三\n---\n# 别的标题\n正文\n'
    (tmp_path / "2020_a.md").write_text(text, encoding="utf-8")
    (tmp_path / "2020_b.txt").write_text(text, encoding="utf-8")

    markdown, plain = read_paths([tmp_path]).documents

    assert markdown.text == "# 别的标题\n正文\n"
    assert (markdown.title, markdown.speaker) == ("动员讲话", "张三")
    assert (markdown.date, markdown.date_source) == ("2023-01-05", "metadata")
    assert markdown.provenance.notes
    assert plain.text == text
    assert plain.date == "2020"


@pytest.mark.parametrize(
    "text",
    [
        "正文\n---\n别的\n---\n",
        "---\n没有结尾\n",
        "--- 分隔\n正文\n---\n",
        "",
        "----\na: b\n----\n",
    ],
)
def test_a_rule_in_the_text_is_no_front_matter(text: str) -> None:
    assert split_front_matter(text)[1] == text


def test_a_date_in_front_matter_that_is_none_is_left_out() -> None:
    metadata, rest = split_front_matter("---\r\ndate: 2023-13\r\ntitle: 标题\r\n---\r\n正文")

    assert (metadata.date, metadata.title, rest) == ("", "标题", "正文")


def test_a_stated_date_that_cannot_be_read_is_told_and_another_one_is_not_passed_off_for_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text("---\ndate: 2020年春\n---\n正文", encoding="utf-8")
    (tmp_path / "2019-03.jsonl").write_text(
        '{"text": "正文", "date": "2019年春", "id": "2018-01"}', encoding="utf-8"
    )
    (tmp_path / "b.md").write_text("---\ndate: 2021年春\n---\n正文", encoding="utf-8")
    table = tmp_path / "dates.csv"
    table.write_text("document,date\nb.md,2021-04\n", encoding="utf-8")

    reading = read_paths([tmp_path], dates=table)

    assert [document.date for document in reading.documents] == ["2018-01", None, "2021-04"]
    assert reading.notes == (
        "2018-01: the date '2019年春' cannot be read and is left out",
        "a.md: the date '2020年春' cannot be read and is left out",
    )
    assert read_paths([tmp_path], use_dates=False).notes == ()


@pytest.mark.parametrize(("first", "expected"), [(1990, None), (2000, "2000")])
def test_files_and_records_that_are_numbered_have_no_years_by_that(
    first: int, expected: str | None, tmp_path: Path
) -> None:
    numbers = [first, 2000, *range(2099, 2110)] if first < 2000 else [first, 2099]
    (tmp_path / "files").mkdir()
    for number in numbers:
        (tmp_path / "files" / f"{number}.txt").write_text(f"正文{number}", encoding="utf-8")
    (tmp_path / "records.jsonl").write_text(
        "\n".join(f'{{"id": "{number}", "text": "正文"}}' for number in numbers), encoding="utf-8"
    )

    reading = read_paths([tmp_path])

    dates = {document.id: document.date for document in reading.documents}
    assert dates["files/2000.txt"] == dates["2000"] == expected
    assert len(dates) == 2 * len(numbers)
