"""A supervisor who signs by mail, and who reads their letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.accounts.service import Place
from app.core.clock import today
from app.core.db import session
from app.placements.models import Supervisor
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.signing import Reader, run_jobs


@pytest.fixture
def practice(school: School) -> Practice:
    """Its supervisor has no account."""
    made = Practice(school)
    with made.inside():
        session().get_one(Supervisor, made.supervisor_id).person_id = None
    return made


@pytest.fixture
def coordinator(school: School) -> Person:
    return school.person("coordinator", Place("institution", school.institution_id))


@pytest.fixture
def write_to(school: School, coordinator: Person) -> Callable[[int], Reader]:
    """Has a letter sent as a coordinator does; its reader."""
    client = school.client(coordinator)

    def write(supervisor_id: int) -> Reader:
        answer = school.post(client, f"/supervisors/{supervisor_id}/signing/send")
        assert answer.status_code == 303, answer.text
        mail = [one for one in run_jobs(school) if one.kind == "signing"][-1]
        return Reader(school, re.search(r"(/signing/\S+)\?", mail.text)[1])  # type: ignore[index]

    return write


@pytest.fixture
def reader(practice: Practice, write_to: Callable[[int], Reader]) -> Reader:
    """Two lines wait."""
    practice.send(visit(yesterday()))
    practice.send(visit(today() - timedelta(days=2)))
    return write_to(practice.supervisor_id)
