"""What comes out of an archive is what went in, on either database and across them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import inspect, select

from app.accounts.models import Person
from app.audit import setup as audit_setup
from app.backups import manifest, service
from app.backups.errors import BackupError
from app.core.clock import now
from app.core.db import session, write_transaction
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.operations.readiness import newest_migrations
from app.practicum.commands import find_faults
from app.reflections.models import Reflection
from app.reflections.queries import list_texts
from tests.backups.conftest import KINDS, POSTGRES, SQLITE, Places, backup_of, backups_of, contents, engine_of
from tests.backups.rewriting import rewritten
from tests.migrations.databases import names_of_declared_triggers, shape, triggers

WAYS = (
    (SQLITE, SQLITE),
    pytest.param((POSTGRES, POSTGRES), marks=pytest.mark.postgres),
    pytest.param((SQLITE, POSTGRES), marks=pytest.mark.postgres),
    pytest.param((POSTGRES, SQLITE), marks=pytest.mark.postgres),
)
LEAST_ROWS, LEAST_TABLES = 2000, 40


Way = tuple[Flask, Flask]


@pytest.fixture(scope="module", params=WAYS, ids="-to-".join)
def way(request: pytest.FixtureRequest, many_places: Places) -> Way:
    """An application that was lived in, and the one that its backup was restored into; no test changes them."""
    source, target = request.param
    old, new = many_places.lived_in(source), many_places.empty(target)
    path = backup_of(old)
    with new.app_context():
        backups_of(new).restore(path, without_keys=False)
    return old, new


def test_every_table_comes_back_row_by_row(way: Way):
    before, after = map(contents, way)
    assert sum(map(len, before.values())) > LEAST_ROWS
    assert sum(map(bool, before.values())) > LEAST_TABLES
    for table, rows in before.items():
        assert after[table] == rows, table


def test_constraints_and_triggers_stand_again(way: Way):
    kinds = [engine_of(app).dialect.name for app in way]
    with engine_of(way[0]).connect() as first, engine_of(way[1]).connect() as second:
        assert set(triggers(second)) == names_of_declared_triggers(kinds[1])
        if kinds[0] == kinds[1]:
            assert shape(second) == shape(first)
            assert triggers(second) == triggers(first)


def test_ids_go_on_after_the_last(way: Way):
    with way[1].app_context(), write_transaction() as db:
        highest = max(db.scalars(select(Person.id)))
        person = Person(name="Noa", language="he", created_at=now())
        db.add(person)
        db.flush()
        assert person.id > highest
        db.rollback()


def test_the_ledger_and_what_was_signed_are_proved(way: Way):
    with way[1].app_context():
        assert list(verify(SOURCES, EARNED)) == []
        assert find_faults() == []
        assert audit_setup.find_faults() == []


def test_private_writing_opens_with_the_same_keys(way: Way):
    opened = []
    for app in way:
        with app.app_context():
            wanted = session().execute(select(Reflection.person_id, Reflection.lesson_id)).all()
            opened.append([list_texts(app.extensions["kelim_ring"], *one) for one in sorted(set(map(tuple, wanted)))])
    assert opened[0] == opened[1] != []
    assert all(opened[0])


@pytest.mark.postgres
def test_a_number_that_was_given_and_taken_back_is_not_given_again_on_postgres(places: Places):
    """Rows of the trail still speak of whoever had it."""
    old, new = places.lived_in(POSTGRES), places.empty(POSTGRES)
    with old.app_context(), write_transaction() as db:
        person = Person(name="Noa", language="he", created_at=now())
        db.add(person)
        db.flush()
        given = person.id
        db.delete(person)
    path = backup_of(old)
    with new.app_context():
        backups_of(new).restore(path, without_keys=False)
        with write_transaction() as db:
            following = Person(name="Adam", language="he", created_at=now())
            db.add(following)
            db.flush()
            assert following.id == given + 1


@pytest.mark.parametrize("kind", KINDS)
class TestPlace:
    def test_that_holds_rows_is_refused_and_untouched(self, places: Places, kind: str):
        old, other = places.lived_in(SQLITE), places.lived_in(kind)
        path = backup_of(old)
        before = contents(other)
        with other.app_context(), pytest.raises(BackupError, match="nothing is ever written over") as refused:
            backups_of(other).restore(path, without_keys=False)
        assert refused.value.code == "not-empty"
        assert contents(other) == before

    def test_that_was_only_prepared_is_taken(self, places: Places, kind: str):
        old, other = places.lived_in(SQLITE), places.empty(kind)
        path = backup_of(old)
        with other.app_context():
            service.places.migrate(engine_of(other), "head")
            backups_of(other).restore(path, without_keys=False)
        assert contents(other)["person"] == contents(old)["person"]

    def test_is_left_empty_by_an_archive_that_breaks_off(self, places: Places, kind: str):
        """The digest of the last table is wrong: all others are in by then."""
        old, other = places.lived_in(SQLITE), places.empty(kind)
        path = rewritten(backup_of(old), backups_of(old).keys, spoil=True)
        with other.app_context(), pytest.raises(BackupError, match="rows or digest differ"):
            service.places.fill(engine_of(other), service.Archive(path))
        with engine_of(other).connect() as connection:
            assert inspect(connection).get_table_names() == []

    def test_is_brought_from_an_older_migration_to_this_one(self, places: Places, kind: str):
        old, other = places.lived_in(kind), places.empty(kind)
        with old.app_context():
            downgrade(revision="0019")
            made = service.create(engine_of(old), backups_of(old).folder, backups_of(old).keys, backups_of(old).kept)
        assert service.verify(made.path, backups_of(old).keys).manifest.migration == "0019"
        with other.app_context():
            backups_of(other).restore(made.path, without_keys=False)
            found = service.places.find_migration(engine_of(other).connect())
            assert {found} == newest_migrations()
            # Sittings were not known then: going back has taken them from minutes that stand.
            faults = [fault for fault in verify(SOURCES, EARNED) if not fault.message.startswith("sitting ")]
            assert faults == []

    def test_is_left_alone_by_an_archive_of_a_newer_kelim(self, places: Places, kind: str):
        old, other = places.lived_in(SQLITE), places.empty(kind)
        path = rewritten(backup_of(old), backups_of(old).keys, migration="9999")
        with other.app_context(), pytest.raises(BackupError) as refused:
            backups_of(other).restore(path, without_keys=False)
        assert refused.value.code == "newer"


def test_an_archive_of_another_format_is_refused(places: Places):
    old, other = places.lived_in(SQLITE), places.empty(SQLITE)
    path = rewritten(backup_of(old), backups_of(old).keys, format=manifest.FORMAT + 1)
    with other.app_context(), pytest.raises(BackupError, match="has format 2"):
        backups_of(other).restore(path, without_keys=False)
