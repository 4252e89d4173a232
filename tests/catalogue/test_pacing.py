"""Waits, feedback and time limits as authors write them."""

from __future__ import annotations

import pytest

from app.catalogue.checks import check
from app.catalogue.types import Quiz
from app.releases import compile as compiled
from tests.catalogue.samples import QUIZ, found, line_of, planted, read

KEY = "draw: 3"


def quiz(*lines: str) -> Quiz:
    made = read(planted(QUIZ, KEY, "\n".join((KEY, *lines)))).catalogue.lessons["first-visit"].quiz
    assert made is not None
    return made


def test_a_quiz_that_says_nothing_explains_each_answer_and_hurries_nobody():
    plain = quiz()
    assert (plain.wait_minutes, plain.feedback, plain.time_limit_minutes) == (0, "each", 0)


@pytest.mark.parametrize(("written", "minutes"), [("45m", 45), ("24h", 1440), ("2d", 2880)])
def test_a_wait_is_written_in_minutes_hours_or_days(written: str, minutes: int):
    assert quiz(f"wait: {written}").wait_minutes == minutes


@pytest.mark.parametrize("feedback", ["end", "pass"])
def test_a_time_limit_goes_with_answers_that_can_be_changed(feedback: str):
    timed = quiz(f"feedback: {feedback}", "time_limit: 20m")
    assert (timed.feedback, timed.time_limit_minutes) == (feedback, 20)


@pytest.mark.parametrize(
    "line",
    ["wait: 0m", "wait: 31d", "wait: soon", "wait: 24", "feedback: never", "time_limit: 20m", "wait:", "wait: ٢h"],
)
def test_what_cannot_be_is_said_at_its_line(line: str):
    tree = planted(QUIZ, KEY, f"{KEY}\n{line}")
    findings = found(check(tree), "bad-value")
    assert {(one.file, one.line) for one in findings} == {(QUIZ, line_of(tree[QUIZ].decode(), line))}


@pytest.mark.parametrize("limit", ["4m", "4h", "1d", "0m"])
def test_a_limit_is_neither_a_race_nor_a_day(limit: str):
    findings = found(check(planted(QUIZ, KEY, f"{KEY}\nfeedback: end\ntime_limit: {limit}")), "bad-value")
    assert len(findings) == 1


def test_a_release_keeps_the_rules_of_its_quizzes():
    whole = read(planted(QUIZ, KEY, f"{KEY}\nwait: 1h\nfeedback: pass\ntime_limit: 1h")).catalogue
    kept = compiled.load(compiled.dump(whole)).lessons["first-visit"].quiz
    assert kept is not None
    assert (kept.wait_minutes, kept.feedback, kept.time_limit_minutes) == (60, "pass", 60)
