"""Signing without an account: letters, links, codes; scanners, forgeries, replays and races."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select, text

from app.accounts.models import Person
from app.accounts.service import Place
from app.core import clock
from app.core.clock import now, today
from app.core.db import session
from app.core.ids import hash_token
from app.hours import queries as hours
from app.notices.models import Notice
from app.placements.models import Supervisor
from app.practicum import service
from app.practicum.models import PracticumDecision, PracticumEntry
from app.practicum.signing_models import SigningBrowser, SigningLink
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School
from tests.support.signing import Reader, count, entries


class TestSigning:
    def test_one_line_is_returned_and_the_other_signed(self, practice: Practice, reader: Reader):
        reader.bind()
        page = reader.get()
        assert practice.learner.name in page
        assert "Waited longer before answering" in page
        (first, version, _), (second, other, _) = entries(practice)
        assert reader.post(f"/{first}", verdict="return", version=version, comment="Which day?").status_code == 303
        assert reader.post(f"/{second}", verdict="sign", version=other).status_code == 303
        assert [one[2] for one in entries(practice)] == ["returned", "approved"]
        with practice.house.app.app_context():
            made = session().scalars(select(PracticumDecision).order_by(PracticumDecision.id)).all()
            link_id = session().scalars(select(SigningLink.id)).one()
            assert [(one.via, one.link_id, one.person_id, one.signer_name) for one in made] == [
                ("link", link_id, None, "Sima Supervisor")
            ] * 2
            assert all(one.at and one.hash and one.entry_hash for one in made)
            kinds = session().scalars(select(Notice.kind).where(Notice.person_id == practice.learner.id)).all()
            assert {"practicum-signed", "practicum-returned"} <= set(kinds)
            assert hours.sum_totals(practice.enrolment_id).minutes("field") == 90
        page = reader.get()
        assert "Everything behind this link is decided" in page
        assert 'name="verdict"' not in page

    def test_a_comment_is_wanted_to_return(self, practice: Practice, reader: Reader):
        reader.bind()
        (first, version, _), _ = entries(practice)
        answer = reader.post(f"/{first}", verdict="return", version=version, comment="")
        assert answer.status_code == 422
        assert "Write what is missing" in answer.text

    def test_what_was_mended_comes_with_the_next_letter_not_the_old_link(
        self, practice: Practice, reader: Reader, write_to: Callable[[int], Reader]
    ):
        reader.bind()
        (first, version, _), _ = entries(practice)
        reader.post(f"/{first}", verdict="return", version=version, comment="Which day?")
        with practice.inside():
            service.submit(practice.actor, practice.entry(first))
        again = next(one[1] for one in entries(practice) if one[0] == first)
        assert reader.post(f"/{first}", verdict="sign", version=again).status_code == 409
        following = write_to(practice.supervisor_id)
        following.bind()
        assert "has been mended since" in following.get()
        assert following.post(f"/{first}", verdict="sign", version=again).status_code == 303

    def test_not_mine_tells_the_coordinator_and_decides_nothing(
        self, practice: Practice, reader: Reader, coordinator: Person
    ):
        reader.bind()
        (first, _, _), _ = entries(practice)
        assert reader.post(f"/{first}/not-mine").status_code == 303
        assert [one[2] for one in entries(practice)] == ["submitted"] * 2
        with practice.house.app.app_context():
            kinds = session().scalars(select(Notice.kind).where(Notice.person_id == coordinator.id)).all()
        assert kinds == ["practicum-not-mine"]


def test_the_proof_names_a_decision_whose_link_is_another(practice: Practice, reader: Reader):
    reader.bind()
    (first, version, _), _ = entries(practice)
    reader.post(f"/{first}", verdict="sign", version=version)
    verify = practice.house.app.test_cli_runner()
    assert verify.invoke(args=["practicum", "verify"]).exit_code == 0
    with practice.inside():
        session().execute(text("DELETE FROM signing_line WHERE entry_id = :entry"), {"entry": first})
    told = verify.invoke(args=["practicum", "verify"])
    assert told.exit_code == 1
    assert "practicum_decision 1: link" in told.output


class TestCodes:
    def test_the_code_binds_the_browser_that_asked(self, practice: Practice, reader: Reader, school: School):
        reader.post("/code")
        code = reader.last_code()
        thief = Reader(school, reader.path)
        assert thief.post("/bind", code=code).status_code == 422
        assert reader.post("/bind", code=f" {code[:3]} {code[3:]}\u2069").status_code == 303
        assert 'value="sign"' in reader.get()
        assert 'value="sign"' not in thief.get()

    def test_the_cookie_is_for_this_link_alone_and_out_of_reach_of_scripts(self, reader: Reader):
        answer = reader.post("/code")
        (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("signing=")]
        assert f"Path={reader.path}" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie

    def test_nothing_stored_gives_the_code_or_the_way_in(self, practice: Practice, reader: Reader):
        reader.post("/code")
        code = reader.last_code()
        secret = reader.client.get_cookie("signing", path=reader.path).value  # type: ignore[union-attr]
        token = reader.path.rsplit("/", 1)[1]
        with practice.house.app.app_context():
            link, browser = (
                session().scalars(select(SigningLink)).one(),
                session().scalars(select(SigningBrowser)).one(),
            )
            assert link.token_hash == hash_token(token)
            assert browser.code_hash != hash_token(code)
            stored = f"{vars(link)} {vars(browser)}"
        assert token not in stored
        assert secret not in stored
        assert code not in stored

    def test_five_wrong_codes_end_it(self, reader: Reader):
        reader.post("/code")
        code = reader.last_code()
        wrong = "000000" if code != "000000" else "111111"
        for _ in range(5):
            assert reader.post("/bind", code=wrong).status_code == 422
        answer = reader.post("/bind", code=code)
        assert answer.status_code == 422
        assert "used up" in answer.text

    def test_a_code_lasts_a_quarter_of_an_hour(self, reader: Reader):
        reader.post("/code")
        code = reader.last_code()
        with clock.at(now() + timedelta(minutes=16)):
            assert reader.post("/bind", code=code).status_code == 422

    def test_a_code_is_good_once(self, practice: Practice, reader: Reader, school: School):
        reader.post("/code")
        secret, code = reader.client.get_cookie("signing", path=reader.path).value, reader.last_code()  # type: ignore[union-attr]
        assert reader.post("/bind", code=code).status_code == 303
        replaying = Reader(school, reader.path)
        replaying.client.set_cookie("signing", secret, path=reader.path)
        assert replaying.post("/bind", code=code).status_code == 422
        assert 'value="sign"' not in replaying.get()

    def test_only_so_many_codes_are_sent(self, reader: Reader):
        answers = [reader.post("/code").status_code for _ in range(6)]
        assert answers == [303] * 5 + [429]
        with clock.at(now() + timedelta(minutes=11)):
            assert reader.post("/code").status_code == 303

    def test_the_code_of_one_link_opens_no_other(
        self, practice: Practice, reader: Reader, write_to: Callable[[int], Reader]
    ):
        other = write_to(practice.supervisor_id)
        reader.post("/code")
        secret, code = reader.client.get_cookie("signing", path=reader.path).value, reader.last_code()  # type: ignore[union-attr]
        other.client.set_cookie("signing", secret, path=other.path)
        assert other.post("/bind", code=code).status_code == 422


class TestLinks:
    def test_a_forged_one_opens_nothing(self, school: School, reader: Reader):
        for path in (f"{reader.path}x", "/signing/nothing", f"/signing/{'a' * 3000}"):
            forged = Reader(school, path)
            assert forged.client.get(path).status_code == 404
            for more in ("/code", "/bind", "/1", "/1/not-mine"):
                assert forged.post(more).status_code == 404

    def test_after_thirty_days_it_is_over(self, reader: Reader, practice: Practice):
        reader.bind()
        with clock.at(now() + timedelta(days=30, minutes=1)):
            assert reader.client.get(reader.path).status_code == 410
            first, version, _ = entries(practice)[0]
            assert reader.post(f"/{first}", verdict="sign", version=version).status_code == 410

    def test_a_revoked_one_opens_nothing_even_where_it_was_open(
        self, school: School, reader: Reader, practice: Practice, coordinator: Person
    ):
        reader.bind()
        client, supervisor_id = school.client(coordinator), practice.supervisor_id
        page = client.get(f"/supervisors/{supervisor_id}/signing").text
        link_id = re.search(r'name="link" value="(\d+)"', page)[1]  # type: ignore[index]
        assert school.post(client, f"/supervisors/{supervisor_id}/signing/revoke", link=link_id).status_code == 303
        assert reader.client.get(reader.path).status_code == 410
        first, version, _ = entries(practice)[0]
        assert reader.post(f"/{first}", verdict="sign", version=version).status_code == 410
        assert reader.post("/code").status_code == 410
        assert "Taken back" in client.get(f"/supervisors/{supervisor_id}/signing").text
        assert school.post(client, f"/supervisors/{supervisor_id}/signing/revoke", link=link_id).status_code == 409

    def test_a_coordinator_of_elsewhere_sees_and_revokes_none(self, school: School, reader: Reader, practice: Practice):
        stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
        here = f"/supervisors/{practice.supervisor_id}/signing"
        assert stranger.get(here).status_code == 404
        for more in ("/send", "/revoke"):
            assert school.post(stranger, f"{here}{more}", link="1").status_code == 404

    def test_it_opens_the_lines_of_its_supervisor_alone(self, school: School, reader: Reader, practice: Practice):
        other = Practice(school)
        entry_id = other.send(visit(yesterday()))
        reader.bind()
        assert other.learner.name not in reader.get()
        for more in ("", "/not-mine"):
            assert reader.post(f"/{entry_id}{more}", verdict="sign", version="2").status_code == 404
        with school.app.app_context():
            assert session().get_one(PracticumEntry, entry_id).status == "submitted"

    def test_what_was_sent_in_since_is_not_behind_it(self, practice: Practice, reader: Reader):
        reader.bind()
        later = practice.send(visit(today() - timedelta(days=3)))
        assert reader.post(f"/{later}", verdict="sign", version="2").status_code == 404

    def test_two_tabs_decide_a_line_once(self, practice: Practice, reader: Reader):
        reader.bind()
        first, version, _ = entries(practice)[0]
        assert reader.post(f"/{first}", verdict="return", version=version, comment="Which day?").status_code == 303
        assert reader.post(f"/{first}", verdict="sign", version=version).status_code == 409
        assert count(practice, PracticumDecision) == 1

    def test_what_was_changed_after_it_was_shown_is_not_signed(self, practice: Practice, reader: Reader):
        reader.bind()
        first, version, _ = entries(practice)[0]
        assert reader.post(f"/{first}", verdict="sign", version=version - 1).status_code == 409
        assert reader.post(f"/{first}", verdict="sign").status_code == 409
        assert count(practice, PracticumDecision) == 0

    def test_the_learner_signs_nothing_in_that_browser(self, practice: Practice, reader: Reader, school: School):
        reader.bind()
        school.sign_in(reader.client, practice.learner)
        school.tokens.pop(reader.client)
        first, version, _ = entries(practice)[0]
        assert reader.post(f"/{first}", verdict="sign", version=version).status_code == 403

    def test_a_supervisor_who_has_left_signs_nothing(self, practice: Practice, reader: Reader):
        with practice.inside():
            session().get_one(Supervisor, practice.supervisor_id).is_active = False
        assert reader.client.get(reader.path).status_code == 410
