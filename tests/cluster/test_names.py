"""Names of files that Java would leave out without a word."""

import os
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from spark_sessions import SessionOn

from lineage.cluster.storage import listing
from lineage.engines.spark import _all_names_read
from lineage.errors import InputError


@pytest.fixture(scope="module")
def spark(session_on: SessionOn) -> SparkSession:
    return session_on("local[2]")


@pytest.mark.parametrize("name", ["讲话.txt", "讲话/a.txt"])
def test_a_name_that_java_cannot_say_where_no_language_is_set_is_refused(
    name: str, spark: SparkSession, tmp_path: Path
) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    for each in (name, "a.txt", ".隐藏"):
        (tmp_path / each).write_text("正文", encoding="utf-8")
    system = spark._jvm.java.lang.System  # type: ignore[union-attr]
    before = system.setProperty("sun.jnu.encoding", "ANSI_X3.4-1968")

    try:
        with pytest.raises(InputError, match=r"讲话.*: Java takes names for ANSI.*LC_ALL=C\.UTF-8"):
            listing(spark, str(tmp_path))
    finally:
        system.setProperty("sun.jnu.encoding", before)
    assert len(listing(spark, str(tmp_path))) == 2


def test_a_name_in_another_encoding_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xbd\xb2.txt")).write_bytes(b"")
    except (OSError, UnicodeError):
        pytest.skip("names of files are UTF-8 here, whatever one wants")

    with pytest.raises(InputError, match="Java takes names for UTF-8 here, and this one is not"):
        listing(spark, str(tmp_path))


@pytest.mark.parametrize(
    ("set_", "there"),
    [
        ({}, "C.UTF-8"),
        ({"LC_ALL": "C"}, "C.UTF-8"),
        ({"LANG": "POSIX"}, "C.UTF-8"),
        ({"LANG": "zh_CN.GBK"}, None),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, "zh_CN.UTF-8"),
    ],
)
def test_java_is_started_with_a_language_where_none_is_set(
    set_: dict[str, str], there: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in set_.items():
        monkeypatch.setenv(name, value)

    with _all_names_read():
        assert os.environ.get("LC_ALL") == there

    assert os.environ.get("LC_ALL") == set_.get("LC_ALL")
