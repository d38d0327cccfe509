import errno
import os
import stat
from pathlib import Path

import pytest

from lineage.errors import InputError, OutputError
from lineage.outputs import (
    Content,
    check_file,
    check_folder,
    write_bytes,
    write_folder,
    write_text,
)


def test_text_is_written_in_utf8_with_its_line_feeds(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "安全\n生产\r\n")

    assert (tmp_path / "a.txt").read_bytes() == "安全\n生产\r\n".encode()


def test_writing_replaces_the_old_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old and longer")

    write_text(tmp_path / "a.txt", "new")

    assert (tmp_path / "a.txt").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_failure_keeps_the_old_file_and_leaves_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("lineage.outputs.os.fsync", full)

    with pytest.raises(OutputError, match=r"a\.txt: the disk is full$"):
        write_text(tmp_path / "a.txt", "new")
    assert (tmp_path / "a.txt").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(os.name == "nt", reason="rights are other things there")
def test_a_file_has_the_rights_that_files_have(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    (tmp_path / "old").chmod(0o640)
    (tmp_path / "plain").write_text("x")

    write_text(tmp_path / "old", "y")
    write_text(tmp_path / "new", "y")

    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o640
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")

    write_text(tmp_path / "link", "new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.skipif(os.name == "nt", reason="there is no /dev there")
def test_a_device_is_written_into() -> None:
    write_text("/dev/null", "x")

    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"there is no folder .*missing; make it first"):
        write_bytes(tmp_path / "missing" / "a", b"x")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        write_text(tmp_path, "x")


def test_a_name_that_is_too_long_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the name is too long") as caught:
        write_text(tmp_path / ("a" * 300), "x")
    assert "\n" not in str(caught.value)


def test_text_with_half_a_character_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "a", "\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_and_foreign_files_stay(tmp_path: Path) -> None:
    target = tmp_path / "reports" / "seeds"
    target.mkdir(parents=True)
    (target / "mine.txt").write_text("mine")

    files: dict[str, Content] = {"index.html": "<p>", "pages/a.html": "甲", "graph.png": b"\x89"}
    write_folder(target, files)

    assert (target / "mine.txt").read_text() == "mine"
    assert (target / "pages" / "a.html").read_text(encoding="utf-8") == "甲"
    assert (target / "graph.png").read_bytes() == b"\x89"


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "", ".", "a//b", "a/", "a\\b", "C:/a", "C:a", "a\0b"]
)
def test_a_name_that_leaves_the_folder_is_refused_before_anything_is_written(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(OutputError, match="is not a name of a file below the folder"):
        write_folder(tmp_path / "out", {"A.html": "x", name: "y"})
    assert not (tmp_path / "out").exists()


def test_names_that_some_disks_take_for_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="one file on some disks"):
        write_folder(tmp_path, {"A.html": "x", "a.html": "y"})


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "pages").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError, match="a link leads out of the folder"):
        write_folder(tmp_path / "out", {"pages/a.html": "x"})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")

    with pytest.raises(OutputError, match="out: is a file; give the name of a folder"):
        write_folder(tmp_path / "out", {"a": "x"})


def test_a_place_for_output_is_checked_without_touching_it(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("x")

    check_file(tmp_path / "new.json")
    check_file(tmp_path / "old.json")
    check_folder(tmp_path / "a" / "b")
    check_folder(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]


def test_output_in_an_impossible_place_is_refused_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(InputError, match="is a folder; give the name of a file"):
        check_file(tmp_path)
    with pytest.raises(InputError, match=r"there is no folder .*missing; make it first"):
        check_file(tmp_path / "missing" / "a.json")
    with pytest.raises(InputError, match="file: is a file; give the name of a folder"):
        check_folder(tmp_path / "file")
    with pytest.raises(InputError, match="file: is a file; give the name of a folder"):
        check_folder(tmp_path / "file" / "below")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_nowhere_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "lost").symlink_to("nowhere")
    (tmp_path / "round").symlink_to("round")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "pages").symlink_to("gone")

    for name in ("lost", "round", "lost/below"):
        with pytest.raises(InputError, match="is a link that leads nowhere; give the name"):
            check_folder(tmp_path / name)
    for name in ("lost", "round"):
        with pytest.raises(OutputError, match="is a link that leads nowhere; give the name"):
            write_folder(tmp_path / name, {"a.html": "x"})
    with pytest.raises(OutputError, match="pages: is a link that leads nowhere; give the name"):
        write_folder(tmp_path / "out", {"pages/a.html": "x"})


def test_output_where_nothing_may_be_written_is_refused_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.outputs.os.access", lambda *_: False)

    with pytest.raises(OutputError, match="permission denied"):
        check_file(tmp_path / "a.json")
    with pytest.raises(OutputError, match="permission denied"):
        check_folder(tmp_path / "a")


def test_a_system_that_takes_no_new_file_is_not_called_a_missing_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object) -> int:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    monkeypatch.setattr("lineage.outputs.os.open", refuse)

    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / "a", "x")
