"""The desk of a supervisor with an account: the queue, one line, several at once, stand-ins."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import now, today
from app.core.db import session
from app.hours import queries as hours
from app.notices.models import Notice
from app.placements.models import SupervisorAbsence
from app.practicum import service
from app.practicum.drafts import Draft
from app.practicum.models import PracticumDecision, PracticumEntry
from tests.support.practice import Practice, add_supervisor, visit, yesterday
from tests.support.school import School
from tests.support.statements import statements


@pytest.fixture
def practice(school: School) -> Practice:
    return Practice(school)


@pytest.fixture
def desk(school: School, practice: Practice) -> FlaskClient:
    return school.client(practice.supervising)


def days(number: int) -> list[date]:
    return [today() - timedelta(days=day) for day in range(1, number + 1)]


def halves(number: int) -> list[Draft]:
    """Half-hours, two a day, back from yesterday."""
    return [visit(today() - timedelta(days=1 + one // 2), time(9 + 4 * (one % 2)), 30) for one in range(number)]


def status_of(practice: Practice, entry_id: int) -> str:
    with practice.house.app.app_context():
        return session().get_one(PracticumEntry, entry_id).status


def told(practice: Practice, person_id: int) -> list[tuple[str, str]]:
    with practice.house.app.app_context():
        rows = session().scalars(select(Notice).where(Notice.person_id == person_id).order_by(Notice.id))
        return [(one.kind, one.link) for one in rows if one.kind.startswith("practicum")]


def version_of(practice: Practice, entry_id: int) -> int:
    with practice.house.app.app_context():
        return session().get_one(PracticumEntry, entry_id).version


class TestQueue:
    def test_it_shows_what_waits_the_oldest_first(self, practice: Practice, desk: FlaskClient):
        newer, older = practice.send(visit(yesterday())), practice.send(visit(today() - timedelta(days=20)))
        practice.write(visit(today() - timedelta(days=3)))
        page = desk.get("/sign-off").text
        assert page.index(f"/sign-off/{older}") < page.index(f"/sign-off/{newer}")
        assert "2 lines wait" in page
        assert "1 is more than two weeks old" in page
        assert practice.learner.name in page

    def test_a_stranger_sees_nothing_of_it(self, school: School, practice: Practice):
        entry_id = practice.send(visit(yesterday()))
        for client in (school.client(school.person("supervisor")), school.client(school.staff("coordinator"))):
            assert f"/sign-off/{entry_id}" not in client.get("/sign-off").text
            assert client.get(f"/sign-off/{entry_id}").status_code == 404
            assert school.post(client, f"/sign-off/{entry_id}", verdict="sign", version="2").status_code == 404
            assert client.get(f"/sign-off/chosen?line={entry_id}").status_code == 404
            assert school.post(client, "/sign-off/chosen", line=f"{entry_id}:2").status_code == 404
        assert status_of(practice, entry_id) == "submitted"

    def test_it_is_narrowed_to_one_learner(self, school: School, practice: Practice, desk: FlaskClient):
        second = Practice(school)
        with second.inside():
            named = {"to": practice.supervisor_id, "of": second.placement_id}
            session().execute(
                text("UPDATE placement_supervisor SET supervisor_id = :to WHERE placement_id = :of"), named
            )
        mine, theirs = practice.send(visit(yesterday())), second.send(visit(yesterday()))
        page = desk.get(f"/sign-off?learner={second.enrolment_id}").text
        assert f"/sign-off/{theirs}" in page
        assert f'"/sign-off/{mine}"' not in page

    def test_it_takes_as_few_statements_for_many_as_for_few(self, practice: Practice, desk: FlaskClient):
        counts = []
        for entries in (halves(2), halves(40)[2:]):
            for one in entries:
                practice.send(one)
            desk.get("/sign-off")
            with statements() as seen:
                assert desk.get("/sign-off").status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1] <= 10

    def test_it_has_pages(self, practice: Practice, desk: FlaskClient):
        for one in halves(55):
            practice.send(one)
        first, second = desk.get("/sign-off").text, desk.get("/sign-off?page=2").text
        assert (first.count('name="line"'), second.count('name="line"')) == (50, 5)
        assert desk.get("/sign-off?page=99").text.count('name="line"') == 5


class TestOneLine:
    def test_it_is_signed(self, school: School, practice: Practice, desk: FlaskClient):
        entry_id = practice.send(visit(yesterday()))
        answer = school.post(desk, f"/sign-off/{entry_id}", verdict="sign", version=version_of(practice, entry_id))
        assert (answer.status_code, answer.location) == (303, "/sign-off")
        with practice.house.app.app_context():
            decision = session().scalars(select(PracticumDecision)).one()
            assert (decision.verdict, decision.via, decision.person_id) == (
                "approved",
                "account",
                practice.supervising.id,
            )
            assert (decision.signer_name, decision.entry_hash) == ("Sima Supervisor", decision.entry.hash)
            assert hours.sum_totals(practice.enrolment_id).minutes("field") == 90
        assert told(practice, practice.learner.id) == [("practicum-signed", "/practicum/entries")]

    def test_it_is_returned_with_a_comment(self, school: School, practice: Practice, desk: FlaskClient):
        entry_id = practice.send(visit(yesterday()))
        version = version_of(practice, entry_id)
        refused = school.post(desk, f"/sign-off/{entry_id}", verdict="return", version=version, comment=" ")
        assert refused.status_code == 422
        assert status_of(practice, entry_id) == "submitted"
        school.post(desk, f"/sign-off/{entry_id}", verdict="return", version=version, comment="Which day?")
        assert status_of(practice, entry_id) == "returned"
        assert told(practice, practice.learner.id) == [("practicum-returned", f"/practicum/entries/{entry_id}")]

    def test_signing_many_tells_once(self, school: School, practice: Practice, desk: FlaskClient):
        for entry_id in [practice.send(visit(day)) for day in days(3)]:
            school.post(desk, f"/sign-off/{entry_id}", verdict="sign", version=version_of(practice, entry_id))
        assert len(told(practice, practice.learner.id)) == 1

    def test_two_tabs_decide_once(self, school: School, practice: Practice, desk: FlaskClient):
        entry_id = practice.send(visit(yesterday()))
        version = version_of(practice, entry_id)
        school.post(desk, f"/sign-off/{entry_id}", verdict="return", version=version, comment="Which day?")
        answer = school.post(desk, f"/sign-off/{entry_id}", verdict="sign", version=version)
        assert answer.status_code == 409
        assert status_of(practice, entry_id) == "returned"

    def test_what_was_changed_after_it_was_read_is_not_signed(
        self, school: School, practice: Practice, desk: FlaskClient
    ):
        entry_id = practice.send(visit(yesterday()))
        version = version_of(practice, entry_id)
        with practice.inside():
            service.withdraw(practice.actor, practice.entry(entry_id))
            service.reopen(practice.actor, practice.entry(entry_id))
            service.change(practice.actor, practice.entry(entry_id), visit(yesterday(), minutes=240), version + 2)
            service.submit(practice.actor, practice.entry(entry_id))
        assert school.post(desk, f"/sign-off/{entry_id}", verdict="sign", version=version).status_code == 409
        assert status_of(practice, entry_id) == "submitted"

    def test_reading_leaves_a_trace(self, practice: Practice, desk: FlaskClient):
        case_id = practice.case()
        entry_id = practice.send(visit(yesterday(), case_ids=(case_id,)))
        desk.get(f"/sign-off/{entry_id}")
        with practice.house.app.app_context():
            rows = session().execute(select(AuditEvent.action, AuditEvent.subject, AuditEvent.actor_id)).all()
        by = practice.supervising.id
        assert ("practicum.read", f"practicum_entry:{entry_id}", by) in rows
        assert ("case.read", f"case:{case_id}", by) in rows

    def test_nobody_signs_their_own(self, school: School, practice: Practice):
        """Not even where a coordinator named the learner's own account."""
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            session().get_one(PracticumEntry, entry_id).supervisor.person_id = practice.learner.id
        client = school.client(practice.learner)
        assert f"/sign-off/{entry_id}" not in client.get("/sign-off").text
        answer = school.post(client, f"/sign-off/{entry_id}", verdict="sign", version=version_of(practice, entry_id))
        assert answer.status_code == 403
        assert school.post(client, "/sign-off/chosen", line=f"{entry_id}:2").status_code == 409
        assert status_of(practice, entry_id) == "submitted"

    def test_not_mine_tells_the_coordinator_and_decides_nothing(
        self, school: School, practice: Practice, desk: FlaskClient
    ):
        coordinator = school.person("coordinator", Place("institution", school.institution_id))
        entry_id = practice.send(visit(yesterday()))
        for _ in range(2):
            assert school.post(desk, f"/sign-off/{entry_id}/not-mine").status_code == 303
        assert status_of(practice, entry_id) == "submitted"
        link = f"/learners/{practice.enrolment_id}/placements"
        assert told(practice, coordinator.id) == [("practicum-not-mine", link)]
        assert told(practice, practice.learner.id) == []
        assert "The coordinator knows" in desk.get("/sign-off").text


