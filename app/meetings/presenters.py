"""Meetings as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.types import in_language
from app.core.clock import zone
from app.core.words import N_
from app.enrolment.models import Cohort
from app.meetings import taught
from app.meetings.forms import REASONS, TypedLine
from app.meetings.models import Meeting
from app.meetings.queries import RollLine
from app.web.formats import isolated
from app.web.languages import gettext

KINDS = {"workshop": N_("Workshop"), "live": N_("Live online"), "simulation": N_("Simulation")}


def lesson_choices(cohort: Cohort, lang: str) -> list[tuple[str, str]]:
    """What the form offers: number, title, kind."""
    return [
        (
            lesson.id,
            f"{lesson.number} {isolated(in_language(lesson.title, lang)[1])} ({gettext(KINDS[lesson.kind])})".strip(),
        )
        for lesson in taught.list_meetable(cohort)
    ]


def wall_clock(meeting: Meeting) -> dict[str, object]:
    """What the form shows of a meeting: day and time as the institution's clocks had them."""
    local = meeting.starts_at.astimezone(zone(meeting.cohort.institution.time_zone))
    return {
        "lesson_id": meeting.lesson_id,
        "day": local.date(),
        "at": local.time(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
    }


@dataclass(frozen=True, slots=True)
class RollRow:
    """A line of the roll form; `theirs` says what somebody else saved meanwhile, if that differs."""

    enrolment_id: int
    name: str
    typed: TypedLine
    error: str
    theirs: TypedLine | None = None


def roll_rows(lines: Iterable[RollLine], typed: Mapping[int, TypedLine], *, in_conflict: bool = False) -> list[RollRow]:
    rows = []
    for line in lines:
        now_saved = TypedLine.of(line)
        own = typed.get(line.enrolment_id, now_saved)
        differs = in_conflict and (own.mark, own.late, own.early) != (now_saved.mark, now_saved.late, now_saved.early)
        error = gettext(own.error) if own.error else ""
        rows.append(RollRow(line.enrolment_id, line.name, own, error, now_saved if differs else None))
    return rows


def reason_choices() -> list[tuple[str, str]]:
    return [("", gettext(N_("Choose a reason"))), *((code, gettext(text)) for code, text in REASONS)]


def reasons() -> dict[str, str]:
    """Reason codes of corrections in the reader's language."""
    return {code: gettext(text) for code, text in REASONS}
