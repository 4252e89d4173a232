"""A database that an archive is put into: found empty, brought to the archive's migration, filled, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect, text

from app.backups import tables
from app.backups.archive import Archive
from app.backups.errors import BackupError
from app.backups.lines import decoder
from app.backups.tables import VERSION_TABLE, Shape, quoted
from app.core import frozen
from app.core.db import Base
from app.core.tables import QUEUE_TABLES
from app.operations.readiness import MIGRATIONS

HEAD = "head"


def fill(engine: Engine, archive: Archive) -> None:
    """Puts the archive into an empty place, compares every table, brings them up to date; a failure leaves it empty.

    Raises BackupError, at once and with nothing changed, for a place that holds anything.
    """
    refuse_unless_empty(engine)
    clear(engine)
    try:
        migrate(engine, archive.manifest.migration)
        _load(engine, archive)
        compare(engine, archive)
        migrate(engine, HEAD)
    except BaseException:
        clear(engine)
        raise


def refuse_unless_empty(engine: Engine) -> None:
    with engine.connect() as connection:
        for name in _ours(connection):
            if connection.execute(text(f"SELECT 1 FROM {quoted(name)} LIMIT 1")).first():  # noqa: S608 - our own tables
                raise BackupError(
                    "not-empty",
                    f"This database is not empty: {name} holds rows. Restore into a new one (KELIM_DATABASE_URL, or "
                    "another KELIM_INSTANCE_DIR); nothing is ever written over.",
                )


def clear(engine: Engine) -> None:
    """Takes away tables of ours; called for places that hold no rows but what a restore put there."""
    with _bare(engine) as connection:
        cascade = "" if connection.dialect.name == "sqlite" else " CASCADE"
        for name in (*_ours(connection), VERSION_TABLE):
            connection.execute(text(f"DROP TABLE IF EXISTS {quoted(name)}{cascade}"))


def _ours(connection: Connection) -> list[str]:
    return [name for name in inspect(connection).get_table_names() if name not in QUEUE_TABLES | {VERSION_TABLE}]


def migrate(engine: Engine, revision: str) -> None:
    """Upwards; migrations end with the triggers that guard tables."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except CommandError as error:
        words = f"The archive is of migration {revision}, unknown to this Kelim: take the version that made it."
        raise BackupError("newer", words) from error


def find_migration(connection: Connection) -> str:
    """Raises BackupError for a database that Kelim has not prepared."""
    if VERSION_TABLE in inspect(connection).get_table_names():
        found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()  # noqa: S608 - alembic's table
        if len(found) == 1:
            return str(found[0])
    raise BackupError("not-prepared", "This database has no tables of Kelim's: there is nothing to back up.")


def compare(engine: Engine, archive: Archive) -> None:
    """Reads the place again as a backup would and compares table by table."""
    wanted = archive.manifest.tables
    with engine.connect() as connection:
        for shape in tables.shapes(connection):
            if tables.measure(tables.chunks(connection, shape)) != wanted[shape.name].measure:
                words = f"The table {shape.name} came out of the archive otherwise than it went in."
                raise BackupError("different", words)


def _refuse_others(found: dict[str, list[str]], archive: Archive) -> None:
    """The archive's migration made other tables where the archive was made: one of the two was changed by hand."""
    wanted = {name: table.columns for name, table in archive.manifest.tables.items()}
    if other := sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name)):
        words = f"Migration {archive.manifest.migration} makes these tables otherwise than in the archive: {other}."
        raise BackupError("different", words)


def _load(engine: Engine, archive: Archive) -> None:
    """All rows or none. Triggers that refuse rows of what is decided are off until the next `migrate`."""
    with _bare(engine) as connection:
        frozen.remove(connection, Base.metadata)
        found = tables.shapes(connection)
        _refuse_others({shape.name: list(shape.columns) for shape in found}, archive)
        for shape in found:
            put = _into_sqlite if connection.dialect.name == "sqlite" else _into_postgres
            put(connection, shape, archive)
        if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise BackupError("damaged", "Rows of the archive point at rows that it does not hold.")


def _into_sqlite(connection: Connection, shape: Shape, archive: Archive) -> None:
    decode = decoder(list(shape.types))
    marks = ", ".join("?" for _ in shape.columns)
    insert = f"INSERT INTO {quoted(shape.name)} ({quoted(*shape.columns)}) VALUES ({marks})"  # noqa: S608 - our own tables
    cursor: Any = connection.connection.cursor()

    def put(chunk: bytes) -> None:
        try:
            cursor.executemany(insert, [decode(line) for line in chunk[:-1].split(b"\n")])
        except (ValueError, KeyError) as error:
            raise BackupError("damaged", f"The table {shape.name} holds a line that is no row of it.") from error

    archive.read(shape.name, put)


def _into_postgres(connection: Connection, shape: Shape, archive: Archive) -> None:
    for setting in tables.COPY_AS:
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {quoted(shape.name)} ({quoted(*shape.columns)}) FROM STDIN") as copy:
        archive.read(shape.name, copy.write)
    _count_on(connection, shape, archive.manifest.tables[shape.name].next)


def _count_on(connection: Connection, shape: Shape, following: dict[str, int]) -> None:
    """Ids go on after the highest that was ever given, as far as the archive knows."""
    sequence = tables.sequence_of(connection, shape) if len(shape.keys) == 1 else None
    if sequence:
        highest = connection.execute(text(f"SELECT max({quoted(shape.keys[0])}) FROM {quoted(shape.name)}")).scalar()  # noqa: S608 - our own tables
        number = max((highest or 0) + 1, *following.values(), 1)
        connection.exec_driver_sql("SELECT setval(%s::regclass, %s, false)", (sequence, number))


@contextmanager
def _bare(engine: Engine) -> Iterator[Connection]:
    """One transaction; on SQLite with foreign keys off, which can only be switched before it begins."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with engine.connect() as connection:
        run: Callable[[str], object] = connection.exec_driver_sql
        run("PRAGMA foreign_keys=OFF")
        run("BEGIN IMMEDIATE")
        try:
            yield connection
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise
        finally:
            run("PRAGMA foreign_keys=ON")
