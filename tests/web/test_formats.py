"""Numbers, days and moments in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.web import formats

MOMENT = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lang", "day", "moment"),
    [
        ("en", "22 Nov 2026", "Sun 22 Nov 2026, 18:05"),
        ("he", "22 בנוב׳ 2026", "יום א׳ 22 בנוב׳ 2026, 18:05"),
        ("ar", "22 نوفمبر 2026", "الأحد 22 نوفمبر 2026، 18:05"),
    ],
)
def test_days_and_moments_are_said_in_each_language(lang: str, day: str, moment: str):
    assert formats.day(date(2026, 11, 22), lang) == day
    assert formats.moment(MOMENT, lang) == moment


def test_a_clock_is_the_institutions_and_runs_left_to_right():
    assert formats.clock(MOMENT) == '<bdi dir="ltr">18:05</bdi>'
    assert formats.clock(MOMENT, "UTC") == '<bdi dir="ltr">16:05</bdi>'


@pytest.mark.parametrize(("lang", "said"), [("en", "−1 h 15 min"), ("he", "−1 שע׳ 15 דק׳"), ("ar", "−1 س 15 د")])
def test_minutes_keep_their_sign(lang: str, said: str):
    assert formats.minutes(-75, lang) == said
