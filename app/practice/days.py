"""Choosing one's own days, and taking them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete

from app.accounts.actor import Actor
from app.core.db import insert_unless_there, session
from app.core.errors import Invalid
from app.core.words import N_
from app.practice import days_rules as rules
from app.practice import service
from app.practice.days_rules import Dated, Span
from app.practice.models import PracticeDay
from app.practice.year import Year

BACKWARDS = N_("The last day is before the first.")
TOO_LONG = N_("This is longer than two months. Add it in parts.")
TOO_FAR = N_("This day is outside of your year.")
NO_DAY = N_("There is no such day.")
TOO_MANY = N_("These are too many days. Take away some that are over.")
AROUND = timedelta(days=400)


def list_offered(year: Year) -> list[Span]:
    """Spans of the calendar that are not over."""
    days = year.calendar.days if year.calendar else ()
    return [rules.span_of(day) for day in days if day.ends >= year.day]


def tick(actor: Actor, year: Year, wanted: Collection[str]) -> None:
    """Takes the whole list as it was sent. Raises Invalid, NotFound."""
    chosen = rules.dated(year.own_days)
    spans = [span for span in map(rules.read, wanted) if span]
    _put(actor, year, chosen, rules.after(list_offered(year), chosen, spans))


def add(actor: Actor, year: Year, span: Span) -> None:
    """Raises Invalid, NotFound."""
    if span.last_day < span.first_day:
        raise Invalid(BACKWARDS, field="last_day")
    if (span.last_day - span.first_day).days >= rules.LONGEST:
        raise Invalid(TOO_LONG, field="last_day")
    if abs(span.first_day - year.day) > AROUND or abs(span.last_day - year.day) > AROUND:
        raise Invalid(TOO_FAR, field="first_day")
    chosen = rules.dated(year.own_days)
    _put(actor, year, chosen, chosen | set(span.dates()))


def remove(actor: Actor, year: Year, span: Span) -> None:
    """Raises NotFound for the year of somebody else."""
    chosen = rules.dated(year.own_days)
    _put(actor, year, chosen, chosen - set(span.dates()))


def _put(actor: Actor, year: Year, chosen: set[Dated], wanted: set[Dated]) -> None:
    service.require_own(actor, year)
    service.hold_year(year.enrolment_id)
    if len(wanted) > rules.MOST and len(wanted) > len(chosen):
        raise Invalid(TOO_MANY)
    for day, kind in sorted(chosen - wanted):
        session().execute(delete(PracticeDay).filter_by(enrolment_id=year.enrolment_id, day=day, kind=kind))
    for day, kind in sorted(wanted - chosen):
        values = {"enrolment_id": year.enrolment_id, "day": day, "kind": kind}
        insert_unless_there(PracticeDay, values)
