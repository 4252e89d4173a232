"""Whatever page shows staff a case, or what a learner wrote, leaves a row in the trail: asked of every route."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.accounts.actor import Actor, Grant
from app.accounts.models import Person, RoleGrant
from app.audit.models import AuditEvent
from app.breakglass import service
from app.cases.models import PracticeCase
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.placements.models import Supervisor
from app.web import doors
from app.web.doors import Room
from tests.house import samples
from tests.house.test_walk import admits, rules
from tests.support.world import INNERMOST, World

STAFF = ("trainer", "coordinator", "supervisor", "evaluator", "administrator", "administrator of one institution")
CASE, WRITING = "case", "writing"
BY_CODE = {
    "/handovers": "coordinators follow the course of hand-overs by their codes, and read nothing of the person",
    "/sign-off": "as /measures",
    "/measures": "what waits is named by its code; what was answered stands on pages of its own",
}
OPENING = ("coordinator", "administrator", "administrator of one institution")


def person_of(world: World, role: str) -> Person:
    return session().scalars(select(Person).where(Person.email == world.plan.roles[role].email)).one()


def open_everything(world: World, role: str) -> None:
    """The supervisor signs for the learner; whoever may opens what the learner wrote."""
    side = world.own(role)
    with world.app.app_context(), write_transaction():
        person = person_of(world, role)
        if role == "supervisor":
            session().get_one(Supervisor, side.supervisor_id).person_id = person.id
        if role in OPENING:
            grants = session().scalars(select(RoleGrant).filter_by(person_id=person.id))
            actor = Actor(person.id, "", "en", tuple(Grant(x.role, x.place_kind, x.place_id) for x in grants))
            service.open_for(actor, session().get_one(Enrolment, side.enrolment_id), "A complaint about this week")


def count_readings(world: World, person_id: int) -> int:
    with world.app.app_context():
        wanted = select(func.count(AuditEvent.id)).where(
            AuditEvent.actor_id == person_id, AuditEvent.action.like("%.read")
        )
        return session().scalars(wanted).one()


def walk(world: World, role: str) -> tuple[set[tuple[str, str]], list[str]]:
    """What is shown where, and what the trail knows nothing of."""
    side, client = world.own(role), world.client(role)
    shown, faults = set(), []
    with world.app.app_context():
        person_id, code = person_of(world, role).id, session().get_one(PracticeCase, side.case_id).code
    for rule in rules(world.app, "GET"):
        if not admits(doors.who_may_enter(world.app, rule.endpoint), role):
            continue
        before = count_readings(world, person_id)
        answer = client.get(samples.own(rule, side), follow_redirects=True)
        said = answer.get_data()
        kinds = {kind for kind, secret in ((CASE, code), (WRITING, INNERMOST)) if secret.encode() in said}
        shown |= {(rule.rule, kind) for kind in kinds}
        if kinds - ({CASE} if answer.request.path in BY_CODE else set()) and count_readings(world, person_id) == before:
            faults.append(f"{rule.rule} shows a {role} {sorted(kinds)} and leaves no row")
    return shown, faults


@pytest.mark.parametrize("role", STAFF)
def test_every_reading_by_staff_is_a_row(world: World, role: str):
    open_everything(world, role)
    shown, faults = walk(world, role)
    assert not faults, "\n".join(faults)
    assert any(kind == WRITING for _, kind in shown) == (role == "supervisor" or role in OPENING)


@pytest.mark.parametrize("role", OPENING)
def test_unopened_nothing_is_shown_but_the_course_of_hand_overs(world: World, role: str):
    shown, faults = walk(world, role)
    assert faults == []
    assert {(path.split("/")[1], kind) for path, kind in shown} <= {("handovers", CASE)}


def test_a_page_that_tells_nobody_is_found(world: World):
    leak = Room("leak", __name__)
    leak.get("/leak", lambda actor: INNERMOST, who=doors.staff, endpoint="leak")
    world.app.test_client_class = FlaskClient  # no page, so there is nothing to judge
    world.app._got_first_request = False
    world.app.register_blueprint(leak.blueprint)
    _, faults = walk(world, "trainer")
    assert faults == ["/leak shows a trainer ['writing'] and leaves no row"]
