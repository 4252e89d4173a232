"""What a side of the world owns: rows made through the services, each marked with the side's name."""

from __future__ import annotations

from datetime import time, timedelta

from app.accounts.actor import SYSTEM
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.duty import queries as duty
from app.duty import service as on_duty
from app.enrolment import calendar
from app.enrolment import service as enrolment
from app.enrolment.models import Cohort, Enrolment
from app.imports import service as imports
from app.marking.models import MarkingComment
from app.meetings import make_up, rolls
from app.meetings import service as meetings
from app.performance import opening
from app.releases import queries as releases
from app.releases.service import activate
from tests.support import written
from tests.support.school import School, publish


def meet(school: School, cohort_id: int, lesson_id: str, mark: str, ids: tuple[int, int]) -> tuple[int, int, int]:
    """A meeting to come, one whose roll is closed (the learner was away), and the task that makes up for it."""
    with school.app.app_context(), write_transaction():
        cohort = session().get_one(Cohort, cohort_id)
        coming, over = (
            meetings.schedule(
                SYSTEM,
                cohort,
                meetings.MeetingDraft(
                    lesson_id=lesson_id, day=today() + timedelta(days=days), at=time(10), place=f"{mark} hall"
                ),
            )
            for days in (2, -2)
        )
        marks = {ids[0]: rolls.Mark(is_present=False), ids[1]: rolls.Mark(is_present=True)}
        rolls.close(SYSTEM, over, marks, over.version)
        draft = make_up.TaskDraft(text=f"{mark} task", minutes=30, due_on=today() + timedelta(days=7))
        task = make_up.set_task(SYSTEM, session().get_one(Enrolment, ids[0]), lesson_id, draft)
        return coming.id, over.id, task.id


def perform(school: School, cohort_id: int, lesson_id: str, enrolment_id: int) -> int:
    """A role-play that waits for its ratings."""
    with school.app.app_context(), write_transaction():
        cohort = session().get_one(Cohort, cohort_id)
        draft = opening.OpeningDraft(lesson_id, today(), "en")
        return opening.open_for(SYSTEM, cohort, [enrolment_id], draft)[0].id


def write(school: School, enrolment_id: int, institution_id: int, mark: str) -> tuple[int, int]:
    """A written answer that waits for a mark, and a phrase for comments; the content is afterwards as it was."""
    with school.app.app_context(), write_transaction():
        active = releases.get_published().release_id
        release_id = publish(written.catalogue(), "written")
        activate(active)
        task_id = written.put(enrolment_id, release_id, f"{mark} {written.WORDS}")
        person_id = session().get_one(Enrolment, enrolment_id).person_id
        phrase = MarkingComment(
            institution_id=institution_id, language="en", text=f"{mark} phrase", by_id=person_id, made_at=now()
        )
        session().add(phrase)
        session().flush()
        return task_id, phrase.id


def be_on_duty(school: School, cohort_id: int, mark: str) -> int:
    """A duty phone of the cohort's own."""
    with school.app.app_context(), write_transaction():
        draft = on_duty.DutyDraft(name=f"{mark} duty", phone="02-000-0000", hours={"en": f"{mark} hours"})
        return on_duty.put(SYSTEM, duty.get_post_of_cohort(SYSTEM, cohort_id), draft, 0).id


def take_in(school: School, cohort_id: int, mark: str) -> int:
    """A list of people that is not applied; its second line is a problem."""
    lines = f"name,e-mail\n{mark} Listed,{mark.lower()}.listed@example.org\n{mark} Wrong,nowhere\n"
    with school.app.app_context(), write_transaction():
        draft = imports.Upload(f"{mark}.csv", lines.encode(), "learner", "cohort", cohort_id, "en")
        return imports.take_in(SYSTEM, draft).id


def teach_not(school: School, institution_id: int, mark: str) -> int:
    """Days without teaching."""
    with school.app.app_context(), write_transaction():
        day = today() + timedelta(days=200)
        return calendar.add(SYSTEM, institution_id, calendar.SpanDraft("break", f"{mark} break", day, day)).id


def invite(school: School, cohort_id: int, mark: str) -> tuple[int, str]:
    with school.app.app_context(), write_transaction():
        invitation = enrolment.Invitation(
            f"{mark.lower()}.waiting@example.org", f"{mark} Waiting", "en", "learner", "cohort", cohort_id
        )
        person, path = enrolment.invite(SYSTEM, school.ring, invitation)
        return person.id, path.rsplit("/", 1)[1]
