"""Meetings in the browser: one POST a roll, nothing typed is lost, and everybody sees their own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts import service as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import now
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.meetings import queries
from app.meetings.models import MakeUpTask, Meeting
from app.meetings.rolls import Mark
from tests.meetings.test_rolls import act, has_attended, hold, minutes
from tests.support.curriculum import LIVE, READING
from tests.support.school import School
from tests.support.statements import statements


def version(school: School, meeting_id: int) -> int:
    with school.app.app_context():
        return session().get_one(Meeting, meeting_id).version


def typed(**changes: str) -> dict[str, str]:
    day = (now() + timedelta(days=3)).date()
    return {"lesson_id": LIVE, "day": day.isoformat(), "at": "18:00", "place": "Room 4"} | changes


@pytest.fixture
def trainer(school: School) -> FlaskClient:
    return school.client(school.staff("trainer"))


def test_a_trainer_schedules_changes_and_cancels(school: School, trainer: FlaskClient) -> None:
    path = f"/cohorts/{school.cohort_id}/meetings"
    assert "Lesson live-one" in trainer.get(f"{path}/new").text
    made = school.post(trainer, f"{path}/new", **typed())
    assert made.status_code == 303
    assert "Room 4" in trainer.get(made.location).text
    assert "18:00" in trainer.get(f"{made.location}/edit").text
    changed = school.post(trainer, f"{made.location}/edit", version=1, **typed(place="Room 5", at="19:30"))
    assert changed.status_code == 303
    assert "Room 5" in trainer.get(path).text
    gone = school.post(trainer, f"{made.location}/cancel", version=2)
    assert gone.status_code == 303
    assert "Cancelled" in trainer.get(path).text
    assert school.post(trainer, f"{made.location}/edit", version=3, **typed()).status_code == 409


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": "soon"}, "18:00"),
        ({"at": "25:00"}, "Room 4"),
        ({"minutes": "9" * 40}, "Room 4"),
        ({"minutes": "-1"}, "from 1 to 720"),
        ({"lesson_id": READING}, "Room 4"),
        ({"day": "0001-01-01"}, "The cohort learns from"),
        ({"day": "9999-12-31"}, "The cohort learns from"),
        ({"link": "javascript:alert(1)"}, "A link begins with https://"),
        ({"place": "x" * 5000}, "x" * 5000),
        ({"place": ""}, "Say where"),
    ],
)
def test_a_meeting_that_cannot_be_gives_back_what_was_typed(
    school: School, trainer: FlaskClient, changes: dict[str, str], said: str
) -> None:
    answer = school.post(trainer, f"/cohorts/{school.cohort_id}/meetings/new", **typed(**changes))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text


def test_a_time_that_clocks_leave_out_is_explained(school: School, trainer: FlaskClient) -> None:
    with school.app.app_context(), write_transaction():
        session().get_one(Cohort, school.cohort_id).ends_on = date(2027, 12, 31)
    answer = school.post(trainer, f"/cohorts/{school.cohort_id}/meetings/new", **typed(day="2027-03-26", at="02:30"))
    assert answer.status_code == 422
    assert "clocks go forward" in answer.text


def test_the_whole_roll_is_one_post(school: School, trainer: FlaskClient) -> None:
    _, first = school.learner()
    _, second = school.learner()
    meeting = hold(school)
    path = f"/meetings/{meeting}/roll"
    assert f'name="late-{first}"' in trainer.get(path).text
    kept = school.post(trainer, path, version=1, action="all-present", **{f"mark-{first}": "absent"})
    assert (kept.status_code, kept.location) == (303, path)
    assert minutes(school, second) == (0, 0, 90)
    closed = school.post(
        trainer,
        path,
        version=2,
        action="close",
        **{f"mark-{first}": "absent", f"mark-{second}": "present", f"late-{second}": "15"},
    )
    assert closed.location == f"/meetings/{meeting}"
    assert minutes(school, second) == (50, 25, 0)
    shown = trainer.get(closed.location).text
    assert "15 min late" in shown
    corrected = school.post(
        trainer,
        path,
        version=3,
        action="correct",
        reason="presence-proved",
        **{f"mark-{first}": "present", f"mark-{second}": "present", f"late-{second}": "15"},
    )
    assert corrected.status_code == 303
    assert minutes(school, first) == (60, 30, 0)
    assert "Presence was proved later" in trainer.get(corrected.location).text


@pytest.mark.parametrize(("late", "said"), [("ten", "whole numbers"), ("90", "whole meeting"), ("9" * 50, "whole")])
def test_wrong_minutes_on_a_roll_are_named_and_kept(school: School, trainer: FlaskClient, late: str, said: str) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    lines = {f"mark-{learner}": "present", f"late-{learner}": late}
    answer = school.post(trainer, f"/meetings/{meeting}/roll", version=1, action="close", **lines)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{late}"' in answer.text
    assert version(school, meeting) == 1


def test_a_second_trainer_sees_both_rolls_and_loses_nothing(school: School, trainer: FlaskClient) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "keep", meeting, {learner: Mark(True, late=20)})
    mine = {f"mark-{learner}": "present", f"early-{learner}": "7"}
    answer = school.post(trainer, f"/meetings/{meeting}/roll", version=1, action="keep", **mine)
    assert answer.status_code == 409
    assert "Saved by somebody else: present · 20 min late" in " ".join(answer.text.split())
    assert 'value="7"' in answer.text
    assert minutes(school, learner)[2] == 70
    again = school.post(trainer, f"/meetings/{meeting}/roll", version=2, action="keep", **mine)
    assert again.status_code == 303
    assert minutes(school, learner)[2] == 83


def test_a_roll_closed_meanwhile_turns_into_a_correction(school: School, trainer: FlaskClient) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {learner: Mark(True)})
    answer = school.post(
        trainer, f"/meetings/{meeting}/roll", version=1, action="close", **{f"mark-{learner}": "absent"}
    )
    assert answer.status_code == 409
    assert 'value="correct"' in answer.text
    assert minutes(school, learner) == (60, 30, 0)


def test_a_roll_sent_twice_acts_once(school: School, trainer: FlaskClient) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    sent = {"version": 1, "action": "close", "form_key": "k" * 20, f"mark-{learner}": "present"}
    answers = [school.post(trainer, f"/meetings/{meeting}/roll", **sent) for _ in range(2)]
    assert [(x.status_code, x.location) for x in answers] == [(303, f"/meetings/{meeting}")] * 2
    assert minutes(school, learner) == (60, 30, 0)


def test_a_learner_sees_what_comes_and_what_was_credited_and_why(school: School) -> None:
    person, learner = school.learner()
    past = hold(school)
    hold(school, days_ago=-5)
    act(school, "close", past, {learner: Mark(True, late=5)})
    shown = school.client(person).get("/meetings").text
    assert "Present 85 minutes: 5 late, 0 left early." in shown
    assert "Room 1" in shown
    with school.app.app_context():
        following = queries.find_next(person.id)
        assert following is not None
        assert (following.lesson_id, following.place, following.time_zone) == (LIVE, "Room 1", "Asia/Jerusalem")


def test_the_roll_is_offered_from_the_day_of_the_meeting_on(school: School) -> None:
    trainer = school.client(school.staff("trainer"))
    for days_ago, is_offered in ((-3, False), (3, True)):
        meeting = hold(school, days_ago=days_ago)
        assert (f"/meetings/{meeting}/roll" in trainer.get(f"/meetings/{meeting}").text) is is_offered


def test_the_next_meeting_is_one_statement(school: School) -> None:
    person, _ = school.learner()
    hold(school, days_ago=-5)
    with school.app.app_context(), statements() as seen:
        assert queries.find_next(person.id) is not None
    assert len(seen) == 1


def test_others_meetings_do_not_exist_for_anybody(school: School) -> None:
    meeting = hold(school)
    elsewhere = school.cohort(school.institution())
    stranger, _ = school.learner(elsewhere)
    client = school.client(stranger)
    assert client.get(f"/meetings/{meeting}").status_code == 404
    other = School(school.app, school.password, school.starts)
    foreign = school.client(other.staff("trainer"))
    for path in (f"/meetings/{meeting}", f"/meetings/{meeting}/roll", f"/meetings/{meeting}/edit"):
        assert foreign.get(path).status_code == 404
    assert foreign.get(f"/cohorts/{school.cohort_id}/meetings/new").status_code == 404
    for verb in ("roll", "edit", "cancel"):
        assert school.post(foreign, f"/meetings/{meeting}/{verb}", version=1, **typed()).status_code == 404
    assert foreign.get("/meetings/99999999999999999999").status_code == 404


def task_of(school: School, learner: int, trainer: FlaskClient, **changes: object) -> str:
    due = (now() + timedelta(days=7)).date().isoformat()
    sent = {"text": "Practise with a colleague", "minutes": 40, "due_on": due} | changes
    answer = school.post(trainer, f"/learners/{learner}/make-up/{LIVE}", **sent)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def task_version(school: School) -> int:
    with school.app.app_context():
        return session().scalars(select(func.max(MakeUpTask.version))).one()


def missed(school: School) -> tuple[Person, int]:
    """A learner who was there for 50 of 90 minutes."""
    person, learner = school.learner()
    act(school, "close", hold(school), {learner: Mark(True, late=40)})
    return person, learner


def test_a_task_makes_up_what_was_missed(school: School, trainer: FlaskClient) -> None:
    person, learner = missed(school)
    assert not has_attended(school, learner)
    task = task_of(school, learner, trainer)
    own = school.client(person)
    assert "To make up" in own.get("/meetings").text
    assert "it is not private writing" in own.get(task).text
    assert school.post(own, f"{task}/hand-in", text="I practised.", version=1).status_code == 303
    assert minutes(school, learner) == (33, 17, 40)
    back = school.post(trainer, f"{task}/return", comment="", version=2)
    assert back.status_code == 422
    assert school.post(trainer, f"{task}/return", comment="With whom?", version=2).status_code == 303
    assert minutes(school, learner) == (33, 17, 0)
    assert "With whom?" in own.get(task).text
    assert school.post(own, f"{task}/hand-in", text="", version=3).status_code == 303
    assert school.post(trainer, f"{task}/accept", version=4).status_code == 303
    assert minutes(school, learner) == (60, 30, 0)
    assert has_attended(school, learner)
    assert school.post(trainer, f"{task}/accept", version=5).status_code == 409


def test_a_task_is_never_worth_more_than_is_missing(school: School, trainer: FlaskClient) -> None:
    _, learner = missed(school)
    path = f"/learners/{learner}/make-up/{LIVE}"
    due = (now() + timedelta(days=7)).date().isoformat()
    answer = school.post(trainer, path, text="Everything", minutes=41, due_on=due)
    assert answer.status_code == 422
    assert "Only 40 minutes" in answer.text
    task_of(school, learner, trainer, minutes=30)
    assert "10 min" in trainer.get(path).text


def test_nobody_decides_on_their_own_task_or_somebody_elses_cohort(school: School, trainer: FlaskClient) -> None:
    person, learner = missed(school)
    task = task_of(school, learner, trainer)
    school.post(school.client(person), f"{task}/hand-in", text="Done", version=1)
    with school.app.app_context(), write_transaction():
        accounts.grant_role(SYSTEM, session().get_one(Person, person.id), "trainer", Place("cohort", school.cohort_id))
    both = school.client(person)
    assert school.post(both, f"{task}/accept", version=2).status_code == 403
    other = School(school.app, school.password, school.starts)
    foreign = school.client(other.staff("trainer"))
    assert school.post(foreign, f"{task}/accept", version=2).status_code == 404
    assert foreign.get(task).status_code == 404
    assert foreign.get(f"/learners/{learner}/make-up/{LIVE}").status_code == 404
    assert task_version(school) == 2
    assert minutes(school, learner) == (33, 17, 40)


def test_a_withdrawn_task_is_pending_no_more(school: School, trainer: FlaskClient) -> None:
    person, learner = missed(school)
    task = task_of(school, learner, trainer)
    school.post(school.client(person), f"{task}/hand-in", text="Done", version=1)
    assert school.post(trainer, f"{task}/withdraw", version=2).status_code == 303
    assert minutes(school, learner) == (33, 17, 0)
