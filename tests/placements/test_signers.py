"""Supervisors: who signs on which day, and what they see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.placements import queries
from app.placements.models import Placement, Supervisor, SupervisorAbsence
from tests.support.places import make_placement, make_site, make_supervisor
from tests.support.school import School

DAY = timedelta(days=1)
FORM = {"name": "Rina", "email": "Rina@Example.org", "language": "he", "role_title": "Nurse", "is_active": "y"}


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def signer(school: School, placement_id: int, day: date) -> int | None:
    with school.app.app_context():
        found = queries.signer_on(session().get_one(Placement, placement_id), day)
        return found.id if found else None


def away(school: School, client: FlaskClient, who: int, stand_in: int, first: int, last: int):  # type: ignore[no-untyped-def]
    days = {"from_day": today() + first * DAY, "until_day": today() + last * DAY}
    return school.post(client, f"/supervisors/{who}/absences", stand_in=stand_in, **days)


def test_a_supervisor_needs_no_account(school: School, coordinator: FlaskClient):
    sent = FORM | {"institution": school.institution_id, "account": 0}
    path = school.post(coordinator, "/supervisors/new", **sent).location
    page = coordinator.get(path).text
    assert "rina@example.org" in page
    assert "signs by mail" in coordinator.get("/supervisors").text
    again = school.post(coordinator, "/supervisors/new", **sent | {"name": "Rina again"})
    assert again.status_code == 422
    assert "Rina has this address already" in again.text
    stale = school.post(coordinator, path, **FORM | {"version": "9", "account": 0, "name": "Typed by the slower"})
    assert stale.status_code == 409
    assert "Typed by the slower" in stale.text
    assert school.post(coordinator, path, **FORM | {"version": "1", "account": 0, "name": "Dr Rina"}).status_code == 303
    with school.app.app_context():
        acts = session().execute(
            select(AuditEvent.action, AuditEvent.detail).where(AuditEvent.subject == "supervisor:1")
        )
        assert list(acts) == [("supervisor.add", ""), ("supervisor.change", "name")]


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("email", "nobody"), ("email", ""), ("language", "xx"), ("account", "999999")]
)
def test_what_cannot_be_a_supervisor_is_refused(school: School, coordinator: FlaskClient, field: str, value: str):
    sent = FORM | {"institution": school.institution_id, "account": 0, field: value}
    assert school.post(coordinator, "/supervisors/new", **sent).status_code == 422


def test_supervisors_belong_to_their_institution(school: School, coordinator: FlaskClient):
    other_id = school.institution()
    foreign = make_supervisor(school, other_id)
    assert coordinator.get(f"/supervisors/{foreign}").status_code == 404
    assert school.post(coordinator, f"/supervisors/{foreign}", **FORM | {"version": "1"}).status_code == 404
    assert school.post(coordinator, "/supervisors/new", **FORM | {"institution": other_id}).status_code == 404
    mine = make_supervisor(school)
    assert away(school, coordinator, mine, foreign, 0, 3).status_code == 422


def test_only_accounts_of_supervisors_here_are_linked(school: School, coordinator: FlaskClient):
    person = school.person("supervisor", Place("institution", school.institution_id))
    stranger = school.person("supervisor", Place("institution", school.institution()))
    sent = FORM | {"institution": school.institution_id}
    assert school.post(coordinator, "/supervisors/new", **sent | {"account": stranger.id}).status_code == 422
    path = school.post(coordinator, "/supervisors/new", **sent | {"account": person.id}).location
    again = sent | {"account": person.id, "email": "other@example.org"}
    assert "has this account already" in school.post(coordinator, "/supervisors/new", **again).text
    with school.app.app_context():
        found = queries.supervisors_of(person.id)
        assert [f"/supervisors/{one.id}" for one in found] == [path]


def test_a_supervisor_with_an_account_sees_theirs_and_no_other(school: School):
    person = school.person("supervisor", Place("institution", school.institution_id))
    colleague = school.person("supervisor", Place("institution", school.institution_id))
    site_id, me = make_site(school), make_supervisor(school, person_id=person.id)
    _, enrolment_id = school.learner(name="Learner of mine")
    placement_id = make_placement(school, enrolment_id, site_id, me, frame="Mondays")
    other_id = make_placement(school, school.learner(name="Learner of another")[1], site_id)
    client = school.client(person)
    page = client.get("/placements").text
    assert "Learner of mine" in page
    assert "Learner of another" not in page
    assert "Mondays" in client.get(f"/placements/{placement_id}").text
    assert client.get(f"/placements/{other_id}").status_code == 404
    assert client.get("/").status_code == 200
    assert school.client(colleague).get(f"/placements/{placement_id}").status_code == 404


def test_the_stand_in_signs_on_the_days_of_absence(school: School, coordinator: FlaskClient):
    person = school.person("supervisor", Place("institution", school.institution_id))
    main, other = make_supervisor(school), make_supervisor(school, person_id=person.id)
    placement_id = make_placement(school, school.learner()[1], make_site(school), main)
    client = school.client(person)
    assert client.get(f"/placements/{placement_id}").status_code == 404
    assert away(school, coordinator, main, other, 0, 3).status_code == 303
    assert [signer(school, placement_id, today() + n * DAY) for n in (-1, 0, 3, 4)] == [main, other, other, main]
    assert "stands in for" in client.get(f"/placements/{placement_id}").text
    with school.app.app_context():
        assert [one.supervisor_id for one in queries.stood_in_for([other], today())] == [main]
        assert queries.stood_in_for([other], today() + 4 * DAY) == []
    assert away(school, coordinator, main, other, 2, 5).status_code == 422
    assert away(school, coordinator, main, main, 10, 12).status_code == 422
    assert away(school, coordinator, main, other, 12, 10).status_code == 422
    assert away(school, coordinator, main, other, -9, -8).status_code == 422
    with school.app.app_context():
        absence_id = session().scalars(select(SupervisorAbsence.id)).one()
    assert school.post(coordinator, f"/supervisors/{other}/back", absence=absence_id).status_code == 404
    assert school.post(coordinator, f"/supervisors/{main}/back", absence=absence_id).status_code == 303
    assert signer(school, placement_id, today()) == main
    assert client.get(f"/placements/{placement_id}").status_code == 404


def test_an_absence_that_runs_ends_yesterday(school: School, coordinator: FlaskClient):
    main, other = make_supervisor(school), make_supervisor(school)
    placement_id = make_placement(school, school.learner()[1], make_site(school), main)
    assert away(school, coordinator, main, other, -1, 3).status_code == 303
    assert school.post(coordinator, f"/supervisors/{main}/back", absence=1).status_code == 303
    assert [signer(school, placement_id, today() + n * DAY) for n in (-1, 0)] == [other, main]
    assert school.post(coordinator, f"/supervisors/{main}/back", absence=1).status_code == 404


def test_the_learner_never_stands_in_for_who_signs_for_them(school: School, coordinator: FlaskClient):
    learner, enrolment_id = school.learner()
    with school.app.app_context():
        session().rollback()
    grant = school.person("supervisor", Place("institution", school.institution_id))
    main, middle = make_supervisor(school), make_supervisor(school, person_id=grant.id)
    placement_id = make_placement(school, enrolment_id, make_site(school), main)
    assert away(school, coordinator, main, middle, 0, 3).status_code == 303
    with school.app.app_context():
        session().connection().exec_driver_sql(f"UPDATE supervisor SET person_id = {learner.id} WHERE id = {middle}")
        session().commit()
    assert signer(school, placement_id, today()) == main


def test_nobody_is_named_for_themselves(school: School, coordinator: FlaskClient):
    person = school.person("supervisor", Place("institution", school.institution_id))
    enrolment_id, me = school.enrol(person), make_supervisor(school, person_id=person.id)
    days = {"starts_on": today(), "ends_on": today() + DAY}
    sent = {"enrolment": enrolment_id, "site": make_site(school), "supervisor": me, **days}
    answer = school.post(coordinator, "/placements/new", **sent)
    assert answer.status_code == 422
    assert "Nobody signs for themselves" in answer.text


def test_another_supervisor_takes_over_from_a_day_on(school: School, coordinator: FlaskClient):
    one, two, three = (make_supervisor(school) for _ in range(3))
    placement_id = make_placement(school, school.learner()[1], make_site(school), one)
    path = f"/placements/{placement_id}/edit"
    days = {"starts_on": today() - DAY, "ends_on": today() + 60 * DAY}

    def take_over(who: int, day: int, version: int) -> None:
        sent = {"supervisor": who, "supervisor_from": today() + day * DAY, "version": version, **days}
        assert school.post(coordinator, path, **sent).status_code == 303

    take_over(two, 5, 1)
    assert [signer(school, placement_id, today() + n * DAY) for n in (-1, 4, 5, 60)] == [one, one, two, two]
    take_over(three, 3, 2)
    assert [signer(school, placement_id, today() + n * DAY) for n in (2, 3, 5)] == [one, three, three]
    take_over(0, 10, 3)
    assert [signer(school, placement_id, today() + n * DAY) for n in (9, 10)] == [three, None]
    take_over(three, 7, 4)
    assert [signer(school, placement_id, today() + n * DAY) for n in (2, 3, 10)] == [one, three, three]


def test_days_added_before_have_the_first_supervisor(school: School, coordinator: FlaskClient):
    one = make_supervisor(school)
    placement_id = make_placement(school, school.learner()[1], make_site(school), one)
    sent = {"starts_on": today() - 5 * DAY, "ends_on": today() + DAY, "supervisor": one, "supervisor_from": today()}
    assert school.post(coordinator, f"/placements/{placement_id}/edit", version=1, **sent).status_code == 303
    assert signer(school, placement_id, today() - 5 * DAY) == one


def test_whoever_is_needed_is_not_retired(school: School, coordinator: FlaskClient):
    main, other = make_supervisor(school), make_supervisor(school)
    make_placement(school, school.learner()[1], make_site(school), main)
    assert away(school, coordinator, main, other, 0, 3).status_code == 303
    for who, said in ((main, "Name somebody else there first"), (other, "stands in for somebody")):
        with school.app.app_context():
            supervisor = session().get_one(Supervisor, who)
            sent = {"name": supervisor.name, "email": supervisor.email, "language": "en", "account": 0, "version": 1}
        answer = school.post(coordinator, f"/supervisors/{who}", **sent)
        assert answer.status_code == 422
        assert said in answer.text


class TestOwnAbsence:
    @pytest.fixture
    def signers(self, school: School) -> tuple[FlaskClient, int, int]:
        """Somebody with an account who signs, as whom, and a colleague."""
        person = school.person("supervisor", Place("institution", school.institution_id))
        return school.client(person), make_supervisor(school, person_id=person.id), make_supervisor(school)

    def days(self, stand_in: int, **more: object) -> dict[str, object]:
        return {"from_day": today(), "until_day": today() + 3 * DAY, "stand_in": stand_in, **more}

    def test_whoever_signs_says_when_they_are_away(self, school: School, signers: tuple[FlaskClient, int, int]):
        client, me, other = signers
        placement_id = make_placement(school, school.learner()[1], make_site(school), me)
        assert client.get("/absence").status_code == 200
        assert school.post(client, "/absence", **self.days(me)).status_code == 422
        assert school.post(client, "/absence", **self.days(other)).location == f"/absence?supervisor={me}"
        assert signer(school, placement_id, today()) == other
        with school.app.app_context():
            absence_id = session().scalars(select(SupervisorAbsence.id)).one()
        assert school.post(client, "/absence/back", absence=absence_id).status_code == 303
        assert signer(school, placement_id, today()) == me

    def test_not_for_others(self, school: School, signers: tuple[FlaskClient, int, int], coordinator: FlaskClient):
        client, me, other = signers
        assert school.post(client, "/absence", **self.days(me, supervisor=other)).status_code == 404
        assert away(school, coordinator, other, me, 0, 3).status_code == 303
        with school.app.app_context():
            absence_id = session().scalars(select(SupervisorAbsence.id)).one()
        for more in ({}, {"supervisor": other}):
            assert school.post(client, "/absence/back", absence=absence_id, **more).status_code == 404

    def test_whoever_signs_for_nobody_says_nothing(self, school: School):
        learner = school.client(school.learner()[0])
        assert "You sign for nobody" in learner.get("/absence").text
        assert school.post(learner, "/absence", **self.days(1)).status_code == 404


def test_a_coordinator_of_a_cohort_sees_who_signs_and_changes_nobody(school: School):
    client = school.client(school.person("coordinator", Place("cohort", school.cohort_id)))
    here, there = make_supervisor(school, name="Sima Here"), make_supervisor(school, school.institution())
    _, elsewhere_id = school.learner(school.cohort(school.institution_id), name="Learner of another cohort")
    make_placement(school, elsewhere_id, make_site(school), here)
    assert "Sima Here" in client.get("/supervisors").text
    page = client.get(f"/supervisors/{here}").text
    assert "Write down an absence" not in page
    assert 'name="email"' not in page
    assert "Learner of another cohort" not in page
    for more in ("/signing", "/paper"):
        assert client.get(f"/supervisors/{here}{more}").status_code == 200
    assert school.post(client, f"/supervisors/{here}", **FORM | {"version": "1", "account": 0}).status_code == 403
    assert away(school, client, here, make_supervisor(school), 0, 3).status_code == 403
    assert client.get(f"/supervisors/{there}").status_code == 404
