"""The private way: asked for without a reason, read by those who teach, settled by somebody else."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select

from app.accounts import queries as accounts
from app.accounts import service
from app.accounts.actor import SYSTEM
from app.accounts.service import Place
from app.audit.models import AuditEvent
from app.core.db import session, write_transaction
from app.scenarios.models import Alternative
from tests.scenarios.conftest import INTRO, Stage
from tests.support import curriculum

ASK, BACK, LIST = f"{INTRO}/alternative", f"{INTRO}/alternative/back", "/scenario-requests"


def kept(stage: Stage) -> list[tuple[int, str]]:
    with stage.school.app.app_context():
        return [(row.enrolment_id, row.outcome) for row in session().scalars(select(Alternative))]


def settle(stage: Stage, client, enrolment_id: int, outcome: str):  # type: ignore[no-untyped-def]
    return stage.school.post(client, f"{LIST}/{enrolment_id}/{curriculum.READING}", outcome=outcome)


def acts(stage: Stage, enrolment_id: int) -> list[str]:
    with stage.school.app.app_context():
        wanted = select(AuditEvent.action).where(AuditEvent.subject == f"enrolment:{enrolment_id}")
        return [action for action in session().scalars(wanted) if action.startswith("scenario")]


def test_no_reason_can_be_kept(stage: Stage):
    columns = {column.key for column in inspect(Alternative).columns}
    assert columns == {"enrolment_id", "lesson_id", "asked_at", "settled_at", "settled_by_id", "outcome"}


def test_a_wish_is_noted_once_and_names_who_comes_back(stage: Stage):
    person, enrolment = stage.school.learner()
    trainer = stage.school.staff("trainer")
    client = stage.school.client(person)
    before = client.get(INTRO).text
    assert "Nobody asks why" in before
    assert "<textarea" not in before
    for _ in range(2):
        assert stage.school.post(client, ASK, reason="mine").location == f"{INTRO}#private"
    page = client.get(INTRO).text
    assert "Your wish is noted" in page
    assert trainer.name in page
    assert kept(stage) == [(enrolment, "")]


def test_a_coordinator_comes_back_where_no_trainer_is(stage: Stage):
    person, _ = stage.school.learner()
    coordinator = stage.school.staff("coordinator")
    client = stage.school.client(person)
    stage.school.post(client, ASK)
    assert coordinator.name in client.get(INTRO).text


def test_a_wish_is_taken_back_without_a_trace(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    stage.school.post(client, ASK)
    stage.school.post(client, BACK)
    assert kept(stage) == []
    assert acts(stage, enrolment) == []
    assert "Nobody asks why" in client.get(INTRO).text


def test_talked_through_and_passed_does_the_step(stage: Stage):
    person, enrolment = stage.school.learner()
    stage.school.post(stage.school.client(person), ASK)
    trainer = stage.school.client(stage.school.staff("trainer"))
    assert person.name in trainer.get(LIST).text
    assert settle(stage, trainer, enrolment, "passed").location == LIST
    assert stage.is_done(enrolment)
    assert person.name not in trainer.get(LIST).text
    assert acts(stage, enrolment) == ["scenario-request.read", "scenario-request.passed"]
    learner = stage.school.client(person)
    assert "You have done this scenario" in learner.get(INTRO).text
    assert "your talk about the scenario is recorded" in learner.get("/notices").text


def test_to_talk_again_keeps_the_wish_open(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    stage.school.post(client, ASK)
    trainer = stage.school.client(stage.school.staff("trainer"))
    settle(stage, trainer, enrolment, "talk-again")
    assert not stage.is_done(enrolment)
    assert "Talk again" in trainer.get(LIST).text
    assert "you talk again" in client.get(INTRO).text
    stage.school.post(client, BACK)
    assert kept(stage) == [(enrolment, "talk-again")]
    settle(stage, trainer, enrolment, "passed")
    assert stage.is_done(enrolment)


def test_what_is_passed_is_not_settled_again(stage: Stage):
    person, enrolment = stage.school.learner()
    stage.school.post(stage.school.client(person), ASK)
    one, two = (stage.school.client(stage.school.staff("trainer")) for _ in range(2))
    settle(stage, one, enrolment, "passed")
    assert settle(stage, two, enrolment, "talk-again").status_code == 409
    assert kept(stage) == [(enrolment, "passed")]


def test_whoever_passes_by_playing_needs_nobody(stage: Stage):
    person, _ = stage.school.learner()
    client = stage.school.client(person)
    stage.school.post(client, ASK)
    stage.play(client, "wait", "stay")
    trainer = stage.school.client(stage.school.staff("trainer"))
    assert "Nobody waits for a talk" in trainer.get(LIST).text
    assert 'href="/scenario-requests"' not in trainer.get("/").text


def test_the_first_page_of_staff_says_that_somebody_waits(stage: Stage):
    person, _ = stage.school.learner()
    stage.school.post(stage.school.client(person), ASK)
    assert (
        "1 learner would rather talk a scenario through"
        in stage.school.client(stage.school.staff("trainer")).get("/").text
    )


@pytest.mark.parametrize("outcome", ["", "failed", "passed ", "א" * 5000])
def test_only_the_two_outcomes_are_taken(stage: Stage, outcome: str):
    person, enrolment = stage.school.learner()
    stage.school.post(stage.school.client(person), ASK)
    trainer = stage.school.client(stage.school.staff("trainer"))
    assert settle(stage, trainer, enrolment, outcome).status_code == 422
    assert kept(stage) == [(enrolment, "")]


def test_staff_of_another_place_neither_read_nor_settle_it(stage: Stage):
    person, enrolment = stage.school.learner()
    stage.school.post(stage.school.client(person), ASK)
    other = stage.school.person("coordinator", Place("institution", stage.school.institution()))
    client = stage.school.client(other)
    assert person.name not in client.get(LIST).text
    assert settle(stage, client, enrolment, "passed").status_code == 404
    assert settle(stage, client, 999_999, "passed").status_code == 404
    assert kept(stage) == [(enrolment, "")]
    assert acts(stage, enrolment) == []


def test_nobody_settles_their_own(stage: Stage):
    person, enrolment = stage.school.learner()
    with stage.school.app.app_context(), write_transaction():
        place = Place("cohort", stage.school.cohort_id)
        service.grant_role(SYSTEM, accounts.get_person(person.id), "trainer", place)
    client = stage.school.client(person)
    stage.school.post(client, ASK)
    assert "Nobody waits for a talk" in client.get(LIST).text
    assert settle(stage, client, enrolment, "passed").status_code == 404
    assert not stage.is_done(enrolment)
