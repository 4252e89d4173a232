"""Somebody has lost everything: an administrator, or a command, takes the second step away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.db import session
from app.second_step.models import AppSecret, Passkey, RecoveryCode, StepReset
from tests.second_step.conftest import SET_UP, STEP, Staff, is_in, set_up_app
from tests.support.post import fill_in

REASON = "Phone and codes were stolen; they came to the office"


@pytest.fixture
def admin(house) -> Staff:
    found = Staff(house, house.staff("administrator"))
    found.client = set_up_app(found)
    return found


def path_of(staff: Staff) -> str:
    return f"/people/{staff.person.id}/second-step"


def test_it_ends_everything_but_the_password_and_is_told(admin, with_app, letters):
    inside, half = with_app.sign_in(), with_app.password()
    answer = fill_in(admin.client, path_of(with_app), reason=REASON)
    assert answer.status_code == 303
    assert not is_in(inside)
    assert half.get(STEP).location == "/sign-in"
    assert with_app.password().get(STEP).location == SET_UP
    mail = letters()[-1]
    assert (mail.kind, mail.address) == ("second-step-reset", with_app.person.email)
    assert REASON in mail.text
    assert admin.person.name in mail.text
    with admin.house.app.app_context():
        row = session().scalars(select(AuditEvent).where(AuditEvent.action == "second-step.reset")).one()
        assert (row.actor_id, row.subject) == (admin.person.id, f"person:{with_app.person.id}")
        assert REASON not in row.detail
        assert session().scalars(select(StepReset.reason)).one() == REASON
        for table in (AppSecret, Passkey, RecoveryCode):
            assert session().scalars(select(table).where(table.person_id == with_app.person.id)).all() == []


@pytest.mark.parametrize("reason", ["", "   ", "x", "x" * 501])
def test_it_needs_a_reason(admin, with_app, reason):
    answer = fill_in(admin.client, path_of(with_app), reason=reason)
    assert answer.status_code == 422
    assert with_app.password().get(STEP).status_code == 200


def test_nobody_does_it_to_themselves(admin):
    assert admin.client.get(path_of(admin)).status_code == 404


def test_a_second_press_says_that_there_is_none(admin, with_app):
    page = admin.client.get(path_of(with_app))
    assert page.status_code == 200
    fill_in(admin.client, path_of(with_app), reason=REASON)
    assert fill_in(admin.client, path_of(with_app), at="/account", reason=REASON).status_code == 422


def test_it_is_for_administrators_of_the_whole_service(house, with_app):
    place = Place("institution", house.institution_id)
    for role in ("administrator", "coordinator"):
        other = Staff(house, house.person(role, place))
        client = set_up_app(other)
        assert client.get(path_of(with_app)).status_code in (403, 404)
        assert fill_in(client, path_of(with_app), at="/account", reason=REASON).status_code in (403, 404)
    assert with_app.password().get(STEP).status_code == 200


class TestCommand:
    def run(self, app, *words):
        return app.test_cli_runner().invoke(args=["second-step", "reset", *words])

    def test_helps_the_last_administrator(self, app, admin):
        done = self.run(app, str(admin.person.email), "--reason", REASON)
        assert done.exit_code == 0, done.output
        assert admin.password().get(STEP).location == SET_UP

    def test_says_what_is_wrong(self, app, house):
        noa = house.person()
        assert self.run(app, str(noa.email), "--reason", REASON).exit_code == 1
        assert self.run(app, "nobody@example.org", "--reason", REASON).exit_code == 1
        assert self.run(app, str(noa.email)).exit_code == 2
