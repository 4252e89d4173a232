"""No site opens before learners know whom to call there; those that were open already are told by when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from app.accounts.actor import SYSTEM
from app.accounts.service import Place
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.core.errors import Invalid
from app.enrolment.models import Enrolment
from app.placements import rules, sites
from app.placements.models import Site
from app.web import formats
from tests.placements.test_sites import FORM
from tests.support.places import CONTACT, draft, make_placement, make_site
from tests.support.school import School


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def before_the_rule(school: School, due_on: date | None) -> int:
    """A site that opened when nothing was asked for."""
    site_id = make_site(school)
    with school.app.app_context(), write_transaction():
        site = session().get_one(Site, site_id)
        site.contact_hours = site.stand_in_phone = ""
        site.duty_due_on = due_on
    return site_id


def read(school: School, site_id: int) -> Site:
    with school.app.app_context():
        return session().get_one(Site, site_id)


@pytest.mark.parametrize("field", ["contact_name", "contact_phone", "contact_hours", "stand_in_phone"])
def test_it_opens_with_all_of_it_or_is_closed(school: School, coordinator: FlaskClient, field: str) -> None:
    sent = FORM | {"institution": str(school.institution_id), field: " "}
    answer = school.post(coordinator, "/sites/new", **sent)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "A site opens once" in answer.text
    assert school.post(coordinator, "/sites/new", **{**sent, "is_open": ""}).status_code == 303


def test_the_stand_in_has_another_number(school: School, coordinator: FlaskClient) -> None:
    sent = FORM | {"institution": str(school.institution_id), "stand_in_phone": "+972 2 000 0010"}
    answer = school.post(coordinator, "/sites/new", **sent)
    assert answer.status_code == 422
    assert 'href="#stand_in_phone"' in answer.text


def test_one_that_is_open_already_has_until_its_day(school: School, coordinator: FlaskClient) -> None:
    due = today() + timedelta(days=5)
    site_id = before_the_rule(school, due)
    page = coordinator.get(f"/sites/{site_id}").text
    assert "when somebody answers, a stand-in with a number" in page
    assert formats.day(due, "en") in page
    assert formats.day(due, "en") in coordinator.get("/").text
    change = FORM | {"contact_hours": "", "stand_in_phone": "", "capacity": "9", "version": "1"}
    assert school.post(coordinator, f"/sites/{site_id}/edit", **change).status_code == 303
    make_placement(school, school.learner()[1], site_id)
    _, waiting = school.learner()
    with time_machine.travel(now() + timedelta(days=6)):
        with pytest.raises(Invalid, match="whom learners call there"):
            make_placement(school, waiting, site_id)
        late = school.client(school.staff("coordinator"))
        assert "Until it is, nobody further" in late.get(f"/sites/{site_id}").text
        assert school.post(late, f"/sites/{site_id}/edit", **change | {"version": "2"}).status_code == 422
        assert school.post(late, f"/sites/{site_id}/edit", **FORM | {"version": "2"}).status_code == 303
        make_placement(school, waiting, site_id, starts_on=today())


def test_only_sites_that_take_learners_are_offered(school: School) -> None:
    before_the_rule(school, today() - timedelta(days=1))
    in_time, ready = before_the_rule(school, today()), make_site(school)
    _, enrolment_id = school.learner()
    with school.app.app_context():
        learner = session().get_one(Enrolment, enrolment_id)
        wanted = draft(ready)
        offered = {one.site.id for one in sites.list_offers(learner, (wanted.starts_on, wanted.ends_on))}
    assert offered == {in_time, ready}


def test_whoever_keeps_it_rings_and_is_asked_again(school: School, coordinator: FlaskClient) -> None:
    site_id = make_site(school)
    where = f"/sites/{site_id}"
    assert "Nobody has rung these numbers yet" in coordinator.get(where).text
    assert where in coordinator.get("/").text
    assert school.post(coordinator, f"{where}/ring", version="1").location == where
    assert read(school, site_id).contact_rung_on == today()
    assert where not in coordinator.get("/").text
    with school.app.app_context():
        assert rules.standing(read(school, site_id), today() + timedelta(days=181)) == "old"
        assert sites.list_gaps(SYSTEM, today()) == []
    school.post(coordinator, f"{where}/edit", **FORM | {"version": "1", "contact_phone": "02-000-0077"})
    assert read(school, site_id).contact_rung_on is None
    assert school.post(coordinator, f"{where}/ring", version="1").status_code == 409


def test_others_do_not_say_that_they_rang(school: School) -> None:
    site_id = make_site(school)
    other = school.client(school.person("coordinator", Place("institution", school.institution())))
    assert school.post(other, f"/sites/{site_id}/ring", version="1").status_code == 404
    assert school.post(school.client(school.staff("trainer")), f"/sites/{site_id}/ring").status_code == 403
    assert read(school, site_id).contact_rung_on is None


def test_the_learner_who_works_there_reads_the_stand_in_too(school: School) -> None:
    person, enrolment_id = school.learner()
    number = make_placement(school, enrolment_id, make_site(school))
    page = school.client(person).get(f"/placements/{number}").text
    for said in (CONTACT["contact_phone"], CONTACT["contact_hours"], CONTACT["stand_in_phone"]):
        assert said in page
