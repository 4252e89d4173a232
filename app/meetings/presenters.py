"""Meetings as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.actor import Actor
from app.catalogue.types import Lesson, Words, in_language
from app.core.clock import now, today, zone
from app.core.words import N_
from app.enrolment.models import Cohort, Enrolment
from app.hours import service as hours
from app.meetings import crediting, policy, queries, taught
from app.meetings.forms import REASONS, TypedLine
from app.meetings.models import MakeUpTask, Meeting
from app.meetings.queries import RollLine, Seat
from app.web.languages import gettext

KINDS = {"workshop": N_("Workshop"), "live": N_("Live online"), "simulation": N_("Simulation")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting in a list. `state`: planned | over (its roll is open) | closed | cancelled."""

    id: int
    title: Words
    kind: str
    starts_at: datetime
    minutes: int
    place: str
    link: str
    state: str
    cohort: Cohort
    time_zone: str


def shown(meeting: Meeting, titles: Mapping[str, Lesson]) -> Shown:
    lesson = titles.get(meeting.lesson_id)
    state = "over" if meeting.state == "planned" and meeting.ends_at <= now() else meeting.state
    return Shown(
        meeting.id,
        lesson.title if lesson else {"en": meeting.lesson_id},
        lesson.kind if lesson else "",
        meeting.starts_at,
        meeting.minutes,
        meeting.place,
        meeting.link,
        state,
        meeting.cohort,
        meeting.cohort.institution.time_zone,
    )


def list_shown(meetings: Iterable[Meeting]) -> list[Shown]:
    return [shown(meeting, taught.titles(meeting.cohort)) for meeting in meetings]


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A past meeting of a learner. `why` is a code of the template's sentences."""

    meeting: Shown
    present: int
    late: int
    early: int
    credited: int
    why: str


def own_seats(enrolments: Sequence[Enrolment]) -> tuple[list[Shown], list[OwnSeat]]:
    """Meetings to come, and those that were, newest first, with what they credited and why."""
    ids = [enrolment.id for enrolment in enrolments]
    seats = queries.list_seats(ids) if ids else []
    credited = crediting.sum_by_source(ids) if ids else {}
    upcoming = [_of(seat) for seat in seats if seat.meeting.state == "planned" and seat.meeting.ends_at > now()]
    past = [_own(seat, credited) for seat in seats if seat.meeting.state != "planned" or seat.meeting.ends_at <= now()]
    return upcoming, past[::-1]


def _of(seat: Seat) -> Shown:
    return shown(seat.meeting, taught.titles(seat.meeting.cohort))


def _own(seat: Seat, credited: Mapping[tuple[int, hours.Source], int]) -> OwnSeat:
    minutes = credited.get((seat.enrolment_id, hours.Source("meeting", str(seat.meeting.id))), 0)
    return OwnSeat(_of(seat), seat.minutes, seat.late, seat.early, minutes, _why(seat, minutes))


def _why(seat: Seat, credited: int) -> str:
    if seat.meeting.is_cancelled:
        return "cancelled"
    if not seat.meeting.is_closed:
        return "roll-open"
    if seat.is_present is None:
        return "not-on-roll"
    if not seat.is_present:
        return "absent"
    if credited < seat.minutes:
        return "limit"
    return "present" if not (seat.late or seat.early) else "partly"


def lesson_choices(cohort: Cohort, lang: str) -> list[tuple[str, str]]:
    """What the form offers: number, title, kind."""
    return [
        (lesson.id, f"{lesson.number} {in_language(lesson.title, lang)[1]} ({gettext(KINDS[lesson.kind])})".strip())
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


@dataclass(frozen=True, slots=True)
class TaskShown:
    task: MakeUpTask
    title: Words
    is_own: bool
    may_decide: bool
    is_late: bool


def task(actor: Actor, found: MakeUpTask) -> TaskShown:
    lesson = taught.titles(found.enrolment.cohort).get(found.lesson_id)
    is_own = found.enrolment.person_id == actor.id
    return TaskShown(
        found,
        lesson.title if lesson else {"en": found.lesson_id},
        is_own,
        not is_own and policy.may_run(actor, found.enrolment.cohort),
        found.state in ("set", "returned") and found.due_on < today(found.enrolment.cohort.institution.time_zone),
    )


def tasks(actor: Actor, found: Iterable[MakeUpTask]) -> list[TaskShown]:
    return [task(actor, one) for one in found]


def reason_choices() -> list[tuple[str, str]]:
    return [("", gettext(N_("Choose a reason"))), *((code, gettext(text)) for code, text in REASONS)]


def reasons() -> dict[str, str]:
    """Reason codes of corrections in the reader's language."""
    return {code: gettext(text) for code, text in REASONS}
