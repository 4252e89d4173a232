"""`flask practicum verify` on a copy of the database without triggers: whatever was touched is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import time
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from app.core.db import session
from app.practicum import freezing, queries, service
from app.practicum.models import PracticumEntry
from app.web.database import db
from tests.support.application import PASSWORD, make_app
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.world import close


@pytest.fixture(scope="module")
def history(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A folder with one entry in every state, an amendment that was signed and one that waits; their ids by name."""
    folder = tmp_path_factory.mktemp("history") / "original"
    shutil.copytree(furnished, folder)
    app = make_app(folder)
    practice = Practice(School(app, PASSWORD, yesterday()))
    case = practice.case()
    hours = iter(range(6, 22))

    def draft(minutes: int = 45):  # type: ignore[no-untyped-def]
        return visit(yesterday(), time(next(hours)), minutes, case_ids=(case,))

    ids = {
        "draft": practice.write(draft()),
        "submitted": practice.send(draft()),
        "approved": practice.sign(practice.send(draft())),
        "returned": practice.give_back(practice.send(draft())),
        "amended": practice.sign(practice.send(draft())),
        "waiting": practice.sign(practice.send(draft())),
        "withdrawn": practice.send(draft()),
    }
    with practice.inside():
        service.withdraw(practice.actor, practice.entry(ids["withdrawn"]))
    for name, signed in (("amended", True), ("waiting", False)):
        with practice.inside():
            made = service.amend(practice.actor, practice.entry(ids[name]), draft(59), "Longer", str(uuid4()))
            service.submit(practice.actor, made)
            ids[f"{name} anew"] = made.id
        if signed:
            practice.sign(ids[f"{name} anew"])
    close(app)
    return folder, ids


