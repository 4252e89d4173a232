"""Regrading: what is shown is what is done, nobody loses a pass, and whoever changes is told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.db import session
from app.notices.models import Notice
from app.quizzes.models import Answer
from app.quizzes.regrading_models import QuizRegrade, QuizRegradeChange
from tests.support.house import csrf_of
from tests.support.regrading import (
    HOME,
    LESSON,
    attempt,
    credited,
    do,
    hidden,
    name,
    notices,
    rows,
    score,
    show,
    sit,
    token_of,
    whole_pool,
    with_key,
)
from tests.support.school import School


@pytest.fixture
def coordinator(school: School) -> FlaskClient:
    return school.client(school.staff("coordinator"))


def test_a_dropped_question_earns_everybody_full_points(school: School, coordinator: FlaskClient):
    whole_pool(school, pass_percent=80)
    person, _ = school.learner()
    client = school.client(person)
    failed = sit(school, client, 4, 6)
    assert (attempt(school, failed).score_percent, attempt(school, failed).is_passed) == (66, False)
    shown = show(coordinator, 4, "drop")
    assert shown.status_code == 200
    assert "Pass now" in shown.text
    assert person.name in shown.text
    assert "from 66% to 83%" in shown.text
    done = do(coordinator, shown.text, 4)
    assert (done.status_code, done.location) == (303, HOME)
    kept = attempt(school, failed)
    assert (kept.score_percent, kept.is_passed) == (83, True)
    assert score(school, failed, 4) == 1000
    assert notices(school, person.id) == [f"/attempts/{failed}"]


def test_the_result_says_that_a_question_was_corrected_and_why(school: School, coordinator: FlaskClient):
    whole_pool(school)
    client = school.client(school.learner()[0])
    done = sit(school, client, 4)
    do(coordinator, show(coordinator, 4, "drop").text, 4, "Two answers <b>were</b> right")
    result = client.get(f"/attempts/{done}").text
    assert "A question was corrected on" in result
    assert "from 83% to 100%" in result
    assert "Two answers &lt;b&gt;were&lt;/b&gt; right" in result
    place = school.drawn(done).index(name(4)) + 1
    assert "A question was corrected on" in client.get(f"/attempts/{done}/{place}").text
    other = school.drawn(done).index(name(2)) + 1
    assert "A question was corrected on" not in client.get(f"/attempts/{done}/{other}").text


def test_answers_are_accepted_as_well(school: School, coordinator: FlaskClient):
    whole_pool(school)
    client, steady = school.client(school.learner()[0]), school.client(school.learner()[0])
    changed, unchanged = sit(school, client, 4), sit(school, steady)
    page = coordinator.get(f"{HOME}/{name(4)}").text
    shown = show(coordinator, 4, "accept", token_of(page, "Option b"))
    assert "Why is it corrected" in shown.text
    do(coordinator, shown.text, 4)
    assert (score(school, changed, 4), score(school, unchanged, 4)) == (1000, 1000)
    assert rows(school, QuizRegradeChange) == 1
    with school.app.app_context():
        given = session().get_one(Answer, (changed, name(4)))
        assert (given.chosen, given.version, given.is_right) == (["b"], f"{name(4)}-v1", True)


def test_answers_to_the_old_version_are_counted_by_the_corrected_key(school: School, coordinator: FlaskClient):
    whole_pool(school)
    client = school.client(school.learner()[0])
    other = school.client(school.learner()[0])
    wrong, right = sit(school, client, 4), sit(school, other)
    assert "Count by the corrected key" not in coordinator.get(f"{HOME}/{name(4)}").text
    whole_pool(school, with_key(4, "b"), name="corrected")
    page = coordinator.get(f"{HOME}/{name(4)}").text
    assert "Count by the corrected key" in page
    shown = show(coordinator, 4, "key").text
    assert "More points" in shown
    assert "Fewer points" in shown
    do(coordinator, shown, 4)
    assert (score(school, wrong, 4), score(school, right, 4)) == (1000, 0)
    assert (attempt(school, wrong).score_percent, attempt(school, right).score_percent) == (100, 83)
    with school.app.app_context():
        regrade = session().scalars(select(QuizRegrade)).one()
        assert regrade.release_id is not None
        assert attempt(school, wrong).release_id != regrade.release_id


def test_what_does_not_exist_any_more_or_was_not_offered_then_is_left_alone(school: School, coordinator: FlaskClient):
    whole_pool(school)
    client = school.client(school.learner()[0])
    done = sit(school, client, 4)
    whole_pool(school, with_key(4, "a", offered="acd"), name="without-b")
    assert "1 answer cannot be judged by the new key" in show(coordinator, 4, "key").text
    whole_pool(school, with_key(4, "d", offered="abcd"), name="with-d")
    shown = show(coordinator, 4, "key").text
    assert "1 answer cannot be judged by the new key" in shown
    assert "Correct it now" not in shown
    assert score(school, done, 4) == 0


def test_nobody_loses_a_pass_or_a_completion(school: School, coordinator: FlaskClient):
    whole_pool(school, pass_percent=100)
    person, enrolment = school.learner()
    client = school.client(person)
    for step in ("choose", "tick"):
        school.post(client, f"/lessons/{LESSON}/steps/{step}", answer="a")
    done = sit(school, client)
    before = credited(school, enrolment)
    assert before
    whole_pool(school, with_key(4, "b"), pass_percent=100, name="corrected")
    shown = show(coordinator, 4, "key").text
    assert "Nobody loses a passed quiz" in shown
    do(coordinator, shown, 4)
    kept = attempt(school, done)
    assert (kept.score_percent, kept.is_passed) == (83, True)
    assert credited(school, enrolment) == before
    result = client.get(f"/attempts/{done}").text
    assert "You passed this quiz" in result
    assert "What you passed stays passed" in result


def test_whoever_passes_by_it_gets_the_lesson_credited_once(school: School, coordinator: FlaskClient):
    whole_pool(school, pass_percent=100)
    person, enrolment = school.learner()
    client = school.client(person)
    for step in ("choose", "tick"):
        school.post(client, f"/lessons/{LESSON}/steps/{step}", answer="a")
    attempts = [sit(school, client, 4), sit(school, client, 4)]
    assert credited(school, enrolment) == 0
    do(coordinator, show(coordinator, 4, "drop").text, 4)
    assert credited(school, enrolment) == 90
    assert all(attempt(school, one).is_passed for one in attempts)
    assert len(notices(school, person.id)) == 1


def test_the_same_correction_twice_changes_nothing_the_second_time(school: School, coordinator: FlaskClient):
    whole_pool(school)
    sit(school, school.client(school.learner()[0]), 4)
    page = show(coordinator, 4, "drop").text
    first = do(coordinator, page, 4)
    assert do(coordinator, page, 4).location == first.location
    counts = [rows(school, model) for model in (QuizRegrade, QuizRegradeChange, Notice)]
    again = show(coordinator, 4, "drop").text
    assert "Nobody’s points would change" in again
    assert "Correct it now" not in again
    late = coordinator.post(
        f"{HOME}/{name(4)}/preview",
        data={"csrf_token": csrf_of(page), "way": "drop", "digest": hidden(page, "digest")[0], "reason": "again"},
    )
    assert late.status_code == 409
    assert [rows(school, model) for model in (QuizRegrade, QuizRegradeChange, Notice)] == counts


def test_if_the_world_moved_nothing_is_done_and_the_new_picture_is_shown(school: School, coordinator: FlaskClient):
    whole_pool(school)
    first = sit(school, school.client(school.learner()[0]), 4)
    page = show(coordinator, 4, "drop").text
    late, _ = school.learner()
    sit(school, school.client(late), 4)
    refused = do(coordinator, page, 4)
    assert refused.status_code == 409
    assert 'role="alert"' in refused.text
    assert late.name in refused.text
    assert "The key was wrong" in refused.text
    assert score(school, first, 4) == 0
    assert rows(school, QuizRegrade) == 0
    assert do(coordinator, refused.text, 4).status_code == 303


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_correction_wants_a_reason(school: School, coordinator: FlaskClient, reason: str):
    whole_pool(school)
    done = sit(school, school.client(school.learner()[0]), 4)
    refused = do(coordinator, show(coordinator, 4, "drop").text, 4, reason)
    assert refused.status_code == 422
    assert reason in refused.text
    assert score(school, done, 4) == 0


@pytest.mark.parametrize(
    "query", [{}, {"way": "nonsense"}, {"way": "accept"}, {"way": "accept", "accept": "0"}, {"way": "key"}]
)
def test_a_way_that_is_closed_is_asked_for_again(school: School, coordinator: FlaskClient, query: dict[str, str]):
    whole_pool(school)
    sit(school, school.client(school.learner()[0]), 4)
    refused = coordinator.get(f"{HOME}/{name(4)}/preview", query_string=query)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text


def test_a_coordinator_reaches_their_own_cohorts_alone(school: School, coordinator: FlaskClient):
    whole_pool(school)
    elsewhere = school.cohort(school.institution())
    here, there = school.learner()[0], school.learner(elsewhere)[0]
    mine, foreign = sit(school, school.client(here), 4), sit(school, school.client(there), 4)
    shown = show(coordinator, 4, "drop").text
    assert here.name in shown
    assert there.name not in shown
    do(coordinator, shown, 4)
    assert (score(school, mine, 4), score(school, foreign, 4)) == (1000, 0)
    running = school.begin(school.client(there), LESSON)
    school.answer_all(school.client(there), running, wrong=frozenset({name(4)}))
    assert score(school, running, 4) == 0
    administrator = school.client(school.staff("administrator"))
    do(administrator, show(administrator, 4, "drop").text, 4)
    assert (score(school, foreign, 4), score(school, running, 4)) == (1000, 1000)


def test_nobody_corrects_their_own_result(school: School):
    whole_pool(school)
    both = school.staff("coordinator")
    school.enrol(both)
    client = school.client(both)
    own, other = sit(school, client, 4), sit(school, school.client(school.learner()[0]), 4)
    shown = show(client, 4, "drop").text
    assert f">{both.name}<" not in shown.split("<main")[1]
    do(client, shown, 4)
    assert (score(school, own, 4), score(school, other, 4)) == (0, 1000)


@pytest.mark.parametrize("role", ["trainer", ""])
def test_whoever_does_not_coordinate_does_not_correct(school: School, role: str):
    whole_pool(school)
    sit(school, school.client(school.learner()[0]), 4)
    client = school.client(school.staff(role) if role else school.learner()[0])
    for path in ("/quizzes", HOME, f"{HOME}/{name(4)}", f"{HOME}/{name(4)}/preview?way=drop"):
        assert client.get(path).status_code == 403
    assert school.post(client, f"{HOME}/{name(4)}/preview", way="drop", reason="x", digest="x").status_code == 403


def test_a_quiz_that_nobody_of_theirs_has_sat_is_not_there(school: School, coordinator: FlaskClient):
    whole_pool(school)
    assert coordinator.get(HOME).status_code == 404
    sit(school, school.client(school.learner(school.cohort(school.institution()))[0]))
    assert coordinator.get(HOME).status_code == 404
    assert LESSON not in coordinator.get("/quizzes").text


def test_answers_are_counted_without_names(school: School, coordinator: FlaskClient):
    whole_pool(school)
    people = [school.learner()[0] for _ in range(3)]
    for number, person in enumerate(people):
        sit(school, school.client(person), *([4] if number else []))
    page = coordinator.get(f"{HOME}/{name(4)}").text
    assert "given 2 times" in page
    assert "given 1 time" in page
    assert not any(person.name in page for person in people)
    assert "3 answers" in coordinator.get(HOME).text


def test_looking_and_correcting_are_on_record(school: School, coordinator: FlaskClient):
    whole_pool(school)
    sit(school, school.client(school.learner()[0]), 4)
    do(coordinator, show(coordinator, 4, "drop").text, 4)
    with school.app.app_context():
        found = session().execute(
            select(AuditEvent.action, AuditEvent.detail).where(AuditEvent.action.like("quiz.regrade%"))
        )
        assert [tuple(row) for row in found] == [
            ("quiz.regrade-preview", f"{name(4)}:drop"),
            ("quiz.regrade", f"{name(4)}:drop:1"),
        ]
