"""The exercise of the week as a device keeps it: to read, with nobody's name on it and nothing to send."""

from __future__ import annotations

import re

import pytest

from app.core.clock import today
from tests.support.exercises import BREATH
from tests.support.school import School


@pytest.fixture
def begun(school: School) -> School:
    """The same house with a cohort whose first week this is."""
    return School(school.app, school.password, today())


def test_it_is_this_week_whole_without_a_name_a_form_or_a_token(begun: School) -> None:
    person, _ = begun.learner(name="Noa Levi")
    client = begun.client(person)
    week = client.get("/practice").text
    assert f'data-edition="{BREATH}"' in week
    kept = client.get("/practice/kept").text
    assert "Words of the step breath" in kept
    assert "data-breathe" in kept
    for personal in ("Noa", "csrf", "<form", "<textarea", "<input", f'"{person.id}"'):
        assert personal not in kept
    assert set(re.findall(r'href="(/practice[^"]*)"', kept)) == set()


def test_it_is_the_same_for_everybody_of_one_language(begun: School) -> None:
    pages = {begun.client(begun.learner()[0]).get("/practice/kept").text for _ in range(2)}
    assert len(pages) == 1


def test_who_pauses_or_does_not_practise_keeps_nothing(begun: School) -> None:
    client = begun.client(begun.learner()[0])
    begun.post(client, "/practice/year/pause")
    assert "data-keep-exercise" not in client.get("/practice").text
    assert client.get("/practice/kept").status_code == 404
    assert begun.client(begun.staff("trainer")).get("/practice/kept").status_code == 404
