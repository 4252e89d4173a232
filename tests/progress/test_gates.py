"""A gate is open exactly while all of its lessons are complete, and says so once to whom it concerns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.service import Place
from app.catalogue.types import Catalogue, Gate
from app.core.db import session, write_transaction
from app.notices.kinds import GATE_OPENED
from app.notices.models import Notice
from app.progress import queries, rules, service
from app.progress.models import LessonState
from app.progress.rules import ATTENDANCE, QUIZ
from app.releases.queries import get_published
from tests.quizzes.test_sitting import race
from tests.support import curriculum
from tests.support.curriculum import LIVE, MENTORS, READING, WORKSHOP
from tests.support.school import School

LESSONS = (READING, WORKSHOP, LIVE)
GATE = Gate(id="field", title=curriculum.words("Field work"), reason=curriculum.words("Safety first"), lessons=LESSONS)
STEPS = {READING: ("choose", "tick", QUIZ), WORKSHOP: (ATTENDANCE, QUIZ), LIVE: (ATTENDANCE,)}
PAGE = f"/programmes/{MENTORS}"
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(st.dictionaries(st.sampled_from(sorted(curriculum.catalogue().lessons)), moments))
def test_it_is_open_exactly_while_all_its_lessons_are_complete(completed: dict[str, datetime]):
    standing = rules.gate_standing(GATE, completed)
    assert standing.is_open == (set(LESSONS) <= set(completed))
    assert standing.missing == tuple(one for one in LESSONS if one not in completed)
    assert standing.done == len(set(LESSONS) & set(completed))
    if standing.is_open:
        assert standing.opened_at == max(completed[one] for one in LESSONS)


def test_a_gate_without_lessons_never_opens():
    assert not rules.gate_standing(replace(GATE, lessons=()), {READING: datetime(2026, 1, 1, tzinfo=UTC)}).is_open


def gated() -> Catalogue:
    catalogue = curriculum.catalogue()
    programme = replace(catalogue.programmes[MENTORS], gates=(GATE,))
    return replace(catalogue, programmes=catalogue.programmes | {MENTORS: programme})


@pytest.fixture
def gate(school: School) -> School:
    school.publish(gated(), "gated")
    return school


def do(school: School, enrolment_id: int, lesson_id: str, steps: Sequence[str] = ()) -> None:
    with school.app.app_context(), write_transaction():
        content = get_published()
        for step in steps or STEPS[lesson_id]:
            lesson = content.catalogue.lessons[lesson_id]
            service.do_step(enrolment_id, lesson, step, release_id=content.release_id)


def told(school: School, person: Person) -> list[str]:
    """Where the notices of this gate lead."""
    with school.app.app_context():
        wanted = select(Notice.link).where(Notice.person_id == person.id, Notice.kind == GATE_OPENED)
        return list(session().scalars(wanted))


def is_open(school: School, enrolment_id: int) -> bool:
    with school.app.app_context():
        return rules.gate_standing(GATE, queries.get_learning(enrolment_id).completions).is_open


def test_it_opens_with_the_last_lesson_and_not_one_step_earlier(gate: School):
    person, enrolment = gate.learner()
    client = gate.client(person)
    do(gate, enrolment, READING)
    do(gate, enrolment, LIVE)
    do(gate, enrolment, WORKSHOP, [ATTENDANCE])
    before = client.get(PAGE).text
    assert "Field work: not open yet" in before
    assert f'<li><a href="/lessons/{WORKSHOP}">Lesson {WORKSHOP}</a></li>' in before
    assert f'<li><a href="/lessons/{LIVE}"' not in before
    assert told(gate, person) == []
    do(gate, enrolment, WORKSHOP, [QUIZ])
    after = client.get(PAGE).text
    assert "Field work: open" in after
    assert "all 3 lessons are complete" in after
    assert "Still missing" not in after
    assert told(gate, person) == [f"{PAGE}#gate-field"]
    assert 'id="gate-field"' in after
    assert "1 new thing for you" in client.get("/").text


def test_lessons_beside_it_open_nothing(gate: School):
    person, enrolment = gate.learner()
    for lesson_id in (READING, LIVE):
        do(gate, enrolment, lesson_id)
    do(gate, enrolment, curriculum.LOCKED, [QUIZ])
    assert not is_open(gate, enrolment)
    assert told(gate, person) == []


def test_a_lesson_that_was_opened_for_somebody_is_not_complete_by_that(gate: School):
    _, enrolment = gate.learner()
    coordinator = gate.client(gate.staff("coordinator"))
    path = f"/learners/{enrolment}/open/{curriculum.LOCKED}"
    assert gate.post(coordinator, path, reason="From her work.").status_code == 303
    assert "0 of 3 lessons complete" in coordinator.get(f"/learners/{enrolment}").text


def test_a_completion_that_is_taken_back_closes_it_and_its_return_is_told_again(gate: School):
    person, enrolment = gate.learner()
    for lesson_id in LESSONS:
        do(gate, enrolment, lesson_id)
    with gate.app.app_context(), write_transaction():
        service.undo_step(enrolment, get_published().catalogue.lessons[LIVE], ATTENDANCE)
    assert not is_open(gate, enrolment)
    assert "Field work: not open yet" in gate.client(person).get(PAGE).text
    do(gate, enrolment, LIVE)
    assert is_open(gate, enrolment)
    assert len(told(gate, person)) == 2


def test_a_step_that_is_done_again_tells_nothing_again(gate: School):
    person, enrolment = gate.learner()
    for lesson_id in (*LESSONS, *LESSONS):
        do(gate, enrolment, lesson_id)
    assert len(told(gate, person)) == 1


def test_the_page_names_who_coordinates_the_cohort_today(gate: School):
    person, enrolment = gate.learner()
    for lesson_id in LESSONS:
        do(gate, enrolment, lesson_id)
    assert "turn to your coordinator" in gate.client(person).get(PAGE).text
    here, institution = Place("cohort", gate.cohort_id), Place("institution", gate.institution_id)
    gate.person("coordinator", institution, name="Above Us")
    gate.person("coordinator", here, name="Close By")
    gate.person("coordinator", Place("institution", gate.institution_id + 99), name="Far Away")
    gate.person("trainer", here, name="Who Teaches")
    page = gate.client(person).get(PAGE).text
    assert page.index("Close By") < page.index("Above Us")
    assert "Far Away" not in page
    assert "Who Teaches" not in page


def test_staff_see_for_whom_it_is_open(gate: School):
    _, ready = gate.learner(name="Ready One")
    gate.learner(name="Other One")
    for lesson_id in LESSONS:
        do(gate, ready, lesson_id)
    coordinator = gate.client(gate.staff("coordinator"))
    cohort = coordinator.get(f"/cohorts/{gate.cohort_id}").text
    assert cohort.count("Field work: open") == 2  # once in the table, once in the list of small screens
    assert "Open since" in coordinator.get(f"/learners/{ready}").text


def open_together(school: School) -> None:
    """The last steps of two lessons arrive at one moment: exactly one of them opens the gate."""
    person, enrolment = school.learner()
    do(school, enrolment, LIVE)
    do(school, enrolment, READING, STEPS[READING][:-1])
    do(school, enrolment, WORKSHOP, STEPS[WORKSHOP][:-1])
    last = [(READING, QUIZ), (WORKSHOP, QUIZ)]
    race(school, 2, lambda number: do(school, enrolment, last[number][0], [last[number][1]]))
    assert is_open(school, enrolment)
    assert len(told(school, person)) == 1


def test_two_lessons_that_end_together_open_it_once(gate: School):
    open_together(gate)


@pytest.mark.postgres
def test_two_lessons_that_end_together_open_it_once_on_postgresql(postgres_school: School):
    postgres_school.publish(gated(), "gated")
    for _ in range(5):
        open_together(postgres_school)


def test_opened_since_is_the_day_of_the_institution(gate: School):
    person, enrolment = gate.learner()
    for lesson_id in LESSONS:
        do(gate, enrolment, lesson_id)
    with gate.app.app_context(), write_transaction():
        for lesson_id in LESSONS:
            late = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)  # past midnight in Jerusalem
            session().get_one(LessonState, (enrolment, lesson_id)).completed_at = late
    assert re.search(r"Open since \S*4 May 2026", gate.client(person).get(PAGE).text)
