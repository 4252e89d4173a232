"""A school in which the reading lesson has a scenario."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core.db import session
from app.progress.models import StepDone
from app.progress.rules import SCENARIO
from app.scenarios.models import Run, Step
from tests.support import curriculum, plays
from tests.support.school import School

INTRO = f"/lessons/{curriculum.READING}/scenario"


@dataclass
class Stage:
    """Plays runs through the front door."""

    school: School

    def begin(self, client: FlaskClient, **values: object) -> int:
        answer = self.school.post(client, INTRO, **values)
        assert answer.status_code == 303, answer.text
        return int(answer.location.rsplit("/", 1)[1])

    def choose(self, client: FlaskClient, run_id: int, number: int, choice: str) -> TestResponse:
        return self.school.post(client, f"/scenario-runs/{run_id}/{number}", choice=choice)

    def play(self, client: FlaskClient, *choices: str) -> int:
        """A run with these choices from its beginning."""
        run_id = self.begin(client, anew="yes")
        for number, choice in enumerate(choices, 1):
            assert self.choose(client, run_id, number, choice).status_code == 303
        return run_id

    def runs(self) -> list[Run]:
        with self.school.app.app_context():
            return list(session().scalars(select(Run).order_by(Run.id)))

    def run(self, run_id: int) -> Run:
        return next(run for run in self.runs() if run.id == run_id)

    def chosen(self, run_id: int) -> list[str]:
        with self.school.app.app_context():
            return list(session().scalars(select(Step.choice_id).filter_by(run_id=run_id).order_by(Step.number)))

    def is_done(self, enrolment_id: int) -> bool:
        with self.school.app.app_context():
            return session().get(StepDone, (enrolment_id, curriculum.READING, SCENARIO)) is not None


@pytest.fixture
def stage(school: School) -> Stage:
    school.publish(plays.catalogue(), "with-scenarios")
    return Stage(school)


@pytest.fixture
def postgres_stage(postgres_school: School) -> Stage:
    postgres_school.publish(plays.catalogue(), "with-scenarios")
    return Stage(postgres_school)
