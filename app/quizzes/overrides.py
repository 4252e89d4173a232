"""A coordinator changes a quiz's rules for one learner: with a reason, on record, and visible to that learner."""

from __future__ import annotations

from sqlalchemy import delete

from app.accounts.actor import Actor
from app.audit import service as audit
from app.catalogue.types import Lesson, Quiz
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.notices import kinds as notices
from app.notices.service import tell
from app.progress import service as progress
from app.progress.rules import QUIZ
from app.quizzes import policy, queries, timing
from app.quizzes.models import QuizExtraTime, QuizOverride
from app.releases import queries as releases

ONLY_COORDINATORS = N_(
    "Only a coordinator of this cohort can change a quiz’s rules for a learner, and never for themselves."
)
NOT_NOW = N_("This is not needed any more: somebody has opened it, or the quiz has changed. Look at the page again.")
NO_SUCH_TIME = N_("Choose one of the times.")
LONGEST_REASON = 300
NOTICES = {
    timing.EXTRA_ATTEMPT: notices.ATTEMPT_GIVEN,
    timing.NO_WAIT: notices.ATTEMPT_GIVEN,
    timing.PASSED: notices.QUIZ_DECLARED,
}


def possible(enrolment_id: int, lesson_id: str, quiz: Quiz) -> tuple[str, ...]:
    """What can be opened for this learner now: never what is open anyway."""
    sat = queries.list_attempts(enrolment_id, quiz.id)
    allowed = timing.allowance(quiz, sat, queries.list_opened(enrolment_id, quiz.id), now())
    return timing.ways(allowed, is_done=QUIZ in progress.done_steps(enrolment_id, lesson_id))


def give(actor: Actor, enrolment: Enrolment, lesson: Lesson, kind: str, reason: str, release_id: int) -> None:
    """Raises Forbidden for whoever may not, Invalid without a reason, Conflict for what is not closed (any more)."""
    if not policy.may_override(actor, enrolment):
        raise Forbidden(ONLY_COORDINATORS)
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid(N_("Say why, in at most 300 characters. The learner reads it."), field="reason")
    if lesson.quiz is None:
        raise NotFound(N_("There is no such quiz."))
    queries.lock_enrolment(enrolment.id)
    if kind not in possible(enrolment.id, lesson.id, lesson.quiz):
        raise Conflict(NOT_NOW)
    session().add(
        QuizOverride(
            enrolment_id=enrolment.id,
            lesson_id=lesson.id,
            quiz_id=lesson.quiz.id,
            kind=kind,
            reason=why,
            by_id=actor.id,
            at=now(),
        )
    )
    if kind == timing.PASSED:
        day = today(enrolment.cohort.institution.time_zone)
        progress.do_step(enrolment.id, lesson, QUIZ, release_id=release_id, day=day)
    _record(actor, enrolment, f"quiz.{kind}", lesson.id)
    tell(enrolment.person_id, NOTICES[kind], f"/lessons/{lesson.id}/quiz", lesson_id=lesson.id)


def set_time(actor: Actor, enrolment: Enrolment, percent: int) -> None:
    """Sets extra time, 0 ends it; attempts that run gain it, and lose nothing when it ends.

    Raises Forbidden for whoever may not, Invalid for other percentages.
    """
    if not policy.may_override(actor, enrolment):
        raise Forbidden(ONLY_COORDINATORS)
    if percent not in (0, *timing.EXTRA_PERCENTS):
        raise Invalid(NO_SUCH_TIME, field="percent")
    queries.lock_enrolment(enrolment.id)
    before = queries.find_extra_time(enrolment.id)
    if percent == before:
        return
    session().execute(delete(QuizExtraTime).filter_by(enrolment_id=enrolment.id))
    if percent:
        session().add(QuizExtraTime(enrolment_id=enrolment.id, percent=percent, by_id=actor.id, at=now()))
    _record(actor, enrolment, "quiz.time", str(percent))
    if percent > before:
        _lengthen_running(enrolment.id, percent)
        tell(enrolment.person_id, notices.TIME_GIVEN, f"/programmes/{enrolment.cohort.programme_id}")


def _lengthen_running(enrolment_id: int, percent: int) -> None:
    for attempt in queries.list_running(enrolment_id):
        quiz = releases.published(attempt.release_id).catalogue.lessons[attempt.lesson_id].quiz
        longer = timing.due_at(quiz, attempt.started_at, percent) if quiz else None
        if longer and attempt.due_at and longer > attempt.due_at:
            attempt.due_at = longer


def _record(actor: Actor, enrolment: Enrolment, action: str, detail: str) -> None:
    subject, place = f"enrolment:{enrolment.id}", f"cohort:{enrolment.cohort_id}"
    audit.record(actor.id, action, subject, place=place, detail=detail)


def note_reading(actor: Actor, enrolment: Enrolment, lesson_id: str = "") -> None:
    """That staff read how somebody did in quizzes stays on record."""
    _record(actor, enrolment, "quiz.read", lesson_id)
