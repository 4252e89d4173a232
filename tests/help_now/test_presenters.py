"""Contacts as the page shows them."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.types import Contact
from app.help_now import calls, presenters, queries


def contact(name: str, **more: object) -> Contact:
    given: dict[str, object] = {
        "id": name,
        "name": {"en": name},
        "phone": "1-800-363-363",
        "doors": ("someone",),
        "says": {"en": "Somebody listens."},
        "hours": {"en": "Always"},
        "languages": ("he", "ar"),
        "source": "their site",
        "read_on": "2026-11-22",
    }
    return Contact(**(given | more))  # type: ignore[arg-type]


def test_confirmed_numbers_come_first_and_the_rest_keep_their_order() -> None:
    contacts = [contact("a"), contact("b"), contact("c", verified_on="2026-11-01", verified_by="Rina")]
    assert [one.id for one in queries.confirmed_first(contacts)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("1-800-363-363", "1800363363"), ("*6935", "*6935"), ("+972 3 555", "+9723555"), ("1201", "1201"), ("", "")],
)
def test_what_a_phone_is_handed(written: str, dialled: str) -> None:
    assert calls.dialled(written) == dialled


def test_a_contact_stands_behind_each_of_its_doors() -> None:
    doors = calls.doors([contact("a", doors=("someone", "violence"))], "en")
    assert [(door.id, len(door.calls)) for door in doors] == [("someone", 1), ("with-someone", 0), ("violence", 1)]


def test_languages_are_named_in_the_readers_language() -> None:
    assert calls.language_names(("he", "ar"), "en") == "Hebrew, Arabic"
    assert calls.language_names(("he",), "he") == "עברית"


def test_only_safe_addresses_become_links() -> None:
    assert calls.call(contact("a", url="javascript:alert(1)"), "en").url == ""
    assert calls.call(contact("a", url="https://sahar.org.il/"), "en").site == "sahar.org.il"


def test_a_day_that_is_none_is_shown_as_it_stands() -> None:
    assert calls.day("last spring", "en") == "last spring"


def test_a_month_has_weeks_from_sunday() -> None:
    month = presenters.month(date(2026, 11, 22), "en")
    assert month.weeks[0] == (1, 2, 3, 4, 5, 6, 7)
    assert month.weeks[-1] == (29, 30, 0, 0, 0, 0, 0)
    assert month.weekdays[0] == "Su"
