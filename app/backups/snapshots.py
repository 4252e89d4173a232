"""All tables as they were in one moment, while others go on writing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sqlite3 import connect
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from app.backups.errors import BackupError


@contextmanager
def snapshot(engine: Engine, folder: Path) -> Iterator[Connection]:
    """A connection that sees one moment. SQLite's is a copy in `folder`, which is gone afterwards."""
    if engine.dialect.name != "sqlite":
        with _of_postgres(engine) as connection:
            yield connection
        return
    copy = folder / f".{os.getpid()}-copy.sqlite3"
    try:
        _copy(engine, copy)
        with _immutable(copy) as connection:
            yield connection
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                copy.with_name(copy.name + suffix).unlink(missing_ok=True)


@contextmanager
def _of_postgres(engine: Engine) -> Iterator[Connection]:
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect() as connection:
        yield connection.execution_options(**options)


def _copy(engine: Engine, copy: Path) -> None:
    """By the online backup interface, in one step: writers wait for nothing in WAL mode, and the copy is one moment."""
    database = engine.url.database
    if not database or database == ":memory:":
        raise BackupError("no-file", "A database in memory has no backups.")
    os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(connect(database, timeout=10)) as source, closing(connect(copy)) as target:
        source.backup(target, pages=-1)
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError("broken-database", "SQLite finds its own file damaged (PRAGMA quick_check).")


@contextmanager
def _immutable(copy: Path) -> Iterator[Connection]:
    address = f"file:{quote(str(copy.resolve()))}?immutable=1"
    engine = create_engine("sqlite://", creator=lambda: connect(address, uri=True), poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
