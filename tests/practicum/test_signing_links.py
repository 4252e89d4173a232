"""Signing without an account: letters, links, codes; scanners, forgeries, replays and races."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from app.accounts.models import Person
from app.accounts.service import Place
from app.core import clock
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.core.ids import hash_token
from app.hours import queries as hours
from app.jobs import setup as jobs
from app.mail.models import OutboxMail
from app.notices.models import Notice
from app.placements.models import Supervisor, SupervisorAbsence
from app.practicum import service, setup, signing_letters, signing_links
from app.practicum.models import PracticumDecision, PracticumEntry
from app.practicum.signing_models import SigningBrowser, SigningLink
from tests.support.practice import Practice, add_supervisor, visit, yesterday
from tests.support.school import School


@pytest.fixture
def practice(school: School) -> Practice:
    """Its supervisor has no account."""
    made = Practice(school)
    with made.inside():
        session().get_one(Supervisor, made.supervisor_id).person_id = None
    return made


@pytest.fixture
def coordinator(school: School) -> Person:
    return school.person("coordinator", Place("institution", school.institution_id))


def run_jobs(school: School) -> list[OutboxMail]:
    """What waits in the outbox, oldest first."""
    with school.app.app_context():
        runner = jobs.jobs().runner
        runner.handlers["mail.send"] = lambda payload: None
        runner.run_due()
        return list(session().scalars(select(OutboxMail).order_by(OutboxMail.id)))


class Reader:
    """Whoever has the supervisor's mailbox and a browser."""

    def __init__(self, school: School, path: str) -> None:
        self.school, self.path, self.client = school, path, school.client()

    def get(self) -> str:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, more: str, **values: object):  # type: ignore[no-untyped-def]
        return self.school.post(self.client, f"{self.path}{more}", **values)

    def last_code(self) -> str:
        mail = next(one for one in reversed(run_jobs(self.school)) if one.kind == "signing-code")
        return re.search(r"\b\d{6}\b", mail.text)[0]  # type: ignore[index]

    def bind(self) -> None:
        assert self.post("/code").status_code == 303
        assert self.post("/bind", code=self.last_code()).status_code == 303


@pytest.fixture
def write_to(school: School, coordinator: Person) -> Callable[[int], Reader]:
    """Has a letter sent as a coordinator does; its reader."""
    client = school.client(coordinator)

    def write(supervisor_id: int) -> Reader:
        answer = school.post(client, f"/supervisors/{supervisor_id}/signing/send")
        assert answer.status_code == 303, answer.text
        mail = [one for one in run_jobs(school) if one.kind == "signing"][-1]
        return Reader(school, re.search(r"(/signing/\S+)\?", mail.text)[1])  # type: ignore[index]

    return write


@pytest.fixture
def reader(practice: Practice, write_to: Callable[[int], Reader]) -> Reader:
    """Two lines wait."""
    practice.send(visit(yesterday()))
    practice.send(visit(today() - timedelta(days=2)))
    return write_to(practice.supervisor_id)


