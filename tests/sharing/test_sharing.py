"""Sheets are everybody's and say nothing of anybody; what a mentor notes of sharing is for themselves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Person
from app.cases import service as cases
from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.errors import Invalid, NotFound
from app.enrolment.models import Enrolment
from app.sharing import service
from app.sharing.models import SharingNote
from tests.support import curriculum
from tests.support.exercises import ANCHORED, BREATH, MAP, OWN
from tests.support.school import School
from tests.support.statements import statements

SHARE = f"/practice/exercises/{MAP}/share"
CHANGES = ("INSERT", "UPDATE", "DELETE", "BEGIN")


@pytest.fixture
def client(school: School) -> FlaskClient:
    return school.client(school.learner()[0])


def actor_of(person_id: int) -> Actor:
    person = session().get_one(Person, person_id)
    return Actor(person.id, person.name, person.language)


def notes(school: School) -> list[tuple[str, str]]:
    with school.app.app_context():
        return [(one.exercise_id, one.code) for one in session().scalars(select(SharingNote))]


def open_case(school: School, enrolment_id: int) -> str:
    with school.app.app_context(), write_transaction():
        enrolment = session().get_one(Enrolment, enrolment_id)
        draft = cases.CaseDraft(age_band="26-40", step=1, presentation="worry")
        return cases.open_case(actor_of(enrolment.person_id), enrolment, draft).code


# the sheet


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_a_sheet_opens_to_everybody_and_keeps_nothing(school: School, language: str):
    client = school.client()
    with statements() as seen:
        answer = client.get(f"/sheets/{MAP}?lang={language}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.cache_control.public
    assert answer.headers["Content-Language"] == language
    assert [text for text in seen if text.startswith(CHANGES)] == []
    assert f"/sheets/{MAP}?lang={language}" in answer.text
    assert 'href="tel:1201"' in answer.text


def test_a_sheet_is_the_same_whoever_opens_it(school: School, client: FlaskClient, capsys: pytest.CaptureFixture[str]):
    path = f"/sheets/{MAP}?lang=en"
    signed_out = school.client().get(path)
    capsys.readouterr()
    signed_in = client.get(path)
    assert '"person": null' in capsys.readouterr().err
    assert signed_out.data == signed_in.data
    assert "Set-Cookie" not in signed_in.headers
    assert school.client().get(path, headers={"If-None-Match": signed_out.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("exercise", [ANCHORED, OWN, "nothing-like-this", "x" * 300])
def test_what_is_planned_or_stays_with_the_mentor_has_no_sheet(school: School, client: FlaskClient, exercise: str):
    assert school.client().get(f"/sheets/{exercise}").status_code == 404
    assert client.get(f"/practice/exercises/{exercise}/share").status_code == 404
    assert school.post(client, f"/practice/exercises/{exercise}/share", whom="").status_code == 404


def test_a_sheet_left_at_an_exercise_that_stays_with_the_mentor_is_not_shown(school: School):
    catalogue = curriculum.catalogue()
    kept = replace(catalogue.exercises[MAP], share="mentor-only")
    school.publish(replace(catalogue, exercises={**catalogue.exercises, MAP: kept}), "kept")
    assert school.client().get(f"/sheets/{MAP}").status_code == 404
    assert school.client().get(f"/sheets/{BREATH}").status_code == 200


# the note


def test_a_mentor_notes_once_for_themselves(school: School, client: FlaskClient):
    person, enrolment_id = school.learner()
    mentor, code = school.client(person), open_case(school, enrolment_id)
    day = today("Asia/Jerusalem").isoformat()
    assert f'value="{code}"' in mentor.get(SHARE).text
    for _ in range(2):
        assert school.post(mentor, SHARE, shared_on=day, whom=code).location == SHARE
    assert school.post(mentor, SHARE, shared_on=day, whom="group").location == SHARE
    assert sorted(notes(school)) == [(MAP, ""), (MAP, code)]
    assert mentor.get(SHARE).text.count("/share/forget") == 2
    assert "/share/forget" not in client.get(SHARE).text
    school.post(mentor, f"{SHARE}/forget", shared_on=day, whom=code)
    assert notes(school) == [(MAP, "")]


def test_what_cannot_be_noted_is_said_and_nothing_is_kept(school: School, client: FlaskClient):
    foreign = open_case(school, school.learner()[1])
    now = today("Asia/Jerusalem")
    for values in (
        {"shared_on": (now + timedelta(days=1)).isoformat(), "whom": "group"},
        {"shared_on": "2001-01-01", "whom": "group"},
        {"shared_on": "", "whom": "group"},
        {"shared_on": now.isoformat(), "whom": ""},
        {"shared_on": now.isoformat(), "whom": foreign},
    ):
        assert school.post(client, SHARE, **values).status_code == 422
    assert school.post(client, f"{SHARE}/forget", shared_on="never", whom="").status_code == 404
    assert notes(school) == []


def test_the_service_takes_nobody_elses_enrolment_or_code(school: School):
    (mine, _), (_, other) = school.learner(), school.learner()
    code = open_case(school, other)
    with school.app.app_context(), write_transaction():
        own = session().scalars(select(Enrolment).filter_by(person_id=mine.id)).one()
        theirs, now = session().get_one(Enrolment, other), today("Asia/Jerusalem")
        with pytest.raises(NotFound):
            service.note(actor_of(mine.id), theirs, MAP, now, "")
        with pytest.raises(NotFound):
            service.forget(actor_of(mine.id), theirs, MAP, now, "")
        with pytest.raises(Invalid):
            service.note(actor_of(mine.id), own, MAP, now, code)
        session().scalars(select(PracticeCase)).one().closed_on = now
        session().flush()
        with pytest.raises(Invalid):
            service.note(actor_of(theirs.person_id), theirs, MAP, now, code)
