"""A second marker is blind; where two marks differ a third look decides; nobody marks twice."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.accounts.models import Person
from app.accounts.service import Place
from tests.support.written import BEST, COMMENT, NEAR, WORST, Desk

REASON = "Both saw part of it"
SECRET = "Firstcomment"


def test_one_mark_counts_where_nobody_wants_a_second(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id)
    assert desk.task(sitter.task_id).state == "settled"


@pytest.mark.parametrize("way", ["sampled", "asked"])
def test_a_second_mark_that_agrees_lets_the_first_count(desk: Desk, way: str):
    sitter = desk.hand_in(sampled=way == "sampled")
    asks = {"asks_second": "y"} if way == "asked" else {}
    desk.mark(desk.trainer, sitter.task_id, NEAR, comment=COMMENT, **asks)
    assert desk.task(sitter.task_id).state == "second"
    assert desk.answer(sitter).score is None
    assert "A trainer reads your answer" in sitter.client.get(sitter.path).text
    desk.mark(desk.colleague, sitter.task_id, BEST, comment="Secondcomment")
    assert desk.task(sitter.task_id).state == "settled"
    assert desk.answer(sitter).score == 667
    page = sitter.client.get(sitter.path).text
    assert COMMENT in page
    assert "Secondcomment" not in page


def test_nobody_marks_the_same_try_twice(desk: Desk):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id)
    assert "Somebody else reads it next" in desk.page(desk.trainer, sitter.task_id).text
    assert f"/marking/{sitter.task_id}" not in desk.client(desk.trainer).get("/marking").text
    assert desk.mark(desk.trainer, sitter.task_id).status_code == 403
    assert len(desk.marks(sitter.task_id)) == 1


def test_the_second_marker_sees_nothing_of_the_first(desk: Desk):
    sitter = desk.hand_in(sampled=True)
    before = forms(desk.page(desk.colleague, sitter.task_id).text)
    desk.mark(desk.trainer, sitter.task_id, NEAR, comment=SECRET)
    client = desk.client(desk.colleague)
    seen = [client.get(path).text for path in every_page(sitter.task_id)]
    seen.append(desk.mark(desk.colleague, sitter.task_id, {}).text)
    seen.append(desk.mark(desk.colleague, sitter.task_id, BEST, version=1).text)
    seen.append(desk.school.post(client, f"/marking/{sitter.task_id}/comment", comment="x").text)
    for page in seen:
        assert SECRET not in page
        assert "First mark" not in page
        assert "2 of 3 points" not in page
    page = client.get(f"/marking/{sitter.task_id}").text
    assert "stays hidden until yours is in" in page
    assert "checked" not in forms(page)
    assert forms(page).count('type="radio"') == before.count('type="radio"') == 5


def test_an_earlier_try_is_hidden_from_the_second_marker_too(desk: Desk):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=SECRET)
    desk.send_again(sitter)
    assert SECRET in desk.page(desk.coordinator, sitter.task_id).text
    desk.mark(desk.trainer, sitter.task_id, NEAR)
    assert SECRET not in desk.page(desk.colleague, sitter.task_id).text


def forms(page: str) -> str:
    return page[page.index("<fieldset") : page.rindex("</fieldset>")]


def every_page(task_id: int) -> list[str]:
    return [f"/marking/{task_id}", "/marking", "/marking/comments", "/", "/agreement", "/notices"]


@pytest.mark.parametrize("second", [WORST, {"feeling": "l0", "room": "r1"}])
def test_marks_that_differ_wait_for_a_third_look(desk: Desk, second: dict[str, str]):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id, BEST, comment=SECRET)
    desk.mark(desk.colleague, sitter.task_id, second, comment="Secondcomment")
    assert desk.task(sitter.task_id).state == "third"
    assert desk.answer(sitter).score is None
    for person in (desk.trainer, desk.colleague):
        page = desk.page(person, sitter.task_id).text
        assert "Save the mark" not in page
        assert SECRET in page
        assert desk.mark(person, sitter.task_id, reason=REASON).status_code == 403
    page = desk.page(desk.coordinator, sitter.task_id).text
    for text in (SECRET, "Secondcomment", "First mark", "Second mark", "3 of 3 points"):
        assert text in page, text
    assert desk.mark(desk.coordinator, sitter.task_id, NEAR).status_code == 422
    assert desk.mark(desk.coordinator, sitter.task_id, NEAR, reason=REASON, comment=COMMENT).status_code == 303
    assert desk.answer(sitter).score == 667
    page = sitter.client.get(sitter.path).text
    assert COMMENT in page
    for text in (SECRET, REASON, "Secondcomment"):
        assert text not in page
    assert REASON in desk.page(desk.trainer, sitter.task_id).text


def test_a_return_beside_a_mark_is_a_difference(desk: Desk):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id, BEST)
    desk.mark(desk.colleague, sitter.task_id, {}, action="return", comment=COMMENT)
    assert desk.task(sitter.task_id).state == "third"
    answer = desk.mark(desk.coordinator, sitter.task_id, {}, action="return", comment=COMMENT, reason=REASON)
    assert answer.status_code == 303
    assert desk.task(sitter.task_id).state == "returned"
    assert COMMENT in sitter.client.get(sitter.path).text


@pytest.mark.parametrize("settler", ["coordinator", "colleague"])
def test_a_coordinator_settles_even_an_own_difference_and_a_third_trainer_may(desk: Desk, settler: str):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id, BEST)
    desk.mark(desk.coordinator, sitter.task_id, WORST)
    assert desk.mark(getattr(desk, settler), sitter.task_id, NEAR, reason=REASON).status_code == 303
    assert desk.task(sitter.task_id).state == "settled"


def test_where_nobody_else_can_read_a_coordinator_lets_the_first_mark_count(desk: Desk):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.coordinator, sitter.task_id, BEST)
    page = desk.page(desk.coordinator, sitter.task_id).text
    assert "Go on without a second reading" in page
    assert "Go on without a second reading" not in desk.page(desk.trainer, sitter.task_id).text
    path, version = f"/marking/{sitter.task_id}/alone", desk.task(sitter.task_id).version
    assert desk.school.post(desk.client(desk.trainer), path, version=version).status_code == 403
    assert desk.school.post(desk.client(desk.coordinator), path, version=version - 1).status_code == 409
    assert desk.school.post(desk.client(desk.coordinator), path, version=version).status_code == 303
    assert desk.answer(sitter).score == 1000
    assert desk.school.post(desk.client(desk.coordinator), path, version=version).status_code == 409


def learning_trainer(desk: Desk) -> tuple[Person, int]:
    """A trainer who is enrolled in the own cohort."""
    person = desk.school.person("trainer", Place("cohort", desk.school.cohort_id))
    return person, desk.school.enrol(person)


def test_nobody_marks_an_answer_of_their_own(desk: Desk):
    person, enrolment_id = learning_trainer(desk)
    sitter = desk.sit(person, enrolment_id)
    client: FlaskClient = desk.client(person)
    assert f"/marking/{sitter.task_id}" not in client.get("/marking").text
    assert client.get(f"/marking/{sitter.task_id}").status_code == 404
    assert desk.mark(person, sitter.task_id).status_code == 404
    assert desk.school.post(client, f"/marking/{sitter.task_id}/comment").status_code == 404
    assert f"/marking/{sitter.task_id}" in desk.client(desk.trainer).get("/marking").text


def test_a_trainer_of_another_cohort_finds_nothing(desk: Desk):
    sitter = desk.hand_in()
    stranger = desk.school.person("trainer", Place("cohort", desk.school.cohort()))
    assert f"/marking/{sitter.task_id}" not in desk.client(stranger).get("/marking").text
    assert desk.page(stranger, sitter.task_id).status_code == 404
    assert desk.mark(stranger, sitter.task_id).status_code == 404
    assert desk.marks(sitter.task_id) == []
