"""Backups by themselves: once a day, a drill once a week, tried again after a failure, and seen when they stay away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.audit import service as audit
from app.audit import setup as audit_setup
from app.backups import archive, runs, service, setup
from app.backups.errors import BackupError
from app.backups.models import BACKUP, DRILL, BackupRun
from app.backups.rules import Rhythm
from app.core.clock import at
from app.core.db import session, write_transaction
from app.jobs import housekeeping, queries
from app.jobs.models import WAITING, Job
from app.jobs.setup import jobs
from tests.backups.conftest import KINDS, Places, application, backups_of
from tests.support.application import make_app
from tests.support.school import School, open_school

SATURDAY = datetime(2026, 11, 21, 8, tzinfo=UTC)
RHYTHM = Rhythm(hour=3, weekday=5, time_zone="Asia/Jerusalem")


@pytest.fixture
def scheduled(furnished: Path, tmp_path: Path) -> Iterator[Flask]:
    folder = tmp_path / "school"
    shutil.copytree(furnished, folder)
    with application(folder, backup_dir=str(tmp_path / "kept")) as app:
        yield app


@pytest.fixture(params=KINDS)
def either(request: pytest.FixtureRequest, places: Places, tmp_path: Path) -> Iterator[Flask]:
    app = places.lived_in(request.param, backup_dir=str(tmp_path / "kept"))
    with app.app_context(), write_transaction() as db:
        db.execute(delete(Job))
    with app.app_context():
        yield app


def kinds() -> list[tuple[str, str]]:
    return [(run.kind, run.outcome) for run in session().scalars(select(BackupRun).order_by(BackupRun.id))]


@pytest.mark.parametrize(
    ("moment", "backup", "drill"),
    [
        (datetime(2026, 11, 21, 0, 59, tzinfo=UTC), date(2026, 11, 20), date(2026, 11, 14)),  # 02:59 in Israel
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), date(2026, 11, 21), date(2026, 11, 21)),
        (datetime(2026, 11, 27, 23, 30, tzinfo=UTC), date(2026, 11, 27), date(2026, 11, 21)),
        (datetime(2026, 3, 27, 0, 30, tzinfo=UTC), date(2026, 3, 27), date(2026, 3, 21)),  # the clock goes from 2 to 3
    ],
)
def test_the_day_begins_at_the_hour_that_is_set(moment: datetime, backup: date, drill: date):
    assert (RHYTHM.backup_due(moment), RHYTHM.drill_due(moment)) == (backup, drill)


def test_nothing_runs_by_itself_without_a_folder(school: School):
    with school.app.app_context():
        housekeeping.run_often()
        assert kinds() == []


def test_a_day_has_one_backup_and_a_week_one_drill(either: Flask):
    for hours in (0, 1, 12, 24, 30, 48):
        with at(SATURDAY + timedelta(hours=hours)):
            setup.ask_for_due()
            jobs().runner.run_due()
    assert kinds() == [(BACKUP, "ok"), (DRILL, "ok"), (BACKUP, "ok"), (BACKUP, "ok")]
    assert queries.count_by_state() == {"done": 4}
    found = archive.listed(backups_of(either).folder)
    assert len(found) == 4
    for path in found:
        service.verify(path, backups_of(either).keys)


def test_days_without_a_consumer_are_not_made_up_for(scheduled: Flask):
    for days in (0, 20):
        with at(SATURDAY + timedelta(days=days)):
            setup.ask_for_due()
    assert [kind for kind, _ in kinds()] == [BACKUP, DRILL, BACKUP, DRILL]


def test_two_consumers_ask_for_one_backup(scheduled: Flask, monkeypatch: pytest.MonkeyPatch):
    """The second one looked before the first had written."""
    with at(SATURDAY):
        assert runs.ask(BACKUP, SATURDAY.date())
        monkeypatch.setattr(type(session()), "scalars", lambda *_: _Nothing())
        assert not runs.ask(BACKUP, SATURDAY.date())
        monkeypatch.undo()
    assert queries.count_by_state() == {WAITING: 1}


class _Nothing:
    def first(self) -> None:
        return None


def test_a_failure_is_kept_with_its_reason_and_tried_again(scheduled: Flask, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise BackupError("no-space", "There is no room left.")

    with monkeypatch.context() as patch, at(SATURDAY):
        patch.setattr(service, "create", full)
        runs.ask(BACKUP, SATURDAY.date())
        jobs().runner.run_due()
        assert kinds() == [(BACKUP, "no-space")]
        assert [job.last_error for job in queries.list_jobs(WAITING)] == ["no-space"]
    with at(SATURDAY + timedelta(minutes=1)):
        jobs().runner.run_due()
    assert kinds() == [(BACKUP, "ok")]


def test_a_drill_that_finds_a_difference_says_so(scheduled: Flask, monkeypatch: pytest.MonkeyPatch):
    def different(*_: object) -> None:
        raise BackupError("different", "The table person came out otherwise.")

    monkeypatch.setattr(service.places, "compare", different)
    with pytest.raises(BackupError):
        runs.by_hand(DRILL, backups_of(scheduled).drill)
    assert kinds() == [(DRILL, "different")]


def test_a_drill_proves_the_trail(scheduled: Flask):
    with write_transaction():
        audit.record(None, "calendar.add", "calendar_span:1")
    audit_setup.seal_waiting()
    with session().get_bind().connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER append_only_audit_event_update")
        connection.exec_driver_sql("UPDATE audit_event SET actor_id = 77 WHERE id = 1")
        connection.commit()
    with pytest.raises(BackupError, match="row 1"):
        runs.by_hand(DRILL, backups_of(scheduled).drill)
    assert kinds() == [(DRILL, "trail")]


def test_a_drill_leaves_no_scratch_place(either: Flask):
    folder = backups_of(either).folder
    made = runs.by_hand(DRILL, backups_of(either).drill)
    assert {path.name for path in folder.iterdir()} == {".lock", "erasures.jsonl", made.path.name}
    if session().get_bind().dialect.name == "postgresql":
        with session().get_bind().connect() as connection:
            names = connection.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars().all()
        assert not [name for name in names if name.startswith("kelim_drill")]


class Finished:
    """Runs that ended some days ago."""

    def __init__(self, school: School) -> None:
        self.school = school

    def __call__(self, kind: str, ended_at: datetime, outcome: str = "ok") -> None:
        with self.school.app.app_context(), write_transaction() as db:
            db.add(BackupRun(kind=kind, began_at=ended_at, ended_at=ended_at, outcome=outcome, file="kelim.zip"))


@pytest.fixture
def watched(prepared: Path, tmp_path: Path) -> Iterator[School]:
    folder = tmp_path / "prepared"
    shutil.copytree(prepared, folder)
    yield from open_school(make_app(folder, backup_dir=str(tmp_path / "kept")))


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def late_of(school: School) -> dict[str, bool]:
    with school.app.app_context(), at(NOW):
        return {kind: bool(one["is_late"]) for kind, one in setup.details().items()}  # type: ignore[index]


@pytest.mark.parametrize(
    ("backup_days", "drill_days", "late"),
    [
        (1, 7, {BACKUP: False, DRILL: False}),
        (2.1, 8.1, {BACKUP: True, DRILL: True}),
        (1, 8.1, {BACKUP: False, DRILL: True}),
        (-400, -400, {BACKUP: True, DRILL: True}),  # a clock that was a year ahead
    ],
)
def test_lateness(watched: School, backup_days: float, drill_days: float, late: dict[str, bool]):
    Finished(watched)(BACKUP, NOW - timedelta(days=backup_days))
    Finished(watched)(DRILL, NOW - timedelta(days=drill_days))
    Finished(watched)(DRILL, NOW - timedelta(hours=1), "different")
    assert late_of(watched) == late


def test_the_first_page_of_an_administrator_warns_and_leads(watched: School):
    administrator = watched.client(watched.staff("administrator"))
    page = administrator.get("/").text
    assert "No backup has succeeded for two days" in page
    assert 'href="/backups"' in page
    with watched.app.app_context():
        runs.by_hand(BACKUP, backups_of(watched.app).create)
    assert "No drill has succeeded for eight days" in administrator.get("/").text
    with watched.app.app_context():
        runs.by_hand(DRILL, backups_of(watched.app).drill)
    page = administrator.get("/").text
    assert "has succeeded for" not in page


def test_a_demo_without_a_folder_is_not_warned_of_what_nobody_wanted(school: School):
    administrator = school.client(school.staff("administrator"))
    assert "has succeeded for" not in administrator.get("/").text
    assert "No folder for backups is set" in administrator.get("/backups").text


def test_the_page_names_each_run_and_its_reason(watched: School):
    Finished(watched)(BACKUP, NOW, "no-space")
    Finished(watched)(DRILL, NOW, "ZeroDivisionError")
    page = watched.client(watched.staff("administrator")).get("/backups").text
    assert "The disk was full" in page
    assert "Failed; the log of the jobs says why" in page


@pytest.mark.parametrize("role", ["trainer", "coordinator", "evaluator"])
def test_others_do_not_see_it(watched: School, role: str):
    client = watched.client(watched.staff(role))
    assert client.get("/backups").status_code == 403
    assert "/backups" not in client.get("/").text


def test_machines_that_watch_are_told(watched: School):
    answer = watched.app.test_client().get("/health/details", environ_base={"REMOTE_ADDR": "127.0.0.1"})
    assert answer.json["backups"]["drill"] == {"succeeded_at": None, "is_late": True}
    stranger = watched.app.test_client().get("/health/details", environ_base={"REMOTE_ADDR": "10.0.0.7"})
    assert stranger.status_code == 404
