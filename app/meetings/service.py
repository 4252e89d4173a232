"""Planning meetings: they are scheduled, changed and cancelled until their roll is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update

from app.accounts.actor import Actor, person_id
from app.audit import service as audit
from app.core.clock import now
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.words import N_
from app.enrolment.models import Cohort
from app.hours import service as hours
from app.meetings import policy, queries, rules
from app.meetings.models import CANCELLED, PLANNED, Attendance, Meeting
from app.meetings.taught import get_taught

CHANGED = N_("Somebody changed this meeting or its roll while you were working on it.")
HAS_MARKS = N_("The roll has marks for this lesson. Cancel this meeting and schedule another one.")
SETTLED = N_("This meeting is closed or cancelled and does not change any more. A closed roll can be corrected.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDraft:
    """`day` and `at` are the institution's; without `minutes` the lesson's are meant, or those of one of its days."""

    lesson_id: str
    day: date
    at: time
    minutes: int | None = None
    place: str = ""
    link: str = ""


def schedule(actor: Actor, cohort: Cohort, draft: MeetingDraft) -> Meeting:
    """Raises Invalid for a moment that does not exist, a day outside of the cohort's, a place left open."""
    _require_running(actor, cohort)
    meeting = Meeting(cohort_id=cohort.id, made_by_id=person_id(actor), made_at=now(), **_checked(cohort, draft, None))
    session().add(meeting)
    session().flush()
    _record(actor, meeting, cohort, "meeting.schedule")
    return meeting


def change(actor: Actor, meeting: Meeting, draft: MeetingDraft, version: int) -> None:
    """Marks that were made already stay, measured by the new minutes. Raises Conflict, Invalid."""
    _require_running(actor, meeting.cohort)
    values = _checked(meeting.cohort, draft, meeting.id)
    take(meeting, version)
    if meeting.lesson_id != values["lesson_id"] and _has_marks(meeting):
        raise Invalid(HAS_MARKS, field="lesson_id")
    for name, value in values.items():
        setattr(meeting, name, value)
    for line in session().scalars(select(Attendance).filter_by(meeting_id=meeting.id)):
        line.minutes = rules.present_minutes(meeting.minutes, line.is_present, line.late, line.early)
    session().flush()
    _record(actor, meeting, meeting.cohort, "meeting.change")


def cancel(actor: Actor, meeting: Meeting, version: int) -> None:
    """Pending minutes of its roll go with it."""
    _require_running(actor, meeting.cohort)
    take(meeting, version)
    for enrolment_id in session().scalars(select(Attendance.enrolment_id).filter_by(meeting_id=meeting.id)).all():
        hours.drop_claim(enrolment_id, hours.Source("meeting", str(meeting.id)))
    session().execute(delete(Attendance).filter_by(meeting_id=meeting.id))
    meeting.state = CANCELLED
    session().flush()
    _record(actor, meeting, meeting.cohort, "meeting.cancel")


def take(meeting: Meeting, version: int, *states: str) -> None:
    """The next change is the caller's. Raises Conflict if somebody was faster, or the meeting is beyond changing."""
    if meeting.state not in (states or (PLANNED,)):
        raise Conflict(SETTLED)
    wanted = (Meeting.id == meeting.id, Meeting.version == version)
    taken = session().execute(update(Meeting).where(*wanted).values(version=version + 1))
    session().refresh(meeting)
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(CHANGED)


def _checked(cohort: Cohort, draft: MeetingDraft, own_id: int | None) -> dict[str, object]:
    lesson = _lesson(cohort, draft.lesson_id)
    if not cohort.starts_on <= draft.day <= cohort.ends_on:
        raise Invalid(
            N_("The cohort learns from %(first)s to %(last)s. Choose a day in between."),
            field="day",
            first=cohort.starts_on.isoformat(),
            last=cohort.ends_on.isoformat(),
        )
    place, link = draft.place.strip(), draft.link.strip()
    if not place and not link:
        raise Invalid(N_("Say where: a place, a link, or both."), field="place")
    if link and not _is_web_address(link):
        raise Invalid(N_("A link begins with https://"), field="link")
    starts_at = rules.moment(draft.day, draft.at, cohort.institution.time_zone)
    _require_unique(cohort, draft.lesson_id, starts_at, own_id)
    minutes = draft.minutes or lesson.minutes // max(1, lesson.days)
    return {
        "lesson_id": draft.lesson_id,
        "starts_at": starts_at,
        "ends_at": rules.ends_at(starts_at, minutes),
        "minutes": minutes,
        "place": place,
        "link": link,
    }


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _lesson(cohort: Cohort, lesson_id: str):  # type: ignore[no-untyped-def]
    try:
        lesson = get_taught(cohort, lesson_id).lesson
    except NotFound as error:
        raise Invalid(error.message, field="lesson_id") from error
    if lesson.kind not in rules.KINDS:
        raise Invalid(N_("This lesson is learned alone; it has no meetings."), field="lesson_id")
    return lesson


def _require_unique(cohort: Cohort, lesson_id: str, starts_at: datetime, own_id: int | None) -> None:
    same = select(Meeting.id).where(
        Meeting.cohort_id == cohort.id,
        Meeting.lesson_id == lesson_id,
        Meeting.starts_at == starts_at,
        Meeting.state != CANCELLED,
    )
    if any(found != own_id for found in session().scalars(same)):
        raise Invalid(N_("This cohort has a meeting of this lesson at that time already."), field="at")


def _require_running(actor: Actor, cohort: Cohort) -> None:
    if not policy.may_run(actor, cohort):
        raise NotFound(queries.NO_MEETING)


def _has_marks(meeting: Meeting) -> bool:
    return (
        session().scalars(select(Attendance.enrolment_id).filter_by(meeting_id=meeting.id).limit(1)).first() is not None
    )


def _record(actor: Actor, meeting: Meeting, cohort: Cohort, action: str) -> None:
    audit.record(person_id(actor), action, f"meeting:{meeting.id}", place=f"cohort:{cohort.id}")
