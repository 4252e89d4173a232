"""Contacts as the help page shows them, per door and language."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date

from app.catalogue.types import Contact, Words
from app.web import formats

EMERGENCIES = ("mda", "police")
DOORS = ("someone", "with-someone", "violence")
_NOT_DIALLED = re.compile(r"[^\d+*#]")


@dataclass(frozen=True, slots=True)
class Call:
    """One number with all that a caller may want to know first. `dial` is what a phone is handed."""

    id: str
    name: Words
    says: Words
    hours: Words
    number: str
    dial: str
    alternates: tuple[tuple[str, str], ...]  # (as written, as dialled)
    url: str
    site: str
    languages: str
    source: str
    read_on: str
    confirmed_by: str
    confirmed_on: str


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


def call(contact: Contact, lang: str) -> Call:
    return Call(
        id=contact.id,
        name=contact.name,
        says=contact.says,
        hours=contact.hours,
        number=contact.phone,
        dial=dialled(contact.phone),
        alternates=tuple((number, dialled(number)) for number in contact.alternates),
        url=contact.url if contact.url.startswith("https://") else "",
        site=contact.url.removeprefix("https://").strip("/"),
        languages=language_names(contact.languages, lang),
        source=contact.source,
        read_on=day(contact.read_on, lang),
        confirmed_by=contact.verified_by,
        confirmed_on=day(contact.verified_on, lang),
    )


def dialled(number: str) -> str:
    """1-800-363-363 → 1800363363; a leading + and the star of short numbers stay."""
    return _NOT_DIALLED.sub("", number)


def language_names(codes: Iterable[str], lang: str) -> str:
    names = Locale.parse(lang).languages
    return formats.COMMAS[lang].join(str(names.get(code, code)) for code in codes)


def day(text: str, lang: str) -> str:
    """An ISO day as people write it; what is no day is shown as it stands."""
    try:
        return formats.day(date.fromisoformat(text), lang)
    except ValueError:
        return text


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
