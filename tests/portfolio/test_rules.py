"""Levels follow from ticks; what is shown follows from ratings, whoever asks and in whatever order they came."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.portfolio_types import Evidence
from app.portfolio import rules
from app.portfolio.rules import Rated
from tests.support.curriculum import OTHERS, portfolio
from tests.support.portfolio import ticks_for

MEETING, RISK = portfolio(OTHERS).competencies
DAY = date(2026, 11, 1)


def rated(*given: tuple[str, str, int], critical: tuple[int, ...] = (), days: tuple[int, ...] = ()) -> list[Rated]:
    """Ratings in the order in which they were recorded: kind, level, assessor; `critical` by position."""
    numbers = count(1)
    return [
        Rated(next(numbers), kind, DAY + timedelta(days=days[n] if days else n), who, level, n in critical)
        for n, (kind, level, who) in enumerate(given)
    ]


@pytest.mark.parametrize("level", rules.LEVELS)
def test_a_level_follows_from_ticks(level: str):
    assert rules.level_of(MEETING, ticks_for(MEETING, level)) == level


def test_anything_harmful_is_not_yet_whatever_else_was_seen():
    ticks = [one.id for one in MEETING.acts]
    assert rules.level_of(MEETING, ticks) == rules.NOT_YET
    assert not rules.is_critical(MEETING, ticks)
    assert rules.is_critical(RISK, [one.id for one in RISK.acts])


def test_half_of_what_is_basic_is_on_the_way():
    basic = [one.id for one in MEETING.acts if one.kind == "basic"]
    assert rules.level_of(MEETING, basic[:2]) == rules.EMERGING
    assert rules.level_of(MEETING, basic[:1]) == rules.NOT_YET
    assert rules.level_of(MEETING, []) == rules.NOT_YET


class TestShown:
    def test_two_who_find_it_met_and_one_live_observation_show_it(self):
        found = rules.standing(MEETING, rated(("live", "meets", 1), ("recording", "exceeds", 2)), 2)
        assert found.is_shown
        assert found.missing_assessors == 0

    def test_the_same_assessor_twice_does_not(self):
        found = rules.standing(MEETING, rated(("live", "meets", 1), ("live", "exceeds", 1)), 2)
        assert (found.state, found.missing_assessors) == (rules.BEGUN, 1)

    def test_nor_two_who_saw_it_otherwise_than_wanted(self):
        found = rules.standing(MEETING, rated(("recording", "meets", 1), ("written", "meets", 2)), 2)
        assert [(one.kind, one.missing) for one in found.observed] == [("live", 1)]
        assert not found.is_shown

    def test_an_observation_counts_whatever_its_level(self):
        given = rated(("live", "emerging", 1), ("recording", "meets", 1), ("recording", "meets", 2))
        assert rules.standing(MEETING, given, 2).is_shown

    def test_unless_it_has_to_be_met_in_each_kind(self):
        given = [("simulation", "emerging", 1), ("live", "meets", 1), ("live", "meets", 2)]
        assert not rules.standing(RISK, rated(*given), 2).is_shown
        assert rules.standing(RISK, rated(*given, ("simulation", "meets", 2)), 2).is_shown

    def test_a_kind_may_be_wanted_several_times(self):
        wanted = replace(MEETING, observed_by=(Evidence(kind="live", times=3),))
        given = [("live", "meets", 1), ("live", "meets", 2)]
        assert not rules.standing(wanted, rated(*given), 2).is_shown
        assert rules.standing(wanted, rated(*given, ("live", "emerging", 1)), 2).is_shown

    def test_a_weaker_rating_afterwards_takes_nothing_back(self):
        given = rated(("live", "meets", 1), ("live", "meets", 2), ("live", "not-yet", 3))
        assert rules.standing(MEETING, given, 2).is_shown

    def test_nothing_is_nothing(self):
        assert rules.standing(MEETING, [], 2).state == rules.NOTHING


class TestCritical:
    SHOWN = (("live", "meets", 1), ("simulation", "meets", 2))

    def test_what_is_seen_later_reopens_what_was_shown(self):
        found = rules.standing(RISK, rated(*self.SHOWN, ("live", "not-yet", 1), critical=(2,)), 2)
        assert (found.state, found.missing_assessors) == (rules.REOPENED, 2)

    def test_two_new_ones_show_it_again(self):
        again = (*self.SHOWN, ("live", "not-yet", 1), ("live", "meets", 1))
        assert rules.standing(RISK, rated(*again, critical=(2,)), 2).state == rules.REOPENED
        whole = (*again, ("simulation", "meets", 3))
        assert rules.standing(RISK, rated(*whole, critical=(2,)), 2).is_shown

    def test_what_was_seen_before_it_and_told_after_it_is_not_new(self):
        told = (("live", "not-yet", 1), ("live", "meets", 1), ("simulation", "meets", 2))
        assert not rules.standing(RISK, rated(*told, critical=(0,), days=(5, 4, 4)), 2).is_shown
        assert rules.standing(RISK, rated(*told, critical=(0,), days=(5, 5, 6)), 2).is_shown

    def test_it_reopens_also_when_it_is_told_late(self):
        told = (*self.SHOWN, ("live", "not-yet", 1))
        assert rules.standing(RISK, rated(*told, critical=(2,), days=(5, 5, 1)), 2).state == rules.REOPENED

    def test_withdrawn_it_never_was(self):
        assert rules.standing(RISK, rated(*self.SHOWN), 2).is_shown


KINDS = st.sampled_from(["live", "simulation", "recording"])
GIVEN = st.lists(st.tuples(KINDS, st.sampled_from(rules.LEVELS), st.integers(1, 3)), max_size=8)


@given(GIVEN, st.data())
def test_order_of_reading_changes_nothing(given: list[tuple[str, str, int]], data: st.DataObject):
    ratings = rated(*given)
    shuffled = data.draw(st.permutations(ratings))
    for competency in (MEETING, RISK):
        assert rules.standing(competency, ratings, 2) == rules.standing(competency, shuffled, 2)


@given(GIVEN)
def test_one_person_alone_never_shows_anything(given: list[tuple[str, str, int]]):
    alone = rated(*((kind, level, 1) for kind, level, _ in given))
    assert not any(rules.standing(one, alone, 2).is_shown for one in (MEETING, RISK))


@given(GIVEN)
def test_a_critical_rating_at_the_end_shows_nothing(given: list[tuple[str, str, int]]):
    ratings = rated(*given, ("live", "not-yet", 1), critical=(len(given),))
    assert all(rules.standing(one, ratings, 2).state == rules.REOPENED for one in (MEETING, RISK))


def test_feedback_tells_what_was_seen_what_to_change_and_what_comes_next():
    said = rules.feedback(RISK, ["risk-0", "risk-1", "risk-5"])
    assert [one.id for one in said.seen] == ["risk-1", "risk-5"]
    assert [one.id for one in said.changes] == ["risk-0"]
    assert [one.id for one in said.missing] == ["risk-2", "risk-3", "risk-4"]
