"""Recording what a learner has done; a lesson that becomes complete is credited in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, select, update

from app.catalogue.types import Lesson
from app.core.clock import now, today
from app.core.db import hold, insert_unless_there, session
from app.enrolment.models import Enrolment
from app.hours import service as hours
from app.hours import sources
from app.notices import service as notices
from app.notices.kinds import GATE_OPENED
from app.progress import queries, rules
from app.progress.models import LessonState, StepDone

RULE_SELF_STUDY = "self-study-complete"

sources.register("lesson", queries.is_completed, queries.list_completed_alone)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step brought: whether the lesson is complete now for the first time, and the minutes credited."""

    is_new: bool
    completed: bool = False
    minutes: int = 0


def start(enrolment_id: int, lesson: Lesson, place: str = "", *, at: datetime | None = None) -> None:
    """Notes that a lesson was opened, and where reading stands; `at` is for what others note later (default now).

    The row is written even if nothing in it changes: on PostgreSQL that makes steps that are done at one moment wait
    for one another, so that the last of them sees all the others.
    """
    moment = at or now()
    key = {"enrolment_id": enrolment_id, "lesson_id": lesson.id}
    if not insert_unless_there(LessonState, {**key, "started_at": moment, "last_at": moment, "place": place}):
        is_later = LessonState.last_at < moment
        values = {"last_at": case((is_later, moment), else_=LessonState.last_at)}
        if place:
            values["place"] = case((is_later, place), else_=LessonState.place)
        session().execute(update(LessonState).filter_by(**key).values(values))


def do_step(
    enrolment_id: int,
    lesson: Lesson,
    step_id: str,
    *,
    release_id: int | None,
    answer: str = "",
    day: date | None = None,
    at: datetime | None = None,
) -> Outcome:
    """Marks a step as done, once; `day` is the day that a credit falls on (default today), `at` when it was done.

    Raises nothing for a step that is done already: the first answer stands. Steps of one learner wait for one another,
    also those of different lessons, so that the last one sees which gate it opens.
    """
    hold(select(Enrolment.id).filter_by(id=enrolment_id).with_for_update(key_share=True))
    start(enrolment_id, lesson, at=at)
    values = {
        "enrolment_id": enrolment_id,
        "lesson_id": lesson.id,
        "step_id": step_id,
        "answer": answer[:200],
        "done_at": at or now(),
        "release_id": release_id,
    }
    if not insert_unless_there(StepDone, values):
        return Outcome(is_new=False)
    return _complete_if_done(enrolment_id, lesson, release_id, day or today())


def undo_step(enrolment_id: int, lesson: Lesson, step_id: str) -> None:
    """Takes a step back (a corrected roll). A completion on it ends; credits are corrected by their source."""
    done = session().get(StepDone, (enrolment_id, lesson.id, step_id))
    if done is None:
        return
    session().delete(done)
    session().execute(
        update(LessonState).filter_by(enrolment_id=enrolment_id, lesson_id=lesson.id).values(completed_at=None)
    )


def done_steps(enrolment_id: int, lesson_id: str) -> Sequence[str]:
    return session().scalars(select(StepDone.step_id).filter_by(enrolment_id=enrolment_id, lesson_id=lesson_id)).all()


def _complete_if_done(enrolment_id: int, lesson: Lesson, release_id: int | None, day: date) -> Outcome:
    if not rules.is_complete(lesson, done_steps(enrolment_id, lesson.id)):
        return Outcome(is_new=True)
    completed = session().execute(
        update(LessonState)
        .where(
            LessonState.enrolment_id == enrolment_id,
            LessonState.lesson_id == lesson.id,
            LessonState.completed_at.is_(None),
        )
        .values(completed_at=now(), release_id=release_id)
    )
    if completed.rowcount:  # type: ignore[attr-defined]
        _tell_of_gates(enrolment_id, lesson.id)
    minutes = _credit_self_study(enrolment_id, lesson, release_id, day) if lesson.kind == "self-study" else 0
    return Outcome(is_new=True, completed=True, minutes=minutes)


def _tell_of_gates(enrolment_id: int, lesson_id: str) -> None:
    """The learner reads of every gate that this lesson has opened."""
    learning = queries.get_learning(enrolment_id)
    programme = learning.content(None).catalogue.programmes.get(learning.programme_id)
    for gate in programme.gates if programme else ():
        if lesson_id in gate.lessons and rules.gate_standing(gate, learning.completions).is_open:
            notices.tell(learning.person_id, GATE_OPENED, f"/programmes/{learning.programme_id}#gate-{gate.id}")


def _credit_self_study(enrolment_id: int, lesson: Lesson, release_id: int | None, day: date) -> int:
    return hours.credit(
        hours.Draft(
            enrolment_id=enrolment_id,
            module=lesson.module,
            lesson=lesson.id,
            minutes={"theory": lesson.theory_minutes, "practice": lesson.practice_minutes},
            day=day,
            rule=RULE_SELF_STUDY,
            source=hours.Source("lesson", lesson.id),
            release_id=release_id,
        )
    )
