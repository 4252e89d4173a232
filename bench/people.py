"""The learners whose pages are measured: made by the services, half-way through a first module, on a fresh database."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app.accounts import passwords
from app.accounts import service as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.catalogue.types import Catalogue
from app.core.db import write_transaction
from app.duty import opening
from app.duty import queries as duty
from app.duty import service as on_duty
from app.enrolment import service as enrolment
from app.enrolment.models import Cohort
from app.factory import create_app
from app.meetings import service as meetings
from app.progress import service as progress
from app.releases import queries as release_queries
from app.releases import service as releases

PROGRAMME = "community-mentors"
LESSON = "safe-notes"
"""The largest lesson that is written; it has a quiz."""
MET = "consent-and-privacy"
"""A lesson that is taught in a meeting."""
LANGUAGE = "he"
PASSWORD = "three calm words together"
SIGNED_IN = 40
EARLIER = date.today() - timedelta(days=120)


@dataclass(frozen=True)
class Crowd:
    """What was put into a database."""

    emails: list[str]
    staff: dict[str, str]
    cohort_id: int
    release_id: int
    modules: list[str]

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)))


def read_crowd(file: Path) -> Crowd:
    return Crowd(**json.loads(file.read_text()))


def fill() -> Crowd:
    """Migrates the database that the settings name, publishes the content and makes the measured learners."""
    app = create_app()
    with app.app_context():
        upgrade()
        with write_transaction():
            release = releases.publish("Bench", app.extensions["kelim_settings"].content_dir, "Bench").release_id
        catalogue = release_queries.published(release).catalogue
        with write_transaction():
            cohort = _cohort()
            emails = [_learner(app, catalogue, cohort, number, release) for number in range(SIGNED_IN)]
            staff = _staff(app, cohort)
        modules = list(catalogue.programmes[PROGRAMME].modules)
    return Crowd(emails, staff, cohort.id, release, modules)


def _cohort() -> Cohort:
    institution = accounts.add_institution(SYSTEM, "bench", {"en": "Bench"}, "Asia/Jerusalem")
    draft = on_duty.DutyDraft(name="Bench", phone="02-000-0000", hours={"en": "Bench"}, backup_phone="02-000-0001")
    on_duty.put(SYSTEM, duty.get_post_of_institution(SYSTEM, institution.id), draft, 0)
    cohort = opening.open_cohort(
        SYSTEM, institution, PROGRAMME, "Bench", starts_on=EARLIER, ends_on=EARLIER + timedelta(days=364)
    )
    next_week = date.today() + timedelta(days=7)
    met = meetings.MeetingDraft(lesson_id=MET, day=next_week, at=time(18), place="Bench")
    meetings.schedule(SYSTEM, cohort, met)
    return cohort


_hash: list[str] = []


def _learner(app: Flask, catalogue: Catalogue, cohort: Cohort, number: int, release: int) -> str:
    email = f"learner{number}@bench.example"
    person: Person = accounts.add_person(
        SYSTEM, app.extensions["kelim_ring"], email=email, name="נועה לוי", language=LANGUAGE
    )
    _hash[:] = _hash or [passwords.hash_password(PASSWORD)]
    person.password_hash = _hash[0]
    enrolled = enrolment.enrol(SYSTEM, person, cohort, on=EARLIER).id
    lesson = catalogue.lessons[LESSON]
    for earlier in (catalogue.lessons[x] for x in lesson.prerequisites):
        for step_id in (*(x.id for x in earlier.steps), "quiz"):
            progress.do_step(enrolled, earlier, step_id, release_id=release)
    progress.start(enrolled, lesson)
    for step in lesson.steps[: len(lesson.steps) // 2]:
        answer = step.items[0].id if step.items else ""
        progress.do_step(enrolled, lesson, step.id, release_id=release, answer=answer)
    return email


def _staff(app: Flask, cohort: Cohort) -> dict[str, str]:
    """E-mail by what they do: one of the cohort, one of its institution, two of the whole country."""
    places = {
        "trainer": accounts.Place("cohort", cohort.id),
        "coordinator": accounts.Place("institution", cohort.institution_id),
        "evaluator": accounts.NATIONAL,
        "administrator": accounts.NATIONAL,
    }
    for role, place in places.items():
        email = f"{role}@bench.example"
        person = accounts.add_person(
            SYSTEM, app.extensions["kelim_ring"], email=email, name="מרים כהן", language=LANGUAGE
        )
        person.password_hash = _hash[0]
        accounts.grant_role(SYSTEM, person, role, place)
    return {role: f"{role}@bench.example" for role in places}


if __name__ == "__main__":
    fill().write(Path(sys.argv[1]))
