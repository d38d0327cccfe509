"""Stages on storage that all machines share: each is a whole table, or is not there.

A stage is complete when Spark has written its ``_SUCCESS``; one that is not is written anew.
Beside the stages lies ``lineage.json``, which says what they were made of and how; a folder
that says something else is refused, since its stages would not fit together.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from lineage.cluster.holding import Holding
from lineage.engines.spark import told
from lineage.errors import EngineError, InputError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_FINGERPRINT = "lineage.json"
_WORK = "work"
_ELSEWHERE = "name another folder, or remove this one"

_SIGNS = re.compile(r"[\[\]{}*?\\]")
"""Signs that a reader of Spark's takes for others, and for a path that it must look for."""

STAGES = ("documents", "words", "prepared", "segments", "links", "families", "edges")
"""The tables that a run leaves."""


class _Marks:
    """The marks that runs make in a folder."""

    def __init__(self, spark: "SparkSession", folder: str) -> None:
        self._spark = spark
        self._folder = folder
        self._files = files_of(spark, folder)

    def listed(self) -> dict[str, int]:
        with told():
            return {
                str(entry.getPath().getName()): int(entry.getModificationTime())
                for entry in self._files.listStatus(_path(self._spark, self._folder))
            }

    def write(self, name: str) -> None:
        try:
            with told():
                self._files.create(self._path(name), True).close()
        except EngineError as error:
            reason = str(error).rpartition("it failed: ")[2]
            raise InputError(
                self._folder, f"cannot be written to: {reason}", "name another folder"
            ) from error

    def remove(self, name: str) -> None:
        with told():
            self._files.delete(self._path(name), False)

    def _path(self, name: str) -> Any:
        return _path(self._spark, f"{self._folder}/{name}")


