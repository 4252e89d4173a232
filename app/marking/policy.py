"""Who marks: trainers and coordinators of the cohort, never themselves, and nobody twice."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_

from app.accounts.actor import Actor
from app.enrolment import policy as enrolment
from app.enrolment.models import Enrolment
from app.marking.models import SECOND, THIRD, WAITING, AnswerMark, MarkingComment, MarkingTask


def may_see_task(actor: Actor, task: MarkingTask) -> bool:
    return task.enrolment.person_id != actor.id and enrolment.may_see_cohort(actor, task.enrolment.cohort)


def visible_tasks(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `MarkingTask` joined to `Enrolment` and `Cohort`."""
    return and_(Enrolment.person_id != actor.id, enrolment.visible_cohorts(actor))


def coordinates(actor: Actor, task: MarkingTask) -> bool:
    return may_see_task(actor, task) and enrolment.may_see_cohort(actor, task.enrolment.cohort, enrolment.COORDINATING)


def may_mark(actor: Actor, task: MarkingTask, markers: Collection[int | None]) -> bool:
    """`markers` have marked this try. A third look is by whoever gave neither mark; by a coordinator all the same,
    since a house of two markers could otherwise never settle."""
    if not may_see_task(actor, task):
        return False
    if task.state == WAITING or (task.state == SECOND and actor.id not in markers):
        return True
    return task.state == THIRD and (actor.id not in markers or coordinates(actor, task))


def markable(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL, over the same tables."""
    has_marked = exists().where(
        AnswerMark.attempt_id == MarkingTask.attempt_id,
        AnswerMark.question_id == MarkingTask.question_id,
        AnswerMark.try_number == MarkingTask.try_number,
        AnswerMark.marker_id == actor.id,
    )
    settles = or_(~has_marked, enrolment.visible_cohorts(actor, enrolment.COORDINATING))
    return and_(
        visible_tasks(actor),
        or_(
            MarkingTask.state == WAITING,
            and_(MarkingTask.state == SECOND, ~has_marked),
            and_(MarkingTask.state == THIRD, settles),
        ),
    )


def may_read_marks(task: MarkingTask, mark: AnswerMark, actor: Actor) -> bool:
    """One's own at any time; others' of this try once both are in; those of earlier tries unless the second is due.

    Whoever gives a second mark knows nothing of the first marker's thoughts, not even of those on an earlier try.
    """
    if mark.marker_id == actor.id:
        return True
    return task.state != SECOND


def may_see_comment(actor: Actor, comment: MarkingComment) -> bool:
    """One's own phrases, and those of an institution at which one coordinates: these are the ones that one retires."""
    return comment.by_id == actor.id or may_share(actor, comment.institution_id)


def visible_comments(actor: Actor) -> ColumnElement[bool]:
    """The same rule as SQL over `MarkingComment`."""
    own = MarkingComment.by_id == actor.id
    if actor.is_national(*enrolment.COORDINATING):
        return or_(own, MarkingComment.institution_id.is_not(None))
    places = sorted(actor.places("institution", enrolment.COORDINATING))
    return or_(own, MarkingComment.institution_id.in_(places))


def may_share(actor: Actor, institution_id: int | None) -> bool:
    """Whether the actor may put phrases before everybody who marks at an institution."""
    if institution_id is None:
        return False
    return actor.is_national(*enrolment.COORDINATING) or institution_id in actor.places(
        "institution", enrolment.COORDINATING
    )
