"""Openings as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.breakglass.models import BreakGlass
from app.breakglass.queries import Reading
from app.breakglass.rules import EXAMPLES
from app.core.clock import now
from app.core.words import N_
from app.web.languages import gettext

PAGES: Mapping[str, str] = {"practicum_entry": "/practicum/entries/", "case": "/cases/"}
READ: Mapping[str, str] = {
    "practicum.read": N_("An entry"),
    "practicum.list": N_("The list of entries"),
    "case.read": N_("A case"),
    "portfolio.read": N_("Notes on competencies"),
}


@dataclass(frozen=True, slots=True)
class ReadingShown:
    at: datetime
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    glass: BreakGlass
    zone: str
    is_open: bool


def shown(glasses: Iterable[BreakGlass]) -> list[Shown]:
    at = now()
    return [Shown(one, one.enrolment.cohort.institution.time_zone, one.is_open_at(at)) for one in glasses]


def readings(found: Iterable[Reading], *, with_links: bool) -> list[ReadingShown]:
    return [
        ReadingShown(
            one.at,
            gettext(READ.get(one.action, N_("Something else"))),
            f"{PAGES[one.kind]}{one.id}" if with_links and one.kind in PAGES else "",
        )
        for one in found
    ]


def examples() -> list[str]:
    return [gettext(text) for text in EXAMPLES]
