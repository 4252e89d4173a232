"""Runs migrations: foreign keys off, checked afterwards, and the triggers of append-only tables put back at the end."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from app.core import append_only
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
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
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
    with context.begin_transaction():
        context.run_migrations()
        append_only.install(connection, metadata)
    if is_sqlite:
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            connection.exec_driver_sql("ROLLBACK")
            raise RuntimeError(f"foreign keys would be broken: {broken[:5]}")
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    else:
        connection.commit()


run()
