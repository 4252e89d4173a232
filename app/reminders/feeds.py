"""A calendar of one's own, behind an address that is shown once: who has it sees when, and never what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import delete, select

from app.core.clock import now, today
from app.core.db import session
from app.core.ids import hash_token, new_token
from app.practice import queries as practice
from app.practice.year import Year
from app.reminders import queries, rules
from app.reminders.models import CalendarFeed, ReminderWish
from app.reminders.quiet import Hours, Quiet, quiet_of
from app.reminders.rules import Wish
from app.reminders.service import MORNING, SUNDAY

LASTS = timedelta(minutes=10)
"""The same for every week: how long one takes would tell which it is."""
LOOK_EACH = timedelta(hours=12)
MAKER = "-//Kelim//EN"


@dataclass(frozen=True, slots=True)
class Words:
    """In the owner's language."""

    calendar: str
    entry: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What is drawn: the marks of entries, their moments, and when somebody last changed anything about them."""

    uid: str
    changed_at: datetime
    moments: tuple[tuple[str, datetime], ...]
    language: str


def renew(enrolment_id: int) -> str:
    """A new address; the one before opens nothing any more. Returns its token, which is kept nowhere."""
    token, feed = new_token(), queries.find_feed(enrolment_id)
    if feed is None:
        feed = CalendarFeed(enrolment_id=enrolment_id, uid=token_hex(16), made_at=now().replace(microsecond=0))
        session().add(feed)
    feed.token_hash = hash_token(token)
    session().flush()
    return token


def revoke(enrolment_id: int) -> None:
    session().execute(delete(CalendarFeed).where(CalendarFeed.enrolment_id == enrolment_id))


def find(token: str, hours: Hours) -> Feed | None:
    """What stands behind an address; None where there is nothing, or its owner has left."""
    wanted = select(CalendarFeed).where(CalendarFeed.token_hash == hash_token(token))
    feed = session().scalars(wanted).one_or_none()
    if feed is None:
        return None
    reader = queries.get_reader(feed.enrolment_id)
    year = practice.find_year(feed.enrolment_id, today(reader.time_zone))
    if year is None or reader.to is None:
        return None
    wish, quiet = queries.find_wish(feed.enrolment_id), quiet_of(year, hours)
    changed_at = max(feed.made_at, wish.changed_at) if wish else feed.made_at
    return Feed(feed.uid, changed_at, tuple(_moments(year, _chosen(wish, changed_at), quiet)), reader.to.language)


def _chosen(wish: ReminderWish | None, moment: datetime) -> Wish:
    """The chosen hour, also of somebody who wants no letters."""
    return Wish(wish.weekday, wish.minute, moment) if wish else Wish(SUNDAY, MORNING, moment)


def _moments(year: Year, wish: Wish, quiet: Quiet) -> Iterator[tuple[str, datetime]]:
    """Of what is still to come, so that nothing tells what was done; during an alert nothing of this week."""
    for week in year.weeks:
        is_over = week.last_day < year.day or (quiet.is_alert and week.holds(year.day))
        if is_over or not rules.is_wanted(year, week):
            continue
        wished = quiet.moment(rules.chosen_day(week, wish), wish.clock)
        at = quiet.find_allowed(wished, rules.end_of(week, quiet))
        if at:
            yield f"{week.first_day:%Y%m%d}", at


def draw(feed: Feed, words: Words, host: str, link: str) -> bytes:
    """The same for the same, byte by byte."""
    from icalendar import Calendar, Event  # here: its tables of time zones would slow down the start of every command

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", words.calendar)
    calendar.add("refresh-interval", LOOK_EACH, parameters={"VALUE": "DURATION"})
    for name, at in feed.moments:
        event = Event()
        event.add("uid", f"{name}-{feed.uid}@{host}")
        event.add("dtstamp", feed.changed_at)
        event.add("dtstart", at)
        event.add("duration", LASTS)
        event.add("summary", words.entry)
        event.add("url", link)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
