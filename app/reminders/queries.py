"""Reading wishes and what was written because of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Institution, Person
from app.core.db import hold, session
from app.enrolment.models import Cohort, Enrolment
from app.mail.letter import Recipient, is_address
from app.reminders.models import CalendarFeed, Reminder, ReminderWish
from app.reminders.rules import Past


@dataclass(frozen=True, slots=True)
class Reader:
    """Who would get a letter; `to` is None for somebody who has no account or no address any more."""

    to: Recipient | None
    has_left: bool
    time_zone: str


def get_reader(enrolment_id: int) -> Reader:
    wanted = select(
        Person.id,
        Person.email,
        Person.name,
        Person.language,
        Person.is_active,
        Enrolment.left_on,
        Institution.time_zone,
    )
    here = wanted.select_from(Enrolment).join(Enrolment.person).join(Enrolment.cohort).join(Cohort.institution)
    person_id, email, name, language, is_active, left_on, zone = (
        session().execute(here.where(Enrolment.id == enrolment_id)).one()
    )
    address = email or ""
    may_be_told = is_active and is_address(address)
    return Reader(Recipient(address, name, language, person_id) if may_be_told else None, left_on is not None, zone)


def find_wish(enrolment_id: int) -> ReminderWish | None:
    return session().scalars(select(ReminderWish).filter_by(enrolment_id=enrolment_id)).one_or_none()


def find_feed(enrolment_id: int) -> CalendarFeed | None:
    return session().scalars(select(CalendarFeed).filter_by(enrolment_id=enrolment_id)).one_or_none()


def hold_wish(wish_id: int) -> ReminderWish | None:
    """As it stands now, for this transaction alone."""
    hold(select(ReminderWish.id).where(ReminderWish.id == wish_id).with_for_update())
    return session().get(ReminderWish, wish_id, populate_existing=True)


def list_due(moment: datetime, limit: int) -> list[int]:
    """Wishes to be looked at, those that wait longest first; others may take some of them at the same time."""
    due = select(ReminderWish.id).where(ReminderWish.next_at <= moment)
    ordered = due.order_by(ReminderWish.next_at, ReminderWish.id).limit(limit)
    return list(session().scalars(ordered.with_for_update(skip_locked=True)))


def is_any_due(moment: datetime) -> bool:
    return session().scalars(select(ReminderWish.id).where(ReminderWish.next_at <= moment).limit(1)).first() is not None


def get_past(enrolment_id: int, without_mail: int = 0) -> Past:
    """What there have been letters about, except for one letter."""
    wanted = select(Reminder.week, Reminder.kind, Reminder.day).filter_by(enrolment_id=enrolment_id)
    rows = session().execute(wanted.where(Reminder.mail_id != without_mail)).all()
    return Past(frozenset((week, kind) for week, kind, _ in rows), frozenset(day for *_, day in rows))


def list_of_mail(mail_id: int) -> list[Reminder]:
    return list(session().scalars(select(Reminder).filter_by(mail_id=mail_id).order_by(Reminder.id)))
