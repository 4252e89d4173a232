"""After 24 months rows go, and what is left can still be proved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.audit import purging
from app.core.db import write_transaction
from app.web.database import db
from tests.audit.conftest import LONG_AGO, Trail

COPY = (
    "INSERT INTO audit_event (id, at, actor_id, action, subject, place, outcome, detail) "
    "SELECT :id, at, actor_id, action, subject, place, outcome, detail FROM audit_event"
)


def purge() -> purging.Purged | None:
    with write_transaction():
        return purging.purge_old()


def test_only_whole_months_past_their_time_go():
    assert purging.kept_since(datetime(2026, 11, 22, tzinfo=UTC)) == datetime(2024, 11, 1, tzinfo=UTC)
    assert purging.kept_since(datetime(2026, 12, 31, tzinfo=UTC)) == datetime(2024, 12, 1, tzinfo=UTC)
    assert purging.kept_since(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2024, 1, 1, tzinfo=UTC)


def test_old_rows_go_and_the_chain_stands(trail: Trail):
    trail.block(3, ago=LONG_AGO + timedelta(days=40))
    trail.block(2, ago=LONG_AGO)
    trail.block(2)
    assert purge() == purging.Purged(rows=5, until=2)
    assert trail.ask("SELECT id FROM audit_event ORDER BY id") == [6, 7, 8]
    assert trail.ask("SELECT action FROM audit_event WHERE id = 8") == ["audit.purge"]
    assert trail.ask("SELECT id FROM audit_leaves") == [3]
    assert trail.ask("SELECT id FROM audit_seal ORDER BY id") == [1, 2, 3]
    assert (trail.faults(), purge()) == ([], None)
    trail.block(1)
    assert trail.faults() == []


def test_a_later_purge_takes_the_row_of_an_earlier_one_along(trail: Trail):
    trail.block(2, ago=LONG_AGO)
    purge()
    trail.attack("UPDATE audit_event SET at = :at", at=datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    assert trail.seal(ago=LONG_AGO) == 1
    assert purge() == purging.Purged(rows=1, until=2)
    assert trail.faults() == []


def test_some_go_at_once(small: Trail, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(purging, "AT_ONCE", 3)
    for _ in range(4):
        small.block(2, ago=LONG_AGO)
    found = small.app.test_cli_runner().invoke(args=["audit", "purge"])
    assert found.output.endswith("8 rows removed.\n")
    assert small.faults() == []


def test_a_row_that_is_dated_later_keeps_its_block(trail: Trail):
    """A clock that was ahead: what the guard would refuse is not tried."""
    trail.write(1, ago=LONG_AGO)
    trail.write(1)
    assert trail.seal(ago=LONG_AGO) == 1
    assert purge() is None


def test_young_rows_are_guarded_and_old_ones_not(trail: Trail):
    trail.write(1, ago=LONG_AGO)
    trail.write(1)
    for statement in (
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE id = 2",
        "UPDATE audit_event SET id = 9",
    ):
        with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(statement))
    with db.engine.begin() as connection:
        assert connection.execute(text("DELETE FROM audit_event WHERE id = 1")).rowcount == 1


def test_old_rows_that_went_without_a_word_are_missed(trail: Trail):
    trail.block(2, ago=LONG_AGO)
    trail.attack("DELETE FROM audit_event")
    trail.attack("DELETE FROM audit_leaves")
    assert trail.codes() == [("seal", 1, "leaves-gone")]


def test_a_purge_of_young_rows_that_somebody_made_up_is_named(trail: Trail):
    trail.block(3)
    trail.attack("UPDATE audit_event SET id = 50, action = 'audit.purge', subject = 'audit_seal:1' WHERE id = 3")
    trail.attack("DELETE FROM audit_event WHERE id < 50")
    trail.attack("DELETE FROM audit_leaves")
    assert trail.codes() == [("row", 50, "too-soon")]
    trail.attack("UPDATE audit_event SET at = '2098-01-01 00:00:00'")
    assert trail.codes() == [("row", 50, "too-soon")]


def test_a_row_put_where_rows_were_purged_is_named(trail: Trail):
    trail.block(2, ago=LONG_AGO)
    purge()
    trail.attack(COPY, id=1)
    assert trail.codes() == [("row", 1, "inserted")]
