"""Duty phones as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue.types import Words
from app.duty import rules
from app.duty.queries import OnDuty


@dataclass(frozen=True, slots=True)
class Line:
    """A number as it is read and as it is dialled."""

    name: str
    number: str
    dial: str


@dataclass(frozen=True, slots=True)
class DutyPhone:
    """Without lines nobody is on duty yet. `cohorts` are named where the reader has several to keep apart.

    Of a site whose learners call somebody there: `is_site`, its name where the reader has several, hours as written.
    """

    institution: Words
    cohorts: tuple[str, ...]
    lines: tuple[Line, ...]
    hours: Words
    is_confirmed: bool
    is_site: bool = False
    site: str = ""
    hours_as_written: str = ""


def duty_phones(found: Iterable[OnDuty]) -> list[DutyPhone]:
    several = list(found)
    return [_shown(one, with_cohorts=len(several) > 1) for one in several]


def line(name: str, number: str) -> Line:
    return Line(name, number, rules.dialled(number))


def _shown(one: OnDuty, *, with_cohorts: bool) -> DutyPhone:
    contact = one.contact
    lines = [line(contact.name, contact.phone)] if contact else []
    if contact and contact.backup_phone:
        lines.append(line(contact.backup_name, contact.backup_phone))
    return DutyPhone(
        institution=one.institution.names,
        cohorts=tuple(cohort.name for cohort in one.cohorts) if with_cohorts else (),
        lines=tuple(lines),
        hours=contact.hours if contact else {},
        is_confirmed=bool(contact and contact.confirmed),
    )
