"""Trainers and coordinators: the cohort, one learner, opening a lesson, looking as somebody else, facilitation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import service as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.catalogue.types import Facilitation, Item, Segment
from app.core.clock import now
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.meetings.rolls import Mark
from app.progress import service as progress
from app.progress.models import LessonState
from app.releases import queries as releases
from tests.meetings.test_rolls import act, hold
from tests.support import curriculum
from tests.support.curriculum import LIVE, LOCKED, MENTORS, OTHERS, PLANNED, READING, WORKSHOP, prose, words
from tests.support.school import School
from tests.support.statements import statements


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def begin(school: School, enrolment_id: int, lesson: str = READING, *, days_ago: int = 0, done: bool = False) -> None:
    at = now() - timedelta(days=days_ago)
    with school.app.app_context(), write_transaction():
        state = LessonState(enrolment_id=enrolment_id, lesson_id=lesson, started_at=at, last_at=at)
        state.completed_at = at if done else None
        session().add(state)


def test_who_needs_somebody_comes_first(school: School, coordinator: FlaskClient) -> None:
    _, fresh = school.learner(name="Never Began")
    _, silent = school.learner(name="Long Silent")
    _, active = school.learner(name="Quite Active")
    begin(school, silent, days_ago=20)
    begin(school, active, days_ago=13)
    shown = coordinator.get(f"/cohorts/{school.cohort_id}").text
    not_started, quiet, everybody = (shown.index(f'id="{x}"') for x in ("not-started", "silent", "all"))
    assert not_started < shown.index("Never Began") < quiet < shown.index("Long Silent") < everybody
    assert shown.index("Quite Active") > everybody
    assert "20 days" in shown
    assert f"/learners/{fresh}#lesson-{READING}" in shown


@pytest.mark.parametrize(
    ("state", "names"),
    [("not-started", {"Ada"}), ("silent", {"Ben"}), ("learning", {"Eva"}), ("complete", set()), ("nonsense", None)],
)
def test_the_matrix_is_filtered_by_state(
    school: School, coordinator: FlaskClient, state: str, names: set[str] | None
) -> None:
    school.learner(name="Ada")
    begin(school, school.learner(name="Ben")[1], days_ago=14)
    begin(school, school.learner(name="Eva")[1])
    shown = coordinator.get(f"/cohorts/{school.cohort_id}?state={state}").text
    below = shown[shown.index('id="all"') :]
    wanted = {"Ada", "Ben", "Eva"} if names is None else names
    assert {name for name in ("Ada", "Ben", "Eva") if name in below} == wanted


def test_a_cohort_of_any_size_takes_the_same_statements(school: School, coordinator: FlaskClient) -> None:
    def count() -> int:
        with statements() as seen:
            assert coordinator.get(f"/cohorts/{school.cohort_id}").status_code == 200
        return len(seen)

    begin(school, school.learner()[1])
    coordinator.get("/")
    few = count()
    for _ in range(6):
        begin(school, school.learner()[1], days_ago=20)
    assert count() == few
    assert few <= 9


def test_a_foreign_cohort_and_its_learners_do_not_exist(school: School) -> None:
    _, learner = school.learner()
    other = School(school.app, school.password, school.starts)
    for role in ("trainer", "coordinator"):
        foreign = school.client(other.staff(role))
        for path in (
            f"/cohorts/{school.cohort_id}",
            f"/learners/{learner}",
            f"/learners/{learner}/open/{LOCKED}",
            f"/as/{learner}",
            f"/as/{learner}/programmes/{MENTORS}",
            f"/as/{learner}/lessons/{READING}",
        ):
            assert foreign.get(path).status_code == 404, path
        assert school.post(foreign, f"/learners/{learner}/open/{LOCKED}", reason="x").status_code == 404


def test_only_those_who_teach_a_learner_may_look(school: School) -> None:
    person, learner = school.learner()
    for client in (
        school.client(person),
        school.client(school.staff("supervisor")),
        school.client(school.staff("evaluator")),
    ):
        for path in (f"/as/{learner}", f"/as/{learner}/lessons/{READING}", f"/learners/{learner}"):
            assert client.get(path).status_code == 404


def test_a_coordinator_opens_a_locked_lesson_and_the_learner_reads_why(
    school: School, coordinator: FlaskClient
) -> None:
    person, learner = school.learner()
    own = school.client(person)
    assert "locked" in own.get(f"/lessons/{LOCKED}").text
    path = f"/learners/{learner}/open/{LOCKED}"
    assert path in coordinator.get(f"/learners/{learner}").text
    refused = school.post(coordinator, path, reason="x" * 301)
    assert refused.status_code == 422
    assert "x" * 301 in refused.text
    assert school.post(coordinator, path, reason="").status_code == 422
    assert school.post(coordinator, path, reason="Trained elsewhere").status_code == 303
    assert "Goal 1" in own.get(f"/lessons/{LOCKED}").text
    assert "Trained elsewhere" in own.get("/account/previews").text
    assert "Trained elsewhere" in coordinator.get(f"/learners/{learner}").text
    assert school.post(coordinator, path, reason="Again").status_code == 409
    with school.app.app_context():
        row = session().scalars(select(AuditEvent).where(AuditEvent.action == "lesson.open")).one()
        assert (row.subject, row.detail) == (f"enrolment:{learner}", LOCKED)


def test_a_trainer_reads_who_can_open_a_lesson_but_cannot(school: School) -> None:
    _, learner = school.learner()
    trainer = school.client(school.staff("trainer"))
    assert "A coordinator of this cohort can open it." in trainer.get(f"/learners/{learner}").text
    assert school.post(trainer, f"/learners/{learner}/open/{LOCKED}", reason="Because").status_code == 403


def test_looking_shows_the_state_of_that_day_without_a_form(school: School, coordinator: FlaskClient) -> None:
    _, learner = school.learner(name="Noa Levi")
    begin(school, learner, days_ago=10, done=True)
    long_ago = (now() - timedelta(days=30)).date().isoformat()
    then = coordinator.get(f"/as/{learner}/programmes/{MENTORS}?on={long_ago}").text
    today = coordinator.get(f"/as/{learner}/programmes/{MENTORS}").text
    assert "Opens when these are complete" in then
    assert "Opens when these are complete" not in today
    for page in (
        then,
        today,
        coordinator.get(f"/as/{learner}").text,
        coordinator.get(f"/as/{learner}/lessons/{LOCKED}").text,
    ):
        assert "<form" not in page
        assert "You see this as" in page
        assert "Noa Levi" in page


def test_looking_counts_credits_up_to_that_day(school: School, coordinator: FlaskClient) -> None:
    _, learner = school.learner()
    lesson = curriculum.catalogue().lessons[READING]
    with school.app.app_context(), write_transaction():
        for step in ("choose", "tick", "quiz"):
            progress.do_step(learner, lesson, step, release_id=releases.active_release_id())
    yesterday = (now() - timedelta(days=2)).date().isoformat()
    assert "1 h 30 min" in coordinator.get(f"/as/{learner}").text.replace("\u202f", " ")
    then = coordinator.get(f"/as/{learner}?on={yesterday}").text
    assert 'value="90"' not in then


def test_looking_never_shows_writing_or_answers(school: School, coordinator: FlaskClient) -> None:
    person, learner = school.learner()
    own = school.client(person)
    own.get(f"/lessons/{READING}")
    assert school.post(own, f"/lessons/{READING}/reflections/ponder", text="my very own words").status_code in (
        200,
        303,
        204,
    )
    assert school.post(own, f"/lessons/{READING}/steps/choose", answer="b").status_code == 303
    page = coordinator.get(f"/as/{learner}/lessons/{READING}").text
    assert "my very own words" not in page
    assert "Option b" not in page
    assert "What now" in page


def test_every_look_is_on_record_and_the_learner_reads_it(school: School) -> None:
    person, learner = school.learner()
    looker = school.staff("trainer")
    client = school.client(looker)
    client.get(f"/as/{learner}?on=2026-03-01")
    client.get(f"/as/{learner}/lessons/{READING}")
    with school.app.app_context():
        rows = session().scalars(select(AuditEvent).where(AuditEvent.action == "preview")).all()
        assert {(row.actor_id, row.subject) for row in rows} == {(looker.id, f"person:{person.id}")}
        assert [row.detail.split()[1] for row in rows] == ["home", f"lesson:{READING}"]
    shown = school.client(person).get("/account/previews").text
    assert shown.count(looker.name) == 2
    assert "2026-03-01" in shown


@pytest.mark.parametrize("on", ["yesterday", "2026-13-01", "9999-12-31", "0001-01-01", "%00"])
def test_a_day_that_is_none_is_explained(school: School, coordinator: FlaskClient, on: str) -> None:
    _, learner = school.learner()
    answer = coordinator.get(f"/as/{learner}?on={on}")
    assert answer.status_code == 422
    assert "year-month-day" in answer.text


def test_a_day_begins_and_ends_in_the_institution(school: School, coordinator: FlaskClient) -> None:
    """23:30 UTC in January is the next day in Jerusalem."""
    _, learner = school.learner()
    with time_machine.travel(datetime(2027, 1, 10, 23, 30, tzinfo=UTC)):
        begin(school, learner)
    pages = [coordinator.get(f"/as/{learner}/lessons/{READING}?on=2027-01-{day}").text for day in (10, 11)]
    assert ["Begun" in page for page in pages] == [False, True]


def test_the_agenda_runs_with_the_clock(school: School) -> None:
    lines = tuple(Item(id=str(n), text=words(f"Part {n}"), minutes=n) for n in (15, 75))
    notes = Facilitation(
        title=words("Run it"),
        segments=(
            Segment(kind="agenda", items=lines),
            Segment(
                kind="roleplay",
                id="visit",
                heading=words("A visit"),
                body=prose("Three cards"),
                settings={"minutes": 12},
            ),
        ),
        languages=("en",),
    )
    school.publish(curriculum.catalogue(curriculum.lesson(LIVE, "second", "live", facilitation=notes)), "agenda")
    trainer = school.client(school.staff("trainer"))
    path = f"/lessons/{LIVE}/facilitation"
    page = trainer.get(f"{path}?start=23:30").text
    assert "23:30–23:45" in page
    assert "23:45–01:00" in page
    assert "A visit" in page
    assert "18:00–18:15" in trainer.get(path).text
    wrong = trainer.get(f"{path}?start=late").text
    assert "for example 18:00" in wrong
    assert 'value="late"' in wrong


def test_facilitation_notes_are_for_those_who_teach(school: School) -> None:
    person, _ = school.learner()
    for client in (
        school.client(person),
        school.client(school.staff("supervisor")),
        school.client(school.staff("evaluator")),
    ):
        assert client.get(f"/lessons/{WORKSHOP}/facilitation").status_code == 404
    for role in ("trainer", "coordinator", "administrator"):
        client = school.client(school.staff(role))
        assert client.get(f"/lessons/{WORKSHOP}/facilitation").status_code == 200
        assert client.get("/lessons/no-such/facilitation").status_code == 404
        assert client.get(f"/lessons/{READING}/facilitation").status_code == 404


def test_simulated_cases_are_for_those_who_teach_and_do_not_learn_there(school: School) -> None:
    path, hidden = f"/programmes/{MENTORS}/simulated-cases", "Drives at night"
    person, _ = school.learner()
    elsewhere = school.cohort(programme_id=OTHERS)
    with school.app.app_context(), write_transaction():
        accounts.grant_role(
            SYSTEM, session().get_one(Person, person.id), "trainer", accounts.Place("cohort", elsewhere)
        )
    both = school.client(person)
    for client in (both, school.client(school.staff("supervisor")), school.client(school.staff("evaluator"))):
        assert client.get(path).status_code == 404
        assert path not in client.get(f"/programmes/{MENTORS}").text
    assert hidden in both.get(f"/programmes/{OTHERS}/simulated-cases").text
    for role in ("trainer", "coordinator", "administrator"):
        client = school.client(school.staff(role))
        assert path in client.get(f"/programmes/{MENTORS}").text
        assert hidden in client.get(path).text
        assert client.get("/programmes/none/simulated-cases").status_code == 404


def test_nothing_that_a_learner_opens_holds_a_simulated_case(school: School) -> None:
    person, enrolment_id = school.learner()
    client = school.client(person)
    for path in ("/", "/programmes", f"/programmes/{MENTORS}", f"/lessons/{WORKSHOP}", f"/lessons/{PLANNED}"):
        page = client.get(path, follow_redirects=True).text
        assert "Dana" not in page
        assert "Drives at night" not in page
    looking = school.client(school.staff("coordinator"))
    assert "Drives at night" not in looking.get(f"/as/{enrolment_id}/programmes/{MENTORS}").text


def test_whoever_left_is_not_in_the_matrix(school: School, coordinator: FlaskClient) -> None:
    _, learner = school.learner(name="Gone Away")
    with school.app.app_context(), write_transaction():
        session().get_one(Enrolment, learner).left_on = now().date()
    assert "Gone Away" not in coordinator.get(f"/cohorts/{school.cohort_id}").text


def test_a_learners_page_says_what_was_missed_and_offers_a_task(school: School, coordinator: FlaskClient) -> None:
    _, absent = school.learner()
    _, present = school.learner()
    hold(school, days_ago=-4)
    meeting = hold(school)
    act(school, "close", meeting, {absent: Mark(False), present: Mark(True)})
    shown = coordinator.get(f"/learners/{absent}").text
    assert f"/learners/{absent}/make-up/{LIVE}" in shown
    assert f"/hours/{absent}" in shown
    assert f"/learners/{present}/make-up/{LIVE}" not in coordinator.get(f"/learners/{present}").text
