"""Paths a user names → the files behind them, each with the id of its document.

The id of a document is its path below the ``PATH`` it came from, with ``/``; a file that
is named itself has its name. Where several paths give the same id to different files,
each of these gets the names of as many parent folders in front as are needed to tell
them apart. A file that is reached in several ways is one document, under its own name if
one of them is no link, and then under its longest id. Neither the order of the paths nor
that of the folder on the disk changes anything.
"""

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lineage.errors import InputError
from lineage.model import Failure
from lineage.numbered import numbered_folders
from lineage.readers.registry import format_of, is_document

_REPORT = frozenset(
    ("index.html", "families.json", "families.csv", "sentences.csv", "graph.graphml")
)
"""Files that only a folder holds in which a report was written."""

_PAGES = frozenset(("documents", "families", "sentences", "pairs"))
"""Its folders of pages."""

_LONGEST_SHOWN = 300
"""Characters of a path that an error names."""

_NO_READER = "there is no reader for .{suffix} files"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    Attributes:
        id: The id of its document.
        path: Where it is.
        format: What its name says that it is, such as ``txt`` or ``docx``.
        part: The one document of it that is meant, where it holds several.
        is_numbered: Whether the files around it are named by numbers in a row.
    """

    id: str
    path: Path
    format: str
    part: str = ""
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What paths lead to.

    Attributes:
        sources: The files to read, in order of id.
        failures: Documents and folders that cannot be read.
        skipped: Names of files that are no documents.
        unknown: Names of those among them that somebody may take for documents: of no kind
            that is read, and not hidden, nor part of a report.
    """

    sources: tuple[Source, ...]
    failures: tuple[Failure, ...]
    skipped: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Below:
    """What a folder holds, as the attributes of `Listing` have it."""

    found: list["_Found"] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Found:
    """A file: as named, below the path it was found by, and with all links followed."""

    path: Path
    below: str
    real: Path
    part: str = ""


def list_sources(paths: Iterable[str | Path], *, ignored: str | Path | None = None) -> Listing:
    """Return the files that ``paths`` lead to; folders are searched in depth.

    Inside folders, hidden files, links to folders, files of no known kind, those that
    describe the folder (README) and those of a report that was written there are left out.
    A file that is named itself is read as text whatever its suffix, unless it is of a kind
    that is known and has no reader.

    Args:
        paths: Files and folders.
        ignored: A file that is no document, such as the one with the dates.

    Raises:
        InputError: If a path does not exist or is of a kind that is not read.
    """
    found: dict[Path, _Found] = {}
    failures: set[Failure] = set()
    skipped: set[str] = set()
    unknown: set[str] = set()
    for path in paths:
        mode = _mode(path)
        if stat.S_ISDIR(mode):
            below = _walk(Path(path))
            failures.update(below.failures)
            skipped.update(below.skipped)
            unknown.update(below.unknown)
        else:
            below = _Below([_named_file(Path(path), mode)])
        for entry in below.found:
            known = found.setdefault(entry.real, entry)
            if _rank(known) < _rank(entry):
                found[entry.real] = entry
    if ignored is not None:
        found.pop(_real(Path(ignored)), None)
    readable = []
    for entry in found.values():
        if _has_no_reader(entry.path):
            suffix = readable_name(entry.path.suffix[1:])
            failures.add(Failure(entry.below, _NO_READER.format(suffix=suffix)))
        else:
            readable.append(entry)
    sources = [_source(entry, name) for entry, name in _name_apart(readable).items()]
    return Listing(
        sources=tuple(sorted(_with_numbered(sources), key=lambda source: source.id)),
        failures=tuple(sorted(failures, key=lambda failure: (failure.name, failure.reason))),
        skipped=tuple(sorted(skipped)),
        unknown=tuple(sorted(unknown)),
    )


def _with_numbered(sources: Sequence[Source]) -> Iterator[Source]:
    """Yield files, and say of each whether those of its folder are named by numbers in a row."""
    numbered = numbered_folders((s.path.parent, readable_name(s.path.name)) for s in sources)
    for source in sources:
        yield replace(source, is_numbered=True) if source.path.parent in numbered else source


def name_sources(paths: Iterable[str | Path]) -> tuple[Source, ...]:
    """Return files that are named themselves, in the order given, with distinct ids.

    Of a file that holds several, ``corpus.jsonl#ID`` is the document with that id, and
    ``corpus.jsonl#7`` one without, whose record begins on line 7.

    Raises:
        InputError: If one does not exist, is a folder, or is of a kind that is not read.
    """
    entries = []
    for path in paths:
        file, part = _split_part(path)
        mode = _mode(file)
        if stat.S_ISDIR(mode):
            raise InputError(readable_name(path), "is a folder", "name one file")
        entries.append(replace(_named_file(Path(file), mode), part=part))
    whole = {entry.real: replace(entry, part="") for entry in entries}
    by_file = {entry.real: name for entry, name in _name_apart(whole.values()).items()}
    return tuple(_source(entry, by_file[entry.real]) for entry in entries)


def _split_part(path: str | Path) -> tuple[str | Path, str]:
    """Return a file and what is meant in it; a file that is called so comes first."""
    if os.path.lexists(path):
        return path, ""
    # Names of files may hold the mark, and so may those of the documents in them.
    name = str(path)
    file, mark, _ = name.rpartition("#")
    while mark:
        part = name[len(file) + 1 :]
        if part and os.path.lexists(file) and not os.path.isdir(file):
            return file, readable_name(part)
        file, mark, _ = file.rpartition("#")
    return path, ""


