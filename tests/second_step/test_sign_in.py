"""Between the password and the house: codes, passkeys, recovery codes, and what strangers try."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts import failures, halves, queries, service
from app.accounts.actor import SYSTEM
from app.accounts.models import BrowserSession, HalfSignIn
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import now
from app.core.db import session, write_transaction
from app.second_step import tries
from app.second_step.models import AppSecret, Passkey, RecoveryCode
from tests.second_step.conftest import OWN, SET_UP, STEP, Staff, is_in, options, set_up_app
from tests.support.authenticator import PRESENT, Authenticator
from tests.support.post import fill_in, link_in


def later(**span: int):
    return time_machine.travel(now() + timedelta(**span), tick=False)


class TestPassword:
    def test_of_learners_is_enough(self, house):
        noa, _ = house.learner()
        assert is_in(house.client(noa))

    def test_of_staff_opens_nothing_by_itself(self, with_app):
        client = with_app.password()
        assert not is_in(client)
        assert client.get("/people/invite").status_code == 302
        with with_app.house.app.app_context():
            before = session().scalars(select(BrowserSession).where(BrowserSession.second_step_at.is_(None))).all()
            assert before == []

    def test_leads_whoever_has_nothing_to_setting_up_and_nowhere_else(self, coordinator):
        client = coordinator.password()
        assert client.get(STEP).location == SET_UP
        assert client.get("/").status_code != 200 or not is_in(client)
        assert client.get("/sign-in/recovery").status_code == 200
        assert coordinator.recover(client, "ABCD-EFGH-JKMN-PQRS").status_code == 422
        assert not is_in(client)

    def test_is_forgotten_after_some_minutes(self, with_app):
        client = with_app.password()
        with later(minutes=11):
            assert client.get(STEP).location == "/sign-in"

    def test_that_changes_ends_what_is_half_done(self, with_app):
        inside, half = with_app.sign_in(), with_app.password()
        new = "four other words together"
        changed = fill_in(inside, "/account/password", old=with_app.house.password, password=new, again=new)
        assert changed.status_code == 303
        assert half.get(STEP).location == "/sign-in"

    def test_of_whoever_is_switched_off_in_between_is_over(self, with_app):
        client = with_app.password()
        with with_app.house.app.app_context(), write_transaction() as db:
            db.merge(with_app.person).is_active = False
        assert client.get(STEP).location == "/sign-in"


class TestCode:
    def test_of_now_opens_and_leads_on(self, with_app):
        client = with_app.password(next="/cohorts")
        answer = with_app.enter(client, with_app.code())
        assert (answer.status_code, answer.location) == (303, "/cohorts")
        assert is_in(client)

    @pytest.mark.parametrize("outside", ["https://evil.example", "//evil.example", "/\\evil.example", "/a\nb"])
    def test_never_leads_out(self, with_app, outside):
        client = with_app.password(next=outside)
        with later(minutes=1):
            assert with_app.enter(client, with_app.code()).location == "/"

    @pytest.mark.parametrize("steps", [-1, 0, 1])
    def test_of_a_clock_that_is_a_little_off_opens(self, with_app, steps):
        client = with_app.password()
        with later(minutes=2):
            assert with_app.enter(client, with_app.code(steps)).status_code == 303

    @pytest.mark.parametrize("steps", [-3, -2, 2, 3])
    def test_of_another_time_does_not(self, with_app, steps):
        client = with_app.password()
        with later(minutes=3):
            assert with_app.enter(client, with_app.code(steps)).status_code == 422
        assert not is_in(client)

    def test_is_good_once(self, with_app):
        first, second = with_app.password(), with_app.password()
        with later(minutes=1):
            code = with_app.code()
            assert with_app.enter(first, code).status_code == 303
            assert with_app.enter(second, code).status_code == 422
            assert with_app.enter(second, with_app.code(-1)).status_code == 422
        assert not is_in(second)

    def test_that_set_the_app_up_is_used_up(self, coordinator):
        with later(seconds=0):
            set_up_app(coordinator)
            assert coordinator.enter(coordinator.password(), coordinator.code()).status_code == 422

    @pytest.mark.parametrize("shape", ["{0} {1}", "\u2068{0}-{1}\u2069", " {0}{1} "])
    def test_may_be_grouped(self, with_app, shape):
        client = with_app.password()
        with later(minutes=1):
            code = with_app.code()
            assert with_app.enter(client, shape.format(code[:3], code[3:])).status_code == 303

    def test_may_be_written_in_arabic_digits(self, with_app):
        client = with_app.password()
        with later(minutes=1):
            code = with_app.code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
            assert with_app.enter(client, code).status_code == 303

    @pytest.mark.parametrize("typed", ["", "000000", "x" * 90, "א" * 6, "12345", "²²²²²²", "1\x00", "9" * 99])
    def test_that_is_none_is_refused_with_one_sentence_and_never_shown_again(self, with_app, typed):
        client = with_app.password()
        with later(minutes=1):
            answer = with_app.enter(client, typed)
        assert answer.status_code == 422
        assert not typed or f'value="{typed}"' not in answer.text
        assert not is_in(client)

    def test_says_the_same_whether_wrong_or_used_or_of_somebody_else(self, with_app):
        client = with_app.password()
        with later(minutes=1):
            used = with_app.code()
            assert with_app.enter(with_app.password(), used).status_code == 303
            said = [tries.WRONG in with_app.enter(client, typed).text for typed in (used, "000000")]
            assert said == [True, True]
            assert tries.WRONG in with_app.recover(client, "AAAA-AAAA-AAAA-AAAA").text

    def test_without_a_password_before_it_leads_to_the_door(self, with_app):
        stranger = with_app.house.client()
        assert stranger.get(STEP).location == "/sign-in"
        token = fill_in(stranger, STEP, at="/sign-in", code="123456")
        assert (token.status_code, token.location) == (303, "/sign-in")


class TestGuessing:
    def test_waits_after_some(self, with_app):
        client = with_app.password()
        with later(minutes=1):
            for _ in range(failures.FREE):
                assert with_app.enter(client, "000000").status_code == 422
            assert with_app.enter(client, with_app.code()).status_code == 429
        with later(minutes=1, seconds=5):
            assert with_app.enter(client, with_app.code()).status_code == 303

    def test_asks_for_the_password_again_after_many(self, with_app):
        client = with_app.password()
        for number in range(halves.TRIES):
            with later(minutes=1, seconds=61 * number // 10):
                client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
                with_app.enter(client, "000000")
        assert client.get(STEP).location == "/sign-in"

    def test_from_everywhere_closes_the_app_and_leaves_recovery_codes(self, with_app):
        with with_app.house.app.app_context(), write_transaction():
            for number in range(tries.CLOSED_AFTER):
                failures.count_failure(f"second step {with_app.person.id}", f"203.0.113.{number}")
        client = with_app.password()
        with later(minutes=1):
            assert with_app.enter(client, with_app.code()).status_code == 429
            assert with_app.recover(client, with_app.codes[0]).status_code == 303

    def test_is_told_to_whom_it_concerns_and_stands_in_the_trail(self, with_app, letters):
        for number in range(tries.TELL_AFTER):
            client = with_app.password()
            client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
            with_app.enter(client, "000000")
        assert [mail.kind for mail in letters()].count("second-step-tried") == 1
        with with_app.house.app.app_context():
            refused = session().scalars(select(AuditEvent).where(AuditEvent.action == "second-step.wrong")).all()
        assert {(one.outcome, one.actor_id) for one in refused} == {("refused", with_app.person.id)}
        assert len(refused) == tries.TELL_AFTER


class TestFixation:
    def test_every_step_has_a_cookie_of_its_own(self, with_app):
        client = with_app.house.client()
        client.get("/sign-in")
        seen = [client.get_cookie("kelim").value]
        with_app.password(client)
        client.get(STEP)
        with client.session_transaction() as cookie:
            half, csrf = cookie["half"], cookie["csrf_token"]
            cookie["planted"] = "by a stranger"
        seen.append(client.get_cookie("kelim").value)
        assert with_app.enter(client, with_app.code()).status_code == 303
        client.get("/account")
        seen.append(client.get_cookie("kelim").value)
        with client.session_transaction() as cookie:
            assert "half" not in cookie
            assert "planted" not in cookie
            assert cookie["csrf_token"] != csrf
            assert cookie["_user_id"] != half
        assert len(set(seen)) == 3

    def test_a_copied_half_cookie_is_worth_nothing_afterwards(self, with_app):
        client, thief = with_app.password(), with_app.house.client()
        thief.set_cookie("kelim", client.get_cookie("kelim").value)
        with later(minutes=1):
            with_app.enter(client, with_app.code())
        assert thief.get(STEP).location == "/sign-in"

    def test_a_half_token_is_no_session(self, with_app):
        client = with_app.password()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = cookie["half"]
        assert not is_in(client)

    def test_tokens_and_secrets_are_stored_as_nobody_can_use_them(self, with_app):
        client = with_app.password()
        with client.session_transaction() as cookie:
            token = cookie["half"]
        with with_app.house.app.app_context():
            assert token not in set(session().scalars(select(HalfSignIn.token_hash)))
            assert with_app.secret.encode() not in session().scalars(select(AppSecret.sealed)).one()
            stored = set(session().scalars(select(RecoveryCode.code_hash)))
        assert not stored & {code.replace("-", "") for code in with_app.codes}
        assert len(stored) == len(with_app.codes) == 10


class TestRecoveryCode:
    def test_opens_once_and_is_told_by_mail(self, with_app, letters):
        client = with_app.password()
        answer = with_app.recover(client, f" {with_app.codes[3].lower().replace('-', ' ')} ")
        assert (answer.status_code, answer.location) == (303, OWN)
        assert is_in(client)
        assert with_app.recover(with_app.password(), with_app.codes[3]).status_code == 422
        mail = letters()[-1]
        assert "9 codes are left" in mail.text
        assert link_in(mail) == f"{OWN}?lang=en"

    def test_of_somebody_else_opens_nothing(self, with_app, house):
        other = Staff(house, house.staff("coordinator"))
        set_up_app(other)
        assert with_app.recover(with_app.password(), other.codes[0]).status_code == 422


class TestPasskey:
    def test_opens(self, with_passkey):
        client = with_passkey.password(next="/cohorts")
        answer = with_passkey.touch(client)
        assert (answer.status_code, answer.location) == (303, "/cohorts")
        assert is_in(client)

    def test_is_offered_without_a_field_for_codes(self, with_passkey):
        page = with_passkey.password().get(STEP).text
        assert "data-passkey" in page
        assert 'name="code"' not in page

    def test_that_signed_another_sign_in_opens_nothing(self, with_passkey):
        elsewhere, client = with_passkey.password(), with_passkey.password()
        old = with_passkey.device.sign(options(elsewhere, STEP))
        assert fill_in(client, "/sign-in/passkey", at=STEP, credential=old).status_code == 422

    def test_without_finger_face_or_code_of_the_device_opens_nothing(self, with_passkey):
        with_passkey.device.flags = PRESENT
        assert with_passkey.touch(with_passkey.password()).status_code == 422

    @pytest.mark.parametrize("origin", ["https://localhost:8000", "http://evil.example", "http://localhost:8001"])
    def test_on_a_page_that_is_not_ours_opens_nothing(self, with_passkey, origin):
        with_passkey.device.origin = origin
        assert with_passkey.touch(with_passkey.password()).status_code == 422

    def test_for_another_site_opens_nothing(self, with_passkey):
        with_passkey.device.site = "evil.example"
        assert with_passkey.touch(with_passkey.password()).status_code == 422

    def test_whose_count_went_back_was_copied_and_opens_nothing(self, with_passkey):
        assert with_passkey.touch(with_passkey.password()).status_code == 303
        with_passkey.device.count = 0
        assert with_passkey.touch(with_passkey.password()).status_code == 422
        with with_passkey.house.app.app_context():
            assert session().scalars(select(Passkey.sign_count)).one() == 1

    def test_of_somebody_else_opens_nothing(self, with_passkey, house):
        with_passkey.device = Authenticator(with_passkey.device.origin)
        assert with_passkey.touch(with_passkey.password()).status_code == 422

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "{",
            "[]",
            "null",
            "1",
            '"x"',
            "{}",
            "x" * 30_000,
            '{"id": 1}',
            json.dumps({"id": "a", "rawId": "é"}),
            "[" * 9999,
        ],
    )
    def test_nonsense_is_refused(self, with_passkey, answer):
        client = with_passkey.password()
        assert with_passkey.touch(client, lambda _right: answer).status_code == 422
        assert not is_in(client)

    def test_a_changed_signature_is_refused(self, with_passkey):
        def change(right: str) -> str:
            said = json.loads(right)
            said["response"]["signature"] = said["response"]["signature"][:-8] + "AAAAAAAA"
            return json.dumps(said)

        assert with_passkey.touch(with_passkey.password(), change).status_code == 422


class TestSettingUp:
    def test_ends_sessions_from_before(self, house):
        """Somebody is made a coordinator while signed in as a learner."""
        noa, _ = house.learner()
        old = house.client(noa)
        staff = Staff(house, noa)
        with house.app.app_context(), write_transaction():
            place = Place("institution", house.institution_id)
            service.grant_role(SYSTEM, queries.get_person(noa.id), "coordinator", place)
        assert old.get("/people/invite").status_code == 302
        set_up_app(staff)
        assert not is_in(old)

    def test_is_closed_to_a_password_once_it_is_done(self, with_app):
        thief = with_app.password()
        assert thief.get(SET_UP).location == STEP
        assert fill_in(thief, SET_UP, at=STEP, kind="app").location == "/sign-in"
        assert thief.get(f"{SET_UP}/app").location == SET_UP

    def test_a_secret_is_shown_in_the_browser_that_began_only(self, coordinator):
        here, there = coordinator.password(), coordinator.password()
        fill_in(here, SET_UP, kind="app")
        assert "secret=" in here.get(f"{SET_UP}/app").text
        assert there.get(f"{SET_UP}/app").location == SET_UP

    def test_a_wrong_first_code_comes_back_with_the_same_secret(self, coordinator):
        client = coordinator.password()
        fill_in(client, SET_UP, kind="app")
        page = client.get(f"{SET_UP}/app").text
        again = fill_in(client, f"{SET_UP}/app", code="000000")
        assert again.status_code == 422
        key = page.split('<code dir="ltr">')[1].split("<")[0]
        assert key in again.text

    def test_leads_on_over_the_codes(self, coordinator):
        client = coordinator.password(next="/cohorts")
        fill_in(client, SET_UP, kind="app")
        coordinator.secret = client.get(f"{SET_UP}/app").text.split("secret=")[1].split("&")[0]
        answer = fill_in(client, f"{SET_UP}/app", code=coordinator.code())
        assert answer.location == f"{OWN}/codes?next=/cohorts"
        page = client.get(answer.location).text
        assert page.count('<li><code dir="ltr">') == 10
        kept = fill_in(client, f"{OWN}/codes/kept", at=answer.location)
        assert (kept.status_code, kept.location) == (303, "/cohorts")
        assert client.get(f"{OWN}/codes").location == OWN

    def test_an_invited_coordinator_meets_it_at_once(self, house, letters):
        admin = Staff(house, house.staff("administrator"))
        client = set_up_app(admin)
        given = {"email": "new@example.org", "name": "New Person", "language": "en", "role": "coordinator"}
        place = f"institution:{house.institution_id}"
        assert fill_in(client, "/people/invite", **given, place=place).status_code == 303
        path = link_in(next(mail for mail in letters() if mail.kind == "invitation")).split("?")[0]
        guest = house.client()
        new = "four other words together"
        answer = fill_in(guest, path, name="New Person", language="en", password=new, again=new)
        assert (answer.status_code, answer.location) == (303, STEP)
        assert guest.get(STEP).location == SET_UP
        assert not is_in(guest)
