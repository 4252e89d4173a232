"""An answer waits, is marked by its rubric, comes back, is written again, and counts once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.core.clock import now
from app.core.db import session
from app.hours.models import Credit
from app.marking.models import MarkingTask
from app.marking.rules import MOST_TRIES
from app.notices.models import Notice
from app.progress.models import StepDone
from tests.support import curriculum, written
from tests.support.statements import statements
from tests.support.written import AGAIN, BEST, COMMENT, NEAR, STRONG, WORDS, WORST, Desk, Sitter


def notices(desk: Desk, sitter: Sitter) -> list[tuple[str, str]]:
    with desk.school.app.app_context():
        return [
            (one.kind, one.link)
            for one in session().scalars(select(Notice).filter_by(person_id=sitter.person.id).order_by(Notice.id))
        ]


def steps(desk: Desk, sitter: Sitter) -> list[str]:
    with desk.school.app.app_context():
        return list(session().scalars(select(StepDone.step_id).filter_by(enrolment_id=sitter.enrolment_id)))


def credited(desk: Desk, sitter: Sitter) -> int:
    with desk.school.app.app_context():
        return sum(session().scalars(select(Credit.minutes).filter_by(enrolment_id=sitter.enrolment_id)))


def test_an_answer_waits_from_the_moment_the_quiz_is_handed_in(desk: Desk):
    sitter = desk.hand_in()
    assert desk.attempt(sitter).is_passed is None
    assert desk.task(sitter.task_id).state == "waiting"
    assert f"/marking/{sitter.task_id}" in desk.client(desk.trainer).get("/marking").text
    waits = sitter.client.get(sitter.path).text
    assert "A trainer reads your answer" in waits
    assert STRONG not in waits


def test_an_unfinished_attempt_brings_nothing_to_mark(desk: Desk):
    person, _ = desk.school.learner()
    client = desk.client(person)
    attempt = desk.school.begin(client)
    number = desk.school.drawn(attempt).index(written.TELL) + 1
    desk.school.post(client, f"/attempts/{attempt}/{number}", answer=WORDS)
    with desk.school.app.app_context():
        assert session().scalars(select(MarkingTask)).all() == []
    assert client.get(f"/attempts/{attempt}/{number}/written").status_code == 404


def test_the_page_shows_the_answer_beside_everything_that_is_needed(desk: Desk):
    sitter = desk.hand_in("I stay <b>here</b>\nwith Dana")
    page = desk.page(desk.trainer, sitter.task_id).text
    assert "I stay &lt;b&gt;here&lt;/b&gt;\nwith Dana" in page
    for text in ("Stem of tell", STRONG, "Criterion feeling", "Level l0", "Level l2", "Criterion room", "Level r1"):
        assert text in page, text


def test_a_mark_counts_passes_the_quiz_and_is_told(desk: Desk):
    sitter = desk.hand_in()
    answer = desk.mark(desk.trainer, sitter.task_id, BEST, comment=COMMENT)
    assert (answer.status_code, answer.location) == (303, "/marking")
    kept, attempt = desk.answer(sitter), desk.attempt(sitter)
    assert (kept.score, kept.is_right) == (1000, True)
    assert (attempt.score_percent, attempt.is_passed) == (100, True)
    assert steps(desk, sitter) == ["quiz"]
    assert credited(desk, sitter) == 90
    assert notices(desk, sitter) == [("answer-marked", sitter.path)]
    page = sitter.client.get(sitter.path).text
    for text in ("Level l2", "Level r1", COMMENT, STRONG, WORDS):
        assert text in page, text


def test_a_partly_reached_rubric_earns_its_share_and_shows_the_next_level(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, NEAR)
    kept = desk.answer(sitter)
    assert (kept.score, kept.is_right) == (667, True)
    page = sitter.client.get(sitter.path).text
    assert "Level l1" in page
    assert "The next level:</p>" not in page
    assert "The next level: Level l2" in page
    assert "Level l0" not in page


def test_a_mark_that_is_not_enough_ends_the_wait_without_passing(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, WORST)
    attempt = desk.attempt(sitter)
    assert (attempt.score_percent, attempt.is_passed) == (50, False)
    assert steps(desk, sitter) == []
    assert notices(desk, sitter) == [("answer-marked", sitter.path)]


def test_an_attempt_that_was_lost_already_stays_lost_and_the_answer_is_still_read(desk: Desk):
    sitter = desk.hand_in(right=False)
    assert desk.attempt(sitter).is_passed is False
    desk.mark(desk.trainer, sitter.task_id, BEST)
    attempt = desk.attempt(sitter)
    assert (attempt.score_percent, attempt.is_passed) == (50, False)
    assert desk.answer(sitter).is_right


def test_every_criterion_wants_a_level_and_nothing_is_lost(desk: Desk):
    sitter = desk.hand_in()
    answer = desk.mark(desk.trainer, sitter.task_id, {"feeling": "l1"}, comment=COMMENT)
    assert answer.status_code == 422
    assert 'href="#level-room-0"' in answer.text
    assert 'href="#level-feeling-0"' not in answer.text
    assert COMMENT in answer.text
    assert 'value="l1" id="level-feeling-1" checked' in answer.text
    assert desk.marks(sitter.task_id) == []


def test_a_level_of_another_criterion_is_none(desk: Desk):
    sitter = desk.hand_in()
    assert desk.mark(desk.trainer, sitter.task_id, {"feeling": "r1", "room": "r1"}).status_code == 422
    assert desk.mark(desk.trainer, sitter.task_id, {"nothing": "l1"}).status_code == 422


def test_a_mark_names_the_rubric_it_was_given_under_and_the_words_it_was_given_for(desk: Desk):
    sitter = desk.hand_in()
    later = desk.school.publish(written.catalogue(written.rubric(version="v2", title="Another title")), "changed")
    page = desk.page(desk.trainer, sitter.task_id).text
    assert "Title of tell" in page
    assert "The content has changed since" in page
    desk.mark(desk.trainer, sitter.task_id)
    mark = desk.marks(sitter.task_id)[0]
    assert (mark.rubric_version, mark.answer_text, mark.levels) == ("tell-v1", WORDS, BEST)
    assert mark.release_id == later - 1
    assert (mark.points, mark.most) == (3, 3)
    page = desk.page(desk.trainer, sitter.task_id).text
    assert "Rubric version" in page
    assert mark.rubric_version[:8] in page


def test_returning_wants_a_comment(desk: Desk):
    sitter = desk.hand_in()
    answer = desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment="  ")
    assert answer.status_code == 422
    assert 'href="#comment"' in answer.text
    assert desk.task(sitter.task_id).state == "waiting"


def test_a_returned_answer_is_written_again_and_its_first_words_are_kept(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, BEST, action="return", comment=COMMENT)
    assert desk.task(sitter.task_id).state == "returned"
    assert notices(desk, sitter) == [("answer-returned", sitter.path)]
    assert desk.marks(sitter.task_id)[0].points is None
    assert f"/marking/{sitter.task_id}" not in desk.client(desk.trainer).get("/marking").text
    page = sitter.client.get(sitter.path).text
    assert COMMENT in page
    assert f">\n{WORDS}</textarea>" in page
    assert desk.send_again(sitter).status_code == 303
    task = desk.task(sitter.task_id)
    assert (task.state, task.try_number) == ("waiting", 2)
    assert desk.answer(sitter).chosen == [AGAIN]
    assert desk.marks(sitter.task_id)[0].answer_text == WORDS
    desk.mark(desk.trainer, sitter.task_id)
    assert desk.attempt(sitter).is_passed
    assert [mark.try_number for mark in desk.marks(sitter.task_id)] == [1, 2]
    assert WORDS in sitter.client.get(sitter.path).text


def test_three_tries_are_the_end(desk: Desk):
    sitter = desk.hand_in()
    for _ in range(MOST_TRIES - 1):
        desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=COMMENT)
        assert desk.send_again(sitter).status_code == 303
    assert "Return for another try" not in desk.page(desk.trainer, sitter.task_id).text
    assert desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=COMMENT).status_code == 422
    assert desk.mark(desk.trainer, sitter.task_id).status_code == 303


@pytest.mark.parametrize("text", ["", "two words", "word " * 61])
def test_a_next_try_that_cannot_be_taken_is_asked_for_again(desk: Desk, text: str):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=COMMENT)
    answer = desk.send_again(sitter, text)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert desk.answer(sitter).chosen == [WORDS]


def test_an_answer_that_was_not_returned_takes_no_other_words(desk: Desk):
    sitter = desk.hand_in()
    assert desk.send_again(sitter).status_code == 409
    desk.mark(desk.trainer, sitter.task_id)
    assert desk.send_again(sitter).status_code == 409
    assert desk.answer(sitter).chosen == [WORDS]


def test_a_next_try_that_is_sent_twice_counts_once(desk: Desk):
    sitter = desk.hand_in()
    desk.mark(desk.trainer, sitter.task_id, {}, action="return", comment=COMMENT)
    version = desk.task(sitter.task_id).version
    values = {"answer": AGAIN, "version": version, "form_key": "kept"}
    sent = [desk.school.post(sitter.client, sitter.path, **values) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 303]
    assert desk.task(sitter.task_id).try_number == 2


def test_another_learner_sees_nothing_of_it(desk: Desk):
    sitter, other = desk.hand_in(), desk.hand_in()
    assert other.client.get(sitter.path).status_code == 404
    assert desk.school.post(other.client, sitter.path, answer=AGAIN, version=1).status_code == 404
    assert sitter.client.get(f"/attempts/{sitter.attempt_id}/{3 - sitter.number}/written").status_code == 404
    assert sitter.client.get(f"/attempts/{sitter.attempt_id}/99/written").status_code == 404
    assert sitter.client.get("/marking").status_code == 403


def test_the_longest_waiting_stands_first_and_late_is_said(desk: Desk):
    late, fresh = desk.hand_in(), desk.hand_in()
    desk.since(late.task_id, now() - timedelta(days=9))
    page = desk.client(desk.trainer).get("/marking").text
    assert page.index(f'/marking/{late.task_id}"') < page.index(f'/marking/{fresh.task_id}"')
    assert "1 has waited for more than a week" in page
    assert "waiting for 9 days" in page
    assert "has waited for 9 days" in desk.page(desk.trainer, late.task_id).text
    assert "2 answers wait" in page
    assert "2 written answers" in desk.client(desk.trainer).get("/").text


def test_the_queue_can_be_narrowed(desk: Desk):
    sitter = desk.hand_in()
    client = desk.client(desk.coordinator)
    link = f'href="/marking/{sitter.task_id}"'
    key = f"{curriculum.READING}/{written.TELL}"
    for query in (
        {"cohort": desk.school.cohort_id},
        {"lesson": curriculum.READING},
        {"question": key},
        {"cohort": "x"},
    ):
        assert link in client.get("/marking", query_string=query).text, query
    for query in ({"cohort": 999}, {"lesson": "nothing"}, {"question": "x/y"}, {"lesson": "a\0b"}):
        assert link not in client.get("/marking", query_string=query).text, query


def test_after_a_mark_comes_the_next_answer(desk: Desk):
    first, second = desk.hand_in(), desk.hand_in()
    answer = desk.mark(desk.trainer, first.task_id)
    assert answer.location == f"/marking/{second.task_id}"


def test_every_opened_answer_is_in_the_trail_without_a_name(desk: Desk):
    sitter = desk.hand_in()
    desk.page(desk.trainer, sitter.task_id)
    desk.mark(desk.trainer, sitter.task_id)
    with desk.school.app.app_context():
        wanted = select(AuditEvent).filter_by(subject=f"answer:{sitter.task_id}").order_by(AuditEvent.id)
        events = session().scalars(wanted).all()
    assert [(one.action, one.actor_id) for one in events] == [
        ("marking.open", desk.trainer.id),
        ("marking.mark", desk.trainer.id),
    ]
    trail = " ".join(f"{one.action} {one.subject} {one.place} {one.detail}" for one in events)
    assert sitter.person.name not in trail
    assert f"person:{sitter.person.id}" not in trail
    assert str(sitter.enrolment_id) not in trail.replace(f"cohort:{desk.school.cohort_id}", "").replace(
        f"answer:{sitter.task_id}", ""
    )


def test_a_long_queue_costs_no_more_statements(desk: Desk):
    client = desk.client(desk.trainer)
    for _ in range(2):
        desk.hand_in()
    client.get("/marking")
    with statements() as few:
        client.get("/marking")
    for _ in range(4):
        desk.hand_in()
    with statements() as many:
        client.get("/marking")
    assert len(many) == len(few)
