"""Figures of agreement: only where there is enough to say, for those who teach or evaluate, and of nobody."""

from __future__ import annotations

import pytest

from app.accounts.service import Place
from app.core.clock import now
from app.core.db import session, write_transaction
from app.marking.models import AnswerMark
from app.performance.agreement import PAIRS_WANTED
from app.performance.models import SETTLED, Performance, PerformanceRating
from tests.performance.stage import BASIC, WHOLE, Stage
from tests.support.school import School
from tests.support.written import TELL, Desk


def rate_twice(stage: Stage, number: int) -> None:
    """A settled role-play with two ratings: every third pair differs."""
    school = stage.school
    _, enrolment_id = school.learner()
    performance_id = stage.open(enrolment_id)
    other = BASIC if number % 3 == 0 else WHOLE
    ticks = {"observer": WHOLE if number % 2 else BASIC, "second": other if number % 2 else BASIC}
    with school.app.app_context(), write_transaction():
        performance = session().get_one(Performance, performance_id)
        performance.state, performance.is_passed = SETTLED, True
        for rater, (part, seen) in zip((stage.trainer, stage.rater), ticks.items(), strict=True):
            session().add(
                PerformanceRating(
                    performance_id=performance_id,
                    rater_id=rater.id,
                    part=part,
                    client_key=f"{performance_id}-{part}",
                    ticks=sorted(seen),
                    language="en",
                    sent_at=now(),
                )
            )


def mark_twice(desk: Desk, number: int) -> None:
    sitter = desk.hand_in()
    with desk.school.app.app_context(), write_transaction():
        for part, points in (("first", number % 4), ("second", min(number % 4 + number % 2, 3))):
            session().add(
                AnswerMark(
                    attempt_id=sitter.attempt_id,
                    question_id=TELL,
                    try_number=1,
                    part=part,
                    marker_id=desk.trainer.id,
                    rubric_version="tell-v1",
                    release_id=1,
                    levels={},
                    points=points,
                    most=3,
                    answer_text="",
                    decision="marked",
                    marked_at=now(),
                )
            )


def test_below_twenty_pairs_there_is_no_figure(school: School):
    stage = Stage(school, sampled=True)
    for number in range(3):
        rate_twice(stage, number)
    page = school.client(stage.coordinator).get("/agreement").text
    assert f"3 pairs so far; figures from {PAIRS_WANTED} on" in page
    assert "95% between" not in page


def test_who_only_evaluates_reads_no_count_below_five(school: School):
    stage = Stage(school, sampled=True)
    evaluator = school.client(school.person("evaluator"))
    for number in range(4):
        rate_twice(stage, number)
    page = evaluator.get("/agreement").text
    assert "left out" in page
    assert "4 pairs" not in page
    rate_twice(stage, 5)
    assert "5 pairs so far" in evaluator.get("/agreement").text


def test_from_twenty_pairs_on_figures_stand_with_their_intervals(school: School):
    stage = Stage(school, sampled=True)
    for number in range(PAIRS_WANTED):
        rate_twice(stage, number)
    for person in (stage.trainer, stage.coordinator, school.person("evaluator")):
        page = school.client(person).get("/agreement").text
        assert "95% between" in page
        assert "nothing to say: everything was rated alike" in page
        for one in (stage.trainer, stage.rater, stage.learner):
            assert person is one or one.name not in page
    for person in (stage.learner, stage.rater):
        assert school.client(person).get("/agreement").status_code == 403


def test_written_answers_are_compared_by_their_points(school: School):
    desk = Desk(school)
    for number in range(PAIRS_WANTED):
        mark_twice(desk, number)
    page = desk.client(desk.coordinator).get("/agreement").text
    assert "Title of tell" in page
    assert "95% between" in page
    assert ">75%<" in page


@pytest.mark.parametrize("role", ["trainer", "evaluator"])
def test_another_place_s_pairs_are_not_counted(school: School, role: str):
    desk = Desk(school)
    mark_twice(desk, 1)
    elsewhere = School(school.app, school.password, school.starts)
    person = (
        elsewhere.staff("trainer")
        if role == "trainer"
        else elsewhere.person("evaluator", Place("institution", elsewhere.institution_id))
    )
    assert "Title of tell" not in school.client(person).get("/agreement").text
