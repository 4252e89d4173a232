"""From ratings to a result: by rule, by a third look, without a second rating; and what follows from it."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.words import N_
from app.notices.kinds import PERFORMANCE_SETTLED
from app.notices.service import tell
from app.performance import policy, queries, rules, sheets
from app.performance.models import CANCELLED, OPEN, RATED, SETTLED, Performance, Remediation
from app.performance.opening import record
from app.progress import service as progress
from app.progress.rules import RATING

LONGEST_REASON = 500
LONGEST_PLAN = 2000
CHANGED = N_("Somebody changed this role-play while you were looking at it. Nothing was written over.")
NOT_YOURS = N_("The third look is by a trainer or coordinator of this cohort who has not rated this role-play.")
ONLY_COORDINATORS = N_("Only a coordinator of this cohort can do this.")
SAY_WHY = N_("Say why, in at most 500 characters.")


def judge(actor: Actor, performance: Performance) -> None:
    """Settles by the ratings that are in, if they decide; the caller holds the row."""
    watched, ratings = sheets.get_watched(performance), queries.list_ratings(performance.id)
    results = {
        part: rules.assess(watched.sheet, watched.competencies, rating.ticks).is_passed
        for part, rating in ratings.items()
    }
    try:
        result = rules.verdict(
            results.get(rules.OBSERVER), results.get(rules.SECOND), second_wanted=performance.second_wanted
        )
    except rules.Differ:
        performance.state = RATED
        performance.version += 1
        session().flush()
        return
    if result is not None:
        _conclude(actor, performance, result)


def settle(actor: Actor, performance: Performance, is_passed: bool, reason: str, version: int) -> None:
    """The third look at two ratings that differ. Raises Forbidden, Invalid without a reason, Conflict."""
    take(performance, version, RATED)
    has_rated = queries.find_rating_of(performance.id, actor.id) is not None
    if not policy.may_settle(actor, performance, has_rated):
        raise Forbidden(NOT_YOURS)
    performance.reason = checked_reason(reason)
    performance.settled_by_id = person_id(actor)
    _conclude(actor, performance, is_passed)


def go_on_alone(actor: Actor, performance: Performance, reason: str, version: int) -> None:
    """No second rating is waited for any more. Raises Forbidden, Invalid without a reason, Conflict."""
    take(performance, version, OPEN)
    if not policy.may_coordinate(actor, performance):
        raise Forbidden(ONLY_COORDINATORS)
    if not performance.second_wanted:
        raise Conflict(CHANGED)
    performance.reason = checked_reason(reason)
    performance.second_wanted = False
    performance.version += 1
    session().flush()
    record(actor, performance, performance.enrolment, "performance.without-second")
    judge(actor, performance)


def cancel(actor: Actor, performance: Performance, reason: str, version: int) -> None:
    """A mistake: it counts for nothing any more, and what it had brought is taken back. Its ratings are kept."""
    take(performance, version, OPEN, RATED, SETTLED)
    is_rated = bool(queries.list_sent([performance.id]))
    if not policy.may_cancel(actor, performance, is_rated):
        raise Forbidden(ONLY_COORDINATORS)
    performance.reason = checked_reason(reason)
    had_passed = bool(performance.is_passed)
    performance.state, performance.is_passed = CANCELLED, None
    performance.settled_by_id, performance.settled_at = person_id(actor), now()
    performance.version += 1
    session().flush()
    _take_back(performance, had_passed)
    record(actor, performance, performance.enrolment, "performance.cancel")


def keep_plan(actor: Actor, performance: Performance, plan: str, version: int) -> None:
    """What was agreed with the learner; `version` is the remediation's. Raises Forbidden, Conflict, Invalid."""
    queries.lock(performance)
    if not policy.may_plan(actor, performance):
        raise Forbidden(ONLY_COORDINATORS)
    remediation = queries.find_remediation(performance.id)
    if remediation is None or remediation.closed_at is not None or remediation.version != version:
        raise Conflict(CHANGED)
    if len(plan) > LONGEST_PLAN:
        raise Invalid(N_("At most 2000 characters."), field="plan")
    remediation.plan = plan.strip()
    remediation.version += 1
    session().flush()
    record(actor, performance, performance.enrolment, "performance.plan")


def take(performance: Performance, version: int, *states: str) -> None:
    """The next change is the caller's. Raises Conflict if somebody was faster, or it is beyond changing."""
    queries.lock(performance)
    if performance.version != version or performance.state not in states:
        raise Conflict(CHANGED)


def checked_reason(reason: str) -> str:
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise Invalid(SAY_WHY, field="reason")
    return text


def _conclude(actor: Actor, performance: Performance, is_passed: bool) -> None:
    performance.state, performance.is_passed, performance.settled_at = SETTLED, is_passed, now()
    performance.version += 1
    session().flush()
    record(actor, performance, performance.enrolment, "performance.settle")
    link = f"/performances/{performance.id}"
    tell(performance.enrolment.person_id, PERFORMANCE_SETTLED, link, lesson_id=performance.lesson_id)
    watched = sheets.get_watched(performance)
    passed = _passed(performance)
    if is_passed:
        if passed >= sheets.list_wanted(performance):
            progress.do_step(performance.enrolment_id, watched.lesson, RATING, release_id=performance.release_id)
        for remediation in queries.list_open_remediations(performance.enrolment_id, performance.sheet_id):
            remediation.closed_by_performance_id, remediation.closed_at = performance.id, now()
            remediation.version += 1
    elif performance.sheet_id not in passed:
        _open_remediation(actor, performance, watched)
    session().flush()


def _passed(performance: Performance, *, but: int = 0) -> frozenset[str]:
    """Sheets of its lesson that the learner has passed. Results of one learner wait for one another: each has to see
    the one before, or the last station would not complete the lesson."""
    enrolment_id = performance.enrolment_id
    queries.lock_learners([enrolment_id])
    return queries.list_passed([enrolment_id], performance.lesson_id, but=but).get(enrolment_id, frozenset())


def _open_remediation(actor: Actor, performance: Performance, watched: sheets.Watched) -> None:
    """About what the observer missed; where only the third look said no, about what the second rater missed."""
    ratings = queries.list_ratings(performance.id)
    behaviours: list[str] = []
    for part in (rules.OBSERVER, rules.SECOND):
        if not behaviours and part in ratings:
            behaviours = rules.to_practise(watched.sheet, watched.competencies, ratings[part].ticks)
    session().add(
        Remediation(
            performance_id=performance.id, behaviours=behaviours, opened_by_id=person_id(actor), opened_at=now()
        )
    )


def _take_back(performance: Performance, had_passed: bool) -> None:
    own = queries.find_remediation(performance.id)
    if own is not None and own.closed_at is None:
        own.closed_at = now()
    for one in session().scalars(select(Remediation).filter_by(closed_by_performance_id=performance.id)):
        one.closed_by_performance_id = one.closed_at = None
    if had_passed and not _passed(performance, but=performance.id) >= sheets.list_wanted(performance):
        progress.undo_step(performance.enrolment_id, sheets.get_watched(performance).lesson, RATING)
    session().flush()
