"""What is published of small groups, against a reader who subtracts."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.suppression import SMALLEST_GROUP, Part, Published, months_told, publish


def part(most: int) -> st.SearchStrategy[Part]:
    return st.integers(0, most).flatmap(lambda of: st.integers(0, of).map(lambda count: Part(of, count)))


def worlds(parts: list[Part], published: Published) -> list[tuple[int, ...]]:
    """Everything that a reader who knows the size of each part must hold for possible."""
    ranges = [
        range(one.of + 1) if shown is None else [shown.count] for one, shown in zip(parts, published.parts, strict=True)
    ]
    out = [number for number, shown in enumerate(published.parts) if shown is None]
    return [
        world
        for world in product(*ranges)
        if published.rest is None or sum(world[number] for number in out) == published.rest.count
    ]


@given(st.lists(part(9), min_size=1, max_size=4), st.integers(2, 4))
def test_nobody_learns_anything_of_a_part_that_is_left_out(parts: list[Part], smallest: int) -> None:
    published = publish(parts, smallest)
    possible = worlds(parts, published)
    for number, shown in enumerate(published.parts):
        if shown is None:
            assert {world[number] for world in possible} == set(range(parts[number].of + 1))


@given(st.lists(part(60), max_size=12))
def test_no_number_that_is_told_speaks_of_few(parts: list[Part]) -> None:
    published = publish(parts)
    for told in filter(None, (*published.parts, published.rest)):
        assert min(told.count, told.of - told.count) >= SMALLEST_GROUP


@given(st.lists(part(60), max_size=12))
def test_what_is_told_is_true(parts: list[Part]) -> None:
    published = publish(parts)
    assert all(shown in (None, one) for one, shown in zip(parts, published.parts, strict=True))
    if published.rest is not None:
        out = [one for one, shown in zip(parts, published.parts, strict=True) if shown is None]
        assert published.rest == Part(sum(one.of for one in out), sum(one.count for one in out))


@given(st.lists(part(60), max_size=12), part(60))
def test_a_new_part_takes_nothing_back_that_was_told_of_another(parts: list[Part], more: Part) -> None:
    """Else whoever kept the earlier page would subtract."""
    assert publish([*parts, more]).parts[:-1] == publish(parts).parts


@pytest.mark.parametrize(
    ("parts", "told", "rest"),
    [
        ([], (), None),
        ([(20, 8)], (True,), None),
        ([(9, 4)], (False,), None),
        ([(20, 20)], (False,), None),
        ([(20, 0)], (False,), None),
        ([(20, 8), (12, 2)], (True, False), None),
        ([(20, 4), (20, 3), (20, 18)], (False, False, False), (60, 25)),
        ([(8, 4), (8, 4), (30, 12)], (False, False, True), (16, 8)),
        ([(4, 2), (4, 2), (30, 12)], (False, False, True), None),
        ([(6, 3), (9, 4), (30, 12)], (False, False, True), None),
    ],
)
def test_examples(parts: list[tuple[int, int]], told: tuple[bool, ...], rest: tuple[int, int] | None) -> None:
    published = publish([Part(*one) for one in parts])
    assert tuple(one is not None for one in published.parts) == told
    assert published.rest == (Part(*rest) if rest else None)


Months = list[frozenset[int]]
months = st.lists(st.frozensets(st.integers(1, 9), max_size=6), max_size=14)


@given(months)
def test_a_running_sum_and_each_of_its_steps_speak_of_many(whole: Months) -> None:
    """Somebody keeps every page since the first month, and subtracts whichever two they like."""
    kept = [months_told(whole[:number]) for number in range(len(whole) + 1)]
    assert kept == sorted(kept)
    for earlier in kept:
        for later in kept:
            people = frozenset[int]().union(*whole[earlier:later])
            assert earlier >= later or len(people) >= SMALLEST_GROUP


@given(st.lists(months, min_size=1, max_size=3), st.data())
def test_sums_over_several_wholes_give_nothing_away(wholes: list[Months], data: st.DataObject) -> None:
    """A sum over cohorts is made of what is told of each: what is left of any two sums is nobody, or many."""
    length = min(len(one) for one in wholes)
    seen = []
    for _ in range(2):
        chosen = data.draw(st.sets(st.integers(0, len(wholes) - 1)))
        until = data.draw(st.integers(0, length))
        seen.append({number: months_told(wholes[number][:until]) for number in chosen})
    left = []
    for number, whole in enumerate(wholes):
        first, second = sorted(one.get(number, 0) for one in seen)
        left.append(frozenset((number, person) for month in whole[first:second] for person in month))
    assert all(not people or len(people) >= SMALLEST_GROUP for people in left)


@given(months)
def test_a_running_sum_moves_on_as_soon_as_it_may(whole: Months) -> None:
    waiting = frozenset[int]().union(*whole[months_told(whole) :])
    assert len(waiting) < SMALLEST_GROUP


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        ([], 0),
        ([{1, 2, 3, 4}], 0),
        ([{1, 2, 3, 4, 5}], 1),
        ([{1, 2, 3, 4, 5}, {1}], 1),
        ([{1, 2, 3, 4, 5}, {1, 2}, {3, 4}, {5}], 4),
        ([{1, 2}, set(), {1, 2, 3, 4, 5}, set()], 3),
        ([{1}, {1}, {1}, {1}, {1}], 0),
    ],
)
def test_months(whole: list[set[int]], told: int) -> None:
    assert months_told(whole) == told
