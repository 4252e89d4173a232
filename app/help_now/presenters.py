"""Contacts as the help page shows them, per door and language."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from app.catalogue.types import Contact
from app.help_now.calls import Call, call

EMERGENCIES = ("mda", "police")
DOORS = ("someone", "with-someone", "violence")


@dataclass(frozen=True, slots=True)
class Door:
    id: str
    calls: tuple[Call, ...]


def doors(contacts: Iterable[Contact], lang: str) -> tuple[Door, ...]:
    calls = [(contact.doors, call(contact, lang)) for contact in contacts]
    return tuple(Door(door, tuple(one for behind, one in calls if door in behind)) for door in DOORS)


def emergencies(contacts: Iterable[Contact], lang: str) -> tuple[Call, ...]:
    """Ambulance and police: what stands above every door."""
    return tuple(call(contact, lang) for contact in contacts if contact.id in EMERGENCIES and contact.phone)


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` of seven day numbers from Sunday; 0 stands outside the month."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[int, ...], ...]


def month(today: date, lang: str) -> Month:
    weeks = calendar.Calendar(calendar.SUNDAY).monthdatescalendar(today.year, today.month)
    return Month(
        title=str(format_date(today, "LLLL y", locale=lang)),
        weekdays=tuple(str(format_date(day, "cccccc", locale=lang)) for day in weeks[0]),
        weeks=tuple(tuple(day.day if day.month == today.month else 0 for day in week) for week in weeks),
    )
