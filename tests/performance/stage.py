"""A cohort in which a lesson ends with an observed role-play, and everybody who takes part in one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts.actor import SYSTEM
from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.performance import opening
from app.performance.models import Performance, PerformanceRating, Remediation
from app.progress.models import StepDone
from tests.support import curriculum
from tests.support.school import School

NAMES = curriculum.sheet("meeting", curriculum.RATED).competencies
BASIC = frozenset(f"{name}-basic-{n}" for name in NAMES for n in (1, 2))
WHOLE = BASIC | {"limits-advanced-3"}
HARM = "danger-harmful-0"
LEVEL_WORDS = ("Levelword", "harmful", "Could harm")
_keys = count(1)


def new_key() -> str:
    return f"key-made-on-the-device-{next(_keys)}"


@dataclass
class Stage:
    """`sampled` says whether role-plays are to be rated by two; `stations`: more sheets of the lesson."""

    school: School
    sampled: bool = False
    stations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        second = 100 if self.sampled else 0
        self.school.publish(curriculum.with_role_plays(second=second, stations=self.stations), "rated")
        self.learner, self.enrolment_id = self.school.learner(name="Learner Noa")
        self.trainer, self.coordinator = self.school.staff("trainer"), self.school.staff("coordinator")
        self.rater = self.school.person("rater", Place("cohort", self.school.cohort_id))

    def open(self, enrolment_id: int = 0) -> int:
        return self.open_all(enrolment_id)[0]

    def open_all(self, enrolment_id: int = 0, sheet: str = "") -> list[int]:
        with self.school.app.app_context(), write_transaction():
            cohort = session().get_one(Cohort, self.school.cohort_id)
            draft = opening.OpeningDraft(curriculum.RATED, today(), "en", sheet)
            return [one.id for one in opening.open_for(SYSTEM, cohort, [enrolment_id or self.enrolment_id], draft)]

    def client(self, person: Person) -> FlaskClient:
        return self.school.client(person)

    def send(
        self,
        person: Person | FlaskClient,
        performance_id: int,
        part: str,
        ticks: Collection[str] = WHOLE,
        **more: object,
    ) -> TestResponse:
        client = person if isinstance(person, FlaskClient) else self.client(person)
        values = {"tick": sorted(ticks), "client_key": new_key(), **more}
        answer: TestResponse = self.school.post(client, f"/performances/{performance_id}/rate/{part}", **values)
        return answer

    def sent(self, person: Person, performance_id: int, part: str, ticks: Collection[str] = WHOLE, **more: object):
        answer = self.send(person, performance_id, part, ticks, **more)
        assert answer.status_code == 303, answer.text
        return answer

    def post(self, person: Person, path: str, **values: object) -> TestResponse:
        answer: TestResponse = self.school.post(self.client(person), path, **values)
        return answer

    def get(self, performance_id: int) -> Performance:
        """As it is now, loose from any session."""
        with self.school.app.app_context():
            found = session().get_one(Performance, performance_id)
            session().expunge(found)
            return found

    def ratings(self, performance_id: int) -> list[tuple[str, int, list[str]]]:
        with self.school.app.app_context():
            rows = session().scalars(select(PerformanceRating).filter_by(performance_id=performance_id))
            return [(row.part, row.rater_id, row.ticks) for row in rows]

    def remediation(self, performance_id: int) -> Remediation | None:
        with self.school.app.app_context():
            found = session().scalars(select(Remediation).filter_by(performance_id=performance_id)).first()
            if found is not None:
                session().expunge(found)
            return found

    def steps(self) -> list[str]:
        with self.school.app.app_context():
            return list(session().scalars(select(StepDone.step_id).filter_by(enrolment_id=self.enrolment_id)))


def ticked(html: str) -> set[str]:
    """What is ticked on a sheet's page."""
    return set(re.findall(r'name="tick" value="([^"]+)" checked', html))
