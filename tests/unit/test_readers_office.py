"""Old word processor files are read through LibreOffice, which is kept on a short lead."""

import os
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from canary import listening
from office import docx, paragraph, table, zipped

import lineage
from lineage import scratch
from lineage.readers import read_paths
from lineage.readers.extract import UnreadableError
from lineage.readers.memory import bound_memory
from lineage.readers.office import Office, find_office
from lineage.readers.registry import sniffed
from lineage.settings import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text"}, compression=0)
FORMULA = "守土有责、守土负责、守土尽责。"
needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems know no such limit")
posix = pytest.mark.skipif(sys.platform == "win32", reason="programs are scripts here")

FAKE = """#!{python}
import os, pathlib, subprocess, sys, time
arguments = sys.argv[1:]
out = pathlib.Path(arguments[arguments.index("--outdir") + 1])
source = pathlib.Path(arguments[-1])
{body}
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Put a program that is called soffice on the path, and nothing else."""
    folder.mkdir(exist_ok=True)
    program = folder / "soffice"
    program.write_text(FAKE.format(python=sys.executable, body=body), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def with_this_package() -> dict[str, str]:
    """Return an environment in which other interpreters find the package that is tested."""
    return {**os.environ, "PYTHONPATH": str(Path(lineage.__file__).parents[1])}


@pytest.mark.parametrize("suffix", ["doc", "wps", "rtf", "odt"])
def test_without_the_program_one_line_says_so(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / f"old.{suffix}").write_bytes(
        b"{\\rtf1}" if suffix == "rtf" else OLE if suffix != "odt" else ODT
    )
    (docs / "new.txt").write_text(FORMULA, encoding="utf-8")

    reading = read_paths([docs])

    assert [document.id for document in reading.documents] == ["new.txt"]
    (failure,) = reading.failures
    assert failure.name == f"old.{suffix}"
    assert failure.reason.startswith("reading it takes LibreOffice: install it")


@posix
def test_the_program_gets_a_harmless_name_and_a_profile_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = docx(paragraph(FORMULA))
    (tmp_path / "made.docx").write_bytes(data)
    install(
        tmp_path / "bin",
        monkeypatch,
        f"""
assert source.name == "document.doc", source
assert "--headless" in arguments and any(a.startswith("-env:UserInstallation=file:") for a in arguments)
settings = (source.parent / "profile/user/registrymodifications.xcu").read_text()
assert "DisableMacrosExecution" in settings and "BlockUntrustedRefererLinks" in settings
assert os.environ["http_proxy"] == "http://127.0.0.1:9" and "SECRET" not in os.environ
out.mkdir(exist_ok=True)
(out / "document.docx").write_bytes(pathlib.Path({str(tmp_path / "made.docx")!r}).read_bytes())
""",
    )
    monkeypatch.setenv("SECRET", "x")
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "-o $(x)'\n#.doc").write_bytes(OLE)
    (docs / "b.wps").write_bytes(OLE)

    documents = read_paths([docs]).documents

    assert [document.text for document in documents] == [FORMULA] * 2
    assert {document.provenance.format for document in documents} == {"doc", "wps"}
    assert {document.provenance.reader for document in documents} == {"LibreOffice"}


@posix
def test_a_run_that_ends_at_once_knows_what_it_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch, "out.mkdir()\n(out / 'document.docx').write_bytes(b'')")

    with Office(Limits()) as office:
        office.to_docx(OLE, "doc")
        (folder,) = scratch.in_use()
        was_there = Path(folder).is_dir()

    assert was_there
    assert scratch.in_use() == ()
    assert not Path(folder).exists()


@posix
def test_a_program_that_takes_too_long_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "alive"
    install(
        tmp_path / "bin",
        monkeypatch,
        f"""
child = "import time, pathlib; time.sleep(4); pathlib.Path({str(mark)!r}).touch()"
subprocess.Popen([sys.executable, "-c", child])
time.sleep(600)
""",
    )
    started = time.monotonic()

    with (
        Office(Limits(seconds=1)) as office,
        pytest.raises(Exception, match="the limit seconds is 1 "),
    ):
        office.to_docx(b"{\\rtf1}", "rtf")

    assert time.monotonic() - started < 30
    time.sleep(5)
    assert not mark.exists()


@posix
def test_a_program_that_fails_is_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "bin", monkeypatch, "sys.exit('Error: source file could not be loaded')")

    with Office(Limits()) as office, pytest.raises(UnreadableError) as caught:
        office.to_docx(b"{\\rtf1}", "rtf")

    assert str(caught.value) == (
        "LibreOffice makes nothing of it (Error: source file could not be loaded)"
    )


UNDER_A_LOWER_LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from lineage.readers.office import Office
from lineage.settings import Limits
with Office(Limits(memory_mb=int(sys.argv[2]))) as office:
    print(office.to_docx(b"{\\\\rtf1}", "rtf").decode())
