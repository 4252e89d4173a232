"""Signing in, and how long it lasts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from app.accounts import failures, passwords, queries, service, sessions
from app.accounts.actor import SYSTEM
from app.accounts.models import BrowserSession, Person
from app.accounts.service import NATIONAL, Place
from app.core.clock import now
from app.core.db import session, write_transaction
from tests.support.post import fill_in

WRONG = "three wrong words together"


def sign_in(client, email, password, **values):
    return fill_in(client, "/sign-in", email=email, password=password, **values)


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


class TestDoor:
    def test_opens_for_the_right_password_however_the_address_is_written(self, house):
        noa = house.person()
        client = house.client()
        answer = sign_in(client, f"  {noa.email.upper()} ", house.password)
        assert (answer.status_code, answer.location) == (303, "/")
        assert is_in(client)

    def test_says_the_same_to_a_wrong_password_and_an_unknown_address(self, house):
        noa = house.person()
        known = sign_in(house.client(), noa.email, WRONG)
        unknown = sign_in(house.client(), "nobody@example.org", WRONG)
        assert known.status_code == unknown.status_code == 422
        strip = lambda page, email: page.text.replace(email, "")  # noqa: E731
        without_tokens = [
            [line for line in strip(page, email).splitlines() if "csrf_token" not in line]
            for page, email in ((known, noa.email), (unknown, "nobody@example.org"))
        ]
        assert without_tokens[0] == without_tokens[1]

    def test_checks_a_password_for_an_unknown_address_too(self, house, monkeypatch):
        checked: list[str | None] = []
        real = passwords.matches
        monkeypatch.setattr(passwords, "matches", lambda stored, typed: checked.append(stored) or real(stored, typed))
        sign_in(house.client(), "nobody@example.org", WRONG)
        assert checked == [None]

    def test_keeps_the_address_and_never_the_password(self, house):
        page = sign_in(house.client(), "nobody@example.org", WRONG).text
        assert 'value="nobody@example.org"' in page
        assert WRONG not in page

    def test_is_shut_for_whoever_is_switched_off(self, house):
        noa = house.person()
        client = house.client(noa)
        with house.app.app_context(), write_transaction() as db:
            db.execute(update(Person).where(Person.id == noa.id).values(is_active=False))
        assert not is_in(client)
        assert sign_in(house.client(), noa.email, house.password).status_code == 422

    @pytest.mark.parametrize("email", ["a\0b@example.org", "x" * 5000, "' OR 1=1 --", "נועה@example.org"])
    def test_takes_no_harm_from_strange_addresses(self, house, email):
        assert sign_in(house.client(), email, WRONG).status_code == 422

    def test_slows_failures_and_forgets_them_on_success(self, house):
        noa = house.person()
        client = house.client()
        for _ in range(failures.FREE):
            assert sign_in(client, noa.email, WRONG).status_code == 422
        slowed = sign_in(client, noa.email, house.password)
        assert slowed.status_code == 429
        assert "2" in slowed.text
        with time_machine.travel(now() + timedelta(seconds=3)):
            assert sign_in(client, noa.email, house.password).status_code == 303
            assert sign_in(house.client(), noa.email, WRONG).status_code == 422

    def test_another_network_comes_in_while_one_is_slowed(self, house):
        noa = house.person()
        for _ in range(failures.FREE):
            sign_in(house.client(), noa.email, WRONG)
        client = house.client()
        client.environ_base["REMOTE_ADDR"] = "198.51.100.4"
        assert sign_in(client, noa.email, house.password).status_code == 303

    def test_leads_on_to_the_page_that_was_wanted_and_never_out(self, house):
        noa = house.person()
        assert sign_in(house.client(), noa.email, house.password, next="/hours").location == "/hours"
        for outside in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"):
            assert sign_in(house.client(), noa.email, house.password, next=outside).location == "/"


class TestFixation:
    def test_signing_in_changes_everything_in_the_cookie(self, house):
        noa = house.person()
        client = house.client()
        client.get("/sign-in")
        before = client.get_cookie("kelim").value
        with client.session_transaction() as cookie:
            cookie["planted"] = "by a stranger"
            token_before = cookie["csrf_token"]
        sign_in(client, noa.email, house.password)
        assert client.get_cookie("kelim").value != before
        client.get("/account")
        with client.session_transaction() as cookie:
            assert "planted" not in cookie
            assert cookie["csrf_token"] != token_before

    def test_every_sign_in_has_a_token_of_its_own_stored_as_a_hash(self, house):
        noa = house.person()
        tokens = set()
        for _ in range(2):
            client = house.client(noa)
            with client.session_transaction() as cookie:
                tokens.add(cookie["_user_id"])
        with house.app.app_context():
            stored = set(session().scalars(select(BrowserSession.token_hash)))
        assert len(tokens) == 2
        assert len(stored) == 2
        assert not tokens & stored

    def test_a_made_up_token_opens_nothing(self, house):
        client = house.client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = "made-up"
        assert not is_in(client)

    def test_signing_out_ends_the_session_for_a_copied_cookie_too(self, house):
        noa = house.person()
        client, thief = house.client(noa), house.client()
        thief.set_cookie("kelim", client.get_cookie("kelim").value)
        assert is_in(thief)
        fill_in(client, "/sign-out", at="/account")
        assert not is_in(thief)


class TestLasting:
    def test_learners_stay_long_on_their_own_device(self, house):
        noa, _ = house.learner()
        client = house.client(noa)
        for days in (100, 250, 400):
            with time_machine.travel(now() + timedelta(days=days)):
                assert is_in(client), days

    def test_learners_who_stay_away_are_signed_out(self, house):
        noa, _ = house.learner()
        client = house.client(noa)
        with time_machine.travel(now() + timedelta(days=181)):
            assert not is_in(client)

    def test_staff_are_signed_out_when_idle(self, house):
        client = house.client(house.staff("coordinator"))
        with time_machine.travel(now() + timedelta(hours=11)):
            assert is_in(client)
        with time_machine.travel(now() + timedelta(hours=22)):
            assert is_in(client)
        with time_machine.travel(now() + timedelta(hours=35)):
            assert not is_in(client)

    def test_whoever_becomes_staff_no_longer_stays_long(self, house):
        noa, _ = house.learner()
        client = house.client(noa)
        with house.app.app_context(), write_transaction():
            place = Place("institution", house.institution_id)
            service.grant_role(SYSTEM, queries.get_person(noa.id), "coordinator", place)
        assert is_in(client)
        with time_machine.travel(now() + timedelta(hours=13)):
            assert not is_in(client)

    @pytest.mark.parametrize(("role", "days", "hours"), [("coordinator", 7, 6), ("learner", 730, 24 * 150)])
    def test_sessions_that_are_used_all_the_time_end_too(self, house, role, days, hours):
        """A stolen cookie lives no longer than this, and a forgotten browser neither."""
        somebody = house.staff(role) if role != "learner" else house.learner()[0]
        client, began = house.client(somebody), now()
        for hour in range(hours, days * 24, hours):
            with time_machine.travel(began + timedelta(hours=hour)):
                assert is_in(client)
        with time_machine.travel(began + timedelta(days=days, minutes=1)):
            assert not is_in(client)

    def test_a_visit_moves_the_end_but_not_every_click_writes(self, house):
        noa, _ = house.learner()
        client = house.client(noa)

        def seen():
            with house.app.app_context():
                return session().scalars(select(BrowserSession.last_seen_at)).one()

        first = seen()
        with time_machine.travel(now() + timedelta(minutes=20)):
            client.get("/account")
            assert seen() == first
        with time_machine.travel(now() + sessions.TOUCH_AFTER + timedelta(minutes=1)):
            client.get("/account")
            assert seen() > first

    def test_roles_end_with_their_day(self, house):
        noa = house.person()
        with house.app.app_context(), write_transaction():
            until = now().date() + timedelta(days=1)
            service.grant_role(SYSTEM, queries.get_person(noa.id), "administrator", NATIONAL, until_day=until)
        client = house.client(noa)
        assert client.get("/people/invite").status_code == 200
        with time_machine.travel(now() + timedelta(days=3)):
            client = house.client(noa)
            assert client.get("/people/invite").status_code == 403
