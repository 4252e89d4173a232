"""A copy of everything about oneself: complete, readable, for its owner alone, once."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.core.clock import now
from app.core.db import session, write_transaction
from app.jobs.setup import jobs
from app.mail.models import OutboxMail
from app.privacy import copies, copying, retention
from app.privacy.models import DataExport
from tests.support.application import PASSWORD
from tests.support.post import fill_in
from tests.support.school import School
from tests.support.world import ELSEWHERE, FELLOW, INNERMOST, World

PROMPT = "/lessons/reading/reflections/ponder"


@pytest.fixture
def writer(school: School) -> tuple[Person, FlaskClient]:
    person, _ = school.learner(name="Rivka Copy", language="he")
    client = school.client(person)
    school.answer_all(client, school.begin(client))
    school.post(client, PROMPT, text="Something of mine")
    return person, client


def ask(client: FlaskClient, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return fill_in(client, "/privacy/mine/copy", password=password)


def run_jobs(school: School) -> None:
    with school.app.app_context():
        jobs().runner.run_due()


def unpack(content: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return json.loads(file.read("data.json")), file.read("data.html").decode()


def test_it_is_asked_for_with_the_password_made_by_a_job_and_fetched_once(school: School, writer):
    person, client = writer
    assert ask(client, "not this one").status_code == 422
    assert ask(client).status_code == 303
    assert ask(client).status_code == 422
    assert school.post(client, "/privacy/mine/copy/fetch").status_code == 410
    run_jobs(school)
    with school.app.app_context():
        kept = session().scalars(select(DataExport)).one()
        assert b"Something of mine" not in kept.content
        assert b"data.json" not in kept.content
        assert session().scalars(select(OutboxMail).filter_by(kind="copy-ready", person_id=person.id)).one()
    answer = school.post(client, "/privacy/mine/copy/fetch")
    assert answer.mimetype == "application/zip"
    assert school.post(client, "/privacy/mine/copy/fetch").status_code == 410
    found, page = unpack(answer.data)
    (text,) = found["records"]["learning"]["reflection"]
    assert text["sealed"] == "Something of mine"
    assert found["records"]["account"]["person"][0]["name"] == "Rivka Copy"
    assert "Something of mine" in page
    assert 'lang="he" dir="rtl"' in page


def test_nobody_else_fetches_it_and_it_is_gone_after_a_week(school: School, writer):
    _, client = writer
    ask(client)
    run_jobs(school)
    other = school.client(school.learner()[0])
    assert school.post(other, "/privacy/mine/copy/fetch").status_code == 410
    with time_machine.travel(now() + timedelta(days=8), tick=True), school.app.app_context():
        with write_transaction():
            retention.run()
        assert session().scalars(select(DataExport.content)).one() is None
        assert copies.find_open(writer[0].id) is None


def test_it_holds_no_password_token_or_key(school: School, writer):
    person, _ = writer
    with school.app.app_context():
        text = json.dumps(copying.gather(school.ring, person.id))
        stored = session().get_one(Person, person.id).password_hash
    assert stored not in text
    for word in ("password_hash", "token_hash", "wrapped", "code_hash", "cookie_hash"):
        assert word not in text


def test_what_is_sealed_in_any_room_is_opened_and_nothing_of_others_is_in_it(world: World):
    """The world has rows in every room, with the marks of their owners in them."""
    side = world.plan.sides[0]
    with world.app.app_context():
        mine = session().scalars(select(Person).where(Person.email == side.learner_email)).one()
        found = copying.gather(world.app.extensions["kelim_ring"], mine.id)
    text = json.dumps(found, ensure_ascii=False)
    assert INNERMOST in text
    assert FELLOW not in text
    assert ELSEWHERE not in text
    practice = found["records"]["practice"]
    assert [one for one in practice["case_measure"] if one["answers"]]
    assert [one for one in practice["portfolio_rating"] if one["note"]]
