"""Opening a store: what must be true of a file before anything is read from it."""

import json
import os
import stat
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from lineage import scratch
from lineage.errors import InputError, StoreError
from lineage.settings import WHOLE, Machine, Settings
from lineage.store.schema import (
    RULES,
    SCHEMA,
    TABLES,
    config,
    decoding,
    log_of,
    not_readable,
    told,
    write_at_once,
)
from lineage.store.whole import Store
from lineage.version import __version__


def check_name(path: str | Path) -> None:
    """Check that the database can have a file of a name; whether there is one is another matter.

    Raises:
        InputError: If it would look for another file.
    """
    whole = _name_for_database(path)
    try:
        whole.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            str(path), "a store cannot have a name that is not UTF-8", _REMEDY
        ) from error
    for sign in _SIGNS:
        if sign in whole:
            raise InputError(str(path), f"a store cannot have {sign} in its path", _REMEDY)


_SIGNS = "?" if os.sep == "\\" else "?\\"
"""What duckdb takes for the end of a name, and for another sign between folders."""

_REMEDY = "choose another name or folder"


def _name_for_database(path: str | Path) -> str:
    # As it stands, ``:memory:`` is no file, ``md:x`` one of a service, and ``~x`` of a home.
    return str(Path(path).absolute())


def create_store(path: str | Path, settings: Settings) -> bool:
    """Make a store without documents, unless there is one.

    It is made under another name and moved into place: a file that exists is a whole store.

    Returns:
        Whether it was made.

    Raises:
        InputError: If its folder does not exist, or no store can have its name.
        OutputError: If it cannot be written.
    """
    import duckdb

    check_name(path)
    place = Path(path)
    if place.exists():
        return False
    if not place.parent.is_dir():
        raise InputError(str(path), f"there is no folder {place.parent}", "make it first")
    draft = place.with_name(f".{place.name}.{os.getpid()}.new")
    try:
        with told(place):
            draft.unlink(missing_ok=True)
            with duckdb.connect(
                _name_for_database(draft), config=config(Machine(threads=1))
            ) as connection:
                write_at_once(connection)
                connection.execute("BEGIN")
                connection.execute(TABLES)
                facts = {
                    "schema": SCHEMA,
                    "rules": RULES,
                    "version": __version__,
                    "settings": settings.to_dict(),
                    "k": 0,
                }
                connection.executemany(
                    "INSERT INTO facts VALUES (?, ?)",
                    [(name, json.dumps(value)) for name, value in facts.items()],
                )
                connection.execute("COMMIT")
                # What cannot be written is told here, and not where the file is closed.
                connection.execute("CHECKPOINT")
            return _move_to_free_place(draft, place)
    finally:
        draft.unlink(missing_ok=True)
        log_of(draft).unlink(missing_ok=True)


def _move_to_free_place(draft: Path, place: Path) -> bool:
    """Move a file, unless another process has made one there meanwhile: that is not to be lost."""
    try:
        os.link(draft, place)
    except FileExistsError:
        return False
    except OSError:
        # Some file systems know no links.
        if place.exists():
            return False
        os.replace(draft, place)
    return True


@contextmanager
def made_store(
    path: str | Path, settings: Settings, *, machine: Machine = WHOLE
) -> Iterator[Store]:
    """Open a store to change it, as `open_store` does; it is made if need be.

    One that was made for what then came to nothing is taken away again.

    Args:
        path: The file.
        settings: The settings of one that is made.
        machine: What the database may take of the machine.
    """
    is_new = create_store(path, settings)
    with open_store(path, write=True, machine=machine) as store:
        # Another process may have been there first; from now on nobody else has it open.
        is_new = is_new and not store.entries()
        try:
            yield store
        except BaseException:
            # Where a file that is open cannot be removed, a store without documents stays.
            if is_new:
                with suppress(OSError):
                    Path(path).unlink()
            raise


@contextmanager
def open_store(
    path: str | Path,
    *,
    write: bool = False,
    any_rules: bool = False,
    machine: Machine = WHOLE,
) -> Iterator[Store]:
    """Open a store; it is closed at the end of the block.

    Args:
        path: The file.
        write: Whether it is to be changed; one process at a time may.
        any_rules: Whether families made by other rules will do, since they are made anew.
        machine: What the database may take of the machine.

    Raises:
        InputError: If there is no such file, it may not be read, or no store can have its name.
        EngineError: If no temporary folder can be made where the machine has its own.
        StoreError: If it is no store, of another version, or damaged.
        StoreBusyError: If another process is writing it, or has it open when it is to be changed.
    """
    import duckdb

    check_name(path)
    place = Path(path)
    try:
        is_folder = stat.S_ISDIR(place.stat().st_mode)
    except PermissionError as error:
        raise not_readable(place) from error
    except OSError as error:
        raise InputError(str(path), "there is no such store", "make it with lineage add") from error
    if is_folder:
        raise InputError(str(path), "is a folder", "name the file of a store")
    temp: AbstractContextManager[str | None] = nullcontext()
    if machine.temp is not None:
        temp = scratch.folder_in(machine.temp)
    with told(place, write=write), temp as folder:
        connection = duckdb.connect(
            _name_for_database(place), read_only=not write, config=config(machine, folder)
        )
        try:
            if write:
                write_at_once(connection)
            facts = _facts(place, connection)
            _check_versions(place, facts, any_rules=any_rules)
            yield Store(place, connection, facts)
        finally:
            connection.close()


def _facts(path: Path, connection: Any) -> dict[str, Any]:
    import duckdb

    # To have all tables listed first takes ten times as long.
    try:
        rows = connection.execute("SELECT name, value FROM facts").fetchall()
    except duckdb.CatalogException as error:
        raise StoreError(
            str(path), "is no store of lineage", "name one that lineage add made"
        ) from error
    with decoding(path):
        return {name: json.loads(value) for name, value in rows}


def _check_versions(path: Path, facts: dict[str, Any], *, any_rules: bool) -> None:
    made_by = facts.get("version", "another version")
    if facts.get("schema") != SCHEMA:
        raise StoreError(
            str(path),
            f"was made by lineage {made_by}, whose stores are another format",
            "delete it and make it anew with lineage add",
        )
    if facts.get("rules") != RULES and not any_rules:
        raise StoreError(
            str(path),
            f"was made by lineage {made_by}, which finds other families",
            f"bring it up to date with lineage rebuild --store {path}",
        )
