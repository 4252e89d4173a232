"""Days, places and stand-ins, by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.types import Gate
from app.placements import rules
from app.placements.models import AGREED, CANCELLED, ENDED, Clearance
from app.placements.rules import Opening

FIRST = date(2026, 3, 1)
GATE = Gate(id="field", title={"en": "Field"}, reason={"en": "Safety"}, lessons=("one", "two"))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


spans = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda one: (day(one[0]), day(one[0] + one[1])))


@given(st.lists(spans, max_size=8), spans)
def test_most_at_once_is_what_counting_every_day_gives(taken: list[rules.Span], within: rules.Span):
    days = (within[0] + timedelta(days=n) for n in range((within[1] - within[0]).days + 1))
    assert rules.most_at_once(taken, within) == max(sum(a <= one <= b for a, b in taken) for one in days)


@given(spans, spans)
def test_spans_overlap_if_they_share_a_day(one: rules.Span, other: rules.Span):
    assert rules.overlap(one, other) == (max(one[0], other[0]) <= min(one[1], other[1]))


@pytest.mark.parametrize(
    ("capacity", "own", "all_taken", "own_taken", "left"),
    [(3, None, 1, 1, 2), (3, 2, 1, 1, 1), (3, 1, 1, 1, 0), (3, 5, 3, 0, 0), (1, None, 2, 0, 0)],
)
def test_free_places_keep_to_both_limits(capacity: int, own: int | None, all_taken: int, own_taken: int, left: int):
    assert rules.free(capacity, own, all_taken, own_taken) == left


@pytest.mark.parametrize(
    ("away", "never", "signs"),
    [
        ({}, (), 1),
        ({1: 2}, (), 2),
        ({1: 2, 2: 3}, (), 3),
        ({1: 2, 2: 1}, (), 1),
        ({1: 2}, (2,), 1),
        ({1: 2, 2: 3}, (3,), 1),
        ({2: 3}, (), 1),
    ],
)
def test_who_signs_while_people_are_away(away: dict[int, int], never: tuple[int, ...], signs: int):
    assert rules.signer(1, away, never) == signs


def clearance(seen: int, until: int | None = None) -> Clearance:
    return Clearance(person_id=1, kind="police", seen_on=day(seen), valid_until=None if until is None else day(until))


def test_a_gate_opens_on_its_day_or_by_an_override():
    closed = Opening(gate=GATE, missing=("two",))
    assert not closed.is_open_on(day(5))
    assert closed.may_be_overridden
    opened = Opening(gate=GATE, gate_day=day(3))
    assert [opened.is_open_on(day(n)) for n in (2, 3, 4)] == [False, True, True]
    assert not opened.may_be_overridden
    overridden = Opening(gate=GATE, missing=("two",), is_overridden=True)
    assert overridden.is_open_on(day(0))
    assert not overridden.may_be_overridden


def test_nobody_overrides_a_clearance():
    without = Opening(gate=GATE, missing=("two",), is_overridden=True, needs_clearance=True)
    assert not without.is_open_on(day(1))
    seen = Opening(needs_clearance=True, clearances=(clearance(2, 4),))
    assert [seen.is_open_on(day(n)) for n in (1, 2, 4, 5)] == [False, True, True, False]
    assert Opening(needs_clearance=True, clearances=(clearance(2),)).is_open_on(day(400))


def test_it_has_opened_if_it_was_open_on_some_day():
    assert Opening().has_opened(day(1), day(1))
    assert not Opening().has_opened(day(2), day(1))
    assert Opening(gate=GATE, gate_day=day(5)).has_opened(day(1), day(5))
    assert not Opening(gate=GATE, gate_day=day(5)).has_opened(day(1), day(4))
    lapsed = Opening(needs_clearance=True, clearances=(clearance(2, 3),))
    assert lapsed.has_opened(day(1), day(9))
    assert not lapsed.has_opened(day(4), day(9))


@pytest.mark.parametrize(
    ("state", "opening", "on", "phase"),
    [
        (CANCELLED, Opening(), 5, "cancelled"),
        (ENDED, Opening(), 5, "over"),
        (AGREED, Opening(), 11, "over"),
        (AGREED, Opening(), 0, "planned"),
        (AGREED, Opening(), 1, "running"),
        (AGREED, Opening(), 10, "running"),
        (AGREED, Opening(gate=GATE), 0, "waits"),
        (AGREED, Opening(gate=GATE), 5, "waits"),
        (AGREED, Opening(gate=GATE, gate_day=day(0)), 0, "planned"),
    ],
)
def test_where_a_placement_stands(state: str, opening: Opening, on: int, phase: str):
    assert rules.phase(state, (day(1), day(10)), opening, day(on)) == phase
