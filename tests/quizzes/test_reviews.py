"""Practice: missed questions come back through the year, to their learner alone, and nothing depends on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.catalogue.types import Lesson
from app.core import spacing
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Cohort
from app.quizzes import reviews
from app.quizzes.models import Attempt
from app.quizzes.reviews_models import QuizReview
from tests.support import curriculum, snapshot
from tests.support.school import School

LESSON = curriculum.READING
DAY = timedelta(days=1)


def publish(school: School, *, feedback: str = "each", draw: int = 3, without: str = "") -> None:
    quiz = curriculum.quiz(LESSON, draw=draw)
    questions = tuple(one for one in quiz.questions if one.id != without)
    changed = replace(quiz, feedback=feedback, questions=questions)  # type: ignore[arg-type]
    lesson: Lesson = curriculum.lesson(LESSON, "first", segments=curriculum.segments(), quiz=changed)
    school.publish(curriculum.catalogue(lesson), f"{feedback}-{draw}-{without}")


def cards(school: School) -> dict[str, QuizReview]:
    with school.app.app_context():
        return {row.question_id: row for row in session().scalars(select(QuizReview))}


def miss(school: School, client: FlaskClient, *wrong: str) -> int:
    attempt = school.begin(client, LESSON)
    school.answer_all(client, attempt, wrong=frozenset(wrong or school.drawn(attempt)))
    return attempt


def make_due(school: School) -> None:
    with school.app.app_context(), write_transaction():
        for row in session().scalars(select(QuizReview).where(QuizReview.due_at.is_not(None))):
            row.due_at = now() - timedelta(hours=1)


def first(client: FlaskClient) -> str:
    """The address of the question that comes first today."""
    answer = client.get("/review")
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def right(school: School, path: str) -> list[str]:
    return school.right(path.rsplit("/", 1)[1])


def test_what_was_missed_comes_back_tomorrow_and_what_was_known_does_not(school: School):
    client = school.client(school.learner()[0])
    attempt = school.begin(client, LESSON)
    missed = school.drawn(attempt)[0]
    school.answer_all(client, attempt, wrong=frozenset({missed}))
    found = cards(school)
    assert set(found) == {missed}
    assert found[missed].due_at is not None
    assert found[missed].due_at > now()
    assert "Nothing more comes back today" in client.get("/review").text
    assert "comes back today" not in client.get("/").text


def test_home_says_how_many_come_back_today(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    assert "3 questions come back today" in client.get("/").text
    school.post(client, path := first(client), answer=right(school, path))
    assert "2 questions come back today" in client.get("/").text


@pytest.mark.postgres
def test_home_says_so_on_postgresql(postgres_school: School):
    client = postgres_school.client(postgres_school.learner()[0])
    miss(postgres_school, client)
    assert "come back today" not in client.get("/").text
    make_due(postgres_school)
    assert "3 questions come back today" in client.get("/").text
    assert client.get(first(client)).status_code == 200
    postgres_school.post(client, path := first(client), answer=right(postgres_school, path))
    assert "2 questions come back today" in client.get("/").text


def test_a_question_waits_for_its_moment(school: School):
    """SQLite keeps moments as text without a zone: they are compared as moments all the same."""
    client = school.client(school.learner()[0])
    miss(school, client)
    for gap, said in ((timedelta(minutes=1), False), (timedelta(minutes=-1), True)):
        with school.app.app_context(), write_transaction():
            for row in session().scalars(select(QuizReview)):
                row.due_at = now() + gap
        assert ("come back today" in client.get("/").text) is said


def test_an_answer_is_explained_at_once_and_moves_the_question_on(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    path = first(client)
    page = client.get(path).text
    assert 'name="answer"' in page
    assert "Why a" not in page
    sent = school.post(client, path, answer=right(school, path))
    assert (sent.status_code, sent.location) == (303, path)
    behind = client.get(path).text
    assert "That is right" in behind
    assert "Why a" in behind
    assert 'name="answer"' not in behind
    assert first(client) != path
    assert cards(school)[path.rsplit("/", 1)[1]].due_at >= now() + DAY  # type: ignore[operator]


def test_a_wrong_answer_brings_the_question_back_tomorrow(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    path = first(client)
    wrong = next(x for x in "abc" if [x] != right(school, path))
    school.post(client, path, answer=wrong)
    due = cards(school)[path.rsplit("/", 1)[1]].due_at
    assert due is not None
    assert now() < due <= now() + DAY


def test_sending_an_answer_again_changes_nothing(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    path = first(client)
    school.post(client, path, answer=right(school, path))
    before = cards(school)[path.rsplit("/", 1)[1]]
    assert school.post(client, path, answer="b").status_code == 303
    after = cards(school)[path.rsplit("/", 1)[1]]
    assert (after.card, after.given, after.due_at) == (before.card, before.given, before.due_at)


@pytest.mark.parametrize("typed", [[], ["z"], ["a\x00"], ["א" * 9000]])
def test_an_answer_that_cannot_be_read_is_asked_for_again(school: School, typed: list[str]):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    path = first(client)
    answer = school.post(client, path, answer=typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert all(row.last_at is None for row in cards(school).values())


def test_nothing_else_depends_on_it(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    before = snapshot.take(school.app)
    path = first(client)
    school.post(client, path, answer=right(school, path))
    school.post(client, f"{first(client)}/later")
    school.post(client, f"{first(client)}/away")
    changes = snapshot.changes(before, snapshot.take(school.app), frozenset({"quiz_review"}))
    assert list(changes) == []


def test_at_most_ten_come_back_a_day(school: School):
    client, enrolment = learner(school)
    pile(school, enrolment, 14)
    assert "10 questions come back today" in client.get("/").text
    for count in range(10, 0, -1):
        path = first(client)
        assert f"{count} question" in client.get(path).text
        school.post(client, path, answer=right(school, path))
    assert "Nothing more comes back today" in client.get("/review").text
    assert "come back today" not in client.get("/").text
    tomorrow = [row.due_at for row in cards(school).values() if row.last_at is None]
    assert len(tomorrow) == 4
    assert all(due is not None and now() < due <= now() + DAY for due in tomorrow)


def learner(school: School) -> tuple[FlaskClient, int]:
    person, enrolment = school.learner()
    return school.client(person), enrolment


def pile(school: School, enrolment_id: int, count: int) -> None:
    """So many questions that have been due since yesterday, out of three quizzes of six."""
    lessons = (LESSON, curriculum.LOCKED, curriculum.WORKSHOP)
    names = [(lesson, f"{lesson}-q{number}") for lesson in lessons for number in range(1, 7)][:count]
    with school.app.app_context(), write_transaction():
        for lesson, name in names:
            session().add(
                QuizReview(
                    enrolment_id=enrolment_id,
                    quiz_id=f"{lesson}-quiz",
                    question_id=name,
                    lesson_id=lesson,
                    card=spacing.fresh(now()),
                    given=[],
                    due_at=now() - DAY,
                    made_at=now(),
                )
            )


def test_a_question_may_be_skipped_and_put_away_for_good(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    skipped = first(client)
    assert school.post(client, f"{skipped}/later").location == "/review"
    away = first(client)
    assert away != skipped
    assert school.post(client, f"{away}/away").location == "/review"
    assert first(client) not in (skipped, away)
    assert cards(school)[skipped.rsplit("/", 1)[1]].last_at is None
    assert cards(school)[away.rsplit("/", 1)[1]].due_at is None
    miss(school, client, away.rsplit("/", 1)[1])
    assert cards(school)[away.rsplit("/", 1)[1]].due_at is None


def test_the_practice_can_be_emptied(school: School):
    client, other = school.client(school.learner()[0]), school.client(school.learner()[0])
    miss(school, client)
    miss(school, other)
    kept = len(cards(school))
    school.post(client, "/review/stop")
    assert "is in your practice" not in client.get("/review").text
    with school.app.app_context():
        assert 0 < len(session().scalars(select(QuizReview)).all()) < kept + 3


def test_a_passed_quiz_comes_back_whole(school: School):
    client = school.client(school.learner()[0])
    assert school.post(client, f"/lessons/{LESSON}/review").status_code == 422
    attempt = school.begin(client, LESSON)
    school.answer_all(client, attempt)
    assert f'action="/lessons/{LESSON}/review"' in client.get(f"/attempts/{attempt}").text
    for _ in range(2):
        assert school.post(client, f"/lessons/{LESSON}/review").location == "/review"
        assert len(cards(school)) == 6


def test_where_a_quiz_explains_nothing_before_it_is_passed_neither_does_the_practice(school: School):
    publish(school, feedback="pass")
    client = school.client(school.learner()[0])
    hand_in(school, client, frozenset(f"{LESSON}-q{n}" for n in range(1, 7)))
    assert cards(school) == {}
    hand_in(school, client, frozenset({f"{LESSON}-q{n}" for n in range(2, 4)}))
    with school.app.app_context():
        last = session().scalars(select(Attempt).order_by(Attempt.id.desc())).first()
        assert last is not None
        expected = bool(last.is_passed and last.score_percent < 100)  # type: ignore[operator]
    assert bool(cards(school)) is expected


def hand_in(school: School, client: FlaskClient, wrong: frozenset[str]) -> None:
    attempt = school.begin(client, LESSON)
    school.answer_all(client, attempt, wrong=wrong)
    assert school.post(client, f"/attempts/{attempt}/hand-in").status_code == 303


def test_a_question_that_exists_no_more_is_dropped(school: School):
    client = school.client(school.learner()[0])
    miss(school, client, f"{LESSON}-q1")
    make_due(school)
    assert first(client).endswith("-q1")
    publish(school, without=f"{LESSON}-q1")
    assert client.get(f"/review/{LESSON}/{LESSON}-q1").status_code == 404
    assert "Nothing more comes back today" in client.get("/review").text
    with school.app.app_context(), write_transaction():
        assert reviews.forget_gone() == 1
        assert reviews.forget_gone() == 0
    assert cards(school) == {}


def test_nothing_comes_back_once_the_year_is_over(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    with school.app.app_context(), write_transaction():
        session().get_one(Cohort, school.cohort_id).ends_on = today()
    path = first(client)
    school.post(client, path, answer=right(school, path))
    assert cards(school)[path.rsplit("/", 1)[1]].due_at is None
    with school.app.app_context(), write_transaction():
        session().get_one(Cohort, school.cohort_id).ends_on = today() - DAY
    assert "come back today" not in client.get("/").text
    assert client.get(path).status_code == 404
    before = set(cards(school))
    miss(school, client)
    assert set(cards(school)) == before
    with school.app.app_context(), write_transaction():
        reviews.forget_gone()
    assert cards(school) == {}


def test_a_question_never_comes_back_after_the_last_day(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    with school.app.app_context(), write_transaction():
        session().get_one(Cohort, school.cohort_id).ends_on = today() + DAY
    path = first(client)
    school.post(client, path, answer=right(school, path))
    due = cards(school)[path.rsplit("/", 1)[1]].due_at
    assert due is not None
    assert due <= now() + DAY


def test_nobody_else_sees_it(school: School):
    client, other = school.client(school.learner()[0]), school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    path = first(client)
    assert other.get(path).status_code == 404
    for way in ("", "/later", "/away"):
        assert school.post(other, f"{path}{way}", answer="a").status_code == 404
    for role in ("trainer", "coordinator", "administrator"):
        assert school.client(school.staff(role)).get(path).status_code == 403
    assert all(row.last_at is None and row.due_at is not None for row in cards(school).values())


def test_the_order_of_options_stays_for_the_day(school: School):
    client = school.client(school.learner()[0])
    miss(school, client)
    make_due(school)
    path = first(client)
    pages = [client.get(f"{path}?lang={language}").text for language in ("he", "en")]
    orders = [re.findall(r'name="answer" value="([^"]+)"', page) for page in pages]
    assert orders[0] == orders[1] != []


def test_what_was_missed_again_does_not_wait(school: School):
    client = school.client(school.learner()[0])
    miss(school, client, f"{LESSON}-q1")
    with school.app.app_context(), write_transaction():
        session().get_one(QuizReview, (1, f"{LESSON}-quiz", f"{LESSON}-q1")).due_at = now() + 30 * DAY
    miss(school, client, f"{LESSON}-q1")
    due = cards(school)[f"{LESSON}-q1"].due_at
    assert due is not None
    assert due <= now() + DAY
