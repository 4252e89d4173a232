"""Whoever supervises a whole cohort: their sessions, what they sign, and what they read of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.cases.models import PracticeCase
from app.core import clock
from app.core.clock import now, today
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.hours import queries as hours
from app.placements.models import Placement, Supervisor, SupervisorAbsence
from app.practicum import setup, signing_letters
from app.practicum.models import PracticumEntry
from app.practicum.policy import may_see_entry, may_see_targets
from app.supervision import service, signing
from app.supervision.models import SupervisionSession
from tests.support.leading import GROUPS, Leader, lead, with_groups_apart
from tests.support.practice import Practice, add_supervisor, visit, yesterday
from tests.support.school import School
from tests.support.signing import Reader, next_sunday, run_jobs
from tests.support.supervising import decide, get, group, meeting, plan, sign, supervisor_of

DAY = timedelta(days=1)


@pytest.fixture
def practice(school: School) -> Practice:
    school.publish(with_groups_apart(), "groups")
    return Practice(school)


@pytest.fixture
def leader(practice: Practice) -> Leader:
    return Leader(practice)


@pytest.fixture
def other(practice: Practice, leader: Leader) -> Practice:
    """Of the same cohort, with another supervisor at the placement."""
    return Practice(practice.house, practice.cohort_id)


@pytest.fixture
def client(school: School, leader: Leader) -> FlaskClient:
    return school.client(leader.person)


def holder(practice: Practice, found: int) -> int:
    with practice.house.app.app_context():
        return session().get_one(SupervisionSession, found).supervisor_id


def countersign(leader: Leader, found: int) -> int:
    with leader.practice.inside():
        there = get(leader.actor, found)
        return signing.countersign(leader.actor, there, there.version)


def credited(practice: Practice) -> int:
    with practice.house.app.app_context():
        return hours.sum_totals(practice.enrolment_id).minutes("field", GROUPS)


def entry(day: date | None = None):  # type: ignore[no-untyped-def]
    return replace(visit(day or yesterday()), category=GROUPS, activity="review", setting="group", people=0)


class TestSessions:
    def test_everybody_of_the_cohort_once(self, practice: Practice, leader: Leader, other: Practice):
        found = plan(practice, group(), by=leader.actor, with_=(other,))
        assert holder(practice, found) == leader.supervisor_id
        for one in (practice, other):
            sign(one, found)
        assert countersign(leader, found) == 2
        assert [credited(practice), credited(other)] == [90, 90]

    def test_the_learner_writes_it_down(self, practice: Practice, leader: Leader):
        found = plan(practice, group())
        assert holder(practice, found) == leader.supervisor_id
        with practice.inside(), pytest.raises(NotFound):
            get(supervisor_of(practice), found)

    def test_another_kind_stays_with_whoever_signs_at_the_placement(self, practice: Practice, leader: Leader):
        assert holder(practice, plan(practice)) == practice.supervisor_id
        with pytest.raises(Invalid, match="somebody else signs"):
            plan(practice, meeting(hour=9), by=leader.actor)
        with pytest.raises(Invalid, match="somebody else signs"):
            plan(practice, group(hour=20), by=supervisor_of(practice))

    def test_nobody_of_another_cohort(self, practice: Practice, leader: Leader):
        stranger = Practice(practice.house, practice.house.cohort())
        with pytest.raises(NotFound):
            plan(practice, group(), by=leader.actor, with_=(stranger,))

    def test_from_their_first_day_on(self, practice: Practice, leader: Leader):
        lead(practice, None)
        lead(practice, leader.supervisor_id, today())
        assert holder(practice, plan(practice, group())) == practice.supervisor_id

    def test_who_has_no_placement_that_day_is_named(self, practice: Practice, leader: Leader, other: Practice):
        with practice.inside():
            session().get_one(Placement, other.placement_id).ends_on = yesterday() - DAY
        with pytest.raises(Invalid) as refusal:
            plan(practice, group(), by=leader.actor, with_=(other,))
        assert other.learner.name in str(refusal.value.values)

    def test_the_stand_in_holds_it_while_they_are_away(self, practice: Practice, leader: Leader):
        stand_in = practice.house.person("supervisor")
        with practice.inside():
            other_id = add_supervisor(practice.house.institution_id, stand_in.id, "Stef Stand-in").id
            days = {"from_day": yesterday(), "until_day": today(), "created_at": now()}
            session().add(SupervisorAbsence(supervisor_id=leader.supervisor_id, stand_in_id=other_id, **days))
        actor = replace(leader.actor, id=stand_in.id)
        found = plan(practice, group(), by=actor)
        assert holder(practice, found) == other_id
        sign(practice, found)
        with practice.inside():
            assert signing.countersign(actor, get(actor, found), 2) == 1


class TestEntries:
    def test_of_that_kind_are_theirs(self, practice: Practice, leader: Leader):
        sent = {one: practice.send(draft) for one, draft in (("group", entry()), ("visit", visit(yesterday() - DAY)))}
        with practice.house.app.app_context():
            found = {one: session().get_one(PracticumEntry, entry_id) for one, entry_id in sent.items()}
            assert found["group"].supervisor_id == leader.supervisor_id
            assert found["visit"].supervisor_id == practice.supervisor_id
            assert [may_see_entry(leader.actor, one) for one in found.values()] == [True, False]
            assert not may_see_targets(leader.actor, practice.enrolment)

    def test_what_was_sent_in_stays_where_it_is(self, practice: Practice, leader: Leader):
        sent = practice.send(entry())
        lead(practice, None)
        with practice.house.app.app_context():
            assert session().get_one(PracticumEntry, sent).supervisor_id == leader.supervisor_id

    def test_without_an_account_by_the_weekly_letter(self, school: School, practice: Practice):
        with practice.inside():
            signer = add_supervisor(school.institution_id, name="Noa by Letter")
            signer_id, address = signer.id, signer.email
        lead(practice, signer_id)
        sign(practice, plan(practice, group(note="How endings go")))
        sunday = next_sunday()
        with school.app.app_context(), clock.at(sunday.astimezone(UTC)):
            assert signing_letters.send_weekly(setup.rhythm()) == 1
        letter = run_jobs(school)[-1]
        assert letter.address == address
        path = next(one for one in letter.text.split() if "/signing/" in one)
        reader = Reader(school, path[path.index("/signing/") :].partition("?")[0])
        reader.bind()
        assert "Cases in a group" in reader.get()
        with school.app.app_context():
            assert session().get_one(Supervisor, signer_id).person_id is None


class TestReading:
    def test_the_agenda_and_no_more(self, school: School, practice: Practice, leader: Leader, client: FlaskClient):
        """A case that can wait, and what was decided with somebody else, are not on the group's agenda."""
        before = plan(practice, meeting(yesterday() - 3 * DAY))
        waits, returns = practice.case(), practice.case()
        decide(practice, before, waits, note="Ownmark")
        decide(practice, before, returns, "change-plan", note="Duemark", who="learner", due_on=yesterday())
        found = plan(practice, group())
        with school.app.app_context():
            codes = [session().get_one(PracticeCase, one).code for one in (waits, returns)]
        text = client.get(f"/supervision/{found}").text
        assert codes[1] in text
        assert "What was decided is due" in text
        assert not [one for one in (codes[0], "Ownmark", "Duemark") if one in text]
        line = client.get(f"/supervision/{found}/cases/{returns}").text
        assert f'/cases/{returns}"' not in line.replace(f"/supervision/{found}/cases/{returns}", "")
        assert "Duemark" not in line
        for path in (f"/supervision/{found}/cases/{waits}", f"/cases/{returns}", f"/supervision/{before}"):
            assert client.get(path).status_code == 404
        read = select(AuditEvent.subject).where(
            AuditEvent.action == "case.read", AuditEvent.actor_id == leader.person.id
        )
        with school.app.app_context():
            assert set(session().scalars(read)) == {f"case:{returns}"}

    def test_what_a_learner_brings(self, practice: Practice, client: FlaskClient):
        before, case_id = plan(practice, meeting(yesterday() - 3 * DAY)), practice.case()
        decide(practice, before, case_id)
        found = plan(practice, group())
        assert client.get(f"/supervision/{found}/cases/{case_id}").status_code == 404
        decide(practice, found, case_id, note="Broughtmark", who="learner", due_on=today())
        assert "Broughtmark" in client.get(f"/supervision/{found}/cases/{case_id}").text
        page = client.get("/supervision").text
        assert "Broughtmark" in page
        assert f'href="/cases/{case_id}"' not in page

    def test_whoever_signs_at_the_placement_reads_all_of_theirs(self, school: School, practice: Practice):
        before, case_id = plan(practice, meeting(yesterday() - 3 * DAY)), practice.case()
        decide(practice, before, case_id, note="Ownmark")
        lead(practice, practice.supervisor_id)
        found = plan(practice, group())
        assert f"/supervision/{found}/cases/{case_id}" in (
            school.client(practice.supervising).get(f"/supervision/{found}").text
        )