def readable_name(path: str | Path) -> str:
    """Return a path as text; bytes of it that are no UTF-8 are written as ``%FF``.

    What the system hands over may be decoded with the encoding of a poor locale, so it
    goes back to bytes first.
    """
    name = os.fsencode(path).decode("utf-8", "surrogateescape")
    return re.sub("[\udc80-\udcff]", lambda match: f"%{ord(match[0]) - 0xDC00:02X}", name)


def explain(error: OSError | ValueError) -> str:
    """Return in one line why a file cannot be used, without its path."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    return " ".join(str(error).split()) or type(error).__name__


def _walk(top: Path) -> _Below:
    inside = _Below()

    def below(path: Path) -> str:
        return readable_name(path.relative_to(top).as_posix())

    # A list of what is left to do, since folders can be nested deeper than calls.
    left = [(top, False)]
    while left:
        folder, has_pages = left.pop()
        try:
            with os.scandir(folder) as entries:
                names = sorted((entry.name, _is_folder(entry)) for entry in entries)
        except OSError as error:
            name = readable_name(top) if folder == top else below(folder)
            inside.failures.append(Failure(name, explain(error)))
            continue
        is_report = _REPORT <= {name for name, _ in names}
        for name, is_folder in names:
            path = folder / name
            if is_folder:
                # A link to a folder may lead round in a circle.
                if name.startswith(".") or path.is_symlink():
                    inside.skipped.append(below(path) + "/")
                else:
                    left.append((path, is_report and name in _PAGES))
            elif (
                not _is_document(path)
                or (is_report and name in _REPORT)
                or (has_pages and path.suffix == ".html")
            ):
                inside.skipped.append(below(path))
                if not (is_report or is_passed_over(name) or is_document(path.suffix.lower())):
                    inside.unknown.append(below(path))
            elif isinstance(entry := _document_file(path, below(path)), Failure):
                inside.failures.append(entry)
            else:
                inside.found.append(entry)
    return inside


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        # A link that leads to itself, for one.
        return False


def _document_file(path: Path, below: str) -> _Found | Failure:
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return _Found(path, below, _real(path))
    except OSError as error:
        return Failure(below, explain(error))
    return Failure(below, "is not a regular file")


def _is_document(path: Path) -> bool:
    """Whether the name is that of a document, seen inside a folder."""
    return not is_passed_over(path.name) and is_document(path.suffix.lower())


def is_passed_over(name: str) -> bool:
    """Return whether a file in a folder is none of its documents, whatever its suffix."""
    # Word leaves files such as ~$name.docx beside a document that is open.
    return name.startswith((".", "~$")) or Path(name).stem.lower() == "readme"


def _has_no_reader(path: Path) -> bool:
    suffix = path.suffix.lower()
    return is_document(suffix) and format_of(suffix) is None


def _named_file(path: Path, mode: int) -> _Found:
    name = readable_name(path)
    if not stat.S_ISREG(mode):
        raise InputError(name, "is not a regular file", "name a file or a folder")
    if _has_no_reader(path):
        suffix = readable_name(path.suffix[1:])
        raise InputError(name, _NO_READER.format(suffix=suffix), "convert it to .docx or .txt")
    return _Found(path, readable_name(path.name), _real(path))


def _mode(path: str | Path) -> int:
    if not str(path):
        raise InputError("''", "is no path", "name a file or a folder")
    try:
        return Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        name = readable_name(path)
        if len(name) > _LONGEST_SHOWN:
            # A text in the place of a path, most likely.
            name = name[:_LONGEST_SHOWN] + "…"
        raise InputError(name, explain(error), "check the path") from error


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _rank(entry: _Found) -> tuple[bool, int, str, bool, str]:
    """What decides under which name a file goes that is reached in several ways."""
    path = os.path.abspath(entry.path)
    # The name of a link may say no date where that of the file does.
    is_own_name = not entry.path.is_symlink()
    return is_own_name, len(entry.below), entry.below, path == str(entry.real), path


def _name_apart(found: Iterable[_Found]) -> dict[_Found, str]:
    """Return an id for each file that no other has, see the docstring of the module."""
    n_parents = dict.fromkeys(found, 0)
    while True:
        by_id: defaultdict[str, list[_Found]] = defaultdict(list)
        for entry, n in n_parents.items():
            by_id[_prefixed(entry, n)].append(entry)
        # In one and the same folder, more folders in front tell nothing apart.
        clashing = [
            entry
            for same in by_id.values()
            if len({(_folders(entry), entry.below) for entry in same}) > 1
            for entry in same
        ]
        growing = [entry for entry in clashing if n_parents[entry] < len(_folders(entry))]
        if not growing:
            break
        for entry in growing:
            n_parents[entry] += 1
    ids = {}
    for name, same in by_id.items():
        # Only names that show the same, bytes that are no text among them, are left here.
        for number, entry in enumerate(sorted(same, key=lambda entry: str(entry.real))):
            ids[entry] = f"{name} ({number + 1})" if number else name
    return ids


def _prefixed(entry: _Found, n_parents: int) -> str:
    folders = _folders(entry)
    return "/".join((*folders[len(folders) - n_parents :], entry.below))


def _folders(entry: _Found) -> tuple[str, ...]:
    """Return the names of the folders above the path that the file was found below."""
    parts = Path(os.path.abspath(entry.path)).parts[1:]
    n_below = len(Path(entry.below).parts)
    return tuple(map(readable_name, parts[: len(parts) - n_below]))


def _source(entry: _Found, name: str) -> Source:
    return Source(name, entry.path, format_of(entry.path.suffix.lower()) or "txt", entry.part)
