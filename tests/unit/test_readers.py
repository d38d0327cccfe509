"""Files and folders → documents, with ids, failures and notes."""

import hashlib
import os
from pathlib import Path

import pytest

import lineage
from lineage.errors import InputError
from lineage.model import Failure
from lineage.readers import read_files, read_paths
from lineage.readers.paths import list_sources

SPEECH = "在2020年会议上的讲话\r\n同志们：\n守土有责、守土负责、守土尽责。"


def write(path: Path, content: str | bytes = SPEECH) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def ids_of(*paths: Path) -> list[str]:
    return [document.id for document in read_paths(paths).documents]


def test_a_document_keeps_its_text_and_says_where_it_came_from(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + SPEECH.encode("utf-8")
    path = write(tmp_path / "speech.txt", data)

    (document,) = read_paths([path]).documents

    assert document.id == "speech.txt"
    assert document.text == SPEECH
    assert document.title == "在2020年会议上的讲话"
    assert (document.date, document.date_source) == ("2020", "text")
    assert document.date_evidence == "2020年"
    assert document.provenance.format == "txt"
    assert document.provenance.encoding == "utf-8"
    assert document.provenance.sha256 == hashlib.sha256(data).hexdigest()


def test_the_five_speeches_are_read_character_by_character(seeds: Path) -> None:
    documents = read_paths([seeds]).documents

    assert len(documents) == 5
    for document in documents:
        assert document.text == (seeds / document.id).read_bytes().decode("utf-8")


def test_folders_are_read_in_depth_and_in_order_of_id(tmp_path: Path) -> None:
    write(tmp_path / "b.txt")
    write(tmp_path / "a" / "deep" / "c.MD")
    write(tmp_path / "a" / "z.markdown")

    assert ids_of(tmp_path) == ["a/deep/c.MD", "a/z.markdown", "b.txt"]


def test_what_is_no_document_is_skipped_inside_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "speech.txt")
    for name in (".hidden.txt", ".git/config.txt", "picture.png", "Makefile", "README.md"):
        write(tmp_path / name)

    reading = read_paths([tmp_path])

    assert [document.id for document in reading.documents] == ["speech.txt"]
    assert reading.failures == ()
    assert set(reading.skipped) == {".hidden.txt", ".git/", "picture.png", "Makefile", "README.md"}


def test_files_of_no_kind_that_is_read_are_told_in_one_note(tmp_path: Path) -> None:
    write(tmp_path / "speech.txt")
    for name in (".hidden", "README.rst", "~$a.pptx", "deck.pptx", "b/speech", "b/c.json"):
        write(tmp_path / name)
    for name in ("index.html", "families.json", "families.csv", "sentences.csv", "graph.graphml"):
        write(tmp_path / "report" / name)
    write(tmp_path / "report" / "style.css")

    few = read_paths([tmp_path])
    for number in range(4):
        write(tmp_path / f"{number}.xyz")
    many = read_paths([tmp_path])

    told = "files were skipped, of no kind that is read"
    assert few.notes == (f"3 {told}: b/c.json, b/speech, deck.pptx",)
    assert many.notes == (f"7 {told}: 0.xyz, 1.xyz, 2.xyz, 3.xyz, b/c.json, …",)


def test_a_file_that_is_named_itself_is_text_whatever_its_suffix(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in ("speech", "speech.log", "README.md", ".hidden")]

    assert len(ids_of(*paths)) == 4


def test_documents_without_a_reader_fail_in_a_folder_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "speech.txt")
    write(tmp_path / "sub" / "later.epub", b"PK\x03\x04")

    reading = read_paths([tmp_path])

    assert len(reading.documents) == 1
    (failure,) = reading.failures
    assert failure.name == "sub/later.epub"
    assert failure.reason == "there is no reader for .epub files"


@pytest.mark.parametrize("suffix", ["epub", "CAJ"])
def test_a_kind_without_a_reader_that_is_named_itself_is_refused(
    suffix: str, tmp_path: Path
) -> None:
    path = write(tmp_path / f"speech.{suffix}")

    with pytest.raises(InputError, match=rf"no reader for \.{suffix} files; convert it"):
        read_paths([path])


def test_neither_the_order_of_paths_nor_naming_one_twice_changes_anything(tmp_path: Path) -> None:
    one = write(tmp_path / "x" / "one.txt")
    write(tmp_path / "x" / "sub" / "two.txt")
    three = write(tmp_path / "y" / "three.txt")
    paths = [tmp_path / "x", three, one, tmp_path / "x" / "sub"]

    assert ids_of(*paths) == ids_of(*reversed(paths)) == ["one.txt", "sub/two.txt", "three.txt"]


