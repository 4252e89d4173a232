"""What is kept of a sitting: nothing typed is lost between two windows, and only distress brings the offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sittings import rules
from app.sittings.rules import PAGE, Given, Kept, Limits, Text, dumps, keep, loads, meet
from tests.support import exercises

WORDS = st.text("אבa \n", max_size=8)
BREATH = next(one for one in exercises.exercises() if one.id == exercises.BREATH)
LIMITS = Limits(high=8, rise=2)


@given(st.lists(st.tuples(st.sampled_from([0, 1, 2]), WORDS, st.booleans()), max_size=12))
def test_no_window_loses_what_another_wrote(sendings: list[tuple[int, str, bool]]):
    """Three windows write into one prompt; now and then one of them reads what stands there before it writes."""
    stored, read = Text(), [Text(), Text(), Text()]
    for window, text, reads in sendings:
        if reads:
            read[window] = stored
        seen = read[window]
        before, stored = stored, meet(stored, text, seen.number)
        there = "\0".join((stored.text, *stored.others))
        assert text in there or not text.strip()
        if seen.number < before.number:
            assert before.text in there or not before.text.strip()
        assert all(one in there for one in before.others)
        read[window] = stored


def test_a_window_that_had_read_everything_writes_over_it():
    first = meet(Text(), "one", 0)
    assert meet(first, "one two", first.number) == Text("one two", 2)
    assert meet(first, "", first.number) == Text("", 2)


def test_a_window_left_open_does_not_undo_what_went_on_elsewhere():
    stored = meet(meet(Text(), "one", 0), "one two", 1)
    assert meet(stored, "one", 1) == stored
    assert meet(stored, "", 0) == stored
    assert meet(stored, "three", 1) == Text("three", 3, ("one two",))


def test_what_is_not_wanted_any_more_goes():
    kept = Kept(texts={"a": Text("three", 3, ("one", "two"))})
    after = keep(kept, Given(texts={"a": ("three", 3)}, dropped={"a": frozenset({rules.digest("one")})}))
    assert after.texts["a"].others == ("two",)


@given(
    st.dictionaries(WORDS, st.builds(Text, WORDS, st.integers(0, 9), st.lists(WORDS, max_size=2).map(tuple))),
    st.dictionaries(WORDS, st.integers(0, 10)),
    st.dictionaries(WORDS, st.lists(WORDS).map(tuple)),
    st.booleans(),
    st.sampled_from(["", "finished", "stopped"]),
)
def test_what_is_sealed_comes_back_and_its_length_tells_nothing(texts, ratings, picks, whole, end):
    kept = Kept(texts, ratings, picks, step=2, is_whole=whole, end=end)
    assert loads(dumps(kept)) == kept
    assert len(dumps(kept).encode()) % PAGE == 0


@pytest.mark.parametrize(
    ("ratings", "is_heavy"),
    [
        ({}, False),
        ({"tense-before": 7}, False),
        ({"tense-before": 8}, True),
        ({"tense-after": 8}, True),
        ({"tense-before": 3, "tense-after": 4}, False),
        ({"tense-before": 3, "tense-after": 5}, True),
        ({"tense-before": 7, "tense-after": 2}, False),
    ],
)
def test_high_or_rising_distress_brings_the_offer(ratings: dict[str, int], is_heavy: bool):
    assert rules.is_heavy(rules.segments_of(BREATH, "full"), ratings, LIMITS) is is_heavy


@given(st.integers(0, 10), st.integers(0, 10))
def test_wellbeing_never_alarms(before: int, after: int):
    settings = {"polarity": "wellbeing"}
    wellbeing = [
        exercises.Segment(kind="rate", id=when, settings=settings | {"when": when}) for when in ("before", "after")
    ]
    assert not rules.is_heavy(wellbeing, {"before": before, "after": after}, LIMITS)


def test_the_lite_form_has_its_own_steps():
    assert [one.id for one in BREATH.steps_of("lite")] == ["arrive", "feet", "look-round"]
    assert rules.number_of(BREATH, "lite", 9) == 3
    assert rules.number_of(BREATH, "full", 0) == 1
