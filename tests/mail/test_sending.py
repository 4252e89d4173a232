"""Letters on their way to a real mail server."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from app.core.clock import now
from app.core.db import Base, session, write_transaction
from app.jobs import letters, queries, setup
from app.jobs.models import DONE, FAILED, WAITING
from app.mail import models
from app.mail.errors import Undeliverable
from app.mail.letter import Recipient
from app.mail.message import build
from app.mail.models import OutboxMail
from app.web.database import db
from tests.support.application import make_app

TOKEN = "aB3-secret_token"
NOA = Recipient("noa@example.org", "נועה לוי", "he", 7)
YOUSEF = Recipient("yousef@example.org", "يوسف نصّار", "ar", 8)
JANE = Recipient("jane@example.org", "Jane O'Neil <b>", "en", 9)


def post(to: Recipient = NOA) -> OutboxMail:
    with write_transaction():
        mail_id = letters.post("password-reset", to, link=f"/password-reset/{TOKEN}", hours=2)
    return stored(mail_id)


def stored(mail_id: int) -> OutboxMail:
    return session().get_one(OutboxMail, mail_id, populate_existing=True)


def run() -> None:
    setup.jobs().runner.run_due()


@pytest.mark.parametrize("to", [NOA, YOUSEF, JANE])
def test_a_letter_arrives_in_its_readers_language_and_direction(mailing, office, to):
    post(to)
    run()
    (message,) = office.taken
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    direction = "ltr" if to.language == "en" else "rtl"
    assert office.envelopes == [("kelim@kelim.example.org", [to.address])]
    assert message["Content-Language"] == to.language
    assert f'<html lang="{to.language}" dir="{direction}">' in html
    assert f"https://kelim.example.org/password-reset/{TOKEN}?lang={to.language}" in text.splitlines()
    assert f"\u2068{to.name}\u2069" in text
    assert "<b>" not in html
    assert message["Auto-Submitted"] == "auto-generated"


def test_what_a_letter_said_is_forgotten_once_it_is_sent(mailing, office):
    mail = post()
    assert TOKEN in mail.text
    run()
    assert len(office.taken) == 1
    after = stored(mail.id)
    assert (after.state, after.address, after.subject, after.text, after.html) == (models.SENT, "", "", "", "")
    assert after.sent_at is not None
    everything = "".join(map(str, session().execute(db.text("SELECT * FROM job")).all()))
    assert TOKEN not in everything


def test_a_letter_is_sent_once_although_its_job_runs_twice(mailing, office):
    mail = post()
    letters.send({"mail": mail.id})
    letters.send({"mail": mail.id})
    run()
    assert len(office.taken) == 1


def test_a_refused_address_is_not_tried_again(mailing, office):
    office.answer = "550 no such person"
    mail = post()
    run()
    assert (stored(mail.id).state, stored(mail.id).text) == (models.REFUSED, "")
    assert [(job.state, job.last_error) for job in queries.list_jobs()] == [(FAILED, "smtp-550")]


def test_a_busy_server_gets_the_letter_later(mailing, office):
    office.answer = "450 come back"
    mail = post()
    run()
    assert stored(mail.id).state == models.WAITING
    assert [(job.state, job.last_error) for job in queries.list_jobs()] == [(WAITING, "smtp-450")]
    office.answer = "250 OK"
    with time_machine.travel(now() + timedelta(minutes=1)):
        run()
    assert len(office.taken) == 1
    assert [job.state for job in queries.list_jobs()] == [DONE]


def test_a_server_that_refuses_the_message_says_nothing_of_its_reader(mailing, office):
    office.answer_to_data = "554 not for noa@example.org"
    post()
    run()
    assert [(job.state, job.last_error) for job in queries.list_jobs()] == [(WAITING, "smtp-554")]


def test_a_letter_sent_twice_can_be_told_by_its_id(mailing, office):
    post()
    run()
    assert office.taken[0]["Message-ID"].endswith("@kelim.example.org>")


@pytest.mark.parametrize(
    "address",
    [
        "noa@example.org\nBcc: all@example.org",
        "noa@example.org\r\nSubject: hello",
        "noa@example.org, all@example.org",
        "Noa <noa@example.org>",
        "noa@example.org ",
        "נועה@example.org",
        "noa",
        "noa@",
        "@example.org",
        "a" * 250 + "@example.org",
        "noa@example.org\0",
        "",
    ],
)
def test_nothing_but_one_plain_address_is_written_to(mailing, office, address):
    with pytest.raises(Undeliverable), write_transaction():
        letters.post("password-reset", Recipient(address, "Noa", "en"), link="/x", hours=2)
    run()
    assert office.taken == []


def test_a_name_stays_inside_the_text(mailing, office):
    post(Recipient("eve@example.org", "Eve\r\nBcc: all@example.org\r\n\r\n\u202ehello\u2069", "en"))
    run()
    (message,) = office.taken
    assert message["Bcc"] is None
    assert message["To"] == "eve@example.org"
    text = message.get_body(("plain",)).get_content()
    assert "\u2068Eve Bcc: all@example.org hello\u2069" in text


class TestConsole:
    def letters_of(self, environment, tmp_path, capfd):
        given = {"environment": environment}
        if environment == "production":
            given |= {
                "public_url": "https://kelim.example.org",
                "secret_key": "s" * 40,
                "master_keys": '{"m1": "' + "A" * 43 + '="}',
                "demo_password": "",
            }
        (tmp_path / environment).mkdir()
        app = make_app(tmp_path / environment, **given)
        with app.app_context():
            Base.metadata.create_all(db.engine)
            mail = post()
            run()
            assert stored(mail.id).text == ""
            db.session.remove()
            db.engine.dispose()
        return capfd.readouterr().err

    def test_of_a_demo_shows_the_letter_with_its_link(self, tmp_path, capfd):
        assert f"/password-reset/{TOKEN}?lang=he" in self.letters_of("demo", tmp_path, capfd)

    @pytest.mark.parametrize("environment", ["test", "production"])
    def test_elsewhere_only_says_that_there_was_one(self, tmp_path, capfd, environment):
        shown = self.letters_of(environment, tmp_path, capfd)
        assert "password-reset" in shown
        assert TOKEN not in shown
        assert "noa@example.org" not in shown


def test_the_address_that_ends_letters_stays_whole_and_cannot_become_another_header():
    mail = OutboxMail(id=1, address=NOA.address, language="he", subject="א" * 200, text="א\n", html="<p>א</p>")
    mail.created_at, mail.unsubscribe = now(), f"https://kelim.example.org/reminders/off/{'a' * 200}"
    lines = bytes(build(mail, "kelim@kelim.example.org")).decode().split("\r\n")
    assert f"List-Unsubscribe: <{mail.unsubscribe}>" in lines
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines
    mail.unsubscribe += "\r\nBcc: all@example.org"
    with pytest.raises(ValueError, match="linefeed"):
        build(mail, "kelim@kelim.example.org")


def test_letters_that_nobody_chose_have_no_such_address():
    mail = OutboxMail(
        id=1, address=NOA.address, language="he", subject="א", text="א\n", html="<p>א</p>", unsubscribe=""
    )
    mail.created_at = now()
    assert build(mail, "kelim@kelim.example.org")["List-Unsubscribe"] is None
