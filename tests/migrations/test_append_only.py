"""The ledger and the trail refuse every change but a new row, whoever asks."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from app.core import append_only
from app.web.database import db
from tests.migrations.databases import declared, rows

TABLES = sorted(table.name for table in append_only.tables(declared()))
FIRST = {"audit_event": "action", "audit_leaves": "salt", "audit_seal": "root", "hours_credit": "minutes"}
NUMBERED = ("audit_leaves", "audit_seal")
"""Their numbers are given, not drawn."""


def refuses(statement: str, match: str = "append-only") -> None:
    """Runs the statement, which must fail and leave everything as it was."""
    with db.engine.connect() as connection:
        before = rows(connection)
    with db.engine.connect() as connection, pytest.raises(DatabaseError, match=match):
        connection.execute(text(statement))
    with db.engine.connect() as connection:
        assert rows(connection) == before


def columns(table: str) -> str:
    return ", ".join(column["name"] for column in inspect(db.engine).get_columns(table))


def test_there_is_something_to_lose(filled: Flask) -> None:
    with db.engine.connect() as connection:
        found = rows(connection)
    assert all(found[table] for table in TABLES)


@pytest.mark.parametrize("table", TABLES)
class TestRefusal:
    def test_of_an_update(self, filled: Flask, table: str) -> None:
        column = FIRST[table]
        value = "minutes + 1" if column == "minutes" else "'nothing'"
        refuses(f"UPDATE {table} SET {column} = {value} WHERE id = 1")

    def test_of_an_update_that_changes_nothing(self, filled: Flask, table: str) -> None:
        refuses(f"UPDATE {table} SET {FIRST[table]} = {FIRST[table]} WHERE id = 1")

    def test_of_a_delete(self, filled: Flask, table: str) -> None:
        refuses(f"DELETE FROM {table} WHERE id = 1")
        refuses(f"DELETE FROM {table}")

    def test_of_an_insert_in_place_of_a_row(self, filled: Flask, table: str) -> None:
        if db.engine.dialect.name == "sqlite":
            refuses(
                f"INSERT OR REPLACE INTO {table} ({columns(table)}) SELECT {columns(table)} FROM {table} WHERE id = 1"
            )
            refuses(f"REPLACE INTO {table} ({columns(table)}) SELECT {columns(table)} FROM {table} WHERE id = 1")
        copy = f"INSERT INTO {table} ({columns(table)}) SELECT {columns(table)} FROM {table} WHERE id = 1"
        refuses(f"{copy} ON CONFLICT (id) DO UPDATE SET {FIRST[table]} = excluded.{FIRST[table]}")

    def test_of_a_truncation(self, filled: Flask, table: str) -> None:
        if db.engine.dialect.name == "postgresql":
            refuses(f"TRUNCATE {table}")
            refuses(f"TRUNCATE {table} CASCADE")


def test_replacing_the_row_of_a_unique_source_is_refused(filled: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        all_but_id = columns("hours_credit").removeprefix("id, ")
        copy = f"SELECT {all_but_id} FROM hours_credit WHERE id = 1"
        refuses(f"INSERT OR REPLACE INTO hours_credit ({all_but_id}) {copy}")
        refuses("UPDATE OR REPLACE hours_credit SET id = 2 WHERE id = 1")


def test_a_parent_takes_no_row_along(filled: Flask) -> None:
    refuses("DELETE FROM enrolment WHERE id = (SELECT min(enrolment_id) FROM hours_credit)", match="(?i)foreign key")
    if db.engine.dialect.name == "postgresql":
        refuses("TRUNCATE enrolment CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_a_new_row_is_welcome(filled: Flask, table: str) -> None:
    """The guard is not merely a broken table."""
    names = columns(table) if table in NUMBERED else columns(table).removeprefix("id, ")
    values = names.replace("revision", "revision + 1000").replace("reverses_id", "NULL")
    values = values.replace("id, ", "id + 1000, ", 1) if table in NUMBERED else values
    with db.engine.connect() as connection:
        connection.execute(text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = 1"))
        connection.rollback()