def test_equal_ids_get_the_folders_that_tell_them_apart(tmp_path: Path) -> None:
    write(tmp_path / "p" / "2023" / "docs" / "a.txt", "甲")
    write(tmp_path / "p" / "2024" / "docs" / "a.txt", "乙")
    write(tmp_path / "p" / "2024" / "docs" / "b.txt", "丙")
    paths = [tmp_path / "p" / "2024" / "docs", tmp_path / "p" / "2023" / "docs"]

    reading = read_paths(paths)

    assert {document.id: document.text for document in reading.documents} == {
        "2023/docs/a.txt": "甲",
        "2024/docs/a.txt": "乙",
        "b.txt": "丙",
    }
    assert read_paths(paths[::-1]) == reading


def test_an_id_with_folders_never_takes_the_place_of_another(tmp_path: Path) -> None:
    write(tmp_path / "m" / "x" / "a.txt", "甲")
    write(tmp_path / "n" / "a.txt", "乙")
    write(tmp_path / "x" / "a.txt", "丙")

    reading = read_paths([tmp_path / "m", tmp_path / "n", tmp_path / "x"])

    assert sorted(document.text for document in reading.documents) == ["丙", "乙", "甲"]
    assert len({document.id for document in reading.documents}) == 3


def test_a_report_inside_the_folder_is_not_read_but_what_else_is_there_is(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "甲")
    report = tmp_path / "reports" / "speeches"
    lineage.analyze(lineage.read(tmp_path)).report(report)
    write(report / "b.txt", "乙")
    write(report / "documents" / "c.txt", "丙")
    write(tmp_path / "documents" / "d.html", "<p>一篇讲话。</p>")

    names = [document.id for document in read_paths([tmp_path]).documents]

    assert names == [
        "a.txt",
        "documents/d.html",
        "reports/speeches/b.txt",
        "reports/speeches/documents/c.txt",
    ]


def test_a_link_is_read_under_its_own_name_and_only_once(tmp_path: Path) -> None:
    target = write(tmp_path / "store" / "blob")
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "speech.txt").symlink_to(target)
    (folder / "again.txt").symlink_to(target)

    assert ids_of(folder) == ["speech.txt"]


def test_a_link_beside_its_file_does_not_take_its_name_and_date(tmp_path: Path) -> None:
    write(tmp_path / "p" / "a" / "b" / "2019-03-05.txt", "守土有责")
    (tmp_path / "p" / "a" / "a-much-longer-link.txt").symlink_to("b/2019-03-05.txt")
    (tmp_path / "way").symlink_to("p", target_is_directory=True)

    (document,) = read_paths([tmp_path / "p"]).documents

    assert (document.id, document.date) == ("a/b/2019-03-05.txt", "2019-03-05")
    paths = [tmp_path / "p", tmp_path / "way", tmp_path / "p" / "a" / "a-much-longer-link.txt"]
    for given in (paths, paths[::-1]):
        (source,) = list_sources(given).sources
        assert (source.id, source.path) == (
            "a/b/2019-03-05.txt",
            tmp_path / "p" / "a" / "b" / "2019-03-05.txt",
        )


def test_links_that_lead_round_in_a_circle_or_nowhere_do_no_harm(tmp_path: Path) -> None:
    write(tmp_path / "speech.txt")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")

    reading = read_paths([tmp_path])

    assert [document.id for document in reading.documents] == ["speech.txt"]
    assert [failure.name for failure in reading.failures] == ["nowhere.txt", "self.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path / "speech.txt")
    os.mkfifo(tmp_path / "pipe.txt")

    (failure,) = read_paths([tmp_path]).failures

    assert (failure.name, failure.reason) == ("pipe.txt", "is not a regular file")
    with pytest.raises(InputError, match="not a regular file"):
        read_paths([tmp_path / "pipe.txt"])


def test_a_folder_that_cannot_be_listed_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "speech.txt")
    (tmp_path / "closed").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    listing = list_sources([tmp_path])

    assert [source.id for source in listing.sources] == ["speech.txt"]
    assert [(f.name, f.reason) for f in listing.failures] == [("closed", "permission denied")]
    closed = tmp_path / "closed"
    assert [f.name for f in list_sources([closed, tmp_path]).failures] == [str(closed), "closed"]
    with pytest.raises(InputError, match=r"closed: permission denied"):
        read_paths([closed])


