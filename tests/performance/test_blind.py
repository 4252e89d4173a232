"""Nobody reads another's ticks before their own are in; learners never read assessors' words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.db import session
from app.performance.models import Performance
from tests.performance.stage import BASIC, HARM, LEVEL_WORDS, WHOLE, Stage, ticked

NOTE = "Privatenotemark"


def pages(stage: Stage, performance: int) -> list[str]:
    """Every page that could say something of a role-play to somebody of the house."""
    return [
        f"/performances/{performance}",
        f"/performances/{performance}/rate/observer",
        f"/performances/{performance}/rate/second",
        f"/performances/{performance}/rate/self",
        "/performances",
        f"/cohorts/{stage.school.cohort_id}/performances",
        f"/cohorts/{stage.school.cohort_id}/performances/new",
        f"/cohorts/{stage.school.cohort_id}",
        f"/learners/{stage.enrolment_id}",
        f"/as/{stage.enrolment_id}",
        f"/as/{stage.enrolment_id}/lessons/rated-one",
        "/lessons/rated-one",
        "/hours",
        "/account/previews",
        "/",
    ]


def read(stage: Stage, client: FlaskClient, performance: int) -> dict[str, str]:
    answers = {path: client.get(path, follow_redirects=True) for path in pages(stage, performance)}
    assert "/performances" in [path for path, answer in answers.items() if answer.status_code == 200]
    return {path: answer.text for path, answer in answers.items()}


def assert_blind(stage: Stage, client: FlaskClient, performance: int) -> None:
    for path, text in read(stage, client, performance).items():
        assert NOTE not in text, path
        assert ticked(text) == set(), path
        for word in ("Passed", "Not yet", "Why not yet", "Levelword", "What was rated"):
            assert word not in text, (path, word)


@pytest.mark.parametrize("who", ["rater", "coordinator"])
@pytest.mark.parametrize("ticks", [WHOLE, {HARM}], ids=["passed", "not passed"])
def test_the_second_rater_sees_nothing_of_the_first(double: Stage, who: str, ticks: frozenset[str]):
    performance = double.open()
    double.sent(double.trainer, performance, "observer", ticks, note=NOTE)
    client = double.client(getattr(double, who))
    assert_blind(double, client, performance)
    double.send(client, performance, "second", BASIC)
    own = client.get(f"/performances/{performance}").text
    assert NOTE in own


@pytest.mark.parametrize("ticks", [WHOLE, {HARM}], ids=["passed", "not passed"])
def test_the_observer_sees_nothing_of_a_second_who_was_faster(double: Stage, ticks: frozenset[str]):
    performance = double.open()
    double.sent(double.rater, performance, "second", ticks, note=NOTE)
    assert_blind(double, double.client(double.trainer), performance)


def test_the_observer_sees_only_the_own_rating_until_both_are_in(double: Stage):
    performance = double.open()
    client = double.client(double.trainer)
    double.send(client, performance, "observer", WHOLE, note="Ownmark")
    double.sent(double.learner, performance, "self", {HARM}, note=NOTE)
    text = client.get(f"/performances/{performance}").text
    assert "Ownmark" in text
    assert NOTE not in text
    double.sent(double.rater, performance, "second", WHOLE, note="Othermark")
    text = client.get(f"/performances/{performance}").text
    assert "Othermark" in text
    assert NOTE in text


def test_the_trail_says_what_was_done_and_nothing_of_what_was_seen(double: Stage):
    performance = double.open()
    double.sent(double.trainer, performance, "observer", {HARM}, note=NOTE)
    with double.school.app.app_context():
        rows = session().scalars(select(AuditEvent).where(AuditEvent.subject == f"performance:{performance}")).all()
        said = {(row.action, row.detail) for row in rows}
        opened = session().get_one(Performance, performance)
        assert opened.state == "open"
    assert said == {("performance.open", ""), ("performance.rate", "observer")}


def test_every_look_at_a_result_is_on_record(stage: Stage):
    performance = stage.open()
    client = stage.client(stage.coordinator)
    client.get(f"/performances/{performance}")
    assert looks(stage, performance) == []
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    client.get(f"/performances/{performance}")
    assert looks(stage, performance) == [stage.coordinator.id]
    stage.client(stage.learner).get(f"/performances/{performance}")
    assert looks(stage, performance) == [stage.coordinator.id]


def looks(stage: Stage, performance: int) -> list[int | None]:
    with stage.school.app.app_context():
        wanted = select(AuditEvent.actor_id).where(
            AuditEvent.subject == f"performance:{performance}", AuditEvent.action == "performance.view"
        )
        return list(session().scalars(wanted))


def test_whoever_only_rates_reads_no_result_of_others(stage: Stage):
    performance = stage.open()
    stage.sent(stage.trainer, performance, "observer", {HARM}, note=NOTE)
    assert_blind(stage, stage.client(stage.rater), performance)


@pytest.mark.parametrize("ticks", [WHOLE, BASIC, {HARM}, BASIC | {HARM}], ids=["whole", "basic", "harm", "mixed"])
def test_a_learner_never_reads_assessors_words(stage: Stage, ticks: frozenset[str]):
    performance = stage.open()
    client = stage.client(stage.learner)
    assert_learners(stage, client, performance)
    stage.sent(stage.trainer, performance, "observer", ticks, note=NOTE)
    assert_learners(stage, client, performance)
    assert stage.school.post(client, f"/performances/{performance}/see").status_code == 303
    assert_learners(stage, client, performance)


def assert_learners(stage: Stage, client: FlaskClient, performance: int) -> None:
    for path, text in read(stage, client, performance).items():
        shown = text.replace(HARM, "")  # ids stand in the values of a form
        for name in ("listening", "limits"):
            shown = shown.replace(f"{name}-harmful-0", "")
        for word in (*LEVEL_WORDS, NOTE, "core</span>"):
            assert word not in shown, (path, word)


def test_own_view_comes_before_the_result_or_not_at_all(stage: Stage):
    performance = stage.open()
    stage.sent(stage.trainer, performance, "observer", WHOLE | {HARM})
    client = stage.client(stage.learner)
    page = client.get(f"/performances/{performance}").text
    assert "Does" not in page
    assert "Show me the result now" in page
    stage.school.post(client, f"/performances/{performance}/see")
    page = client.get(f"/performances/{performance}").text
    assert "Does limits 1" in page
    assert page.index("Does limits 1") < page.index("Does danger 0")
    assert "Practise danger at home" in page
    assert "Kindly again" in page
    answer = stage.send(client, performance, "self", BASIC)
    assert answer.status_code == 409
    assert ticked(answer.text) == BASIC


def test_whoever_has_said_their_own_view_reads_the_result_at_once(stage: Stage):
    performance = stage.open()
    stage.sent(stage.learner, performance, "self", BASIC)
    assert "Does" not in stage.client(stage.learner).get(f"/performances/{performance}").text
    stage.sent(stage.trainer, performance, "observer", WHOLE)
    page = stage.client(stage.learner).get(f"/performances/{performance}").text
    assert "Passed. You showed what this lesson asks for." in page
    assert "Kindly again" not in page


def test_a_result_that_is_not_there_is_not_opened(stage: Stage):
    performance = stage.open()
    assert stage.post(stage.learner, f"/performances/{performance}/see").status_code == 409
    _, other = stage.school.learner()
    assert stage.post(stage.learner, f"/performances/{stage.open(other)}/see").status_code == 404
