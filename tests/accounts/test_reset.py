"""A forgotten password."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, func, select, update

from app.accounts import failures, links
from app.accounts.models import AccountLink, Person
from app.audit import queries as audit
from app.core.clock import now
from app.core.db import session, write_transaction
from app.web.database import db
from tests.support.post import fill_in, link_in

NEW = "four other calm words"


def ask(client, email):
    return fill_in(client, "/password-reset", email=email)


def path_of(link):
    return link.partition("?")[0]


@pytest.fixture
def noa(house):
    return house.person(language="he", name="נועה לוי")


@pytest.fixture
def link(house, noa, letters):
    """A link that was asked for and sent."""
    ask(house.client(), noa.email)
    return link_in(letters()[-1])


def choose(client, link, password=NEW, again=NEW):
    return fill_in(client, path_of(link), at=link, password=password, again=again)


def sign_in(house, person, password):
    return fill_in(house.client(), "/sign-in", email=person.email, password=password)


class TestAsking:
    def test_answers_the_same_whoever_is_asked_for(self, house, noa):
        known, unknown = ask(house.client(), noa.email), ask(house.client(), "nobody@example.org")
        assert known.status_code == unknown.status_code == 303
        assert known.location == unknown.location == "/password-reset/asked"

    def test_does_the_same_work_whoever_is_asked_for(self, house, noa):
        def statements(email):
            client = house.client()
            form = client.get("/password-reset").text
            token = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
            seen: list[str] = []
            with house.app.app_context():
                engine = db.engine
            listen = lambda c, cursor, statement, *rest: seen.append(statement)  # noqa: E731
            event.listen(engine, "before_cursor_execute", listen)
            client.post("/password-reset", data={"email": email, "csrf_token": token})
            event.remove(engine, "before_cursor_execute", listen)
            return seen

        assert statements(noa.email) == statements("nobody@example.org") != []

    def test_sends_a_letter_to_known_addresses_only(self, house, noa, letters):
        ask(house.client(), "nobody@example.org")
        assert letters() == []
        ask(house.client(), noa.email.upper())
        (mail,) = letters()
        assert (mail.address, mail.language, mail.kind, mail.person_id) == (noa.email, "he", "password-reset", noa.id)
        assert link_in(mail).endswith("?lang=he")

    def test_sends_nothing_to_whoever_is_switched_off(self, house, noa, letters):
        with house.app.app_context(), write_transaction() as db_session:
            db_session.execute(update(Person).where(Person.id == noa.id).values(is_active=False))
        ask(house.client(), noa.email)
        assert letters() == []

    @pytest.mark.parametrize("email", ["nobody@example.org", None])
    def test_is_slowed_for_known_and_unknown_alike(self, house, noa, email):
        client = house.client()
        for _ in range(failures.FREE):
            assert ask(client, email or noa.email).status_code == 303
        assert ask(client, email or noa.email).status_code == 429
        with time_machine.travel(now() + timedelta(seconds=61)):
            assert ask(client, email or noa.email).status_code == 303

    def test_fills_no_mailbox(self, house, noa, letters):
        for number in range(6):
            client = house.client()
            client.environ_base["REMOTE_ADDR"] = f"203.0.113.{number}"
            ask(client, noa.email)
        assert len(letters()) == 3

    def test_does_not_keep_anybody_from_signing_in(self, house, noa):
        for _ in range(failures.FREE + 1):
            ask(house.client(), noa.email)
        assert sign_in(house, noa, house.password).status_code == 303

    @pytest.mark.parametrize(
        "email",
        ["", "noa", "noa@example.org\nBcc: all@example.org", "a@b.example, c@d.example", "x" * 9000, "a b@b.co"],
    )
    def test_wants_an_address_and_keeps_what_was_typed(self, house, email, letters):
        answer = ask(house.client(), email)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert email.split("\n")[0][:50] in answer.text
        assert letters() == []


class TestChoosing:
    def test_sets_the_password_and_ends_every_session(self, house, noa, link):
        elsewhere = house.client(noa)
        answer = choose(house.client(), link)
        assert (answer.status_code, answer.location) == (303, "/sign-in")
        assert elsewhere.get("/account").status_code == 302
        assert sign_in(house, noa, house.password).status_code == 422
        assert sign_in(house, noa, NEW).status_code == 303

    def test_is_recorded_and_told_by_mail(self, house, noa, link, letters):
        choose(house.client(), link)
        assert [mail.kind for mail in letters()] == ["password-reset", "password-changed"]
        with house.app.app_context():
            actions = [row.action for row in audit.list_about(f"person:{noa.id}")]
        assert actions[:2] == ["password.change", "password.link"]

    def test_looking_never_uses_the_link_up(self, house, noa, link):
        for _ in range(3):
            assert house.client().get(link).status_code == 200
            assert house.client().head(link).status_code == 200
        assert choose(house.client(), link).status_code == 303

    def test_works_once(self, house, noa, link):
        choose(house.client(), link)
        client = house.client()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]
        again = client.post(path_of(link), data={"password": NEW, "again": NEW, "csrf_token": token})
        assert again.status_code == 410
        assert client.get(link).status_code == 410
        assert 'href="/password-reset"' in again.text

    def test_works_once_for_two_at_the_same_time(self, house, noa, link):
        clients = [house.client() for _ in range(4)]
        tokens = [re.search(r'name="csrf_token" value="([^"]+)"', c.get(link).text)[1] for c in clients]
        answers: list[int] = []

        def send(client, token, word):
            data = {"password": f"{NEW} {word}", "again": f"{NEW} {word}", "csrf_token": token}
            answers.append(client.post(path_of(link), data=data).status_code)

        threads = [
            threading.Thread(target=send, args=(c, t, word))
            for c, t, word in zip(clients, tokens, ("one", "two", "three", "four"), strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [303, 410, 410, 410]

    def test_is_over_after_two_hours(self, house, noa, link):
        with time_machine.travel(now() + timedelta(hours=2, minutes=1)):
            assert house.client().get(link).status_code == 410

    def test_a_newer_link_takes_the_place_of_an_older_one(self, house, noa, link, letters):
        ask(house.client(), noa.email)
        newer = link_in(letters()[-1])
        assert newer != link
        assert house.client().get(link).status_code == 410
        assert choose(house.client(), newer).status_code == 303

    @pytest.mark.parametrize("token", ["x", "a" * 3000, "..", "%00", "%ff", "asked2"])
    def test_a_made_up_link_opens_nothing(self, house, token):
        assert house.client().get(f"/password-reset/{token}").status_code == 404

    def test_a_link_for_one_purpose_does_not_serve_another(self, house, link):
        assert house.client().get(link.replace("/password-reset/", "/invitations/")).status_code == 404

    @pytest.mark.parametrize(
        ("password", "again"), [("short", "short"), (NEW, NEW + "!"), ("", ""), ("p" * 300, "p" * 300)]
    )
    def test_a_weak_or_mistyped_one_is_refused_and_never_shown(self, house, noa, link, password, again):
        answer = choose(house.client(), link, password, again)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert 'lang="he"' in answer.text[:200]
        if password:
            assert password not in answer.text
        assert sign_in(house, noa, house.password).status_code == 303
        assert choose(house.client(), link).status_code == 303

    def test_says_all_that_is_wrong_at_once(self, house, link):
        page = choose(house.client(), link, "short", "different").text
        assert page.count('class="field-error"') == 2

    def test_clears_what_strangers_counted_against_the_address(self, house, noa, link):
        for _ in range(failures.FREE):
            sign_in(house, noa, "three wrong words here")
        assert sign_in(house, noa, house.password).status_code == 429
        choose(house.client(), link)
        assert sign_in(house, noa, NEW).status_code == 303

    def test_ends_an_open_invitation_too(self, house, noa, link):
        with house.app.app_context(), write_transaction():
            links.issue(noa.id, links.INVITATION)
        choose(house.client(), link)
        with house.app.app_context():
            still_open = select(func.count()).select_from(AccountLink).where(AccountLink.expires_at > now())
            assert session().scalars(still_open.where(AccountLink.used_at.is_(None))).one() == 0

    def test_stores_no_token(self, house, link):
        token = path_of(link).rpartition("/")[2]
        with house.app.app_context():
            assert token not in str(session().execute(db.text("SELECT * FROM account_link")).all())
            assert token not in str(session().execute(db.text("SELECT * FROM job")).all())
            assert token not in str(session().execute(db.text("SELECT * FROM audit_event")).all())
