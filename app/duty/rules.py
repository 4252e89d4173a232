"""Numbers that a phone in Israel can dial, how long a confirmation holds, and what being on duty takes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from app.core.words import N_
from app.duty.models import DutyContact

CONFIRMED_FOR = timedelta(days=180)
KEPT = timedelta(days=730)
MISSING, UNCONFIRMED, OLD, FINE = "missing", "unconfirmed", "old", "fine"
PERSON, PHONE, HOURS, STAND_IN = "person", "phone", "hours", "stand-in"
WANTED = {
    PERSON: N_("who is on duty"),
    PHONE: N_("their number"),
    HOURS: N_("when somebody answers"),
    STAND_IN: N_("a stand-in with a number"),
}
"""What must be known before people are sent to work, in the order in which it is said."""

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BETWEEN = re.compile("[\\s().\\-/\u2010-\u2015\u05be\u200e\u200f\u2066-\u2069]")
_NUMBER = re.compile(
    r"\*\d{4}"  # star numbers
    r"|1\d{2,3}"  # short codes
    r"|1[5-9]\d{8}"  # free and shared-cost numbers
    r"|0[2-489]\d{7}"
    r"|0[57]\d{8}"
    r"|\+972(?:[2-489]\d{7}|[57]\d{8})",
    re.ASCII,
)


def dialled(written: str) -> str:
    """What a phone is handed: 050-123 45 67 → 0501234567; 00972 and +972 (0) become +972."""
    number = _BETWEEN.sub("", written.translate(_DIGITS))
    number = re.sub(r"^00972", "+972", number)
    return re.sub(r"^\+9720", "+972", number)


def is_phone(written: str) -> bool:
    """Lenient about how it is written, strict about whether it could ring."""
    return bool(_NUMBER.fullmatch(dialled(written)))


def are_same(one: str, other: str) -> bool:
    """Whether two ways of writing ring the same phone."""
    return dialled(one).replace("+972", "0") == dialled(other).replace("+972", "0")


def standing(is_set: bool, confirmed_at: datetime | None, at: datetime) -> str:
    """How far a post can be relied on."""
    if not is_set:
        return MISSING
    if confirmed_at is None:
        return UNCONFIRMED
    return OLD if at - confirmed_at > CONFIRMED_FOR else FINE


def lacking(*, person: object, phone: object, hours: object, stand_in: object) -> tuple[str, ...]:
    """Which of `WANTED` is not there; each argument is as true as it is known."""
    known = {PERSON: person, PHONE: phone, HOURS: hours, STAND_IN: stand_in}
    return tuple(name for name in WANTED if not known[name])


def lacks(contact: DutyContact | None) -> tuple[str, ...]:
    if contact is None:
        return tuple(WANTED)
    return lacking(person=contact.name, phone=contact.phone, hours=contact.hours, stand_in=contact.backup_phone)


def is_late(due_on: date | None, day: date) -> bool:
    """Whether what is lacking should stand by now; without a day it should have stood all along."""
    return due_on is None or due_on < day
