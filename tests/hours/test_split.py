"""Dividing minutes: nothing is lost, nothing is made, nobody is favoured by more than a minute."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.hours.rules import is_enough, split

minutes = some.integers(0, 20_000)
shares = some.dictionaries(some.text(min_size=1, max_size=8), some.integers(0, 5_000), min_size=1, max_size=6).filter(
    lambda found: sum(found.values()) > 0
)


@given(minutes, shares)
def test_parts_add_up_exactly(whole: int, parts: dict[str, int]) -> None:
    assert sum(split(whole, parts).values()) == whole


@given(minutes, shares)
def test_each_part_is_within_a_minute_of_its_exact_share(whole: int, parts: dict[str, int]) -> None:
    found = split(whole, parts)
    for part, share in parts.items():
        assert abs(found.get(part, 0) - Fraction(whole * share, sum(parts.values()))) < 1


@given(minutes, shares)
def test_parts_of_nothing_are_left_out(whole: int, parts: dict[str, int]) -> None:
    found = split(whole, parts)
    assert set(found) <= {part for part, share in parts.items() if share}
    assert all(value > 0 for value in found.values())


@given(minutes, shares)
def test_what_divides_evenly_is_divided_evenly(whole: int, parts: dict[str, int]) -> None:
    total = sum(parts.values())
    assert split(whole * total, parts) == {part: whole * share for part, share in parts.items() if whole * share}


@given(some.integers(0, 500), some.integers(1, 500), some.integers(1, 500))
def test_a_minute_more_takes_no_minute_from_either_of_two_parts(whole: int, one: int, other: int) -> None:
    """Largest remainder can do that with three parts; lessons have two, theory and practice."""
    parts = {"theory": one, "practice": other}
    before, after = split(whole, parts), split(whole + 1, parts)
    assert all(after.get(part, 0) >= value for part, value in before.items())


def test_equal_remainders_go_to_the_part_named_first() -> None:
    assert split(1, {"theory": 1, "practice": 1}) == {"theory": 1}
    assert split(3, {"practice": 1, "theory": 1}) == {"practice": 2, "theory": 1}


def test_an_example_by_hand() -> None:
    """75 minutes of a lesson of 90 = 30 + 60."""
    assert split(75, {"theory": 30, "practice": 60}) == {"theory": 25, "practice": 50}
    assert split(50, {"theory": 30, "practice": 60}) == {"theory": 17, "practice": 33}


@pytest.mark.parametrize(("whole", "parts"), [(-1, {"a": 1}), (1, {}), (1, {"a": 0}), (1, {"a": 2, "b": -1})])
def test_what_cannot_be_divided_is_refused(whole: int, parts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        split(whole, parts)


@given(some.integers(0, 2_000), some.integers(1, 2_000), some.integers(1, 100))
def test_enough_is_never_rounded_up(present: int, planned: int, percent: int) -> None:
    assert is_enough(present, planned, percent) == (Fraction(present, planned) >= Fraction(percent, 100))


def test_eighty_percent_of_ninety_minutes() -> None:
    assert is_enough(72, 90, 80)
    assert not is_enough(71, 90, 80)