"""
TELLS_ITS_LIMIT = """
import resource
out.mkdir()
(out / "document.docx").write_text(repr(resource.getrlimit(resource.RLIMIT_AS)))
"""


@linux
@pytest.mark.parametrize(("allowed_mb", "memory_mb"), [(3000, 8000), (3000, 1000)])
def test_the_lower_of_two_limits_of_memory_holds(
    allowed_mb: int, memory_mb: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path / "bin", monkeypatch, TELLS_ITS_LIMIT)
    code = [sys.executable, "-c", UNDER_A_LOWER_LIMIT, str(allowed_mb << 20), str(memory_mb)]

    told = subprocess.run(code, env=with_this_package(), capture_output=True, text=True, check=True)

    least = min(allowed_mb, memory_mb) << 20
    assert told.stdout.strip() == str((least, least))


@posix
def test_a_system_that_refuses_the_limit_reads_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import resource

    asked = []

    def refuse(what: int, limits: tuple[int, int]) -> None:
        asked.append((what, limits))
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY,) * 2)
    monkeypatch.setattr(resource, "setrlimit", refuse)

    bound_memory(1 << 30)

    assert asked == [(resource.RLIMIT_AS, (1 << 30, 1 << 30))]


def test_other_files_of_the_same_container_are_refused() -> None:
    with Office(Limits()) as office, pytest.raises(UnreadableError, match="no document of a word"):
        office.to_docx(OLE[:8] + bytes(2000), "doc")


def test_a_password_is_told() -> None:
    data = OLE + "EncryptedPackage".encode("utf-16-le")

    with Office(Limits()) as office, pytest.raises(UnreadableError, match="a password"):
        office.to_docx(data, "doc")


@pytest.mark.parametrize(
    ("data", "named", "format"),
    [
        (b"%PDF-1.7", "txt", "pdf"),
        (b"%PDF-1.7", "docx", "pdf"),
        (OLE, "docx", "doc"),
        (OLE, "wps", "wps"),
        (OLE, "txt", "doc"),
        (b"{\\rtf1 text}", "doc", "rtf"),
        (b"{\\rtf1 text}", "txt", "txt"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "doc", "html"),
        (b" <HTML xmlns:o=''>", "wps", "html"),
        (b"<!DOCTYPE html>", "txt", "txt"),
        (docx(""), "doc", "docx"),
        (docx(""), "txt", "docx"),
        (zipped({"mimetype": "application/vnd.oasis"}, compression=0), "doc", "odt"),
        (zipped({"a": "b"}), "txt", "txt"),
        (b"plain", "md", "md"),
        (FORMULA.encode(), "doc", "txt"),
        (b"\xdb\xa5\x2d\x00", "doc", "doc"),
    ],
)
def test_the_bytes_tell_the_format_where_the_name_is_wrong(
    data: bytes, named: str, format: str
) -> None:
    assert sniffed(data, named) == format


@needs_office
def test_old_formats_are_read_like_word_files(tmp_path: Path) -> None:
    rtf = b"{\\rtf1\\ansi\\uc1 " + b"".join(b"\\u%d?" % ord(c) for c in FORMULA) + b"\\par}"
    (tmp_path / "a.rtf").write_bytes(rtf)
    body = paragraph("甲") + table(["乙", "丙"]) + paragraph(FORMULA)
    (tmp_path / "b.doc").write_bytes(docx(body))

    documents = read_paths([tmp_path]).documents

    assert [document.text for document in documents] == [FORMULA, f"甲\n乙\t丙\n{FORMULA}"]
    assert [document.provenance.format for document in documents] == ["rtf", "docx"]


@needs_office
def test_nothing_is_fetched_for_an_old_file(tmp_path: Path) -> None:
    with listening() as canary:
        picture = f"{canary.address}/picture.png"
        office = "urn:oasis:names:tc:opendocument:xmlns:"
        content = (
            f'<office:document-content xmlns:office="{office}office:1.0" office:version="1.2"'
            f' xmlns:text="{office}text:1.0" xmlns:draw="{office}drawing:1.0"'
            ' xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>'
            f"<text:p>{FORMULA}<draw:frame><draw:image xlink:href='{picture}' xlink:type='simple'"
            " xlink:show='embed' xlink:actuate='onLoad'/></draw:frame></text:p>"
            f"<text:section text:name='s'><text:section-source xlink:href='{canary.address}/a.odt'/>"
            "<text:p>linked</text:p></text:section></office:text></office:body></office:document-content>"
        )
        manifest = (
            f'<m:manifest xmlns:m="{office}manifest:1.0"><m:file-entry m:full-path="/"'
            ' m:media-type="application/vnd.oasis.opendocument.text"/><m:file-entry'
            ' m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
        )
        members = {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
        (tmp_path / "a.odt").write_bytes(zipped(members, compression=0))
        field = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{picture}"}}{{\\fldrslt x}}}}'
        (tmp_path / "b.rtf").write_bytes(f"{{\\rtf1 text {field}\\par}}".encode())

        documents = read_paths([tmp_path]).documents

        assert len(documents) == 2
        assert FORMULA in documents[0].text
        assert canary.asked == []
        with pytest.raises(OSError, match=r"\w"):
            urllib.request.urlopen(picture, timeout=5)
        assert canary.asked == [b"GET /picture.png HTTP/1.1\r\n"]