def entries(practice: Practice) -> list[tuple[int, int, str]]:
    with practice.house.app.app_context():
        rows = session().execute(
            select(PracticumEntry.id, PracticumEntry.version, PracticumEntry.status).order_by(PracticumEntry.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def count(practice: Practice, what: type) -> int:
    with practice.house.app.app_context():
        return session().scalars(select(func.count()).select_from(what)).one()


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


class Scanner:
    """Fetches every address that it finds and submits every form, as often as it finds one; types what it likes."""

    def __init__(self, client: FlaskClient, start: str) -> None:
        self.client, self.waiting, self.seen = client, [start], set()

    def run(self) -> int:
        steps = 0
        while self.waiting and steps < 60:
            steps += 1
            path = self.waiting.pop()
            for method in ("head", "get"):
                answer = getattr(self.client, method)(path, follow_redirects=True)
            self._read(answer.text)
        return len(self.seen)

    def _read(self, html: str) -> None:
        for link in re.findall(r'(?:href|src)="(/[^"]*)"', html):
            self._add(link)
        for action, body in re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', html, re.S):
            fields = dict(re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', body))
            fields |= dict(re.findall(r'<button[^>]*name="([^"]*)"[^>]*value="([^"]*)"', body))
            for typed in ("", "000000", "123456"):
                values = {"code": typed, "comment": "ok", "verdict": "sign", **fields}
                self._add(self.client.post(action, data=values).location or "")

    def _add(self, path: str) -> None:
        if path.startswith("/") and not path.startswith("/static") and path not in self.seen:
            self.seen.add(path)
            self.waiting.append(path)


class TestScanners:
    def test_whoever_fetches_and_submits_everything_changes_nothing(
        self, practice: Practice, reader: Reader, school: School
    ):
        before = entries(practice)
        assert Scanner(school.client(), reader.path).run() > 3
        for entry_id, version, _ in before:
            for more in ("", "/not-mine"):
                values = {"verdict": "sign", "version": version, "comment": "ok"}
                assert school.post(school.client(), f"{reader.path}/{entry_id}{more}", **values).status_code == 422
        assert entries(practice) == before
        assert count(practice, PracticumDecision) == 0
        with practice.house.app.app_context():
            assert (
                session().scalars(select(SigningBrowser.bound_at).where(SigningBrowser.bound_at.is_not(None))).all()
                == []
            )

    def test_afterwards_the_person_signs_as_if_nothing_had_been(
        self, practice: Practice, reader: Reader, school: School
    ):
        """A scanner's tries use up its own code, not that of another browser."""
        assert reader.post("/code").status_code == 303
        code = reader.last_code()
        Scanner(school.client(), reader.path).run()
        assert reader.post("/bind", code=code).status_code == 303
        assert 'value="sign"' in reader.get()

    def test_looking_shows_a_number_and_nothing_else(self, practice: Practice, reader: Reader):
        page = reader.get()
        assert "2 lines wait for you" in page
        for secret in (practice.learner.name, "Waited longer", "Sima", "supervisor"):
            assert secret not in page
        assert count(practice, SigningBrowser) == 0
        assert reader.client.head(reader.path).status_code == 200
        assert reader.client.get_cookie("signing", path=reader.path) is None


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
        with clock.at(now() + timedelta(minutes=61)):
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


@pytest.fixture
def weekly(school: School) -> Callable[[datetime], int]:
    def send(at: datetime) -> int:
        with school.app.app_context(), clock.at(at.astimezone(UTC)):
            return signing_letters.send_weekly(setup.rhythm())

    return send


def next_sunday() -> datetime:
    """Half past nine on the coming day of letters."""
    day = today() + timedelta(days=(6 - today().weekday()) % 7 or 7)
    return datetime.combine(day, time(9, 30), tzinfo=ZoneInfo("Asia/Jerusalem"))


class TestLetters:
    def test_once_on_their_day_to_whom_lines_wait(self, practice: Practice, weekly: Callable[[datetime], int]):
        practice.send(visit(yesterday()))
        sunday = next_sunday()
        assert weekly(sunday - timedelta(days=1)) == 0
        assert weekly(sunday - timedelta(hours=3)) == 0
        assert [weekly(sunday), weekly(sunday + timedelta(minutes=1))] == [1, 0]
        assert weekly(sunday + timedelta(days=7)) == 1

    def test_none_where_nothing_waits(self, practice: Practice, weekly: Callable[[datetime], int]):
        practice.write(visit(yesterday()))
        practice.sign(practice.send(visit(today() - timedelta(days=2))))
        assert weekly(next_sunday()) == 0

    def test_none_to_those_with_an_account(self, school: School, weekly: Callable[[datetime], int]):
        Practice(school).send(visit(yesterday()))
        assert weekly(next_sunday()) == 0

    def test_the_stand_in_gets_it_while_somebody_is_away(
        self, school: School, practice: Practice, weekly: Callable[[datetime], int]
    ):
        practice.send(visit(yesterday()))
        sunday = next_sunday()
        with practice.inside():
            other = add_supervisor(school.institution_id, name="Stef Stand-in")
            days_away = {"from_day": sunday.date(), "until_day": sunday.date()}
            session().add(
                SupervisorAbsence(
                    supervisor_id=practice.supervisor_id, stand_in_id=other.id, created_at=now(), **days_away
                )
            )
            address = other.email
        assert weekly(sunday) == 1
        assert [one.address for one in run_jobs(school)] == [address]

    @pytest.mark.parametrize("language", ["he", "ar", "en"])
    def test_it_speaks_their_language_and_names_no_learner(
        self, school: School, practice: Practice, weekly: Callable[[datetime], int], language: str
    ):
        practice.send(visit(yesterday()))
        with practice.inside():
            session().get_one(Supervisor, practice.supervisor_id).language = language
        weekly(next_sunday())
        (mail,) = run_jobs(school)
        assert mail.language == language
        assert f"?lang={language}" in mail.text
        assert practice.learner.name not in f"{mail.subject} {mail.text} {mail.html}"
        assert "Sima Supervisor" in mail.text

    def test_the_code_comes_in_their_language_too(self, practice: Practice, reader: Reader):
        reader.post("/code")
        mail = run_jobs(practice.house)[-1]  # type: ignore[arg-type]
        assert (mail.kind, mail.language) == ("signing-code", "en")
        assert reader.last_code() in mail.subject


@pytest.mark.postgres
class TestRaces:
    @pytest.fixture
    def practice(self, postgres_school: School) -> Practice:
        made = Practice(postgres_school)
        with made.inside():
            session().get_one(Supervisor, made.supervisor_id).person_id = None
        return made

    def test_two_tries_of_a_code_at_once_count_twice(self, practice: Practice):
        practice.send(visit(yesterday()))
        app = practice.house.app
        with practice.inside():
            sent = signing_links.issue(session().get_one(Supervisor, practice.supervisor_id), timedelta(days=1))
            assert sent is not None
            link_id, secret = sent.link.id, signing_links.send_code(sent.link)

        def guess() -> object:
            with app.app_context(), write_transaction():
                return signing_links.bind(session().get_one(SigningLink, link_id), secret, "x")

        with ThreadPoolExecutor(3) as pool:
            assert [one.result() for one in [pool.submit(guess) for _ in range(3)]] == [None] * 3
        with app.app_context():
            assert session().scalars(select(SigningBrowser.tries)).one() == 3
