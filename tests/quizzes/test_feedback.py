"""Answers that can be changed until they are handed in, and when their explanations come."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.core.db import session
from app.progress.models import StepDone
from app.quizzes.models import Answer
from tests.quizzes.paced import READING, attempt_of, chosen, fail, hand_in, pace, save, save_all
from tests.quizzes.test_sitting import credited, do_steps, race
from tests.support.school import School
from tests.support.statements import statements

WHY = "Why a"


@pytest.fixture
def client(school: School) -> FlaskClient:
    pace(school, feedback="end")
    return school.client(school.learner()[0])


def test_a_kept_answer_stands_filled_in_and_explains_nothing(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    assert save(school, client, attempt_id, 1) == f"/attempts/{attempt_id}/2"
    page = client.get(f"/attempts/{attempt_id}/1").text
    for option in chosen(school, attempt_id)[school.drawn(attempt_id)[0]]:
        assert f'value="{option}" id="answer-0' in page
    assert page.count(" checked>") == len(school.right(school.drawn(attempt_id)[0]))
    assert "Save and go on" in page
    assert WHY not in page
    assert "Fits best" not in page


def test_a_changed_answer_is_the_one_that_counts(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    save_all(school, client, attempt_id, right=False)
    save_all(school, client, attempt_id)
    assert attempt_of(school, attempt_id).finished_at is None
    hand_in(school, client, attempt_id)
    ended = attempt_of(school, attempt_id)
    assert (ended.score_percent, ended.is_passed) == (100, True)
    assert len(chosen(school, attempt_id)) == 3


def test_going_on_leads_to_the_next_empty_question_and_then_to_handing_in(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    assert save(school, client, attempt_id, 2) == f"/attempts/{attempt_id}/3"
    assert client.get(f"/attempts/{attempt_id}").location == f"/attempts/{attempt_id}/1"
    assert save(school, client, attempt_id, 1) == f"/attempts/{attempt_id}/3"
    assert save(school, client, attempt_id, 3) == f"/attempts/{attempt_id}/hand-in"
    assert client.get(f"/attempts/{attempt_id}").location == f"/attempts/{attempt_id}/hand-in"


@pytest.mark.parametrize(("go", "to"), [("back", "1"), ("all", "hand-in"), ("elsewhere", "3")])
def test_going_back_saves_first(school: School, client: FlaskClient, go: str, to: str):
    attempt_id = school.begin(client)
    assert save(school, client, attempt_id, 2, go=go) == f"/attempts/{attempt_id}/{to}"
    assert len(chosen(school, attempt_id)) == 1


def test_a_question_may_be_left_empty_for_now(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    left = school.post(client, f"/attempts/{attempt_id}/2", go="back")
    assert (left.status_code, left.location) == (303, f"/attempts/{attempt_id}/1")
    unreadable = school.post(client, f"/attempts/{attempt_id}/2", go="back", answer="zzz")
    assert unreadable.status_code == 422
    assert school.post(client, f"/attempts/{attempt_id}/2").status_code == 422
    assert chosen(school, attempt_id) == {}


def test_before_handing_in_it_is_said_what_is_missing(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    save(school, client, attempt_id, 2)
    page = client.get(f"/attempts/{attempt_id}/hand-in").text
    assert "2 questions have no answer yet." in page
    assert page.count("No answer yet") == 2
    assert f'href="/attempts/{attempt_id}/1"' in page
    save_all(school, client, attempt_id)
    assert "Every question has an answer." in client.get(f"/attempts/{attempt_id}/hand-in").text


def test_what_is_missing_earns_nothing_and_can_be_read_afterwards(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    save(school, client, attempt_id, 2)
    hand_in(school, client, attempt_id)
    ended = attempt_of(school, attempt_id)
    assert (ended.score_percent, ended.is_passed) == (33, False)
    page = client.get(f"/attempts/{attempt_id}/1").text
    assert "left without an answer" in page
    assert WHY in page
    result = client.get(f"/attempts/{attempt_id}").text
    assert "1 of 3 points: 33%" in result
    assert result.count("No answer<") == 2


def test_handing_in_twice_is_handing_in_once(school: School):
    pace(school, feedback="end")
    person, enrolment = school.learner()
    one, two = school.client(person), school.client(person)
    do_steps(school, one)
    attempt_id = school.begin(one)
    save_all(school, one, attempt_id)
    hand_in(school, one, attempt_id)
    first = attempt_of(school, attempt_id)
    hand_in(school, two, attempt_id)
    second = attempt_of(school, attempt_id)
    assert (second.finished_at, second.score_percent) == (first.finished_at, first.score_percent)
    assert credited(school, enrolment) == [("practice", 30), ("theory", 60)]


def test_an_old_tab_changes_nothing_after_handing_in_and_is_told(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    save_all(school, client, attempt_id)
    hand_in(school, client, attempt_id)
    before = chosen(school, attempt_id)
    assert save(school, client, attempt_id, 1, right=False) == f"/attempts/{attempt_id}?not_taken=1"
    assert chosen(school, attempt_id) == before
    told = client.get(f"/attempts/{attempt_id}?not_taken=1").text
    assert "Your last change to question 1 came after the end" in told


def test_an_answer_that_is_sent_again_after_handing_in_is_harmless(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    save_all(school, client, attempt_id)
    hand_in(school, client, attempt_id)
    assert save(school, client, attempt_id, 1) == f"/attempts/{attempt_id}"


@pytest.mark.parametrize("said", ["0", "-1", "9" * 30, "x", "²", "<b>"])
def test_a_forged_address_says_nothing(school: School, client: FlaskClient, said: str):
    attempt_id = fail(school, client)
    assert "came after the end" not in client.get(f"/attempts/{attempt_id}", query_string={"not_taken": said}).text


def test_where_each_answer_is_final_there_is_nothing_to_hand_in(school: School):
    client = school.client(school.learner()[0])
    attempt_id = school.begin(client)
    assert client.get(f"/attempts/{attempt_id}/hand-in").location == f"/attempts/{attempt_id}"
    assert school.post(client, f"/attempts/{attempt_id}/hand-in").status_code == 409
    assert attempt_of(school, attempt_id).finished_at is None


def test_somebody_elses_attempt_is_not_handed_in(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    for other in (school.learner()[0], school.staff("coordinator"), school.staff("administrator")):
        stranger = school.client(other)
        assert stranger.get(f"/attempts/{attempt_id}/hand-in").status_code in (403, 404)
        assert school.post(stranger, f"/attempts/{attempt_id}/hand-in").status_code in (403, 404)
    assert attempt_of(school, attempt_id).finished_at is None


def test_until_one_passes_only_what_to_read_again_is_shown(school: School):
    pace(school, feedback="pass")
    client = school.client(school.learner()[0])
    attempt_id = fail(school, client)
    result = client.get(f"/attempts/{attempt_id}").text
    assert "0 of 3 points: 0%" in result
    assert result.count(f'href="/lessons/{READING}#objectives"') == 3
    assert "Your answers" not in result
    question = client.get(f"/attempts/{attempt_id}/1").text
    assert "disabled" in question
    assert " checked>" in question
    assert WHY not in question
    assert "<form" not in question.split("<main")[1].split("</main>")[0]


def test_who_passes_reads_the_explanations_of_every_attempt(school: School):
    pace(school, feedback="pass")
    client = school.client(school.learner()[0])
    failed, passed = fail(school, client), school.begin(client)
    save_all(school, client, passed)
    hand_in(school, client, passed)
    for attempt_id in (failed, passed):
        assert WHY in client.get(f"/attempts/{attempt_id}/1").text
        assert "Your answers" in client.get(f"/attempts/{attempt_id}").text


def test_who_has_no_attempt_left_reads_them_too(school: School):
    pace(school, feedback="pass", max_attempts=2)
    client = school.client(school.learner()[0])
    first = fail(school, client)
    last = school.begin(client)
    assert WHY not in client.get(f"/attempts/{first}/1").text
    save_all(school, client, last, right=False)
    hand_in(school, client, last)
    assert WHY in client.get(f"/attempts/{first}/1").text


def test_the_result_names_objectives_and_does_not_hide_a_safety_question(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    for number, name in enumerate(school.drawn(attempt_id), 1):
        save(school, client, attempt_id, number, right=name != f"{READING}-q1")
    hand_in(school, client, attempt_id)
    page = client.get(f"/attempts/{attempt_id}").text
    assert "2 of 3 points: 66%" in page
    assert "A safety question was not right" in page
    assert "Goal 1" in page
    assert "0 of 1 point " in page
    assert page.count("1 of 1 point<") == 2


def test_a_release_in_the_middle_leaves_rules_and_questions_as_they_were(school: School, client: FlaskClient):
    attempt_id = school.begin(client)
    drawn = school.drawn(attempt_id)
    save(school, client, attempt_id, 1)
    pace(school, "each-again", feedback="each", pass_percent=100)
    assert "Save and go on" in client.get(f"/attempts/{attempt_id}/1").text
    save_all(school, client, attempt_id)
    hand_in(school, client, attempt_id)
    assert school.drawn(attempt_id) == drawn
    with school.app.app_context():
        versions = set(session().scalars(select(Answer.version).filter_by(attempt_id=attempt_id)))
    assert versions == {f"{name}-v1" for name in drawn}


@pytest.mark.parametrize("feedback", ["each", "end", "pass"])
def test_a_question_takes_few_statements(school: School, feedback: str):
    pace(school, feedback=feedback)
    client = school.client(school.learner()[0])
    attempt_id = school.begin(client)
    client.get(f"/attempts/{attempt_id}/1")
    for finished in (False, True):
        with statements() as seen:
            client.get(f"/attempts/{attempt_id}/1")
        assert len([text for text in seen if text.startswith("SELECT")]) <= 4, (finished, seen)
        with statements() as seen:
            save(school, client, attempt_id, 1)
        assert len([text for text in seen if not text.startswith(("BEGIN", "COMMIT"))]) <= 4
        save_all(school, client, attempt_id)
        if feedback != "each":
            hand_in(school, client, attempt_id)


def test_a_question_that_is_not_explained_yet_takes_few_statements_too(school: School):
    pace(school, feedback="pass")
    client = school.client(school.learner()[0])
    attempt_id = fail(school, client)
    with statements() as seen:
        client.get(f"/attempts/{attempt_id}/1")
    assert len([text for text in seen if text.startswith("SELECT")]) <= 4


def hand_in_and_change(school: School) -> None:
    """One tab hands in while others change an answer: graded once, by what stands there."""
    pace(school, "race", feedback="end")
    person, enrolment = school.learner()
    tabs = [school.client(person) for _ in range(4)]
    do_steps(school, tabs[0])
    attempt_id = school.begin(tabs[0])
    save_all(school, tabs[0], attempt_id)
    for tab in tabs:
        school.token(tab)

    def send(number: int):  # type: ignore[no-untyped-def]
        if number % 2:
            return school.post(tabs[number], f"/attempts/{attempt_id}/hand-in")
        return school.post(tabs[number], f"/attempts/{attempt_id}/1", answer=["c" if number else "b"])

    assert {answer.status_code for answer in race(school, 4, send)} <= {303, 422}
    ended = attempt_of(school, attempt_id)
    with school.app.app_context():
        right = session().scalars(select(func.count()).where(Answer.attempt_id == attempt_id, Answer.is_right)).one()
        steps = session().scalars(select(func.count()).where(StepDone.enrolment_id == enrolment)).one()
    assert ended.score_percent == right * 100 // 3
    assert steps == (3 if ended.is_passed else 2)
    assert sum(minutes for _, minutes in credited(school, enrolment)) == (90 if ended.is_passed else 0)


def test_handing_in_and_changing_together_is_graded_by_what_stands(school: School):
    hand_in_and_change(school)


@pytest.mark.postgres
def test_handing_in_and_changing_together_on_postgresql(postgres_school: School):
    for _ in range(3):
        hand_in_and_change(postgres_school)