class TestSeveral:
    def test_it_shows_what_they_contain_and_then_signs_them(
        self, school: School, practice: Practice, desk: FlaskClient
    ):
        ids = [practice.send(visit(day)) for day in days(3)]
        page = desk.get("/sign-off/chosen?" + "&".join(f"line={one}" for one in ids)).text
        assert "4 h 30 min" in page
        assert "Waited longer before answering" in page
        assert [status_of(practice, one) for one in ids] == ["submitted"] * 3
        lines = [f"{one}:{version_of(practice, one)}" for one in ids]
        assert school.post(desk, "/sign-off/chosen", line=lines).status_code == 303
        assert [status_of(practice, one) for one in ids] == ["approved"] * 3

    def test_none_is_signed_if_one_has_changed(self, school: School, practice: Practice, desk: FlaskClient):
        ids = [practice.send(visit(day)) for day in days(3)]
        lines = [f"{one}:{version_of(practice, one)}" for one in ids]
        practice.give_back(ids[1])
        answer = school.post(desk, "/sign-off/chosen", line=lines)
        assert answer.status_code == 409
        assert f"{ids[1]}:" not in answer.text
        assert [status_of(practice, one) for one in ids] == ["submitted", "returned", "submitted"]
        lines[0] = f"{ids[0]}:99"
        assert school.post(desk, "/sign-off/chosen", line=[lines[2], lines[0]]).status_code == 409
        assert status_of(practice, ids[2]) == "submitted"

    def test_choosing_nothing_leads_back(self, desk: FlaskClient, school: School):
        assert desk.get("/sign-off/chosen").location == "/sign-off"
        assert school.post(desk, "/sign-off/chosen").status_code == 409


