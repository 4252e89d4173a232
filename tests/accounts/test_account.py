"""One's own account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from app.accounts import failures, queries
from app.accounts.models import Person
from app.core.clock import now
from app.core.db import write_transaction
from tests.support.post import fill_in, link_in

NEW = "four other calm words"
CHOICES = {"language": "en", "address_form": "neutral", "text_size": "normal"}


@pytest.fixture
def noa(house):
    return house.person(name="Noa Levi")


@pytest.fixture
def browser(house, noa):
    return house.client(noa)


def person(house, noa) -> Person:
    with house.app.app_context():
        return queries.get_person(noa.id)


class TestProfile:
    def test_keeps_what_is_chosen(self, house, noa, browser):
        answer = fill_in(
            browser,
            "/account",
            name="  נועה   לוי ",
            language="he",
            address_form="feminine",
            text_size="larger",
        )
        assert (answer.status_code, answer.location) == (303, "/account")
        after = person(house, noa)
        assert (after.name, after.language, after.address_form, after.text_size) == (
            "נועה לוי",
            "he",
            "feminine",
            "larger",
        )
        page = browser.get("/account").text
        assert '<html lang="he" dir="rtl" data-size="larger"' in page
        assert 'role="status"' in page

    def test_the_language_of_the_account_wins_over_what_the_browser_remembered(self, house, browser):
        browser.get("/account?lang=ar")
        fill_in(browser, "/account", name="Noa", **CHOICES | {"language": "he"})
        assert '<html lang="he"' in browser.get("/account").text[:200]

    def test_never_overwrites_what_was_changed_meanwhile(self, house, noa, browser):
        stale = browser.get("/account").text
        with house.app.app_context(), write_transaction() as db_session:
            db_session.execute(update(Person).where(Person.id == noa.id).values(name="Noa Cohen", version=2))
        assert 'value="1"' in stale
        page = fill_in(browser, "/account", name="Noa Peretz", version="1", **CHOICES)
        assert page.status_code == 409
        assert "Noa Peretz" in page.text
        assert "Noa Cohen" in page.text
        assert person(house, noa).name == "Noa Cohen"
        assert 'name="version" type="hidden" value="2"' in page.text
        assert fill_in(browser, "/account", name="Noa Peretz", **CHOICES).status_code == 303
        assert person(house, noa).name == "Noa Peretz"

    @pytest.mark.parametrize("version", ["", "0", "-1", "x", "9" * 30, "١"])
    def test_a_strange_version_is_a_conflict_and_no_fault(self, browser, version):
        assert fill_in(browser, "/account", name="Noa", version=version, **CHOICES).status_code == 409

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "12"},
            {"name": "n" * 121},
            {"language": "fr"},
            {"address_form": "x"},
            {"text_size": ""},
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_rest(self, house, noa, browser, wrong):
        page = fill_in(browser, "/account", **{"name": "Noa Typed", **CHOICES} | wrong)
        assert page.status_code == 422
        assert 'role="alert"' in page.text
        assert person(house, noa).name == "Noa Levi"
        if "name" not in wrong:
            assert 'value="Noa Typed"' in page.text

    def test_is_for_whoever_is_signed_in(self, house):
        for path in ("/account", "/account/password", "/account/sessions"):
            assert house.client().get(path).status_code == 302


class TestPassword:
    def change(self, client, old, password=NEW, again=NEW):
        return fill_in(client, "/account/password", old=old, password=password, again=again)

    def test_needs_the_old_one(self, house, noa, browser):
        page = self.change(browser, "three wrong words here")
        assert page.status_code == 422
        assert NEW not in page.text
        assert "three wrong words here" not in page.text
        assert self.change(browser, house.password).status_code == 303

    def test_ends_all_other_sessions_and_keeps_this_one(self, house, noa, browser):
        elsewhere = house.client(noa)
        self.change(browser, house.password)
        assert browser.get("/account").status_code == 200
        assert elsewhere.get("/account").status_code == 302

    def test_is_told_by_mail(self, house, noa, browser, letters):
        self.change(browser, house.password)
        (mail,) = letters()
        assert (mail.kind, mail.address) == ("password-changed", noa.email)
        assert link_in(mail) == "/password-reset?lang=en"

    @pytest.mark.parametrize(
        ("password", "again"), [("short", "short"), (NEW, "something else here"), ("Noa Levi", "Noa Levi")]
    )
    def test_refuses_weak_and_mistyped_ones(self, house, browser, password, again):
        assert self.change(browser, house.password, password, again).status_code == 422

    def test_guessing_the_old_one_is_slowed(self, house, browser):
        for _ in range(failures.FREE):
            assert self.change(browser, "three wrong words here").status_code == 422
        assert self.change(browser, house.password).status_code == 429
        with time_machine.travel(now() + timedelta(seconds=61)):
            assert self.change(browser, house.password).status_code == 303


class TestSessions:
    def test_lists_own_browsers_and_marks_this_one(self, house, noa):
        phone, laptop = house.client(), house.client()
        phone.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 10) Chrome/124.0 Mobile Safari/537.36"
        for client in (phone, laptop):
            house.sign_in(client, noa)
        house.client(house.person())
        page = laptop.get("/account/sessions").text
        assert "Chrome, Android" in page
        assert page.count('<li class="row">') == 2
        assert page.count('/end"') == 1

    def test_ends_one(self, house, noa, browser):
        other = house.client(noa)
        page = browser.get("/account/sessions").text
        path = page.split('action="/account/sessions/')[1].split('"')[0]
        assert fill_in(browser, f"/account/sessions/{path}", at="/account/sessions").status_code == 303
        assert other.get("/account").status_code == 302
        assert browser.get("/account").status_code == 200

    def test_ends_all_others(self, house, noa, browser):
        others = [house.client(noa), house.client(noa)]
        fill_in(browser, "/account/sessions/end-others", at="/account/sessions")
        assert [client.get("/account").status_code for client in [browser, *others]] == [200, 302, 302]

    @pytest.mark.parametrize("number", ["999", "0", "2147483648", "9" * 40, "-1", "x"])
    def test_ends_nobody_elses_and_nothing_made_up(self, browser, number):
        assert fill_in(browser, f"/account/sessions/{number}/end", at="/account/sessions").status_code == 404

    def test_of_somebody_else_stays(self, house, browser):
        sam = house.person()
        other = house.client(sam)
        page = other.get("/account").text
        assert page
        assert fill_in(browser, "/account/sessions/2/end", at="/account/sessions").status_code == 404
        assert other.get("/account").status_code == 200
