"""From presence and accepted tasks to the ledger: never more than the lesson's minutes, whatever they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, func, select

from app.accounts.actor import Actor, person_id
from app.core.clock import day_of
from app.core.db import session
from app.enrolment.models import Enrolment
from app.hours import service as hours
from app.hours import sources
from app.hours.models import Credit
from app.hours.rules import is_enough
from app.meetings import queries, rules
from app.meetings.models import CLOSED, Attendance, MakeUpTask, Meeting
from app.meetings.taught import Taught, get_taught
from app.progress import service as progress
from app.progress.rules import ATTENDANCE

PRESENCE, MAKE_UP = "presence", "make-up"
WAITS_FOR = "trainer"

Parts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Given:
    """Minutes of one lesson that stand in the ledger for one enrolment, by source and part."""

    by_source: dict[hours.Source, Parts] = field(default_factory=dict)

    def parts(self, but: hours.Source) -> Parts:
        found: Parts = defaultdict(int)
        for source, parts in self.by_source.items():
            if source != but:
                for part, minutes in parts.items():
                    found[part] += minutes
        return dict(found)

    def of(self, source: hours.Source) -> int:
        return sum(self.by_source.get(source, {}).values())

    @property
    def minutes(self) -> int:
        return sum(sum(parts.values()) for parts in self.by_source.values())


def list_given(enrolment_ids: Collection[int], lesson_id: str) -> dict[int, Given]:
    """One statement for all of a roll."""
    wanted = (
        select(Credit.enrolment_id, Credit.source_kind, Credit.source_id, Credit.part, func.sum(Credit.minutes))
        .where(Credit.enrolment_id.in_(sorted(enrolment_ids)), Credit.lesson == lesson_id)
        .group_by(Credit.enrolment_id, Credit.source_kind, Credit.source_id, Credit.part)
    )
    found = {enrolment_id: Given() for enrolment_id in enrolment_ids}
    for enrolment_id, kind, source_id, part, minutes in session().execute(wanted):
        if minutes:
            found[enrolment_id].by_source.setdefault(hours.Source(kind, source_id), {})[part] = int(minutes)
    return found


def lock_given(enrolment_ids: Collection[int], lesson_id: str) -> dict[int, Given]:
    """The same to write upon: whoever credits these learners meanwhile waits, so that no lesson counts twice."""
    learners = select(Enrolment.id).where(Enrolment.id.in_(sorted(enrolment_ids))).order_by(Enrolment.id)
    session().execute(learners.with_for_update(key_share=True))  # rows that point at them are still taken
    return list_given(enrolment_ids, lesson_id)


def sum_by_source(enrolment_ids: Collection[int]) -> dict[tuple[int, hours.Source], int]:
    """Minutes that stand in the ledger for meetings and make-up tasks, by enrolment and source."""
    wanted = (
        select(Credit.enrolment_id, Credit.source_kind, Credit.source_id, func.sum(Credit.minutes))
        .where(Credit.enrolment_id.in_(sorted(enrolment_ids)), Credit.source_kind.in_(("meeting", "make-up")))
        .group_by(Credit.enrolment_id, Credit.source_kind, Credit.source_id)
    )
    return {(row[0], hours.Source(row[1], row[2])): int(row[3]) for row in session().execute(wanted)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """Minutes that a source is worth by itself, before the lesson's limit."""

    enrolment_id: int
    minutes: int
    taught: Taught
    source: hours.Source
    rule: str
    day: date
    approver_id: int | None = None


def from_meeting(meeting: Meeting, enrolment_id: int, minutes: int, taught: Taught, actor: Actor) -> Earned:
    return Earned(
        enrolment_id=enrolment_id,
        minutes=minutes,
        taught=taught,
        source=hours.Source("meeting", str(meeting.id)),
        rule=PRESENCE,
        day=day_of(meeting.starts_at, meeting.cohort.institution.time_zone),
        approver_id=person_id(actor),
    )


def source_of(task: MakeUpTask) -> hours.Source:
    return hours.Source("make-up", str(task.id))


def from_task(task: MakeUpTask, taught: Taught, day: date, approver_id: int | None = None) -> Earned:
    return Earned(
        enrolment_id=task.enrolment_id,
        minutes=task.minutes,
        taught=taught,
        source=source_of(task),
        rule=MAKE_UP,
        day=day,
        approver_id=approver_id,
    )


def pend(earned: Earned, given: Given) -> None:
    """Puts the minutes on the list of what waits for the trainer; none takes them off it."""
    hours.claim(_draft(earned, given), WAITS_FOR)


