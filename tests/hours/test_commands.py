"""`flask hours show` and `flask hours verify`, as scripts use them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.hours.sources import SOURCES
from app.web.database import db

MENTOR = "mentor@demo.kelim.example"
CORRECTED = "svetlana.kogan@demo.kelim.example"


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["hours", *arguments])


def show(app: Flask, email: str) -> dict[str, object]:
    result = run(app, "show", email, "--format", "json")
    assert result.exit_code == 0, result.output
    [enrolment] = json.loads(result.stdout)["enrolments"]
    return enrolment


def test_figures_are_sums_over_the_rows(demo_app: Flask) -> None:
    for email in (MENTOR, CORRECTED, "trainee@demo.kelim.example"):
        shown = show(demo_app, email)
        rows = shown["rows"]
        assert shown["total"] == sum(row["minutes"] for row in rows) > 0
        for part in ("theory", "practice"):
            assert shown[part] == sum(row["minutes"] for row in rows if row["part"] == part)
        for module in shown["modules"]:
            assert module["minutes"] == sum(row["minutes"] for row in rows if row["module"] == module["id"])
        assert [row["id"] for row in rows if row["reverses"]] == [] or email == CORRECTED


def test_a_correction_shows_with_the_row_that_it_undoes(demo_app: Flask) -> None:
    rows = {row["id"]: row for row in show(demo_app, CORRECTED)["rows"]}
    undone = [(row["minutes"], rows[row["reverses"]]["minutes"]) for row in rows.values() if row["reverses"]]
    assert undone
    assert all(minutes == -before for minutes, before in undone)


def test_pending_minutes_stand_apart(demo_app: Flask) -> None:
    shown = show(demo_app, MENTOR)
    assert shown["pending"] > 0
    assert shown["requirements"][0]["minutes"] == shown["total"]
    assert shown["requirements"][0]["pending"] == shown["pending"]


def test_people_read_text(demo_app: Flask) -> None:
    result = run(demo_app, "show", MENTOR.upper())
    assert result.exit_code == 0
    assert MENTOR in result.stdout
    assert "minutes credited" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "nobody@example.org"), 1),
        (("show",), 2),
        (("show", MENTOR, "--format", "xml"), 2),
        (("verify", "--all"), 2),
        (("nonsense",), 2),
    ],
)
def test_exit_codes(demo_app: Flask, arguments: tuple[str, ...], code: int) -> None:
    assert run(demo_app, *arguments).exit_code == code


def test_staff_without_enrolment_have_none(demo_app: Flask) -> None:
    result = run(demo_app, "show", "trainer@demo.kelim.example", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["enrolments"] == []


def test_the_demo_has_no_fault(demo_app: Flask) -> None:
    result = run(demo_app, "verify")
    assert (result.exit_code, result.stdout) == (0, "0 faults\n")


def test_every_kind_of_source_can_be_found(demo_app: Flask) -> None:
    with demo_app.app_context():
        kinds = set(db.session.scalars(text("SELECT DISTINCT source_kind FROM hours_credit")))
    assert kinds == {"lesson", "meeting", "make-up", "practicum", "sitting"} <= set(SOURCES)


Plant = Callable[[str], None]


@pytest.fixture
def plant(demo_app: Flask) -> Plant:
    """Runs SQL on a scratch database whose guards are off."""

    def do(statement: str) -> None:
        with demo_app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            changed = connection.execute(text(statement)).rowcount
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=OFF")
            connection.commit()
        assert changed == 1, f"{changed} rows changed"

    return do


COLUMNS = (
    "enrolment_id, module, lesson, part, minutes, day, rule, rule_version, release_id, approver_id, source_kind, "
    "source_id, revision, reverses_id, reason_code, created_at"
)
A_LESSON = "SELECT min(id) FROM hours_credit WHERE source_kind = 'lesson'"
A_MEETING = "SELECT min(id) FROM hours_credit WHERE source_kind = 'meeting'"
A_REVERSAL = "SELECT min(id) FROM hours_credit WHERE reverses_id IS NOT NULL"


def copy(of: str, **changed: str) -> str:
    values = ", ".join(changed.get(name.strip(), name.strip()) for name in COLUMNS.split(","))
    return f"INSERT INTO hours_credit ({COLUMNS}) SELECT {values} FROM hours_credit WHERE id = ({of})"


FAULTS = {
    "no-enrolment": f"UPDATE hours_credit SET enrolment_id = 99999 WHERE id = ({A_LESSON})",
    "no-approver": f"UPDATE hours_credit SET approver_id = 99999 WHERE id = ({A_MEETING})",
    "bad-reversal": f"UPDATE hours_credit SET minutes = minutes + 1 WHERE id = ({A_REVERSAL})",
    "bad-reversal (another part)": f"UPDATE hours_credit SET part = 'field' WHERE id = ({A_REVERSAL})",
    "bad-reversal (another source)": f"UPDATE hours_credit SET source_id = '1' WHERE id = ({A_REVERSAL})",
    "bad-reversal (of a reversal)": copy(A_REVERSAL, reverses_id="id", minutes="-minutes", revision="90"),
    "bad-reversal (of no row)": f"UPDATE hours_credit SET reverses_id = 99999 WHERE id = ({A_REVERSAL})",
    "negative-row": copy(A_MEETING, minutes="-1", revision="revision + 1"),
    "negative-sum": copy(A_MEETING, minutes="-1000", revision="revision + 1"),
    "missing-revision": f"DELETE FROM hours_credit WHERE id = ({A_REVERSAL})",
    "credited-twice": copy(A_LESSON, revision="revision + 1"),
    "credited-twice (reversal lost)": f"DELETE FROM hours_credit WHERE id = ({A_REVERSAL})",
    "unknown-kind": copy(A_LESSON, source_kind="'gift'"),
    "no-source": "DELETE FROM lesson_state WHERE (enrolment_id, lesson_id) = "
    f"(SELECT enrolment_id, source_id FROM hours_credit WHERE id = ({A_LESSON}))",
    "no-source (not complete)": "UPDATE lesson_state SET completed_at = NULL WHERE (enrolment_id, lesson_id) = "
    f"(SELECT enrolment_id, source_id FROM hours_credit WHERE id = ({A_LESSON}))",
    "no-source (a meeting)": "DELETE FROM meeting WHERE id = "
    f"(SELECT source_id FROM hours_credit WHERE id = ({A_MEETING}))",
    "no-source (a roll opened again)": "UPDATE meeting SET state = 'planned' WHERE id = "
    f"(SELECT source_id FROM hours_credit WHERE id = ({A_MEETING}))",
    "no-source (a task)": "UPDATE make_up_task SET state = 'withdrawn' WHERE state = 'accepted'",
    "not-credited": "UPDATE lesson_state SET completed_at = last_at, release_id = 1 WHERE (enrolment_id, lesson_id) = "
    "(SELECT enrolment_id, lesson_id FROM lesson_state WHERE lesson_id = 'safe-notes' AND completed_at IS NULL)",
    "wrong-minutes (a row lost)": f"DELETE FROM hours_credit WHERE id = ({A_LESSON})",
    "wrong-minutes (a figure changed)": f"UPDATE hours_credit SET minutes = minutes + 5 WHERE id = ({A_LESSON})",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(demo_app: Flask, plant: Plant, fault: str) -> None:
    plant(FAULTS[fault])
    result = run(demo_app, "verify")
    assert result.exit_code == 1
    assert f": {fault.split(' (')[0]}: " in result.stdout
