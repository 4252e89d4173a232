"""What levels are worth, and when two marks say the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.clock import now
from app.marking import rules
from tests.support.written import BEST, NEAR, WORST, rubric


@pytest.mark.parametrize(
    ("levels", "points", "is_right"),
    [
        (BEST, 3, True),
        (NEAR, 2, True),
        ({"feeling": "l2", "room": "r0"}, 2, True),
        ({"feeling": "l1", "room": "r0"}, 1, False),
        (WORST, 0, False),
    ],
)
def test_levels_are_worth_their_place(levels: dict[str, str], points: int, is_right: bool):
    assert rules.worth(rubric(), levels) == rules.Worth(points, 3, is_right)


@pytest.mark.parametrize(
    ("levels", "missing"),
    [
        (BEST, []),
        ({}, ["feeling", "room"]),
        ({"feeling": "l2"}, ["room"]),
        ({"feeling": "r1", "room": "r1"}, ["feeling"]),
        ({"feeling": "", "room": "nonsense"}, ["feeling", "room"]),
    ],
)
def test_a_criterion_wants_a_level_of_its_own(levels: dict[str, str], missing: list[str]):
    assert rules.missing(rubric(), levels) == missing


def worth(points: int, is_right: bool) -> rules.Worth:
    return rules.Worth(points, 6, is_right)


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        (worth(4, True), worth(4, True), True),
        (worth(4, True), worth(5, True), True),
        (worth(4, True), worth(6, True), False),
        (worth(4, True), worth(3, False), False),
        (worth(1, False), worth(2, False), True),
        (worth(0, False), worth(2, False), False),
        (worth(4, True), None, False),
    ],
)
def test_two_marks_agree_on_right_and_within_a_level(first: rules.Worth, second: rules.Worth | None, agree: bool):
    assert rules.agree(first, second) is agree


def test_the_sample_is_the_same_whoever_asks_and_about_one_in_five():
    sampled = [rules.is_sampled(attempt, "tell") for attempt in range(2000)]
    assert sampled == [rules.is_sampled(attempt, "tell") for attempt in range(2000)]
    assert 0.17 < sum(sampled) / len(sampled) < 0.23
    assert not any(rules.is_sampled(attempt, "tell", 0) for attempt in range(50))
    assert all(rules.is_sampled(attempt, "tell", 100) for attempt in range(50))


def test_an_answer_is_late_after_a_week():
    moment = now()
    assert not rules.is_late(moment - timedelta(days=7), moment)
    assert rules.is_late(moment - timedelta(days=7, minutes=1), moment)
    assert rules.days_waiting(moment - timedelta(days=8, hours=3), moment) == 8
    assert rules.days_waiting(moment + timedelta(hours=1), moment) == 0
