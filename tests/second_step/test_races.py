"""Two at once on PostgreSQL: one code, one place."""

from __future__ import annotations

import pyotp
import pytest
import time_machine
from sqlalchemy import func, select

from app.accounts import halves
from app.accounts.models import BrowserSession, Person
from app.core.clock import now
from app.core.db import session, write_transaction
from app.second_step import factors, queries, totp
from app.second_step.drafts import Owner
from app.second_step.models import RecoveryCode
from tests.second_step.conftest import OWN, STEP
from tests.security.test_races import both, meet_after
from tests.support.post import fill_in
from tests.support.school import School

pytestmark = pytest.mark.postgres


@pytest.fixture
def school(postgres_school: School) -> School:
    return postgres_school


def with_app(school: School) -> tuple[Person, str, list[str]]:
    """Somebody with an app and recovery codes."""
    person = school.staff("coordinator")
    with school.app.app_context(), write_transaction():
        secret = totp.new_secret()
        factors.put_app(Owner(person.id, "", school.ring), secret, 0)
        return person, secret, factors.new_codes(person.id)


def half_in(school: School, person: Person):
    client = school.client()
    answer = fill_in(client, "/sign-in", email=str(person.email), password=school.password)
    assert answer.location == STEP
    return client


def count_sessions(school: School, person: Person) -> int:
    with school.app.app_context():
        return (
            session()
            .scalars(select(func.count()).select_from(BrowserSession).where(BrowserSession.person_id == person.id))
            .one()
        )


def test_a_recovery_code_in_two_browsers_opens_one(school: School, monkeypatch: pytest.MonkeyPatch):
    person, _, codes = with_app(school)
    clients = [half_in(school, person) for _ in range(2)]
    meet_after(monkeypatch, (halves, "find"))
    answers = both(*(lambda c=c: fill_in(c, "/sign-in/recovery", code=codes[0]) for c in clients))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert count_sessions(school, person) == 1


def test_a_code_of_the_app_in_two_browsers_opens_one(school: School, monkeypatch: pytest.MonkeyPatch):
    person, secret, _ = with_app(school)
    clients = [half_in(school, person) for _ in range(2)]
    code = pyotp.TOTP(secret).at(now())
    meet_after(monkeypatch, (halves, "find"))
    answers = both(*(lambda c=c: fill_in(c, STEP, code=code) for c in clients))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert count_sessions(school, person) == 1


def test_two_windows_of_one_browser_come_in_once(school: School, monkeypatch: pytest.MonkeyPatch):
    person, _, codes = with_app(school)
    first = half_in(school, person)
    second = school.client()
    second.set_cookie("kelim", first.get_cookie("kelim").value)
    meet_after(monkeypatch, (halves, "find"))
    pairs = zip((first, second), codes, strict=False)
    answers = both(*(lambda c=c, code=code: fill_in(c, "/sign-in/recovery", code=code) for c, code in pairs))
    assert sorted(answer.location for answer in answers) == [OWN, "/sign-in"]
    assert count_sessions(school, person) == 1
    with school.app.app_context():
        assert queries.count_codes(person.id) == 9


def test_new_codes_made_twice_are_ten(school: School, monkeypatch: pytest.MonkeyPatch):
    person, secret, _ = with_app(school)
    client = half_in(school, person)
    with time_machine.travel(now(), tick=False):
        assert fill_in(client, STEP, code=pyotp.TOTP(secret).at(now())).status_code == 303
    fill_in(client, f"{OWN}/password", at=OWN, password=school.password)
    other = school.client()
    other.set_cookie("kelim", client.get_cookie("kelim").value)
    meet_after(monkeypatch, (factors, "hold_person"))
    answers = both(*(lambda c=c: fill_in(c, f"{OWN}/codes", at=OWN) for c in (client, other)))
    assert [answer.location for answer in answers] == [f"{OWN}/codes"] * 2
    with school.app.app_context():
        assert len(session().scalars(select(RecoveryCode)).all()) == 10
