"""Agreeing on placements, changing them, and what keeps them from beginning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.actor import Actor, Grant
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.clock import today
from app.core.db import session
from app.enrolment.models import Enrolment
from app.notices.models import Notice
from app.placements import queries
from app.placements.models import Placement
from tests.support.places import GATE, end_of, make_placement, make_site, make_supervisor, open_gate
from tests.support.school import School
from tests.support.statements import statements

DAY = timedelta(days=1)


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def form(site_id: int, **more: object) -> dict[str, object]:
    values = {"site": site_id, "supervisor": 0, "starts_on": today() - DAY, "ends_on": today() + 60 * DAY}
    return values | more


def get(school: School, placement_id: int) -> Placement:
    with school.app.app_context():
        return session().get_one(Placement, placement_id)


def where_on(school: School, enrolment_id: int, day: object) -> int | None:
    with school.app.app_context():
        found = queries.find_on(enrolment_id, day)  # type: ignore[arg-type]
        return found.id if found else None


def test_a_learner_is_placed_told_and_sees_it(school: School, coordinator: FlaskClient):
    learner, enrolment_id = school.learner(language="he")
    site_id, signer_id = make_site(school, name="The club"), make_supervisor(school, name="Rina", role_title="Nurse")
    page = coordinator.get(f"/placements/new?enrolment={enrolment_id}").text
    assert "2 places free" in page
    sent = form(site_id, enrolment=enrolment_id, supervisor=signer_id, frame="Mondays", weekly_minutes="180")
    path = school.post(coordinator, "/placements/new", **sent).location
    own = school.client(learner)
    page = own.get(f"{path}?lang=en").text
    for said in ("The club", "Rina", "Nurse", "Mondays", "3 h", "Running"):
        assert said in page
    assert "/edit" not in page
    assert "The club" in own.get("/placements").text
    assert "The club" in own.get("/").text
    assert where_on(school, enrolment_id, today()) == 1
    assert where_on(school, enrolment_id, today() + 61 * DAY) is None
    with school.app.app_context():
        told = session().scalars(select(Notice).where(Notice.person_id == learner.id)).one()
        assert (told.kind, told.link) == ("placement-agreed", path)
        act = session().scalars(select(AuditEvent).where(AuditEvent.subject == "placement:1")).one()
        assert (act.action, act.place, act.detail) == (
            "placement.agree",
            f"cohort:{school.cohort_id}",
            f"site:{site_id}",
        )


def test_sites_where_the_language_is_spoken_come_first(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner(language="ar")
    make_site(school, name="A site")
    make_site(school, name="B site", languages=("ar",))
    page = coordinator.get(f"/placements/new?enrolment={enrolment_id}").text
    assert page.index("B site") < page.index("A site")
    assert "العربية is not spoken there" in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"site": 0}, "Choose a site of the list"),
        ({"site": 999999}, "Choose a site of the list"),
        ({"starts_on": today() - 400 * DAY}, "An administrator can change its days"),
        ({"ends_on": today() + 800 * DAY}, "An administrator can change its days"),
        ({"ends_on": today() - 2 * DAY}, "The last day is before the first"),
        ({"supervisor": 999999}, "Choose a supervisor of the list"),
        ({"weekly_minutes": "0"}, "from 1 to 3600"),
        ({"weekly_minutes": "many"}, "Not a valid integer"),
        ({"frame": "a" * 501}, "500"),
        ({"starts_on": "nonsense"}, "Not a valid date"),
    ],
)
def test_what_cannot_be_agreed_on_is_refused_and_kept(
    school: School, coordinator: FlaskClient, more: dict[str, object], said: str
):
    _, enrolment_id = school.learner()
    sent = form(make_site(school), enrolment=enrolment_id, frame="Typed before") | more
    answer = school.post(coordinator, "/placements/new", **sent)
    assert answer.status_code == 422
    assert said in answer.text
    if "frame" not in more:
        assert "Typed before" in answer.text


def test_sites_and_supervisors_of_others_cannot_be_forged(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    other_id = school.institution()
    foreign_site, foreign_signer = make_site(school, other_id), make_supervisor(school, other_id)
    mine = make_site(school)
    for sent in (form(foreign_site), form(mine, supervisor=foreign_signer)):
        assert school.post(coordinator, "/placements/new", enrolment=enrolment_id, **sent).status_code == 422
    _, stranger = school.learner(school.cohort(other_id))
    assert school.post(coordinator, "/placements/new", enrolment=stranger, **form(mine)).status_code == 404
    assert coordinator.get(f"/learners/{stranger}/placements").status_code == 404
    closed = make_site(school, is_open=False)
    answer = school.post(coordinator, "/placements/new", enrolment=enrolment_id, **form(closed))
    assert "closed to new placements" in answer.text


def test_nobody_places_themselves(school: School):
    someone = school.staff("coordinator")
    own_id = school.enrol(someone)
    client = school.client(someone)
    assert school.post(client, "/placements/new", enrolment=own_id, **form(make_site(school))).status_code == 403
    placement_id = make_placement(school, own_id, make_site(school, needs_gate=GATE))
    assert client.get(f"/placements/{placement_id}").status_code == 200
    for verb, sent in (("override", {"reason": "I may"}), ("cancel", {}), ("end", {"last_day": today()}), ("edit", {})):
        assert school.post(client, f"/placements/{placement_id}/{verb}", version="1", **sent).status_code == 403
    assert school.post(client, f"/learners/{own_id}/placements", kind="police", seen_on=today()).status_code == 403


def test_a_full_site_refuses_and_says_who_can_help(school: School, coordinator: FlaskClient):
    site_id = make_site(school, capacity=1)
    make_placement(school, school.learner()[1], site_id)
    _, enrolment_id = school.learner()
    answer = school.post(coordinator, "/placements/new", enrolment=enrolment_id, **form(site_id))
    assert answer.status_code == 422
    assert "whoever keeps the site can add places" in answer.text
    later = form(site_id, starts_on=today() + 61 * DAY, ends_on=today() + 70 * DAY)
    assert school.post(coordinator, "/placements/new", enrolment=enrolment_id, **later).status_code == 303


def test_a_learner_is_at_one_site_at_a_time(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    make_placement(school, enrolment_id, make_site(school, name="First site"))
    answer = school.post(coordinator, "/placements/new", enrolment=enrolment_id, **form(make_site(school)))
    assert answer.status_code == 422
    assert "First site" in answer.text
    assert "End that placement first" in answer.text


def test_a_placement_waits_for_its_gate(school: School, coordinator: FlaskClient):
    learner, enrolment_id = school.learner()
    placement_id = make_placement(school, enrolment_id, make_site(school, needs_gate=GATE))
    own = school.client(learner)
    page = own.get(f"/placements/{placement_id}").text
    assert "This placement waits" in page
    assert '<a href="/lessons/reading">' in page
    assert where_on(school, enrolment_id, today()) is None
    with school.app.app_context():
        covering = queries.find_covering(enrolment_id, today())
        assert covering is not None
        assert not covering.opening.has_gate_on(today())
    open_gate(school, enrolment_id)
    assert "This placement waits" not in own.get(f"/placements/{placement_id}").text
    assert where_on(school, enrolment_id, today()) == placement_id
    assert where_on(school, enrolment_id, today() - DAY) is None


def test_a_programme_without_the_gate_does_not_wait_for_it(school: School):
    _, enrolment_id = school.learner(school.cohort(programme_id="pwp"))
    make_placement(school, enrolment_id, make_site(school, needs_gate=GATE))
    assert where_on(school, enrolment_id, today()) == 1


def test_an_override_has_a_reason_that_the_learner_reads(school: School, coordinator: FlaskClient):
    learner, enrolment_id = school.learner()
    placement_id = make_placement(school, enrolment_id, make_site(school, needs_gate=GATE))
    path = f"/placements/{placement_id}"
    for empty in ("", "  ", "a" * 301):
        assert school.post(coordinator, f"{path}/override", reason=empty, version="1").status_code == 422
    assert school.post(coordinator, f"{path}/override", reason="Stale", version="9").status_code == 409
    reason = "An experienced mentor is there all the time"
    assert school.post(coordinator, f"{path}/override", reason=reason, version="1").status_code == 303
    page = school.client(learner).get(path).text
    assert reason in page
    assert "This placement waits" not in page
    assert where_on(school, enrolment_id, today()) == placement_id
    assert school.post(coordinator, f"{path}/override", reason="Again", version="2").status_code == 409
    with school.app.app_context():
        acts = session().scalars(select(AuditEvent).where(AuditEvent.action == "placement.override")).all()
        assert [(one.subject, one.detail) for one in acts] == [(f"placement:{placement_id}", "")]
        kinds = session().scalars(select(Notice.kind).where(Notice.person_id == learner.id)).all()
        assert kinds == ["placement-agreed", "placement-opened"]


def test_a_trainer_opens_nothing(school: School):
    _, enrolment_id = school.learner()
    placement_id = make_placement(school, enrolment_id, make_site(school, needs_gate=GATE))
    trainer = school.client(school.staff("trainer"))
    assert trainer.get(f"/placements/{placement_id}").status_code == 404
    assert school.post(trainer, f"/placements/{placement_id}/override", reason="x", version="1").status_code == 403


def test_a_clearance_is_a_fact_with_an_end(school: School, coordinator: FlaskClient):
    learner, enrolment_id = school.learner()
    placement_id = make_placement(school, enrolment_id, make_site(school, needs_clearance=True))
    assert "police certificate" in school.client(learner).get(f"/placements/{placement_id}").text
    assert where_on(school, enrolment_id, today()) is None
    path = f"/learners/{enrolment_id}/placements"
    sent = {"kind": "police", "seen_on": today()}
    for wrong in ({"seen_on": today() + DAY}, {"valid_until": today() - DAY}, {"kind": "passport"}, {"seen_on": "x"}):
        assert school.post(coordinator, path, **sent | wrong).status_code == 422
    assert school.post(coordinator, path, **sent | {"kind": "other"}).status_code == 303
    assert where_on(school, enrolment_id, today()) is None
    assert school.post(coordinator, path, **sent | {"valid_until": today() + 7 * DAY}).status_code == 303
    assert where_on(school, enrolment_id, today()) == placement_id
    assert where_on(school, enrolment_id, today() + 8 * DAY) is None
    _, stranger = school.learner()
    forged = school.post(coordinator, f"/learners/{stranger}/placements/clearance", clearance=2)
    assert forged.status_code == 404
    assert school.post(coordinator, f"{path}/clearance", clearance=2).status_code == 303
    assert where_on(school, enrolment_id, today()) is None
    with school.app.app_context():
        acts = session().scalars(select(AuditEvent.action).where(AuditEvent.action.startswith("clearance."))).all()
        assert acts == ["clearance.see", "clearance.see", "clearance.take-back"]


def test_a_placement_is_changed_extended_and_two_cannot_overwrite_each_other(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    placement_id = make_placement(school, enrolment_id, make_site(school, capacity=1))
    path = f"/placements/{placement_id}/edit"
    sent = form(0, ends_on=today() + 90 * DAY, frame="Longer", version="1")
    assert school.post(coordinator, path, **sent).status_code == 303
    assert get(school, placement_id).ends_on == today() + 90 * DAY
    answer = school.post(coordinator, path, **sent | {"frame": "Typed by the slower"})
    assert answer.status_code == 409
    assert "Typed by the slower" in answer.text
    assert 'name="version" value="2"' in answer.text
    beyond = sent | {"ends_on": end_of(school) + DAY, "version": "2"}
    assert school.post(coordinator, path, **beyond).status_code == 422
    page = coordinator.get(f"/placements/{placement_id}").text
    history = page.split("What happened")[1]
    assert history.index("changed") < history.index("agreed")


def test_extending_needs_a_free_place_as_well(school: School, coordinator: FlaskClient):
    site_id = make_site(school, capacity=1)
    placement_id = make_placement(school, school.learner()[1], site_id)
    make_placement(school, school.learner()[1], site_id, starts_on=today() + 61 * DAY, ends_on=today() + 80 * DAY)
    sent = form(0, ends_on=today() + 61 * DAY, version="1")
    answer = school.post(coordinator, f"/placements/{placement_id}/edit", **sent)
    assert answer.status_code == 422
    assert "No place is free" in answer.text


def test_what_has_begun_is_ended_and_what_has_not_is_cancelled(school: School, coordinator: FlaskClient):
    site_id = make_site(school, capacity=1, needs_gate=GATE)
    _, waiting = school.learner()
    first = make_placement(school, waiting, site_id)
    assert "Cancel it" in coordinator.get(f"/placements/{first}").text
    assert school.post(coordinator, f"/placements/{first}/cancel", version="1").status_code == 303
    assert get(school, first).state == "cancelled"
    assert school.post(coordinator, f"/placements/{first}/cancel", version="2").status_code == 409
    _, working = school.learner()
    open_gate(school, working, today() - 3 * DAY)
    second = make_placement(school, working, site_id)
    path = f"/placements/{second}"
    assert school.post(coordinator, f"{path}/cancel", version="1").status_code == 409
    for wrong in (today() + DAY, today() - 2 * DAY):
        assert school.post(coordinator, f"{path}/end", last_day=wrong, version="1").status_code == 422
    assert school.post(coordinator, f"{path}/end", last_day=today() - DAY, version="1").status_code == 303
    assert where_on(school, working, today() - DAY) == second
    assert where_on(school, working, today()) is None
    assert "End" not in coordinator.get("/placements").text.split("<main")[1].split("<ul")[-1]
    _, third = school.learner()
    sent = form(site_id, enrolment=third, starts_on=today())
    assert school.post(coordinator, "/placements/new", **sent).status_code == 303


def test_whoever_left_is_not_placed(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    with school.app.app_context():
        session().connection().exec_driver_sql(f"UPDATE enrolment SET left_on = '2020-01-01' WHERE id = {enrolment_id}")
        session().commit()
        assert session().get_one(Enrolment, enrolment_id).left_on is not None
    answer = school.post(coordinator, "/placements/new", enrolment=enrolment_id, **form(make_site(school)))
    assert answer.status_code == 422
    assert "has left the cohort" in answer.text


def test_a_form_sent_twice_places_once(school: School, coordinator: FlaskClient):
    _, enrolment_id = school.learner()
    sent = form(make_site(school), enrolment=enrolment_id, form_key="once")
    first, second = (school.post(coordinator, "/placements/new", **sent) for _ in range(2))
    assert first.location == second.location
    with school.app.app_context():
        assert len(session().scalars(select(Placement)).all()) == 1


def test_a_coordinator_of_a_cohort_places_its_learners_alone(school: School):
    someone = school.client(school.person("coordinator", Place("cohort", school.cohort_id)))
    _, mine = school.learner()
    _, other = school.learner(school.cohort())
    site_id = make_site(school)
    assert school.post(someone, "/placements/new", enrolment=mine, **form(site_id)).status_code == 303
    assert school.post(someone, "/placements/new", enrolment=other, **form(site_id)).status_code == 404
    assert someone.get("/placements").status_code == 200
    page = someone.get(f"/sites/{site_id}").text
    assert "Change the site" not in page
    assert f"/sites/{site_id}/limit" not in page
    assert school.post(someone, f"/sites/{site_id}/edit", **form(site_id)).status_code == 403


def test_the_list_costs_the_same_for_one_placement_and_for_many(school: School, coordinator: FlaskClient):
    site_id, signer_id = make_site(school, capacity=20, needs_gate=GATE, needs_clearance=True), make_supervisor(school)
    make_placement(school, school.learner()[1], site_id, signer_id)
    coordinator.get("/placements")
    with statements() as few:
        coordinator.get("/placements")
    for _ in range(6):
        make_placement(school, school.learner()[1], site_id, signer_id)
    with statements() as many:
        answer = coordinator.get("/placements")
    assert answer.text.count("/placements/") > 6
    assert len(many) == len(few) <= 8


def test_a_list_filter_shows_what_the_row_lets_see(school: School):
    _, enrolment_id = school.learner()
    make_placement(school, enrolment_id, make_site(school))
    with school.app.app_context():
        stranger = Actor(999, "S", "en", (Grant("supervisor", "institution", school.institution_id),))
        assert queries.list_visible(stranger, past=False, day=today()) == []