class TestStandIns:
    def test_lines_of_whoever_is_away_are_theirs_to_sign_marked_so(self, school: School, practice: Practice):
        standing = school.person("supervisor")
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            other = add_supervisor(school.institution_id, standing.id, name="Stef Stand-in")
            days_away = {"from_day": today(), "until_day": today() + timedelta(days=3)}
            session().add(
                SupervisorAbsence(
                    supervisor_id=practice.supervisor_id, stand_in_id=other.id, created_at=now(), **days_away
                )
            )
            stand_in_id = other.id
        client = school.client(standing)
        assert "You stand in for" in client.get("/sign-off").text
        school.post(client, f"/sign-off/{entry_id}", verdict="sign", version=version_of(practice, entry_id))
        with practice.house.app.app_context():
            decision = session().scalars(select(PracticumDecision)).one()
            assert (decision.supervisor_id, decision.signer_name) == (stand_in_id, "Stef Stand-in")

    def test_once_it_is_over_they_are_not(self, school: School, practice: Practice):
        standing = school.person("supervisor")
        entry_id = practice.send(visit(yesterday()))
        with practice.inside():
            other = add_supervisor(school.institution_id, standing.id)
            days_away = {"from_day": today() - timedelta(days=9), "until_day": yesterday()}
            session().add(
                SupervisorAbsence(
                    supervisor_id=practice.supervisor_id, stand_in_id=other.id, created_at=now(), **days_away
                )
            )
        client = school.client(standing)
        assert client.get(f"/sign-off/{entry_id}").status_code == 404
        with practice.house.app.app_context():
            assert session().scalars(select(func.count(PracticumDecision.id))).one() == 0
