"""Supervisors of a whole cohort: who names them, for what, from when; and who then signs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.placements import queries
from app.placements.models import CohortSupervisor, Placement, Supervisor, SupervisorAbsence
from tests.support.leading import GROUPS, Leader, lead, with_groups_apart
from tests.support.places import make_supervisor
from tests.support.practice import Practice, add_supervisor
from tests.support.school import School

DAY = timedelta(days=1)


@pytest.fixture
def practice(school: School) -> Practice:
    school.publish(with_groups_apart(), "groups")
    return Practice(school)


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def path(practice: Practice) -> str:
    return f"/cohorts/{practice.cohort_id}/supervisors"


def sent(supervisor_id: int, day: date | None = None, version: int = 0, category: str = GROUPS) -> dict[str, object]:
    fields = {f"{category}-supervisor": supervisor_id, f"{category}-from_day": (day or today()).isoformat()}
    return fields | {"category": category, "version": version}


def named(practice: Practice) -> list[tuple[int, date | None]]:
    with practice.house.app.app_context():
        found = queries.list_leading(practice.cohort_id)
        return [(one.supervisor_id, one.until_day) for one in found]


def signer(practice: Practice, day: date, category: str = GROUPS) -> int | None:
    with practice.house.app.app_context():
        found = queries.signer_on(session().get_one(Placement, practice.placement_id), day, category)
        return found.id if found else None


class TestNaming:
    def test_one_after_the_other(self, school: School, practice: Practice, coordinator: FlaskClient):
        first, second = make_supervisor(school), make_supervisor(school)
        assert "Kind groups" in coordinator.get(path(practice)).text
        assert school.post(coordinator, path(practice), **sent(first, today() - 5 * DAY)).status_code == 303
        assert school.post(coordinator, path(practice), **sent(first, today(), 1)).status_code == 303
        assert named(practice) == [(first, None)]
        assert school.post(coordinator, path(practice), **sent(second, today(), 1)).status_code == 303
        assert named(practice) == [(first, today() - DAY), (second, None)]
        assert [signer(practice, today() - DAY), signer(practice, today())] == [first, second]
        assert school.post(coordinator, path(practice), **sent(0, today(), 2)).status_code == 303
        assert named(practice) == [(first, today() - DAY)]
        assert signer(practice, today()) == practice.supervisor_id
        with school.app.app_context():
            wanted = select(AuditEvent.detail).where(AuditEvent.action == "cohort-supervisor.name")
            details = [one.split()[1] for one in session().scalars(wanted.order_by(AuditEvent.id))]
        assert details == [f"supervisor:{one}" for one in (first, second, 0)]

    def test_of_two_who_name_one_is_told(self, school: School, practice: Practice, coordinator: FlaskClient):
        first, second = make_supervisor(school), make_supervisor(school)
        assert school.post(coordinator, path(practice), **sent(first)).status_code == 303
        answer = school.post(coordinator, path(practice), **sent(second))
        assert answer.status_code == 409
        assert "Somebody else named a supervisor meanwhile" in answer.text
        assert named(practice) == [(first, None)]

    @pytest.mark.parametrize("far", [-5000, 5000])
    def test_only_days_of_the_cohort(self, school: School, practice: Practice, coordinator: FlaskClient, far: int):
        answer = school.post(coordinator, path(practice), **sent(make_supervisor(school), today() + far * DAY))
        assert answer.status_code == 422
        assert "Choose a day on which the cohort runs" in answer.text

    def test_only_supervision_and_only_supervisors_here(
        self, school: School, practice: Practice, coordinator: FlaskClient
    ):
        foreign = make_supervisor(school, school.institution())
        assert school.post(coordinator, path(practice), **sent(foreign)).status_code == 422
        visits = sent(make_supervisor(school), category="visit")
        assert school.post(coordinator, path(practice), **visits).status_code == 404
        assert named(practice) == []

    def test_nobody_for_themselves(self, school: School, practice: Practice, coordinator: FlaskClient):
        mine = make_supervisor(school)
        with school.app.app_context(), write_transaction():
            session().get_one(Supervisor, mine).person_id = practice.learner.id
        answer = school.post(coordinator, path(practice), **sent(mine))
        assert answer.status_code == 422
        assert "Nobody signs for themselves" in answer.text

    def test_coordinators_of_the_cohort_alone(self, school: School, practice: Practice):
        mine = make_supervisor(school)
        own, other = (Place("cohort", one) for one in (practice.cohort_id, school.cohort()))
        assert school.post(school.client(school.person("coordinator", own)), path(practice), **sent(mine)).location
        stranger = school.client(school.person("coordinator", other))
        assert stranger.get(path(practice)).status_code == 404
        assert school.post(stranger, path(practice), **sent(0)).status_code == 404
        trainer = school.client(school.person("trainer", own))
        assert trainer.get(path(practice)).status_code == 403

    def test_who_learns_in_the_cohort_does_not_name(self, school: School, practice: Practice):
        both = school.person("coordinator", Place("cohort", practice.cohort_id))
        school.enrol(both, practice.cohort_id)
        client = school.client(both)
        assert "Another coordinator says who supervises it" in client.get(path(practice)).text
        assert school.post(client, path(practice), **sent(make_supervisor(school))).status_code == 403

    def test_who_is_named_stays_active(self, school: School, practice: Practice, coordinator: FlaskClient):
        leader = Leader(practice)
        with school.app.app_context():
            address = session().get_one(Supervisor, leader.supervisor_id).email
        values = {"name": "Lea", "email": address, "language": "en", "account": leader.person.id, "version": 1}
        answer = school.post(coordinator, f"/supervisors/{leader.supervisor_id}", **values)
        assert answer.status_code == 422
        assert "supervises a whole cohort" in answer.text


class TestWhoSigns:
    def test_that_kind_for_everybody_and_nothing_else(self, practice: Practice):
        leader = Leader(practice)
        other = Practice(practice.house, practice.cohort_id)
        assert [signer(one, today()) for one in (practice, other)] == [leader.supervisor_id] * 2
        assert [signer(practice, today(), one) for one in ("supervision", "visit", "")] == [practice.supervisor_id] * 3
        elsewhere = Practice(practice.house, practice.house.cohort())
        assert signer(elsewhere, today()) == elsewhere.supervisor_id

    def test_the_stand_in_while_they_are_away(self, practice: Practice):
        leader = Leader(practice)
        with practice.inside():
            other = add_supervisor(practice.house.institution_id).id
            days = {"from_day": today(), "until_day": today(), "created_at": now()}
            away = SupervisorAbsence(supervisor_id=leader.supervisor_id, stand_in_id=other, **days)
            session().add(away)
        assert [signer(practice, today()), signer(practice, today() + DAY)] == [other, leader.supervisor_id]

    def test_never_themselves_though_they_came_to_learn_later(self, practice: Practice):
        leader = Leader(practice)
        with practice.inside():
            session().get_one(Supervisor, leader.supervisor_id).person_id = practice.learner.id
        assert signer(practice, today()) == practice.supervisor_id

    def test_the_learner_reads_who_it_is(self, school: School, practice: Practice):
        Leader(practice)
        text = school.client(practice.learner).get(f"/placements/{practice.placement_id}").text
        assert "Kind groups" in text
        assert "Lea Leader" in text

    def test_they_do_not_sign_for_the_learner_by_that(self, practice: Practice):
        leader = Leader(practice)
        with practice.house.app.app_context():
            assert not queries.is_signer_of(leader.actor, practice.enrolment_id)
            assert [one.cohort_id for one in queries.list_led(leader.actor)] == [practice.cohort_id]
        lead(practice, None, today())
        with practice.house.app.app_context():
            assert queries.list_led(leader.actor) == []
            assert session().scalars(select(CohortSupervisor)).one().until_day == today() - DAY
            assert session().get_one(Person, leader.person.id).is_active
