"""Sealing holds up nobody who writes, and seals nothing that is still being written."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import text

from app.audit import closing, sealing, service, setup
from app.core.db import write_transaction
from app.web.database import db
from tests.audit.conftest import Trail, empty
from tests.support.school import School


def test_nothing_new_makes_no_block(trail: Trail):
    assert trail.seal() == 0
    trail.block(1)
    assert trail.seal() == 0


def test_many_rows_are_many_blocks(small: Trail, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sealing, "BLOCK", 4)
    small.write(10)
    assert sealing.seal_waiting(setup.ring(), most=2) == 2
    assert sealing.count_waiting() == 2
    assert (small.seal(), small.faults()) == (1, [])


def test_many_blocks_are_proved_some_at_a_time(small: Trail, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("app.audit.verifying.ROWS_AT_ONCE", 3)
    for size in (1, 1, 4, 2, 1):
        small.block(size)
    assert small.faults() == []
    small.attack("DELETE FROM audit_event WHERE id IN (1, 3, 9)")
    assert [fault.id for fault in small.faults()] == [1, 3, 9]


def test_whoever_watches_hears_that_sealing_stands_still(small: Trail):
    assert setup.details()["is_late"] is False
    small.write(1, ago=setup.LATE * 2)
    assert setup.details()["is_late"] is True
    small.seal()
    assert (setup.details()["is_late"], setup.details()["seal"]) == (False, 1)


@pytest.mark.postgres
class TestTogether:
    @pytest.fixture
    def postgres(self, postgres_school: School) -> Trail:
        with postgres_school.app.app_context():
            return empty(Trail(postgres_school.app))

    def test_a_row_that_comes_late_is_waited_for(self, postgres: Trail, monkeypatch: pytest.MonkeyPatch):
        """Row 1 is written first and committed last; row 2 is not sealed over its head."""
        monkeypatch.setattr(closing, "PATIENCE", 0.2)
        written, go = Event(), Event()

        def slow() -> None:
            with postgres.app.app_context(), write_transaction():
                service.record(1, "lesson.read", "person:1")
                written.set()
                go.wait(20)

        with ThreadPoolExecutor(1) as beside, postgres.app.app_context():
            done = beside.submit(slow)
            assert written.wait(20)
            postgres.write(1)
            assert closing.find_closed(0.1) is None
            assert postgres.ask("SELECT id FROM audit_event") == [2]
            go.set()
            done.result(20)
            assert closing.find_closed() == 2
            assert (postgres.seal(), postgres.faults()) == (1, [])

    def test_whoever_begins_later_is_not_waited_for(self, postgres: Trail):
        """Only those are waited for who may hold a lower number: a stream of writers never keeps the trail open."""
        with postgres.app.app_context():
            postgres.write(2)
            closed = closing.find_closed()
            with db.engine.connect() as other:
                other.execute(text("SELECT nextval('audit_event_id_seq')"))
                other.execute(text("LOCK TABLE audit_event IN ACCESS SHARE MODE"))
                assert closing.find_closed(0.1) == 3
            assert closed == 2

    def test_two_consumers_make_one_chain(self, postgres: Trail, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(sealing, "BLOCK", 3)
        with postgres.app.app_context():
            postgres.write(60)

        def seal(_number: int) -> int:
            with postgres.app.app_context():
                return setup.seal_waiting()

        def write(_number: int) -> int:
            with postgres.app.app_context():
                postgres.write(5)
            return 0

        with ThreadPoolExecutor(4) as people:
            made = [*people.map(seal, range(2)), *people.map(write, range(4)), *people.map(seal, range(4))]
        with postgres.app.app_context():
            made.append(postgres.seal())
            assert sum(made) == len(postgres.ask("SELECT id FROM audit_seal"))
            assert sealing.count_waiting() == 0
            assert postgres.faults() == []
