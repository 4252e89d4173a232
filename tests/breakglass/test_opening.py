"""Opening what a learner wrote: who may, why, for how long; who is told; what is left in the trail."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.breakglass import policy, rules, service
from app.breakglass.models import BreakGlass
from app.core import clock
from app.core.clock import now
from app.core.db import session, write_transaction
from app.core.errors import Invalid, NotFound
from app.notices.models import Notice
from app.practicum import reading
from tests.support.practice import Practice, visit, yesterday
from tests.support.school import School

WORDS = "Waited longer before answering"
WHY = "A complaint was made about this week"


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def coordinator(school: School) -> Person:
    return school.person("coordinator", Place("institution", school.institution_id))


@pytest.fixture
def client(school: School, coordinator: Person) -> FlaskClient:
    return school.client(coordinator)


@pytest.fixture
def entry_id(practice: Practice) -> int:
    return practice.send(visit(yesterday(), case_ids=(practice.case(),)))


def actor_of(school: School, person: Person) -> Actor:
    return Actor(person.id, person.name, "en", (Grant("coordinator", "institution", school.institution_id),))


def ask(school: School, client: FlaskClient, practice: Practice, reason: str = WHY, **more: str) -> str:
    path = f"/learners/{practice.enrolment_id}/break-glass"
    answer = school.post(client, path, reason=reason, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def trail(school: School, action: str) -> list[tuple[int | None, str, str]]:
    with school.app.app_context():
        wanted = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)
        return [(one.actor_id, one.subject, one.detail) for one in session().scalars(wanted)]


class TestReading:
    def test_closed_until_a_reason_is_given(
        self, school: School, client: FlaskClient, practice: Practice, entry_id: int
    ):
        entry, listed = f"/practicum/entries/{entry_id}", f"/practicum/of/{practice.enrolment_id}/entries"
        assert client.get(entry).status_code == 404
        assert client.get(listed).location == f"/learners/{practice.enrolment_id}/break-glass"
        ask(school, client, practice)
        assert entry in client.get(listed).text
        page = client.get(entry).text
        assert WORDS in page
        assert "You opened this until" in page

    def test_it_changes_nothing_and_opens_no_draft(
        self, school: School, client: FlaskClient, practice: Practice, entry_id: int
    ):
        draft = practice.write(visit(yesterday(), minutes=30))
        ask(school, client, practice)
        assert client.get(f"/practicum/entries/{draft}").status_code == 404
        for verb in ("submit", "withdraw", "reopen", "edit"):
            answer = school.post(client, f"/practicum/entries/{entry_id}/{verb}", version="2")
            assert answer.status_code in (403, 404)
        assert school.post(client, f"/sign-off/{entry_id}", verdict="sign", version="2").status_code == 404

    def test_each_reading_is_a_row_with_its_number(
        self, school: School, client: FlaskClient, coordinator: Person, practice: Practice, entry_id: int
    ):
        number = ask(school, client, practice).rsplit("/", 1)[1]
        for _ in range(2):
            client.get(f"/practicum/entries/{entry_id}")
        row = (coordinator.id, f"practicum_entry:{entry_id}", f"break-glass:{number}")
        assert trail(school, "practicum.read") == [row, row]
        assert [one[::2] for one in trail(school, "case.read")] == [row[::2], row[::2]]

    def test_the_learner_is_not_told_that_a_signer_read(
        self, school: School, client: FlaskClient, practice: Practice, entry_id: int
    ):
        ask(school, client, practice)
        client.get(f"/practicum/entries/{entry_id}")
        with practice.inside():
            assert reading.list_read([practice.entry(entry_id)], practice.learner.id) == frozenset()

    def test_after_four_hours_and_after_closing_it_is_shut(
        self, school: School, client: FlaskClient, coordinator: Person, practice: Practice, entry_id: int
    ):
        actor = actor_of(school, coordinator)
        place = ask(school, client, practice)
        with school.app.app_context():
            assert policy.is_open(actor, practice.enrolment_id)
            with clock.at(now() + rules.LASTS + timedelta(seconds=1)):
                assert not policy.is_open(actor, practice.enrolment_id)
        assert school.post(client, f"{place}/close").status_code == 303
        assert client.get(f"/practicum/entries/{entry_id}").status_code == 404
        assert school.post(client, f"{place}/close").status_code == 303
        assert len(trail(school, "breakglass.close")) == 1

    def test_a_role_that_is_taken_away_shuts_it(
        self, school: School, client: FlaskClient, coordinator: Person, practice: Practice
    ):
        ask(school, client, practice)
        with school.app.app_context():
            assert not policy.is_open(Actor(coordinator.id, "", "en"), practice.enrolment_id)

    def test_it_is_open_to_nobody_else_and_for_nobody_else(
        self, school: School, client: FlaskClient, practice: Practice, entry_id: int
    ):
        place = ask(school, client, practice)
        other = school.client(school.person("coordinator", Place("institution", school.institution_id)))
        assert other.get(f"/practicum/entries/{entry_id}").status_code == 404
        assert school.post(other, f"{place}/close").status_code == 404
        somebody = Practice(school)
        theirs = somebody.send(visit(yesterday()))
        assert client.get(f"/practicum/entries/{theirs}").status_code == 404


class TestWho:
    def test_a_neighbour_opens_nothing(self, school: School, practice: Practice):
        stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
        path = f"/learners/{practice.enrolment_id}/break-glass"
        assert stranger.get(path).status_code == 404
        assert school.post(stranger, path, reason=WHY).status_code == 404

    def test_nobody_opens_their_own_and_the_system_opens_nothing(self, school: School, practice: Practice):
        own = Actor(practice.learner.id, "", "en", (Grant("coordinator", "institution", school.institution_id),))
        for actor in (own, SYSTEM):
            with pytest.raises(NotFound), practice.inside():
                service.open_for(actor, practice.enrolment, WHY)

    @pytest.mark.parametrize("reason", ["", "   ", "because", " too   short       ", "x" * 501])
    def test_a_reason_says_something(self, school: School, coordinator: Person, practice: Practice, reason: str):
        with pytest.raises(Invalid), practice.inside():
            service.open_for(actor_of(school, coordinator), practice.enrolment, reason)

    def test_a_name_in_the_reason_is_noticed_once(self, school: School, client: FlaskClient, practice: Practice):
        path, reason = f"/learners/{practice.enrolment_id}/break-glass", "Met with Dana, 050-1234567, who complained"
        answer = school.post(client, path, reason=reason)
        assert answer.status_code == 422
        assert "050-1234567" in answer.text
        assert trail(school, "breakglass.open") == []
        ask(school, client, practice, reason, seen=reason)

    def test_what_is_open_is_not_opened_twice(
        self, school: School, client: FlaskClient, coordinator: Person, practice: Practice
    ):
        place = ask(school, client, practice)
        assert ask(school, client, practice, "Another reason, just as long") == place
        assert client.get(f"/learners/{practice.enrolment_id}/break-glass").location == place
        with school.app.app_context():
            assert len(session().scalars(select(BreakGlass)).all()) == 1


class TestTold:
    def test_the_learner_is_told_at_once_and_sees_who_why_and_what(
        self, school: School, client: FlaskClient, coordinator: Person, practice: Practice, entry_id: int
    ):
        place = ask(school, client, practice)
        client.get(f"/practicum/entries/{entry_id}")
        with school.app.app_context():
            wanted = select(Notice.link).where(
                Notice.person_id == practice.learner.id, Notice.kind == "narratives-opened"
            )
            assert session().scalars(wanted).all() == [place]
        learner = school.client(practice.learner)
        for page in (learner.get(place).text, learner.get("/who-looked").text):
            assert coordinator.name in page
            assert WHY in page
        assert f'href="/practicum/entries/{entry_id}"' in learner.get(place).text

    def test_every_coordinator_of_the_institution_sees_it_and_no_other(
        self, school: School, client: FlaskClient, coordinator: Person, practice: Practice
    ):
        place = ask(school, client, practice)
        other = school.client(school.person("administrator", Place("institution", school.institution_id)))
        stranger = school.client(school.person("coordinator", Place("institution", school.institution())))
        assert coordinator.name in other.get("/break-glass").text
        assert WHY in other.get(place).text
        assert coordinator.name not in stranger.get("/break-glass").text
        assert stranger.get(place).status_code == 404
        fellow = school.client(school.learner(school.cohort_id)[0])
        assert fellow.get(place).status_code == 404
        assert WHY not in fellow.get("/who-looked").text


@pytest.mark.postgres
def test_two_at_once_open_once(postgres_school: School):
    practice = Practice(postgres_school)
    actor = actor_of(postgres_school, postgres_school.staff("coordinator"))

    def open_it() -> int:
        with postgres_school.app.app_context(), write_transaction():
            return service.open_for(actor, practice.enrolment, WHY).id

    with ThreadPoolExecutor(4) as pool:
        assert {one.result() for one in [pool.submit(open_it) for _ in range(4)]} == {1}
