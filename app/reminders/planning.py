"""From wishes to letters: who is due is found by an index, a job looks at each, and writes at most one letter.

Looking twice, or late, does no harm: what there was a letter about stands in a table that takes it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, delete, update

from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.jobs import service as jobs
from app.jobs.models import Payload
from app.mail import service as mail
from app.mail.letter import Recipient
from app.practice import queries as practice
from app.practice.year import Year
from app.reminders import queries, rules, tokens
from app.reminders.models import AHEAD, WEEK, Reminder, ReminderWish
from app.reminders.quiet import Hours, Quiet, quiet_of
from app.reminders.rules import Item, Wish

LOOK, SEND = "reminders.look", "reminders.send"
LETTER, LINK = "reminder", "/practice"
BATCH, AT_ONCE = 200, 600
"""So many in a transaction, and so many a minute: a letter that somebody waits for is not to wait for thousands."""
LEASE = timedelta(hours=1)
"""A wish whose job came to nothing is taken up again after this."""
AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody who can be written to, and their year as it stands now."""

    reader: Recipient
    year: Year
    quiet: Quiet


def start_due() -> int:
    """Jobs for those who have been due for longest. Returns how many."""
    started, last = 0, BATCH
    while last == BATCH and started < AT_ONCE and queries.is_any_due(now()):
        with write_transaction():
            last = _start()
        started += last
    return started


def _start() -> int:
    moment = now()
    due = queries.list_due(moment, BATCH)
    if due:
        taken = update(ReminderWish).where(ReminderWish.id.in_(due))
        session().execute(taken.values(next_at=moment + LEASE, planned_at=moment))
        jobs.enqueue_all(LOOK, [{"wish": wish_id} for wish_id in due])
    return len(due)


def look(payload: Payload, hours: Hours) -> None:
    """The job: writes the letter that is due for somebody, if any, and when to look again."""
    with write_transaction():
        wish = queries.hold_wish(int(payload["wish"]))
        if wish is None or not wish.is_on:
            return
        wish.planned_at = now()
        standing = find_standing(wish, hours)
        if standing is None:
            wish.next_at = now() + AGAIN if wish.is_on else None
            return
        past = queries.get_past(wish.enrolment_id)
        found = rules.look(standing.year, wish_of(wish), standing.quiet, past, now())
        if found.due:
            _write(wish, standing, found.due)
        wish.next_at, wish.is_on = found.next_at, found.next_at is not None


def find_standing(wish: ReminderWish, hours: Hours) -> Standing | None:
    """None for whom nobody can write to now; whoever has left is not written to any more."""
    reader = queries.get_reader(wish.enrolment_id)
    if reader.has_left:
        wish.is_on = False
        return None
    year = practice.find_year(wish.enrolment_id, today(reader.time_zone))
    if year is None or reader.to is None:
        return None
    return Standing(reader.to, year, quiet_of(year, hours))


def wish_of(wish: ReminderWish) -> Wish:
    return Wish(wish.weekday, wish.minute, wish.changed_at)


def _write(wish: ReminderWish, standing: Standing, due: tuple[Item, ...]) -> None:
    """One letter about everything that is due; the table refuses a second one about the same."""
    kinds = {one.kind for one in due}
    about = {"week": int(WEEK in kinds), "ahead": int(AHEAD in kinds)}
    mail_id = mail.put(
        LETTER, standing.reader, {"link": LINK, "off_link": f"/reminders/off/{tokens.sign(wish.id)}", **about}
    )
    day = standing.quiet.day_of(now())
    session().add_all(
        Reminder(enrolment_id=wish.enrolment_id, week=one.week, kind=one.kind, day=day, mail_id=mail_id) for one in due
    )
    session().flush()
    jobs.enqueue(SEND, {"mail": mail_id})


def set_right() -> None:
    """Wishes that a clock which was ahead has put off are looked at now."""
    moment = now()
    ahead = update(ReminderWish).where(ReminderWish.planned_at > moment + rules.TOLERANCE, ReminderWish.is_on)
    since = case((ReminderWish.changed_at > moment, moment), else_=ReminderWish.changed_at)
    session().execute(ahead.values(next_at=moment, planned_at=moment, changed_at=since))


def forget_old() -> None:
    """What keeps a letter from being written twice is of no use any more."""
    session().execute(delete(Reminder).where(Reminder.day < (now() - rules.KEPT).date()))
