"""Minutes are shared exactly, and clocks that change do not surprise."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.meetings import rules

ZONE = "Asia/Jerusalem"


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 1, 15), time(18), datetime(2026, 1, 15, 16, tzinfo=UTC)),
        (date(2026, 7, 15), time(18), datetime(2026, 7, 15, 15, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 24, 22, 30, tzinfo=UTC)),  # comes twice: the first
    ],
)
def test_a_wall_clock_time_is_one_moment(day: date, at: time, utc: datetime) -> None:
    assert rules.moment(day, at, ZONE) == utc


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(Invalid):
        rules.moment(date(2026, 3, 27), time(2, 30), ZONE)


def test_presence_is_the_meeting_less_what_was_missed() -> None:
    assert rules.present_minutes(90, True, 10, 5) == 75
    assert rules.present_minutes(90, False, 0, 0) == 0
    assert rules.present_minutes(90, None) == 0
    assert rules.present_minutes(30, True, 40) == 0


@given(
    st.tuples(st.integers(0, 300), st.integers(0, 300)).filter(any),
    st.lists(st.integers(0, 120), min_size=1, max_size=6),
)
def test_meetings_together_keep_the_split_of_the_lesson(shares: tuple[int, int], pieces: list[int]) -> None:
    parts = dict(zip(("theory", "practice"), shares, strict=True))
    given_so_far: dict[str, int] = {}
    for piece in pieces:
        room = min(piece, sum(parts.values()) - sum(given_so_far.values()))
        fresh = rules.share(room, parts, given_so_far)
        assert sum(fresh.values()) == room
        assert all(value > 0 for value in fresh.values())
        given_so_far = {part: given_so_far.get(part, 0) + fresh.get(part, 0) for part in parts}
    assert all(given_so_far[part] <= parts[part] for part in parts)
