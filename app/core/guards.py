"""All triggers of ours: of tables that only grow, and of rows that stop changing."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData

from app.core import append_only, frozen


def install(connection: Connection, metadata: MetaData) -> None:
    """(Re)creates them on every table that exists in this database."""
    append_only.install(connection, metadata)
    frozen.install(connection, metadata)


def trigger_names(metadata: MetaData, dialect: str) -> set[str]:
    return {
        name
        for kind in (append_only, frozen)
        for table in kind.tables(metadata)
        for name in kind.trigger_names(table, dialect)
    }
