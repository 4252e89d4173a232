"""Counting answers to a faulty question again: first shown, then done in one transaction exactly as it was shown.

Nobody loses a pass or a completion by it; answers stay as given, with their version and release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, insert, update

from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.notices.kinds import RESULT_CHANGED
from app.notices.service import tell_all
from app.progress import service as progress
from app.progress.rules import QUIZ
from app.quizzes import regrading_queries as queries
from app.quizzes import rules
from app.quizzes.models import Answer, Attempt
from app.quizzes.regrading_models import QuizRegrade, QuizRegradeChange
from app.quizzes.regrading_plans import Subject, Wish, details, propose
from app.quizzes.regrading_rules import Change, Ended, Plan

LONGEST_REASON = 300
MOVED = N_("Something changed since this was shown. Nothing was done: look at what it would do now.")
NOTHING = N_("Nobody’s points would change.")


class Moved(Conflict):
    """The world is not as it was shown any more; `plan` is what would be done now."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(MOVED)
        self.plan = plan


def correct(subject: Subject, question_id: str, wish: Wish, reason: str, digest: str) -> QuizRegrade:
    """Does what was shown under `digest`, all of it or nothing.

    Raises Invalid without a reason or where nobody's points change, Moved if it would do something else now.
    """
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid(N_("Say why, in at most 300 characters. Everybody whose points change reads it."), field="reason")
    plan = propose(subject, question_id, wish, to_change=True)
    if plan.digest != digest:
        raise Moved(plan)
    if not plan.is_needed:
        raise Invalid(NOTHING)
    regrade = _record(subject, plan, why)
    _write(regrade, plan.changes)
    _pass(subject, plan.with_effect("passed"))
    _tell(subject.lesson_id, plan.changes)
    return regrade


def _record(subject: Subject, plan: Plan, why: str) -> QuizRegrade:
    correction, release_id = plan.correction, subject.actor.release_id
    regrade = QuizRegrade(
        lesson_id=subject.lesson_id,
        quiz_id=subject.quiz(subject.release_ids[0]).id,
        question_id=correction.question_id,
        way=correction.way,
        details=details(subject, correction),
        release_id=release_id if correction.corrected else None,
        reason=why,
        by_id=subject.actor.id,
        at=now(),
    )
    session().add(regrade)
    session().flush()
    detail = f"{correction.question_id}:{correction.way}:{len(plan.changes)}"
    audit.record(subject.actor.id, "quiz.regrade", f"regrade:{regrade.id}", detail=detail)
    return regrade


_answer = (
    update(Answer)
    .where(Answer.attempt_id == bindparam("of"), Answer.question_id == bindparam("question"))
    .values(score=bindparam("new"), is_right=bindparam("right"))
)
_attempt = (
    update(Attempt)
    .where(Attempt.id == bindparam("of"))
    .values(score_percent=bindparam("percent"), is_passed=bindparam("passed"))
)


def _write(regrade: QuizRegrade, changes: Sequence[Change]) -> None:
    """A handful of statements, however many attempts there are."""
    if not changes:
        return
    name, connection = regrade.question_id, session().connection()
    if known := [one for one in changes if one.is_answered]:
        connection.execute(_answer, [_new_score(one, name) for one in known])
    if blank := [one for one in changes if not one.is_answered]:
        connection.execute(insert(Answer), [left_open(one.attempt, name) for one in blank])
    results = [{"of": one.attempt.id, "percent": one.percent_after, "passed": one.passed_after} for one in changes]
    connection.execute(_attempt, results)
    connection.execute(insert(QuizRegradeChange), [_kept(regrade.id, one) for one in changes])


def _new_score(one: Change, question_id: str) -> dict[str, object]:
    right = one.score_after >= rules.FULL
    return {"of": one.attempt.id, "question": question_id, "new": one.score_after, "right": right}


def left_open(attempt: Ended, question_id: str) -> dict[str, object]:
    """The row of a question that was dropped before it was answered: nothing given, full marks."""
    version = next(str(entry["version"]) for entry in attempt.questions if entry["id"] == question_id)
    return {
        "attempt_id": attempt.id,
        "question_id": question_id,
        "version": version,
        "chosen": [],
        "is_right": True,
        "score": rules.FULL,
        "language": "",
        "answered_at": now(),
    }


def _kept(regrade_id: int, one: Change) -> dict[str, object]:
    return {
        "regrade_id": regrade_id,
        "attempt_id": one.attempt.id,
        "score_before": one.score_before,
        "score_after": one.score_after,
        "percent_before": one.attempt.percent,
        "percent_after": one.percent_after,
        "passed_before": one.attempt.is_passed,
        "passed_after": one.passed_after,
    }


def _pass(subject: Subject, changes: Iterable[Change]) -> None:
    """Whoever passes by it, and had not passed before, gets the step and its credit, on today's day."""
    done = set(queries.list_done(subject.lesson_id))
    for one in sorted(changes, key=lambda change: change.attempt.enrolment_id):  # as rolls hold them
        kept = one.attempt
        if kept.enrolment_id in done:
            continue
        done.add(kept.enrolment_id)
        lesson = subject.lesson(kept.release_id)
        day = today(kept.time_zone)
        progress.do_step(kept.enrolment_id, lesson, QUIZ, release_id=kept.release_id, day=day)


def _tell(lesson_id: str, changes: Iterable[Change]) -> None:
    """One notice a person, which leads to the attempt that was passed by it, else to the last one."""
    chosen: dict[int, Change] = {}
    for one in changes:
        known = chosen.get(one.attempt.person_id)
        if known is None or known.effect != "passed":
            chosen[one.attempt.person_id] = one
    links = {person_id: f"/attempts/{one.attempt.id}" for person_id, one in chosen.items()}
    tell_all(links, RESULT_CHANGED, lesson_id=lesson_id)
