"""Every kind of question behind one contract."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.kinds import FIELD, KINDS, UnreadableAnswer
from tests.support.curriculum import question

kinds = st.sampled_from(sorted(KINDS))


@given(kind=kinds)
def test_the_right_answer_is_right_and_is_read_as_it_was_given(kind: str):
    asked = question("q", "o1", kind=kind)
    right = KINDS[kind].key(asked)
    assert KINDS[kind].read(asked, KINDS[kind].form(asked, right)) == right
    assert KINDS[kind].grade(asked, right).is_right


@given(kind=kinds, values=st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=5))
def test_only_what_was_offered_can_be_answered(kind: str, values: list[str]):
    asked = question("q", "o1", kind=kind)
    offered = {option.id for option in asked.options}
    try:
        chosen = KINDS[kind].read(asked, {FIELD: values})
    except UnreadableAnswer:
        assert not values or set(values) - offered or kind != "multiple"
    else:
        assert set(chosen) == set(values) <= offered
        assert len(chosen) == len(set(chosen))


@given(kind=kinds, seed=st.integers())
def test_every_option_is_shown_once(kind: str, seed: int):
    asked = question("q", "o1", kind=kind)
    assert sorted(KINDS[kind].arrange(asked, random.Random(seed))) == [option.id for option in asked.options]


@pytest.mark.parametrize("kind", ["single", "true-false"])
def test_two_answers_to_a_question_for_one_are_unreadable(kind: str):
    with pytest.raises(UnreadableAnswer):
        KINDS[kind].read(question("q", "o1", kind=kind), {FIELD: ["a", "b"]})


def test_several_of_several_are_right_only_together():
    asked = question("q", "o1", kind="multiple")
    assert [KINDS["multiple"].grade(asked, given).is_right for given in (["a", "b"], ["a"], ["a", "b", "c"])] == [
        True,
        False,
        False,
    ]
