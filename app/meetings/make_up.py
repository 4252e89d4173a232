"""Make-up tasks: set for missed minutes, handed in by the learner, accepted or returned by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import update

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import day_of, now, today
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.hours import service as hours
from app.meetings import crediting, policy, queries
from app.meetings.models import MakeUpTask
from app.meetings.taught import Taught, get_taught

CHANGED = N_("This task was changed meanwhile. Look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDraft:
    text: str
    minutes: int
    due_on: date


def missing_minutes(enrolment: Enrolment, taught: Taught) -> int:
    """What the lesson's closed rolls and earlier tasks left open; 0 until a roll was closed."""
    if not queries.has_closed_meeting(enrolment.id, taught.lesson.id):
        return 0
    given = crediting.list_given([enrolment.id], taught.lesson.id)[enrolment.id].minutes
    return max(0, taught.lesson.minutes - given - queries.sum_open_tasks(enrolment.id, taught.lesson.id))


def set_task(actor: Actor, enrolment: Enrolment, lesson_id: str, draft: TaskDraft) -> MakeUpTask:
    """Raises Invalid for more minutes than are missing, Forbidden for oneself."""
    if not policy.may_run(actor, enrolment.cohort):
        raise NotFound(queries.NO_TASK)
    policy.require_other(actor, {enrolment.person_id}, policy.OWN_TASK)
    missing = missing_minutes(enrolment, get_taught(enrolment.cohort, lesson_id))
    if draft.minutes > missing:
        raise Invalid(N_("Only %(minutes)s minutes of this lesson are missing."), field="minutes", minutes=missing)
    if draft.due_on < today(enrolment.cohort.institution.time_zone):
        raise Invalid(N_("This day is over. Choose a later one."), field="due_on")
    task = MakeUpTask(
        enrolment_id=enrolment.id,
        lesson_id=lesson_id,
        text=draft.text.strip(),
        minutes=draft.minutes,
        due_on=draft.due_on,
        set_by_id=person_id(actor),
        set_at=now(),
    )
    session().add(task)
    session().flush()
    _record(actor, task, enrolment, "make-up.set")
    return task


def hand_in(actor: Actor, task: MakeUpTask, text: str, version: int) -> None:
    """The learner's own act; an empty text says that it is done. Minutes become pending."""
    if task.enrolment.person_id != actor.id:
        raise NotFound(queries.NO_TASK)
    _take(task, version, "set", "returned")
    task.state, task.handed_in, task.handed_at = "handed-in", text.strip(), now()
    session().flush()
    given = crediting.lock_given([task.enrolment_id], task.lesson_id)[task.enrolment_id]
    taught = get_taught(task.enrolment.cohort, task.lesson_id)
    crediting.pend(crediting.from_task(task, taught, _today(task)), given)
    _record(actor, task, task.enrolment, "make-up.hand-in")


def accept(actor: Actor, task: MakeUpTask, version: int) -> None:
    """Credits the minutes; attendance counts if they are enough now. Raises Forbidden on one's own task."""
    _require_deciding(actor, task)
    _take(task, version, "handed-in")
    taught = get_taught(task.enrolment.cohort, task.lesson_id)
    task.state, task.decided_by_id, task.decided_at = "accepted", person_id(actor), now()
    task.release_id = taught.release_id
    session().flush()
    given = crediting.lock_given([task.enrolment_id], task.lesson_id)
    day = day_of(task.handed_at or now(), task.enrolment.cohort.institution.time_zone)
    earned = crediting.from_task(task, taught, day, person_id(actor))
    crediting.settle(earned, given[task.enrolment_id])
    crediting.settle_others(actor, hours.Source("make-up", str(task.id)), given, taught)
    crediting.judge_attendance(task.enrolment_id, given[task.enrolment_id], taught, task.handed_at or now())
    _record(actor, task, task.enrolment, "make-up.accept")


def give_back(actor: Actor, task: MakeUpTask, comment: str, version: int) -> None:
    """Returns the task with a comment. Raises Invalid without one."""
    _require_deciding(actor, task)
    if not comment.strip():
        raise Invalid(N_("Say what is missing, so that the learner can finish it."), field="comment")
    _take(task, version, "handed-in")
    _decide(actor, task, "returned", comment)
    _record(actor, task, task.enrolment, "make-up.return")


def withdraw(actor: Actor, task: MakeUpTask, version: int) -> None:
    """Takes a task off the learner's list before it is accepted."""
    _require_deciding(actor, task)
    _take(task, version, "set", "returned", "handed-in")
    _decide(actor, task, "withdrawn", "")
    _record(actor, task, task.enrolment, "make-up.withdraw")


def _decide(actor: Actor, task: MakeUpTask, state: str, comment: str) -> None:
    task.state, task.comment = state, comment.strip() or task.comment
    task.decided_by_id, task.decided_at = person_id(actor), now()
    session().flush()
    hours.drop_claim(task.enrolment_id, hours.Source("make-up", str(task.id)))


def _take(task: MakeUpTask, version: int, *states: str) -> None:
    if task.state not in states:
        raise Conflict(CHANGED)
    wanted = (MakeUpTask.id == task.id, MakeUpTask.version == version)
    taken = session().execute(update(MakeUpTask).where(*wanted).values(version=version + 1))
    session().refresh(task)
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(CHANGED)


def _require_deciding(actor: Actor, task: MakeUpTask) -> None:
    policy.require_other(actor, {task.enrolment.person_id}, policy.OWN_TASK)
    if not policy.may_run(actor, task.enrolment.cohort):
        raise NotFound(queries.NO_TASK)


def _today(task: MakeUpTask) -> date:
    return today(task.enrolment.cohort.institution.time_zone)


def _record(actor: Actor, task: MakeUpTask, enrolment: Enrolment, action: str) -> None:
    audit.record(person_id(actor), action, f"make-up:{task.id}", place=f"cohort:{enrolment.cohort_id}")
