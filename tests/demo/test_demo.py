"""The demo institution: believable, whole, the same each time, and nowhere near production."""

from __future__ import annotations

import base64
import json
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from pydantic import SecretStr, ValidationError
from sqlalchemy import func, select, text

from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.breakglass import queries as glasses
from app.breakglass.models import BreakGlass
from app.config import Settings
from app.core.clock import now, today
from app.core.db import session
from app.demo import calendar, service
from app.demo.accounts import ACCOUNTS
from app.demo.people import CENTRES, MENTORS, TRAINEES
from app.enrolment.models import Cohort, Enrolment
from app.factory import create_app
from app.hours.models import Claim, Credit
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.meetings.models import MakeUpTask, Meeting
from app.operations import readiness
from app.performance import queries as performances
from app.performance.models import Performance
from app.placements.models import Placement, SupervisorAbsence
from app.placements.openings import list_openings
from app.placements.rules import phase
from app.practicum import proof, proof_of_hours, records, signing_link_queries
from app.practicum.models import PracticumEntry
from app.practicum.signing_models import SigningLink, SigningRecord
from app.progress.models import LessonState, StepDone
from app.quizzes.models import Attempt, QuizOverride
from app.web.database import db
from tests.support.application import PASSWORD, make_app
from tests.support.house import csrf_of

