"""A place for a drill, gone afterwards: a file beside the archives, or a schema of its own on the PostgreSQL server."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.pool import NullPool

from app.core.clock import now
from app.core.db import tune_sqlite

ROOM, SCHEMA = ".drill-", "kelim_drill_"
STAMP = "%Y%m%d%H%M%S"
FORGOTTEN = timedelta(days=1)


@contextmanager
def place(engine: Engine, folder: Path, url: str = "") -> Iterator[Engine]:
    """Empty, of the same kind as `engine`; `url` names another PostgreSQL database to make the schema in."""
    with _file(folder) if engine.dialect.name == "sqlite" else _schema(url or _address(engine)) as made:
        yield made


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@contextmanager
def _file(folder: Path) -> Iterator[Engine]:
    room = Path(mkdtemp(prefix=ROOM, dir=folder))
    made = create_engine(f"sqlite:///{room / 'scratch.sqlite3'}", hide_parameters=True, poolclass=NullPool)
    tune_sqlite(made)
    try:
        yield made
    finally:
        made.dispose()
        remove(room)


def remove(room: Path) -> None:
    shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _schema(url: str) -> Iterator[Engine]:
    """The search path holds this schema alone: a connection that ignored it would find a full database and stop."""
    name = f"{SCHEMA}{now():{STAMP}}_{secrets.token_hex(3)}"
    outside = create_engine(make_url(url), hide_parameters=True, poolclass=NullPool)
    with outside.begin() as connection:
        for old in _forgotten(outside):
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{old}" CASCADE')
        connection.exec_driver_sql(f'CREATE SCHEMA "{name}"')
    made = create_engine(
        make_url(url), hide_parameters=True, poolclass=NullPool, connect_args={"options": f"-csearch_path={name}"}
    )
    try:
        yield made
    finally:
        made.dispose()
        with outside.begin() as connection:
            connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
        outside.dispose()


def _forgotten(outside: Engine) -> list[str]:
    """Schemas of drills that were killed long ago."""
    with outside.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'kelim\\_drill\\_%%'"
        ).scalars()
        return [name for name in names if _is_old(name)]


def _is_old(name: str) -> bool:
    stamp = name.removeprefix(SCHEMA).partition("_")[0]
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=now().tzinfo) < now() - FORGOTTEN
    except ValueError:
        return False
