"""Writes results to disk, each file whole or not at all.

A file is written under another name in the same folder and then moved into place, so
that a reader never meets half a file and a failure leaves the old one as it was. A folder
of many files is written as a whole into a folder beside them before the first of them is
moved, the page to open first the last of all: a full disk or a run that is killed leaves
the old report, or the new one, or at worst an old first page with new ones behind it.
Two runs into one folder move their files one after the other. Pages of an older report
that the new one has not are removed last of all, since nothing leads to them any more.

Why such pages are known by what they say of themselves, and not by a list of files: the list
would be one more file of every report, and wrong as soon as somebody adds to a folder.
"""

import errno
import itertools
import os
import re
import shutil
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from lineage import scratch
from lineage.errors import InputError, OutputError
from lineage.locking import alone_in

Content = str | bytes | Iterable[str]
"""What a file holds; text may come in pieces."""

_REASONS = {
    errno.EACCES: "permission denied; choose a place you may write to",
    errno.EPERM: "permission denied; choose a place you may write to",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


def check_file(path: str | Path) -> None:
    """Check that a file can be written, before the work that is to be written begins.

    Raises:
        InputError: If the path is a folder, or its folder does not exist.
        OutputError: If the folder does not let anything be written.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise InputError(str(path), "is a folder", "give the name of a file")
        if target.exists():
            return
        if not target.parent.is_dir():
            raise InputError(str(path), f"there is no folder {Path(path).parent}", "make it first")
        _check_rights(path, target.parent)
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(_explain(path, error)) from error


def check_folder(folder: str | Path) -> None:
    """Check that a folder can be made and written to, without making it.

    Raises:
        InputError: If a file stands in its way, or a link that leads nowhere.
        OutputError: If the folder above does not let anything be written.
    """
    root = Path(folder)
    try:
        for place in (root, *root.absolute().parents):
            if place.is_dir():
                return _check_rights(folder, place)
            if os.path.lexists(place):
                raise InputError(str(place), _kind(place), "give the name of a folder")
    except InputError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(_explain(folder, error)) from error


def make_folder(folder: str | Path) -> None:
    """Make a folder, with those above it, unless it is there.

    Raises:
        OutputError: If it cannot be made.
    """
    _make_folder(Path(folder))


def write_text(path: str | Path, text: str) -> None:
    """Write ``text`` to a file in UTF-8 with line feeds, whole or not at all.

    Raises:
        OutputError: If the file cannot be written; an older one is then untouched.
    """
    write_bytes(path, _encoded(Path(path), text))


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write ``data`` to a file, whole or not at all.

    A link is followed; a device or pipe, such as ``/dev/stdout``, is written into.

    Raises:
        OutputError: If the file cannot be written; an older one is then untouched.
    """
    try:
        # What stands behind a link is replaced, not the link.
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        if mode is not None and stat.S_ISDIR(mode):
            raise OutputError(f"{path}: is a folder; give the name of a file")
        if mode is None or stat.S_ISREG(mode):
            _replace(target, data, mode=mode)
        else:
            target.write_bytes(data)
    except (OSError, ValueError) as error:
        raise OutputError(_explain(path, error)) from error


def write_folder(
    folder: str | Path, files: Mapping[str, Content] | Iterable[tuple[str, Content]]
) -> None:
    """Write files below a folder, which is made when it is missing.

    Files that stand there already and are not named stay as they are, but for the pages of
    an older report, which are removed. Each file is asked for when its turn has come, so
    that not all of them need to be in memory.

    Args:
        folder: Where to write.
        files: Content by name; a name is a relative path with ``/``. Text may come in
            pieces.

    Raises:
        OutputError: If a name leads out of the folder or two names are one on some
            system, or if something cannot be written; then no file there has changed,
            unless the disk failed while they were moved.
    """
    root = Path(folder)
    if isinstance(files, Mapping):
        names = _Names(folder)
        for name in sorted(files):
            names.check(name)
        files = files.items()
    is_new = not root.exists()
    _make_folder(root)
    try:
        with alone_in(root) as is_alone:
            if is_alone:
                _remove_remains(root)
            names = _write_all(root, files)
            if is_alone:
                _remove_old_pages(root, names)
    except BaseException:
        if is_new:
            with suppress(OSError):
                root.rmdir()
        raise


def _write_all(root: Path, files: Iterable[tuple[str, Content]]) -> "_Names":
    staging = _new_folder_in(root)
    names = _Names(root)
    with scratch.listed(str(staging)):
        try:
            for name, content in files:
                names.check(name)
                _check_place(root, name)
                _stage(root, staging, name, content)
            for name in sorted(names.seen, key=lambda name: (name == _FIRST_PAGE, name)):
                _move(root, staging, name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return names


_FIRST_PAGE = "index.html"
_STAGING = re.compile(r"\.lineage-\d+-\d+\.tmp")

_FOLDERS_OF_PAGES = ("documents", "families", "pairs", "sentences")
_GENERATOR = b'<meta name="generator" content="lineage">'
_STYLE = b'<link rel="stylesheet" href="../style.css">'
_HEAD = 32_000
"""How a page below a report says what wrote it, and that it belongs to a folder; and the bytes
at its head that may say it."""


def _remove_old_pages(root: Path, names: "_Names") -> None:
    """Remove the pages of a report that those of another have taken the place of."""
    for folder in _FOLDERS_OF_PAGES:
        place = root / folder
        # What stands behind a link is somebody else's.
        if place.is_symlink() or not place.is_dir():
            continue
        try:
            with os.scandir(place) as entries:
                old = [
                    entry.path
                    for entry in entries
                    if entry.name.endswith(".html")
                    and f"{folder}/{entry.name}" not in names
                    and entry.is_file(follow_symlinks=False)
                    and _is_page_of_report(entry.path)
                ]
            for path in old:
                os.unlink(path)
        except OSError as error:
            raise OutputError(_explain(error.filename or place, error)) from error
        if old:
            with suppress(OSError):
                place.rmdir()


def _is_page_of_report(path: str) -> bool:
    try:
        with open(path, "rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return False
    return _GENERATOR in head and _STYLE in head


def _encoded(path: Path, content: str | bytes) -> bytes:
    if isinstance(content, bytes):
        return content
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise OutputError(f"{path}: cannot be written: {error.reason}") from error


def _new_folder_in(root: Path) -> Path:
    for number in itertools.count():
        path = root / f".lineage-{os.getpid()}-{number}.tmp"
        try:
            path.mkdir()
        except FileExistsError:
            continue
        except OSError as error:
            raise OutputError(_explain(root, error)) from error
        return path
    raise AssertionError("counting does not end")


def _check_place(root: Path, name: str) -> None:
    """Check that a file can stand at its place, and that this place is below the folder."""
    path = root / name
    for parent in [*path.relative_to(root).parents][::-1][1:]:
        above = root / parent
        if not Path(os.path.realpath(above)).is_relative_to(os.path.realpath(root)):
            raise OutputError(f"{above}: a link leads out of the folder {root}; remove the link")
        if os.path.lexists(above) and not above.is_dir():
            raise OutputError(f"{above}: {_kind(above)}; give the name of a folder")
    # A link in the place of a file is replaced, not followed.
    if path.is_dir() and not path.is_symlink():
        raise OutputError(f"{path}: is a folder; give the name of a file")


def _stage(root: Path, staging: Path, name: str, content: Content) -> None:
    path = staging / name
    pieces = (content,) if isinstance(content, str | bytes) else content
    target = root / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            for piece in pieces:
                stream.write(_encoded(target, piece))
            stream.flush()
            os.fsync(stream.fileno())
    except (OSError, ValueError) as error:
        raise OutputError(_explain(root / name, error)) from error


def _move(root: Path, staging: Path, name: str) -> None:
    target = root / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            mode = target.lstat().st_mode
            if stat.S_ISREG(mode):
                (staging / name).chmod(stat.S_IMODE(mode))
        os.replace(staging / name, target)
    except (OSError, ValueError) as error:
        raise OutputError(_explain(target, error)) from error


def _remove_remains(root: Path) -> None:
    """Remove what runs that were killed have left; nobody else is at work there."""
    for remains in root.glob(".lineage-*.tmp"):
        if _STAGING.fullmatch(remains.name) and not remains.is_symlink():
            shutil.rmtree(remains, ignore_errors=True)


def _check_rights(path: str | Path, folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{path}: {_REASONS[errno.EACCES]}")


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(target: Path, data: bytes, *, mode: int | None) -> None:
    temporary, handle = _open_beside(target)
    with scratch.listed(str(temporary)):
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                temporary.chmod(stat.S_IMODE(mode))
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _open_beside(target: Path) -> tuple[Path, int]:
    """Open a new file in the folder of ``target``, with the rights a new file has there."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for number in itertools.count():
        path = target.with_name(f".lineage-{os.getpid()}-{number}.tmp")
        try:
            return path, os.open(path, flags, 0o666)
        except FileExistsError:
            continue
    raise AssertionError("counting does not end")


def _kind(place: Path) -> str:
    """Say what stands in the place of a folder."""
    is_lost = place.is_symlink() and not place.exists()
    return "is a link that leads nowhere" if is_lost else "is a file"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder}: {_kind(folder)}; give the name of a folder") from error
    except (OSError, ValueError) as error:
        raise OutputError(_explain(folder, error)) from error


class _Names:
    """The names of files below a folder, each of them fit for every system."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = folder
        self._folded: dict[str, str] = {}

    @property
    def seen(self) -> Iterable[str]:
        return self._folded.values()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._folded

    def check(self, name: str) -> None:
        """Check one more name."""
        parts = name.split("/")
        leaves = (
            PurePosixPath(name).is_absolute()
            or PureWindowsPath(name).drive
            or "\\" in name
            or "\0" in name
            or any(part in ("", ".", "..") for part in parts)
        )
        if leaves:
            raise OutputError(f"{self._folder}: {name!r} is not a name of a file below the folder")
        # Many disks take A.html and a.html for one file.
        other = self._folded.setdefault(name.casefold(), name)
        if other != name:
            raise OutputError(
                f"{self._folder}: {other!r} and {name!r} would be one file on some disks"
            )


def _explain(path: str | Path, error: OSError | ValueError) -> str:
    missing = isinstance(error, (FileNotFoundError, NotADirectoryError))
    if missing and not Path(path).parent.is_dir():
        return f"{path}: there is no folder {Path(path).parent}; make it first"
    if isinstance(error, OSError) and error.errno in _REASONS:
        return f"{path}: {_REASONS[error.errno]}"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"{path}: cannot be written: {reason}".replace("\0", "\\0")
