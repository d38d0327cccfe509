"""Old word processor files → Word files, with LibreOffice where it is installed.

LibreOffice is a program of millions of lines that understands ``.doc``, ``.wps``, ``.rtf`` and
``.odt`` better than anything else; what it makes of them is then read like any other Word
file, so that changes, notes and lists are treated alike. It runs without a window, with a
profile of its own in a temporary folder in which macros, links and updates are
switched off, behind a proxy that is not there, under the limits of memory and time.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from lineage import scratch
from lineage.errors import LimitError
from lineage.programs import find_program
from lineage.readers import memory
from lineage.readers.extract import UnreadableError
from lineage.readers.registry import OLE
from lineage.settings import Limits

_NAMES = ("soffice", "libreoffice", "soffice.exe", "soffice.com")
_MISSING = (
    "reading it takes LibreOffice: install it, so that soffice is on the PATH, or save the file"
    " as .docx"
)
# The name of the stream in which a protected Word file lies.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The names of the streams in which Word, WPS and Works keep their text.
_STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "CONTENTS", "MatOST"))
_NOWHERE = "127.0.0.1:9"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{items}
</oor:items>
"""
_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_CHOICES = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


class Office:
    """Turns files into Word files; to be used in a ``with`` block."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._folder: Path | None = None
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def to_docx(self, data: bytes, format: str) -> bytes:
        """Return a file as a Word file.

        Args:
            data: Its bytes.
            format: What its name says that it is.

        Raises:
            UnreadableError: If LibreOffice is missing or makes nothing of the file.
            LimitError: If it takes longer than allowed, or more comes out.
        """
        if data.startswith(OLE) and _ENCRYPTED in data:
            raise UnreadableError("it is protected with a password")
        if data.startswith(OLE) and not any(stream in data for stream in _STREAMS):
            raise UnreadableError("it is no document of a word processor")
        program = find_office()
        if program is None:
            raise UnreadableError(_MISSING)
        root = self._folder = self._folder or self._make_folder()
        # WPS writes the files of Word under a suffix that LibreOffice takes for another one.
        name = "document." + ("doc" if data.startswith(OLE) else format)
        written = root / "out" / "document.docx"
        (root / name).write_bytes(data)
        try:
            said = self._run(program, root, name)
            with written.open("rb") as stream:
                converted = stream.read(self._limits.file_bytes + 1)
        except FileNotFoundError as error:
            reason = f" ({said})" if said else ""
            raise UnreadableError(f"LibreOffice makes nothing of it{reason}") from error
        finally:
            for path in (root / name, written):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
        if len(converted) > self._limits.file_bytes:
            raise LimitError(
                "file_mb", self._limits.file_mb, "what is in it is larger than allowed"
            )
        return converted

    def _make_folder(self) -> Path:
        """Return a new folder with a profile, which is gone when the block ends."""
        temporary = tempfile.TemporaryDirectory(prefix="lineage-", ignore_cleanup_errors=True)
        self._open.enter_context(scratch.listed(temporary.name))
        folder = Path(self._open.enter_context(temporary))
        _write_settings(folder)
        return folder

    def _run(self, program: str, root: Path, name: str) -> str:
        """Run the program; return what it complained of."""
        arguments = [
            *_bounded(program, self._limits),
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nologo",
            f"-env:UserInstallation={(root / 'profile').as_uri()}",
            "--convert-to",
            "docx",
            "--outdir",
            str(root / "out"),
            str(root / name),
        ]
        with (root / "said").open("wb") as said:
            process = subprocess.Popen(
                arguments,
                cwd=root,
                env=_environment(root),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                start_new_session=True,
            )
            try:
                process.wait(self._limits.seconds)
            except subprocess.TimeoutExpired as error:
                asked = "LibreOffice takes too long to read it"
                raise LimitError("seconds", self._limits.seconds, asked) from error
            finally:
                _end_with_children(process)
        words = (root / "said").read_bytes()[-400:].decode("utf-8", "replace").splitlines()
        errors = [line for line in words if "error" in line.lower()]
        return " ".join(errors[-1:]).replace(str(root), "")


def find_office() -> str | None:
    """Return the path of LibreOffice, if it is installed."""
    return find_program(*_NAMES)


def _bounded(program: str, limits: Limits) -> list[str]:
    can_bound = sys.executable and not getattr(sys, "frozen", False) and os.name == "posix"
    bound = [sys.executable, "-I", memory.__file__, str(limits.memory_bytes)]
    return [*bound, program] if can_bound else [program]


def _environment(root: Path) -> dict[str, str]:
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        **dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "USERPROFILE", "APPDATA"), str(root)),
        **dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy"), f"http://{_NOWHERE}"),
        "SAL_USE_VCLPLUGIN": "svp",
        "LC_ALL": "C.UTF-8",
    }


def _write_settings(root: Path) -> None:
    folder = root / "profile" / "user"
    folder.mkdir(parents=True)
    items = "\n".join(_ITEM.format(path=p, name=n, value=v) for p, n, v in _CHOICES)
    (folder / "registrymodifications.xcu").write_text(
        _SETTINGS.format(items=items), encoding="utf-8"
    )


def _end_with_children(process: subprocess.Popen[bytes]) -> None:
    """End a process with those that it started, which can outlive it."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
            )
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
