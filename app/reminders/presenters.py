"""Days and hours in the reader's language."""

from __future__ import annotations

from datetime import time

from babel.dates import get_day_names

from app.reminders.models import ReminderWish
from app.reminders.quiet import Quiet
from app.reminders.rules import STEP
from app.reminders.service import SUNDAY
from app.web.forms import SelectChoice
from app.web.languages import language


def days_of(quiet: Quiet) -> list[SelectChoice]:
    """From Sunday on; a weekly day of rest cannot be chosen."""
    week = [SUNDAY, *range(SUNDAY)]
    return [SelectChoice(day, day_name(day)) for day in week if day not in quiet.weekdays]


def hours_of(quiet: Quiet) -> list[SelectChoice]:
    """Every quarter of an hour of the day."""
    begin, end = (one.hour * 60 + one.minute for one in (quiet.hours.night_ends, quiet.hours.night_begins))
    return [SelectChoice(minute, clock_of(minute)) for minute in range(begin, end, STEP)]


def day_name(weekday: int) -> str:
    return str(get_day_names("wide", "stand-alone", language())[weekday])


def clock_of(minute: int) -> str:
    return f"{time(minute // 60, minute % 60):%H:%M}"


def chosen(wish: ReminderWish | None) -> tuple[str, str] | None:
    """Day and hour of the letters; None where none come."""
    return (day_name(wish.weekday), clock_of(wish.minute)) if wish and wish.is_on else None
