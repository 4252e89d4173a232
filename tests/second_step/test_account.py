"""One's own second step: set up of one's own will, changed behind the password, told by mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts import failures
from app.audit.models import AuditEvent
from app.core.clock import now
from app.core.db import session
from app.second_step.models import AppSecret, Passkey, RecoveryCode, StepDraft
from tests.second_step.conftest import OWN, STEP, Staff, codes_of, is_in, options, secret_on
from tests.support.authenticator import Authenticator
from tests.support.post import fill_in


@pytest.fixture
def trainer(house) -> Staff:
    """Whose role needs no second step here."""
    return Staff(house, house.staff("trainer"))


def confirmed(staff: Staff, client=None):
    """A browser in which the password was given again."""
    client = client or staff.house.client(staff.person)
    assert fill_in(client, f"{OWN}/password", at=OWN, password=staff.house.password).location == OWN
    return client


def add_app(staff: Staff, client) -> None:
    assert fill_in(client, OWN, kind="app").location == f"{OWN}/app"
    staff.secret = secret_on(client, f"{OWN}/app")
    assert fill_in(client, f"{OWN}/app", code=staff.code()).status_code == 303


def add_passkey(staff: Staff, client, name: str = "Phone"):
    fill_in(client, OWN, kind="passkey")
    made = staff.device.make(options(client, f"{OWN}/passkey"))
    return fill_in(client, f"{OWN}/passkey", credential=made, name=name)


class TestOfOnesOwnWill:
    def test_it_is_asked_for_from_then_on_and_other_browsers_are_out(self, trainer):
        other = trainer.house.client(trainer.person)
        client = confirmed(trainer)
        add_app(trainer, client)
        assert is_in(client)
        assert not is_in(other)
        assert not is_in(trainer.password())

    def test_ten_codes_come_with_the_first_factor_only(self, trainer):
        client = confirmed(trainer)
        add_app(trainer, client)
        first = codes_of(trainer.house, client)
        assert len(set(first)) == 10
        fill_in(client, f"{OWN}/codes/kept", at=f"{OWN}/codes")
        assert add_passkey(trainer, client).location == OWN
        with trainer.house.app.app_context():
            assert len(session().scalars(select(RecoveryCode)).all()) == 10

    def test_learners_may_too(self, house):
        noa, _ = house.learner()
        staff = Staff(house, noa)
        add_app(staff, confirmed(staff))
        assert staff.password().get(STEP).status_code == 200

    def test_the_last_one_may_be_taken_away(self, trainer):
        client = confirmed(trainer)
        add_app(trainer, client)
        assert fill_in(client, f"{OWN}/app/remove", at=OWN).location == OWN
        assert is_in(trainer.house.client(trainer.person))
        with trainer.house.app.app_context():
            for table in (AppSecret, RecoveryCode, StepDraft):
                assert session().scalars(select(table)).all() == []


class TestPasswordAgain:
    @pytest.mark.parametrize(
        ("path", "form"),
        [
            (OWN, {"kind": "app"}),
            (OWN, {"kind": "passkey"}),
            (f"{OWN}/app", {"code": "123456"}),
            (f"{OWN}/app/remove", {}),
            (f"{OWN}/codes", {}),
            (f"{OWN}/passkeys/1/remove", {}),
        ],
    )
    def test_is_wanted_for_every_change(self, with_app, path, form):
        client = with_app.sign_in()
        before = self.held(with_app)
        answer = fill_in(client, path, at=OWN, **form)
        assert (answer.status_code, answer.location) == (303, OWN)
        assert "Write your password once more" in client.get(OWN).text
        assert self.held(with_app) == before

    def held(self, staff):
        with staff.house.app.app_context():
            return [
                (table.__name__, len(session().scalars(select(table)).all()))
                for table in (AppSecret, Passkey, RecoveryCode, StepDraft)
            ]

    def test_is_good_for_some_minutes_in_this_browser(self, trainer):
        client, other = confirmed(trainer), trainer.house.client(trainer.person)
        assert fill_in(other, OWN, kind="app").location == OWN
        with time_machine.travel(now() + timedelta(minutes=11)):
            assert fill_in(client, OWN, kind="app").location == OWN

    def test_is_refused_when_wrong_and_guessing_is_slowed(self, trainer):
        client = trainer.house.client(trainer.person)
        for _ in range(failures.FREE):
            assert fill_in(client, f"{OWN}/password", at=OWN, password="three wrong words").status_code == 422
        assert fill_in(client, f"{OWN}/password", at=OWN, password=trainer.house.password).status_code == 429


class TestWhoNeedsOne:
    def test_keeps_at_least_one(self, with_app):
        client = confirmed(with_app, with_app.sign_in())
        refused = fill_in(client, f"{OWN}/app/remove", at=OWN)
        assert refused.location == OWN
        assert "Your role needs a second step" in client.get(OWN).text
        add_passkey(with_app, client)
        fill_in(client, f"{OWN}/app/remove", at=OWN)
        with with_app.house.app.app_context():
            assert session().scalars(select(AppSecret)).all() == []

    def test_may_change_the_app(self, with_app):
        client = confirmed(with_app, with_app.sign_in())
        before = with_app.secret
        add_app(with_app, client)
        assert with_app.secret != before
        half = with_app.password()
        assert with_app.enter(half, Staff(with_app.house, with_app.person, before).code()).status_code == 422


class TestPasskeys:
    def test_are_named_and_taken_away(self, trainer):
        client = confirmed(trainer)
        assert add_passkey(trainer, client, "  Blue \n key ").status_code == 303
        page = client.get(OWN).text
        assert '<bdi dir="auto">Blue key</bdi>' in page
        path = page.split('action="/account/second-step/passkeys/')[1].split('"')[0]
        assert fill_in(client, f"{OWN}/passkeys/{path}", at=OWN).location == OWN
        with trainer.house.app.app_context():
            assert session().scalars(select(Passkey)).all() == []

    def test_of_somebody_else_stay(self, trainer, with_passkey):
        client = confirmed(trainer)
        with trainer.house.app.app_context():
            theirs = session().scalars(select(Passkey.id)).one()
        assert fill_in(client, f"{OWN}/passkeys/{theirs}/remove", at=OWN).status_code == 404

    def test_that_is_known_already_is_refused(self, trainer):
        client = confirmed(trainer)
        add_passkey(trainer, client)
        assert add_passkey(trainer, client).status_code == 409

    def test_of_another_page_or_challenge_are_refused(self, trainer):
        client = confirmed(trainer)
        fill_in(client, OWN, kind="passkey")
        asked = options(client, f"{OWN}/passkey")
        wrong = Authenticator("https://evil.example").make(asked)
        assert fill_in(client, f"{OWN}/passkey", credential=wrong, name="x").status_code == 422
        replayed = trainer.device.make(asked.replace('"challenge": "', '"challenge": "AAAA'))
        assert fill_in(client, f"{OWN}/passkey", credential=replayed, name="x").status_code == 422

    def test_are_not_offered_where_the_address_is_a_number(self, trainer):
        trainer.house.app.extensions["kelim_settings"] = trainer.house.app.extensions["kelim_settings"].model_copy(
            update={"public_url": "http://127.0.0.1:8000"}
        )
        client = confirmed(trainer)
        assert "Not possible here" in client.get(OWN).text
        assert fill_in(client, OWN, kind="passkey").location == OWN


class TestCodes:
    def test_new_ones_end_the_old_ones(self, with_app):
        client = confirmed(with_app, with_app.sign_in())
        assert fill_in(client, f"{OWN}/codes", at=OWN).location == f"{OWN}/codes"
        fresh = codes_of(with_app.house, client)
        assert not set(fresh) & set(with_app.codes)
        assert with_app.recover(with_app.password(), with_app.codes[0]).status_code == 422
        assert with_app.recover(with_app.password(), fresh[0]).status_code == 303

    def test_are_shown_in_the_browser_that_made_them_until_they_are_kept(self, with_app):
        client, other = confirmed(with_app, with_app.sign_in()), None
        fill_in(client, f"{OWN}/codes", at=OWN)
        code = codes_of(with_app.house, client)[0]
        assert code in client.get(f"{OWN}/codes").text
        with time_machine.travel(now() + timedelta(minutes=1)):
            other = with_app.sign_in()
            assert other.get(f"{OWN}/codes").location == OWN
        with time_machine.travel(now() + timedelta(minutes=16)):
            assert client.get(f"{OWN}/codes").location == OWN
        fill_in(client, f"{OWN}/codes/kept", at=f"{OWN}/codes")
        assert client.get(f"{OWN}/codes").location == OWN


def test_every_change_is_a_letter_and_a_row(trainer, letters):
    client = confirmed(trainer)
    add_app(trainer, client)
    add_passkey(trainer, client)
    fill_in(client, f"{OWN}/codes", at=OWN)
    fill_in(client, f"{OWN}/app/remove", at=OWN)
    assert [mail.kind for mail in letters()] == ["second-step-changed"] * 4
    with trainer.house.app.app_context():
        rows = session().scalars(select(AuditEvent).where(AuditEvent.action.startswith("second-step"))).all()
    assert [(row.action, row.detail) for row in rows] == [
        ("second-step.add", "app"),
        ("second-step.add", "passkey"),
        ("second-step.renew", "codes"),
        ("second-step.remove", "app"),
    ]


def test_the_list_of_browsers_says_which_showed_a_second_step(with_app):
    page = with_app.sign_in().get("/account/sessions").text
    assert "with a second step" in page
    assert "127.0.0.1" not in page