@pytest.fixture
def copy(history: tuple[Path, dict[str, int]], tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "copy"
    shutil.copytree(history[0], folder)
    app = make_app(folder)
    yield app
    close(app)


def touch(app: Flask, *statements: str) -> None:
    """Changes the file behind the application's back, without triggers or foreign keys."""
    with app.app_context():
        path = str(db.engine.url.database)
        db.session.remove()
        db.engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
        connection.commit()


def verify(app: Flask) -> tuple[int, list[str]]:
    """Exit code, and the rows that are named."""
    result = app.test_cli_runner().invoke(args=["practicum", "verify"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    *faults, summary = result.output.splitlines()
    assert summary.endswith(f"{len(faults)} faults")
    return result.exit_code, [line.split(":")[0] for line in faults]


def test_what_services_wrote_has_no_fault(copy: Flask, history: tuple[Path, dict[str, int]]):
    assert verify(copy) == (0, [])
    result = copy.test_cli_runner().invoke(args=["practicum", "verify"])
    assert result.output == f"{len(history[1])} entries, 5 decisions, 0 faults\n"


def test_a_copy_without_triggers_has_no_fault(copy: Flask):
    touch(copy)
    assert verify(copy) == (0, [])
    assert copy.test_cli_runner().invoke(args=["hours", "verify"]).exit_code == 0


STATES = ("draft", "submitted", "approved", "returned", "amended", "amended anew", "waiting anew", "withdrawn")
CHANGES = (
    "minutes = minutes + 1",
    "minutes = minutes - 1",
    "learning = learning || '.'",
    "learning = ''",
    "category = 'other'",
    "day = date(day, '-1 day')",
    "people = people + 1",
    "is_worried = NOT is_worried",
    "supervisor_id = 999",
    "enrolment_id = enrolment_id + 1",
    "hash = ''",
    "created_at = datetime(created_at, '-1 day')",
)


@pytest.mark.parametrize("name", STATES)
def test_each_touched_fact_is_named(copy: Flask, history: tuple[Path, dict[str, int]], name: str):
    entry_id = history[1][name]
    with copy.app_context():
        path = str(db.engine.url.database)
    original = Path(path).read_bytes()
    for change in CHANGES:
        touch(copy, f"UPDATE practicum_entry SET {change} WHERE id = {entry_id}")
        code, named = verify(copy)
        assert (code, f"practicum_entry {entry_id}" in named) == (1, True), change
        restore(copy, path, original)


@pytest.mark.parametrize("name", STATES)
def test_each_other_state_is_named(copy: Flask, history: tuple[Path, dict[str, int]], name: str):
    entry_id, own = history[1][name], name.split()[0]
    with copy.app_context():
        path = str(db.engine.url.database)
    original = Path(path).read_bytes()
    for status in ("draft", "submitted", "approved", "returned", "withdrawn", "nonsense"):
        if status != {"amended": "approved", "waiting": "submitted"}.get(own, own):
            touch(copy, f"UPDATE practicum_entry SET status = '{status}' WHERE id = {entry_id}")
            code, named = verify(copy)
            assert (code, f"practicum_entry {entry_id}" in named) == (1, True), status
            restore(copy, path, original)


@pytest.mark.parametrize("name", STATES)
def test_a_row_that_is_gone_is_named(copy: Flask, history: tuple[Path, dict[str, int]], name: str):
    entry_id = history[1][name]
    touch(copy, f"DELETE FROM practicum_entry WHERE id = {entry_id}")
    code, named = verify(copy)
    assert code == 1
    assert f"practicum_entry {entry_id}" in named


def restore(app: Flask, path: str, original: bytes) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for extra in (f"{path}-wal", f"{path}-shm"):
        Path(extra).unlink(missing_ok=True)
    Path(path).write_bytes(original)


APPROVED = "(SELECT id FROM practicum_entry WHERE status = 'approved' ORDER BY id LIMIT 1)"
OTHERS = {
    "UPDATE practicum_decision SET comment = 'Well done' WHERE id = 1": "practicum_decision 1",
    "UPDATE practicum_decision SET signer_name = 'Somebody' WHERE id = 2": "practicum_decision 2",
    "UPDATE practicum_decision SET verdict = 'approved' WHERE verdict = 'returned'": "practicum_decision",
    "UPDATE practicum_decision SET at = datetime(at, '-1 day') WHERE id = 1": "practicum_decision 1",
    "UPDATE practicum_decision SET entry_hash = hash WHERE id = 1": "practicum_decision 1",
    "DELETE FROM practicum_decision WHERE id = 1": "practicum_entry",
    "DELETE FROM practicum_decision WHERE verdict = 'returned'": "practicum_entry",
    f"DELETE FROM practicum_case WHERE entry_id = {APPROVED}": "practicum_entry",
    "UPDATE practice_case SET code = 'ZZZZ-ZZZZ'": "practicum_entry",
    "UPDATE hours_credit SET minutes = minutes + 1 WHERE id = 1": "hours_credit 1",
    "UPDATE hours_credit SET minutes = minutes * 2 WHERE minutes < 0": "hours_credit",
    "UPDATE hours_credit SET day = date(day, '-40 days') WHERE id = 1": "hours_credit 1",
    "UPDATE hours_credit SET part = 'theory' WHERE id = 1": "hours_credit 1",
    "UPDATE hours_credit SET module = 'other' WHERE id = 1": "hours_credit 1",
    "UPDATE hours_credit SET approver_id = 1 WHERE id = 1": "hours_credit 1",
    "UPDATE hours_credit SET source_id = '999' WHERE id = 1": "hours_credit 1",
    "DELETE FROM hours_credit WHERE id = 1": "practicum_entry",
    "UPDATE hours_claim SET minutes = minutes + 1": "hours_claim",
    "UPDATE hours_claim SET part = 'theory'": "hours_claim",
    "DELETE FROM hours_claim": "practicum_entry",
    "UPDATE practicum_entry SET starts_at = 'long ago' WHERE id = 1": "practicum_entry 1",
    "UPDATE practicum_entry SET minutes = 'many' WHERE id = 3": "practicum_entry 3",
}


@pytest.mark.parametrize(("statement", "named"), OTHERS.items(), ids=OTHERS.keys())
def test_decisions_cases_and_hours_are_proved_as_well(copy: Flask, statement: str, named: str):
    touch(copy, statement)
    code, found = verify(copy)
    assert code == 1
    assert any(one == named or one.rsplit(" ", 1)[0] == named for one in found), found


def test_a_wrong_number_is_found_although_its_digest_was_made_anew(copy: Flask, history: tuple[Path, dict[str, int]]):
    """Whoever also writes a fitting digest into the row still stands against the decision and the ledger."""
    entry_id = history[1]["approved"]
    touch(copy, f"UPDATE practicum_entry SET minutes = 500 WHERE id = {entry_id}")
    with copy.app_context():
        entry = session().get_one(PracticumEntry, entry_id)
        forged = freezing.digest(entry, queries.list_codes(entry_id))
    touch(copy, f"UPDATE practicum_entry SET hash = '{forged}' WHERE id = {entry_id}")
    code, named = verify(copy)
    assert code == 1
    assert {f"practicum_entry {entry_id}"} <= set(named)
    with copy.app_context():
        credit = session().execute(text("SELECT id FROM hours_credit WHERE source_id = :of"), {"of": str(entry_id)})
        assert f"hours_credit {credit.scalar()}" in named


def test_a_forged_entry_is_named(copy: Flask, history: tuple[Path, dict[str, int]]):
    with copy.app_context():
        names = ", ".join(c.name for c in PracticumEntry.__table__.columns if c.name not in ("id", "client_id"))
    touch(
        copy,
        f"INSERT INTO practicum_entry (id, client_id, {names}) "
        f"SELECT 777, 'forged-one', {names} FROM practicum_entry WHERE id = {history[1]['approved']}",
    )
    code, named = verify(copy)
    assert code == 1
    assert "practicum_entry 777" in named