WORKED_ON = (AuditEvent.at, Credit.created_at, StepDone.done_at, LessonState.last_at, Attempt.started_at)


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """For tests that only look."""
    folder = tmp_path_factory.mktemp("looked-at") / "instance"
    shutil.copytree(demo_folder, folder)
    return make_app(folder)


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.box)
def test_every_demo_account_signs_in_and_is_at_home(demo_app: Flask, account) -> None:  # type: ignore[no-untyped-def]
    client = demo_app.test_client()
    token = csrf_of(client.get("/sign-in").text)
    answer = client.post("/sign-in", data={"email": account.email, "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 303, answer.text
    assert client.get("/").status_code == 200
    assert client.get("/hours").status_code == 200


def test_every_learner_has_the_demo_password(demo_app: Flask) -> None:
    for learner in (*MENTORS, *TRAINEES, *CENTRES):
        client = demo_app.test_client()
        token = csrf_of(client.get("/sign-in").text)
        sent = {"email": learner.email, "password": PASSWORD, "csrf_token": token}
        assert client.post("/sign-in", data=sent).status_code == 303, learner.email
        assert client.get("/").status_code == 200


def test_the_whole_ledger_can_be_proved(demo: Flask) -> None:
    with demo.app_context():
        assert list(verify(SOURCES, EARNED)) == []
        assert session().scalars(select(func.count(Credit.id))).one() > 300
        book = proof.read()
        assert [*proof.check(book), *proof_of_hours.check(book)] == []


def count(wanted) -> int:  # type: ignore[no-untyped-def]
    return session().scalars(select(func.count()).select_from(wanted.subquery())).one()


def test_there_is_one_of_everything_that_a_year_brings(demo: Flask) -> None:
    with demo.app_context():
        assert sorted(session().scalars(select(Cohort.programme_id))) == [
            "community-centres",
            "community-mentors",
            "pwp",
        ]
        assert count(select(Meeting.id).where(Meeting.state == "closed")) > 30
        assert count(select(Meeting.id).where(Meeting.state == "planned", Meeting.ends_at < now())) == 1
        soon = now() + timedelta(days=6)
        assert count(select(Meeting.id).where(Meeting.starts_at > now(), Meeting.starts_at < soon)) >= 1
        assert count(select(Claim.id)) > 0
        undone = select(Credit.id).where(Credit.reverses_id.is_not(None))
        assert count(undone.where(Credit.source_kind == "meeting")) == 2
        assert count(undone.where(Credit.source_kind == "practicum")) == 1
        assert set(session().scalars(select(PracticumEntry.status))) == {"draft", "submitted", "returned", "approved"}
        assert set(session().scalars(select(MakeUpTask.state))) == {"set", "handed-in", "accepted"}
        assert count(select(Attempt.id).where(Attempt.is_passed.is_(False))) == 2
        assert count(select(Attempt.id).where(Attempt.finished_at.is_(None))) == 1
        assert count(select(QuizOverride.id)) == 1


def test_practice_has_left_a_record_a_letter_and_an_opening(demo: Flask) -> None:
    with demo.app_context():
        record = session().scalars(select(SigningRecord)).one()
        assert records.state_of(record) == records.VALID
        link = session().scalars(select(SigningLink)).one()
        assert any(one.waits for one in signing_link_queries.list_lines(link))
        glass = session().scalars(select(BreakGlass)).one()
        assert glass.closed_at is not None
        assert [one.action for one in glasses.list_readings(glass)][:1] == ["practicum.read"]


def test_role_plays_stand_at_every_point(demo: Flask) -> None:
    """Passed with a second rating, not yet with a plan, waiting for a rating and for a second one."""
    with demo.app_context():
        found = session().scalars(select(Performance)).all()
        sent = performances.list_sent([one.id for one in found])
        parts = {one.id: {rating.part for rating in sent.get(one.id, [])} for one in found}
        assert any(one.is_passed and {"observer", "second", "self"} <= parts[one.id] for one in found)
        assert any(one.state == "open" and not parts[one.id] for one in found)
        assert any(one.state == "open" and parts[one.id] == {"observer"} for one in found)
        not_yet = next(one for one in found if one.is_passed is False)
        remediation = performances.find_remediation(not_yet.id)
        assert remediation is not None
        assert remediation.plan


def test_placements_stand_at_every_point(demo: Flask) -> None:
    """Opened for a reason, running, waiting for a gate, cancelled; somebody stands in soon."""
    with demo.app_context():
        found = session().scalars(select(Placement)).all()
        openings = list_openings(found)
        days = {one.id: (one.starts_on, one.ends_on) for one in found}
        phases = [phase(one.state, days[one.id], openings[one.id], today()) for one in found]
        assert sorted(phases) == ["cancelled", "running", "running", "running", "running", "waits"]
        assert sum(1 for one in found if one.override_reason) == 1
        assert count(select(SupervisorAbsence.id).where(SupervisorAbsence.from_day > today())) == 1


def test_the_mentor_is_one_quiz_away_from_minutes(demo_app: Flask) -> None:
    with demo_app.app_context():
        enrolment = session().scalars(select(Enrolment).join(Person).where(Person.email.startswith("mentor@"))).one()
        states = {s.lesson_id: s for s in session().scalars(select(LessonState).filter_by(enrolment_id=enrolment.id))}
        latest = max(states.values(), key=lambda state: state.last_at)
        assert latest.lesson_id == "safe-notes"
        assert latest.completed_at is None
        assert states["who-a-mentor-is"].completed_at is not None
        assert count(select(Attempt.id).filter_by(enrolment_id=enrolment.id, lesson_id="safe-notes")) == 0


def test_nobody_stands_where_somebody_else_stands(demo: Flask) -> None:
    """Twelve mentors at different points: not started, silent, in the middle, all of the first module."""
    with demo.app_context():
        done = select(LessonState.lesson_id).where(LessonState.completed_at.is_not(None))
        last: dict[str, datetime | None] = {}
        whole = []
        for learner in MENTORS:
            person = session().scalars(select(Person).where(Person.email == learner.email)).one()
            enrolment = session().scalars(select(Enrolment).filter_by(person_id=person.id)).one()
            last[learner.box] = (
                session().scalars(select(func.max(LessonState.last_at)).filter_by(enrolment_id=enrolment.id)).one()
            )
            first_module = {"who-a-mentor-is", "consent-and-privacy", "safe-notes"}
            if first_module <= set(session().scalars(done.filter_by(enrolment_id=enrolment.id))):
                whole.append(learner.box)
        limit = now() - timedelta(days=14)
        assert [box for box, moment in last.items() if moment is None] == ["michal.stern"]
        assert [box for box, moment in last.items() if moment and moment < limit] == ["rami.zoabi", "natan.alemu"]
        assert len(MENTORS) == 12
        assert 3 <= len(whole) < 6


def test_history_lies_in_the_past(demo: Flask) -> None:
    with demo.app_context():
        for column in WORKED_ON:
            first, last = session().execute(select(func.min(column), func.max(column))).one()
            assert timedelta(days=100) < now() - first < timedelta(days=240), column
            assert last <= now(), column
        started = session().scalars(select(Cohort.starts_on)).all()
        assert all(timedelta(weeks=26) <= today() - day < timedelta(weeks=27) for day in started)


def test_rows_that_only_grow_carry_no_names(demo: Flask) -> None:
    with demo.app_context():
        tables = ("audit_event", "hours_credit")
        rows = [row for table in tables for row in db.session.execute(text(f"SELECT * FROM {table}"))]
        written = " ".join(str(row) for row in rows)
        for name, email in session().execute(select(Person.name, Person.email)):
            assert name not in written
            assert email not in written


FIGURES = "SELECT enrolment_id, lesson, part, minutes, day, revision FROM hours_credit ORDER BY id"


def test_the_same_day_gives_the_same_year(prepared: Path, tmp_path: Path) -> None:
    figures = []
    for folder in ("one", "two"):
        app = copy(prepared, tmp_path / folder)
        with app.app_context(), time_machine.travel(datetime(2027, 3, 5, 12, tzinfo=UTC), tick=False):
            fill(app)
            figures.append([tuple(row) for row in db.session.execute(text(FIGURES))])
            db.session.remove()
            db.engine.dispose()
    assert figures[0] == figures[1] != []


MOMENTS = {
    "clocks go forward, on a Friday": datetime(2027, 3, 26, 12, tzinfo=UTC),
    "clocks go back that night": datetime(2027, 10, 31, 1, tzinfo=UTC),
    "a leap day, and tomorrow already in Israel": datetime(2028, 2, 29, 22, 30, tzinfo=UTC),
    "a Saturday, early": datetime(2026, 12, 26, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_it_can_be_filled_on_any_day(prepared: Path, tmp_path: Path, moment: datetime) -> None:
    app = copy(prepared, tmp_path / "any")
    with app.app_context(), time_machine.travel(moment, tick=False):
        fill(app)
        assert list(verify(SOURCES, EARNED)) == []
        assert count(select(Meeting.id).where(Meeting.state == "planned", Meeting.ends_at < now())) == 1
        for column in WORKED_ON:
            assert session().execute(select(func.max(column))).scalar() <= now()
        db.session.remove()
        db.engine.dispose()


def copy(prepared: Path, folder: Path) -> Flask:
    shutil.copytree(prepared, folder)
    return make_app(folder)


def fill(app: Flask) -> None:
    service.fill(app.extensions["kelim_settings"], app.extensions["kelim_ring"])


def production(folder: Path, **values: object) -> Settings:
    """What an operator sets; the same database."""
    given: dict[str, object] = {
        "environment": "production",
        "instance_dir": folder,
        "secret_key": SecretStr("s" * 40),
        "master_keys": SecretStr(json.dumps({"m1": base64.b64encode(bytes(32)).decode()})),
        "public_url": "https://kelim.example.org",
    }
    return Settings(**(given | values))  # type: ignore[arg-type]


def test_production_refuses_to_be_filled(prepared: Path, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path / "instance")
    settings = production(tmp_path / "instance")
    app = create_app(settings)
    with app.app_context():
        assert not service.is_wanted(settings)
        with pytest.raises(service.NoDemoHere):
            service.fill(settings, app.extensions["kelim_ring"])
        assert readiness.failures() == {}
        assert session().scalars(select(Person.id)).all() == []
    result = app.test_cli_runner().invoke(args=["demo", "accounts"])
    assert result.exit_code == 1
    assert "@" not in result.output


def test_production_settings_refuse_a_demo_password(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="KELIM_DEMO_PASSWORD"):
        production(tmp_path, demo_password=SecretStr(PASSWORD))


def test_production_is_not_ready_on_a_demo_database(demo_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(demo_folder, tmp_path / "instance")
    app = create_app(production(tmp_path / "instance"))
    with app.app_context():
        assert readiness.failures() == {"demo": "the database holds a demo institution"}


@pytest.mark.parametrize("day", [date(2026, 11, 22) + timedelta(days=n) for n in range(7)], ids=str)
def test_the_calendar_knows_every_weekday(day: date) -> None:
    first = calendar.first_day(day)
    assert first.weekday() == calendar.SUNDAY
    assert timedelta(weeks=26) <= day - first < timedelta(weeks=27)
    assert calendar.last_on(calendar.TUESDAY, day, days_ago=7) <= day - timedelta(days=7)
    assert calendar.working_day(day, 1).weekday() not in (calendar.FRIDAY, calendar.SATURDAY)
    assert calendar.working_day(day, -1) <= day
