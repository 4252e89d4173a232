"""Rolls: drafts pend, closing credits, corrections are rows, and no lesson counts twice."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta

import pytest
from sqlalchemy import select

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Person
from app.audit.models import AuditEvent
from app.core.clock import now, zone
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.enrolment.models import Cohort
from app.hours.models import Credit
from app.hours.queries import list_credits, sum_totals
from app.hours.sources import EARNED, SOURCES
from app.hours.verify import verify
from app.meetings import rolls, service
from app.meetings.models import Attendance, Meeting
from app.meetings.rolls import Mark
from app.progress.models import LessonState, StepDone
from tests.support import curriculum
from tests.support.curriculum import LIVE, READING, WORKSHOP
from tests.support.school import School


def trainer_of(school: School, person: Person | None = None) -> Actor:
    person = person or school.staff("trainer")
    return Actor(id=person.id, name="", language="en", grants=(Grant("trainer", "cohort", school.cohort_id),))


def draft(lesson: str = LIVE, *, days_ago: int = 1, hour: int = 18, **more: object) -> service.MeetingDraft:
    day = (now() - timedelta(days=days_ago)).date()
    at = time(hour)
    return service.MeetingDraft(lesson_id=lesson, day=day, at=at, place="Room 1", **more)  # type: ignore[arg-type]


def hold(school: School, actor: Actor = SYSTEM, **more: object) -> int:
    with school.app.app_context(), write_transaction():
        cohort = session().get_one(Cohort, school.cohort_id)
        return service.schedule(actor, cohort, draft(**more)).id  # type: ignore[arg-type]


def act(
    school: School, verb: str, meeting_id: int, marks: dict[int, Mark], *rest: object, actor: Actor = SYSTEM
) -> None:
    """Calls a verb of the roll with the version that is there."""
    with school.app.app_context(), write_transaction():
        meeting = session().get_one(Meeting, meeting_id)
        getattr(rolls, verb)(actor, meeting, marks, meeting.version, *rest)


def minutes(school: School, enrolment_id: int) -> tuple[int, int, int]:
    """Theory and practice credited, and everything that is pending."""
    with school.app.app_context():
        totals = sum_totals(enrolment_id)
        return totals.minutes("theory"), totals.minutes("practice"), totals.pending_minutes()


def has_attended(school: School, enrolment_id: int, lesson: str = LIVE) -> bool:
    with school.app.app_context():
        return session().get(StepDone, (enrolment_id, lesson, "attendance")) is not None


def test_a_draft_pends_and_closing_credits_by_the_lessons_parts(school: School) -> None:
    _, first = school.learner()
    _, second = school.learner()
    trainer = trainer_of(school)
    meeting = hold(school, trainer)
    act(school, "keep", meeting, {first: Mark(True), second: Mark(None)}, actor=trainer)
    assert minutes(school, first) == (0, 0, 90)
    act(school, "close", meeting, {first: Mark(True, late=10), second: Mark(False)}, actor=trainer)
    assert minutes(school, first) == (53, 27, 0)
    assert minutes(school, second) == (0, 0, 0)
    with school.app.app_context():
        row = list_credits(first)[0]
        found = session().get_one(Meeting, meeting)
        day = found.starts_at.astimezone(zone("Asia/Jerusalem")).date()
        assert (row.source_kind, row.source_id, row.rule) == ("meeting", str(meeting), "presence")
        assert (row.day, row.approver_id, row.lesson) == (day, trainer.id, LIVE)
        assert not list(verify(SOURCES, EARNED))


def test_enough_presence_completes_a_lesson_without_quiz_and_too_little_does_not(school: School) -> None:
    _, enough = school.learner()
    _, short = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {enough: Mark(True, late=18), short: Mark(True, early=19)})
    assert (has_attended(school, enough), has_attended(school, short)) == (True, False)
    with school.app.app_context():
        assert session().get_one(LessonState, (enough, LIVE)).completed_at is not None
        assert session().get(LessonState, (short, LIVE)) is None


def test_a_workshop_with_a_quiz_waits_for_the_quiz(school: School) -> None:
    _, learner = school.learner()
    act(school, "close", hold(school, lesson=WORKSHOP), {learner: Mark(True)})
    with school.app.app_context():
        assert session().get_one(LessonState, (learner, WORKSHOP)).completed_at is None


def test_a_correction_is_rows_and_a_new_revision_and_takes_attendance_back(school: School) -> None:
    _, learner = school.learner()
    _, other = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {learner: Mark(True), other: Mark(True)})
    act(school, "correct", meeting, {learner: Mark(True, early=60), other: Mark(True)}, "left-unnoticed")
    assert minutes(school, learner) == (20, 10, 0)
    assert minutes(school, other) == (60, 30, 0)
    assert not has_attended(school, learner)
    assert has_attended(school, other)
    with school.app.app_context():
        rows = session().scalars(select(Credit).where(Credit.enrolment_id == learner).order_by(Credit.id)).all()
        assert sorted(row.minutes for row in rows) == [-60, -30, 10, 20, 30, 60]
        assert {row.reason_code for row in rows if row.reverses_id} == {"left-unnoticed"}
        assert session().get_one(Attendance, (meeting, learner, 1)).minutes == 90
        assert session().get_one(Attendance, (meeting, learner, 2)).minutes == 30
        assert session().get_one(LessonState, (learner, LIVE)).completed_at is None
        acts = session().scalars(select(AuditEvent.action).where(AuditEvent.subject == f"meeting:{meeting}")).all()
        assert acts == ["meeting.schedule", "roll.close", "roll.correct"]
        assert not list(verify(SOURCES, EARNED))
    act(school, "correct", meeting, {learner: Mark(False), other: Mark(True)}, "roll-corrected")
    assert minutes(school, learner) == (0, 0, 0)
    act(school, "correct", meeting, {learner: Mark(True), other: Mark(True)}, "presence-proved")
    assert minutes(school, learner) == (60, 30, 0)
    assert has_attended(school, learner)
    with school.app.app_context():
        assert not list(verify(SOURCES, EARNED))


def test_a_correction_needs_a_reason_and_a_difference(school: School) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {learner: Mark(True)})
    with pytest.raises(Invalid, match="why"):
        act(school, "correct", meeting, {learner: Mark(False)}, "because")
    with pytest.raises(Invalid, match="differs"):
        act(school, "correct", meeting, {learner: Mark(True)}, "roll-corrected")


def test_two_meetings_of_a_lesson_add_up_to_its_minutes_and_its_parts(school: School) -> None:
    _, learner = school.learner()
    halves = [hold(school, days_ago=n, minutes=45) for n in (3, 2)]
    for half in halves:
        act(school, "close", half, {learner: Mark(True)})
    assert minutes(school, learner) == (60, 30, 0)
    third = hold(school, days_ago=1)
    act(school, "keep", third, {learner: Mark(True)})
    assert minutes(school, learner) == (60, 30, 0)
    act(school, "close", third, {learner: Mark(True)})
    assert minutes(school, learner) == (60, 30, 0)


def test_a_corrected_roll_leaves_room_that_another_meeting_fills(school: School) -> None:
    _, learner = school.learner()
    first, second = hold(school, days_ago=3), hold(school, days_ago=2)
    act(school, "close", first, {learner: Mark(True)})
    act(school, "close", second, {learner: Mark(True)})
    act(school, "correct", first, {learner: Mark(True, late=70)}, "roll-corrected")
    assert sum(minutes(school, learner)) == 90
    assert has_attended(school, learner)
    with school.app.app_context():
        assert not list(verify(SOURCES, EARNED))


def test_a_second_trainer_meets_a_conflict_and_changes_nothing(school: School) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    with school.app.app_context(), write_transaction():
        seen = session().get_one(Meeting, meeting).version
    act(school, "keep", meeting, {learner: Mark(True)})
    with pytest.raises(Conflict), school.app.app_context(), write_transaction():
        rolls.keep(SYSTEM, session().get_one(Meeting, meeting), {learner: Mark(False)}, seen)
    assert minutes(school, learner) == (0, 0, 90)


def test_nobody_closes_a_roll_on_which_they_stand(school: School) -> None:
    person, learner = school.learner()
    meeting = hold(school)
    with pytest.raises(Forbidden):
        act(school, "close", meeting, {learner: Mark(True)}, actor=trainer_of(school, person))


def test_everybody_is_marked_before_a_roll_is_closed(school: School) -> None:
    _, first = school.learner(name="Noa")
    school.learner(name="Samah")
    with pytest.raises(Invalid) as refusal:
        act(school, "close", hold(school), {first: Mark(True)})
    assert refusal.value.values == {"names": "Samah"}


def test_a_roll_waits_for_its_day_and_closing_for_the_beginning(school: School) -> None:
    _, learner = school.learner()
    tomorrow = hold(school, days_ago=-2)
    for verb in ("keep", "close"):
        with pytest.raises(Invalid):
            act(school, verb, tomorrow, {learner: Mark(True)})


def test_cancelling_takes_pending_minutes_off(school: School) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "keep", meeting, {learner: Mark(True)})
    with school.app.app_context(), write_transaction():
        found = session().get_one(Meeting, meeting)
        service.cancel(SYSTEM, found, found.version)
    assert minutes(school, learner) == (0, 0, 0)


def test_a_strangers_meeting_does_not_exist(school: School) -> None:
    elsewhere = school.cohort(school.institution())
    _, learner = school.learner()
    stranger = Actor(id=school.person().id, name="", language="en", grants=(Grant("trainer", "cohort", elsewhere),))
    meeting = hold(school)
    for verb, rest in (("keep", ()), ("close", ()), ("correct", ("roll-corrected",))):
        with pytest.raises(NotFound):
            act(school, verb, meeting, {learner: Mark(True)}, *rest, actor=stranger)


def test_a_meeting_of_a_lesson_of_several_days_is_one_day_long(school: School) -> None:
    lesson = curriculum.lesson(LIVE, "second", "live", minutes=90, theory_minutes=30, practice_minutes=60, days=3)
    school.publish(curriculum.catalogue(lesson), "three-days")
    meetings = [hold(school, days_ago=ago, minutes=asked) for ago, asked in ((2, None), (1, 45))]
    with school.app.app_context():
        assert [session().get_one(Meeting, one).minutes for one in meetings] == [30, 45]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lesson_id": READING}, "lesson_id"),
        ({"lesson_id": "no-such-lesson"}, "lesson_id"),
        ({"day": date(2000, 1, 1)}, "day"),
        ({"place": "", "link": ""}, "place"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused_at_its_field(
    school: School, changes: dict[str, object], field: str
) -> None:
    given = {"lesson_id": LIVE, "day": draft().day, "at": draft().at, "place": "Room"} | changes
    with school.app.app_context(), write_transaction():
        cohort = session().get_one(Cohort, school.cohort_id)
        with pytest.raises(Invalid) as refusal:
            service.schedule(SYSTEM, cohort, service.MeetingDraft(**given))  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_day_of_a_credit_is_the_institutions(school: School) -> None:
    """00:30 in Jerusalem is still yesterday in UTC."""
    _, learner = school.learner()
    meeting = hold(school, days_ago=3, hour=0)
    act(school, "close", meeting, {learner: Mark(True)})
    with school.app.app_context():
        row = list_credits(learner)[0]
        starts_at = session().get_one(Meeting, meeting).starts_at
        assert row.day == draft(days_ago=3).day
        assert starts_at.astimezone(UTC).date() == row.day - timedelta(days=1)


def test_closing_a_roll_late_wakes_nobody_who_is_silent(school: School) -> None:
    _, learner = school.learner()
    act(school, "close", hold(school, days_ago=30), {learner: Mark(True)})
    with school.app.app_context():
        assert now() - session().get_one(LessonState, (learner, LIVE)).last_at > timedelta(days=29)


def test_the_proof_finds_a_closed_roll_that_credited_nothing(school: School) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {learner: Mark(False)})
    with school.app.app_context(), write_transaction():
        line = session().get_one(Attendance, (meeting, learner, 1))
        line.is_present, line.minutes = True, 90
    with school.app.app_context():
        assert [fault.code for fault in verify(SOURCES, EARNED)] == ["not-credited"]


def test_a_later_release_changes_nothing_that_was_credited(school: School) -> None:
    _, learner = school.learner()
    meeting = hold(school)
    act(school, "close", meeting, {learner: Mark(True)})
    before = curriculum.catalogue().lessons[LIVE]
    later = curriculum.shorter(before, minutes=60, theory_minutes=30, practice_minutes=30)
    school.publish(curriculum.catalogue(later), "shorter")
    act(school, "correct", meeting, {learner: Mark(True, late=3)}, "roll-corrected")
    assert minutes(school, learner) == (58, 29, 0)
    second = hold(school, days_ago=0, hour=0)
    act(school, "close", second, {learner: Mark(True)})
    assert minutes(school, learner) == (58, 29, 0)
    with school.app.app_context():
        assert not list(verify(SOURCES, EARNED))
