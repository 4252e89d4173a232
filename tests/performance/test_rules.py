"""Levels, passing, sampling and feedback, over every set of ticks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.performance import rules
from tests.support import curriculum

RUBRIC = curriculum.rubric()
SHEET = RUBRIC.sheets["meeting"]
COMPETENCIES = rules.competencies_of(RUBRIC, SHEET)
LIMITS = RUBRIC.competencies["limits"]
KINDS = {name: act.kind for name, act in rules.behaviours_of(COMPETENCIES).items()}
ticks = st.frozensets(st.sampled_from(sorted(KINDS)))


def some(kind: str) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(name for name, one in KINDS.items() if one == kind))


def levels(chosen: frozenset[str]) -> dict[str, int]:
    return dict(rules.assess(SHEET, COMPETENCIES, chosen).levels)


@pytest.mark.parametrize(
    ("seen", "level"),
    [
        ((), 2),
        (("basic-1",), 2),
        (("advanced-3",), 2),
        (("basic-1", "advanced-3"), 2),
        (("basic-1", "basic-2"), 3),
        (("basic-1", "basic-2", "advanced-3"), 4),
        (("harmful-0",), 1),
        (("basic-1", "basic-2", "advanced-3", "harmful-0"), 1),
    ],
)
def test_a_level_follows_from_what_was_seen(seen: tuple[str, ...], level: int):
    assert rules.level_of(LIMITS, {f"limits-{name}" for name in seen}) == level


@given(ticks, some("harmful"))
def test_something_harmful_never_raises_a_level(chosen: frozenset[str], more: str):
    before, after = levels(chosen), levels(chosen | {more})
    assert all(after[name] <= before[name] for name in before)
    assert not rules.assess(SHEET, COMPETENCIES, chosen | {more}).is_passed


@given(ticks, some("basic"))
def test_something_basic_never_lowers_a_level(chosen: frozenset[str], more: str):
    before, after = levels(chosen), levels(chosen | {more})
    assert all(after[name] >= before[name] for name in before)


@given(ticks, some("advanced"))
def test_something_advanced_never_lowers_a_level(chosen: frozenset[str], more: str):
    before, after = levels(chosen), levels(chosen | {more})
    assert all(after[name] >= before[name] for name in before)


@given(ticks)
def test_passing_is_no_harm_anywhere_and_whole_core_competencies(chosen: frozenset[str]):
    found = rules.assess(SHEET, COMPETENCIES, chosen)
    core = [level for name, level in found.levels.items() if RUBRIC.competencies[name].is_core]
    assert found.is_passed == (1 not in found.levels.values() and min(core) >= 3)
    assert all(short.behaviours for short in found.shortfalls)


@given(ticks)
def test_feedback_tells_everything_that_was_seen_and_at_most_two_steps(chosen: frozenset[str]):
    said = rules.feedback(COMPETENCIES, chosen)
    assert {one.id for one in (*said.seen, *said.changes)} == chosen
    assert {one.kind for one in said.changes} <= {"harmful"}
    assert "harmful" not in {one.kind for one in said.seen}
    assert len(said.steps) <= rules.MOST_STEPS
    unfinished = [name for name, level in levels(chosen).items() if level < 3]
    assert len(said.steps) == min(len(unfinished), rules.MOST_STEPS)


def test_what_could_harm_is_practised_first_then_what_is_core():
    said = rules.feedback(COMPETENCIES, {"listening-harmful-0"})
    assert [one.id for one in said.steps] == ["listening", "limits"]
    assert [one.id for one in rules.feedback(COMPETENCIES, frozenset()).steps] == ["limits", "danger"]
    whole = {name for name, kind in KINDS.items() if kind == "basic"}
    assert rules.feedback(COMPETENCIES, whole).steps == ()


def test_why_not_yet_names_the_behaviours():
    seen = {"limits-harmful-0", "danger-basic-1"}
    short = {one.competency: (one.level, one.behaviours) for one in rules.assess(SHEET, COMPETENCIES, seen).shortfalls}
    assert short == {"limits": (1, ("limits-harmful-0",)), "danger": (2, ("danger-basic-2",))}
    assert rules.to_practise(SHEET, COMPETENCIES, seen) == ["limits-harmful-0", "danger-basic-2"]


@given(st.integers(1, 10**9), st.integers(0, 100), st.integers(0, 100))
def test_whoever_is_in_a_small_sample_is_in_a_larger_one(performance_id: int, one: int, other: int):
    small, large = sorted((one, other))
    assert rules.is_sampled(performance_id, small) <= rules.is_sampled(performance_id, large)
    assert rules.is_sampled(performance_id, one) == rules.is_sampled(performance_id, one)


def test_the_sample_is_about_as_large_as_it_is_said_to_be():
    for percent in (0, 20, 50, 100):
        chosen = sum(rules.is_sampled(number, percent) for number in range(1, 2001))
        assert abs(chosen / 20 - percent) < 4


@pytest.mark.parametrize(
    ("observer", "second", "wanted", "result"),
    [
        (None, None, False, None),
        (True, None, False, True),
        (False, None, False, False),
        (True, None, True, None),
        (None, True, True, None),
        (True, True, True, True),
        (False, False, True, False),
        (True, False, False, True),
    ],
)
def test_the_result_is_the_observers_once_everybody_has_sent(
    observer: bool | None, second: bool | None, wanted: bool, result: bool | None
):
    assert rules.verdict(observer, second, second_wanted=wanted) is result


@pytest.mark.parametrize("observer", [True, False])
def test_different_results_need_a_third_look(observer: bool):
    with pytest.raises(rules.Differ):
        rules.verdict(observer, not observer, second_wanted=True)
