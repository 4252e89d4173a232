"""Reading tasks, marks and phrases, scoped to the actor. No query for markers reads who wrote an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, load_only

from app.accounts.actor import Actor
from app.core.clock import now
from app.core.db import hold, session
from app.core.errors import NotFound
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.marking import policy, rules
from app.marking.models import AnswerMark, MarkingComment, MarkingTask
from app.quizzes.models import Answer, Attempt

NO_TASK = N_("There is no such answer to mark here.")
NO_COMMENT = N_("There is no such phrase of yours.")
SHOWN = 100
PHRASES = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to; empty: everything. `question` is lesson/question."""

    cohort_id: int = 0
    lesson_id: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Queued:
    """A line of the queue."""

    task: MarkingTask
    language: str


def _tasks() -> Select[MarkingTask]:
    return (
        select(MarkingTask)
        .join(Enrolment, Enrolment.id == MarkingTask.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Attempt, Attempt.id == MarkingTask.attempt_id)
        .options(
            contains_eager(MarkingTask.enrolment).contains_eager(Enrolment.cohort),
            contains_eager(MarkingTask.attempt).options(load_only(Attempt.release_id, Attempt.questions)),
        )
    )


def list_queue(actor: Actor, filters: Filters) -> list[Queued]:
    """What the actor may mark now, the longest waiting first."""
    wanted = (
        _tasks()
        .join(Answer, and_(Answer.attempt_id == MarkingTask.attempt_id, Answer.question_id == MarkingTask.question_id))
        .add_columns(Answer.language)
        .where(policy.markable(actor), *_narrowed(filters))
        .order_by(MarkingTask.handed_at, MarkingTask.id)
        .limit(SHOWN)
    )
    return [Queued(row[0], row[1]) for row in session().execute(wanted)]


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    lesson_id, _, question_id = filters.question.partition("/")
    return [
        column == value
        for column, value in (
            (Cohort.id, filters.cohort_id),
            (MarkingTask.lesson_id, filters.lesson_id or lesson_id),
            (MarkingTask.lesson_id, lesson_id),
            (MarkingTask.question_id, question_id),
        )
        if value
    ]