def test_names_that_are_no_utf8_are_written_with_escapes(tmp_path: Path) -> None:
    try:
        write(Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb0\xb2.txt")))
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")

    assert ids_of(tmp_path) == ["%B0%B2.txt"]
    write(tmp_path / "%B0%B2.txt")
    assert ids_of(tmp_path) == ["%B0%B2.txt", "%B0%B2.txt (2)"]


def test_what_cannot_be_decoded_fails_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path,
) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "binary.txt", bytes(range(256)))
    write(
        tmp_path / "korean.txt",
        ("존경하는 국민 여러분 안녕하십니까 반갑습니다" * 9).encode("euc_kr"),
    )

    reading = read_paths([tmp_path])

    assert [document.id for document in reading.documents] == ["good.txt"]
    reasons = {failure.name: failure.reason for failure in reading.failures}
    assert reasons["binary.txt"] == "it is a binary file, not text"
    assert "say which it is with --encoding" in reasons["korean.txt"]


def test_a_wrong_byte_costs_itself_and_is_told_with_its_offset(tmp_path: Path) -> None:
    head = SPEECH.encode("utf-8")
    write(tmp_path / "broken.txt", head + b"\xff" + head)

    reading = read_paths([tmp_path])

    (document,) = reading.documents
    assert document.text == SPEECH + "\ufffd" + SPEECH
    note = f"bytes that are wrong in utf-8 are read as U+FFFD, at offset {len(head)}"
    assert document.provenance.notes == (note,)
    assert reading.notes == (f"broken.txt: {note}",)


def test_folders_may_be_nested_deeper_than_calls(tmp_path: Path) -> None:
    write(tmp_path / "speech.txt")
    usual, deep = os.getcwd(), 0
    try:
        os.chdir(tmp_path)
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
            deep += 1

        assert ids_of(tmp_path) == ["speech.txt"]
    finally:
        # Whoever clears the folder away later may not be able to go so deep.
        for _ in range(deep):
            os.chdir("..")
            os.rmdir("d")
        os.chdir(usual)


def test_when_none_can_be_read_that_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "binary.txt", bytes(range(256)))

    with pytest.raises(InputError, match=r"binary\.txt: it is a binary file"):
        read_paths([tmp_path])

    write(tmp_path / "later.epub")
    with pytest.raises(InputError, match="2 documents: none of them can be read"):
        read_paths([tmp_path])


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_a_file_that_cannot_be_empty_and_is_has_nothing_else_wrong(
    suffix: str, tmp_path: Path
) -> None:
    write(tmp_path / f"a.{suffix}", b"")
    write(tmp_path / "b.txt")

    assert read_paths([tmp_path]).failures == (Failure(f"a.{suffix}", "the file is empty"),)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t"])
def test_an_empty_file_is_a_document_with_a_note(content: bytes, tmp_path: Path) -> None:
    write(tmp_path / "empty.txt", content)

    reading = read_paths([tmp_path])

    (document,) = reading.documents
    assert document.text.strip() == ""
    assert document.provenance.notes == ("holds no text",)
    assert reading.failures == ()
    assert reading.notes == ("empty.txt: holds no text",)


def test_a_missing_path_and_a_folder_without_documents_are_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputError, match="there is no such file or folder"):
        read_paths([tmp_path / "missing"])
    with pytest.raises(InputError, match="holds no documents"):
        read_paths([tmp_path / "empty"])
    with pytest.raises(InputError, match="is no path"):
        read_paths([""])
    with pytest.raises(InputError, match="null"):
        read_paths(["a\0b"])


def test_the_encoding_can_be_given(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "“Façade”".encode("cp1252"))

    (document,) = read_paths([path], encoding="cp1252").documents

    assert document.text == "“Façade”"
    with pytest.raises(InputError, match="is no text encoding"):
        read_paths([path], encoding="klingon")
    with pytest.raises(InputError, match="byte 0x93 at offset 0 is wrong in utf-8"):
        read_paths([path], encoding="utf-8")


def test_files_keep_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    left = write(tmp_path / "b" / "same.txt", "甲")
    right = write(tmp_path / "a" / "same.txt", "乙")

    documents = read_files([left, right]).documents

    assert [(d.id, d.text) for d in documents] == [("b/same.txt", "甲"), ("a/same.txt", "乙")]
    assert [d.text for d in read_files([left, left]).documents] == ["甲", "甲"]
    with pytest.raises(InputError, match="is a folder"):
        read_files([tmp_path])


def test_a_title_that_is_longer_than_any_is_cut(tmp_path: Path) -> None:
    write(tmp_path / "a.md", f"---\ntitle: {'长' * 100_000}\n---\n{SPEECH}")

    (document,) = read_paths([tmp_path]).documents

    assert document.title == "长" * 299 + "…"


def test_a_text_in_the_place_of_a_path_is_refused_in_few_words() -> None:
    with pytest.raises(InputError) as error:
        read_paths(["守土有责。" * 1000])

    assert str(error.value).startswith("守土有责。")
    assert len(str(error.value)) < 400
