"""The roll: kept as a draft, closed, corrected by its next revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, insert

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import day_of, now, today
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.words import N_
from app.hours import service as hours
from app.meetings import crediting, policy, queries, rules
from app.meetings.models import CLOSED, PLANNED, Attendance, Meeting
from app.meetings.queries import RollLine
from app.meetings.service import take
from app.meetings.taught import get_taught

TOO_EARLY = N_("The roll opens on the day of the meeting.")
NOT_BEGUN = N_("The meeting has not begun. Keep the roll as a draft and close it afterwards.")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a trainer says of one learner; minutes late and left early count for who is present."""

    is_present: bool | None = None
    late: int = 0
    early: int = 0


Marks = Mapping[int, Mark]  # by enrolment


def is_open(meeting: Meeting) -> bool:
    """From the day of the meeting on, by the institution's clocks."""
    zone = meeting.cohort.institution.time_zone
    return today(zone) >= day_of(meeting.starts_at, zone)


def keep(actor: Actor, meeting: Meeting, marks: Marks, version: int) -> None:
    """Saves a draft: minutes become pending. Raises Conflict, Invalid."""
    lines = _begin(actor, meeting, version, PLANNED)
    if not is_open(meeting):
        raise Invalid(TOO_EARLY)
    _write(actor, meeting, lines, marks, revision=1)
    _pend(actor, meeting, lines, marks)


def close(actor: Actor, meeting: Meeting, marks: Marks, version: int) -> None:
    """Credits everybody's minutes. Raises Conflict; Invalid while somebody is unmarked; Forbidden on one's own roll."""
    lines = _begin(actor, meeting, version, PLANNED)
    policy.require_other(actor, {line.person_id for line in lines}, policy.OWN_ROLL)
    if now() < meeting.starts_at:
        raise Invalid(NOT_BEGUN)
    _require_all(lines, marks)
    meeting.release_id = get_taught(meeting.cohort, meeting.lesson_id).release_id
    meeting.state, meeting.closed_by_id, meeting.closed_at = CLOSED, person_id(actor), now()
    session().flush()
    _write(actor, meeting, lines, marks, revision=1)
    _credit(actor, meeting, lines, marks, "roll-corrected")
    audit.record(person_id(actor), "roll.close", f"meeting:{meeting.id}", place=f"cohort:{meeting.cohort_id}")


def correct(actor: Actor, meeting: Meeting, marks: Marks, version: int, reason_code: str) -> None:
    """Writes the next revision of a closed roll, and rows into the ledger. Raises Conflict, Invalid, Forbidden."""
    lines = _begin(actor, meeting, version, CLOSED)
    policy.require_other(actor, {line.person_id for line in lines}, policy.OWN_ROLL)
    if reason_code not in rules.REASONS:
        raise Invalid(N_("Say why the roll is corrected."), field="reason")
    _require_all(lines, marks)
    changed = [line for line in lines if _of(marks, line) != Mark(line.is_present, line.late, line.early)]
    if not changed:
        raise Invalid(N_("Nothing differs from the closed roll."))
    meeting.roll_revision += 1
    session().flush()
    _write(actor, meeting, lines, marks, meeting.roll_revision, reason_code)
    _credit(actor, meeting, changed, marks, reason_code)
    audit.record(
        person_id(actor),
        "roll.correct",
        f"meeting:{meeting.id}",
        place=f"cohort:{meeting.cohort_id}",
        detail=f"revision {meeting.roll_revision}: {reason_code}",
    )


def _begin(actor: Actor, meeting: Meeting, version: int, state: str) -> list[RollLine]:
    if not policy.may_run(actor, meeting.cohort):
        raise NotFound(queries.NO_MEETING)
    take(meeting, version, state)
    return queries.list_roll(meeting)


def _of(marks: Marks, line: RollLine) -> Mark:
    return marks.get(line.enrolment_id, Mark())


def _require_all(lines: list[RollLine], marks: Marks) -> None:
    missing = [line.name for line in lines if line.must_be_marked and _of(marks, line).is_present is None]
    if missing:
        raise Invalid(N_("Not marked yet: %(names)s."), names=", ".join(missing))


def _minutes(meeting: Meeting, mark: Mark) -> int:
    return rules.present_minutes(meeting.minutes, mark.is_present, mark.late, mark.early)


def _write(
    actor: Actor, meeting: Meeting, lines: list[RollLine], marks: Marks, revision: int, reason_code: str = ""
) -> None:
    session().execute(delete(Attendance).filter_by(meeting_id=meeting.id, revision=revision))
    rows = [
        {
            "meeting_id": meeting.id,
            "enrolment_id": line.enrolment_id,
            "revision": revision,
            "is_present": mark.is_present,
            "late": mark.late if mark.is_present else 0,
            "early": mark.early if mark.is_present else 0,
            "minutes": _minutes(meeting, mark),
            "reason_code": reason_code,
            "by_id": person_id(actor),
            "at": now(),
        }
        for line in lines
        if (mark := _of(marks, line)).is_present is not None
    ]
    if rows:
        session().execute(insert(Attendance), rows)


def _pend(actor: Actor, meeting: Meeting, lines: list[RollLine], marks: Marks) -> None:
    taught = get_taught(meeting.cohort, meeting.lesson_id)
    given = crediting.lock_given([line.enrolment_id for line in lines], meeting.lesson_id)
    for line in lines:
        minutes = _minutes(meeting, _of(marks, line))
        earned = crediting.from_meeting(meeting, line.enrolment_id, minutes, taught, actor)
        crediting.pend(earned, given[line.enrolment_id])


def _credit(actor: Actor, meeting: Meeting, lines: list[RollLine], marks: Marks, reason_code: str) -> None:
    taught = get_taught(meeting.cohort, meeting.lesson_id, meeting.release_id)
    given = crediting.lock_given([line.enrolment_id for line in lines], meeting.lesson_id)
    for line in lines:
        minutes = _minutes(meeting, _of(marks, line))
        earned = crediting.from_meeting(meeting, line.enrolment_id, minutes, taught, actor)
        crediting.settle(earned, given[line.enrolment_id], reason_code)
    crediting.settle_others(actor, hours.Source("meeting", str(meeting.id)), given, taught)
    for line in lines:
        crediting.judge_attendance(line.enrolment_id, given[line.enrolment_id], taught, min(meeting.ends_at, now()))
