"""A letter on its last step: looked at once more, since what was right when it was written may not be so any more."""

from __future__ import annotations

from datetime import timedelta

import structlog

from app.core.clock import now
from app.core.db import session, write_transaction
from app.jobs import service as jobs
from app.jobs.models import Payload
from app.jobs.runner import GiveUp
from app.mail import service as mail
from app.mail.errors import NotNow, Undeliverable
from app.mail.models import WAITING, OutboxMail
from app.reminders import queries, rules
from app.reminders.models import Reminder, ReminderWish
from app.reminders.planning import SEND, Standing, find_standing, wish_of
from app.reminders.quiet import Hours
from app.reminders.rules import Item, Key

NO_ANSWER = timedelta(minutes=30)
log = structlog.get_logger("reminders")


def send(payload: Payload, hours: Hours) -> None:
    """The job. A mail server that does not answer is asked again until the week is over; then the letter is dropped."""
    mail_id = int(payload["mail"])
    with write_transaction():
        may_go = _may_go(mail_id, hours)
    if not may_go:
        return
    try:
        mail.deliver(mail_id)
    except Undeliverable as error:
        raise GiveUp(error.code) from error
    except (NotNow, OSError) as error:  # SMTP's own exceptions are of the latter
        log.warning("mail server said no for now", mail=mail_id, error=getattr(error, "code", type(error).__name__))
        with write_transaction():
            jobs.enqueue(SEND, payload, run_at=now() + NO_ANSWER)


def _may_go(mail_id: int, hours: Hours) -> bool:
    """Now. Else it is put off within its week, keeping its Message-ID, or withdrawn."""
    letter = session().get(OutboxMail, mail_id, populate_existing=True)
    if letter is None or letter.state != WAITING:
        return False
    about = queries.list_of_mail(mail_id)
    wish = queries.find_wish(about[0].enrolment_id) if about else None
    standing = find_standing(wish, hours) if wish and wish.is_on else None
    items = _items(wish, standing, mail_id) if wish and standing else {}
    wanted = [one for one in about if one.key in items]
    if not standing or not wanted or wanted != about:
        _withdraw(mail_id, wish, wanted)
        return False
    at = max(items[one.key].at for one in wanted)
    if at > now():
        for one in about:
            one.day = standing.quiet.day_of(at)
        jobs.enqueue(SEND, {"mail": mail_id}, run_at=at)
    return at <= now()


def _items(wish: ReminderWish, standing: Standing, mail_id: int) -> dict[Key, Item]:
    """What this very letter could be about if it were written now."""
    past = queries.get_past(wish.enrolment_id, without_mail=mail_id)
    found = rules.list_items(standing.year, wish_of(wish), standing.quiet, past, now())
    return {one.key: one for one in found}


def _withdraw(mail_id: int, wish: ReminderWish | None, wanted: list[Reminder]) -> None:
    """What it said besides, and what is still to be said, gets a letter of its own."""
    mail.withdraw(mail_id)
    for one in wanted:
        session().delete(one)
    if wish and wish.is_on and wanted:
        wish.next_at = wish.planned_at = now()
