"""Drawing and grading."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.quizzes import rules
from tests.support import curriculum

QUIZ = curriculum.quiz("any")
seeds = st.integers(0, 2**32 - 1)
ids = sorted(question.id for question in QUIZ.questions)


@given(seed=seeds, draw=st.integers(1, 6), seen=st.frozensets(st.sampled_from(ids)))
def test_a_draw_holds_as_many_questions_as_asked_each_once_and_always_one_about_safety(
    seed: int, draw: int, seen: frozenset[str]
):
    drawn = rules.draw(curriculum.quiz("any", draw=draw), seed, seen)
    names = [entry["id"] for entry in drawn]
    assert len(names) == len(set(names)) == draw
    assert "any-q1" in names


@given(seed=seeds, seen=st.frozensets(st.sampled_from(ids)))
def test_the_same_seed_gives_the_same_draw(seed: int, seen: frozenset[str]):
    assert rules.draw(QUIZ, seed, seen) == rules.draw(QUIZ, seed, seen)


@given(seed=seeds, seen=st.frozensets(st.sampled_from(ids)))
def test_a_draw_is_balanced_over_objectives(seed: int, seen: frozenset[str]):
    objectives = {question.id: question.objective for question in QUIZ.questions}
    for draw in (3, 6):
        drawn = rules.draw(curriculum.quiz("any", draw=draw), seed, seen)
        assert set(Counter(objectives[entry["id"]] for entry in drawn).values()) == {draw // 3}


@given(seed=seeds)
def test_what_was_not_seen_comes_first(seed: int):
    first = {entry["id"] for entry in rules.draw(QUIZ, seed)}
    second = {entry["id"] for entry in rules.draw(QUIZ, seed + 1, frozenset(first))}
    assert second & first <= {"any-q1"}


@given(seed=seeds)
def test_options_are_all_shown_and_true_false_keeps_its_order(seed: int):
    by_id = {question.id: question for question in QUIZ.questions}
    for entry in rules.draw(curriculum.quiz("any", draw=6), seed):
        asked = by_id[entry["id"]]
        assert sorted(entry["options"]) == [option.id for option in asked.options]
        if asked.kind == "true-false":
            assert entry["options"] == ["a", "b"]
        assert entry["version"] == asked.version


def drawn(*names: str) -> list[dict[str, object]]:
    return [{"id": f"any-{name}"} for name in names]


def test_passing_needs_the_percentage_and_every_safety_question():
    entries = drawn("q1", "q2", "q3")
    most = rules.grade(QUIZ, entries, {"any-q1": 1000, "any-q2": 1000, "any-q3": 0})
    assert (most.right, most.of, most.score_percent, most.is_passed) == (2, 3, 66, True)
    unsafe = rules.grade(QUIZ, entries, {"any-q1": 0, "any-q2": 1000, "any-q3": 1000})
    assert (unsafe.score_percent, unsafe.is_passed, unsafe.failed_safety) == (66, False, ("any-q1",))
    few = rules.grade(QUIZ, entries, {"any-q1": 1000})
    assert (few.score_percent, few.is_passed, few.failed_safety) == (33, False, ())


def test_percent_is_rounded_down():
    quiz = curriculum.quiz("any", pass_percent=67)
    result = rules.grade(quiz, drawn("q1", "q2", "q3"), {"any-q1": 1000, "any-q2": 1000})
    assert (result.score_percent, result.is_passed) == (66, False)


def test_nothing_drawn_is_nothing_passed():
    assert rules.grade(QUIZ, [], {}).is_passed is False
