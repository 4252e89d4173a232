"""Placing learners: agreeing, changing, ending, cancelling, and opening in spite of a closed gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now, today
from app.core.db import hold, session
from app.core.errors import Conflict, Invalid
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.notices import service as notices
from app.notices.kinds import PLACEMENT_AGREED, PLACEMENT_CHANGED, PLACEMENT_OPENED
from app.placements import fitting, naming, openings, policy, worked
from app.placements.models import AGREED, CANCELLED, ENDED, Placement

CHANGED = N_("Somebody changed this placement while you were working on it.")
OVER = N_("This placement is over. Agree on a new one instead.")
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementDraft:
    """`site_id` counts only when a placement is made: another site is another placement.

    `supervisor_from` is the day from which another supervisor signs; None means from the beginning.
    """

    site_id: int = 0
    starts_on: date
    ends_on: date
    supervisor_id: int | None = None
    supervisor_from: date | None = None
    weekly_minutes: int | None = None
    frame: str = ""


def place(actor: Actor, learner: Enrolment, draft: PlacementDraft) -> Placement:
    """Raises Forbidden, and Invalid for a site, days or a supervisor that cannot be."""
    policy.require_placing(actor, learner)
    if learner.left_on is not None:
        raise Invalid(N_("This learner has left the cohort. A coordinator can enrol them again."))
    terms = fitting.checked_terms(draft.weekly_minutes, draft.frame)
    _hold(learner)
    fitting.check_days(learner, (draft.starts_on, draft.ends_on))
    site = fitting.take_open_site(learner, draft.site_id)
    fitting.check_places(learner, site, (draft.starts_on, draft.ends_on))
    placement = Placement(
        enrolment=learner,
        site=site,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        created_at=now(),
        by_id=person_id(actor),
        **terms,
    )
    session().add(placement)
    naming.name(placement, draft.supervisor_id, draft.starts_on)
    session().flush()
    _record(actor, "placement.agree", placement, f"site:{site.id}")
    notices.tell(learner.person_id, PLACEMENT_AGREED, f"/placements/{placement.id}")
    return placement


def change(actor: Actor, placement: Placement, draft: PlacementDraft, seen: int) -> None:
    """Other days, another supervisor, another frame. Raises Forbidden, Invalid, Conflict."""
    terms = fitting.checked_terms(draft.weekly_minutes, draft.frame)
    _take(actor, placement, seen)
    learner, days = placement.enrolment, (draft.starts_on, draft.ends_on)
    if days != (placement.starts_on, placement.ends_on):
        fitting.check_days(learner, days, without=placement.id)
        worked.check(placement, days, "starts_on" if days[0] > placement.starts_on else "ends_on")
        fitting.check_places(learner, fitting.take_site(placement.site), days, without=placement.id)
    values = {"starts_on": draft.starts_on, "ends_on": draft.ends_on, **terms}
    fields = sorted(name for name, value in values.items() if getattr(placement, name) != value)
    for field in fields:
        setattr(placement, field, values[field])
    naming.stretch(placement)
    if naming.name(placement, draft.supervisor_id, draft.supervisor_from or draft.starts_on):
        fields.append(f"supervisor:{draft.supervisor_id or ''}")
    _changed(actor, "placement.change", placement, ",".join(fields))


def end(actor: Actor, placement: Placement, last_day: date, seen: int) -> None:
    """It ended on `last_day`, today or before; its place is free from the next day on. Raises Invalid, Conflict."""
    _take(actor, placement, seen)
    if last_day > today():
        raise Invalid(N_("To end it on a day to come, change its last day instead."), field="last_day")
    if not placement.starts_on <= last_day <= placement.ends_on:
        raise Invalid(N_("Choose a day of this placement."), field="last_day")
    worked.check(placement, (placement.starts_on, last_day), "last_day")
    placement.ends_on, placement.state = last_day, ENDED
    _changed(actor, "placement.end", placement, last_day.isoformat())


def cancel(actor: Actor, placement: Placement, seen: int) -> None:
    """It will not take place. Raises Conflict if work there may have begun: then it is ended."""
    _take(actor, placement, seen)
    if openings.opening_of(placement).has_opened(placement.starts_on, today()):
        raise Conflict(N_("This placement has begun. End it instead: what was done there stays."))
    placement.state = CANCELLED
    _changed(actor, "placement.cancel", placement)


def override(actor: Actor, placement: Placement, reason: str, seen: int) -> None:
    """Opens it although its gate is closed. Raises Invalid without a reason, Conflict if no gate keeps it closed."""
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid(N_("Say why, in at most 300 characters. The learner reads it."), field="reason")
    _take(actor, placement, seen)
    if not openings.opening_of(placement).may_be_overridden:
        raise Conflict(N_("No gate keeps this placement closed."))
    placement.override_reason, placement.override_at = why, now()
    placement.override_by_id = person_id(actor)
    placement.version += 1
    session().flush()
    _record(actor, "placement.override", placement)
    notices.tell(placement.enrolment.person_id, PLACEMENT_OPENED, f"/placements/{placement.id}")


def _hold(learner: Enrolment) -> None:
    """A learner is placed by one at a time; sites are held after learners, always in this order."""
    hold(select(Enrolment.id).where(Enrolment.id == learner.id).with_for_update())


def _take(actor: Actor, placement: Placement, seen: int) -> None:
    policy.require_placing(actor, placement.enrolment)
    _hold(placement.enrolment)
    session().refresh(placement)
    if placement.version != seen:
        raise Conflict(CHANGED)
    if placement.state != AGREED:
        raise Conflict(OVER)


def _changed(actor: Actor, action: str, placement: Placement, detail: str = "") -> None:
    placement.version += 1
    session().flush()
    _record(actor, action, placement, detail)
    notices.tell(placement.enrolment.person_id, PLACEMENT_CHANGED, f"/placements/{placement.id}")


def _record(actor: Actor, action: str, placement: Placement, detail: str = "") -> None:
    place = f"cohort:{placement.enrolment.cohort_id}"
    audit.record(person_id(actor), action, f"placement:{placement.id}", place=place, detail=detail)
