"""What a coordinator sets for an area: an alert, and weeks in which a cohort rests. Nothing here leads to a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, or_, select

from app.accounts import policy as accounts
from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now
from app.core.db import hold, session
from app.core.errors import Forbidden, Invalid, NotFound
from app.core.words import N_
from app.enrolment import policy
from app.enrolment.models import Cohort
from app.practice.models import CohortPause, PracticeAlert
from app.practice.year import WEEK, sunday_of

IS_ON = N_("An alert is on here already.")
OVER = N_("This day is over already.")
BACKWARDS = N_("The last day is before the first.")
TOO_LONG = N_("A pause is at most half a year long.")
NOTHING = N_("There is nothing of this kind here.")
TOO_FAR = N_("This day is more than a year away.")
LONGEST, FARTHEST = timedelta(weeks=26), timedelta(days=400)


def is_on(alert: PracticeAlert, day: date) -> bool:
    return alert.ended_at is None and (alert.last_day is None or alert.last_day >= day)


def list_alerts(cohort: Cohort, day: date) -> Sequence[PracticeAlert]:
    """Those that are on for a cohort, its institution's among them."""
    here = or_(PracticeAlert.cohort_id.is_(None), PracticeAlert.cohort_id == cohort.id)
    wanted = select(PracticeAlert).where(
        PracticeAlert.institution_id == cohort.institution_id, here, PracticeAlert.ended_at.is_(None)
    )
    return [one for one in session().scalars(wanted.order_by(PracticeAlert.id)) if is_on(one, day)]


def list_pauses(cohort: Cohort, day: date) -> Sequence[CohortPause]:
    """Those that are not over, earliest first."""
    wanted = select(CohortPause).where(CohortPause.cohort_id == cohort.id, CohortPause.last_day >= day)
    return session().scalars(wanted.order_by(CohortPause.first_day, CohortPause.id)).all()


def switch_on(actor: Actor, cohort: Cohort, last_day: date | None, day: date, *, everywhere: bool) -> PracticeAlert:
    """From now until it is ended, or until a day. Raises Forbidden, Invalid."""
    _require(actor, cohort, everywhere=everywhere)
    if last_day is not None and last_day < day:
        raise Invalid(OVER, field="last_day")
    hold(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update(key_share=True))
    cohort_id = None if everywhere else cohort.id
    if any(one.cohort_id == cohort_id for one in list_alerts(cohort, day)):
        raise Invalid(IS_ON)
    alert = PracticeAlert(
        institution_id=cohort.institution_id,
        cohort_id=cohort_id,
        first_day=day,
        last_day=last_day,
        by_id=person_id(actor),
        made_at=now(),
    )
    session().add(alert)
    session().flush()
    _record(actor, "alert.begin", alert.cohort_id, alert.institution_id)
    return alert


def switch_off(actor: Actor, cohort: Cohort, alert_id: int) -> None:
    """Twice is once. Raises Forbidden, NotFound."""
    alert = session().get(PracticeAlert, alert_id)
    is_here = alert and alert.institution_id == cohort.institution_id and alert.cohort_id in (None, cohort.id)
    if alert is None or not is_here:
        raise NotFound(NOTHING)
    _require(actor, cohort, everywhere=alert.cohort_id is None)
    if alert.ended_at is None:
        alert.ended_at, alert.ended_by_id = now(), person_id(actor)
        _record(actor, "alert.end", alert.cohort_id, alert.institution_id)


def may_switch_everywhere(actor: Actor, cohort: Cohort) -> bool:
    return accounts.may_keep_institution(actor, cohort.institution_id)


def rest(actor: Actor, cohort: Cohort, first_day: date, last_day: date, day: date) -> CohortPause:
    """Whole weeks without an exercise: those that hold these days. Raises Forbidden, Invalid."""
    _require(actor, cohort)
    if first_day < sunday_of(day):
        raise Invalid(OVER, field="first_day")
    if first_day - day > FARTHEST:
        raise Invalid(TOO_FAR, field="first_day")
    if last_day < first_day:
        raise Invalid(BACKWARDS, field="last_day")
    if last_day - first_day > LONGEST:
        raise Invalid(TOO_LONG, field="last_day")
    first, last = sunday_of(first_day), sunday_of(last_day) + WEEK - timedelta(days=1)
    pause = CohortPause(cohort_id=cohort.id, first_day=first, last_day=last, by_id=person_id(actor), made_at=now())
    session().add(pause)
    session().flush()
    _record(actor, "rest.plan", cohort.id, cohort.institution_id)
    return pause


def end_rest(actor: Actor, cohort: Cohort, pause_id: int, day: date) -> None:
    """Weeks that are over stay as they were; from this week on there are exercises. Raises Forbidden, NotFound."""
    _require(actor, cohort)
    pause = session().get(CohortPause, pause_id)
    if pause is None or pause.cohort_id != cohort.id:
        raise NotFound(NOTHING)
    yesterday = sunday_of(day) - timedelta(days=1)
    if pause.first_day > yesterday:
        session().execute(delete(CohortPause).where(CohortPause.id == pause.id))
    else:
        pause.last_day = min(pause.last_day, yesterday)
    _record(actor, "rest.end", cohort.id, cohort.institution_id)


def _require(actor: Actor, cohort: Cohort, *, everywhere: bool = False) -> None:
    if not policy.may_see_cohort(actor, cohort, policy.COORDINATING):
        raise Forbidden(accounts.REFUSAL)
    if everywhere and not may_switch_everywhere(actor, cohort):
        raise Forbidden(accounts.REFUSAL)


def _record(actor: Actor, what: str, cohort_id: int | None, institution_id: int) -> None:
    place = f"cohort:{cohort_id}" if cohort_id else f"institution:{institution_id}"
    audit.record(person_id(actor), what, place, place=place)
