"""Reading meetings, rolls and make-up tasks, scoped to the actor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Institution, Person
from app.core.clock import day_of, now
from app.core.db import Reading, fetch, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.meetings import policy
from app.meetings.models import CANCELLED, CLOSED, PLANNED, Attendance, MakeUpTask, Meeting

NO_MEETING = N_("There is no such meeting here.")
NO_TASK = N_("There is no such task here.")
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Next:
    """The learner's next meeting, or the one that is running now."""

    id: int
    lesson_id: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    time_zone: str


_upcoming = (
    select(
        Meeting.id,
        Meeting.lesson_id,
        Meeting.starts_at,
        Meeting.ends_at,
        Meeting.place,
        Meeting.link,
        Institution.time_zone,
    )
    .join(Cohort, Cohort.id == Meeting.cohort_id)
    .join(Institution, Institution.id == Cohort.institution_id)
    .join(Enrolment, Enrolment.cohort_id == Cohort.id)
    .where(Meeting.ends_at > bindparam("moment"), Meeting.state != CANCELLED)
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(1)
)
_next = _upcoming.where(
    Enrolment.person_id == bindparam("person"), Enrolment.left_on.is_(None), Meeting.state == PLANNED
)
_next_of = _upcoming.where(Enrolment.id == bindparam("enrolment"))


def find_next(person_id: int) -> Next | None:
    """One statement: the meeting that a person goes to next, of any of their cohorts."""
    return _first(_next, person=person_id, moment=now())


def find_next_of(enrolment_id: int, after: datetime) -> Next | None:
    """The first meeting of one enrolment that ended after a moment, as it is planned now."""
    return _first(_next_of, enrolment=enrolment_id, moment=after)


def _first(statement: Reading, **values: object) -> Next | None:
    found = fetch(statement, values)
    return Next(*found[0]) if found else None


def get_meeting(actor: Actor, meeting_id: int) -> Meeting:
    """A meeting that the actor runs. Raises NotFound."""
    found = session().get(Meeting, meeting_id)
    if found is None or not policy.may_run(actor, found.cohort):
        raise NotFound(NO_MEETING)
    return found


def get_visible(actor: Actor, meeting_id: int) -> Meeting:
    """A meeting that the actor runs or is invited to. Raises NotFound."""
    found = session().scalars(_with_cohort().where(Meeting.id == meeting_id, policy.visible_meetings(actor))).first()
    if found is None:
        raise NotFound(NO_MEETING)
    return found


def list_run(actor: Actor, *conditions: ColumnElement[bool], limit: int = SHOWN) -> Sequence[Meeting]:
    """Meetings that the actor runs, by time: the first of them, since a national role may run thousands."""
    wanted = _with_cohort().where(policy.runs(actor), *conditions).order_by(Meeting.starts_at, Meeting.id)
    return session().scalars(wanted.limit(limit)).all()


def list_of_cohort(cohort: Cohort) -> Sequence[Meeting]:
    """All meetings of a cohort that the caller may see, by time."""
    wanted = select(Meeting).where(Meeting.cohort_id == cohort.id).order_by(Meeting.starts_at, Meeting.id)
    return session().scalars(wanted).all()


def find_next_run(actor: Actor) -> Meeting | None:
    """The next or running meeting that the actor runs."""
    wanted = (
        _with_cohort()
        .where(policy.runs(actor), Meeting.state == PLANNED, Meeting.ends_at > now())
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )
    return session().scalars(wanted).first()


def list_open_rolls(actor: Actor) -> Sequence[Meeting]:
    """Meetings that are over and whose roll nobody has closed, oldest first."""
    return list_run(actor, Meeting.state == PLANNED, Meeting.ends_at <= now())


def _with_cohort() -> Select[Meeting]:
    return select(Meeting).join(Cohort, Cohort.id == Meeting.cohort_id).options(contains_eager(Meeting.cohort))


@dataclass(frozen=True, slots=True)
class RollLine:
    """A learner on a roll. `is_present` None: not marked yet."""

    enrolment_id: int
    person_id: int
    name: str
    must_be_marked: bool
    is_present: bool | None
    late: int
    early: int
    minutes: int


def list_roll(meeting: Meeting, revision: int | None = None) -> list[RollLine]:
    """Everybody of the cohort who had not left before the meeting's day, by name; who is on the roll stays on it.

    Who was enrolled later may have been there all the same, but need not be marked.
    """
    day = day_of(meeting.starts_at, meeting.cohort.institution.time_zone)
    marked = and_(
        Attendance.meeting_id == meeting.id,
        Attendance.enrolment_id == Enrolment.id,
        Attendance.revision == (revision or meeting.roll_revision),
    )
    wanted = (
        select(
            Enrolment.id,
            Enrolment.person_id,
            Person.name,
            Enrolment.enrolled_on <= day,
            Attendance.is_present,
            func.coalesce(Attendance.late, 0),
            func.coalesce(Attendance.early, 0),
            func.coalesce(Attendance.minutes, 0),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Attendance, marked)
        .where(Enrolment.cohort_id == meeting.cohort_id)
        .where(or_(Enrolment.left_on.is_(None), Enrolment.left_on >= day, Attendance.enrolment_id.is_not(None)))
        .order_by(Person.name, Enrolment.id)
    )
    return [RollLine(*row) for row in session().execute(wanted)]


