"""What a corrected question is worth: for every kind, and for whatever an attempt scored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.kinds import KINDS
from app.quizzes import regrading_rules, rules
from app.quizzes.regrading_rules import ACCEPT, DROP, KEY, Correction, Ended
from tests.support import curriculum
from tests.support.questions import of_kind, one_of_each

QUIZ = curriculum.quiz("any", draw=6, pass_percent=70)
NAMES = [question.id for question in QUIZ.questions]
JUDGED = sorted(name for name, kind in KINDS.items() if not kind.is_marked)
marks = st.one_of(st.none(), st.integers(-1000, 1000))
scores = st.dictionaries(st.sampled_from(NAMES), marks)


def ended(scored: dict[str, int | None]) -> Ended:
    drawn = [{"id": name, "version": "v1"} for name in NAMES]
    result = rules.grade(QUIZ, drawn, scored)
    return Ended(1, 1, 1, "Somebody", 1, 1, drawn, result.score_percent, result.is_passed, "Asia/Jerusalem", scored)


@given(scored=scores, name=st.sampled_from(NAMES), after=st.integers(-1000, 1000))
def test_nobody_loses_a_pass_and_everything_is_counted_as_if_afresh(
    scored: dict[str, int | None], name: str, after: int
):
    before = ended(scored)
    change = regrading_rules.change(before, QUIZ, name, after)
    if change is None:
        assert name in scored
        assert scored[name] == after
        return
    fresh = rules.grade(QUIZ, before.questions, scored | {name: after})
    assert change.percent_after == fresh.score_percent
    assert change.passed_after is True if before.is_passed else change.passed_after == fresh.is_passed
    assert (change.effect == "passed") is bool(change.passed_after and not before.is_passed)


@given(scored=scores, name=st.sampled_from(NAMES))
def test_the_same_correction_again_changes_nothing(scored: dict[str, int | None], name: str):
    change = regrading_rules.change(ended(scored), QUIZ, name, rules.FULL)
    after = scored | {name: rules.FULL}
    assert regrading_rules.change(ended(after), QUIZ, name, rules.FULL) is None
    assert (change is None) is (name in scored and scored[name] == rules.FULL)


@pytest.mark.parametrize("kind", JUDGED)
def test_an_answer_that_is_right_by_the_new_key_earns_everything(kind: str):
    asked = of_kind(kind)
    right = KINDS[kind].key(asked)
    correction = Correction(KEY, asked.id, frozenset({asked.version}), corrected=replace(asked, version="new"))
    assert regrading_rules.score(correction, asked, asked.version, right) == rules.FULL
    assert regrading_rules.score(correction, asked, "another", right) is None


@pytest.mark.parametrize("kind", JUDGED)
def test_an_answer_that_is_accepted_earns_everything_and_another_is_left(kind: str):
    asked = of_kind(kind)
    right = KINDS[kind].key(asked)
    name = regrading_rules.name_of(asked, right)
    correction = Correction(ACCEPT, asked.id, frozenset({asked.version}), {asked.version: {name}})
    assert regrading_rules.score(correction, asked, asked.version, right) == rules.FULL
    assert regrading_rules.score(correction, asked, asked.version, []) is None


def test_what_was_typed_is_compared_as_its_kind_compares_it():
    asked = of_kind("short-text")
    assert regrading_rules.name_of(asked, ["Open  Question."]) == regrading_rules.name_of(asked, ["open question"])
    assert regrading_rules.name_of(asked, ["other"]) != regrading_rules.name_of(asked, ["open question"])


def test_a_written_answer_is_judged_by_a_person_and_can_only_be_dropped():
    asked = of_kind("reflective")
    versions = frozenset({asked.version})
    by_key = Correction(KEY, asked.id, versions, corrected=replace(asked, version="new"))
    assert regrading_rules.score(by_key, asked, asked.version, ["words"]) is None
    assert regrading_rules.score(Correction(DROP, asked.id, versions), asked, asked.version, ["words"]) == rules.FULL


def test_a_question_of_another_kind_judges_nothing():
    single, several = of_kind("single"), of_kind("multiple")
    correction = Correction(KEY, single.id, frozenset({single.version}), corrected=replace(several, id=single.id))
    assert regrading_rules.score(correction, single, single.version, KINDS["single"].key(single)) is None


def test_there_is_a_question_of_every_kind_to_try():
    assert {question.kind for question in one_of_each().questions} == set(KINDS)
