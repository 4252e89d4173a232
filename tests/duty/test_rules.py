"""What counts as a number, and how long a confirmation holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.duty import rules

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "dial"),
    [
        ("050-000-0000", "0500000000"),
        ("02 123 4567", "021234567"),
        ("(08) 123.4567", "081234567"),
        ("077-1234567", "0771234567"),
        ("+972 50-123-4567", "+972501234567"),
        ("+972 (0)50 123 4567", "+972501234567"),
        ("00972-2-123-4567", "+97221234567"),
        ("*1234", "*1234"),
        ("101", "101"),
        ("1201", "1201"),
        ("1-800-123-456", "1800123456"),
        ("٠٥٠־١٢٣־٤٥٦٧", "0501234567"),
        ("\u2066050\u2011123\u20114567\u2069", "0501234567"),
    ],
)
def test_numbers_are_taken_as_people_write_them(written: str, dial: str):
    assert rules.is_phone(written)
    assert rules.dialled(written) == dial


@pytest.mark.parametrize(
    "written",
    [
        "",
        "12",
        "050-123-456",
        "050-123-45678",
        "061234567",
        "+1 212 555 0100",
        "call me",
        "*12",
        "12345",
        "0501234567 x",
    ],
)
def test_what_cannot_ring_is_refused(written: str):
    assert not rules.is_phone(written)


@pytest.mark.parametrize(
    ("days", "standing"), [(0, rules.FINE), (180, rules.FINE), (181, rules.OLD), (None, rules.UNCONFIRMED)]
)
def test_a_confirmation_holds_for_half_a_year(days: int | None, standing: str):
    confirmed_at = None if days is None else NOW - timedelta(days=days)
    assert rules.standing(True, confirmed_at, NOW) == standing
    assert rules.standing(False, confirmed_at, NOW) == rules.MISSING
