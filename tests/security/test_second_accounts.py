"""Two people with accounts of their own in one moment on PostgreSQL: both give, take, or change the same thing.

One of them is first; the other is told, and nothing that either typed is lost or counted twice.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts import invitations
from app.accounts import links as account_links
from app.accounts import queries as account_queries
from app.accounts import service as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import AccountLink, BrowserSession, Institution, Person, RoleGrant
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session, write_transaction
from app.enrolment import service as enrolment
from app.onboarding import queries as onboarding_queries
from tests.security.test_races import both, meet_after
from tests.support.school import School

pytestmark = pytest.mark.postgres
Sending = tuple[FlaskClient, str, dict[str, object]]


@pytest.fixture
def school(postgres_school: School) -> School:
    return postgres_school


@pytest.fixture
def two(school: School) -> list[FlaskClient]:
    """Two coordinators of the institution, ready to send."""
    windows = [school.client(school.person("coordinator", Place("institution", school.institution_id))) for _ in "12"]
    for window in windows:
        school.token(window)
    return windows


def send(school: School, *sendings: Sending) -> list[TestResponse]:
    def sending(client: FlaskClient, path: str, form: dict[str, object]) -> Callable[[], object]:
        return lambda: school.post(client, path, **form)

    return both(*(sending(*one) for one in sendings))  # type: ignore[return-value]


def statuses(answers: list[TestResponse]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def count_acts(school: School, action: str) -> int:
    with school.app.app_context():
        return session().scalars(select(func.count()).where(AuditEvent.action == action)).one()


def invited(school: School) -> tuple[Person, str]:
    with school.app.app_context(), write_transaction():
        draft = enrolment.Invitation("sam@example.org", "Sam", "en", "learner", "cohort", school.cohort_id)
        return enrolment.invite(SYSTEM, school.ring, draft)


WORDS: dict[str, object] = {
    "name": "Sam",
    "language": "en",
    "password": "four other calm words",
    "again": "four other calm words",
}


def test_of_two_who_end_one_role_one_is_told(school: School, two: list[FlaskClient], monkeypatch: pytest.MonkeyPatch):
    trainer = school.person("trainer", Place("cohort", school.cohort_id))
    with school.app.app_context():
        grant_id = session().scalars(select(RoleGrant.id).where(RoleGrant.person_id == trainer.id)).one()
    path = f"/access-review/institutions/{school.institution_id}/grants/{grant_id}/end"
    holder = school.client(trainer)
    assert holder.get(f"/cohorts/{school.cohort_id}").status_code == 200
    meet_after(monkeypatch, (accounts.policy, "require_granting"))
    assert statuses(send(school, *((window, path, {}) for window in two))) == [303, 410]
    assert count_acts(school, "role.end") == 1
    with school.app.app_context():
        until = session().get_one(RoleGrant, grant_id).until_day
        assert until is not None
        assert until < today()
    assert holder.get(f"/cohorts/{school.cohort_id}").status_code == 403


def test_of_two_who_change_one_institution_one_is_shown_the_other(
    school: School, two: list[FlaskClient], monkeypatch: pytest.MonkeyPatch
):
    with school.app.app_context():
        seen = session().get_one(Institution, school.institution_id).version
    shared: dict[str, object] = {"version": seen, "time_zone": "Asia/Jerusalem", "languages": ["he", "en"]}
    meet_after(monkeypatch, (onboarding_queries, "get_institution"))
    path = f"/set-up/{school.institution_id}/institution"
    answers = send(school, *((two[n], path, {**shared, "name_en": f"Named by {n}"}) for n in (0, 1)))
    assert statuses(answers) == [303, 409]
    first = next(n for n in (0, 1) if answers[n].status_code == 303)
    assert f"Named by {1 - first}" in answers[1 - first].text
    with school.app.app_context():
        assert session().get_one(Institution, school.institution_id).names["en"] == f"Named by {first}"
    assert count_acts(school, "institution.change") == 1


def test_two_who_invite_one_address_invite_one_person(
    school: School, two: list[FlaskClient], monkeypatch: pytest.MonkeyPatch
):
    given = {"email": "sam@example.org", "language": "en", "role": "learner", "place": f"cohort:{school.cohort_id}"}
    meet_after(monkeypatch, (account_queries, "find_person"))
    answers = send(school, *((window, "/people/invite", {**given, "name": "Sam"}) for window in two))
    assert statuses(answers) == [303, 409]
    with school.app.app_context():
        wanted = select(func.count()).select_from(Person).where(Person.email == "sam@example.org")
        assert session().scalars(wanted).one() == 1


def test_a_link_that_is_ended_in_the_moment_in_which_it_is_used_opens_wholly_or_not_at_all(
    school: School, two: list[FlaskClient], monkeypatch: pytest.MonkeyPatch
):
    person, path = invited(school)
    newcomer = school.client()
    school.token(newcomer)
    meet_after(monkeypatch, (invitations.passwords, "hash_password"), (account_links, "end_all"))
    came, ended = send(school, (newcomer, path, WORDS), (two[0], f"/people/{person.id}/invitation/end", {}))
    assert (came.status_code, ended.status_code) in {(303, 303), (410, 303), (303, 404)}
    with school.app.app_context():
        stored = session().get_one(Person, person.id)
        held = session().scalars(select(func.count()).where(BrowserSession.person_id == person.id)).one()
        used = select(func.count()).where(AccountLink.person_id == person.id, AccountLink.used_at.is_not(None))
        is_in = came.status_code == 303
        assert (stored.password_hash is not None, held, session().scalars(used).one()) == (is_in, is_in, is_in)


def test_two_who_end_one_link_end_it_once_and_without_an_error(school: School, two: list[FlaskClient]):
    person, path = invited(school)
    answers = send(school, *((window, f"/people/{person.id}/invitation/end", {}) for window in two))
    assert statuses(answers) == [303, 303]
    assert school.client().get(path).status_code == 410
