"""An institution brings its own syllabus: checked, published, a cohort opened, a learner done with it. No code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core.db import session
from app.enrolment.models import Cohort, Enrolment
from app.hours.queries import sum_totals
from app.quizzes.models import Attempt
from app.releases import queries as releases
from app.releases.commands import content
from app.releases.trees import write_tree
from tests.imports.conftest import Desk
from tests.support import foreign
from tests.support.post import fill_in
from tests.support.school import School


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_tree(foreign.files(), tmp_path / "syllabus")
    return tmp_path / "syllabus"


def run(school: School, *words: object) -> str:
    result = school.app.test_cli_runner().invoke(content, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def test_it_is_published_taught_and_completed(school: School, folder: Path) -> None:
    assert "0 errors" in run(school, "check", folder)
    run(school, "publish", folder, "-m", "Our own syllabus")
    desk = school.client(school.staff("coordinator"))
    assert "Family guides" in desk.get(f"/set-up/{school.institution_id}/cohorts").text
    learner = _come(school, desk)
    client = school.client(learner)
    page = client.get(f"/programmes/{foreign.PROGRAMME}").text
    assert "A shared meal" in page
    assert "Community Mentors" not in client.get("/programmes").text
    _learn(school, client)
    with school.app.app_context():
        enrolment_id = session().scalars(select(Enrolment.id).filter_by(person_id=learner.id)).one()
        totals = sum_totals(enrolment_id)
    assert sum(totals.credited.values()) == 90
    hours = client.get("/hours").text
    assert "All of it" in hours


def _come(school: School, desk: FlaskClient) -> Person:
    """A cohort of the new programme, and one learner in it, through the pages."""
    given = {"programme": foreign.PROGRAMME, "name": "First table", "starts_on": "2026-10-25", "ends_on": "2030-10-24"}
    answer = fill_in(desk, f"/set-up/{school.institution_id}/cohorts", **given)
    assert answer.status_code == 303, answer.text
    with school.app.app_context():
        cohort = session().scalars(select(Cohort).filter_by(name="First table")).one()
    learner = school.person()
    at = Desk(school, desk)
    assert at.bring_in((learner.email, "Noa Levi"), place=f"cohort:{cohort.id}")
    return learner


def _learn(school: School, client: FlaskClient) -> None:
    where = f"/lessons/{foreign.LESSON}"
    assert client.get(where).status_code == 200
    answer = school.post(client, f"{where}/steps/on-the-table", answer=["water", "chair"])
    assert answer.status_code == 303
    attempt_id = school.begin(client, foreign.LESSON)
    with school.app.app_context():
        lesson = releases.published().catalogue.lessons[foreign.LESSON]
        drawn = [one["id"] for one in session().get_one(Attempt, attempt_id).questions]
    assert lesson.quiz is not None
    asked = {question.id: question for question in lesson.quiz.questions}
    for number, name in enumerate(drawn, 1):
        right = [option.id for option in asked[name].options if option.is_right]
        assert school.post(client, f"/attempts/{attempt_id}/{number}", answer=right).status_code == 303
    assert re.search(r"passed|Passed", client.get(f"/attempts/{attempt_id}").text)
