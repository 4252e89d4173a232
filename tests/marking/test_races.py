"""Two at once: the slower one is told, and nothing that was typed is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.db import session, write_transaction
from app.hours.models import Credit
from app.notices.models import Notice
from app.quizzes import waiting
from tests.support.school import School
from tests.support.written import BEST, COMMENT, NEAR, Desk, Sitter


def test_the_second_to_save_gets_a_page_with_everything_on_it(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, BEST, version=1)
    answer = desk.mark(desk.colleague, sitter.task_id, NEAR, version=1, comment=COMMENT)
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert "nothing was written over" in answer.text
    assert COMMENT in answer.text
    assert "Level l1" in answer.text
    assert "Save the mark" not in answer.text
    assert len(desk.marks(sitter.task_id)) == 1


def test_where_a_second_mark_is_wanted_the_slower_one_can_be_it(desk: Desk):
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id, BEST, version=1, comment="Firstcomment")
    answer = desk.mark(desk.colleague, sitter.task_id, NEAR, version=1, comment=COMMENT)
    assert answer.status_code == 409
    assert "Firstcomment" not in answer.text
    assert COMMENT in answer.text
    assert 'value="l1" id="level-feeling-1" checked' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert desk.mark(desk.colleague, sitter.task_id, NEAR, version=2, comment=COMMENT).status_code == 303
    assert desk.task(sitter.task_id).state == "settled"


def test_a_mark_that_is_sent_twice_counts_once(desk: Desk):
    sitter = desk.hand_in()
    sent = [desk.mark(desk.trainer, sitter.task_id, version=1, form_key="kept") for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303]
    assert len(desk.marks(sitter.task_id)) == 1


def test_a_mark_on_words_that_the_learner_has_written_anew_is_refused(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=COMMENT)
    seen = desk.task(sitter.task_id).version
    desk.send_again(sitter)
    assert desk.mark(desk.colleague, sitter.task_id, version=seen).status_code == 409


def test_settling_again_changes_nothing(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id)
    before = desk.attempt(sitter)
    with desk.school.app.app_context(), write_transaction():
        result = waiting.settle(sitter.attempt_id)
        again = waiting.mark(sitter.attempt_id, "tell", Fraction(0), is_right=False)
    assert result == again
    after = desk.attempt(sitter)
    assert (after.score_percent, after.is_passed) == (before.score_percent, before.is_passed) == (100, True)
    assert counts(desk.school, sitter) == (2, 1)


def counts(school: School, sitter: Sitter) -> tuple[int, int]:
    """Rows of credit and notices of one learner."""
    with school.app.app_context():
        rows = select(func.count(Credit.id)).filter_by(enrolment_id=sitter.enrolment_id)
        told = select(func.count(Notice.id)).filter_by(person_id=sitter.person.id)
        return session().scalars(rows).one(), session().scalars(told).one()


def mark_at_once(desk: Desk, people: tuple[Person, Person], task_id: int, version: int) -> list[int]:
    for person in people:
        desk.school.token(desk.client(person))
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda person: desk.mark(person, task_id, version=version), people)
        return sorted(answer.status_code for answer in answers)


@pytest.mark.postgres
def test_of_two_who_mark_at_one_moment_one_is_told(postgres_school: School):
    desk = Desk(postgres_school)
    for _ in range(3):
        sitter = desk.hand_in()
        assert mark_at_once(desk, (desk.trainer, desk.colleague), sitter.task_id, 1) == [303, 409]
        assert len(desk.marks(sitter.task_id)) == 1
        assert counts(desk.school, sitter) == (2, 1)


@pytest.mark.postgres
def test_two_marks_of_one_attempt_settle_it_once(postgres_school: School):
    desk = Desk(postgres_school)
    sitter = desk.hand_in(sampled=True)
    desk.mark(desk.trainer, sitter.task_id, BEST)
    assert mark_at_once(desk, (desk.colleague, desk.coordinator), sitter.task_id, 2) == [303, 409]
    assert desk.attempt(sitter).is_passed
    assert counts(desk.school, sitter) == (2, 1)
    for path in ("/marking", f"/marking/{sitter.task_id}", "/agreement", "/"):
        assert desk.client(desk.coordinator).get(path).status_code == 200, path
