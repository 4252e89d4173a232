"""A small trail on each database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from app.audit import service, setup
from app.audit.verifying import Fault
from app.core import append_only
from app.core.clock import at, now
from app.core.db import Base, write_transaction
from app.web.database import db
from tests.support.school import School

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
LONG_AGO = timedelta(days=800)


class Trail:
    """Rows are written and sealed; `attack` does what only the owner of the database can."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def write(self, number: int, *, ago: timedelta = timedelta(0)) -> None:
        with at(now() - ago), write_transaction():
            for one in range(number):
                service.record(one + 1, "lesson.read", f"person:{one}", place="cohort:1", detail="abc")

    def seal(self, *, ago: timedelta = timedelta(0)) -> int:
        with at(now() - ago):
            return setup.seal_waiting()

    def block(self, number: int, *, ago: timedelta = timedelta(0)) -> None:
        self.write(number, ago=ago)
        assert self.seal(ago=ago) == 1

    def faults(self, noted: str = "") -> list[Fault]:
        db.session.expire_all()
        return setup.find_faults(noted)

    def codes(self) -> list[tuple[str, int, str]]:
        return [(fault.what, fault.id, fault.code) for fault in self.faults()]

    def attack(self, statement: str, **values: object) -> None:
        """By raw SQL, with the guards taken away."""
        with db.engine.begin() as connection:
            for table in append_only.tables(Base.metadata):
                for name in append_only.trigger_names(table, connection.dialect.name):
                    on = "" if connection.dialect.name == "sqlite" else f" ON {table.name}"
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {name}{on}"))
            connection.execute(text(statement), values)

    def ask(self, statement: str) -> list[object]:
        with db.engine.connect() as connection:
            return list(connection.execute(text(statement)).scalars())


def empty(trail: Trail) -> Trail:
    """Begins with row 1, under guard."""
    trail.attack("DELETE FROM audit_event")
    with db.engine.begin() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("ALTER SEQUENCE audit_event_id_seq RESTART"))
        append_only.install(connection, Base.metadata)
    return trail


@pytest.fixture(params=KINDS)
def trail(request: pytest.FixtureRequest) -> Iterator[Trail]:
    school: School = request.getfixturevalue("school" if request.param == "sqlite" else "postgres_school")
    with school.app.app_context():
        yield empty(Trail(school.app))


@pytest.fixture
def small(request: pytest.FixtureRequest, school: School) -> Iterator[Trail]:
    """On SQLite alone, for what has nothing to do with the database."""
    with school.app.app_context():
        yield empty(Trail(school.app))