@dataclass(frozen=True, slots=True)
class Revision:
    """A version of a closed roll; without a reason code it is the first."""

    number: int
    reason_code: str
    name: str | None
    at: datetime


def list_revisions(meeting: Meeting) -> list[Revision]:
    """How a closed roll came about, newest first."""
    wanted = (
        select(Attendance.revision, func.max(Attendance.reason_code), func.max(Person.name), func.max(Attendance.at))
        .outerjoin(Person, Person.id == Attendance.by_id)
        .where(Attendance.meeting_id == meeting.id)
        .group_by(Attendance.revision)
        .order_by(Attendance.revision.desc())
    )
    return [Revision(*row) for row in session().execute(wanted)]


@dataclass(frozen=True, slots=True)
class Seat:
    """A meeting as one learner had it; `minutes` present are null until somebody marked the roll."""

    meeting: Meeting
    enrolment_id: int
    is_present: bool | None
    late: int
    early: int
    minutes: int


def list_seats(enrolment_ids: Collection[int]) -> list[Seat]:
    """Every meeting of these enrolments' cohorts, with this learner's line of the roll that holds; by time."""
    wanted = (
        select(
            Meeting,
            Enrolment.id,
            Attendance.is_present,
            func.coalesce(Attendance.late, 0),
            func.coalesce(Attendance.early, 0),
            func.coalesce(Attendance.minutes, 0),
        )
        .join(Enrolment, Enrolment.cohort_id == Meeting.cohort_id)
        .join(Meeting.cohort)
        .outerjoin(
            Attendance,
            and_(
                Attendance.meeting_id == Meeting.id,
                Attendance.enrolment_id == Enrolment.id,
                Attendance.revision == Meeting.roll_revision,
            ),
        )
        .where(Enrolment.id.in_(sorted(enrolment_ids)))
        .options(contains_eager(Meeting.cohort))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [Seat(*row) for row in session().execute(wanted)]


def get_task(actor: Actor, task_id: int) -> MakeUpTask:
    """A task that the actor set, decides, or has to do. Raises NotFound."""
    found = session().get(MakeUpTask, task_id)
    if found is None or not policy.may_see_task(actor, found):
        raise NotFound(NO_TASK)
    return found


def list_tasks(enrolment_ids: Collection[int]) -> Sequence[MakeUpTask]:
    """Make-up tasks of these enrolments, newest first."""
    wanted = select(MakeUpTask).where(MakeUpTask.enrolment_id.in_(sorted(enrolment_ids)))
    return session().scalars(wanted.order_by(MakeUpTask.id.desc())).all()


def list_tasks_to_decide(actor: Actor) -> Sequence[MakeUpTask]:
    """Tasks that were handed in to the actor's cohorts, oldest first; never the actor's own."""
    wanted = (
        select(MakeUpTask)
        .join(MakeUpTask.enrolment)
        .join(Enrolment.cohort)
        .join(Enrolment.person)
        .where(policy.runs(actor), MakeUpTask.state == "handed-in", Enrolment.person_id != actor.id)
        .options(
            contains_eager(MakeUpTask.enrolment).options(
                contains_eager(Enrolment.cohort), contains_eager(Enrolment.person)
            )
        )
        .order_by(MakeUpTask.handed_at, MakeUpTask.id)
        .limit(SHOWN)
    )
    return session().scalars(wanted).all()


def sum_open_tasks(enrolment_id: int, lesson_id: str) -> int:
    """Minutes of tasks that are set and not decided yet."""
    wanted = select(func.coalesce(func.sum(MakeUpTask.minutes), 0)).where(
        MakeUpTask.enrolment_id == enrolment_id,
        MakeUpTask.lesson_id == lesson_id,
        MakeUpTask.state.in_(("set", "handed-in", "returned")),
    )
    return int(session().scalars(wanted).one())


def has_closed_meeting(enrolment_id: int, lesson_id: str) -> bool:
    """Whether a roll of this lesson was closed with this learner on it: only then are minutes known to be missing."""
    wanted = (
        select(Meeting.id)
        .join(Attendance, and_(Attendance.meeting_id == Meeting.id, Attendance.revision == Meeting.roll_revision))
        .where(Attendance.enrolment_id == enrolment_id, Meeting.lesson_id == lesson_id, Meeting.state == CLOSED)
        .limit(1)
    )
    return session().scalars(wanted).first() is not None


def is_meeting_source(enrolment_id: int, source_id: str) -> bool:
    """For the proof of the ledger: a closed roll that names this learner."""
    if not source_id.isdecimal():
        return False
    wanted = (
        select(Attendance.meeting_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Meeting.id == int(source_id), Meeting.state == CLOSED, Attendance.enrolment_id == enrolment_id)
        .limit(1)
    )
    return session().scalars(wanted).first() is not None


def is_task_source(enrolment_id: int, source_id: str) -> bool:
    """For the proof of the ledger: an accepted task of this learner."""
    if not source_id.isdecimal():
        return False
    task = session().get(MakeUpTask, int(source_id))
    return task is not None and task.enrolment_id == enrolment_id and task.state == "accepted"
