"""The documents as they are given: a folder of tables in Parquet, or of text files.

Tables come from many hands. A column may be a number in one file and a string in the next,
and where all its values are missing it has a type that says nothing; Spark reads files
together whose types agree, and gives up on others. So files whose types of the four columns
agree are read together, and each such table is made one of strings by itself. Columns that
nobody asked for are not looked at.
"""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from lineage.cluster.reading import READ, folder_and_name, id_of, read_text
from lineage.cluster.rows import mapped
from lineage.cluster.storage import File, literal, qualified
from lineage.errors import InputError
from lineage.numbered import numbered_folders
from lineage.readers.paths import is_passed_over

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructField, StructType

    Kinds = tuple[StructField | None, ...]

_COLUMNS = tuple(READ.names)
_NO_TEXT = ("binary", "array", "map", "struct")
"""Types of which Spark makes a text that nobody meant."""

_UNLIKE = "CANNOT_MERGE"
"""What Spark says when the columns of files do not go together."""

_AT_ONCE = 16
"""Files whose columns are asked for at a time; most of it is waiting for the storage."""

_YEAR = """IF(date = floor(date), CAST(CAST(date AS BIGINT) AS STRING),
    CAST(nanvl(date, NULL) AS STRING))"""
_DAY = "CAST(CAST({day} AS DATE) AS STRING)"
_MOMENT = "timestamp_micros(date DIV 1000)"
_AS_DATE = {
    "timestamp": _DAY.format(day="date"),
    "timestamp_ntz": _DAY.format(day="date"),
    # Years of which some are missing, as pandas keeps them.
    "float": _YEAR,
    "double": _YEAR,
    # Nanoseconds, as pandas keeps days, are numbers to Spark; no date is written in 15 digits.
    "long": f"IF(abs(date) < 1e14, CAST(date AS STRING), {_DAY.format(day=_MOMENT)})",
}
"""How a date is told that its type does not write as one."""


def read(spark: "SparkSession", source: str, files: Sequence[File]) -> "DataFrame":
    """Return the documents: ``id``, ``text``, ``date``, ``title``.

    Args:
        spark: The session.
        source: The folder of the documents, or their one file.
        files: What lies below it.

    Raises:
        InputError: If they cannot be read.
    """
    there = [file for file in files if not is_passed_over(folder_and_name(file.name)[1])]
    suffixes = {file.name.rpartition(".")[2].lower() for file in there}
    if suffixes == {"parquet"}:
        return _read_tables(spark, source, there)
    if suffixes == {"txt"}:
        return _read_texts(spark, source, there)
    raise InputError(source, "holds neither .parquet alone nor .txt alone", "convert them first")


def _read_tables(spark: "SparkSession", source: str, files: Sequence[File]) -> "DataFrame":
    from py4j.protocol import Py4JJavaError

    for file in files:
        if not file.size:
            # Spark would pass over it.
            raise InputError(file.name, "is empty", "mend it, or take it out")
    if _are_values(source, qualified(spark, source), files):
        reader = spark.read.option("basePath", source)
    else:
        reader = spark.read.option("recursiveFileLookup", "true")
    reader = reader.option("pathGlobFilter", "*.[pP][aA][rR][qQ][uU][eE][tT]")
    try:
        given = reader.option("mergeSchema", "true").parquet(literal(source))
    except Py4JJavaError as error:
        if _UNLIKE not in str(error):
            raise
    else:
        return _strings(given, source)

    alone = reader.option("mergeSchema", "false")

    def kinds(file: File) -> "Kinds":
        return _kinds(alone.parquet(literal(file.name)).schema)

    alike: defaultdict[Kinds, list[str]] = defaultdict(list)
    with ThreadPoolExecutor(_AT_ONCE) as asked:
        for file, kind in zip(files, asked.map(kinds, files), strict=True):
            alike[kind].append(file.name)
    whole = _nothing(spark)
    for kind, names in alike.items():
        part = alone.schema(_schema(kind)).parquet(*map(literal, names))
        whole = whole.union(_strings(part, names[0]))
    return whole


def _are_values(source: str, folder: str, files: Sequence[File]) -> bool:
    """Say whether the folders below are values of columns that are asked for (``date=2024``)."""
    named = {}
    for file in files:
        below = file.name.removeprefix(folder).rpartition("/")[0].split("/")[1:]
        named[tuple(part.partition("=")[0] if "=" in part else "" for part in below)] = file.name
    if not any(column in _COLUMNS for names in named for column in names):
        return False
    if len(named) > 1 or any("" in names for names in named):
        # Spark leaves out, without a word, what lies beside folders that are values.
        outside = next((named[names] for names in sorted(named) if "" in names), None)
        raise InputError(
            outside or named[min(named)],
            f"some tables below {source} lie in folders that are values, such as date=2024, "
            f"and this one does not lie in the same",
            "put all into such folders, or none",
        )
    return True


def _kinds(schema: "StructType") -> "Kinds":
    return tuple(schema[name] if name in schema.names else None for name in _COLUMNS)


def _schema(kinds: "Kinds") -> "StructType":
    from pyspark.sql.types import StructType

    return StructType([kind for kind in kinds if kind is not None])


def _strings(given: "DataFrame", named: str) -> "DataFrame":
    """Return what is asked for of a table, as strings.

    Raises:
        InputError: If a column is missing, or none that has a text.
    """
    asked = []
    for name, column in zip(_COLUMNS, _kinds(given.schema), strict=True):
        if column is None:
            if name in ("id", "text"):
                raise InputError(named, f"has no column {name}", "id and text are needed")
            asked.append(f"CAST(NULL AS STRING) AS {name}")
            continue
        kind = column.dataType.typeName()
        if kind in _NO_TEXT:
            raise InputError(named, f"its column {name} is {kind}", "make it a string")
        told = _AS_DATE.get(kind, name) if name == "date" else name
        asked.append(f"CAST({told} AS STRING) AS {name}")
    return given.selectExpr(*asked)


def _nothing(spark: "SparkSession") -> "DataFrame":
    return spark.createDataFrame([], ", ".join(f"{name} string" for name in _COLUMNS))


def _read_texts(spark: "SparkSession", source: str, files: Sequence[File]) -> "DataFrame":
    found = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    # Spark passes over files without a byte; they are documents without a word.
    empty = [(file.name, b"") for file in files if not file.size]
    texts = (
        found.load(literal(source))
        .select("path", "content")
        .union(spark.createDataFrame(empty, "path string, content binary"))
    )
    folder = qualified(spark, source)
    numbered = numbered_folders(folder_and_name(id_of(file.name, folder)) for file in files)
    return mapped(texts, partial(read_text, folder=folder, numbered=numbered), READ)
