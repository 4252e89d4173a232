"""Keeping and sharing sites, and counting their places."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import SYSTEM, Actor, Grant
from app.accounts.models import Institution
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session, write_transaction
from app.core.errors import Conflict, Forbidden, Invalid
from app.placements import keeping, sites
from app.placements.models import Site
from tests.support.places import CONTACT, GATE, make_placement, make_site
from tests.support.school import School
from tests.support.statements import statements

FORM = {
    "name": "Club",
    "kind": "welfare",
    "languages": ["he", "ar"],
    "capacity": "2",
    "needs_gate": GATE,
    "is_open": "y",
    **CONTACT,
}


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def code_of(school: School, institution_id: int) -> str:
    with school.app.app_context():
        return session().get_one(Institution, institution_id).code


def elsewhere(school: School) -> tuple[int, FlaskClient]:
    """Another institution and its coordinator."""
    institution_id = school.institution()
    return institution_id, school.client(school.person("coordinator", Place("institution", institution_id)))


def actor_at(institution_id: int) -> Actor:
    return Actor(999, "C", "en", (Grant("coordinator", "institution", institution_id),))


def get(school: School, site_id: int) -> Site:
    with school.app.app_context():
        return session().get_one(Site, site_id)


def test_a_site_is_added_changed_and_on_record(school: School, coordinator: FlaskClient):
    sent = FORM | {"institution": str(school.institution_id)}
    path = school.post(coordinator, "/sites/new", **sent).location
    page = coordinator.get(path).text
    for said in ("Club", "עברית", "0 of 2 taken", "Field work", "2 places free"):
        assert said in page
    changed = FORM | {"capacity": "5", "version": "1", "needs_gate": "", "contact_phone": "02-123-4567"}
    assert school.post(coordinator, f"{path}/edit", **changed).location == path
    assert "0 of 5 taken" in coordinator.get(path).text
    stale = school.post(coordinator, f"{path}/edit", **FORM | {"name": "Typed by the slower", "version": "1"})
    assert stale.status_code == 409
    assert "Typed by the slower" in stale.text
    assert "Somebody else changed this site meanwhile" in stale.text
    with school.app.app_context():
        acts = session().execute(select(AuditEvent.action, AuditEvent.detail).where(AuditEvent.subject == "site:1"))
        assert list(acts) == [("site.make", ""), ("site.change", "capacity,contact_phone,needs_gate")]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Write the name"),
        ("kind", "casino", "Not a valid choice"),
        ("languages", ["xx"], "not a valid choice"),
        ("capacity", "-1", "whole number"),
        ("capacity", "many", "Not a valid integer"),
        ("needs_gate", "no-such-gate", "must be complete first"),
        ("contact_phone", "12", "a phone in Israel"),
        ("contact_email", "nobody", "name@example.org"),
    ],
)
def test_what_cannot_be_a_site_is_refused_and_kept(school: School, coordinator: FlaskClient, field: str, value, said):  # type: ignore[no-untyped-def]
    sent = FORM | {"institution": str(school.institution_id), "notes": "Typed before", field: value}
    answer = school.post(coordinator, "/sites/new", **sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed before" in answer.text


def test_a_site_is_seen_where_it_is_shared_and_changed_where_it_is_kept(school: School, coordinator: FlaskClient):
    other_id, other = elsewhere(school)
    code = code_of(school, other_id)
    assert code in other.get("/sites").text
    site_id = make_site(school, notes="Ring twice")
    path = f"/sites/{site_id}"
    assert other.get(path).status_code == 404
    assert path not in other.get("/sites").text
    assert school.post(other, f"{path}/share", code=code).status_code == 404
    assert school.post(coordinator, f"{path}/share", code="nowhere").status_code == 422
    assert school.post(coordinator, f"{path}/share", code=code, capacity="-1").status_code == 422
    assert school.post(coordinator, f"{path}/share", code=f" {code.upper()} ", capacity="1").status_code == 303
    assert school.post(coordinator, f"{path}/share", code=code).status_code == 422
    page = other.get(path).text
    assert "Ring twice" in page
    assert "keeps this site" in page
    assert other.get(f"{path}/edit").status_code == 403
    assert school.post(other, f"{path}/edit", **FORM | {"version": "1"}).status_code == 403
    assert school.post(other, f"{path}/share", code=code).status_code == 403
    assert school.post(other, f"{path}/limit", institution=school.institution_id).status_code == 403
    assert school.post(other, f"{path}/limit", institution=other_id, capacity="x").status_code == 422
    assert school.post(coordinator, f"{path}/limit", institution=999999).status_code == 404
    assert school.post(other, f"{path}/unshare", institution=school.institution_id).status_code == 403
    assert school.post(other, f"{path}/limit", institution=other_id, capacity="0").status_code == 303
    assert "no place free" in other.get(path).text
    assert school.post(coordinator, f"{path}/unshare", institution=other_id).status_code == 303
    assert other.get(path).status_code == 404


def test_nobody_keeps_a_site_for_a_place_that_is_not_theirs(school: School, coordinator: FlaskClient):
    other_id, _ = elsewhere(school)
    for forged in (str(other_id), "0", "999999"):
        assert school.post(coordinator, "/sites/new", **FORM | {"institution": forged}).status_code == 403
    admin = school.client(school.staff("administrator"))
    for forged in ("999999", "9" * 30, "nonsense"):
        assert school.post(admin, "/sites/new", **FORM | {"institution": forged}).status_code == 422
    path = school.post(admin, "/sites/new", **FORM | {"institution": "0"}).location
    assert coordinator.get(path).status_code == 404
    assert "Administrators" not in coordinator.get("/sites/new").text
    school.post(admin, f"{path}/share", code=code_of(school, school.institution_id))
    assert "Administrators keep this site" in coordinator.get(path).text


def test_a_share_with_learners_and_the_keepers_own_stay(school: School):
    site_id = make_site(school)
    other_id = school.institution()
    cohort_id = school.cohort(other_id)
    _, enrolment_id = school.learner(cohort_id)
    with school.app.app_context(), write_transaction():
        code = session().get_one(Institution, other_id).code
        keeping.share(SYSTEM, session().get_one(Site, site_id), code, None)
    make_placement(school, enrolment_id, site_id)
    with school.app.app_context(), write_transaction():
        site = session().get_one(Site, site_id)
        for institution_id in (other_id, school.institution_id):
            with pytest.raises(Conflict):
                keeping.unshare(SYSTEM, site, institution_id)
        with pytest.raises(Invalid):
            keeping.limit(SYSTEM, site, other_id, 1001)
        with pytest.raises(Forbidden):
            keeping.limit(actor_at(888), site, other_id, 5)


def test_places_are_counted_by_day_and_institution(school: School):
    site_id = make_site(school, capacity=2)
    _, one = school.learner()
    make_placement(school, one, site_id)
    soon = today() + timedelta(days=90)
    with school.app.app_context():
        actor = actor_at(school.institution_id)
        for day, free in ((today(), 1), (soon, 2)):
            (line,) = sites.list_sites(actor, day)
            assert (line.taken, line.places[0].free) == (2 - free, free)
        assert sites.list_sites(actor, today(), language="ar") == []
        assert sites.list_sites(actor, today(), kind="education") == []
        assert len(sites.list_sites(actor, today(), language="he", kind="welfare", only_free=True)) == 1
    _, two = school.learner()
    make_placement(school, two, site_id)
    with school.app.app_context():
        assert sites.list_sites(actor_at(school.institution_id), today(), only_free=True) == []


def test_a_site_does_not_shrink_below_those_who_are_there(school: School, coordinator: FlaskClient):
    site_id = make_site(school, capacity=2)
    for _ in range(2):
        make_placement(school, school.learner()[1], site_id)
    answer = school.post(coordinator, f"/sites/{site_id}/edit", **FORM | {"capacity": "1", "version": "1"})
    assert answer.status_code == 422
    assert "2 learners are placed here at once already" in answer.text
    assert get(school, site_id).capacity == 2


def test_the_list_costs_the_same_for_one_site_and_for_many(school: School, coordinator: FlaskClient):
    make_site(school)
    coordinator.get("/sites")
    with statements() as few:
        coordinator.get("/sites")
    for _ in range(6):
        make_placement(school, school.learner()[1], make_site(school))
    with statements() as many:
        coordinator.get("/sites")
    assert len(many) == len(few) <= 8
