"""Runs migrations: foreign keys off, checked afterwards, and the triggers that guard tables put back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, text

from app.core import frozen, guards
from app.core.db import Base
from app.core.tables import QUEUE_TABLES
from app.web.database import db

metadata = Base.metadata


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The job queue's own tables are none of ours."""
    return kind != "table" or name not in QUEUE_TABLES


def run() -> None:
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    with db.engine.connect() as connection:
        migrate(connection)


def migrate(connection: Connection) -> None:
    """All migrations or none, with the guards of tables in place at the end."""
    with whole_on_sqlite(connection) if connection.dialect.name == "sqlite" else whole(connection):
        frozen.remove(connection, metadata)
        context.run_migrations()
        guards.install(connection, metadata)


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    configure(connection, is_sqlite=False)
    with context.begin_transaction():
        yield
    connection.commit()


@contextmanager
def whole_on_sqlite(connection: Connection) -> Iterator[None]:
    """Alembic takes a transaction that has begun for its caller's; foreign keys can only be switched before it."""
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        configure(connection, is_sqlite=True)
        with context.begin_transaction():
            yield
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"foreign keys would be broken: {broken[:5]}")
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def configure(connection: Connection, *, is_sqlite: bool) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=is_sqlite,
        compare_type=True,
        compare_server_default=False,
        include_name=include_name,
        transactional_ddl=not is_sqlite,
        transaction_per_migration=False,
    )


run()