class TestPages:
    def test_a_whole_cohort_is_offered_and_chosen(
        self, school: School, practice: Practice, other: Practice, client: FlaskClient
    ):
        assert f"/supervision/new?cohort={practice.cohort_id}" in client.get("/supervision").text
        text = client.get(f"/supervision/new?cohort={practice.cohort_id}").text
        assert text.count(" checked") == 3  # both people, and how
        assert '<option selected value="group/group"' in text
        assert "case-management/individual" not in text
        values = {"what": "group/group", "day": yesterday().isoformat(), "starts": "18:00", "ends": "19:30"}
        ids = [practice.enrolment_id, other.enrolment_id]
        values |= {"mode": "video", "language": "en", "note": "", "with": 1}
        answer = school.post(client, "/supervision/new", members=ids, **values)
        assert answer.status_code == 303
        assert other.learner.name in client.get(answer.location).text
        assert client.get(f"{answer.location}/edit").status_code == 200

    def test_of_their_own_cohorts_alone(self, practice: Practice, client: FlaskClient):
        assert client.get(f"/supervision/new?cohort={practice.house.cohort()}").status_code == 404
        assert client.get("/supervision/new?cohort=x").status_code == 200

    def test_no_figures_of_those_whom_they_do_not_sign_for(self, practice: Practice, client: FlaskClient):
        assert f"/practicum/of/{practice.enrolment_id}" not in client.get("/supervision").text
        for path in ("practicum/of", "portfolio/of"):
            assert client.get(f"/{path}/{practice.enrolment_id}").status_code == 404

    def test_cancelled_is_free_again(self, practice: Practice, leader: Leader):
        found = plan(practice, group(), by=leader.actor)
        with practice.inside():
            service.cancel(leader.actor, get(leader.actor, found), 1)
        assert holder(practice, plan(practice, group(), by=leader.actor)) == leader.supervisor_id
