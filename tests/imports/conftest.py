"""A coordinator at her desk, with a list in her hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.models import AccountLink, Person, RoleGrant
from app.core.db import session
from app.enrolment.models import Enrolment
from app.imports.models import PeopleImport
from app.jobs import setup
from app.mail.models import OutboxMail
from tests.support import sheets
from tests.support.house import csrf_of
from tests.support.school import School


@dataclass
class Desk:
    """`client` coordinates `school.institution_id`."""

    school: School
    client: FlaskClient

    def send(self, content: bytes, name: str = "people.xlsx", **values: str) -> TestResponse:
        token = csrf_of(self.client.get("/imports/new").text)
        given = {"role": "learner", "place": f"cohort:{self.school.cohort_id}", "language": "he"}
        data = {"csrf_token": token, **given, **values, "file": (BytesIO(content), name)}
        return self.client.post("/imports/new", data=data, content_type="multipart/form-data")

    def take_in(self, lines: Sequence[sheets.Row] | None = None, **values: str) -> str:
        """Brings a list in; returns its path."""
        answer = self.send(sheets.workbook(lines), **values)
        assert answer.status_code == 303, answer.text
        return answer.location

    def post(self, path: str, **values: object) -> TestResponse:
        return self.school.post(self.client, path, **values)

    def apply(self, path: str) -> TestResponse:
        return self.post(f"{path}/apply", digest=digest_in(self.client.get(path).text))

    def bring_in(self, *lines: sheets.Row, **values: str) -> str:
        """A list of e-mail, name and perhaps language, applied."""
        path = self.take_in([("e-mail", "name", "language"), *lines], **values)
        answer = self.apply(path)
        assert answer.status_code == 303, answer.text
        return path

    def count(self, model: type) -> int:
        with self.school.app.app_context():
            return session().scalars(select(func.count()).select_from(model)).one()

    def totals(self) -> tuple[int, ...]:
        """People who can be written to, roles, enrolments, links."""
        with self.school.app.app_context():
            people = session().scalars(select(func.count()).where(Person.email.is_not(None))).one()
        return (people, *(self.count(model) for model in (RoleGrant, Enrolment, AccountLink)))

    def find(self, email: str) -> Person | None:
        with self.school.app.app_context():
            return session().scalars(select(Person).where(Person.email == email)).first()

    def list_of(self, path: str) -> PeopleImport:
        with self.school.app.app_context():
            return session().get_one(PeopleImport, int(path.split("/")[2]))

    def letters(self) -> list[OutboxMail]:
        """Runs the jobs that are due up to the point of sending."""
        with self.school.app.app_context():
            runner = setup.jobs().runner
            runner.handlers["mail.send"] = lambda payload: None
            runner.run_due()
            return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


def digest_in(page: str) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found is not None, page
    return found[1]


@pytest.fixture
def make_desk() -> Callable[[School], Desk]:
    return lambda school: Desk(school, school.client(school.staff("coordinator")))


@pytest.fixture
def desk(school: School, make_desk: Callable[[School], Desk]) -> Desk:
    return make_desk(school)
