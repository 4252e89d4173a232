"""When a lesson is complete, and when it is open."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.progress import rules
from app.progress.rules import ATTENDANCE, QUIZ
from tests.support import curriculum

CATALOGUE = curriculum.catalogue()
LESSONS = CATALOGUE.lessons
names = st.frozensets(st.sampled_from(sorted(LESSONS)))


@pytest.mark.parametrize(
    ("lesson", "steps"),
    [
        (curriculum.READING, ("choose", "tick", QUIZ)),
        (curriculum.LOCKED, (QUIZ,)),
        (curriculum.WORKSHOP, (ATTENDANCE, QUIZ)),
        (curriculum.LIVE, (ATTENDANCE,)),
        (curriculum.PLANNED, ()),
    ],
)
def test_each_kind_of_lesson_is_completed_in_its_own_way(lesson: str, steps: tuple[str, ...]):
    assert rules.required_steps(LESSONS[lesson]) == steps


def test_a_lesson_without_anything_to_do_is_never_complete_by_itself():
    assert rules.is_complete(LESSONS[curriculum.PLANNED], ["anything"]) is False


@given(st.frozensets(st.sampled_from(["choose", "tick", QUIZ, ATTENDANCE, "other"])))
def test_a_self_study_lesson_needs_every_step_and_its_quiz(done: frozenset[str]):
    assert rules.is_complete(LESSONS[curriculum.READING], done) == ({"choose", "tick", QUIZ} <= done)


@given(started=names, completed=names, opened=names)
def test_every_lesson_stands_somewhere_and_says_what_locks_it(
    started: frozenset[str], completed: frozenset[str], opened: frozenset[str]
):
    for lesson in LESSONS.values():
        standing = rules.standing(lesson, started, completed, opened)
        assert (standing.state == "complete") == (lesson.id in completed)
        if standing.state == "locked":
            assert standing.missing
            assert set(standing.missing) == set(lesson.prerequisites) - completed
            assert lesson.id not in opened
        else:
            assert standing.missing == ()
        if lesson.is_planned and lesson.id not in completed:
            assert standing.state == "planned"


def test_what_was_completed_stays_complete_when_its_prerequisites_change():
    assert rules.standing(LESSONS[curriculum.LOCKED], [], [curriculum.LOCKED]).state == "complete"


def test_the_next_lesson_is_what_was_touched_last_then_what_is_open_then_what_waits_for_a_meeting():
    more = curriculum.lesson("second-reading", "first")
    catalogue = curriculum.catalogue(more)
    programme = catalogue.programmes[curriculum.MENTORS]
    lessons = catalogue.lessons_of(programme)
    everything = [one.id for one in lessons if not one.is_planned]

    def following(started: list[str], completed: list[str]) -> str | None:
        """`started` in the order of time."""
        touched = {name: datetime(2026, 1, day, tzinfo=UTC) for day, name in enumerate(started, 1)}
        standings = rules.standings(catalogue, programme, started, completed)
        found = rules.next_lesson(lessons, standings, touched)
        return found.id if found else None

    assert following([], []) == curriculum.READING
    assert following([curriculum.READING, more.id], []) == more.id
    assert following([more.id, curriculum.READING], []) == curriculum.READING
    assert following([curriculum.WORKSHOP], []) == curriculum.READING
    assert following([], [curriculum.READING]) == curriculum.LOCKED
    assert following([curriculum.LIVE], [name for name in everything if name != curriculum.LIVE]) == curriculum.LIVE
    assert following([], everything) is None
