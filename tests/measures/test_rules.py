"""What forms add up to, against the bands that their authors published, and what two totals say together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.measures import rules
from app.measures.rules import Score
from tests.support.instruments import instruments
from tests.support.measuring import answers_of

KNOWN = instruments()
DAY = date(2026, 3, 1)
WITH_ITEMS = sorted(name for name, one in KNOWN.items() if one.items)

BANDS = [
    ("phq-9", {0: "minimal", 4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate"}),
    ("phq-9", {15: "moderately severe", 19: "moderately severe", 20: "severe", 27: "severe"}),
    ("gad-7", {0: "minimal", 4: "minimal", 5: "mild", 10: "moderate", 14: "moderate", 15: "severe", 21: "severe"}),
    ("k10", {10: "likely to be well", 19: "likely to be well", 20: "mild", 24: "mild", 25: "moderate", 30: "severe"}),
    ("core-10", {10: "below the clinical range", 11: "mild", 15: "moderate", 20: "moderate to severe", 25: "severe"}),
    ("wsas", {9: "below 10", 10: "10 to 20", 20: "10 to 20", 21: "above 20"}),
    ("who-5", {28: "28 or less", 32: "29 to 50", 48: "29 to 50", 52: "above 50"}),
    ("brs", {17: "low", 18: "usual", 25: "usual", 26: "high"}),
]
CASES = [
    ("phq-9", 9, 10),
    ("gad-7", 7, 8),
    ("k6", 12, 13),
    ("core-10", 10, 11),
    ("who-5", 32, 28),  # less is worse
]


@pytest.mark.parametrize(("name", "bands"), BANDS)
def test_bands_are_those_of_the_authors(name: str, bands: dict[int, str]):
    assert {total: band.title["en"] for total in bands if (band := rules.band_of(KNOWN[name], total))} == bands


@pytest.mark.parametrize(("name", "fine", "case"), CASES)
def test_the_case_level_is_reached_exactly(name: str, fine: int, case: int):
    assert not rules.is_case_level(KNOWN[name], fine)
    assert rules.is_case_level(KNOWN[name], case)


@pytest.mark.parametrize("name", ["k10", "wsas", "brs"])
def test_where_no_case_level_is_published_there_is_none(name: str):
    assert not any(rules.is_case_level(KNOWN[name], total) for total in range(101))


@pytest.mark.parametrize("name", WITH_ITEMS)
def test_the_least_and_the_most_are_those_of_the_form(name: str):
    one = KNOWN[name]
    assert rules.add_up(one, answers_of(name, one.scale[0].value)).total == one.lowest
    assert rules.add_up(one, answers_of(name, one.scale[-1].value)).total == one.highest


@settings(deadline=None)
@given(st.sampled_from(WITH_ITEMS), st.data())
def test_a_total_is_the_sum_of_its_answers(name: str, data: st.DataObject):
    values = [one.value for one in KNOWN[name].scale]
    answers = {item.id: data.draw(st.sampled_from(values)) for item in KNOWN[name].items}
    assert rules.add_up(KNOWN[name], answers).total == sum(answers.values())


@pytest.mark.parametrize("name", WITH_ITEMS)
def test_a_partial_form_adds_up_to_nothing(name: str):
    answers = answers_of(name, KNOWN[name].scale[-1].value)
    first = next(iter(answers))
    del answers[first]
    assert rules.add_up(KNOWN[name], answers) == rules.Sum(None, (first,))
    assert rules.add_up(KNOWN[name], {}).total is None


def test_where_the_manual_allows_it_the_mean_stands_in():
    lenient = replace(KNOWN["phq-9"], may_miss=2)
    answers = answers_of("phq-9", 1)
    del answers["1"], answers["2"]
    assert rules.add_up(lenient, answers).total == 9
    assert rules.add_up(lenient, answers | {"3": 2}).total == 10  # 8 of 7 answers, times 9: 10.28…
    del answers["3"]
    assert rules.add_up(lenient, answers).total is None


def test_k6_counts_from_nought_and_k10_from_one():
    """One study codes K6 from 1 to 5; its totals would look like cases here."""
    assert [one.value for one in KNOWN["k6"].scale] == [0, 1, 2, 3, 4]
    assert [one.value for one in KNOWN["k10"].scale] == [1, 2, 3, 4, 5]
    assert not rules.is_answer(KNOWN["k6"], "1", 5)
    assert not rules.is_answer(KNOWN["k10"], "1", 0)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [("who-5", (0, 52, 100), (50, 101, -4)), ("brs", (6, 30), (5, 31, 3)), ("wsas", (0, 40), (41, -1))],
)
def test_a_total_is_one_that_the_form_can_have(name: str, right: tuple[int, ...], wrong: tuple[int, ...]):
    assert all(rules.is_total(KNOWN[name], total) for total in right)
    assert not any(rules.is_total(KNOWN[name], total) for total in wrong)


@pytest.mark.parametrize(("name", "item"), [("phq-9", "9"), ("core-10", "6")])
def test_one_answer_asks_for_a_conversation(name: str, item: str):
    assert not rules.needs_conversation(KNOWN[name], {item: 0})
    assert rules.needs_conversation(KNOWN[name], {item: 1})
    assert not rules.needs_conversation(KNOWN[name], {"1": 3})


def test_nothing_of_other_forms_asks():
    assert not any(one.conversation_item for name, one in KNOWN.items() if name not in ("phq-9", "core-10"))


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_all_are_for_adults(name: str):
    assert not rules.may_be_taken_at(KNOWN[name], "16-17", minors_measures=False)
    assert rules.may_be_taken_at(KNOWN[name], "16-17", minors_measures=True)
    assert all(rules.may_be_taken_at(KNOWN[name], band, minors_measures=False) for band in ("18-25", "66+"))


def score(name: str, total: int, days: int = 0) -> Score:
    one = KNOWN[name]
    is_case = rules.is_case_level(one, total)
    return Score(name, DAY + timedelta(days=days), total, is_case, one.reliable_change or 0, one.is_higher_better)


CHANGES = [
    # PHQ-9 before and after, GAD-7 before and after; improvement, deterioration, recovery
    ((14, 8), (10, 5), (True, False, True)),
    ((14, 9), (10, 9), (False, False, False)),  # 5 is less than 6, 1 less than 4; still a case by GAD-7
    ((14, 8), (10, 8), (True, False, False)),
    ((14, 8), (10, 14), (False, False, False)),  # one falls as far as the other rises
    ((8, 14), (5, 5), (False, True, False)),
    ((9, 3), (7, 3), (True, False, False)),  # it was no case at first
    ((20, 15), (15, 15), (False, False, False)),
]


@pytest.mark.parametrize(("phq", "gad", "expected"), CHANGES)
def test_two_forms_together(phq: tuple[int, int], gad: tuple[int, int], expected: tuple[bool, bool, bool]):
    first, last = [score("phq-9", phq[0]), score("gad-7", gad[0])], [score("phq-9", phq[1]), score("gad-7", gad[1])]
    found = rules.change(first, last)
    assert (found.is_reliable_improvement, found.is_reliable_deterioration, found.is_recovery) == expected
    assert found.is_reliable_recovery == (expected[0] and expected[2])


def test_one_form_alone_and_where_more_is_better():
    assert rules.change(score("phq-9", 16), score("phq-9", 10)).is_reliable_improvement
    assert rules.change(score("who-5", 20), score("who-5", 40)).is_reliable_improvement
    assert rules.change(score("who-5", 20), score("who-5", 40)).is_recovery
    assert rules.change(score("who-5", 60), score("who-5", 40)).is_reliable_deterioration


def test_what_was_not_taken_twice_says_nothing():
    assert rules.change([score("phq-9", 20)], [score("gad-7", 1)]) == rules.Change()
    assert rules.change([], []) == rules.Change()


@settings(deadline=None)
@given(st.integers(0, 27), st.integers(0, 27))
def test_there_and_back_are_mirrors(one: int, other: int):
    there, back = (rules.change(score("phq-9", a), score("phq-9", b)) for a, b in ((one, other), (other, one)))
    assert there.is_reliable_improvement == back.is_reliable_deterioration
    assert there.is_reliable_improvement == (one - other >= 6)


@pytest.mark.parametrize("name", ["k6", "k10", "brs"])
def test_without_a_published_figure_nothing_is_reliable(name: str):
    lowest, highest = KNOWN[name].lowest, KNOWN[name].highest
    found = rules.change(score(name, highest), score(name, lowest))
    assert not found.is_reliable_improvement
    assert not found.is_reliable_deterioration