def find_next(actor: Actor) -> int | None:
    """The task that has waited longest for somebody like the actor."""
    wanted = (
        select(MarkingTask.id)
        .join(Enrolment, Enrolment.id == MarkingTask.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(policy.markable(actor))
        .order_by(MarkingTask.handed_at, MarkingTask.id)
        .limit(1)
    )
    return session().scalars(wanted).first()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the queue can be narrowed to."""

    cohort_id: int
    cohort_name: str
    lesson_id: str
    question_id: str
    release_id: int


def list_choices(actor: Actor) -> list[Choice]:
    """Everything that waits for the actor, by cohort and question."""
    columns = (Cohort.id, Cohort.name, MarkingTask.lesson_id, MarkingTask.question_id)
    wanted = (
        select(*columns, func.max(Attempt.release_id))
        .select_from(MarkingTask)
        .join(Enrolment, Enrolment.id == MarkingTask.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Attempt, Attempt.id == MarkingTask.attempt_id)
        .where(policy.markable(actor))
        .group_by(*columns)
        .order_by(Cohort.name, Cohort.id, MarkingTask.lesson_id, MarkingTask.question_id)
    )
    return [Choice(*row) for row in session().execute(wanted)]


@dataclass(frozen=True, slots=True)
class Load:
    """How many answers wait for somebody, and how many of them for longer than a week."""

    waiting: int
    late: int


def count_load(actor: Actor) -> Load:
    is_late = MarkingTask.handed_at < now() - rules.LATE_AFTER
    wanted = (
        select(func.count(MarkingTask.id), func.coalesce(func.sum(case((is_late, 1), else_=0)), 0))
        .select_from(MarkingTask)
        .join(Enrolment, Enrolment.id == MarkingTask.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(policy.markable(actor))
    )
    row = session().execute(wanted).one()
    return Load(int(row[0]), int(row[1]))


def get_task(actor: Actor, task_id: int) -> MarkingTask:
    """A task of the actor's cohorts, never an answer of their own. Raises NotFound."""
    found = session().scalars(_tasks().where(MarkingTask.id == task_id, policy.visible_tasks(actor))).one_or_none()
    if found is None:
        raise NotFound(NO_TASK)
    return found


def find_task(attempt_id: int, question_id: str) -> MarkingTask | None:
    """For the learner's own pages; the caller knows that the attempt is the actor's."""
    wanted = _tasks().where(MarkingTask.attempt_id == attempt_id, MarkingTask.question_id == question_id)
    return session().scalars(wanted).one_or_none()


def lock(task: MarkingTask) -> None:
    """Those who change a task at one moment wait for one another."""
    hold(select(MarkingTask.id).where(MarkingTask.id == task.id).with_for_update())
    session().refresh(task, ["state", "version", "try_number", "second_wanted", "handed_at", "settled_at"])


def get_answer(task: MarkingTask) -> Answer:
    return session().get_one(Answer, (task.attempt_id, task.question_id), populate_existing=True)


def list_marks(task: MarkingTask) -> Sequence[AnswerMark]:
    """Of all tries, oldest first. Which of them somebody may read is the policy's."""
    wanted = select(AnswerMark).filter_by(attempt_id=task.attempt_id, question_id=task.question_id)
    return session().scalars(wanted.order_by(AnswerMark.try_number, AnswerMark.id)).all()


def list_phrases(actor: Actor, institution_id: int, question: str, language: str) -> Sequence[MarkingComment]:
    """What may be put under an answer: one's own and the institution's, for this question or any, in one language."""
    own = and_(MarkingComment.by_id == actor.id, MarkingComment.institution_id.is_(None))
    wanted = (
        select(MarkingComment)
        .where(
            or_(own, MarkingComment.institution_id == institution_id),
            MarkingComment.question.in_(("", question)),
            MarkingComment.language == language,
            MarkingComment.retired_at.is_(None),
        )
        .order_by(MarkingComment.question.desc(), MarkingComment.id)
        .limit(PHRASES)
    )
    return session().scalars(wanted).all()


def list_comments(actor: Actor) -> Sequence[MarkingComment]:
    """Phrases that the actor may retire, newest first."""
    wanted = select(MarkingComment).where(policy.visible_comments(actor), MarkingComment.retired_at.is_(None))
    return session().scalars(wanted.order_by(MarkingComment.id.desc()).limit(PHRASES)).all()


def count_comments(actor: Actor) -> int:
    wanted = select(func.count(MarkingComment.id)).where(
        MarkingComment.by_id == actor.id, MarkingComment.retired_at.is_(None)
    )
    return int(session().scalars(wanted).one())


def get_comment(actor: Actor, comment_id: int) -> MarkingComment:
    found = session().get(MarkingComment, comment_id)
    if found is None or not policy.may_see_comment(actor, found):
        raise NotFound(NO_COMMENT)
    return found


@dataclass(frozen=True, slots=True)
class Pair:
    """Points of a first and a second mark of one try."""

    first: int
    second: int


def list_pairs(visible: ColumnElement[bool]) -> Mapping[tuple[str, str, str, int], list[Pair]]:
    """By lesson, question, version of its rubric and points to be had. `visible` is about `Cohort`."""
    second = AnswerMark.__table__.alias("second")
    wanted = (
        select(
            Attempt.lesson_id,
            AnswerMark.question_id,
            AnswerMark.rubric_version,
            AnswerMark.most,
            AnswerMark.points,
            second.c.points,
        )
        .join(
            second,
            and_(
                second.c.attempt_id == AnswerMark.attempt_id,
                second.c.question_id == AnswerMark.question_id,
                second.c.try_number == AnswerMark.try_number,
                second.c.part == "second",
            ),
        )
        .join(Attempt, Attempt.id == AnswerMark.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(visible, AnswerMark.part == "first", AnswerMark.points.is_not(None), second.c.points.is_not(None))
        .order_by(AnswerMark.id)
    )
    found: dict[tuple[str, str, str, int], list[Pair]] = {}
    for lesson_id, question_id, version, most, one, other in session().execute(wanted):
        found.setdefault((lesson_id, question_id, version, most), []).append(Pair(one, other))
    return found
