"""One number with what a caller wants to know first: on the help page and on cards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel import Locale

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
class Door:
    id: str
    calls: tuple[Call, ...]


def doors(contacts: Iterable[Contact], lang: str) -> tuple[Door, ...]:
    calls = [(contact.doors, call(contact, lang)) for contact in contacts]
    return tuple(Door(door, tuple(one for behind, one in calls if door in behind)) for door in DOORS)


def emergencies(contacts: Iterable[Contact], lang: str) -> tuple[Call, ...]:
    """Ambulance and police: what stands above every door."""
    return tuple(call(contact, lang) for contact in contacts if contact.id in EMERGENCIES and contact.phone)
