"""What somebody says about being reminded; nobody is before they said so."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from app.core.clock import now
from app.core.db import insert_unless_there, session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Enrolment
from app.practice.year import Year
from app.reminders import queries, tokens
from app.reminders.models import ReminderWish
from app.reminders.quiet import Hours, quiet_of
from app.reminders.rules import STEP, Wish

SUNDAY, MORNING = 6, 9 * 60
ALWAYS_QUIET = N_("Nobody is reminded at this hour of this day in any week. Choose another one.")
UNKNOWN_LINK = N_("This link is not complete. Copy the whole address from the letter.")


@dataclass(frozen=True, slots=True)
class Choice:
    is_on: bool
    weekday: int = SUNDAY
    minute: int = MORNING


def choose(year: Year, choice: Choice, hours: Hours) -> ReminderWish:
    """The caller has checked whose year it is. Raises Invalid for an hour at which it is always quiet."""
    moment = now()
    wanted = Wish(choice.weekday, choice.minute, moment)
    if choice.is_on and (choice.minute % STEP or quiet_of(year, hours).is_always(choice.weekday, wanted.clock)):
        raise Invalid(ALWAYS_QUIET, field="hour")
    values = {"is_on": choice.is_on, "weekday": choice.weekday, "minute": choice.minute, "changed_at": moment}
    values |= {"next_at": moment if choice.is_on else None, "planned_at": moment}
    insert_unless_there(ReminderWish, {"enrolment_id": year.enrolment_id, **values})
    wish = queries.find_wish(year.enrolment_id)
    if wish is None:
        raise NotFound(UNKNOWN_LINK)
    for name, value in values.items():
        setattr(wish, name, value)
    _end_others(year)
    return wish


def _end_others(year: Year) -> None:
    """Whoever is in two cohorts that practise gets the letters of one."""
    own = select(Enrolment.id).where(Enrolment.person_id == year.person_id, Enrolment.id != year.enrolment_id)
    others = update(ReminderWish).where(ReminderWish.enrolment_id.in_(own))
    session().execute(others.values(is_on=False, next_at=None))


def get_by_link(token: str) -> ReminderWish:
    """The wish that a letter came from. Raises NotFound."""
    wish_id = tokens.read(token)
    wish = queries.hold_wish(wish_id) if wish_id else None
    if wish is None:
        raise NotFound(UNKNOWN_LINK)
    return wish


def turn(wish: ReminderWish, *, on: bool) -> None:
    """Off, or on again as it was; twice is once."""
    if wish.is_on != on:
        moment = now()
        wish.is_on, wish.changed_at, wish.planned_at = on, moment, moment
        wish.next_at = moment if on else None
