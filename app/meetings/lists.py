"""Meetings and make-up tasks put together for pages, those of other rooms too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.accounts.actor import Actor
from app.catalogue.types import Lesson, Words
from app.core.clock import now, today
from app.enrolment.models import Cohort, Enrolment
from app.hours.service import Source
from app.meetings import crediting, policy, queries, taught
from app.meetings.models import MakeUpTask, Meeting
from app.meetings.queries import Seat


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
    lesson_id: str


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
        meeting.lesson_id,
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


def _own(seat: Seat, credited: Mapping[tuple[int, Source], int]) -> OwnSeat:
    minutes = credited.get((seat.enrolment_id, Source("meeting", str(seat.meeting.id))), 0)
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
