"""Setting, confirming and reading duty phones."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import Actor, Grant
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import now
from app.core.db import session, write_transaction
from app.duty import queries, service
from app.duty.models import DutyConfirmation, DutyContact
from tests.support import on_duty
from tests.support.school import School

FORM = {"name": "Coordinator on duty", "phone": "02-000-0001", "hours_en": "Day and night", "version": "0"}
STAND_IN = {"backup_name": "Stand-in", "backup_phone": "02-000-0009"}


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def of_institution(school: School) -> str:
    return f"/duty/institutions/{school.institution_id}"


def of_cohort(school: School) -> str:
    return f"/duty/cohorts/{school.cohort_id}"


def contacts(school: School) -> list[DutyContact]:
    with school.app.app_context():
        return list(session().scalars(select(DutyContact).order_by(DutyContact.id)))


def acts(school: School) -> list[tuple[str, str, str]]:
    with school.app.app_context():
        wanted = select(AuditEvent).where(AuditEvent.action.startswith("duty.")).order_by(AuditEvent.id)
        return [(one.action, one.subject, one.place) for one in session().scalars(wanted)]


def test_a_number_is_set_rung_replaced_and_taken_away(school: School, coordinator: FlaskClient):
    path = of_institution(school)
    assert "Nobody is on duty here yet" in coordinator.get(path).text
    assert school.post(coordinator, path, **FORM).status_code == 303
    assert "Not rung yet" in coordinator.get(path).text
    assert school.post(coordinator, "/duty/contacts/1/confirm").location == path
    assert "Rung on" in coordinator.get(path).text
    assert school.post(coordinator, path, **FORM | {"phone": "*1234", "version": "1"}).status_code == 303
    page = coordinator.get(path).text
    assert "Not rung yet" in page
    assert "02-000-0001" in page
    assert school.post(coordinator, "/duty/contacts/2/withdraw").status_code == 303
    assert "Nobody is on duty here yet" in coordinator.get(path).text
    assert [(one.phone, one.replaced_at is None) for one in contacts(school)] == [
        ("02-000-0001", False),
        ("*1234", False),
    ]
    place = f"institution:{school.institution_id}"
    assert acts(school) == [
        ("duty.set", "duty_contact:1", place),
        ("duty.confirm", "duty_contact:1", place),
        ("duty.set", "duty_contact:2", place),
        ("duty.withdraw", "duty_contact:2", place),
    ]


def test_a_form_with_mistakes_gives_back_what_was_typed(school: School, coordinator: FlaskClient):
    mistaken = {"phone": "12", "backup_name": "Noa, the back-up", "hours_en": "Always"}
    answer = school.post(coordinator, of_cohort(school), **FORM | mistaken)
    assert answer.status_code == 422
    assert 'href="#phone"' in answer.text
    for typed in ("Coordinator on duty", "Noa, the back-up", "Always", 'value="12"'):
        assert typed in answer.text
    assert contacts(school) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"phone": "050"}, "phone"),
        ({"hours_en": ""}, "hours_he"),
        ({"backup_name": "Noa"}, "backup_phone"),
        ({"backup_phone": "no"}, "backup_phone"),
        ({"backup_phone": "+972 2 000 0001"}, "backup_phone"),
        ({"backup_phone": "02-000-0002"}, ""),
        ({"backup_phone": "020000001"}, "backup_phone"),
        ({"name": "x" * 121}, "name"),
        ({"phone": "0" * 41}, "phone"),
    ],
)
def test_each_mistake_is_said_at_its_field(
    school: School, coordinator: FlaskClient, change: dict[str, str], field: str
):
    answer = school.post(coordinator, of_cohort(school), **FORM | change)
    assert answer.status_code == (422 if field else 303)
    assert not field or f'href="#{field}"' in answer.text


def test_whoever_comes_second_sees_the_first_and_loses_nothing(school: School, coordinator: FlaskClient):
    path = of_institution(school)
    school.post(coordinator, path, **FORM)
    answer = school.post(coordinator, path, **FORM | {"phone": "03-000-0002"})
    assert answer.status_code == 409
    assert "02-000-0001" in answer.text
    assert 'value="03-000-0002"' in answer.text
    assert 'name="version" value="1"' in answer.text
    assert len(contacts(school)) == 1
    assert school.post(coordinator, path, **FORM | {"phone": "03-000-0002", "version": "1"}).status_code == 303


@pytest.mark.parametrize("way", ["confirm", "withdraw"])
def test_a_number_that_was_replaced_is_neither_confirmed_nor_taken_away(
    school: School, coordinator: FlaskClient, way: str
):
    school.post(coordinator, of_institution(school), **FORM)
    school.post(coordinator, of_institution(school), **FORM | {"version": "1"})
    assert school.post(coordinator, f"/duty/contacts/1/{way}").status_code == 409
    assert [one.confirmations for one in contacts(school)] == [[], []]
    assert contacts(school)[1].replaced_at is None


def test_another_institution_is_not_found(school: School, coordinator: FlaskClient):
    elsewhere = school.institution()
    cohort_id = school.cohort(elsewhere)
    on_duty.nobody(school)
    other = school.client(school.person("coordinator", Place("institution", elsewhere)))
    school.post(other, f"/duty/institutions/{elsewhere}", **FORM)
    for path in (f"/duty/institutions/{elsewhere}", f"/duty/cohorts/{cohort_id}"):
        assert coordinator.get(path).status_code == 404
        assert school.post(coordinator, path, **FORM).status_code == 404
    for way in ("confirm", "withdraw"):
        assert school.post(coordinator, f"/duty/contacts/1/{way}").status_code == 404
    assert len(contacts(school)) == 1


def test_trainers_and_learners_set_nothing(school: School):
    for client in (school.client(school.staff("trainer")), school.client(school.learner()[0])):
        assert client.get("/duty").status_code == 403
        assert school.post(client, of_cohort(school), **FORM).status_code == 403


def test_whoever_coordinates_one_cohort_sets_that_one_only(school: School):
    client = school.client(school.person("coordinator", Place("cohort", school.cohort_id)))
    assert school.post(client, of_cohort(school), **FORM).status_code == 303
    assert school.post(client, of_institution(school), **FORM).status_code == 404
    assert of_institution(school) not in client.get("/duty").text


def actor_of(person_id: int, *grants: Grant) -> Actor:
    return Actor(person_id, "", "en", grants)


def numbers(school: School, actor: Actor) -> list[tuple[str, int]]:
    with school.app.app_context():
        return [(one.contact.phone if one.contact else "", len(one.cohorts)) for one in queries.list_for(actor)]


def test_a_cohorts_own_number_comes_before_the_institutions(school: School, coordinator: FlaskClient):
    person, _ = school.learner()
    learner = actor_of(person.id)
    assert numbers(school, learner) == [("", 1)]
    school.post(coordinator, of_institution(school), **FORM)
    assert numbers(school, learner) == [("02-000-0001", 1)]
    school.post(coordinator, of_cohort(school), **FORM | {"phone": "*1234"})
    assert numbers(school, learner) == [("*1234", 1)]
    school.post(coordinator, "/duty/contacts/2/withdraw")
    assert numbers(school, learner) == [("02-000-0001", 1)]


def test_each_number_is_read_once_by_whoever_it_is_for(school: School, coordinator: FlaskClient):
    person, _ = school.learner()
    second, foreign = on_duty.opened(school), school.cohort(school.institution())
    on_duty.nobody(school)
    school.enrol(person, second)
    school.post(coordinator, of_institution(school), **FORM)
    assert numbers(school, actor_of(person.id)) == [("02-000-0001", 2)]
    stranger, _ = school.learner(foreign)
    assert numbers(school, actor_of(stranger.id)) == [("", 1)]
    trainer = actor_of(0, Grant("trainer", "cohort", school.cohort_id))
    assert numbers(school, trainer) == [("02-000-0001", 1)]
    assert numbers(school, actor_of(0, Grant("evaluator", "institution", school.institution_id))) == []


def test_gaps_are_posts_that_nobody_can_rely_on(school: School, coordinator: FlaskClient):
    actor = actor_of(0, Grant("coordinator", "institution", school.institution_id))

    def gaps() -> list[tuple[str, bool]]:
        with school.app.app_context():
            return [(one.standing, one.cohort is not None) for one in queries.list_gaps(actor)]

    assert gaps() == [("missing", False)]
    school.post(coordinator, of_institution(school), **FORM | STAND_IN)
    school.post(coordinator, of_cohort(school), **FORM | STAND_IN)
    assert gaps() == [("unconfirmed", False), ("unconfirmed", True)]
    for number in (1, 2):
        school.post(coordinator, f"/duty/contacts/{number}/confirm")
    assert gaps() == []
    with time_machine.travel(now() + timedelta(days=181)):
        assert gaps() == [("old", False), ("old", True)]


def test_replaced_numbers_are_forgotten_after_two_years(school: School, coordinator: FlaskClient):
    school.post(coordinator, of_institution(school), **FORM)
    school.post(coordinator, "/duty/contacts/1/confirm")
    school.post(coordinator, of_institution(school), **FORM | {"version": "1"})
    school.post(coordinator, "/duty/contacts/2/confirm")

    def forget() -> int:
        with school.app.app_context(), write_transaction():
            return service.forget_old()

    with time_machine.travel(now() + timedelta(days=729)):
        assert forget() == 0
    with time_machine.travel(now() + timedelta(days=731)):
        assert forget() == 1
    assert [one.id for one in contacts(school)] == [2]
    with school.app.app_context():
        assert session().scalars(select(DutyConfirmation.contact_id)).all() == [2]
