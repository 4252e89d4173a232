"""What migrations make is what the models declare, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import check, upgrade
from sqlalchemy import text

from app.core import append_only, guards
from app.web.database import db
from tests.migrations.databases import declared, names_of_declared_triggers, shape, triggers


def test_alembic_finds_nothing_to_add(empty: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = compare_metadata(context, declared())
    assert changes == []


def test_checks_and_conditions_are_those_of_the_models(empty: Flask) -> None:
    """Alembic compares neither check constraints nor the conditions of partial indexes."""
    upgrade()
    with db.engine.begin() as connection:
        migrated, held = shape(connection), triggers(connection)
    _drop_everything()
    with db.engine.begin() as connection:
        declared().create_all(connection)
        guards.install(connection, declared())
        assert shape(connection) == migrated
        assert triggers(connection) == held


def _drop_everything() -> None:
    with db.engine.begin() as connection:
        for table in [*reversed(declared().sorted_tables)]:
            connection.execute(text(f"DROP TABLE {table.name}"))


def test_every_guarded_table_has_its_triggers(empty: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        assert set(triggers(connection)) == names_of_declared_triggers(connection.dialect.name) != set()


def test_tables_of_the_job_queue_are_left_alone(empty: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE kv (queue text, key text, value bytea)"))
        connection.execute(text("CREATE TABLE task (id integer primary key, queue text)"))
    check()


def test_a_missing_column_would_be_found(empty: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE enrolment DROP COLUMN left_on"))
    with db.engine.connect() as connection:
        changes = compare_metadata(MigrationContext.configure(connection), declared())
    assert [change[0] for change in changes] == ["add_column"]


def test_tables_that_only_grow_are_named_so() -> None:
    """Scripts find them by name."""
    named = {name for name in declared().tables if "credit" in name or "audit" in name}
    assert named == {table.name for table in append_only.tables(declared())} != set()