def settle(earned: Earned, given: Given, reason_code: str = "roll-corrected") -> int:
    """Brings the ledger to what a source is worth now and says whether attendance is enough; returns the difference."""
    draft = _draft(earned, given)
    if given.of(earned.source):
        change = hours.replace(draft, by_id=earned.approver_id, reason_code=reason_code)
    else:
        change = hours.credit(draft)
    hours.drop_claim(earned.enrolment_id, earned.source)
    standing = dict(draft.minutes)
    given.by_source.pop(earned.source, None)
    if standing:
        given.by_source[earned.source] = standing
    return change


def judge_attendance(enrolment_id: int, given: Given, taught: Taught, at: datetime) -> None:
    """The step "attendance" is done while the credited minutes reach the programme's share of the lesson.

    `at` is when the learner was there, so that closing a roll late wakes nobody who is silent.
    """
    if is_enough(given.minutes, taught.lesson.minutes, taught.programme.attendance_percent):
        progress.do_step(enrolment_id, taught.lesson, ATTENDANCE, release_id=taught.release_id, at=at)
    else:
        progress.undo_step(enrolment_id, taught.lesson, ATTENDANCE)
        session().flush()


def settle_others(actor: Actor, but: hours.Source, given: Mapping[int, Given], taught: Taught) -> None:
    """Room that a correction has made, or taken, in the same lesson: other rolls and tasks that reach for it."""
    for seat in queries.list_seats(given.keys()):
        source = hours.Source("meeting", str(seat.meeting.id))
        if seat.meeting.lesson_id != taught.lesson.id or source == but or not seat.minutes or seat.meeting.is_cancelled:
            continue
        own = get_taught(seat.meeting.cohort, seat.meeting.lesson_id, seat.meeting.release_id)
        earned = from_meeting(seat.meeting, seat.enrolment_id, seat.minutes, own, actor)
        _reach(earned, given[seat.enrolment_id], is_pending=not seat.meeting.is_closed)
    for task in queries.list_tasks(given.keys()):
        source = source_of(task)
        if task.lesson_id != taught.lesson.id or source == but or task.state not in ("handed-in", "accepted"):
            continue
        zone = task.enrolment.cohort.institution.time_zone
        day = day_of(task.decided_at or task.handed_at or task.set_at, zone)
        own = get_taught(task.enrolment.cohort, task.lesson_id, task.release_id)
        earned = from_task(task, own, day, person_id(actor))
        _reach(earned, given[task.enrolment_id], is_pending=task.state == "handed-in")


def _reach(earned: Earned, given: Given, *, is_pending: bool) -> None:
    if is_pending:
        pend(earned, given)
    elif given.of(earned.source) < earned.minutes:
        settle(earned, given)


def list_meetings_earned() -> Iterator[tuple[int, str, int]]:
    """For the proof of the ledger: what every line of a closed roll must have credited."""
    here = and_(Attendance.meeting_id == Meeting.id, Attendance.revision == Meeting.roll_revision)
    wanted = select(Meeting, Attendance.enrolment_id, Attendance.minutes).join(Attendance, here)
    for meeting, enrolment_id, minutes in session().execute(wanted.where(Meeting.state == CLOSED)).all():
        taught = get_taught(meeting.cohort, meeting.lesson_id, meeting.release_id)
        yield (
            enrolment_id,
            str(meeting.id),
            _due(enrolment_id, minutes, taught, hours.Source("meeting", str(meeting.id))),
        )


def list_tasks_earned() -> Iterator[tuple[int, str, int]]:
    """For the proof of the ledger: what every accepted task must have credited."""
    for task in session().scalars(select(MakeUpTask).where(MakeUpTask.state == "accepted")).all():
        taught = get_taught(task.enrolment.cohort, task.lesson_id, task.release_id)
        yield task.enrolment_id, str(task.id), _due(task.enrolment_id, task.minutes, taught, source_of(task))


def _due(enrolment_id: int, minutes: int, taught: Taught, source: hours.Source) -> int:
    """What a source is worth beside the others: with each at its due, nothing is missing and no lesson counts twice."""
    others = list_given([enrolment_id], taught.lesson.id)[enrolment_id].parts(but=source)
    return max(0, min(minutes, taught.lesson.minutes - sum(others.values())))


sources.register("meeting", queries.is_meeting_source, list_meetings_earned)
sources.register("make-up", queries.is_task_source, list_tasks_earned)


def _draft(earned: Earned, given: Given) -> hours.Draft:
    lesson = earned.taught.lesson
    before = given.parts(but=earned.source)
    allowed = max(0, min(earned.minutes, lesson.minutes - sum(before.values())))
    return hours.Draft(
        enrolment_id=earned.enrolment_id,
        module=lesson.module,
        lesson=lesson.id,
        minutes=rules.share(allowed, earned.taught.parts, before) if allowed else {},
        day=earned.day,
        rule=earned.rule,
        source=earned.source,
        release_id=earned.taught.release_id,
        approver_id=earned.approver_id,
    )