class Storage:
    """The stages of one run, below a folder."""

    def __init__(self, spark: "SparkSession", folder: str) -> None:
        self._spark = spark
        self._folder = folder.rstrip("/")
        self._files = files_of(spark, folder)
        self.holding = Holding(_Marks(spark, self._folder), self._folder)

    def claim(self, fingerprint: Mapping[str, Any]) -> None:
        """Make the folder this run's own, or go on with what an equal run left there.

        Args:
            fingerprint: What the stages are made of, and how.

        Raises:
            InputError: If the folder holds the stages of a run that was not the same, or what
                no run has written.
        """
        said = json.dumps(fingerprint, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
        path = self._path(_FINGERPRINT)
        if not self._files.exists(path):
            for name in (*STAGES, _WORK):
                # A stage that is not complete is written anew, whatever is there.
                if self._files.exists(self._path(name)):
                    raise InputError(
                        self._name(name), "is there, and no run has made it", "name another folder"
                    )
            self._write(_FINGERPRINT, said)
            return
        there = self._read(_FINGERPRINT)
        for name in sorted({*there, *fingerprint}):
            before, now = there.get(name), fingerprint.get(name)
            if before != now:
                raise InputError(
                    self._folder,
                    f"holds the stages of a run with another {name} "
                    f"({_shown(before, now)}, now {_shown(now, before)})",
                    _ELSEWHERE,
                )

    def stage(self, name: str, make: Callable[[], "DataFrame"]) -> "DataFrame":
        """Return a stage's table, made and written if it is not complete."""
        if self.is_complete(name):
            return self._spark.read.parquet(literal(self._name(name)))
        made = make()
        self.holding.check()
        made.write.mode("overwrite").parquet(self._name(name))
        # Its columns are known: to look into its files for them would be a job of Spark's own.
        return self._spark.read.schema(made.schema).parquet(literal(self._name(name)))

    def step(self, name: str, make: Callable[[], "DataFrame"]) -> "DataFrame":
        """Return a table that is needed on the way only, made if it is not complete."""
        return self.stage(f"{_WORK}/{name}", make)

    def is_complete(self, name: str) -> bool:
        return bool(self._files.exists(self._path(f"{name}/_SUCCESS")))

    def tidy(self) -> None:
        """Remove what was needed on the way only."""
        self._files.delete(self._path(_WORK), True)

    def _name(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def _path(self, name: str) -> Any:
        return _path(self._spark, self._name(name))

    def _write(self, name: str, text: str) -> None:
        # Under another name first: a file that is there is whole.
        fresh = self._path(f"{name}.part")
        stream = self._files.create(fresh, True)
        stream.write(bytearray(text.encode()))
        stream.close()
        self._files.rename(fresh, self._path(name))

    def _read(self, name: str) -> dict[str, Any]:
        lines = self._spark.read.text(literal(self._name(name)), wholetext=True).first()
        try:
            said = json.loads(lines[0] if lines else "")
        except ValueError:
            said = None
        if not isinstance(said, dict):
            raise InputError(self._name(name), "does not say what a run has made", _ELSEWHERE)
        return said


def _shown(value: object, other: object) -> str:
    """Return a value as it is told beside another: of many settings, those that differ."""
    if isinstance(value, dict) and isinstance(other, dict):
        different = sorted(k for k in {*value, *other} if value.get(k) != other.get(k))
        return ", ".join(f"{k} {_shown(value.get(k), None)}" for k in different)
    return "none" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)


def literal(path: str) -> str:
    r"""Return a path as Spark's readers take it: to them, signs such as ``*`` stand for others.

    Example:
        >>> print(literal("speeches [2024]"))
        speeches \[2024\]
    """
    return _SIGNS.sub(r"\\\g<0>", path)


def files_of(spark: "SparkSession", path: str) -> Any:
    """Return the file system of a path, as Hadoop sees it: a disk, HDFS, an object store."""
    return _path(spark, path).getFileSystem(_java(spark).hadoopConfiguration())


def qualified(spark: "SparkSession", path: str) -> str:
    """Return a path as Spark names what lies below it."""
    return str(files_of(spark, path).makeQualified(_path(spark, path)).toString())


class File(NamedTuple):
    """A file as the storage lists it: its name, its bytes, and when it was written."""

    name: str
    size: int
    written: int


def listing(spark: "SparkSession", path: str) -> list[File]:
    """Return the files of a folder and of those below it, by name.

    What begins with ``_`` or ``.`` is left out, files and folders: to Spark it is hidden.

    Raises:
        InputError: If there is no such folder.
    """
    files, top = files_of(spark, path), _path(spark, path)
    above = len(qualified(spark, path))
    if not files.exists(top):
        raise InputError(path, "there is no such file or folder", "check the path")
    if files.getUri().getScheme() == "file":
        _check_names(spark, top.toUri().getPath())
    found = []
    walk = files.listFiles(top, True)
    while walk.hasNext():
        entry = walk.next()
        name = entry.getPath().toString()
        if not _is_hidden(name[above:]):
            found.append(File(name, int(entry.getLen()), int(entry.getModificationTime())))
    return sorted(found)


def _check_names(spark: "SparkSession", folder: str) -> None:
    """Raise `InputError` if Java cannot say the name of a file, which it would leave out."""
    encoding = str(spark._jvm.java.lang.System.getProperty("sun.jnu.encoding"))  # type: ignore[union-attr]  # noqa: SLF001 (what py4j gives)
    for below, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        for name in (*folders, *(name for name in names if not _is_hidden(name))):
            try:
                name.encode(encoding)
            except UnicodeEncodeError as error:
                shown = os.fsencode(os.path.join(below, name)).decode("utf-8", "replace")
                raise InputError(
                    shown,
                    f"Java takes names for {encoding} here, and this one is not in it",
                    "rename it, or set LC_ALL=C.UTF-8 where Spark is started",
                ) from error


def _is_hidden(below: str) -> bool:
    return any(part.startswith(("_", ".")) for part in below.split("/"))


def _path(spark: "SparkSession", name: str) -> Any:
    return spark._jvm.org.apache.hadoop.fs.Path(name)  # type: ignore[union-attr]  # noqa: SLF001 (what py4j gives)


def _java(spark: "SparkSession") -> Any:
    return spark.sparkContext._jsc  # noqa: SLF001 (what py4j gives)
