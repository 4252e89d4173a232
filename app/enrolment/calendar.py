"""The year of an institution: terms, and breaks in which nothing is taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.accounts import names
from app.accounts import policy as accounts
from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import CalendarSpan

TERM, BREAK = "term", "break"
KINDS = {TERM: N_("Term"), BREAK: N_("No teaching")}
LONGEST = timedelta(days=400)
MOST = 200


@dataclass(frozen=True, slots=True)
class SpanDraft:
    kind: str
    title: str
    first_day: date
    last_day: date


def list_spans(institution_id: int) -> Sequence[CalendarSpan]:
    """Oldest first."""
    wanted = select(CalendarSpan).where(CalendarSpan.institution_id == institution_id)
    return session().scalars(wanted.order_by(CalendarSpan.first_day, CalendarSpan.id)).all()


def list_breaks(institution_id: int, day: date, last: date) -> Sequence[CalendarSpan]:
    """Breaks that touch the days from `day` to `last`."""
    wanted = select(CalendarSpan).where(CalendarSpan.institution_id == institution_id, CalendarSpan.kind == BREAK)
    touching = wanted.where(CalendarSpan.first_day <= last, CalendarSpan.last_day >= day)
    return session().scalars(touching.order_by(CalendarSpan.first_day)).all()


def add(actor: Actor, institution_id: int, draft: SpanDraft) -> CalendarSpan:
    """Raises Forbidden, Invalid."""
    accounts.require_keeping_institution(actor, institution_id)
    if draft.last_day < draft.first_day:
        raise Invalid(N_("The last day is before the first."), field="last_day")
    if draft.last_day - draft.first_day > LONGEST:
        raise Invalid(N_("This is longer than a year."), field="last_day")
    here = select(func.count()).where(CalendarSpan.institution_id == institution_id)
    if session().scalars(here).one() >= MOST:
        raise Invalid(N_("This calendar is full. Remove what is long over."), field="title")
    title = names.clean(draft.title, "title")
    span = CalendarSpan(
        institution_id=institution_id,
        kind=draft.kind if draft.kind in KINDS else TERM,
        title=title,
        first_day=draft.first_day,
        last_day=draft.last_day,
    )
    session().add(span)
    session().flush()
    audit.record(person_id(actor), "calendar.add", f"calendar_span:{span.id}", place=f"institution:{institution_id}")
    return span


def remove(actor: Actor, institution_id: int, span_id: int) -> None:
    """Raises Forbidden, NotFound."""
    accounts.require_keeping_institution(actor, institution_id)
    span = session().get(CalendarSpan, span_id)
    if span is None or span.institution_id != institution_id:
        raise NotFound(N_("There are no such days in this calendar."))
    session().delete(span)
    audit.record(person_id(actor), "calendar.remove", f"calendar_span:{span_id}", place=f"institution:{institution_id}")
