"""Whoever changes, removes or puts in a sealed row is named, on either database, with the guards taken away."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.audit import sealing, setup, verifying
from app.audit.models import AuditSeal
from app.core.db import session, write_transaction
from app.core.encryption import KeyRing
from app.web.database import db
from tests.audit.conftest import Trail, empty
from tests.support.school import School

COPY = (
    "INSERT INTO audit_event (id, at, actor_id, action, subject, place, outcome, detail) "
    "SELECT :id, at, actor_id, action, subject, place, outcome, detail FROM audit_event WHERE id = 2"
)
CHANGES = (
    "at = (SELECT at FROM audit_seal WHERE id = 1)",
    "actor_id = NULL",
    "actor_id = 77",
    "action = 'lesson.open'",
    "subject = 'person:9'",
    "place = ''",
    "outcome = 'refused'",
    "detail = detail || ' '",
)


def write_and_break_off(trail: Trail) -> None:
    with suppress(ZeroDivisionError), write_transaction():
        trail.write(1)
        raise ZeroDivisionError


def test_a_trail_that_nobody_touched_is_whole(trail: Trail):
    assert trail.faults() == []
    trail.block(3)
    trail.write(2)
    assert trail.seal() == 1
    trail.write(1)
    assert (trail.faults(), sealing.count_waiting()) == ([], 1)
    assert [seal.rows for seal in session().query(AuditSeal).order_by(AuditSeal.id)] == [3, 2]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_row_is_named(trail: Trail, change: str):
    trail.block(3)
    trail.block(3)
    trail.attack(f"UPDATE audit_event SET {change} WHERE id = 5")
    assert trail.codes() == [("row", 5, "changed")]


def test_of_two_broken_rows_the_first_comes_first(trail: Trail):
    trail.block(9)
    trail.attack("UPDATE audit_event SET detail = 'x' WHERE id IN (4, 8)")
    assert [fault.id for fault in trail.faults()] == [4, 8]


def test_a_missing_row_is_named(trail: Trail):
    for _ in range(3):
        trail.block(2)
    trail.attack("DELETE FROM audit_event WHERE id IN (1, 4, 6)")
    assert trail.codes() == [("row", 1, "gone"), ("row", 4, "gone"), ("row", 6, "gone")]


def test_a_row_put_in_the_middle_is_named(trail: Trail):
    trail.block(3)
    trail.block(3)
    trail.attack("DELETE FROM audit_event WHERE id = 4")
    trail.attack(COPY, id=4)
    assert trail.codes() == [("row", 4, "changed")]


@pytest.mark.parametrize("number", [-3, 0])
def test_a_row_put_in_before_the_first_is_named(trail: Trail, number: int):
    trail.block(2)
    trail.attack(COPY, id=number)
    assert trail.codes() == [("row", number, "inserted")]


@pytest.mark.postgres
def test_a_number_that_a_rollback_left_free_takes_no_row(postgres_school: School):
    """PostgreSQL leaves gaps; a row put there was not sealed."""
    with postgres_school.app.app_context():
        trail = empty(Trail(postgres_school.app))
        trail.write(2)
        write_and_break_off(trail)
        trail.block(1)
        assert trail.ask("SELECT id FROM audit_event ORDER BY id") == [1, 2, 4]
        trail.attack(COPY, id=3)
        assert trail.codes() == [("row", 3, "inserted")]


def test_two_rows_that_change_places_are_both_named(trail: Trail):
    trail.block(3)
    trail.attack("UPDATE audit_event SET id = CASE id WHEN 1 THEN 101 ELSE 103 END WHERE id IN (1, 3)")
    trail.attack("UPDATE audit_event SET id = CASE id WHEN 101 THEN 3 ELSE 1 END WHERE id IN (101, 103)")
    assert trail.codes() == [("row", 1, "changed"), ("row", 3, "changed")]


@pytest.mark.parametrize("change", ["last_id = 2", "rows = 2", "root = 'x'", "at = (SELECT min(at) FROM audit_event)"])
def test_a_changed_seal_is_named(trail: Trail, change: str):
    for _ in range(3):
        trail.block(3)
    trail.attack(f"UPDATE audit_seal SET {change} WHERE id = 2")
    assert trail.codes()[0] == ("seal", 2, "changed")


def test_a_missing_seal_is_named(trail: Trail):
    for _ in range(3):
        trail.block(2)
    trail.attack("DELETE FROM audit_seal WHERE id = 2")
    assert trail.codes()[0] == ("seal", 2, "gone")


@pytest.mark.parametrize("statement", ["DELETE FROM audit_leaves", "UPDATE audit_leaves SET salt = 'x', leaves = ''"])
def test_touched_leaves_hide_nothing(trail: Trail, statement: str):
    trail.block(2)
    trail.attack(statement)
    assert [fault.what for fault in trail.faults()] == ["seal"]


def test_whoever_seals_again_needs_the_key(trail: Trail):
    """A chain made anew over changed rows, by somebody who has the database and this programme but no master key."""
    trail.block(3)
    trail.attack("UPDATE audit_event SET actor_id = 77 WHERE id = 2")
    trail.attack("DELETE FROM audit_seal")
    trail.attack("DELETE FROM audit_leaves")
    name = setup.ring().current
    sealing.seal_waiting(KeyRing({name: bytes(32)}, name))
    assert trail.codes() == [("seal", 1, "forged")]
    trail.attack("UPDATE audit_seal SET key_id = 'lost'")
    assert trail.codes() == [("seal", 1, "no-key")]


def test_a_seal_noted_elsewhere_proves_the_end(trail: Trail):
    for _ in range(3):
        trail.block(2)
    last = sealing.head()
    assert last is not None
    noted = f"{last.id} {last.digest}"
    assert trail.faults(noted) == []
    for table in ("audit_event WHERE id > 4", "audit_leaves WHERE id = 3", "audit_seal WHERE id = 3"):
        trail.attack(f"DELETE FROM {table}")
    assert trail.faults() == []
    assert [(fault.what, fault.id) for fault in trail.faults(noted)] == [("seal", 3)]


def test_keys_rotate(trail: Trail):
    trail.block(2)
    old = setup.ring()
    both = KeyRing({**old.masters, "new": bytes(range(32))}, "new")
    trail.write(1)
    assert sealing.seal_waiting(both) == 1
    trail.app.extensions[setup.EXTENSION] = both
    assert trail.faults() == []


def test_what_no_row_can_hold_is_a_changed_row(small: Trail):
    small.block(4)
    small.attack("UPDATE audit_event SET at = 'yesterday' WHERE id = 2")
    small.attack("UPDATE audit_event SET subject = x'ff' WHERE id = 3")
    assert small.codes() == [("row", 2, "changed"), ("row", 3, "changed")]
    small.attack("UPDATE audit_seal SET at = 'now'")
    assert small.codes() == [("seal", 1, "gone")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4),
    where=st.integers(0, 10**6),
    how=st.sampled_from(["change", "delete", "insert"]),
)
def test_wherever_it_is_touched_it_is_named(small: Trail, sizes: list[int], where: int, how: str):
    """In one transaction that is rolled back, beside whatever earlier examples have sealed."""
    for size in sizes:
        small.block(size)
    ids = [int(str(one)) for one in small.ask("SELECT id FROM audit_event ORDER BY id")]
    number = ids[where % len(ids)]
    statement = {
        "change": f"UPDATE audit_event SET detail = 'touched' WHERE id = {number}",
        "delete": f"DELETE FROM audit_event WHERE id = {number}",
        "insert": COPY.replace(":id", str(-number)),
    }[how]
    small.attack("SELECT 1")
    with db.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        connection.execute(text(statement))
        found = [(fault.id, fault.code) for fault in verifying.find_faults(connection, setup.ring().masters)]
        connection.exec_driver_sql("ROLLBACK")
    expected = {"change": (number, "changed"), "delete": (number, "gone"), "insert": (-number, "inserted")}
    assert found == [expected[how]]


def test_guards_refuse_what_the_attacks_do(trail: Trail):
    trail.block(2)
    for statement in ("UPDATE audit_seal SET rows = 3", "DELETE FROM audit_seal", "DELETE FROM audit_leaves"):
        with db.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
            connection.execute(text(statement))
